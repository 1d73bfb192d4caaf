//! Images: how their names are read, and where a mirror has them.

use crate::model::Values;
use crate::model::scalar::Leaf;
use serde::{Serialize, Serializer};

/// The registry that a name without one means.
const DOCKER_HUB: &str = "docker.io";

/// The repositories of Docker Hub whose name has one part.
const LIBRARY: &str = "library/";

/// The parts of an image's name, as container runtimes read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name<'a> {
    /// The registry: `docker.io` where none is written.
    pub registry: &'a str,
    /// The repository, as it is written: `alluxio/alluxio`, `nginx`.
    pub repository: &'a str,
    /// The tag.
    pub tag: Option<&'a str>,
    /// The digest: `sha256:...`.
    pub digest: Option<&'a str>,
}

impl<'a> Name<'a> {
    /// Takes a name apart. What is no name is taken apart too: the kubelet says what is wrong with it.
    pub fn parse(text: &'a str) -> Self {
        let (text, digest) = text.split_once('@').map_or((text, None), |(name, digest)| (name, Some(digest)));
        let slash = text.rfind('/').map_or(0, |at| at + 1);
        let (text, tag) = match text[slash..].find(':') {
            Some(at) => (&text[..slash + at], Some(&text[slash + at + 1..])),
            None => (text, None),
        };
        let (registry, repository) = match text.split_once('/') {
            Some((first, rest)) if is_host(first) => (first, rest),
            _ => (DOCKER_HUB, text),
        };
        Name { registry: canonical(registry), repository, tag, digest }
    }

    /// Registry and repository, with what Docker Hub adds to a repository of one part.
    fn path(&self) -> String {
        let library = self.registry == DOCKER_HUB && !self.repository.contains('/');
        format!("{}/{}{}", self.registry, if library { LIBRARY } else { "" }, self.repository)
    }

    /// Tag and digest, as they stand behind the repository.
    fn suffix(&self) -> String {
        let tag = self.tag.map(|tag| format!(":{tag}")).unwrap_or_default();
        self.digest.map_or(tag.clone(), |digest| format!("{tag}@{digest}"))
    }

    /// When the image is pulled if nothing is said about it: `latest` and no tag at all mean always.
    pub fn default_policy(&self) -> &'static str {
        match (self.tag, self.digest) {
            (None | Some("latest"), None) => "Always",
            _ => "IfNotPresent",
        }
    }
}

/// Whether the first part of a name is a registry rather than a part of the repository.
pub fn is_host(first: &str) -> bool {
    first.contains(['.', ':']) || first == "localhost"
}

/// Docker Hub has a second name, which its own tools use.
fn canonical(registry: &str) -> &str {
    if registry == "index.docker.io" { DOCKER_HUB } else { registry }
}

/// Where images are pulled from in place of their own registries: `images` of the values.
#[derive(Clone, Copy, Debug)]
pub struct Mirror<'a> {
    values: &'a Values,
}

impl<'a> Mirror<'a> {
    /// The mirror that values describe.
    pub fn new(values: &'a Values) -> Self {
        Mirror { values }
    }

    /// The name under which a mirror has an image. Of the rules that fit, the longest counts; the registry is for all
    /// that no rule fits. Without a mirror the name stays as it is written.
    pub fn name(&self, written: &str) -> String {
        if written.is_empty() {
            return String::new();
        }
        let name = Name::parse(written);
        let path = name.path();
        let rules = self.values.images.rewrite.0.iter();
        let fitting = rules.filter_map(|rule| Some((beyond(&path, &prefix(&rule.name))?, rule)));
        // What is left is shortest where the prefix is longest.
        if let Some((rest, rule)) = fitting.min_by_key(|(rest, _)| rest.len()) {
            let rest = rest.trim_start_matches('/');
            let target = rule.text.trim_end_matches('/');
            let joint = if rest.is_empty() || target.is_empty() { "" } else { "/" };
            return format!("{target}{joint}{rest}{}", name.suffix());
        }
        match self.values.images.registry.filled() {
            Some(registry) => {
                format!("{}/{}{}", registry.trim_end_matches('/'), name.repository, name.suffix())
            }
            None => written.to_owned(),
        }
    }
}

/// A prefix as names are compared with it: with its registry, and without a slash at its end.
fn prefix(written: &str) -> String {
    let trimmed = written.trim_end_matches('/');
    let first = trimmed.split('/').next().unwrap_or("");
    match is_host(first) {
        true => match trimmed.split_once('/') {
            Some((registry, rest)) => format!("{}/{rest}", canonical(registry)),
            None => canonical(trimmed).to_owned(),
        },
        // `nginx` is an image, and `alluxio/` all of an organisation.
        false if !written.contains('/') => format!("{DOCKER_HUB}/{LIBRARY}{trimmed}"),
        false => format!("{DOCKER_HUB}/{trimmed}"),
    }
}

/// What follows a prefix that ends where a part of the path does.
fn beyond<'a>(path: &'a str, prefix: &str) -> Option<&'a str> {
    path.strip_prefix(prefix).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The image of a container, and which values say so.
#[derive(Clone, Debug, Default)]
pub struct Image {
    /// The name that is rendered.
    pub name: String,
    /// The name before a mirror took the place of its registry.
    pub original: String,
    /// The values that choose it.
    pub set_by: Vec<&'static str>,
}

