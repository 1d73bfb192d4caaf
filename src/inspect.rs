//! Checks of the result: every object is one, none is there twice, and what pods refer to exists.

use crate::manifest::Manifest;
use crate::problem::{Problem, Problems, Severity};
use crate::yaml::Tree;
use std::collections::{BTreeMap, BTreeSet};

/// What the objects may rely on, and who is to blame for what is wrong.
#[derive(Clone, Debug)]
pub struct Expectations {
    /// Claims that have to exist before: those of `mounts`, of tiers, and shared ones.
    pub claims: BTreeSet<String>,
    /// ConfigMaps that have to exist before.
    pub config_maps: BTreeSet<String>,
    /// [`Severity::Bug`] while all templates are ours, else [`Severity::Error`].
    pub blame: Severity,
}

/// Checks all objects of a run that are applied together.
pub fn inspect(manifests: &[&Manifest], expected: &Expectations, problems: &mut Problems) {
    let mut inspector = Inspector { expected, problems, found: BTreeMap::new() };
    for manifest in manifests {
        inspector.identity(manifest);
    }
    for manifest in manifests {
        if let Some(pod) = pod_spec(manifest) {
            inspector.pod(manifest, pod);
        }
    }
}

struct Inspector<'a> {
    expected: &'a Expectations,
    problems: &'a mut Problems,
    /// The template of each object, by API group, kind, namespace and name.
    found: BTreeMap<(&'a str, &'a str, &'a str, &'a str), &'a str>,
}

impl<'a> Inspector<'a> {
    fn identity(&mut self, manifest: &'a Manifest) {
        let source = &manifest.source;
        let version = manifest.tree.get("apiVersion").and_then(Tree::as_str).unwrap_or("");
        for (key, value) in [("apiVersion", version), ("kind", manifest.kind()), ("metadata.name", manifest.name())] {
            if value.is_empty() {
                self.blame(format!("an object of `{source}` has no `{key}`"));
                return;
            }
        }
        let (kind, name) = (manifest.kind(), manifest.name());
        if let Some(rule) = broken_rule(kind, name) {
            self.problems.push(Problem::error(format!("the {kind} of `{source}` cannot be called `{name}`: {rule}")));
        }
        let group = version.split_once('/').map_or("", |(group, _)| group);
        let first = self.found.insert((group, kind, manifest.namespace().unwrap_or(""), name), source);
        if let Some(first) = first {
            let both = if first == source {
                format!("both from `{source}`")
            } else {
                format!("from `{first}` and from `{source}`")
            };
            let error = Problem::error(format!("the {kind} `{name}` is rendered twice, {both}"));
            self.problems.push(error.help("give one of them another name"));
        }
    }

    /// Reports what no input of the user can cause while the templates are ours.
    fn blame(&mut self, message: String) {
        let mut problem = Problem::error(message);
        problem.severity = self.expected.blame;
        self.problems.push(problem);
    }

    fn pod(&mut self, manifest: &'a Manifest, pod: &'a Tree) {
        let title = format!("the {} `{}`", manifest.kind(), manifest.name());
        let templates = manifest.tree.get("spec").and_then(|spec| spec.get("volumeClaimTemplates"));
        let claimed = list(templates).filter_map(|claim| text(claim.get("metadata"), "name"));
        let volumes = list(pod.get("volumes"));
        let mut names = BTreeSet::new();
        for name in claimed.chain(volumes.clone().filter_map(|volume| text(Some(volume), "name"))) {
            if !names.insert(name) {
                self.blame(format!("{title} has two volumes called `{name}`"));
            }
        }
        for volume in volumes {
            self.volume(&title, manifest, volume);
        }
        for container in list(pod.get("initContainers")).chain(list(pod.get("containers"))) {
            self.container(&title, manifest, container, &names);
        }
    }

    fn volume(&mut self, title: &str, manifest: &Manifest, volume: &Tree) {
        if let Some(claim) = text(volume.get("persistentVolumeClaim"), "claimName")
            && !self.expected.claims.contains(claim)
            && !self.rendered("PersistentVolumeClaim", claim, manifest)
        {
            self.blame(format!("{title} mounts the claim `{claim}`, which is neither rendered nor declared"));
        }
        let projected = list(volume.get("projected").and_then(|projected| projected.get("sources")));
        for map in std::iter::once(volume).chain(projected).filter_map(|source| source.get("configMap")) {
            self.config_map(title, manifest, map);
        }
    }

