//! AXG3xx: YAML that turns into something else than it looks like, and values that nothing reads.

use crate::facts::{fuse, master_enabled, needs_journal, volumes, worker_enabled};
use crate::lint::walk::{Visit, shape_of, written};
use crate::lint::{Context, Finding, Findings, Rule};
use crate::model::Values;
use crate::model::choices::MasterVolume;
use crate::model::read::Shape;
use crate::problem::Severity::{Advice, Warning};
use crate::source::Span;
use crate::yaml::{Kind, Node};

const YAML: &str = "YAML 1.1, as Helm reads it";
const HELM: &str = "Helm documentation, \"Values Files\"";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG301",
        severity: Warning,
        title: "value that nothing reads",
        why: "a misspelt value changes nothing, and Helm passes over it in silence",
        see: HELM,
        fix: "worker:\n  resources:\n    limits:\n      memory: 6G\n",
        check: found_by_the_reader,
    },
    Rule {
        code: "AXG302",
        severity: Advice,
        title: "value of something that is switched off",
        why: "it takes effect only once the feature is on",
        see: HELM,
        fix: "metrics:\n  enabled: true\n",
        check: switched_off,
    },
    Rule {
        code: "AXG303",
        severity: Warning,
        title: "word that becomes a boolean",
        why: "without quotes, yes, no, on, off, y and n are booleans in YAML 1.1, here where a text belongs",
        see: YAML,
        fix: "worker:\n  env:\n    VERBOSE: \"yes\"\n",
        check: boolean_words,
    },
    Rule {
        code: "AXG304",
        severity: Warning,
        title: "number that becomes another",
        why: "in YAML 1.1 a leading 0 makes a number octal, and underscores, 0x, 0b and exponents are resolved",
        see: YAML,
        fix: "worker:\n  env:\n    UMASK: \"0644\"\n",
        check: turned_numbers,
    },
    Rule {
        code: "AXG305",
        severity: Warning,
        title: "key that becomes another",
        why: "keys follow the same rules as values: on, no, y, ~ and 0x10 are not the texts that they look like",
        see: YAML,
        fix: "worker:\n  env:\n    \"N\": \"1\"\n    \"false\":\n",
        check: turned_keys,
    },
    Rule {
        code: "AXG306",
        severity: Warning,
        title: "dash or quote that is not ASCII",
        why: "word processors and web pages turn hyphens and quotes into others, which no program takes for an option",
        see: "Deploy Alluxio on Kubernetes, \"POSIX API\", whose own example has one",
        fix: "fuse:\n  args:\n    - fuse\n    - --fuse-opts=kernel_cache\n",
        check: typography,
    },
    Rule {
        code: "AXG307",
        severity: Warning,
        title: "key that stands twice",
        why: "of two values of one key the last one counts, and Helm passes over the first in silence",
        see: HELM,
        fix: "worker:\n  jvmOptions:\n    - -Xmx4g\n  hostNetwork: true\n",
        check: found_by_the_reader,
    },
];

/// Unknown values and keys that stand twice are found while values are read, with these codes.
fn found_by_the_reader(_: &Context<'_>, _: &mut Findings) {}

/// What is off, and the path of what would turn it on.
struct Off {
    path: &'static [&'static str],
    by: &'static str,
    but: &'static [&'static str],
}

