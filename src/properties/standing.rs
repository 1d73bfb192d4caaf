//! What a name is in a version: a property, an alias, one that was removed, one that is yet to come, or none.

use super::row::{self, Property};
use super::{TABLES, Table, family};

/// What a name is in a version of Alluxio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A property, or a member of a family.
    Property(Property<'static>),
    /// Another name of a property.
    Alias(Property<'static>),
    /// It was removed: Alluxio takes it for one of the user's own, and passes over it.
    Removed {
        /// The version without it.
        since: &'static str,
        /// What takes its place.
        successor: Option<&'static str>,
    },
    /// An older version does not know it yet.
    Later {
        /// The first known version that has it.
        since: Table,
    },
    /// No version knows it.
    Unknown,
}

pub(super) fn of(table: Table, name: &str) -> Standing {
    let rows: Vec<_> = row::of(name).collect();
    let here = || rows.iter().filter(|row| row.holds(table));
    if let Some(property) = here().find_map(|row| row.property()) {
        return Standing::Property(property);
    }
    let named = |name: &str| row::of(name).filter(|row| row.holds(table)).find_map(|row| row.property());
    if let Some(property) = here().find_map(|row| row.alias()).and_then(named) {
        return Standing::Alias(property);
    }
    if let Some(property) = family::of(table, name) {
        return Standing::Property(property);
    }
    if let Some((since, successor)) = here().find_map(|row| row.removed()) {
        return Standing::Removed { since, successor };
    }
    let knows = |other: &Table| {
        let is_known = |row: &row::Row| row.holds(*other) && row.removed().is_none();
        rows.iter().any(is_known) || family::of(*other, name).is_some()
    };
    let at = TABLES.iter().position(|known| *known == table).unwrap_or(0);
    if let Some(since) = TABLES.iter().skip(at + 1).find(|other| knows(other)) {
        return Standing::Later { since: *since };
    }
    match TABLES.iter().take(at).any(knows) {
        true => Standing::Removed { since: first_without(at, knows), successor: None },
        false => Standing::Unknown,
    }
}

/// The first version without a name that one before `at` had.
fn first_without(at: usize, knows: impl Fn(&Table) -> bool) -> &'static str {
    let last = TABLES[..at].iter().rposition(knows).unwrap_or(0);
    TABLES[last + 1].minor()
}
