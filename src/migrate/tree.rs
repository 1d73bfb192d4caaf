//! Looking into the values as they were read, and keeping the tree beside them as the new text has to read.

use crate::yaml::IndexMap;
use crate::yaml::{Entry, Node, Tree};

/// The key of a map with its value.
pub(super) fn entry<'a>(node: &'a Node, key: &str) -> Option<&'a Entry> {
    node.as_map()?.get(key)
}

/// The map of a section of the tree; the whole for an empty path.
pub(super) fn map_at<'a>(tree: &'a mut Tree, path: &[&str]) -> Option<&'a mut IndexMap<String, Tree>> {
    match (tree, path.split_first()) {
        (Tree::Map(map), None) => Some(map),
        (Tree::Map(map), Some((first, rest))) => map_at(map.get_mut(*first)?, rest),
        _ => None,
    }
}

/// Takes a key out of a section.
pub(super) fn take(tree: &mut Tree, path: &[&str], key: &str) -> Option<Tree> {
    map_at(tree, path)?.shift_remove(key)
}

/// Puts a value into a section that is there.
pub(super) fn put(tree: &mut Tree, path: &[&str], key: &str, value: Tree) {
    if let Some(map) = map_at(tree, path) {
        map.insert(key.to_owned(), value);
    }
}
