//! AXG63x: images.

use crate::facts::fuse;
use crate::facts::image::{Mirror, Name};
use crate::lint::{Context, Findings, Rule, found};
use crate::model::Values;
use crate::model::scalar::Leaf;
use crate::problem::Severity::{Advice, Error, Warning};
use crate::source::Span;
use crate::version;

const IMAGES: &str = "Kubernetes documentation, \"Images\"";
const UPGRADE: &str = "Deploy Alluxio on Kubernetes, \"Upgrade\"";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG631",
        severity: Warning,
        title: "image without a fixed version",
        why: "`latest` changes over time: pods of one cluster may run different versions",
        see: IMAGES,
        fix: "imageTag: 2.7.2\n",
        check: latest,
    },
    Rule {
        code: "AXG632",
        severity: Warning,
        title: "image version that differs from the manifests",
        why: "the scripts, ports and properties of other Alluxio versions differ from those in the manifests",
        see: UPGRADE,
        fix: "imageTag: 2.7.4\n",
        check: other_version,
    },
    Rule {
        code: "AXG633",
        severity: Advice,
        title: "image from a registry that is no longer maintained",
        why: "the registry k8s.gcr.io has had no new images since 2023; its images are on registry.k8s.io under the same names",
        see: "Kubernetes blog, \"k8s.gcr.io Image Registry Will Be Frozen From the 3rd of April 2023\"",
        fix: "csi:\n  controllerPlugin:\n    provisioner:\n      image: registry.k8s.io/sig-storage/csi-provisioner:v2.0.5\n  nodePlugin:\n    driverRegistrar:\n      image: registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.0.0\n",
        check: frozen_registry,
    },
    Rule {
        code: "AXG634",
        severity: Advice,
        title: "image of a private registry without pull secrets",
        why: "nodes without their own credentials for the registry cannot pull the image",
        see: "Deploy Alluxio on Kubernetes, \"Prerequisites\"",
        fix: "imagePullSecrets:\n  - my-registry\n",
        check: no_pull_secrets,
    },
    Rule {
        code: "AXG635",
        severity: Error,
        title: "tag after a digest or another tag",
        why: "an image has a name and one tag or digest; the kubelet rejects anything else with InvalidImageName",
        see: IMAGES,
        fix: "imageTag: \"\"\n",
        check: tag_too_many,
    },
    Rule {
        code: "AXG636",
        severity: Warning,
        title: "Alluxio tag with a `v`",
        why: "the tags of alluxio/alluxio are version numbers without a `v`, so the image does not exist",
        see: UPGRADE,
        fix: "imageTag: 2.7.2\n",
        check: tag_with_v,
    },
];

/// An image that is used.
struct Image<'a> {
    /// The path of its value.
    path: &'static str,
    /// The name, with what else stands in it.
    name: &'a Leaf<String>,
    /// Its tag, where that is a value of its own.
    tag: Option<&'a Leaf<String>>,
    /// Whether Alluxio is in it.
    alluxio: bool,
}

impl<'a> Image<'a> {
    /// The tag, and where it stands; empty without one. An image with a digest needs none.
    fn tag(&self) -> Option<(&'a str, Option<Span>)> {
        if let Some(tag) = self.tag.filter(|tag| tag.filled().is_some()) {
            return Some((tag.text(), tag.place));
        }
        let (name, place) = (self.name.text(), self.name.place);
        let last = name.rsplit('/').next().unwrap_or("");
        (!name.contains('@')).then(|| (last.split_once(':').map_or("", |(_, tag)| tag), place))
    }
}

/// All images that values choose.
fn images(values: &Values) -> Vec<Image<'_>> {
    let (fuse, csi) = (&values.fuse, &values.csi);
    let mut out = vec![Image { path: "image", name: &values.image, tag: Some(&values.image_tag), alluxio: true }];
    if fuse::enabled(values) && (fuse.image.set || fuse.image_tag.set) {
        let own = |own: &'_ Leaf<String>| own.value.is_some();
        let name = if own(&fuse.image) { &fuse.image } else { &values.image };
        let tag = if own(&fuse.image_tag) { &fuse.image_tag } else { &values.image_tag };
        out.push(Image { path: "fuse.image", name, tag: Some(tag), alluxio: true });
    }
    if csi.enabled.or(false) {
        let provisioner = &csi.controller_plugin.provisioner.image;
        let registrar = &csi.node_plugin.driver_registrar.image;
        let path = "csi.controllerPlugin.provisioner.image";
        out.push(Image { path, name: provisioner, tag: None, alluxio: false });
        let path = "csi.nodePlugin.driverRegistrar.image";
        out.push(Image { path, name: registrar, tag: None, alluxio: false });
    }
    out
}

