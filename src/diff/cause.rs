//! The values behind each change, as `explain` finds what a value reaches: by rendering with one value at a time put to
//! what it is on the other side.

use super::compare::compare;
use super::object::{Id, Object};
use super::path;
use super::sides::{Made, Maker};
use super::{ObjectDiff, Report, Verdict};
use crate::explain::path::spell;
use crate::manifest::Selection;
use crate::order;
use crate::values::Step;
use crate::yaml::{Kind, Node, Tree};
use crate::{Run, cores};

/// With more values than this, those of one section count as one.
const MOST: usize = 64;

/// What stands for a value where another version of Alluxio is the cause.
const VERSION: &str = "--alluxio-version";

/// A value that differs between the two sides.
struct Value {
    path: Vec<Step>,
    /// As `--set` has it.
    name: String,
}

/// Which changes a value has: the number of the object in the report, and of the change; no change: the object as a whole.
type Hits = Vec<(usize, Option<usize>)>;

/// Writes the values behind it to every change of a report on two sides that both come from values.
pub fn explain(report: &mut Report, old: &Made, new: &Made, maker: &Maker<'_>, run: &Run) {
    let values = values(&old.node, &new.node);
    if old.target.version == new.target.version {
        match values.as_slice() {
            [] => return,
            [only] => return all(report).for_each(|list| list.push(only.name.clone())),
            _ => {}
        }
    }
    of_values(report, &values, old, new, maker, run);
    if old.target.version != new.target.version {
        all(report).filter(|list| list.is_empty()).for_each(|list| list.push(VERSION.to_owned()));
    }
}

/// Tells several values apart.
fn of_values(report: &mut Report, values: &[Value], old: &Made, new: &Made, maker: &Maker<'_>, run: &Run) {
    let (named, others): (Vec<&Value>, Vec<&Value>) = values.iter().partition(|value| by_name(report, value));
    for value in named {
        let option = option_of(value).unwrap_or_default();
        let changes = report.objects.iter_mut().flat_map(|object| &mut object.changes);
        changes.filter(|change| change.path.last() == option).for_each(|change| change.values.push(value.name.clone()));
    }
    let prober = Prober { maker, run, report };
    let found = prober.probe(&others, old, new);
    note(report, &others, found);
    if all(report).any(|list| list.is_empty()) {
        // What only several values together bring about is missed when one of them goes back.
        let prober = Prober { maker, run, report };
        let found = prober.probe(&others, new, old);
        let still_open =
            |report: &Report, hit: &(usize, Option<usize>)| list_of(report, *hit).is_some_and(Vec::is_empty);
        let found =
            found.into_iter().map(|hits| hits.into_iter().filter(|hit| still_open(report, hit)).collect()).collect();
        note(report, &others, found);
    }
}

fn all(report: &mut Report) -> impl Iterator<Item = &mut Vec<String>> {
    report.objects.iter_mut().flat_map(|object| {
        let whole = object.changes.is_empty().then_some(&mut object.values);
        whole.into_iter().chain(object.changes.iter_mut().map(|change| &mut change.values))
    })
}

fn list_of(report: &Report, (object, change): (usize, Option<usize>)) -> Option<&Vec<String>> {
    let object = report.objects.get(object)?;
    match change {
        Some(change) => object.changes.get(change).map(|change| &change.values),
        None => Some(&object.values),
    }
}

fn note(report: &mut Report, values: &[&Value], found: Vec<Hits>) {
    for (value, hits) in values.iter().zip(found) {
        for (object, change) in hits {
            let Some(object) = report.objects.get_mut(object) else { continue };
            let list = match change {
                Some(change) => object.changes.get_mut(change).map(|change| &mut change.values),
                None => Some(&mut object.values),
            };
            if let Some(list) = list.filter(|list| !list.contains(&value.name)) {
                list.push(value.name.clone());
            }
        }
    }
}

/// The option that a property of the user's becomes.
fn option_of(value: &Value) -> Option<&str> {
    match value.path.as_slice() {
        [.., Step::Key(section, _), Step::Key(name, _)] if section == "properties" => Some(name),
        _ => None,
    }
}

/// Whether a value is a property that changes the option of its name: so much is known without rendering.
fn by_name(report: &Report, value: &Value) -> bool {
    let changes = || report.objects.iter().flat_map(|object| &object.changes);
    option_of(value).is_some_and(|name| changes().any(|change| change.path.last() == name))
}

/// The values that differ.
fn values(old: &Node, new: &Node) -> Vec<Value> {
    let mut paths = Vec::new();
    differing(old, new, &mut Vec::new(), &mut paths);
    for depth in [2, 1] {
        if paths.len() > MOST {
            paths.iter_mut().for_each(|path| path.truncate(depth));
            paths.dedup_by_key(|path| spell(path));
        }
    }
    paths.into_iter().map(|path| Value { name: spell(&path), path }).collect()
}

