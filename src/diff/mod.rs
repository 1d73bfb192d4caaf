//! `diff`: what a change does to a running cluster.
//!
//! Both sides become objects (`input`, `sides`), objects pairs (`pair`), pairs differences (`compare`, `equal`, `options`), and each
//! difference gets a verdict (`verdict`, `restart`), marks (`marks`, `powers`), and the values behind it (`cause`). What
//! Kubernetes does with a change is data (`kubernetes`), and so is what Alluxio loses by one (`marks`). A [`Report`] is
//! data; `text`, `json` and `markdown` print it, and none of them ever sees a credential (`secret`).

mod cause;
mod commands;
mod compare;
mod equal;
mod input;
mod json;
mod kubernetes;
mod live;
mod markdown;
mod marks;
mod object;
mod options;
mod overview;
mod pair;
mod path;
mod powers;
mod report;
mod restart;
mod secret;
mod sides;
mod text;
mod verdict;
mod words;

use crate::order;
use crate::properties;
use live::Extra;
use std::collections::BTreeMap;

pub use cause::explain as explain_causes;
pub use input::{Input, Reader, folder};
pub use json::report as as_json;
pub use markdown::report as as_markdown;
pub use marks::{Mark, MarkKind};
pub use object::{Id, Object};
pub use overview::overview;
pub use pair::{Pair, Side};
pub use path::{Path, Step};
pub use report::{Change, ObjectDiff, Report};
pub use sides::{Made, Maker};
pub use text::{phrase, report as as_text};
pub use verdict::Verdict;

/// The version of Alluxio where images do not tell.
const USUAL_VERSION: &str = "2.7";

