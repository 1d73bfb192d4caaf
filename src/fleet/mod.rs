//! Many clusters at once: which there are, and what each is made from. How they are rendered is in [`crate::commands`].

mod file;
pub mod inputs;
pub mod kept;
mod progress;
mod shared;
mod store;
mod tally;

pub use inputs::Inputs;
pub use kept::Kept;
pub use progress::Progress;
pub use shared::{Makes, Shared};
pub use store::{dropped, store};
pub use tally::{Outcome, Tally};

use crate::Run;
use crate::cli;
use crate::order;
use crate::problem::{Problem, Stop};
use crate::source::Span;
use crate::target::Target;
use crate::version::Asked;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The clusters, and what they share.
#[derive(Clone, Debug, Default)]
pub struct Fleet {
    /// The clusters, in the order in which they are listed. Their names differ, also where case does not count.
    pub clusters: Vec<Cluster>,
    /// The files of values that all of them begin with.
    pub shared_files: Vec<(PathBuf, Option<Span>)>,
    /// The arguments of `--set` that all of them begin with.
    pub shared_set: Vec<Setting>,
}

/// What a cluster is made from.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Its name, which is the name of its folder.
    pub name: String,
    /// Where the name stands.
    pub place: Option<Span>,
    /// Its profile, and where that is named.
    pub profile: Option<(String, Option<Span>)>,
    /// Release, namespace and version of Kubernetes.
    pub target: Target,
    /// The version of Alluxio, if the fleet file says it.
    pub asked: Asked,
    /// Its own files of values, and where they are named.
    pub files: Vec<(PathBuf, Option<Span>)>,
    /// Its own arguments of `--set`.
    pub set: Vec<Setting>,
}

/// An argument as `--set` takes it.
#[derive(Clone, Debug)]
pub struct Setting {
    /// What messages call it: `fleet.yaml:4:7 (set)`. No other one is called so.
    pub name: String,
    /// The argument.
    pub text: String,
}

/// Reads a fleet: a file that lists the clusters, or a folder with a values file for each. All that is wrong is told at once.
pub fn read(path: &Path, run: &mut Run) -> Result<Fleet, Stop> {
    let fleet = if path.is_dir() { folder(path, run)? } else { file::read(path, run)? };
    check_names(&fleet.clusters, run);
    run.problems.stop_on_errors()?;
    Ok(fleet)
}

/// The clusters of a folder: a values file each, in the order of their names. Other files, and folders, are none.
fn folder(path: &Path, run: &mut Run) -> Result<Fleet, Stop> {
    let shown = path.display();
    let cannot = |error: &std::io::Error| Problem::error(format!("cannot read the folder `{shown}`: {error}"));
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) => return run.problems.fail(cannot(&error)),
    };
    let mut clusters = Vec::new();
    for entry in entries {
        let file = match entry {
            Ok(entry) => entry.path(),
            Err(error) => return run.problems.fail(cannot(&error)),
        };
        let is_hidden = file.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let is_yaml = file.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
        if is_yaml && !is_hidden && !file.is_dir() {
            clusters.push(plain_cluster(file, run));
        }
    }
    order::sort_by(&mut clusters, |a, b| (&a.name, &a.files).cmp(&(&b.name, &b.files)));
    if clusters.is_empty() {
        let problem = Problem::error(format!("the folder `{shown}` has no values files"));
        run.problems.push(problem.help("add a file `CLUSTER.yaml` for each cluster, or give a fleet file"));
    }
    if let Some(index) = clusters.iter().position(|cluster| cluster.name == "fleet") {
        let file = path.join("fleet.yaml");
        if clusters[index].files.iter().any(|(name, _)| *name == file) {
            let problem = Problem::error(format!("`{}` is in the folder of values files", file.display()));
            run.problems.push(
                problem
                    .help("if the file lists the clusters, give the file instead of the folder; otherwise rename it"),
            );
        }
    }
    Ok(Fleet { clusters, ..Fleet::default() })
}

/// A cluster of which nothing but its file is known.
fn plain_cluster(file: PathBuf, run: &mut Run) -> Cluster {
    let name = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let target = cli::Target { name: "alluxio".to_owned(), namespace: None, kube_version: None };
    let target = Target::new(&target, &mut run.problems);
    let (files, set) = (vec![(file, None)], Vec::new());
    Cluster { name, place: None, profile: None, target, asked: Asked::Open, files, set }
}

/// The longest name of a cluster, in bytes.
const LONGEST_NAME: usize = 100;

/// Names are names of folders, on every system, and no two clusters write into one folder.
fn check_names(clusters: &[Cluster], run: &mut Run) {
    let mut seen: HashMap<String, &Cluster> = HashMap::with_capacity(clusters.len());
    for cluster in clusters.iter().filter(|cluster| !cluster.name.is_empty()) {
        let name = &cluster.name;
        if let Some(rule) = broken_rule(name) {
            let problem = Problem::error(format!("the cluster name `{name}` is not allowed: {rule}")).at(cluster.place);
            run.problems.push(problem.help("it becomes a folder name: use letters, digits, `-`, `_` and `.`"));
        }
        if let Some(first) = seen.insert(name.to_lowercase(), cluster) {
            let problem = match first.name == *name {
                true => Problem::error(format!("two clusters are named `{name}`")),
                false => Problem::error(format!(
                    "the names of the clusters `{}` and `{name}` differ only in case",
                    first.name
                ))
                .note("some file systems do not distinguish their folders"),
            };
            let problem = match (first.place, &first.files[..], &cluster.files[..]) {
                (Some(place), ..) => problem.note_at("the first one is above", place),
                (None, [(first, _), ..], [(second, _), ..]) => {
                    problem.note(format!("they come from `{}` and `{}`", first.display(), second.display()))
                }
                _ => problem,
            };
            run.problems.push(problem.at(cluster.place).help("give each cluster a unique name"));
        }
    }
}

fn broken_rule(name: &str) -> Option<&'static str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.len() > LONGEST_NAME {
        Some("it has more than 100 characters")
    } else if !name.chars().all(plain) {
        Some("it may contain only letters, digits, `-`, `_` and `.`")
    } else if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) || name.ends_with('.') {
        Some("it must begin with a letter or digit and must not end with a dot")
    } else {
        None
    }
}
