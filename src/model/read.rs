//! How typed values are read: the trait, and what is written down about values that are none of their type.
//!
//! Reading never fails half-way: what is wrong is written down with its place, a stand-in is used, and the run stops
//! afterwards. So one run shows all problems.

pub use super::at::{At, Path};
use super::meant::{self, Known, UNREAD};
pub use super::shape::{Field, Rule, Shape};
use super::words;
use crate::problem::{Problem, Problems};
use crate::source::{BUILT_IN, Layer, Sources};
use crate::version::{Era, Version};
use crate::yaml::{Entry, Kind, Node};

/// What reading needs besides the values themselves.
pub struct Reader<'a> {
    /// Where problems go.
    pub problems: &'a mut Problems,
    /// The texts, to know which layer a value comes from.
    pub sources: &'a Sources,
    /// The keys that are read, for one that is not.
    pub known: &'static Known,
    /// The version of Alluxio that the values are for.
    pub version: &'static Version,
}

impl Reader<'_> {
    /// Writes down that a value is of the wrong kind.
    pub fn mismatch(&mut self, at: &At<'_>, expected: &str) {
        let Some(node) = at.node else { return };
        let problem = Problem::error(format!("`{}` must be {expected}, found {}", at.path, found(node)));
        let problem = self.replaced(problem.at(node.span), node);
        self.problems.push(match words::instead(&at.path, node) {
            Some(help) => problem.help(help),
            None => problem,
        });
    }

    /// Writes down that a value is no list or no map. What Helm's `if` and `with` take for nothing, `false`, `0` and an empty
    /// text, sets nothing (D-115).
    pub fn no_collection(&mut self, at: &At<'_>, expected: &str) {
        match at.node.filter(|node| node.is_helm_false()) {
            Some(node) => self.sets_nothing(at, node, expected, &found(node)),
            None => self.mismatch(at, expected),
        }
    }

    /// Whether Helm's `if` takes it for nothing where a single value belongs that nobody has to give: an empty map or list
    /// (D-115).
    pub fn is_nothing(&self, node: &Node) -> bool {
        let default = node.lowest();
        node.is_empty() && (default.is_null() || self.set_by_user(default))
    }

    /// Warns of a value of another kind that sets nothing, as in Helm.
    pub fn sets_nothing(&mut self, at: &At<'_>, node: &Node, expected: &str, found: &str) {
        let nothing = Problem::warning(format!("`{}` must be {expected}; {found} sets nothing", at.path));
        let nothing = self.replaced(nothing.at(node.span), node);
        self.problems.push(nothing.help("remove it, or write `null`"));
    }

    /// Writes down that a section is no map. Who writes a boolean may mean its switch.
    pub(super) fn no_section(&mut self, at: &At<'_>, keys: &[(&str, Era)]) {
        let is_switch = at.node.is_some_and(|node| matches!(node.kind, Kind::Bool(_)));
        let is_switch = is_switch && keys.iter().any(|(key, _)| *key == "enabled");
        match at.node.filter(|_| is_switch) {
            Some(node) => {
                let problem = Problem::error(format!("`{}` must be a map, found {}", at.path, found(node)));
                let problem = self.replaced(problem.at(node.span), node);
                self.problems.push(problem.help(format!("write `{}.enabled: {}`", at.path, found(node))));
            }
            None => self.mismatch(at, "a map"),
        }
    }

    /// Notes what a value replaces, and who had set that.
    pub fn replaced(&self, problem: Problem, node: &Node) -> Problem {
        let Some(loser) = node.beats.as_deref().filter(|loser| !loser.is_null()) else { return problem };
        let source = self.sources.get(loser.span.source);
        match source.layer {
            Layer::Defaults => problem.note(format!("replaces the default {}", found(loser).trim_start_matches("a "))),
            Layer::Profile => {
                let name = source.name.trim_start_matches(BUILT_IN).trim_start_matches("profile ");
                let name = name.rsplit('/').next().unwrap_or_default().trim_end_matches(".yaml");
                problem.note(format!("replaces {} from the profile {name}", found(loser)))
            }
            _ => problem.note_at(format!("replaces {}", found(loser)), loser.span),
        }
    }

    /// Whether the user set this value, in whatever layer.
    pub fn set_by_user(&self, node: &Node) -> bool {
        self.sources.layer(node.span) != Layer::Defaults
    }

    /// Whether the defaults have this value, so that its key is a known one.
    fn declared(&self, node: &Node) -> bool {
        std::iter::successors(Some(node), |node| node.beats.as_deref()).any(|node| !self.set_by_user(node))
    }

    /// Warns of a key that another version has.
    fn of_another_version(&mut self, path: &Path<'_>, entry: &Entry, era: &Era) {
        let told = match (era.until.filter(|_| era.is_over(self.version)), era.first(), era.since) {
            (Some(end), ..) => format!("`{path}` was removed in Alluxio {}: {}", end.with, end.instead),
            (None, Some(first), Some(since)) => {
                format!("`{path}` exists since Alluxio {since}: use `--alluxio-version {}`", first.name)
            }
            (None, ..) => format!("unknown value `{path}`"),
        };
        self.problems.push(Problem::warning(told).at(entry.key).coded(UNREAD));
    }

    /// Warns of the keys that nothing reads, each with the nearest known one.
    pub fn unknown_keys(&mut self, at: &At<'_>, keys: &[(&'static str, Era)]) {
        let Some(map) = at.node.and_then(Node::as_map) else { return };
        let is_known = |key: &str| keys.iter().any(|(known, era)| *known == key && era.holds(self.version));
        let unknown = |(key, entry): &(&String, &Entry)| !is_known(key) && !self.declared(&entry.node);
        let is_passed = |key: &str| matches!(at.path, Path::Root) && self.known.passed.contains(&key);
        let mut unknown: Vec<_> = map.iter().filter(unknown).filter(|(key, _)| !is_passed(key)).collect();
        if unknown.is_empty() {
            return;
        }
        unknown.retain(|(key, entry)| {
            let era = keys.iter().find(|(known, _)| known == key).map(|(_, era)| era);
            if let Some(era) = era {
                self.of_another_version(&Path::Key(&at.path, key), entry, era);
            }
            era.is_none()
        });
        let known = keys.iter().filter(|(_, era)| era.holds(self.version)).map(|(key, _)| *key);
        let known: &[&'static str] = &known.collect::<Vec<_>>();
        let warnings = meant::warnings(at, known, &unknown, self.known, self.version);
        warnings.into_iter().for_each(|warning| self.problems.push(warning));
    }
}

/// A value as messages show it: `"text"`, `70000`, `a list`.
pub fn found(node: &Node) -> String {
    match &node.kind {
        Kind::Text(text) if text.chars().count() > 60 => {
            format!("{:?}", text.chars().take(57).chain("...".chars()).collect::<String>())
        }
        Kind::Text(text) => format!("{text:?}"),
        Kind::Number(number) => number.text.clone(),
        Kind::Bool(value) => value.to_string(),
        _ => node.noun().to_owned(),
    }
}

/// Something that can be read from values.
pub trait Read: Sized {
    /// What it may be.
    fn shape() -> Shape;
    /// Reads it; what is wrong goes to the reader.
    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self;
}

/// Optional: null, absent and the empty map or list are nothing.
impl<T: Read> Read for Option<T> {
    fn shape() -> Shape {
        T::shape()
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        let node = at.filled().filter(|node| !node.is_null())?;
        if node.is_helm_false() {
            reader.no_collection(at, "a map");
            return None;
        }
        let value = T::read(at, reader);
        // What is no map is refused, and is no section of which everything is missing.
        node.as_map().map(|_| value)
    }
}
