//! Maps with keys of the user's own: properties, environments, labels, secrets, amounts.

use super::read::{At, Path, Read, Reader, Rule, Shape, found};
use super::scalar::text_of;
use crate::order;
use crate::problem::Problem;
use crate::source::Span;
use crate::version::Era;
use crate::yaml::{Kind, Map, Node};
use std::collections::BTreeMap;

/// A key with its text, and where both stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The key.
    pub name: String,
    /// The text; null is empty.
    pub text: String,
    /// Where the key stands.
    pub key: Span,
    /// Where the text stands.
    pub place: Span,
    /// Whether the user set it, rather than the defaults.
    pub set: bool,
}

/// What happens to a null in a map.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nulls {
    LeftOut,
    Empty,
}

/// The entries in ascending byte order of their keys, which is the chart's order (chart.md 0.4).
fn pairs(at: &At<'_>, map: &Map, nulls: Nulls, reader: &mut Reader<'_>) -> Vec<Pair> {
    let mut out = Vec::with_capacity(map.len());
    for (name, entry) in map {
        let node = &entry.node;
        let text = match &node.kind {
            Kind::Removed => continue,
            Kind::Null if nulls == Nulls::LeftOut => continue,
            Kind::Null => Some(String::new()),
            _ => text_of(node),
        };
        match text {
            Some(text) => {
                let set = reader.set_by_user(node);
                out.push(Pair { name: name.clone(), text, key: entry.key, place: node.span, set });
            }
            None => reader.mismatch(&at.key(name, node), "a single value"),
        }
    }
    order::sort_by(&mut out, |a, b| a.name.cmp(&b.name));
    out
}

fn map_of<'a>(at: &At<'a>, expected: &str, reader: &mut Reader<'_>) -> Option<&'a Map> {
    let node = at.filled()?;
    if node.as_map().is_none() {
        reader.no_collection(at, expected);
    }
    node.as_map()
}

/// A map to texts: labels, annotations, selectors, amounts by name. Null leaves the key out.
#[derive(Clone, Debug, Default)]
pub struct Texts(pub Vec<Pair>);

impl Read for Texts {
    fn shape() -> Shape {
        Shape::Map(Box::new(Shape::Text))
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        let map = map_of(at, "a map of names to strings", reader);
        Texts(map.map(|map| pairs(at, map, Nulls::LeftOut, reader)).unwrap_or_default())
    }
}

/// Alluxio properties, sorted by name. Null means that the property is not set (D-66).
#[derive(Clone, Debug, Default)]
pub struct Properties(pub Vec<Pair>);

impl Properties {
    /// Whether the user sets this property.
    pub fn set(&self, name: &str) -> bool {
        let found = self.0.binary_search_by(|pair| pair.name.as_str().cmp(name));
        found.ok().and_then(|index| self.0.get(index)).is_some_and(|pair| pair.set)
    }
}

impl Read for Properties {
    fn shape() -> Shape {
        Shape::Map(Box::new(Shape::Text))
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        let Some(map) = map_of(at, "a map of property names to values", reader) else { return Properties::default() };
        for (name, entry) in map {
            if let Kind::Map(_) | Kind::List(_) = entry.node.kind {
                nested(&at.key(name, &entry.node), reader);
            }
        }
        let flat = |node: &Node| !matches!(node.kind, Kind::Map(_) | Kind::List(_));
        let map = map.iter().filter(|(_, e)| flat(&e.node)).map(|(k, e)| (k.clone(), e.clone())).collect();
        Properties(pairs(at, &map, Nulls::LeftOut, reader))
    }
}

/// A property is one flat name with dots; `alluxio: {master: ...}` or an unescaped dot in `--set` nests it.
fn nested(at: &At<'_>, reader: &mut Reader<'_>) {
    let Some(node) = at.node else { return };
    reader.problems.push(
        Problem::error(format!("`{}` must be a single value, found {}", at.path, found(node)))
            .at(node.span)
            .help("write the full name as one key; in `--set`, put a backslash before each of its dots"),
    );
}

