//! AXG4xx: what containers need against what they may use.

use crate::facts::given::{Component, list_name, lists, property};
use crate::facts::size;
use crate::facts::worker_enabled;
use crate::lint::memory::{Process, processes};
use crate::lint::tiers::{Quota, RAMDISK, dirs};
use crate::lint::{Context, Findings, Rule, found};
use crate::model::choices::TierVolume;
use crate::model::map::Pair;
use crate::problem::Severity::{Advice, Warning};
use crate::source::Span;

const SEE: &str = "Deploy Alluxio on Kubernetes, \"Troubleshooting\"";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG401",
        severity: Warning,
        title: "container that needs more memory than its limit",
        why: "heap, direct memory and memory-backed volumes all count towards the limit, and a container above it is killed (OOMKilled); leave room for threads and code too",
        see: SEE,
        fix: "worker:\n  resources:\n    limits:\n      memory: 18Gi\n",
        check: too_much,
    },
    Rule {
        code: "AXG402",
        severity: Advice,
        title: "defaults with a sum above the limit",
        why: "the chart's limits are smaller than the sum of the image's JVM options and the default tier; the container is killed (OOMKilled) if it uses all of that",
        see: SEE,
        fix: "master:\n  resources:\n    limits:\n      memory: 9Gi\nworker:\n  resources:\n    limits:\n      memory: 10Gi\n",
        check: defaults_too_much,
    },
    Rule {
        code: "AXG403",
        severity: Warning,
        title: "tier larger than its volume",
        why: "the property sets how much Alluxio writes, and `quota` the size of the volume: before the tier is full, writes fail or the pod is evicted",
        see: SEE,
        fix: "properties:\n  alluxio.worker.tieredstore.level0.dirs.quota:\ntieredstore:\n  levels:\n    - level: 0\n      alias: MEM\n      mediumtype: MEM\n      path: /dev/shm\n      type: emptyDir\n      quota: 4Gi\n      high: 0.95\n      low: 0.7\n",
        check: larger_than_volume,
    },
    Rule {
        code: "AXG404",
        severity: Warning,
        title: "RAM disk size that is not used",
        why: "a tier with its own quota ignores the size of the RAM disk",
        see: SEE,
        fix: "properties:\n  alluxio.worker.ramdisk.size:\ntieredstore:\n  levels:\n    - level: 0\n      alias: MEM\n      mediumtype: MEM\n      path: /dev/shm\n      type: emptyDir\n      quota: 4Gi\n      high: 0.95\n      low: 0.7\n",
        check: other_ramdisk,
    },
    Rule {
        code: "AXG405",
        severity: Warning,
        title: "memory-backed emptyDir without a size",
        why: "without a quota, the volume has no limit and may grow to half of the node's memory",
        see: SEE,
        fix: "tieredstore:\n  levels:\n    - level: 0\n      alias: MEM\n      mediumtype: MEM\n      path: /dev/shm\n      type: emptyDir\n      quota: 1Gi\n      high: 0.95\n      low: 0.7\n",
        check: without_size,
    },
    Rule {
        code: "AXG406",
        severity: Advice,
        title: "obsolete JVM flag",
        why: "since Java 8u191 the JVM respects container limits by itself, and later versions reject the flag",
        see: SEE,
        fix: "jvmOptions: []\n",
        check: old_flags,
    },
];

fn too_much(context: &Context<'_>, findings: &mut Findings) {
    over_limit(context, true, findings);
}

fn defaults_too_much(context: &Context<'_>, findings: &mut Findings) {
    over_limit(context, false, findings);
}

/// The containers above their limits: those with a number of the user's own, or those with none.
fn over_limit(context: &Context<'_>, users: bool, findings: &mut Findings) {
    for process in processes(context) {
        let Some((bound, most)) = process.limit.zip(process.most()).filter(|(_, most)| process.sum() > *most) else {
            continue;
        };
        let own: Vec<(String, Span)> = written(context, &process, bound);
        if own.is_empty() == users {
            continue;
        }
        let place = own.first().map_or(bound.place, |(_, place)| *place);
        let mut finding = found(
            format!(
                "`{}` may need {}, more than the {} of `{}.limits.memory`",
                process.container,
                size::show(process.sum()),
                bound.text,
                process.resources
            ),
            place,
        );
        finding = finding.note(sum(&process, bound, most));
        for (what, place) in own.into_iter().skip(1) {
            finding = finding.note_at(what, place);
        }
        findings.push(finding.help(limit(&process, most)));
    }
}

/// What the user wrote of it, each with its place; to write a default once more changes nothing.
fn written(context: &Context<'_>, process: &Process<'_>, bound: &Pair) -> Vec<(String, Span)> {
    let parts = process.parts.iter().filter_map(|part| Some((format!("{} is here", part.what), part.place?)));
    let path: Vec<&str> = process.resources.split('.').chain(["limits", "memory"]).collect();
    let limit = ("the limit is here".to_owned(), bound.place);
    let limit = Some(limit).filter(|_| !context.restates(&path, &bound.text));
    parts.chain(limit).filter(|(_, place)| context.is_users(*place)).collect()
}

