//! Reports as a comment for a pull request: a table, and the details folded.

use super::words::{inline, joined, phrase, restarts, sum};
use super::{Change, Mark, ObjectDiff, Report, kubernetes};
use crate::order;
use std::fmt::Write as _;

/// How much of one value is shown.
const LONGEST: usize = 2_000;

/// The whole report. Writing to a `String` cannot fail, so results are dropped.
pub fn report(report: &Report) -> String {
    let mut lines = sum(report);
    lines = lines.replace('\n', "<br>");
    let mut out = format!("**{lines}**\n");
    if report.objects.is_empty() {
        return out;
    }
    out.push_str("\n| object | what happens | marks | by |\n|---|---|---|---|\n");
    report.objects.iter().for_each(|object| row(object, &mut out));
    report.objects.iter().filter(|object| has_details(object)).for_each(|object| details(object, &mut out));
    let commands = report.commands();
    if !commands.is_empty() {
        out.push_str("\n**To carry it out, in this order:**\n\n````sh\n");
        commands.iter().for_each(|line| out.extend([*line, "\n"]));
        out.push_str("````\n");
    }
    out
}

fn row(object: &ObjectDiff, out: &mut String) {
    let marks = order::distinct(object.all_marks().map(|mark| mark.kind));
    let marks: Vec<String> = marks.into_iter().map(|kind| format!("**{}**", kind.as_str())).collect();
    let values = order::distinct(object.values.iter().chain(object.changes.iter().flat_map(|change| &change.values)));
    // Properties are named by their options, below.
    let shown = |value: &String| match value.split_once("properties.") {
        Some((section, _)) => format!("{section}properties"),
        None => value.clone(),
    };
    let values = order::distinct(values.into_iter().map(shown));
    let values: Vec<String> = values.iter().map(|value| code(value)).collect();
    let _ = writeln!(
        out,
        "| {} | {} | {} | {} |",
        code(&format!("{}/{}", object.id.kind, object.id.name)),
        cell(&phrase(object)),
        marks.join(" "),
        values.join(", ")
    );
}

fn has_details(object: &ObjectDiff) -> bool {
    !object.changes.is_empty() || !object.marks.is_empty()
}

fn details(object: &ObjectDiff, out: &mut String) {
    let _ = writeln!(
        out,
        "\n<details><summary>{}/{}: {}</summary>\n",
        plain(&object.id.kind),
        plain(&object.id.name),
        plain(&phrase(object))
    );
    if !object.changes.is_empty() {
        out.push_str("````diff\n");
        object.changes.iter().for_each(|one| change(one, out));
        out.push_str("````\n\n");
    }
    let notes = object.changes.iter().filter_map(|change| kubernetes::note(&object.id.kind, &change.path));
    let mut known: Vec<&str> = Vec::new();
    for note in notes {
        if !known.contains(&note) {
            let _ = writeln!(out, "* {}", plain(note));
            known.push(note);
        }
    }
    let marks: Vec<Mark> = object.all_marks().cloned().collect();
    joined(&marks).iter().for_each(|one| mark(one, out));
    if !object.restarts.is_empty() {
        let _ = writeln!(out, "* not restarted by this change: {}", plain(&restarts(object)));
    }
    out.push_str("\n</details>\n");
}

fn change(change: &Change, out: &mut String) {
    let line = |value: &Option<_>| {
        let text: String = inline(value.as_ref()).chars().take(LONGEST).collect();
        text.replace("````", "''''")
    };
    let default = change.default.as_ref().map(|text| format!("  (default {text})")).unwrap_or_default();
    let is_hidden = change.old.is_some() && change.old == change.new;
    if is_hidden {
        let _ = writeln!(out, "! {}: value changed, not shown", change.path);
        return;
    }
    for (sign, value) in [("-", &change.old), ("+", &change.new)] {
        let other = if value.is_none() { default.as_str() } else { "" };
        if value.is_some() || !other.is_empty() {
            let _ = writeln!(
                out,
                "{sign} {}: {}{other}",
                change.path,
                if value.is_some() { line(value) } else { String::new() }
            );
        }
    }
}

fn mark(mark: &Mark, out: &mut String) {
    let sign = if mark.is_relief { "less " } else { "" };
    let first = mark.first.as_ref().map(|first| format!(". First: {}", plain(first))).unwrap_or_default();
    let _ = writeln!(out, "* **{sign}{}**: {}{first}", mark.kind.as_str(), plain(&mark.text));
}

fn code(text: &str) -> String {
    format!("`{}`", cell(&text.replace('`', "'")))
}

/// Text in a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// Text that is no markup.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
