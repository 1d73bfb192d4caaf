//! Which objects and fields differ between two renderings, named as people name them: `containers[alluxio-master].env`.

use crate::manifest::Manifest;
use crate::order;
use crate::yaml::Tree;
use std::collections::BTreeSet;

/// The word that stands for a value that was only tried. A field that holds nothing else is not told of.
pub const TRIED: &str = "explained";

/// Where items of lists have their names: containers and the like, mounts, claim templates.
const NAMES: [&[&str]; 3] = [&["name"], &["mountPath"], &["metadata", "name"]];

/// What changes in an object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reached {
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// How much of it changes.
    pub extent: Extent,
}

/// How much of an object changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Whether it is there at all.
    Whole,
    /// These fields.
    Fields(BTreeSet<String>),
}

impl Reached {
    fn new(manifest: &Manifest, extent: Extent) -> Self {
        Reached { kind: manifest.kind().to_owned(), name: manifest.name().to_owned(), extent }
    }
}

/// Compares two renderings, object by object.
pub fn between(before: &[Manifest], after: &[Manifest]) -> Vec<Reached> {
    let (mut reached, mut lost, mut new) = (Vec::new(), Vec::new(), Vec::new());
    for old in before {
        match after.iter().find(|new| is_same(old, new)) {
            Some(new) => compare(old, new, &mut reached),
            None => lost.push(old),
        }
    }
    new.extend(after.iter().filter(|new| !before.iter().any(|old| is_same(old, new))));
    // What is left on both sides and comes from one template is one object under two names.
    for old in lost {
        match new.iter().position(|new| new.source == old.source && new.kind() == old.kind()) {
            Some(at) => compare(old, new.remove(at), &mut reached),
            None => reached.push(Reached::new(old, Extent::Whole)),
        }
    }
    reached.extend(new.into_iter().map(|new| Reached::new(new, Extent::Whole)));
    reached
}

fn is_same(one: &Manifest, other: &Manifest) -> bool {
    one.kind() == other.kind() && one.name() == other.name() && one.namespace() == other.namespace()
}

fn compare(old: &Manifest, new: &Manifest, reached: &mut Vec<Reached>) {
    let mut fields = BTreeSet::new();
    differ("", &old.tree, &new.tree, &mut fields);
    if !fields.is_empty() {
        reached.push(Reached::new(old, Extent::Fields(fields)));
    }
}

fn differ(path: &str, old: &Tree, new: &Tree, out: &mut BTreeSet<String>) {
    match (old, new) {
        (Tree::Map(a), Tree::Map(b)) => {
            for (key, old) in a {
                match b.get(key) {
                    Some(new) => differ(&below(path, key), old, new, out),
                    None => drop(out.insert(field(path, key))),
                }
            }
            out.extend(b.keys().filter(|key| !a.contains_key(*key)).map(|key| field(path, key)));
        }
        (Tree::List(a), Tree::List(b)) => lists(path, a, b, out),
        (old, new) if old == new => {}
        _ => drop(out.insert(path.to_owned())),
    }
}

/// A key that only one side has: its own path, but for the key that was tried, which is one of many.
fn field(path: &str, key: &str) -> String {
    if key == TRIED { path.to_owned() } else { below(path, key) }
}

fn below(path: &str, key: &str) -> String {
    let key = key.replace('.', "\\.");
    if path.is_empty() { key } else { format!("{path}.{key}") }
}

