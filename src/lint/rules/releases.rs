//! AXG651: masters and workers of releases of their own.

use crate::facts::given::{Component, property};
use crate::facts::names::Names;
use crate::facts::{embedded_ha, master_enabled, worker_enabled};
use crate::lint::{Context, Findings, Rule, found};
use crate::problem::Severity::Advice;

/// The rules of this group.
pub const RULES: &[Rule] = &[Rule {
    code: "AXG651",
    severity: Advice,
    title: "masters and workers in separate releases",
    why: "both releases have a ConfigMap of the same name, and the last one applied replaces the other; workers find masters by the names of their Services",
    see: "Deploy Alluxio on Kubernetes, \"Toggle Master or Worker in Helm chart\"",
    fix: "master:\n  enabled: true\nworker:\n  enabled: true\n",
    check: apart,
}];

/// The properties that tell workers where the masters are.
const MASTERS: [&str; 2] = ["alluxio.master.hostname", "alluxio.master.rpc.addresses"];

fn apart(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    let names = Names::new(values, context.target);
    let config = format!("ConfigMap/{}", names.of("config"));
    let service = names.of("master-0");
    let (message, place) = match (master_enabled(values), worker_enabled(values)) {
        (true, false) => (
            format!("the workers of another release look for `{service}`, and that release also has `{config}`"),
            values.worker.enabled.place,
        ),
        (false, true) => {
            let told = |name| property(values, Component::Worker, name).is_some_and(|given| !given.text.is_empty());
            // Who says where the masters are may have them in another namespace.
            if MASTERS.into_iter().any(told) {
                return;
            }
            let masters =
                if embedded_ha(values) { format!("`{service}` and the others") } else { format!("`{service}`") };
            let message = format!("workers look for {masters} of another release, which also has `{config}`");
            (message, values.master.enabled.place)
        }
        _ => return,
    };
    let fix = "render both with the same values except `master.enabled` and `worker.enabled`, the same `fullnameOverride` and the same namespace";
    findings.push(found(message, place).help(fix));
}
