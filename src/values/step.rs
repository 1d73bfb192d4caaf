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
    /// The key, if it leads into a map.
    pub fn key(&self) -> Option<&str> {
        match self {
            Step::Key(key, _) => Some(key),
            Step::Item(..) => None,
        }
    }

    /// Where it is written.
    pub fn place(&self) -> Span {
        match self {
            Step::Key(_, place) | Step::Item(_, place) => *place,
        }
    }
}
