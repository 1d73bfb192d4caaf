//! From which version on something is there, and until which.

use super::{ALL, Version};

/// The versions that have something: a value, a template, a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Era {
    /// The first version with it; not given: the first of all.
    pub since: Option<&'static str>,
    /// The first version without it, if there is one.
    pub until: Option<End>,
}

/// How something ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// The first version without it.
    pub with: &'static str,
    /// What to do instead: ``write `fuse.mountPoint` ``.
    pub instead: &'static str,
}

impl Era {
    /// Every version has it.
    pub const ALWAYS: Era = Era { since: None, until: None };

    /// From a version on.
    pub const fn since(version: &'static str) -> Era {
        Era { since: Some(version), until: None }
    }

    /// Until a version came, which has something else instead.
    pub const fn until(with: &'static str, instead: &'static str) -> Era {
        Era { since: None, until: Some(End { with, instead }) }
    }

    /// Whether a version has it.
    #[inline]
    pub fn holds(&self, version: &Version) -> bool {
        self.since.is_none_or(|since| version.follows(since)) && !self.is_over(version)
    }

    /// Whether it ended before a version, or with it.
    pub fn is_over(&self, version: &Version) -> bool {
        self.until.is_some_and(|end| version.follows(end.with))
    }

    /// The oldest version that has it.
    pub fn first(&self) -> Option<&'static Version> {
        ALL.iter().find(|version| self.holds(version))
    }
}
