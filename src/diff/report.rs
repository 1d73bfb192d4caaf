//! What a change does, as data: a report of objects, an object of changes. `text`, `json` and `markdown` print it.

use super::commands::{Command, Stage};
use super::marks::{Mark, MarkKind};
use super::object::Id;
use super::path::Path;
use super::verdict::Verdict;
use crate::order;
use crate::yaml::Tree;
use std::collections::BTreeSet;

/// All that a change does.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The objects that differ, what matters most first.
    pub objects: Vec<ObjectDiff>,
    /// How many objects do not.
    pub same: usize,
    /// How many were left out, since they belong to others.
    pub left_out: usize,
    /// The kinds that the live side was not asked for.
    pub not_asked: BTreeSet<String>,
    /// The line that applies the new side.
    pub apply: Option<String>,
}

/// What a change does to one object.
#[derive(Clone, Debug)]
pub struct ObjectDiff {
    /// Which one it is.
    pub id: Id,
    /// The worst of its changes.
    pub verdict: Verdict,
    /// What differs; nothing if the whole object comes or goes.
    pub changes: Vec<Change>,
    /// Marks of the object as a whole.
    pub marks: Vec<Mark>,
    /// The values behind an object that comes or goes, in the spelling of `--set`.
    pub values: Vec<String>,
    /// The object's old name, or its new one, if it is called otherwise on the other side.
    pub renamed: Option<String>,
    /// How many pods it asked for and asks for; nothing where nodes decide.
    pub pods: Option<(usize, usize)>,
    /// The workloads whose pods have to restart to see the change.
    pub restarts: Vec<Id>,
    /// What to run beside the apply.
    pub commands: Vec<Command>,
}

/// One value that differs. Credentials are masked.
#[derive(Clone, Debug)]
pub struct Change {
    /// Where.
    pub path: Path,
    /// What it was; nothing if it was not there.
    pub old: Option<Tree>,
    /// What it is to be; nothing if it is no longer there.
    pub new: Option<Tree>,
    /// What it does.
    pub verdict: Verdict,
    /// What else it means.
    pub marks: Vec<Mark>,
    /// The values that cause it, in the spelling of `--set`.
    pub values: Vec<String>,
    /// The property's own default, where one side leaves it to that.
    pub default: Option<String>,
}

impl Report {
    /// The worst verdict.
    pub fn verdict(&self) -> Verdict {
        self.objects.iter().map(|object| object.verdict).max().unwrap_or_default()
    }

    /// All kinds of marks, in order, each once.
    pub fn marks(&self) -> Vec<MarkKind> {
        order::distinct(self.objects.iter().flat_map(ObjectDiff::all_marks).map(|mark| mark.kind))
    }

    /// All commands in the order in which they run, the apply among them.
    pub fn commands(&self) -> Vec<&str> {
        let mut all: Vec<(Stage, &str)> =
            self.objects.iter().flat_map(|object| &object.commands).map(|c| (c.stage, c.line.as_str())).collect();
        let is_applied = |object: &ObjectDiff| !matches!(object.verdict, Verdict::Same | Verdict::Delete);
        if self.objects.iter().any(is_applied) {
            all.extend(self.apply.as_deref().map(|line| (Stage::Apply, line)));
        }
        order::sort_by_key(&mut all, |(stage, _)| *stage);
        let mut lines: Vec<&str> = Vec::new();
        for (_, line) in all {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
    }
}

impl ObjectDiff {
    /// Its own marks, then those of its changes.
    pub fn all_marks(&self) -> impl Iterator<Item = &Mark> {
        self.marks.iter().chain(self.changes.iter().flat_map(|change| &change.marks))
    }

    /// Whether pods that stay are replaced beside those that come or go.
    pub fn also_rolls(&self) -> bool {
        self.verdict == Verdict::Scale && self.changes.iter().any(|change| change.verdict == Verdict::Roll)
    }

    /// Whether all its pods are new afterwards. A StatefulSet that is made anew takes over the pods that its selector finds.
    pub(super) fn replaces_pods(&self) -> bool {
        let is_kept = |change: &Change| self.id.kind == "StatefulSet" && !change.path.is_within("spec.selector");
        let replaces = |change: &Change| match change.verdict {
            Verdict::Roll => true,
            Verdict::Recreate => !is_kept(change),
            _ => false,
        };
        self.changes.is_empty() || self.changes.iter().any(replaces)
    }

    /// Its rank in reports: what loses data, then what needs hands, then the rest by what pods notice.
    pub(super) fn rank(&self) -> (bool, u8) {
        let order = match self.verdict {
            Verdict::Recreate => 0,
            Verdict::Delete => 1,
            Verdict::Scale => 2,
            Verdict::Roll => 3,
            Verdict::Restart => 4,
            Verdict::Add => 5,
            Verdict::Live => 6,
            Verdict::Metadata => 7,
            Verdict::Same => 8,
        };
        (!self.all_marks().any(|mark| mark.kind == MarkKind::Data), order)
    }
}
