//! Objects as items of the list: which is which, and what annotations they carry for kustomize and kpt.

use crate::manifest::Manifest;
use crate::output::text::path_of;
use crate::yaml::IndexMap;
use crate::yaml::Tree;

/// Begins the annotations by which kustomize and kpt know where an item comes from.
const KEPT: [&str; 4] =
    ["config.kubernetes.io/", "internal.config.kubernetes.io/", "config.k8s.io/", "kustomize.config.k8s.io/"];

/// Asks kustomize to add a hash of the contents to the name, and to all references to it.
const NEEDS_HASH: &str = "kustomize.config.k8s.io/needs-hash";

/// Where a runner writes an item.
const PATH: &str = "internal.config.kubernetes.io/path";

/// What makes an object the one that it is: group, kind, namespace and name.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Key<'a>(&'a str, &'a str, &'a str, &'a str);

/// The key of an object.
pub fn key(tree: &Tree) -> Key<'_> {
    fn of<'t>(tree: &'t Tree, key: &str) -> &'t str {
        tree.get(key).and_then(Tree::as_str).unwrap_or("")
    }
    let metadata = tree.get("metadata").unwrap_or(&Tree::Null);
    let group = of(tree, "apiVersion").rsplit_once('/').map_or("", |(group, _)| group);
    Key(group, of(tree, "kind"), of(metadata, "namespace"), of(metadata, "name"))
}

/// A rendered object as an item.
pub fn item(manifest: &Manifest, config_hash: bool) -> Tree {
    let mut tree = manifest.tree.clone();
    let path = Tree::Text(path_of(manifest, "yaml"));
    annotate(&mut tree, [(PATH.to_owned(), path)]);
    if config_hash && manifest.kind() == "ConfigMap" {
        annotate(&mut tree, [(NEEDS_HASH.to_owned(), Tree::Text("true".to_owned()))]);
    }
    tree
}

/// An object in the place of an older one, whose file and number it takes over.
pub fn in_place_of(mut new: Tree, old: &Tree) -> Tree {
    let notes = old.get("metadata").and_then(|metadata| metadata.get("annotations"));
    let Some(Tree::Map(notes)) = notes else { return new };
    let kept = notes.iter().filter(|(name, _)| KEPT.iter().any(|begin| name.starts_with(begin)) && *name != NEEDS_HASH);
    annotate(&mut new, kept.map(|(name, value)| (name.clone(), value.clone())));
    new
}

fn annotate(tree: &mut Tree, notes: impl IntoIterator<Item = (String, Tree)>) {
    let Some(metadata) = entry(tree, "metadata") else { return };
    if let Some(Tree::Map(map)) = entry(metadata, "annotations") {
        map.extend(notes);
    }
}

/// The value of a key, which is made if it is missing or null.
fn entry<'t>(tree: &'t mut Tree, key: &str) -> Option<&'t mut Tree> {
    let Tree::Map(map) = tree else { return None };
    let value = map.entry(key.to_owned()).or_insert(Tree::Null);
    if *value == Tree::Null {
        *value = Tree::Map(IndexMap::default());
    }
    Some(value)
}
