//! Which values take no effect because of others: what is switched off, and what belongs to another kind of volume. What
//! takes no effect is never an error, whatever its type (D-114).

use super::{fuse, master_enabled, needs_journal, volumes, worker_enabled};
use crate::model::Values;
use crate::model::choices::{JournalType, LogVolume, MasterVolume, Policy, SocketVolume};
use crate::model::map;
use crate::problem::Problems;
use crate::version::Version;
use std::borrow::Cow;

/// Values that take no effect.
#[derive(Clone, Debug)]
pub struct Unused {
    /// The path of the value, and of all below it.
    pub path: Cow<'static, str>,
    /// Keys below it that take effect all the same.
    pub but: Vec<&'static str>,
    /// Why: `` `fuse.enabled` is false ``.
    pub why: &'static str,
}

impl Unused {
    /// Whether the value of a path is one of them.
    fn covers(&self, path: &str) -> bool {
        let Some(rest) = path.strip_prefix(&*self.path) else { return false };
        let key = rest.strip_prefix('.').map(|rest| rest.split(['.', '[']).next().unwrap_or_default());
        match key {
            Some(key) => !self.but.contains(&key),
            // What stands in place of a section with a switch, such as `fuse: true`, is meant to switch it.
            None => self.but.is_empty() && (rest.is_empty() || rest.starts_with('[')),
        }
    }
}

/// Makes warnings of errors about the types of values that take no effect, which say why that does not matter.
pub fn relent(values: &Values, version: &Version, problems: &mut Problems) {
    if problems.stop_on_errors().is_ok() {
        return;
    }
    let unused = unused(values, version);
    problems.relent(|path| {
        let row = unused.iter().find(|row| row.covers(path))?;
        Some(format!("it has no effect now: {}", row.why))
    });
}

/// All values that take no effect.
pub fn unused(values: &Values, version: &Version) -> Vec<Unused> {
    let mut table = Table::default();
    table.servers(values);
    table.journal(values);
    table.workers_storage(values);
    table.fuse(values, version);
    table.addons(values);
    table.logserver(values);
    table.rows
}

/// The keys of `fuse` that the pods in which CSI runs FUSE have, as those of FUSE itself do.
const OF_PODS: [&str; 5] = ["env", "hostNetwork", "hostPID", "dnsPolicy", "resources"];

#[derive(Default)]
struct Table {
    rows: Vec<Unused>,
}

