//! Other values to try in place of one: whatever its type allows, in the order in which they are likely to be accepted.

use super::difference::TRIED;
use crate::describe::Value;
use crate::model::read::{Rule, Shape};
use crate::yaml::Tree;

/// Groups of values to try. The first of a group that is accepted stands for the group; all groups count.
pub fn attempts(value: &Value, now: &Tree) -> Vec<Vec<Tree>> {
    let shapes = match &value.shape {
        Shape::Either(shapes) => shapes.iter().collect(),
        shape => vec![shape],
    };
    let mut groups: Vec<Vec<Tree>> = shapes.into_iter().flat_map(|shape| of_shape(shape, value, now)).collect();
    if let Some(example) = value.example.as_ref().filter(|example| *example != now) {
        groups.insert(0, vec![filled(example, value)]);
    }
    groups.iter_mut().for_each(|group| group.retain(|tree| tree != now));
    groups
}

fn of_shape(shape: &Shape, value: &Value, now: &Tree) -> Vec<Vec<Tree>> {
    match shape {
        Shape::Bool => vec![vec![Tree::Bool(!is_true(now)), Tree::Bool(is_true(now))]],
        Shape::Choice(names) => names.iter().map(|name| vec![text(name)]).collect(),
        Shape::Whole | Shape::Port | Shape::WholeOrPercent => vec![numbers(now)],
        Shape::Quantity => vec![amounts(now, &["3Gi", "7"])],
        Shape::Text if value.rule == Some(Rule::Registry) => vec![vec![text("explained.local")]],
        Shape::Text => vec![texts(now)],
        Shape::Words => vec![vec![text("-Dexplained=1")]],
        // A resource that every container may have.
        Shape::Map(inner) if **inner == Shape::Quantity => vec![with_key("ephemeral-storage", now)],
        Shape::Map(_) => vec![with_key(TRIED, now)],
        Shape::List(inner) => of_list(inner, value, now),
        Shape::Section(_) | Shape::Free | Shape::Either(_) => Vec::new(),
    }
}

fn text(text: &str) -> Tree {
    Tree::Text(text.to_owned())
}

/// Whether a boolean is on; text counts too, as in reading.
pub fn is_true(tree: &Tree) -> bool {
    match tree {
        Tree::Bool(value) => *value,
        Tree::Text(text) => text.eq_ignore_ascii_case("true"),
        _ => false,
    }
}

/// Numbers near the present one; three masters where two make no sense.
fn numbers(now: &Tree) -> Vec<Tree> {
    let number = match now {
        Tree::Number(text) | Tree::Text(text) => text.parse::<i64>().unwrap_or(0),
        _ => 0,
    };
    [1, 2, -1, 7].iter().map(|step| Tree::Number(number.saturating_add(*step).to_string())).collect()
}

/// The present text with another number at its head, then these.
fn amounts(now: &Tree, others: &[&str]) -> Vec<Tree> {
    let now = match now {
        Tree::Number(text) | Tree::Text(text) => text.as_str(),
        _ => "",
    };
    let end = now.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(now.len());
    let (head, tail) = now.split_at(end);
    let near = head.parse::<f64>().ok().map(|head| [head + 1.0, head / 2.0, head + 0.01]);
    let near = near.into_iter().flatten().map(|head| Tree::Text(format!("{head}{tail}")));
    near.chain(others.iter().map(|other| text(other))).collect()
}

fn texts(now: &Tree) -> Vec<Tree> {
    let mut all = Vec::new();
    match now {
        Tree::Text(now) if !now.is_empty() => {
            all.extend([Tree::Text(format!("{now}x")), Tree::Text(format!("{now}/{TRIED}"))]);
        }
        _ => {}
    }
    all.extend(amounts(now, &[TRIED, "/explained/here", "Memory"]));
    all
}

/// The map with one more key.
fn with_key(key: &str, now: &Tree) -> Vec<Tree> {
    let mut map = match now {
        Tree::Map(map) => map.clone(),
        _ => Default::default(),
    };
    map.insert(key.to_owned(), text("1"));
    vec![Tree::Map(map)]
}

fn of_list(inner: &Shape, value: &Value, now: &Tree) -> Vec<Vec<Tree>> {
    let items = match now {
        Tree::List(items) => items.clone(),
        _ => Vec::new(),
    };
    let with = |item: Tree| Tree::List(items.iter().cloned().chain([item]).collect());
    match inner {
        Shape::Text => vec![vec![with(text(TRIED))]],
        Shape::Choice(names) => names.iter().map(|name| vec![Tree::List(vec![text(name)])]).collect(),
        Shape::Section(_) => changed_items(value, &items),
        _ => Vec::new(),
    }
}

/// A list of maps with one value of the first of them changed, for each of its values.
fn changed_items(value: &Value, items: &[Tree]) -> Vec<Vec<Tree>> {
    let (Some(described), Some(Tree::Map(first))) = (&value.item, items.first()) else { return Vec::new() };
    let mut groups = Vec::new();
    for (key, described) in &described.keys {
        let now = first.get(key).unwrap_or(&Tree::Null);
        for group in attempts(described, now) {
            let change = |tree: Tree| {
                let mut item = first.clone();
                item.insert(key.clone(), tree);
                Tree::List([Tree::Map(item)].into_iter().chain(items.iter().skip(1).cloned()).collect())
            };
            groups.push(group.into_iter().map(change).collect());
        }
    }
    groups
}

/// An item that a list may have.
pub fn item(list: &Value) -> Option<Tree> {
    match list.example.as_ref().map(|example| filled(example, list)) {
        Some(Tree::List(items)) => items.into_iter().next(),
        _ => match list.item.as_ref().map(|item| &item.shape) {
            Some(Shape::Text) => Some(text(TRIED)),
            Some(Shape::Choice(names)) => names.first().map(|name| text(name)),
            _ => None,
        },
    }
}

/// An example that leaves choices open, with the first of each; other open keys are left out.
fn filled(example: &Tree, value: &Value) -> Tree {
    match example {
        Tree::Map(map) => Tree::Map(
            map.iter()
                .filter_map(|(key, tree)| {
                    let described = value.keys.get(key);
                    let tree = match (tree, described.map(|value| &value.shape)) {
                        (Tree::Null, Some(Shape::Choice(names))) => text(names.first()?),
                        (Tree::Null, _) => return None,
                        (tree, _) => described.map_or_else(|| tree.clone(), |value| filled(tree, value)),
                    };
                    Some((key.clone(), tree))
                })
                .collect(),
        ),
        Tree::List(items) => {
            let item = |tree: &Tree| value.item.as_deref().map_or_else(|| tree.clone(), |value| filled(tree, value));
            Tree::List(items.iter().map(item).collect())
        }
        tree => tree.clone(),
    }
}