/// Environment variables: a map, or a list of `{name, value}` as Kubernetes has it (D-22). Null is the empty text.
#[derive(Clone, Debug, Default)]
pub struct Env(pub Vec<Pair>);

impl Read for Env {
    fn shape() -> Shape {
        let entry = Shape::Section(vec![
            super::read::Field {
                name: "name",
                shape: Shape::Text,
                rule: Some(Rule::Required),
                never_null: false,
                era: Era::ALWAYS,
            },
            super::read::Field { name: "value", shape: Shape::Text, rule: None, never_null: false, era: Era::ALWAYS },
        ]);
        Shape::Either(vec![Shape::Map(Box::new(Shape::Text)), Shape::List(Box::new(entry))])
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        match at.present().map(|node| &node.kind) {
            None => Env::default(),
            Some(Kind::Map(map)) => Env(pairs(at, map, Nulls::Empty, reader)),
            Some(Kind::List(list)) => Env(env_list(at, list, reader)),
            Some(_) => {
                reader.no_collection(at, "a map of names to strings");
                Env::default()
            }
        }
    }
}

fn env_list(at: &At<'_>, list: &[Node], reader: &mut Reader<'_>) -> Vec<Pair> {
    let mut out: BTreeMap<String, Pair> = BTreeMap::new();
    for (index, node) in list.iter().enumerate() {
        let item = at.item(index, node);
        let Some(pair) = env_item(&item, reader) else { continue };
        match out.get(&pair.name) {
            Some(other) => reader.problems.push(
                Problem::error(format!("`{}` sets `{}` twice", item.path, pair.name))
                    .at(pair.key)
                    .note_at("first set here", other.key)
                    .help("keep one of the two"),
            ),
            None => drop(out.insert(pair.name.clone(), pair)),
        }
    }
    out.into_values().collect()
}

fn env_item(at: &At<'_>, reader: &mut Reader<'_>) -> Option<Pair> {
    let node = at.node?;
    let Some(map) = node.as_map() else {
        reader.mismatch(at, "a map with `name` and `value`");
        return None;
    };
    for (key, entry) in map.iter().filter(|(key, _)| !matches!(key.as_str(), "name" | "value")) {
        let path = Path::Key(&at.path, key);
        reader.problems.push(
            Problem::error(format!("`{path}` is not supported, only `name` and `value` are"))
                .at(entry.key)
                .help("give the value itself; references to fields, Secrets and ConfigMaps are not supported here"),
        );
    }
    let name = map.get("name").and_then(|entry| Some((text_of(&entry.node)?, entry.node.span)));
    let Some((name, key)) = name else {
        reader.mismatch(at, "a map with `name` and `value`");
        return None;
    };
    let value = map.get("value");
    let text = match value.map(|entry| &entry.node) {
        Some(node) if !node.is_null() => {
            let text = text_of(node);
            if text.is_none() {
                reader.mismatch(&at.key("value", node), "a single value");
            }
            text?
        }
        _ => String::new(),
    };
    Some(Pair { name, text, key, place: value.map_or(key, |entry| entry.node.span), set: true })
}

/// Secrets to be mounted: the secret's name, and the folder below `/secrets`. An empty or null folder is refused later (D-53).
#[derive(Clone, Debug, Default)]
pub struct Secrets(pub Vec<Pair>);

impl Read for Secrets {
    fn shape() -> Shape {
        Shape::Map(Box::new(Shape::Text))
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        let map = map_of(at, "a map of Secret names to folders", reader);
        Secrets(map.map(|map| pairs(at, map, Nulls::Empty, reader)).unwrap_or_default())
    }
}

/// Amounts of resources by name; every name is passed on (D-99). Null leaves the name out.
#[derive(Clone, Debug, Default)]
pub struct Amounts(pub Vec<Pair>);

impl Read for Amounts {
    fn shape() -> Shape {
        Shape::Map(Box::new(Shape::Quantity))
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        let map = map_of(at, "a map of resources to quantities", reader);
        let mut amounts = map.map(|map| pairs(at, map, Nulls::LeftOut, reader)).unwrap_or_default();
        amounts.retain(|pair| !pair.text.is_empty());
        Amounts(amounts)
    }
}
