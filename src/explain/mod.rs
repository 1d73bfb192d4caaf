//! `explain`: what a value means, which layers set it, and what it reaches.
//!
//! The report is data first ([`Report`]); `text` and `json` print it.

mod attempt;
mod difference;
mod items;
mod json;
mod layers;
pub mod path;
mod property;
mod reach;
mod switch;
mod text;
mod unknown;

use crate::Run;
use crate::assets::Assets;
use crate::describe::{self, Value};
use crate::problem::Stop;
use crate::properties::{self, Table, mask};
use crate::source::Layer;
use crate::target::Target;
use crate::values::{self, Step};
use crate::yaml::{Node, Tree};
use layers::Setting;
use path::{find, spell};
use reach::{Finding, Prober};

pub use json::{changes as changes_as_json, names as names_as_json, report as as_json};
pub use layers::{Change, changes};
pub use property::{list as names_as_text, search};
pub use text::{changes as changes_as_text, report as as_text};

/// Everything about one value.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its path, in the spelling of `--set`.
    path: String,
    /// What is known of it; nothing if the program does not read it.
    value: Option<Value>,
    /// What Alluxio's table says of it, if it is a property.
    property: Option<property::Entry>,
    /// What is around it and what that means, if it is not described itself: a key of the user's own, or an item.
    within: Option<Within>,
    /// Every layer that sets it, the lowest first; the last one wins.
    settings: Vec<Setting>,
    /// The keys of a section, with their winners.
    keys: Vec<Key>,
    /// What it reaches; nothing for a section, whose keys do.
    finding: Option<Finding>,
}

/// What is around a value.
#[derive(Clone, Debug)]
struct Within {
    path: String,
    about: String,
    /// What the value is in it: `A custom key`.
    role: &'static str,
}

/// A value of a section.
#[derive(Clone, Debug)]
struct Key {
    path: String,
    winner: Setting,
}

/// Explains one value. `node` is the merged values. An unknown path is an error that names the nearest.
pub fn explain(text: &str, node: &Node, target: &Target, assets: &Assets, run: &mut Run) -> Result<Report, Stop> {
    let source = run.sources.add(Layer::Set, "PATH", text);
    let path = match values::path(text, source) {
        Ok(path) => path,
        Err(problem) => {
            return run.problems.fail(problem.help("write a path such as `worker.resources` or `mounts[0].path`"));
        }
    };
    let all = describe::values(target.version, &mut run.problems)?;
    let table = properties::table(target.version.name).unwrap_or_default();
    let path = whole(path, &all, table);
    let value = path.iter().try_fold(&all, |value, step| value.step(step));
    let here = find(node, &path);
    if value.is_none() && here.is_none() {
        return run.problems.fail(unknown::problem(&path, &all));
    }
    let is_section = value.is_some_and(|value| is_section(value, here));
    let finding = match value.filter(|_| !is_section) {
        Some(value) => Prober::new(assets, target, run).map(|mut prober| prober.reach(node, &path, value, &all)),
        None => None,
    };
    let mut settings = here.map(|node| layers::settings(&path, node, &run.sources)).unwrap_or_default();
    let masked = mask::tree(&[], &Tree::from(node));
    if let Some((winner, tree)) = settings.last_mut().zip(layers::step_into(&masked, &path)) {
        winner.tree = tree.clone();
    }
    Ok(Report {
        path: spell(&path),
        value: value.cloned(),
        property: property(&path, &all).map(|name| property::Entry::new(name, table)),
        within: value.filter(|value| value.about.is_empty()).and_then(|_| within(&path, &all)),
        settings,
        keys: if is_section { keys(&path, value, here, run) } else { Vec::new() },
        finding,
    })
}

