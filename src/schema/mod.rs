//! The JSON Schema of the values, draft 2020-12, for editors and for Helm's `values.schema.json`.
//!
//! It takes what reading takes: null wherever that may take a default away, `"true"` for true, numbers where text belongs. It
//! is open where the chart is open (properties, environments, labels, annotations, resources) and closed elsewhere.

mod properties;

use crate::check::ROOM_WITH_MASTERS;
use crate::describe::Value;
use crate::facts::MOST_MASTERS;
use crate::model::KNOWN;
use crate::model::read::{Rule, Shape};
use crate::names::LONGEST;
use crate::version::Version;
use crate::yaml::IndexMap;
use crate::yaml::Tree;

/// The dialect of the schema.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

const BOOLEAN: &str = "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$";
const WHOLE: &str = "^-?[0-9]+$";
const PORT: &str = "^0*([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$";
/// A quantity of Kubernetes, or a size of Alluxio with its `KB` to `PB`.
const QUANTITY: &str = "^([+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+|[kKmMgGtTpP][bB])?)?$";
const WHOLE_OR_PERCENT: &str = "^[0-9]+%?$";
const BASE: &str = "^([a-z][a-z0-9-]*)?$";
const OBJECT: &str = "^([a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*)?$";
const ABSOLUTE: &str = "^(/|$)";
const MEDIUM: &str = "^(Memory|HugePages.*)?$";
const REGISTRY: &str = "^((localhost|[A-Za-z0-9][A-Za-z0-9._-]*[.:][A-Za-z0-9._:-]*)(/[a-z0-9._-]+)*/?)?$";

/// A schema that knows the properties of Alluxio, wherever it has a map of them.
pub fn with_properties(mut root: Tree, version: &Version) -> Tree {
    if let Tree::Map(entries) = &mut root {
        let table = crate::properties::table(version.name).unwrap_or_default();
        if let Some(Tree::Map(definitions)) = entries.get_mut("$defs") {
            definitions.extend(properties::definitions(table));
        }
        refer(entries);
    }
    root
}

/// Says of each map of properties, wherever it stands, that its keys are properties of Alluxio.
fn refer(schema: &mut Entries) {
    let Some(Tree::Map(keys)) = schema.get_mut("properties") else { return };
    for (key, tree) in keys {
        let Tree::Map(below) = tree else { continue };
        if key == "properties" && matches!(below.get("additionalProperties"), Some(Tree::Map(_))) {
            let reference = map([("$ref", text(&format!("#/$defs/{}", properties::DEFINITION)))]);
            below.insert("allOf".to_owned(), Tree::List(vec![Tree::Map(reference)]));
        } else {
            refer(below);
        }
    }
}

/// The schema of all values of a version.
pub fn schema(values: &Value, version: &Version) -> Tree {
    let mut schema = of(&format!("Values of an Alluxio {} cluster", version.patch), "`alluxio-gen schema`", values);
    if let Tree::Map(root) = &mut schema {
        if let Some(Tree::Map(keys)) = root.get_mut("properties") {
            keys.extend(KNOWN.passed.iter().map(|name| ((*name).to_owned(), passed())));
        }
        root.extend(room_for_masters());
    }
    schema
}

/// A key that Helm hands to the chart of a part, and that nothing reads.
fn passed() -> Tree {
    Tree::Map(map([("description", text("Not used; Helm passes it to subcharts."))]))
}

/// The masters' StatefulSet leaves less room for the base of names than other objects do; without masters there is more.
fn room_for_masters() -> Entries {
    let tree = |entries| Tree::Map(entries);
    let off = map([("enum", Tree::List(vec![Tree::Bool(false), text("false")]))]);
    let master = map([("properties", tree(map([("enabled", tree(off))]))), ("required", texts(&["enabled"]))]);
    let no_masters = map([("properties", tree(map([("master", tree(master))]))), ("required", texts(&["master"]))]);
    let short = map([("maxLength", number(ROOM_WITH_MASTERS as i64))]);
    let with_masters = map([("properties", tree(map([("fullnameOverride", tree(short))])))]);
    map([("if", tree(no_masters)), ("else", tree(with_masters))])
}

