//! What is wrong with text that is no YAML, in words for people, with the usual cause where it can be seen.

use super::limits::{MAX_DEPTH, too_deep};
use super::split::Piece;
use crate::problem::Problem;
use crate::source::Span;
use saphyr_parser::ScanError;

/// The parser's error as a problem. `open` are the places of the lists and maps that are not closed.
pub fn explain(error: &ScanError, piece: &Piece<'_>, open: &[Span]) -> Problem {
    let mark = error.marker();
    let place = piece.place(mark.line(), mark.col(), 1);
    if error.info() == "recursion limit exceeded" || open.len() >= MAX_DEPTH {
        return too_deep(place);
    }
    let Found { line, column } = Found::new(piece.text, mark.line(), mark.col());
    if let Some(tab) = indenting_tab(line, column) {
        let place = piece.place(mark.line(), tab, 1);
        return Problem::error("a tab where YAML wants blanks")
            .at(place)
            .help("indent with blanks; YAML does not allow tabs");
    }
    let at_end = piece.text.lines().count() < mark.line();
    let bracket = open.last().filter(|opened| is_bracket(piece, **opened));
    if let (true, Some(opened)) = (at_end && !error.info().contains("quoted"), bracket) {
        return Problem::error("this is not closed before the end").at(*opened).help("close it with its `]` or `}`");
    }
    let (message, help) = words(error.info(), line, column);
    let help = help
        .unwrap_or("look at the quotes, brackets and blanks of this line; a text with special characters needs quotes");
    let problem = Problem::error(message).at(culprit(error, piece).unwrap_or(place)).help(help);
    match open.last() {
        Some(opened) if error.info().contains("flow") => problem.note_at("the map or list began elsewhere", *opened),
        _ => problem,
    }
}

/// The line before an error, where the parser notices late what is wrong with it: a directive, or a key without its colon.
fn culprit(error: &ScanError, piece: &Piece<'_>) -> Option<Span> {
    let before = error.marker().line().checked_sub(2)?;
    let line = piece.text.lines().nth(before)?;
    let words = line.trim();
    let is_key = words.contains(": ") || words.ends_with(':') || words.is_empty() || words.starts_with(['#', '-']);
    let is_culprit = match error.info() {
        "did not find expected <document start>" => line.starts_with('%'),
        "mapping values are not allowed in this context" => !is_key && words.contains(':'),
        "simple key expect ':'" | "simple key expected ':'" => !is_key,
        _ => false,
    };
    let indent = line.len() - line.trim_start().len();
    is_culprit.then(|| piece.place(before + 1, indent, words.chars().count()))
}

/// Whether a list or map begins with a bracket or brace.
fn is_bracket(piece: &Piece<'_>, opened: Span) -> bool {
    let number = |n: u32| usize::try_from(n).unwrap_or(0);
    let line = number(opened.line.saturating_sub(piece.lines_before));
    let Found { line, column } = Found::new(piece.text, line, number(opened.column.saturating_sub(1)));
    line.get(column..).is_some_and(|rest| rest.starts_with(['[', '{', '&', '!']))
}

/// The line of an error and the place in it, in bytes.
struct Found<'a> {
    line: &'a str,
    column: usize,
}

impl<'a> Found<'a> {
    fn new(text: &'a str, line: usize, column: usize) -> Self {
        let line = text.lines().nth(line.saturating_sub(1)).unwrap_or("");
        let column = line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
        Found { line, column }
    }
}

/// The place of a tab before the first letter of a line, if that letter is not left of the error.
fn indenting_tab(line: &str, column: usize) -> Option<usize> {
    let indent = line.len() - line.trim_start().len();
    let tab = line.get(..indent)?.find('\t')?;
    (column <= indent).then_some(tab)
}

type Words = (String, Option<&'static str>);

/// The message and what to do, for the errors that people make; the parser's own words for the rest.
fn words(info: &str, line: &str, column: usize) -> Words {
    let known = |message: &str, help: &'static str| (message.to_owned(), Some(help));
    let rest = line.get(column..).unwrap_or_default();
    if info.starts_with("unexpected character") {
        let letter = rest.chars().next().unwrap_or(' ');
        return (format!("a value cannot begin with `{letter}`"), Some("put the value in quotes"));
    }
    match info {
        "mapping values are not allowed in this context" if column > 1024 => {
            known("a key of more than 1024 characters", "check that a blank follows each key's colon")
        }
        "mapping values are not allowed in this context" => known(
            "a colon where no key can stand",
            "write a blank after a key's colon, check the indent, put text that contains `: ` in quotes",
        ),
        "simple key expect ':'" | "simple key expected ':'" | "simple key expected" => {
            known("a line that is neither `key: value` nor a list item", "write a colon and a blank after the key")
        }
        "while parsing node, found unknown anchor" => {
            known("an alias of an anchor that is not above it", "put text that begins with `*` in quotes")
        }
        "block sequence entries are not allowed in this context" => {
            known("a list item where no list can begin", "begin the list on a line of its own")
        }
        "while parsing a block mapping, did not find expected key" => {
            known("this line fits no list or map above it", "give it the indent of the lines that it belongs to")
        }
        "while parsing a block collection, did not find expected '-' indicator" => {
            known("this line is no item of the list above it", "begin it with `- `, or give it another indent")
        }
        "while scanning a quoted scalar, found unexpected end of stream"
        | "while scanning a quoted scalar, found unexpected document indicator" => {
            known("quotes that do not end", "close them")
        }
        "while parsing a quoted scalar, found unknown escape character"
        | "while parsing a quoted scalar, did not find expected hexadecimal number"
        | "while parsing a quoted scalar, found invalid Unicode character escape code" => {
            known("an escape that YAML does not know", "write `\\\\` for a backslash, or use single quotes")
        }
        "while parsing a flow mapping, did not find expected ',' or '}'" => {
            known("a map in braces goes on without a comma or `}`", "add the comma, or close the map")
        }
        "while parsing a flow sequence, expected ',' or ']'" => {
            known("a list in brackets goes on without a comma or `]`", "add the comma, or close the list")
        }
        "did not find expected <document start>" if line.starts_with('%') || rest.is_empty() => {
            known("a `%` directive, which values files cannot have", "delete the line")
        }
        "did not find expected <document start>" => {
            known("a line with less indent than the first one", "give both the same indent; Helm would ignore the rest")
        }
        "':' must be followed by a valid YAML whitespace" => {
            known("a tab after a key's colon", "write a blank after the colon")
        }
        "invalid indentation" | "invalid indentation in flow construct" => {
            known("a line with too little indent inside brackets or braces", "indent it more than the key")
        }
        "invalid indentation in quoted scalar" => {
            known("quoted text that goes on with too little indent", "indent its lines more than the key")
        }
        "while scanning a plain scalar, found a tab" => {
            known("a tab in the indent after this value", "indent with blanks; YAML does not allow tabs")
        }
        "while parsing a node, did not find expected node content" => known("a value is missing here", "give it"),
        "invalid content after document end marker" => {
            known("text after the end of the document `...`", "delete the `...`")
        }
        "missing explicit document end marker before directive" => {
            known("a line that begins with `%` is a directive of YAML", "put a text that begins with `%` in quotes")
        }
        _ => (plain_words(info), None),
    }
}

/// The parser's words without its inner view: `while parsing a tag, did not find ...`.
fn plain_words(info: &str) -> String {
    let words = info.strip_prefix("while ").and_then(|rest| rest.split_once(", ")).map_or(info, |(_, what)| what);
    format!("this is not YAML: {}", words.replace(['<', '>'], ""))
}
