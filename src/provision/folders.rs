//! Folders on nodes: where they have to be, whom they have to belong to, and why. Nothing is made there.

use super::Need;
use super::volumes::Place;
use crate::cli::{Purpose, VolumeKind};
use crate::facts::Facts;
use crate::facts::pod::SecurityContext;
use crate::facts::volume::VolumeSource;
use crate::model::Values;
use crate::problem::and;

/// A folder on nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Its path.
    pub path: String,
    /// The nodes; none means every node on which its pods may run.
    pub nodes: Vec<String>,
    /// The user and group that it has to belong to; nothing if root does.
    pub owner: Option<String>,
    /// Whether it is made by whoever mounts it, for root.
    pub is_made: bool,
}

/// The folders of volumes. Those of a network storage are not on nodes.
pub fn of_volumes(needs: &[Need], place: &Place, values: &Values) -> Vec<Folder> {
    let owner = owner(values.user.value, values.group.value);
    let on_nodes = needs.iter().filter(|need| place.kind_of(need) != VolumeKind::Nfs);
    let folder = |need: &Need| Folder {
        path: place.folder(need),
        nodes: place.nodes_of(need).to_vec(),
        // Whoever keeps the user's own data there knows its owner.
        owner: owner.clone().filter(|_| need.purpose != Purpose::Mounts),
        is_made: place.kind_of(need) == VolumeKind::HostPath,
    };
    on_nodes.map(folder).collect()
}

/// The folders that pods mount as they are.
pub fn of_pods(facts: &Facts) -> Vec<Folder> {
    let mut folders: Vec<Folder> = Vec::new();
    for pod in facts.pods() {
        let mut contexts = pod.pod.containers.iter().filter_map(|container| container.security_context.as_ref());
        let context: Option<&SecurityContext> = pod.pod.security_context.as_ref().or(contexts.next_back());
        let owner = context.and_then(|context| owner(context.run_as_user, context.run_as_group));
        for volume in &pod.pod.volumes {
            let VolumeSource::HostPath { path, kind: "DirectoryOrCreate" } = &volume.source else { continue };
            let folder = Folder { path: path.clone(), nodes: Vec::new(), owner: owner.clone(), is_made: true };
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
    }
    folders
}

/// `1000:1000`; root needs no mention.
fn owner(user: Option<i64>, group: Option<i64>) -> Option<String> {
    let user = user.filter(|user| *user != 0)?;
    Some(format!("{user}:{}", group.unwrap_or(0)))
}

/// What is left to do, node by node, for root's shell; nothing if there is nothing.
pub fn to_do(folders: &[Folder]) -> String {
    let left: Vec<&Folder> = folders.iter().filter(|folder| !folder.is_made || folder.owner.is_some()).collect();
    if left.is_empty() {
        return String::new();
    }
    let mut reasons = Vec::new();
    if left.iter().any(|folder| !folder.is_made) {
        reasons.push("Kubernetes does not create the folder of a local volume".to_owned());
    }
    if left.iter().any(|folder| folder.is_made) {
        reasons.push("Kubernetes creates the folder of a hostPath volume as root".to_owned());
    }
    if let Some(owner) = left.iter().find_map(|folder| folder.owner.as_ref()) {
        reasons.push(format!("the processes run as {owner}"));
    }
    let mut text = format!("Run this on the nodes as root, because {}:\n", and(&reasons));
    for folder in left {
        let on = if folder.nodes.is_empty() { "every node".to_owned() } else { folder.nodes.join(", ") };
        text.push_str(&format!("  {on}: {}\n", command(folder)));
    }
    text
}

/// What makes the folder and gives it to its owner.
pub fn command(folder: &Folder) -> String {
    let path = quoted(&folder.path);
    match &folder.owner {
        Some(owner) => format!("mkdir -p {path} && chown {owner} {path}"),
        None => format!("mkdir -p {path}"),
    }
}

/// A text as one word of the shell.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
    if text.chars().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::{Folder, to_do};

    fn folder(nodes: &[&str], owner: Option<&str>, is_made: bool) -> Folder {
        let nodes = nodes.iter().map(|node| (*node).to_owned()).collect();
        Folder { path: "/data/it's".to_owned(), nodes, owner: owner.map(str::to_owned), is_made }
    }

    #[test]
    fn what_is_left_to_do_is_told_with_its_reason() {
        assert_eq!(to_do(&[folder(&[], None, true)]), "");
        assert_eq!(
            to_do(&[folder(&["n1", "n2"], Some("1000:1000"), false)]),
            "Run this on the nodes as root, because Kubernetes does not create the folder of a local volume and the processes run as 1000:1000:\n  n1, n2: mkdir -p '/data/it'\\''s' && chown 1000:1000 '/data/it'\\''s'\n"
        );
    }
}
