//! Rendered text becomes trees, with the values in the places of their tokens.

use super::{convert, token};
use crate::yaml::{Tree, is_plain_decimal};
use indexmap::IndexMap;
use indexmap::map::Entry;
use minijinja::value::Value;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

/// How deep a template's text may be nested.
const DEEPEST: usize = 200;

/// What is wrong with rendered text, and where in it. Lines and columns count from 1.
#[derive(Debug)]
pub(super) struct Fault {
    pub message: String,
    pub line: usize,
    pub column: usize,
}

impl Fault {
    fn new(message: impl Into<String>, mark: &Marker) -> Self {
        Fault { message: message.into(), line: mark.line(), column: mark.col() + 1 }
    }
}

/// The documents of a rendered text that hold anything.
pub(super) fn graft(text: &str, kept: &[Value]) -> Result<Vec<Tree>, Fault> {
    let mut builder = Builder { kept, open: Vec::new(), documents: Vec::new() };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| Fault::new(error.info(), error.marker()))?;
        builder.event(event, &span.start)?;
    }
    Ok(builder.documents)
}

/// A list or map that is not closed yet. What is null in it is to be dropped.
enum Frame {
    List(Vec<Tree>),
    /// The entries so far, and the place of the one whose value comes next.
    Map(IndexMap<String, Tree>, Option<usize>),
}

struct Builder<'a> {
    kept: &'a [Value],
    open: Vec<Frame>,
    documents: Vec<Tree>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event, mark: &Marker) -> Result<(), Fault> {
        match event {
            Event::Alias(_)
            | Event::Scalar(_, _, 1.., _)
            | Event::SequenceStart(1.., _)
            | Event::MappingStart(1.., _) => Err(Fault::new("a template uses no anchors and no aliases", mark)),
            Event::Scalar(.., Some(_)) | Event::SequenceStart(_, Some(_)) | Event::MappingStart(_, Some(_)) => {
                Err(Fault::new("a template uses no tags", mark))
            }
            Event::Scalar(text, style, ..) => self.scalar(&text, style, mark),
            Event::SequenceStart(..) => self.open(Frame::List(Vec::new()), mark),
            Event::MappingStart(..) => self.open(Frame::Map(IndexMap::new(), None), mark),
            Event::SequenceEnd | Event::MappingEnd => self.close(mark),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {
                Ok(())
            }
        }
    }

    fn open(&mut self, frame: Frame, mark: &Marker) -> Result<(), Fault> {
        if self.open.len() >= DEEPEST {
            return Err(Fault::new(format!("a template nests more than {DEEPEST} deep"), mark));
        }
        if self.key_is_next() {
            return Err(Fault::new("a key has to be text", mark));
        }
        self.open.push(frame);
        Ok(())
    }

    fn key_is_next(&self) -> bool {
        matches!(self.open.last(), Some(Frame::Map(_, None)))
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, mark: &Marker) -> Result<(), Fault> {
        let fault = |message| Fault::new(message, mark);
        let whole = if style == ScalarStyle::Plain { token::whole(text, self.kept) } else { None };
        if self.key_is_next() {
            if style == ScalarStyle::Plain && !token::any(text) {
                plain(text).map_err(fault)?;
            }
            let key = convert::spliced(text, self.kept).map_err(fault)?;
            return self.key(key, mark);
        }
        let tree = match whole {
            Some(value) => unless_empty(convert::tree(value, self.kept).map_err(fault)?),
            None if style != ScalarStyle::Plain || token::any(text) => {
                Tree::Text(convert::spliced(text, self.kept).map_err(fault)?)
            }
            None => plain(text).map_err(fault)?,
        };
        self.value(tree);
        Ok(())
    }

    fn key(&mut self, key: String, mark: &Marker) -> Result<(), Fault> {
        let Some(Frame::Map(map, next)) = self.open.last_mut() else { return Ok(()) };
        match map.entry(key) {
            // The key may be a value, so it is not shown.
            Entry::Occupied(_) => Err(Fault::new("a key stands twice in one map", mark)),
            Entry::Vacant(entry) => {
                *next = Some(entry.index());
                entry.insert(Tree::Null);
                Ok(())
            }
        }
    }

    fn value(&mut self, tree: Tree) {
        match self.open.last_mut() {
            None if tree == Tree::Null => {}
            None => self.documents.push(tree),
            Some(Frame::List(items)) => items.push(tree),
            Some(Frame::Map(map, next)) => {
                if let Some((_, slot)) = next.take().and_then(|place| map.get_index_mut(place)) {
                    *slot = tree;
                }
            }
        }
    }

    /// Ends a list or map: one of which nothing is left is dropped, one that was written empty stays.
    fn close(&mut self, mark: &Marker) -> Result<(), Fault> {
        let (written, tree) = match self.open.pop() {
            Some(Frame::List(mut items)) => {
                let written = items.len();
                items.retain(|tree| *tree != Tree::Null);
                (written, Tree::List(items))
            }
            Some(Frame::Map(mut map, _)) => {
                let written = map.len();
                map.retain(|_, tree| *tree != Tree::Null);
                (written, Tree::Map(map))
            }
            None => return Err(Fault::new("a list or map ends that did not begin", mark)),
        };
        self.value(if written == 0 { tree } else { unless_empty(tree) });
        Ok(())
    }
}

/// Null in place of a list or map that holds nothing.
fn unless_empty(tree: Tree) -> Tree {
    match tree {
        Tree::List(items) if items.is_empty() => Tree::Null,
        Tree::Map(map) if map.is_empty() => Tree::Null,
        tree => tree,
    }
}

/// A plain scalar of a template. What YAML 1.1 and 1.2 read differently is refused.
fn plain(text: &str) -> Result<Tree, String> {
    match text {
        "" | "~" | "null" => return Ok(Tree::Null),
        "true" => return Ok(Tree::Bool(true)),
        "false" => return Ok(Tree::Bool(false)),
        _ => {}
    }
    if is_plain_decimal(text) {
        Ok(Tree::Number(text.to_owned()))
    } else if is_number_to_some(text) || is_word_to_some(text) {
        Err(format!("`{text}` is read differently by different readers of YAML: quote it, or write it another way"))
    } else {
        Ok(Tree::Text(text.to_owned()))
    }
}

fn is_number_to_some(text: &str) -> bool {
    if text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
        return false;
    }
    let text = text.trim_start_matches(['-', '+']).replace('_', "").to_ascii_lowercase();
    let based = ["0x", "0o", "0b"].iter().any(|base| {
        text.strip_prefix(base).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_hexdigit()))
    });
    let sexagesimal = text.contains(':') && text.bytes().all(|b| b.is_ascii_digit() || b":.".contains(&b));
    let number = text.starts_with(|c: char| c.is_ascii_digit() || c == '.') && text.parse::<f64>().is_ok();
    based || sexagesimal || number || matches!(text.as_str(), ".inf" | ".nan")
}

fn is_word_to_some(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    text == "<<" || text == "=" || text.len() <= 5 && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}
