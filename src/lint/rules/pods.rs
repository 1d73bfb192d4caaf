//! AXG62x: pods that do not go together, or may do more than others.

use crate::facts::names::Names;
use crate::facts::{embedded_ha, fuse, master_enabled, worker_enabled};
use crate::lint::{Context, Findings, Rule, found};
use crate::model::Values;
use crate::model::scalar::{Leaf, Port};
use crate::problem::Severity::{Advice, Warning};

const POSIX: &str = "Deploy Alluxio on Kubernetes, \"POSIX API\"";
const TOGGLE: &str = "Deploy Alluxio on Kubernetes, \"Toggle Master or Worker in Helm chart\"";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG621",
        severity: Warning,
        title: "FUSE without root",
        why: "only root can mount for the whole node, and the default user of the image is not root",
        see: POSIX,
        fix: "fuse:\n  user: 0\n  group: 0\n  fsGroup: 0\n",
        check: without_root,
    },
    Rule {
        code: "AXG622",
        severity: Warning,
        title: "FUSE both in workers and as a daemon",
        why: "both mount at `fuse.mountPath` of the same node; the later mount hides the earlier one or fails",
        see: POSIX,
        fix: "fuse:\n  enabled: false\n",
        check: two_mounts,
    },
    Rule {
        code: "AXG623",
        severity: Advice,
        title: "privileged containers",
        why: "FUSE and CSI mount for the whole node and need privileged containers; clusters that enforce a pod security standard reject them unless the namespace allows them",
        see: "Kubernetes documentation, \"Pod Security Standards\"",
        fix: "fuse:\n  enabled: false\ncsi:\n  enabled: false\nworker:\n  fuseEnabled: false\n",
        check: privileged,
    },
    Rule {
        code: "AXG624",
        severity: Warning,
        title: "port used twice on the host network",
        why: "pods on the host network share the ports of the node: a second pod with the port is not scheduled there, or cannot listen",
        see: "Kubernetes documentation, \"Configuration Best Practices\"",
        fix: "worker:\n  ports:\n    web: 30000\nlogserver:\n  ports:\n    logging: 45600\n",
        check: taken_ports,
    },
    Rule {
        code: "AXG625",
        severity: Warning,
        title: "neither masters nor workers",
        why: "all other components serve masters and workers, and FUSE daemons run only on nodes with workers",
        see: TOGGLE,
        fix: "master:\n  enabled: true\nworker:\n  enabled: true\n",
        check: nobody,
    },
    Rule {
        code: "AXG626",
        severity: Advice,
        title: "object names that do not contain the release name",
        why: "with the default `fullnameOverride`, every release has the same object names: of two releases in one namespace, the last one applied replaces the ConfigMap, Services and all other objects",
        see: TOGGLE,
        fix: "fullnameOverride: staging-alluxio\n",
        check: fixed_names,
    },
];

fn without_root(context: &Context<'_>, findings: &mut Findings) {
    let settings = &context.values.fuse;
    if !fuse::enabled(context.values) {
        return;
    }
    for (key, leaf) in [("user", &settings.user), ("group", &settings.group)] {
        if leaf.value != Some(0) {
            let given = leaf.value.map_or_else(|| "not given".to_owned(), |id| id.to_string());
            findings.push(found(format!("`fuse.{key}` is {given}, but must be 0"), leaf.place));
        }
    }
}

/// Whether workers run FUSE themselves.
fn in_worker(values: &Values) -> bool {
    worker_enabled(values) && values.worker.fuse_enabled.or(false)
}

fn two_mounts(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    if in_worker(values) && fuse::enabled(values) {
        let path = fuse::place(values, context.target.version).1.text();
        let finding = found(format!("workers and FUSE daemons both mount at {path}"), values.worker.fuse_enabled.place);
        findings.push(finding.note_at("the daemons are enabled here", values.fuse.enabled.place));
    }
}

fn privileged(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    for (on, container, leaf) in [
        (in_worker(values), "alluxio-worker", &values.worker.fuse_enabled),
        (fuse::enabled(values), "alluxio-fuse", &values.fuse.enabled),
        (values.csi.enabled.or(false), "csi-nodeserver", &values.csi.enabled),
    ] {
        if on {
            let message = format!("`{container}` is privileged on every node that it runs on");
            let fix = "allow the rule on this line if the namespace accepts privileged pods";
            findings.push(found(message, leaf.place).help(fix));
        }
    }
}

