//! What is wrong with a command line, told as every other mistake is: `error:`, and what to do.

use super::helm;
use crate::problem::{Problem, all_of, any_of, nearest};
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, Command};

/// The mistake that clap has found. Nothing if it is none, but a request such as `--help`.
pub fn problem(error: &Error, command: &Command, subcommand: Option<&str>) -> Option<Problem> {
    let name = command.get_bin_name().unwrap_or(command.get_name());
    let sub = subcommand.and_then(|name| command.find_subcommand(name));
    let mistake = Mistake {
        error,
        command,
        sub,
        call: [Some(name), sub.map(Command::get_name)].into_iter().flatten().collect::<Vec<_>>().join(" "),
    };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            None
        }
        ErrorKind::InvalidSubcommand => Some(mistake.no_command()),
        ErrorKind::UnknownArgument => Some(mistake.no_option()),
        ErrorKind::InvalidValue => Some(mistake.bad_value()),
        ErrorKind::ValueValidation => Some(mistake.refused_value()),
        ErrorKind::MissingRequiredArgument => Some(mistake.missing()),
        ErrorKind::ArgumentConflict => Some(mistake.conflict()),
        _ => Some(mistake.other()),
    }
}

struct Mistake<'a> {
    error: &'a Error,
    command: &'a Command,
    sub: Option<&'a Command>,
    /// The command as it is typed: `alluxio-gen render`.
    call: String,
}

impl Mistake<'_> {
    fn text(&self, kind: ContextKind) -> &str {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => text,
            Some(ContextValue::Strings(texts)) => texts.first().map_or("", String::as_str),
            _ => "",
        }
    }

    fn texts(&self, kind: ContextKind) -> Vec<&str> {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => vec![text],
            Some(ContextValue::Strings(texts)) => texts.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    fn see_help(&self, what: &str) -> String {
        format!("`{} --help` {what}", self.call)
    }

    fn no_command(&self) -> Problem {
        let typed = self.text(ContextKind::InvalidSubcommand);
        let problem = Problem::usage(format!("unknown command `{typed}`"));
        let names = self.command.get_subcommands().filter(|sub| !sub.is_hide_set()).map(Command::get_name);
        match (helm::instead_of(typed), nearest(typed, names)) {
            (Some(help), _) => problem.help(help),
            (None, Some(near)) => problem.help(format!("did you mean `{near}`?")),
            (None, None) => problem.help(self.see_help("lists the commands")),
        }
    }

    fn no_option(&self) -> Problem {
        let typed = self.text(ContextKind::InvalidArg);
        let lists = self.see_help("lists the flags");
        if !typed.starts_with('-') {
            let problem = Problem::usage(format!("unexpected argument `{typed}`"));
            return problem.help(format!("flags begin with `-`; {lists}"));
        }
        let problem = Problem::usage(format!("unknown flag `{typed}`"));
        let shown = |arg: &&Arg| !arg.is_hide_set();
        let here = || self.sub.unwrap_or(self.command).get_arguments().filter(shown).filter_map(Arg::get_long);
        let long = typed.strip_prefix("--");
        let has = |sub: &&Command| sub.get_arguments().any(|arg| long.is_some() && arg.get_long() == long);
        let owners: Vec<&str> = self.command.get_subcommands().filter(has).map(Command::get_name).collect();
        match long.and_then(|long| nearest(long, here())) {
            _ if !owners.is_empty() => problem.help(format!("it is a flag of {}", any_of(owners))),
            Some(near) => problem.help(format!("did you mean `--{near}`?")),
            None => problem.help(lists),
        }
    }

    /// The option without its placeholder: `--output <FORMAT>` is `--output`.
    fn option(&self) -> String {
        plain(self.text(ContextKind::InvalidArg))
    }

    fn bad_value(&self) -> Problem {
        let (option, value) = (self.option(), self.text(ContextKind::InvalidValue));
        let known = self.texts(ContextKind::ValidValue);
        if value.is_empty() {
            let problem = Problem::usage(format!("`{option}` needs a value"));
            return problem.help(match known.is_empty() {
                true => format!("write `{}`", self.text(ContextKind::InvalidArg).replace(['<', '>'], "")),
                false => format!("write {} after it", any_of(known)),
            });
        }
        let problem = Problem::usage(format!("`{option}` cannot be `{value}`"));
        problem.help(match nearest(value, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? The choices are {}", all_of(known.iter().copied())),
            None => format!("write {}", any_of(known)),
        })
    }

    fn refused_value(&self) -> Problem {
        let (option, value) = (self.option(), self.text(ContextKind::InvalidValue));
        let why = std::error::Error::source(self.error).map(|why| format!(": {why}")).unwrap_or_default();
        let problem = Problem::usage(format!("`{option}` cannot be `{value}`{why}"));
        problem.help(self.see_help("describes its values"))
    }

    fn missing(&self) -> Problem {
        let missing = self.texts(ContextKind::InvalidArg).into_iter().map(|text| text.replace(['<', '>'], ""));
        let missing: Vec<String> = missing.map(|text| format!("`{text}`")).collect();
        let problem = Problem::usage(format!("`{}` needs {}", self.call, missing.join(" and ")));
        problem.help(self.see_help("has examples"))
    }

    fn conflict(&self) -> Problem {
        let prior = self.texts(ContextKind::PriorArg).into_iter().next().map(plain);
        match prior.filter(|prior| *prior != self.option()) {
            Some(prior) => Problem::usage(format!("`{}` and `{prior}` cannot be used together", self.option())),
            None => Problem::usage(format!("`{}` is given twice", self.option())),
        }
        .help("give only one of them")
    }

    /// What clap says, without its own form.
    fn other(&self) -> Problem {
        let text = self.error.to_string();
        let first = text.lines().next().unwrap_or_default();
        let message = first.trim_start_matches("error: ").trim_end_matches('.');
        Problem::usage(message.replace('\'', "`")).help(self.see_help("lists the flags"))
    }
}

/// An option without its placeholder.
fn plain(option: &str) -> String {
    option.split([' ', '=']).next().unwrap_or(option).replace(['<', '>', '[', ']', '.'], "")
}
