//! Reads whatever YAML a template may make, with the full parser, and says what is wrong with the rest.

use super::form::Form;
use super::skeleton::{DEEPEST, Fault, Kind, Skeleton, Step};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

/// The structure of a text. What templates do not use is a fault: anchors, tags, nesting without end.
pub(super) fn skeleton(text: &str) -> Result<Skeleton, Fault> {
    let mut skeleton = Skeleton::with_room_for(text);
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| fault(error.info(), error.marker()))?;
        let Some(kind) = kind(event, &mut skeleton).map_err(|message| fault(message, &span.start))? else { continue };
        if matches!(kind, Kind::List(_) | Kind::Map(_)) && skeleton.depth() == DEEPEST {
            let message = format!("a template is nested more than {DEEPEST} levels deep");
            return Err(fault(message, &span.start));
        }
        let (line, column) = place(&span.start);
        skeleton.push(Step { kind, line, column });
    }
    Ok(skeleton)
}

/// The step that an event makes, if any.
fn kind(event: Event<'_>, skeleton: &mut Skeleton) -> Result<Option<Kind>, &'static str> {
    Ok(Some(match event {
        Event::Alias(_) | Event::Scalar(_, _, 1.., _) | Event::SequenceStart(1.., _) | Event::MappingStart(1.., _) => {
            return Err("anchors and aliases are not allowed in templates");
        }
        Event::Scalar(.., Some(_)) | Event::SequenceStart(_, Some(_)) | Event::MappingStart(_, Some(_)) => {
            return Err("tags are not allowed in templates");
        }
        Event::Scalar(text, style, ..) => skeleton.scalar(&text, Form::of(&text, style == ScalarStyle::Plain)),
        Event::SequenceStart(..) => Kind::List(0),
        Event::MappingStart(..) => Kind::Map(0),
        Event::SequenceEnd | Event::MappingEnd => Kind::End,
        Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {
            return Ok(None);
        }
    }))
}

fn fault(message: impl Into<String>, mark: &Marker) -> Fault {
    let (line, column) = place(mark);
    Fault { message: message.into(), line, column }
}

/// Line and column of a mark, from 1.
fn place(mark: &Marker) -> (u32, u32) {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    (number(mark.line()), number(mark.col() + 1))
}
