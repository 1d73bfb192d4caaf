//! AXG511 and 512: numbers of a tier that Alluxio cannot follow.

use super::folders::ON_NODE;
use crate::facts::given::{Component, property};
use crate::facts::tiers::{global_aliases, implied_alias};
use crate::facts::volumes::parts;
use crate::facts::{units, worker_enabled};
use crate::lint::{Context, Findings, Rule, found};
use crate::model::scalar::Leaf;
use crate::model::storage::Level;
use crate::problem::Severity::Warning;

const SEE: &str = "Alluxio documentation, \"List of Configuration Properties\"";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG511",
        severity: Warning,
        title: "invalid watermark",
        why: "watermarks are fractions of the tier between 0 and 1; eviction begins at the high one and ends at the low one",
        see: SEE,
        fix: "tieredstore:\n  levels:\n    - level: 0\n      alias: MEM\n      mediumtype: MEM\n      path: /dev/shm\n      type: emptyDir\n      quota: 1Gi\n      high: 0.95\n      low: 0.7\n",
        check: watermarks,
    },
    Rule {
        code: "AXG512",
        severity: Warning,
        title: "more quotas than folders",
        why: "the folders get the quotas in the order of the list, and extra quotas have no effect",
        see: SEE,
        fix: ON_NODE,
        check: quotas_left_over,
    },
    Rule {
        code: "AXG513",
        severity: Warning,
        title: "tier without an alias or a quota",
        why: "only tier 0 has a default alias and quota; without them for another tier, workers do not start",
        see: SEE,
        fix: "tieredstore:\n  levels:\n    - level: 0\n      mediumtype: MEM\n      path: /dev/shm\n      quota: 1Gi\n    - level: 1\n      alias: SSD\n      mediumtype: SSD\n      path: /ssd\n      quota: 10Gi\n",
        check: without_name_or_quota,
    },
];

/// The tiers that workers get, each with its path in the values.
fn levels<'a>(context: &Context<'a>) -> impl Iterator<Item = (String, &'a Level)> {
    let store = context.values.tieredstore.as_ref().filter(|_| worker_enabled(context.values));
    let levels = store.map(|store| store.levels.as_slice()).unwrap_or_default();
    levels.iter().enumerate().map(|(index, level)| (format!("tieredstore.levels[{index}]"), level))
}

/// A watermark that Alluxio gets: 0 is none.
fn watermark(leaf: &Leaf<String>) -> Option<&str> {
    leaf.filled().filter(|text| !units::is_zero(text))
}

fn share(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|share| (0.0..=1.0).contains(share))
}

fn watermarks(context: &Context<'_>, findings: &mut Findings) {
    for (path, level) in levels(context) {
        let both = [("high", &level.high), ("low", &level.low)].map(|(key, leaf)| {
            let text = watermark(leaf)?;
            if share(text).is_none() {
                let message = format!("`{path}.{key}` is {text}, which is not between 0 and 1");
                findings.push(found(message, leaf.place).help(format!("write {}", example(text, key))));
            }
            share(text)
        });
        if let [Some(high), Some(low)] = both
            && low >= high
        {
            let message = format!("`{path}.low` is {low}, which is not less than the {high} of `{path}.high`");
            let finding = found(message, level.low.place).help("reduce it, or raise the other one");
            findings.push(finding.note_at("the high one is here", level.high.place));
        }
    }
}

/// What to write: of `95` and `95%` the share that is meant.
fn example(text: &str, key: &str) -> String {
    let percent = text.trim_end_matches('%').trim().parse::<f64>().ok().filter(|number| (1.0..100.0).contains(number));
    let usual = if key == "high" { 0.95 } else { 0.7 };
    format!("`{key}: {}`", percent.map_or(usual, |percent| percent / 100.0))
}

fn quotas_left_over(context: &Context<'_>, findings: &mut Findings) {
    for (path, level) in levels(context) {
        let count = |leaf: &Leaf<String>| leaf.filled().map_or(0, |text| parts(text).len());
        let (folders, quotas) = (count(&level.path), count(&level.quota));
        if folders > 0 && quotas > folders {
            let message = format!("`{path}.quota` has {quotas} sizes, but `{path}.path` has {}", number(folders));
            let finding = found(message, level.quota.place).help("give one size for each folder");
            findings.push(finding.note_at("the folders are here", level.path.place));
        }
    }
}

fn without_name_or_quota(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    for (path, level) in levels(context) {
        let Some(number) = level.level.value.filter(|number| *number > 0) else { continue };
        let set = |key: &str| {
            let name = format!("alluxio.worker.tieredstore.level{number}.{key}");
            property(values, Component::Worker, &name).is_some()
        };
        let place = level.level.place;
        let media = parts(level.mediumtype.text());
        let mut find = |key: &str, example: String| {
            let finding = found(format!("`{path}.{key}` is not set, and tier {number} has no default"), place);
            findings.push(finding.help(format!("{path}:\n  {key}: {example}")));
        };
        let has_alias = level.alias.filled().is_some() || implied_alias(values, level, number).is_some();
        if !has_alias && !set("alias") {
            let known = global_aliases(values);
            let of_medium = media.iter().find(|medium| known.iter().any(|alias| alias == *medium));
            let of_number = usize::try_from(number).ok().and_then(|number| known.get(number));
            let alias = of_medium.copied().or(of_number.map(String::as_str)).unwrap_or("SSD");
            find("alias", alias.to_owned());
        }
        if watermark(&level.quota).is_none() && !set("dirs.quota") {
            let folders = media.len().max(parts(level.path.text()).len());
            find("quota", vec!["10Gi"; folders].join(","));
        }
    }
}

fn number(folders: usize) -> String {
    if folders == 1 { "one folder".to_owned() } else { format!("{folders} folders") }
}
