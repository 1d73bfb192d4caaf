//! The file that lists the clusters of a fleet.

use super::{Cluster, Fleet, Setting};
use crate::Run;
use crate::input;
use crate::model::list::{Few, Item};
use crate::model::meant::Known;
use crate::model::read::{At, Path as Route, Read, Reader};
use crate::model::scalar::Leaf;
use crate::model::section::section;
use crate::problem::{Problem, Problems, Said, Stop};
use crate::source::{Layer, Sources, Span};
use crate::target::Target;
use crate::values::is_address;
use crate::version::{self, Asked};
use crate::yaml::{Kind, Node, parse};
use std::path::{Path, PathBuf};

/// How many keys and values the file may have: those of more than 50,000 clusters that say all that they can.
const MAX_NODES: usize = 1_000_000;

/// How the user's own keys begin, which hold what anchors stand for, as in Compose files.
const OWN: &str = "x-";

/// Where the keys are listed.
const KNOWN: Known = Known {
    shape: File::shape,
    list: "`alluxio-gen fleet --help` has an example of a fleet file",
    meant: |_, _, _| None,
    passed: &[],
};

section! {
    /// The whole file.
    pub struct File {
        /// What all clusters share.
        pub defaults: Entry = "defaults",
        /// The clusters. They are read one by one before the rest, so that their nodes are never there all at once.
        pub clusters: Vec<Entry> = "clusters",
    }
}

section! {
    /// A cluster, or what all share.
    pub struct Entry {
        /// The cluster's name, which its folder has too.
        pub name: Leaf<String> = "name",
        /// The profile below its values.
        pub profile: Leaf<String> = "profile",
        /// Files of values, relative to this file; those of `defaults` come first.
        pub values: Few = "values",
        /// Arguments as `--set` takes them; those of `defaults` come first.
        pub set: Few = "set",
        /// The namespace that objects carry.
        pub namespace: Leaf<String> = "namespace",
        /// The release name.
        pub release: Leaf<String> = "release",
        /// The version of Kubernetes to render for.
        pub kube_version: Leaf<String> = "kubeVersion",
        /// The version of Alluxio to render for.
        pub alluxio_version: Leaf<String> = "alluxioVersion",
    }
}

/// Reads the file. All that is wrong with it is told at once.
pub(super) fn read(path: &Path, run: &mut Run) -> Result<Fleet, Stop> {
    let shown = path.display().to_string();
    let text = match input::file(path) {
        Ok(text) => text,
        Err(what) => {
            let problem = Problem::error(format!("cannot read `{shown}`: {what}"));
            return run.problems.fail(problem.help("give a file that lists the clusters, or a folder of values files"));
        }
    };
    let Run { sources, problems, .. } = run;
    let source = sources.add(Layer::File, shown.as_str(), text);
    let mut entries = Entries { list: Vec::new(), number: 0, problems: Problems::default() };
    // The format is our own, and no chart reads more of it than we do: a key with a slip would leave a cluster without its values.
    entries.problems.make_strict();
    let mut take = |node| entries.take(&node, sources);
    let mut documents = parse::documents_without(("clusters", &mut take), MAX_NODES, sources, source, problems)?;
    if documents.len() > 1 {
        return problems.fail(Problem::error(format!("`{shown}` has {} documents, not one", documents.len())));
    }
    let top = Span { source, line: 1, column: 1, length: 1 };
    let mut node = documents.pop().unwrap_or_else(|| Node::new(Kind::Null, top));
    if let Kind::Map(map) = &mut node.kind {
        map.retain(|key, _| !key.starts_with(OWN));
    }
    // Those that a `<<` brings are not handed out.
    if let Some(Kind::List(items)) = node.get("clusters").map(|node| &node.kind) {
        items.iter().for_each(|item| entries.take(item, sources));
    }
    let at = At { path: Route::Root, node: Some(&node), builtin: None, around: None };
    let file = File::read(&at, &mut reader(&mut entries.problems, sources));
    problems.extend(entries.problems);
    refuse_empty(&file, &node, entries.number, run);
    let folder = path.parent().unwrap_or(Path::new(""));
    let cluster = |(entry, place)| cluster(&entry, &file.defaults, place, folder, run);
    let clusters = entries.list.into_iter().map(cluster).collect();
    let shared_set = settings(&file.defaults.set.0, run);
    let shared_files = files(&file.defaults.values.0, folder, run);
    Ok(Fleet { clusters, shared_files, shared_set })
}

