//! Rendered text becomes trees, with the values in the places of their tokens.

use super::form::Form;
use super::skeleton::{Fault, Kind, Skeleton, Step};
use super::{convert, token};
use crate::yaml::IndexMap;
use crate::yaml::Tree;
use indexmap::map::Entry;
use minijinja::value::Value;

/// The documents of a rendered text that hold anything.
pub(super) fn graft(skeleton: &Skeleton, kept: &[Value]) -> Result<Vec<Tree>, Fault> {
    let mut builder = Builder { kept, open: Vec::new(), documents: Vec::new() };
    for (step, text) in skeleton.steps() {
        let fault = |message| Fault { message, line: step.line, column: step.column };
        builder.step(step, text).map_err(fault)?;
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
    fn step(&mut self, step: &Step, text: &str) -> Result<(), String> {
        match step.kind {
            Kind::Scalar(_, form) => self.scalar(text, form),
            Kind::List(items) => self.open(Frame::List(Vec::with_capacity(items))),
            Kind::Map(length) => {
                self.open(Frame::Map(IndexMap::with_capacity_and_hasher(length / 2, Default::default()), None))
            }
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

    fn scalar(&mut self, text: &str, form: Form) -> Result<(), String> {
        if form == Form::Doubtful {
            return Err(format!("YAML parsers read `{text}` differently: quote it, or write it another way"));
        }
        if self.key_is_next() {
            return self.key(match form {
                Form::Value(_) | Form::Spliced => convert::spliced(text, self.kept)?,
                _ => text.to_owned(),
            });
        }
        let tree = match form {
            Form::Value(index) => {
                let value = self.kept.get(index).ok_or_else(|| token::SPLIT.to_owned())?;
                unless_empty(convert::tree(value, self.kept)?)
            }
            Form::Spliced => Tree::Text(convert::spliced(text, self.kept)?),
            Form::Null => Tree::Null,
            Form::Bool(value) => Tree::Bool(value),
            Form::Number => Tree::Number(text.to_owned()),
            Form::Text | Form::Doubtful => Tree::Text(text.to_owned()),
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
