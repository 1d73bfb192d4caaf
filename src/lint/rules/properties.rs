//! AXG2xx: Alluxio's properties, JVM options and environment variables.

use crate::facts::embedded_ha;
use crate::lint::known::{Known, known, nearest_name};
use crate::lint::options::{Component, Given, given, list_name, lists};
use crate::lint::{Context, Finding, Findings, Rule};
use crate::model::map::Env;
use crate::model::scalar::text_of;
use crate::problem::Severity::{Advice, Warning};
use crate::yaml::Node;

const PROPERTIES: &str = "Alluxio documentation, \"List of Configuration Properties\"";
const CONFIGURATION: &str = "Deploy Alluxio on Kubernetes, \"Deploy: Configuration\"";
const ENV: &str = "Kubernetes documentation, \"Define Environment Variables for a Container\"";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG201",
        severity: Advice,
        title: "unknown property",
        why: "Alluxio passes over a property that it does not know, and says so at log level DEBUG only",
        see: PROPERTIES,
        fix: "properties:\n  alluxio.user.metadata.cache.maxsize:\n  alluxio.user.metadata.cache.max.size: \"1000000\"\n",
        check: unknown_property,
    },
    Rule {
        code: "AXG202",
        severity: Warning,
        title: "property outside every known prefix",
        why: "no component of Alluxio reads a property of that name",
        see: PROPERTIES,
        fix: "properties:\n  alluxio.mastr.hostname:\n",
        check: unknown_prefix,
    },
    Rule {
        code: "AXG203",
        severity: Warning,
        title: "property that the rest of the manifests does not follow",
        why: "the value that is meant for it also decides about Services, probes or volumes, which a property cannot change",
        see: CONFIGURATION,
        fix: "properties:\n  alluxio.master.rpc.port:\nmaster:\n  ports:\n    rpc: 29998\n",
        check: not_followed,
    },
    Rule {
        code: "AXG204",
        severity: Advice,
        title: "property in place of a computed one",
        why: "the property given by hand wins over the one that is computed, which is left out",
        see: CONFIGURATION,
        fix: "properties:\n  alluxio.user.short.circuit.enabled:\nshortCircuit:\n  enabled: false\n",
        check: replaces_computed,
    },
    Rule {
        code: "AXG205",
        severity: Warning,
        title: "JVM option that a computed one beats",
        why: "of two -D options with one name a JVM takes the last, and a component's options come after the common ones",
        see: CONFIGURATION,
        fix: "jvmOptions: []\nworker:\n  jvmOptions:\n    - -Dalluxio.worker.ramdisk.size=2GB\n",
        check: beaten,
    },
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

fn unknown_property(context: &Context<'_>, findings: &mut Findings) {
    unknown(context, Known::Prefix, findings);
}

fn unknown_prefix(context: &Context<'_>, findings: &mut Findings) {
    unknown(context, Known::Nothing, findings);
}

/// For so many unknown properties the nearest known one is looked up.
const MOST_SUGGESTED: usize = 50;

fn unknown(context: &Context<'_>, how: Known, findings: &mut Findings) {
    let mut unknown = 0;
    for Given { name, text, key, in_words, .. } in given(context.values) {
        // A JVM has system properties of many names.
        if known(name) != how || (in_words && !name.starts_with("alluxio.")) {
            continue;
        }
        let finding = Finding::new(format!("`{name}` is no property of Alluxio 2.7.2 that is known"), key);
        unknown += 1;
        // Where so many are unknown, no other names are meant, and looking for them would take long.
        let near = if unknown > MOST_SUGGESTED { None } else { nearest_name(name) };
        let fix = match near {
            Some(near) => format!("properties:\n  {near}: {text}\n"),
            None => "check the name in Alluxio's list of properties, or remove it".to_owned(),
        };
        findings.push(finding.fix(fix));
    }
}

/// Which options a computed property is among.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Among {
    /// Those of all components.
    Common,
    /// Those of some components, which come later.
    Own,
}

/// What happens to the objects when the property is given by hand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Follow {
    /// They stay behind.
    Stay,
    /// Nothing else depends on it.
    Free,
}

/// A property that is computed: its name (or how it begins, before a `*`), where it goes, and what decides it.
struct Computed {
    name: &'static str,
    among: Among,
    follow: Follow,
    from: &'static str,
}

const fn computed(name: &'static str, among: Among, follow: Follow, from: &'static str) -> Computed {
    Computed { name, among, follow, from }
}

