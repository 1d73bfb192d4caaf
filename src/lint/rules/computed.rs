//! AXG203 to AXG205: properties given by hand that are computed too, and which of the two wins.

use crate::facts::embedded_ha;
use crate::facts::given::{Given, given};
use crate::facts::volumes::needs_socket;
use crate::lint::{Context, Findings, Rule, found};
use crate::model::scalar::text_of;
use crate::problem::Severity::{Advice, Warning};
use crate::yaml::Node;

const CONFIGURATION: &str = "Deploy Alluxio on Kubernetes, \"Deploy: Configuration\"";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG203",
        severity: Warning,
        title: "property that conflicts with a value",
        why: "the property changes only the process; the value also sets Services, probes or volumes",
        see: CONFIGURATION,
        fix: "properties:\n  alluxio.master.rpc.port:\nmaster:\n  ports:\n    rpc: 29998\n",
        check: not_followed,
    },
    Rule {
        code: "AXG204",
        severity: Advice,
        title: "property that overrides a computed one",
        why: "alluxio-gen computes this property from a value; the one that you set replaces it",
        see: CONFIGURATION,
        fix: "properties:\n  alluxio.user.short.circuit.enabled:\nshortCircuit:\n  enabled: false\n",
        check: replaces_computed,
    },
    Rule {
        code: "AXG205",
        severity: Warning,
        title: "JVM option that a computed one overrides",
        why: "if a -D option is given twice, the JVM uses the last one, and a component's options come after the common ones",
        see: CONFIGURATION,
        fix: "jvmOptions: []\nworker:\n  jvmOptions:\n    - -Dalluxio.worker.ramdisk.size=2GB\n",
        check: beaten,
    },
];

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
    computed("alluxio.worker.fuse.enabled", Among::Own, Follow::Stay, "worker.fuseEnabled"),
    computed("alluxio.worker.fuse.mount.alluxio.path", Among::Own, Follow::Stay, "fuse.alluxioPath"),
    computed("alluxio.worker.fuse.mount.options", Among::Own, Follow::Stay, "fuse.mountOptions"),
    computed("alluxio.worker.fuse.mount.point", Among::Own, Follow::Stay, "fuse.mountPath"),
    computed("alluxio.fuse.mount.alluxio.path", Among::Own, Follow::Stay, "fuse.alluxioPath"),
    computed("alluxio.fuse.mount.options", Among::Own, Follow::Stay, "fuse.mountOptions"),
    computed("alluxio.fuse.mount.point", Among::Own, Follow::Stay, "fuse.mountPoint"),
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
            name if name.starts_with("alluxio.hub.") => context.target.version.hub,
            name if name.starts_with("alluxio.fuse.mount.") => context.target.version.fuse_takes_options,
            name if name.starts_with("alluxio.worker.fuse.mount.") && context.target.version.fuse_takes_options => {
                false
            }
            name if name.ends_with(".port") && name.contains("master") && !context.target.version.tells_ports => false,
            "alluxio.metrics.conf.file" => values.metrics.enabled.or(false),
            name if name.starts_with("alluxio.worker.fuse.") => values.worker.fuse_enabled.or(false),
            "alluxio.user.short.circuit.enabled" => !values.short_circuit.enabled.or(false),
            "alluxio.worker.data.server.domain.socket.*" => needs_socket(values),
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
            let message = format!(
                "`{name}` is set to {text}, which overrides `{from}` in the processes but not in the rest of the manifests"
            );
            findings.push(found(message, given.place).help(format!("set `{from}` instead and remove the property")));
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
            let message = format!("`{name}` is set to {text}, which overrides the value computed from `{from}`");
            findings.push(found(message, given.place).help("keep it if this is intended, otherwise remove it"));
        }
    }
}

fn beaten(context: &Context<'_>, findings: &mut Findings) {
    for (given, computed) in by_hand(context) {
        if is_beaten(&given, computed, context) {
            let (name, from) = (given.name, computed.from);
            let message =
                format!("`-D{name}={}` has no effect: the option computed from `{from}` comes later", given.text);
            findings.push(found(message, given.place).help(format!("properties:\n  {name}: {}\n", given.text)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{COMPUTED, computed_as};
    use crate::assets::Assets;
    use crate::cli::Inputs;
    use crate::facts::names::Names;
    use crate::facts::options;
    use crate::properties::table;
    use crate::target::Target;
    use crate::{Run, load, read};
    use std::collections::BTreeSet;

    /// The names of the properties that are computed with these settings.
    fn computed_names(alluxio: &str, settings: &str) -> BTreeSet<String> {
        let mut run = Run::default();
        let set = vec![format!("properties=null,{settings}")];
        let inputs = Inputs { set, alluxio_version: Some(alluxio.to_owned()), ..Inputs::default() };
        let (node, version) = load(&inputs, None, &Assets::default(), &mut run).expect("the values are read");
        let values = read(&node, version, &Assets::default(), &mut run).expect("the values are typed");
        let args = crate::cli::Target { name: "alluxio".to_owned(), namespace: None, kube_version: None };
        let names = Names::new(&values, &Target::new(&args, &mut run.problems));
        let lists = [
            options::common(&values, &names, version),
            options::master(&values),
            options::job_master(&values),
            options::worker(&values, version),
            options::job_worker(&values),
            options::fuse_daemon(&values, version).unwrap_or_default(),
            options::proxy(&values, version).unwrap_or_default(),
            options::logserver(&values).unwrap_or_default(),
        ];
        let name = |word: &str| Some(word.strip_prefix("-D")?.split_once('=')?.0.to_owned());
        lists.iter().flat_map(|list| list.split(' ').filter_map(name)).collect()
    }

    #[test]
    fn the_table_has_all_that_is_computed_and_nothing_else() {
        let mut names = computed_names("2.7", "shortCircuit.enabled=false");
        names.extend(computed_names("2.9", "worker.fuseEnabled=true,proxy.enabled=true"));
        names.extend(computed_names(
            "2.7",
            "master.count=3,journal.type=EMBEDDED,metrics.enabled=true,hub.enabled=true,worker.fuseEnabled=true,\
             master.ports.rpc=1,master.ports.web=2,master.ports.embedded=3,jobMaster.ports.rpc=4,\
             jobMaster.ports.web=5,jobMaster.ports.embedded=6",
        ));
        let missing: Vec<_> = names.iter().filter(|name| computed_as(name).is_none()).collect();
        assert!(missing.is_empty(), "computed and not in the table: {missing:?}");
        let has = |pattern: &str| match pattern.strip_suffix('*') {
            Some(start) => names.iter().any(|name| name.starts_with(start)),
            None => names.contains(pattern),
        };
        let unused: Vec<_> = COMPUTED.iter().map(|computed| computed.name).filter(|name| !has(name)).collect();
        assert!(unused.is_empty(), "in the table and not computed: {unused:?}");
        let tables = ["2.7", "2.9"].map(|version| table(version).expect("a known version"));
        let is_known = |name: &&String| tables.iter().any(|table| table.find(name).is_some());
        let unknown: Vec<_> = names.iter().filter(|name| !is_known(name)).collect();
        assert!(unknown.is_empty(), "no properties of Alluxio: {unknown:?}");
    }
}