/// The schema of an object with fields.
pub fn of(title: &str, printed_by: &str, value: &Value) -> Tree {
    let mut root = map([
        ("$schema", text(DIALECT)),
        ("title", text(title)),
        ("$comment", text(&format!("Printed by {printed_by}; do not edit."))),
        ("type", text("object")),
        ("properties", properties(value)),
        ("additionalProperties", Tree::Bool(false)),
    ]);
    root.extend(required(value));
    root.insert("$defs".to_owned(), Tree::Map(definitions()));
    Tree::Map(root)
}

type Entries = IndexMap<String, Tree>;

fn map<const N: usize>(entries: [(&str, Tree); N]) -> Entries {
    let mut map = Entries::default();
    entries.into_iter().for_each(|(key, tree)| drop(map.insert(key.to_owned(), tree)));
    map
}

fn text(text: &str) -> Tree {
    Tree::Text(text.to_owned())
}

fn number(number: i64) -> Tree {
    Tree::Number(number.to_string())
}

/// A list of texts, such as names of types.
fn texts(names: &[&str]) -> Tree {
    Tree::List(names.iter().map(|name| text(name)).collect())
}

/// The single values, each once. A pattern holds for text only, bounds for numbers only.
fn definitions() -> Entries {
    let single = |names: &[&str], pattern: &str| Tree::Map(map([("type", texts(names)), ("pattern", text(pattern))]));
    let bounded = |tree: Tree, least: i64, most: Option<i64>| match tree {
        Tree::Map(mut entries) => {
            entries.insert("minimum".to_owned(), number(least));
            entries.extend(most.map(|most| ("maximum".to_owned(), number(most))));
            Tree::Map(entries)
        }
        tree => tree,
    };
    map([
        ("boolean", single(&["boolean", "string", "null"], BOOLEAN)),
        ("wholeNumber", single(&["integer", "string", "null"], WHOLE)),
        ("port", bounded(single(&["integer", "string", "null"], PORT), 1, Some(65535))),
        ("quantity", bounded(single(&["number", "string", "null"], QUANTITY), 0, None)),
        ("numberOrPercentage", bounded(single(&["integer", "string", "null"], WHOLE_OR_PERCENT), 0, None)),
        ("text", Tree::Map(map([("type", texts(&["string", "number", "boolean", "null"]))]))),
    ])
}

/// The known keys of a map.
fn properties(value: &Value) -> Tree {
    Tree::Map(value.keys.iter().map(|(key, value)| (key.clone(), described(value))).collect())
}

/// A value with what it means and what it is by default.
fn described(value: &Value) -> Tree {
    let mut entries = of_shape(&value.shape, value);
    if !value.about.is_empty() {
        entries.insert("description".to_owned(), text(&value.about));
    }
    entries.extend(value.rule.map(ruled).unwrap_or_default());
    if value.never_null {
        without_null(&mut entries);
    }
    // The keys of a section have defaults of their own.
    if let Some(default) = value.default.as_ref().filter(|tree| **tree != Tree::Null && !is_section(&value.shape)) {
        entries.insert("default".to_owned(), default.clone());
    }
    if let Some(example) = value.example.as_ref().filter(|_| !is_section(&value.shape)) {
        entries.insert("examples".to_owned(), Tree::List(vec![filled(example)]));
    }
    Tree::Map(entries)
}

/// Takes null away from what a value may be.
fn without_null(entries: &mut Entries) {
    match entries.get_mut("enum") {
        Some(Tree::List(names)) => names.retain(|name| *name != Tree::Null),
        _ => entries.extend(map([("not", Tree::Map(map([("const", Tree::Null)])))])),
    }
}

/// An example without the keys that it leaves open.
fn filled(tree: &Tree) -> Tree {
    match tree {
        Tree::Map(entries) => {
            let filled = entries.iter().filter(|(_, tree)| **tree != Tree::Null);
            Tree::Map(filled.map(|(key, tree)| (key.clone(), self::filled(tree))).collect())
        }
        Tree::List(items) => Tree::List(items.iter().map(filled).collect()),
        tree => tree.clone(),
    }
}

fn is_section(shape: &Shape) -> bool {
    matches!(shape, Shape::Section(_))
}

