//! How a text is written so that every reader of YAML, 1.1 or 1.2, reads that text back.

use super::scalar::{Scalar, Tag, resolve};
use std::fmt::Write as _;

/// The ways to write a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As it is.
    Plain,
    /// In double quotes, with escapes.
    Quoted,
    /// Line by line after a `|`.
    Block,
}

/// The options of a command line in a text that begins with one, such as `-Xmx8g -Da=b`, each on a line of its own.
///
/// Nothing for any other text, and for one that a folded block could not give back: there each line break stands for one
/// blank.
pub fn options(text: &str) -> Option<Vec<&str>> {
    let is_option = |text: &str| text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_alphabetic());
    if !text.starts_with('-') || !is_option(text) || text.ends_with(' ') || !text.chars().all(is_printable) {
        return None;
    }
    let mut lines = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some(found) = text.get(from..).and_then(|rest| rest.find(" -")) {
        let at = from + found;
        let (before, after) = (text.get(start..at)?, text.get(at + 1..)?);
        // Of two blanks one would be left, and a line that ends or begins with one is not folded.
        if !before.ends_with(char::is_whitespace) && is_option(after) {
            lines.push(before);
            start = at + 1;
        }
        from = at + 1;
    }
    lines.push(text.get(start..)?);
    Some(lines)
}

/// The simplest way that is safe.
pub fn style(text: &str) -> Style {
    if is_plain(text) {
        Style::Plain
    } else if is_block(text) {
        Style::Block
    } else {
        Style::Quoted
    }
}

/// Writes a text on one line.
pub fn scalar(text: &str, out: &mut String) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        quoted(text, out);
    }
}

/// Writes a text in double quotes, with escapes that YAML and JSON share.
pub fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing to a `String` cannot fail.
            c if !is_printable(c) => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Whether a character may stand unescaped: no control characters, no line break of either YAML, no byte order mark.
fn is_printable(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        c => c >= '\u{a0}',
    }
}

fn is_plain(text: &str) -> bool {
    // Most texts are names, which begin neither a number nor anything else.
    if text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic()) {
        return (text.bytes().all(|byte| NAME[usize::from(byte)]) || stays_plain(text)) && !is_word(text);
    }
    starts_plain(text) && stays_plain(text) && !is_word(text) && !is_numberlike(text)
}

/// The bytes of names, which mean nothing in YAML wherever they stand.
const NAME: [bool; 256] = {
    let (mut table, mut byte) = ([false; 256], 0);
    while byte < 128 {
        table[byte] = matches!(byte as u8, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'/' | b'_' | b'=');
        byte += 1;
    }
    table
};

/// Whether no character needs an escape, and nothing ends the text early: `: `, ` #`, a blank or colon at its end.
fn stays_plain(text: &str) -> bool {
    // Looked at in bytes, for nearly all of it is ASCII and every text comes by here.
    let mut before = b'-';
    for byte in text.bytes() {
        match byte {
            b' ' if before == b':' => return false,
            b'#' if before == b' ' => return false,
            b' '..=b'~' | 0x80.. => before = byte,
            _ => return false,
        }
    }
    !matches!(before, b' ' | b':')
        && (text.is_ascii() || text.chars().all(|c| c.is_ascii() || is_printable(c) && !c.is_whitespace()))
}

/// Whether the first character neither opens anything in YAML nor is one that some reader treats in its own way.
fn starts_plain(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        // `---` begins a document.
        Some('-') => !text.starts_with("---") && chars.next().is_some_and(|c| c.is_ascii_alphanumeric() || c == '-'),
        Some(c) if c.is_ascii() => c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '$' | '(' | '+' | '.'),
        Some(_) => true,
        None => false,
    }
}

/// Words that mean a boolean or null to one reader or another, in any case.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let may_begin = |byte: u8| matches!(byte.to_ascii_lowercase(), b'f' | b'n' | b'o' | b't' | b'y');
    text.len() <= 5
        && text.bytes().next().is_some_and(may_begin)
        && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether some reader may see a number, a date or a time (`1_000`, `0o17`, `12:30`, `2001-01-01 10:00`, `.inf`), or the
/// end of the document. Wider than need be: quotes do no harm.
fn is_numberlike(text: &str) -> bool {
    let rest = text.trim_start_matches(['+', '-', '.']);
    // `-c` and `--v=5` are options: after a hyphen a number goes on with a digit or a point.
    let is_option =
        text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-'));
    let is_text = || matches!(resolve(text, Tag::None), Ok(Scalar::Text(_)));
    if is_option {
        return !is_text();
    }
    if !text.starts_with(|c: char| c.is_ascii_digit()) && rest.len() == text.len() {
        return false;
    }
    let is_number_letter =
        |c: char| c.is_ascii_hexdigit() || matches!(c, '_' | ':' | '.' | '+' | '-' | ' ') || "xXoOtTzZ".contains(c);
    rest.chars().all(is_number_letter)
        || rest.len() <= 3 && rest.len() < text.len()
        || text.starts_with("...")
        || !is_text()
}

/// Whether a text of several lines comes back unchanged from a literal block without an indentation indicator:
/// no odd characters, no line that begins with a blank before the indent is known, one line break at the end at most.
fn is_block(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    text.contains('\n')
        && !body.starts_with([' ', '\n'])
        && !body.ends_with('\n')
        && body.split('\n').all(|line| {
            !line.starts_with('\t')
                && (line.is_empty() || line.contains(|c| c != ' '))
                && line.chars().all(|c| c == '\t' || is_printable(c))
        })
        && !body.is_empty()
}