/// The sections of the values that have no effect now.
fn off(values: &Values) -> Vec<Off> {
    let mut out = Vec::new();
    let mut add = |is_off: bool, path, by, but| {
        if is_off {
            out.push(Off { path, by, but });
        }
    };
    let journal = needs_journal(values);
    let on_empty_dir = values.journal.volume_type.value == Some(MasterVolume::EmptyDir);
    let masters = master_enabled(values);
    let workers = worker_enabled(values);
    let switches: &[&str] = &["enabled", "clientEnabled"];
    add(!masters, &["master"], "`master.enabled` is false", switches);
    add(!masters, &["jobMaster"], "`master.enabled` is false", &[]);
    add(!masters, &["metastore"], "`master.enabled` is false", &[]);
    add(!workers, &["worker"], "`worker.enabled` is false", switches);
    add(!workers, &["jobWorker"], "`worker.enabled` is false", &[]);
    add(!fuse::in_use(values), &["fuse"], "`fuse.enabled` is false", switches);
    add(!values.metrics.enabled.or(false), &["metrics"], "`metrics.enabled` is false", switches);
    add(!values.logserver.enabled.or(false), &["logserver"], "`logserver.enabled` is false", switches);
    let csi = values.csi.enabled.or(false) || values.csi.client_enabled.or(false);
    add(!csi, &["csi"], "`csi.enabled` is false", switches);
    add(!values.hub.enabled.or(false), &["hub"], "`hub.enabled` is false", switches);
    for key in [&["journal", "size"], &["journal", "volumeType"]] {
        add(!journal, key, "the journal needs no volume", &[]);
    }
    for key in [&["journal", "storageClass"], &["journal", "accessModes"]] {
        add(!journal || on_empty_dir, key, "the journal has no claim", &[]);
    }
    add(!journal || !on_empty_dir, &["journal", "medium"], "the journal has no emptyDir", &[]);
    for key in [&["shortCircuit", "size"], &["shortCircuit", "pvcName"], &["shortCircuit", "hostPath"]] {
        add(!volumes::needs_socket(values), key, "there is no domain socket", &[]);
    }
    out
}

fn switched_off(context: &Context<'_>, findings: &mut Findings) {
    for Off { path, by, but } in off(context.values) {
        let mut at = Some(context.node);
        for key in path {
            at = at.and_then(|node| node.get(key));
        }
        let Some(node) = at else { continue };
        let place = first_given(context, node, but);
        if let Some(place) = place {
            let fix = by.strip_suffix(" is false").map(|switch| format!("set {switch} to true, or remove the values"));
            let finding = Finding::new(format!("`{}` has no effect: {by}", path.join(".")), place);
            findings.push(finding.fix(fix.unwrap_or_else(|| "remove it".to_owned())));
        }
    }
}

/// The first value in here that the user gave and that is not as in the defaults.
fn first_given(context: &Context<'_>, node: &Node, but: &[&str]) -> Option<Span> {
    match &node.kind {
        Kind::Map(map) => {
            let entries = map.iter().filter(|(key, _)| !but.contains(&key.as_str()));
            entries.filter_map(|(_, entry)| first_given(context, &entry.node, &[]).map(|_| entry.key)).next()
        }
        Kind::Null | Kind::Removed => None,
        _ if !context.is_users(node.span) => None,
        _ => {
            let same = |lower: &Node| crate::yaml::Tree::from(lower) == crate::yaml::Tree::from(node);
            (!node.beats.as_deref().is_some_and(same)).then_some(node.span)
        }
    }
}

/// Whether a text is one of the words that only YAML 1.1 takes for booleans.
fn is_word(text: &str) -> bool {
    ["yes", "no", "on", "off", "y", "n"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn boolean_words(context: &Context<'_>, findings: &mut Findings) {
    let mut shape = None;
    written(context, &mut |visit: &Visit<'_>| {
        let Kind::Bool(value) = visit.node.kind else { return };
        let text = context.sources.written(visit.node.span);
        if !is_word(text) {
            return;
        }
        let shape = shape.get_or_insert_with(crate::model::shape);
        if shape_of(&visit.path, shape) == Some(Shape::Bool) {
            return;
        }
        let message = format!("`{}` is `{text}` without quotes, which becomes `{value}`", visit.path);
        findings.push(
            Finding::new(message, visit.node.span).fix(format!("write `\"{text}\"`, or `{value}` if it is meant")),
        );
    });
}

fn turned_numbers(context: &Context<'_>, findings: &mut Findings) {
    written(context, &mut |visit: &Visit<'_>| {
        let Kind::Number(number) = &visit.node.kind else { return };
        let text = context.sources.written(visit.node.span);
        let digits = text.trim_start_matches(['+', '-']);
        let octal = digits.starts_with('0') && digits.len() > 1 && !digits.starts_with("0.");
        if text != number.text && (octal || digits.contains(['_', 'e', 'E'])) {
            let message = format!("`{}` is `{text}` without quotes, which becomes {}", visit.path, number.text);
            let fix = format!("write `\"{text}\"`, or `{}` if it is meant", number.text);
            findings.push(Finding::new(message, visit.node.span).fix(fix));
        }
    });
}

