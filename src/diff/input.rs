//! What an argument of `diff` is: a file of values, or objects in a file, a folder or a stream.

use super::object::{Id, Object};
use crate::Run;
use crate::order;
use crate::problem::{Problem, Stop};
use crate::source::{Layer, Span};
use crate::values::Files;
use crate::yaml::{Kind, Node, Tree, parse};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// How many keys and values a document of objects may have: those of some thousand live objects.
const MAX_NODES: usize = 2_000_000;

/// How deep folders are searched.
const MAX_FOLDERS: usize = 16;

/// What to do about an input that is none of what is wanted.
const WANTED: &str =
    "give a values file, a folder of manifests, or objects as YAML or JSON, as `kubectl get -o json` prints them";

/// What an argument turned out to be.
#[derive(Debug)]
pub enum Input {
    /// Values: what messages call them, and their text.
    Values(String, String),
    /// Objects, none twice.
    Objects(Vec<Object>),
}

/// Reads arguments; `-` once.
#[derive(Default)]
pub struct Reader {
    files: Files,
}

impl Reader {
    /// Finds out what an argument is and reads it.
    pub fn read(&mut self, name: &str, run: &mut Run) -> Result<Input, Stop> {
        let path = Path::new(name);
        if path.is_dir() {
            return folder(path, run).map(Input::Objects);
        }
        let text = match self.files.read(name) {
            Ok(text) => text,
            Err(problem) => return run.problems.fail(problem),
        };
        let shown = if name.trim() == "-" { "standard input" } else { name };
        if shown != name && text.trim().is_empty() {
            let problem = Problem::error("standard input is empty").note("did the command before it fail?");
            return run.problems.fail(problem.help("give `/dev/null` to compare with the defaults"));
        }
        // Values have no such key, so most files need not be read twice.
        if !text.contains("kind") {
            return Ok(Input::Values(shown.to_owned(), text));
        }
        let mut documents = Documents::default();
        let mut attempt = run.fork();
        if documents.read(shown, &text, &mut attempt).is_err() {
            run.join(attempt);
            return Err(Stop);
        }
        if documents.objects.is_empty() && !documents.is_list {
            // As values it is read anew, with all their rules.
            return Ok(Input::Values(shown.to_owned(), text));
        }
        run.join(attempt);
        documents.objects(shown, run).map(Input::Objects)
    }
}

/// What was read so far.
#[derive(Default)]
struct Documents {
    objects: Vec<Object>,
    /// Whether there was a list of objects, be it empty.
    is_list: bool,
    /// The first document that is a map and no object.
    values: Option<Span>,
}

impl Documents {
    fn read(&mut self, name: &str, text: &str, run: &mut Run) -> Result<(), Stop> {
        let source = run.sources.add(Layer::File, name, text);
        let mut items = Vec::new();
        let mut take = |node| items.push(node);
        let Run { sources, problems, .. } = run;
        let nodes = parse::documents_without(("items", &mut take), MAX_NODES, sources, source, problems)?;
        for node in nodes {
            match &node.kind {
                Kind::Null => {}
                Kind::List(list) => {
                    self.is_list = true;
                    list.iter().try_for_each(|item| self.object(item, run))?;
                }
                Kind::Map(map) if map.contains_key("kind") || map.contains_key("apiVersion") => {
                    self.document(&node, run)?;
                }
                Kind::Map(_) => self.values = self.values.or(Some(node.span)),
                _ => {
                    let problem =
                        Problem::error(format!("`{name}` has neither values nor objects, but {}", node.noun()));
                    return run.problems.fail(problem.at(node.span).help(WANTED));
                }
            }
        }
        items.iter().try_for_each(|item| self.object(item, run))
    }

    /// A document with a kind: an object, or a list of them, whose items come apart.
    fn document(&mut self, node: &Node, run: &mut Run) -> Result<(), Stop> {
        let is_list =
            matches!(&node.get("kind").map(|node| &node.kind), Some(Kind::Text(kind)) if kind.ends_with("List"));
        match is_list && node.get("items").is_some() {
            true => self.is_list = true,
            false => self.object(node, run)?,
        }
        Ok(())
    }

