//! Reads keys and their values in a text that may be no YAML: where a key before a sign begins, whether it names a secret, and
//! where its value ends.

use super::credential::{is_credential, is_known_credential};
use std::ops::Range;

/// What kind of text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// A file of YAML or JSON.
    File,
    /// An argument with pairs of paths and values, with commas between.
    Pairs,
    /// An argument with one pair, whose value goes on to the end.
    Pair,
}

/// A longer name is no property's.
const LONGEST_NAME: usize = 300;

/// Keys that stand for secrets where the name of a property was written as maps within maps.
const NESTED: [&str; 9] = [
    "accesskey",
    "accesskeyid",
    "accesskeysecret",
    "apikey",
    "password",
    "secretaccesskey",
    "secretkey",
    "sessiontoken",
    "accesskeyidsecret",
];

/// A value without the quotes around it.
pub fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inner = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}

/// What stands before a `:` or `=`.
pub(super) struct Key {
    /// Where the name begins and ends, without quotes.
    start: usize,
    end: usize,
    /// The quote around the name, or right before it.
    quote: Option<char>,
    /// Whether it is a key of YAML or JSON, rather than a path or an option.
    pub(super) is_yaml: bool,
    /// How far it is indented, if nothing but blanks and dashes stands before it.
    pub(super) indent: Option<usize>,
}

impl Key {
    pub(super) fn name<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start..self.end]
    }
}

/// A text, and how far it is read.
pub(super) struct Scanner<'a> {
    text: &'a str,
    kind: Text,
    /// Where the line begins, and whether it has had a `{`. Looking back for either would be quadratic in a long line.
    line: usize,
    has_brace: bool,
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._-\\@".contains(&byte)
}

impl<'a> Scanner<'a> {
    /// At the beginning of a text.
    pub(super) fn new(text: &'a str, kind: Text) -> Self {
        Scanner { text, kind, line: 0, has_brace: false }
    }

    /// Goes past the end of a line or a `{`.
    pub(super) fn pass(&mut self, at: usize, sign: &str) {
        self.has_brace = sign == "{";
        if !self.has_brace {
            self.line = at + 1;
        }
    }

    /// The key before a separator.
    pub(super) fn key(&self, at: usize) -> Option<Key> {
        let bytes = self.text.as_bytes();
        let is_yaml = bytes.get(at) == Some(&b':');
        let mut end = at;
        while is_yaml && end > 0 && matches!(bytes[end - 1], b' ' | b'\t') {
            end -= 1;
        }
        // `? key` on a line, and `: value` on the next.
        if let Some(above) = self.text[..end].strip_suffix('\n').filter(|_| is_yaml) {
            let above = above.trim_end();
            let line = above.rfind('\n').map_or(0, |at| at + 1);
            if above[line..].trim_start().starts_with('?') {
                end = above.len();
            }
        }
        let mut quote = None;
        if let Some(byte @ (b'"' | b'\'')) = end.checked_sub(1).map(|before| bytes[before]).filter(|_| is_yaml) {
            quote = Some(char::from(byte));
            end -= 1;
        }
        let start = (end.saturating_sub(LONGEST_NAME)..end).rev().take_while(|at| is_of_name(bytes[*at])).last()?;
        let quote = quote.or_else(|| self.text[..start].chars().next_back().filter(|c| "\"'`".contains(*c)));
        let before = self.text[..start].trim_end_matches(['"', '\'']);
        let head = before.trim_end_matches([' ', '\t', '-', '?']);
        let is_first = head.is_empty() || head.ends_with('\n');
        Some(Key { start, end, quote, is_yaml, indent: is_first.then_some(before.len() - head.len()) })
    }

    /// Whether a path leads into the section whose values say where secrets are.
    pub(super) fn is_reference(&self, key: &Key) -> bool {
        self.kind != Text::File && !key.is_yaml && key.name(self.text).starts_with("credentials.")
    }

    pub(super) fn is_secret(&self, key: &Key) -> bool {
        let name = key.name(self.text);
        if key.is_yaml {
            let name = name.replace('\\', "");
            let is_variable = name.contains('_') && name.bytes().all(|byte| !byte.is_ascii_lowercase());
            let may_say_so = name.contains('.') || is_variable;
            return is_known_credential(&name)
                || may_say_so && is_credential(&name)
                || NESTED.contains(&name.to_ascii_lowercase().as_str());
        }
        if let Some(at) = name.rfind("-D").filter(|at| *at == 0 || name.as_bytes()[at - 1] != b'.') {
            return is_credential(&name[at + 2..]);
        }
        // A path: any part of it that begins after a dot may be the name, with or without backslashes.
        let mut below = false;
        let mut from = 0;
        loop {
            let rest = name[from..].replace('\\', "");
            if is_known_credential(&rest) || below && is_credential(&rest) {
                return true;
            }
            let dot = name[from..].match_indices('.').find(|(at, _)| !name[..from + at].ends_with('\\'));
            let Some((dot, _)) = dot else { return NESTED.contains(&rest.to_ascii_lowercase().as_str()) };
            below |= matches!(&name[from..from + dot], "properties" | "env");
            from += dot + 1;
        }
    }

