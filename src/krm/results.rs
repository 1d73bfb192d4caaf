//! What is wrong, as `results` of the list: kpt shows them, kustomize shows standard error.

use super::cluster::{ApiVersion, Kind};
use super::list::Function;
use crate::Run;
use crate::problem::{Problem, Severity};
use crate::report::Veil;
use crate::source::{Layer, Span};
use crate::yaml::IndexMap;
use crate::yaml::{Node, Tree};

/// A result for each problem.
pub fn results(function: &Function, run: &Run) -> Vec<Tree> {
    let veil = Veil::new(&run.sources);
    run.problems.iter().map(|problem| result(&veil.problem(problem), function, run)).collect()
}

fn result(problem: &Problem, function: &Function, run: &Run) -> Tree {
    let lines = problem.notes.iter().map(|(note, _)| note).chain(&problem.help);
    let mut message = lines.fold(problem.message.clone(), |message, line| format!("{message}\n{line}"));
    let mut file = file(&function.node);
    let mut field = None;
    if let Some((place, told)) = problem.place.map(|place| (place, run.sources.place(place))) {
        match told.strip_prefix(&format!("{}: ", function.name)) {
            Some(path) => field = Some(path.to_owned()),
            None => {
                message = format!("{message}\n({told})");
                file = named(place, run).or(file);
            }
        }
    }
    let mut entries = vec![("message", text(&message)), ("severity", text(severity(problem.severity)))];
    entries.extend(problem.code.map(|code| ("tags", map([("code", text(code))]))));
    entries.push(("resourceRef", reference(&function.node)));
    entries.extend(field.map(|path| ("field", map([("path", text(&path))]))));
    entries.extend(file.map(|file| ("file", file)));
    map(entries)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Advice => "info",
        Severity::Warning => "warning",
        Severity::Error | Severity::Usage | Severity::Bug => "error",
    }
}

/// A file of values.
fn named(place: Span, run: &Run) -> Option<Tree> {
    let source = run.sources.get(place.source);
    (source.layer == Layer::File).then(|| map([("path", text(&source.name))]))
}

/// The file of the function's object, where the runner says which that is.
fn file(node: &Node) -> Option<Tree> {
    let notes = node.get("metadata")?.get("annotations")?;
    let note = |name: &str| {
        let of = |group: &str| notes.get(&format!("{group}config.kubernetes.io/{name}")).map(Tree::from);
        of("internal.").or_else(|| of(""))
    };
    let index = note("index").and_then(|index| Some(Tree::Number(index.as_str()?.parse::<u32>().ok()?.to_string())));
    Some(map([("path", note("path")?)].into_iter().chain(index.map(|index| ("index", index)))))
}

fn reference(node: &Node) -> Tree {
    let metadata = node.get("metadata");
    let of = |key: &'static str| metadata.and_then(|node| node.get(key)).map(|node| (key, Tree::from(node)));
    let fixed = [("apiVersion", text(ApiVersion::V1alpha1.as_str())), ("kind", text(Kind::AlluxioCluster.as_str()))];
    map(fixed.into_iter().chain(of("name")).chain(of("namespace")))
}

fn map(entries: impl IntoIterator<Item = (&'static str, Tree)>) -> Tree {
    Tree::Map(entries.into_iter().map(|(key, tree)| (key.to_owned(), tree)).collect::<IndexMap<_, _>>())
}

fn text(text: &str) -> Tree {
    Tree::Text(text.to_owned())
}
