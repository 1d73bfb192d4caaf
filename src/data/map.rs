//! Maps as templates see them: read in place, in the order of the data.

use crate::yaml::IndexMap;
use minijinja::value::{Enumerator, Object, Value};
use std::fmt;
use std::sync::Arc;

/// A map.
pub(super) enum Map {
    /// The fields of a type.
    Fields(Vec<(&'static str, Value)>),
    /// Entries whose keys are data too.
    Entries(IndexMap<Value, Value>),
}

impl Map {
    /// Keys and values, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        let (fields, entries) = match self {
            Map::Fields(fields) => (fields.as_slice(), None),
            Map::Entries(entries) => (&[] as &[_], Some(entries)),
        };
        let entries = entries.into_iter().flatten().map(|(key, value)| (key.as_str().unwrap_or_default(), value));
        fields.iter().map(|(key, value)| (*key, value)).chain(entries)
    }

    /// How many entries it has.
    pub fn len(&self) -> usize {
        match self {
            Map::Fields(fields) => fields.len(),
            Map::Entries(entries) => entries.len(),
        }
    }
}

/// Without the values, which may be secrets.
impl fmt::Debug for Map {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }
}

impl Object for Map {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match &**self {
            Map::Fields(_) => self.get_value_by_str(key.as_str()?),
            Map::Entries(entries) => entries.get(key).cloned(),
        }
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        match &**self {
            Map::Fields(fields) => fields.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone()),
            Map::Entries(entries) => entries.get(&Value::from(key)).cloned(),
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.iter().map(|(key, _)| Value::from(key)).collect())
    }

    fn enumerator_len(self: &Arc<Self>) -> Option<usize> {
        Some(self.len())
    }
}
