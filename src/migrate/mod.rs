//! The way of a values file from one version of Alluxio to the next: edits of its text at known places, and what only a
//! person can decide. Comments, order, quotes and blank lines stay.

mod fate;
mod options;
mod rules;
mod text;
mod tree;

use crate::order;
use crate::problem::{Problem, Problems, Stop};
use crate::source::{Layer, Sources, Span};
use crate::yaml::{Node, Tree, parse};
use text::{Edit, Page, edited};

/// What has to be done in a running cluster, which no values file says.
pub const CONSEQUENCES: [&str; 4] = [
    "delete the FUSE DaemonSets before you apply: their selector contains the chart label, and a selector cannot be changed",
    "if the CSI client is enabled, delete the StorageClass `alluxio` and, when nothing uses it, the claim `alluxio-pvc` before you apply: the class gets a parameter and the claim another access mode, and neither can be changed",
    "all pods are restarted",
    "back up the journal first: the new masters can read it, but the old ones cannot read it afterwards",
];

/// A change of the text.
#[derive(Clone, Debug)]
pub struct Change {
    /// Where it is.
    pub place: Span,
    /// What stands there.
    pub before: String,
    /// What takes its place; nothing if it is removed.
    pub after: Option<String>,
    /// Why.
    pub why: String,
}

/// Something that a person has to decide.
#[derive(Clone, Debug)]
pub struct Open {
    /// Where it is.
    pub place: Span,
    /// What it is about, and what to do.
    pub what: String,
}

/// A file on its new way.
#[derive(Debug)]
pub struct Migrated {
    /// The whole text.
    pub text: String,
    /// All changes, in the order of the text.
    pub changes: Vec<Change>,
    /// What is left.
    pub open: Vec<Open>,
}

/// Edits and notes in the making.
struct Plan<'a> {
    page: Page<'a>,
    sources: &'a Sources,
    edits: Vec<Edit>,
    changes: Vec<Change>,
    open: Vec<Open>,
}

/// Migrates the text of a values file from 2.7 to 2.9. What is no YAML, and what cannot be edited surely, is an error.
pub fn migrate(name: &str, text: &str, sources: &mut Sources, problems: &mut Problems) -> Result<Migrated, Stop> {
    // Lines are what ends with a line feed, here and for the reader.
    if text.replace("\r\n", "").contains('\r') {
        let problem = Problem::error(format!("`{name}` has carriage returns without line feeds"));
        return problems.fail(problem.help("end its lines with line feeds"));
    }
    let source = sources.add(Layer::File, name, text);
    let documents = parse::documents(sources, source, problems)?;
    let mut plan = Plan { page: Page::new(text), sources, edits: Vec::new(), changes: Vec::new(), open: Vec::new() };
    let mut expected: Vec<Tree> = documents.iter().map(Tree::from).collect();
    for (node, tree) in documents.iter().zip(&mut expected) {
        rules::apply(node, tree, &mut plan);
    }
    rules::version_line(text, source, &mut plan);
    let Plan { edits, mut changes, open, .. } = plan;
    order::sort_by_key(&mut changes, |change| (change.place.line, change.place.column));
    let new = edited(text, edits).filter(|new| reads_as(name, new, &expected));
    match new {
        Some(text) => Ok(Migrated { text, changes, open }),
        None => {
            let problem = Problem::error(format!("`{name}` is written in a way that cannot be edited safely"));
            let problem =
                changes.iter().fold(problem, |problem, change| problem.note_at(change.why.clone(), change.place));
            problems.fail(problem.help("change these lines by hand"))
        }
    }
}

/// Whether a text holds these values.
fn reads_as(name: &str, text: &str, expected: &[Tree]) -> bool {
    let (mut sources, mut problems) = (Sources::default(), Problems::default());
    let source = sources.add(Layer::File, name, text);
    let documents = parse::documents(&sources, source, &mut problems).unwrap_or_default();
    documents.iter().map(Tree::from).map(plain).eq(expected.iter().cloned().map(plain))
}

/// A map without keys, or a list without items, is as good as null.
fn plain(tree: Tree) -> Tree {
    match tree {
        Tree::Map(map) if map.is_empty() => Tree::Null,
        Tree::List(items) if items.is_empty() => Tree::Null,
        Tree::Map(map) => Tree::Map(map.into_iter().map(|(key, tree)| (key, plain(tree))).collect()),
        tree => tree,
    }
}

impl Plan<'_> {
    fn changed(&mut self, place: Span, before: &str, after: Option<&str>, why: &str) {
        let after = after.map(str::to_owned);
        self.changes.push(Change { place, before: before.to_owned(), after, why: why.to_owned() });
    }

    fn leave(&mut self, place: Span, what: impl Into<String>) {
        self.open.push(Open { place, what: what.into() });
    }

    /// Writes another key in the place of one, in the same quotes.
    fn rename(&mut self, key: Span, new: &str) {
        let Some(range) = self.page.written(key, self.sources) else { return };
        let quote = self.sources.written(key).chars().next().filter(|c| matches!(c, '"' | '\''));
        let quote = quote.map(String::from).unwrap_or_default();
        self.edits.push(Edit { range, text: format!("{quote}{new}{quote}") });
    }

    /// Takes a key out, with its value.
    fn remove(&mut self, key: Span, value: &Node) {
        let Some(start) = self.page.offset(key) else { return };
        let range = match self.page.is_block(start) {
            true => Some(self.page.entry(start, value)),
            false => self.page.end(value, self.sources).map(|end| self.page.flow_entry(start, end)),
        };
        self.edits.extend(range.map(|range| Edit { range, text: String::new() }));
    }

    /// Writes another single value in the place of one.
    fn set(&mut self, value: &Node, new: &str) {
        let range = self.page.written(value.span, self.sources);
        self.edits.extend(range.map(|range| Edit { range, text: new.to_owned() }));
    }

    /// Writes another key with a single value in the place of a key and its value. What stands behind the value stays.
    fn replace(&mut self, key: Span, value: &Node, new_key: &str, new: &str) {
        let Some(start) = self.page.offset(key) else { return };
        let text = format!("{new_key}: {new}");
        let end = self.page.end(value, self.sources);
        match (self.page.is_block(start), end) {
            (_, Some(end)) => self.edits.push(Edit { range: start..end, text }),
            (true, None) => {
                let lines = self.page.entry(start, value);
                self.edits.push(Edit { range: start..lines.end, text: text + "\n" });
            }
            (false, None) => {}
        }
    }
}

/// A text as YAML takes it for that text.
fn spelled(text: &str) -> String {
    let mut out = String::new();
    crate::yaml::emit::yaml(&Tree::Text(text.to_owned()), &mut out);
    let line = out.trim_end_matches('\n');
    // Between brackets, commas and brackets have a meaning that they lack in blocks.
    match line.contains([',', '[', ']', '{', '}']) && !line.starts_with(['"', '\'']) {
        true => format!("\"{line}\""),
        false => line.to_owned(),
    }
}
