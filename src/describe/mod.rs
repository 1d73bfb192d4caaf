//! What every value means, what it may be and what it is by default: for `explain` and for the JSON Schema.
//!
//! The text has one source, the comments of values/values.yaml: it is what users read first, it can say what a port of
//! this component is for where the types only know that it is a port, and a test can demand that nothing is left out.
//! Types and choices come from the typed model. So nothing is written twice, and a value that one of the two lacks is
//! found by a test.

mod notes;

use crate::assets::Assets;
use crate::model::read::{Rule, Shape};
use crate::problem::{Problem, Problems, Stop};
use crate::values::Step;
use crate::version::Version;
use crate::yaml::IndexMap;
use crate::yaml::Tree;
use notes::Note;

/// A value, described.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it means, in sentences; empty if nobody says, as with a key of the user's own.
    pub about: String,
    /// What it may be.
    pub shape: Shape,
    /// What else it has to be.
    pub rule: Option<Rule>,
    /// Whether null is refused wherever it is used.
    pub never_null: bool,
    /// What it is unless it is set; nothing in the items of a list.
    pub default: Option<Tree>,
    /// What may be written where the default has nothing.
    pub example: Option<Tree>,
    /// The keys that are known: all of a section, some of a map with keys of the user's own.
    pub keys: IndexMap<String, Value>,
    /// An item, if it may be a list.
    pub item: Option<Box<Value>>,
    /// The value of any other key, if it may be a map with keys of the user's own.
    pub other: Option<Box<Value>>,
}

impl Value {
    /// The first sentence of the description.
    pub fn summary(&self) -> &str {
        self.about.find(". ").map_or(self.about.as_str(), |end| &self.about[..=end])
    }

    /// In the items of a list nothing has a default: what stands in values.yaml is the list's own, or an example.
    fn without_defaults(&mut self) {
        if let Some(default) = self.default.take().filter(|default| *default != Tree::Null) {
            self.example = Some(default);
        }
        self.keys.values_mut().for_each(Value::without_defaults);
    }

    /// What one step leads to, if that is known.
    pub fn step(&self, step: &Step) -> Option<&Value> {
        match step {
            Step::Key(key, _) => self.keys.get(key).or(self.other.as_deref()),
            Step::Item(..) => self.item.as_deref(),
        }
    }
}

/// Describes all values of a version.
pub fn values(version: &'static Version, problems: &mut Problems) -> Result<Value, Stop> {
    let text = Assets::default().commented_defaults(version, problems)?;
    described(("values/values.yaml", &text), crate::model::shape(), version, problems)
}

/// Describes what has a shape by the comments of a file, whose name messages show.
pub fn described(
    (name, text): (&str, &str),
    shape: Shape,
    version: &'static Version,
    problems: &mut Problems,
) -> Result<Value, Stop> {
    let note = match notes::read(name, text) {
        Ok(note) => note,
        Err((sources, wrong)) => return problems.fail(Problem::bug(wrong.report(&sources))),
    };
    let mut shared = IndexMap::default();
    share(&note, &mut shared);
    Ok(Describer { shared, version }.value(shape, None, Some(&note), None))
}

/// Gathers what is shown in comments, by the name of the key above: the first one counts for all.
fn share<'a>(note: &'a Note, shared: &mut IndexMap<&'a str, &'a Note>) {
    for (key, note) in &note.keys {
        if note.shown.is_some() {
            shared.entry(key).or_insert(note);
        }
        share(note, shared);
    }
}

struct Describer<'a> {
    version: &'static Version,
    shared: IndexMap<&'a str, &'a Note>,
}

impl Describer<'_> {
    fn value(&self, shape: Shape, rule: Option<Rule>, note: Option<&Note>, name: Option<&str>) -> Value {
        let is_bare = note.is_none_or(|note| note.keys.is_empty() && note.item.is_none());
        let below = name.filter(|_| is_bare).and_then(|name| self.shared.get(name).copied()).or(note);
        let mut value = Value {
            about: note.map(|note| note.about.clone()).unwrap_or_default(),
            default: note.and_then(|note| note.value.clone()),
            example: below.and_then(|note| note.shown.clone()),
            keys: IndexMap::default(),
            item: None,
            other: None,
            rule,
            never_null: false,
            shape,
        };
        match value.shape.clone() {
            Shape::Either(shapes) => shapes.iter().for_each(|shape| self.fill(&mut value, shape, below)),
            shape => self.fill(&mut value, &shape, below),
        }
        value
    }

    /// Adds keys and items of one of the shapes that a value may have.
    fn fill(&self, value: &mut Value, shape: &Shape, note: Option<&Note>) {
        let key = |name: &str| note.and_then(|note| note.keys.get(name));
        match shape {
            Shape::Section(fields) => {
                for field in fields.iter().filter(|field| field.era.holds(self.version)) {
                    let described = self.value(field.shape.clone(), field.rule, key(field.name), Some(field.name));
                    let described = Value { never_null: field.never_null, ..described };
                    value.keys.insert(field.name.to_owned(), described);
                }
            }
            Shape::Map(inner) => {
                let keys = note.iter().flat_map(|note| &note.keys);
                for (name, note) in keys.filter(|(_, note)| !note.about.is_empty()) {
                    value.keys.insert(name.clone(), self.value((**inner).clone(), None, Some(note), None));
                }
                value.other = Some(Box::new(self.value((**inner).clone(), None, None, None)));
            }
            Shape::List(inner) => {
                let item = note.and_then(|note| note.item.as_deref());
                let mut item = self.value((**inner).clone(), None, item, None);
                item.without_defaults();
                value.item = Some(Box::new(item));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, values};
    use crate::problem::Problems;
    use crate::version;

    /// The paths whose description is no sentence, or that have no default.
    fn gaps(path: &str, value: &Value, out: &mut Vec<String>) {
        for (key, value) in &value.keys {
            let path = format!("{path}.{key}");
            let is_sentence = value.summary().ends_with('.') && value.about.starts_with(char::is_uppercase);
            if !is_sentence && !value.about.starts_with('`') {
                out.push(format!("{path} has no description: {:?}", value.about));
            }
            if value.default.is_none() != path.contains("[]") {
                out.push(format!("{path} has no default, or has one in the items of a list"));
            }
            gaps(&path, value, out);
        }
        if let Some(item) = &value.item {
            gaps(&format!("{path}[]"), item, out);
        }
    }

    #[test]
    fn every_value_has_a_description_and_a_default() {
        for version in &version::ALL {
            let all = values(version, &mut Problems::default());
            assert!(all.is_ok());
            let mut out = Vec::new();
            all.iter().for_each(|all| gaps("", all, &mut out));
            assert!(out.is_empty(), "{}: {}", version.name, out.join("\n"));
        }
    }

    #[test]
    fn a_key_that_is_not_set_is_described_by_the_first_of_its_name() {
        let all = values(version::DEFAULT, &mut Problems::default());
        let about = all.ok().and_then(|all| {
            let item = all.keys.get("hub")?.keys.get("tolerations")?.item.clone()?;
            Some(item.keys.get("effect")?.about.clone())
        });
        assert_eq!(
            about.unwrap_or_default(),
            "Effect of the taint: `NoSchedule`, `PreferNoSchedule` or `NoExecute`; not set: every effect."
        );
    }
}
