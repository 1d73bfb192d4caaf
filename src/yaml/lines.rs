//! Finds the text at a line and column. Marks come in the order of the text, so all look-ups together walk it about once.

use saphyr_parser::Marker;

/// A text, its lines, and where the last look-up ended.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// Where each line starts, in bytes.
    starts: Vec<usize>,
    /// Line, column in characters, and place in bytes.
    last: (usize, usize, usize),
}

impl<'a> Lines<'a> {
    /// Finds the lines of a text.
    pub fn new(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        Lines { text, starts, last: (0, 0, 0) }
    }

    /// The text from a mark to its end.
    pub fn after(&mut self, mark: Marker) -> &'a str {
        let line = mark.line().saturating_sub(1);
        let (mut column, mut at) = match self.last {
            (last, column, at) if last == line && column <= mark.col() => (column, at),
            _ => (0, self.starts.get(line).copied().unwrap_or(self.text.len())),
        };
        let rest = self.text.get(at..).unwrap_or_default();
        for c in rest.chars().take(mark.col() - column) {
            at += c.len_utf8();
            column += 1;
        }
        self.last = (line, column, at);
        self.text.get(at..).unwrap_or_default()
    }

    /// The text from a mark to the end of its line.
    pub fn rest_of_line(&mut self, mark: Marker) -> &'a str {
        let rest = self.after(mark);
        let (_, _, at) = self.last;
        let end = self.starts.get(mark.line()).map_or(self.text.len(), |next| next.saturating_sub(1));
        rest.get(..end.saturating_sub(at)).unwrap_or(rest)
    }
}
