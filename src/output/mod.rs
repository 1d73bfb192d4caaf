//! Results go to standard output, all at once, or into a folder of files.

pub mod columns;
pub mod folder;
mod place;
pub mod prune;
pub mod record;
mod replace;
pub mod store;
pub mod text;

use crate::problem::{Problem, Problems, Stop};
use std::io::ErrorKind;

/// Writes a result to standard output. A reader that has gone away is no error.
pub fn print(text: &str, problems: &mut Problems) -> Result<(), Stop> {
    write(std::io::stdout().lock(), text, problems)
}

/// Writes a report to standard output, with its colours where there is a terminal that wants them.
pub fn print_styled(text: &str, problems: &mut Problems) -> Result<(), Stop> {
    write(anstream::stdout().lock(), text, problems)
}

fn write(mut out: impl std::io::Write, text: &str, problems: &mut Problems) -> Result<(), Stop> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            problems.fail(Problem::error(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
