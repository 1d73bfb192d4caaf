//! The tree of folders that helm-generate.sh writes, with the changes of docs/differences.md.

mod rows;

use crate::manifest::Manifest;
use crate::output::folder::Wanted;
use crate::output::text::{Syntax, stream};
use crate::problem::{Problem, any_of, nearest};
use crate::render;
use crate::version::Version;
pub use rows::Switch;
use rows::{CONFIG, ROWS, Row};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The profiles that the script knows, in its order.
const SCRIPT_PROFILES: [&str; 3] =
    ["singleMaster-localJournal", "singleMaster-hdfsJournal", "multiMaster-embeddedJournal"];

/// The profiles that a mode stands for: a mode of the script, or the name of any profile.
pub fn profiles<'a>(mode: &'a str, ufs: Option<&str>, known: &[String]) -> Result<Vec<&'a str>, Problem> {
    let [local, hdfs, embedded] = SCRIPT_PROFILES;
    match (mode, ufs) {
        ("single-ufs", Some("local")) => Ok(vec![local]),
        ("single-ufs", Some("hdfs")) => Ok(vec![hdfs]),
        ("single-ufs", Some(other)) => {
            let error = Problem::usage(format!("`single-ufs` takes `local` or `hdfs`, found `{other}`"));
            Err(error
                .help("this is the storage of the journal; the under storage is set with `alluxio.master.mount.table.root.ufs`"))
        }
        ("single-ufs", None) => {
            let error = Problem::usage("`single-ufs` needs the storage of the journal: `local` or `hdfs`");
            Err(error.help("for example, `generate single-ufs local`"))
        }
        (_, Some(extra)) => Err(Problem::usage(format!("`{mode}` does not accept `{extra}`"))
            .help("only `single-ufs` has a second argument")),
        ("multi-embedded", None) => Ok(vec![embedded]),
        ("all", None) => Ok(SCRIPT_PROFILES.to_vec()),
        (name, None) if known.iter().any(|profile| profile == name) => Ok(vec![name]),
        (name, None) => Err(unknown_mode(name, known)),
    }
}

fn unknown_mode(name: &str, known: &[String]) -> Problem {
    let modes = || ["single-ufs", "multi-embedded", "all"].into_iter().chain(known.iter().map(String::as_str));
    let help = match nearest(name, modes()) {
        Some(mode) => format!("did you mean `{mode}`?"),
        None => format!("write {}", any_of(modes())),
    };
    Problem::usage(format!("unknown mode `{name}`")).help(help)
}

/// Where `--worker-fuse` puts FUSE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fuse {
    /// In pods of its own.
    Standalone,
    /// Inside the worker too, as `--worker-fuse` asks.
    InWorker,
}

/// An object, and how it is written into a file.
#[derive(Debug)]
pub struct Document {
    manifest: Manifest,
    text: String,
}

impl From<Manifest> for Document {
    fn from(manifest: Manifest) -> Self {
        let mut text = stream([&manifest], Syntax::Yaml);
        // There are many of them, and each had room for a large one.
        text.shrink_to_fit();
        Document { text, manifest }
    }
}

/// What has to be rendered for the files of a profile: the templates, by what is switched on for them.
pub fn renders(fuse: Fuse) -> BTreeMap<Switch, Vec<&'static str>> {
    let mut renders: BTreeMap<Switch, Vec<&'static str>> = BTreeMap::new();
    for row in &ROWS {
        let paths = renders.entry(row.switch(fuse)).or_default();
        for path in row.templates {
            // Rows of different versions may hold the same objects.
            if !paths.contains(path) {
                paths.push(path);
            }
        }
    }
    renders
}

/// Whether a version has any of these templates, which are named without `.j2`.
pub fn has_any(templates: &[&str], version: &Version) -> bool {
    templates.iter().any(|name| {
        name.strip_prefix("templates/").is_some_and(|name| render::belongs_to(&format!("{name}.j2"), version))
    })
}

/// What a profile's folder holds, and what lies beside it.
#[derive(Debug, Default)]
pub struct Tree<'a> {
    /// The files, with their paths below the output folder.
    pub files: Vec<Wanted>,
    /// Files that would hold no object with these values and were not asked for by switching them on.
    pub empty: Vec<String>,
    /// All objects that may be applied together: without the client's static volume, and with it in place of the dynamic one.
    pub applied: [Vec<&'a Manifest>; 2],
}

impl<'a> Tree<'a> {
    /// The files of a profile, of what came of its [`renders`].
    pub fn new(profile: &str, fuse: Fuse, version: &Version, made: &'a BTreeMap<Switch, Arc<[Document]>>) -> Self {
        let mut tree = Tree::default();
        for row in ROWS.iter().filter(|row| row.era.holds(version)) {
            let documents = made.get(&row.switch(fuse)).map_or(&[][..], |documents| documents);
            tree.take(
                row.path(profile, version),
                row,
                documents.iter().filter(|document| row.holds(&document.manifest)).collect(),
            );
        }
        tree
    }

    fn take(&mut self, path: String, row: &Row, documents: Vec<&'a Document>) {
        if documents.is_empty() {
            self.empty.push(path);
            return;
        }
        let [dynamic, fixed] = &mut self.applied;
        if row.with != Switch::StaticClient {
            dynamic.extend(documents.iter().map(|document| &document.manifest));
        }
        if row.with != Switch::DynamicClient {
            fixed.extend(documents.iter().map(|document| &document.manifest));
        }
        self.files.push(Wanted { path, text: documents.iter().map(|document| document.text.as_str()).collect() });
    }
}

