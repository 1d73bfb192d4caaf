//! Everything that has to exist before the manifests are applied, and what makes it.

use super::{Need, folders};
use crate::facts::volume::VolumeSource;
use crate::facts::{Facts, credentials};
use crate::model::Values;
use crate::output::columns;
use crate::yaml::Tree;

/// Something that has to exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The kind of object; `Folder` for one on nodes.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// What it is for, and what it has to be.
    pub about: String,
    /// What makes it.
    pub made_by: String,
}

/// The rows, in the order in which they are needed.
pub fn rows(facts: &Facts, values: &Values, needs: &[Need]) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(namespace) = &facts.namespace {
        let made_by = format!("kubectl create namespace {namespace}");
        rows.push(Row { kind: "Namespace", name: namespace.clone(), about: "all objects".to_owned(), made_by });
    }
    rows.extend(accounts(facts));
    rows.extend(pull_secrets(values));
    rows.extend(secrets(facts, values));
    rows.extend(keyed(values));
    rows.extend(needs.iter().map(volume));
    rows.extend(needs.iter().filter(|need| !need.rendered).map(claim));
    let folder = |folder: folders::Folder| Row {
        kind: "Folder",
        about: folder
            .owner
            .as_ref()
            .map_or_else(|| "on nodes".to_owned(), |owner| format!("on nodes, owned by {owner}")),
        made_by: if folder.owner.is_some() { folders::command(&folder) } else { "Kubernetes".to_owned() },
        name: folder.path,
    };
    rows.extend(folders::of_pods(facts).into_iter().filter(|folder| folder.owner.is_some()).map(folder));
    rows
}

/// What a claim asks of its volume: `1Gi, ReadWriteOnce, class standard`.
fn wanted(need: &Need) -> String {
    let claim = &need.claim;
    let class = match claim.storage_class.as_deref() {
        None => "the default class".to_owned(),
        Some("") => "no class".to_owned(),
        Some(class) => format!("class {class}"),
    };
    format!("{}, {}, {class}", claim.size, claim.access_modes.join(", "))
}

fn volume(need: &Need) -> Row {
    Row {
        kind: "PersistentVolume",
        name: format!("for {}", need.claim.name),
        about: format!("{}: {}", need.words(), wanted(need)),
        made_by: "alluxio-gen provision volumes, or a provisioner".to_owned(),
    }
}

fn claim(need: &Need) -> Row {
    Row {
        kind: "PersistentVolumeClaim",
        name: need.claim.name.clone(),
        about: need.words(),
        made_by: "alluxio-gen provision claims".to_owned(),
    }
}

fn accounts(facts: &Facts) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let ours = |name: &str| name == "default" || (name == "csi-controller-sa" && facts.csi.is_some());
    for pod in facts.pods() {
        let Some(name) = pod.pod.service_account_name.as_deref().filter(|name| !ours(name)) else { continue };
        match rows.iter_mut().find(|row| row.name == name) {
            Some(row) => row.about.push_str(&format!(", {}", pod.name)),
            None => rows.push(Row {
                kind: "ServiceAccount",
                name: name.to_owned(),
                about: format!("pods of {}", pod.name),
                made_by: format!("kubectl create serviceaccount {name}"),
            }),
        }
    }
    rows
}

fn pull_secrets(values: &Values) -> Vec<Row> {
    let row = |item: &crate::model::list::Item| Row {
        kind: "Secret",
        name: item.text.clone(),
        about: "`imagePullSecrets`, of type kubernetes.io/dockerconfigjson".to_owned(),
        made_by: format!("kubectl create secret docker-registry {}", item.text),
    };
    values.image_pull_secrets.0.iter().map(row).collect()
}

/// The Secrets that pods mount.
fn secrets(facts: &Facts, values: &Values) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let of_hdfs = super::secret::hdfs_names(values);
    for pod in facts.pods() {
        for volume in &pod.pod.volumes {
            let VolumeSource::Secret { secret_name: name, .. } = &volume.source else { continue };
            match rows.iter_mut().find(|row| row.name == *name) {
                Some(row) => row.about.push_str(&format!(", {}", pod.name)),
                None => rows.push(Row {
                    kind: "Secret",
                    name: name.clone(),
                    about: format!("mounted in {}", pod.name),
                    made_by: match (credentials::file(values) == Some(name), of_hdfs.contains(name)) {
                        (true, _) => "alluxio-gen provision secret credentials".to_owned(),
                        (_, true) => "alluxio-gen provision secret hdfs".to_owned(),
                        _ => format!("kubectl create secret generic {name} --from-file=..."),
                    },
                }),
            }
        }
    }
    rows
}

/// The Secrets of single credentials.
fn keyed(values: &Values) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for keyed in &values.credentials.keys {
        let about = format!("key {} for {}", keyed.key, keyed.property);
        match rows.iter_mut().find(|row| row.name == keyed.secret) {
            Some(row) => row.about.push_str(&format!(", {about}")),
            None => rows.push(Row {
                kind: "Secret",
                name: keyed.secret.clone(),
                about,
                made_by: format!("kubectl create secret generic {} --from-literal=...", keyed.secret),
            }),
        }
    }
    rows
}

/// For people.
pub fn as_table(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "nothing has to exist first\n".to_owned();
    }
    let mut cells = vec![["KIND", "NAME", "FOR", "MADE BY"].map(str::to_owned)];
    cells
        .extend(rows.iter().map(|row| [row.kind.to_owned(), row.name.clone(), row.about.clone(), row.made_by.clone()]));
    columns::aligned(&cells)
}

/// For programs: the rows, and what claims ask of their volumes.
pub fn as_json(rows: &[Row], needs: &[Need]) -> Tree {
    let text = |text: &str| Tree::from(text);
    let row = |row: &Row| {
        Tree::map([
            ("kind", text(row.kind)),
            ("name", text(row.name.trim_start_matches("for "))),
            ("for", text(&row.about)),
            ("madeBy", text(&row.made_by)),
        ])
    };
    let claim = |need: &Need| {
        let claim = &need.claim;
        Tree::map([
            ("name", text(&claim.name)),
            ("size", text(&claim.size)),
            ("accessModes", Tree::List(claim.access_modes.iter().map(|mode| text(mode)).collect())),
            ("storageClassName", claim.storage_class.as_deref().map_or(Tree::Null, Tree::from)),
            ("selector", claim.selector.clone().unwrap_or(Tree::Null)),
            ("rendered", Tree::Bool(need.rendered)),
        ])
    };
    Tree::map([
        ("objects", Tree::List(rows.iter().map(row).collect())),
        ("claims", Tree::List(needs.iter().map(claim).collect())),
    ])
}
