//! Prints trees: block YAML, which readers of YAML 1.1 and 1.2 read alike, and JSON. Both indent by two.

use super::text::{self, Style};
use super::tree::Tree;
use indexmap::IndexMap;

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
            leaf(value, indent, out);
            out.push('\n');
        }
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

fn pad(indent: usize, out: &mut String) {
    const BLANKS: &str = "                                ";
    match BLANKS.get(..indent) {
        Some(blanks) => out.push_str(blanks),
        None => out.extend(std::iter::repeat_n(' ', indent)),
    }
}

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

#[cfg(test)]
mod tests {
    use super::{json, yaml};
    use crate::problem::Problems;
    use crate::source::{Layer, Sources};
    use crate::yaml::{Tree, parse};

    fn tree(text: &str) -> Tree {
        let mut sources = Sources::default();
        let source = sources.add(Layer::File, "test.yaml", text);
        let mut problems = Problems::default();
        let nodes = parse::documents(&sources, source, &mut problems);
        assert!(nodes.is_ok(), "{}", problems.report(&sources));
        nodes.unwrap_or_default().first().map_or(Tree::Null, Tree::from)
    }

    #[test]
    fn texts_come_back_from_both_readers() {
        let tricky = [
            "",
            " ",
            "a",
            " a",
            "a ",
            "yes",
            "Y",
            "~",
            "null",
            "0644",
            "0o17",
            "1e3",
            "1_000",
            "12:30",
            "190:20:30.5",
            ".inf",
            "-.INF",
            "2001-01-01",
            "0x1F",
            "-",
            "- a",
            "--- a",
            "---",
            "...",
            "... a",
            "?",
            "? a",
            ":",
            "a:",
            "a: b",
            "a #b",
            "#a",
            "a#b",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a",
            "|",
            ">",
            "[a",
            "{a",
            "]",
            "}",
            ",",
            "'a'",
            "\"a\"",
            "\\",
            "a\tb",
            "\t",
            "a\n",
            "a\nb",
            "a\nb\n",
            "a\n\n",
            "\na",
            " a\nb",
            "a\n  b\n\nc\n",
            "a\n \nb",
            "a\n\tb",
            "a\r\nb",
            "\u{0}",
            "\u{7f}",
            "\u{85}",
            "\u{a0}",
            "\u{2028}",
            "a\u{2029}b",
            "\u{feff}a",
            "\u{fffe}",
            "\u{ffff}",
            "é😀",
            "<<",
            "=",
            "-Xmx8g -Da=b",
            "2.7.2",
            "1.0",
            "500Mi",
            "1E",
            "/opt/domain",
            "$(A)",
            "a,b",
            "{{ a }}",
            "a\n...\nb\n",
            "a\n---\nb\n",
            "+",
            "+.",
            ".",
            "..",
            "-.",
            "-1a",
            "0b12",
            "1:",
            "nan",
            ".nan",
            "+.inf",
            "TRUE",
            "oN",
        ];
        for text in tricky {
            let one = Tree::Text(text.to_owned());
            let pairs =
                [("k".to_owned(), Tree::List(vec![one.clone(), Tree::Map([(text.to_owned(), one.clone())].into())]))];
            let before = Tree::Map(pairs.into_iter().collect());
            let mut printed = String::new();
            yaml(&before, &mut printed);
            assert_eq!(tree(&printed), before, "{printed}");
            let second: serde_yaml::Value = serde_yaml::from_str(&printed).unwrap_or_default();
            assert_eq!(second["k"][0].as_str(), Some(text), "{printed}");
            let mut printed = String::new();
            json(&before, &mut printed);
            assert_eq!(tree(&printed), before, "{printed}");
        }
    }

    #[test]
    fn shapes_look_as_kubectl_prints_them() {
        let mut printed = String::new();
        let text =
            "a: {b: [1, [x, [z]], {c: d, e: {}}, []], f: ~}\ng: \"#!/bin/sh\\n\\necho\\n\"\nh: 1.50\ni: \"x\\ny\"\n";
        yaml(&tree(text), &mut printed);
        insta::assert_snapshot!(printed, @r"
        a:
          b:
          - 1
          - - x
            - - z
          - c: d
            e: {}
          - []
          f: null
        g: |
          #!/bin/sh

          echo
        h: 1.50
        i: |-
          x
          y
        ");
    }
}
