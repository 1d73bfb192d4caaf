//! The versions of Alluxio that there are manifests for: a row each, and all in which they differ.
//!
//! Nobody compares numbers of versions. A value or a template says with which version it came or went ([`Era`]); what else
//! differs has a name in the row, and who depends on it asks for that name.

mod choice;
mod era;

pub use choice::{Asked, Choice, MARK, choose};
pub use era::{End, Era};

/// A version, and what is particular to it.
#[derive(Debug, PartialEq, Eq)]
pub struct Version {
    /// What it is called: major and minor number.
    pub name: &'static str,
    /// Its releases, the oldest first. One of them may be named in place of the version: it is then the default of `imageTag`.
    pub patches: &'static [&'static str],
    /// The release that the built-in `imageTag` names.
    pub patch: &'static str,
    /// The chart whose objects are made; labels carry it.
    pub chart: &'static str,
    /// The versions that it goes back to and itself: what came with one of them is there, what ended with one is not.
    pub lineage: &'static [&'static str],
    /// The files of its default values, the lowest layer first.
    pub values: &'static [&'static str],
    /// The folders of `generate` that lie beside those of the profiles, not in them.
    pub common_folders: &'static [&'static str],
}

/// All versions, the oldest first.
pub static ALL: [Version; 1] = [Version {
    name: "2.7",
    patches: &["2.7.0", "2.7.1", "2.7.2", "2.7.3", "2.7.4"],
    patch: "2.7.2",
    chart: "alluxio-0.6.33",
    lineage: &["2.7"],
    values: &["values/values.yaml"],
    common_folders: &[],
}];

/// The version of who says nothing.
pub static DEFAULT: &Version = &ALL[0];

impl Version {
    /// Whether what came with a version is there.
    pub fn follows(&self, version: &str) -> bool {
        self.lineage.contains(&version)
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, DEFAULT};

    #[test]
    fn rows_are_complete() {
        assert_eq!(DEFAULT.name, "2.7");
        for version in &ALL {
            assert!(version.patches.contains(&version.patch), "{}", version.name);
            assert!(version.patches.iter().all(|patch| patch.starts_with(&format!("{}.", version.name))));
            assert_eq!(version.lineage.last(), Some(&version.name));
        }
    }
}
