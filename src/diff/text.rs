//! Reports for people: 100 columns, with ANSI styles, which `anstream` takes off where they do not belong.

use super::words::{around, cut, inline, joined, label, restarts, sum, values};
use super::{Change, Mark, MarkKind, ObjectDiff, Report, Step, Verdict, kubernetes, options};
use anstyle::{AnsiColor, Style};
use std::fmt::Write as _;

pub use super::words::phrase;

/// The most columns of a line.
pub(super) const WIDTH: usize = 100;

/// Where the phrase of an object and the values of a change begin, if there is room.
const COLUMN: usize = 50;

const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const BAD: Style = AnsiColor::BrightRed.on_default().bold();
const CARE: Style = AnsiColor::BrightYellow.on_default();
const GOOD: Style = AnsiColor::BrightGreen.on_default();
const CALM: Style = AnsiColor::BrightCyan.on_default();

/// How a verdict is coloured.
pub(super) fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Recreate | Verdict::Delete => BAD,
        Verdict::Restart | Verdict::Roll | Verdict::Scale => CARE,
        Verdict::Add => GOOD,
        Verdict::Same | Verdict::Metadata | Verdict::Live => CALM,
    }
}

/// The whole report. Writing to a `String` cannot fail, so results are dropped.
pub fn report(report: &Report) -> String {
    let mut out = String::new();
    for one in &report.objects {
        object(one, &mut out);
        out.push('\n');
    }
    let commands = report.commands();
    if !commands.is_empty() {
        let order = if commands.len() > 1 { ", in this order" } else { "" };
        let _ = writeln!(out, "{STRONG}To carry it out{order}:{STRONG:#}");
        for line in commands {
            command(line, &mut out);
        }
        out.push('\n');
    }
    for (number, line) in sum(report).lines().enumerate() {
        let strong = if number == 0 { STRONG } else { FAINT };
        wrapped(line, "", "  ", strong, &mut out);
    }
    out
}

fn object(object: &ObjectDiff, out: &mut String) {
    let head = cut(&format!("{}/{}", object.id.kind, object.id.name), WIDTH);
    let (phrase, style) = (phrase(object), style(object.verdict));
    let (width, length) = (head.chars().count(), phrase.chars().count());
    let column = COLUMN.min(WIDTH.saturating_sub(length)).max(width + 2);
    match column + length <= WIDTH {
        true => drop(writeln!(out, "{STRONG}{head}{STRONG:#}{}{style}{phrase}{style:#}", " ".repeat(column - width))),
        false => drop(writeln!(out, "{STRONG}{head}{STRONG:#}\n  {style}{phrase}{style:#}")),
    }
    if !object.values.is_empty() {
        wrapped(&format!("by {}", object.values.join(", ")), "  ", "     ", FAINT, out);
    }
    let mut group = "";
    for one in &object.changes {
        let inner = match one.path.0.as_slice() {
            [Step::Key(section), Step::Key(key), Step::Item(_)] if section == "data" || section == "parameters" => key,
            _ => "",
        };
        if !inner.is_empty() && inner != group {
            let _ = writeln!(out, "  {}", cut(inner, WIDTH - 2));
        }
        group = inner;
        match inner {
            "" => change(one, out),
            _ => option(one, out),
        }
        if let Some(note) = kubernetes::note(&object.id.kind, &one.path) {
            wrapped(note, "    ", "    ", FAINT, out);
        }
        marks(&one.marks, out);
    }
    marks(&object.marks, out);
    if !object.restarts.is_empty() {
        wrapped(&format!("not restarted by this change: {}", restarts(object)), "  ", "    ", CARE, out);
    }
}

/// A field: its name, both values, and the values that cause the change.
fn change(change: &Change, out: &mut String) {
    let (name, old, new) = (label(&change.path), inline(change.old.as_ref()), inline(change.new.as_ref()));
    let line = match (&change.old, &change.new) {
        (None, Some(_)) => format!("  + {name}  {new}"),
        (Some(_), None) => format!("  - {name}  {old}"),
        _ if old == new => format!("  ~ {name}  {HIDDEN}"),
        _ => format!("  ~ {name}  {old} → {new}"),
    };
    match line.chars().count() <= WIDTH {
        true => with_values(&line, &values(change), out),
        false => in_lines(&format!("  ~ {name}"), change, out),
    }
}

