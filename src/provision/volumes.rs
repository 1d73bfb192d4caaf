//! PersistentVolumes for the claims that wait for one.
//!
//! Each is bound beforehand: a volume without `claimRef` is taken by whoever asks first for its class, from any namespace.

use super::{Made, Need};
use crate::cli::{Purpose, VolumeKind};
use crate::problem::Problem;
use crate::yaml::Tree;

/// Where volumes lie.
#[derive(Clone, Debug)]
pub struct Place {
    /// On what.
    pub kind: VolumeKind,
    /// The folder in which each gets a folder of its own.
    pub path: String,
    /// The nodes that have them.
    pub nodes: Vec<String>,
    /// The NFS server.
    pub server: Option<String>,
    /// The namespace of the claims.
    pub namespace: String,
}

impl Place {
    /// The name of a claim's volume. Volumes belong to no namespace, so theirs stands in their names.
    pub fn name(&self, need: &Need) -> String {
        format!("{}-{}", self.namespace, need.claim.name)
    }

    /// The folder of a claim's volume. Clusters that share nodes must not share folders.
    pub fn folder(&self, need: &Need) -> String {
        format!("{}/{}", self.path.trim_end_matches('/'), self.name(need))
    }

    /// What the volume of a claim lies on. The domain socket is one for all nodes and holds no data.
    pub fn kind_of(&self, need: &Need) -> VolumeKind {
        if need.purpose == Purpose::DomainSocket { VolumeKind::HostPath } else { self.kind }
    }

    /// The nodes on which the volume of a claim is; none means any.
    pub fn nodes_of<'a>(&'a self, need: &Need) -> &'a [String] {
        let one = |number: usize| self.nodes.get(number..=number).unwrap_or_default();
        match need.purpose {
            Purpose::DomainSocket => &[],
            Purpose::Journal | Purpose::Metastore if !self.nodes.is_empty() => {
                one(need.replica.unwrap_or(0) % self.nodes.len())
            }
            Purpose::Logserver => one(0),
            _ => &self.nodes,
        }
    }
}

/// The volumes of all needs.
pub fn volumes(needs: &[Need], place: &Place) -> Vec<Made> {
    needs.iter().map(|need| Made { about: about(need, place), object: volume(need, place) }).collect()
}

fn about(need: &Need, place: &Place) -> Vec<String> {
    let claim = &need.claim.name;
    let mut lines = vec![format!("For the claim {claim} in {}: {}.", place.namespace, need.words())];
    if need.purpose == Purpose::DomainSocket && place.kind != VolumeKind::HostPath {
        lines
            .push("Of type hostPath, because all nodes share this one volume; it has a socket and no data.".to_owned());
    }
    lines
}

fn volume(need: &Need, place: &Place) -> Tree {
    let claim = &need.claim;
    let labels = labels(claim.selector.as_ref());
    let metadata = [("name", Some(place.name(need).into())), ("labels", labels)];
    let (key, source) = source(need, place);
    let spec = [
        ("capacity", Some(Tree::map([("storage", claim.size.as_str().into())]))),
        ("accessModes", Some(Tree::List(claim.access_modes.iter().map(|mode| (*mode).into()).collect()))),
        ("persistentVolumeReclaimPolicy", Some("Retain".into())),
        ("storageClassName", claim.storage_class.as_deref().map(Tree::from)),
        (
            "claimRef",
            Some(Tree::map([("namespace", place.namespace.as_str().into()), ("name", claim.name.as_str().into())])),
        ),
        (key, Some(source)),
        ("nodeAffinity", affinity(place.nodes_of(need))),
    ];
    let present = |(key, tree): (&'static str, Option<Tree>)| Some((key, tree?));
    Tree::map([
        ("apiVersion", "v1".into()),
        ("kind", "PersistentVolume".into()),
        ("metadata", Tree::map(metadata.into_iter().filter_map(present))),
        ("spec", Tree::map(spec.into_iter().filter_map(present))),
    ])
}

fn source(need: &Need, place: &Place) -> (&'static str, Tree) {
    let path = ("path", place.folder(need).into());
    match place.kind_of(need) {
        VolumeKind::Local => ("local", Tree::map([path])),
        VolumeKind::HostPath => ("hostPath", Tree::map([path, ("type", "DirectoryOrCreate".into())])),
        VolumeKind::Nfs => ("nfs", Tree::map([("server", place.server.as_deref().unwrap_or("").into()), path])),
    }
}

/// Pods go where the volume is.
fn affinity(nodes: &[String]) -> Option<Tree> {
    if nodes.is_empty() {
        return None;
    }
    let expression = Tree::map([
        ("key", "kubernetes.io/hostname".into()),
        ("operator", "In".into()),
        ("values", Tree::List(nodes.iter().map(|node| node.as_str().into()).collect())),
    ]);
    let term = Tree::map([("matchExpressions", Tree::List(vec![expression]))]);
    Some(Tree::map([("required", Tree::map([("nodeSelectorTerms", Tree::List(vec![term]))]))]))
}

/// Labels that a claim's selector takes: those it names, and one for each condition that asks for a label.
fn labels(selector: Option<&Tree>) -> Option<Tree> {
    let selector = selector?;
    let mut labels = match selector.get("matchLabels") {
        Some(Tree::Map(labels)) => labels.clone(),
        _ => Default::default(),
    };
    for condition in selector.get("matchExpressions").map(Tree::items).unwrap_or_default() {
        let Some(key) = condition.get("key").and_then(Tree::as_str) else { continue };
        let value = match condition.get("operator").and_then(Tree::as_str) {
            Some("In") => condition.get("values").and_then(|values| values.items().first()).cloned(),
            Some("Exists") => Some("".into()),
            _ => None,
        };
        if let Some(value) = value {
            labels.entry(key.to_owned()).or_insert(value);
        }
    }
    (!labels.is_empty()).then_some(Tree::Map(labels))
}

/// What works at first and may not for long.
pub fn doubts(needs: &[Need], place: &Place) -> Vec<Problem> {
    let masters = needs.iter().filter_map(|need| need.replica).max().map_or(0, |last| last + 1);
    let of_masters = needs.iter().any(|need| need.replica.is_some());
    let mounts = needs.iter().any(|need| need.purpose == Purpose::Mounts);
    let mut doubts = Vec::new();
    if of_masters && place.kind != VolumeKind::Nfs && !place.nodes.is_empty() && place.nodes.len() < masters {
        let number = place.nodes.len();
        let nodes = if number == 1 { "1 node".to_owned() } else { format!("{number} nodes") };
        let doubt = Problem::warning(format!("{masters} masters share {nodes}: if a node fails, several masters fail"));
        doubts.push(doubt.help("give `--nodes` one node for each master"));
    }
    if of_masters && place.kind == VolumeKind::HostPath && place.nodes.is_empty() {
        let doubt = Problem::warning(
            "a master that moves to another node finds an empty folder there and has lost its journal",
        );
        doubts.push(doubt.help("give the nodes with `--nodes`, so that masters stay on the nodes of their volumes"));
    }
    if mounts && place.kind != VolumeKind::Nfs && place.nodes.len() != 1 {
        let doubt = Problem::warning("with the claims of `mounts`, each node sees its own folder");
        doubts.push(
            doubt.help("mount the same network storage at this path on every node, or use `--type nfs --only mounts`"),
        );
    }
    doubts
}
