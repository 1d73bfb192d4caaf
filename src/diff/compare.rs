//! What differs between two objects: maps by key, lists by the names of their items, options as options.

use super::equal::{self, scalar};
use super::kubernetes::{LIST_KEYS, ONE_OF, UNNAMED};
use super::options;
use super::path::{Path, Step};
use crate::order;
use crate::yaml::Tree;
use std::collections::HashSet;

/// A value that differs. Nothing on one side: it is not there.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where.
    pub path: Path,
    /// What it was.
    pub old: Option<Tree>,
    /// What it is to be.
    pub new: Option<Tree>,
}

/// All that differs between two objects of one kind. `ordered`: the order of named items counts, as for a server it does
/// where pods are made from them.
pub fn compare(kind: &str, old: &Tree, new: &Tree, ordered: bool) -> Vec<Difference> {
    let mut comparer = Comparer { kind, ordered, path: Path::default(), found: Vec::new() };
    comparer.values(Some(old), Some(new));
    comparer.found
}

struct Comparer<'a> {
    kind: &'a str,
    ordered: bool,
    path: Path,
    found: Vec<Difference>,
}

impl Comparer<'_> {
    fn values(&mut self, old: Option<&Tree>, new: Option<&Tree>) {
        let present = |tree: &&Tree| **tree != Tree::Null;
        let (old, new) = (old.filter(present), new.filter(present));
        if old == new {
            return;
        }
        match (old, new) {
            (Some(Tree::Map(_)) | None, Some(Tree::Map(_)) | None) if !self.is_whole(old, new) => self.maps(old, new),
            (Some(Tree::List(_)) | None, Some(Tree::List(_)) | None) if self.named(old, new) => {}
            (Some(Tree::Text(a)), Some(Tree::Text(b))) if self.options(a, b) => {}
            (Some(Tree::Text(a)), None) if self.options(a, "") => {}
            (None, Some(Tree::Text(b))) if self.options("", b) => {}
            _ if equal::are_equal(self.kind, &self.path, old, new) => {}
            _ => self.found.push(Difference { path: self.path.clone(), old: old.cloned(), new: new.cloned() }),
        }
    }

    /// Whether a map is compared as one value: an item of another sort, or one that is empty and means something.
    fn is_whole(&self, old: Option<&Tree>, new: Option<&Tree>) -> bool {
        let is_empty = |tree: Option<&Tree>| tree.and_then(Tree::as_map).is_some_and(|map| map.is_empty());
        if old.is_none() && is_empty(new) || new.is_none() && is_empty(old) {
            return true;
        }
        let is_item = matches!(self.path.0.last(), Some(Step::Item(_)));
        if !is_item {
            return false;
        }
        let (Some(old), Some(new)) = (old, new) else { return true };
        let sort = |tree: &Tree| -> Vec<String> {
            tree.as_map().into_iter().flat_map(|map| map.keys()).filter(|key| *key != "name").cloned().collect()
        };
        ONE_OF.contains(&self.path.name_from_end(1)) && sort(old) != sort(new)
    }

    fn maps(&mut self, old: Option<&Tree>, new: Option<&Tree>) {
        let keys = |tree: Option<&Tree>| -> Vec<String> {
            tree.and_then(Tree::as_map).into_iter().flat_map(|map| map.keys().cloned()).collect()
        };
        let mut all = keys(new);
        let known: HashSet<String> = all.iter().cloned().collect();
        all.extend(keys(old).into_iter().filter(|key| !known.contains(key)));
        for key in all {
            let (before, after) = (old.and_then(|tree| tree.get(&key)), new.and_then(|tree| tree.get(&key)));
            let is_filled_in = match (before, after) {
                (Some(one), None) => equal::is_filled_in(&key, one, old),
                (None, Some(one)) => equal::is_filled_in(&key, one, new),
                (before, after) => before == after,
            };
            if !is_filled_in {
                self.step(Step::Key(key), |this| this.values(before, after));
            }
        }
    }

    /// Compares lists by the names of their items, if they have such.
    fn named(&mut self, old: Option<&Tree>, new: Option<&Tree>) -> bool {
        let list = self.path.last().to_owned();
        let both = (old.map_or(&[][..], Tree::items), new.map_or(&[][..], Tree::items));
        let (Some(before), Some(after)) = (names(&list, both.0), names(&list, both.1)) else { return false };
        for (name, item) in after.iter().zip(both.1) {
            let old = before.iter().position(|other| other == name).and_then(|at| both.0.get(at));
            self.step(Step::Item(name.clone()), |this| this.values(old, Some(item)));
        }
        for (name, item) in before.iter().zip(both.0).filter(|(name, _)| !after.contains(name)) {
            self.step(Step::Item(name.clone()), |this| this.values(Some(item), None));
        }
        let common = |one: &[String], other: &[String]| -> Vec<Tree> {
            one.iter().filter(|name| other.contains(name)).cloned().map(Tree::Text).collect()
        };
        let (old, new) = (common(&before, &after), common(&after, &before));
        if self.ordered && old != new {
            let path = self.path.clone();
            self.found.push(Difference { path, old: Some(Tree::List(old)), new: Some(Tree::List(new)) });
        }
        true
    }

    /// Compares texts of options one by one, if they are such.
    fn options(&mut self, old: &str, new: &str) -> bool {
        let key = self.path.last().to_owned();
        let (Some(old), Some(new)) = (options::of(&key, old), options::of(&key, new)) else { return false };
        let text = |value: &String| Some(Tree::Text(value.clone()));
        for (name, value) in &new {
            let before = old.get(name);
            if before != Some(value) {
                self.option(name, before.and_then(text), text(value));
            }
        }
        for (name, value) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
            self.option(name, text(value), None);
        }
        true
    }

    fn option(&mut self, name: &str, old: Option<Tree>, new: Option<Tree>) {
        self.step(Step::Item(name.to_owned()), |this| {
            this.found.push(Difference { path: this.path.clone(), old, new });
        });
    }

    fn step(&mut self, step: Step, inner: impl FnOnce(&mut Self)) {
        self.path.0.push(step);
        inner(self);
        self.path.0.pop();
    }
}

