//! Messages and excerpts of the user's texts without the secrets that stand in them.

use crate::problem::Problem;
use crate::properties::mask::{MASK, options};
use crate::properties::scan::{self, unquoted};
use crate::source::{Layer, Source, Sources, Span};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// A shorter value is not looked for in messages: it would be found in the middle of everything.
const SHORTEST: usize = 4;

/// Where the secrets of a text are. What is built in has none.
fn secrets(source: &Source) -> &[Range<usize>] {
    source.secrets(|Source { layer, text, .. }| match layer {
        Layer::Defaults => Vec::new(),
        Layer::Profile | Layer::File => scan::secrets(text, scan::Text::File),
        Layer::SetJson | Layer::Set | Layer::SetString => scan::secrets(text, scan::Text::Pairs),
        Layer::SetFile | Layer::SetLiteral => scan::secrets(text, scan::Text::Pair),
    })
}

/// The secrets of all texts.
pub struct Veil<'a> {
    sources: &'a Sources,
    /// By their length in bytes, the longest last.
    secrets: BTreeMap<usize, HashSet<String>>,
}

impl<'a> Veil<'a> {
    /// Finds the secrets.
    pub fn new(sources: &'a Sources) -> Self {
        let mut veil = Veil { sources, secrets: BTreeMap::new() };
        for (_, source) in sources.iter() {
            for secret in secrets(source).iter().filter_map(|range| source.text.get(range.clone())) {
                veil.add(secret);
                secret.lines().for_each(|line| veil.add(line));
                veil.add(secret.split(" #").next().unwrap_or(secret));
            }
        }
        sources.hidden().for_each(|secret| veil.add(secret));
        veil
    }

    /// The texts.
    pub fn sources(&self) -> &'a Sources {
        self.sources
    }

    fn add(&mut self, secret: &str) {
        let secret = unquoted(secret);
        for form in [secret.to_owned(), secret.replace("\\\"", "\""), secret.replace("''", "'"), format!("{secret:?}")]
        {
            let form = form.trim_matches('"');
            if form.len() >= SHORTEST {
                self.secrets.entry(form.len()).or_default().insert(form.to_owned());
            }
        }
    }

    /// A text in which every secret is masked.
    pub fn text(&self, text: &str) -> String {
        let text = options(text);
        if self.secrets.is_empty() {
            return text.into_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            match self.secret_at(&text, at) {
                Some(length) => {
                    out.push_str(MASK);
                    at += length;
                }
                None => {
                    let next = rest.chars().next().map_or(1, char::len_utf8);
                    out.push_str(&rest[..next]);
                    at += next;
                }
            }
        }
        out
    }

    /// How long the secret is that stands at a place, and is no part of a longer word.
    fn secret_at(&self, text: &str, at: usize) -> Option<usize> {
        let is_of_word = |c: char| c.is_alphanumeric() || "_.-".contains(c);
        let touches = |c: Option<char>| c.is_some_and(is_of_word);
        if touches(text[..at].chars().next_back()) {
            return None;
        }
        let fits = |length: &usize| {
            let end = at + length;
            let is_secret = text
                .get(at..end)
                .is_some_and(|part| self.secrets.get(length).is_some_and(|secrets| secrets.contains(part)));
            // A full stop may end the sentence.
            let mut after = text.get(end..).unwrap_or("").chars();
            is_secret && !after.next().is_some_and(|c| is_of_word(c) && (c != '.' || touches(after.next())))
        };
        self.secrets.keys().rev().copied().find(fits)
    }

    /// A problem whose texts are masked.
    pub fn problem(&self, problem: &Problem) -> Problem {
        Problem {
            message: self.text(&problem.message),
            notes: problem.notes.iter().map(|(note, place)| (self.text(note), *place)).collect(),
            help: problem.help.as_deref().map(|help| self.text(help)),
            ..problem.clone()
        }
    }

    /// The line that a place lies in, masked, and the place in it.
    pub fn line(&self, span: Span) -> (String, Span) {
        let line = self.sources.line(span);
        let source = self.sources.get(span.source);
        if line.is_empty() || secrets(source).is_empty() {
            return (line.to_owned(), span);
        }
        let from = line.as_ptr() as usize - source.text.as_ptr() as usize;
        let (mut out, mut copied, mut edits) = (String::new(), 0, Vec::new());
        for range in secrets(source).iter().filter(|range| range.end > from && range.start < from + line.len()) {
            let (start, end) = (range.start.saturating_sub(from), (range.end - from).min(line.len()));
            out.push_str(&line[copied..start]);
            out.push_str(MASK);
            copied = end;
            edits.push((start, end));
        }
        out.push_str(&line[copied..]);
        let byte = |column: u32| line.char_indices().nth(column as usize).map_or(line.len(), |(at, _)| at);
        let first = span.column.saturating_sub(1);
        let column = |at: usize, in_secret: usize| {
            let mut moved = at;
            for (start, end) in &edits {
                match at {
                    at if at >= *end => moved = moved + MASK.len() - (end - start),
                    at if at > *start => moved = moved - (at - start) + in_secret,
                    _ => {}
                }
            }
            out.get(..moved).map_or(0, |before| before.chars().count()) as u32
        };
        let (start, end) = (column(byte(first), 0), column(byte(first + span.length), MASK.len()));
        (out.clone(), Span { column: start + 1, length: end.saturating_sub(start).max(1), ..span })
    }
}
