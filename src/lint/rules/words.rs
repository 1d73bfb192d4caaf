//! AXG221 and 222: words of a command line that do not arrive as what they are meant for.

use crate::facts::given::{list_name, lists};
use crate::lint::{Context, Findings, Rule, found};
use crate::problem::Severity::Warning;

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG221",
        severity: Warning,
        title: "JVM option without a dash",
        why: "a JVM takes the first argument without a dash as the class to run, and stops because that class does not exist",
        see: "Java documentation, \"java\"",
        fix: "jvmOptions:\n  - -Xmx4g\n",
        check: no_dash,
    },
    Rule {
        code: "AXG222",
        severity: Warning,
        title: "FUSE option without its value",
        why: "each item of `fuse.args` is one argument of the container, whose script accepts only `--fuse-opts=...` and stops with anything else",
        see: "Deploy Alluxio on Kubernetes, \"POSIX API\"",
        fix: "fuse:\n  args:\n    - fuse\n    - --fuse-opts=kernel_cache\n",
        check: option_apart,
    },
];

/// Options of a JVM whose value is the next word.
const WITH_VALUE: &[&str] =
    &["-cp", "-classpath", "--class-path", "--add-exports", "--add-modules", "--add-opens", "--add-reads"];

/// Whether a word may stand without a dash: a file of options, or what a variable brings.
fn stands_alone(word: &str) -> bool {
    word.starts_with(['-', '@', '$', '\\', '"', '\''])
}

fn no_dash(context: &Context<'_>, findings: &mut Findings) {
    for (component, _, words) in lists(context.values) {
        let mut has_value = false;
        for item in words.0.iter().filter(|item| context.is_users(item.place)) {
            for (index, word) in item.text.split_whitespace().enumerate() {
                // A blank in the value of a property has a rule of its own.
                let is_value = has_value || (index > 0 && item.text.starts_with("-D"));
                has_value = WITH_VALUE.contains(&word);
                if !is_value && !stands_alone(word) {
                    let path = list_name(component, "jvmOptions");
                    let finding = found(format!("`{path}` has `{word}`, which begins with no dash"), item.place);
                    findings.push(finding.help(format!("write `{}`", with_dash(word))));
                }
            }
        }
    }
}

/// The option that is meant.
fn with_dash(word: &str) -> String {
    match word.contains('=') && word.contains('.') && !word.starts_with('D') {
        true => format!("-D{word}"),
        false => format!("-{word}"),
    }
}

const FUSE_OPTS: &str = "--fuse-opts";

fn option_apart(context: &Context<'_>, findings: &mut Findings) {
    let args = &context.values.fuse.args.0;
    for (index, item) in args.iter().enumerate().filter(|(_, item)| context.is_users(item.place)) {
        let Some(rest) = item.text.strip_prefix(FUSE_OPTS).filter(|rest| !rest.starts_with('=')) else { continue };
        let value = match rest.trim() {
            "" => args.get(index + 1).map_or("", |next| next.text.trim()),
            value => value,
        };
        let fix = match value {
            "" => format!("write `{FUSE_OPTS}=` with the options, separated by commas"),
            value => format!("write one item `{FUSE_OPTS}={value}`"),
        };
        findings.push(found(format!("`fuse.args[{index}]` is `{}`", item.text), item.place).help(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::with_dash;

    #[test]
    fn properties_become_properties() {
        for (word, expected) in
            [("Xmx4g", "-Xmx4g"), ("Dalluxio.x=1", "-Dalluxio.x=1"), ("alluxio.x=1", "-Dalluxio.x=1")]
        {
            assert_eq!(with_dash(word), expected);
        }
    }
}
