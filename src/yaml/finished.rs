//! Trees of texts that were read when the program was built: `build/values.rs` writes them.

use super::IndexMap;
use super::node::{Entry, Kind as NodeKind, Map, Node, Number};
use super::scalar::{Tag, resolve};
use crate::source::{SourceId, Span};

/// What a text of one document consists of.
#[derive(Clone, Copy, Debug)]
pub struct Finished {
    /// All scalars, one after the other.
    pub texts: &'static str,
    /// Keys and values in their order.
    pub steps: &'static [Step],
}

/// What comes next; its line and column, which count from 1, and how many characters it has.
#[derive(Clone, Copy, Debug)]
pub struct Step(pub Kind, pub u16, pub u16, pub u16);

/// The kinds of steps.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A list of so many items begins.
    List(u16),
    /// A map of so many entries begins.
    Map(u16),
    /// What began last ends.
    End,
    /// A scalar without quotes, of so many bytes, that is yet to be understood.
    Plain(u16),
    /// A text.
    Text(u16),
    /// A whole number.
    Number(u16),
    /// `true` or `false`.
    Bool(u16),
}

include!(concat!(env!("OUT_DIR"), "/trees.rs"));

impl Finished {
    /// The tree of the built-in file of that path.
    pub fn of(path: &str) -> Option<&'static Finished> {
        TREES.iter().find(|(name, _)| *name == path).map(|(_, tree)| tree)
    }

    /// The tree, as if its text were the source.
    pub fn node(&self, source: SourceId) -> Node {
        Builder { texts: self.texts, steps: self.steps.iter(), source }
            .value()
            .unwrap_or_else(|| Node::new(NodeKind::Null, Span { source, line: 1, column: 1, length: 1 }))
    }
}

struct Builder {
    texts: &'static str,
    steps: std::slice::Iter<'static, Step>,
    source: SourceId,
}

impl Builder {
    /// The next value, unless what it would belong to ends.
    fn value(&mut self) -> Option<Node> {
        let &Step(kind, line, column, length) = self.steps.next()?;
        let span = Span { source: self.source, line: line.into(), column: column.into(), length: length.into() };
        let kind = match kind {
            Kind::End => return None,
            Kind::List(items) => {
                let mut list = Vec::with_capacity(items.into());
                list.extend(std::iter::from_fn(|| self.value()));
                NodeKind::List(list)
            }
            Kind::Map(entries) => NodeKind::Map(self.map(entries.into())),
            Kind::Plain(bytes) => {
                let text = self.text(bytes);
                resolve(text, Tag::None).ok().and_then(|meaning| NodeKind::of(meaning, text)).unwrap_or(NodeKind::Null)
            }
            Kind::Text(bytes) => NodeKind::Text(self.text(bytes).to_owned()),
            Kind::Number(bytes) => NodeKind::Number(Number { text: self.text(bytes).to_owned() }),
            Kind::Bool(bytes) => NodeKind::Bool(self.text(bytes) == "true"),
        };
        Some(Node::new(kind, span))
    }

    fn map(&mut self, entries: usize) -> Map {
        let mut map = IndexMap::with_capacity_and_hasher(entries, Default::default());
        while let Some(key) = self.key()
            && let Some(node) = self.value()
        {
            map.insert(key.0.to_owned(), Entry { key: key.1, node });
        }
        map.into()
    }

    fn key(&mut self) -> Option<(&'static str, Span)> {
        match *self.steps.next()? {
            Step(Kind::Plain(bytes) | Kind::Text(bytes), line, column, length) => {
                let place =
                    Span { source: self.source, line: line.into(), column: column.into(), length: length.into() };
                Some((self.text(bytes), place))
            }
            _ => None,
        }
    }

    fn text(&mut self, bytes: u16) -> &'static str {
        let (text, rest) = self.texts.split_at_checked(bytes.into()).unwrap_or((self.texts, ""));
        self.texts = rest;
        text
    }
}
