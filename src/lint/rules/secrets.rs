//! AXG617: folders of secrets.

use crate::facts::{master_enabled, worker_enabled};
use crate::lint::{Context, Findings, Rule, found};
use crate::problem::Severity::Warning;

/// The rules of this group.
pub const RULES: &[Rule] = &[Rule {
    code: "AXG617",
    severity: Warning,
    title: "Secret with an absolute path",
    why: "Secrets are always mounted below `/secrets`, also if the path is absolute",
    see: "Deploy Alluxio on Kubernetes, \"Deploy: Configuration\"",
    fix: "secrets:\n  master:\n    alluxio-hdfs-config: hdfsConfig\n",
    check: absolute,
}];

fn absolute(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    let secrets = &values.secrets;
    for (section, on, secrets) in [
        ("master", master_enabled(values), &secrets.master),
        ("worker", worker_enabled(values), &secrets.worker),
        ("logserver", values.logserver.enabled.or(false), &secrets.logserver),
    ] {
        for pair in secrets.0.iter().filter(|pair| on && pair.text.starts_with('/')) {
            let folder = pair.text.trim_matches('/');
            let message = format!(
                "`secrets.{section}.{}` is {}, but the Secret is mounted at /secrets/{folder}",
                pair.name, pair.text
            );
            findings.push(found(message, pair.place).help(format!("write `{}: {folder}`", pair.name)));
        }
    }
}
