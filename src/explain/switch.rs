//! What is set for a comparison: components that are off, and other switches and choices.

use super::attempt::{attempts, is_true};
use super::inline;
use super::path::{find, spell};
use crate::describe::Value;
use crate::model::read::Shape;
use crate::source::Span;
use crate::values::Step;
use crate::yaml::{Node, Tree};

/// A value that is set for a comparison.
#[derive(Clone, Debug)]
pub struct Switch {
    /// What is set.
    pub path: Vec<Step>,
    /// To what.
    pub tree: Tree,
}

impl Switch {
    /// How `--set` would have it: `hub.enabled=true`.
    pub fn label(&self) -> String {
        let value = match &self.tree {
            Tree::Text(text) | Tree::Number(text) => text.clone(),
            tree => inline(tree),
        };
        format!("{}={value}", spell(&self.path))
    }
}

/// The `enabled` of the sections around a value, where it is off.
pub fn closed_gates(node: &Node, path: &[Step], all: &Value) -> Vec<Switch> {
    sections(path, all)
        .filter_map(|(section, value)| {
            value.keys.get("enabled")?;
            let switch = Switch { path: with_key(section, "enabled", node), tree: Tree::Bool(true) };
            let is_on = find(node, &switch.path).is_some_and(|node| is_true(&Tree::from(node)));
            (!is_on && spell(&switch.path) != spell(path)).then_some(switch)
        })
        .collect()
}

/// Other switches and choices, each set to what it is not: those around the value first, then all others.
pub fn switches(node: &Node, path: &[Step], all: &Value) -> Vec<Switch> {
    let mut list = Vec::new();
    let mut near: Vec<_> = sections(path, all).skip(1).collect();
    near.reverse();
    for (section, value) in near {
        gather(section, value, node, &mut list);
    }
    gather(&[], all, node, &mut list);
    list.retain(|switch| spell(&switch.path) != spell(path));
    list
}

/// What else has to be set: FUSE in the worker is refused unless all runs as root.
pub fn needs(switch: &Switch) -> Vec<Switch> {
    let is_fuse =
        matches!(switch.path.last(), Some(Step::Key(key, _)) if key == "fuseEnabled") && is_true(&switch.tree);
    let root = |(key, place): (&str, Span)| Switch {
        path: vec![Step::Key(key.to_owned(), place)],
        tree: Tree::Number("0".to_owned()),
    };
    let place = switch.path.first().filter(|_| is_fuse).map(Step::place);
    place.iter().flat_map(|place| ["user", "group", "fsGroup"].map(|key| (key, *place))).map(root).collect()
}

fn gather(section: &[Step], value: &Value, node: &Node, list: &mut Vec<Switch>) {
    for (key, value) in &value.keys {
        let path = with_key(section, key, node);
        let now = find(node, &path).map_or(Tree::Null, Tree::from);
        match &value.shape {
            Shape::Section(_) => gather(&path, value, node, list),
            Shape::Bool | Shape::Choice(_) => {
                let trees = attempts(value, &now).into_iter().filter_map(|group| group.into_iter().next());
                list.extend(trees.map(|tree| Switch { path: path.clone(), tree }));
            }
            _ => {}
        }
    }
}

fn with_key(section: &[Step], key: &str, node: &Node) -> Vec<Step> {
    section.iter().cloned().chain([Step::Key(key.to_owned(), node.span)]).collect()
}

/// The sections on the way to a value, the outermost first, the values as a whole included.
fn sections<'a>(path: &'a [Step], all: &'a Value) -> impl Iterator<Item = (&'a [Step], &'a Value)> {
    let mut at = Some(all);
    (0..path.len()).map_while(move |depth| {
        let value = at?;
        at = value.step(path.get(depth)?);
        Some((path.get(..depth)?, value))
    })
}
