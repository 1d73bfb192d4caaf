//! AXG3xx: YAML that turns into something else than it looks like, and values that nothing reads.

use crate::facts::unused::{Unused, unused};
use crate::lint::walk::{Visit, shape_of, written};
use crate::lint::{Context, Findings, Rule, found};
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
        title: "unknown value",
        why: "a misspelled value has no effect, and Helm ignores it silently",
        see: HELM,
        fix: "worker:\n  resources:\n    limits:\n      memory: 6G\n",
        check: found_by_the_reader,
    },
    Rule {
        code: "AXG302",
        severity: Advice,
        title: "value of a disabled feature",
        why: "it has no effect until the feature is enabled",
        see: HELM,
        fix: "metrics:\n  enabled: true\n",
        check: switched_off,
    },
    Rule {
        code: "AXG303",
        severity: Warning,
        title: "word that is read as a boolean",
        why: "without quotes, yes, no, on, off, y and n are booleans in YAML 1.1, but this value must be a string",
        see: YAML,
        fix: "worker:\n  env:\n    VERBOSE: \"yes\"\n",
        check: boolean_words,
    },
    Rule {
        code: "AXG304",
        severity: Warning,
        title: "number that is read as another",
        why: "in YAML 1.1 a leading 0 makes a number octal, and underscores, 0x, 0b and exponents are evaluated",
        see: YAML,
        fix: "worker:\n  env:\n    UMASK: \"0644\"\n",
        check: turned_numbers,
    },
    Rule {
        code: "AXG305",
        severity: Warning,
        title: "key that is read as another",
        why: "keys follow the same rules as values: on, no, y, ~ and 0x10 are not read as strings",
        see: YAML,
        fix: "worker:\n  env:\n    \"N\": \"1\"\n    \"false\":\n",
        check: turned_keys,
    },
    Rule {
        code: "AXG306",
        severity: Warning,
        title: "dash or quote that is not ASCII",
        why: "word processors and web pages replace hyphens and quotes by characters that programs do not recognize",
        see: "Deploy Alluxio on Kubernetes, \"POSIX API\", whose own example has one",
        fix: "fuse:\n  args:\n    - fuse\n    - --fuse-opts=kernel_cache\n",
        check: typography,
    },
    Rule {
        code: "AXG307",
        severity: Warning,
        title: "duplicate key",
        why: "if a key is given twice, the last value counts, and Helm ignores the first silently",
        see: HELM,
        fix: "worker:\n  jvmOptions:\n    - -Xmx4g\n  hostNetwork: true\n",
        check: found_by_the_reader,
    },
];

/// Unknown values and keys that stand twice are found while values are read, with these codes.
fn found_by_the_reader(_: &Context<'_>, _: &mut Findings) {}

fn switched_off(context: &Context<'_>, findings: &mut Findings) {
    for Unused { path, but, why } in unused(context.values, context.target.version) {
        let node = path.split('.').try_fold(context.node, |node, key| node.get(key));
        let place = node.and_then(|node| first_given(context, node, &but));
        if let Some(place) = place {
            let fix = why.strip_suffix(" is false").map(|switch| format!("set {switch} to true, or remove the values"));
            let finding = found(format!("`{path}` has no effect: {why}"), place);
            findings.push(finding.help(fix.unwrap_or_else(|| "remove it".to_owned())));
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
        let message = format!("`{}` is `{text}` without quotes, which is read as `{value}`", visit.path);
        findings.push(
            found(message, visit.node.span).help(format!("write `\"{text}\"`, or `{value}` if that is intended")),
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
            let message = format!("`{}` is `{text}` without quotes, which is read as {}", visit.path, number.text);
            let fix = format!("write `\"{text}\"`, or `{}` if that is intended", number.text);
            findings.push(found(message, visit.node.span).help(fix));
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
            findings.push(found(message, place).help(format!("write `\"{text}\"`")));
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
            let message = format!("{text:?} has {name} (U+{code:04X}) instead of `{ascii}`");
            let double = ascii == "-" && text.starts_with(c) && !text.starts_with("--");
            let fix = if double {
                format!("write `--{}`", text.trim_start_matches(c))
            } else {
                format!("write `{}`", plain(text))
            };
            findings.push(found(message, place).help(fix));
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
