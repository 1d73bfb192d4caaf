//! Every place in the values that can hold a text: found by walking the types, so that a new value is tried at once.

use alluxio_gen::model::read::{Field, Shape};
use alluxio_gen::source::{SourceId, Span};
use alluxio_gen::version::Version;
use alluxio_gen::yaml::{Entry, Kind, Map, Node};

/// A step on the way to a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Key(String),
    Item,
}

/// What of a place is hostile: its value, or its key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    Value,
    Key,
}

/// A place for one text.
#[derive(Clone, Debug)]
pub struct Slot {
    /// The way to it; for a key, to the map that has it.
    pub steps: Vec<Step>,
    /// Which part of it is the text.
    pub part: Part,
    /// Texts that may be good there; the mark stands for `@`.
    pub good: &'static [&'static str],
    /// Whether a text is split at blanks there (D-14).
    pub is_words: bool,
    /// Whether a comma separates several values there (chart.md 3.5).
    pub has_commas: bool,
}

impl Slot {
    /// Its path as messages write it, without the key that is made up.
    pub fn path(&self) -> String {
        let mut out = String::new();
        for step in &self.steps {
            match step {
                Step::Key(key) if out.is_empty() => out.push_str(key),
                Step::Key(key) => out.push_str(&format!(".{key}")),
                Step::Item => out.push_str("[0]"),
            }
        }
        out
    }
}

/// Good texts, of which one at least is right for every place that takes any text.
const GOOD: &[&str] = &["@", "/mnt/@", "Memory", "4Gi", "10.9.8.7", "MEM"];
const QUANTITY: &[&str] = &["7Gi", "1"];
/// Kubernetes asks nothing of the amounts of those that it keeps for itself.
const RESOURCE: &[&str] = &["kubernetes.io/@"];
const NAME: &[&str] = &["@", "made-up-@"];

/// All slots of a round for a version of Alluxio. Where a value may have several shapes, rounds 0 to 3 try them all.
pub fn slots(shape: Shape, round: usize, version: &Version) -> Vec<Slot> {
    let mut out = Vec::new();
    walk(&shape.of(version), round, 0, &mut Vec::new(), &mut out);
    out
}

fn walk(shape: &Shape, round: usize, depth: usize, steps: &mut Vec<Step>, out: &mut Vec<Slot>) {
    let mut slot = |part, good: &'static [&'static str], is_words| {
        let path = Slot { steps: steps.clone(), part, good, is_words, has_commas: false };
        out.push(Slot { has_commas: path.path().starts_with("tieredstore.levels"), ..path });
    };
    match shape {
        Shape::Section(fields) => {
            for Field { name, shape, .. } in fields {
                below(Step::Key((*name).to_owned()), shape, round, depth, steps, out);
            }
        }
        Shape::Map(item) => {
            let is_resource = **item == Shape::Quantity;
            slot(Part::Key, if is_resource { RESOURCE } else { NAME }, false);
            // A key of the user's own, which is good everywhere and another one in each map.
            let domain = if is_resource { "kubernetes.io/" } else { "" };
            below(Step::Key(format!("{domain}made-up-{}", out.len())), item, round, depth, steps, out);
        }
        Shape::List(item) => below(Step::Item, item, round, depth, steps, out),
        Shape::Either(shapes) if shapes.is_empty() => slot(Part::Value, &[], false),
        Shape::Either(shapes) => walk(&shapes[(round >> depth) % shapes.len()], round, depth + 1, steps, out),
        Shape::Words => slot(Part::Value, GOOD, true),
        Shape::Text => slot(Part::Value, GOOD, false),
        Shape::Quantity => slot(Part::Value, QUANTITY, false),
        // Any field is passed on as it is.
        Shape::Free => below(Step::Key("any".to_owned()), &Shape::Text, round, depth, steps, out),
        Shape::Bool | Shape::Whole | Shape::WholeOrPercent | Shape::Port | Shape::Choice(_) => {
            slot(Part::Value, &[], false)
        }
    }
}

fn below(step: Step, shape: &Shape, round: usize, depth: usize, steps: &mut Vec<Step>, out: &mut Vec<Slot>) {
    steps.push(step);
    walk(shape, round, depth, steps, out);
    steps.pop();
}

/// Puts a text into a slot. Its place is the line `line` of the source, which tells errors apart.
pub fn put(values: &mut Node, slot: &Slot, text: &str, source: SourceId, line: u32) {
    let span = Span { source, line, column: 1, length: 1 };
    let mut node = values;
    for step in &slot.steps {
        node = match step {
            Step::Key(key) => {
                let blank = || Entry { key: span, node: Node::new(Kind::Null, span) };
                &mut map_in(node).entry(key.clone()).or_insert_with(blank).node
            }
            Step::Item => first(node, span),
        };
    }
    match slot.part {
        Part::Value => *node = Node::new(Kind::Text(text.to_owned()), span),
        Part::Key => {
            let value = if slot.good == RESOURCE { "1" } else { "x" };
            let entry = Entry { key: span, node: Node::new(Kind::Text(value.to_owned()), span) };
            map_in(node).insert(text.to_owned(), entry);
        }
    }
}

fn map_in(node: &mut Node) -> &mut Map {
    if node.as_map().is_none() {
        node.kind = Kind::Map(Map::default());
    }
    match &mut node.kind {
        Kind::Map(map) => map,
        _ => unreachable!("it was made a map"),
    }
}

fn first(node: &mut Node, span: Span) -> &mut Node {
    if !matches!(&node.kind, Kind::List(items) if !items.is_empty()) {
        node.kind = Kind::List(vec![Node::new(Kind::Null, span)]);
    }
    match &mut node.kind {
        Kind::List(items) => &mut items[0],
        _ => unreachable!("it was made a list"),
    }
}
