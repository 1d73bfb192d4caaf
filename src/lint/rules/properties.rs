//! AXG201, AXG202: names of properties that Alluxio does not know.

use crate::facts::given::{Given, as_property, given};
use crate::lint::{Context, Findings, Rule, found};
use crate::problem::Problem;
use crate::problem::Severity::{Advice, Warning};
use crate::properties::Standing;
use crate::source::Span;
use crate::yaml::{Kind, Node};

const PROPERTIES: &str = "Alluxio documentation, \"List of Configuration Properties\"";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG201",
        severity: Warning,
        title: "unknown property",
        why: "Alluxio ignores unknown properties, and reports them only at log level DEBUG",
        see: PROPERTIES,
        fix: "properties:\n  alluxio.user.metadata.cache.maxsize:\n  alluxio.user.metadata.cache.max.size: \"1000000\"\n",
        check: unknown_property,
    },
    Rule {
        code: "AXG202",
        severity: Warning,
        title: "property without a known prefix",
        why: "no component of Alluxio reads a property of that name",
        see: PROPERTIES,
        fix: "properties:\n  alluxio.mastr.hostname:\n",
        check: unknown_prefix,
    },
];

/// What names begin with that are not Alluxio's own: clients of storage systems, the JVM, libraries.
const FOREIGN: &[&str] = &[
    "aws.",
    "com.sun.",
    "dfs.",
    "file.",
    "fs.",
    "hadoop.",
    "io.",
    "java.",
    "javax.",
    "jdk.",
    "log4j.",
    "net.",
    "org.",
    "os.",
    "s3a.",
    "s3service.",
    "sun.",
    "swift.",
    "user.",
    "zookeeper.",
];

/// How little a name is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unknown {
    /// It begins as Alluxio's properties do (`alluxio.master.`), or it is one of them in another case.
    Name,
    /// Nothing begins like that.
    Prefix,
}

/// Whether a name is as little known as that, in this version or another.
fn is_unknown(context: &Context<'_>, name: &str, how: Unknown) -> bool {
    let table = context.table();
    let is_known_in_another_case = || how == Unknown::Name && table.in_another_case(name).is_some();
    match table.standing(name) {
        // What is wrong within the options of a mount is the case of letters.
        Standing::Property(property) if property.is_family => {
            property.shown().ends_with(".option.*") && is_known_in_another_case()
        }
        Standing::Property(_) | Standing::Alias(_) | Standing::Removed { .. } => false,
        Standing::Later { .. } => how == Unknown::Name,
        Standing::Unknown if FOREIGN.iter().any(|start| name.starts_with(start)) => is_known_in_another_case(),
        Standing::Unknown => match prefix(name) {
            Some(prefix) if table.has_prefix(prefix) => how == Unknown::Name,
            _ => how == Unknown::Prefix,
        },
    }
}

/// `alluxio.master.` of `alluxio.master.hostname`.
fn prefix(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("alluxio.")?;
    Some(&name[..name.len() - rest.len() + rest.find('.')? + 1])
}

fn unknown_property(context: &Context<'_>, findings: &mut Findings) {
    unknown(context, Unknown::Name, findings);
}

fn unknown_prefix(context: &Context<'_>, findings: &mut Findings) {
    unknown(context, Unknown::Prefix, findings);
}

/// For so many unknown properties the nearest known one is looked up.
const MOST_SUGGESTED: usize = 50;

fn unknown(context: &Context<'_>, how: Unknown, findings: &mut Findings) {
    let table = context.table();
    let mut unknown = 0;
    for Given { name, key, in_words, .. } in everywhere(context) {
        // A JVM has system properties of many names.
        if !is_unknown(context, name, how) || (in_words && !name.starts_with("alluxio.")) {
            continue;
        }
        if let Standing::Later { since } = table.standing(name) {
            let message = format!(
                "`{name}` is a property of Alluxio {} and later; {} does not have it",
                since.minor(),
                table.version
            );
            findings.push(found(message, key).help("remove it, or use a version of Alluxio that has it"));
            continue;
        }
        let finding = found(format!("`{name}` is not a known property of Alluxio {}", table.version), key);
        unknown += 1;
        // Where so many are unknown, no other names are meant, and looking for them would take long.
        let near = match unknown > MOST_SUGGESTED {
            true => None,
            false => table.in_another_case(name).or_else(|| table.nearest(name)),
        };
        let is_own = near.is_none() && !name.starts_with("alluxio.");
        let finding = finding.help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "check the name in Alluxio's list of properties, or remove it".to_owned(),
        });
        findings.push(if is_own { Problem { severity: Advice, ..finding } } else { finding });
    }
}

/// Every property that the user set, in the options of the CSI driver too.
pub(super) fn everywhere<'a>(context: &Context<'a>) -> Vec<Given<'a>> {
    let mut all = given(context.values);
    all.extend(csi_words(context).into_iter().filter_map(|(word, place)| as_property(word, place)));
    all
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
