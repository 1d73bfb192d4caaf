//! Reads output back: by a second YAML reader, by our own, and by the types of Kubernetes.

use super::typed;
use alluxio_gen::problem::Problems;
use alluxio_gen::source::{Layer, Sources};
use alluxio_gen::yaml::{Kind, Node, parse};
use serde::Deserialize as _;
use serde_yaml::{Mapping, Value};

/// Every document of a stream is a complete object, for all readers the same one.
pub fn stream(text: &str) -> Result<(), String> {
    let documents = second_reader(text)?;
    if documents.is_empty() {
        return Err("no object at all".into());
    }
    let ours = our_reader(text)?;
    if ours.len() != documents.len() {
        return Err(format!("{} documents for us, {} for the second reader", ours.len(), documents.len()));
    }
    for (mine, theirs) in ours.iter().zip(&documents) {
        difference("", mine, theirs).map_err(|at| format!("the two YAML readers differ: {at}"))?;
        typed::round_trip(theirs)?;
    }
    Ok(())
}

/// The text is one List whose items are complete objects.
pub fn json(text: &str) -> Result<(), String> {
    let list: Value = serde_yaml::from_str(text).map_err(|error| format!("the output is not JSON: {error}"))?;
    if list.get("kind").and_then(Value::as_str) != Some("List") {
        return Err("the output is no List".into());
    }
    let items = list.get("items").and_then(Value::as_sequence).ok_or("a List without items")?;
    items.iter().try_for_each(typed::round_trip)
}

fn second_reader(text: &str) -> Result<Vec<Value>, String> {
    serde_yaml::Deserializer::from_str(text)
        .map(|document| Value::deserialize(document).map_err(|error| format!("the output is not YAML: {error}")))
        .collect()
}

fn our_reader(text: &str) -> Result<Vec<Value>, String> {
    let mut sources = Sources::default();
    let mut problems = Problems::default();
    let source = sources.add(Layer::File, "output", text);
    let documents = parse::documents(&sources, source, &mut problems);
    let documents = documents.map_err(|_| format!("we cannot read the output: {}", problems.report(&sources)))?;
    Ok(documents.iter().map(value).collect())
}

fn value(node: &Node) -> Value {
    match &node.kind {
        Kind::Null | Kind::Removed => Value::Null,
        Kind::Bool(yes) => Value::Bool(*yes),
        Kind::Number(number) => serde_yaml::from_str(&number.text).unwrap_or(Value::Null),
        Kind::Text(text) => Value::String(text.clone()),
        Kind::List(items) => Value::Sequence(items.iter().map(value).collect()),
        Kind::Map(map) => {
            let entries = map.iter().map(|(key, entry)| (Value::String(key.clone()), value(&entry.node)));
            Value::Mapping(entries.collect::<Mapping>())
        }
    }
}

/// The first place at which two values differ.
pub fn difference(path: &str, one: &Value, other: &Value) -> Result<(), String> {
    match (one, other) {
        (Value::Mapping(a), Value::Mapping(b)) => {
            let lost = a.keys().find(|key| !b.contains_key(*key));
            if let Some(key) = lost.or_else(|| b.keys().find(|key| !a.contains_key(*key))) {
                return Err(format!("{path}.{key:?} is only on one side"));
            }
            a.iter().try_for_each(|(key, value)| {
                difference(&format!("{path}.{}", key.as_str().unwrap_or("?")), value, &b[key])
            })
        }
        (Value::Sequence(a), Value::Sequence(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().try_for_each(|(i, (a, b))| difference(&format!("{path}[{i}]"), a, b))
        }
        (a, b) if a == b => Ok(()),
        (a, b) => Err(format!("{path}: {a:?} and {b:?}")),
    }
}
