//! When two values mean the same to an API server: amounts in two spellings, defaults, and what it fills in.

use super::kubernetes::{DEFAULTS, INT_OR_STRING, POD_DEFAULTS, QUANTITIES};
use super::path::Path;
use crate::facts::image::Name;
use crate::facts::units;
use crate::yaml::Tree;

/// Whether two values of a place are the same to the server; nothing on one side: the value is not there.
pub fn are_equal(kind: &str, path: &Path, old: Option<&Tree>, new: Option<&Tree>) -> bool {
    match (old, new) {
        (None, None) => true,
        (Some(one), None) | (None, Some(one)) => is_absence(kind, path, one),
        (Some(old), Some(new)) => is_one_amount(path, old, new),
    }
}

/// Whether a value says no more than its absence does.
fn is_absence(kind: &str, path: &Path, tree: &Tree) -> bool {
    if let Some(default) = default_of(kind, path) {
        let one = match tree {
            Tree::List(items) if items.len() == 1 => items.first().and_then(scalar),
            tree => scalar(tree),
        };
        return one == Some(default);
    }
    match tree {
        Tree::Null | Tree::Bool(false) => true,
        Tree::Text(text) => text.is_empty(),
        Tree::List(items) => items.is_empty(),
        // An empty map says what sort a volume is.
        Tree::Map(map) => map.is_empty() && !path.is_within_volume(),
        _ => false,
    }
}

/// Whether two values are one amount, or one number in two spellings.
fn is_one_amount(path: &Path, old: &Tree, new: &Tree) -> bool {
    let (Some(a), Some(b)) = (scalar(old), scalar(new)) else { return false };
    let is_quantity = QUANTITIES.contains(&path.name_from_end(1)) || path.last() == "sizeLimit";
    let amount = |text: &str| units::amount(text);
    let both_numbers = matches!((old, new), (Tree::Number(_), Tree::Number(_)));
    if (is_quantity || both_numbers) && amount(a).is_some() && amount(a) == amount(b) {
        return true;
    }
    INT_OR_STRING.contains(&path.last()) && a == b
}

impl Path {
    /// Whether this is a volume, or what says what sort it is.
    fn is_within_volume(&self) -> bool {
        self.name_from_end(1) == "volumes" || self.name_from_end(2) == "volumes"
    }
}

/// The text of a single value.
pub fn scalar(tree: &Tree) -> Option<&str> {
    match tree {
        Tree::Text(text) | Tree::Number(text) => Some(text),
        Tree::Bool(true) => Some("true"),
        Tree::Bool(false) => Some("false"),
        _ => None,
    }
}

/// Whether a value is what the server makes of what stands beside it.
pub fn is_filled_in(key: &str, value: &Tree, map: Option<&Tree>) -> bool {
    let beside = |key: &str| map.and_then(|map| map.get(key)).and_then(scalar);
    let made = match key {
        "serviceAccount" => beside("serviceAccountName"),
        "targetPort" => beside("port"),
        "imagePullPolicy" => beside("image").map(|image| Name::parse(image).default_policy()),
        _ => None,
    };
    made.is_some() && made == scalar(value)
}

/// What the server fills in where nothing stands.
fn default_of(kind: &str, path: &Path) -> Option<&'static str> {
    let length = |pattern: &str| pattern.split('.').map(|piece| 1 + piece.matches('[').count()).sum::<usize>();
    let fits = |pattern: &str, path: &Path| path.0.len() == length(pattern) && path.is_within(pattern);
    if let Some(pod) = within_pod(kind, path) {
        return POD_DEFAULTS.iter().find(|(pattern, _)| fits(pattern, &pod)).map(|(_, value)| *value);
    }
    let row = DEFAULTS.iter().find(|(of, pattern, _)| *of == kind && fits(pattern, path));
    row.map(|(.., value)| *value)
}

/// The rest of a path that leads into the spec of a pod.
fn within_pod(kind: &str, path: &Path) -> Option<Path> {
    let depth = if kind == "Pod" && path.is_within("spec") {
        1
    } else if path.is_within("spec.template.spec") {
        3
    } else {
        return None;
    };
    path.0.get(depth..).map(|rest| Path(rest.to_vec()))
}
