//! The structure of rendered text. It holds no values, so renders of one shape share it: of a fleet, nearly all do.

use super::blocks;
use super::form::Form;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How deep a template's text may be nested.
pub(super) const DEEPEST: usize = 200;

/// What is wrong with rendered text, and where in it. Lines and columns count from 1.
#[derive(Debug)]
pub(super) struct Fault {
    pub message: String,
    pub line: u32,
    pub column: u32,
}

impl Fault {
    pub fn at(message: impl Into<String>, mark: &Marker) -> Self {
        let (line, column) = place(mark);
        Fault { message: message.into(), line, column }
    }
}

/// A parsed text: its steps, in order.
#[derive(Default)]
pub(super) struct Skeleton {
    /// All scalars, one after the other: in one piece, for most of what is parsed is parsed once.
    texts: String,
    steps: Vec<Step>,
    /// The lists and maps that have not ended.
    open: Vec<usize>,
}

/// What comes next in a text, and where. Lines and columns count from 1.
pub(super) struct Step {
    pub kind: Kind,
    pub line: u32,
    pub column: u32,
}

/// The kinds of steps.
pub(super) enum Kind {
    /// A list begins, of so many items.
    List(usize),
    /// A map begins, of so many keys and values.
    Map(usize),
    /// What began last ends.
    End,
    /// A scalar: where its text ends, which begins where that of the scalar before ends; and what it stands for.
    Scalar(usize, Form),
}

impl Skeleton {
    /// Reads a text. What templates do not use is a fault: anchors, tags, nesting without end.
    pub fn new(text: &str) -> Result<Self, Fault> {
        match blocks::skeleton(text) {
            Some(skeleton) => Ok(skeleton),
            None => Self::parsed(text),
        }
    }

    /// As [`Skeleton::new`], by the full parser whatever the text is.
    pub fn parsed(text: &str) -> Result<Self, Fault> {
        let mut skeleton = Skeleton::with_room_for(text);
        let mut parser = Parser::new_from_str(text);
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| Fault::at(error.info(), error.marker()))?;
            let kind = match event {
                Event::Alias(_)
                | Event::Scalar(_, _, 1.., _)
                | Event::SequenceStart(1.., _)
                | Event::MappingStart(1.., _) => {
                    return Err(Fault::at("anchors and aliases are not allowed in templates", &span.start));
                }
                Event::Scalar(.., Some(_)) | Event::SequenceStart(_, Some(_)) | Event::MappingStart(_, Some(_)) => {
                    return Err(Fault::at("tags are not allowed in templates", &span.start));
                }
                Event::Scalar(text, style, ..) => skeleton.scalar(&text, Form::of(&text, style == ScalarStyle::Plain)),
                Event::SequenceStart(..) => Kind::List(0),
                Event::MappingStart(..) => Kind::Map(0),
                Event::SequenceEnd | Event::MappingEnd => Kind::End,
                Event::Nothing
                | Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentStart(_)
                | Event::DocumentEnd => continue,
            };
            if matches!(kind, Kind::List(_) | Kind::Map(_)) && skeleton.open.len() == DEEPEST {
                return Err(Fault::at(format!("a template is nested more than {DEEPEST} levels deep"), &span.start));
            }
            let (line, column) = place(&span.start);
            skeleton.push(Step { kind, line, column });
        }
        Ok(skeleton)
    }

    /// An empty one, with room for what a text may consist of.
    pub fn with_room_for(text: &str) -> Self {
        // A step takes some ten characters.
        Skeleton {
            texts: String::with_capacity(text.len()),
            steps: Vec::with_capacity(text.len() / 10),
            open: Vec::new(),
        }
    }

    /// A scalar that comes next, and what it stands for.
    pub fn scalar(&mut self, text: &str, form: Form) -> Kind {
        self.texts.push_str(text);
        Kind::Scalar(self.texts.len(), form)
    }

    /// Adds a step. Of what begins, the length is counted here.
    pub fn push(&mut self, step: Step) {
        if let Kind::End = step.kind {
            self.open.pop();
        } else if let Some(Kind::List(length) | Kind::Map(length)) =
            self.open.last().and_then(|at| Some(&mut self.steps.get_mut(*at)?.kind))
        {
            *length += 1;
        }
        if let Kind::List(_) | Kind::Map(_) = step.kind {
            self.open.push(self.steps.len());
        }
        self.steps.push(step);
    }

    /// What the text consists of; scalars with their texts, and nothing in place of the texts of others.
    pub fn steps(&self) -> impl Iterator<Item = (&Step, &str)> {
        let mut start = 0;
        self.steps.iter().map(move |step| match step.kind {
            Kind::Scalar(end, _) => {
                let text = self.texts.get(start..end).unwrap_or("");
                start = end;
                (step, text)
            }
            _ => (step, ""),
        })
    }
}

/// Line and column of a mark, from 1.
fn place(mark: &Marker) -> (u32, u32) {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    (number(mark.line()), number(mark.col() + 1))
}

/// How many bytes of texts are kept. All built-in templates together make some 40 KiB; what is kept of it takes a few times as much.
const MOST: usize = 1 << 20;

/// The skeletons of the texts that were parsed before.
#[derive(Default)]
pub(super) struct Skeletons(Mutex<Known>);

#[derive(Default)]
struct Known {
    bytes: usize,
    by_text: HashMap<String, Arc<Skeleton>, foldhash::fast::RandomState>,
}

impl Skeletons {
    /// The skeleton of a text. When many are kept, those of new texts are not.
    pub fn of(&self, text: &str) -> Result<Arc<Skeleton>, Fault> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().by_text.get(text) {
            return Ok(Arc::clone(known));
        }
        // Parsed without the lock: at worst two threads parse the same text.
        let skeleton = Arc::new(Skeleton::new(text)?);
        let mut known = lock();
        if known.bytes + text.len() <= MOST {
            known.bytes += text.len();
            known.by_text.insert(text.to_owned(), Arc::clone(&skeleton));
        }
        Ok(skeleton)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_parsed_once() {
        let skeletons = Skeletons::default();
        let of = |text: &str| skeletons.of(text).unwrap_or_else(|fault| panic!("{}", fault.message));
        let first = of("a: [1]\n");
        assert!(Arc::ptr_eq(&first, &of("a: [1]\n")));
        assert!(!Arc::ptr_eq(&first, &of("a: [2]\n")));
        assert_eq!(first.steps().count(), 6);
    }

    #[test]
    fn what_is_kept_has_a_bound() {
        let skeletons = Skeletons::default();
        let long = "x".repeat(MOST / 4);
        for number in 0..8 {
            assert!(skeletons.of(&format!("{long}{number}")).is_ok());
        }
        let known = skeletons.0.into_inner().expect("no thread panics");
        assert_eq!(known.by_text.len(), 3);
        assert!(known.bytes <= MOST);
    }
}
