//! The record of the files that a command has written into a folder: what `--prune` may remove.

use super::folder::Wanted;
use crate::input;
use crate::order;
use crate::problem::{Problem, Problems, Stop};
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

/// Whose record it is. Two commands that write into one folder do not know of each other's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    /// That of a cluster of `fleet`.
    Fleet,
    /// That of `render --output-dir`.
    Render,
}

impl Record {
    /// The name of its file.
    pub fn name(self) -> &'static str {
        match self {
            Record::Fleet => ".alluxio-gen-fleet",
            Record::Render => ".alluxio-gen-render",
        }
    }

    fn head(self) -> String {
        let command = match self {
            Record::Fleet => "fleet",
            Record::Render => "render",
        };
        format!(
            "# The files that `alluxio-gen {command}` has written here; `--prune` removes those that are no longer rendered.\n"
        )
    }

    /// The files that earlier runs have written below a folder; none if there is no record. Their paths may be forged.
    pub fn read(self, root: &Path, problems: &mut Problems) -> Result<BTreeSet<String>, Stop> {
        let path = root.join(self.name());
        let text = match std::fs::symlink_metadata(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
            // A pipe could be waited for without end, and a link could lead anywhere.
            Ok(about) if !about.is_file() => Err(anyhow::anyhow!("it is not a regular file")),
            _ => input::file(&path),
        };
        match text {
            Ok(text) => {
                let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
                Ok(order::set(lines.map(str::to_owned)))
            }
            Err(what) => {
                let problem = Problem::error(format!("cannot read `{}`: {what}", path.display()));
                problems.fail(
                    problem.help("it lists the files that may be pruned: repair it, or delete it to keep those files"),
                )
            }
        }
    }

    /// The record of some files. A path that does not fit into a line is left out, and so is never pruned.
    pub fn write<'a>(self, paths: impl Iterator<Item = &'a str>) -> Wanted {
        let paths = order::distinct(paths.filter(|path| !path.contains(char::is_control) && !path.starts_with('#')));
        let mut text = self.head();
        for path in paths {
            text.push_str(path);
            text.push('\n');
        }
        Wanted { path: self.name().to_owned(), text }
    }
}
