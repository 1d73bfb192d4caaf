//! The claims that pods refer to and nobody renders.

use super::{Made, Need};
use crate::yaml::Tree;

/// The claims of tiers and mounts.
pub fn claims(needs: &[Need], namespace: Option<&str>) -> Vec<Made> {
    let missing = needs.iter().filter(|need| !need.rendered);
    missing.map(|need| Made { about: vec![format!("For {}.", need.words())], object: claim(need, namespace) }).collect()
}

fn claim(need: &Need, namespace: Option<&str>) -> Tree {
    let claim = &need.claim;
    let metadata = [("name", Some(claim.name.as_str())), ("namespace", namespace)];
    let metadata = metadata.into_iter().filter_map(|(key, text)| Some((key, text?.into())));
    let storage = Tree::map([("storage", claim.size.as_str().into())]);
    Tree::map([
        ("apiVersion", "v1".into()),
        ("kind", "PersistentVolumeClaim".into()),
        ("metadata", Tree::map(metadata)),
        (
            "spec",
            Tree::map([
                ("accessModes", Tree::List(claim.access_modes.iter().map(|mode| (*mode).into()).collect())),
                ("storageClassName", claim.storage_class.as_deref().unwrap_or("").into()),
                ("resources", Tree::map([("requests", storage)])),
            ]),
        ),
    ])
}
