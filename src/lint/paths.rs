//! Where a file lies in the repository of a CI run: code scanning and annotations name files by it.

use std::borrow::Cow;
use std::env;
use std::path::{Component, Path, PathBuf};

/// The variables in which GitHub and GitLab say where the repository lies.
const REPOSITORY: [&str; 2] = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"];

/// The folder that paths are relative to, and the one that they are to be relative to.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    here: PathBuf,
    /// The repository, as it is spelled and as it lies on the disk.
    roots: Vec<PathBuf>,
}

impl Paths {
    /// As the environment has it.
    pub fn from_environment() -> Self {
        let root = REPOSITORY.into_iter().filter_map(env::var_os).find(|root| !root.is_empty()).map(PathBuf::from);
        let real = root.as_ref().and_then(|root| root.canonicalize().ok());
        Paths { here: env::current_dir().unwrap_or_default(), roots: root.into_iter().chain(real).collect() }
    }

    /// A file's path in the repository; as it is written if it lies elsewhere, or if there is none.
    pub fn of<'a>(&self, name: &'a str) -> Cow<'a, str> {
        let full = clean(&self.here.join(name));
        let within = self.roots.iter().find_map(|root| full.strip_prefix(clean(root)).ok());
        match within.and_then(Path::to_str) {
            Some(path) => Cow::Owned(path.to_owned()),
            None => Cow::Borrowed(name.strip_prefix("./").unwrap_or(name)),
        }
    }
}

/// A path without `.` and `..`.
fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(out.pop()),
            part => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Paths;

    #[test]
    fn files_are_named_as_the_repository_has_them() {
        let paths = Paths { here: "/work/repo/clusters".into(), roots: vec!["/work/repo/".into()] };
        for (name, expected) in [
            ("a.yaml", "clusters/a.yaml"),
            ("./a.yaml", "clusters/a.yaml"),
            ("../b.yaml", "b.yaml"),
            ("/work/repo/c/d.yaml", "c/d.yaml"),
            ("/tmp/e.yaml", "/tmp/e.yaml"),
            ("../../f.yaml", "../../f.yaml"),
        ] {
            assert_eq!(paths.of(name), expected, "{name}");
        }
        assert_eq!(Paths::default().of("./a.yaml"), "a.yaml");
    }
}
