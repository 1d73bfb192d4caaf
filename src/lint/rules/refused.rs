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
        why: "a file is missing or not valid YAML, or an argument of `--set` has a syntax error",
        see: HELM,
        fix: "master:\n  count: 3\n",
        check: found_elsewhere,
    },
    Rule {
        code: "AXG902",
        severity: Error,
        title: "value of the wrong type",
        why: "the value is, for example, a string instead of a number, or not one of the allowed words",
        see: HELM,
        fix: "master:\n  count: 3\n",
        check: found_elsewhere,
    },
    Rule {
        code: "AXG903",
        severity: Error,
        title: "invalid value",
        why: "the API server would reject it, or Alluxio could not use it; the message has the details",
        see: "Kubernetes documentation, \"API Overview\"",
        fix: "master:\n  ports:\n    web: 19999\n",
        check: found_elsewhere,
    },
    Rule {
        code: "AXG904",
        severity: Warning,
        title: "input with an unexpected meaning",
        why: "it is read as Helm reads it, which is probably not intended",
        see: HELM,
        fix: "csi:\n  accessModes:\n    - ReadWriteMany\n",
        check: found_elsewhere,
    },
    Rule {
        code: "AXG905",
        severity: Warning,
        title: "value that is probably a mistake",
        why: "it is valid, but does not have the effect that it seems to have; the message has the details",
        see: "Kubernetes documentation, \"API Overview\"",
        fix: "fuse:\n  alluxioPath: /\n",
        check: found_elsewhere,
    },
    Rule {
        code: "AXG906",
        severity: Error,
        title: "template that does not render objects",
        why: "a template of `--from` must render a Kubernetes object with a unique name",
        see: "docs/templates.md",
        fix: "fullnameOverride: alluxio\n",
        check: found_elsewhere,
    },
    Rule {
        code: "AXG907",
        severity: Warning,
        title: "comment that allows no rule",
        why: "the comment has no rule or an unknown one, so it has no effect",
        see: "docs/lint.md",
        fix: "journal:\n  size: 10Gi\n",
        check: found_elsewhere,
    },
];

/// Nothing is left to find.
fn found_elsewhere(_: &Context<'_>, _: &mut Findings) {}
