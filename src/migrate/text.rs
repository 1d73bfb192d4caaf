//! Edits of a text at the places that the reader of YAML knows. What no edit touches stays, byte for byte.

use crate::order;
use crate::source::{Sources, Span};
use crate::yaml::{Kind, Node};
use std::ops::Range;

/// A piece of the text, and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes.
    pub range: Range<usize>,
    /// The new text.
    pub text: String,
}

/// The text with all edits; nothing if two of them overlap.
pub fn edited(text: &str, mut edits: Vec<Edit>) -> Option<String> {
    order::sort_by_key(&mut edits, |edit| (edit.range.start, edit.range.end));
    edits.dedup();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for Edit { range, text: new } in edits {
        out.push_str(text.get(done..range.start)?);
        out.push_str(&new);
        done = range.end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

/// A text with the places of its lines.
pub struct Page<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Page<'a> {
    /// The text of a source.
    pub fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Page { text, starts }
    }

    /// Where a place begins, in bytes.
    pub fn offset(&self, span: Span) -> Option<usize> {
        let start = *self.starts.get((span.line as usize).checked_sub(1)?)?;
        let line = self.text.get(start..)?;
        let at = line.char_indices().nth((span.column as usize).checked_sub(1)?).map_or(line.len(), |(at, _)| at);
        Some(start + at)
    }

    /// The bytes of what is written at a place of one line.
    pub fn written(&self, span: Span, sources: &Sources) -> Option<Range<usize>> {
        let start = self.offset(span)?;
        Some(start..start + sources.written(span).len())
    }

    /// The whole line of an item of a block, where the item is a single value on that line.
    pub fn item(&self, span: Span, sources: &Sources) -> Option<Range<usize>> {
        let value = self.written(span, sources)?;
        let number = self.line_of(value.start);
        let start = *self.starts.get(number)?;
        let line = self.line(number)?;
        let before = line.get(..value.start - start)?;
        let behind = line.get(value.end - start..)?.trim();
        let is_alone = before.trim() == "-" && (behind.is_empty() || behind.starts_with('#'));
        is_alone.then(|| start..start + line.len())
    }

    fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    fn line(&self, number: usize) -> Option<&'a str> {
        let start = *self.starts.get(number)?;
        let end = self.starts.get(number + 1).copied().unwrap_or(self.text.len());
        self.text.get(start..end).filter(|line| !line.is_empty())
    }

    /// Whether a key stands in a block: nothing is before it in its line.
    pub fn is_block(&self, key: usize) -> bool {
        let start = self.starts.get(self.line_of(key)).copied().unwrap_or(0);
        self.text.get(start..key).is_some_and(|before| before.trim().is_empty())
    }

    /// The whole lines of a key of a block and of its value. Comments and blank lines behind them belong to what follows.
    pub fn entry(&self, key: usize, value: &Node) -> Range<usize> {
        let first = self.line_of(key);
        let start = self.starts.get(first).copied().unwrap_or(0);
        let column = key - start;
        let is_list = matches!(value.kind, Kind::List(_));
        let mut last = first;
        for number in first + 1.. {
            let Some(line) = self.line(number) else { break };
            let text = line.trim();
            let indent = line.len() - line.trim_start().len();
            let is_item = is_list && indent == column && (text == "-" || text.starts_with("- "));
            if text.is_empty() || text.starts_with('#') && !self.goes_on(number, column, is_list) {
                continue;
            }
            if indent > column || is_item {
                last = number;
            } else {
                break;
            }
        }
        start..self.starts.get(last + 1).copied().unwrap_or(self.text.len())
    }

    /// Whether a line of comment has lines of the same value below it.
    fn goes_on(&self, comment: usize, column: usize, is_list: bool) -> bool {
        let below = (comment + 1..).map_while(|number| self.line(number));
        let mut next = below.map(|line| (line.len() - line.trim_start().len(), line.trim()));
        let next = next.find(|(_, text)| !text.is_empty() && !text.starts_with('#'));
        next.is_some_and(|(indent, text)| indent > column || is_list && indent == column && text.starts_with('-'))
    }

    /// Where a value ends that stands in one line or between brackets. Nothing if that is not plain to see.
    pub fn end(&self, value: &Node, sources: &Sources) -> Option<usize> {
        let start = self.offset(value.span)?;
        match &value.kind {
            Kind::List(_) | Kind::Map(_) => self.closing(start),
            _ => self.written(value.span, sources).map(|range| range.end),
        }
    }

    /// The end of what a bracket begins.
    fn closing(&self, start: usize) -> Option<usize> {
        let (mut depth, mut quote, mut before) = (0_usize, None, ' ');
        for (at, c) in self.text.get(start..)?.char_indices() {
            match (quote, c) {
                (Some('"'), '\\') if before != '\\' => {}
                (Some('"'), '"') if before == '\\' => {}
                (Some(open), c) if open == c => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if !before.is_alphanumeric() => quote = Some(c),
                (None, '#') if before.is_whitespace() => return None,
                (None, '[' | '{') => depth += 1,
                (None, ']' | '}') => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(start + at + c.len_utf8());
                    }
                }
                _ if depth == 0 => return None,
                _ => {}
            }
            before = c;
        }
        None
    }

    /// The bytes of an entry between brackets, with one of the commas beside it.
    pub fn flow_entry(&self, key: usize, end: usize) -> Range<usize> {
        let rest = self.text.get(end..).unwrap_or("");
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if rest[blank..].starts_with(',') {
            let after = &rest[blank + 1..];
            let more = after.len() - after.trim_start_matches(' ').len();
            return key..end + blank + 1 + more;
        }
        let before = self.text.get(..key).unwrap_or("");
        let head = before.trim_end_matches([' ', '\t']);
        match head.strip_suffix(',') {
            Some(head) => head.len()..end,
            None => key..end,
        }
    }
}
