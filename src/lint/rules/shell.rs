//! AXG206, AXG207: what a shell makes of options, and environment variables that replace them.

use crate::facts::container::EnvVar;
use crate::facts::fuse;
use crate::facts::given::{Component, list_name, lists};
use crate::facts::shell;
use crate::lint::{Context, Findings, Rule, found};
use crate::model::Values;
use crate::model::map::Env;
use crate::model::scalar::Leaf;
use crate::problem::Severity::Warning;
use crate::source::Span;
use crate::version::Version;
use std::cell::OnceCell;
use std::collections::HashSet;

const CONFIGURATION: &str = "Deploy Alluxio on Kubernetes, \"Deploy: Configuration\"";
const ENV: &str = "Kubernetes documentation, \"Define Environment Variables for a Container\"";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG206",
        severity: Warning,
        title: "option that a shell changes",
        why: "a shell in the container processes options: it splits them at spaces, expands variables, and replaces a word with *, ? or [ by the file names that match",
        see: CONFIGURATION,
        fix: "properties:\n  alluxio.master.backup.directory: /backups/of-alluxio\n  alluxio.user.file.create.ttl: 1h\njvmOptions:\n  - -Xmx1g\n",
        check: shell_characters,
    },
    Rule {
        code: "AXG207",
        severity: Warning,
        title: "environment variable that is already set",
        why: "if a variable is set twice, the container sees the last one, and a variable in `env` replaces the ConfigMap entry",
        see: ENV,
        fix: "worker:\n  env: null\n  jvmOptions:\n    - -Xmx1g\n",
        check: reserved_env,
    },
];

/// Variables that every container has: of the image, of its shell, and of the script that reads the options.
const COMMON: &[&str] = &[
    "ALLUXIO_CONF_DIR",
    "ALLUXIO_HOME",
    "ALLUXIO_LOGS_DIR",
    "ALLUXIO_USER_LOGS_DIR",
    "HOME",
    "HOSTNAME",
    "JAVA_HOME",
    "PATH",
    "PWD",
    "VERSION",
];

/// Looks at the texts that become options.
struct Shell<'a> {
    context: &'a Context<'a>,
    /// The variables of the containers, gathered for the first text that has any.
    known: OnceCell<HashSet<&'a str>>,
    findings: &'a mut Findings,
}

impl<'a> Shell<'a> {
    fn new(context: &'a Context<'a>, findings: &'a mut Findings) -> Self {
        Shell { context, known: OnceCell::new(), findings }
    }

    fn is_known(&self, name: &str) -> bool {
        self.known.get_or_init(|| Shell::variables_of(self.context)).contains(name)
    }

    /// The variables of the containers.
    fn variables_of(context: &'a Context<'a>) -> HashSet<&'a str> {
        let own = context.facts.containers().flat_map(|container| container.env.iter().map(EnvVar::name));
        let users = envs(context).into_iter().flat_map(|(_, env)| env.0.iter().map(|pair| pair.name.as_str()));
        let configured = RESERVED.iter().filter(|name| !name.ends_with("_HOSTNAME"));
        own.chain(users).chain(COMMON.iter().chain(configured).copied()).collect()
    }

    /// A variable that the shell puts in and that is nowhere: it becomes nothing.
    fn missing<'t>(&self, text: &'t str) -> Option<&'t str> {
        // Kubernetes gives each Service some, under names that depend on what runs beside.
        let of_service = |name: &str| name.ends_with("_SERVICE_HOST") || name.contains("_PORT");
        shell::variables(text).into_iter().find(|name| !self.is_known(name) && !of_service(name))
    }

    /// A text that has to stay one word.
    fn word(&mut self, path: &str, text: &str, place: Option<Span>) {
        if text.contains([' ', '\t']) {
            let message = format!("`{path}` is {text:?}, which has a space in it");
            self.findings.push(found(message, place).help("write it without a space"));
        } else {
            self.variables(path, text, place);
        }
    }

    fn variables(&mut self, path: &str, text: &str, place: Option<Span>) {
        if let Some(name) = self.missing(text) {
            let message = format!("`{path}` is {text:?}, but containers have no variable `{name}`");
            let fix =
                format!("set `{name}` in the component's `env`, or write `\\${{{name}}}` if it is not a variable");
            self.findings.push(found(message, place).help(fix));
        }
    }
}

