//! What becomes of each value of 2.7 in 2.9 (targets.md). A rule changes the text and, beside it, the tree that the new text
//! has to read as.

use super::fate::{Fate, becomes};
use super::tree::{entry, put, take};
use super::{Plan, options, spelled};
use crate::source::{SourceId, Span};
use crate::version::MARK;
use crate::yaml::{Entry, Kind, Node, Tree};

/// The sections with `properties`.
const WITH_PROPERTIES: [&str; 7] = ["", "master", "jobMaster", "worker", "jobWorker", "fuse", "logserver"];

/// Keys of versions before 2.7, and where they belong now.
const OLDER: [(&[&str], &str); 4] = [
    (&["master", "metastore"], "metastore"),
    (&["volumes", "master", "metastore"], "metastore"),
    (&["shortCircuitPolicy"], "shortCircuit.policy"),
    (&["resources", "masterCount"], "master.count"),
];

/// Applies all rules to a document.
pub(super) fn apply(node: &Node, tree: &mut Tree, plan: &mut Plan<'_>) {
    if let Some(entry) = entry(node, "hub") {
        plan.remove(entry.key, &entry.node);
        take(tree, &[], "hub");
        plan.changed(entry.key, "hub", None, "Alluxio Hub was discontinued");
    }
    for section in WITH_PROPERTIES {
        properties_of(section, node, tree, plan);
        options::of(section, node, tree, plan);
    }
    fuse(node, tree, plan);
    tags(node, tree, plan);
    registries(node, tree, &mut Vec::new(), plan);
    for (path, new) in OLDER {
        let parents = &path[..path.len() - 1];
        let found = parents.iter().try_fold(node, |node, key| node.get(key));
        if let Some(entry) = found.and_then(|node| entry(node, path[path.len() - 1])) {
            let what = format!("neither version reads `{}`: move it to `{new}`", path.join("."));
            plan.leave(entry.key, what);
        }
    }
}

/// The line that names the version.
pub(super) fn version_line(text: &str, source: SourceId, plan: &mut Plan<'_>) {
    let mut offset = 0;
    for (number, whole) in (1..).zip(text.split_inclusive('\n')) {
        let line = whole.trim_end();
        if let Some(rest) = line.trim_start().strip_prefix(MARK).filter(|rest| rest.starts_with([' ', '\t'])) {
            let word = rest.trim();
            if word.starts_with("2.7") {
                let start = offset + line.len() - word.len();
                plan.edits.push(super::Edit { range: start..start + word.len(), text: "2.9".to_owned() });
                let column = line[..line.len() - word.len()].chars().count() as u32 + 1;
                let place = Span { source, line: number, column, length: word.len() as u32 };
                plan.changed(place, word, Some("2.9"), "the file is now for 2.9");
            }
        }
        offset += whole.len();
    }
}

/// The properties of a section: those that ended, and those that have another name.
fn properties_of(section: &str, node: &Node, tree: &mut Tree, plan: &mut Plan<'_>) {
    let around = if section.is_empty() { Some(node) } else { node.get(section) };
    let Some(map) = around.and_then(|node| node.get("properties")).and_then(Node::as_map) else { return };
    let path: Vec<&str> = [section, "properties"].into_iter().filter(|part| !part.is_empty()).collect();
    for (name, Entry { key, node }) in map {
        let (new, why) = match becomes(name) {
            Fate::Stays => continue,
            Fate::Ended(why) => (None, why),
            Fate::Renamed(new) => (Some(new), "the property was renamed".to_owned()),
        };
        match new {
            Some(new) if map.contains_key(&new) => {
                plan.leave(*key, format!("`{name}` was renamed to `{new}`, which is also set: keep one of the two"));
            }
            Some(new) => {
                plan.rename(*key, &new);
                let value = take(tree, &path, name).unwrap_or(Tree::Null);
                put(tree, &path, &new, value);
                plan.changed(*key, name, Some(&new), &why);
            }
            None => {
                plan.remove(*key, node);
                take(tree, &path, name);
                plan.changed(*key, name, None, &why);
            }
        }
    }
}

fn fuse(node: &Node, tree: &mut Tree, plan: &mut Plan<'_>) {
    let Some(fuse) = node.get("fuse") else { return };
    for key in ["clientEnabled", "client"] {
        if let Some(entry) = entry(fuse, key) {
            plan.remove(entry.key, &entry.node);
            take(tree, &["fuse"], key);
            let why =
                "the example client was removed; applications mount the parent folder of `fuse.mountPoint` themselves";
            plan.changed(entry.key, &format!("fuse.{key}"), None, why);
        }
    }
    if let Some(entry) = entry(fuse, "mountPath") {
        if fuse.get("mountPoint").is_some() {
            plan.leave(
                entry.key,
                "`fuse.mountPath` was renamed to `fuse.mountPoint`, which is also set: keep one of the two",
            );
        } else {
            plan.rename(entry.key, "mountPoint");
            let value = take(tree, &["fuse"], "mountPath").unwrap_or(Tree::Null);
            put(tree, &["fuse"], "mountPoint", value);
            plan.changed(entry.key, "fuse.mountPath", Some("fuse.mountPoint"), "it was renamed");
        }
    }
    arguments(node, fuse, tree, plan);
    variables(fuse, plan);
}