/// The properties that facts::options computes.
const COMPUTED: &[Computed] = &[
    computed("alluxio.hub.agent.rpc.hostname", Among::Common, Follow::Free, "the pod"),
    computed("alluxio.master.hostname", Among::Own, Follow::Free, "the pod"),
    computed("alluxio.master.journal.type", Among::Common, Follow::Stay, "journal.type"),
    computed("alluxio.master.journal.folder", Among::Common, Follow::Stay, "journal.folder"),
    computed("alluxio.master.embedded.journal.addresses", Among::Common, Follow::Stay, "master.count"),
    computed("alluxio.master.rpc.port", Among::Common, Follow::Stay, "master.ports.rpc"),
    computed("alluxio.master.web.port", Among::Common, Follow::Stay, "master.ports.web"),
    computed("alluxio.master.embedded.journal.port", Among::Common, Follow::Stay, "master.ports.embedded"),
    computed("alluxio.job.master.rpc.port", Among::Common, Follow::Stay, "jobMaster.ports.rpc"),
    computed("alluxio.job.master.web.port", Among::Common, Follow::Stay, "jobMaster.ports.web"),
    computed("alluxio.job.master.embedded.journal.port", Among::Common, Follow::Stay, "jobMaster.ports.embedded"),
    computed("alluxio.metrics.conf.file", Among::Common, Follow::Free, "metrics.enabled"),
    computed("alluxio.worker.hostname", Among::Own, Follow::Free, "the pod"),
    computed("alluxio.worker.container.hostname", Among::Own, Follow::Free, "worker.hostNetwork"),
    computed("alluxio.worker.rpc.port", Among::Own, Follow::Stay, "worker.ports.rpc"),
    computed("alluxio.worker.web.port", Among::Own, Follow::Stay, "worker.ports.web"),
    computed("alluxio.job.worker.rpc.port", Among::Own, Follow::Stay, "jobWorker.ports.rpc"),
    computed("alluxio.job.worker.data.port", Among::Own, Follow::Stay, "jobWorker.ports.data"),
    computed("alluxio.job.worker.web.port", Among::Own, Follow::Stay, "jobWorker.ports.web"),
    computed("alluxio.worker.fuse.*", Among::Own, Follow::Stay, "worker.fuseEnabled and fuse"),
    computed("alluxio.user.hostname", Among::Own, Follow::Free, "the pod"),
    computed("alluxio.user.short.circuit.enabled", Among::Own, Follow::Free, "shortCircuit.enabled"),
    computed("alluxio.worker.data.server.domain.socket.*", Among::Own, Follow::Free, "shortCircuit.policy"),
    computed("alluxio.worker.ramdisk.size", Among::Own, Follow::Free, "worker.resources.requests.memory"),
    computed("alluxio.worker.tieredstore.level*", Among::Own, Follow::Free, "tieredstore.levels"),
];

impl Computed {
    /// Whether it is computed with these values: some are only in some cases.
    fn applies(&self, context: &Context<'_>) -> bool {
        let values = context.values;
        match self.name {
            "alluxio.metrics.conf.file" => values.metrics.enabled.or(false),
            "alluxio.worker.fuse.*" => values.worker.fuse_enabled.or(false),
            "alluxio.user.short.circuit.enabled" => !values.short_circuit.enabled.or(false),
            "alluxio.worker.data.server.domain.socket.*" => crate::facts::volumes::needs_socket(values),
            "alluxio.worker.container.hostname" => !values.worker.host_network.or(false),
            "alluxio.master.embedded.journal.addresses" => embedded_ha(values),
            _ => true,
        }
    }
}

/// The computed property of a name.
fn computed_as(name: &str) -> Option<&'static Computed> {
    COMPUTED.iter().find(|computed| match computed.name.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == computed.name,
    })
}

/// A common JVM option is beaten by a computed one of a component.
fn is_beaten(given: &Given<'_>, computed: &Computed, context: &Context<'_>) -> bool {
    given.in_words && given.component.is_none() && computed.among == Among::Own && computed.applies(context)
}

fn by_hand<'a>(context: &Context<'a>) -> Vec<(Given<'a>, &'static Computed)> {
    let given = given(context.values).into_iter();
    given.filter_map(|given| Some((given, computed_as(given.name)?))).collect()
}

fn not_followed(context: &Context<'_>, findings: &mut Findings) {
    for (given, computed) in by_hand(context) {
        // The same by hand and by value is no contradiction.
        let same = || text_at(context.node, computed.from).as_deref() == Some(given.text);
        if computed.follow == Follow::Stay && !is_beaten(&given, computed, context) && !same() {
            let (name, text, from) = (given.name, given.text, computed.from);
            let message = format!("`{name}` is {text} by hand, which wins for the processes only, over `{from}`");
            findings
                .push(Finding::new(message, given.place).fix(format!("set `{from}` instead, and remove the property")));
        }
    }
}

/// The single value at a path such as `master.ports.rpc`.
fn text_at(node: &Node, path: &str) -> Option<String> {
    path.split('.').try_fold(node, |node, key| node.get(key)).and_then(text_of)
}

fn replaces_computed(context: &Context<'_>, findings: &mut Findings) {
    for (given, computed) in by_hand(context) {
        let free = computed.follow == Follow::Free;
        // Without the property nothing would be computed that it could replace.
        if free && computed.applies(context) && !is_beaten(&given, computed, context) {
            let (name, text, from) = (given.name, given.text, computed.from);
            let message = format!("`{name}` is {text} by hand, which wins over what follows from `{from}`");
            findings.push(Finding::new(message, given.place).fix("keep it if it is meant so, else remove it"));
        }
    }
}

fn beaten(context: &Context<'_>, findings: &mut Findings) {
    for (given, computed) in by_hand(context) {
        if is_beaten(&given, computed, context) {
            let (name, from) = (given.name, computed.from);
            let message = format!("`-D{name}={}` has no effect: what follows from `{from}` comes later", given.text);
            findings.push(Finding::new(message, given.place).fix(format!("properties:\n  {name}: {}\n", given.text)));
        }
    }
}

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
    let journal = ("journal.folder".to_owned(), &values.journal.folder);
    let fuse = [("fuse.mountPath", &values.fuse.mount_path), ("fuse.mountOptions", &values.fuse.mount_options)];
    let levels = values.tieredstore.iter().flat_map(|store| store.levels.iter().enumerate());
    let tiers = levels.map(|(index, level)| (format!("tieredstore.levels[{index}].path"), &level.path));
    let fuse = fuse.map(|(path, leaf)| (path.to_owned(), leaf)).into_iter();
    for (path, leaf) in std::iter::once(journal).chain(tiers).chain(fuse).filter(|(_, leaf)| leaf.set) {
        if let Some(what) = special(leaf.text(), false).filter(|_| !leaf.text().contains("{$")) {
            let message = format!("`{path}` is {:?}, which has {what} in it", leaf.text());
            findings.push(Finding::new(message, leaf.place).fix(format!("write it without {what}")));
        }
    }
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
