//! The images of a set of manifests: which containers run each one, which values choose it, and when it is pulled.

use crate::facts::Facts;
use crate::facts::image::{Image, Name};
use crate::manifest::Manifest;
use crate::model::Values;
use crate::model::choices::Provisioning;
use crate::order;
use crate::output::columns;
use crate::version::Version;
use crate::yaml::Tree;
use std::collections::BTreeMap;

/// A container that runs an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The object: `StatefulSet/alluxio-master`.
    pub object: String,
    /// The container's name.
    pub container: String,
    /// Whether it runs before the others.
    pub init: bool,
    /// When the image is pulled; what Kubernetes makes of it where nothing is said.
    pub pull_policy: String,
    /// The values that choose the image; none in a template of the user's own.
    pub set_by: Vec<&'static str>,
    /// The Secrets with which it is pulled.
    pub pull_secrets: Vec<String>,
    /// The image's name before `images` gave it another.
    pub original: String,
}

/// The images, by name, each with the containers that run it in the order of the manifests.
pub fn list(manifests: &[Manifest], facts: &Facts) -> BTreeMap<String, Vec<Use>> {
    let mut images: BTreeMap<String, Vec<Use>> = BTreeMap::new();
    for manifest in manifests {
        let Some(pod) = manifest.pod_spec() else { continue };
        for (key, init) in [("initContainers", true), ("containers", false)] {
            for container in pod.get(key).map(Tree::items).unwrap_or_default() {
                let text = |key: &str| container.get(key).and_then(Tree::as_str).unwrap_or("");
                let (name, image) = (text("name"), text("image"));
                let decided = decided(facts, manifest, name).filter(|decided| decided.name == image);
                let policy = text("imagePullPolicy");
                images.entry(image.to_owned()).or_default().push(Use {
                    object: format!("{}/{}", manifest.kind(), manifest.name()),
                    container: name.to_owned(),
                    init,
                    pull_policy: if policy.is_empty() { Name::parse(image).default_policy() } else { policy }
                        .to_owned(),
                    set_by: decided.map(|decided| decided.set_by.clone()).unwrap_or_default(),
                    pull_secrets: pull_secrets(pod),
                    original: decided.map_or(image, |decided| &decided.original).to_owned(),
                });
            }
        }
    }
    images
}

/// What is decided about the image of a container.
fn decided<'a>(facts: &'a Facts, manifest: &Manifest, container: &str) -> Option<&'a Image> {
    let pod = facts.pods().into_iter().find(|pod| pod.kind == manifest.kind() && pod.name == manifest.name())?.pod;
    let mut containers = pod.init_containers.iter().chain(&pod.containers);
    containers.find(|other| other.name == container).map(|other| &other.image)
}

fn pull_secrets(pod: &Tree) -> Vec<String> {
    let secrets = pod.get("imagePullSecrets").map(Tree::items).unwrap_or_default();
    secrets.iter().filter_map(|secret| secret.get("name")?.as_str()).map(str::to_owned).collect()
}

/// Switches everything on that a version has and that names an image.
pub fn switch_all_on(values: &mut Values, version: &Version) {
    values.master.enabled = true.into();
    values.worker.enabled = true.into();
    values.journal.format.run_format = true.into();
    values.fuse.enabled = true.into();
    values.fuse.client_enabled = version.fuse_client.into();
    values.logserver.enabled = true.into();
    values.csi.enabled = true.into();
    values.csi.client_enabled = true.into();
    values.csi.provisioning = Provisioning::Dynamic.into();
    values.hub.enabled = version.hub.into();
    values.proxy.enabled = version.proxy.into();
}

/// One image a line.
pub fn as_lines(images: &BTreeMap<String, Vec<Use>>) -> String {
    images.keys().map(|image| format!("{image}\n")).collect()
}

/// What is copied to a mirror: the name that an image has elsewhere, and the one that is rendered, one pair a line.
pub fn as_pairs(images: &BTreeMap<String, Vec<Use>>) -> String {
    let mut pairs: Vec<String> = images
        .iter()
        .flat_map(|(image, uses)| uses.iter().map(move |it| format!("{} {image}\n", it.original)))
        .collect();
    order::sort(&mut pairs);
    pairs.dedup();
    pairs.concat()
}

/// One container a line, below the names of the columns.
pub fn as_table(images: &BTreeMap<String, Vec<Use>>) -> String {
    let mut rows = vec![["IMAGE", "OBJECT", "CONTAINER", "SET BY", "PULL"].map(str::to_owned)];
    for (image, uses) in images {
        for (index, it) in uses.iter().enumerate() {
            rows.push([
                if index == 0 { image.clone() } else { String::new() },
                it.object.clone(),
                format!("{}{}", it.container, if it.init { " (init)" } else { "" }),
                if it.set_by.is_empty() { "a template".to_owned() } else { it.set_by.join(", ") },
                it.pull_policy.clone(),
            ]);
        }
    }
    columns::aligned(&rows)
}

/// A list of images, each with its parts and its containers.
pub fn as_json(images: &BTreeMap<String, Vec<Use>>) -> Tree {
    let text = |text: &str| Tree::from(text);
    let optional = |part: Option<&str>| part.map_or(Tree::Null, text);
    let container = |it: &Use| {
        Tree::map([
            ("object", text(&it.object)),
            ("container", text(&it.container)),
            ("init", Tree::Bool(it.init)),
            ("pullPolicy", text(&it.pull_policy)),
            ("pullSecrets", Tree::List(it.pull_secrets.iter().map(|name| text(name)).collect())),
            ("setBy", Tree::List(it.set_by.iter().map(|path| text(path)).collect())),
            ("original", text(&it.original)),
        ])
    };
    let image = |(image, uses): (&String, &Vec<Use>)| {
        let name = Name::parse(image);
        Tree::map([
            ("image", text(image)),
            ("registry", text(name.registry)),
            ("repository", text(name.repository)),
            ("tag", optional(name.tag)),
            ("digest", optional(name.digest)),
            ("containers", Tree::List(uses.iter().map(container).collect())),
        ])
    };
    Tree::List(images.iter().map(image).collect())
}
