//! The parser's events as a flat list of raw nodes: aliases not yet followed, scalars not yet read.

use super::limits::{MAX_DEPTH, too_deep, too_many};
use super::lines::Lines;
use super::mend::{Mended, mended};
use super::scalar::Tag;
use super::split::Piece;
use super::{flow, syntax};
use crate::problem::Problem;
use crate::source::Span;
use saphyr_parser::{Event, Parser, ScalarStyle, Span as Marks, StrInput};
use std::borrow::Cow;
use std::collections::HashMap;

/// A node as it was written.
#[derive(Debug)]
pub struct Raw<'a> {
    /// What it is.
    pub kind: RawKind<'a>,
    /// Where it stands.
    pub span: Span,
}

/// What a raw node is; numbers are places in [`Document::nodes`].
#[derive(Debug)]
pub enum RawKind<'a> {
    /// A scalar: its text, whether it is plain, and its tag.
    Scalar(Cow<'a, str>, bool, Tag),
    /// A list.
    List(Vec<usize>),
    /// Keys and values in turn.
    Map(Vec<usize>),
    /// Another node again.
    Alias(usize),
}

/// The raw nodes of one document; the first is the top.
#[derive(Debug, Default)]
pub struct Document<'a> {
    /// All of them.
    pub nodes: Vec<Raw<'a>>,
}

/// Why a document cannot be read.
#[derive(Debug)]
pub struct Fault {
    /// What is wrong.
    pub problem: Problem,
    /// A text that means the same to Helm, and that may be read instead.
    pub mended: Option<Mended>,
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Fault { problem, mended: None }
    }
}

/// Reads one document of at most so many nodes.
pub fn compose<'a>(piece: &Piece<'a>, most: usize) -> Result<Document<'a>, Box<Fault>> {
    let mut composer = Composer {
        piece,
        most,
        document: Document::default(),
        open: Vec::new(),
        anchors: HashMap::new(),
        lines: Lines::new(piece.text),
        brackets: 0,
        documents: 0,
    };
    for event in Parser::new(StrInput::new(piece.text)) {
        match event {
            Ok((event, marks)) => composer.take(event, marks).map_err(|problem| Box::new(problem.into()))?,
            Err(error) => {
                let problem = syntax::explain(&error, piece, &composer.open_places());
                let bracket = composer.column_of_bracket();
                return Err(Box::new(Fault { problem, mended: mended(piece.text, &error, bracket) }));
            }
        }
    }
    Ok(composer.document)
}

struct Composer<'p, 'a> {
    piece: &'p Piece<'a>,
    /// How many nodes there may be.
    most: usize,
    document: Document<'a>,
    /// The lists and maps that are not closed yet, outermost first.
    open: Vec<usize>,
    /// The parser's numbers of anchors, and their nodes.
    anchors: HashMap<usize, usize>,
    lines: Lines<'a>,
    /// How many of what is open are written in brackets or braces, or lie inside.
    brackets: usize,
    documents: usize,
}

