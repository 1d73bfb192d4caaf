//! What may stand at which option: a row an option, whatever command has it.

use super::{begins, candidate, paths};
use crate::assets::{Assets, built_in};
use crate::lint;
use crate::manifest;
use crate::problem::Problems;
use crate::target::NEWEST;
use crate::version::{self, Version};
use clap::{Arg, Command, ValueHint};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, PathCompleter};
use std::ffi::OsStr;

/// What a row offers.
#[derive(Clone, Copy)]
enum Offer {
    /// These, of which those are shown that begin as what was typed does.
    Names(fn() -> Vec<Candidate>),
    /// What depends on all that was typed of it, and on the version of Alluxio.
    Typed(fn(&str, &'static Version) -> Vec<CompletionCandidate>),
    /// Files, and `-` for standard input.
    Input,
    /// Files and folders.
    Path,
    /// Folders.
    Folder,
    /// Nothing that could be known here.
    Nothing,
}

/// A name and what it is about.
type Candidate = (String, String);

/// By the identifier of the argument, which is the name of its field in `cli`.
const OFFERS: &[(&str, Offer)] = &[
    ("values", Offer::Input),
    ("set", Offer::Typed(paths::set)),
    ("old_set", Offer::Typed(paths::set)),
    ("new_set", Offer::Typed(paths::set)),
    ("set_string", Offer::Typed(paths::set)),
    ("set_json", Offer::Typed(paths::set_one)),
    ("set_literal", Offer::Typed(paths::set_one)),
    ("set_file", Offer::Typed(paths::set_file)),
    ("path", Offer::Typed(paths::explain)),
    ("profile", Offer::Names(profiles)),
    ("old_profile", Offer::Names(profiles)),
    ("allow", Offer::Names(rules)),
    ("show_only", Offer::Names(parts)),
    ("mode", Offer::Names(modes)),
    ("ufs", Offer::Names(kinds_of_journal)),
    ("kube_version", Offer::Names(kube_versions)),
    ("alluxio_version", Offer::Names(alluxio_versions)),
    ("to", Offer::Names(later_versions)),
    ("old_alluxio_version", Offer::Names(alluxio_versions)),
    ("old", Offer::Path),
    ("new", Offer::Path),
    ("source", Offer::Path),
    ("from", Offer::Folder),
    ("output_dir", Offer::Folder),
    ("dir", Offer::Folder),
    ("files", Offer::Path),
    ("name", Offer::Nothing),
    ("namespace", Offer::Nothing),
    ("image_registry", Offer::Nothing),
    ("threads", Offer::Nothing),
    ("slice", Offer::Nothing),
    ("label", Offer::Nothing),
    ("search", Offer::Nothing),
    ("annotation", Offer::Nothing),
    ("words", Offer::Nothing),
    ("credentials", Offer::Nothing),
    ("image_registry", Offer::Nothing),
    ("node_memory", Offer::Nothing),
    ("from_file", Offer::Path),
    ("node_path", Offer::Nothing),
    ("nodes", Offer::Nothing),
    ("server", Offer::Nothing),
    ("size", Offer::Nothing),
    ("storage_class", Offer::Nothing),
];

/// Adds the offers to all subcommands, and to theirs.
pub fn attach(command: Command, version: &'static Version) -> Command {
    command.mut_subcommands(|sub| attach(sub.mut_args(|arg| offered(arg, version)), version))
}

fn offered(arg: Arg, version: &'static Version) -> Arg {
    let offer = OFFERS.iter().find(|(id, _)| arg.get_id() == *id).map(|(_, offer)| *offer);
    match offer {
        Some(Offer::Names(names)) => arg.add(ArgValueCompleter::new(move |typed: &OsStr| {
            let known = names().into_iter().filter(|(name, _)| begins(name, typed));
            known.map(|(name, about)| candidate(name, about)).collect::<Vec<_>>()
        })),
        Some(Offer::Typed(find)) => arg.add(ArgValueCompleter::new(move |typed: &OsStr| {
            typed.to_str().map(|typed| find(typed, version)).unwrap_or_default()
        })),
        Some(Offer::Input) => arg.add(ArgValueCompleter::new(PathCompleter::file().stdio())),
        Some(Offer::Path) => arg.value_hint(ValueHint::AnyPath),
        Some(Offer::Folder) => arg.value_hint(ValueHint::DirPath),
        Some(Offer::Nothing) => arg.value_hint(ValueHint::Other),
        None => arg,
    }
}

fn profiles() -> Vec<Candidate> {
    Assets::default().profiles(&mut Problems::default()).unwrap_or_default()
}

fn rules() -> Vec<Candidate> {
    lint::rules().map(|rule| (rule.code.to_owned(), rule.title.to_owned())).collect()
}

/// Components, and the templates that are built in.
fn parts() -> Vec<Candidate> {
    let templates = built_in().iter().filter_map(|(path, _)| path.strip_suffix(".j2"));
    let sources: Vec<&str> = templates.filter(|path| !path.starts_with("templates/_")).collect();
    let mut parts: Vec<Candidate> = Vec::new();
    for component in sources.iter().map(|source| manifest::component(source)) {
        if !parts.iter().any(|(name, _)| name == component) {
            parts.push((component.to_owned(), format!("All objects of {component}")));
        }
    }
    parts.extend(sources.iter().map(|source| ((*source).to_owned(), String::new())));
    parts
}

fn modes() -> Vec<Candidate> {
    let modes = [
        ("single-ufs", "One master; the next argument says where its journal is"),
        ("multi-embedded", "Three masters with an embedded journal"),
        ("all", "All folders that helm-generate.sh writes"),
    ];
    let modes = modes.map(|(mode, about)| (mode.to_owned(), about.to_owned()));
    modes.into_iter().chain(profiles()).collect()
}

fn kinds_of_journal() -> Vec<Candidate> {
    ["local", "hdfs"].map(|kind| (kind.to_owned(), String::new())).into()
}

/// The versions that there is a way to.
fn later_versions() -> Vec<Candidate> {
    version::ALL.iter().skip(1).map(|version| (version.name.to_owned(), String::new())).collect()
}

/// The versions, then the releases of each.
fn alluxio_versions() -> Vec<Candidate> {
    let all = || version::ALL.iter();
    let versions = all().map(|version| (version.name, format!("its image tag is {}", version.patch)));
    let releases = all().flat_map(|version| version.patches.iter().map(|patch| (*patch, String::new())));
    versions.chain(releases).map(|(name, about)| (name.to_owned(), about)).collect()
}

/// The newest versions first, as many as clusters in use may have.
fn kube_versions() -> Vec<Candidate> {
    let (major, newest) = NEWEST;
    (newest.saturating_sub(10)..=newest).rev().map(|minor| (format!("{major}.{minor}"), String::new())).collect()
}

#[cfg(test)]
mod tests {
    use super::{OFFERS, attach};
    use crate::{cli, version};
    use clap::{ArgAction, Command, ValueHint};
    use clap_complete::engine::ArgValueCompleter;

    /// The subcommands, and theirs.
    fn all(command: &Command) -> Vec<&Command> {
        command.get_subcommands().flat_map(|sub| std::iter::once(sub).chain(all(sub))).collect()
    }

    #[test]
    fn every_argument_that_takes_a_value_has_an_offer() {
        let mut unknown = Vec::new();
        for sub in all(&attach(cli::whole(), version::DEFAULT)) {
            for arg in sub.get_arguments() {
                let takes_value = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
                let is_known = arg.get::<ArgValueCompleter>().is_some() || arg.get_value_hint() != ValueHint::Unknown;
                if takes_value && !is_known && arg.get_possible_values().is_empty() {
                    unknown.push(format!("{} {}", sub.get_name(), arg.get_id()));
                }
            }
        }
        assert!(unknown.is_empty(), "OFFERS lacks {}", unknown.join(", "));
    }

    #[test]
    fn every_offer_has_an_argument() {
        let command = cli::whole();
        let ids: Vec<String> =
            all(&command).iter().flat_map(|sub| sub.get_arguments()).map(|arg| arg.get_id().to_string()).collect();
        for (id, _) in OFFERS {
            assert!(ids.iter().any(|known| known == id), "no command has {id}");
        }
    }
}
