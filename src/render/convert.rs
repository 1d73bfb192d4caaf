//! A kept value becomes a tree, or a piece of text.

use super::shown::Map;
use super::token::{self, Piece};
use crate::yaml::IndexMap;
use crate::yaml::Tree;
use minijinja::value::{Value, ValueKind};

/// How deep a value may be nested.
const DEEPEST: usize = 200;

/// The value with its type. Keys whose value is null are dropped, in nested maps too.
pub(super) fn tree(value: &Value, kept: &[Value]) -> Result<Tree, String> {
    nested(value, kept, 0)
}

fn nested(value: &Value, kept: &[Value], depth: usize) -> Result<Tree, String> {
    if depth > DEEPEST {
        return Err(format!("a value is nested more than {DEEPEST} levels deep"));
    }
    match value.kind() {
        ValueKind::None | ValueKind::Undefined => Ok(Tree::Null),
        ValueKind::Bool => Ok(Tree::Bool(value.is_true())),
        ValueKind::Number => number(value).map(Tree::Number),
        ValueKind::String if value.is_safe() => spliced(token::template_text(value), kept).map(Tree::Text),
        ValueKind::String => Ok(Tree::Text(value.as_str().unwrap_or_default().to_owned())),
        ValueKind::Map => match value.downcast_object_ref::<Map>() {
            Some(map) => shown_map(map, kept, depth),
            None => made_map(value, kept, depth),
        },
        ValueKind::Seq | ValueKind::Iterable => match value.downcast_object_ref::<Vec<Value>>() {
            Some(items) => shown_list(items, kept, depth),
            None => made_list(value, kept, depth),
        },
        kind => Err(format!("a template prints {kind}, which cannot be written as YAML")),
    }
}

/// A list of facts.
fn shown_list(items: &[Value], kept: &[Value], depth: usize) -> Result<Tree, String> {
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        out.push(nested(item, kept, depth + 1)?);
    }
    Ok(Tree::List(out))
}

/// A list that a template makes, of which nobody knows how long it is.
fn made_list(value: &Value, kept: &[Value], depth: usize) -> Result<Tree, String> {
    let items = value.try_iter().map_err(|error| error.kind().to_string())?;
    items.map(|item| nested(&item, kept, depth + 1)).collect::<Result<_, _>>().map(Tree::List)
}

/// A map of facts.
fn shown_map(map: &Map, kept: &[Value], depth: usize) -> Result<Tree, String> {
    let mut out = IndexMap::with_capacity_and_hasher(map.len(), Default::default());
    for (key, value) in map.iter() {
        match nested(value, kept, depth + 1)? {
            Tree::Null => {}
            tree => drop(out.insert(key.to_owned(), tree)),
        }
    }
    Ok(Tree::Map(out))
}

/// A map that a template makes.
fn made_map(value: &Value, kept: &[Value], depth: usize) -> Result<Tree, String> {
    let pairs = value.as_object().and_then(|object| object.try_iter_pairs());
    let mut out = IndexMap::with_capacity_and_hasher(value.len().unwrap_or(0), Default::default());
    for (key, value) in pairs.into_iter().flatten() {
        match nested(&value, kept, depth + 1)? {
            Tree::Null => {}
            tree => drop(out.insert(text(&key, kept)?, tree)),
        }
    }
    Ok(Tree::Map(out))
}

/// Whether two values of facts come to the same: of the same kinds, and with their keys in the same order.
pub(super) fn alike(a: &Value, b: &Value) -> bool {
    if let (Some(a), Some(b)) = (a.downcast_object_ref::<Map>(), b.downcast_object_ref::<Map>()) {
        return a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.0 == b.0 && alike(a.1, b.1));
    }
    if let (Some(a), Some(b)) = (a.downcast_object_ref::<Vec<Value>>(), b.downcast_object_ref::<Vec<Value>>()) {
        return a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b));
    }
    a.kind() == b.kind() && a.is_integer() == b.is_integer() && a.is_safe() == b.is_safe() && a == b
}

/// The value as text: what a key is, and what is spliced into other text.
pub(super) fn text(value: &Value, kept: &[Value]) -> Result<String, String> {
    match nested(value, kept, 0)? {
        Tree::Text(text) | Tree::Number(text) => Ok(text),
        Tree::Bool(value) => Ok(value.to_string()),
        Tree::Null => Err("a null inside a string".to_owned()),
        Tree::List(_) => Err("a list inside a string".to_owned()),
        Tree::Map(_) => Err("a map inside a string".to_owned()),
    }
}

/// Rendered text with the values in the places of their tokens.
pub(super) fn spliced(rendered: &str, kept: &[Value]) -> Result<String, String> {
    let mut out = String::with_capacity(rendered.len());
    for piece in token::pieces(rendered, kept) {
        match piece? {
            Piece::Text(text) => out.push_str(text),
            Piece::Value(value) => out.push_str(&text(value, kept)?),
        }
    }
    Ok(out)
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

#[cfg(test)]
mod tests {
    use super::super::{context, tree};
    use super::*;

    #[test]
    fn what_is_printed_otherwise_is_not_alike() {
        let number = |text: &str| Tree::Number(text.to_owned());
        let list = |items: &[Tree]| Tree::List(items.to_vec());
        let trees = [
            Tree::Null,
            Tree::Bool(true),
            number("1"),
            number("1.0"),
            "1".into(),
            "".into(),
            list(&[]),
            list(&["a".into()]),
            list(&["a".into(), "b".into()]),
            list(&["b".into(), "a".into()]),
            Tree::map([]),
            Tree::map([("a", number("1"))]),
            Tree::map([("a", number("1")), ("b", number("2"))]),
            Tree::map([("b", number("2")), ("a", number("1"))]),
            Tree::map([("a", Tree::map([("b", list(&[number("1")]))]))]),
            Tree::map([("a", Tree::map([("b", list(&[number("2")]))]))]),
        ];
        for (row, a) in trees.iter().enumerate() {
            for (column, b) in trees.iter().enumerate() {
                assert_eq!(alike(&context(a), &context(b)), row == column, "{:?} {:?}", tree(a), tree(b));
            }
        }
    }
}
