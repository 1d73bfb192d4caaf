//! The powers that an object has or gives: what a reviewer of security looks for. Two objects are compared by their sets.

use super::marks::{Mark, MarkKind};
use super::object::Object;
use super::options;
use super::path::{Path, Step};
use crate::properties::{MASK, mask};
use crate::yaml::Tree;

/// A power, and the field that gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Power {
    /// Where it stands.
    pub path: Path,
    /// What it is: `alluxio-fuse is privileged`.
    pub text: String,
    /// Whether every object of its kind has one like it, so that only another one is worth a word.
    is_usual: bool,
}

/// Keys of a pod's spec that give a power when they are true, and which.
const OF_PODS: &[(&str, &str)] = &[
    ("hostNetwork", "uses the host network"),
    ("hostPID", "sees the host's processes"),
    ("hostIPC", "uses the host's IPC namespace"),
    ("shareProcessNamespace", "shares the process namespace among its containers"),
];

/// The powers of an object.
pub fn of(object: &Object) -> Vec<Power> {
    let mut powers = Powers { list: Vec::new() };
    match object.kind() {
        "ConfigMap" => powers.config_map(object),
        "Service" => powers.service(object),
        "ClusterRole" | "Role" => powers.rules(object),
        "ClusterRoleBinding" | "RoleBinding" => powers.binding(object),
        _ => {}
    }
    if let Some(pod) = object.pod() {
        let at = if object.kind() == "Pod" { &["spec"][..] } else { &["spec", "template", "spec"] };
        powers.pod(pod, at);
    }
    powers.list
}

/// What one object has and the other has not, as marks with their places.
pub fn compare(old: Option<&Object>, new: Option<&Object>) -> Vec<(Path, Mark)> {
    let (before, after) = (old.map(of).unwrap_or_default(), new.map(of).unwrap_or_default());
    let is_lone = old.is_none() || new.is_none();
    let is_in =
        |power: &Power, list: &[Power]| power.is_usual && is_lone || list.iter().any(|other| other.text == power.text);
    let mark = |text: String, is_relief| Mark { kind: MarkKind::Security, text, first: None, is_relief };
    let more = after.iter().filter(|power| !is_in(power, &before));
    let less = before.iter().filter(|power| !is_in(power, &after));
    let more = more.map(|power| (power.path.clone(), mark(power.text.clone(), false)));
    more.chain(less.map(|power| (power.path.clone(), mark(format!("no longer: {}", power.text), true)))).collect()
}

struct Powers {
    list: Vec<Power>,
}

impl Powers {
    fn add(&mut self, path: Path, text: String) {
        if !self.list.iter().any(|known| known.text == text) {
            self.list.push(Power { path, text, is_usual: false });
        }
    }

    fn add_usual(&mut self, path: Path, text: String) {
        let known = self.list.len();
        self.add(path, text);
        self.list.iter_mut().skip(known).for_each(|power| power.is_usual = true);
    }

    fn pod(&mut self, pod: &Tree, at: &[&str]) {
        for (key, text) in OF_PODS {
            if pod.get(key) == Some(&Tree::Bool(true)) {
                self.add(keys(at, &[key]), (*text).to_owned());
            }
        }
        if is_root(pod) {
            self.add(keys(at, &["securityContext", "runAsUser"]), "runs as root".to_owned());
        }
        for volume in list(pod, "volumes") {
            let name = text(volume, &["name"]);
            let place = || item(keys(at, &["volumes"]), name);
            if let Some(path) = volume.at(&["hostPath", "path"]).and_then(Tree::as_str) {
                self.add(place(), format!("mounts the host path {path}"));
            }
            if let Some(secret) = volume.at(&["secret", "secretName"]).and_then(Tree::as_str) {
                self.add(place(), format!("reads the Secret {secret}"));
            }
        }
        for kind in ["containers", "initContainers"] {
            for container in list(pod, kind) {
                self.container(container, &item(keys(at, &[kind]), text(container, &["name"])));
            }
        }
    }

