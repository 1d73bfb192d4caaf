//! Where a file of an output folder really lies. A path that leaves the folder, also through a symbolic link, is refused.

use crate::input::words;
use std::collections::HashMap;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

/// The longest name that file systems take, in bytes.
const LONGEST_NAME: usize = 255;

/// The place of a wanted file.
pub(super) struct Place {
    /// Its path, with the links inside the folder followed.
    pub path: PathBuf,
    /// What is there.
    pub standing: Standing,
}

/// What stands at a place.
pub(super) enum Standing {
    /// Nothing.
    Free,
    /// A file with another text.
    Other,
    /// A file with the wanted text.
    Same,
}

/// An output folder, and those of its folders that were followed already.
pub(super) struct Root<'a> {
    shown: &'a Path,
    /// Where it really lies, unless it is not there yet.
    start: Option<PathBuf>,
    followed: HashMap<PathBuf, PathBuf>,
    /// The folder of the last file, and where it really lies. Files of a folder mostly come one after the other.
    last: (Option<String>, PathBuf),
    /// What was read last. Files are compared one after the other.
    held: Vec<u8>,
}

impl<'a> Root<'a> {
    /// Looks at an output folder.
    pub fn new(root: &'a Path) -> Result<Self, String> {
        let start = match fs::canonicalize(root) {
            Ok(start) if start.is_dir() => Some(start),
            Ok(_) => return Err(format!("`{}` is not a folder", root.display())),
            Err(error) if error.kind() == ErrorKind::NotFound && fs::symlink_metadata(root).is_err() => None,
            Err(error) => return Err(format!("cannot open the folder `{}`: {}", root.display(), words(&error))),
        };
        let last = (None, start.clone().unwrap_or_default());
        Ok(Root { shown: root, start, followed: HashMap::new(), last, held: Vec::new() })
    }

    /// Whether a file begins with a text. Its length is known, so one call of the system reads it.
    fn holds(&mut self, file: &Path, text: &str) -> io::Result<bool> {
        self.held.resize(text.len(), 0);
        match File::open(file)?.read_exact(&mut self.held) {
            // Somebody has made it shorter since.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
            read => read.map(|()| self.held == text.as_bytes()),
        }
    }

    /// Where a folder really lies, whose names are plain.
    fn follow(&mut self, start: &Path, folder: Option<&str>, shown: &Path) -> Result<(), String> {
        let mut really = start.to_owned();
        for step in folder.into_iter().flat_map(|folder| folder.split('/')) {
            really = self.step(start, really.join(step), shown)?;
        }
        self.last = (folder.map(str::to_owned), really);
        Ok(())
    }

    /// Where a folder in one that was followed really lies.
    fn step(&mut self, start: &Path, folder: PathBuf, shown: &Path) -> Result<PathBuf, String> {
        if let Some(known) = self.followed.get(&folder) {
            return Ok(known.clone());
        }
        let really = match follow(start, folder.clone()) {
            Ok(Some((next, about))) if about.is_dir() => next,
            Ok(Some(_)) => return Err(format!("`{}` needs a folder, but a file is there", shown.display())),
            // What is not there yet holds no links.
            Ok(None) => folder.clone(),
            Err(reason) => return Err(reason.about(shown)),
        };
        self.followed.insert(folder, really.clone());
        Ok(really)
    }
}

impl Place {
    /// Follows a path below the folder and compares what is there with the wanted text.
    pub fn find(root: &mut Root<'_>, relative: &str, text: &str) -> Result<Place, String> {
        let shown = root.shown.join(relative);
        let (folder, file) = match relative.rsplit_once('/') {
            Some((folder, file)) => (Some(folder), file),
            None => (None, relative),
        };
        let is_known = root.last.0.as_deref() == folder;
        let new = if is_known { file } else { relative };
        if !new.split('/').all(is_plain) {
            return Err(format!("the path `{relative}` leaves the output folder"));
        }
        if let Some(name) = new.split('/').find(|name| name.len() > LONGEST_NAME) {
            return Err(format!("the file name `{name}` is longer than {LONGEST_NAME} bytes"));
        }
        let Some(start) = root.start.clone() else { return Ok(Place { path: shown, standing: Standing::Free }) };
        if !is_known {
            root.follow(&start, folder, &shown)?;
        }
        let path = root.last.1.join(file);
        let Some((path, about)) = follow(&start, path).map_err(|reason| reason.about(&shown))? else {
            return Ok(Place { path: root.last.1.join(file), standing: Standing::Free });
        };
        if about.is_dir() {
            return Err(format!("`{}` is a folder, but must be a file", shown.display()));
        }
        if !about.is_file() {
            return Err(format!("`{}` is not a regular file", shown.display()));
        }
        // A file of another length is another file, and is not read.
        let same = about.len() == text.len() as u64
            && root.holds(&path, text).map_err(|error| format!("cannot read `{}`: {error}", shown.display()))?;
        Ok(Place { path, standing: if same { Standing::Same } else { Standing::Other } })
    }
}

/// Whether a name only goes down, by one step.
fn is_plain(name: &str) -> bool {
    let mut components = Path::new(name).components();
    matches!((components.next(), components.next()), (Some(Component::Normal(_)), None))
        && !name.bytes().any(|byte| matches!(byte, b'\\' | 0))
}

enum Reason {
    Leaves(PathBuf),
    Unreadable(std::io::Error),
}

impl Reason {
    fn about(self, path: &Path) -> String {
        match self {
            Reason::Leaves(link) => {
                format!("`{}` leaves the output folder through the symbolic link `{}`", path.display(), link.display())
            }
            Reason::Unreadable(error) => format!("cannot access `{}`: {error}", path.display()),
        }
    }
}

/// Where a path really leads, and what is there; nothing if nothing is.
fn follow(root: &Path, path: PathBuf) -> Result<Option<(PathBuf, Metadata)>, Reason> {
    match fs::symlink_metadata(&path) {
        Ok(about) if about.is_symlink() => match fs::canonicalize(&path) {
            Ok(target) if target.starts_with(root) => match fs::metadata(&target) {
                Ok(about) => Ok(Some((target, about))),
                Err(error) => Err(Reason::Unreadable(error)),
            },
            // A link to nothing is not followed either: its target could be anywhere.
            _ => Err(Reason::Leaves(path)),
        },
        Ok(about) => Ok(Some((path, about))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Reason::Unreadable(error)),
    }
}
