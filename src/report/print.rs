//! Problems as people read them, printed the way rustc does.

use super::Veil;
use crate::problem::{Problem, Severity};
use crate::source::{Sources, Span};
use anstyle::{AnsiColor, Style};
use std::fmt::Write as _;

impl Problem {
    /// This problem as people read it, and the blanks that a further line of it (` = note: ...`) begins with.
    pub fn print(&self, sources: &Sources) -> (String, String) {
        let mut out = String::new();
        let pad = problem(&mut out, self, &Veil::new(sources), false);
        (out, pad)
    }
}

fn heading(severity: Severity) -> (&'static str, Style) {
    let (word, color) = match severity {
        Severity::Advice => ("advice", AnsiColor::BrightCyan),
        Severity::Warning => ("warning", AnsiColor::BrightYellow),
        Severity::Error | Severity::Usage => ("error", AnsiColor::BrightRed),
        Severity::Bug => ("bug", AnsiColor::BrightMagenta),
    };
    (word, color.on_default().bold())
}

/// Returns the indent of its notes. Writing to a `String` cannot fail, so results are dropped.
pub(super) fn problem(out: &mut String, problem: &Problem, veil: &Veil<'_>, shows_classes: bool) -> String {
    let (problem, sources) = (&veil.problem(problem), veil.sources());
    let (word, style) = heading(problem.severity);
    let code = if shows_classes { problem.any_code() } else { problem.code };
    let code = code.map(|code| format!("[{code}]")).unwrap_or_default();
    let _ = writeln!(out, "{style}{word}{code}{style:#}: {}", printable(&problem.message));
    let width = problem.place.map_or(0, |span| number_width(span, sources));
    if let Some(span) = problem.place {
        print_snippet(out, span, veil, style);
    }
    let pad = " ".repeat(width);
    for (note, place) in &problem.notes {
        let place = place.map(|span| format!(" ({})", sources.place(span))).unwrap_or_default();
        let _ = writeln!(out, "{pad} = note: {}{place}", printable(note));
    }
    if let Some(help) = &problem.help {
        let _ = writeln!(out, "{pad} = help: {}", indented(&printable(help), width + 9));
    }
    pad
}

fn number_width(span: Span, sources: &Sources) -> usize {
    if sources.has_line(span) { span.line.to_string().len() } else { 1 }
}

/// The longest piece of a line that is shown; a longer line is cut around the place.
const WINDOW: usize = 120;

fn print_snippet(out: &mut String, place: Span, veil: &Veil<'_>, style: Style) {
    let (sources, (line, span)) = (veil.sources(), veil.line(place));
    let pad = " ".repeat(number_width(span, sources));
    let gutter = if sources.has_line(span) { span.line.to_string() } else { pad.clone() };
    let column = line.chars().take((span.column as usize).saturating_sub(1)).count();
    let from = if column > WINDOW * 2 / 3 { column - WINDOW / 3 } else { 0 };
    let shown: String = line.chars().skip(from).take(WINDOW).map(visible).collect();
    let room = (from + shown.chars().count()).saturating_sub(column).max(1);
    let carets = "^".repeat((span.length as usize).clamp(1, room));
    let _ = writeln!(out, "{pad}--> {}", printable(&sources.place(place)));
    let _ = writeln!(out, "{pad} |");
    let _ = writeln!(out, "{gutter} | {}", shown.trim_end());
    let _ = writeln!(out, "{pad} | {}{style}{carets}{style:#}", " ".repeat(column - from));
}

/// A text of several lines, such as a fragment of values, under its first line.
fn indented(text: &str, by: usize) -> String {
    text.replace('\n', &format!("\n{}", " ".repeat(by)))
}

/// Control characters must not reach a terminal, nor those that turn the direction of what follows.
fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

/// The longest message that is printed whole, in bytes; of a longer one the beginning and the end.
const LONGEST: usize = 2_000;

fn printable(text: &str) -> String {
    let visible = |c: char| if c == '\n' { c } else { visible(c) };
    if text.len() <= LONGEST {
        return text.chars().map(visible).collect();
    }
    let start = text.chars().take(LONGEST / 2);
    let mut end: Vec<char> = text.chars().rev().take(LONGEST / 4).collect();
    end.reverse();
    start.chain(" ... ".chars()).chain(end).map(visible).collect()
}
