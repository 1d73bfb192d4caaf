//! Removes files that an earlier run has written, and folders that become empty, and nothing else.

use crate::input::words;
use crate::problem::{Problem, Problems, Stop};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Component, Path, PathBuf};

/// How every manifest that this program writes as a file begins, in YAML and in JSON.
const HEADS: [&[u8]; 2] = [b"---\n# Source: alluxio/", b"{\n  \"apiVersion\": \""];

/// Those of some paths below a folder that are manifests which this program wrote: regular files, reached through no link,
/// with our head. The paths may come from a record that anyone could have edited.
///
/// One that cannot be read now is no reason to forget it, so it is an error.
pub fn ours(root: &Path, paths: BTreeSet<String>, problems: &mut Problems) -> Result<BTreeSet<String>, Stop> {
    let mut ours = BTreeSet::new();
    for relative in paths {
        match is_ours(root, &relative) {
            Ok(true) => drop(ours.insert(relative)),
            Ok(false) => {}
            Err(error) => {
                let path = root.join(relative);
                let problem = Problem::error(format!("cannot read `{}`: {}", path.display(), words(&error)));
                return problems.fail(problem.help("an earlier run wrote it: make it readable, or remove it"));
            }
        }
    }
    Ok(ours)
}

fn is_ours(root: &Path, relative: &str) -> io::Result<bool> {
    let Some(path) = reached(root, relative)? else { return Ok(false) };
    let mut begin = Vec::new();
    let longest = HEADS.iter().map(|head| head.len()).max().unwrap_or_default();
    match File::open(path).and_then(|file| file.take(longest as u64).read_to_end(&mut begin)) {
        Ok(_) => Ok(HEADS.iter().any(|head| begin.starts_with(head))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// The path of a regular file, if no step of the way is a link or leads up, and if it is spelled as this program spells it: by
/// another spelling, such as `a//b`, a file that is still made could pass for one that is not.
fn reached(root: &Path, relative: &str) -> io::Result<Option<PathBuf>> {
    if relative.split('/').any(|step| matches!(step, "" | ".")) {
        return Ok(None);
    }
    let mut path = root.to_owned();
    let mut steps = Path::new(relative).components().peekable();
    while let Some(step) = steps.next() {
        let Component::Normal(name) = step else { return Ok(None) };
        path.push(name);
        let about = match fs::symlink_metadata(&path) {
            Ok(about) => about,
            // What is not there, or could not be anywhere.
            Err(error) if missing(&error) => return Ok(None),
            Err(error) => return Err(error),
        };
        let fits = if steps.peek().is_some() { about.is_dir() } else { about.is_file() };
        if !fits {
            return Ok(None);
        }
    }
    Ok(Some(path))
}

fn missing(error: &io::Error) -> bool {
    use ErrorKind::{InvalidFilename, InvalidInput, NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory | InvalidInput | InvalidFilename)
}

/// Removes files that are [`ours`] and the folders that they leave empty. Returns how many there were.
pub fn remove(root: &Path, paths: &BTreeSet<String>, problems: &mut Problems) -> Result<usize, Stop> {
    let mut removed = 0;
    for relative in paths {
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