    fn container(&mut self, container: &Tree, at: &Path) {
        let name = text(container, &["name"]);
        let context = || below(at, &["securityContext"]);
        if container.at(&["securityContext", "privileged"]) == Some(&Tree::Bool(true)) {
            self.add(below(&context(), &["privileged"]), format!("{name} is privileged"));
        }
        if is_root(container) {
            self.add(below(&context(), &["runAsUser"]), format!("{name} runs as root"));
        }
        let added = container.at(&["securityContext", "capabilities", "add"]);
        for capability in added.map_or(&[][..], Tree::items).iter().filter_map(Tree::as_str) {
            self.add(below(&context(), &["capabilities"]), format!("{name} has the capability {capability}"));
        }
        for variable in list(container, "env") {
            if let Some(secret) = variable.at(&["valueFrom", "secretKeyRef", "name"]).and_then(Tree::as_str) {
                let place = item(below(at, &["env"]), text(variable, &["name"]));
                self.add(place, format!("{name} reads the Secret {secret}"));
            }
        }
        let image = text(container, &["image"]);
        let place = || below(at, &["image"]);
        self.add_usual(place(), format!("runs images of {}", registry(image)));
        if !image.contains('@') && (image.ends_with(":latest") || !image.rsplit('/').next().unwrap_or("").contains(':'))
        {
            self.add(place(), format!("{name} runs {image}, a tag that can change"));
        }
    }

    fn config_map(&mut self, object: &Object) {
        for (key, value) in object.tree.get("data").and_then(Tree::as_map).into_iter().flatten() {
            let found = value.as_str().and_then(|value| options::of(key, value)).unwrap_or_default();
            for (name, _) in found.iter().filter(|(name, value)| mask::value(name, value) == MASK) {
                let text = format!("{name} is in a ConfigMap in clear text");
                self.add(item(keys(&[], &["data", key]), name), text);
            }
        }
    }

    fn service(&mut self, object: &Object) {
        let kind = object.text(&["spec", "type"]);
        if !matches!(kind, "" | "ClusterIP") {
            self.add(keys(&[], &["spec", "type"]), format!("it can be reached from outside the cluster ({kind})"));
        }
    }

    fn rules(&mut self, object: &Object) {
        let words = |rule: &Tree, key: &str| -> String {
            let items = rule.get(key).map_or(&[][..], Tree::items);
            items.iter().filter_map(Tree::as_str).collect::<Vec<_>>().join(",")
        };
        for rule in list(&object.tree, "rules") {
            let resources = words(rule, "resources");
            self.add(keys(&[], &["rules"]), format!("{} of {resources} is allowed", words(rule, "verbs")));
        }
    }

    fn binding(&mut self, object: &Object) {
        let role = object.text(&["roleRef", "name"]);
        for subject in list(&object.tree, "subjects") {
            let name = text(subject, &["name"]);
            self.add(keys(&[], &["subjects"]), format!("{} {name} has the role {role}", text(subject, &["kind"])));
        }
    }
}

fn is_root(tree: &Tree) -> bool {
    matches!(tree.at(&["securityContext", "runAsUser"]), Some(Tree::Number(user)) if user == "0")
}

/// The host of an image, as container runtimes complete it.
fn registry(image: &str) -> &str {
    match image.split_once('/') {
        Some((host, _)) if host.contains(['.', ':']) || host == "localhost" => host,
        _ => "docker.io",
    }
}

fn list<'a>(tree: &'a Tree, key: &str) -> &'a [Tree] {
    tree.get(key).map_or(&[], Tree::items)
}

fn text<'a>(tree: &'a Tree, at: &[&str]) -> &'a str {
    tree.at(at).and_then(Tree::as_str).unwrap_or("")
}

fn keys(at: &[&str], more: &[&str]) -> Path {
    Path(at.iter().chain(more).map(|key| Step::Key((*key).to_owned())).collect())
}

fn below(path: &Path, more: &[&str]) -> Path {
    Path(path.0.iter().cloned().chain(keys(&[], more).0).collect())
}

fn item(mut path: Path, name: &str) -> Path {
    path.0.push(Step::Item(name.to_owned()));
    path
}
