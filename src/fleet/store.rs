//! The files of clusters on disk, and those of clusters that are gone.

use super::Kept;
use crate::order;
use crate::output::folder::{Held, Wanted};
use crate::output::prune;
use crate::output::record::Record;
use crate::output::store::{self, Mode, Stored};
use crate::problem::{Problem, Problems, Stop};
use std::collections::HashSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Compares or writes the files of a cluster.
pub fn store(out: &Path, name: &str, files: Vec<Wanted>, mode: Mode, problems: &mut Problems) -> Result<Stored, Stop> {
    let root = out.join(name);
    let stands = fs::symlink_metadata(&root).map(|about| (about.is_symlink(), about.is_dir()));
    if let Ok((is_link, false)) = stands {
        let kind = if is_link { "symbolic link" } else { "file" };
        let problem = Problem::error(format!("`{}` is a {kind}, but must be a folder", root.display()));
        return problems.fail(problem.help("remove it, or rename the cluster"));
    }
    let stored = store::store(&root, files, Record::Fleet, false, mode, problems)?;
    Ok(stored.named(name))
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
        } else if entry.file_type()?.is_dir() && entry.path().join(Record::Fleet.name()).is_file() {
            old.push(name);
        }
    }
    old.retain(|name| !missing.contains(&name.to_lowercase()));
    order::sort(&mut old);
    Ok(old)
}

fn drop_cluster(out: &Path, name: &str, mode: Mode, stored: &mut Stored, problems: &mut Problems) -> Result<(), Stop> {
    let root = out.join(name);
    let held = if mode == Mode::Prune { Some(Held::new(&root, problems)?) } else { None };
    held.iter().for_each(Held::sweep);
    let stale = prune::ours(&root, Record::Fleet.read(&root, problems)?, problems)?;
    match mode {
        Mode::Check => {
            stored.drift.push(format!("{name}: no longer in the fleet, with {}", store::number(stale.len())));
            stored.stale += stale.len();
        }
        Mode::Write => stored.stale += stale.len(),
        Mode::Prune => {
            stored.removed += prune::remove(&root, &stale, problems)?;
            Kept::forget(&root);
            // The record goes last: a run that is killed before leaves one that still knows the rest.
            prune::remove_record(&root, Record::Fleet.name(), problems)?;
        }
    }
    Ok(())
}
