//! AXG607 and 608: folders of the node.

use crate::facts::{fuse, volumes, worker_enabled};
use crate::lint::tiers::{Dir, dirs};
use crate::lint::{Context, Findings, Rule, found};
use crate::model::Values;
use crate::model::choices::{LogVolume, SocketVolume, TierVolume};
use crate::problem::Severity::Warning;
use crate::source::Span;

/// Two tiers on folders of the node.
pub const ON_NODE: &str = "tieredstore:\n  levels:\n    - level: 0\n      alias: SSD\n      mediumtype: SSD\n      path: /mnt/ssd\n      type: hostPath\n      quota: 10GB\n    - level: 1\n      alias: HDD\n      mediumtype: HDD\n      path: /mnt/hdd\n      type: hostPath\n      quota: 100GB\n";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG607",
        severity: Warning,
        title: "host path that only root can write to",
        why: "Kubernetes creates a missing host path as root, and fsGroup does not change that: prepare the folder on every node, or run as root",
        see: "Deploy Alluxio on Kubernetes, \"Troubleshooting\"",
        fix: "user: 0\ngroup: 0\nfsGroup: 0\n",
        check: not_writable,
    },
    Rule {
        code: "AXG608",
        severity: Warning,
        title: "tiers that share a host path",
        why: "each tier counts only its own data, so two tiers in one folder use more space than either knows",
        see: "Deploy Alluxio on Kubernetes, \"Deploy: Configuration\"",
        fix: ON_NODE,
        check: shared_folder,
    },
];

/// Host paths that everybody may write.
const OPEN: &[&str] = &["/dev/shm", "/tmp", "/var/tmp"];

/// The folders of the node that Alluxio writes, each with its place.
fn folders<'a>(values: &'a Values, tiers: &[Dir<'a>]) -> Vec<(String, &'a str, Option<Span>)> {
    let (socket, logserver) = (&values.short_circuit, &values.logserver);
    let on_node = |dir: &&Dir<'_>| worker_enabled(values) && dir.kind() == TierVolume::HostPath;
    let tier = |dir: &Dir<'a>| (format!("tier {}", dir.number()), dir.path, dir.level.path.place);
    let mut out: Vec<_> = tiers.iter().filter(on_node).map(tier).collect();
    if volumes::needs_socket(values)
        && worker_enabled(values)
        && socket.volume_type.value == Some(SocketVolume::HostPath)
    {
        out.push(("the domain socket".to_owned(), socket.host_path.text(), socket.host_path.place));
    }
    if logserver.enabled.or(false) && logserver.volume_type.value == Some(LogVolume::HostPath) {
        out.push(("the log server".to_owned(), logserver.host_path.text(), logserver.host_path.place));
    }
    out
}

fn not_writable(context: &Context<'_>, findings: &mut Findings) {
    let Some(user) = context.values.user.value.filter(|user| *user != 0) else { return };
    let tiers = dirs(context.values);
    for (what, path, place) in folders(context.values, &tiers) {
        if !OPEN.contains(&path.trim_end_matches('/')) {
            let message = format!("{what} writes to {path} on the node as user {user}");
            findings.push(found(message, place).note_at("the user is here", context.values.user.place));
        }
    }
}

/// Whether one folder is the other, or lies in it.
fn overlap(a: &str, b: &str) -> bool {
    let (a, b) = (fuse::clean(a), fuse::clean(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let rest = long.strip_prefix(short.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || short == "/")
}

fn shared_folder(context: &Context<'_>, findings: &mut Findings) {
    if !worker_enabled(context.values) {
        return;
    }
    let tiers = dirs(context.values);
    let on_node: Vec<_> =
        tiers.iter().filter(|dir| dir.kind() == TierVolume::HostPath && !dir.path.is_empty()).collect();
    for (at, dir) in on_node.iter().enumerate() {
        if let Some(first) = on_node[..at].iter().find(|first| overlap(first.path, dir.path)) {
            let (number, path) = (dir.number(), dir.path);
            let message = format!("tier {number} is in {path}, and tier {} in {}", first.number(), first.path);
            let finding = found(message, dir.level.path.place).help("give each tier its own folder");
            findings.push(finding.note_at("the other one is here", first.level.path.place));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::overlap;

    #[test]
    fn folders_overlap_where_one_lies_in_the_other() {
        for (a, b, expected) in [
            ("/mnt/ssd", "/mnt/ssd/", true),
            ("/mnt/ssd/1", "/mnt/ssd", true),
            ("/mnt/ssd", "/mnt/ssd1", false),
            ("/", "/mnt", true),
            ("/mnt/a/../b", "/mnt/b", true),
        ] {
            assert_eq!(overlap(a, b), expected, "{a} {b}");
        }
    }
}
