//! `kind: AlluxioCluster`: what a user writes for the function, in place of a command line. A field is a row of [`Spec`].

use crate::Run;
use crate::cli::LintFlags;
use crate::describe::{self, Value};
use crate::lint::allow::Allowed;
use crate::model::list::Few;
use crate::model::meant::Known;
use crate::model::read::{At, Path as Route, Read, Reader, Shape};
use crate::model::scalar::{Leaf, choice, text_of};
use crate::model::section::section;
use crate::problem::{Problem, Problems, Said, Stop};
use crate::source::Span;
use crate::target::Target;
use crate::version::{self, Asked, Version};
use crate::yaml::{Entry, Kind as NodeKind, Node};
use std::path::PathBuf;

/// Where the fields are listed.
const KNOWN: Known = Known {
    shape: Object::shape,
    list: "`alluxio-gen schema --krm` prints the schema of the fields",
    meant: |_, _, _| None,
    passed: &[],
};

choice! {
    /// The group of the API and its version.
    pub enum ApiVersion {
        /// The first one.
        V1alpha1 = "alluxio-gen.github.io/v1alpha1",
    }
}

choice! {
    /// The kind of the object.
    pub enum Kind {
        /// The only one.
        AlluxioCluster = "AlluxioCluster",
    }
}

section! {
    /// The object.
    pub struct Object {
        /// The group and version.
        pub api_version: Leaf<ApiVersion> = "apiVersion" is Required,
        /// The kind.
        pub kind: Leaf<Kind> = "kind" is Required,
        /// Its name, and what kustomize and kpt write there.
        pub metadata: Metadata = "metadata",
        /// What is rendered.
        pub spec: Spec = "spec",
    }
}

section! {
    /// What is rendered, by the names that `fleet` and the command line have for it.
    pub struct Spec {
        /// The version of Alluxio to render for.
        pub alluxio_version: Leaf<String> = "alluxioVersion",
        /// The profile below the values.
        pub profile: Leaf<String> = "profile",
        /// Files of values, relative to the folder in which kustomize runs the function.
        pub values_files: Few = "valuesFiles",
        /// Values, over the files.
        pub values: Values = "values",
        /// Where credentials are kept: the value `credentials`.
        pub credentials: Values = "credentials",
        /// Where images are pulled from: the value `images`.
        pub images: Values = "images",
        /// Arguments as `--set` takes them, over the values.
        pub set: Few = "set",
        /// The release name.
        pub name: Leaf<String> = "name",
        /// The namespace that objects carry.
        pub namespace: Leaf<String> = "namespace",
        /// The version of Kubernetes to render for.
        pub kube_version: Leaf<String> = "kubeVersion",
        /// Whether kustomize is to name ConfigMaps after what is in them, so that pods follow a change.
        pub config_hash: Leaf<bool> = "configHash",
        /// Whether warnings are errors.
        pub strict: Leaf<bool> = "strict",
        /// Rules of `lint` to be silent about.
        pub allow: Few = "allow",
    }
}

/// The name alone: the rest is Kubernetes', and none of it is judged here.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    name: String,
}

impl Read for Metadata {
    fn shape() -> Shape {
        Shape::Map(Box::new(Shape::Either(Vec::new())))
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        match at.present() {
            Some(node) if node.as_map().is_none() => reader.mismatch(at, "a map"),
            _ => {}
        }
        Metadata { name: at.node.and_then(|node| node.get("name")).and_then(text_of).unwrap_or_default() }
    }
}

/// The values, as they are merged: their types are read later.
#[derive(Clone, Debug, Default)]
pub struct Values(Option<Node>);

impl Read for Values {
    fn shape() -> Shape {
        crate::model::shape()
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        match at.present() {
            Some(node) if node.as_map().is_none() => {
                reader.mismatch(at, "a map of values");
                Values(None)
            }
            node => Values(node.cloned()),
        }
    }
}

/// Every field of the object, described, with the values of a version.
pub fn described(version: &'static Version, problems: &mut Problems) -> Result<Value, Stop> {
    let file = ("src/krm/cluster.yaml", include_str!("cluster.yaml"));
    let mut object = describe::described(file, Object::shape(), version, problems)?;
    let all = describe::values(version, problems)?;
    if let Some(values) = object.keys.get_mut("spec").and_then(|spec| spec.keys.get_mut("values")) {
        values.keys = all.keys.clone();
    }
    let spec = object.keys.get_mut("spec");
    for (name, field) in spec.into_iter().flat_map(|spec| &mut spec.keys) {
        if let Some(value) = all.keys.get(name).filter(|_| matches!(name.as_str(), "credentials" | "images")) {
            *field = value.clone();
        }
    }
    Ok(object)
}

