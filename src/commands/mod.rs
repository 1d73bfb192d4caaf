//! One short file a subcommand.

mod completions;
mod profiles;
mod render;
mod values;

use crate::Run;
use crate::cli::Command;
use crate::problem::{Problem, Stop};

/// Carries a subcommand out.
pub fn dispatch(command: &Command, run: &mut Run) -> Result<(), Stop> {
    match command {
        Command::Completions(args) => completions::run(args, run),
        Command::Values(args) => values::run(args, run),
        Command::Profiles(args) => profiles::run(args, run),
        Command::Render(args) => render::run(args, run),
        Command::Generate(_) | Command::Eject(_) => run.problems.fail(Problem::bug("this command is not there yet")),
    }
}
