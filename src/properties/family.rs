//! The families of the table: names with a part of the user's own, such as the number of a tier or the name of a mount.

use super::Table;
use super::pattern::fits;
use super::row::{Property, Row};

/// Lines as in the table, whose names have `{word}` and the like where a part is the user's own; in Alluxio's order, since
/// of several families that a name fits Alluxio takes the first.
const FAMILIES: &str = include_str!("families.txt");

/// The families of a version, with their patterns.
pub(super) fn all(table: Table) -> impl Iterator<Item = (&'static str, Property<'static>)> {
    let rows = FAMILIES.lines().filter_map(Row::new).filter(move |row| row.holds(table));
    rows.filter_map(|row| Some((row.name, Property { is_family: true, ..row.property()? })))
}

/// The family that a name belongs to.
pub(super) fn of(table: Table, name: &str) -> Option<Property<'static>> {
    all(table).find(|(pattern, _)| fits(pattern, name)).map(|(_, property)| property)
}
