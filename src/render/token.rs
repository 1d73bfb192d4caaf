//! Tokens: what stands in rendered text for the values that were kept aside.

use crate::yaml::emit::pad;
use minijinja::value::Value;
use minijinja::{AutoEscape, Error, ErrorKind, Output, State};
use std::fmt;

/// A token is a number between these two characters of Unicode's private use area, which no template may write.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// What is wrong where a token is not whole.
pub(super) const SPLIT: &str = "the result of a macro was split";

/// The longest text that a template may grow to, in bytes.
const LONGEST: usize = 16 << 20;

/// How deep results of macros may lie in one another.
const DEEPEST: usize = 100;

/// The values that a render has kept aside; a token is an index into them.
#[derive(Default)]
pub(super) struct Kept(pub Vec<Value>);

/// Writes a value during rendering: a token, except for the one-line result of a macro, which consists of tokens and template text.
pub(super) fn format(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    if matches!(state.auto_escape(), AutoEscape::None) {
        return Err(Error::new(ErrorKind::InvalidOperation, "`autoescape false` is not supported"));
    }
    if value.is_safe() {
        let text = template_text(value);
        if !text.contains('\n') {
            return out.write_str(text).map_err(Error::from);
        }
    }
    // As many as most templates have.
    let Kept(values) = state.get_or_insert_extension_with(|| Kept(Vec::with_capacity(40)));
    values.push(value.clone());
    let index = values.len() - 1;
    token(index, out).map_err(Error::from)
}

/// Writes the token of a number in one piece. Every value gets one, and formatting would take several times as long.
fn token(index: usize, out: &mut impl fmt::Write) -> fmt::Result {
    let mut text = [0; OPEN.len_utf8() + usize::MAX.ilog10() as usize + 1 + CLOSE.len_utf8()];
    let mut start = text.len();
    let mut put = |bytes: &[u8]| {
        start -= bytes.len();
        text[start..start + bytes.len()].copy_from_slice(bytes);
    };
    put(CLOSE.encode_utf8(&mut [0; 4]).as_bytes());
    let mut rest = index;
    loop {
        put(&[b'0' + (rest % 10) as u8]);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    put(OPEN.encode_utf8(&mut [0; 4]).as_bytes());
    out.write_str(std::str::from_utf8(&text[start..]).unwrap_or_default())
}

/// The result of a macro without the line breaks around it.
pub(super) fn template_text(value: &Value) -> &str {
    value.as_str().unwrap_or("").trim_matches('\n')
}

/// Whether a template's source could write a token itself.
pub(super) fn forges(source: &str) -> bool {
    let escape = |text: &str| {
        let digits = text.trim_start_matches(['u', 'U']).trim_start_matches('0');
        text.starts_with(['u', 'U']) && digits.get(..3).is_some_and(|hex| hex.eq_ignore_ascii_case("e00"))
    };
    source.contains([OPEN, CLOSE]) || source.split('\\').skip(1).any(escape)
}

/// A piece of rendered text.
#[derive(Clone, Copy)]
pub(super) enum Piece<'a> {
    /// Characters of the template.
    Text(&'a str),
    /// What a token stands for.
    Value(&'a Value),
}

/// Cuts rendered text into pieces.
pub(super) fn pieces<'a>(text: &'a str, kept: &'a [Value]) -> impl Iterator<Item = Result<Piece<'a>, String>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let at = mark(rest);
        if at > 0 {
            let (before, after) = rest.split_at(at);
            rest = after;
            return Some(Ok(Piece::Text(before)));
        }
        match value(rest, kept) {
            Some((value, after)) => {
                rest = after;
                Some(Ok(Piece::Value(value)))
            }
            None => {
                rest = "";
                Some(Err(SPLIT.to_owned()))
            }
        }
    })
}

/// Where the first half of a token stands, or the text ends.
fn mark(text: &str) -> usize {
    find(text, |byte| byte == FIRST)
}

/// Where the first half of a token or a line break stands, or the text ends.
fn stop(text: &str) -> usize {
    find(text, |byte| byte == FIRST || byte == b'\n')
}

/// The first byte of both halves of a token, and of other characters that hardly anybody writes.
const FIRST: u8 = 0xEE;

/// Where the first wanted byte stands, unless it begins one of those characters. Pieces are short, so a look at each byte is
/// faster than a search.
fn find(text: &str, is_wanted: impl Fn(u8) -> bool) -> usize {
    let mut from = 0;
    while let Some(at) = text.as_bytes()[from..].iter().position(|byte| is_wanted(*byte)).map(|at| from + at) {
        if text.as_bytes()[at] != FIRST || text[at..].starts_with(is_half) {
            return at;
        }
        from = at + 1;
    }
    text.len()
}

/// Whether a character begins or ends a token.
pub(super) fn is_half(c: char) -> bool {
    c == OPEN || c == CLOSE
}

/// Whether any token is in a text.
pub(super) fn any(text: &str) -> bool {
    // For one character several times faster than `contains`, and most texts have none that is not ASCII.
    !text.is_ascii() && text.find(OPEN).is_some()
}

