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
    let mut out = format!("{code}: {title} ({severity})\n\n{why}.\nSee {see}.\n\nFix:\n\n{fix}\n");
    out.push_str(match can_be_allowed(code) {
        true => "To allow it, use `--allow CODE`, or a comment on the line or on the line above:\n\n",
        false => "Errors of this kind cannot be allowed. To allow a warning, use `--allow CODE`, or a comment:\n\n",
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
        "\nProperties are checked against the {} names and patterns of Alluxio {}.\n",
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

This file is generated; `UPDATE_DOCS=1 cargo test --test lint` regenerates it.

`alluxio-gen lint` checks values for problems that Kubernetes would accept. An **error** cannot work, a **warning** probably causes
problems, and **advice** suggests an improvement. `lint` exits with 1 if there are errors, and with `--strict` also for warnings. So do `render`,
`generate` and `fleet`, which then print and write nothing; they do not show advice.

Invalid input has the codes AXG901 to AXG907, described [below](#invalid-input): each names the stage that reports it, and the
message has the details. AXG901, AXG902 and AXG906 cannot be allowed, because nothing can be rendered from such input. AXG903 can, but
the manifests are then rendered as they are, and the API server or Alluxio may reject them.

To allow a finding, use `--allow CODE`, or a comment on its line or on the line above:

```yaml
journal:
  volumeType: emptyDir # alluxio-gen: allow AXG101 because this cluster is for tests
```

`-o text|json|sarif|github|codequality` selects the output format, `--list` lists the rules, and `--pedantic` enables AXG213.
Each rule below has a fragment that fixes it when it is applied on top of the values, as with another `-f`.
";
