//! AXG201, AXG202: names of properties that Alluxio does not know.

use crate::lint::known::{Known, known, nearest_name};
use crate::lint::options::{Given, as_property, given};
use crate::lint::{Context, Finding, Findings, Rule};
use crate::problem::Severity::{Advice, Warning};
use crate::source::Span;
use crate::yaml::{Kind, Node};

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
    let csi = csi_words(context);
    let in_csi = csi.iter().filter_map(|(word, place)| as_property(word, *place));
    for Given { name, text, key, in_words, .. } in given(context.values).into_iter().chain(in_csi) {
        // A JVM has system properties of many names.
        if known(name) != how || (in_words && !name.starts_with("alluxio.")) {
            continue;
        }
        let finding = Finding::new(format!("`{name}` is no property of Alluxio 2.7.2 that is known"), key);
        unknown += 1;
        // Where so many are unknown, no other names are meant, and looking for them would take long.
        let near = if unknown > MOST_SUGGESTED { None } else { nearest_name(name) };
        let fix = match near {
            Some(near) if in_words => format!("write `-D{near}={text}`"),
            Some(near) => format!("properties:\n  {near}: {text}\n"),
            None => "check the name in Alluxio's list of properties, or remove it".to_owned(),
        };
        findings.push(finding.fix(fix));
    }
}

/// The words of `csi.javaOptions`, one text or a list, with their places.
fn csi_words<'a>(context: &Context<'a>) -> Vec<(&'a str, Span)> {
    let node = context.node.get("csi").and_then(|csi| csi.get("javaOptions"));
    let texts: Vec<&Node> = match node.map(|node| (&node.kind, node)) {
        Some((Kind::List(items), _)) => items.iter().collect(),
        Some((_, node)) => vec![node],
        None => Vec::new(),
    };
    let words = texts.into_iter().filter(|node| context.is_users(node.span)).map(|node| match &node.kind {
        Kind::Text(text) => text.split_whitespace().map(|word| (word, node.span)).collect(),
        _ => Vec::new(),
    });
    words.flatten().collect()
}
