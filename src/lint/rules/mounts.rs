//! AXG61x: what is mounted where, and who sees it.

use crate::facts::volume::VolumeMount;
use crate::facts::{fuse, master_enabled, needs_journal, worker_enabled};
use crate::lint::tiers::dirs;
use crate::lint::{Context, Findings, Rule, found};
use crate::model::Values;
use crate::model::choices::{Policy, TierVolume};
use crate::model::scalar::Leaf;
use crate::problem::Severity::{Advice, Warning};
use crate::source::Span;
use crate::version::Version;

const POSIX: &str = "Deploy Alluxio on Kubernetes, \"POSIX API\"";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG611",
        severity: Warning,
        title: "mount that hides files of the image",
        why: "a volume hides everything that the image has at its path; without its programs and libraries the container does not start",
        see: "Kubernetes documentation, \"Volumes\"",
        fix: "mounts:\n  - name: data\n    path: /data\njournal:\n  folder: /journal\nfuse:\n  mountPath: /mnt/alluxio-fuse\n",
        check: hides_the_image,
    },
    Rule {
        code: "AXG612",
        severity: Advice,
        title: "mounts that are not in all pods",
        why: "the claims of `mounts` are mounted in masters, workers and the log server only",
        see: "Deploy Alluxio on Kubernetes, \"Kubernetes Configuration Options\"",
        fix: "fuse:\n  enabled: false\ncsi:\n  enabled: false\nhub:\n  enabled: false\njournal:\n  format:\n    runFormat: false\n",
        check: out_of_reach,
    },
    Rule {
        code: "AXG613",
        severity: Warning,
        title: "FUSE that cannot read the files of the workers",
        why: "with the policy `local`, FUSE opens the files of the tiers itself, but every pod has its own emptyDir: FUSE sees an empty one",
        see: "Deploy Alluxio on Kubernetes, \"Enable Short-circuit Access\"",
        fix: "shortCircuit:\n  policy: uuid\n",
        check: own_empty_dir,
    },
    Rule {
        code: "AXG614",
        severity: Advice,
        title: "FUSE client that may start too early",
        why: "its mount has no mount propagation: a client that starts before the FUSE daemon sees an empty folder until it is restarted",
        see: POSIX,
        fix: "fuse:\n  clientEnabled: false\n",
        check: early_client,
    },
    Rule {
        code: "AXG615",
        severity: Advice,
        title: "FUSE folder that must exist on the nodes",
        why: "workers and FUSE clients mount the parent folder of `fuse.mountPath` but do not create it",
        see: POSIX,
        fix: "fuse:\n  mountPath: /mnt/alluxio-fuse\n",
        check: missing_parent,
    },
    Rule {
        code: "AXG616",
        severity: Warning,
        title: "two volumes at the same path",
        why: "the paths are written differently but are the same for the container, which sees only one of the volumes",
        see: "Kubernetes documentation, \"Volumes\"",
        fix: "mounts:\n  - name: data\n    path: /data\n  - name: more\n    path: /more\n",
        check: one_place_twice,
    },
];

/// What the image cannot do without, as far as it is known.
const IMAGE: &[&str] = &["/bin", "/entrypoint.sh", "/etc", "/lib", "/opt/alluxio", "/proc", "/sbin", "/sys", "/usr"];

/// What of the image a mount would hide: what lies in the folder, or the folder itself.
fn hidden(path: &str) -> Option<&'static str> {
    let path = fuse::clean(path);
    IMAGE
        .iter()
        .find(|file| {
            path == "/" || **file == path || file.strip_prefix(&*path).is_some_and(|rest| rest.starts_with('/'))
        })
        .copied()
}

/// The paths that are the user's to choose, each with its place.
fn paths(values: &Values, version: &Version) -> Vec<(String, String, Option<Span>)> {
    let mut out = Vec::new();
    let mounts = values.mounts.iter().enumerate();
    out.extend(
        mounts.map(|(at, mount)| (format!("mounts[{at}].path"), mount.path.text().to_owned(), mount.path.place)),
    );
    if master_enabled(values) {
        let folder = &values.journal.folder;
        out.extend(
            needs_journal(values).then(|| ("journal.folder".to_owned(), folder.text().to_owned(), folder.place)),
        );
        let metastore = values.metastore.as_ref().map(|metastore| &metastore.mount_path);
        out.extend(metastore.map(|path| ("metastore.mountPath".to_owned(), path.text().to_owned(), path.place)));
    }
    if worker_enabled(values) {
        let tiers = dirs(values).into_iter();
        out.extend(
            tiers.map(|dir| {
                (format!("tieredstore.levels[{}].path", dir.index), dir.path.to_owned(), dir.level.path.place)
            }),
        );
    }
    if fuse::in_use(values) {
        let (name, point) = fuse::place(values, version);
        out.push((name.to_owned(), parent(point), point.place));
    }
    out
}

/// The folder that FUSE's mount point lies in, which is mounted itself.
fn parent(point: &Leaf<String>) -> String {
    let path = fuse::clean(point.text());
    path.rsplit_once('/').map(|(parent, _)| parent.to_owned()).unwrap_or_default()
}

