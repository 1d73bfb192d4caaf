//! Makes nodes of what is composed: follows aliases, merges `<<`, reads scalars.

use super::IndexMap;
use super::compose::{Document, Raw, RawKind};
use super::limits::{MAX_BYTES, MAX_DEPTH, too_deep, too_many};
use super::node::{Entry, Kind, Map, Node};
use super::scalar::{Scalar, Tag, key_text, resolve};
use crate::problem::{Problem, Problems, Severity, Stop};
use crate::source::Span;
use std::collections::{HashMap, HashSet};

/// What a document may be.
pub(super) struct Limits<'l> {
    /// How many nodes it may have.
    pub nodes: usize,
    /// The key of a list whose items are handed out.
    pub apart: Option<(&'l str, &'l mut dyn FnMut(Node))>,
    /// What a key that stands twice is.
    pub duplicates: Severity,
}

/// The rule of `lint` about keys that stand twice.
pub const DUPLICATE: &str = "AXG307";

/// A key that stands twice, without the place of the first. The last one counts, as in Helm, which says nothing.
pub fn duplicate(name: &str, last: Span) -> Problem {
    let problem = Problem::warning(format!("duplicate key `{name}`: the last one counts, as in Helm")).at(last);
    problem.coded(DUPLICATE).help("merge the two, or delete one")
}

/// After so many errors in one document reading ends.
const MAX_ERRORS: usize = 20;

/// The node that a document is; null at `top` if it has none.
pub(super) fn construct(
    document: &Document<'_>,
    top: Span,
    limits: &mut Limits<'_>,
    problems: &mut Problems,
) -> Result<Node, Stop> {
    if document.nodes.is_empty() {
        return Ok(Node::new(Kind::Null, top));
    }
    let mut builder = Builder { document, problems, limits, nodes: 0, bytes: 0, errors: 0 };
    let node = builder.node(0, 0)?;
    if builder.errors > 0 { Err(Stop) } else { Ok(node) }
}

struct Builder<'d, 'a, 'l> {
    document: &'d Document<'a>,
    problems: &'d mut Problems,
    limits: &'d mut Limits<'l>,
    nodes: usize,
    /// The bytes of all texts.
    bytes: usize,
    errors: usize,
}

