//! The rules, a file a group. The first digit of a code is its group's.

mod address;
mod claims;
mod computed;
mod csi;
mod folders;
mod hdfs;
mod images;
mod journal;
mod memory;
mod metrics;
mod mounts;
mod network;
mod pods;
mod properties;
pub mod refused;
mod releases;
mod restart;
mod secrets;
mod shell;
mod socket;
mod table;
mod tiers;
pub mod ufs;
mod units;
mod words;
mod yaml;

use super::Rule;

/// Whether a text has the form of a rule's code: `AXG` and three digits.
pub fn is_code(text: &str) -> bool {
    let digits = text.get(..3).filter(|start| start.eq_ignore_ascii_case("AXG")).and(text.get(3..));
    digits.is_some_and(|digits| digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Rules about one subject.
pub struct Group {
    /// What they are about.
    pub title: &'static str,
    /// The rules, by code.
    pub rules: &'static [Rule],
}

/// All groups, by the first digit of their codes.
pub const GROUPS: &[Group] = &[
    Group { title: "Under storage", rules: ufs::RULES },
    Group { title: "HDFS", rules: hdfs::RULES },
    Group { title: "Under storage addresses", rules: address::RULES },
    Group { title: "Journal and metastore", rules: journal::RULES },
    Group { title: "Properties", rules: properties::RULES },
    Group { title: "Computed properties", rules: computed::RULES },
    Group { title: "Options and environment", rules: shell::RULES },
    Group { title: "Alluxio properties", rules: table::RULES },
    Group { title: "Command-line arguments", rules: words::RULES },
    Group { title: "Changes", rules: restart::RULES },
    Group { title: "YAML", rules: yaml::RULES },
    Group { title: "Memory", rules: memory::RULES },
    Group { title: "Units", rules: units::RULES },
    Group { title: "Tiers", rules: tiers::RULES },
    Group { title: "Claims", rules: claims::RULES },
    Group { title: "Host paths", rules: folders::RULES },
    Group { title: "Mounts", rules: mounts::RULES },
    Group { title: "Secrets", rules: secrets::RULES },
    Group { title: "Pods", rules: pods::RULES },
    Group { title: "Network", rules: network::RULES },
    Group { title: "Images", rules: images::RULES },
    Group { title: "CSI", rules: csi::RULES },
    Group { title: "Releases", rules: releases::RULES },
    Group { title: "Domain socket", rules: socket::RULES },
    Group { title: "Metrics", rules: metrics::RULES },
    Group { title: "Invalid input", rules: refused::RULES },
];
