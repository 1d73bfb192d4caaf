//! Which layers set a value, and which values differ from the defaults.

use super::path::{keys, spell};
use crate::describe::Value;
use crate::properties::mask;
use crate::source::{Layer, Sources, Span};
use crate::values::Step;
use crate::yaml::{Kind, Node, Tree};

/// A value as one layer sets it.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The value.
    pub tree: Tree,
    /// The layer, by the name of its option: `defaults`, `values`, `set`.
    pub layer: &'static str,
    /// `config.yaml:12:3`, or `--set (second)`.
    pub origin: String,
}

impl Setting {
    /// Secrets are masked; the path tells which these are.
    fn new(path: &[Step], node: &Node, sources: &Sources) -> Self {
        let tree = mask::tree(&keys(path), &Tree::from(node));
        Setting { tree, layer: layer(sources.layer(node.span)), origin: origin(node.span, sources) }
    }

    /// A key that no layer has; what it is then is built in.
    pub fn absent(value: Option<&Value>) -> Self {
        let tree = value.and_then(|value| value.default.clone()).unwrap_or(Tree::Null);
        Setting { tree, layer: "defaults", origin: "not set".to_owned() }
    }
}

/// A place, as people find it.
pub fn origin(span: Span, sources: &Sources) -> String {
    sources.place(span)
}

fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::Defaults => "defaults",
        Layer::Profile => "profile",
        Layer::File => "values",
        Layer::SetJson => "set-json",
        Layer::Set => "set",
        Layer::SetString => "set-string",
        Layer::SetFile => "set-file",
        Layer::SetLiteral => "set-literal",
    }
}

/// All layers that set a value, the lowest first.
pub fn settings(path: &[Step], node: &Node, sources: &Sources) -> Vec<Setting> {
    let chain = std::iter::successors(Some(node), |node| node.beats.as_deref());
    let mut list: Vec<Setting> = chain.map(|node| Setting::new(path, node, sources)).collect();
    list.reverse();
    list
}

/// A value that is not what it is by default.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its path, in the spelling of `--set`.
    pub path: String,
    /// What it is, and by whom.
    pub winner: Setting,
    /// What it is by default; nothing if the defaults do not have it.
    pub default: Option<Tree>,
}

/// All values that differ from the defaults, in the order of the merged values.
pub fn changes(node: &Node, sources: &Sources) -> Vec<Change> {
    let masked = mask::tree(&[], &Tree::from(node));
    let mut gatherer = Gatherer { sources, masked: &masked, path: Vec::new(), list: Vec::new() };
    gatherer.take(node, None);
    gatherer.list
}

/// What stands at a path.
pub fn step_into<'a>(tree: &'a Tree, path: &[Step]) -> Option<&'a Tree> {
    path.iter().try_fold(tree, |tree, step| match (tree, step) {
        (Tree::Map(map), Step::Key(key, _)) => map.get(key),
        (Tree::List(items), Step::Item(index, _)) => items.get(*index),
        _ => None,
    })
}

/// A path without what a key holds of a secret: `-Daws.secretKey=...` where a list of options is written as a map.
fn shown(path: &[Step]) -> Vec<Step> {
    let step = |step: &Step| match step {
        Step::Key(key, place) => Step::Key(mask::options(key).into_owned(), *place),
        item => item.clone(),
    };
    path.iter().map(step).collect()
}

struct Gatherer<'a> {
    sources: &'a Sources,
    /// All values with their secrets masked: of a variable in a list its neighbour tells.
    masked: &'a Tree,
    path: Vec<Step>,
    list: Vec<Change>,
}

impl Gatherer<'_> {
    /// `default` is what the defaults have in this place of a list, since a list replaces the one below it as a whole.
    fn take(&mut self, node: &Node, default: Option<Tree>) {
        let default = self.default_of(node).or(default);
        match &node.kind {
            Kind::Map(map)
                if !map.is_empty()
                    && step_into(self.masked, &self.path).is_none_or(|tree| matches!(tree, Tree::Map(_))) =>
            {
                for (key, entry) in map {
                    let below = default.as_ref().and_then(|tree| tree.get(key).cloned());
                    self.step(Step::Key(key.clone(), entry.key), &entry.node, below);
                }
            }
            _ if self.is_default(node) => {}
            Kind::List(items) if items.iter().any(|item| item.as_map().is_some()) => {
                let known = self.list.len();
                for (index, item) in items.iter().enumerate() {
                    let below = match &default {
                        Some(Tree::List(defaults)) => defaults.get(index).cloned(),
                        _ => None,
                    };
                    self.step(Step::Item(index, item.span), item, below);
                }
                // Items that are gone stand in no item.
                if self.list.len() == known {
                    self.compare(node, default);
                }
            }
            _ => self.compare(node, default),
        }
    }

    fn compare(&mut self, node: &Node, default: Option<Tree>) {
        if default.as_ref() != Some(&Tree::from(node)) {
            let default = default.map(|tree| mask::tree(&keys(&self.path), &tree));
            let mut winner = Setting::new(&self.path, node, self.sources);
            winner.tree = step_into(self.masked, &self.path).cloned().unwrap_or(winner.tree);
            self.list.push(Change { path: spell(&shown(&self.path)), winner, default });
        }
    }

    fn step(&mut self, step: Step, node: &Node, default: Option<Tree>) {
        self.path.push(step);
        self.take(node, default);
        self.path.pop();
    }

    fn is_default(&self, node: &Node) -> bool {
        self.sources.layer(node.span) == Layer::Defaults
    }

    /// What the defaults had here before other layers replaced it.
    fn default_of(&self, node: &Node) -> Option<Tree> {
        Some(node.lowest()).filter(|node| self.is_default(node)).map(Tree::from)
    }
}