fn shell_characters(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    let mut shell = Shell::new(context, findings);
    for (component, properties, words) in lists(values) {
        for pair in properties.0.iter().filter(|pair| pair.set) {
            let text = if pair.name.contains([' ', '\t']) { &pair.name } else { &pair.text };
            shell.word(&pair.name, text, Some(pair.place));
        }
        for word in words.0.iter().filter(|word| context.is_users(word.place)) {
            let path = list_name(component, "jvmOptions");
            if word.text.starts_with("-D") {
                shell.word(&path, &word.text, Some(word.place));
            } else {
                shell.variables(&path, &word.text, Some(word.place));
            }
            if let Some(part) = word.text.split_whitespace().find(|part| shell::is_pattern(part)) {
                let message = format!("`{path}` has {part:?}, which is replaced by the names of the files that match");
                shell.findings.push(found(message, word.place).help("write the file names"));
            }
        }
    }
    for (path, leaf) in option_values(values, context.target.version).into_iter().filter(|(_, leaf)| leaf.set) {
        shell.word(&path, leaf.text(), leaf.place);
    }
}

/// The single values that options are made of.
fn option_values<'a>(values: &'a Values, version: &Version) -> Vec<(String, &'a Leaf<String>)> {
    let fuse = &values.fuse;
    let (place, point) = fuse::place(values, version);
    let mut out = vec![
        ("journal.folder".to_owned(), &values.journal.folder),
        (place.to_owned(), point),
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

/// The variables that the objects of every version set in containers, or that the ConfigMap brings.
const RESERVED: &[&str] = &[
    "ALLUXIO_CLIENT_HOSTNAME",
    "ALLUXIO_FUSE_JAVA_OPTS",
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
];

/// Those of the hub.
const OF_HUB: &[&str] =
    &["ALLUXIO_HUB_AGENT_RPC_HOSTNAME", "ALLUXIO_HUB_CONFIG_MAP", "ALLUXIO_HUB_NO_START", "ALLUXIO_HUB_USER_ID"];

/// Those that tell FUSE where to mount, where its arguments do not.
const OF_FUSE: &[&str] = &["FUSE_ALLUXIO_PATH", "MOUNT_POINT"];

fn is_reserved(name: &str, version: &Version) -> bool {
    RESERVED.contains(&name)
        || version.hub && OF_HUB.contains(&name)
        || version.proxy && name == "ALLUXIO_PROXY_JAVA_OPTS"
        || !version.fuse_takes_options && OF_FUSE.contains(&name)
}

fn envs<'a>(context: &Context<'a>) -> [(&'static str, &'a Env); 8] {
    let values = context.values;
    [
        (Component::Master.section(), &values.master.env),
        (Component::JobMaster.section(), &values.job_master.env),
        (Component::Worker.section(), &values.worker.env),
        (Component::JobWorker.section(), &values.job_worker.env),
        (Component::Fuse.section(), &values.fuse.env),
        (Component::Logserver.section(), &values.logserver.env),
        ("hub", &values.hub.env),
        ("proxy", &values.proxy.env),
    ]
}

fn reserved_env(context: &Context<'_>, findings: &mut Findings) {
    for (section, env) in envs(context) {
        for pair in env.0.iter().filter(|pair| is_reserved(&pair.name, context.target.version)) {
            let options = pair.name.ends_with("_JAVA_OPTS");
            let what = if options { "all options of that name in the ConfigMap" } else { "the computed one" };
            let message = format!("`{section}.env` sets `{}`, which replaces {what}", pair.name);
            let help = match options {
                true => format!("set `{section}.properties` or `{section}.jvmOptions` instead"),
                false => format!("remove `{}` from `{section}.env`", pair.name),
            };
            findings.push(found(message, pair.key).help(help));
        }
    }
}
