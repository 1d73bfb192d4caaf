//! What the user adds to the pods of masters and workers: volumes, mounts, containers, in the shape of Kubernetes (T-09).
//!
//! Any field passes. What ties a part to its pod is checked: names that are taken, volumes that are not there.

use super::plain::tree_map;
use super::pod::Pod;
use super::volume::{Origin, Volume, VolumeMount, VolumeSource};
use super::volumes::Volumes;
use crate::model::Values;
use crate::model::free::Free;
use crate::order;
use crate::problem::{Problem, Problems};
use crate::source::Span;
use crate::yaml::IndexMap;
use crate::yaml::{Kind, Node, Tree};
use std::collections::{BTreeSet, HashMap};

/// What is added to the pods of a component.
pub(super) struct Extras<'a> {
    /// Its section: `master`.
    pub section: &'static str,
    /// `extraVolumes`.
    pub volumes: &'a [Free],
    /// `extraVolumeMounts`.
    pub mounts: &'a [Free],
    /// `extraContainers`.
    pub containers: &'a [Free],
}

impl Extras<'_> {
    /// Adds the volumes to those of the pod.
    pub fn add_volumes(&self, volumes: &mut Volumes, problems: &mut Problems) {
        for (index, volume) in self.volumes.iter().enumerate() {
            let path = format!("{}.extraVolumes[{index}]", self.section);
            let Some(name) = named(&path, volume, problems) else { continue };
            if volumes.has(name) {
                let message = format!("`{path}.name` is `{name}`, a volume that {} pods already have", self.section);
                let problem = Problem::error(message).at(volume.place("name"));
                problems.push(problem.help("give the volume another name"));
            }
            let kinds: Vec<_> = volume.fields().filter(|(key, node)| *key != "name" && is_there(node)).collect();
            if let [(first, _), (second, node), ..] = kinds.as_slice() {
                let message = format!("`{path}` has both `{first}` and `{second}`, but a volume has one type");
                problems.push(Problem::error(message).at(node.span).help("keep one of the two"));
            }
            let source = match kinds.first() {
                Some((kind, node)) => (*kind, Tree::from(*node)),
                None => ("emptyDir", Tree::Map(IndexMap::default())),
            };
            let source = Tree::Map([(source.0.to_owned(), source.1)].into_iter().collect());
            volumes.add(Volume::new(name, VolumeSource::Other(source)));
        }
    }

    /// The mounts of the own containers.
    pub fn mounts(&self, volumes: &Volumes, problems: &mut Problems) -> Vec<VolumeMount> {
        let mount = |(index, mount): (usize, &Free)| {
            let path = format!("{}.extraVolumeMounts[{index}]", self.section);
            check_mount(&path, &mount.node, volumes, problems)?;
            let place = mount.place("mountPath");
            let origin = Origin::value(&format!("{path}.mountPath"), Some(place));
            let mut more = IndexMap::default();
            for (key, node) in
                mount.fields().filter(|(key, node)| !matches!(*key, "name" | "mountPath") && is_there(node))
            {
                more.insert(key.to_owned(), Tree::from(node));
            }
            let plain = VolumeMount::new(mount.text("name")?, mount.text("mountPath")?, origin);
            Some(VolumeMount { more: Some(Tree::Map(more)), ..plain })
        };
        self.mounts.iter().enumerate().filter_map(mount).collect()
    }

    /// The containers, which come before the own ones of the pod.
    pub fn containers(&self, pod: &Pod, volumes: &Volumes, problems: &mut Problems) -> Vec<Tree> {
        let own = pod.init_containers.iter().chain(&pod.containers);
        let mut taken: HashMap<&str, Option<Span>> = own.map(|container| (container.name, None)).collect();
        let mut list = Vec::with_capacity(self.containers.len());
        for (index, container) in self.containers.iter().enumerate() {
            let path = format!("{}.extraContainers[{index}]", self.section);
            let Some(name) = named(&path, container, problems) else { continue };
            if let Some(first) = taken.insert(name, Some(container.place("name"))) {
                let message = format!("`{path}.name` is `{name}`, a container that {} pods already have", self.section);
                let problem =
                    Problem::error(message).at(container.place("name")).help("give the container another name");
                problems.push(match first {
                    Some(first) => problem.note_at("the other one is here", first),
                    None => problem,
                });
            }
            if !container.node.get("image").is_some_and(is_there) {
                let problem = Problem::error(format!("`{path}.image` is required")).at(container.node.span);
                problems.push(problem.help("give the image of the container"));
            }
            if let Some(Kind::List(mounts)) = container.node.get("volumeMounts").map(|node| &node.kind) {
                for (index, mount) in mounts.iter().enumerate() {
                    check_mount(&format!("{path}.volumeMounts[{index}]"), mount, volumes, problems);
                }
            }
            list.push(tree(container));
        }
        list
    }
}

/// Adds the names that what the user adds refers to: those in a field of any map under one of these keys.
pub(super) fn references(values: &Values, keys: &[&str], field: &str, names: &mut BTreeSet<String>) {
    let (master, worker) = (&values.master, &values.worker);
    let lists = [&master.extra_volumes, &master.extra_containers, &worker.extra_volumes, &worker.extra_containers];
    lists.into_iter().flat_map(|list| &list.0).for_each(|part| gather(&part.node, keys, field, names));
}