fn differing(old: &Node, new: &Node, path: &mut Vec<Step>, out: &mut Vec<Vec<Step>>) {
    let mut step = |step: Step, old: &Node, new: &Node, path: &mut Vec<Step>| {
        path.push(step);
        differing(old, new, path, out);
        path.pop();
    };
    match (&old.kind, &new.kind) {
        (Kind::Map(before), Kind::Map(after)) => {
            let absent = Node::new(Kind::Removed, new.span);
            for (key, entry) in after {
                let old = before.get(key).map_or(&absent, |entry| &entry.node);
                step(Step::Key(key.clone(), entry.key), old, &entry.node, path);
            }
            for (key, entry) in before.iter().filter(|(key, _)| !after.contains_key(*key)) {
                step(Step::Key(key.clone(), entry.key), &entry.node, &absent, path);
            }
        }
        (Kind::List(before), Kind::List(after)) if before.len() == after.len() => {
            for (index, (old, new)) in before.iter().zip(after).enumerate() {
                step(Step::Item(index, new.span), old, new, path);
            }
        }
        _ if Tree::from(old) != Tree::from(new) => out.push(path.clone()),
        _ => {}
    }
}

/// Puts what stands at a path of one node there in another.
fn carry(path: &[Step], from: Option<&Node>, to: &mut Node) {
    let Some((step, rest)) = path.split_first() else {
        if let Some(from) = from {
            *to = from.clone();
        }
        return;
    };
    match (step, &mut to.kind) {
        (Step::Key(key, place), Kind::Map(map)) => {
            let entry = from.and_then(Node::as_map).and_then(|map| map.get(key));
            match (entry, rest.is_empty()) {
                (None, true) => drop(map.shift_remove(key)),
                (entry, _) => {
                    let fresh = || crate::yaml::Entry { key: *place, node: Node::new(Kind::Null, *place) };
                    carry(rest, entry.map(|entry| &entry.node), &mut map.entry(key.clone()).or_insert_with(fresh).node);
                }
            }
        }
        (Step::Item(index, _), Kind::List(items)) => {
            let from = match from.map(|from| &from.kind) {
                Some(Kind::List(items)) => items.get(*index),
                _ => None,
            };
            if let Some(item) = items.get_mut(*index) {
                carry(rest, from, item);
            }
        }
        _ => {}
    }
}

/// Renders one side again with values of the other.
struct Prober<'a> {
    maker: &'a Maker<'a>,
    run: &'a Run,
    report: &'a Report,
}

impl Prober<'_> {
    /// What each value changes on a side when it is put to what it is on the other.
    fn probe(&self, values: &[&Value], side: &Made, other: &Made) -> Vec<Hits> {
        let open = self.open();
        let objects = [side, other].into_iter().flat_map(|made| &made.side.objects);
        let objects = objects.filter(|object| open.iter().any(|(_, found)| is_it(&found.id, object)));
        let sources = order::distinct(objects.map(|object| object.source.as_str()));
        if open.is_empty() {
            return Vec::new();
        }
        let selection = Selection::new(&sources.into_iter().map(str::to_owned).collect::<Vec<_>>());
        cores::map(values.len(), |index| {
            let Some(value) = values.get(index) else { return Hits::new() };
            let mut node = side.node.clone();
            carry(&value.path, Some(&other.node), &mut node);
            let mut run = Run { sources: self.run.sources.clone(), ..Run::default() };
            let rendered = self.maker.render(&node, &side.target, &selection, &mut run);
            let objects: Vec<Object> = rendered.into_iter().flatten().map(Object::from).collect();
            if objects.is_empty() { Hits::new() } else { hits(&open, &side.side.objects, &objects) }
        })
    }

    /// The objects of which some change has no value yet: only their templates are rendered.
    fn open(&self) -> Vec<(usize, &ObjectDiff)> {
        let is_open = |(_, object): &(usize, &ObjectDiff)| match object.changes.as_slice() {
            [] => object.values.is_empty(),
            changes => changes.iter().any(|change| change.values.is_empty()),
        };
        self.report.objects.iter().enumerate().filter(is_open).collect()
    }
}

/// Which changes of some objects differ between two renderings as well.
fn hits(open: &[(usize, &ObjectDiff)], before: &[Object], after: &[Object]) -> Hits {
    let mut hits = Hits::new();
    for &(number, found) in open {
        let is_this = |object: &&Object| is_it(&found.id, object);
        match (before.iter().find(is_this), after.iter().find(is_this)) {
            (Some(old), Some(new)) => {
                let paths: Vec<path::Path> =
                    compare(new.kind(), &old.tree, &new.tree, true).into_iter().map(|one| one.path).collect();
                let is_hit = |change: &super::Change| paths.iter().any(|path| path.touches(&change.path));
                let indices = found.changes.iter().enumerate().filter(|(_, change)| is_hit(change));
                hits.extend(indices.map(|(index, _)| (number, Some(index))));
            }
            (None, None) => {}
            _ => hits.extend(whole(number, found)),
        }
    }
    hits
}

/// An object that comes or goes.
fn whole(number: usize, found: &ObjectDiff) -> Option<(usize, Option<usize>)> {
    matches!(found.verdict, Verdict::Add | Verdict::Delete).then_some((number, None))
}

fn is_it(id: &Id, object: &Object) -> bool {
    id.kind == object.kind() && id.name == object.name()
}