impl Table {
    fn all(&mut self, is_off: bool, why: &'static str, paths: &[&'static str]) {
        paths.iter().for_each(|path| self.section(is_off, why, *path, &[]));
    }

    fn section(&mut self, is_off: bool, why: &'static str, path: impl Into<Cow<'static, str>>, but: &[&'static str]) {
        if is_off {
            self.rows.push(Unused { path: path.into(), but: but.to_vec(), why });
        }
    }

    fn servers(&mut self, values: &Values) {
        let (masters, workers) = (master_enabled(values), worker_enabled(values));
        let why = "`master.enabled` is false";
        // Number and ports are a part of the journal's addresses, which workers get too.
        self.section(!masters, why, "master", &["enabled", "count", "ports"]);
        self.section(!masters, why, "jobMaster", &["ports"]);
        self.all(!masters, why, &["metastore", "secrets.master", "journal.format", "journal.ufsType"]);
        let why = "`worker.enabled` is false";
        self.section(!workers, why, "worker", &["enabled", "fuseEnabled"]);
        self.all(!workers, why, &["jobWorker", "secrets.worker"]);
        self.all(!masters && !workers, "`master.enabled` and `worker.enabled` are false", &["hostAliases"]);
    }

    fn journal(&mut self, values: &Values) {
        let journal = &values.journal;
        let on_volume = master_enabled(values) && needs_journal(values);
        let on_empty_dir = journal.volume_type.value == Some(MasterVolume::EmptyDir);
        let embedded = journal.kind.value == Some(JournalType::Embedded);
        self.all(embedded, "the journal is embedded", &["journal.ufsType"]);
        self.all(!on_volume, "the journal needs no volume", &["journal.size", "journal.volumeType"]);
        let of_claim = ["journal.storageClass", "journal.accessModes"];
        self.all(!on_volume || on_empty_dir, "the journal has no claim", &of_claim);
        self.all(!on_volume || !on_empty_dir, "the journal is not in an emptyDir", &["journal.medium"]);
        let formats = journal.format.run_format.or(false);
        self.all(!formats, "`journal.format.runFormat` is false", &["journal.format.resources"]);
        if let Some(metastore) = &values.metastore {
            let on_empty_dir = metastore.volume_type.value == Some(MasterVolume::EmptyDir);
            let of_claim = ["metastore.storageClass", "metastore.accessModes"];
            self.all(on_empty_dir, "the metastore has no claim", &of_claim);
            self.all(!on_empty_dir, "the metastore is not in an emptyDir", &["metastore.medium"]);
        }
    }

    fn workers_storage(&mut self, values: &Values) {
        let short_circuit = &values.short_circuit;
        let users = worker_enabled(values) || fuse::enabled(values);
        let socket = volumes::needs_socket(values) && users;
        let local = short_circuit.enabled.or(false) && short_circuit.policy.value == Some(Policy::Local);
        let tiers = worker_enabled(values) || (fuse::enabled(values) && local);
        self.all(!tiers, "nothing mounts the tiers", &["tieredstore"]);
        self.all(!short_circuit.enabled.or(false), "`shortCircuit.enabled` is false", &["shortCircuit.policy"]);
        let of_socket = ["shortCircuit.volumeType"];
        self.all(!socket, "there is no domain socket", &of_socket);
        let on_claim = socket && short_circuit.volume_type.value != Some(SocketVolume::HostPath);
        let of_claim =
            ["shortCircuit.size", "shortCircuit.pvcName", "shortCircuit.accessModes", "shortCircuit.storageClass"];
        self.all(!on_claim, "the domain socket has no claim", &of_claim);
        let on_node = socket && short_circuit.volume_type.value != Some(SocketVolume::Claim);
        self.all(!on_node, "the domain socket is not in a host path", &["shortCircuit.hostPath"]);
    }

    fn fuse(&mut self, values: &Values, version: &Version) {
        let (daemon, client) = (fuse::enabled(values), values.fuse.client_enabled.or(false));
        let in_worker = worker_enabled(values) && values.worker.fuse_enabled.or(false);
        // The CSI driver starts FUSE as well, with the options of the ConfigMap.
        let csi = values.csi.enabled.or(false);
        let pods_of_csi = fuse::in_pods_of_csi(values, version);
        let mut but = vec!["enabled", "clientEnabled"];
        if csi {
            but.extend(["properties", "jvmOptions"]);
        }
        if pods_of_csi {
            but.extend(OF_PODS);
        }
        let why = "`fuse.enabled` is false";
        self.section(!fuse::in_use(values), why, "fuse", &but);
        if !fuse::in_use(values) || daemon {
            self.all(daemon && !in_worker, "FUSE does not run in the worker", &["fuse.mountOptions"]);
            return;
        }
        self.all(true, why, &["fuse.image", "fuse.imageTag", "fuse.imagePullPolicy", "fuse.args"]);
        for key in OF_PODS {
            self.section(!pods_of_csi, why, format!("fuse.{key}"), &[]);
        }
        self.all(true, why, &["fuse.user", "fuse.group", "fuse.fsGroup", "fuse.serviceAccount"]);
        self.all(true, why, &["fuse.nodeSelector", "fuse.tolerations"]);
        self.all(!client, why, &["fuse.podAnnotations"]);
        self.all(!in_worker, "FUSE does not run in the worker", &["fuse.mountOptions"]);
    }

    fn addons(&mut self, values: &Values) {
        let (csi, client) = (values.csi.enabled.or(false), values.csi.client_enabled.or(false));
        self.section(!csi && !client, "`csi.enabled` is false", "csi", &["enabled", "clientEnabled"]);
        let of_driver = ["csi.controllerPlugin", "csi.nodePlugin", "csi.imagePullPolicy"];
        self.all(client && !csi, "`csi.enabled` is false", &of_driver);
        let why = "`csi.clientEnabled` is false";
        self.all(csi && !client, why, &["csi.client", "csi.accessModes", "csi.quota", "csi.mountPath"]);
        self.all(csi && !client, why, &["csi.alluxioPath", "csi.mountOptions", "csi.javaOptions", "csi.provisioning"]);
        let hub = values.hub.enabled.or(false);
        // The masters' Services have the port of the agents, hub or not.
        self.section(!hub, "`hub.enabled` is false", "hub", &["enabled", "agent"]);
        self.section(!hub, "`hub.enabled` is false", "hub.agent", &["ports"]);
        self.metrics(values);
    }

    fn metrics(&mut self, values: &Values) {
        let metrics = &values.metrics;
        // The chart's rule: metrics' annotations go where a component has some of its own (D-77).
        let others = [&values.master.pod_annotations, &values.worker.pod_annotations, &values.fuse.pod_annotations];
        let but: &[&str] = match others.iter().any(|map::Texts(pairs)| !pairs.is_empty()) {
            true => &["enabled", "podAnnotations"],
            false => &["enabled"],
        };
        let on = metrics.enabled.or(false);
        self.section(!on, "`metrics.enabled` is false", "metrics", but);
        for (enabled, path, why) in [
            (&metrics.console.enabled, "metrics.ConsoleSink", "`metrics.ConsoleSink.enabled` is false"),
            (&metrics.csv.enabled, "metrics.CsvSink", "`metrics.CsvSink.enabled` is false"),
            (&metrics.jmx.enabled, "metrics.JmxSink", "`metrics.JmxSink.enabled` is false"),
            (&metrics.graphite.enabled, "metrics.GraphiteSink", "`metrics.GraphiteSink.enabled` is false"),
            (&metrics.slf4j.enabled, "metrics.Slf4jSink", "`metrics.Slf4jSink.enabled` is false"),
        ] {
            self.section(on && !enabled.or(false), why, path, &["enabled"]);
        }
    }

    fn logserver(&mut self, values: &Values) {
        let logserver = &values.logserver;
        let on = logserver.enabled.or(false);
        let why = "`logserver.enabled` is false";
        self.section(!on, why, "logserver", &["enabled"]);
        self.all(!on, why, &["secrets.logserver"]);
        let kind = logserver.volume_type.value.filter(|_| on);
        let is = |wanted| kind.is_none_or(|kind| kind == wanted);
        let of_claim = ["logserver.pvcName", "logserver.accessModes", "logserver.storageClass", "logserver.selector"];
        self.all(on && !is(LogVolume::Claim), "the logs have no claim", &of_claim);
        self.all(on && !is(LogVolume::HostPath), "the logs are not in a host path", &["logserver.hostPath"]);
        self.all(on && !is(LogVolume::EmptyDir), "the logs are not in an emptyDir", &["logserver.medium"]);
        self.all(on && kind == Some(LogVolume::HostPath), "the folder has no size", &["logserver.size"]);
    }
}

#[cfg(test)]
mod tests {
    use super::Unused;

    #[test]
    fn a_row_covers_what_is_below_it_save_some_keys() {
        let row = Unused { path: "fuse".into(), but: vec!["enabled"], why: "" };
        for (path, expected) in [
            // What stands in place of the section is no value of it.
            ("fuse", false),
            ("fuse.args[0]", true),
            ("fuse[0]", false),
            ("fuse.enabled", false),
            ("fuse.enabledToo", true),
            ("fused", false),
            ("worker.fuse", false),
        ] {
            assert_eq!(row.covers(path), expected, "{path}");
        }
    }
}
