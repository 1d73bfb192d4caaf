//! AXG201, AXG202: names of properties that Alluxio does not know.

use crate::lint::known::{Known, known, nearest_name};
use crate::lint::options::{Given, given};
use crate::lint::{Context, Finding, Findings, Rule};
use crate::problem::Severity::{Advice, Warning};

const PROPERTIES: &str = "Alluxio documentation, \"List of Configuration Properties\"";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG201",
        severity: Advice,
        title: "unknown property",
        why: "Alluxio passes over a property that it does not know, and says so at log level DEBUG only",
        see: PROPERTIES,
        fix: "properties:\n  alluxio.user.metadata.cache.maxsize:\n  alluxio.user.metadata.cache.max.size: \"1000000\"\n",
        check: unknown_property,
    },
    Rule {
        code: "AXG202",
        severity: Warning,
        title: "property outside every known prefix",
        why: "no component of Alluxio reads a property of that name",
        see: PROPERTIES,
        fix: "properties:\n  alluxio.mastr.hostname:\n",
        check: unknown_prefix,
    },
];

fn unknown_property(context: &Context<'_>, findings: &mut Findings) {
    unknown(context, Known::Prefix, findings);
}

fn unknown_prefix(context: &Context<'_>, findings: &mut Findings) {
    unknown(context, Known::Nothing, findings);
}

/// For so many unknown properties the nearest known one is looked up.
const MOST_SUGGESTED: usize = 50;

fn unknown(context: &Context<'_>, how: Known, findings: &mut Findings) {
    let mut unknown = 0;
    for Given { name, text, key, in_words, .. } in given(context.values) {
        // A JVM has system properties of many names.
        if known(name) != how || (in_words && !name.starts_with("alluxio.")) {
            continue;
        }
        let finding = Finding::new(format!("`{name}` is no property of Alluxio 2.7.2 that is known"), key);
        unknown += 1;
        // Where so many are unknown, no other names are meant, and looking for them would take long.
        let near = if unknown > MOST_SUGGESTED { None } else { nearest_name(name) };
        let fix = match near {
            Some(near) => format!("properties:\n  {near}: {text}\n"),
            None => "check the name in Alluxio's list of properties, or remove it".to_owned(),
        };
        findings.push(finding.fix(fix));
    }
}
