//! Kubernetes manifests of an Alluxio 2.7.2 cluster from values, without Helm.

pub mod assets;
pub mod cli;
pub mod commands;
pub mod facts;
pub mod generate;
pub mod input;
pub mod inspect;
pub mod manifest;
pub mod model;
pub mod output;
pub mod problem;
pub mod render;
pub mod source;
pub mod values;
pub mod yaml;

use clap::Parser as _;
use problem::{Problems, Severity, Stop};
use source::Sources;
use std::ffi::OsString;
use std::io::Write as _;

/// What a run gathers on its way: the texts it read and what is wrong with them.
#[derive(Debug, Default)]
pub struct Run {
    /// Every input text.
    pub sources: Sources,
    /// Every problem.
    pub problems: Problems,
}

/// Runs the program and returns its exit code: 0 done, 1 the input is wrong, 2 the usage is wrong, 3 the program is wrong.
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let cli = match cli::Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(message) => {
            let _ = message.print();
            return message.exit_code() as u8;
        }
    };
    let mut run = Run::default();
    let outcome = commands::dispatch(&cli.command, &mut run);
    // Nobody is left to tell when standard error is closed.
    let _ = anstream::stderr().write_all(run.problems.report(&run.sources).as_bytes());
    match (outcome, run.problems.worst()) {
        (Ok(()), _) => 0,
        (Err(Stop), Some(Severity::Bug)) => 3,
        (Err(Stop), Some(Severity::Usage)) => 2,
        (Err(Stop), _) => 1,
    }
}
