//! Completions that know what may stand at an option: the shell asks this program while a command is typed.
//!
//! `completions SHELL` prints a short script. At each Tab it calls the program again, with `COMPLETE=SHELL` in the
//! environment and the words so far behind `--`; what can follow is printed, and nothing else is done.

mod candidates;
mod paths;
mod shells;

use crate::cli::{self, Called};
use crate::version::{self, Version};
use clap::Command;
use clap_complete::engine::{CompletionCandidate, complete};
use std::ffi::{OsStr, OsString};
use std::io;

pub use shells::script;

/// What is printed if a shell, or kubectl, asks for completions; nothing if this is an ordinary run.
///
/// A variable `COMPLETE` that means something else does no harm: only a call with `--` in front, or with no arguments at
/// all, which asks for the script, is one of a shell's.
pub fn answer(args: &[OsString]) -> Option<io::Result<Vec<u8>>> {
    let (program, rest) = args.split_first()?;
    if Called::by(program) == Called::Completer {
        return Some(kubectl(rest));
    }
    let shell = std::env::var("COMPLETE").ok().and_then(|name| shells::named(&name))?;
    match rest.split_first() {
        None => Some(script(shell)),
        Some((dashes, words)) if dashes == "--" => Some(shells::answer(shell, words)),
        Some(_) => None,
    }
}

/// What may follow the words, of which the first one is the program and the last one is being typed.
fn following(words: Vec<OsString>) -> io::Result<Vec<CompletionCandidate>> {
    let last = words.len().saturating_sub(1);
    let here = std::env::current_dir().ok();
    let version = version_of(&words);
    complete(&mut command(version), words, last, here.as_deref())
}

fn command(version: &'static Version) -> Command {
    candidates::attach(cli::whole(), version)
}

/// The version of Alluxio that the words ask for.
fn version_of(words: &[OsString]) -> &'static Version {
    const FLAG: &str = "--alluxio-version";
    let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    let behind = words.windows(2).filter(|pair| pair[0] == FLAG).map(|pair| pair[1]);
    let within = words.iter().filter_map(|word| word.strip_prefix(FLAG)?.strip_prefix('='));
    let asked = behind.chain(within).last();
    let is_asked =
        |version: &&Version| asked.is_some_and(|name| version.name == name || version.patches.contains(&name));
    version::ALL.iter().find(is_asked).unwrap_or(version::DEFAULT)
}

/// A candidate; what it is about may be empty.
fn candidate(name: String, about: String) -> CompletionCandidate {
    CompletionCandidate::new(name).help((!about.is_empty()).then(|| about.into()))
}

/// Whether the word goes on after a candidate, so that no blank follows it.
fn goes_on(candidate: &CompletionCandidate) -> bool {
    matches!(candidate.get_value().as_encoded_bytes().last(), Some(b'=' | b'.' | b'/'))
}

/// The first line of what a candidate is about.
fn about(candidate: &CompletionCandidate) -> String {
    let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
    help.lines().next().unwrap_or_default().to_owned()
}

/// Answers kubectl in cobra's form, `value<TAB>description`, and at the end a sum: 4 says that no names of files are to be
/// added, since they are in the list where they belong, and 2 that no blank is (`ShellCompDirective` in spf13/cobra).
fn kubectl(words: &[OsString]) -> io::Result<Vec<u8>> {
    let program = OsString::from("alluxio-gen");
    let words = if words.is_empty() { &[OsString::new()][..] } else { words };
    let found = following([program].into_iter().chain(words.iter().cloned()).collect())?;
    let mut out = Vec::new();
    for candidate in &found {
        out.extend_from_slice(candidate.get_value().as_encoded_bytes());
        out.extend(format!("\t{}\n", about(candidate)).bytes());
    }
    let directive = if found.iter().any(goes_on) { 4 | 2 } else { 4 };
    out.extend(format!(":{directive}\n").bytes());
    Ok(out)
}

/// Whether what was typed is the beginning of a name.
fn begins(name: &str, typed: &OsStr) -> bool {
    name.as_bytes().starts_with(typed.as_encoded_bytes())
}
