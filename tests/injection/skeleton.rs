//! What no value may change: the objects, their keys, and the lengths of their lists.

use crate::other_reader::tree;
use alluxio_gen::manifest::Manifest;
use alluxio_gen::output::text::{Syntax, stream};
use alluxio_gen::yaml::Tree;
use serde::Deserialize;

/// The objects with the pod inside the ConfigMap of CSI as a part of it: for those who read it, it is no text.
pub fn opened(mut manifests: Vec<Manifest>) -> Vec<Manifest> {
    for manifest in &mut manifests {
        if let Tree::Map(object) = &mut manifest.tree
            && let Some(Tree::Map(data)) = object.get_mut("data")
            && let Some(pod) = data.get_mut("alluxio-csi-fuse-config")
        {
            let text = pod.as_str().unwrap_or_else(|| panic!("the pod is no text: {pod:?}"));
            *pod = tree(&serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}")));
        }
    }
    manifests
}

/// The structure of all objects, with texts left out. Entries are sorted, for the user's keys decide their order.
///
/// `key` gives the name that a key goes by: a hostile one has the name of the good one instead.
pub fn skeleton(manifests: &[Manifest], key: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    manifests.iter().map(|manifest| format!("{} {}", manifest.source, of(&manifest.tree, key))).collect()
}

fn of(tree: &Tree, key: &dyn Fn(&str) -> Option<String>) -> String {
    match tree {
        Tree::Null => "null".to_owned(),
        Tree::Bool(_) => "bool".to_owned(),
        Tree::Number(_) => "number".to_owned(),
        Tree::Text(_) => "text".to_owned(),
        Tree::List(items) => {
            // Containers that do not pass the entrypoint have options of their own where those are escaped for the others (D-112).
            let is_options =
                |item: &&Tree| item.get("name").and_then(Tree::as_str).is_some_and(|name| name.ends_with("_JAVA_OPTS"));
            let mut items: Vec<String> =
                items.iter().filter(|item| !is_options(item)).map(|item| of(item, key)).collect();
            items.sort_unstable();
            format!("[{}]", items.join(","))
        }
        Tree::Map(map) => {
            let name = |text: &String| key(text).unwrap_or_else(|| text.clone());
            let mut entries: Vec<String> =
                map.iter().map(|(text, tree)| format!("{:?}:{}", name(text), of(tree, key))).collect();
            entries.sort_unstable();
            format!("{{{}}}", entries.join(","))
        }
    }
}

/// Every text and every key of the objects.
pub fn texts(manifests: &[Manifest]) -> Vec<&str> {
    let mut out = Vec::new();
    let mut open: Vec<&Tree> = manifests.iter().map(|manifest| &manifest.tree).collect();
    while let Some(tree) = open.pop() {
        match tree {
            Tree::Text(text) | Tree::Number(text) => out.push(text.as_str()),
            Tree::List(items) => open.extend(items),
            Tree::Map(map) => {
                out.extend(map.keys().map(String::as_str));
                open.extend(map.values());
            }
            Tree::Null | Tree::Bool(_) => {}
        }
    }
    out
}

/// Prints the objects, reads them back with another reader, and compares.
pub fn assert_reads_back(manifests: &[Manifest]) {
    let yaml = stream(manifests, Syntax::Yaml);
    let starts = yaml.lines().filter(|line| line.starts_with("---")).count();
    assert_eq!(starts, manifests.len(), "documents of the stream");
    for text in yaml.split('\n') {
        let bad = |c: char| c.is_control() && c != '\t' || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
        assert!(!text.contains(bad), "a raw control character in {text:?}");
    }
    let documents = serde_yaml::Deserializer::from_str(&yaml);
    let documents: Vec<serde_yaml::Value> = documents
        .map(|document| serde_yaml::Value::deserialize(document).unwrap_or_else(|error| panic!("{error}")))
        .collect();
    assert_eq!(documents.len(), manifests.len());
    for (document, manifest) in documents.iter().zip(manifests) {
        assert_same(document, &manifest.tree);
    }
}

fn assert_same(value: &serde_yaml::Value, tree: &Tree) {
    match (value, tree) {
        (serde_yaml::Value::Null, Tree::Null) => {}
        (serde_yaml::Value::Bool(value), Tree::Bool(tree)) => assert_eq!(value, tree),
        (serde_yaml::Value::Number(value), Tree::Number(tree)) => {
            assert_eq!(value.as_f64(), tree.parse().ok(), "{tree}");
        }
        (serde_yaml::Value::String(value), Tree::Text(tree)) => assert_eq!(value, tree),
        (serde_yaml::Value::Sequence(values), Tree::List(trees)) => {
            assert_eq!(values.len(), trees.len());
            values.iter().zip(trees).for_each(|(value, tree)| assert_same(value, tree));
        }
        (serde_yaml::Value::Mapping(values), Tree::Map(trees)) => {
            assert_eq!(values.len(), trees.len());
            for ((key, value), (name, tree)) in values.iter().zip(trees) {
                assert_eq!(key.as_str(), Some(name.as_str()));
                assert_same(value, tree);
            }
        }
        (value, tree) => panic!("{tree:?} was read back as {value:?}"),
    }
}