/// The path of a profile's config.yaml below the output folder.
pub fn config(profile: &str) -> String {
    format!("{profile}/{CONFIG}")
}

/// Whether a file that would hold no object deserves a word: metrics and hub are simply off.
pub fn is_optional(path: &str) -> bool {
    ROWS.iter().any(|row| row.optional && path.split_once('/').is_some_and(|(_, file)| file == row.file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{version, yaml};

    fn known() -> Vec<String> {
        SCRIPT_PROFILES.iter().map(|name| (*name).to_owned()).chain(["mine".to_owned()]).collect()
    }

    #[test]
    fn modes_stand_for_profiles() {
        let of = |mode, ufs| profiles(mode, ufs, &known()).map_err(|problem| problem.message);
        assert_eq!(of("single-ufs", Some("local")), Ok(vec!["singleMaster-localJournal"]));
        assert_eq!(of("single-ufs", Some("hdfs")), Ok(vec!["singleMaster-hdfsJournal"]));
        assert_eq!(of("multi-embedded", None), Ok(vec!["multiMaster-embeddedJournal"]));
        assert_eq!(of("all", None), Ok(SCRIPT_PROFILES.to_vec()));
        assert_eq!(of("mine", None), Ok(vec!["mine"]));
        assert_eq!(
            of("single-ufs", None),
            Err("`single-ufs` needs the storage of the journal: `local` or `hdfs`".to_owned())
        );
        assert_eq!(of("single-ufs", Some("s3")), Err("`single-ufs` takes `local` or `hdfs`, found `s3`".to_owned()));
        assert_eq!(of("all", Some("local")), Err("`all` does not accept `local`".to_owned()));
        assert_eq!(of("single", None), Err("unknown mode `single`".to_owned()));
    }

    /// An object for each template but the hub's; the pod says which switch was on.
    fn fake(switch: Switch, templates: &[&str]) -> Vec<Document> {
        let object = |template: &&str| {
            let text = |text: String| yaml::Tree::Text(text);
            let entries = [("kind", text("Pod".to_owned())), ("switch", text(format!("{switch:?}")))];
            let tree = yaml::Tree::Map(entries.into_iter().map(|(key, tree)| (key.to_owned(), tree)).collect());
            Manifest { source: (*template).to_owned(), tree }.into()
        };
        templates.iter().filter(|template| !template.contains("/hub/")).map(object).collect()
    }

    fn made(fuse: Fuse) -> BTreeMap<Switch, Arc<[Document]>> {
        renders(fuse).into_iter().map(|(switch, templates)| (switch, fake(switch, &templates).into())).collect()
    }

    fn switches(tree: &Tree<'_>, path: &str) -> Vec<String> {
        let text = tree.files.iter().find(|file| file.path == path).map(|file| file.text.as_str()).unwrap_or("");
        text.lines().filter_map(|line| line.strip_prefix("switch: ")).map(str::to_owned).collect()
    }

    #[test]
    fn every_file_has_its_objects_with_its_feature_on() {
        let made = made(Fuse::Standalone);
        let tree = Tree::new("p", Fuse::Standalone, version::DEFAULT, &made);
        assert_eq!(tree.files.len(), 20);
        assert_eq!(
            tree.empty,
            ["p/hub/alluxio-hub-deployment.yaml.template", "p/hub/alluxio-hub-service.yaml.template"]
        );
        assert!(tree.empty.iter().all(|path| is_optional(path)) && !is_optional("p/alluxio-configmap.yaml.template"));
        for (path, expected) in [
            ("p/alluxio-configmap.yaml.template", vec!["Nothing"]),
            ("p/logserver/alluxio-logserver-pvc.yaml.template", vec!["Logserver"]),
            ("p/csi/alluxio-csi-controller-rbac.yaml.template", vec!["Csi", "Csi", "Csi"]),
            ("p/csi/alluxio-pvc-static.yaml.template", vec!["StaticClient"]),
            ("p/csi/alluxio-pvc.yaml.template", vec!["DynamicClient"]),
            ("alluxio-fuse.yaml.template", vec!["Fuse"]),
            ("alluxio-fuse-client.yaml.template", vec!["FuseClient"]),
        ] {
            assert_eq!(switches(&tree, path), expected, "{path}");
        }
    }

    #[test]
    fn fuse_in_the_worker_changes_the_worker_and_its_config() {
        let made = made(Fuse::InWorker);
        let tree = Tree::new("p", Fuse::InWorker, version::DEFAULT, &made);
        assert_eq!(switches(&tree, "p/alluxio-configmap.yaml.template"), ["WorkerFuseConfig"]);
        assert_eq!(switches(&tree, "p/worker/alluxio-worker-daemonset.yaml.template"), ["WorkerFuse"]);
        assert_eq!(switches(&tree, "p/worker/alluxio-worker-pvc.yaml.template"), ["Fuse"]);
        assert_eq!(switches(&tree, "alluxio-fuse.yaml.template"), ["Fuse"]);
    }

    #[test]
    fn the_two_client_volumes_are_never_applied_together() {
        let made = made(Fuse::Standalone);
        let tree = Tree::new("p", Fuse::Standalone, version::DEFAULT, &made);
        let has = |applied: &[&Manifest], switch: &str| {
            applied.iter().any(|manifest| manifest.tree.get("switch").and_then(yaml::Tree::as_str) == Some(switch))
        };
        let [dynamic, fixed] = &tree.applied;
        assert!(has(dynamic, "DynamicClient") && !has(dynamic, "StaticClient"));
        assert!(has(fixed, "StaticClient") && !has(fixed, "DynamicClient"));
    }
}
