//! Three things that Helm reads and the parser refuses: a tab right after a key's colon, and lines with too little indent inside
//! quotes or brackets. Blanks that mean the same are put in.

use saphyr_parser::ScanError;

/// A text that means the same to Helm.
#[derive(Debug)]
pub struct Mended {
    /// The text; it has the same lines.
    pub text: String,
    /// Lines, from 1, and how many blanks were put before them.
    pub shifts: Vec<(usize, usize)>,
}

/// The text with the cause of an error mended, if it is one of the three. `bracket` is the column of the innermost open list
/// or map, from 0.
pub fn mended(text: &str, error: &ScanError, bracket: usize) -> Option<Mended> {
    let mark = error.marker();
    let line_start = line_starts(text).nth(mark.line().checked_sub(1)?)?;
    let line = text.get(line_start..)?;
    let at = line_start + line.char_indices().nth(mark.col()).map_or(line.len(), |(at, _)| at);
    match error.info() {
        "':' must be followed by a valid YAML whitespace" => tabs(text, line_start, at),
        "invalid indentation in quoted scalar" => quotes(text, at, mark.line(), mark.col()),
        "invalid indentation" | "invalid indentation in flow construct" => {
            let (before, rest) = text.split_at_checked(line_start)?;
            let is_little = indent_of(rest) <= bracket && (1..=MAX_INDENT).contains(&bracket);
            let text = format!("{before}{}{rest}", " ".repeat(bracket));
            is_little.then(|| Mended { text, shifts: vec![(mark.line(), bracket)] })
        }
        _ => None,
    }
}

fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1))
}

/// Makes the tabs before a place blanks, and those after the keys that follow it at the same indent: reading anew for each
/// tab of a long text would take long.
fn tabs(text: &str, line_start: usize, at: usize) -> Option<Mended> {
    let (before, rest) = (text.get(..at)?, text.get(at..)?);
    let kept = before.trim_end_matches([' ', '\t']);
    let mut out = format!("{kept}{}", " ".repeat(before.len() - kept.len()));
    let indent = indent_of(text.get(line_start..)?);
    let mut lines = rest.split_inclusive('\n');
    out.push_str(lines.next()?);
    let mut is_sibling = true;
    for line in lines {
        match value(line).filter(|_| is_sibling && indent_of(line) == indent) {
            Some((key, value)) => {
                out.push_str(key);
                out.push_str(": ");
                out.push_str(value);
            }
            None => {
                is_sibling &= line.trim().is_empty() || line.trim_start_matches(' ').starts_with('#');
                out.push_str(line);
            }
        }
    }
    (out != text).then(|| Mended { text: out, shifts: Vec::new() })
}

/// The key of a line and its value, if both are so simple that nothing goes on in the next line but at a deeper indent.
fn value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let value = value.strip_prefix([' ', '\t'])?;
    (is_simple(key.trim_start_matches(' ')) && value.starts_with(is_letter)).then_some((key, value))
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

fn is_simple(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| is_letter(c) || matches!(c, '.' | '-' | '_'))
}

/// Indents the further lines of the quoted text that begins at a place; folding takes the blanks away again.
fn quotes(text: &str, at: usize, line: usize, indent: usize) -> Option<Mended> {
    let quoted = text.get(at..)?;
    let end = at + closing_quote(quoted)?;
    let body = text.get(at..end)?;
    if body.contains("\n...") || indent > MAX_INDENT {
        return None;
    }
    let indented = body.replace('\n', &format!("\n{}", " ".repeat(indent)));
    let out = format!("{}{indented}{}", text.get(..at)?, text.get(end..)?);
    let shifts = (1..=body.matches('\n').count()).map(|further| (line + further, indent)).collect();
    (out != text).then_some(Mended { text: out, shifts })
}

/// A deeper indent is not mended, so that the text cannot grow without bounds.
const MAX_INDENT: usize = 100;

/// The place of the quote that closes the text.
fn closing_quote(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.first()?;
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 2,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 2,
            byte if byte == quote => return Some(at),
            _ => at += 1,
        }
    }
    None
}
