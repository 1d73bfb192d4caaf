//! What a value reaches, found by rendering twice: as things are, and with another value in its place.
//!
//! Where nothing differs because a component is off, it is switched on for the comparison; where that does not help, the
//! other switches and choices of the same section are tried, then those of all sections, one at a time.

use super::attempt::attempts;
use super::difference::{Extent, Reached, between};
use super::items::{NoItem, furnish};
use super::path::{find, put};
use super::switch::{Switch, closed_gates, needs, switches};
use crate::assets::Assets;
use crate::describe::Value;
use crate::manifest::{Manifest, Selection};
use crate::model::read::Shape;
use crate::problem::{Problems, Severity};
use crate::render::Renderer;
use crate::source::{Layer, Span};
use crate::target::Target;
use crate::values::Step;
use crate::yaml::{Kind, Node, Tree};
use crate::{Run, decide, read};

/// How many values may be rendered while other switches are tried: values of many megabytes would take minutes. It is no
/// time, so that the answer is the same on every machine.
const LONGEST_SEARCH: usize = 1_000_000;

/// What differs under some settings.
#[derive(Clone, Debug)]
pub struct Reach {
    /// What was set for the comparison: `hub.enabled=true`. Empty: nothing.
    pub with: Vec<String>,
    /// What differs.
    pub objects: Vec<Reached>,
}

/// What was found out about a value.
#[derive(Clone, Debug)]
pub enum Finding {
    /// It reaches these; nothing at all, as far as was tried.
    Reaches(Vec<Reach>),
    /// The values are refused as they are, so nothing was compared.
    Refused,
    /// The path leads into an item that its list does not have.
    NoItem(NoItem),
}

/// Renders values again and again.
pub struct Prober<'a> {
    assets: &'a Assets,
    target: &'a Target,
    renderer: Renderer,
    run: Run,
    /// The place of what is tried: a value of the user's.
    place: Span,
}

impl<'a> Prober<'a> {
    /// A prober of these templates. Nothing if the templates cannot be read.
    pub fn new(assets: &'a Assets, target: &'a Target, run: &Run) -> Option<Self> {
        let mut run = Run { sources: run.sources.clone(), ..Run::default() };
        let source = run.sources.add(Layer::Set, "explain", "");
        let renderer = Renderer::new(assets, &mut run.problems).ok()?;
        Some(Prober { assets, target, renderer, run, place: Span { source, line: 1, column: 1, length: 1 } })
    }

    /// What the value of a path reaches. `all` describes all values.
    pub fn reach(&mut self, node: &Node, path: &[Step], value: &Value, all: &Value) -> Finding {
        if value.shape == Shape::Either(Vec::new()) {
            return Finding::Reaches(Vec::new());
        }
        let mut on = match furnish(node, path, all, self.place) {
            Ok(on) => on,
            Err(no_item) => return Finding::NoItem(no_item),
        };
        let is_refused = on.is_empty() && self.manifests(node).is_none();
        let mut found = Vec::new();
        found.extend(self.with(node, &on, path, value, &[]));
        let closed = closed_gates(node, path, all);
        if !closed.is_empty() {
            on.extend(closed);
            found.extend(self.with(node, &on, path, value, &found));
        }
        if is_refused && found.is_empty() {
            return Finding::Refused;
        }
        if found.is_empty() {
            let mut near = switches(node, path, all).into_iter().take((LONGEST_SEARCH / size(node)).max(1));
            found.extend(near.find_map(|switch| {
                let on: Vec<Switch> = on.iter().cloned().chain(needs(&switch)).chain([switch]).collect();
                self.with(node, &on, path, value, &[])
            }));
        }
        Finding::Reaches(found)
    }

    /// What differs with some switches set and is not known yet.
    fn with(&mut self, node: &Node, on: &[Switch], path: &[Step], value: &Value, known: &[Reach]) -> Option<Reach> {
        let mut node = node.clone();
        for switch in on {
            put(&mut node, &switch.path, &switch.tree, self.place)?;
        }
        let before = match self.manifests(&node) {
            Some(before) => before,
            None => self.complete(&mut node, path, value)?,
        };
        let mut objects = self.compare(&before, &node, path, value);
        for reach in known {
            objects = without(objects, &reach.objects);
        }
        (!objects.is_empty()).then(|| Reach { with: on.iter().map(Switch::label).collect(), objects })
    }

