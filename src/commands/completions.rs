//! `completions SHELL`: the script that teaches a shell the options.

use crate::Run;
use crate::cli::{Cli, CompletionsArgs};
use crate::output;
use crate::problem::Stop;
use clap::CommandFactory as _;

/// Prints the script.
pub fn run(args: &CompletionsArgs, run: &mut Run) -> Result<(), Stop> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "alluxio-gen", &mut script);
    output::print(&String::from_utf8_lossy(&script), &mut run.problems)
}