fn of_shape(shape: &Shape, value: &Value) -> Entries {
    let single = |name: &str| map([("$ref", text(&format!("#/$defs/{name}")))]);
    match shape {
        Shape::Bool => single("boolean"),
        Shape::Whole => single("wholeNumber"),
        Shape::Port => single("port"),
        Shape::Text => single("text"),
        Shape::Quantity => single("quantity"),
        Shape::WholeOrPercent => single("numberOrPercentage"),
        Shape::Words => map([("type", texts(&["string", "null"]))]),
        Shape::Choice(names) => {
            let names = names.iter().map(|name| text(name)).chain([Tree::Null]);
            map([("enum", Tree::List(names.collect()))])
        }
        Shape::Section(_) => section(value),
        Shape::Map(inner) => open_map(inner, value),
        Shape::List(inner) => {
            let item = value.item.as_deref().map_or_else(|| Tree::Map(of_shape(inner, value)), item);
            // An empty map for a list is nothing (D-115).
            map([("type", texts(&["array", "null", "object"])), ("items", item), ("maxProperties", number(0))])
        }
        Shape::Free => map([("type", text("object"))]),
        // Nothing reads it, so it may be anything.
        Shape::Either(shapes) if shapes.is_empty() => map([("deprecated", Tree::Bool(true))]),
        Shape::Either(shapes) => {
            let shapes = shapes.iter().map(|shape| Tree::Map(of_shape(shape, value)));
            map([("anyOf", Tree::List(shapes.collect()))])
        }
    }
}

fn section(value: &Value) -> Entries {
    let mut entries = map([
        // An empty list for a map is nothing (D-115).
        ("type", texts(&["object", "null", "array"])),
        ("maxItems", number(0)),
        ("properties", properties(value)),
        ("additionalProperties", Tree::Bool(false)),
    ]);
    entries.extend(required(value));
    entries
}

/// The keys that have to be there.
fn required(value: &Value) -> Option<(String, Tree)> {
    let required = value.keys.iter().filter(|(_, value)| value.rule == Some(Rule::Required));
    let required: Vec<&str> = required.map(|(key, _)| key.as_str()).collect();
    (!required.is_empty()).then(|| ("required".to_owned(), texts(&required)))
}

fn open_map(inner: &Shape, value: &Value) -> Entries {
    let others = value.other.as_deref().map_or_else(|| Tree::Map(of_shape(inner, value)), described);
    let mut entries = map([("type", texts(&["object", "null", "array"])), ("maxItems", number(0))]);
    if !value.keys.is_empty() {
        entries.insert("properties".to_owned(), properties(value));
    }
    entries.insert("additionalProperties".to_owned(), others);
    entries
}

/// An item of a list; one that is a section is never null.
fn item(value: &Value) -> Tree {
    match described(value) {
        Tree::Map(mut entries) if is_section(&value.shape) => {
            entries.insert("type".to_owned(), text("object"));
            entries.shift_remove("maxItems");
            Tree::Map(entries)
        }
        Tree::Map(mut entries) => {
            if let Some(Tree::List(shapes)) = entries.get_mut("anyOf") {
                shapes.iter_mut().for_each(never_empty);
            }
            Tree::Map(entries)
        }
        tree => tree,
    }
}

/// As an item, a map may not be an empty list.
fn never_empty(shape: &mut Tree) {
    if let Tree::Map(entries) = shape
        && entries.shift_remove("maxItems").is_some()
    {
        entries.insert("type".to_owned(), texts(&["object", "null"]));
    }
}

/// What a rule adds to the type.
fn ruled(rule: Rule) -> Entries {
    match rule {
        // Every ConfigMap is called after the base: `NAME-config`.
        Rule::Base => map([("pattern", text(BASE)), ("maxLength", number((LONGEST - "-config".len()) as i64))]),
        Rule::Object => map([("pattern", text(OBJECT)), ("maxLength", number(253))]),
        Rule::Id => map([("minimum", number(0)), ("maximum", number(i64::from(i32::MAX)))]),
        Rule::Count => map([("minimum", number(1)), ("maximum", number(MOST_MASTERS))]),
        Rule::Replicas => map([("minimum", number(0))]),
        Rule::Required => map([("not", Tree::Map(map([("const", Tree::Null)])))]),
        Rule::Absolute => map([("pattern", text(ABSOLUTE))]),
        Rule::Registry => map([("pattern", text(REGISTRY))]),
        Rule::Medium => map([("pattern", text(MEDIUM))]),
    }
}
