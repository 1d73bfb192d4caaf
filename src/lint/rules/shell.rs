//! AXG206, AXG207: what a shell makes of options, and environment variables that replace them.

use crate::lint::options::{Component, list_name, lists};
use crate::lint::{Context, Finding, Findings, Rule};
use crate::model::Values;
use crate::model::map::Env;
use crate::model::scalar::Leaf;
use crate::problem::Severity::Warning;

const CONFIGURATION: &str = "Deploy Alluxio on Kubernetes, \"Deploy: Configuration\"";
const ENV: &str = "Kubernetes documentation, \"Define Environment Variables for a Container\"";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG206",
        severity: Warning,
        title: "characters that a shell reads otherwise",
        why: "options pass through a shell in the container: it splits at blanks and expands $, quotes, backslashes, * and ?",
        see: CONFIGURATION,
        fix: "properties:\n  alluxio.master.backup.directory: /backups/of-alluxio\n",
        check: shell_characters,
    },
    Rule {
        code: "AXG207",
        severity: Warning,
        title: "environment variable that is set already",
        why: "of two variables with one name a container sees the last, and one of its own beats the whole ConfigMap entry",
        see: ENV,
        fix: "worker:\n  env: null\n  jvmOptions:\n    - -Xmx1g\n",
        check: reserved_env,
    },
];

/// The first part of a text that a shell would not leave alone. References to the pod's own variables are meant.
fn special(text: &str, may_split: bool) -> Option<&'static str> {
    let mut rest = text;
    while let Some(at) = rest.find(['$', '"', '\'', '`', '\\', '*', '?', ' ', '\t']) {
        let tail = &rest[at..];
        let what = match tail.chars().next() {
            Some('$') => match own_reference(tail) {
                Some(length) => {
                    rest = &tail[length..];
                    continue;
                }
                None => "`$`",
            },
            Some('"' | '\'') => "a quote",
            Some('`') => "a backtick",
            Some('\\') => "a backslash",
            Some('*') => "`*`",
            Some('?') => "`?`",
            _ if may_split => {
                rest = &tail[1..];
                continue;
            }
            _ => "a blank",
        };
        return Some(what);
    }
    None
}

/// The length of `${ALLUXIO_...}` at the start of a text.
fn own_reference(text: &str) -> Option<usize> {
    let name = text.strip_prefix("${ALLUXIO_")?;
    let length = name.find('}')?;
    let plain = name[..length].bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    plain.then_some("${ALLUXIO_".len() + length + 1)
}

fn shell_characters(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    for (component, properties, words) in lists(values) {
        for pair in properties.0.iter().filter(|pair| pair.set) {
            // A placeholder has a rule of its own.
            let text = if pair.text.contains("{$") { "" } else { &pair.text };
            if let Some(what) = special(text, false).or_else(|| special(&pair.name, false)) {
                let message = format!("`{}` is {:?}, which has {what} in it", pair.name, pair.text);
                findings.push(Finding::new(message, pair.place).fix(format!("write it without {what}")));
            }
        }
        for word in words.0.iter().filter(|word| context.is_users(word.place)) {
            if let Some(what) = special(&word.text, !word.text.starts_with("-D")) {
                let path = list_name(component, "jvmOptions");
                let message = format!("`{path}` has {:?}, which has {what} in it", word.text);
                findings.push(Finding::new(message, word.place).fix(format!("write it without {what}")));
            }
        }
    }
    for (path, leaf) in option_values(values).into_iter().filter(|(_, leaf)| leaf.set) {
        if let Some(what) = special(leaf.text(), false).filter(|_| !leaf.text().contains("{$")) {
            let message = format!("`{path}` is {:?}, which has {what} in it", leaf.text());
            findings.push(Finding::new(message, leaf.place).fix(format!("write it without {what}")));
        }
    }
}

