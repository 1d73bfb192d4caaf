//! Removes files that an earlier run has written, and folders that become empty, and nothing else.

use crate::problem::{Problem, Problems, Stop};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Component, Path, PathBuf};

/// How every manifest that this program writes as a file begins.
const HEAD: &[u8] = b"---\n# Source: alluxio/";

/// Whether a path below a folder is a manifest that this program wrote: a regular file, reached through no link, with our head.
///
/// The path may come from a record that anyone could have edited.
pub fn is_ours(root: &Path, relative: &str) -> bool {
    let Some(path) = reached(root, relative) else { return false };
    let mut head = [0; HEAD.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok() && head == HEAD
}

/// The path of a regular file, if no step of the way is a link or leads up, and if it is spelled as this program spells it: by
/// another spelling, such as `a//b`, a file that is still made could pass for one that is not.
fn reached(root: &Path, relative: &str) -> Option<PathBuf> {
    if relative.split('/').any(|step| matches!(step, "" | ".")) {
        return None;
    }
    let mut path = root.to_owned();
    let mut steps = Path::new(relative).components().peekable();
    while let Some(step) = steps.next() {
        let Component::Normal(name) = step else { return None };
        path.push(name);
        let about = fs::symlink_metadata(&path).ok()?;
        let fits = if steps.peek().is_some() { about.is_dir() } else { about.is_file() };
        if !fits {
            return None;
        }
    }
    Some(path)
}

/// Removes files that are ours and the folders that they leave empty. Returns how many there were.
pub fn remove(root: &Path, paths: &BTreeSet<String>, problems: &mut Problems) -> Result<usize, Stop> {
    let mut removed = 0;
    for relative in paths.iter().filter(|path| is_ours(root, path)) {
        let path = root.join(relative);
        done(fs::remove_file(&path), &path, problems)?;
        removed += 1;
        let folders = path.ancestors().skip(1).take_while(|folder| *folder != root);
        // A folder that holds something else stays.
        let _ = folders.map(fs::remove_dir).find(Result::is_err);
    }
    Ok(removed)
}

/// Removes a file of another kind from a folder, and the folder if that leaves it empty.
pub fn remove_record(root: &Path, name: &str, problems: &mut Problems) -> Result<(), Stop> {
    let path = root.join(name);
    done(fs::remove_file(&path), &path, problems)?;
    let _ = fs::remove_dir(root);
    Ok(())
}

fn done(outcome: io::Result<()>, path: &Path, problems: &mut Problems) -> Result<(), Stop> {
    match outcome {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            problems.fail(Problem::error(format!("cannot remove `{}`: {error}", path.display())))
        }
        _ => Ok(()),
    }
}
