//! Reads every layer of values in Helm's fixed order and lays them over each other.

use super::arguments::{Argument, arguments};
use super::csv;
use super::edited::Edited;
use super::files::Files;
use super::merge::{onto_defaults, over};
use crate::cli::Inputs;
use crate::input;
use crate::problem::{Problem, Problems, Stop};
use crate::source::{Layer, SourceId, Sources, Span};
use crate::version::{self, Asked, Choice};
use crate::yaml::{Finished, Kind, Map, Node, parse};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// A text of values and what it is called.
pub type Named<'a> = (&'a str, &'a str);

/// A layer of defaults: what it is called, its text, and what the text consists of if that is known.
pub type Layered<'a> = (&'a str, Cow<'static, str>, Option<&'static Finished>);

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
    let mut loader = Loader::over(Layers::default(), sources, problems);
    loader.inputs(inputs, profile)?;
    let defaults = Defaults::new([layered(defaults)], loader.sources, loader.problems)?;
    loader.onto(defaults, arguments(inputs))
}

/// Default values: their layers, merged.
#[derive(Clone, Debug)]
pub struct Defaults(Node);

impl Defaults {
    /// Lays layers over each other, the lowest first. A null takes away what a lower one has.
    pub fn new<'a>(
        layers: impl IntoIterator<Item = Layered<'a>>,
        sources: &mut Sources,
        problems: &mut Problems,
    ) -> Result<Self, Stop> {
        let mut merged: Option<Node> = None;
        for (name, text, tree) in layers {
            let layer = match tree {
                Some(tree) => tree.node(sources.add(Layer::Defaults, name, text)),
                None => map_in(sources.add(Layer::Defaults, name, normal(text.into_owned())), sources, problems)?,
            };
            merged = Some(match merged {
                None => layer,
                Some(lower) => swept(onto_defaults(layer, lower)),
            });
        }
        merged.map(Defaults).ok_or(Stop)
    }

    /// Lays one more layer over them.
    pub fn with(self, layer: Named<'_>, sources: &mut Sources, problems: &mut Problems) -> Result<Self, Stop> {
        let Defaults(upper) = Defaults::new([layered(layer)], sources, problems)?;
        Ok(Defaults(swept(onto_defaults(upper, self.0))))
    }
}

/// A layer of which it is not known what its text consists of.
fn layered<'a>((name, text): Named<'a>) -> Layered<'a> {
    (name, Cow::Owned(text.to_owned()), None)
}

/// The values without those that were taken away: to the layers above, they never were.
fn swept(mut node: Node) -> Node {
    if let Kind::Map(map) = &mut node.kind {
        map.retain(|_, entry| !matches!(entry.node.kind, Kind::Removed));
        for (_, entry) in map.iter_mut() {
            let empty = Node::new(Kind::Null, entry.node.span);
            entry.node = swept(std::mem::replace(&mut entry.node, empty));
        }
    }
    node
}

/// What the user's layers say. Helm lays them over each other before they come over the defaults.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    user: Option<Node>,
    /// The texts of profile and files.
    pub files: Vec<SourceId>,
}

/// Lays layers over others, in the order of the calls.
pub struct Loader<'a> {
    /// Every text that was read.
    pub sources: &'a mut Sources,
    /// What is wrong with them.
    pub problems: &'a mut Problems,
    layers: Layers,
    files: Files,
}

impl<'a> Loader<'a> {
    /// Begins with what lower layers say. Their places have to be those of `sources`.
    pub fn over(layers: Layers, sources: &'a mut Sources, problems: &'a mut Problems) -> Self {
        Loader { sources, problems, layers, files: Files::default() }
    }

    /// All layers so far.
    pub fn done(self) -> Layers {
        self.layers
    }

    /// The version of Alluxio that is asked for, or that the files so far name.
    pub fn choose(&mut self, asked: Asked) -> Result<Choice, Stop> {
        version::choose(asked, &self.layers.files, self.sources, self.problems)
    }

    /// Lays a profile and the user's files over them.
    pub fn inputs(&mut self, inputs: &Inputs, profile: Option<Named<'_>>) -> Result<(), Stop> {
        if let Some((name, text)) = profile {
            self.profile(name, text)?;
        }
        self.files(&inputs.values)
    }

    /// Carries arguments out on all layers, and lays what comes of it over the defaults. What is wrong with any argument is
    /// told before it fails.
    pub fn onto<'b>(
        mut self,
        Defaults(defaults): Defaults,
        arguments: impl Iterator<Item = Argument<'b>>,
    ) -> Result<Node, Stop> {
        let user = self.layers.user.take();
        let user = user.unwrap_or_else(|| Node::new(Kind::Map(Map::default()), start_of(defaults.span.source)));
        let mut edited = Edited::new(user);
        let mut outcome = Ok(());
        for Argument { layer, name, text } in arguments {
            let source = self.sources.add(layer, name, text.as_ref());
            if let Err(problem) = edited.take(layer, source, &text, &mut self.files, self.problems) {
                self.problems.push(problem);
                outcome = Err(Stop);
            }
            edited.hidden.drain(..).for_each(|secret| self.sources.hide(secret));
        }
        outcome?;
        Ok(edited.onto(defaults, self.problems))
    }

    /// Lays a profile over them.
    pub fn profile(&mut self, name: &str, text: &str) -> Result<(), Stop> {
        self.text(Layer::Profile, name, text.to_owned())
    }

    /// Lays the text of a file that is read already over them.
    pub fn file(&mut self, name: &str, text: &str) -> Result<(), Stop> {
        self.text(Layer::File, name, text.to_owned())
    }

    /// Lays regular files over them, each with the place where it is named. What is wrong with any is told before it fails.
    pub fn paths(&mut self, paths: &[(PathBuf, Option<Span>)]) -> Result<(), Stop> {
        let mut outcome = Ok(());
        for (path, place) in paths {
            outcome = outcome.and(self.path(path, *place));
        }
        outcome
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
                self.problems.fail(problem.help("give a readable file"))
            }
        }
    }

    /// Lays a map over them that is read already. Its places have to be those of `sources`.
    pub fn map(&mut self, map: Node) {
        self.lay(map);
    }

    fn files(&mut self, lists: &[String]) -> Result<(), Stop> {
        let mut outcome = Ok(());
        for list in lists {
            match csv::fields(list) {
                Ok(names) => {
                    if names.is_empty() {
                        let problem = Problem::warning("`-f` with an empty name reads no file, as in Helm");
                        self.problems.push(problem.help("give the file name; is a shell variable empty?"));
                    }
                    for name in names {
                        outcome = outcome.and(self.named(&name));
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

    fn named(&mut self, name: &str) -> Result<(), Stop> {
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
        self.layers.files.push(source);
        let map = map_in(source, self.sources, self.problems)?;
        self.lay(map);
        Ok(())
    }

    fn lay(&mut self, map: Node) {
        self.layers.user = Some(match self.layers.user.take() {
            Some(lower) => over(map, lower),
            None => map,
        });
    }
}

/// The one map of a text: its documents, each over the one before it.
fn map_in(source: SourceId, sources: &Sources, problems: &mut Problems) -> Result<Node, Stop> {
    let mut merged = Node::new(Kind::Map(Map::default()), start_of(source));
    for node in parse::documents(sources, source, problems)? {
        match node.kind {
            Kind::Map(_) => merged = over(node, merged),
            Kind::Null => {}
            _ => {
                let problem = Problem::error(format!("values must be a map, found {}", node.noun())).at(node.span);
                return problems.fail(problem.help("write `key: value`, with a space after the colon"));
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