    /// Puts the first value that is accepted in the place of one that is refused, such as a required one that is missing.
    fn complete(&mut self, node: &mut Node, path: &[Step], value: &Value) -> Option<Vec<Manifest>> {
        let now = find(node, path).map_or(Tree::Null, Tree::from);
        attempts(value, &now).into_iter().flatten().find_map(|tree| {
            let mut changed = node.clone();
            put(&mut changed, path, &tree, self.place)?;
            let manifests = self.manifests(&changed)?;
            *node = changed;
            Some(manifests)
        })
    }

    fn compare(&mut self, before: &[Manifest], node: &Node, path: &[Step], value: &Value) -> Vec<Reached> {
        let now = find(node, path).map_or(Tree::Null, Tree::from);
        let mut objects: Vec<Reached> = Vec::new();
        for group in attempts(value, &now) {
            let found = group.iter().find_map(|tree| {
                let mut changed = node.clone();
                put(&mut changed, path, tree, self.place)?;
                let after = self.manifests(&changed)?;
                Some(between(before, &after)).filter(|found| !found.is_empty())
            });
            found.into_iter().flatten().for_each(|reached| join(&mut objects, reached));
        }
        objects.iter_mut().for_each(shorten);
        objects
    }

    /// The manifests of these values; nothing if they are refused.
    fn manifests(&mut self, node: &Node) -> Option<Vec<Manifest>> {
        self.run.problems = Problems::default();
        let values = read(node, self.target.version, self.assets, &mut self.run).ok()?;
        let facts = decide(&values, self.target, &mut self.run).ok()?;
        let tree = (!self.assets.are_built_in()).then(|| Tree::from(node));
        let manifests = self.renderer.render(&facts, tree.as_ref(), &Selection::new(&[]), &mut self.run).ok()?;
        crate::inspect(&manifests, &values, self.assets, &mut self.run).ok()?;
        (self.run.problems.worst() < Some(Severity::Error)).then_some(manifests)
    }
}

/// Adds what changes in an object to what is known of it.
fn join(objects: &mut Vec<Reached>, new: Reached) {
    match objects.iter_mut().find(|known| known.kind == new.kind && known.name == new.name) {
        Some(known) => match (&mut known.extent, new.extent) {
            (Extent::Fields(known), Extent::Fields(new)) => known.extend(new),
            (extent, Extent::Whole) => *extent = Extent::Whole,
            (Extent::Whole, Extent::Fields(_)) => {}
        },
        None => objects.push(new),
    }
}

/// Leaves out what lies within another field that is told of.
fn shorten(reached: &mut Reached) {
    let Extent::Fields(fields) = &mut reached.extent else { return };
    let all = fields.clone();
    let is_within =
        |field: &str, outer: &str| field.strip_prefix(outer).is_some_and(|rest| rest.starts_with(['.', '[']));
    fields.retain(|field| !all.iter().any(|outer| is_within(field, outer)));
}

/// What is not known already.
fn without(objects: Vec<Reached>, known: &[Reached]) -> Vec<Reached> {
    let left = objects.into_iter().filter_map(|mut new| {
        for known in known.iter().filter(|known| known.kind == new.kind && known.name == new.name) {
            match (&mut new.extent, &known.extent) {
                (_, Extent::Whole) => return None,
                (Extent::Fields(new), Extent::Fields(known)) => new.retain(|field| !known.contains(field)),
                (Extent::Whole, Extent::Fields(_)) => {}
            }
        }
        (new.extent != Extent::Fields(Default::default())).then_some(new)
    });
    left.collect()
}

/// How many values there are; a long text counts as several.
fn size(node: &Node) -> usize {
    1 + match &node.kind {
        Kind::Map(map) => map.values().map(|entry| size(&entry.node)).sum(),
        Kind::List(items) => items.iter().map(size).sum(),
        Kind::Text(text) => text.len() / 64,
        _ => 0,
    }
}
