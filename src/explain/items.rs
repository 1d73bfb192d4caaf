//! Items that a path leads into although their lists do not have them.

use super::attempt::item;
use super::path::{find, put, spell};
use super::switch::Switch;
use crate::describe::Value;
use crate::source::Span;
use crate::values::Step;
use crate::yaml::{Kind, Node, Tree};

/// An item that is not there, and that no example stands in for.
#[derive(Clone, Debug)]
pub struct NoItem {
    /// The list's path.
    pub list: String,
    /// How many items the list has.
    pub items: usize,
    /// The same path in the list's first item.
    pub first: String,
}

/// The lists with examples at their ends that a path needs, the outermost first.
pub fn furnish(node: &Node, path: &[Step], all: &Value, place: Span) -> Result<Vec<Switch>, NoItem> {
    let mut node = node.clone();
    let mut on = Vec::new();
    while let Some(list) = lacking(&node, path) {
        let switch = furnished(&node, path, list, all).ok_or_else(|| no_item(&node, path, list))?;
        put(&mut node, &switch.path, &switch.tree, place).ok_or_else(|| no_item(&node, path, list))?;
        on.push(switch);
    }
    Ok(on)
}

/// The way to the list of an item that is not there.
fn lacking<'a>(node: &Node, path: &'a [Step]) -> Option<&'a [Step]> {
    let depth = (0..path.len()).find(|depth| {
        let is_item = matches!(path.get(*depth), Some(Step::Item(..)));
        is_item && path.get(..=*depth).is_some_and(|item| find(node, item).is_none())
    })?;
    path.get(..depth)
}

/// A list with an example at its end, for a path that leads into that item.
fn furnished(node: &Node, path: &[Step], list: &[Step], all: &Value) -> Option<Switch> {
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

fn no_item(node: &Node, path: &[Step], list: &[Step]) -> NoItem {
    let items = match find(node, list).map(|node| &node.kind) {
        Some(Kind::List(items)) => items.len(),
        _ => 0,
    };
    let mut first = path.to_vec();
    if let Some(Step::Item(index, _)) = first.get_mut(list.len()) {
        *index = 0;
    }
    NoItem { list: spell(list), items, first: spell(&first) }
}
