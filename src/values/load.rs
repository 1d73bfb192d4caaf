//! Reads every layer of values in Helm's fixed order and lays them over each other.

use super::assign::{Assigner, NewList};
use super::cursor::Cursor;
use super::files::Files;
use super::merge::{onto_defaults, over};
use super::set::ReadFile;
use super::{csv, json, set};
use crate::cli::Inputs;
use crate::input;
use crate::problem::{Problem, Problems, Stop};
use crate::source::{Layer, SourceId, Sources, Span};
use crate::yaml::{Kind, Map, Node, parse};
use std::path::Path;

/// A text of values and what it is called.
pub type Named<'a> = (&'a str, &'a str);

/// The merged values: the defaults, over them the profile, the files, and what `--set-json`, `--set`, `--set-string`,
/// `--set-file` and `--set-literal` say, in this order wherever they stand on the command line (helm-values.md 1.1).
///
/// The result is a map. Whatever cannot be read is an error in `problems`.
pub fn load(
    inputs: &Inputs,
    defaults: Named<'_>,
    profile: Option<Named<'_>>,
    sources: &mut Sources,
    problems: &mut Problems,
) -> Result<Node, Stop> {
    load_over(Layers::new(defaults, sources, problems)?, inputs, profile, sources, problems)
}

/// As [`load`], over defaults that are read already. Their places have to be those of `sources`.
pub fn load_over(
    defaults: Layers,
    inputs: &Inputs,
    profile: Option<Named<'_>>,
    sources: &mut Sources,
    problems: &mut Problems,
) -> Result<Node, Stop> {
    load_with(defaults, inputs, profile, None, sources, problems)
}

/// As [`load_over`], with the text of a file that is read already over the files.
pub fn load_with(
    defaults: Layers,
    inputs: &Inputs,
    profile: Option<Named<'_>>,
    file: Option<Named<'_>>,
    sources: &mut Sources,
    problems: &mut Problems,
) -> Result<Node, Stop> {
    let mut loader = Loader::over(defaults, sources, problems);
    if let Some((name, text)) = profile {
        loader.profile(name, text)?;
    }
    loader.files(&inputs.values)?;
    if let Some((name, text)) = file {
        loader.text(Layer::File, name, text.to_owned())?;
    }
    loader.arguments(arguments(inputs))?;
    Ok(loader.done().merged())
}

/// What layers of values say: the defaults apart, for Helm lays the user's layers over each other first.
#[derive(Clone, Debug)]
pub struct Layers {
    defaults: Node,
    user: Node,
}

impl Layers {
    /// The defaults alone.
    pub fn new(defaults: Named<'_>, sources: &mut Sources, problems: &mut Problems) -> Result<Self, Stop> {
        let source = sources.add(Layer::Defaults, defaults.0, normal(defaults.1.to_owned()));
        let defaults = map_in(source, sources, problems)?;
        Ok(Layers { defaults, user: Node::new(Kind::Map(Map::new()), start_of(source)) })
    }

    /// The user's layers over the defaults.
    pub fn merged(self) -> Node {
        onto_defaults(self.user, self.defaults)
    }
}

/// One argument of a `--set` flag, or what stands for one.
#[derive(Clone, Debug)]
pub struct Argument<'a> {
    /// The flag.
    pub layer: Layer,
    /// What messages call it: `--set (second)`.
    pub name: String,
    /// The argument.
    pub text: &'a str,
}

/// The arguments of the command line, in Helm's order.
fn arguments(inputs: &Inputs) -> impl Iterator<Item = Argument<'_>> {
    let flags = [
        (Layer::SetJson, "--set-json", &inputs.set_json),
        (Layer::Set, "--set", &inputs.set),
        (Layer::SetString, "--set-string", &inputs.set_string),
        (Layer::SetFile, "--set-file", &inputs.set_file),
        (Layer::SetLiteral, "--set-literal", &inputs.set_literal),
    ];
    flags.into_iter().flat_map(|(layer, flag, texts)| {
        texts.iter().enumerate().map(move |(number, text)| {
            let name = if texts.len() > 1 { format!("{flag} ({})", ordinal(number + 1)) } else { flag.to_owned() };
            Argument { layer, name, text }
        })
    })
}