/// The format is one for all versions of Alluxio.
fn reader<'a>(problems: &'a mut Problems, sources: &'a Sources) -> Reader<'a> {
    Reader { problems, sources, known: &KNOWN, version: version::DEFAULT }
}

/// The clusters that were read so far.
struct Entries {
    list: Vec<(Entry, Span)>,
    /// How many items there were, also those that are no clusters.
    number: usize,
    problems: Problems,
}

impl Entries {
    fn take(&mut self, node: &Node, sources: &Sources) {
        let list = Route::Key(&Route::Root, "clusters");
        let at = At { path: Route::Item(&list, self.number), node: Some(node), builtin: None, around: None };
        self.number += 1;
        let mut reader = reader(&mut self.problems, sources);
        match node.kind {
            Kind::Map(_) => self.list.push((Entry::read(&at, &mut reader), node.span)),
            _ => reader.mismatch(&at, "a map"),
        }
    }
}

fn refuse_empty(file: &File, node: &Node, clusters: usize, run: &mut Run) {
    if let Some(place) = file.defaults.name.place.filter(|_| file.defaults.name.set) {
        let problem = Problem::error("`defaults.name` is not allowed: every cluster has its own name").at(place);
        run.problems.push(problem.help("delete it"));
    }
    let place = node.get("clusters").unwrap_or(node).span;
    if clusters == 0 && file.clusters.is_empty() && !run.problems.refused_at(Some(place)) {
        let problem = Problem::error("the file lists no clusters").at(place);
        run.problems.push(problem.help("write `clusters:` and under it `- name: ...` for each"));
    }
}

fn cluster(entry: &Entry, shared: &Entry, place: Span, folder: &Path, run: &mut Run) -> Cluster {
    if entry.name.filled().is_none() && !run.problems.refused_at(entry.name.place) {
        let problem = Problem::error("a cluster has no name").at(entry.name.place.unwrap_or(place));
        run.problems.push(problem.help("add `name:`, which also names its folder"));
    }
    let release = own(&entry.release, &shared.release).map(|leaf| said("release", leaf));
    let namespace = own(&entry.namespace, &shared.namespace).map(|leaf| said("namespace", leaf));
    let version = own(&entry.kube_version, &shared.kube_version).map(|leaf| said("kubeVersion", leaf));
    let alluxio = own(&entry.alluxio_version, &shared.alluxio_version).map(|leaf| said("alluxioVersion", leaf));
    let release = release.unwrap_or(Said { by: "release", text: "alluxio", place: None });
    Cluster {
        name: entry.name.text().to_owned(),
        place: entry.name.place,
        profile: own(&entry.profile, &shared.profile).map(|leaf| (leaf.text().to_owned(), leaf.place)),
        target: Target::checked(release, namespace, version, &mut run.problems),
        // What is none is an error by now, which ends the run.
        asked: Asked::new(alluxio, &mut run.problems).unwrap_or_default(),
        files: files(&entry.values.0, folder, run),
        set: settings(&entry.set.0, run),
    }
}

/// What a cluster says itself, a null too, else what all share.
fn own<'a>(own: &'a Leaf<String>, shared: &'a Leaf<String>) -> Option<&'a Leaf<String>> {
    let leaf = if own.set { own } else { shared };
    leaf.value.is_some().then_some(leaf)
}

fn said<'a>(by: &'a str, leaf: &'a Leaf<String>) -> Said<'a> {
    Said { by, text: leaf.text(), place: leaf.place }
}

fn files(items: &[Item], folder: &Path, run: &mut Run) -> Vec<(PathBuf, Option<Span>)> {
    for item in items.iter().filter(|item| matches!(item.text.trim(), "" | "-")) {
        let problem = Problem::error(format!("`{}` is not a file name", item.text)).at(item.place);
        run.problems.push(problem.help("standard input cannot be used here: give a values file"));
    }
    for item in items.iter().filter(|item| is_address(&item.text)) {
        let problem = Problem::error(format!("`{}` is a URL, and this program does not use the network", item.text));
        run.problems.push(problem.at(item.place).help("download the file first, and give its path here"));
    }
    items.iter().map(|item| (folder.join(&item.text), Some(item.place))).collect()
}

fn settings(items: &[Item], run: &Run) -> Vec<Setting> {
    let setting =
        |item: &Item| Setting { name: format!("{} (set)", run.sources.place(item.place)), text: item.text.clone() };
    items.iter().map(setting).collect()
}
