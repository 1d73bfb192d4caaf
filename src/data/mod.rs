//! Data between its three forms: as types say it, as templates see it, and as trees.

mod map;
mod shown;
mod trees;

use crate::yaml::Tree;
use map::Map;
use minijinja::value::Value;
use serde::Serialize;
pub use trees::{Made, text_of, tree_of};

/// Data as templates see it.
pub fn context(data: &impl Serialize) -> Value {
    shown::value(data)
}

/// Data as a tree, as it would be in the place of a variable.
pub fn tree(data: &impl Serialize) -> Tree {
    // Facts are neither deep nor of kinds that YAML lacks, and no macro made them.
    tree_of(&context(data), &|_| Ok(String::new())).unwrap_or(Tree::Null)
}

/// Whether two values of facts come to the same: of the same kinds, and with their keys in the same order.
pub fn alike(a: &Value, b: &Value) -> bool {
    if let (Some(a), Some(b)) = (a.downcast_object_ref::<Map>(), b.downcast_object_ref::<Map>()) {
        return a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.0 == b.0 && alike(a.1, b.1));
    }
    if let (Some(a), Some(b)) = (a.downcast_object_ref::<Vec<Value>>(), b.downcast_object_ref::<Vec<Value>>()) {
        return a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b));
    }
    a.kind() == b.kind() && a.is_integer() == b.is_integer() && a.is_safe() == b.is_safe() && a == b
}

#[cfg(test)]
mod tests {
    use super::{alike, context, tree};
    use crate::yaml::Tree;

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
