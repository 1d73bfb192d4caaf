//! The lines of the table, and what a line says of a property.

use super::{Kind, Table};

/// Lines of `name`, the versions that it holds in, and what it is, with tabs between; in byte order.
///
/// | what it is | third part | then |
/// |---|---|---|
/// | a property | its kind; with `?` if 2.8.1 was the first to declare it, with `~` if its default shows it | scope, flags, default, names of an enumeration |
/// | an alias | `=` and the property | |
/// | removed | `!` and the version that removed it | what takes its place |
///
/// A default begins with `=`, a computed one with `~`.
const TABLE: &str = include_str!("table.txt");

/// How surely the kind of a property is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// The version's own code reads it so, or declares it.
    Read,
    /// 2.8.1 declares it so; a few of these are plain text in 2.7.2.
    Declared,
    /// Its default looks like it.
    Guessed,
}

/// Which processes read a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Masters.
    Master,
    /// Workers.
    Worker,
    /// Clients.
    Client,
    /// Masters and workers.
    Server,
    /// Everything.
    All,
    /// Something else, such as the proxy or a script; families for the most part do not say.
    None,
}

impl Scope {
    fn new(letter: &str) -> Self {
        match letter {
            "M" => Scope::Master,
            "W" => Scope::Worker,
            "C" => Scope::Client,
            "S" => Scope::Server,
            "A" => Scope::All,
            _ => Scope::None,
        }
    }

    /// Who reads it, in words.
    pub fn words(self) -> &'static str {
        match self {
            Scope::Master => "masters",
            Scope::Worker => "workers",
            Scope::Client => "clients",
            Scope::Server => "masters and workers",
            Scope::All => "all processes",
            Scope::None => "not said",
        }
    }
}

/// What a property is where nobody sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    /// Nothing.
    None,
    /// This text.
    Text(&'static str),
    /// What a process computes from its cores, heap or memory, in words.
    Computed(&'static str),
}

impl Default {
    /// How it is computed, in words, if it is.
    pub fn computed(self) -> Option<&'static str> {
        match self {
            Default::Computed(words) => Some(words),
            _ => None,
        }
    }

    /// The text, if it is the same everywhere.
    pub fn text(self) -> Option<&'static str> {
        match self {
            Default::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A property of one version of Alluxio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Property<'a> {
    /// Its name; that of a family has `{word}` and the like where a part is the user's own.
    pub name: &'a str,
    /// Whether it is a family.
    pub is_family: bool,
    /// What its values are.
    pub kind: Kind<'a>,
    /// How surely that is known of Alluxio 2.7; later versions declare the kind of every property.
    pub certainty: Certainty,
    /// Who reads it.
    pub scope: Scope,
    /// What it is where nobody sets it.
    pub default: Default,
    /// Letters, as in the table.
    pub(super) flags: &'a str,
}

impl Property<'_> {
    /// Its name as people write it: `alluxio.locality.*`.
    pub fn shown(&self) -> String {
        super::pattern::shown(self.name)
    }

    /// Whether Alluxio hides its value in its own web pages.
    pub fn is_flagged(&self) -> bool {
        self.flags.contains('c')
    }

    /// Whether it is deprecated.
    pub fn is_deprecated(&self) -> bool {
        self.flags.contains('d')
    }

    /// Whether Alluxio reports an error where its processes do not agree.
    pub fn is_same_everywhere(&self) -> bool {
        self.flags.contains('e')
    }

    /// Whether Alluxio leaves it out of its documentation.
    pub fn is_hidden(&self) -> bool {
        self.flags.contains('h')
    }

    /// Whether it works as `-D` only, and not in alluxio-site.properties.
    pub fn is_for_the_jvm(&self) -> bool {
        self.flags.contains('j')
    }
}

/// A line of the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub name: &'static str,
    versions: &'static str,
    rest: &'static str,
}

/// All lines.
pub(super) fn all() -> impl Iterator<Item = Row> {
    TABLE.lines().filter_map(Row::new)
}

/// The lines of a name whatever the case of its letters is.
pub(super) fn in_any_case(name: &str) -> impl Iterator<Item = Row> {
    // Before all else, the name has to end where this one does.
    let is_as_long = |line: &&str| line.as_bytes().get(name.len()) == Some(&b'\t');
    TABLE.lines().filter(is_as_long).filter_map(Row::new).filter(|row| row.name.eq_ignore_ascii_case(name))
}

/// The lines of a name: one for each kind of thing that it is in one version or another.
pub(super) fn of(name: &str) -> impl Iterator<Item = Row> {
    // The first line whose name is not before this one. The tab behind a name comes before all that names have in them.
    let begin = format!("{name}\t");
    let (mut low, mut high) = (0, TABLE.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = TABLE.as_bytes()[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let rest = &TABLE.as_bytes()[start..];
        if rest[..begin.len().min(rest.len())] < *begin.as_bytes() {
            low = rest.iter().position(|byte| *byte == b'\n').map_or(high, |at| high.min(start + at + 1));
        } else {
            high = start;
        }
    }
    TABLE.get(low..).unwrap_or("").lines().take_while(move |line| line.starts_with(&begin)).filter_map(Row::new)
}

impl Row {
    pub(super) fn new(line: &'static str) -> Option<Row> {
        let mut parts = line.splitn(3, '\t');
        Some(Row { name: parts.next()?, versions: parts.next()?, rest: parts.next()? })
    }

    /// Whether it holds for a version.
    pub(super) fn holds(self, table: Table) -> bool {
        self.versions.as_bytes().contains(&table.mark)
    }

    /// What it is an alias of.
    pub(super) fn alias(self) -> Option<&'static str> {
        self.rest.strip_prefix('=')
    }

    /// Since when it is gone, and what takes its place.
    pub(super) fn removed(self) -> Option<(&'static str, Option<&'static str>)> {
        let rest = self.rest.strip_prefix('!')?;
        Some(rest.split_once('\t').map_or((rest, None), |(since, successor)| (since, Some(successor))))
    }

    /// The property, if it is one.
    pub(super) fn property(self) -> Option<Property<'static>> {
        if self.rest.starts_with(['=', '!']) {
            return None;
        }
        let mut parts = self.rest.split('\t');
        let (kind, scope) = (parts.next()?, parts.next()?);
        // Empty parts at the end of a line are left out.
        let mut next = || parts.next().unwrap_or("");
        let (flags, default, names) = (next(), next(), next());
        let certainty = match kind.as_bytes().last() {
            Some(b'?') => Certainty::Declared,
            Some(b'~') => Certainty::Guessed,
            _ => Certainty::Read,
        };
        let default = match default.split_at_checked(1) {
            Some(("=", text)) => Default::Text(text),
            Some(("~", words)) => Default::Computed(words),
            _ => Default::None,
        };
        Some(Property {
            name: self.name,
            is_family: self.name.contains('{'),
            kind: Kind::new(kind.trim_end_matches(['?', '~']), names)?,
            certainty,
            scope: Scope::new(scope),
            default,
            flags,
        })
    }
}
