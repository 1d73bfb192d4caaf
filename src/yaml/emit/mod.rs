//! Prints trees: block YAML, which readers of YAML 1.1 and 1.2 read alike, and JSON. Both indent by two.

mod json;
#[cfg(test)]
mod tests;

use super::text::{self, Style};
use super::tree::Tree;
use crate::yaml::IndexMap;
pub use json::{json, json_line};

/// Prints a tree as one YAML document, without `---`, with a line break at its end.
///
/// Lists stand at the indent of their key, as kubectl prints them. Numbers print the text they hold.
pub fn yaml(tree: &Tree, out: &mut String) {
    match tree {
        Tree::Map(map) if !map.is_empty() => entries(map, 0, out),
        Tree::List(items) if !items.is_empty() => list(items, 0, out),
        Tree::Text(value) => {
            text::scalar(value, out);
            out.push('\n');
        }
        _ => {
            leaf(tree, 0, out);
            out.push('\n');
        }
    }
}

/// Prints the entries of a map; the first one stands where `out` ends, the others on lines of their own.
fn entries(map: &IndexMap<String, Tree>, indent: usize, out: &mut String) {
    for (number, (key, value)) in map.iter().enumerate() {
        if number > 0 {
            pad(indent, out);
        }
        let start = out.len();
        text::scalar(key, out);
        // A key that takes more than 1024 characters, escapes included, must be marked as one.
        if out.len() - start > 1_000 {
            out.insert_str(start, "? ");
            out.push('\n');
            pad(indent, out);
        }
        out.push(':');
        after_key(value, indent, out);
    }
}

fn after_key(value: &Tree, indent: usize, out: &mut String) {
    match value {
        Tree::Map(map) if !map.is_empty() => {
            out.push('\n');
            pad(indent + 2, out);
            entries(map, indent + 2, out);
        }
        Tree::List(items) if !items.is_empty() => {
            out.push('\n');
            pad(indent, out);
            list(items, indent, out);
        }
        _ => {
            out.push(' ');
            match value.as_str().and_then(text::options) {
                Some(options) => folded(&options, indent + 2, out),
                None => leaf(value, indent, out),
            }
            out.push('\n');
        }
    }
}

/// Prints options as a folded block, without its last line break: a changed option is a changed line.
fn folded(options: &[&str], indent: usize, out: &mut String) {
    out.push_str(">-");
    for option in options {
        out.push('\n');
        pad(indent, out);
        out.push_str(option);
    }
}

/// Prints the items of a list; the first one stands where `out` ends.
fn list(items: &[Tree], indent: usize, out: &mut String) {
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            pad(indent, out);
        }
        out.push_str("- ");
        match item {
            Tree::Map(map) if !map.is_empty() => entries(map, indent + 2, out),
            Tree::List(items) if !items.is_empty() => list(items, indent + 2, out),
            _ => {
                leaf(item, indent, out);
                out.push('\n');
            }
        }
    }
}

/// Prints what takes no lines of its own, but for text in a block.
fn leaf(value: &Tree, indent: usize, out: &mut String) {
    match value {
        Tree::Null => out.push_str("null"),
        Tree::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Tree::Number(number) => out.push_str(number),
        Tree::Text(value) => match text::style(value) {
            Style::Plain => out.push_str(value),
            Style::Quoted => text::quoted(value, out),
            Style::Block => block(value, indent + 2, out),
        },
        Tree::List(_) => out.push_str("[]"),
        Tree::Map(_) => out.push_str("{}"),
    }
}

/// Prints text as a literal block, without its last line break: the caller writes that.
fn block(value: &str, indent: usize, out: &mut String) {
    let body = value.strip_suffix('\n');
    out.push_str(if body.is_some() { "|" } else { "|-" });
    for line in body.unwrap_or(value).split('\n') {
        out.push('\n');
        if !line.is_empty() {
            pad(indent, out);
            out.push_str(line);
        }
    }
}

/// Adds so many blanks.
pub fn pad(indent: usize, out: &mut String) {
    const BLANKS: &str = "                                ";
    match BLANKS.get(..indent) {
        Some(blanks) => out.push_str(blanks),
        None => out.extend(std::iter::repeat_n(' ', indent)),
    }
}
