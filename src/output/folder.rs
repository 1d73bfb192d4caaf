//! A folder of files: what would change, and the change itself, in which no file is ever half-written.

use super::place::{Place, Root, Standing};
use super::replace;
use crate::order;
use crate::problem::{Problem, Problems, Stop};
use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A file that shall be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its path below the folder, with `/`: `master/statefulset-alluxio-master.yaml`.
    pub path: String,
    /// Its whole text.
    pub text: String,
}

/// How a wanted file compares with what is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is not there.
    New,
    /// It is there with another text.
    Changed,
    /// It is there as it shall be.
    Same,
}

/// How long another run that writes into the same folder is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Compares the wanted files with those on disk and changes nothing. What stands in the way of writing is told.
pub fn compare(root: &Path, files: &[Wanted], problems: &mut Problems) -> Result<Vec<Change>, Stop> {
    survey(root, files, problems).map(|places| places.iter().map(change).collect())
}

/// Makes the folder hold the wanted files and says what each one was before.
///
/// All of them are written beside their places first and then renamed, so a disk that fills up leaves every file as it was.
pub fn write(root: &Path, files: &[Wanted], problems: &mut Problems) -> Result<Vec<Change>, Stop> {
    let before = survey(root, files, problems)?;
    if !root.exists() && files.is_empty() {
        return Ok(Vec::new());
    }
    let mut held = Held::new(root, problems)?;
    // Another run may have written since.
    let is_done = before.iter().all(|place| change(place) == Change::Same);
    if held.lock.is_some() && !is_done { held.write(files, problems) } else { held.put(files, &before, problems) }
}

/// The path of a file in a folder that is to be renamed. No other run has it, and what killed ones leave is removed.
pub fn temporary(root: &Path, name: &str) -> PathBuf {
    replace::temporary(root, name)
}

/// Whether killed runs may have left something in a folder or in those right below.
pub fn has_rest(root: &Path) -> bool {
    let below = fs::read_dir(root).into_iter().flatten().flatten();
    let mut below = below.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    replace::has_rest(root) || below.any(|entry| replace::has_rest(&entry.path()))
}

/// A folder into which no other run writes until this is dropped.
pub struct Held<'a> {
    root: &'a Path,
    made: replace::Folders,
    /// None where the system cannot lock folders.
    lock: Option<File>,
}

impl<'a> Held<'a> {
    /// Makes the folder, unless it is there, and waits for other runs that write into it.
    pub fn new(root: &'a Path, problems: &mut Problems) -> Result<Self, Stop> {
        let mut made = replace::Folders::default();
        loop {
            if let Err(error) = made.make(root) {
                made.undo();
                return problems.fail(cannot("make the folder", root, &error));
            }
            let lock = lock(root, problems)?;
            // The other run may have removed it.
            if lock.is_none() || root.exists() {
                return Ok(Held { root, made, lock });
            }
        }
    }

    /// Removes what killed runs have left in the folders right below, also in those that get no files any more.
    pub fn sweep(&self) {
        for entry in fs::read_dir(self.root).into_iter().flatten().flatten() {
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder && replace::sweep(&entry.path()) {
                // One that holds something else stays.
                let _ = fs::remove_dir(entry.path());
            }
        }
    }

    /// As [`write()`] does.
    pub fn write(&mut self, files: &[Wanted], problems: &mut Problems) -> Result<Vec<Change>, Stop> {
        let places = survey(self.root, files, problems).inspect_err(|Stop| self.made.undo())?;
        self.put(files, &places, problems)
    }

    fn put(&mut self, files: &[Wanted], places: &[Place], problems: &mut Problems) -> Result<Vec<Change>, Stop> {
        // What killed runs have left is safe to remove only while no other one writes.
        for folder in folders(self.root, places) {
            replace::sweep(&folder);
        }
        let changed = places.iter().zip(files).filter(|(place, _)| change(place) != Change::Same);
        let changed = changed.map(|(place, file)| (place.path.as_path(), file.text.as_str()));
        match replace::replace(changed, &mut self.made) {
            Ok(()) => Ok(places.iter().map(change).collect()),
            Err(failure) => problems.fail(cannot(failure.doing, &failure.path, &failure.error)),
        }
    }
}

fn cannot(doing: &str, path: &Path, error: &std::io::Error) -> Problem {
    Problem::error(format!("cannot {doing} `{}`: {error}", path.display()))
}

fn change(place: &Place) -> Change {
    match place.standing {
        Standing::Free => Change::New,
        Standing::Other => Change::Changed,
        Standing::Same => Change::Same,
    }
}

fn in_the_way(message: String) -> Problem {
    let problem = Problem::error(message).note("nothing was written");
    problem.help("choose another folder, or move the file that is in the way")
}

/// Finds the place of every file. All that stands in the way is told at once.
fn survey(root: &Path, files: &[Wanted], problems: &mut Problems) -> Result<Vec<Place>, Stop> {
    let mut places = Vec::with_capacity(files.len());
    let mut failed = false;
    let mut paths = BTreeSet::new();
    let mut root = match Root::new(root) {
        Ok(root) => root,
        Err(message) => return problems.fail(in_the_way(message)),
    };
    for file in files {
        if !paths.insert(&file.path) {
            failed = true;
            let message = format!("two objects would be written to the file `{}`", file.path);
            problems.push(Problem::error(message).note("nothing was written"));
        }
        match Place::find(&mut root, &file.path, &file.text) {
            Ok(place) => places.push(place),
            Err(message) => {
                failed = true;
                problems.push(in_the_way(message));
            }
        }
    }
    if failed { Err(Stop) } else { Ok(places) }
}

/// The folders that the files lie in, each once.
fn folders(root: &Path, places: &[Place]) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = places.iter().filter_map(|place| Some(place.path.parent()?.to_owned())).collect();
    folders.push(root.to_owned());
    // Files of a folder mostly come one after the other. Paths compare name by name, which takes long.
    folders.dedup_by(|a, b| a.as_os_str() == b.as_os_str());
    order::sort_by(&mut folders, |a, b| a.as_os_str().cmp(b.as_os_str()));
    folders.dedup();
    folders
}

/// Keeps other runs out of the folder until it is dropped; none where the system cannot lock folders.
fn lock(root: &Path, problems: &mut Problems) -> Result<Option<File>, Stop> {
    let Ok(folder) = File::open(root) else { return Ok(None) };
    let start = Instant::now();
    loop {
        match folder.try_lock() {
            Ok(()) => return Ok(Some(folder)),
            Err(TryLockError::Error(_)) => return Ok(None),
            Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(5)),
            Err(TryLockError::WouldBlock) => {
                let message = format!("another alluxio-gen process is writing to `{}`", root.display());
                return problems.fail(Problem::error(message).help("wait until it ends, or stop it"));
            }
        }
    }
}
