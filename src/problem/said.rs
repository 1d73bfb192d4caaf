//! What the user says by an option or by a key of a file: where it is wrong, so is the command line or the file.

use super::Problem;
use crate::source::Span;

/// What the user says about something.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// The option or key that says it.
    pub by: &'a str,
    /// The text.
    pub text: &'a str,
    /// Where it stands, unless it is an option.
    pub place: Option<Span>,
}

impl Said<'_> {
    /// What is wrong with it: the command line if it is an option, else the file.
    pub fn wrong(&self, message: String) -> Problem {
        if self.place.is_some() { Problem::error(message).at(self.place) } else { Problem::usage(message) }
    }
}