/// What the items of a list are called, if each has a name of its own.
fn names(list: &str, items: &[Tree]) -> Option<Vec<String>> {
    let (_, keys) = LIST_KEYS.iter().find(|(key, _)| *key == list)?;
    let name = |item: &Tree| {
        let part = |keys: &&[&str]| {
            let text = item.at(keys).and_then(scalar)?;
            let is_usual = UNNAMED.iter().any(|(key, usual)| keys.last() == Some(key) && text == *usual);
            (!is_usual).then(|| text.to_owned())
        };
        let parts: Vec<String> = keys.iter().filter_map(part).collect();
        (!parts.is_empty()).then(|| parts.join("/"))
    };
    let names: Vec<String> = items.iter().map(name).collect::<Option<_>>()?;
    let distinct = order::distinct(&names);
    (distinct.len() == names.len()).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::compare;
    use crate::problem::Problems;
    use crate::source::{Layer, Sources};
    use crate::yaml::{Tree, parse};

    fn tree(text: &str) -> Tree {
        let mut sources = Sources::default();
        let source = sources.add(Layer::File, "test.yaml", text);
        let nodes = parse::documents(&sources, source, &mut Problems::default()).unwrap_or_default();
        nodes.first().map_or(Tree::Null, Tree::from)
    }

    fn paths(kind: &str, old: &str, new: &str) -> Vec<String> {
        let found = compare(kind, &tree(old), &tree(new), true);
        found.iter().map(|difference| difference.path.to_string()).collect()
    }

    #[test]
    fn what_means_the_same_is_no_difference() {
        let pod = |inner: &str| format!("{{spec: {{template: {{spec: {inner}}}}}}}");
        for (old, new) in [
            ("{resources: {limits: {cpu: 4000m, memory: 1Gi}}}", "{resources: {limits: {cpu: 4, memory: 1024Mi}}}"),
            ("{emptyDir: {sizeLimit: 6000M}}", "{emptyDir: {sizeLimit: 6G}}"),
            ("{dnsPolicy: ClusterFirst, hostNetwork: false}", "{}"),
            (
                "{containers: [{name: a, imagePullPolicy: Always, image: nginx}]}",
                "{containers: [{name: a, image: nginx}]}",
            ),
            (
                "{containers: [{name: a, imagePullPolicy: IfNotPresent, image: 'r:5000/a:1'}]}",
                "{containers: [{name: a, image: 'r:5000/a:1'}]}",
            ),
            (
                "{containers: [{name: a, ports: [{containerPort: 1, protocol: TCP}]}]}",
                "{containers: [{name: a, ports: [{containerPort: 1}]}]}",
            ),
            (
                "{containers: [{name: a, livenessProbe: {httpGet: {scheme: HTTP}, failureThreshold: 3}}]}",
                "{containers: [{name: a, livenessProbe: {httpGet: {}}}]}",
            ),
            ("{serviceAccount: x, serviceAccountName: x}", "{serviceAccountName: x}"),
            ("{tolerations: null}", "{tolerations: []}"),
        ] {
            assert_eq!(paths("DaemonSet", &pod(old), &pod(new)), Vec::<String>::new(), "{old} to {new}");
            assert_eq!(paths("DaemonSet", &pod(new), &pod(old)), Vec::<String>::new(), "{new} to {old}");
        }
        let port = |inner: &str| format!("{{spec: {{ports: [{{port: 1, {inner}}}]}}}}");
        assert_eq!(paths("Service", &port("targetPort: 1, protocol: TCP"), &port("")), Vec::<String>::new());
    }

    #[test]
    fn what_differs_is_named() {
        for (kind, old, new, expected) in [
            ("StatefulSet", "{spec: {replicas: 1}}", "{}", vec![]),
            ("StatefulSet", "{spec: {replicas: 0}}", "{}", vec!["spec.replicas"]),
            ("CSIDriver", "{spec: {attachRequired: false}}", "{spec: {}}", vec!["spec.attachRequired"]),
            ("A", "{env: [{name: a, value: x}]}", "{env: [{name: a, valueFrom: {x: y}}]}", vec!["env[a]"]),
            ("A", "{env: [{name: a, value: x}]}", "{env: [{name: a, value: y}]}", vec!["env[a].value"]),
            ("A", "{env: [{name: a}, {name: b}]}", "{env: [{name: b}, {name: a}]}", vec!["env"]),
            (
                "A",
                "{volumes: [{name: a, hostPath: {path: /a}}]}",
                "{volumes: [{name: a, emptyDir: {}}]}",
                vec!["volumes[a]"],
            ),
            ("A", "{args: [a, b]}", "{args: [b, a]}", vec!["args"]),
            ("A", "{x: '1'}", "{x: 1}", vec!["x"]),
            ("A", "{x: 1.0}", "{x: 1}", vec![]),
            ("A", "{targetPort: '1'}", "{targetPort: 1}", vec![]),
            ("A", "{securityContext: {runAsUser: 0}}", "{}", vec!["securityContext.runAsUser"]),
            ("A", "{A_JAVA_OPTS: '-Da=1 -Db=2'}", "{A_JAVA_OPTS: '-Db=2 -Da=1 -Dc='}", vec!["A_JAVA_OPTS[c]"]),
            ("A", "{A_JAVA_OPTS: '-Da=1'}", "{}", vec!["A_JAVA_OPTS[a]"]),
        ] {
            assert_eq!(paths(kind, old, new), expected, "{kind} {old} to {new}");
        }
    }
}
