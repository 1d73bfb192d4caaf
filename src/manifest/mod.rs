//! Rendered objects: what they are called, in which order they print, how a user picks some of them, and what is added to each.

pub mod checksum;
mod selection;
pub mod stamp;

use crate::order;
use crate::yaml::Tree;
pub use selection::Selection;
pub use stamp::Stamp;

/// A rendered object and the template that made it.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    /// The template's path without `.j2`: `templates/master/statefulset.yaml`.
    pub source: String,
    /// The object.
    pub tree: Tree,
}

impl Manifest {
    /// `kind`, empty if there is none.
    pub fn kind(&self) -> &str {
        self.tree.get("kind").and_then(Tree::as_str).unwrap_or("")
    }

    /// `metadata.name`, empty if there is none.
    pub fn name(&self) -> &str {
        self.metadata("name").unwrap_or("")
    }

    /// `metadata.namespace`.
    pub fn namespace(&self) -> Option<&str> {
        self.metadata("namespace")
    }

    /// The folder of the template: `master`, `csi`; empty for one that lies in no folder.
    pub fn component(&self) -> &str {
        component(&self.source)
    }

    /// Where it describes pods.
    pub fn pod_spec(&self) -> Option<&Tree> {
        let spec = self.tree.get("spec")?;
        match self.kind() {
            "Pod" => Some(spec),
            "CronJob" => spec.get("jobTemplate")?.get("spec")?.get("template")?.get("spec"),
            _ => spec.get("template")?.get("spec"),
        }
    }

    fn metadata(&self, key: &str) -> Option<&str> {
        self.tree.get("metadata")?.get(key)?.as_str()
    }
}

/// The folder of a template, by its path.
pub fn component(source: &str) -> &str {
    let path = source.strip_prefix("templates/").unwrap_or(source);
    path.rsplit_once('/').map_or("", |(folders, _)| folders.split('/').next().unwrap_or(""))
}

/// The order in which Helm installs kinds (helm-values.md 3.2); other kinds follow by name.
const INSTALL_ORDER: [&str; 38] = [
    "PriorityClass",
    "Namespace",
    "NetworkPolicy",
    "ResourceQuota",
    "LimitRange",
    "PodSecurityPolicy",
    "PodDisruptionBudget",
    "ServiceAccount",
    "Secret",
    "SecretList",
    "ConfigMap",
    "StorageClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "CustomResourceDefinition",
    "ClusterRole",
    "ClusterRoleList",
    "ClusterRoleBinding",
    "ClusterRoleBindingList",
    "Role",
    "RoleList",
    "RoleBinding",
    "RoleBindingList",
    "Service",
    "DaemonSet",
    "Pod",
    "ReplicationController",
    "ReplicaSet",
    "Deployment",
    "HorizontalPodAutoscaler",
    "StatefulSet",
    "Job",
    "CronJob",
    "IngressClass",
    "Ingress",
    "APIService",
    "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration",
];

/// Sorts by kind as Helm installs them, then by template path; objects of one template keep their order.
pub fn sort(manifests: &mut [Manifest]) {
    let rank = |kind: &str| INSTALL_ORDER.iter().position(|known| *known == kind).unwrap_or(INSTALL_ORDER.len());
    order::sort_by(manifests, |a, b| {
        let by_rank = rank(a.kind()).cmp(&rank(b.kind()));
        by_rank.then_with(|| a.kind().cmp(b.kind())).then_with(|| a.source.cmp(&b.source))
    });
}
