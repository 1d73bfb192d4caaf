//! The rules, a file a group. The first digit of a code is its group's.

mod claims;
mod computed;
mod folders;
mod hdfs;
mod images;
mod journal;
mod memory;
mod mounts;
mod pods;
mod properties;
mod shell;
mod socket;
mod tiers;
mod ufs;
mod units;
mod yaml;

use super::Rule;

/// Rules about one subject.
pub struct Group {
    /// What they are about.
    pub title: &'static str,
    /// The rules, by code.
    pub rules: &'static [Rule],
}

/// All groups, by the first digit of their codes.
pub const GROUPS: &[Group] = &[
    Group { title: "Under-storage", rules: ufs::RULES },
    Group { title: "HDFS", rules: hdfs::RULES },
    Group { title: "Journal and metastore", rules: journal::RULES },
    Group { title: "Properties", rules: properties::RULES },
    Group { title: "Computed properties", rules: computed::RULES },
    Group { title: "Options and environment", rules: shell::RULES },
    Group { title: "YAML", rules: yaml::RULES },
    Group { title: "Memory", rules: memory::RULES },
    Group { title: "Units", rules: units::RULES },
    Group { title: "Tiers", rules: tiers::RULES },
    Group { title: "Claims", rules: claims::RULES },
    Group { title: "Folders of the node", rules: folders::RULES },
    Group { title: "Mounts", rules: mounts::RULES },
    Group { title: "Pods", rules: pods::RULES },
    Group { title: "Images", rules: images::RULES },
    Group { title: "Domain socket", rules: socket::RULES },
];
