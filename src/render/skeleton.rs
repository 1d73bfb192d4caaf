//! The structure of rendered text. It holds no values, so renders of one shape share it: of a fleet, nearly all do.

use super::form::Form;

/// How deep a template's text may be nested.
pub(super) const DEEPEST: usize = 200;

/// What is wrong with rendered text, and where in it. Lines and columns count from 1.
#[derive(Debug)]
pub(super) struct Fault {
    pub message: String,
    pub line: u32,
    pub column: u32,
}

/// A parsed text: its steps, in order.
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
    /// An empty one, with room for what a text may consist of.
    pub fn with_room_for(text: &str) -> Self {
        // A step takes some ten characters.
        Skeleton {
            texts: String::with_capacity(text.len()),
            steps: Vec::with_capacity(text.len() / 10),
            open: Vec::new(),
        }
    }

    /// How many lists and maps have not ended.
    pub fn depth(&self) -> usize {
        self.open.len()
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
