//! What templates see: the facts, of which each part becomes a value when a template first asks for it.

use crate::data::{alike, context};
use crate::facts::Facts;
use crate::yaml::Tree;
use minijinja::value::{Enumerator, Object, Value};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// The name that templates use, and what it stands for.
type Part = (&'static str, fn(&Facts) -> Value);

/// Every part of the facts.
const PARTS: [Part; 13] = [
    ("namespace", |facts| context(&facts.namespace)),
    ("config", |facts| context(&facts.config)),
    ("metrics", |facts| context(&facts.metrics)),
    ("master", |facts| context(&facts.master)),
    ("worker", |facts| context(&facts.worker)),
    ("socket_claim", |facts| context(&facts.socket_claim)),
    ("fuse", |facts| context(&facts.fuse)),
    ("fuse_client", |facts| context(&facts.fuse_client)),
    ("logserver", |facts| context(&facts.logserver)),
    ("csi", |facts| context(&facts.csi)),
    ("csi_client", |facts| context(&facts.csi_client)),
    ("hub", |facts| context(&facts.hub)),
    ("proxy", |facts| context(&facts.proxy)),
];

/// The name of the merged values, for templates of the user's.
const VALUES: &str = "values";

/// The variables of a render. Most templates need one or two of them, and converting all costs more than filling the template.
pub(super) struct Seen {
    facts: Arc<Facts>,
    converted: [OnceLock<Value>; PARTS.len()],
    values: Value,
}

impl Seen {
    pub fn new(facts: Arc<Facts>, values: Option<&Tree>) -> Self {
        Seen { facts, converted: [const { OnceLock::new() }; PARTS.len()], values: context(&values) }
    }

    /// Whether all that templates have asked another one for is the same here.
    pub fn is_like(self: &Arc<Self>, asked: &Seen) -> bool {
        // It is not noted whether values were asked for.
        let has_values = |seen: &Seen| !seen.values.is_none();
        let is_same = |((name, _), there): (&Part, &OnceLock<Value>)| {
            there.get().is_none_or(|there| self.get_value_by_str(name).is_some_and(|here| alike(&here, there)))
        };
        !has_values(self) && !has_values(asked) && PARTS.iter().zip(&asked.converted).all(is_same)
    }
}

/// Without the facts, which may hold secrets, and would add the `Debug` of every fact to the binary.
impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the facts")
    }
}

impl Object for Seen {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        if key == VALUES {
            return Some(self.values.clone());
        }
        let index = PARTS.iter().position(|(name, _)| *name == key)?;
        let ((_, convert), converted) = (PARTS.get(index)?, self.converted.get(index)?);
        Some(converted.get_or_init(|| convert(&self.facts)).clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let names = PARTS.iter().map(|(name, _)| *name).chain([VALUES]);
        Enumerator::Values(names.map(Value::from).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli;
    use crate::problem::Problems;
    use crate::target::Target;

    /// The defaults, in a namespace.
    fn facts() -> Arc<Facts> {
        let mut run = crate::Run::default();
        let assets = crate::assets::Assets::default();
        let (node, version) =
            crate::load(&cli::Inputs::default(), None, &assets, &mut run).expect("the defaults are read");
        let values = crate::read(&node, version, &assets, &mut run).expect("the defaults are of their types");
        let target = cli::Target { name: "a".to_owned(), namespace: Some("n".to_owned()), kube_version: None };
        Arc::new(Facts::new(&values, &Target::new(&target, &mut run.problems), &mut Problems::default()))
    }

    #[test]
    fn every_part_of_the_facts_is_seen_as_it_is() {
        let facts = facts();
        let (seen, whole) = (Value::from_object(Seen::new(Arc::clone(&facts), None)), context(&*facts));
        let names = |value: &Value| value.try_iter().map(|keys| keys.map(|key| key.to_string()).collect::<Vec<_>>());
        let mut expected = names(&whole).expect("the facts are a map");
        for name in &expected {
            assert_eq!(seen.get_attr(name).ok(), whole.get_attr(name).ok(), "{name}");
        }
        expected.push(VALUES.to_owned());
        assert_eq!(names(&seen).ok(), Some(expected));
        assert!(seen.get_attr("nothing").is_ok_and(|value| value.is_undefined()));
        assert_eq!(seen.get_attr("namespace").ok(), Some(Value::from("n")));
    }

    #[test]
    fn values_are_none_unless_they_are_given() {
        let values = |tree: Option<&Tree>| Value::from_object(Seen::new(facts(), tree)).get_attr(VALUES).ok();
        assert_eq!(values(None), Some(Value::from(())));
        assert_eq!(values(Some(&Tree::Text("x".to_owned()))), Some(Value::from("x")));
    }
}
