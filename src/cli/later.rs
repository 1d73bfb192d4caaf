//! Arguments that are put together only where they are wanted: a run needs those of one command, and clap makes hundreds of
//! others for it otherwise, which takes longer than the rest of a short run.

use clap::{ArgMatches, Args, Command, CommandFactory as _, Error, FromArgMatches};
use std::ops::{Deref, DerefMut};

/// Arguments of a command, or its own commands. `Command::build` makes them in a [`Command`] that is only looked at.
#[derive(Debug)]
pub struct Later<T>(pub T);

impl<T: FromArgMatches> FromArgMatches for Later<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches(matches).map(Later)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl<T: Args> Args for Later<T> {
    fn augment_args(command: Command) -> Command {
        command.defer(|command| {
            // What the list of commands says of it stays, whatever the type of its arguments says of itself.
            let (short, long) = (command.get_about().cloned(), command.get_long_about().cloned());
            let mut command = T::augment_args(command).about(None).long_about(None);
            if let Some(short) = short {
                command = command.about(short);
            }
            match long {
                Some(long) => command.long_about(long),
                None => command,
            }
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<T> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Later<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

/// The whole command line, with the arguments of every command.
pub fn whole() -> Command {
    let mut command = super::Cli::command();
    command.build();
    command
}
