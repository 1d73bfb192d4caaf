//! The files of a cluster on disk: compared, written, and pruned by their record.

use super::record;
use crate::output::folder::{self, Change, Held, Wanted};
use crate::output::prune;
use crate::problem::{Problem, Problems, Stop};
use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// What is to happen to files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// They are compared, and drift is listed.
    Check,
    /// They are written; those that are no longer made stay.
    Write,
    /// They are written, and those that are no longer made are removed.
    Prune,
}

/// What happened to the files of one cluster, or of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// How many files were written.
    pub written: usize,
    /// How many were as they shall be.
    pub unchanged: usize,
    /// How many were removed, because they are no longer made.
    pub removed: usize,
    /// How many are no longer made and still there.
    pub stale: usize,
    /// With [`Mode::Check`]: a line for each file that is not as it shall be.
    pub drift: Vec<String>,
}

/// Compares or writes the files of a cluster.
pub fn store(out: &Path, name: &str, files: Vec<Wanted>, mode: Mode, problems: &mut Problems) -> Result<Stored, Stop> {
    let root = out.join(name);
    let stands = fs::symlink_metadata(&root).map(|about| (about.is_symlink(), about.is_dir()));
    if let Ok((is_link, false)) = stands {
        let kind = if is_link { "symbolic link" } else { "file" };
        let problem = Problem::error(format!("`{}` is a {kind}, where a folder belongs", root.display()));
        return problems.fail(problem.help("remove it, or call the cluster otherwise"));
    }
    // From here on no other run changes the record or the files.
    let mut held = if mode == Mode::Check { None } else { Some(Held::new(&root, problems)?) };
    let made: HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    held.iter().for_each(Held::sweep);
    let mut stale = record::read(&root, problems)?;
    stale.retain(|path| !made.contains(path.as_str()));
    let stale = prune::ours(&root, stale, problems)?;
    // Until the stale files are gone the record has them too, so that a later run can still remove them.
    let mut wanted = vec![record::write(made.iter().copied().chain(stale.iter().map(String::as_str)))];
    let pruned = (mode == Mode::Prune && !stale.is_empty()).then(|| record::write(made.into_iter()));
    wanted.extend(files);
    let Some(held) = &mut held else {
        let changes = folder::compare(&root, &wanted, problems)?;
        return Ok(drift(name, &wanted, &changes, &stale));
    };
    let changes = held.write(&wanted, problems)?;
    let unchanged = changes.iter().skip(1).filter(|change| **change == Change::Same).count();
    let mut stored = Stored { written: changes.len() - 1 - unchanged, unchanged, ..Stored::default() };
    match pruned {
        None => stored.stale = stale.len(),
        Some(record) => {
            stored.removed = prune::remove(&root, &stale, problems)?;
            held.write(&[record], problems)?;
        }
    }
    Ok(stored)
}

fn drift(name: &str, wanted: &[Wanted], changes: &[Change], stale: &BTreeSet<String>) -> Stored {
    let files = changes.len() - 1;
    let count = |wanted: Change| changes.iter().skip(1).filter(|change| **change == wanted).count();
    if count(Change::New) == files && stale.is_empty() && files > 0 {
        let drift = vec![format!("{name}: missing, with {}", super::tally::files(files))];
        return Stored { drift, ..Stored::default() };
    }
    let mut drift = Vec::new();
    for (file, change) in wanted.iter().zip(changes) {
        match change {
            Change::New => drift.push(format!("{name}/{}: missing", file.path)),
            Change::Changed => drift.push(format!("{name}/{}: differs", file.path)),
            Change::Same => {}
        }
    }
    drift.extend(stale.iter().map(|path| format!("{name}/{path}: no longer made")));
    Stored { unchanged: count(Change::Same), stale: stale.len(), drift, ..Stored::default() }
}

/// Looks for folders of clusters that the fleet no longer has, and empties them if it is to prune. What fails is told, and
/// does not keep it from the others.
pub fn dropped(out: &Path, names: &HashSet<&str>, mode: Mode, problems: &mut Problems) -> Stored {
    let mut stored = Stored::default();
    match old_folders(out, names) {
        Ok(old) => {
            for name in old {
                let _ = drop_cluster(out, &name, mode, &mut stored, problems);
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => problems.push(Problem::error(format!("cannot read the folder `{}`: {error}", out.display()))),
    }
    stored
}

/// The folders with a record that belong to no cluster, in order.
fn old_folders(out: &Path, names: &HashSet<&str>) -> io::Result<Vec<String>> {
    let mut old = Vec::new();
    // Where the system takes `EU` and `eu` for one folder, only the old name is listed, and the new one is missing.
    let mut missing: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    for entry in fs::read_dir(out)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if names.contains(name.as_str()) {
            missing.remove(&name.to_lowercase());
        } else if entry.file_type()?.is_dir() && entry.path().join(record::NAME).is_file() {
            old.push(name);
        }
    }
    old.retain(|name| !missing.contains(&name.to_lowercase()));
    old.sort_unstable();
    Ok(old)
}

fn drop_cluster(out: &Path, name: &str, mode: Mode, stored: &mut Stored, problems: &mut Problems) -> Result<(), Stop> {
    let root = out.join(name);
    let held = if mode == Mode::Prune { Some(Held::new(&root, problems)?) } else { None };
    held.iter().for_each(Held::sweep);
    let stale = prune::ours(&root, record::read(&root, problems)?, problems)?;
    match mode {
        Mode::Check => {
            stored.drift.push(format!("{name}: no longer in the fleet, with {}", super::tally::files(stale.len())));
            stored.stale += stale.len();
        }
        Mode::Write => stored.stale += stale.len(),
        Mode::Prune => {
            stored.removed += prune::remove(&root, &stale, problems)?;
            // The record goes last: a run that is killed before leaves one that still knows the rest.
            prune::remove_record(&root, record::NAME, problems)?;
        }
    }
    Ok(())
}