/// What is to be rendered.
#[derive(Debug)]
pub struct Cluster {
    /// What it is rendered for.
    pub target: Target,
    /// The rules of `lint` to be silent about.
    pub allowed: Allowed,
    /// Whether warnings are errors.
    pub strict: bool,
    /// The version of Alluxio, if the object says it.
    pub asked: Asked,
    /// The profile, and where it is named.
    pub profile: Option<(String, Option<Span>)>,
    /// Files of values.
    pub files: Vec<(PathBuf, Option<Span>)>,
    /// Values over them, the lowest first.
    pub values: Vec<Node>,
    /// Arguments of `--set`: what messages call them, and their text.
    pub set: Vec<(String, String)>,
    /// Whether ConfigMaps are to be named after what is in them.
    pub config_hash: bool,
}

impl Cluster {
    /// Reads the object. An unknown field is an error, for the format is our own.
    pub fn read(node: &Node, run: &mut Run) -> Result<Self, Stop> {
        let mut problems = Problems::default();
        problems.make_strict();
        let at = At { path: Route::Root, node: Some(node), builtin: None, around: None };
        let object = Object::read(
            &at,
            &mut Reader { problems: &mut problems, sources: &run.sources, known: &KNOWN, version: version::DEFAULT },
        );
        run.problems.extend(problems);
        refuse_nameless(&object, node, run);
        run.problems.stop_on_errors()?;
        Ok(Cluster::new(&object.spec, run))
    }

    fn new(spec: &Spec, run: &mut Run) -> Self {
        let release = said("spec.name", &spec.name);
        let release = release.unwrap_or(Said { by: "spec.name", text: "alluxio", place: None });
        let namespace = said("spec.namespace", &spec.namespace);
        let version = said("spec.kubeVersion", &spec.kube_version);
        let alluxio = said("spec.alluxioVersion", &spec.alluxio_version);
        let codes = spec.allow.0.iter().map(|item| item.text.clone()).collect();
        Cluster {
            target: Target::checked(release, namespace, version, &mut run.problems),
            allowed: Allowed::new(&LintFlags { allow: codes }, &mut run.problems),
            strict: spec.strict.or(false),
            // What is none is an error by now, which ends the run.
            asked: Asked::new(alluxio, &mut run.problems).unwrap_or_default(),
            profile: spec.profile.filled().map(|name| (name.to_owned(), spec.profile.place)),
            files: spec.values_files.0.iter().map(|item| (item.text.clone().into(), Some(item.place))).collect(),
            values: spec.values.0.iter().cloned().chain(shortcuts(spec)).collect(),
            set: spec.set.0.iter().map(|item| (run.sources.place(item.place), item.text.clone())).collect(),
            config_hash: spec.config_hash.or(false),
        }
    }
}

fn said<'a>(by: &'a str, leaf: &'a Leaf<String>) -> Option<Said<'a>> {
    leaf.value.is_some().then(|| Said { by, text: leaf.text(), place: leaf.place })
}

/// Values that have a field of their own, each as the map of values that says the same.
fn shortcuts(spec: &Spec) -> impl Iterator<Item = Node> {
    let fields = [("credentials", &spec.credentials), ("images", &spec.images)];
    fields.into_iter().filter_map(|(name, Values(node))| {
        let node = node.clone()?;
        let (key, place) = (node.span, node.span);
        Some(Node::new(NodeKind::Map([(name.to_owned(), Entry { key, node })].into_iter().collect()), place))
    })
}

/// An object that does not say what it is.
fn refuse_nameless(object: &Object, node: &Node, run: &mut Run) {
    if object.metadata.name.is_empty() {
        let problem = Problem::error("the AlluxioCluster has no `metadata.name`");
        run.problems.push(problem.at(node.span).help("add a name, by which patches select it"));
    }
    let said = [
        ("apiVersion", object.api_version.place.is_some(), ApiVersion::V1alpha1.as_str()),
        ("kind", object.kind.place.is_some(), Kind::AlluxioCluster.as_str()),
    ];
    for (name, _, wanted) in said.into_iter().filter(|(_, is_there, _)| !is_there) {
        let problem = Problem::error(format!("the AlluxioCluster has no `{name}`")).at(node.span);
        run.problems.push(problem.help(format!("write `{name}: {wanted}`")));
    }
}

/// What messages call the object: `AlluxioCluster/alluxio`.
pub fn called(node: &Node) -> String {
    let text = |node: Option<&Node>| node.and_then(text_of).unwrap_or_default();
    let kind = text(node.get("kind"));
    let name = text(node.get("metadata").and_then(|metadata| metadata.get("name")));
    match (kind.as_str(), name.as_str()) {
        ("", _) => Kind::AlluxioCluster.as_str().to_owned(),
        (kind, "") => kind.to_owned(),
        (kind, name) => format!("{kind}/{name}"),
    }
}