fn latest(context: &Context<'_>, findings: &mut Findings) {
    for image in images(context.values) {
        match image.tag() {
            Some(("", place)) => {
                let message = format!("`{}` is {}, without a tag, which means `latest`", image.path, image.name.text());
                findings.push(found(message, place));
            }
            Some(("latest", place)) => {
                findings.push(found(format!("`{}` has the tag `latest`", image.path), place));
            }
            _ => {}
        }
    }
}

/// Major and minor version of a tag such as `2.7.2` or `v2.7.2-SNAPSHOT`.
fn numbers(tag: &str) -> Option<(u32, u32)> {
    let mut parts = tag.strip_prefix('v').unwrap_or(tag).split(['.', '-', '_']);
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn other_version(context: &Context<'_>, findings: &mut Findings) {
    for image in images(context.values).into_iter().filter(|image| image.alluxio) {
        let Some((tag, place)) = image.tag() else { continue };
        let Some((major, minor)) = numbers(tag) else { continue };
        let (name, target) = (format!("{major}.{minor}"), context.target.version);
        if name != target.name {
            let message =
                format!("`{}` has the tag {tag}, but the manifests are for Alluxio {}", image.path, target.patch);
            let finding = found(message, place);
            let row = version::ALL.iter().find(|version| version.name == name);
            findings.push(match row {
                Some(version) => finding.help(format!("render for that version: `--alluxio-version {}`", version.name)),
                None => finding,
            });
        }
    }
}

/// What an image's name ends in already, if it needs no tag any more (D-18).
fn complete(name: &str) -> Option<&'static str> {
    // What has blanks in it is no image at all, and is told elsewhere.
    if name.contains(char::is_whitespace) {
        return None;
    }
    let last = name.rsplit('/').next().unwrap_or("");
    match name.contains('@') {
        true => Some("a digest"),
        false => last.contains(':').then_some("a tag"),
    }
}

fn tag_too_many(context: &Context<'_>, findings: &mut Findings) {
    for image in images(context.values) {
        let Some(tag) = image.tag.and_then(Leaf::<String>::filled) else { continue };
        if let Some(what) = complete(image.name.text()) {
            let message = format!("`{}` already has {what}, and becomes {}:{tag}", image.path, image.name.text());
            findings.push(found(message, image.name.place).help(format!("write `{}Tag: \"\"`", image.path)));
        }
    }
}

/// Alluxio's own image, also by way of a mirror.
fn is_official(name: &str) -> bool {
    name == "alluxio/alluxio" || name.ends_with("/alluxio/alluxio")
}

fn tag_with_v(context: &Context<'_>, findings: &mut Findings) {
    for image in images(context.values).into_iter().filter(|image| image.alluxio) {
        let name = image.name.text().split(':').next().unwrap_or_default();
        let Some((tag, place)) = image.tag().filter(|_| is_official(name)) else { continue };
        if let Some(bare) = tag.strip_prefix('v').filter(|bare| numbers(bare).is_some()) {
            let message = format!("`{}` has the tag {tag}, which `alluxio/alluxio` does not have", image.path);
            findings.push(found(message, place).help(format!("write `{bare}`")));
        }
    }
}

const FROZEN: &str = "k8s.gcr.io/";

fn frozen_registry(context: &Context<'_>, findings: &mut Findings) {
    let mirror = Mirror::new(context.values);
    let pulled = |image: &Image<'_>| mirror.name(image.name.text()).starts_with(FROZEN);
    for image in images(context.values).into_iter().filter(pulled) {
        if let Some(rest) = image.name.text().strip_prefix(FROZEN) {
            let message = format!("`{}` is pulled from k8s.gcr.io", image.path);
            let finding = found(message, image.name.place);
            findings.push(finding.help(format!("write `{}: registry.k8s.io/{rest}`", image.path)));
        }
    }
}

/// Registries that anybody may pull from.
const PUBLIC: &[&str] = &["docker.io", "k8s.gcr.io", "registry.k8s.io"];

fn no_pull_secrets(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    // A service account may bring pull secrets of its own.
    if !values.image_pull_secrets.0.is_empty() || values.service_account.filled().is_some() {
        return;
    }
    for image in images(values) {
        let name = Mirror::new(values).name(image.name.text());
        let registry = Name::parse(&name).registry;
        if !PUBLIC.contains(&registry) {
            let message = format!("`{}` is pulled from {registry}, but `imagePullSecrets` is not set", image.path);
            let mirrored = name != image.name.text();
            let place = values.images.registry.place.filter(|_| mirrored && values.images.registry.set);
            findings.push(found(message, place.or(image.name.place)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn versions_are_told_from_tags() {
        for (tag, expected) in [
            ("2.7.2", Some((2, 7))),
            ("v2.8.0-SNAPSHOT", Some((2, 8))),
            ("2.7", Some((2, 7))),
            ("latest", None),
            ("2", None),
            ("build-7", None),
            ("", None),
        ] {
            assert_eq!(numbers(tag), expected, "{tag}");
        }
    }
}
