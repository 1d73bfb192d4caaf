//! Reports for programs. Keys are added, never renamed.

use super::kubernetes;
use super::marks::Mark;
use super::{Change, ObjectDiff, Report};
use crate::order;
use crate::yaml::Tree;

fn map(pairs: Vec<(&'static str, Tree)>) -> Tree {
    Tree::Map(pairs.into_iter().map(|(key, tree)| (key.to_owned(), tree)).collect())
}

fn text(text: impl Into<String>) -> Tree {
    Tree::Text(text.into())
}

fn number(number: usize) -> Tree {
    Tree::Number(number.to_string())
}

fn texts<'a>(items: impl IntoIterator<Item = &'a str>) -> Tree {
    Tree::List(items.into_iter().map(text).collect())
}

/// A report: `schema`, `summary`, `objects`, and `commands` in the order in which they run.
pub fn report(report: &Report) -> Tree {
    let summary = map(vec![
        ("verdict", text(report.verdict().as_str())),
        ("changed", number(report.objects.len())),
        ("same", number(report.same)),
        ("marks", texts(report.marks().into_iter().map(|kind| kind.as_str()))),
        ("leftOut", number(report.left_out)),
        ("notCompared", texts(report.not_asked.iter().map(String::as_str))),
    ]);
    map(vec![
        ("schema", number(1)),
        ("tool", text(concat!("alluxio-gen ", env!("CARGO_PKG_VERSION")))),
        ("summary", summary),
        ("objects", Tree::List(report.objects.iter().map(object).collect())),
        ("commands", texts(report.commands())),
    ])
}

fn object(object: &ObjectDiff) -> Tree {
    let pods = object.pods.map(|(old, new)| map(vec![("old", number(old)), ("new", number(new))]));
    let restarts: Vec<String> = object.restarts.iter().map(|id| format!("{}/{}", id.kind, id.name)).collect();
    map(vec![
        ("kind", text(&object.id.kind)),
        ("name", text(&object.id.name)),
        ("namespace", object.id.namespace.as_deref().map_or(Tree::Null, text)),
        ("verdict", text(object.verdict.as_str())),
        ("marks", kinds(object.all_marks())),
        ("pods", pods.unwrap_or(Tree::Null)),
        ("renamed", object.renamed.as_deref().map_or(Tree::Null, text)),
        ("values", texts(object.values.iter().map(String::as_str))),
        ("notes", notes(&object.marks, None)),
        ("changes", Tree::List(object.changes.iter().map(|one| change(&object.id.kind, one)).collect())),
        ("restarts", texts(restarts.iter().map(String::as_str))),
        ("commands", texts(object.commands.iter().map(|command| command.line.as_str()))),
    ])
}

fn change(kind: &str, change: &Change) -> Tree {
    let Change { path, old, new, verdict, marks, values, default } = change;
    map(vec![
        ("path", text(path.to_string())),
        ("old", old.clone().unwrap_or(Tree::Null)),
        ("new", new.clone().unwrap_or(Tree::Null)),
        ("verdict", text(verdict.as_str())),
        ("marks", kinds(marks.iter())),
        ("values", texts(values.iter().map(String::as_str))),
        ("default", default.as_deref().map_or(Tree::Null, text)),
        ("notes", notes(marks, kubernetes::note(kind, path))),
    ])
}

fn kinds<'a>(marks: impl Iterator<Item = &'a Mark>) -> Tree {
    let kinds = order::distinct(marks.map(|mark| mark.kind));
    texts(kinds.into_iter().map(|kind| kind.as_str()))
}

fn notes(marks: &[Mark], plain: Option<&str>) -> Tree {
    let note = |mark: Option<&str>, says: &str, first: Option<&str>| {
        let or_null = |value: Option<&str>| value.map_or(Tree::Null, text);
        map(vec![("mark", or_null(mark)), ("text", text(says)), ("first", or_null(first))])
    };
    let marked = marks.iter().map(|mark| note(Some(mark.kind.as_str()), &mark.text, mark.first.as_deref()));
    Tree::List(marked.chain(plain.map(|plain| note(None, plain, None))).collect())
}
