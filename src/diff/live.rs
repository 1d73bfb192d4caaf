//! Live objects: what the server and its controllers wrote is no difference, and what somebody set by hand is.

use super::compare::Difference;
use super::kubernetes::SERVER_OWNED;
use super::object::Object;
use super::path::{Path, Step};
use crate::problem::Problems;
use crate::source::{Layer, Sources};
use crate::yaml::{Tree, parse};

/// What becomes of a value that only the live object has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    /// It is no difference.
    Ignored,
    /// An apply set it once, so the next one takes it away.
    Removed,
    /// Nobody who applies owns it, so it stays.
    ByHand,
}

/// Judges a value that a live object has and the other side has not.
pub fn extra(live: &Object, difference: &Difference) -> Extra {
    let owned =
        |(kind, pattern): &&(&str, &str)| (*kind == "*" || *kind == live.kind()) && difference.path.is_within(pattern);
    if SERVER_OWNED.iter().any(|row| owned(&row)) {
        return Extra::Ignored;
    }
    match is_applied(live, &difference.path) {
        true => Extra::Removed,
        // Labels and annotations are where controllers leave their notes.
        false if difference.path.is_within("metadata") || difference.path.is_within("spec.template.metadata") => {
            Extra::Ignored
        }
        false => Extra::ByHand,
    }
}

/// A live object in the form in which it compares: without what admission adds to lists that are compared as a whole.
pub fn normal(object: &Object) -> Object {
    let mut object = object.clone();
    if object.kind() == "Pod"
        && let Tree::Map(root) = &mut object.tree
        && let Some(Tree::Map(spec)) = root.get_mut("spec")
        && let Some(Tree::List(tolerations)) = spec.get_mut("tolerations")
    {
        tolerations.retain(|one| {
            let key = one.get("key").and_then(Tree::as_str).unwrap_or("");
            !matches!(key, "node.kubernetes.io/not-ready" | "node.kubernetes.io/unreachable")
        });
    }
    object
}

/// Whether the last apply set a value: by the annotation of `kubectl apply`, or by the managers of fields.
fn is_applied(live: &Object, path: &Path) -> bool {
    let annotation = live.text(&["metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"]);
    let by_annotation = !annotation.is_empty() && json(annotation).is_some_and(|tree| has(&tree, &path.0));
    let managers = live.tree.at(&["metadata", "managedFields"]).map_or(&[][..], Tree::items);
    by_annotation
        || managers
            .iter()
            .filter(|manager| is_applier(manager))
            .any(|manager| manager.get("fieldsV1").is_some_and(|fields| owns(fields, &path.0)))
}

/// Managers that apply whole objects, rather than change a field by hand.
fn is_applier(manager: &Tree) -> bool {
    let text = |key: &str| manager.get(key).and_then(Tree::as_str).unwrap_or("");
    let names = ["kubectl-client-side-apply", "helm", "argocd"];
    text("operation") == "Apply" || names.iter().any(|name| text("manager").starts_with(name))
}

fn json(text: &str) -> Option<Tree> {
    let mut sources = Sources::default();
    let source = sources.add(Layer::File, "last-applied-configuration", text);
    parse::documents(&sources, source, &mut Problems::default()).ok()?.first().map(Tree::from)
}

/// Whether an object has something at a path; items are found by any of their values.
fn has(tree: &Tree, path: &[Step]) -> bool {
    let Some((step, rest)) = path.split_first() else { return true };
    match (tree, step) {
        (Tree::Map(map), Step::Key(key)) => map.get(key).is_some_and(|tree| has(tree, rest)),
        (Tree::List(items), Step::Item(name)) => items.iter().any(|item| is_called(item, name) && has(item, rest)),
        // An option of a text.
        (Tree::Text(text), Step::Item(name)) => text.contains(name.as_str()),
        _ => false,
    }
}

/// Whether an item bears a name, or the first part of it: `19998/UDP`.
fn is_called(item: &Tree, name: &str) -> bool {
    let first = name.split_once('/').map_or(name, |(first, _)| if first.is_empty() { name } else { first });
    let is_it = |tree: &Tree| matches!(tree, Tree::Text(text) | Tree::Number(text) if text == name || text == first);
    let map = item.as_map();
    map.is_some_and(|map| map.values().any(|tree| is_it(tree) || tree.get("name").is_some_and(is_it)))
}

/// Whether the set of a manager (`f:spec`, `k:{"name":"a"}`) has a path, or something below it.
fn owns(fields: &Tree, path: &[Step]) -> bool {
    let Some((step, rest)) = path.split_first() else { return true };
    let Some(map) = fields.as_map() else { return false };
    match step {
        Step::Key(key) => match map.get(&format!("f:{key}")) {
            // A set ends where the manager owns the whole value.
            Some(below) => below.as_map().is_none_or(|map| map.is_empty()) || owns(below, rest),
            None => false,
        },
        Step::Item(name) => map.iter().any(|(key, below)| {
            let is_it = key.strip_prefix("k:").and_then(json).is_some_and(|tree| is_called(&tree, name));
            is_it && owns(below, rest)
        }),
    }
}
