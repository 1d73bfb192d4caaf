//! A reader of one argument of the command line that knows the place of every character.

use crate::source::{SourceId, Span};

/// Stands before the next character of an argument.
#[derive(Debug)]
pub struct Cursor {
    source: SourceId,
    characters: Vec<char>,
    /// Where each line starts: an argument may hold line breaks.
    lines: Vec<usize>,
    at: usize,
}

impl Cursor {
    /// Starts at the beginning of a text.
    pub fn new(source: SourceId, text: &str) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let breaks = characters.iter().enumerate().filter(|&(_, &c)| c == '\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(breaks).collect();
        Cursor { source, characters, lines, at: 0 }
    }

    /// The number of characters read so far.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Whether everything is read.
    pub fn is_at_end(&self) -> bool {
        self.at >= self.characters.len()
    }

    /// The next character, which stays unread.
    pub fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    /// Reads a character.
    pub fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += 1;
        Some(next)
    }

    /// Reads a character if it is this one.
    pub fn eat(&mut self, wanted: char) -> bool {
        let is_next = self.peek() == Some(wanted);
        self.at += usize::from(is_next);
        is_next
    }

    /// Reads characters while they are wanted.
    pub fn skip_while(&mut self, wanted: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&wanted) {
            self.at += 1;
        }
    }

    /// Reads all that is left.
    pub fn rest(&mut self) -> String {
        let rest = self.characters.get(self.at..).unwrap_or_default().iter().collect();
        self.at = self.characters.len();
        rest
    }

    /// The characters from a position to here.
    pub fn read_since(&self, from: usize) -> String {
        self.characters.get(from..self.at).unwrap_or_default().iter().collect()
    }

    /// The place from a position to here, at most to the end of its line.
    pub fn span(&self, from: usize) -> Span {
        let line = self.lines.partition_point(|&start| start <= from);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let end = self.lines.get(line).map_or(self.at, |&next| self.at.min(next.saturating_sub(1)));
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Span {
            source: self.source,
            line: count(line.max(1)),
            column: count(from - start).saturating_add(1),
            length: count(end.saturating_sub(from)),
        }
    }

    /// The place of the next character, or of the end.
    pub fn here(&self) -> Span {
        Span { length: 1, ..self.span(self.at) }
    }
}
