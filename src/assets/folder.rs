//! The files of the folder of `--from DIR`: which there are, and which paths stay inside.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// How deep the folders of `--from` may nest; a link back to a folder above would have no end.
pub(super) const MAX_FOLDERS: usize = 8;

/// Gathers the paths of all files below a folder, with `/` between their parts. A folder that is not there has none.
pub(super) fn walk(
    dir: &Path,
    prefix: &str,
    depth: usize,
    found: &mut Vec<String>,
) -> Result<(), (PathBuf, std::io::Error)> {
    if depth == 0 || !dir.is_dir() {
        return Ok(());
    }
    let at = |error| (dir.to_owned(), error);
    for entry in fs::read_dir(dir).map_err(at)? {
        let entry = entry.map_err(at)?;
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        let path = format!("{prefix}/{name}");
        match entry.path().is_dir() {
            true => walk(&entry.path(), &path, depth - 1, found)?,
            false => found.push(path),
        }
    }
    Ok(())
}

/// Whether there are folders that [`walk`] does not look into.
pub(super) fn nests_deeper(dir: &Path, depth: usize) -> bool {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let mut folders = entries.map(|entry| entry.path()).filter(|path| path.is_dir());
    folders.any(|folder| depth == 1 || nests_deeper(&folder, depth - 1))
}

/// Whether a path has plain parts only: no `..`, no root.
pub(super) fn stays_inside(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, Component::Normal(_))) && !path.contains('\\')
}