fn gather(node: &Node, keys: &[&str], field: &str, names: &mut BTreeSet<String>) {
    match &node.kind {
        Kind::Map(map) => {
            for (key, entry) in map {
                let name = entry.node.get(field).filter(|_| keys.contains(&key.as_str()));
                if let Some(Kind::Text(name)) = name.map(|node| &node.kind) {
                    names.insert(name.clone());
                }
                gather(&entry.node, keys, field, names);
            }
        }
        Kind::List(items) => items.iter().for_each(|item| gather(item, keys, field, names)),
        _ => {}
    }
}

fn is_there(node: &Node) -> bool {
    !node.is_null()
}

/// The name of a part, which it has to have.
fn named<'a>(path: &str, part: &'a Free, problems: &mut Problems) -> Option<&'a str> {
    let name = part.text("name").filter(|name| is_label(name));
    if name.is_none() {
        let message = format!("`{path}.name` must be a name of lower-case letters, digits and `-`, at most 63");
        let problem = Problem::error(message).at(part.place("name"));
        problems.push(problem.help("give it a name that is not used yet"));
    }
    name
}

fn is_label(name: &str) -> bool {
    let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    name.len() <= 63 && name.starts_with(small) && name.ends_with(small) && name.chars().all(|c| small(c) || c == '-')
}

/// A mount names a volume of the pod, and a path. Nothing if it does not.
fn check_mount(path: &str, mount: &Node, volumes: &Volumes, problems: &mut Problems) -> Option<()> {
    let text = |field: &str| match mount.get(field).map(|node| &node.kind) {
        Some(Kind::Text(text)) if !text.is_empty() => Some(text.as_str()),
        _ => None,
    };
    let place = |field: &str| mount.get(field).map_or(mount.span, |node| node.span);
    if text("mountPath").is_none() {
        let problem = Problem::error(format!("`{path}.mountPath` is required")).at(place("mountPath"));
        problems.push(problem.help("give the absolute path at which the volume is mounted"));
    }
    match text("name") {
        Some(name) if !volumes.has(name) => {
            let problem = Problem::error(format!("`{path}.name` is `{name}`, but the pod has no volume of that name"));
            problems.push(
                problem.at(place("name")).help("add the volume to `extraVolumes`, or use the name of an existing one"),
            );
            None
        }
        None => {
            let problem = Problem::error(format!("`{path}.name` is required")).at(place("name"));
            problems.push(problem.help("give the name of the volume"));
            None
        }
        Some(_) => text("mountPath").map(drop),
    }
}

/// A container as Kubernetes has it: `env` may be a map, `envValueFrom` maps variables to fields of the pod, and amounts
/// and values of variables may be numbers.
fn tree(container: &Free) -> Tree {
    let mut fields = IndexMap::default();
    let mut env = Vec::new();
    for (key, node) in container.fields().filter(|(_, node)| is_there(node)) {
        match (key, &node.kind) {
            ("env", Kind::Map(map)) => {
                let mut list: Vec<_> = map.iter().map(|(name, entry)| (name, &entry.node)).collect();
                order::sort_by_key(&mut list, |(name, _)| *name);
                env.extend(list.into_iter().map(|(name, node)| {
                    tree_map([("name", Some(Tree::Text(name.clone()))), ("value", Some(as_text(Tree::from(node))))])
                }));
            }
            ("env", Kind::List(items)) => env.extend(items.iter().map(|item| texts_of(Tree::from(item), &["value"]))),
            ("envValueFrom", Kind::Map(map)) => {
                let mut list: Vec<_> = map.iter().map(|(name, entry)| (name, &entry.node)).collect();
                order::sort_by_key(&mut list, |(name, _)| *name);
                env.extend(list.into_iter().map(|(name, node)| {
                    let field = tree_map([("fieldPath", Some(as_text(Tree::from(node))))]);
                    let from = tree_map([("fieldRef", Some(field))]);
                    tree_map([("name", Some(Tree::Text(name.clone()))), ("valueFrom", Some(from))])
                }));
            }
            ("resources", _) => drop(fields.insert(key.to_owned(), amounts(Tree::from(node)))),
            _ => drop(fields.insert(key.to_owned(), Tree::from(node))),
        }
    }
    if !env.is_empty() {
        fields.insert("env".to_owned(), Tree::List(env));
    }
    Tree::Map(fields)
}

/// Numbers and booleans as the texts that Kubernetes asks for; null is the empty text.
fn as_text(tree: Tree) -> Tree {
    match tree {
        Tree::Number(text) => Tree::Text(text),
        Tree::Bool(value) => Tree::Text(value.to_string()),
        Tree::Null => Tree::Text(String::new()),
        tree => tree,
    }
}

/// A map with some of its fields as texts.
fn texts_of(tree: Tree, keys: &[&str]) -> Tree {
    match tree {
        Tree::Map(map) => Tree::Map(
            map.into_iter()
                .map(|(key, tree)| if keys.contains(&key.as_str()) { (key, as_text(tree)) } else { (key, tree) })
                .collect(),
        ),
        tree => tree,
    }
}

/// Limits and requests with amounts as texts.
fn amounts(tree: Tree) -> Tree {
    let Tree::Map(map) = tree else { return tree };
    let amounts = |tree: Tree| match tree {
        Tree::Map(map) => Tree::Map(map.into_iter().map(|(name, tree)| (name, as_text(tree))).collect()),
        tree => tree,
    };
    let field = |(key, tree): (String, Tree)| match key.as_str() {
        "limits" | "requests" => (key, amounts(tree)),
        _ => (key, tree),
    };
    Tree::Map(map.into_iter().map(field).collect())
}
