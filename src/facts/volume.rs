//! Volumes, mounts and claims, in the shape of Kubernetes.

use super::names::Labels;
use super::plain::tree_map;
use crate::source::Span;
use crate::yaml::Tree;
use serde::Serialize;

/// Where a value of the user's, or a part of the pod itself, comes from, for messages.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// What messages call it: `` `mounts[0].path` ``, or `the journal`.
    pub what: String,
    /// Where the user wrote it.
    pub place: Option<Span>,
}

impl Origin {
    /// Something of the pod's own.
    pub fn own(what: &str) -> Self {
        Origin { what: what.to_owned(), place: None }
    }

    /// A value of the user's.
    pub fn value(path: &str, place: Option<Span>) -> Self {
        Origin { what: format!("`{path}`"), place }
    }
}

/// A volume in a container.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VolumeMount {
    /// The volume.
    pub name: String,
    /// Where it is mounted.
    pub mount_path: String,
    /// Whether it may not be written.
    pub read_only: Option<bool>,
    /// Whether mounts inside it are seen on the other side.
    pub mount_propagation: Option<&'static str>,
    /// Other fields, as the user wrote them.
    #[serde(flatten)]
    pub more: Option<Tree>,
    /// Where the path comes from.
    #[serde(skip)]
    pub origin: Origin,
}

impl VolumeMount {
    /// A plain mount.
    pub fn new(name: &str, path: &str, origin: Origin) -> Self {
        let (name, mount_path) = (name.to_owned(), path.to_owned());
        VolumeMount { name, mount_path, read_only: None, mount_propagation: None, more: None, origin }
    }

    /// The same, not to be written. The API server drops `readOnly: false`, so nothing says that (D-119).
    pub fn read_only(self) -> Self {
        VolumeMount { read_only: Some(true), ..self }
    }

    /// The same, with mounts seen on both sides.
    pub fn bidirectional(self) -> Self {
        VolumeMount { mount_propagation: Some("Bidirectional"), ..self }
    }
}

/// A volume of a pod.
#[derive(Clone, Debug, Serialize)]
pub struct Volume {
    /// Its name in the pod.
    pub name: String,
    /// What it is.
    #[serde(flatten)]
    pub source: VolumeSource,
}

/// What a volume is.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum VolumeSource {
    /// A claim.
    PersistentVolumeClaim {
        /// Its name.
        #[serde(rename = "claimName")]
        claim_name: String,
    },
    /// A folder or device of the node.
    HostPath {
        /// Where it is.
        path: String,
        /// What it has to be.
        #[serde(rename = "type")]
        kind: &'static str,
    },
    /// A folder that lives as long as the pod.
    EmptyDir {
        /// What it is kept in.
        medium: Option<String>,
        /// How much it may hold.
        #[serde(rename = "sizeLimit")]
        size_limit: Option<String>,
    },
    /// The files of a ConfigMap.
    ConfigMap {
        /// Its name.
        name: String,
    },
    /// The files of a secret.
    Secret {
        /// Its name.
        #[serde(rename = "secretName")]
        secret_name: String,
        /// Who may read them: 256 is `0400`.
        #[serde(rename = "defaultMode")]
        default_mode: u32,
    },
    /// Whatever else Kubernetes knows: a map from the kind of the volume to its fields.
    #[serde(untagged)]
    Other(Tree),
}

impl Volume {
    /// A volume of that name.
    pub fn new(name: impl Into<String>, source: VolumeSource) -> Self {
        Volume { name: name.into(), source }
    }

    /// A claim.
    pub fn claim(name: impl Into<String>, claim: &str) -> Self {
        Volume::new(name, VolumeSource::PersistentVolumeClaim { claim_name: claim.to_owned() })
    }

    /// A folder or device of the node.
    pub fn host_path(name: impl Into<String>, path: &str, kind: &'static str) -> Self {
        Volume::new(name, VolumeSource::HostPath { path: path.to_owned(), kind })
    }

    /// One file of a ConfigMap, under a name of its own.
    pub fn config_map_item(name: impl Into<String>, config_map: &str, (key, path): (&str, &str)) -> Self {
        let text = |text: &str| Some(Tree::Text(text.to_owned()));
        let item = tree_map([("key", text(key)), ("path", text(path))]);
        let source = tree_map([("name", text(config_map)), ("items", Some(Tree::List(vec![item])))]);
        Volume::new(name, VolumeSource::Other(tree_map([("configMap", Some(source))])))
    }

    /// A folder that lives as long as the pod.
    pub fn empty_dir(name: impl Into<String>, medium: Option<&str>, size_limit: Option<String>) -> Self {
        let medium = medium.filter(|medium| !medium.is_empty()).map(str::to_owned);
        Volume::new(name, VolumeSource::EmptyDir { medium, size_limit })
    }
}

/// A claim.
#[derive(Clone, Debug, Serialize)]
pub struct Claim {
    /// Its name.
    pub name: String,
    /// Its labels.
    pub labels: Labels,
    /// The storage class; empty means none, absent means the cluster's own.
    pub storage_class: Option<String>,
    /// How it may be mounted.
    pub access_modes: Vec<&'static str>,
    /// Its size.
    pub size: String,
    /// The volumes that it may be bound to.
    pub selector: Option<Tree>,
}