/// An option of a text.
fn option(change: &Change, out: &mut String) {
    let name = change.path.last();
    let pair = |value: &str| options::spell(name, if value == "\"\"" { "" } else { value });
    let (old, new) = (inline(change.old.as_ref()), inline(change.new.as_ref()));
    let default = |word: &str| change.default.as_ref().map(|text| format!("  ({word} {text})")).unwrap_or_default();
    let line = match (&change.old, &change.new) {
        (None, Some(_)) => format!("    + {}{}", pair(&new), default("was the default")),
        (Some(_), None) => format!("    - {}{}", pair(&old), default("now the default")),
        _ if old == new => format!("    ~ {name}  {HIDDEN}"),
        _ => format!("    ~ {name}  {old} → {new}"),
    };
    match line.chars().count() <= WIDTH {
        true => with_values(&line, &values(change), out),
        false => in_lines(&format!("    ~ {name}"), change, out),
    }
}

/// What is said of a credential that has changed.
const HIDDEN: &str = "value changed, not shown";

/// A change whose values have lines of their own.
fn in_lines(head: &str, change: &Change, out: &mut String) {
    with_values(&cut(head, WIDTH), &values(change), out);
    let (old, new) = (inline(change.old.as_ref()), inline(change.new.as_ref()));
    let mut line = |sign, text: &str, other: &str| {
        let _ = writeln!(out, "        {sign} {}", around(text, other, WIDTH - 10));
    };
    match (&change.old, &change.new) {
        (Some(_), Some(_)) => {
            line("-", &old, &new);
            line("+", &new, &old);
        }
        (Some(_), None) => line("-", &old, ""),
        _ => line("+", &new, ""),
    }
    if let Some(default) = change.default.as_ref().filter(|_| change.old.is_none() != change.new.is_none()) {
        let word = if change.old.is_none() { "was" } else { "now" };
        let _ = writeln!(out, "        ({word} the default {})", cut(default, WIDTH - 30));
    }
}

/// A line, and at its right the values behind it; below it if there is no room.
fn with_values(line: &str, values: &str, out: &mut String) {
    if values.is_empty() {
        let _ = writeln!(out, "{line}");
        return;
    }
    let width = line.chars().count();
    let column = COLUMN.max(width + 3);
    match column + values.chars().count() <= WIDTH {
        true => drop(writeln!(out, "{line}{}{FAINT}{values}{FAINT:#}", " ".repeat(column - width))),
        false => {
            let _ = writeln!(out, "{line}");
            wrapped(&format!("by {values}"), "      ", "         ", FAINT, out);
        }
    }
}

fn marks(marks: &[Mark], out: &mut String) {
    for mark in joined(marks) {
        let (sign, style) = match (mark.kind, mark.is_relief) {
            (MarkKind::Data, _) => ("! data", BAD),
            (MarkKind::Security, false) => ("+ security", CARE),
            (MarkKind::Security, true) => ("- security", GOOD),
            (MarkKind::Drift, _) => ("! drift", CARE),
        };
        wrapped(&format!("{sign}: {}", mark.text), "    ", "      ", style, out);
        if let Some(first) = &mark.first {
            wrapped(&format!("first: {first}"), "      ", "      ", Style::new(), out);
        }
    }
}

/// A sentence in lines of its own.
pub(super) fn wrapped(text: &str, first: &str, other: &str, style: Style, out: &mut String) {
    let mut line = first.to_owned();
    let mut is_empty = true;
    for word in text.split(' ') {
        if !is_empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(out, "{style}{line}{style:#}");
            line = other.to_owned();
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        // A single word without end, such as a long path.
        line.push_str(&cut(word, WIDTH - 10));
        is_empty = false;
    }
    let _ = writeln!(out, "{style}{line}{style:#}");
}

/// A command that can be copied: a long one goes on in the next line. Blanks within quotes are no place to break, nor those
/// behind a pipe or between a flag and its value.
fn command(line: &str, out: &mut String) {
    let mut words: Vec<String> = Vec::new();
    let mut is_quoted = false;
    for word in line.split(' ') {
        let goes_with = |last: &&mut String| {
            let is_flag = last.starts_with('-') && !last.contains(['=', ' ']);
            is_quoted || *last == "|" || is_flag && !word.starts_with(['-', '|'])
        };
        match words.last_mut().filter(goes_with) {
            Some(last) => last.push_str(&format!(" {word}")),
            None => words.push(word.to_owned()),
        }
        is_quoted ^= word.matches('\'').count() % 2 == 1;
    }
    let mut row = "  ".to_owned();
    for (number, word) in words.iter().enumerate() {
        let rest = if number + 1 < words.len() { 2 } else { 0 };
        if row.trim().is_empty() {
            row.push_str(word);
        } else if row.chars().count() + 1 + word.chars().count() + rest <= WIDTH {
            row.push_str(&format!(" {word}"));
        } else {
            let _ = writeln!(out, "{row} \\");
            row = format!("    {word}");
        }
    }
    let _ = writeln!(out, "{row}");
}
