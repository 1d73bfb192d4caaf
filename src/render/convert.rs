//! A kept value becomes a tree, or a piece of text.

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
        ValueKind::Map => map(value, kept, depth),
        ValueKind::Seq | ValueKind::Iterable => {
            let items = value.try_iter().map_err(|error| error.kind().to_string())?;
            items.map(|item| nested(&item, kept, depth + 1)).collect::<Result<_, _>>().map(Tree::List)
        }
        kind => Err(format!("a template prints {kind}, which cannot be written as YAML")),
    }
}

fn map(value: &Value, kept: &[Value], depth: usize) -> Result<Tree, String> {
    let pairs = value.as_object().and_then(|object| object.try_iter_pairs());
    let mut map = IndexMap::with_capacity_and_hasher(value.len().unwrap_or(0), Default::default());
    for (key, value) in pairs.into_iter().flatten() {
        match nested(&value, kept, depth + 1)? {
            Tree::Null => {}
            tree => drop(map.insert(text(&key, kept)?, tree)),
        }
    }
    Ok(Tree::Map(map))
}

/// Whether two values come to the same: of the same kinds, and with their keys in the same order.
pub(super) fn alike(a: &Value, b: &Value) -> bool {
    let pairs = |value: &Value| value.as_object().and_then(|object| object.try_iter_pairs());
    match (a.kind(), b.kind()) {
        (ValueKind::Map, ValueKind::Map) => match (pairs(a), pairs(b)) {
            (Some(a), Some(b)) => each_alike(a, b, |a, b| alike(&a.0, &b.0) && alike(&a.1, &b.1)),
            _ => false,
        },
        (ValueKind::Seq, ValueKind::Seq) => match (a.try_iter(), b.try_iter()) {
            (Ok(a), Ok(b)) => each_alike(a, b, alike),
            _ => false,
        },
        (one, other) => one == other && a.is_integer() == b.is_integer() && a.is_safe() == b.is_safe() && a == b,
    }
}

fn each_alike<T>(
    mut a: impl Iterator<Item = T>,
    mut b: impl Iterator<Item = T>,
    alike: impl Fn(&T, &T) -> bool,
) -> bool {
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if alike(&a, &b) => {}
            _ => return false,
        }
    }
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
            Piece::Value(_, value) => out.push_str(&text(value, kept)?),
        }
    }
    Ok(out)
}

/// A number in plain decimals.
fn number(value: &Value) -> Result<String, String> {
    if value.is_integer() {
        return Ok(value.to_string());
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