fn lists(path: &str, a: &[Tree], b: &[Tree], out: &mut BTreeSet<String>) {
    let Some((old, new)) = NAMES.iter().find_map(|keys| Some((names(a, keys)?, names(b, keys)?))) else {
        match a.len() == b.len() {
            true => (0..).zip(a.iter().zip(b)).for_each(|(i, (a, b))| differ(&format!("{path}[{i}]"), a, b, out)),
            false => drop(out.insert(path.to_owned())),
        }
        return;
    };
    let item = |name: &str| if name == TRIED { path.to_owned() } else { format!("{path}[{name}]") };
    for (name, before) in old.iter().zip(a) {
        match new.iter().position(|other| other == name).and_then(|at| b.get(at)) {
            Some(after) => differ(&item(name), before, after, out),
            None => drop(out.insert(item(name))),
        }
    }
    out.extend(new.iter().filter(|name| !old.contains(name)).map(|name| item(name)));
    let order = |one: &[&str], other: &[&str]| {
        one.iter().filter(|name| other.contains(name)).map(|name| (*name).to_owned()).collect::<Vec<_>>()
    };
    if order(&old, &new) != order(&new, &old) {
        out.insert(path.to_owned());
    }
}

/// What the items of a list are called, if each has a name of its own.
fn names<'a>(items: &'a [Tree], keys: &[&str]) -> Option<Vec<&'a str>> {
    let name = |item: &'a Tree| keys.iter().try_fold(item, |tree, key| tree.get(key))?.as_str();
    let names: Vec<&str> = items.iter().map(name).collect::<Option<_>>()?;
    let distinct = order::distinct(&names);
    (distinct.len() == names.len()).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::{Extent, between};
    use crate::manifest::Manifest;
    use crate::problem::Problems;
    use crate::source::{Layer, Sources};
    use crate::yaml::{Tree, parse};

    fn object(text: &str) -> Manifest {
        let mut sources = Sources::default();
        let source = sources.add(Layer::File, "test.yaml", text);
        let nodes = parse::documents(&sources, source, &mut Problems::default()).unwrap_or_default();
        Manifest { source: "templates/a.yaml".to_owned(), tree: nodes.first().map_or(Tree::Null, Tree::from) }
    }

    fn fields(old: &str, new: &str) -> Vec<String> {
        let head = "{kind: A, metadata: {name: a}}";
        let with = |text: &str| object(&format!("{{kind: A, metadata: {{name: a}}, x: {text}}}"));
        assert!(between(&[object(head)], &[object(head)]).is_empty());
        between(&[with(old)], &[with(new)])
            .into_iter()
            .flat_map(|reached| match reached.extent {
                Extent::Fields(fields) => fields.into_iter().collect(),
                Extent::Whole => vec!["all".to_owned()],
            })
            .collect()
    }

    #[test]
    fn items_are_told_by_name() {
        for (old, new, expected) in [
            ("1", "2", vec!["x"]),
            ("{a.b: 1}", "{a.b: 2}", vec![r"x.a\.b"]),
            ("[{name: a, v: 1}, {name: b}]", "[{name: a, v: 2}, {name: b}]", vec!["x[a].v"]),
            ("[{name: a}]", "[{name: a}, {name: b}]", vec!["x[b]"]),
            ("[{name: a}]", "[{name: a}, {name: explained}]", vec!["x"]),
            ("[{name: a}, {name: b}]", "[{name: b}, {name: a}]", vec!["x"]),
            ("[{name: v, mountPath: /a}, {name: v, mountPath: /b}]", "[{name: v, mountPath: /a}]", vec!["x[/b]"]),
            ("[{metadata: {name: c}, v: 1}]", "[{metadata: {name: c}, v: 2}]", vec!["x[c].v"]),
            ("[1, 2]", "[1, 3]", vec!["x[1]"]),
            ("[1, 2]", "[1]", vec!["x"]),
            ("{}", "{explained: y}", vec!["x"]),
            ("{}", "{b: y}", vec!["x.b"]),
        ] {
            assert_eq!(fields(old, new), expected, "{old} to {new}");
        }
    }

    #[test]
    fn a_renamed_object_is_one_object() {
        let reached = between(&[object("{kind: A, metadata: {name: a}}")], &[object("{kind: A, metadata: {name: b}}")]);
        let [only] = reached.as_slice() else { panic!("{reached:?}") };
        assert_eq!(only.extent, Extent::Fields(["metadata.name".to_owned()].into()));
    }
}
