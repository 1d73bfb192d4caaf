//! What templates print, as trees and as texts.

use super::map::Map;
use crate::yaml::{IndexMap, Tree};
use minijinja::value::{Value, ValueKind};

/// The text of what a macro made. One copy of the code below does for all ways to tell it.
pub type Made<'a> = &'a dyn Fn(&Value) -> Result<String, String>;

/// How deep a value may be nested.
const DEEPEST: usize = 200;

/// What a template prints, with its type. Keys whose value is null are dropped, in nested maps too.
pub fn tree_of(value: &Value, made: Made<'_>) -> Result<Tree, String> {
    nested(value, made, 0)
}

/// What a template prints as text: what a key is, and what is spliced into other text.
pub fn text_of(value: &Value, made: Made<'_>) -> Result<String, String> {
    match tree_of(value, made)? {
        Tree::Text(text) | Tree::Number(text) => Ok(text),
        Tree::Bool(value) => Ok(value.to_string()),
        Tree::Null => Err("a null inside a string".to_owned()),
        Tree::List(_) => Err("a list inside a string".to_owned()),
        Tree::Map(_) => Err("a map inside a string".to_owned()),
    }
}

fn nested(value: &Value, made: Made<'_>, depth: usize) -> Result<Tree, String> {
    if depth > DEEPEST {
        return Err(format!("a value is nested more than {DEEPEST} levels deep"));
    }
    match value.kind() {
        ValueKind::None | ValueKind::Undefined => Ok(Tree::Null),
        ValueKind::Bool => Ok(Tree::Bool(value.is_true())),
        ValueKind::Number => number(value).map(Tree::Number),
        ValueKind::String if value.is_safe() => made(value).map(Tree::Text),
        ValueKind::String => Ok(Tree::Text(value.as_str().unwrap_or_default().to_owned())),
        ValueKind::Map => match value.downcast_object_ref::<Map>() {
            Some(map) => shown_map(map, made, depth),
            None => made_map(value, made, depth),
        },
        ValueKind::Seq | ValueKind::Iterable => match value.downcast_object_ref::<Vec<Value>>() {
            Some(items) => shown_list(items, made, depth),
            None => made_list(value, made, depth),
        },
        kind => Err(format!("a template prints {kind}, which cannot be written as YAML")),
    }
}

/// A list of facts.
fn shown_list(items: &[Value], made: Made<'_>, depth: usize) -> Result<Tree, String> {
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        out.push(nested(item, made, depth + 1)?);
    }
    Ok(Tree::List(out))
}

/// A list that a template makes, of which nobody knows how long it is.
fn made_list(value: &Value, made: Made<'_>, depth: usize) -> Result<Tree, String> {
    let items = value.try_iter().map_err(|error| error.kind().to_string())?;
    items.map(|item| nested(&item, made, depth + 1)).collect::<Result<_, _>>().map(Tree::List)
}

/// A map of facts.
fn shown_map(map: &Map, made: Made<'_>, depth: usize) -> Result<Tree, String> {
    let mut out = IndexMap::with_capacity_and_hasher(map.len(), Default::default());
    for (key, value) in map.iter() {
        match nested(value, made, depth + 1)? {
            Tree::Null => {}
            tree => drop(out.insert(key.to_owned(), tree)),
        }
    }
    Ok(Tree::Map(out))
}

/// A map that a template makes.
fn made_map(value: &Value, made: Made<'_>, depth: usize) -> Result<Tree, String> {
    let pairs = value.as_object().and_then(|object| object.try_iter_pairs());
    let mut out = IndexMap::with_capacity_and_hasher(value.len().unwrap_or(0), Default::default());
    for (key, value) in pairs.into_iter().flatten() {
        match nested(&value, made, depth + 1)? {
            Tree::Null => {}
            tree => drop(out.insert(text_of(&key, made)?, tree)),
        }
    }
    Ok(Tree::Map(out))
}

/// A number in plain decimals.
fn number(value: &Value) -> Result<String, String> {
    if value.is_integer() {
        // Nearly all are as small as that, and a number alone is printed faster than as a value.
        return Ok(value.as_i64().map_or_else(|| value.to_string(), |number| number.to_string()));
    }
    match f64::try_from(value.clone()) {
        Ok(number) if number.is_finite() => Ok(number.to_string()),
        _ => Err("a template prints a number that is infinite or not a number".to_owned()),
    }
}
