//! The place in the values at which something is read, and its path.

use crate::source::Span;
use crate::version::{Era, Version};
use crate::yaml::Node;
use std::fmt;

/// The path of a value. It is spelled out only when a message needs it.
#[derive(Clone, Copy)]
pub enum Path<'a> {
    /// All values.
    Root,
    /// A key of a map.
    Key(&'a Path<'a>, &'a str),
    /// An item of a list.
    Item(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root => Ok(()),
            Path::Key(parent, key) => {
                let escaped = key.replace('.', "\\.");
                match parent {
                    Path::Root => write!(f, "{escaped}"),
                    _ => write!(f, "{parent}.{escaped}"),
                }
            }
            Path::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// A place in the values at which something is read.
#[derive(Clone, Copy)]
pub struct At<'a> {
    /// Its path.
    pub path: Path<'a>,
    /// What stands there, if anything.
    pub node: Option<&'a Node>,
    /// What the built-in defaults have there; only given with `--from`, whose values.yaml may lack parts.
    pub builtin: Option<&'a Node>,
    /// Where the section that it belongs to stands, for what is missing there.
    pub around: Option<Span>,
}

impl<'a> At<'a> {
    /// What stands here, if it is not null.
    pub fn present(&self) -> Option<&'a Node> {
        self.node.filter(|node| !node.is_null())
    }

    /// What stands here, or in the built-in defaults if nothing does, with something in it. An empty map and an empty list
    /// are one and the same where a map or a list belongs: nothing is set (D-115).
    pub fn filled(&self) -> Option<&'a Node> {
        let node = self.present().or(self.builtin.filter(|_| self.node.is_none()))?;
        Some(node).filter(|node| !node.is_empty())
    }

    /// Where it stands, if anything does.
    pub fn span(&self) -> Option<Span> {
        self.node.map(|node| node.span)
    }

    /// The item of a list.
    pub fn item<'b>(&'b self, index: usize, node: &'b Node) -> At<'b> {
        At { path: Path::Item(&self.path, index), node: Some(node), builtin: None, around: None }
    }

    /// A field of this section, which is absent where the version lacks it.
    // Every field of every section calls it: inlined, it would be among the largest parts of the program.
    #[inline(never)]
    pub fn field<'b>(&'b self, key: &'static str, era: &Era, version: &Version) -> At<'b> {
        let holds = era.holds(version);
        let node = self.node.filter(|_| holds);
        At {
            path: Path::Key(&self.path, key),
            node: node.and_then(|node| node.get(key)),
            builtin: self.builtin.filter(|_| holds).and_then(|node| node.get(key)),
            around: node.map(|node| node.span),
        }
    }

    /// The value of a key, which `node` is.
    pub fn key<'b>(&'b self, key: &'b str, node: &'b Node) -> At<'b> {
        At { path: Path::Key(&self.path, key), node: Some(node), builtin: None, around: None }
    }
}
