//! Labels and annotations that the user wants on every object, beside its own. Selectors and pods never get them.

use super::Manifest;
use crate::cli;
use crate::names::{broken_label, broken_qualified};
use crate::problem::{Problem, Problems, any_of};
use crate::yaml::IndexMap;
use crate::yaml::Tree;

/// The labels that objects have of their own; by some of them objects find one another.
const OWN: [&str; 6] = ["app", "chart", "heritage", "name", "release", "role"];

/// What is added to every object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    labels: Vec<(String, String)>,
    annotations: Vec<(String, String)>,
    /// Whether pod templates carry a checksum of the ConfigMaps that they read.
    pub config_checksum: bool,
}

impl Stamp {
    /// What `--label`, `--annotation` and `--config-checksum` say. What is wrong goes to `problems`.
    pub fn new(args: &cli::Stamp, problems: &mut Problems) -> Self {
        let labels: Vec<_> = args.label.iter().filter_map(|text| pair("--label", text, problems)).collect();
        let annotations: Vec<_> =
            args.annotation.iter().filter_map(|text| pair("--annotation", text, problems)).collect();
        for (key, value) in &labels {
            if OWN.contains(&key.as_str()) {
                let error =
                    Problem::usage(format!("`--label {key}={value}` would replace a label that objects already have"));
                problems.push(error.help(format!("choose a key other than {}", any_of(OWN))));
            } else if let Some(rule) = broken_qualified(key) {
                problems.push(usage("--label", key, value, "key", rule));
            } else if let Some(rule) = broken_label(value).filter(|_| !value.is_empty()) {
                problems.push(usage("--label", key, value, "value", rule));
            }
        }
        for (key, value) in &annotations {
            if let Some(rule) = broken_qualified(&key.to_ascii_lowercase()) {
                problems.push(usage("--annotation", key, value, "key", rule));
            }
        }
        Stamp { labels, annotations, config_checksum: args.config_checksum }
    }

    /// Adds them to an object. Where it has one of the same name, the user's stands.
    pub fn apply(&self, manifest: &mut Manifest) {
        for (key, pairs) in [("labels", &self.labels), ("annotations", &self.annotations)] {
            if pairs.is_empty() {
                continue;
            }
            if let Some(map) = child(&mut manifest.tree, "metadata").and_then(|metadata| child(metadata, key)) {
                put(map, pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())));
            }
        }
    }
}

fn pair(flag: &str, text: &str, problems: &mut Problems) -> Option<(String, String)> {
    let pair = text.split_once('=');
    if pair.is_none() {
        let error = Problem::usage(format!("`{flag} {text}` has no value"));
        problems.push(error.help(format!("write it as `{flag} KEY=VALUE`")));
    }
    pair.map(|(key, value)| (key.to_owned(), value.to_owned()))
}

fn usage(flag: &str, key: &str, value: &str, part: &str, rule: &str) -> Problem {
    Problem::usage(format!("`{flag} {key}={value}` is not allowed: {rule}")).help(format!("correct the {part}"))
}

/// The map of a key, which is made where there is none. Nothing if something else stands there.
pub(super) fn child<'a>(tree: &'a mut Tree, key: &str) -> Option<&'a mut Tree> {
    let Tree::Map(map) = tree else { return None };
    let child = map.entry(key.to_owned()).or_insert_with(|| Tree::Map(IndexMap::default()));
    matches!(child, Tree::Map(_)).then_some(child)
}

/// Sets texts in a map.
pub(super) fn put<'a>(tree: &mut Tree, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) {
    let Tree::Map(map) = tree else { return };
    map.extend(pairs.into_iter().map(|(key, value)| (key.to_owned(), Tree::Text(value.to_owned()))));
}
