//! AXG711: metrics that go nowhere.

use crate::lint::{Context, Findings, Rule, found};
use crate::problem::Severity::Warning;

/// The rules of this group.
pub const RULES: &[Rule] = &[Rule {
    code: "AXG711",
    severity: Warning,
    title: "metrics without a sink",
    why: "`metrics.properties` in the ConfigMap is empty, so no metrics are reported",
    see: "Alluxio documentation, \"Metrics System\"",
    fix: "metrics:\n  PrometheusMetricsServlet:\n    enabled: true\n",
    check: no_sink,
}];

fn no_sink(context: &Context<'_>, findings: &mut Findings) {
    let metrics = &context.values.metrics;
    let sinks = [
        &metrics.console.enabled,
        &metrics.csv.enabled,
        &metrics.jmx.enabled,
        &metrics.graphite.enabled,
        &metrics.slf4j.enabled,
        &metrics.prometheus.enabled,
    ];
    if metrics.enabled.or(false) && !sinks.iter().any(|sink| sink.or(false)) {
        findings.push(found("`metrics.enabled` is true, but no sink is enabled", metrics.enabled.place));
    }
}
