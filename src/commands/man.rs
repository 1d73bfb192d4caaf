//! `man DIR`: a manual page for each command.

use super::{summary, tell};
use crate::Run;
use crate::cli::{Cli, ManArgs};
use crate::output::folder::{Wanted, write};
use crate::problem::{Problem, Stop};
use clap::{Command, CommandFactory as _};
use clap_mangen::Man;

/// Writes them: `alluxio-gen.1`, `alluxio-gen-render.1` and so on.
pub fn run(args: &ManArgs, run: &mut Run) -> Result<(), Stop> {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    let subs = program.get_subcommands().filter(|sub| !sub.is_hide_set()).cloned();
    let mut files = Vec::new();
    for command in subs.chain([program.clone()]) {
        match page(command) {
            Ok(file) => files.push(file),
            Err(error) => return run.problems.fail(Problem::bug(format!("cannot create a manual page: {error}"))),
        }
    }
    let changes = write(&args.dir, &files, &mut run.problems)?;
    tell(&format!("{}\n", summary(&args.dir.display().to_string(), &changes)));
    Ok(())
}

fn page(command: Command) -> std::io::Result<Wanted> {
    let man =
        Man::new(command).manual("Alluxio on Kubernetes").source(concat!("alluxio-gen ", env!("CARGO_PKG_VERSION")));
    let mut text = Vec::new();
    man.render(&mut text)?;
    Ok(Wanted { path: man.get_filename(), text: String::from_utf8_lossy(&text).into_owned() })
}
