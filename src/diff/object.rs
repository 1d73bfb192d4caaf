//! One object of either side, and how it is told apart from others.

use super::kubernetes::CLUSTER_SCOPED;
use crate::manifest::Manifest;
use crate::source::Span;
use crate::yaml::Tree;

/// An object.
#[derive(Clone, Debug)]
pub struct Object {
    /// The object itself.
    pub tree: Tree,
    /// The template that made it, if it was rendered.
    pub source: String,
    /// Where it stands, if it was read.
    pub place: Option<Span>,
}

/// What tells objects apart: group, kind, namespace and name. The version of the group does not.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id {
    /// `apps`; empty for the core group.
    pub group: String,
    /// `StatefulSet`.
    pub kind: String,
    /// None for objects of the cluster, and where no namespace is named.
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
}

impl From<Manifest> for Object {
    fn from(manifest: Manifest) -> Self {
        Object { tree: manifest.tree, source: manifest.source, place: None }
    }
}

impl Object {
    /// `kind`, empty if there is none.
    pub fn kind(&self) -> &str {
        self.text(&["kind"])
    }

    /// `metadata.name`, empty if there is none.
    pub fn name(&self) -> &str {
        self.text(&["metadata", "name"])
    }

    /// A label's value, empty if there is none.
    pub fn label(&self, name: &str) -> &str {
        self.text(&["metadata", "labels", name])
    }

    /// Whether it comes from a server: only one that is stored has a version of its own.
    pub fn is_live(&self) -> bool {
        self.tree.at(&["metadata", "resourceVersion"]).is_some()
    }

    /// Whether a controller made it from another object.
    pub fn is_derived(&self) -> bool {
        self.tree.at(&["metadata", "ownerReferences"]).is_some_and(|owners| !owners.items().is_empty())
    }

    /// What tells it apart. `namespace` is that of objects that name none.
    pub fn id(&self, namespace: Option<&str>) -> Id {
        let version = self.text(&["apiVersion"]);
        let own = Some(self.text(&["metadata", "namespace"])).filter(|name| !name.is_empty());
        let namespace = if CLUSTER_SCOPED.contains(&self.kind()) { None } else { own.or(namespace) };
        Id {
            group: version.split_once('/').map_or("", |(group, _)| group).to_owned(),
            kind: self.kind().to_owned(),
            namespace: namespace.map(str::to_owned),
            name: self.name().to_owned(),
        }
    }

    /// The namespace that it names itself.
    pub fn namespace(&self) -> Option<&str> {
        Some(self.text(&["metadata", "namespace"])).filter(|name| !name.is_empty())
    }

    /// The spec of its pods, or of the pod that it is.
    pub fn pod(&self) -> Option<&Tree> {
        match self.kind() {
            "Pod" => self.tree.get("spec"),
            "CronJob" => self.tree.at(&["spec", "jobTemplate", "spec", "template", "spec"]),
            _ => self.tree.at(&["spec", "template", "spec"]),
        }
    }

    /// All containers of its pods, the initial ones last.
    pub fn containers(&self) -> impl Iterator<Item = &Tree> {
        let lists = ["containers", "initContainers"].into_iter();
        lists.filter_map(|key| self.pod()?.get(key)).flat_map(Tree::items)
    }

    /// How many pods it asks for, if that is a matter of a number.
    pub fn replicas(&self) -> Option<usize> {
        match self.tree.at(&["spec", "replicas"]) {
            Some(Tree::Number(text)) => text.parse().ok(),
            _ => matches!(self.kind(), "StatefulSet" | "Deployment").then_some(1),
        }
    }

    /// Whether it is likely to be Alluxio's: by its labels, its name, its images or the keys of its data.
    pub fn is_alluxio(&self) -> bool {
        let is_ours = |text: &str| text.contains("alluxio");
        let labels = self.tree.at(&["metadata", "labels"]).and_then(Tree::as_map);
        let has_label = labels.is_some_and(|map| map.values().filter_map(Tree::as_str).any(is_ours));
        let has_image = self.containers().filter_map(|one| one.get("image")?.as_str()).any(is_ours);
        let data = self.tree.get("data").and_then(Tree::as_map);
        let has_data = data.is_some_and(|map| map.keys().any(|key| key.starts_with("ALLUXIO_")));
        is_ours(self.name()) || has_label || has_image || has_data
    }

    /// The text at some keys; empty if there is none.
    pub fn text(&self, keys: &[&str]) -> &str {
        self.tree.at(keys).and_then(Tree::as_str).unwrap_or("")
    }
}
