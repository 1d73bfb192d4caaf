//! Items that a path leads into although their lists do not have them.

use super::attempt::item;
use super::path::find;
use super::switch::Switch;
use crate::describe::Value;
use crate::values::Step;
use crate::yaml::{Node, Tree};

/// The way to the list of an item that is not there.
pub fn lacking<'a>(node: &Node, path: &'a [Step]) -> Option<&'a [Step]> {
    let depth = (0..path.len()).find(|depth| {
        let is_item = matches!(path.get(*depth), Some(Step::Item(..)));
        is_item && path.get(..=*depth).is_some_and(|item| find(node, item).is_none())
    })?;
    path.get(..depth)
}

/// A list with an example at its end, for a path that leads into that item.
pub fn furnished(node: &Node, path: &[Step], list: &[Step], all: &Value) -> Option<Switch> {
    let value = list.iter().try_fold(all, |value, step| value.step(step))?;
    let mut items = match find(node, list).map(Tree::from) {
        Some(Tree::List(items)) => items,
        _ => Vec::new(),
    };
    items.push(item(value)?);
    match path.get(list.len()) {
        Some(Step::Item(index, _)) if *index < items.len() => {
            Some(Switch { path: list.to_vec(), tree: Tree::List(items) })
        }
        _ => None,
    }
}