/// Lays layers over others, in the order of the calls.
pub struct Loader<'a> {
    sources: &'a mut Sources,
    problems: &'a mut Problems,
    layers: Layers,
    files: Files,
    assigner: Assigner,
}

impl<'a> Loader<'a> {
    /// Begins with what lower layers say. Their places have to be those of `sources`.
    pub fn over(layers: Layers, sources: &'a mut Sources, problems: &'a mut Problems) -> Self {
        Loader { sources, problems, layers, files: Files::default(), assigner: Assigner::default() }
    }

    /// All layers so far.
    pub fn done(self) -> Layers {
        self.layers
    }

    /// Lays a profile over them.
    pub fn profile(&mut self, name: &str, text: &str) -> Result<(), Stop> {
        self.text(Layer::Profile, name, text.to_owned())
    }

    /// Lays a regular file over them, of which the whole name is its path. `place` is where the file is named.
    pub fn path(&mut self, path: &Path, place: Option<Span>) -> Result<(), Stop> {
        let shown = path.display().to_string();
        let text = match std::fs::metadata(path) {
            // It can be read once, and nobody may ever write into it.
            Ok(about) if !about.is_file() && !about.is_dir() => Err(anyhow::anyhow!("it is not a regular file")),
            _ => input::file(path),
        };
        match text {
            Ok(text) => self.text(Layer::File, &shown, text),
            Err(what) => {
                let problem = Problem::error(format!("cannot read `{shown}`: {what}")).at(place);
                self.problems.fail(problem.help("name a file that can be read"))
            }
        }
    }

    /// Carries arguments out. What is wrong with any of them is told before it fails.
    pub fn arguments<'b>(&mut self, arguments: impl Iterator<Item = Argument<'b>>) -> Result<(), Stop> {
        let mut new_lists = Vec::new();
        let mut outcome = Ok(());
        for Argument { layer, name, text } in arguments {
            let source = self.sources.add(layer, name, text);
            if let Err(problem) = self.argument(layer, source, text, &mut new_lists) {
                self.problems.push(problem);
                outcome = Err(Stop);
            }
        }
        outcome?;
        for list in new_lists {
            warn_of_replaced_list(&list, &self.layers.defaults, self.problems);
        }
        Ok(())
    }

    fn files(&mut self, lists: &[String]) -> Result<(), Stop> {
        let mut outcome = Ok(());
        for list in lists {
            match csv::fields(list) {
                Ok(names) => {
                    if names.is_empty() {
                        let problem = Problem::warning("`-f` with an empty name reads no file, as in Helm");
                        self.problems.push(problem.help("name the file; is a variable of the shell empty?"));
                    }
                    for name in names {
                        outcome = outcome.and(self.file(&name));
                    }
                }
                Err(what) => {
                    let problem = Problem::error(format!("{what} in `-f {list}`"));
                    self.problems
                        .push(problem.help("put a name with commas in double quotes, inside the shell's quotes"));
                    outcome = Err(Stop);
                }
            }
        }
        outcome
    }

    fn file(&mut self, name: &str) -> Result<(), Stop> {
        match self.files.read(name) {
            Ok(text) => {
                let shown = if name.trim() == "-" { "standard input" } else { name };
                self.text(Layer::File, shown, text)
            }
            Err(problem) => self.problems.fail(problem),
        }
    }

    /// Lays a text of values over what there is.
    fn text(&mut self, layer: Layer, name: &str, text: String) -> Result<(), Stop> {
        let source = self.sources.add(layer, name, normal(text));
        let map = map_in(source, self.sources, self.problems)?;
        self.lay_over(map);
        Ok(())
    }

    fn lay_over(&mut self, node: Node) {
        let empty = Node::new(Kind::Null, self.layers.user.span);
        let lower = std::mem::replace(&mut self.layers.user, empty);
        self.layers.user = over(node, lower);
    }

    /// Applies one argument of a `--set` flag.
    fn argument(
        &mut self,
        layer: Layer,
        source: SourceId,
        text: &str,
        new_lists: &mut Vec<NewList>,
    ) -> Result<(), Problem> {
        if layer == Layer::SetJson && json::is_object(text) {
            let node = json::object(&mut Cursor::new(source, text), self.problems)?;
            self.lay_over(node);
            return Ok(());
        }
        let files = &mut self.files;
        let read_file: ReadFile<'_> = &mut |name, place| files.read(name).map_err(|problem| problem.at(place));
        let pairs = set::pairs(text, source, layer, read_file, self.problems)?;
        for pair in pairs {
            warn_of_empty_braces(&pair.value, layer, text, self.problems);
            new_lists.extend(self.assigner.assign(&mut self.layers.user, pair)?);
        }
        Ok(())
    }
}