/// The number of the token that a text begins with, and what follows.
fn first(text: &str) -> Option<(usize, &str)> {
    let inside = behind(OPEN, text)?;
    let digits = inside.bytes().take_while(u8::is_ascii_digit).count();
    let (index, after) = inside.split_at(digits);
    Some((index.parse().ok()?, behind(CLOSE, after)?))
}

/// What follows a half of a token. In bytes, for every value of every template comes by here.
#[inline(always)]
fn behind(half: char, text: &str) -> Option<&str> {
    let mut bytes = [0; 3];
    half.encode_utf8(&mut bytes);
    match text.as_bytes() {
        [a, b, c, ..] if [*a, *b, *c] == bytes => text.get(bytes.len()..),
        _ => None,
    }
}

/// The value of the token that a text begins with, and what follows.
fn value<'a, 'k>(text: &'a str, kept: &'k [Value]) -> Option<(&'k Value, &'a str)> {
    let (index, after) = first(text)?;
    Some((kept.get(index)?, after))
}

/// The number of the token that a text consists of.
pub(super) fn alone(text: &str) -> Option<usize> {
    first(text).filter(|(_, after)| after.is_empty()).map(|(index, _)| index)
}

/// The fixed texts of a line, between its tokens.
pub(super) fn parts(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = line.trim();
    while let Some((before, after)) = rest.split_once(OPEN) {
        parts.push(before);
        rest = after.split_once(CLOSE).map_or("", |(_, rest)| rest);
    }
    parts.push(rest);
    parts
}

/// A rendered text as a message may show it: tokens become dots of the same width, so that no value is seen and columns hold.
pub(super) fn masked(text: &str) -> String {
    let mut inside = false;
    let mask = |c: char| match c {
        OPEN | CLOSE => {
            inside = c == OPEN;
            if inside { '{' } else { '}' }
        }
        _ if inside => '.',
        c => c,
    };
    text.chars().map(mask).collect()
}

/// Puts the results of macros that have several lines in place, each line at the indent of the call.
pub(super) fn expand(text: String, kept: &[Value]) -> Result<String, String> {
    if !kept.iter().any(Value::is_safe) {
        return Ok(text);
    }
    let mut out = String::with_capacity(text.len() * 2);
    write_lines(&mut out, &text, 0, kept, 0)?;
    Ok(out)
}

/// Writes lines, all but the first one and empty ones with an indent.
fn write_lines(out: &mut String, text: &str, indent: usize, kept: &[Value], depth: usize) -> Result<(), String> {
    if depth > DEEPEST {
        return Err(format!("results of macros are nested more than {DEEPEST} levels deep"));
    }
    let (mut rest, mut begins) = (text, false);
    while !rest.is_empty() {
        if rest.as_bytes()[0] == b'\n' {
            out.push('\n');
            (rest, begins) = (&rest[1..], true);
            continue;
        }
        if std::mem::take(&mut begins) {
            pad(indent, out);
        }
        rest = match rest.split_at(stop(rest)) {
            ("", _) => write_token(out, rest, kept, depth)?,
            (piece, after) => {
                out.push_str(piece);
                after
            }
        };
        if out.len() > LONGEST {
            return Err(format!("the template renders more than {} MiB", LONGEST >> 20));
        }
    }
    Ok(())
}

/// Writes what the token at the start of a text stands for if that is the result of a macro, and else the token. Returns what
/// follows.
fn write_token<'a>(out: &mut String, text: &'a str, kept: &[Value], depth: usize) -> Result<&'a str, String> {
    let (value, after) = value(text, kept).ok_or(SPLIT)?;
    match value.is_safe() {
        true => write_block(out, template_text(value), kept, depth)?,
        false => out.push_str(&text[..text.len() - after.len()]),
    }
    Ok(after)
}

/// Writes the result of a macro where it is called.
fn write_block(out: &mut String, block: &str, kept: &[Value], depth: usize) -> Result<(), String> {
    let line = out.get(out.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or("");
    let lead = line.len() - line.trim_start_matches([' ', '-']).len();
    let indent = if line.len() == lead {
        lead
    } else if line.trim_end().ends_with(':') {
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
        pad(lead + 2, out);
        lead + 2
    } else {
        lead
    };
    write_lines(out, block, indent, kept, depth + 1)
}

#[cfg(test)]
mod tests {
    use super::{CLOSE, OPEN, forges, token};
    use crate::assets::built_in;

    #[test]
    fn a_token_has_its_number_in_decimals() {
        for number in [0, 9, 10, 99, 100, 12_345] {
            let mut text = String::new();
            assert_eq!(token(number, &mut text), Ok(()));
            assert_eq!(text, format!("{OPEN}{number}{CLOSE}"));
        }
    }

    #[test]
    fn nothing_that_is_built_in_could_write_a_token() {
        for (path, text) in built_in() {
            assert!(!forges(text), "{path}");
        }
    }
}
