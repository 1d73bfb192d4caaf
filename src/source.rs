//! Input texts and the places in them: every value and every problem points back here.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

/// The kinds of input, lowest precedence first: a later layer's value wins.
///
/// The order is Helm's: it builds the user's values by kind of flag, not by position on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// The built-in `values.yaml`, or that of `--from DIR`.
    Defaults,
    /// `--profile NAME`; for Helm it would be a first `-f`.
    Profile,
    /// `-f FILE`, and `config.yaml` of `generate`.
    File,
    /// `--set-json`.
    SetJson,
    /// `--set`.
    Set,
    /// `--set-string`.
    SetString,
    /// `--set-file`.
    SetFile,
    /// `--set-literal`.
    SetLiteral,
}

/// One input text: a file, or one argument of the command line.
#[derive(Clone, Debug)]
pub struct Source {
    /// What kind of input it is.
    pub layer: Layer,
    /// What the user calls it: `config.yaml`, `--set (second)`.
    pub name: String,
    /// The whole text.
    pub text: Text,
    /// Where its lines begin, found when the first one is asked for, once for all copies.
    lines: Arc<OnceLock<Vec<usize>>>,
    /// What its places are called where lines mean nothing to the user.
    fields: Option<Arc<Fields>>,
    /// Where its secrets are, found when something is printed, once for all copies.
    secrets: Arc<OnceLock<Vec<Range<usize>>>>,
}

/// The text of a source, shared by all copies.
#[derive(Clone, Debug)]
pub enum Text {
    /// One that is built in.
    BuiltIn(&'static str),
    /// One that was read.
    Read(Arc<str>),
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Text::BuiltIn(text) => text,
            Text::Read(text) => text,
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Text::Read(text.into())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Text::Read(text.into())
    }
}

impl From<Cow<'static, str>> for Text {
    fn from(text: Cow<'static, str>) -> Self {
        match text {
            Cow::Borrowed(text) => Text::BuiltIn(text),
            Cow::Owned(text) => text.into(),
        }
    }
}

impl Source {
    /// Where its secrets are, as ranges of bytes. They are looked for once, for all copies.
    pub fn secrets(&self, find: impl FnOnce(&Source) -> Vec<Range<usize>>) -> &[Range<usize>] {
        self.secrets.get_or_init(|| find(self))
    }
}

/// The paths of values by where they begin, as line and column, for a text that the user has not written as it stands, such
/// as one that kustomize hands over.
#[derive(Clone, Debug, Default)]
pub struct Fields(pub BTreeMap<(u32, u32), String>);

impl Fields {
    /// The path of the value that a place lies in.
    fn at(&self, span: Span) -> &str {
        self.0.range(..=(span.line, span.column)).next_back().map_or("", |(_, path)| path)
    }
}

/// What the names of texts that are built in begin with: users have no file of that name.
pub const BUILT_IN: &str = "built-in ";

/// The number of a [`Source`] in its [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A piece of one line of a source. Lines and columns count from 1, columns and length in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text it lies in.
    pub source: SourceId,
    /// Line, from 1.
    pub line: u32,
    /// Column of the first character, from 1.
    pub column: u32,
    /// Characters to underline; at least 1 is drawn.
    pub length: u32,
}

/// All input texts of a run.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
    /// How many of them were there already when this copy was forked.
    inherited: usize,
    /// Secrets that stand in none of these texts.
    hidden: Vec<String>,
}

impl Sources {
    /// Takes a text in and gives its number.
    pub fn add(&mut self, layer: Layer, name: impl Into<String>, text: impl Into<Text>) -> SourceId {
        let id = SourceId(self.list.len() as u32);
        self.list.push(Source {
            layer,
            name: name.into(),
            text: text.into(),
            lines: Arc::default(),
            fields: None,
            secrets: Arc::default(),
        });
        id
    }

    /// A copy for work that goes on beside this one.
    pub fn fork(&self) -> Self {
        Sources { list: self.list.clone(), inherited: self.list.len(), hidden: self.hidden.clone() }
    }