/// The one map of a text: its documents, each over the one before it.
fn map_in(source: SourceId, sources: &Sources, problems: &mut Problems) -> Result<Node, Stop> {
    let mut merged = Node::new(Kind::Map(Map::new()), start_of(source));
    for node in parse::documents(sources, source, problems)? {
        match node.kind {
            Kind::Map(_) => merged = over(node, merged),
            Kind::Null => {}
            _ => {
                let problem = Problem::error(format!("values must be a map, found {}", node.noun())).at(node.span);
                return problems.fail(problem.help("write `key: value`, with a blank after the colon"));
            }
        }
    }
    Ok(merged)
}

fn start_of(source: SourceId) -> Span {
    Span { source, line: 1, column: 1, length: 1 }
}

/// Line breaks of one kind: a carriage return alone is one to YAML, and to nobody who counts lines.
fn normal(text: String) -> String {
    let is_lone = |(at, _): (usize, &str)| text.as_bytes().get(at + 1) != Some(&b'\n');
    if text.match_indices('\r').any(is_lone) { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

fn warn_of_replaced_list(list: &NewList, defaults: &Node, problems: &mut Problems) {
    let mut at = Some(defaults);
    for key in &list.keys {
        at = at.and_then(|node| node.get(key));
    }
    let Some(default) = at else { return };
    if matches!(&default.kind, Kind::List(items) if !items.is_empty()) {
        let name = list.keys.join(".");
        let problem =
            Problem::warning(format!("this replaces the default list `{name}`, it does not edit it")).at(list.place);
        let problem = problem.note_at("the default is here", default.span);
        problems.push(problem.help("as in Helm, --set edits lists of files only: give the whole list in a file"));
    }
}

fn warn_of_empty_braces(value: &Node, layer: Layer, argument: &str, problems: &mut Problems) {
    let is_blank = |items: &[Node]| matches!(items, [Node { kind: Kind::Text(text), .. }] if text.is_empty());
    if matches!(layer, Layer::Set | Layer::SetString)
        && matches!(&value.kind, Kind::List(items) if is_blank(items))
        && argument.contains("{}")
    {
        let problem = Problem::warning("`{}` is a list with one empty text, as in Helm").at(value.span);
        problems.push(problem.help("write an empty list as `--set-json 'path=[]'`"));
    }
}

/// `first`, `second`, then `11th`.
fn ordinal(number: usize) -> String {
    const WORDS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    match (WORDS.get(number.wrapping_sub(1)), number % 10, number % 100) {
        (Some(word), ..) => (*word).to_owned(),
        (None, 1, tens) if tens != 11 => format!("{number}st"),
        (None, 2, tens) if tens != 12 => format!("{number}nd"),
        (None, 3, tens) if tens != 13 => format!("{number}rd"),
        _ => format!("{number}th"),
    }
}
