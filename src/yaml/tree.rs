//! Values without places: what is printed, as YAML or as JSON.

use super::IndexMap;
use super::node::{Kind, Node};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Plain data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// Nothing.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number, as the text that is printed.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// A map, in printing order.
    Map(IndexMap<String, Tree>),
}

impl Tree {
    /// A map of these entries.
    pub fn map<'a>(entries: impl IntoIterator<Item = (&'a str, Tree)>) -> Tree {
        // One by one: to collect them would add a kilobyte to the binary for each caller.
        let mut map = IndexMap::default();
        for (key, tree) in entries {
            map.insert(key.to_owned(), tree);
        }
        Tree::Map(map)
    }

    /// The value of a key, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Tree> {
        match self {
            Tree::Map(map) => map.get(key),
            _ => None,
        }
    }

    /// What stands below some keys of nested maps.
    pub fn at(&self, keys: &[&str]) -> Option<&Tree> {
        keys.iter().try_fold(self, |tree, key| tree.get(key))
    }

    /// The map, if it is one.
    pub fn as_map(&self) -> Option<&IndexMap<String, Tree>> {
        match self {
            Tree::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The items, if it is a list; none otherwise.
    pub fn items(&self) -> &[Tree] {
        match self {
            Tree::List(items) => items,
            _ => &[],
        }
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Tree::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<&str> for Tree {
    fn from(text: &str) -> Tree {
        Tree::Text(text.to_owned())
    }
}

impl From<String> for Tree {
    fn from(text: String) -> Tree {
        Tree::Text(text)
    }
}

impl From<&Node> for Tree {
    /// Drops the places, and the keys that are removed.
    fn from(node: &Node) -> Tree {
        match &node.kind {
            Kind::Null | Kind::Removed => Tree::Null,
            Kind::Bool(value) => Tree::Bool(*value),
            Kind::Number(number) => Tree::Number(number.text.clone()),
            Kind::Text(text) => Tree::Text(text.clone()),
            Kind::List(items) => Tree::List(items.iter().map(Tree::from).collect()),
            Kind::Map(map) => Tree::Map(
                map.iter()
                    .filter(|(_, entry)| !matches!(entry.node.kind, Kind::Removed))
                    .map(|(key, entry)| (key.clone(), Tree::from(&entry.node)))
                    .collect(),
            ),
        }
    }
}

impl Serialize for Tree {
    /// For templates: whole numbers stay whole, others become floating point, and what fits neither stays text.
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Tree::Null => out.serialize_none(),
            Tree::Bool(value) => out.serialize_bool(*value),
            Tree::Number(text) => match (text.parse::<i64>(), text.parse::<f64>()) {
                (Ok(whole), _) => out.serialize_i64(whole),
                (_, Ok(number)) if number.is_finite() => out.serialize_f64(number),
                _ => out.serialize_str(text),
            },
            Tree::Text(text) => out.serialize_str(text),
            Tree::List(items) => out.collect_seq(items),
            Tree::Map(map) => {
                let mut entries = out.serialize_map(Some(map.len()))?;
                for (key, value) in map {
                    entries.serialize_entry(key, value)?;
                }
                entries.end()
            }
        }
    }
}
