//! What is meant by a key that nothing reads: its place elsewhere, its name here, or what became of it.

use super::at::{At, Path};
use super::shape::{Field, Shape};
use crate::problem::{Problem, all_of, any_of, nearest};
use crate::source::Span;
use crate::version::Version;
use crate::yaml::{Entry, Kind, Node};

/// The rule of `lint` about values that nothing reads.
pub const UNREAD: &str = "AXG301";

/// Where thousands of keys are unknown, this is no file of values, and nothing is meant.
const MOST: usize = 200;

/// So many places of one name are told; a name that has more is too common.
const MOST_PLACES: usize = 8;

/// What of the values is known where keys are looked for.
pub struct Known {
    /// All of them.
    pub shape: fn() -> Shape,
    /// Where a user finds the names of all.
    pub list: &'static str,
    /// What is meant by a key of a section, whatever it looks like.
    pub meant: fn(&[String], &str, &Node) -> Option<String>,
    /// Keys of the top level that nothing reads and nobody minds.
    pub passed: &'static [&'static str],
}

/// Keys that nothing reads, as the map has them.
pub type Unknown<'a> = [(&'a String, &'a Entry)];

/// A warning for each unknown key of a map, and one for all keys of an item that lost its indent.
pub fn warnings(
    at: &At<'_>,
    names: &[&'static str],
    unknown: &Unknown<'_>,
    known: &Known,
    version: &Version,
) -> Vec<Problem> {
    if unknown.len() > MOST {
        let plain = |(key, entry): &(&String, &Entry)| problem(at, key, entry.key).help(known.list);
        return unknown.iter().map(plain).collect();
    }
    let Some(root) = (!unknown.is_empty()).then(|| (known.shape)().of(version)) else { return Vec::new() };
    let here = steps(&at.path);
    let mut problems = Vec::new();
    let mut fallen: Vec<(String, Vec<(&str, Span)>)> = Vec::new();
    for (key, entry) in unknown {
        if let Some(item) = item_before(at, &root, &here, key, entry) {
            match fallen.iter_mut().find(|(known, _)| *known == item) {
                Some((_, keys)) => keys.push((key, entry.key)),
                None => fallen.push((item, vec![(key, entry.key)])),
            }
            continue;
        }
        let help = (known.meant)(&here, key, &entry.node)
            .or_else(|| alike(key, names, 0.93))
            .or_else(|| elsewhere(&root, &here, key))
            .or_else(|| alike(key, names, 0.0))
            .unwrap_or_else(|| match names.len() <= 8 {
                true => format!("the keys here are {}", all_of(names.iter().copied())),
                false => known.list.to_owned(),
            });
        problems.push(problem(at, key, entry.key).help(help));
    }
    problems.extend(fallen.into_iter().map(|(item, keys)| indent(at, &item, &keys)));
    problems
}

fn problem(at: &At<'_>, key: &str, place: Span) -> Problem {
    Problem::warning(format!("unknown value `{}`", Path::Key(&at.path, key))).at(place).coded(UNREAD)
}

/// One warning for the keys of an item that stand one step too far left.
fn indent(at: &At<'_>, item: &str, keys: &[(&str, Span)]) -> Problem {
    let [(first, place), rest @ ..] = keys else { return Problem::bug("an item without keys") };
    if rest.is_empty() {
        return problem(at, first, *place).help(format!("indent it: it belongs to `{item}`"));
    }
    let paths: Vec<String> = keys.iter().map(|(key, _)| Path::Key(&at.path, key).to_string()).collect();
    let message = format!("unknown values {}", all_of(paths.iter().map(String::as_str)));
    Problem::warning(message).at(*place).coded(UNREAD).help(format!("indent them: they belong to `{item}`"))
}

/// The nearest of the keys here, if its name is so near.
fn alike(key: &str, names: &[&'static str], score: f64) -> Option<String> {
    let near = nearest(key, names.iter().copied())?;
    let is_near = strsim::jaro_winkler(&key.to_lowercase(), &near.to_lowercase()) >= score;
    is_near.then(|| format!("did you mean `{near}`?"))
}

/// The steps of a path; an item of a list counts as one.
fn steps(path: &Path<'_>) -> Vec<String> {
    match path {
        Path::Root => Vec::new(),
        Path::Key(parent, key) => steps(parent).into_iter().chain([(*key).to_owned()]).collect(),
        Path::Item(parent, _) => steps(parent).into_iter().chain([ITEM.to_owned()]).collect(),
    }
}

const ITEM: &str = "[0]";

/// The part of the values at some steps.
fn part<'a>(root: &'a Shape, steps: &[String]) -> Option<&'a Shape> {
    let Some((step, rest)) = steps.split_first() else { return Some(root) };
    match root {
        Shape::Section(fields) => part(&fields.iter().find(|field| field.name == step)?.shape, rest),
        Shape::List(inner) if step == ITEM => part(inner, rest),
        Shape::Either(shapes) => shapes.iter().find_map(|shape| part(shape, steps)),
        _ => None,
    }
}

