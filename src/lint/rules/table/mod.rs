//! AXG208 to AXG213: what Alluxio's own table says of properties: what became of a name, what a value has to be, who
//! reads it, and what Alluxio checks before it starts.

mod kinds;
mod names;
mod scopes;
mod startup;

use super::properties::everywhere;
use crate::lint::Rule;
use crate::problem::Severity::{Advice, Error, Warning};

const PROPERTIES: &str = "Alluxio documentation, \"List of Configuration Properties\"";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG208",
        severity: Warning,
        title: "removed property",
        why: "Alluxio ignores a property that it no longer has",
        see: PROPERTIES,
        fix: "properties:\n  alluxio.worker.data.port:\n  alluxio.worker.rpc.port: 29999\n",
        check: names::removed,
    },
    Rule {
        code: "AXG209",
        severity: Advice,
        title: "old name of a property",
        why: "an alias works until a version removes it, and a deprecated property may be removed in the next version",
        see: PROPERTIES,
        fix: "properties:\n  alluxio.worker.memory.size:\n  alluxio.worker.ramdisk.size: 2GB\n",
        check: names::old,
    },
    Rule {
        code: "AXG210",
        severity: Error,
        title: "value that Alluxio cannot read",
        why: "a process stops with an exception when it reads a value of the wrong kind",
        see: PROPERTIES,
        fix: "properties:\n  alluxio.user.file.readtype.default: CACHE\n",
        check: kinds::unreadable,
    },
    Rule {
        code: "AXG211",
        severity: Advice,
        title: "property of another component",
        why: "the properties of a component are set only there, but other components read this property",
        see: PROPERTIES,
        fix: "properties:\n  alluxio.master.heartbeat.timeout: 20min\nworker:\n  properties:\n    alluxio.master.heartbeat.timeout:\n",
        check: scopes::elsewhere,
    },
    Rule {
        code: "AXG212",
        severity: Error,
        title: "properties with which Alluxio does not start",
        why: "Alluxio checks at its start that certain properties are consistent, and stops if they are not",
        see: PROPERTIES,
        fix: "properties:\n  alluxio.zookeeper.enabled: true\n",
        check: startup::disagreeing,
    },
    Rule {
        code: "AXG213",
        severity: Advice,
        title: "property with its default value",
        why: "it changes nothing now, and overrides the default of later versions; reported only with `lint --pedantic`",
        see: PROPERTIES,
        fix: "properties:\n  alluxio.user.file.readtype.default:\n",
        check: kinds::default,
    },
];
