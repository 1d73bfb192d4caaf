//! Rendered text becomes trees, with the values in the places of their tokens.

use super::skeleton::{Fault, Kind, Skeleton, Step};
use super::{convert, token};
use crate::yaml::IndexMap;
use crate::yaml::{Tree, is_plain_decimal};
use indexmap::map::Entry;
use minijinja::value::Value;

/// The documents of a rendered text that hold anything.
pub(super) fn graft(skeleton: &Skeleton, kept: &[Value]) -> Result<Vec<Tree>, Fault> {
    let mut builder = Builder { kept, open: Vec::new(), documents: Vec::new() };
    for step in skeleton.steps() {
        let fault = |message| Fault { message, line: step.line, column: step.column };
        builder.step(step).map_err(fault)?;
    }
    Ok(builder.documents)
}

/// A list or map that is not closed yet. What is null in it is to be dropped.
enum Frame {
    List(Vec<Tree>),
    /// The entries so far, and the place of the one whose value comes next.
    Map(IndexMap<String, Tree>, Option<usize>),
}

struct Builder<'a> {
    kept: &'a [Value],
    open: Vec<Frame>,
    documents: Vec<Tree>,
}

impl Builder<'_> {
    fn step(&mut self, step: &Step) -> Result<(), String> {
        match &step.kind {
            Kind::Scalar(text, plain) => self.scalar(text, *plain),
            Kind::List => self.open(Frame::List(Vec::new())),
            Kind::Map => self.open(Frame::Map(IndexMap::default(), None)),
            Kind::End => self.close(),
        }
    }

    fn open(&mut self, frame: Frame) -> Result<(), String> {
        if self.key_is_next() {
            return Err("a key must be a string".to_owned());
        }
        self.open.push(frame);
        Ok(())
    }

    fn key_is_next(&self) -> bool {
        matches!(self.open.last(), Some(Frame::Map(_, None)))
    }

    fn scalar(&mut self, text: &str, is_plain: bool) -> Result<(), String> {
        let is_literal = is_plain && !token::any(text);
        if self.key_is_next() {
            if is_literal {
                plain(text)?;
            }
            return self.key(convert::spliced(text, self.kept)?);
        }
        let whole = if is_plain { token::whole(text, self.kept) } else { None };
        let tree = match whole {
            Some(value) => unless_empty(convert::tree(value, self.kept)?),
            None if is_literal => plain(text)?,
            None => Tree::Text(convert::spliced(text, self.kept)?),
        };
        self.value(tree);
        Ok(())
    }

    fn key(&mut self, key: String) -> Result<(), String> {
        let Some(Frame::Map(map, next)) = self.open.last_mut() else { return Ok(()) };
        match map.entry(key) {
            // The key may be a value, so it is not shown.
            Entry::Occupied(_) => Err("a map has the same key twice".to_owned()),
            Entry::Vacant(entry) => {
                *next = Some(entry.index());
                entry.insert(Tree::Null);
                Ok(())
            }
        }
    }

    fn value(&mut self, tree: Tree) {
        match self.open.last_mut() {
            None if tree == Tree::Null => {}
            None => self.documents.push(tree),
            Some(Frame::List(items)) => items.push(tree),
            Some(Frame::Map(map, next)) => {
                if let Some((_, slot)) = next.take().and_then(|place| map.get_index_mut(place)) {
                    *slot = tree;
                }
            }
        }
    }

    /// Ends a list or map: one of which nothing is left is dropped, one that was written empty stays.
    fn close(&mut self) -> Result<(), String> {
        let (written, tree) = match self.open.pop() {
            Some(Frame::List(mut items)) => {
                let written = items.len();
                items.retain(|tree| *tree != Tree::Null);
                (written, Tree::List(items))
            }
            Some(Frame::Map(mut map, _)) => {
                let written = map.len();
                map.retain(|_, tree| *tree != Tree::Null);
                (written, Tree::Map(map))
            }
            None => return Err("a list or map ends but did not begin".to_owned()),
        };
        self.value(if written == 0 { tree } else { unless_empty(tree) });
        Ok(())
    }
}

/// Null in place of a list or map that holds nothing.
fn unless_empty(tree: Tree) -> Tree {
    match tree {
        Tree::List(items) if items.is_empty() => Tree::Null,
        Tree::Map(map) if map.is_empty() => Tree::Null,
        tree => tree,
    }
}

/// A plain scalar of a template. What YAML 1.1 and 1.2 read differently is refused.
fn plain(text: &str) -> Result<Tree, String> {
    match text {
        "" | "~" | "null" => return Ok(Tree::Null),
        "true" => return Ok(Tree::Bool(true)),
        "false" => return Ok(Tree::Bool(false)),
        _ => {}
    }
    if is_plain_decimal(text) {
        Ok(Tree::Number(text.to_owned()))
    } else if is_number_to_some(text) || is_word_to_some(text) {
        Err(format!("YAML parsers read `{text}` differently: quote it, or write it another way"))
    } else {
        Ok(Tree::Text(text.to_owned()))
    }
}

fn is_number_to_some(text: &str) -> bool {
    if text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
        return false;
    }
    let text = text.trim_start_matches(['-', '+']).replace('_', "").to_ascii_lowercase();
    let based = ["0x", "0o", "0b"].iter().any(|base| {
        text.strip_prefix(base).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_hexdigit()))
    });
    let sexagesimal = text.contains(':') && text.bytes().all(|b| b.is_ascii_digit() || b":.".contains(&b));
    let number = text.starts_with(|c: char| c.is_ascii_digit() || c == '.') && text.parse::<f64>().is_ok();
    based || sexagesimal || number || matches!(text.as_str(), ".inf" | ".nan")
}

fn is_word_to_some(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    text == "<<" || text == "=" || text.len() <= 5 && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}
