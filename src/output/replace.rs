//! Files are written beside their places and renamed over them, so that at any moment each one is the old or the new one.

use std::ffi::OsStr;
use std::fmt::Display;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// What the names of files that are not in their places yet begin with; a later run removes those of a run that was killed.
const PREFIX: &str = ".alluxio-gen-";
const SUFFIX: &str = ".tmp";

/// What could not be done.
pub(super) struct Failure {
    pub doing: &'static str,
    pub path: PathBuf,
    pub error: io::Error,
}

/// The folders that a run has made, in order.
#[derive(Default)]
pub(super) struct Folders(Vec<PathBuf>);

impl Folders {
    /// Makes a folder, and those that it lies in, unless it is there.
    pub fn make(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<&Path> =
            folder.ancestors().take_while(|path| *path != Path::new("") && !path.exists()).collect();
        for path in missing.into_iter().rev() {
            match fs::create_dir(path) {
                Ok(()) => self.0.push(path.to_owned()),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Takes back those that are still empty.
    pub fn undo(&self) {
        for path in self.0.iter().rev() {
            let _ = fs::remove_dir(path);
        }
    }
}

fn is_temporary(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX))
}

/// The path of a file that is to be renamed, in its folder. No other run has it.
pub(super) fn temporary(folder: &Path, name: impl Display) -> PathBuf {
    folder.join(format!("{PREFIX}{}-{name}{SUFFIX}", std::process::id()))
}

/// Whether killed runs may have left something in a folder.
pub(super) fn has_rest(folder: &Path) -> bool {
    fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| is_temporary(&entry.file_name()))
}

/// Removes what killed runs have left in a folder, and says whether there was anything. Only to be called while no other run
/// can write.
pub(super) fn sweep(folder: &Path) -> bool {
    let mut found = false;
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if is_temporary(&name) && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            found |= fs::remove_file(entry.path()).is_ok();
        }
    }
    found
}

/// A file that waits to be renamed; removed if it never is.
struct Waiting<'a> {
    temporary: PathBuf,
    place: &'a Path,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        // After the rename there is nothing left to remove.
        let _ = fs::remove_file(&self.temporary);
    }
}

/// Writes all files, then renames them all. When writing fails, every file is as it was, and new folders are gone.
pub(super) fn replace<'a>(
    files: impl Iterator<Item = (&'a Path, &'a str)>,
    folders: &mut Folders,
) -> Result<(), Failure> {
    let done = write_and_rename(files, folders);
    if done.is_err() {
        folders.undo();
    }
    done
}

fn write_and_rename<'a>(
    files: impl Iterator<Item = (&'a Path, &'a str)>,
    folders: &mut Folders,
) -> Result<(), Failure> {
    let mut waiting = Vec::new();
    for (number, (place, text)) in files.enumerate() {
        let fail = |doing| move |error| Failure { doing, path: place.to_owned(), error };
        let folder = place.parent().unwrap_or(Path::new(""));
        folders.make(folder).map_err(fail("make the folder of"))?;
        let temporary = temporary(folder, number);
        let mut file = OpenOptions::new().write(true).create_new(true).open(&temporary).map_err(fail("write"))?;
        waiting.push(Waiting { temporary, place });
        fill(&mut file, place, text).map_err(fail("write"))?;
    }
    for file in waiting {
        let fail = |error| Failure { doing: "replace", path: file.place.to_owned(), error };
        fs::rename(&file.temporary, file.place).map_err(fail)?;
    }
    Ok(())
}

fn fill(file: &mut File, place: &Path, text: &str) -> io::Result<()> {
    if let Ok(old) = fs::metadata(place) {
        file.set_permissions(old.permissions())?;
    }
    file.write_all(text.as_bytes())
}
