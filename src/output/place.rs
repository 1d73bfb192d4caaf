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
        Ok(Root { shown: root, start, followed: HashMap::new(), held: Vec::new() })
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

    /// Where a folder below really lies.
    fn follow(&mut self, start: &Path, folder: PathBuf, shown: &Path) -> Result<PathBuf, String> {
        if let Some(known) = self.followed.get(&folder) {
            return Ok(known.clone());
        }
        let really = match follow(start, &folder) {
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
        let (file, folders) =
            steps(relative).ok_or_else(|| format!("the path `{relative}` leaves the output folder"))?;
        if let Some(name) = relative.split('/').find(|name| name.len() > LONGEST_NAME) {
            return Err(format!("the file name `{name}` is longer than {LONGEST_NAME} bytes"));
        }
        let Some(start) = root.start.clone() else { return Ok(Place { path: shown, standing: Standing::Free }) };
        let mut folder = start.clone();
        for step in folders {
            folder = root.follow(&start, folder.join(step), &shown)?;
        }
        let Some((path, about)) = follow(&start, &folder.join(file)).map_err(|reason| reason.about(&shown))? else {
            return Ok(Place { path: folder.join(file), standing: Standing::Free });
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

/// The file's name and the folders before it, if the path only goes down.
fn steps(relative: &str) -> Option<(&str, Vec<&str>)> {
    let mut names = relative.split('/').collect::<Vec<_>>();
    let plain = |name: &&str| {
        let mut components = Path::new(name).components();
        matches!((components.next(), components.next()), (Some(Component::Normal(_)), None))
            && !name.contains(['\\', '\0'])
    };
    if !names.iter().all(plain) {
        return None;
    }
    let file = names.pop()?;
    Some((file, names))
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
fn follow(root: &Path, path: &Path) -> Result<Option<(PathBuf, Metadata)>, Reason> {
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_symlink() => match fs::canonicalize(path) {
            Ok(target) if target.starts_with(root) => match fs::metadata(&target) {
                Ok(about) => Ok(Some((target, about))),
                Err(error) => Err(Reason::Unreadable(error)),
            },
            // A link to nothing is not followed either: its target could be anywhere.
            _ => Err(Reason::Leaves(path.to_owned())),
        },
        Ok(about) => Ok(Some((path.to_owned(), about))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Reason::Unreadable(error)),
    }
}