/// The item, if the key is one of an item's, and a list of such items ends just before it: `levels[0]`.
fn item_before(at: &At<'_>, root: &Shape, here: &[String], key: &str, entry: &Entry) -> Option<String> {
    let (Some(Shape::Section(fields)), Some(map)) = (part(root, here), at.node.and_then(Node::as_map)) else {
        return None;
    };
    let stands_before = |place: Span| place.source == entry.key.source && place.line < entry.key.line;
    let lists = fields.iter().filter_map(|field| {
        let list = map.get(field.name).filter(|list| stands_before(list.key))?;
        let Kind::List(items) = &list.node.kind else { return None };
        let has = |fields: &[Field]| fields.iter().any(|field| field.name == key);
        let fits = match part(&field.shape, &[ITEM.to_owned()]) {
            Some(Shape::Section(fields)) => has(fields),
            _ => false,
        };
        let index = items.len().checked_sub(1).filter(|_| fits)?;
        Some((list.key.line, format!("{}[{index}]", Path::Key(&at.path, field.name))))
    });
    lists.max_by_key(|(line, _)| *line).map(|(_, item)| item)
}

/// The nearest places at which the key is known.
fn elsewhere(root: &Shape, here: &[String], key: &str) -> Option<String> {
    let mut places = Vec::new();
    gather(root, key, &mut Vec::new(), &mut places);
    let steps_between = |place: &Vec<String>| {
        let common = place.iter().zip(here).take_while(|(a, b)| a == b).count();
        place.len() + here.len() - 2 * common
    };
    let least = places.iter().map(steps_between).min()?;
    let nearest: Vec<&Vec<String>> = places.iter().filter(|place| steps_between(place) == least).collect();
    if nearest.len() > MOST_PLACES {
        return None;
    }
    let shown = |place: &&Vec<String>| joined(&[place.as_slice(), &[key.to_owned()]].concat());
    let names: Vec<String> = nearest.iter().map(shown).collect();
    Some(match (nearest.as_slice(), names.as_slice()) {
        ([place], [name]) if place.is_empty() => format!("it belongs to the top level: write `{name}`"),
        ([place], [name]) if place.starts_with(here) => format!("indent it: it is `{name}`"),
        (_, names) if names.len() > 1 && !here.is_empty() => {
            format!("`{}` does not have it, unlike {}", joined(here), all_of(names.iter().map(String::as_str)))
        }
        (_, names) => format!("it is {}", any_of(names.iter().map(String::as_str))),
    })
}

/// Steps as a path.
fn joined(steps: &[String]) -> String {
    let mut text = String::new();
    for step in steps {
        if step != ITEM && !text.is_empty() {
            text.push('.');
        }
        text.push_str(step);
    }
    text
}

/// The sections that have a key of this name.
fn gather(shape: &Shape, key: &str, path: &mut Vec<String>, out: &mut Vec<Vec<String>>) {
    match shape {
        Shape::Section(fields) => {
            for field in fields {
                if field.name == key {
                    out.push(path.clone());
                }
                path.push(field.name.to_owned());
                gather(&field.shape, key, path, out);
                path.pop();
            }
        }
        Shape::List(inner) => {
            path.push(ITEM.to_owned());
            gather(inner, key, path, out);
            path.pop();
        }
        Shape::Either(shapes) => shapes.iter().for_each(|shape| gather(shape, key, path, out)),
        _ => {}
    }
}
