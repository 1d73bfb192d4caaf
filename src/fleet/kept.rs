//! What is kept of a run in a cluster's folder: by digest, what the cluster was made from and its files. While neither has
//! changed, it is not rendered again.

use super::shared::Makes;
use crate::digest::Digest;
use crate::order;
use crate::output::folder::{self, Wanted};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::Write as _;
use std::path::{Component, Path};
use std::time::{Duration, SystemTime};

/// The name of its file.
pub const NAME: &str = ".alluxio-gen-cache";

const HEAD: &str = "# Digests of the inputs and files of this folder: `alluxio-gen fleet` renders it again when one changes. Do not commit.\n";

/// The largest file that is read, in bytes. Ours have some hundred.
const LARGEST: u64 = 1 << 20;

/// What is kept of a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The digest of all that it was made from.
    pub inputs: u128,
    /// What other clusters may make too.
    pub makes: Makes,
    /// Its files, and the record of them.
    pub files: Vec<Kin>,
}

/// A file of which the text is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kin {
    /// Its path below the folder, with `/`.
    pub path: String,
    /// Its length in bytes.
    pub length: u64,
    /// The digest of its text.
    pub digest: u128,
}

impl Kin {
    /// Of a file that is written.
    pub fn of(file: &Wanted) -> Self {
        Kin { path: file.path.clone(), length: file.text.len() as u64, digest: Digest::of(&file.text) }
    }

    /// Whether that text stands in a folder, at a path on which nothing is a link.
    fn stands(&self, root: &Path) -> bool {
        let path = root.join(&self.path);
        let same = |about: Metadata| about.is_file() && about.len() == self.length;
        fs::symlink_metadata(&path).is_ok_and(same) && fs::read(&path).is_ok_and(|text| Digest::of(text) == self.digest)
    }
}

impl Kept {
    /// What is kept in a folder, if it can be believed.
    pub fn read(root: &Path) -> Option<Self> {
        let path = root.join(NAME);
        let about = fs::symlink_metadata(&path).ok().filter(|about| about.is_file() && about.len() <= LARGEST)?;
        let text = fs::read_to_string(&path).ok()?;
        if about.modified().ok()? != date(&text) { None } else { Kept::parse(&text) }
    }

    /// Whether the files on disk are those that are kept.
    pub fn stand(&self, root: &Path) -> bool {
        let is_folder = |path: &Path| fs::symlink_metadata(path).is_ok_and(|about| about.is_dir());
        let mut folders: Vec<&str> = self.files.iter().flat_map(|file| above(&file.path)).collect();
        order::sort(&mut folders);
        folders.dedup();
        self.files.iter().all(|file| goes_down(&file.path))
            && is_folder(root)
            && folders.iter().all(|folder| is_folder(&root.join(folder)))
            && self.files.iter().all(|file| file.stands(root))
    }

    /// Keeps it in a folder. Where that fails the next run renders again, so nobody needs to know.
    pub fn write(&self, root: &Path) {
        let Some(text) = self.print() else { return };
        let place = root.join(NAME);
        if fs::symlink_metadata(&place).is_ok_and(|about| !about.is_file()) {
            return;
        }
        let temporary = folder::temporary(root, "cache");
        let written = OpenOptions::new().write(true).create_new(true).open(&temporary).and_then(|mut file: File| {
            file.write_all(text.as_bytes())?;
            file.set_modified(date(&text))
        });
        if written.and_then(|()| fs::rename(&temporary, &place)).is_err() {
            let _ = fs::remove_file(&temporary);
        }
    }

    /// Forgets what is kept in a folder.
    pub fn forget(root: &Path) {
        let path = root.join(NAME);
        if fs::symlink_metadata(&path).is_ok_and(|about| about.is_file()) {
            let _ = fs::remove_file(path);
        }
    }