/// `4Gi heap (...) + 1Gi tier 0 in memory (1G) = 5Gi, against 3.73Gi (4G)`.
fn sum(process: &Process<'_>, bound: &Pair, most: f64) -> String {
    let parts: Vec<String> =
        process.parts.iter().map(|part| format!("{} {}", size::show(part.bytes), part.what)).collect();
    let limit = if size::show(most) == bound.text {
        bound.text.clone()
    } else {
        format!("{} ({})", size::show(most), bound.text)
    };
    let total = if parts.len() > 1 { format!(" = {}", size::show(process.sum())) } else { String::new() };
    format!("{}{total}, against {limit}", parts.join(" + "))
}

/// A limit that is enough, as a fragment of values.
fn limit(process: &Process<'_>, most: f64) -> String {
    let mut out = String::new();
    for (depth, key) in process.resources.split('.').chain(["limits"]).enumerate() {
        out.push_str(&format!("{}{key}:\n", "  ".repeat(depth)));
    }
    let depth = process.resources.split('.').count() + 1;
    format!("{out}{}memory: {}\n", "  ".repeat(depth), process.enough(most))
}

fn larger_than_volume(context: &Context<'_>, findings: &mut Findings) {
    if !worker_enabled(context.values) {
        return;
    }
    for dir in dirs(context.values).iter().filter(|dir| dir.kind() == TierVolume::EmptyDir) {
        let Some(quota) = dir.wins(context.values).filter(|quota| !quota.own) else { continue };
        let volume = dir.quota.and_then(|text| Some((text, size::quota(text)?)));
        let (Some(bytes), Some((text, most))) = (quota.bytes(), volume) else { continue };
        if bytes > most {
            let message = format!("tier {} may hold {}, but its volume has only {text}", dir.number(), quota.text);
            let finding = found(message, quota.place).note(format!(
                "Alluxio reads this as {}, Kubernetes as {}",
                size::show(bytes),
                size::show(most)
            ));
            let finding = finding.note_at("the size of the volume is here", dir.level.quota.place);
            let path = format!("tieredstore.levels[{}].quota", dir.index);
            findings.push(finding.help(format!("set `{path}` to {} instead of the property", size::show(bytes))));
        }
    }
}

fn other_ramdisk(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    let Some(given) = property(values, Component::Worker, RAMDISK).filter(|given| context.is_users(given.place)) else {
        return;
    };
    let dirs = dirs(values);
    let Some(dir) = dirs.iter().find(|dir| dir.number() == 0 && dir.medium.eq_ignore_ascii_case("MEM")) else { return };
    let Some(quota) = dir.wins(values).filter(|_| worker_enabled(values)) else { return };
    if quota.bytes() != size::alluxio(given.text) && quota.place != Some(given.place) {
        let message = format!("`{RAMDISK}` is {}, but tier 0 has {}", given.text, quota.text);
        let finding = found(message, given.place).note_at("its quota is here", quota.place);
        let path = format!("tieredstore.levels[{}].quota", dir.index);
        findings.push(finding.help(format!("set `{path}` to {} instead of the property", given.text)));
    }
}

fn without_size(context: &Context<'_>, findings: &mut Findings) {
    if !worker_enabled(context.values) {
        return;
    }
    let dirs = dirs(context.values);
    for dir in dirs.iter().filter(|dir| dir.in_memory() && dir.kind() == TierVolume::EmptyDir && dir.quota.is_none()) {
        let place = dir.level.mediumtype.place;
        let finding = found(format!("tier {} is in memory and has no quota", dir.number()), place);
        let quota = dir.wins(context.values);
        let size = quota.as_ref().and_then(Quota::bytes).map_or_else(|| "1Gi".to_owned(), size::show);
        let finding = finding.help(format!("give the tier a size, such as `quota: {size}`"));
        findings.push(match quota {
            Some(quota) => finding.note_at(format!("Alluxio uses {} instead", quota.text), quota.place),
            None => finding,
        });
    }
}

/// Flags that only Java 8u131 to 8u190 needs.
const OLD: &[&str] = &["-XX:+UseCGroupMemoryLimitForHeap", "-XX:MaxRAMFraction="];

fn old_flags(context: &Context<'_>, findings: &mut Findings) {
    for (component, _, words) in lists(context.values) {
        for word in &words.0 {
            let old = word.text.split_whitespace().find(|part| OLD.iter().any(|flag| part.starts_with(flag)));
            if let Some(flag) = old {
                let path = list_name(component, "jvmOptions");
                let message = format!("`{path}` has {flag}, which only Java 8u131 to 8u190 need");
                findings.push(found(message, word.place).help("remove it, or set `-Xmx`"));
            }
        }
    }
}