    /// Takes in what a fork of these gained, and returns how its places are moved. A text that another fork has read as
    /// well is the same source, so that what is wrong with it is one problem.
    pub fn join(&mut self, fork: Sources) -> impl Fn(Span) -> Span + use<> {
        let inherited = fork.inherited;
        self.hidden.extend(fork.hidden.into_iter().filter(|secret| !self.hidden.contains(secret)).collect::<Vec<_>>());
        let gained: Vec<SourceId> = fork.list.into_iter().skip(inherited).map(|source| self.include(source)).collect();
        move |span| match (span.source.0 as usize).checked_sub(inherited).and_then(|index| gained.get(index)) {
            Some(&source) => Span { source, ..span },
            None => span,
        }
    }

    fn include(&mut self, new: Source) -> SourceId {
        let same = |known: &Source| known.layer == new.layer && known.name == new.name && known.text == new.text;
        let index = self.list.iter().position(same).unwrap_or_else(|| {
            self.list.push(new);
            self.list.len() - 1
        });
        SourceId(index as u32)
    }

    /// Takes a secret in that messages must not show, such as the contents of a file.
    pub fn hide(&mut self, secret: impl Into<String>) {
        self.hidden.push(secret.into());
    }

    /// The secrets that stand in none of the texts.
    pub fn hidden(&self) -> impl Iterator<Item = &str> {
        self.hidden.iter().map(String::as_str)
    }

    /// The source of that number.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.list[id.0 as usize]
    }

    /// All sources with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0..).map(SourceId).zip(&self.list)
    }

    /// Lets messages name the fields of an object in place of lines of a source.
    pub fn tell_fields(&mut self, id: SourceId, object: &str, fields: Fields) {
        let source = &mut self.list[id.0 as usize];
        (source.name, source.fields) = (object.to_owned(), Some(Arc::new(fields)));
    }

    /// Whether a place is told by its line, as those of files are.
    pub fn has_line(&self, span: Span) -> bool {
        let source = self.get(span.source);
        source.fields.is_none() && matches!(source.layer, Layer::Defaults | Layer::Profile | Layer::File)
    }

    /// Whether there is a source of that number, for a copy to which others were added.
    pub fn has(&self, id: SourceId) -> bool {
        (id.0 as usize) < self.list.len()
    }

    /// The layer that a place belongs to.
    pub fn layer(&self, span: Span) -> Layer {
        self.get(span.source).layer
    }

    /// The whole line that a place lies in, without its line break.
    pub fn line(&self, span: Span) -> &str {
        let Source { text, lines, .. } = self.get(span.source);
        let starts = || std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let index = (span.line as usize).saturating_sub(1);
        let start = lines.get_or_init(starts).get(index);
        start.and_then(|&start| text.get(start..)?.lines().next()).unwrap_or("")
    }

    /// The characters of a place as they were written: `yes`, `0644`, `"quoted"`.
    pub fn written(&self, span: Span) -> &str {
        let line = self.line(span);
        let mut starts = line.char_indices().map(|(at, _)| at).chain([line.len()]);
        let from = starts.nth((span.column as usize).saturating_sub(1)).unwrap_or(line.len());
        let rest = &line[from..];
        let until = rest.char_indices().nth(span.length as usize).map_or(rest.len(), |(at, _)| at);
        &rest[..until]
    }

    /// `config.yaml:12:3`, `built-in values, line 293`, `AlluxioCluster/alluxio: spec.values.master`, or the argument's name.
    pub fn place(&self, span: Span) -> String {
        let source = self.get(span.source);
        match &source.fields {
            Some(fields) => format!("{}: {}", source.name, fields.at(span)),
            None if source.name.starts_with(BUILT_IN) => format!("{}, line {}", source.name, span.line),
            // The release that a version is named by is a default, and no file.
            None if source.layer == Layer::Defaults && !source.name.ends_with(".yaml") => source.name.clone(),
            None if self.has_line(span) => format!("{}:{}:{}", source.name, span.line, span.column),
            None => source.name.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_share_where_lines_begin() {
        let mut sources = Sources::default();
        let source = sources.add(Layer::File, "fleet.yaml", "a\nb\nc\n");
        let copy = sources.clone();
        assert_eq!(copy.line(Span { source, line: 2, column: 1, length: 1 }), "b");
        assert_eq!(sources.get(source).lines.get(), Some(&vec![0, 2, 4, 6]), "each copy looks for itself");
    }
}
