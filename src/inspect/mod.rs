//! Checks of the result: every object is one, none is there twice, and what pods refer to exists.

#[cfg(test)]
mod tests;

use crate::manifest::Manifest;
use crate::problem::{Problem, Problems, Severity};
use crate::yaml::Tree;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Arguments;

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
        if let Some(pod) = manifest.pod_spec() {
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
            self.problems.push(Problem::error(format!("the {kind} of `{source}` cannot be named `{name}`: {rule}")));
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
        let title = format_args!("the {} `{}`", manifest.kind(), manifest.name());
        let templates = manifest.tree.get("spec").and_then(|spec| spec.get("volumeClaimTemplates"));
        let claimed = list(templates).filter_map(|claim| text(claim.get("metadata"), "name"));
        let volumes = list(pod.get("volumes"));
        let mut names = BTreeSet::new();
        for name in claimed.chain(volumes.clone().filter_map(|volume| text(Some(volume), "name"))) {
            if !names.insert(name) {
                self.blame(format!("{title} has two volumes named `{name}`"));
            }
        }
        for volume in volumes {
            self.volume(title, manifest, volume);
        }
        for container in list(pod.get("initContainers")).chain(list(pod.get("containers"))) {
            self.container(title, manifest, container, &names);
        }
    }

    fn volume(&mut self, title: Arguments<'_>, manifest: &Manifest, volume: &Tree) {
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

    fn container(&mut self, title: Arguments<'_>, manifest: &Manifest, container: &Tree, volumes: &BTreeSet<&str>) {
        let title = format_args!("the container `{}` of {title}", text(Some(container), "name").unwrap_or(""));
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
            self.config_map(title, manifest, map);
        }
        for variable in list(container.get("env")) {
            if let Some(map) = variable.get("valueFrom").and_then(|from| from.get("configMapKeyRef")) {
                self.config_map(title, manifest, map);
            }
        }
    }

    fn config_map(&mut self, title: Arguments<'_>, manifest: &Manifest, reference: &Tree) {
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

fn list(tree: Option<&Tree>) -> impl Iterator<Item = &Tree> + Clone {
    tree.map(Tree::items).unwrap_or_default().iter()
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
            "it must be a DNS-1035 label: at most 63 of a-z, 0-9 and `-`, beginning with a letter",
        ),
        "Role" | "RoleBinding" | "ClusterRole" | "ClusterRoleBinding" => {
            (!matches!(name, "." | "..") && !name.contains(['/', '%']), "it must be valid as a segment of a path")
        }
        _ => (
            name.len() <= 253 && name.split('.').all(label),
            "it must be a DNS-1123 subdomain: at most 253 of a-z, 0-9, `-` and `.`, with a letter or digit at both ends",
        ),
    };
    (!good).then_some(rule)
}
