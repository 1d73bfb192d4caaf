//! A file for each subcommand, or a folder where it has several parts. They only read and call: what they need is in the modules.

mod completions;
mod diff;
mod eject;
mod explain;
mod fleet;
mod generate;
mod images;
mod krm;
mod lint;
mod man;
mod migrate;
mod prepared;
mod profiles;
mod provision;
mod render;
mod schema;
mod values;
mod versions;

use crate::cli::Command;
use crate::output::folder::Change;
use crate::problem::{Problem, Problems, Stop};
use crate::version::{self, Asked, Version};
use crate::yaml::{Tree, emit};
use crate::{Run, asked};
use std::io::Write as _;
use std::path::Path;

/// Carries a subcommand out.
pub fn dispatch(command: &Command, run: &mut Run) -> Result<(), Stop> {
    match command {
        Command::Completions(args) => completions::run(args, run),
        Command::Values(args) => values::run(args, run),
        Command::Profiles(args) => profiles::run(args, run),
        Command::Lint(args) => lint::run(args, run),
        Command::Diff(args) => diff::run(args, run),
        Command::Render(args) => render::run(args, run),
        Command::Explain(args) => explain::run(args, run),
        Command::Schema(args) => schema::run(args, run),
        Command::Migrate(args) => migrate::run(args, run),
        Command::Versions(args) => versions::run(args, run),
        Command::Generate(args) => generate::run(args, run),
        Command::Fleet(args) => fleet::run(args, run),
        Command::Man(args) => man::run(args, run),
        Command::Krm => krm::run(run),
        Command::Images(args) => images::run(args, run),
        Command::Provision(args) => provision::run(&args.command, run),
        Command::Eject(args) => eject::run(args, run),
    }
}

/// The version that an option names, or the default one.
fn named_version(alluxio_version: Option<&str>, problems: &mut Problems) -> Result<&'static Version, Stop> {
    Ok(match asked(alluxio_version, problems)? {
        Asked::Open => version::DEFAULT,
        Asked::Fixed(choice) => choice.version,
    })
}

/// A report as JSON.
fn json(tree: &Tree) -> String {
    let mut text = String::new();
    emit::json(tree, &mut text);
    text
}

/// Says what was done, on standard error.
fn tell(text: &str) {
    // Nobody is left to tell when standard error is closed.
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// What happened to the files of a folder, in a line.
fn summary(folder: &str, changes: &[Change]) -> String {
    let same = changes.iter().filter(|change| **change == Change::Same).count();
    let files = |number: usize| format!("{number} {}", if number == 1 { "file" } else { "files" });
    match (changes.len() - same, same) {
        (0, same) => format!("{folder}: {} unchanged", files(same)),
        (written, 0) => format!("{folder}: {} written", files(written)),
        (written, same) => format!("{folder}: {} written, {same} unchanged", files(written)),
    }
}

/// The error of `--check`: the files of a folder are not what a command would write.
fn drift(command: &str, root: &Path, lines: Vec<String>) -> Problem {
    let number = match lines.len() {
        1 => "1 file differs".to_owned(),
        number => format!("{number} files differ"),
    };
    let is_stale = lines.iter().any(|line| line.ends_with(STALE));
    let error = Problem::error(format!("{number} from what `{command}` would write into `{}`", root.display()));
    let error = lines.into_iter().fold(error, Problem::note);
    error.help(match is_stale {
        true => "run it without `--check`, and with `--prune` to remove files that are no longer rendered",
        false => "run it without `--check`",
    })
}

/// How the line of a file ends that is no longer rendered.
const STALE: &str = "no longer rendered";