    fn container(&mut self, title: &str, manifest: &Manifest, container: &Tree, volumes: &BTreeSet<&str>) {
        let title = format!("the container `{}` of {title}", text(Some(container), "name").unwrap_or(""));
        let mut paths = BTreeSet::new();
        for mount in list(container.get("volumeMounts")) {
            let (name, path) = (text(Some(mount), "name").unwrap_or(""), text(Some(mount), "mountPath").unwrap_or(""));
            if !volumes.contains(name) {
                self.blame(format!("{title} mounts the volume `{name}`, which its pod does not have"));
            }
            if !paths.insert(path) {
                self.blame(format!("{title} mounts two volumes at `{path}`"));
            }
        }
        for map in list(container.get("envFrom")).filter_map(|from| from.get("configMapRef")) {
            self.config_map(&title, manifest, map);
        }
        for variable in list(container.get("env")) {
            if let Some(map) = variable.get("valueFrom").and_then(|from| from.get("configMapKeyRef")) {
                self.config_map(&title, manifest, map);
            }
        }
    }

    fn config_map(&mut self, title: &str, manifest: &Manifest, reference: &Tree) {
        let name = text(Some(reference), "name").unwrap_or("");
        let optional = reference.get("optional") == Some(&Tree::Bool(true));
        if !optional && !self.expected.config_maps.contains(name) && !self.rendered("ConfigMap", name, manifest) {
            self.blame(format!("{title} refers to the ConfigMap `{name}`, which is neither rendered nor declared"));
        }
    }

    fn rendered(&self, kind: &str, name: &str, by: &Manifest) -> bool {
        self.found.contains_key(&("", kind, by.namespace().unwrap_or(""), name))
    }
}

/// Where an object describes pods.
fn pod_spec(manifest: &Manifest) -> Option<&Tree> {
    let spec = manifest.tree.get("spec")?;
    match manifest.kind() {
        "Pod" => Some(spec),
        "CronJob" => spec.get("jobTemplate")?.get("spec")?.get("template")?.get("spec"),
        _ => spec.get("template")?.get("spec"),
    }
}

fn list(tree: Option<&Tree>) -> impl Iterator<Item = &Tree> + Clone {
    match tree {
        Some(Tree::List(items)) => items.iter(),
        _ => [].iter(),
    }
}

fn text<'a>(tree: Option<&'a Tree>, key: &str) -> Option<&'a str> {
    tree?.get(key)?.as_str()
}

