//! The tree of folders that helm-generate.sh writes, with the changes of docs/differences.md.

mod rows;

use crate::manifest::Manifest;
use crate::output::folder::Wanted;
use crate::output::text::{Syntax, stream};
use crate::problem::{Problem, Stop, any_of, nearest};
pub use rows::Switch;
use rows::{CONFIG, PROFILE_ROWS, ROOT_ROWS, Row};
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
            Err(Problem::usage(format!("`single-ufs` takes `local` or `hdfs`, found `{other}`")))
        }
        ("single-ufs", None) => Err(Problem::usage("`single-ufs` needs the kind of storage: `local` or `hdfs`")),
        (_, Some(extra)) => {
            Err(Problem::usage(format!("`{mode}` takes no `{extra}`"))
                .help("only `single-ufs` takes a kind of storage"))
        }
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

/// What a profile's folder holds, and what lies beside it.
#[derive(Debug, Default)]
pub struct Tree {
    /// The files, with their paths below the output folder.
    pub files: Vec<Wanted>,
    /// Files that would hold no object with these values and were not asked for by switching them on.
    pub empty: Vec<String>,
    /// All objects that may be applied together: without the client's static volume, and with it in place of the dynamic one.
    pub applied: [Vec<Arc<Manifest>>; 2],
}

/// Where `--worker-fuse` puts FUSE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fuse {
    /// In pods of its own.
    Standalone,
    /// Inside the worker too, as `--worker-fuse` asks.
    InWorker,
}

/// Makes the files of a profile. `render` gives the objects of some templates, with a feature switched on.
pub fn tree(
    profile: &str,
    fuse: Fuse,
    mut render: impl FnMut(Switch, &[&'static str]) -> Result<Vec<Manifest>, Stop>,
) -> Result<Tree, Stop> {
    let rows = || {
        let inside = PROFILE_ROWS.iter().map(|row| (format!("{profile}/{}", row.file), row));
        inside.chain(ROOT_ROWS.iter().map(|row| (row.file.to_owned(), row)))
    };
    let mut asked: BTreeMap<Switch, Vec<&'static str>> = BTreeMap::new();
    for (_, row) in rows() {
        asked.entry(row.switch(fuse)).or_default().extend(row.templates);
    }
    let mut made: BTreeMap<Switch, Vec<Arc<Manifest>>> = BTreeMap::new();
    for (switch, templates) in asked {
        made.insert(switch, render(switch, &templates)?.into_iter().map(Arc::new).collect());
    }
    let mut tree = Tree::default();
    for (path, row) in rows() {
        let manifests = made.get(&row.switch(fuse)).map_or(&[][..], Vec::as_slice);
        tree.take(path, row, manifests.iter().filter(|manifest| row.holds(manifest)).collect());
    }
    Ok(tree)
}

impl Tree {
    fn take(&mut self, path: String, row: &Row, manifests: Vec<&Arc<Manifest>>) {
        if manifests.is_empty() {
            self.empty.push(path);
            return;
        }
        let [dynamic, fixed] = &mut self.applied;
        if row.with != Switch::StaticClient {
            dynamic.extend(manifests.iter().copied().cloned());
        }
        if row.with != Switch::DynamicClient {
            fixed.extend(manifests.iter().copied().cloned());
        }
        self.files.push(Wanted { path, text: stream(manifests.into_iter().map(Arc::as_ref), Syntax::Yaml) });
    }
}

/// The path of a profile's config.yaml below the output folder.
pub fn config(profile: &str) -> String {
    format!("{profile}/{CONFIG}")
}

/// Whether a file that would hold no object deserves a word: metrics and hub are simply off.
pub fn is_optional(path: &str) -> bool {
    PROFILE_ROWS.iter().any(|row| row.optional && path.split_once('/').is_some_and(|(_, file)| file == row.file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

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
        assert_eq!(of("single-ufs", None), Err("`single-ufs` needs the kind of storage: `local` or `hdfs`".to_owned()));
        assert_eq!(of("single-ufs", Some("s3")), Err("`single-ufs` takes `local` or `hdfs`, found `s3`".to_owned()));
        assert_eq!(of("all", Some("local")), Err("`all` takes no `local`".to_owned()));
        assert_eq!(of("single", None), Err("unknown mode `single`".to_owned()));
    }

    /// An object for each template but the hub's; the pod says which switch was on.
    fn fake(switch: Switch, templates: &[&'static str]) -> Vec<Manifest> {
        let object = |template: &&'static str| {
            let text = |text: String| yaml::Tree::Text(text);
            let entries = [("kind", text("Pod".to_owned())), ("switch", text(format!("{switch:?}")))];
            let tree = yaml::Tree::Map(entries.into_iter().map(|(key, tree)| (key.to_owned(), tree)).collect());
            Manifest { source: (*template).to_owned(), tree }
        };
        templates.iter().filter(|template| !template.contains("/hub/")).map(object).collect()
    }

    fn made(fuse: Fuse) -> Tree {
        tree("p", fuse, |switch, templates| Ok(fake(switch, templates))).unwrap_or_default()
    }

    fn switches(tree: &Tree, path: &str) -> Vec<String> {
        let text = tree.files.iter().find(|file| file.path == path).map(|file| file.text.as_str()).unwrap_or("");
        text.lines().filter_map(|line| line.strip_prefix("switch: ")).map(str::to_owned).collect()
    }

    #[test]
    fn every_file_has_its_objects_with_its_feature_on() {
        let tree = made(Fuse::Standalone);
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
        let tree = made(Fuse::InWorker);
        assert_eq!(switches(&tree, "p/alluxio-configmap.yaml.template"), ["WorkerFuseConfig"]);
        assert_eq!(switches(&tree, "p/worker/alluxio-worker-daemonset.yaml.template"), ["WorkerFuse"]);
        assert_eq!(switches(&tree, "p/worker/alluxio-worker-pvc.yaml.template"), ["Fuse"]);
        assert_eq!(switches(&tree, "alluxio-fuse.yaml.template"), ["Fuse"]);
    }

    #[test]
    fn the_two_client_volumes_are_never_applied_together() {
        let tree = made(Fuse::Standalone);
        let has = |applied: &[Arc<Manifest>], switch: &str| {
            applied.iter().any(|manifest| manifest.tree.get("switch").and_then(yaml::Tree::as_str) == Some(switch))
        };
        let [dynamic, fixed] = &tree.applied;
        assert!(has(dynamic, "DynamicClient") && !has(dynamic, "StaticClient"));
        assert!(has(fixed, "StaticClient") && !has(fixed, "DynamicClient"));
    }

    #[test]
    fn a_failure_ends_it() {
        assert!(tree("p", Fuse::Standalone, |_, _| Err(Stop)).is_err());
    }
}
