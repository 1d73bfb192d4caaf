//! The function of kustomize and kpt: a list of resources comes in, an `AlluxioCluster` among them says what to render, and
//! the list goes out with the objects in it.
//!
//! The protocol is that of the KRM Functions Specification. What was tried with kustomize is in docs/integrations.md.

mod cluster;
mod edit;
mod fields;
mod items;
mod list;
mod results;

pub use cluster::{Cluster, described};
pub use list::{Function, List, read};
pub use results::results;

use crate::manifest::Manifest;
use crate::yaml::Tree;

/// The list with the objects in it. One that is there already, by group, kind, namespace and name, is replaced where it
/// stands and keeps the annotations by which kustomize and kpt know its file; the others follow at the end.
pub fn with_objects(list: &List, cluster: &Cluster, manifests: &[Manifest], results: &[Tree]) -> String {
    let objects = manifests.iter().map(|manifest| items::item(manifest, cluster.config_hash)).collect();
    edit::edited(list, objects, results)
}

/// The list as it came, with what is wrong.
pub fn with_results(list: &List, results: &[Tree]) -> String {
    edit::edited(list, Vec::new(), results)
}