/// The single values that options are made of.
fn option_values(values: &Values) -> Vec<(String, &Leaf<String>)> {
    let fuse = &values.fuse;
    let mut out = vec![
        ("journal.folder".to_owned(), &values.journal.folder),
        ("fuse.mountPath".to_owned(), &fuse.mount_path),
        ("fuse.mountOptions".to_owned(), &fuse.mount_options),
    ];
    if values.worker.fuse_enabled.or(false) {
        out.push(("fuse.alluxioPath".to_owned(), &fuse.alluxio_path));
    }
    for (index, level) in values.tieredstore.iter().flat_map(|store| store.levels.iter().enumerate()) {
        let keys = level.option_texts();
        out.extend(keys.map(|(key, leaf)| (format!("tieredstore.levels[{index}].{key}"), leaf)));
    }
    out
}

/// The variables that the objects set in containers, or that the ConfigMap brings.
const RESERVED: &[&str] = &[
    "ALLUXIO_CLIENT_HOSTNAME",
    "ALLUXIO_FUSE_JAVA_OPTS",
    "ALLUXIO_HUB_AGENT_RPC_HOSTNAME",
    "ALLUXIO_HUB_CONFIG_MAP",
    "ALLUXIO_HUB_NO_START",
    "ALLUXIO_HUB_USER_ID",
    "ALLUXIO_JAVA_OPTS",
    "ALLUXIO_JOB_MASTER_JAVA_OPTS",
    "ALLUXIO_JOB_WORKER_JAVA_OPTS",
    "ALLUXIO_LOGSERVER_HOSTNAME",
    "ALLUXIO_LOGSERVER_JAVA_OPTS",
    "ALLUXIO_LOGSERVER_PORT",
    "ALLUXIO_MASTER_HOSTNAME",
    "ALLUXIO_MASTER_JAVA_OPTS",
    "ALLUXIO_WORKER_CONTAINER_HOSTNAME",
    "ALLUXIO_WORKER_HOSTNAME",
    "ALLUXIO_WORKER_JAVA_OPTS",
    "ALLUXIO_WORKER_TIEREDSTORE_LEVEL0_DIRS_PATH",
    "FUSE_ALLUXIO_PATH",
    "MOUNT_POINT",
];

fn envs<'a>(context: &Context<'a>) -> [(&'static str, &'a Env); 7] {
    let values = context.values;
    [
        (Component::Master.section(), &values.master.env),
        (Component::JobMaster.section(), &values.job_master.env),
        (Component::Worker.section(), &values.worker.env),
        (Component::JobWorker.section(), &values.job_worker.env),
        (Component::Fuse.section(), &values.fuse.env),
        (Component::Logserver.section(), &values.logserver.env),
        ("hub", &values.hub.env),
    ]
}

fn reserved_env(context: &Context<'_>, findings: &mut Findings) {
    for (section, env) in envs(context) {
        for pair in env.0.iter().filter(|pair| RESERVED.contains(&pair.name.as_str())) {
            let options = pair.name.ends_with("_JAVA_OPTS");
            let what = if options { "all options of the ConfigMap under that name" } else { "the computed one" };
            let message = format!("`{section}.env` sets `{}`, which replaces {what}", pair.name);
            let help = match options {
                true => format!("set `{section}.properties` or `{section}.jvmOptions` instead"),
                false => format!("remove `{}` from `{section}.env`", pair.name),
            };
            findings.push(Finding::new(message, pair.key).fix(help));
        }
    }
}
#[cfg(test)]
mod tests {
    use super::special;

    #[test]
    fn only_the_pods_own_references_are_left_alone() {
        for (text, expected) in [
            ("plain,text-1.0:/a", None),
            ("${ALLUXIO_MASTER_HOSTNAME}:19998", None),
            ("${alluxio.work.dir}/x", Some("`$`")),
            ("${ALLUXIO_A}$HOME", Some("`$`")),
            ("${ALLUXIO_A", Some("`$`")),
            ("a b", Some("a blank")),
            ("\"a\"", Some("a quote")),
            ("a\\d", Some("a backslash")),
            ("/data/*", Some("`*`")),
            ("é?", Some("`?`")),
        ] {
            assert_eq!(special(text, false), expected, "{text}");
        }
        assert_eq!(special("-Xmx1g -Xms1g", true), None);
    }
}
