//! Reports as data, for programs. Keys are added, never renamed.

use super::difference::{Extent, Reached};
use super::layers::{Change, Setting};
use super::property::Entry;
use super::reach::{Finding, Reach};
use super::text::{choices, kind};
use super::{Key, Report};
use crate::yaml::Tree;

type Pairs = Vec<(&'static str, Option<Tree>)>;

/// A map without the entries that have nothing.
fn map(pairs: Pairs) -> Tree {
    Tree::Map(pairs.into_iter().filter_map(|(key, tree)| Some((key.to_owned(), tree?))).collect())
}

fn text(text: impl Into<String>) -> Option<Tree> {
    Some(Tree::Text(text.into()))
}

fn texts<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> Option<Tree> {
    Some(Tree::List(items.into_iter().map(|item| Tree::Text(item.as_ref().to_owned())).collect()))
}

fn list<T>(items: &[T], tree: impl Fn(&T) -> Tree) -> Option<Tree> {
    Some(Tree::List(items.iter().map(tree).collect()))
}

/// A value's report.
pub fn report(report: &Report) -> Tree {
    let value = report.value.as_ref();
    let about = value.map(|value| value.about.clone()).filter(|about| !about.is_empty());
    let reaches = match &report.finding {
        Some(Finding::Reaches(reaches)) => list(reaches, reach),
        Some(Finding::Refused | Finding::NoItem(_)) | None => None,
    };
    map(vec![
        ("path", text(&report.path)),
        ("known", Some(Tree::Bool(value.is_some()))),
        ("description", about.and_then(text)),
        ("type", value.and_then(|value| text(kind(&value.shape)))),
        ("allowed", value.and_then(|value| choices(&value.shape)).and_then(texts)),
        ("default", value.and_then(|value| value.default.clone())),
        ("property", report.property.as_ref().map(Entry::tree)),
        ("value", report.settings.last().map(|setting| setting.tree.clone())),
        ("layers", list(&report.settings, setting)),
        ("keys", (!report.keys.is_empty()).then(|| list(&report.keys, key)).flatten()),
        ("refused", matches!(report.finding, Some(Finding::Refused)).then_some(Tree::Bool(true))),
        ("reaches", reaches),
    ])
}

/// Properties that were looked for.
pub fn names(entries: &[Entry]) -> Tree {
    Tree::List(entries.iter().map(Entry::tree).collect())
}

fn setting(setting: &Setting) -> Tree {
    map(vec![("value", Some(setting.tree.clone())), ("layer", text(setting.layer)), ("origin", text(&setting.origin))])
}

fn key(key: &Key) -> Tree {
    map(vec![("path", text(&key.path)), ("value", Some(key.winner.tree.clone())), ("origin", text(&key.winner.origin))])
}

fn reach(reach: &Reach) -> Tree {
    map(vec![("with", texts(&reach.with)), ("objects", list(&reach.objects, object))])
}

fn object(reached: &Reached) -> Tree {
    let fields = match &reached.extent {
        Extent::Whole => None,
        Extent::Fields(fields) => texts(fields),
    };
    map(vec![("kind", text(&reached.kind)), ("name", text(&reached.name)), ("fields", fields)])
}

/// All changes.
pub fn changes(changes: &[Change]) -> Tree {
    let change = |change: &Change| {
        map(vec![
            ("path", text(&change.path)),
            ("value", Some(change.winner.tree.clone())),
            ("default", change.default.clone()),
            ("layer", text(change.winner.layer)),
            ("origin", text(&change.winner.origin)),
        ])
    };
    Tree::List(changes.iter().map(change).collect())
}