fn turned_keys(context: &Context<'_>, findings: &mut Findings) {
    written(context, &mut |visit: &Visit<'_>| {
        let Some((key, place)) = visit.key else { return };
        let resolved =
            matches!(key, "true" | "false" | "null" | "") || key.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        if !resolved {
            return;
        }
        let text = context.sources.written(place);
        let plain = !text.starts_with(['"', '\'', '?', '&', '*', '!', '{', '[']) && !text.is_empty();
        if plain && text != key && !text.eq_ignore_ascii_case(key) {
            let message = format!("the key `{text}` without quotes becomes `{key}`");
            findings.push(Finding::new(message, place).fix(format!("write `\"{text}\"`")));
        }
    });
}

/// A text with ASCII in place of all characters that look like it.
fn plain(text: &str) -> String {
    let ascii = |c: char| lookalike(c.encode_utf8(&mut [0; 4])).and_then(|(_, ascii)| ascii.chars().next());
    text.chars().map(|c| ascii(c).unwrap_or(c)).collect()
}

/// A character that stands where ASCII has another, and what is meant.
fn lookalike(text: &str) -> Option<(char, &'static str)> {
    let mut before = ' ';
    for c in text.chars() {
        let starts = matches!(before, ' ' | ',' | '=' | '\u{2010}'..='\u{2015}' | '\u{2212}');
        match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' if starts => return Some((c, "-")),
            '\u{201c}'..='\u{201f}' => return Some((c, "\"")),
            '\u{2018}'..='\u{201b}' => return Some((c, "'")),
            '\u{a0}' => return Some((c, " ")),
            _ => before = c,
        }
    }
    None
}

fn typography(context: &Context<'_>, findings: &mut Findings) {
    written(context, &mut |visit: &Visit<'_>| {
        let in_key = visit.key.and_then(|(key, place)| lookalike(key).map(|found| (key, place, found)));
        let in_value = match &visit.node.kind {
            Kind::Text(text) => lookalike(text).map(|found| (text.as_str(), visit.node.span, found)),
            _ => None,
        };
        for (text, place, (c, ascii)) in in_key.into_iter().chain(in_value) {
            let code = u32::from(c);
            let name = if c == '\u{2013}' { "an en dash".to_owned() } else { format!("the character {c:?}") };
            let message = format!("{text:?} has {name} (U+{code:04X}) where `{ascii}` belongs");
            let double = ascii == "-" && text.starts_with(c) && !text.starts_with("--");
            let fix = if double {
                format!("write `--{}`", text.trim_start_matches(c))
            } else {
                format!("write `{}`", plain(text))
            };
            findings.push(Finding::new(message, place).fix(fix));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{lookalike, plain};

    #[test]
    fn dashes_count_at_the_start_of_a_word_only() {
        assert_eq!(lookalike("–fuse-opts=a"), Some(('–', "-")));
        assert_eq!(lookalike("-Xmx1g –Xms1g"), Some(('–', "-")));
        assert_eq!(lookalike("1–2"), None);
        assert_eq!(lookalike("“x”"), Some(('“', "\"")));
        assert_eq!(lookalike("naïve"), None);
        assert_eq!(plain("“a”\u{a0}–b"), "\"a\" -b");
    }
}
