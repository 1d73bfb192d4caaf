//! AXG627: pods on the node's network, and how they resolve names.

use crate::facts::pod::Pod;
use crate::lint::{Context, Findings, Rule, found};
use crate::model::choices::DnsPolicy;
use crate::model::scalar::Leaf;
use crate::problem::Severity::Warning;
use crate::source::Span;

/// The rules of this group.
pub const RULES: &[Rule] = &[Rule {
    code: "AXG627",
    severity: Warning,
    title: "host network without cluster DNS",
    why: "with the host network, `ClusterFirst` uses the resolver of the node, which does not resolve the masters' Services",
    see: "Kubernetes documentation, \"DNS for Services and Pods\"",
    fix: "worker:\n  dnsPolicy: ClusterFirstWithHostNet\n",
    check: cluster_first,
}];

/// The pods, each with its section of the values, and where its policy or its network is set.
fn pods<'a>(context: &Context<'a>) -> Vec<(&'static str, &'a Pod, Option<Span>)> {
    let (facts, values) = (context.facts, context.values);
    let (master, worker, fuse, logserver) = (&values.master, &values.worker, &values.fuse, &values.logserver);
    let (controller, plugin) = (&values.csi.controller_plugin, &values.csi.node_plugin);
    let place = |policy: &Leaf<DnsPolicy>, network: &Leaf<bool>| {
        let policy = policy.place;
        policy.filter(|place| context.is_users(*place)).or(network.place).or(policy)
    };
    let csi = facts.csi.as_ref();
    let pods = [
        ("master", facts.master.as_ref().map(|it| &it.workload.pod), place(&master.dns_policy, &master.host_network)),
        ("worker", facts.worker.as_ref().map(|it| &it.pod), place(&worker.dns_policy, &worker.host_network)),
        ("fuse", facts.fuse.as_ref().map(|it| &it.workload.pod), place(&fuse.dns_policy, &fuse.host_network)),
        (
            "logserver",
            facts.logserver.as_ref().map(|it| &it.workload.pod),
            place(&logserver.dns_policy, &logserver.host_network),
        ),
        (
            "csi.controllerPlugin",
            csi.map(|csi| &csi.controller.pod),
            place(&controller.dns_policy, &controller.host_network),
        ),
        ("csi.nodePlugin", csi.map(|csi| &csi.node_plugin.pod), place(&plugin.dns_policy, &plugin.host_network)),
    ];
    pods.into_iter().filter_map(|(section, pod, place)| Some((section, pod?, place))).collect()
}

fn cluster_first(context: &Context<'_>, findings: &mut Findings) {
    for (section, pod, place) in pods(context) {
        // Without a policy Kubernetes takes `ClusterFirst`.
        if pod.host_network == Some(true) && pod.dns_policy.is_none_or(|policy| policy == "ClusterFirst") {
            let message = format!("`{section}` uses the host network with the DNS policy `ClusterFirst`");
            let fix = format!("set `{section}.dnsPolicy` to `ClusterFirstWithHostNet`");
            findings.push(found(message, place).help(fix));
        }
    }
}