    /// A single value in one line, without quotes.
    pub(super) fn plain(&self, from: usize) -> &str {
        let rest = &self.text[from..from + line_end(&self.text[from..])];
        unquoted(rest.split([',', '}']).next().unwrap_or(rest))
    }

    /// The value that begins after a separator.
    pub(super) fn value(&self, from: usize, key: &Key) -> Range<usize> {
        let rest = &self.text[from..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let start = from + blank;
        let rest = &self.text[start..];
        if let Some(quote) = rest.chars().next().filter(|first| ['"', '\''].contains(first)) {
            return start..start + quoted(rest, quote);
        }
        if !key.is_yaml {
            return start..start + self.of_option(rest, key);
        }
        if self.is_in_flow(key) {
            // The value may stand on the next line.
            let skipped = rest.len() - rest.trim_start().len();
            let inner = &rest[skipped..];
            let length = match inner.chars().next().filter(|first| ['"', '\''].contains(first)) {
                Some(quote) => quoted(inner, quote),
                None => inner.find([',', '}', ']', '\n']).unwrap_or(inner.len()),
            };
            return start..start + skipped + length;
        }
        start..start + self.block(rest, key)
    }

    /// How long the value of an option or of a path is.
    fn of_option(&self, rest: &str, key: &Key) -> usize {
        let is_option = key.name(self.text).contains("-D");
        let line = if self.kind == Text::File { line_end(rest) } else { rest.len() };
        let rest = &rest[..line];
        if let Some(quote) = key.quote.filter(|_| is_option) {
            return rest.find(quote).unwrap_or(line);
        }
        if is_option {
            let ends = rest.match_indices('-').map(|(at, _)| at);
            let end = ends.into_iter().find(|at| rest[..*at].ends_with([' ', '\t'])).unwrap_or(line);
            return rest[..end].trim_end().len();
        }
        if rest.starts_with('{') {
            return rest.find('}').map_or(line, |end| end + 1);
        }
        let mut commas = rest.match_indices(',').map(|(at, _)| at).filter(|at| !rest[..*at].ends_with('\\'));
        if self.kind == Text::Pairs { commas.next().unwrap_or(line) } else { line }
    }

    /// Whether a key stands within braces.
    fn is_in_flow(&self, key: &Key) -> bool {
        let before = self.text[..key.start].trim_end_matches(['"', '\'']).trim_end_matches([' ', '\t']);
        // The key of `? key` may stand on the line above.
        let has_brace = match before.get(self.line..) {
            Some(_) => self.has_brace,
            None => before.rfind('\n').map_or(before, |at| &before[at + 1..]).contains('{'),
        };
        key.indent.is_none() && has_brace || before.trim_end().ends_with(['{', ',']) || self.kind != Text::File
    }

    /// How long the value of a key in a block is: the rest of its line, and the lines below that are indented further.
    fn block(&self, rest: &str, key: &Key) -> usize {
        let indent = key.indent.unwrap_or(0);
        let first = line_end(rest);
        let is_empty = rest[..first].trim().is_empty();
        let mut end = first;
        let mut at = first + 1;
        while at < rest.len() {
            let line = &rest[at..at + line_end(&rest[at..])];
            let own = line.len() - line.trim_start_matches([' ', '\t']).len();
            let is_blank = line.trim().is_empty();
            if !is_blank && own <= indent && !(is_empty && end == first && !line.contains(':')) {
                break;
            }
            at += line.len() + 1;
            if !is_blank {
                end = at - 1;
            }
        }
        end
    }
}

/// Where the line ends.
pub(super) fn line_end(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// How long a quoted text is, quotes included. One that does not end goes on to the end.
fn quoted(text: &str, quote: char) -> usize {
    let mut from = 1;
    while let Some(at) = text[from..].find(quote).map(|at| from + at) {
        let escapes = text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
        if quote == '\'' && text[at + 1..].starts_with('\'') {
            from = at + 2;
        } else if quote == '"' && escapes % 2 == 1 {
            from = at + 1;
        } else {
            return at + 1;
        }
    }
    text.len()
}
