//! What `fleet` tells in the end: what changes do to each cluster, how many were written, and whether that was all.

use super::Yard;
use crate::commands::tell;
use crate::fleet::Tally;
use crate::output::store::Mode;
use crate::problem::{Problem, Severity, Stop};
use crate::{Run, diff, order, output};
use std::sync::PoisonError;

impl Yard<'_> {
    /// Prints what the changes do to each cluster.
    pub(super) fn overview(&self, run: &mut Run) -> Result<(), Stop> {
        let mut reports = std::mem::take(&mut *self.reports.lock().unwrap_or_else(PoisonError::into_inner));
        order::sort_by_key(&mut reports, |(index, _)| *index);
        let name = |index: usize| self.fleet.clusters.get(index).map_or("", |cluster| cluster.name.as_str());
        let reports: Vec<_> = reports.into_iter().map(|(index, report)| (name(index), report)).collect();
        let mut text = diff::overview(&reports, self.fleet.clusters.len());
        // What became of the folders of clusters that are gone is a matter of `--prune`.
        let gone = self.dropped(Mode::Check, run);
        text.extend(gone.drift.into_iter().map(|line| line + "\n"));
        output::print_styled(&text, &mut run.problems)
    }

    /// Counts what becomes of folders that belong to no cluster, and tells it.
    pub(super) fn look_for_dropped(&self, tally: &mut Tally<'_>, run: &mut Run) {
        let stored = self.dropped(self.mode(), run);
        tell(&tally.sum_up(stored));
    }

    /// Tells what came of it all.
    pub(super) fn conclude(&self, tally: &Tally<'_>, run: &mut Run) -> Result<(), Stop> {
        let clusters = &self.fleet.clusters;
        tell(&tally.report());
        let shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        for problem in
            shared.problems(clusters).filter(|problem| !problem.code.is_some_and(|code| run.allowed.has(code)))
        {
            run.problems.push(problem);
        }
        let out = self.args.output_dir.display();
        if !self.args.check && !self.args.diff {
            tell(&format!("{out}: {}\n", tally.summary()));
        }
        if tally.differences() > 0 {
            let number = match tally.differences() {
                1 => "1 difference is listed above".to_owned(),
                number => format!("{number} differences are listed above"),
            };
            let error = Problem::error(format!("`{out}` differs from what `fleet` would write")).note(number);
            run.problems.push(
                error.help("run it without `--check`, and with `--prune` to remove files that are no longer rendered"),
            );
        } else if self.args.check && tally.failed() == 0 {
            tell(&format!("{out}: {}\n", tally.summary()));
        }
        if tally.failed() > 0 {
            let message = match clusters.len() {
                1 => "the only cluster has errors; nothing was written".to_owned(),
                all => format!("{} of {all} clusters have errors; nothing was written for them", tally.failed()),
            };
            let mut error = Problem::error(message);
            error.severity = tally.worst().unwrap_or(Severity::Error).max(Severity::Error);
            run.problems.push(error);
        }
        run.problems.stop_on_errors()
    }
}