/// A folder that hides nothing: the default where there is one.
fn own_folder(path: &str) -> &'static str {
    match path {
        "journal.folder" => "`/journal`",
        "metastore.mountPath" => "`/metastore`",
        "fuse.mountPath" | "fuse.mountPoint" => "`/mnt/alluxio-fuse`",
        _ => "`/data`",
    }
}

fn hides_the_image(context: &Context<'_>, findings: &mut Findings) {
    for (path, folder, place) in paths(context.values, context.target.version) {
        if folder.starts_with('/')
            && let Some(file) = hidden(&folder)
        {
            let what = if path.starts_with("fuse.") { format!("mounts {folder}") } else { format!("is {folder}") };
            let finding = found(format!("`{path}` {what}, which hides {file} of the image"), place);
            findings.push(finding.help(format!("set `{path}` to a separate folder, such as {}", own_folder(&path))));
        }
    }
}

fn out_of_reach(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    let Some(first) = values.mounts.first() else { return };
    let missing: Vec<&str> = [
        (fuse::enabled(values), "FUSE"),
        (values.csi.enabled.or(false), "CSI"),
        (values.hub.enabled.or(false), "the hub"),
        (master_enabled(values) && values.journal.format.run_format.or(false), "the journal's formatting"),
    ]
    .into_iter()
    .filter_map(|(on, what)| on.then_some(what))
    .collect();
    if !missing.is_empty() {
        let message = format!("`{}` is not mounted for {}", first.name.text(), missing.join(", "));
        findings
            .push(found(message, first.name.place).help("use `mounts` only for masters, workers and the log server"));
    }
}

fn own_empty_dir(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    let short_circuit = &values.short_circuit;
    let local = short_circuit.enabled.or(false) && short_circuit.policy.value == Some(Policy::Local);
    if !fuse::enabled(values) || !local {
        return;
    }
    let tiers = dirs(values);
    let mut tiers = tiers.iter().filter(|dir| dir.kind() == TierVolume::EmptyDir);
    if let Some(dir) = tiers.next() {
        let number = dir.number();
        let message = format!("FUSE reads tier {number} with the policy `local`, but the tier is an emptyDir");
        let place = dir.level.kind.place.or(dir.level.mediumtype.place);
        findings.push(found(message, short_circuit.policy.place).note_at("the tier is here", place));
    }
}

fn early_client(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    if values.fuse.client_enabled.or(false) {
        let path = values.fuse.mount_path.text();
        let message = format!("the FUSE client sees {path} only if it starts after the FUSE daemon of its node");
        let fix = "start clients when `kubectl rollout status` shows that the FUSE daemons are running";
        findings.push(found(message, values.fuse.client_enabled.place).help(fix));
    }
}

fn missing_parent(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    let worker = worker_enabled(values) && values.worker.fuse_enabled.or(false);
    // The daemon makes the folder, on the nodes that it runs on.
    let needs = worker || (values.fuse.client_enabled.or(false) && !fuse::enabled(values));
    let (name, point) = fuse::place(values, context.target.version);
    let parent = parent(point);
    if needs && parent != "/mnt" && !parent.is_empty() {
        let message = format!("`{name}` needs the folder {parent} on every node");
        findings.push(found(message, point.place));
    }
}

/// Paths that are written alike are refused already (D-36).
fn one_place_twice(context: &Context<'_>, findings: &mut Findings) {
    let facts = context.facts;
    let pods = [
        facts.master.as_ref().map(|master| &master.workload.pod),
        facts.worker.as_ref().map(|worker| &worker.pod),
        facts.logserver.as_ref().map(|logserver| &logserver.workload.pod),
        facts.fuse.as_ref().map(|fuse| &fuse.workload.pod),
    ];
    let mut known: Vec<Span> = Vec::new();
    for container in pods.into_iter().flatten().flat_map(|pod| &pod.containers) {
        let mounts = &container.volume_mounts;
        let plain = |mount: &VolumeMount| fuse::clean(&mount.mount_path) == mount.mount_path;
        for odd in mounts.iter().filter(|mount| !plain(mount)) {
            let same = |other: &&VolumeMount| fuse::clean(&other.mount_path) == fuse::clean(&odd.mount_path);
            let other = mounts.iter().filter(|other| other.mount_path != odd.mount_path).find(same);
            let (Some(other), Some(place)) = (other, odd.origin.place.filter(|place| !known.contains(place))) else {
                continue;
            };
            // All containers of a pod have most volumes.
            known.push(place);
            let message =
                format!("{} is {}, and {} is {}", odd.origin.what, odd.mount_path, other.origin.what, other.mount_path);
            findings.push(found(message, place).note_at("the other one is here", other.origin.place));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::hidden;

    #[test]
    fn a_mount_hides_what_lies_in_its_folder() {
        for (path, expected) in [
            ("/", Some("/bin")),
            ("/opt", Some("/opt/alluxio")),
            ("/opt/alluxio/", Some("/opt/alluxio")),
            ("/opt/alluxio/metastore", None),
            ("/opt/alluxio-data", None),
            ("/usr", Some("/usr")),
            ("/journal", None),
        ] {
            assert_eq!(hidden(path), expected, "{path}");
        }
    }
}
