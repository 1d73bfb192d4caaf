//! One short file a subcommand.

mod completions;

use crate::Run;
use crate::cli::Command;
use crate::problem::{Problem, Stop};

/// Carries a subcommand out.
pub fn dispatch(command: &Command, run: &mut Run) -> Result<(), Stop> {
    match command {
        Command::Completions(args) => completions::run(args, run),
        Command::Render(_) | Command::Generate(_) | Command::Values(_) | Command::Profiles(_) | Command::Eject(_) => {
            run.problems.fail(Problem::bug("this command is not there yet"))
        }
    }
}
