//! Parts of pods that the user writes as Kubernetes has them: they are passed on, whatever is in them.

use super::read::{At, Read, Reader, Shape};
use crate::source::Span;
use crate::yaml::{Kind, Map, Node};

/// A map of any fields. The facts look at those that tie it to the rest of its pod.
#[derive(Clone, Debug)]
pub struct Free {
    /// What was written.
    pub node: Node,
}

impl Free {
    /// Its fields.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Node)> {
        let map: Option<&Map> = self.node.as_map();
        map.into_iter().flatten().map(|(key, entry)| (key.as_str(), &entry.node))
    }

    /// The text of a field, if it is one.
    pub fn text(&self, field: &str) -> Option<&str> {
        match &self.node.get(field)?.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Where a field stands, or the whole.
    pub fn place(&self, field: &str) -> Span {
        self.node.get(field).map_or(self.node.span, |node| node.span)
    }
}

/// A list of such parts.
#[derive(Clone, Debug, Default)]
pub struct Parts(pub Vec<Free>);

impl Read for Parts {
    fn shape() -> Shape {
        Shape::List(Box::new(Shape::Free))
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        let Some(node) = at.present().or(at.builtin.filter(|_| at.node.is_none())) else { return Parts::default() };
        // An empty map for a list is nothing (D-115).
        if node.is_empty() {
            return Parts::default();
        }
        let Kind::List(list) = &node.kind else {
            reader.no_collection(at, "a list of maps");
            return Parts::default();
        };
        let mut parts = Vec::with_capacity(list.len());
        for (index, node) in list.iter().enumerate() {
            match node.kind {
                Kind::Map(_) => parts.push(Free { node: node.clone() }),
                _ => reader.mismatch(&at.item(index, node), "a map"),
            }
        }
        Parts(parts)
    }
}