/// A path in which the name of a property is one step, although its dots were not escaped; of a name that stands alone,
/// its path among the properties of all components.
fn whole(path: Vec<Step>, all: &Value, table: Table) -> Vec<Step> {
    let Some(place) = path.first().map(Step::place) else { return path };
    let joined = |steps: &[Step]| {
        let is_name = steps.iter().all(|step| matches!(step, Step::Key(..)));
        is_name.then(|| Step::Key(path::keys(steps).join("."), steps.first().map_or(place, Step::place)))
    };
    if value_at(&path[..1], all).is_none() {
        let name = joined(&path).filter(|name| matches!(name, Step::Key(name, _) if table.find(name).is_some()));
        return name.map_or(path, |name| vec![Step::Key("properties".to_owned(), place), name]);
    }
    let Some(length) = (1..path.len()).find(|length| holds_properties(&path[..*length], all)) else { return path };
    let (section, name) = path.split_at(length);
    joined(name).map_or_else(|| path.clone(), |name| section.iter().cloned().chain([name]).collect())
}

/// Whether a path leads to a map of properties.
fn holds_properties(path: &[Step], all: &Value) -> bool {
    let is_map = |value: &Value| matches!(value.shape, crate::model::read::Shape::Map(_));
    matches!(path.last(), Some(Step::Key(key, _)) if key == "properties") && value_at(path, all).is_some_and(is_map)
}

fn value_at<'a>(path: &[Step], all: &'a Value) -> Option<&'a Value> {
    path.iter().try_fold(all, |value, step| value.step(step))
}

/// The property that a path leads to.
fn property<'a>(path: &'a [Step], all: &Value) -> Option<&'a str> {
    match path.split_last()? {
        (Step::Key(name, _), section) if holds_properties(section, all) => Some(name),
        _ => None,
    }
}

/// Whether a value is a section whose keys are explained on their own.
fn is_section(value: &Value, here: Option<&Node>) -> bool {
    matches!(value.shape, crate::model::read::Shape::Section(_)) && here.is_none_or(|node| !node.is_null())
}

/// The nearest section around a value that is described, and its summary.
fn within(path: &[Step], all: &Value) -> Option<Within> {
    (1..path.len()).rev().find_map(|length| {
        let around = path.get(..length)?;
        let value = around.iter().try_fold(all, |value, step| value.step(step))?;
        let role = match path.get(length)? {
            Step::Key(..) => "A custom key",
            Step::Item(..) => "An item",
        };
        let within = || Within { path: spell(around), about: value.summary().to_owned(), role };
        (!value.about.is_empty()).then(within)
    })
}

/// The known values below a section, then those that only the values have.
fn keys(path: &[Step], value: Option<&Value>, here: Option<&Node>, run: &Run) -> Vec<Key> {
    let known = value.iter().flat_map(|value| value.keys.keys());
    let map = here.and_then(Node::as_map);
    let own = map.iter().flat_map(|map| map.keys()).filter(|key| value.is_none_or(|v| !v.keys.contains_key(*key)));
    let place = here.map(|node| node.span).or(path.last().map(Step::place));
    let Some(place) = place else { return Vec::new() };
    let mut list = Vec::new();
    for key in known.chain(own) {
        let path: Vec<Step> = path.iter().cloned().chain([Step::Key(key.clone(), place)]).collect();
        let node = map.and_then(|map| map.get(key)).map(|entry| &entry.node);
        let value = value.and_then(|value| value.keys.get(key));
        match node {
            Some(node) if node.as_map().is_some_and(|map| !map.is_empty()) => {
                list.extend(keys(&path, value, Some(node), run));
            }
            Some(node) => {
                let winner = layers::settings(&path, node, &run.sources).pop();
                list.extend(winner.map(|winner| Key { path: spell(&path), winner }));
            }
            None => list.push(Key { path: spell(&path), winner: Setting::absent(value) }),
        }
    }
    list
}

/// A value in one line: a single one as YAML has it, lists and maps as JSON.
fn inline(tree: &Tree) -> String {
    let mut text = String::new();
    match tree {
        Tree::List(_) | Tree::Map(_) => crate::yaml::emit::json_line(tree, &mut text),
        Tree::Text(value) if value.contains('\n') => crate::yaml::emit::json_line(tree, &mut text),
        _ => crate::yaml::emit::yaml(tree, &mut text),
    }
    text.trim_end_matches('\n').to_owned()
}
