//! AXG9xx: what is found before the rules look: by the readers of files and types, and by the checks of `render`.
//!
//! They are rows so that everything has a code. What has no value to go on with, such as a file that cannot be read, is
//! an error whatever is allowed.

use crate::lint::{Context, Findings, Rule};
use crate::problem::Severity::{Error, Warning};

const HELM: &str = "Helm documentation, \"Values Files\"";

/// The codes of what is wrong with a stage's input: of errors, and of warnings.
pub type Codes = (&'static str, &'static str);

/// Reading files and arguments.
pub const READING: Codes = ("AXG901", "AXG904");
/// Reading values into their types.
pub const TYPES: Codes = ("AXG902", "AXG904");
/// Checking values, and deciding about objects.
pub const CHECKS: Codes = ("AXG903", "AXG905");
/// Rendering templates, and looking at the objects.
pub const OBJECTS: Codes = ("AXG906", "AXG906");
/// Comments that allow rules.
pub const COMMENTS: &str = "AXG907";

/// Whether an error with this code can be allowed: there is something to go on with.
pub fn can_be_allowed(code: &str) -> bool {
    !matches!(code, "AXG901" | "AXG902" | "AXG906")
}

/// Whether a code is one of these.
pub fn is_refusal(code: &str) -> bool {
    code.starts_with("AXG9")
}

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG901",
        severity: Error,
        title: "input that cannot be read",
        why: "a file that is not there or no YAML, or an argument of `--set` that breaks its grammar, has no values",
        see: HELM,
        fix: "master:\n  count: 3\n",
        check: found_elsewhere,
    },
    Rule {
        code: "AXG902",
        severity: Error,
        title: "value of another type",
        why: "a text where a number belongs, or a word that is none of those to choose from, means nothing here",
        see: HELM,
        fix: "master:\n  count: 3\n",
        check: found_elsewhere,
    },
    Rule {
        code: "AXG903",
        severity: Error,
        title: "value that is refused",
        why: "the API server would not take it, or Alluxio could not do what it says; the message has the particulars",
        see: "Kubernetes documentation, \"API Overview\"",
        fix: "master:\n  ports:\n    web: 19999\n",
        check: found_elsewhere,
    },
    Rule {
        code: "AXG904",
        severity: Warning,
        title: "input that means something else than it seems to",
        why: "it is read as Helm reads it, which is seldom what is meant",
        see: HELM,
        fix: "csi:\n  accessModes:\n    - ReadWriteMany\n",
        check: found_elsewhere,
    },
    Rule {
        code: "AXG905",
        severity: Warning,
        title: "value that can hardly be meant",
        why: "it is written into the objects as it stands, and does not do there what it seems to; the message has the particulars",
        see: "Kubernetes documentation, \"API Overview\"",
        fix: "fuse:\n  alluxioPath: /\n",
        check: found_elsewhere,
    },
    Rule {
        code: "AXG906",
        severity: Error,
        title: "template that makes no objects",
        why: "what a template of `--from` makes has to be an object of Kubernetes, with a name that no other one has",
        see: "README.md, \"Your own templates\"",
        fix: "fullnameOverride: alluxio\n",
        check: found_elsewhere,
    },
    Rule {
        code: "AXG907",
        severity: Warning,
        title: "comment that allows nothing",
        why: "a comment that names no rule, or none that there is, silences nothing",
        see: "docs/lint.md",
        fix: "journal:\n  size: 10Gi\n",
        check: found_elsewhere,
    },
];

/// Nothing is left to find.
fn found_elsewhere(_: &Context<'_>, _: &mut Findings) {}