impl<'a> Composer<'_, 'a> {
    /// Takes one event in.
    fn take(&mut self, event: Event<'a>, marks: Marks) -> Result<(), Problem> {
        match event {
            Event::DocumentStart(_) => self.documents += 1,
            Event::SequenceStart(anchor, _) => {
                self.check_anchor(anchor, marks)?;
                self.open(RawKind::List(Vec::new()), anchor, marks)?;
            }
            Event::MappingStart(anchor, _) => {
                self.check_anchor(anchor, marks)?;
                self.open(RawKind::Map(Vec::new()), anchor, marks)?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.open.pop();
                self.brackets = self.brackets.saturating_sub(1);
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.check_anchor(anchor, marks)?;
                let span = self.scalar_span(&text, style, anchor > 0 || tag.is_some(), marks);
                if self.brackets > 0 {
                    self.check_flow(style == ScalarStyle::Plain, tag.is_some(), marks)?;
                }
                let tag = tag.map_or(Tag::None, |tag| Tag::from_name(&format!("{}{}", tag.handle, tag.suffix)));
                self.add(RawKind::Scalar(text, style == ScalarStyle::Plain, tag), anchor, span)?;
            }
            Event::Alias(anchor) => {
                let span = self.span(marks);
                let target = self.target(anchor, span)?;
                self.add(RawKind::Alias(target), 0, span)?;
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        if self.documents > 1 {
            let place = self.piece.place(marks.start.line(), marks.start.col(), 1);
            let problem = Problem::error("text after the end of the document `...`").at(place);
            return Err(
                problem.help("delete the `...`, or begin another document with `---`; Helm would ignore the rest")
            );
        }
        Ok(())
    }

    fn target(&self, anchor: usize, place: Span) -> Result<usize, Problem> {
        match self.anchors.get(&anchor) {
            Some(target) if self.open.contains(target) => {
                Err(Problem::error("an alias inside the value that it refers to").at(place))
            }
            Some(target) => Ok(*target),
            None => Err(Problem::error("an alias of an anchor that does not exist").at(place)),
        }
    }

    fn open(&mut self, kind: RawKind<'a>, anchor: usize, marks: Marks) -> Result<(), Problem> {
        let span = self.piece.place(marks.start.line(), marks.start.col(), 1);
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep(span));
        }
        let index = self.add(kind, anchor, span)?;
        self.open.push(index);
        let after = self.lines.after(marks.end);
        let before = self.piece.text.get(..self.piece.text.len() - after.len()).unwrap_or_default();
        if self.brackets > 0 || before.ends_with(['[', '{']) {
            self.brackets += 1;
        }
        Ok(())
    }

    /// go-yaml ends the name of an anchor where the parser goes on (`&a:1`).
    fn check_anchor(&mut self, anchor: usize, marks: Marks) -> Result<(), Problem> {
        if anchor == 0 {
            return Ok(());
        }
        let written = self.lines.rest_of_line(marks.start);
        let word = written.split_whitespace().find(|word| word.starts_with('&')).unwrap_or_default();
        let name = word.trim_start_matches('&').split([',', '[', ']', '{', '}']).next().unwrap_or_default();
        if name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
            return Ok(());
        }
        let problem =
            Problem::error(format!("the anchor `{name}` has characters other than letters, digits, `-` and `_`"));
        Err(problem.at(self.piece.place(marks.start.line(), marks.start.col(), word.chars().count())))
    }

    fn check_flow(&mut self, is_plain: bool, has_tag: bool, marks: Marks) -> Result<(), Problem> {
        let written = self.lines.rest_of_line(marks.start);
        let after = self.lines.after(marks.end);
        match flow::trouble(is_plain, has_tag, written, after) {
            Some((message, help)) => Err(Problem::error(message).at(self.span(marks)).help(help)),
            None => Ok(()),
        }
    }

    /// Adds a node to the list or map that is open.
    fn add(&mut self, kind: RawKind<'a>, anchor: usize, span: Span) -> Result<usize, Problem> {
        let index = self.document.nodes.len();
        if index >= self.most {
            return Err(too_many(self.most, span));
        }
        if let Some(parent) = self.open.last().and_then(|&at| self.document.nodes.get_mut(at))
            && let RawKind::List(items) | RawKind::Map(items) = &mut parent.kind
        {
            items.push(index);
        }
        if anchor > 0 {
            self.anchors.insert(anchor, index);
        }
        self.document.nodes.push(Raw { kind, span });
        Ok(index)
    }

    /// The places of what is open, for errors at the end of the text.
    fn open_places(&self) -> Vec<Span> {
        self.open.iter().filter_map(|&at| self.document.nodes.get(at)).map(|raw| raw.span).collect()
    }

    /// The column, from 0, of the innermost list or map that is open.
    fn column_of_bracket(&self) -> usize {
        let span = self.open_places().last().copied();
        span.map_or(0, |span| usize::try_from(span.column).unwrap_or(0).saturating_sub(1))
    }

    fn span(&mut self, marks: Marks) -> Span {
        let length = if marks.end.line() == marks.start.line() {
            marks.end.col().saturating_sub(marks.start.col())
        } else {
            self.lines.rest_of_line(marks.start).trim_end().chars().count()
        };
        self.piece.place(marks.start.line(), marks.start.col(), length)
    }

    /// The place of a scalar without its anchor and tag. An empty one would stand right after its key.
    fn scalar_span(&mut self, text: &str, style: ScalarStyle, has_properties: bool, marks: Marks) -> Span {
        if text.is_empty() && style == ScalarStyle::Plain && !has_properties {
            return self.after_key().unwrap_or(self.piece.place(marks.start.line(), marks.start.col(), 1));
        }
        let mut span = self.span(marks);
        if has_properties {
            let written = self.lines.rest_of_line(marks.start);
            let mut value = written;
            while value.starts_with(['&', '!']) {
                value = value.trim_start_matches(|c: char| !c.is_whitespace()).trim_start();
            }
            let properties = written.get(..written.len() - value.len()).unwrap_or_default();
            let skipped = u32::try_from(properties.chars().count()).unwrap_or(0);
            if !value.is_empty() && skipped < span.length {
                span.column += skipped;
                span.length -= skipped;
            }
        }
        span
    }

    fn after_key(&self) -> Option<Span> {
        let parent = self.document.nodes.get(*self.open.last()?)?;
        match &parent.kind {
            RawKind::Map(items) if items.len() % 2 == 1 => {
                let key = self.document.nodes.get(*items.last()?)?.span;
                Some(Span { column: key.column + key.length + 1, length: 1, ..key })
            }
            _ => None,
        }
    }
}
