//! The record of the files that were written for a cluster: what `--prune` may remove.

use crate::input;
use crate::output::folder::Wanted;
use crate::problem::{Problem, Problems, Stop};
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

/// Its name in a cluster's folder.
pub const NAME: &str = ".alluxio-gen-fleet";

const HEAD: &str =
    "# The files that `alluxio-gen fleet` has written here; `--prune` removes those that are no longer made.\n";

/// The files that earlier runs have written below a folder; none if there is no record. Their paths may be forged.
pub(super) fn read(root: &Path, problems: &mut Problems) -> Result<BTreeSet<String>, Stop> {
    let path = root.join(NAME);
    let text = match std::fs::symlink_metadata(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
        // A pipe could be waited for without end, and a link could lead anywhere.
        Ok(about) if !about.is_file() => Err(anyhow::anyhow!("it is not a regular file")),
        _ => input::file(&path),
    };
    match text {
        Ok(text) => {
            Ok(text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect())
        }
        Err(what) => {
            let problem = Problem::error(format!("cannot read `{}`: {what}", path.display()));
            problems.fail(problem.help("it records which files may be pruned: mend it, or delete it to forget them"))
        }
    }
}

/// The record of some files. A path that does not fit into a line is left out, and so is never pruned.
pub(super) fn write<'a>(paths: impl Iterator<Item = &'a str>) -> Wanted {
    let paths: BTreeSet<&str> =
        paths.filter(|path| !path.contains(char::is_control) && !path.starts_with('#')).collect();
    let mut text = HEAD.to_owned();
    for path in paths {
        text.push_str(path);
        text.push('\n');
    }
    Wanted { path: NAME.to_owned(), text }
}
