//! The names of Alluxio's properties, as of 2.7.2.
//!
//! The list has the names that the page and the chart use and the usual ones of Alluxio's own documentation. It is not
//! complete: a name that is missing here is worth a look, not wrong.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Names of properties, one a line, in byte order.
const NAMES: &str = include_str!("known.txt");

/// Families of names with a part of the user's own, written `*` here: options of mounts, tiers, and the like.
const FAMILIES: &[&str] = &[
    "alluxio.locality.*",
    "alluxio.master.impersonation.*.groups",
    "alluxio.master.impersonation.*.users",
    "alluxio.master.journal.ufs.option.*",
    "alluxio.master.mount.table.*.alluxio",
    "alluxio.master.mount.table.*.option.*",
    "alluxio.master.mount.table.*.readonly",
    "alluxio.master.mount.table.*.shared",
    "alluxio.master.mount.table.*.ufs",
    "alluxio.master.tieredstore.global.level*.alias",
    "alluxio.underfs.version.*",
    "alluxio.worker.tieredstore.level*.alias",
    "alluxio.worker.tieredstore.level*.dirs.mediumtype",
    "alluxio.worker.tieredstore.level*.dirs.path",
    "alluxio.worker.tieredstore.level*.dirs.quota",
    "alluxio.worker.tieredstore.level*.watermark.high.ratio",
    "alluxio.worker.tieredstore.level*.watermark.low.ratio",
];

/// What names begin with that are not Alluxio's own: clients of storage systems, the JVM, libraries.
const FOREIGN: &[&str] = &[
    "aws.",
    "com.sun.",
    "file.",
    "fs.",
    "hadoop.",
    "io.",
    "java.",
    "javax.",
    "jdk.",
    "log4j.",
    "net.",
    "org.",
    "os.",
    "s3a.",
    "s3service.",
    "sun.",
    "swift.",
    "user.",
    "zookeeper.",
];

/// How well a name is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It is a property of Alluxio, or of something below it.
    Name,
    /// It begins as Alluxio's properties do (`alluxio.master.`), and is none of those in the list.
    Prefix,
    /// Nothing begins like that.
    Nothing,
}

/// How well a name is known.
pub fn known(name: &str) -> Known {
    if FOREIGN.iter().any(|start| name.starts_with(start))
        || KNOWN.contains(name)
        || FAMILIES.iter().any(|family| matches(family, name))
    {
        Known::Name
    } else if prefix(name).is_some_and(|prefix| PREFIXES.contains(prefix)) {
        Known::Prefix
    } else {
        Known::Nothing
    }
}

/// The known name that is nearest, if it differs in few characters. Long names that begin alike are not yet near.
pub fn nearest_name(name: &str) -> Option<&'static str> {
    let alike = |known: &&str| known.len().abs_diff(name.len()) <= MOST_EDITS;
    let distance = |known: &'static str| (strsim::levenshtein(&name.to_lowercase(), &known.to_lowercase()), known);
    let nearest = NAMES.lines().filter(alike).map(distance).min_by_key(|(edits, _)| *edits);
    nearest.filter(|(edits, _)| *edits <= MOST_EDITS && edits * 4 <= name.chars().count()).map(|(_, known)| known)
}

/// How many characters a name may be off.
const MOST_EDITS: usize = 6;

/// Names that are known, for the documentation.
pub fn count() -> usize {
    NAMES.lines().count() + FAMILIES.len()
}

/// `alluxio.master.` of `alluxio.master.hostname`.
fn prefix(name: &str) -> Option<&str> {
    let first = name.find('.')?;
    let second = name[first + 1..].find('.')? + first + 1;
    (&name[..first] == "alluxio").then_some(&name[..=second])
}

static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| NAMES.lines().collect());
static PREFIXES: LazyLock<HashSet<&str>> = LazyLock::new(|| NAMES.lines().filter_map(prefix).collect());

/// Whether a name is of a family; each `*` stands for at least one character.
fn matches(family: &str, name: &str) -> bool {
    match family.split_once('*') {
        None => family == name,
        Some((start, rest)) => name.strip_prefix(start).is_some_and(|tail| {
            let mut ends = tail.char_indices().map(|(at, c)| at + c.len_utf8());
            ends.any(|end| matches(rest, &tail[end..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Known, NAMES, known, nearest_name};

    #[test]
    fn names_stand_in_order_and_once() {
        let names: Vec<&str> = NAMES.lines().collect();
        let out_of_order: Vec<_> = names.windows(2).filter(|pair| pair[0] >= pair[1]).collect();
        assert!(out_of_order.is_empty(), "{out_of_order:?}");
        assert!(names.iter().all(|name| name.starts_with("alluxio.") && !name.contains([' ', '*'])));
    }

    #[test]
    fn names_prefixes_and_families_are_told_apart() {
        for (name, expected) in [
            ("alluxio.master.hostname", Known::Name),
            ("alluxio.worker.tieredstore.level7.dirs.quota", Known::Name),
            ("alluxio.worker.tieredstore.level.dirs.quota", Known::Prefix),
            ("alluxio.master.mount.table.root.option.aws.secretKey", Known::Name),
            ("alluxio.master.impersonation.hive.users", Known::Name),
            ("aws.accessKeyId", Known::Name),
            ("alluxio.master.hostnam", Known::Prefix),
            ("alluxio.mastr.hostname", Known::Nothing),
            ("alluxio", Known::Nothing),
            ("", Known::Nothing),
        ] {
            assert_eq!(known(name), expected, "{name}");
        }
        for (name, near) in [
            ("alluxio.user.metadata.cache.max.sise", Some("alluxio.user.metadata.cache.max.size")),
            ("alluxio.user.block.size.default", Some("alluxio.user.block.size.bytes.default")),
            ("alluxo.zookeper.adress", Some("alluxio.zookeeper.address")),
            ("alluxio.master.something.of.our.own", None),
            ("a", None),
        ] {
            assert_eq!(nearest_name(name), near, "{name}");
        }
    }
}
