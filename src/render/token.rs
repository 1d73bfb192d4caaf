//! Tokens: what stands in rendered text for the values that were kept aside.

use minijinja::value::Value;
use minijinja::{AutoEscape, Error, ErrorKind, Output, State};

/// A token is a number between these two characters of Unicode's private use area, which no template may write.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

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
    let Kept(values) = state.get_or_insert_extension_with(Kept::default);
    values.push(value.clone());
    out.write_str(&token(values.len() - 1)).map_err(Error::from)
}

/// The token of a number. Every value gets one, and formatting would take three times as long.
fn token(index: usize) -> String {
    fn digits(number: usize, text: &mut String) {
        if number > 9 {
            digits(number / 10, text);
        }
        text.push(char::from(b'0' + (number % 10) as u8));
    }
    let mut text = String::with_capacity(16);
    text.push(OPEN);
    digits(index, &mut text);
    text.push(CLOSE);
    text
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
    /// A value, and the number of its token.
    Value(usize, &'a Value),
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
        let token = rest.strip_prefix(OPEN).and_then(|rest| rest.split_once(CLOSE));
        let index = token.and_then(|(index, _)| index.parse::<usize>().ok());
        match (token, index.and_then(|index| Some((index, kept.get(index)?)))) {
            (Some((_, after)), Some((index, value))) => {
                rest = after;
                Some(Ok(Piece::Value(index, value)))
            }
            _ => {
                rest = "";
                Some(Err("the result of a macro was split".to_owned()))
            }
        }
    })
}

/// Where the first half of a token stands, or the text ends. Looking for one character at a time is several times faster.
fn mark(text: &str) -> usize {
    let open = text.find(OPEN).unwrap_or(text.len());
    text.get(..open).and_then(|before| before.find(CLOSE)).unwrap_or(open)
}

/// Whether a character begins or ends a token.
pub(super) fn is_half(c: char) -> bool {
    c == OPEN || c == CLOSE
}

/// Whether any token is in a text.
pub(super) fn any(text: &str) -> bool {
    text.contains(OPEN)
}

/// The value, if the whole text is one token.
pub(super) fn whole<'a>(text: &'a str, kept: &'a [Value]) -> Option<&'a Value> {
    let mut pieces = pieces(text, kept);
    match (pieces.next(), pieces.next()) {
        (Some(Ok(Piece::Value(_, value))), None) => Some(value),
        _ => None,
    }
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
    write_lines(&mut out, &text, kept, 0)?;
    Ok(out)
}

fn write_lines(out: &mut String, text: &str, kept: &[Value], depth: usize) -> Result<(), String> {
    if depth > DEEPEST {
        return Err(format!("results of macros are nested more than {DEEPEST} levels deep"));
    }
    for piece in pieces(text, kept) {
        match piece? {
            Piece::Text(text) => out.push_str(text),
            Piece::Value(_, value) if value.is_safe() => write_block(out, template_text(value), kept, depth)?,
            Piece::Value(index, _) => out.push_str(&token(index)),
        }
        if out.len() > LONGEST {
            return Err(format!("the template renders more than {} MiB", LONGEST >> 20));
        }
    }
    Ok(())
}

fn write_block(out: &mut String, block: &str, kept: &[Value], depth: usize) -> Result<(), String> {
    let line = out.get(out.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or("");
    let lead = line.len() - line.trim_start_matches([' ', '-']).len();
    let indent = if line.len() == lead {
        lead
    } else if line.trim_end().ends_with(':') {
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', lead + 2));
        lead + 2
    } else {
        lead
    };
    for (number, line) in block.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
            if !line.is_empty() {
                out.extend(std::iter::repeat_n(' ', indent));
            }
        }
        write_lines(out, line, kept, depth + 1)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{CLOSE, OPEN, forges, token};
    use crate::assets::built_in;

    #[test]
    fn a_token_has_its_number_in_decimals() {
        for number in [0, 9, 10, 99, 100, 12_345] {
            assert_eq!(token(number), format!("{OPEN}{number}{CLOSE}"));
        }
    }

    #[test]
    fn nothing_that_is_built_in_could_write_a_token() {
        for (path, text) in built_in() {
            assert!(!forges(text), "{path}");
        }
    }
}
