//! Problems as people read them: each with its line, and without the secrets that stand in the user's texts.

mod print;
mod veil;

use crate::problem::{Problem, Problems};
use crate::source::Sources;
use std::fmt::Write as _;
pub use veil::Veil;

/// So many problems are shown.
const SHOWN: usize = 100;

impl Problems {
    /// The whole report as people read it, with ANSI colours (`anstream` takes them off where they do not belong).
    pub fn report(&self, sources: &Sources) -> String {
        let mut out = String::new();
        let veil = Veil::new(sources);
        // The worst is never among those that are left out.
        let worst = |problem: &&Problem| Some(problem.severity) == self.worst();
        let (worst, others): (Vec<_>, Vec<_>) = match self.iter().count() > SHOWN {
            true => self.iter().partition(worst),
            false => (self.iter().collect(), Vec::new()),
        };
        for problem in worst.into_iter().chain(others).take(SHOWN) {
            if !out.is_empty() {
                out.push('\n');
            }
            print::problem(&mut out, problem, &veil, self.are_classes_shown());
        }
        let more = self.dropped() + self.iter().count().saturating_sub(SHOWN);
        if more > 0 {
            let _ = writeln!(out, "\n... and {more} more");
        }
        out
    }
}