impl Serialize for Image {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.name)
    }
}

impl super::Builder<'_> {
    /// An image from the mirror, if there is one.
    fn mirrored(&self, original: String, set_by: Vec<&'static str>) -> Image {
        Image { name: Mirror::new(self.values).name(&original), original, set_by }
    }

    /// An image that is one value.
    pub(super) fn image_of(&self, value: &Leaf<String>, path: &'static str) -> Image {
        self.mirrored(value.text().to_owned(), vec![path])
    }

    /// Alluxio's image.
    pub(super) fn image(&self) -> Image {
        let values = self.values;
        self.mirrored(tagged(values.image.text(), values.image_tag.text()), vec!["image", "imageTag"])
    }

    /// The image of the FUSE daemon: its own, or the parts of the common one that it leaves out.
    pub(super) fn fuse_image(&self) -> Image {
        let (values, fuse) = (self.values, &self.values.fuse);
        let (name, named) = match fuse.image.filled() {
            Some(name) => (name, "fuse.image"),
            None => (values.image.text(), "image"),
        };
        let (tag, tagged_by) = match &fuse.image_tag.value {
            Some(tag) => (tag.as_str(), "fuse.imageTag"),
            None => (values.image_tag.text(), "imageTag"),
        };
        self.mirrored(tagged(name, tag), vec![named, tagged_by])
    }
}

/// An image with its tag; without a tag the image is complete already, with a digest perhaps (D-18).
fn tagged(image: &str, tag: &str) -> String {
    if tag.is_empty() { image.to_owned() } else { format!("{image}:{tag}") }
}

#[cfg(test)]
mod tests {
    use super::{Mirror, Name};
    use crate::model;
    use crate::problem::Problems;
    use crate::source::{Layer, Sources};
    use crate::yaml::parse;

    #[test]
    fn names_are_taken_apart_as_runtimes_do_it() {
        let name = |registry, repository, tag, digest| Name { registry, repository, tag, digest };
        for (text, expected) in [
            ("nginx", name("docker.io", "nginx", None, None)),
            ("alluxio/alluxio:2.7.2", name("docker.io", "alluxio/alluxio", Some("2.7.2"), None)),
            ("index.docker.io/library/nginx", name("docker.io", "library/nginx", None, None)),
            ("localhost/a", name("localhost", "a", None, None)),
            ("node:5000/a/b:1", name("node:5000", "a/b", Some("1"), None)),
            ("a/b:1@sha256:0", name("docker.io", "a/b", Some("1"), Some("sha256:0"))),
            ("k8s.gcr.io/x/y@sha256:0", name("k8s.gcr.io", "x/y", None, Some("sha256:0"))),
            ("", name("docker.io", "", None, None)),
        ] {
            assert_eq!(Name::parse(text), expected, "{text}");
        }
        for (text, expected) in [
            ("a", "Always"),
            ("a:latest", "Always"),
            ("a:latest@sha256:0", "IfNotPresent"),
            ("a@sha256:0", "IfNotPresent"),
            ("a:1", "IfNotPresent"),
        ] {
            assert_eq!(Name::parse(text).default_policy(), expected, "{text}");
        }
    }

    fn rewritten(images: &str, name: &str) -> String {
        let (mut sources, mut problems) = (Sources::default(), Problems::default());
        let source = sources.add(Layer::File, "v.yaml", format!("images: {images}"));
        let node = parse::documents(&sources, source, &mut problems).unwrap().pop().unwrap();
        let values = model::read(&node, crate::version::DEFAULT, None, &sources, &mut problems);
        Mirror::new(&values).name(name)
    }

    #[test]
    fn the_longest_rule_wins_and_the_registry_is_for_the_rest() {
        let images = "{registry: m.local/all/, rewrite: {docker.io: m.local/hub, docker.io/alluxio/: m.local/alluxio, \
                      k8s.gcr.io/: registry.k8s.io/, nginx: m.local/web, apache/: m.local/apache}}";
        for (name, expected) in [
            ("alluxio/alluxio:2.7.2", "m.local/alluxio/alluxio:2.7.2"),
            ("alluxio/alluxio:2.7.2@sha256:0", "m.local/alluxio/alluxio:2.7.2@sha256:0"),
            ("alluxiox/alluxio", "m.local/hub/alluxiox/alluxio"),
            ("alpine:latest", "m.local/hub/library/alpine:latest"),
            ("nginx", "m.local/web"),
            ("library/nginx:1", "m.local/web:1"),
            ("apache/x", "m.local/apache/x"),
            ("k8s.gcr.io/sig/x:v1", "registry.k8s.io/sig/x:v1"),
            ("k8s.gcr.iox/sig/x:v1", "m.local/all/sig/x:v1"),
            ("node:5000/a", "m.local/all/a"),
            ("", ""),
        ] {
            assert_eq!(rewritten(images, name), expected, "{name}");
        }
    }

    #[test]
    fn a_registry_keeps_the_repository_as_it_is_written() {
        for (name, expected) in [("nginx", "m.local/hub/nginx"), ("quay.io/a/b:1", "m.local/hub/a/b:1")] {
            assert_eq!(rewritten("{registry: m.local/hub}", name), expected);
            assert_eq!(rewritten("{}", name), name);
        }
    }
}
