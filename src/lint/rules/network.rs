//! AXG627: pods on the node's network, and how they resolve names.

use crate::facts::pod::Pod;
use crate::lint::{Context, Finding, Findings, Rule};
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
    let (controller, plugin) = (&values.csi.controller_plugin, &values.csi.node_plugin);
    let place = |policy: Option<Span>, network: Option<Span>| {
        policy.filter(|place| context.is_users(*place)).or(network).or(policy)
    };
    let (master, worker, fuse) = (&values.master, &values.worker, &values.fuse);
    let logserver = &values.logserver;
    [
        (
            "master",
            facts.master.as_ref().map(|master| &master.workload.pod),
            place(master.dns_policy.place, master.host_network.place),
        ),
        (
            "worker",
            facts.worker.as_ref().map(|worker| &worker.pod),
            place(worker.dns_policy.place, worker.host_network.place),
        ),
        (
            "fuse",
            facts.fuse.as_ref().map(|fuse| &fuse.workload.pod),
            place(fuse.dns_policy.place, fuse.host_network.place),
        ),
        (
            "logserver",
            facts.logserver.as_ref().map(|it| &it.workload.pod),
            place(logserver.dns_policy.place, logserver.host_network.place),
        ),
        (
            "csi.controllerPlugin",
            facts.csi.as_ref().map(|csi| &csi.controller.pod),
            place(controller.dns_policy.place, controller.host_network.place),
        ),
        (
            "csi.nodePlugin",
            facts.csi.as_ref().map(|csi| &csi.node_plugin.pod),
            place(plugin.dns_policy.place, plugin.host_network.place),
        ),
    ]
    .into_iter()
    .filter_map(|(section, pod, place)| Some((section, pod?, place)))
    .collect()
}

fn cluster_first(context: &Context<'_>, findings: &mut Findings) {
    for (section, pod, place) in pods(context) {
        // Without a policy Kubernetes takes `ClusterFirst`.
        if pod.host_network == Some(true) && pod.dns_policy.is_none_or(|policy| policy == "ClusterFirst") {
            let message = format!("`{section}` uses the host network with the DNS policy `ClusterFirst`");
            let fix = format!("set `{section}.dnsPolicy` to `ClusterFirstWithHostNet`");
            findings.push(Finding::new(message, place).fix(fix));
        }
    }
}