/// Compares two sides. `namespace` is that of objects that name none.
pub fn compare(old: &Side, new: &Side, namespace: Option<&str>) -> Report {
    let pairs = pair::pair(old, new, namespace);
    let mut report = Report { left_out: pairs.left_out, not_asked: pairs.not_asked, ..Report::default() };
    let mut differing: Vec<(Pair<'_>, ObjectDiff)> = Vec::new();
    for pair in pairs.list {
        match object(&pair, namespace) {
            Some(found) => differing.push((pair, found)),
            None => report.same += 1,
        }
    }
    restarts(&mut differing, old, new, namespace);
    note_renames(&mut differing);
    note_defaults(&mut differing, old, new);
    for (pair, object) in &mut differing {
        object.verdict = object.changes.iter().map(|change| change.verdict).max().unwrap_or(object.verdict);
        object.marks.extend(marks::of_object(pair, object.verdict, &object.changes, old, new));
        object.commands = commands::of(&object.id, pair, object.verdict, &object.changes, &object.restarts);
        mask(object);
    }
    report.objects = differing.into_iter().map(|(_, object)| object).collect();
    order::sort_by_key(&mut report.objects, ObjectDiff::rank);
    report
}

/// What differs between two objects, with all that can be said of each change by itself. Nothing if nothing does.
fn object(pair: &Pair<'_>, namespace: Option<&str>) -> Option<ObjectDiff> {
    let one = pair.new.or(pair.old)?;
    let pods = |object: Option<&Object>| object.and_then(Object::replicas);
    let mut found = ObjectDiff {
        id: one.id(namespace),
        verdict: if pair.old.is_none() { Verdict::Add } else { Verdict::Delete },
        changes: Vec::new(),
        marks: Vec::new(),
        values: Vec::new(),
        renamed: None,
        pods: pods(pair.old.or(pair.new)).zip(pods(pair.new.or(pair.old))),
        restarts: Vec::new(),
        commands: Vec::new(),
    };
    // An object of the other side's namespace still has its own.
    if found.id.namespace.is_none() {
        found.id.namespace = pair.old.and_then(|old| old.id(namespace).namespace);
    }
    if let (Some(old), Some(new)) = (pair.old, pair.new) {
        found.changes = changes(old, new);
        if found.changes.is_empty() {
            return None;
        }
    }
    for (path, mark) in powers::compare(pair.old, pair.new) {
        match found.changes.iter_mut().find(|change| change.path.touches(&path)) {
            Some(change) => change.marks.push(mark),
            None => found.marks.push(mark),
        }
    }
    Some(found)
}

fn changes(old: &Object, new: &Object) -> Vec<Change> {
    let (is_old_live, is_new_live) = (old.is_live(), new.is_live());
    let is_live = is_old_live || is_new_live;
    let kind = new.kind();
    let differences = match is_live {
        true => compare::compare(kind, &live::normal(old).tree, &live::normal(new).tree, false),
        false => compare::compare(kind, &old.tree, &new.tree, true),
    };
    let mut changes = Vec::new();
    for difference in differences.into_iter().filter(|found| !found.path.is_within("metadata.namespace")) {
        let extra = match (&difference.old, &difference.new) {
            (Some(_), None) if is_old_live => Some(live::extra(old, &difference)),
            (None, Some(_)) if is_new_live => Some(live::extra(new, &difference)),
            _ => None,
        };
        let compare::Difference { path, old, new } = difference;
        let mut marks: Vec<Mark> = marks::of_change(kind, &path, old.as_ref(), new.as_ref()).into_iter().collect();
        let verdict = match extra {
            Some(Extra::Ignored) => continue,
            Some(Extra::ByHand) => {
                marks = vec![Mark::drift()];
                Verdict::Same
            }
            Some(Extra::Removed) | None => kubernetes::verdict(kind, &path),
        };
        changes.push(Change { path, old, new, verdict, marks, values: Vec::new(), default: None });
    }
    changes
}

/// Finds the pods that keep old values of ConfigMaps and Secrets, those aside that are replaced by the same change.
fn restarts(differing: &mut [(Pair<'_>, ObjectDiff)], old: &Side, new: &Side, namespace: Option<&str>) {
    let replaced = differing.iter().filter(|(_, object)| object.replaces_pods());
    let replaced = order::distinct(replaced.map(|(_, object)| object.id.clone()));
    for (pair, object) in differing.iter_mut() {
        let Some(source) = pair.new.filter(|new| matches!(new.kind(), "ConfigMap" | "Secret")) else { continue };
        let mut all = Vec::new();
        for change in object
            .changes
            .iter_mut()
            .filter(|change| change.path.is_within("data") || change.path.is_within("stringData"))
        {
            let mut readers = restart::readers(source, &change.path, new);
            if readers.is_empty() {
                // A stream may hold the ConfigMap alone.
                readers = restart::readers(source, &change.path, old);
            }
            let ids = readers.into_iter().map(|reader| reader.id(object.id.namespace.as_deref().or(namespace)));
            let waiting: Vec<Id> = ids.filter(|id| !replaced.contains(id)).collect();
            if change.verdict > Verdict::Same {
                change.verdict = if waiting.is_empty() { Verdict::Live } else { Verdict::Restart };
                all.extend(waiting);
            }
        }
        object.restarts = order::distinct(all);
    }
}

/// Objects of one kind and role, of which one goes and one comes, are one under two names.
fn note_renames(differing: &mut [(Pair<'_>, ObjectDiff)]) {
    let mut groups: BTreeMap<(String, String, String), Vec<usize>> = BTreeMap::new();
    for (index, (pair, object)) in differing.iter().enumerate() {
        let Some(one) = pair.old.xor(pair.new) else { continue };
        let ending = one.name().split_once('-').map_or("", |(_, ending)| ending);
        let key = (object.id.kind.clone(), one.label("role").to_owned(), ending.to_owned());
        groups.entry(key).or_default().push(index);
    }
    for indices in groups.into_values() {
        let [first, second] = indices[..] else { continue };
        let names = [first, second].map(|index| differing[index].1.id.name.clone());
        if differing[first].1.verdict != differing[second].1.verdict {
            differing[first].1.renamed = Some(names[1].clone());
            differing[second].1.renamed = Some(names[0].clone());
        }
    }
}

/// Says what a property is where one side does not set it: its default in the version of Alluxio that runs there.
fn note_defaults(differing: &mut [(Pair<'_>, ObjectDiff)], old: &Side, new: &Side) {
    let table = |side: &Side| properties::table(&marks::version_of(side).unwrap_or_else(|| USUAL_VERSION.to_owned()));
    let objects = differing.iter_mut().map(|(_, object)| object).filter(|object| object.id.kind == "ConfigMap");
    for change in objects.flat_map(|object| &mut object.changes).filter(|change| change.path.is_within("data[*][*]")) {
        let table = match (&change.old, &change.new) {
            (None, _) => table(old),
            (_, None) => table(new),
            _ => None,
        };
        let property = table.and_then(|table| table.find(change.path.last()));
        change.default = property.and_then(|property| property.default.text()).map(str::to_owned);
    }
}

/// Takes credentials out of what is shown.
fn mask(object: &mut ObjectDiff) {
    let kind = object.id.kind.clone();
    for change in &mut object.changes {
        for side in [&mut change.old, &mut change.new] {
            *side = side.as_ref().map(|tree| secret::shown(&kind, &change.path, tree));
        }
    }
}