impl<'d, 'a> Builder<'d, 'a, '_> {
    /// Notes an error and goes on, so that a run shows more than one.
    fn error(&mut self, problem: Problem) -> Result<(), Stop> {
        self.problems.push(problem);
        self.errors += 1;
        if self.errors >= MAX_ERRORS { Err(Stop) } else { Ok(()) }
    }

    /// The raw node that a number stands for, aliases followed.
    fn raw(&self, mut index: usize) -> Result<&'d Raw<'a>, Stop> {
        let document = self.document;
        loop {
            let raw = document.nodes.get(index).ok_or(Stop)?;
            match raw.kind {
                RawKind::Alias(target) => index = target,
                _ => return Ok(raw),
            }
        }
    }

    /// Builds a node. Recursion is bounded by the check of depth.
    fn node(&mut self, index: usize, depth: usize) -> Result<Node, Stop> {
        let place = self.document.nodes.get(index).ok_or(Stop)?.span;
        self.nodes += 1;
        if self.nodes > self.limits.nodes || self.bytes > MAX_BYTES {
            return self.problems.fail(too_many(self.limits.nodes, place));
        }
        if depth > MAX_DEPTH {
            return self.problems.fail(too_deep(place));
        }
        let raw = self.raw(index)?;
        let kind = match &raw.kind {
            RawKind::Scalar(text, plain, tag) => self.scalar(text, *plain, *tag, raw.span)?,
            RawKind::List(items) => {
                Kind::List(items.iter().map(|&item| self.node(item, depth + 1)).collect::<Result<_, _>>()?)
            }
            RawKind::Map(pairs) => Kind::Map(self.map(pairs, depth)?),
            RawKind::Alias(_) => Kind::Null,
        };
        Ok(Node::new(kind, raw.span))
    }

    fn scalar(&mut self, text: &str, plain: bool, tag: Tag, place: Span) -> Result<Kind, Stop> {
        self.bytes += text.len();
        let meaning = self.meaning(text, plain, tag, place)?;
        if let Some(kind) = Kind::of(meaning, text) {
            return Ok(kind);
        }
        let problem = Problem::error(format!("`{text}` is not a number that values can have")).at(place);
        self.error(problem.help("put it in quotes if it is a string"))?;
        Ok(Kind::Null)
    }

    fn meaning(&mut self, text: &str, plain: bool, tag: Tag, place: Span) -> Result<Scalar, Stop> {
        if !plain && tag == Tag::None {
            return Ok(Scalar::Text(text.to_owned()));
        }
        match resolve(text, tag) {
            Ok(meaning) => Ok(meaning),
            Err(wanted) => {
                let problem = Problem::error(format!("the tag asks for {wanted}")).at(place);
                self.error(problem.help("write such a value, or delete the tag"))?;
                Ok(Scalar::Null)
            }
        }
    }

    /// Builds a map. As in go-yaml a `<<` takes effect where it stands: it overrides what is before it.
    fn map(&mut self, pairs: &[usize], depth: usize) -> Result<Map, Stop> {
        let mut map = IndexMap::with_capacity_and_hasher(pairs.len() / 2, Default::default());
        let mut merged: HashSet<String> = HashSet::new();
        let mut overridden: HashMap<String, Span> = HashMap::new();
        // The first and the last place of each: of a thousand there is one message.
        let mut twice: IndexMap<String, (Span, Span)> = IndexMap::default();
        for pair in pairs.chunks_exact(2) {
            let &[key, value] = pair else { continue };
            if self.is_merge(key) {
                for (name, entry) in self.merge(value, depth)? {
                    let is_first = merged.insert(name.clone());
                    if let Some(old) = map.insert(name.clone(), entry).filter(|_| is_first) {
                        overridden.insert(name, old.key);
                    }
                }
                continue;
            }
            let (name, place) = self.key(key)?;
            let node = match self.handed_out(&name, value, depth)? {
                Some(emptied) => emptied,
                None => self.node(value, depth + 1)?,
            };
            let written = map.get(&name).filter(|_| !merged.contains(&name)).map(|first| first.key);
            if let Some(first) = overridden.get(&name).copied().or(written) {
                twice.entry(name.clone()).or_insert((first, place)).1 = place;
            }
            merged.remove(&name);
            map.insert(name, Entry { key: place, node });
        }
        for (name, (first, last)) in twice {
            self.duplicate(&name, first, last)?;
        }
        Ok(map.into())
    }

    fn duplicate(&mut self, name: &str, first: Span, last: Span) -> Result<(), Stop> {
        if self.limits.duplicates == Severity::Warning {
            self.problems.push(duplicate(name, last).note_at("the first one is here", first));
            return Ok(());
        }
        let problem = Problem::error(format!("duplicate key `{name}`")).at(last);
        self.error(problem.note_at("the first one is here", first).help("merge the two, or delete one"))
    }

    /// Hands out the items of a list, if this is the one, and leaves it empty.
    fn handed_out(&mut self, key: &str, value: usize, depth: usize) -> Result<Option<Node>, Stop> {
        let raw = self.raw(value)?;
        let is_this = depth == 0 && self.limits.apart.as_ref().is_some_and(|(apart, _)| *apart == key);
        let RawKind::List(items) = &raw.kind else { return Ok(None) };
        if !is_this {
            return Ok(None);
        }
        for &item in items {
            let node = self.node(item, depth + 2)?;
            if let Some((_, take)) = &mut self.limits.apart {
                take(node);
            }
        }
        Ok(Some(Node::new(Kind::List(Vec::new()), raw.span)))
    }

    fn is_merge(&self, key: usize) -> bool {
        match self.document.nodes.get(key).map(|raw| &raw.kind) {
            Some(RawKind::Scalar(text, plain, tag)) => {
                text == "<<" && (*plain && *tag == Tag::None || *tag == Tag::Merge)
            }
            _ => false,
        }
    }

    /// The entries that a `<<` brings, in the order in which they are laid over the map: of a list, the last map first.
    fn merge(&mut self, value: usize, depth: usize) -> Result<Vec<(String, Entry)>, Stop> {
        let document = self.document;
        let written = document.nodes.get(value).ok_or(Stop)?;
        let sources: Vec<usize> = match &written.kind {
            RawKind::List(items) => items.iter().rev().copied().collect(),
            _ => vec![value],
        };
        let mut entries = Vec::new();
        for source in sources {
            match self.node(source, depth + 1)?.kind {
                Kind::Map(map) => {
                    // Each `<<` of a chain copies what those before it have copied.
                    self.nodes += map.len();
                    self.bytes += map.keys().map(String::len).sum::<usize>();
                    entries.extend(map);
                }
                _ => {
                    let place = document.nodes.get(source).map(|raw| raw.span);
                    let problem = Problem::error("`<<` needs a map, or a list of maps").at(place);
                    self.error(problem.help("put the key in quotes if its name is `<<`"))?;
                }
            }
        }
        Ok(entries)
    }

    fn key(&mut self, index: usize) -> Result<(String, Span), Stop> {
        let place = self.document.nodes.get(index).ok_or(Stop)?.span;
        let raw = self.raw(index)?;
        let name = match &raw.kind {
            RawKind::Scalar(text, plain, tag) => {
                let errors = self.errors;
                let meaning = self.meaning(text, *plain, *tag, place)?;
                if self.errors > errors { Ok(String::new()) } else { key_text(meaning) }
            }
            RawKind::List(_) => Err("a list"),
            _ => Err("a map"),
        };
        match name {
            Ok(name) => Ok((name, place)),
            Err(what) => {
                let problem = Problem::error(format!("{what} cannot be a key")).at(place);
                self.problems.fail(problem.help("put the key in quotes if it is a string"))
            }
        }
    }
}