/// A port that a pod listens on, with its path in the values.
type Listens<'a> = (&'static str, &'a Leaf<Port>);

/// The pods on the node's network, with their ports. Ports of one pod are compared elsewhere (D-48).
fn on_host(values: &Values) -> Vec<Vec<Listens<'_>>> {
    let hub = values.hub.enabled.or(false);
    let agent = hub.then_some(("hub.agent.ports.rpc", &values.hub.agent.ports.rpc));
    let mut pods = Vec::new();
    if master_enabled(values) && values.master.host_network.or(false) {
        let (master, job) = (&values.master.ports, &values.job_master.ports);
        let mut ports = vec![
            ("master.ports.rpc", &master.rpc),
            ("master.ports.web", &master.web),
            ("jobMaster.ports.rpc", &job.rpc),
            ("jobMaster.ports.web", &job.web),
        ];
        if embedded_ha(values) {
            ports.extend([("master.ports.embedded", &master.embedded), ("jobMaster.ports.embedded", &job.embedded)]);
        }
        ports.extend(agent);
        pods.push(ports);
    }
    if worker_enabled(values) && values.worker.host_network.or(false) {
        let (worker, job) = (&values.worker.ports, &values.job_worker.ports);
        let mut ports = vec![
            ("worker.ports.rpc", &worker.rpc),
            ("worker.ports.web", &worker.web),
            ("jobWorker.ports.rpc", &job.rpc),
            ("jobWorker.ports.data", &job.data),
            ("jobWorker.ports.web", &job.web),
        ];
        ports.extend(agent);
        pods.push(ports);
    }
    if values.logserver.enabled.or(false) && values.logserver.host_network.or(false) {
        pods.push(vec![("logserver.ports.logging", &values.logserver.ports.logging)]);
    }
    pods
}

fn taken_ports(context: &Context<'_>, findings: &mut Findings) {
    let pods = on_host(context.values);
    for (at, pod) in pods.iter().enumerate() {
        for (path, leaf) in pod {
            let same = |(_, other): &&Listens<'_>| other.value == leaf.value && leaf.value.is_some();
            let Some((first, other)) = pods[..at].iter().flatten().find(same) else { continue };
            // The one that the user changed is to blame.
            let (path, leaf, first, other) =
                if leaf.set { (*path, *leaf, *first, *other) } else { (*first, *other, *path, *leaf) };
            let Some(Port(port)) = leaf.value else { continue };
            if path == first {
                let message = format!("`{path}` is {port} in masters and in workers, both on the host network");
                let place = context.values.worker.host_network.place;
                findings.push(found(message, place).help("master:\n  hostNetwork: false\n"));
                continue;
            }
            let message = format!("`{path}` is {port} on the host network, as is `{first}`");
            let finding = found(message, leaf.place).help(format!("set `{path}` to an unused port"));
            findings.push(finding.note_at("the other one is here", other.place));
        }
    }
}

fn nobody(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    if master_enabled(values) || worker_enabled(values) {
        return;
    }
    let others: Vec<&str> = [
        (fuse::enabled(values), "FUSE"),
        (values.csi.enabled.or(false), "CSI"),
        (values.logserver.enabled.or(false), "the log server"),
        (values.hub.enabled.or(false), "the hub"),
    ]
    .into_iter()
    .filter_map(|(on, what)| on.then_some(what))
    .collect();
    let left = if others.is_empty() { "nothing".to_owned() } else { others.join(", ") };
    let finding = found(format!("masters and workers are disabled, which leaves {left}"), values.worker.enabled.place);
    findings.push(finding.note_at("masters are disabled here", values.master.enabled.place));
}

fn fixed_names(context: &Context<'_>, findings: &mut Findings) {
    // Masters and workers apart need one name, by which workers find masters.
    if master_enabled(context.values) != worker_enabled(context.values) {
        return;
    }
    let names = Names::new(context.values, context.target);
    let base = &context.values.fullname_override;
    if names.release != names.full && base.filled().is_some() && !base.set {
        let message = format!("the release is `{}`, but its objects are named `{}-...`", names.release, names.full);
        findings.push(found(message, base.place).help(format!("fullnameOverride: {}\n", names.release)));
    }
}
