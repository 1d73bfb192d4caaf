//! Maps of values, which copies share: defaults are copied for every cluster and profile, and few of them are changed.

use super::IndexMap;
use super::node::Entry;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// The entries of a map in the order in which they were written. What changes a copy leaves the others as they are.
#[derive(Clone, Debug, Default)]
pub struct Map(Arc<IndexMap<String, Entry>>);

impl From<IndexMap<String, Entry>> for Map {
    fn from(entries: IndexMap<String, Entry>) -> Self {
        Map(Arc::new(entries))
    }
}

impl Deref for Map {
    type Target = IndexMap<String, Entry>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Map {
    fn deref_mut(&mut self) -> &mut Self::Target {
        Arc::make_mut(&mut self.0)
    }
}

impl FromIterator<(String, Entry)> for Map {
    fn from_iter<I: IntoIterator<Item = (String, Entry)>>(entries: I) -> Self {
        Map(Arc::new(entries.into_iter().collect()))
    }
}

impl IntoIterator for Map {
    type Item = (String, Entry);
    type IntoIter = indexmap::map::IntoIter<String, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        Arc::unwrap_or_clone(self.0).into_iter()
    }
}

impl<'a> IntoIterator for &'a Map {
    type Item = (&'a String, &'a Entry);
    type IntoIter = indexmap::map::Iter<'a, String, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::super::node::{Kind, Node};
    use super::*;
    use crate::source::{Layer, Sources, Span};

    #[test]
    fn a_change_is_of_one_copy() {
        let source = Sources::default().add(Layer::File, "a", "b");
        let place = Span { source, line: 1, column: 1, length: 1 };
        let entry = |text: &str| Entry { key: place, node: Node::new(Kind::Text(text.to_owned()), place) };
        let first: Map = [("a".to_owned(), entry("old"))].into_iter().collect();
        let mut copy = first.clone();
        copy.insert("a".to_owned(), entry("new"));
        let text = |map: &Map| map.get("a").map(|entry| format!("{:?}", entry.node.kind));
        assert_eq!(text(&first).as_deref(), Some("Text(\"old\")"));
        assert_eq!(text(&copy).as_deref(), Some("Text(\"new\")"));
        assert_eq!(first.into_iter().count(), 1);
        assert_eq!(copy.into_iter().count(), 1);
    }
}
