//! `--config-checksum`: an annotation by which pods are replaced when a ConfigMap that they read has changed.
//!
//! Containers read their options when they start, and a changed ConfigMap starts nothing; a changed pod template does.

use super::stamp::{child, put};
use crate::order;
use crate::yaml::{Tree, emit};
use std::collections::{BTreeMap, BTreeSet};

/// The annotation, under the name that charts use.
const NAME: &str = "checksum/config";

/// Checksums of ConfigMaps by their names.
#[derive(Debug, Default)]
pub struct Checksums(BTreeMap<String, String>);

impl Checksums {
    /// Those of some rendered objects, of which other kinds do not count.
    pub fn new<'a>(objects: impl IntoIterator<Item = &'a Tree>) -> Self {
        let config_maps = objects.into_iter().filter(|tree| text(tree, "kind") == Some("ConfigMap"));
        let sum = |tree: &Tree| Some((text(tree.get("metadata")?, "name")?.to_owned(), printed(tree)));
        Checksums(order::map(config_maps.filter_map(sum)))
    }

    /// Annotates the pod template of an object that reads any of them. An annotation of the user's own stays.
    pub fn annotate(&self, object: &mut Tree) {
        if self.0.is_empty() {
            return;
        }
        let Some(template) = object.get("spec").and_then(|spec| spec.get("template")) else { return };
        let mut names = BTreeSet::new();
        template.get("spec").into_iter().for_each(|spec| reads(spec, &mut names));
        let read: String = names.iter().filter_map(|name| self.0.get(*name)).map(String::as_str).collect();
        let own = template.get("metadata").and_then(|metadata| metadata.get("annotations")?.get(NAME));
        if read.is_empty() || own.is_some() {
            return;
        }
        let template = child(object, "spec").and_then(|spec| child(spec, "template"));
        let metadata = template.and_then(|template| child(template, "metadata"));
        if let Some(annotations) = metadata.and_then(|metadata| child(metadata, "annotations")) {
            put(annotations, [(NAME, checksum(&read).as_str())]);
        }
    }
}

fn text<'a>(tree: &'a Tree, key: &str) -> Option<&'a str> {
    tree.get(key)?.as_str()
}

fn printed(config_map: &Tree) -> String {
    let mut out = String::new();
    for key in ["data", "binaryData"] {
        config_map.get(key).into_iter().for_each(|data| emit::json(data, &mut out));
    }
    out
}

/// The names of the ConfigMaps that a part of a pod refers to: as environment, as variables, as volumes.
fn reads<'a>(tree: &'a Tree, names: &mut BTreeSet<&'a str>) {
    match tree {
        Tree::List(items) => items.iter().for_each(|item| reads(item, names)),
        Tree::Map(map) => {
            for (key, value) in map {
                if matches!(key.as_str(), "configMapRef" | "configMapKeyRef" | "configMap") {
                    names.extend(text(value, "name"));
                }
                reads(value, names);
            }
        }
        _ => {}
    }
}

/// FNV-1a of 64 bits: it has to tell a text from the one before, and to stay the same with every release.
fn checksum(text: &str) -> String {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}

#[cfg(test)]
mod tests {
    use super::checksum;

    #[test]
    fn checksums_are_those_of_fnv_1a() {
        assert_eq!(checksum(""), "cbf29ce484222325");
        assert_eq!(checksum("a"), "af63dc4c8601ec8c");
        assert_eq!(checksum("foobar"), "85944171f73967e8");
    }
}