    fn object(&mut self, node: &Node, run: &mut Run) -> Result<(), Stop> {
        let object = Object { tree: Tree::from(node), source: String::new(), place: Some(node.span) };
        // It tells kustomize what to do with the objects.
        if object.text(&["apiVersion"]).starts_with("kustomize.config.k8s.io/") {
            return Ok(());
        }
        for key in [&["apiVersion"][..], &["kind"], &["metadata", "name"]] {
            if object.text(key).is_empty() {
                let problem = Problem::error(format!("an object without `{}`", key.join("."))).at(node.span);
                return run.problems.fail(problem.help(WANTED));
            }
        }
        self.objects.push(object);
        Ok(())
    }

    /// All objects, if they are good for a comparison.
    fn objects(self, name: &str, run: &mut Run) -> Result<Vec<Object>, Stop> {
        if let Some(place) = self.values {
            let problem = Problem::error(format!("`{name}` has objects, but this document is not one")).at(place);
            return run.problems.fail(problem.help("put values and objects into separate files"));
        }
        check(&self.objects, name, run)?;
        Ok(self.objects)
    }
}

/// Refuses objects of which two are one, and those of other programs alone.
fn check(objects: &[Object], name: &str, run: &mut Run) -> Result<(), Stop> {
    let mut seen: HashMap<Id, Option<Span>> = HashMap::with_capacity(objects.len());
    let mut outcome = Ok(());
    for object in objects {
        if let Some(first) = seen.insert(object.id(None), object.place) {
            let problem = Problem::error(format!("two objects are named {}/{}", object.kind(), object.name()));
            let problem = problem.at(object.place).note_at("the first one is here", first);
            run.problems.push(problem.help("`diff` compares one cluster with one: remove the others"));
            outcome = Err(Stop);
        }
    }
    outcome?;
    match objects.first().filter(|_| !objects.iter().any(Object::is_alluxio)) {
        None => Ok(()),
        Some(first) => {
            let problem = Problem::error(format!(
                "`{name}` has no Alluxio objects: the first object is {}/{}",
                first.kind(),
                first.name()
            ));
            let problem = problem.at(first.place).note("none has a label, a name or an image of Alluxio");
            run.problems.fail(problem.help(WANTED))
        }
    }
}

/// The objects of a folder. Files of values that lie beside them, as `generate` leaves them, are no objects.
pub fn folder(path: &Path, run: &mut Run) -> Result<Vec<Object>, Stop> {
    let shown = path.display().to_string();
    let mut files = Vec::new();
    if let Err(what) = gather(path, MAX_FOLDERS, &mut files) {
        let problem = Problem::error(format!("cannot read the folder `{shown}`: {what}"));
        return run.problems.fail(problem.help("give a folder of manifests"));
    }
    order::sort(&mut files);
    let mut documents = Documents::default();
    for file in files {
        let name = file.display().to_string();
        match crate::input::file(&file) {
            Ok(text) if !text.contains("kind") => {}
            Ok(text) => documents.read(&name, &text, run)?,
            Err(what) => {
                let problem = Problem::error(format!("cannot read `{name}`: {what}"));
                return run.problems.fail(problem.help("give a folder of manifests"));
            }
        }
    }
    documents.values = None;
    if documents.objects.is_empty() {
        let problem = Problem::error(format!("the folder `{shown}` has no objects"));
        return run.problems.fail(problem.help("give a folder of manifests: `.yaml`, `.yml` or `.json`"));
    }
    documents.objects(&shown, run)
}

fn gather(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        let is_manifest =
            path.extension().is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|one| ending == *one));
        if is_hidden {
            continue;
        }
        if entry.file_type()?.is_dir() {
            if depth > 0 {
                gather(&path, depth - 1, files)?;
            }
        } else if is_manifest && path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}
