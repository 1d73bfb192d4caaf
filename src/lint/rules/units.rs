//! AXG5xx: sizes, which Alluxio, a JVM and Kubernetes spell differently.

use crate::facts::given::{Component, Given, List, given, is_on, list_name, lists, property};
use crate::facts::size;
use crate::facts::{fuse, master_enabled, needs_journal, units, volumes, worker_enabled};
use crate::lint::tiers::{RAMDISK, dirs};
use crate::lint::{Context, Findings, Rule, found};
use crate::model::Values;
use crate::model::choices::{LogVolume, SocketVolume, TierVolume};
use crate::model::pod::Resources;
use crate::model::scalar::{Leaf, Quantity};
use crate::problem::Problem;
use crate::problem::Severity::{Advice, Error, Warning};
use crate::properties::{Certainty, Kind};
use crate::source::Span;
use crate::version::Version;

const SEE: &str = "Deploy Alluxio on Kubernetes, \"Troubleshooting\"";
const QUANTITIES: &str = "Kubernetes documentation, \"Resource Management for Pods and Containers\"";

/// A tier whose size all read alike.
const SAME: &str = "tieredstore:\n  levels:\n    - level: 0\n      alias: MEM\n      mediumtype: MEM\n      path: /dev/shm\n      type: emptyDir\n      quota: 1Gi\n      high: 0.95\n      low: 0.7\n";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG501",
        severity: Error,
        title: "size that Alluxio cannot read",
        why: "Alluxio accepts the units b, k, m, g, t and p, optionally followed by b, all powers of 1024, and stops with any other",
        see: "Alluxio documentation, \"List of Configuration Properties\"",
        fix: "properties:\n  alluxio.user.block.size.bytes.default: 64MB\n",
        check: unreadable,
    },
    Rule {
        code: "AXG502",
        severity: Warning,
        title: "tier size that is larger for Alluxio than for Kubernetes",
        why: "G is 2^30 bytes for Alluxio but 10^9 for Kubernetes, so the volume is full before the tier is; `Gi` and `GB` are 2^30 for both",
        see: SEE,
        fix: SAME,
        check: read_larger,
    },
    Rule {
        code: "AXG503",
        severity: Advice,
        title: "default tier size that is larger for Alluxio than for Kubernetes",
        why: "G is 2^30 bytes for Alluxio but 10^9 for Kubernetes, so the volume is full before the tier is; `Gi` and `GB` are 2^30 for both",
        see: SEE,
        fix: SAME,
        check: default_read_larger,
    },
    Rule {
        code: "AXG504",
        severity: Warning,
        title: "size in thousandths of a byte",
        why: "in Kubernetes the suffix m means thousandths; `Mi` is 2^20, `M` is 10^6",
        see: QUANTITIES,
        fix: "worker:\n  resources:\n    limits:\n      memory: 8Gi\n    requests:\n      memory: 512Mi\n",
        check: thousandths,
    },
    Rule {
        code: "AXG505",
        severity: Error,
        title: "size that a JVM cannot read",
        why: "a JVM accepts a whole number followed by k, m, g or t, and does not start with anything else",
        see: "Java documentation, \"java\", -Xmx and -XX:MaxDirectMemorySize",
        fix: "worker:\n  jvmOptions:\n    - -Xmx4g\n",
        check: unreadable_by_jvm,
    },
    Rule {
        code: "AXG506",
        severity: Warning,
        title: "size with a unit of Alluxio instead of Kubernetes",
        why: "Kubernetes has no unit `GB` and rejects the output of the chart; alluxio-gen writes `Gi`, since both are 2^30 for Alluxio",
        see: QUANTITIES,
        fix: "worker:\n  resources:\n    limits:\n      memory: 8Gi\n",
        check: respelled_for_kubernetes,
    },
];

/// The first part of a list of sizes that Alluxio cannot read. References to other properties are not followed.
fn unread<'a>(text: &'a str, version: &Version) -> Option<&'a str> {
    let mut parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let is_read = |part: &str| {
        size::alluxio(part).is_some() || version.sizes_know_gi && size::alluxio(&units::without_gi(part)).is_some()
    };
    parts.find(|part| !part.contains("${") && !is_read(part))
}

/// The same size as Alluxio spells it, if it is one of Kubernetes.
fn respelled(text: &str) -> Option<String> {
    let stem = text.strip_suffix('B').unwrap_or(text);
    let spelled = units::without_gi(stem);
    let is_size = |text: &str| size::alluxio(text).is_some();
    let joined = || text.split_whitespace().collect::<String>();
    Some(spelled).filter(|text| is_size(text)).or_else(|| Some(joined()).filter(|text| is_size(text)))
}