/// `fuse.args`: its `--fuse-opts` is a value of its own now.
fn arguments(node: &Node, fuse: &Node, tree: &mut Tree, plan: &mut Plan<'_>) {
    let Some(Entry { key, node: value }) = entry(fuse, "args") else { return };
    let Kind::List(items) = &value.kind else {
        return plan.leave(*key, "`fuse.args` is not a list: write the mount options as `fuse.mountOptions`");
    };
    let texts: Vec<&str> = items
        .iter()
        .filter_map(|item| match &item.kind {
            Kind::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let options = texts.iter().find_map(|text| text.strip_prefix("--fuse-opts="));
    let others: Vec<&str> =
        texts.iter().copied().filter(|text| *text != "fuse" && !text.starts_with("--fuse-opts=")).collect();
    if !others.is_empty() || texts.len() != items.len() {
        let what = format!("`fuse.args` has {}, which 2.9 does not support", others.join(" "));
        return plan.leave(*key, what + ": write the mount options as `fuse.mountOptions`, and remove `fuse.args`");
    }
    // Without options of its own, the daemon had none; the default of 2.9 is `allow_other`.
    let options = options.unwrap_or("");
    match entry(fuse, "mountOptions") {
        None => {
            let new = spelled(options);
            plan.replace(*key, value, "mountOptions", &new);
            take(tree, &["fuse"], "args");
            put(tree, &["fuse"], "mountOptions", Tree::Text(options.to_owned()));
            let after = format!("fuse.mountOptions: {new}");
            plan.changed(*key, "fuse.args", Some(&after), "the FUSE daemon reads its mount options there");
        }
        Some(own) => one_of_both(node, (*key, value), (options, &own.node), tree, plan),
    }
}

/// What stays of `fuse.args`, whose mount options are `options`, and of `fuse.mountOptions`, where both are set: the daemon of
/// 2.7 had the former, and FUSE in the worker the latter.
fn one_of_both(
    node: &Node,
    (key, args): (Span, &Node),
    (options, own): (&str, &Node),
    tree: &mut Tree,
    plan: &mut Plan<'_>,
) {
    let same = matches!(&own.kind, Kind::Text(text) if text == options);
    let in_worker = node.get("worker").and_then(|worker| worker.get("fuseEnabled"));
    if !same && in_worker.is_some_and(|node| matches!(node.kind, Kind::Bool(true))) {
        let what = "`fuse.args` and `fuse.mountOptions` differ, and 2.9 has only `fuse.mountOptions`: keep one of the two there, and remove `fuse.args`";
        return plan.leave(key, what);
    }
    plan.remove(key, args);
    take(tree, &["fuse"], "args");
    plan.changed(key, "fuse.args", None, "the FUSE daemon reads its mount options from `fuse.mountOptions`");
    if !same {
        let new = spelled(options);
        plan.set(own, &new);
        put(tree, &["fuse"], "mountOptions", Tree::Text(options.to_owned()));
        let why = "these are the mount options that the FUSE daemon had";
        plan.changed(own.span, "fuse.mountOptions", Some(&new), why);
    }
}

/// Variables that told the daemon of 2.7 what values tell that of 2.9.
fn variables(fuse: &Node, plan: &mut Plan<'_>) {
    let Some(env) = fuse.get("env") else { return };
    for (name, path) in [("MOUNT_POINT", "fuse.mountPoint"), ("FUSE_ALLUXIO_PATH", "fuse.alluxioPath")] {
        let place = match &env.kind {
            Kind::Map(map) => map.get(name).map(|entry| entry.key),
            Kind::List(items) => {
                let is_it = |item: &&Node| {
                    item.get("name").is_some_and(|node| matches!(&node.kind, Kind::Text(text) if text == name))
                };
                items.iter().find(is_it).map(|item| item.span)
            }
            _ => None,
        };
        if let Some(place) = place {
            plan.leave(place, format!("`{name}` no longer has an effect: write its value as `{path}`, and remove it"));
        }
    }
}

/// Tags of images of 2.7: without them the tag is that of 2.9.
fn tags(node: &Node, tree: &mut Tree, plan: &mut Plan<'_>) {
    for path in [&[][..], &["fuse"][..]] {
        let around = path.iter().try_fold(node, |node, key| node.get(key));
        let Some(Entry { key, node: value }) = around.and_then(|node| entry(node, "imageTag")) else { continue };
        let text = match &value.kind {
            Kind::Text(text) => text.as_str(),
            Kind::Number(number) => number.text.as_str(),
            _ => continue,
        };
        let name = path.iter().copied().chain(["imageTag"]).collect::<Vec<_>>().join(".");
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if text != "2.7" && !text.starts_with("2.7.") {
            continue;
        }
        if !is_plain(text) {
            plan.leave(*key, format!("`{name}` is `{text}`: give the image of 2.9 that replaces it"));
            continue;
        }
        plan.remove(*key, value);
        take(tree, path, "imageTag");
        plan.changed(*key, &format!("{name}: {text}"), None, "without it, the tag is the default of 2.9");
    }
}

/// The registry of Kubernetes' own images, which has moved.
fn registries<'n>(node: &'n Node, tree: &mut Tree, path: &mut Vec<&'n str>, plan: &mut Plan<'_>) {
    let Some(map) = node.as_map() else { return };
    for (key, entry) in map {
        path.push(key);
        match &entry.node.kind {
            Kind::Map(_) => registries(&entry.node, tree, path, plan),
            Kind::Text(text) if key == "image" && text.starts_with("k8s.gcr.io/") => {
                let new = text.replacen("k8s.gcr.io/", "registry.k8s.io/", 1);
                let written = plan.sources.written(entry.node.span).replacen("k8s.gcr.io/", "registry.k8s.io/", 1);
                plan.set(&entry.node, &written);
                let around: Vec<&str> = path[..path.len() - 1].to_vec();
                put(tree, &around, key, Tree::Text(new.clone()));
                plan.changed(entry.node.span, text, Some(&new), "the registry moved");
            }
            _ => {}
        }
        path.pop();
    }
}
