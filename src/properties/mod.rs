//! Every property of Alluxio: its kind, its default, who reads it, its other names, and what became of it.
//!
//! The table is a text that is part of the program, a line a name, in byte order; a look-up is a binary search in the text,
//! and only the line that it finds is read. `tests/properties.rs` makes the text from what was read from Alluxio's own
//! classes. All versions share it: a line says in which it holds.

pub mod credential;
mod family;
pub mod kind;
pub mod mask;
mod near;
mod pattern;
mod row;
pub mod scan;
mod scanner;
mod standing;

pub use credential::is_credential;
pub use kind::Kind;
pub use mask::MASK;
pub use row::{Certainty, Default, Property, Scope};
pub use standing::Standing;

use std::fmt;

/// A version of Alluxio whose properties are known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// The version, to its last part.
    pub version: &'static str,
    /// What the lines that hold for it are marked with.
    mark: u8,
}

/// The known versions, the oldest first. That of 2.8 serves to tell since when a name is known.
const TABLES: [Table; 3] = [
    Table { version: "2.7.2", mark: b'7' },
    Table { version: "2.8.1", mark: b'8' },
    Table { version: "2.9.4", mark: b'9' },
];

/// The table of a version: `2.7`, or `2.7.2`. Versions that are not known have none.
pub fn table(version: &str) -> Option<Table> {
    TABLES.into_iter().find(|table| table.minor() == minor(version))
}

/// `2.7` of 2.7.2.
fn minor(version: &str) -> &str {
    version.match_indices('.').nth(1).map_or(version, |(at, _)| &version[..at])
}

impl std::default::Default for Table {
    /// The oldest.
    fn default() -> Self {
        TABLES[0]
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Table({})", self.version)
    }
}

impl Table {
    /// `2.7` of 2.7.2.
    pub fn minor(self) -> &'static str {
        minor(self.version)
    }

    /// The property of that name, or that has it as an alias or whose family it belongs to.
    pub fn find(self, name: &str) -> Option<Property<'static>> {
        match self.standing(name) {
            Standing::Property(property) | Standing::Alias(property) => Some(property),
            _ => None,
        }
    }

    /// What a name is in this version.
    pub fn standing(self, name: &str) -> Standing {
        standing::of(self, name)
    }

    /// All properties that have names of their own, by name.
    pub fn properties(self) -> impl Iterator<Item = Property<'static>> {
        row::all().filter_map(move |row| row.holds(self).then(|| row.property())?)
    }

    /// The families of names, such as `alluxio.worker.tieredstore.level*.alias`.
    pub fn families(self) -> impl Iterator<Item = Property<'static>> {
        family::all(self).map(|(_, property)| property)
    }

    /// The shapes of the names of all families, as regular expressions that take the whole name, with their properties.
    pub fn patterns(self) -> impl Iterator<Item = (String, Property<'static>)> {
        family::all(self).map(|(pattern, property)| (pattern::regex(pattern), property))
    }

    /// All aliases with the names that they stand for, by alias.
    pub fn aliases(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        row::all().filter_map(move |row| row.holds(self).then(|| row.alias().map(|of| (row.name, of)))?)
    }

    /// The aliases of a property.
    pub fn aliases_of(self, name: &str) -> impl Iterator<Item = &'static str> {
        self.aliases().filter_map(move |(alias, of)| (of == name).then_some(alias))
    }

    /// The property that a name is an alias of.
    pub fn stands_for(self, alias: &str) -> Option<&'static str> {
        row::of(alias).filter(|row| row.holds(self)).find_map(row::Row::alias)
    }

    /// The names that a newer version of Alluxio refuses to know, with the version and what takes their place.
    pub fn removed(self) -> impl Iterator<Item = (&'static str, &'static str, Option<&'static str>)> {
        row::all().filter_map(move |row| {
            let (since, successor) = row.removed().filter(|_| row.holds(self))?;
            Some((row.name, since, successor))
        })
    }

    /// Whether names begin so.
    pub fn has_prefix(self, prefix: &str) -> bool {
        row::all().any(|row| row.name.starts_with(prefix) && row.holds(self) && row.removed().is_none())
    }

    /// How many properties and families there are.
    pub fn count(self) -> usize {
        self.properties().count() + self.families().count()
    }

    /// The known name that differs from one by the case of its letters alone, an option of a mount included.
    pub fn in_another_case(self, name: &str) -> Option<String> {
        near::in_another_case(self, name)
    }

    /// The known name that a mistyped one most likely means: that of a property, an alias, or a member of a family.
    pub fn nearest(self, name: &str) -> Option<String> {
        near::nearest(self, name)
    }
}
