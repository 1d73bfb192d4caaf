//! Maps that copies share: defaults are copied for every cluster and profile, and few of them are changed.

use super::IndexMap;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// A map in the order of its entries. What changes a copy leaves the others as they are.
#[derive(Clone, Debug)]
pub struct SharedMap<V>(Arc<IndexMap<String, V>>);

impl<V> Default for SharedMap<V> {
    fn default() -> Self {
        IndexMap::default().into()
    }
}

impl<V> From<IndexMap<String, V>> for SharedMap<V> {
    fn from(entries: IndexMap<String, V>) -> Self {
        SharedMap(Arc::new(entries))
    }
}

impl<V> Deref for SharedMap<V> {
    type Target = IndexMap<String, V>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<V: Clone> DerefMut for SharedMap<V> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        Arc::make_mut(&mut self.0)
    }
}

impl<V> FromIterator<(String, V)> for SharedMap<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(entries: I) -> Self {
        entries.into_iter().collect::<IndexMap<_, _>>().into()
    }
}

impl<V: Clone> IntoIterator for SharedMap<V> {
    type Item = (String, V);
    type IntoIter = indexmap::map::IntoIter<String, V>;

    fn into_iter(self) -> Self::IntoIter {
        Arc::unwrap_or_clone(self.0).into_iter()
    }
}

impl<'a, V> IntoIterator for &'a SharedMap<V> {
    type Item = (&'a String, &'a V);
    type IntoIter = indexmap::map::Iter<'a, String, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_of_one_copy() {
        let first: SharedMap<u8> = [("a".to_owned(), 1)].into_iter().collect();
        let mut copy = first.clone();
        assert!(std::ptr::eq(&*first, &*copy));
        copy.insert("a".to_owned(), 2);
        assert_eq!((first.get("a"), copy.get("a")), (Some(&1), Some(&2)));
        assert_eq!(copy.into_iter().chain(first).map(|(_, value)| value).collect::<Vec<_>>(), [2, 1]);
    }
}
