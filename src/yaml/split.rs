//! Cuts a text into its documents, as Helm does before any YAML is parsed: at every line that begins with `---`.
//! Characters that Helm's reader refuses are refused here.

use crate::problem::{Problem, Problems, Stop};
use crate::source::{SourceId, Span};
use std::collections::HashMap;

/// One document of a text.
#[derive(Debug)]
pub struct Piece<'a> {
    /// The text it lies in.
    pub source: SourceId,
    /// Its own text, without a byte order mark.
    pub text: &'a str,
    /// The number of lines before it.
    pub lines_before: u32,
    /// The number of characters before it on its first line (a byte order mark is one).
    pub columns_before: u32,
    /// How many blanks were put before its lines to mend it; the other lines have none.
    pub shifts: HashMap<usize, usize>,
}

impl Piece<'_> {
    /// A place by its line (from 1) and column (from 0) within the piece.
    pub fn place(&self, line: usize, column: usize, length: usize) -> Span {
        let shift = if line <= 1 { self.columns_before } else { 0 };
        let column = column.saturating_sub(self.shifts.get(&line).copied().unwrap_or(0));
        Span {
            source: self.source,
            line: self.lines_before + clamp(line.max(1)),
            column: clamp(column).saturating_add(shift).saturating_add(1),
            length: clamp(length),
        }
    }
}

/// Texts are at most 16 MiB, so nothing is lost.
fn clamp(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The documents of a text.
///
/// As in `k8s.io/apimachinery`: nothing but a comment may follow the hyphens; a separator with nothing before it stays in its document.
pub fn pieces<'a>(text: &'a str, source: SourceId, problems: &mut Problems) -> Result<Vec<Piece<'a>>, Stop> {
    refuse_odd_characters(text, source, problems)?;
    if !text.is_empty() && !text.starts_with("---") && !text.contains("\n---") {
        return Ok(vec![piece(text, source, 0)]);
    }
    let mut pieces = Vec::new();
    let (mut start, mut start_line) = (0, 0);
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if let Some(rest) = line.strip_prefix("---") {
            let rest = rest.trim();
            let here = |length| Span { source, line: clamp(number + 1), column: 1, length: clamp(length) };
            if !rest.is_empty() && !rest.starts_with('#') {
                let what =
                    Problem::error("text after the document separator `---`").at(here(line.trim_end().chars().count()));
                return problems.fail(what.help("put the text on a line of its own"));
            }
            if at > start {
                pieces.push(piece(text.get(start..at).unwrap_or_default(), source, start_line));
                (start, start_line) = (at + line.len(), number + 1);
            }
        }
        at += line.len();
    }
    if at > start {
        pieces.push(piece(text.get(start..).unwrap_or_default(), source, start_line));
    }
    Ok(pieces)
}

fn piece(text: &str, source: SourceId, lines_before: usize) -> Piece<'_> {
    let (text, columns_before) = text.strip_prefix('\u{feff}').map_or((text, 0), |text| (text, 1));
    Piece { source, text, lines_before: clamp(lines_before), columns_before, shifts: HashMap::new() }
}

/// Refuses what go-yaml calls control characters, and the line breaks of YAML 1.1 that YAML 1.2 readers take for letters.
fn refuse_odd_characters(text: &str, source: SourceId, problems: &mut Problems) -> Result<(), Stop> {
    // Nearly every text is plain ASCII, which is seen at once.
    if text.bytes().fold(true, |usual, byte| usual & is_usual(byte)) {
        return Ok(());
    }
    let Some((at, c)) = text.char_indices().find(|&(_, c)| is_odd(c)) else {
        return Ok(());
    };
    let before = text.get(..at).unwrap_or_default();
    let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
    let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
    let place = Span { source, line: clamp(line), column: clamp(column), length: 1 };
    let code = u32::from(c);
    let what = match c {
        '\u{85}' | '\u{2028}' | '\u{2029}' => "line separator that only some YAML parsers recognize",
        _ => "control character",
    };
    let problem = Problem::error(format!("{what} (U+{code:04X})")).at(place);
    problems.fail(problem.help(format!("delete it, or write it in double quotes as `\\u{code:04x}`")))
}

fn is_usual(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~')
}

fn is_odd(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | ' '..='~' => false,
        '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}' => true,
        c => c < '\u{a0}',
    }
}
