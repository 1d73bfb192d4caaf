//! The part of the schema that knows the properties of Alluxio: their kinds, defaults and old names.
//!
//! Names of the user's own stay allowed, as do references to variables and to other properties (`${NAME}`).

use super::{Entries, map, text, texts};
use crate::order;
use crate::properties::{Default, Kind, Property, Table};
use crate::yaml::Tree;

/// The name of the definition.
pub const DEFINITION: &str = "alluxioProperties";

/// What any value may be that refers to something.
const REFERENCE: &str = r"\$\{";

/// The definitions: all properties, and the kinds that they have.
pub fn definitions(table: Table) -> Entries {
    let single = |name: &str, pattern: &str| {
        let pattern = format!("{pattern}|{REFERENCE}");
        Tree::Map(map([("type", texts(&[name, "string", "null"])), ("pattern", text(&pattern))]))
    };
    map([
        (DEFINITION, Tree::Map(all(table))),
        ("propertyInt", single("integer", "^[+-]?[0-9]+$")),
        ("propertyNumber", single("number", r"^ *[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[dDfF]? *$")),
        ("propertyBoolean", single("boolean", super::BOOLEAN)),
        ("propertySize", single("number", r"^-?[0-9]+(\.[0-9]+)?([kKmMgGtTpP]?[bB]?)$")),
        ("propertyDuration", single("integer", &duration())),
    ])
}

/// A whole number with a unit, in small or in capital letters.
fn duration() -> String {
    let units = "ms|millisecond|s|sec|second|m|min|minute|h|hr|hour|d|day";
    format!("^-?[0-9]+({units}|{})?$", units.to_uppercase())
}

fn all(table: Table) -> Entries {
    let mut names = Vec::new();
    for (alias, of) in table.aliases() {
        if let Some(property) = table.find(alias) {
            names.push((alias, old(described(&property), format!("Old name of `{of}`."))));
        }
    }
    for (name, since, successor) in table.removed().filter(|(name, ..)| table.find(name).is_none()) {
        let successor = successor.map(|name| format!("; use `{name}`")).unwrap_or_default();
        names.push((name, old(Entries::default(), format!("Removed in Alluxio {since}{successor}."))));
    }
    for property in table.properties() {
        let entries = described(&property);
        let is_old = property.is_deprecated();
        let tree = if is_old { old(entries, "Deprecated.".to_owned()) } else { Tree::Map(entries) };
        names.push((property.name, tree));
    }
    order::sort_by_key(&mut names, |(name, _)| *name);
    let families = table.patterns().map(|(pattern, property)| (pattern, Tree::Map(described(&property))));
    map([("properties", Tree::map(names)), ("patternProperties", Tree::Map(families.collect()))])
}

/// Marked as old, for editors too: their own word for it has a message.
fn old(mut entries: Entries, message: String) -> Tree {
    entries.insert("deprecated".to_owned(), Tree::Bool(true));
    entries.insert("deprecationMessage".to_owned(), Tree::Text(message));
    Tree::Map(entries)
}

fn described(property: &Property<'_>) -> Entries {
    let reference = |name: &str| map([("$ref", text(&format!("#/$defs/{name}")))]);
    let mut entries = match property.kind {
        Kind::Int => reference("propertyInt"),
        Kind::Number => reference("propertyNumber"),
        Kind::Boolean => reference("propertyBoolean"),
        Kind::Size => reference("propertySize"),
        Kind::Duration => reference("propertyDuration"),
        Kind::Enum(_) => enumeration(property.kind),
        Kind::Sizes | Kind::List | Kind::Class | Kind::Text | Kind::Prefix => reference("text"),
    };
    if let Default::Text(default) = property.default {
        let is_number = default.parse::<i64>().is_ok_and(|number| number.to_string() == default);
        let default = match property.kind {
            Kind::Boolean if matches!(default, "true" | "false") => Tree::Bool(default == "true"),
            Kind::Int | Kind::Size | Kind::Duration if is_number => Tree::Number(default.to_owned()),
            _ => text(default),
        };
        entries.insert("default".to_owned(), default);
    }
    entries
}

/// The names, which editors offer, and what else Alluxio takes for one of them.
fn enumeration(kind: Kind<'_>) -> Entries {
    let names: Vec<&str> = kind.names().collect();
    let others = format!("^({})$|{REFERENCE}", names.join("|").to_lowercase());
    let listed = Tree::Map(map([("enum", Tree::List(names.iter().map(|name| text(name)).collect()))]));
    let other = Tree::Map(map([("type", texts(&["string", "null"])), ("pattern", text(&others))]));
    map([("anyOf", Tree::List(vec![listed, other]))])
}
