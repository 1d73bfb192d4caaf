//! What changes do to many clusters: a line for each that changes, the worst first.

use super::text::{WIDTH, style};
use super::words::cut;
use super::{MarkKind, ObjectDiff, Report, Verdict};
use crate::order;
use anstyle::{AnsiColor, Style};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The widest column of names.
const NAME: usize = 30;

const STRONG: Style = Style::new().bold();
const BAD: Style = AnsiColor::BrightRed.on_default().bold();

/// The clusters that change, and a sum. `all` is how many there are. Writing to a `String` cannot fail, so results are dropped.
pub fn overview(clusters: &[(&str, Report)], all: usize) -> String {
    let mut changing: Vec<_> = clusters.iter().filter(|(_, report)| !report.objects.is_empty()).collect();
    order::sort_by_key(&mut changing, |(_, report)| rank(report));
    let width = changing.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).min(NAME);
    let mut out = String::new();
    for (name, report) in &changing {
        row(&cut(name, NAME), width, report, &mut out);
    }
    let number = |count: usize, word: &str| if count == 0 { String::new() } else { format!(" · {word} {count}") };
    let one = if all == 1 { "cluster" } else { "clusters" };
    let verb = if changing.len() == 1 { "changes" } else { "change" };
    let mut sum = format!("{} of {all} {one} {verb}", changing.len());
    for verdict in Verdict::ALL.into_iter().rev().filter(|verdict| *verdict > Verdict::Same) {
        let with = |(_, report): &&&(&str, Report)| report.objects.iter().any(|object| object.verdict == verdict);
        sum.push_str(&number(changing.iter().filter(with).count(), verdict.as_str()));
    }
    for kind in [MarkKind::Data, MarkKind::Security] {
        let with = |(_, report): &&&(&str, Report)| report.marks().contains(&kind);
        sum.push_str(&number(changing.iter().filter(with).count(), kind.as_str()));
    }
    let _ = writeln!(out, "{STRONG}{sum}{STRONG:#}");
    out
}

/// Clusters rank as their worst object does.
fn rank(report: &Report) -> (bool, u8) {
    report.objects.iter().map(ObjectDiff::rank).min().unwrap_or((true, u8::MAX))
}

/// A cluster: its name, its marks, and its objects by what happens to them.
fn row(name: &str, width: usize, report: &Report, out: &mut String) {
    let mut groups: BTreeMap<(u8, &str), Vec<String>> = BTreeMap::new();
    for object in &report.objects {
        let what = format!("{}/{}", object.id.kind, object.id.name);
        groups.entry((object.rank().1, object.verdict.as_str())).or_default().push(what);
    }
    let is_new = report.same == 0 && report.objects.iter().all(|object| object.verdict == Verdict::Add);
    let mut words: Vec<(String, Style)> = Vec::new();
    for kind in report.marks().into_iter().filter(|kind| *kind != MarkKind::Drift && !is_new) {
        words.push((format!("{}!", kind.as_str()), BAD));
    }
    let style_of = |word: &str| Verdict::ALL.into_iter().find(|verdict| verdict.as_str() == word).map_or(STRONG, style);
    match is_new {
        true => words.push((format!("new, with {} objects", report.objects.len()), style(Verdict::Add))),
        false => {
            let groups = groups.into_iter().collect::<Vec<_>>();
            let count = groups.len();
            for (number, ((_, verdict), objects)) in groups.into_iter().enumerate() {
                let end = if number + 1 < count { ";" } else { "" };
                words.push((format!("{verdict}:"), style_of(verdict)));
                let last = objects.len() - 1;
                let ends = objects.into_iter().enumerate();
                words.extend(ends.map(|(index, one)| (one + if index < last { "," } else { end }, Style::new())));
            }
        }
    }
    let _ = write!(out, "{STRONG}{name:width$}{STRONG:#}");
    let mut column = width;
    for (word, style) in words {
        let length = word.chars().count();
        if column + 2 + length > WIDTH {
            let _ = write!(out, "\n{:width$}", "");
            column = width;
        }
        let gap = if column == width { "  " } else { " " };
        let _ = write!(out, "{gap}{style}{word}{style:#}");
        column += gap.len() + length;
    }
    out.push('\n');
}
