//! AXG223: changes that no running pod sees.

use crate::facts::given::lists;
use crate::lint::{Context, Findings, Rule, found};
use crate::problem::Severity::Advice;

/// The rules of this group.
pub const RULES: &[Rule] = &[Rule {
    code: "AXG223",
    severity: Advice,
    title: "changed properties need a restart",
    why: "properties and JVM options are in a ConfigMap that pods read when they start: a change has no effect until they restart",
    see: "docs/operations.md, \"Change\"",
    fix: "# On the command line: adds a checksum of the ConfigMap to the pods, so that a change replaces them.\n# alluxio-gen render --config-checksum -f config.yaml\n",
    check: unseen,
}];

fn unseen(context: &Context<'_>, findings: &mut Findings) {
    let first = lists(context.values).find_map(|(_, properties, words)| {
        let property = properties.0.iter().find(|pair| pair.set).map(|pair| pair.key);
        property.or_else(|| words.0.iter().map(|word| word.place).find(|place| context.is_users(*place)))
    });
    if let Some(place) = first {
        let message = "a change of properties or JVM options does not restart pods";
        let fix =
            "render with `--config-checksum`, or restart the pods with `kubectl rollout restart` and allow this rule";
        findings.push(found(message, place).help(fix));
    }
}
