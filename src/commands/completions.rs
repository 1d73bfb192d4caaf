//! `completions SHELL`: the script that teaches a shell to ask this program.

use crate::Run;
use crate::cli::CompletionsArgs;
use crate::completions;
use crate::output;
use crate::problem::{Problem, Stop};

/// Prints the script.
pub fn run(args: &CompletionsArgs, run: &mut Run) -> Result<(), Stop> {
    match completions::script(args.shell) {
        Ok(script) => output::print(&String::from_utf8_lossy(&script), &mut run.problems),
        Err(error) => run.problems.fail(Problem::bug(format!("no completions for {}: {error}", args.shell))),
    }
}
