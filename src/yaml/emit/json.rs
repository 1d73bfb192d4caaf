//! Prints trees as JSON.

use super::super::text;
use super::{leaf, pad};
use crate::yaml::Tree;

/// Prints a tree as JSON with a line break at its end.
pub fn json(tree: &Tree, out: &mut String) {
    json_value(tree, 0, out);
    out.push('\n');
}

/// Prints a tree as JSON in one line, without a line break at its end.
pub fn json_line(tree: &Tree, out: &mut String) {
    let comma = |number: usize, out: &mut String| out.push_str(if number > 0 { ", " } else { "" });
    match tree {
        Tree::Text(value) => text::quoted(value, out),
        Tree::List(items) => {
            out.push('[');
            for (number, item) in items.iter().enumerate() {
                comma(number, out);
                json_line(item, out);
            }
            out.push(']');
        }
        Tree::Map(map) => {
            out.push('{');
            for (number, (key, value)) in map.iter().enumerate() {
                comma(number, out);
                text::quoted(key, out);
                out.push_str(": ");
                json_line(value, out);
            }
            out.push('}');
        }
        _ => leaf(tree, 0, out),
    }
}

fn json_value(tree: &Tree, indent: usize, out: &mut String) {
    match tree {
        Tree::Text(value) => text::quoted(value, out),
        Tree::List(items) if !items.is_empty() => {
            out.push('[');
            for (number, item) in items.iter().enumerate() {
                json_item(number, indent + 2, out);
                json_value(item, indent + 2, out);
            }
            json_end(']', indent, out);
        }
        Tree::Map(map) if !map.is_empty() => {
            out.push('{');
            for (number, (key, value)) in map.iter().enumerate() {
                json_item(number, indent + 2, out);
                text::quoted(key, out);
                out.push_str(": ");
                json_value(value, indent + 2, out);
            }
            json_end('}', indent, out);
        }
        _ => leaf(tree, indent, out),
    }
}

fn json_item(number: usize, indent: usize, out: &mut String) {
    out.push_str(if number > 0 { ",\n" } else { "\n" });
    pad(indent, out);
}

fn json_end(bracket: char, indent: usize, out: &mut String) {
    out.push('\n');
    pad(indent, out);
    out.push(bracket);
}
