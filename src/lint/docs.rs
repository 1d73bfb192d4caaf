//! The list of the rules, for `lint --list` and for docs/lint.md.

use super::report::{object, word};
use super::rules::GROUPS;
use super::rules::refused::can_be_allowed;
use super::{Rule, rules};
use crate::properties;
use crate::yaml::{Tree, emit};
use std::fmt::Write as _;

/// A line for each rule.
pub fn table() -> String {
    rules().map(|rule| format!("{}  {:7}  {}\n", rule.code, word(rule.severity), rule.title)).collect()
}

/// Everything about the rules, as JSON.
pub fn json() -> String {
    let mut out = String::new();
    emit::json(&Tree::List(rules().map(rule_as_json).collect()), &mut out);
    out
}

/// Everything about a rule: `code`, `severity`, `title`, `why`, `see` and `fix`.
pub fn rule_as_json(rule: &Rule) -> Tree {
    let text = |text: &str| Tree::Text(text.to_owned());
    object([
        ("code", text(rule.code)),
        ("severity", text(word(rule.severity))),
        ("title", text(rule.title)),
        ("why", text(rule.why)),
        ("see", text(rule.see)),
        ("fix", text(rule.fix)),
    ])
}

/// A rule as people read it.
pub fn rule_as_text(rule: &Rule) -> String {
    let Rule { code, title, see, .. } = rule;
    let (severity, why) = (word(rule.severity), capital(rule.why));
    let fix: String = rule.fix.lines().map(|line| format!("  {line}\n")).collect();
    let mut out = format!("{code}: {title} ({severity})\n\n{why}.\nSee {see}.\n\nInstead:\n\n{fix}\n");
    out.push_str(match can_be_allowed(code) {
        true => "Allowed by `--allow CODE`, or by a comment on the line or on the line above:\n\n",
        false => "An error of this kind cannot be allowed; a warning can, by `--allow CODE`, or by a comment:\n\n",
    });
    let _ = writeln!(out, "  # alluxio-gen: allow {code} because ...");
    out
}

/// The first part of docs/lint.md; what follows are the findings on the page's examples. Writing to a `String` cannot fail.
pub fn markdown() -> String {
    let mut out = String::from(INTRODUCTION);
    for group in GROUPS {
        let _ = write!(out, "\n## {}\n", group.title);
        for rule in group.rules {
            let (code, severity, title) = (rule.code, word(rule.severity), rule.title);
            let _ = write!(out, "\n### {code}: {title}\n\n*{severity}* · {} ({}).\n", capital(rule.why), rule.see);
            let _ = write!(out, "\n```yaml\n{}```\n", rule.fix);
        }
    }
    let properties = properties::table("2.7").unwrap_or_default();
    let _ = write!(
        out,
        "\nProperties are compared with the {} names and families of Alluxio {} (src/properties).\n",
        properties.count(),
        properties.version
    );
    out
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

const INTRODUCTION: &str = "\
# The rules of `alluxio-gen lint`

This file is generated; `UPDATE_DOCS=1 cargo test --test lint` writes it anew.

`alluxio-gen lint` reads values as `render` does and says what is wrong with them although Kubernetes would take them.
An **error** cannot work, a **warning** will likely hurt, **advice** could be better. It exits with 1 on errors, and with
`--strict` on warnings; so do `render`, `generate` and `fleet`, which then print or write nothing and give no advice. 
What is found before the rules look, such as a value of the wrong type, has a code too (AXG901 and later), which `lint` shows.

A finding is allowed by `--allow CODE`, or by a comment on its line or on the line above:

```yaml
journal:
  volumeType: emptyDir # alluxio-gen: allow AXG101 because this cluster is for tests
```

`-o text|json|sarif|github|codequality` chooses the format; `--list` prints the rules; `--pedantic` adds AXG213. The fragment below each rule is laid over the
values that break it, as a second `-f` would be.
";
