//! Maps without a type of their own: texts by the user's names, and trees.

use crate::model::map;
use crate::order;
use crate::yaml::Tree;
use std::collections::BTreeMap;

/// A map of the user's own names.
pub type Texts = BTreeMap<String, String>;

/// The texts by their names.
pub fn texts(map: &map::Texts) -> Texts {
    order::map(map.0.iter().map(|pair| (pair.name.clone(), pair.text.clone())))
}

/// A map of the keys that have a value.
pub fn tree_map(entries: impl IntoIterator<Item = (&'static str, Option<Tree>)>) -> Tree {
    Tree::map(entries.into_iter().filter_map(|(key, value)| Some((key, value?))))
}
