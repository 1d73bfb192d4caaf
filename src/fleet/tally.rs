//! What came of all clusters: sums, drift, and every problem. Drift, and what a cluster's own layers cause, is told at once,
//! so that memory does not grow with the clusters; what a shared layer causes is told once, with the clusters that have it.

use super::Cluster;
use crate::Run;
use crate::output::store::Stored;
use crate::problem::Severity;
use crate::source::SourceId;
use std::collections::{BTreeMap, HashMap};

/// What came of a cluster.
#[derive(Debug, Default)]
pub struct Outcome {
    problems: Vec<Told>,
    /// How many problems there were beyond those that are kept.
    more: usize,
    /// Nothing if it has errors.
    stored: Option<Stored>,
}

/// A problem as people read it, without its clusters.
#[derive(Debug)]
struct Told {
    severity: Severity,
    text: String,
    /// What a further line begins with.
    pad: String,
    is_shared: bool,
}

impl Outcome {
    /// That of a cluster of which so many files are as they shall be, and nothing is wrong.
    pub fn unchanged(files: usize) -> Self {
        Outcome { stored: Some(Stored { unchanged: files, ..Stored::default() }), ..Outcome::default() }
    }

    /// Takes a cluster's run apart. `shared` knows the texts that other clusters have too.
    pub fn new(run: &Run, shared: impl Fn(SourceId) -> bool, stored: Option<Stored>) -> Self {
        let problems = run.problems.iter().map(|problem| {
            let (text, pad) = problem.print(&run.sources);
            let is_shared = problem.places().all(|place| shared(place.source));
            Told { severity: problem.severity, text, pad, is_shared }
        });
        Outcome { problems: problems.collect(), more: run.problems.dropped(), stored }
    }
}

/// How many clusters of a shared problem are named.
const NAMED: usize = 10;

/// The results so far. Outcomes may come in any order; they are dealt with in that of the clusters.
#[derive(Debug)]
pub struct Tally<'a> {
    clusters: &'a [Cluster],
    /// The first cluster that has not been dealt with, and the outcomes of later ones.
    next: usize,
    waiting: BTreeMap<usize, Outcome>,
    /// Its drift is told already.
    sum: Stored,
    differences: usize,
    /// Whether the last line told was one of drift, which is no paragraph.
    in_list: bool,
    failed: usize,
    worst: Option<Severity>,
    /// Where the text of a shared problem stands in the list.
    known: HashMap<String, usize>,
    shared: Vec<Shared>,
}

/// A shared problem: its indent, the first clusters that have it, the last one, and how many there are.
#[derive(Debug)]
struct Shared {
    pad: String,
    first: Vec<usize>,
    last: Option<usize>,
    count: usize,
}

impl<'a> Tally<'a> {
    /// A tally of which nothing is known yet.
    pub fn new(clusters: &'a [Cluster]) -> Self {
        Tally {
            clusters,
            next: 0,
            waiting: BTreeMap::new(),
            sum: Stored::default(),
            differences: 0,
            in_list: false,
            failed: 0,
            worst: None,
            known: HashMap::new(),
            shared: Vec::new(),
        }
    }

    /// Takes in what came of a cluster. Returns what is to be told now.
    pub fn add(&mut self, index: usize, outcome: Outcome) -> String {
        self.waiting.insert(index, outcome);
        let mut text = String::new();
        while let Some(outcome) = self.waiting.remove(&self.next) {
            for problem in outcome.problems {
                self.problem(problem, &mut text);
            }
            if outcome.more > 0 {
                let more = format!("... and {} more\n", outcome.more);
                self.paragraph(&[&more, &self.names("", &[self.next], 1)], &mut text);
            }
            match outcome.stored {
                None => self.failed += 1,
                Some(stored) => text.push_str(&self.sum_up(stored)),
            }
            self.next += 1;
        }
        text
    }

    /// A problem of the next cluster.
    fn problem(&mut self, problem: Told, out: &mut String) {
        self.worst = self.worst.max(Some(problem.severity));
        if !problem.is_shared {
            self.paragraph(&[&problem.text, &self.names(&problem.pad, &[self.next], 1)], out);
            return;
        }
        let number = *self.known.entry(problem.text).or_insert(self.shared.len());
        if number == self.shared.len() {
            self.shared.push(Shared { pad: problem.pad, first: Vec::new(), last: None, count: 0 });
        }
        // A cluster may have the same one twice.
        if let Some(shared) = self.shared.get_mut(number).filter(|shared| shared.last != Some(self.next)) {
            shared.last = Some(self.next);
            shared.count += 1;
            if shared.first.len() < NAMED {
                shared.first.push(self.next);
            }
        }
    }

    /// Adds some lines with an empty one after them, and before them if there is none yet.
    fn paragraph(&mut self, lines: &[&str], out: &mut String) {
        if std::mem::take(&mut self.in_list) {
            out.push('\n');
        }
        out.extend(lines.iter().copied());
        out.push('\n');
    }

    /// The line that names the clusters of a problem.
    fn names(&self, pad: &str, first: &[usize], count: usize) -> String {
        let name = |index: &usize| self.clusters.get(*index).map(|cluster| format!("`{}`", cluster.name));
        let mut names: Vec<String> = first.iter().filter_map(name).collect();
        if count > first.len() {
            names.push(format!("{} more", count - first.len()));
        }
        let word = if count == 1 { "cluster" } else { "clusters" };
        format!("{pad} = {word}: {}\n", names.join(", "))
    }

    /// All problems of shared layers, each with the names of the clusters that have it. What is told before ends here.
    pub fn report(&self) -> String {
        let space = if self.in_list { "\n" } else { "" };
        let mut texts = vec![""; self.shared.len()];
        for (text, number) in &self.known {
            if let Some(slot) = texts.get_mut(*number) {
                *slot = text;
            }
        }
        let block = |(text, shared): (&str, &Shared)| {
            format!("{text}{}\n", self.names(&shared.pad, &shared.first, shared.count))
        };
        let blocks = texts.into_iter().zip(&self.shared).map(block);
        std::iter::once(space.to_owned()).chain(blocks).collect()
    }

    /// Takes in what came of files, also of those that belong to no cluster of the fleet. Returns what is to be told now.
    pub fn sum_up(&mut self, stored: Stored) -> String {
        self.sum.written += stored.written;
        self.sum.unchanged += stored.unchanged;
        self.sum.removed += stored.removed;
        self.sum.stale += stored.stale;
        self.differences += stored.drift.len();
        self.in_list |= !stored.drift.is_empty();
        stored.drift.iter().map(|line| format!("{line}\n")).collect()
    }

    /// How many clusters have errors.
    pub fn failed(&self) -> usize {
        self.failed
    }

    /// The worst severity of any problem.
    pub fn worst(&self) -> Option<Severity> {
        self.worst
    }

    /// How many lines of drift there were.
    pub fn differences(&self) -> usize {
        self.differences
    }

    /// What was done, in a line.
    pub fn summary(&self) -> String {
        let clusters = match self.clusters.len() - self.failed {
            1 => "1 cluster".to_owned(),
            number => format!("{number} clusters"),
        };
        format!("{clusters}, {}", self.sum.summary())
    }
}
