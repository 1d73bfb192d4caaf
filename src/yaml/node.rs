//! Values with their places: what the reader of YAML and of `--set` builds and the merge folds.

use super::map::SharedMap;
use crate::source::Span;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value itself.
    pub kind: Kind,
    /// Where the value stands; of a list or map its first character (an empty value: where it would stand).
    pub span: Span,
    /// The value of a lower layer that this one replaced, which may in turn have replaced another.
    pub beats: Option<Box<Node>>,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// `null`, in any spelling.
    Null,
    /// A default that the user's `null` took away. Helm drops such a key; here it stays, so that messages have its place.
    Removed,
    /// A boolean, by the rules of YAML 1.1.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map; keys are always text, as in Helm.
    Map(Map),
}

/// The entries of a map in the order in which they were written.
pub type Map = SharedMap<Entry>;

/// A key's place and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where the key stands (for `--set`: the piece of the path).
    pub key: Span,
    /// The value.
    pub node: Node,
}

/// A number as text: as written where that is plain decimal (`2.10`, `123456789012345678`), else Helm's value in plain decimals (`0644` is `420`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Matches `-?(0|[1-9][0-9]*)(\.[0-9]+)?`.
    pub text: String,
}

impl Number {
    /// The number if it is whole and fits; `3.0` is whole.
    pub fn as_i64(&self) -> Option<i64> {
        match self.text.split_once('.') {
            None => self.text.parse().ok(),
            Some((whole, rest)) if rest.bytes().all(|b| b == b'0') => whole.parse().ok(),
            Some(_) => None,
        }
    }

    /// The nearest floating-point number, which is what Helm computes with.
    pub fn as_f64(&self) -> f64 {
        self.text.parse().unwrap_or(f64::NAN)
    }
}

impl Node {
    /// A value that has replaced nothing.
    pub fn new(kind: Kind, span: Span) -> Self {
        Node { kind, span, beats: None }
    }

    /// What stood here before all other layers: this value, or the last of those that it replaced.
    pub fn lowest(&self) -> &Node {
        self.beats.as_deref().map_or(self, Node::lowest)
    }

    /// Whether there is no value here: null, or a default taken away.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null | Kind::Removed)
    }

    /// Whether it is a map or a list with nothing in it.
    pub fn is_empty(&self) -> bool {
        match &self.kind {
            Kind::Map(map) => map.is_empty(),
            Kind::List(items) => items.is_empty(),
            _ => false,
        }
    }

    /// Whether it is a value that is no map and no list, and that Helm's `if` takes for nothing: `false`, `0`, `""`.
    pub fn is_helm_false(&self) -> bool {
        match &self.kind {
            Kind::Bool(value) => !value,
            Kind::Number(number) => number.as_f64() == 0.0,
            Kind::Text(text) => text.is_empty(),
            _ => false,
        }
    }

    /// The map, if it is one.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.kind {
            Kind::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The value of a key, if this is a map that has it (null and removed values included).
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?.get(key).map(|entry| &entry.node)
    }

    /// What a person calls this kind of value: `a list`, `a string`.
    pub fn noun(&self) -> &'static str {
        match self.kind {
            Kind::Null | Kind::Removed => "null",
            Kind::Bool(_) => "a boolean",
            Kind::Number(_) => "a number",
            Kind::Text(_) => "a string",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a map",
        }
    }
}