/// What to write in place of a size.
fn advice(path: &str, text: &str, bad: &str) -> String {
    match respelled(bad) {
        Some(good) => format!("write `{path}: {}`", text.replacen(bad, &good, 1)),
        None => "write a number with a unit such as `MB` or `GB`".to_owned(),
    }
}

fn unreadable(context: &Context<'_>, findings: &mut Findings) {
    let (values, version) = (context.values, context.target.version);
    for Given { name, text, place, .. } in given(values).into_iter().filter(|given| is_on(values, given.component)) {
        let property = context.table().find(name).filter(|property| matches!(property.kind, Kind::Size | Kind::Sizes));
        if let Some((property, bad)) = property.zip(unread(text, version)) {
            let message = format!("`{name}` is {bad:?}, which Alluxio cannot read");
            let severity = if property.certainty == Certainty::Read { Error } else { Warning };
            findings.push(Problem { severity, ..found(message, place).help(advice(name, text, bad)) });
        }
    }
    if !worker_enabled(values) {
        return;
    }
    for (index, level) in values.tieredstore.iter().flat_map(|store| store.levels.iter().enumerate()) {
        let quota = units::for_alluxio(level.quota.text(), version);
        if let Some(bad) = unread(&quota, version) {
            let message = format!("`tieredstore.levels[{index}].quota` is {bad:?}, which Alluxio cannot read");
            findings.push(found(message, level.quota.place).help(advice("quota", &quota, bad)));
        }
    }
    let requests = values.worker.resources.iter().flat_map(|resources| &resources.requests.0);
    let computed = property(values, Component::Worker, RAMDISK).is_none();
    for memory in requests.filter(|pair| pair.name == "memory" && computed) {
        if let Some(bad) = unread(&units::for_alluxio(&memory.text, version), version) {
            let message =
                format!("`{RAMDISK}` becomes {bad:?} from the worker's memory request, which Alluxio cannot read");
            findings.push(found(message, memory.place).help("write it with `Mi`, `Gi` or `Ti`"));
        }
    }
}

fn read_larger(context: &Context<'_>, findings: &mut Findings) {
    larger(context, true, findings);
}

fn default_read_larger(context: &Context<'_>, findings: &mut Findings) {
    larger(context, false, findings);
}

fn larger(context: &Context<'_>, users: bool, findings: &mut Findings) {
    if !worker_enabled(context.values) {
        return;
    }
    for dir in dirs(context.values).iter().filter(|dir| dir.kind() == TierVolume::EmptyDir) {
        let Some(quota) = dir.wins(context.values).filter(|quota| quota.own) else { continue };
        let (Some(bytes), Some(volume)) = (quota.bytes(), size::quota(quota.text)) else { continue };
        let own = quota.place.is_some_and(|place| context.is_users(place)) && !dir.restates_quota(context);
        if volume < bytes && own == users {
            let text = quota.text;
            let message = format!(
                "`tieredstore.levels[{}].quota` is {text}: {bytes} bytes for Alluxio, {volume} for Kubernetes",
                dir.index
            );
            findings.push(
                found(message, quota.place).help(format!("write `quota: {text}i`, which means the same for both")),
            );
        }
    }
}

/// The resources of everything that is rendered.
fn resources(values: &Values) -> Vec<(&'static str, &Option<Resources>)> {
    let (csi, logserver) = (&values.csi, &values.logserver);
    [
        (master_enabled(values), "master.resources", &values.master.resources),
        (master_enabled(values), "jobMaster.resources", &values.job_master.resources),
        (worker_enabled(values), "worker.resources", &values.worker.resources),
        (worker_enabled(values), "jobWorker.resources", &values.job_worker.resources),
        (fuse::enabled(values), "fuse.resources", &values.fuse.resources),
        (logserver.enabled.or(false), "logserver.resources", &logserver.resources),
        (values.hub.enabled.or(false), "hub.resources", &values.hub.resources),
        (
            csi.enabled.or(false),
            "csi.controllerPlugin.provisioner.resources",
            &csi.controller_plugin.provisioner.resources,
        ),
        (
            csi.enabled.or(false),
            "csi.controllerPlugin.controller.resources",
            &csi.controller_plugin.controller.resources,
        ),
        (csi.enabled.or(false), "csi.nodePlugin.nodeserver.resources", &csi.node_plugin.nodeserver.resources),
        (
            csi.enabled.or(false),
            "csi.nodePlugin.driverRegistrar.resources",
            &csi.node_plugin.driver_registrar.resources,
        ),
    ]
    .into_iter()
    .filter_map(|(on, path, resources)| on.then_some((path, resources)))
    .collect()
}

