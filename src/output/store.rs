//! A folder of files that a command keeps: compared, written, and pruned by the record of what it wrote before.

use super::folder::{self, Change, Held, Wanted};
use super::prune;
use super::record::Record;
use crate::problem::{Problems, Stop};
use std::collections::{BTreeSet, HashSet};
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

impl Mode {
    /// What `--check` and `--prune` ask for.
    pub fn new(check: bool, prune: bool) -> Self {
        match (check, prune) {
            (true, _) => Mode::Check,
            (false, true) => Mode::Prune,
            (false, false) => Mode::Write,
        }
    }
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
    /// With [`Mode::Check`]: how many files there would be, if not one of them is there.
    pub missing: Option<usize>,
}

impl Stored {
    /// Says in each line of drift what the folder is called. One in which nothing is yet is one line.
    pub fn named(mut self, name: &str) -> Self {
        self.drift = match self.missing {
            Some(all) => vec![format!("{name}: missing, with {}", number(all))],
            None => self.drift.iter().map(|line| format!("{name}/{line}")).collect(),
        };
        self
    }

    /// What was done: `3 files written, 1 file unchanged`.
    pub fn summary(&self) -> String {
        let mut parts = Vec::new();
        if self.written > 0 || self.unchanged == 0 {
            parts.push(format!("{} written", number(self.written)));
        }
        for (count, what) in [(self.unchanged, "unchanged"), (self.removed, "removed")] {
            if count > 0 {
                parts.push(format!("{} {what}", number(count)));
            }
        }
        if self.stale > 0 {
            parts.push(format!("{} no longer rendered (`--prune` removes them)", number(self.stale)));
        }
        parts.join(", ")
    }
}

/// `1 file`, `2 files`.
pub fn number(files: usize) -> String {
    format!("{files} {}", if files == 1 { "file" } else { "files" })
}

/// Compares or writes files, and looks after those that the same command has written before. Where the files are a part of
/// all only, those stay and are no drift.
pub fn store(
    root: &Path,
    files: Vec<Wanted>,
    record: Record,
    is_part: bool,
    mode: Mode,
    problems: &mut Problems,
) -> Result<Stored, Stop> {
    // From here on no other run changes the record or the files.
    let mut held = if mode == Mode::Check { None } else { Some(Held::new(root, problems)?) };
    let made: HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    held.iter().for_each(Held::sweep);
    let mut stale = record.read(root, problems)?;
    stale.retain(|path| !made.contains(path.as_str()));
    let kept = if is_part { std::mem::take(&mut stale) } else { BTreeSet::new() };
    let stale = prune::ours(root, stale, problems)?;
    // Until the stale files are gone the record has them too, so that a later run can still remove them.
    let mut wanted = vec![record.write(made.iter().copied().chain(stale.iter().chain(&kept).map(String::as_str)))];
    let pruned = (mode == Mode::Prune && !stale.is_empty()).then(|| record.write(made.into_iter()));
    wanted.extend(files);
    let Some(held) = &mut held else {
        let changes = folder::compare(root, &wanted, problems)?;
        return Ok(drift(&wanted, &changes, &stale));
    };
    let changes = held.write(&wanted, problems)?;
    let unchanged = changes.iter().skip(1).filter(|change| **change == Change::Same).count();
    let mut stored = Stored { written: changes.len() - 1 - unchanged, unchanged, ..Stored::default() };
    match pruned {
        None => stored.stale = stale.len(),
        Some(pruned) => {
            stored.removed = prune::remove(root, &stale, problems)?;
            held.write(&[pruned], problems)?;
        }
    }
    Ok(stored)
}

fn drift(wanted: &[Wanted], changes: &[Change], stale: &BTreeSet<String>) -> Stored {
    // The first one is the record.
    let count = |wanted: Change| changes.iter().skip(1).filter(|change| **change == wanted).count();
    let mut drift = Vec::new();
    for (file, change) in wanted.iter().zip(changes) {
        match change {
            Change::New => drift.push(format!("{}: missing", file.path)),
            Change::Changed => drift.push(format!("{}: differs", file.path)),
            Change::Same => {}
        }
    }
    drift.extend(stale.iter().map(|path| format!("{path}: no longer rendered")));
    let all = changes.len() - 1;
    Stored {
        unchanged: count(Change::Same),
        stale: stale.len(),
        missing: (count(Change::New) == all && stale.is_empty() && all > 0).then_some(all),
        drift,
        ..Stored::default()
    }
}