    /// Its text; none if a name does not fit into a line.
    fn print(&self) -> Option<String> {
        let csi = if self.makes.csi { "csi" } else { "-" };
        let mut text = format!("{HEAD}{:032x} {csi} {}\n", self.inputs, self.makes.base);
        for Kin { path, length, digest } in &self.files {
            text.push_str(&format!("{digest:032x} {length} {path}\n"));
        }
        let lines = 2 + self.files.len();
        (text.matches(char::is_control).count() == lines).then_some(text)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_prefix(HEAD)?.lines().map(|line| line.splitn(3, ' '));
        let digest = |word: &str| u128::from_str_radix(word, 16).ok();
        let mut first = lines.next()?;
        let inputs = digest(first.next()?)?;
        let makes = Makes { csi: first.next()? == "csi", base: first.next()?.to_owned() };
        let file = |mut words: std::str::SplitN<'_, char>| {
            let (digest, length) = (digest(words.next()?)?, words.next()?.parse().ok()?);
            Some(Kin { digest, length, path: words.next()?.to_owned() })
        };
        Some(Kept { inputs, makes, files: lines.map(file).collect::<Option<_>>()? })
    }
}

/// The date that the file has, made from its text, in the years 1990 to 2019. Git gives what it checks out the date of that
/// moment, so that nobody can pass manifests of their own through a review and `--check` by committing a file that fits.
/// It is a whole and even number of seconds, which every file system keeps.
fn date(text: &str) -> SystemTime {
    const FROM: u64 = 631_152_000;
    const YEARS: u64 = 946_684_800;
    SystemTime::UNIX_EPOCH + Duration::from_secs(FROM + (Digest::of(text) % u128::from(YEARS)) as u64 / 2 * 2)
}

/// The folders that a path leads through: `a` and `a/b` for `a/b/c`.
fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

fn goes_down(path: &str) -> bool {
    Path::new(path).components().all(|step| matches!(step, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::tempdir;

    fn kept() -> Kept {
        let file = |path: &str, text: &str| Kin::of(&Wanted { path: path.to_owned(), text: text.to_owned() });
        let makes = Makes { base: "alluxio".to_owned(), csi: true };
        Kept { inputs: 7, makes, files: vec![file("a.yaml", "a\n"), file("b/c d.yaml", "")] }
    }

    #[test]
    fn what_is_written_is_read() {
        let dir = tempdir().expect("a folder");
        kept().write(dir.path());
        assert_eq!(Kept::read(dir.path()), Some(kept()));
        Kept::forget(dir.path());
        assert_eq!(Kept::read(dir.path()), None);
    }

    #[test]
    fn a_copy_is_not_believed() {
        let dir = tempdir().expect("a folder");
        kept().write(dir.path());
        let text = fs::read(dir.path().join(NAME)).expect("it is read");
        fs::write(dir.path().join(NAME), text).expect("it is written");
        assert_eq!(Kept::read(dir.path()), None, "as a checkout of Git would be");
    }

    #[test]
    fn what_does_not_fit_into_lines_is_not_kept() {
        let dir = tempdir().expect("a folder");
        let mut kept = kept();
        kept.files[0].path = "a\nb".to_owned();
        kept.write(dir.path());
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 0);
    }

    #[test]
    fn files_stand_only_where_no_link_leads_to_them() {
        let dir = tempdir().expect("a folder");
        let root = dir.path();
        fs::create_dir(root.join("b")).expect("a folder");
        fs::write(root.join("a.yaml"), "a\n").expect("written");
        assert!(!kept().stand(root));
        fs::write(root.join("b/c d.yaml"), "").expect("written");
        assert!(kept().stand(root));
        fs::write(root.join("a.yaml"), "b\n").expect("written");
        assert!(!kept().stand(root));
        fs::write(root.join("a.yaml"), "a\n").expect("written");
        let up = |path: String| Kept { files: vec![Kin { path, ..kept().files[0].clone() }], ..kept() };
        assert!(up("a.yaml".to_owned()).stand(root));
        assert!(!up(root.join("a.yaml").display().to_string()).stand(root));
        assert!(!up("b/../a.yaml".to_owned()).stand(root));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(root, root.join("link")).expect("a link");
            assert!(!up("link/a.yaml".to_owned()).stand(root));
        }
    }
}
