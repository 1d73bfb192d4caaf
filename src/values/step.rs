//! The steps of a path into values.

use crate::source::Span;

/// One step into a value, and where it is written.
#[derive(Clone, Debug)]
pub enum Step {
    /// Into a map.
    Key(String, Span),
    /// Into a list.
    Item(usize, Span),
}

impl Step {
    /// Where it is written.
    pub fn place(&self) -> Span {
        match self {
            Step::Key(_, place) | Step::Item(_, place) => *place,
        }
    }
}