/// The rule of Kubernetes for names of that kind which a name breaks.
fn broken_rule(kind: &str, name: &str) -> Option<&'static str> {
    let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let label =
        |text: &str| text.starts_with(small) && text.ends_with(small) && text.chars().all(|c| small(c) || c == '-');
    let (good, rule) = match kind {
        "Service" => (
            name.len() <= 63 && label(name) && name.starts_with(|c: char| c.is_ascii_lowercase()),
            "it has to be a DNS-1035 label, that is at most 63 of a-z, 0-9 and `-`, beginning with a letter",
        ),
        "Role" | "RoleBinding" | "ClusterRole" | "ClusterRoleBinding" => {
            (!matches!(name, "." | "..") && !name.contains(['/', '%']), "it has to be usable as a piece of a path")
        }
        _ => (
            name.len() <= 253 && name.split('.').all(label),
            "it has to be a DNS-1123 subdomain, that is at most 253 of a-z, 0-9, `-` and `.`, with a letter or digit at both ends",
        ),
    };
    (!good).then_some(rule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Run;
    use crate::render::{Engine, Owner, Template};

    /// Inspects the documents of a YAML text, of which each is a template's.
    fn report(text: &'static str) -> Vec<String> {
        let load = |_: &str| Ok(Some(Template { name: "t".to_owned(), text: text.into(), owner: Owner::BuiltIn }));
        let mut run = Run::default();
        let Ok(documents) = Engine::new(load).render("t", &().into(), &mut run) else { panic!("{:?}", run.problems) };
        let name = |number| format!("templates/{number}.yaml");
        let manifests: Vec<Manifest> =
            documents.into_iter().enumerate().map(|(number, tree)| Manifest { source: name(number), tree }).collect();
        let set = |name: &str| BTreeSet::from([name.to_owned()]);
        let expected = Expectations { claims: set("outside"), config_maps: set("foreign"), blame: Severity::Bug };
        inspect(&manifests.iter().collect::<Vec<_>>(), &expected, &mut run.problems);
        run.problems.iter().map(|problem| format!("{:?}: {}", problem.severity, problem.message)).collect()
    }

    #[test]
    fn an_object_has_version_kind_and_name() {
        assert_eq!(
            report("kind: Pod\nmetadata: {name: a}\n"),
            ["Bug: an object of `templates/0.yaml` has no `apiVersion`"]
        );
        assert_eq!(
            report("apiVersion: v1\nmetadata: {name: a}\n"),
            ["Bug: an object of `templates/0.yaml` has no `kind`"]
        );
        assert_eq!(
            report("apiVersion: v1\nkind: Pod\n"),
            ["Bug: an object of `templates/0.yaml` has no `metadata.name`"]
        );
        assert_eq!(report("text\n"), ["Bug: an object of `templates/0.yaml` has no `apiVersion`"]);
    }

    #[test]
    fn names_follow_the_rules_of_their_kind() {
        for (kind, good, bad) in [
            ("Pod", vec!["a", "a.b-c", "0a"], vec!["A", "a_b", "-a", "a-", "a..b", "a.", "é"]),
            ("Service", vec!["a", "a-0"], vec!["0a", "a.b", "A", "a-"]),
            ("ClusterRole", vec!["a:b", "A_b"], vec!["a/b", "..", "a%"]),
        ] {
            good.iter().for_each(|name| assert_eq!(broken_rule(kind, name), None, "{kind} {name}"));
            bad.iter().for_each(|name| assert!(broken_rule(kind, name).is_some(), "{kind} {name}"));
        }
        assert!(broken_rule("Service", &"a".repeat(64)).is_some());
        assert!(broken_rule("ConfigMap", &"a".repeat(254)).is_some());
        assert_eq!(broken_rule("ConfigMap", &"a".repeat(253)), None);
    }

    #[test]
    fn the_same_object_twice_names_both_templates() {
        let twice =
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n";
        assert_eq!(
            report(twice),
            ["Error: the Pod `a` is rendered twice, from `templates/0.yaml` and from `templates/1.yaml`"]
        );
        let two = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\n";
        assert_eq!(report(two), Vec::<String>::new());
    }

    #[test]
    fn what_a_pod_refers_to_is_there() {
        let good = "
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: a}
spec:
  volumeClaimTemplates: [{metadata: {name: t}}]
  template:
    spec:
      volumes:
        - {name: c, configMap: {name: a-config}}
        - {name: f, configMap: {name: foreign}}
        - {name: p, persistentVolumeClaim: {claimName: mine}}
        - {name: q, persistentVolumeClaim: {claimName: outside}}
        - {name: s, secret: {secretName: any}}
        - {name: o, configMap: {name: absent, optional: true}}
      containers:
        - {name: m, envFrom: [{configMapRef: {name: a-config}}], volumeMounts: [{name: t, mountPath: /t}, {name: p, mountPath: /p}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: a-config}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: mine}
";
        assert_eq!(report(good), Vec::<String>::new());
        let bad = "
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  volumes:
    - {name: c, configMap: {name: no-map}}
    - {name: c, persistentVolumeClaim: {claimName: no-claim}}
    - {name: d, projected: {sources: [{configMap: {name: no-source}}]}}
  initContainers:
    - {name: i, volumeMounts: [{name: no-volume, mountPath: /x}]}
  containers:
    - {name: m, envFrom: [{configMapRef: {name: no-env}}], volumeMounts: [{name: c, mountPath: /x}, {name: c, mountPath: /x}]}
    - {name: other, env: [{name: V, valueFrom: {configMapKeyRef: {name: no-key}}}]}
";
        assert_eq!(
            report(bad),
            [
                "Bug: the Pod `a` has two volumes called `c`",
                "Bug: the Pod `a` refers to the ConfigMap `no-map`, which is neither rendered nor declared",
                "Bug: the Pod `a` mounts the claim `no-claim`, which is neither rendered nor declared",
                "Bug: the Pod `a` refers to the ConfigMap `no-source`, which is neither rendered nor declared",
                "Bug: the container `i` of the Pod `a` mounts the volume `no-volume`, which its pod does not have",
                "Bug: the container `m` of the Pod `a` mounts two volumes at `/x`",
                "Bug: the container `m` of the Pod `a` refers to the ConfigMap `no-env`, which is neither rendered nor declared",
                "Bug: the container `other` of the Pod `a` refers to the ConfigMap `no-key`, which is neither rendered nor declared",
            ]
        );
    }
}
