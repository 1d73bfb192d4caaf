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
        return Problem::error("a tab where YAML needs spaces")
            .at(place)
            .help("indent with spaces; YAML does not allow tabs");
    }
    let at_end = piece.text.lines().count() < mark.line();
    let bracket = open.last().filter(|opened| is_bracket(piece, **opened));
    if let (true, Some(opened)) = (at_end && !error.info().contains("quoted"), bracket) {
        return Problem::error("this is not closed").at(*opened).help("close it with its `]` or `}`");
    }
    let (message, help) = words(error.info(), line, column);
    let help = help
        .unwrap_or("check the quotes, brackets and spaces of this line; a string with special characters needs quotes");
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
            known("a key of more than 1024 characters", "check that a space follows each key's colon")
        }
        "did not find expected <document start>" if line.starts_with('%') || rest.is_empty() => {
            known("a `%` directive, which is not allowed in values files", "delete the line")
        }
        _ => match ERRORS.iter().find(|(infos, ..)| infos.contains(&info)) {
            Some((_, message, help)) => known(message, help),
            None => (plain_words(info), None),
        },
    }
}

/// The parser's words for the same error, and in their place a message and what to do.
type Row = (&'static [&'static str], &'static str, &'static str);

/// The errors that people make.
const ERRORS: &[Row] = &[
    (
        &["mapping values are not allowed in this context"],
        "a colon where a key is not allowed",
        "write a space after a key's colon, check the indentation, or put a string that contains `: ` in quotes",
    ),
    (
        &["simple key expect ':'", "simple key expected ':'", "simple key expected"],
        "a line that is neither `key: value` nor a list item",
        "write a colon and a space after the key",
    ),
    (
        &["while parsing node, found unknown anchor"],
        "an alias of an anchor that is not above it",
        "put a string that begins with `*` in quotes",
    ),
    (
        &["block sequence entries are not allowed in this context"],
        "a list item where a list cannot begin",
        "begin the list on a new line",
    ),
    (
        &["while parsing a block mapping, did not find expected key"],
        "this line does not belong to any list or map above it",
        "indent it like the lines that it belongs to",
    ),
    (
        &["while parsing a block collection, did not find expected '-' indicator"],
        "this line is not an item of the list above it",
        "begin it with `- `, or change its indentation",
    ),
    (
        &[
            "while scanning a quoted scalar, found unexpected end of stream",
            "while scanning a quoted scalar, found unexpected document indicator",
        ],
        "a missing closing quote",
        "close them",
    ),
    (
        &[
            "while parsing a quoted scalar, found unknown escape character",
            "while parsing a quoted scalar, did not find expected hexadecimal number",
            "while parsing a quoted scalar, found invalid Unicode character escape code",
        ],
        "an escape that YAML does not have",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    (
        &["while parsing a flow mapping, did not find expected ',' or '}'"],
        "a map in braces continues without a comma or `}`",
        "add the comma, or close the map",
    ),
    (
        &["while parsing a flow sequence, expected ',' or ']'"],
        "a list in brackets continues without a comma or `]`",
        "add the comma, or close the list",
    ),
    (
        &["did not find expected <document start>"],
        "a line that is indented less than the first one",
        "indent both lines equally; Helm would ignore the rest",
    ),
    (
        &["':' must be followed by a valid YAML whitespace"],
        "a tab after a key's colon",
        "write a space after the colon",
    ),
    (
        &["invalid indentation", "invalid indentation in flow construct"],
        "a line that is indented too little inside brackets or braces",
        "indent it more than the key",
    ),
    (
        &["invalid indentation in quoted scalar"],
        "a quoted string that continues with too little indentation",
        "indent its lines more than the key",
    ),
    (
        &["while scanning a plain scalar, found a tab"],
        "a tab in the indentation after this value",
        "indent with spaces; YAML does not allow tabs",
    ),
    (&["while parsing a node, did not find expected node content"], "a value is missing here", "give it"),
    (&["invalid content after document end marker"], "text after the end of the document `...`", "delete the `...`"),
    (
        &["missing explicit document end marker before directive"],
        "a line that begins with `%` is a YAML directive",
        "put a string that begins with `%` in quotes",
    ),
];

/// The parser's words without its inner view: `while parsing a tag, did not find ...`.
fn plain_words(info: &str) -> String {
    let words = info.strip_prefix("while ").and_then(|rest| rest.split_once(", ")).map_or(info, |(_, what)| what);
    format!("this is not YAML: {}", words.replace(['<', '>'], ""))
}
