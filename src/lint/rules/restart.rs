//! AXG223: changes that no running pod sees.

use crate::lint::options::lists;
use crate::lint::{Context, Finding, Findings, Rule};
use crate::problem::Severity::Advice;

/// The rules of this group.
pub const RULES: &[Rule] = &[Rule {
    code: "AXG223",
    severity: Advice,
    title: "properties that running pods do not see change",
    why: "properties and JVM options lie in a ConfigMap that is read when a pod starts: a changed one reaches nobody until the pods are restarted",
    see: "docs/operations.md, \"Change\"",
    fix: "# On the command line: a checksum of the ConfigMap on the pods, which are replaced when it changes.\n# alluxio-gen render --config-checksum -f config.yaml\n",
    check: unseen,
}];

fn unseen(context: &Context<'_>, findings: &mut Findings) {
    let first = lists(context.values).find_map(|(_, properties, words)| {
        let property = properties.0.iter().find(|pair| pair.set).map(|pair| pair.key);
        property.or_else(|| words.0.iter().map(|word| word.place).find(|place| context.is_users(*place)))
    });
    if let Some(place) = first {
        let message = "a change of properties or JVM options replaces no pod by itself";
        let fix =
            "render with `--config-checksum`, or restart the pods with `kubectl rollout restart`; then allow this rule";
        findings.push(Finding::new(message, place).fix(fix));
    }
}
