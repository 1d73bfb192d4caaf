//! What came of all clusters: sums, drift, and every problem once, with the clusters that have it.

use super::Stored;
use crate::Run;
use crate::problem::Severity;
use std::collections::{BTreeMap, HashMap};

/// The results so far. They may come in any order; what is made of them does not depend on it.
#[derive(Debug, Default)]
pub struct Tally {
    sum: Stored,
    drift: BTreeMap<usize, Vec<String>>,
    problems: HashMap<String, Told>,
    failed: usize,
}

/// A problem as people read it, without its clusters.
#[derive(Debug)]
struct Told {
    severity: Severity,
    pad: String,
    /// The first cluster that has it, and how many other problems that one had before: what it is sorted by.
    first: (usize, usize),
    clusters: Vec<usize>,
}

/// How many clusters of a problem are named.
const NAMED: usize = 10;

impl Tally {
    /// Takes in what came of a cluster; nothing is stored for one that failed.
    pub fn add(&mut self, index: usize, run: &Run, stored: Option<Stored>) {
        for (number, problem) in run.problems.iter().enumerate() {
            let (text, pad) = problem.print(&run.sources);
            let told = self.problems.entry(text).or_insert_with(|| Told {
                severity: problem.severity,
                pad,
                first: (index, number),
                clusters: Vec::new(),
            });
            told.first = told.first.min((index, number));
            told.clusters.push(index);
        }
        match stored {
            None => self.failed += 1,
            Some(stored) => self.sum_up(index, stored),
        }
    }

    /// Takes in what came of a place in the order that is behind all clusters, such as the folders of dropped ones.
    pub fn sum_up(&mut self, index: usize, mut stored: Stored) {
        let drift = std::mem::take(&mut stored.drift);
        if !drift.is_empty() {
            self.drift.entry(index).or_default().extend(drift);
        }
        self.sum.written += stored.written;
        self.sum.unchanged += stored.unchanged;
        self.sum.removed += stored.removed;
        self.sum.stale += stored.stale;
    }

    /// How many clusters have errors.
    pub fn failed(&self) -> usize {
        self.failed
    }

    /// The worst severity of any problem.
    pub fn worst(&self) -> Option<Severity> {
        self.problems.values().map(|told| told.severity).max()
    }

    /// All problems as people read them, in the order of the clusters, each with the names of those that have it.
    pub fn report(&self, name: impl Fn(usize) -> String) -> String {
        let mut problems: Vec<(&String, &Told)> = self.problems.iter().collect();
        problems.sort_by_key(|(_, told)| told.first);
        let block = |(text, told): (&String, &Told)| {
            let mut clusters = told.clusters.clone();
            clusters.sort_unstable();
            clusters.dedup();
            let mut names: Vec<String> =
                clusters.iter().take(NAMED).map(|&index| format!("`{}`", name(index))).collect();
            if clusters.len() > NAMED {
                names.push(format!("{} more", clusters.len() - NAMED));
            }
            let word = if clusters.len() == 1 { "cluster" } else { "clusters" };
            format!("{text}{} = {word}: {}\n", told.pad, names.join(", "))
        };
        problems.into_iter().map(block).collect::<Vec<_>>().join("\n")
    }

    /// The lines of drift, in the order of the clusters.
    pub fn drift(&self) -> impl Iterator<Item = &String> {
        self.drift.values().flatten()
    }

    /// What was done, in a line.
    pub fn summary(&self, clusters: usize) -> String {
        let sum = &self.sum;
        let mut parts = vec![match clusters {
            1 => "1 cluster".to_owned(),
            number => format!("{number} clusters"),
        }];
        if sum.written > 0 || sum.unchanged == 0 {
            parts.push(format!("{} written", files(sum.written)));
        }
        for (number, what) in [(sum.unchanged, "unchanged"), (sum.removed, "removed")] {
            if number > 0 {
                parts.push(format!("{} {what}", files(number)));
            }
        }
        if sum.stale > 0 {
            parts.push(format!("{} no longer made (`--prune` removes them)", files(sum.stale)));
        }
        parts.join(", ")
    }
}

/// `1 file`, `2 files`.
pub(super) fn files(number: usize) -> String {
    format!("{number} {}", if number == 1 { "file" } else { "files" })
}
