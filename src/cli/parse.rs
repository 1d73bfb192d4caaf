//! From the words of a command line to the options: what clap refuses, and what only users of Helm would write.

use super::{Called, Cli, Command, groups, helm, usage};
use crate::problem::Problem;
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _};
use std::ffi::OsString;
use std::mem::ManuallyDrop;

/// What there is instead of options.
pub enum Instead {
    /// A text that was asked for, such as `--help`.
    Text(clap::Error),
    /// A mistake.
    Mistake(Problem),
}

/// Reads a command line. Usage says the name that the user typed.
pub fn parse(args: Vec<OsString>) -> Result<Cli, Instead> {
    let called = args.first().map_or(Called::Program, |program| Called::by(program));
    let mut command = called.name(Cli::command());
    let word = args.iter().skip(1).find(|arg| !arg.as_encoded_bytes().starts_with(b"-")).and_then(|arg| arg.to_str());
    let sub = word.and_then(|word| command.find_subcommand(word)).map(|sub| sub.get_name().to_owned());
    if sub.is_none() {
        command = groups::listed(command);
    }
    let args = match sub.as_deref().and_then(|name| command.find_subcommand(name)) {
        Some(sub) => {
            let has = |option: &str| {
                let mut sub = sub.clone();
                sub.build();
                sub.get_arguments().any(|arg| arg.get_long() == option.strip_prefix("--"))
            };
            helm::without_options(args, has).map_err(Instead::Mistake)?
        }
        None => args,
    };
    let instead = |error: clap::Error, mut command: clap::Command| {
        command.build();
        match usage::problem(&error, &command, sub.as_deref()) {
            Some(problem) => Instead::Mistake(problem),
            None => Instead::Text(error),
        }
    };
    let matches = match command.try_get_matches_from_mut(args) {
        Ok(matches) => matches,
        Err(error) => return Err(instead(error, command)),
    };
    // Taking all commands apart would cost as much as putting them together, and the process ends before memory is scarce.
    let command = ManuallyDrop::new(command);
    let cli = Cli::from_arg_matches(&matches);
    let mut cli = cli.map_err(|error| instead(error, ManuallyDrop::into_inner(command)))?;
    name_release(&mut cli, &matches).map_err(Instead::Mistake)?;
    Ok(cli)
}

/// The release may be named by the first word, as Helm has it.
fn name_release(cli: &mut Cli, matches: &ArgMatches) -> Result<(), Problem> {
    let Command::Render(render) = &mut cli.command else { return Ok(()) };
    let source = matches.subcommand().and_then(|(_, matches)| matches.value_source("name"));
    let name = (source == Some(ValueSource::CommandLine)).then_some(render.target.name.as_str());
    if let Some(release) = helm::release_of(&render.words, name)? {
        render.target.name = release;
    }
    Ok(())
}