/// The sizes of all volumes that are rendered.
fn sizes(values: &Values) -> Vec<(&'static str, &Leaf<Quantity>)> {
    let socket = values.short_circuit.volume_type.value == Some(SocketVolume::Claim) && volumes::needs_socket(values);
    let logs = values.logserver.volume_type.value != Some(LogVolume::HostPath) && values.logserver.enabled.or(false);
    let metastore = values.metastore.as_ref().map(|metastore| (true, "metastore.size", &metastore.size));
    [
        (master_enabled(values) && needs_journal(values), "journal.size", &values.journal.size),
        (worker_enabled(values) && socket, "shortCircuit.size", &values.short_circuit.size),
        (logs, "logserver.size", &values.logserver.size),
    ]
    .into_iter()
    .chain(metastore)
    .filter_map(|(on, path, size)| on.then_some((path, size)))
    .collect()
}

fn respelled_for_kubernetes(context: &Context<'_>, findings: &mut Findings) {
    each_size(context.values, &|_| true, &mut |path, text, place| {
        let meant = units::for_kubernetes(text);
        if meant != text {
            let path = path();
            let message = format!("`{path}` is {text}, which is not a Kubernetes quantity and is written as {meant}");
            findings.push(found(message, place).help(format!("write `{meant}`")));
        }
    });
}

/// Gets a path that only messages need, a size, and its place.
type Find<'a> = &'a mut dyn FnMut(&dyn Fn() -> String, &str, Option<Span>);

/// Calls for each amount of a resource that a name stands for, and for each size of a volume.
fn each_size(values: &Values, is_wanted: &dyn Fn(&str) -> bool, find: Find<'_>) {
    for (path, resources) in resources(values) {
        let Some(resources) = resources else { continue };
        for (kind, amounts) in [("limits", &resources.limits), ("requests", &resources.requests)] {
            for pair in amounts.0.iter().filter(|pair| is_wanted(&pair.name)) {
                find(&|| format!("{path}.{kind}.{}", pair.name), &pair.text, Some(pair.place));
            }
        }
    }
    for (path, size) in sizes(values) {
        if let Some(text) = size.filled() {
            find(&|| path.to_owned(), text, size.place);
        }
    }
}

fn is_thousandths(text: &str) -> bool {
    text.ends_with('m') && size::kubernetes(text).is_some()
}

fn thousandths(context: &Context<'_>, findings: &mut Findings) {
    let in_bytes = |name: &str| matches!(name, "memory" | "ephemeral-storage");
    each_size(context.values, &in_bytes, &mut |path, text, place| {
        if is_thousandths(text) {
            let path = path();
            let message = format!("`{path}` is {text}, which is in thousandths of a byte");
            findings.push(found(message, place).help(format!("write `{}Mi`", text.trim_end_matches('m'))));
        }
    });
}

/// JVM options with a size behind them.
const JVM_SIZES: &[&str] = &[
    "-Xmx",
    "-Xms",
    "-Xmn",
    "-Xss",
    "-XX:MaxDirectMemorySize=",
    "-XX:MaxHeapSize=",
    "-XX:InitialHeapSize=",
    "-XX:MetaspaceSize=",
    "-XX:MaxMetaspaceSize=",
];

/// The option and the size in a word, if a JVM cannot read the size.
fn unread_by_jvm(word: &str) -> Option<(&'static str, &str)> {
    let (option, text) = JVM_SIZES.iter().find_map(|option| Some((*option, word.strip_prefix(option)?)))?;
    (!text.contains('$') && size::jvm(text).is_none()).then_some((option, text))
}

fn unreadable_by_jvm(context: &Context<'_>, findings: &mut Findings) {
    let mut find = |path: &str, text: &str, place| {
        for (option, bad) in text.split_whitespace().filter_map(unread_by_jvm) {
            let finding = found(format!("`{path}` has {option}{bad}, which a JVM cannot read"), place);
            let stem = bad.trim_end_matches(['b', 'B']).trim_end_matches('i');
            let good = size::jvm(stem).is_some();
            findings.push(if good {
                finding.help(format!("write `{option}{}`", stem.to_lowercase()))
            } else {
                finding
            });
        }
    };
    let used = |(component, ..): &List<'_>| is_on(context.values, *component);
    for (component, _, words) in lists(context.values).filter(used) {
        for word in &words.0 {
            find(&list_name(component, "jvmOptions"), &word.text, Some(word.place));
        }
    }
    let place = context.node.get("csi").and_then(|csi| csi.get("javaOptions")).map(|node| node.span);
    find("csi.javaOptions", context.values.csi.java_options.0.as_deref().unwrap_or(""), place);
}
