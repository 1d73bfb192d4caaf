//! Walks values along a path, and spells paths as `--set` takes them.

use crate::source::Span;
use crate::values::Step;
use crate::yaml::{Entry, Kind, Map, Node, Number, Tree};

/// A path in the spelling of `--set`, with its escapes.
pub fn spell(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Key(key, _) => {
                if !text.is_empty() {
                    text.push('.');
                }
                for c in key.chars() {
                    if matches!(c, '.' | ',' | '=' | '[' | '\\') {
                        text.push('\\');
                    }
                    text.push(c);
                }
            }
            Step::Item(index, _) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}

/// The keys of a path.
pub fn keys(path: &[Step]) -> Vec<&str> {
    path.iter().filter_map(Step::key).collect()
}

/// What stands at a path, null included. A null section has the defaults that it replaced (D-15).
pub fn find<'a>(node: &'a Node, path: &[Step]) -> Option<&'a Node> {
    path.iter().try_fold(node, |node, step| match (&section(node).kind, step) {
        (Kind::Map(map), Step::Key(key, _)) => map.get(key).map(|entry| &entry.node),
        (Kind::List(items), Step::Item(index, _)) => items.get(*index),
        _ => None,
    })
}

fn section(node: &Node) -> &Node {
    let lowest = node.lowest();
    if node.is_null() && lowest.as_map().is_some() { lowest } else { node }
}

/// Puts a value at a path; maps on the way are made. Nothing if the path does not fit.
pub fn put(node: &mut Node, path: &[Step], tree: &Tree, place: Span) -> Option<()> {
    let Some((step, rest)) = path.split_first() else {
        let beats = node.beats.take();
        *node = Node { beats, ..planted(tree, place) };
        return Some(());
    };
    if node.is_null() {
        let below = section(node).clone();
        *node = if below.is_null() { Node::new(Kind::Map(Map::default()), place) } else { below };
    }
    match (&mut node.kind, step) {
        (Kind::Map(map), Step::Key(key, _)) => {
            let fresh = || Entry { key: place, node: Node::new(Kind::Null, place) };
            put(&mut map.entry(key.clone()).or_insert_with(fresh).node, rest, tree, place)
        }
        (Kind::List(items), Step::Item(index, _)) => put(items.get_mut(*index)?, rest, tree, place),
        _ => None,
    }
}

/// A tree as a value that stands at a place.
fn planted(tree: &Tree, place: Span) -> Node {
    let kind = match tree {
        Tree::Null => Kind::Null,
        Tree::Bool(value) => Kind::Bool(*value),
        Tree::Number(text) => Kind::Number(Number { text: text.clone() }),
        Tree::Text(text) => Kind::Text(text.clone()),
        Tree::List(items) => Kind::List(items.iter().map(|item| planted(item, place)).collect()),
        Tree::Map(map) => Kind::Map(
            map.iter().map(|(key, tree)| (key.clone(), Entry { key: place, node: planted(tree, place) })).collect(),
        ),
    };
    Node::new(kind, place)
}
