//! Masters, workers and what runs beside them: counts, ports, resources, identities.

use super::{Checker, fuse_in_use, masters, names, workers};
use crate::facts::fuse;
use crate::facts::logserver::strategy_type;
use crate::model::choices::{AccessMode, LogVolume, StrategyType};
use crate::model::scalar::Leaf;
use crate::problem::Problem;

/// More masters than this is a slip of the finger, and would render as many Services.
const MOST_MASTERS: i64 = 100;

/// Checks what is in use.
pub fn check(checker: &mut Checker<'_>) {
    let values = checker.values;
    // The option lists of all components stand in the ConfigMap, which is always there.
    checker.options();
    checker.count();
    if masters(values) {
        checker.masters();
    }
    checker.worker_ports();
    if workers(values) {
        checker.workers();
    }
    if fuse_in_use(values) {
        checker.fuse();
    }
    if values.metrics.enabled.or(false) {
        checker.metrics();
    }
    if values.logserver.enabled.or(false) {
        checker.logserver();
    }
    if values.csi.enabled.or(false) {
        checker.csi();
    }
    if values.csi.client_enabled.or(false) {
        checker.csi_client();
    }
    if values.hub.enabled.or(false) {
        checker.hub();
    }
}

impl Checker<'_> {
    fn options(&mut self) {
        let values = self.values;
        for (section, properties, jvm_options) in [
            ("master", &values.master.properties, &values.master.jvm_options),
            ("jobMaster", &values.job_master.properties, &values.job_master.jvm_options),
            ("worker", &values.worker.properties, &values.worker.jvm_options),
            ("jobWorker", &values.job_worker.properties, &values.job_worker.jvm_options),
            ("fuse", &values.fuse.properties, &values.fuse.jvm_options),
        ] {
            self.properties(&format!("{section}.properties"), properties);
            self.words(&format!("{section}.jvmOptions"), &jvm_options.0);
        }
    }

    /// The number of masters, on which names and addresses depend (D-49).
    fn count(&mut self) {
        let count = &self.values.master.count;
        match count.value {
            Some(1..=MOST_MASTERS) => {}
            Some(number) => {
                let message = format!("`master.count` must be a whole number from 1 to {MOST_MASTERS}, found {number}");
                self.refuse(message, count.place, "give the number of masters: 1, or 3 for high availability");
            }
            None => {
                let message = "`master.count` must be a whole number of at least 1, found null".to_owned();
                self.refuse(message, count.place, "give the number of masters: 1, or 3 for high availability");
            }
        }
    }

    fn masters(&mut self) {
        let values = self.values;
        let (master, job) = (&values.master, &values.job_master);
        self.distinct(&[
            ("master.ports.rpc", &master.ports.rpc),
            ("master.ports.web", &master.ports.web),
            ("master.ports.embedded", &master.ports.embedded),
            ("jobMaster.ports.rpc", &job.ports.rpc),
            ("jobMaster.ports.web", &job.ports.web),
            ("jobMaster.ports.embedded", &job.ports.embedded),
            ("hub.agent.ports.rpc", &values.hub.agent.ports.rpc),
        ]);
        self.env("master.env", &master.env);
        self.env("jobMaster.env", &job.env);
        self.resources("master.resources", &master.resources);
        self.resources("jobMaster.resources", &job.resources);
        self.secrets("secrets.master", &values.secrets.master);
        self.shared_processes("master.hostPID", &master.host_pid);
    }

    /// The hub's agents see the servers' processes, which excludes seeing the node's (D-45).
    fn shared_processes(&mut self, path: &str, host_pid: &Leaf<bool>) {
        if self.values.hub.enabled.or(false) && host_pid.or(false) {
            let message = format!("`{path}` and `hub.enabled` exclude each other");
            self.refuse(
                message,
                host_pid.place,
                "Kubernetes allows either the node's processes or those of the pod: switch one off",
            );
        }
    }

    fn worker_ports(&mut self) {
        let (worker, job) = (&self.values.worker, &self.values.job_worker);
        let mut ports = vec![
            ("worker.ports.rpc", &worker.ports.rpc),
            ("worker.ports.web", &worker.ports.web),
            ("jobWorker.ports.rpc", &job.ports.rpc),
            ("jobWorker.ports.data", &job.ports.data),
            ("jobWorker.ports.web", &job.ports.web),
        ];
        if self.values.hub.enabled.or(false) {
            ports.push(("hub.agent.ports.rpc", &self.values.hub.agent.ports.rpc));
        }
        self.distinct(&ports);
    }

    fn workers(&mut self) {
        let values = self.values;
        self.env("worker.env", &values.worker.env);
        self.env("jobWorker.env", &values.job_worker.env);
        self.resources("worker.resources", &values.worker.resources);
        self.resources("jobWorker.resources", &values.job_worker.resources);
        self.secrets("secrets.worker", &values.secrets.worker);
        self.shared_processes("worker.hostPID", &values.worker.host_pid);
        if values.worker.fuse_enabled.or(false) {
            self.root();
        }
    }

    /// FUSE in the worker mounts for the whole node, which only root may (chart.md 3.5).
    fn root(&mut self) {
        let values = self.values;
        let ids = [("user", &values.user), ("group", &values.group), ("fsGroup", &values.fs_group)];
        let others: Vec<_> = ids.iter().filter(|(_, id)| id.value != Some(0)).collect();
        if others.is_empty() {
            return;
        }
        let problem = Problem::error("`worker.fuseEnabled` needs `user`, `group` and `fsGroup` to be 0")
            .at(values.worker.fuse_enabled.place)
            .help("set all three to 0, or run FUSE as a daemon of its own with `fuse.enabled`");
        let note = |problem: Problem, (name, id): &&(&str, &Leaf<i64>)| {
            let found = id.value.map_or_else(|| "null".to_owned(), |id| id.to_string());
            problem.note_at(format!("`{name}` is {found}"), id.place)
        };
        self.problems.push(others.iter().fold(problem, note));
    }

    fn fuse(&mut self) {
        let values = self.values;
        let settings = &values.fuse;
        let text = settings.mount_path.text();
        // The folder that the mount lies in is mounted itself, so that it must not be the root (D-50).
        if text.is_empty() {
            self.required("fuse.mountPath", &settings.mount_path);
        } else if !text.starts_with('/') || fuse::clean(text).matches('/').count() < 2 {
            let message = format!("`fuse.mountPath` must be an absolute path of at least two parts, found {text:?}");
            self.refuse(message, settings.mount_path.place, "choose a path such as `/mnt/alluxio-fuse`");
        } else {
            self.absolute("fuse.mountPath", &settings.mount_path);
        }
        self.one_line("fuse.mountPath", text, settings.mount_path.place);
        self.required("fuse.alluxioPath", &settings.alluxio_path);
        self.one_line("fuse.alluxioPath", settings.alluxio_path.text(), settings.alluxio_path.place);
        self.one_line("fuse.mountOptions", settings.mount_options.text(), settings.mount_options.place);
        if fuse::enabled(values) {
            self.id("fuse.user", &settings.user);
            self.id("fuse.group", &settings.group);
            self.id("fuse.fsGroup", &settings.fs_group);
            self.env("fuse.env", &settings.env);
            self.resources("fuse.resources", &settings.resources);
        }
    }

    fn metrics(&mut self) {
        let metrics = &self.values.metrics;
        let (csv, graphite, slf4j) = (&metrics.csv, &metrics.graphite, &metrics.slf4j);
        for (path, leaf) in [
            ("ConsoleSink.period", &metrics.console.period),
            ("ConsoleSink.unit", &metrics.console.unit),
            ("CsvSink.period", &csv.period),
            ("CsvSink.unit", &csv.unit),
            ("CsvSink.directory", &csv.directory),
            ("JmxSink.domain", &metrics.jmx.domain),
            ("GraphiteSink.host", &graphite.host),
            ("GraphiteSink.port", &graphite.port),
            ("GraphiteSink.period", &graphite.period),
            ("GraphiteSink.unit", &graphite.unit),
            ("GraphiteSink.prefix", &graphite.prefix),
            ("Slf4jSink.period", &slf4j.period),
            ("Slf4jSink.unit", &slf4j.unit),
            ("Slf4jSink.filterClass", &slf4j.filter_class),
            ("Slf4jSink.filterRegex", &slf4j.filter_regex),
        ] {
            self.one_line(&format!("metrics.{path}"), leaf.text(), leaf.place);
        }
    }

    /// The name of a claim that is rendered or mounted.
    pub fn claim_name(&mut self, path: &str, leaf: &Leaf<String>) {
        match leaf.filled() {
            None => self.required(path, leaf),
            Some(name) => {
                if let Some(rule) = names::broken_subdomain(name) {
                    self.refuse(
                        format!("`{path}` cannot be {name:?}: {rule}"),
                        leaf.place,
                        "give the claim another name",
                    );
                }
            }
        }
    }

    fn logserver(&mut self) {
        let values = self.values;
        let logserver = &values.logserver;
        self.port("logserver.ports.logging", &logserver.ports.logging);
        self.env("logserver.env", &logserver.env);
        self.properties("logserver.properties", &logserver.properties);
        self.words("logserver.jvmOptions", &logserver.jvm_options.0);
        self.resources("logserver.resources", &logserver.resources);
        self.secrets("secrets.logserver", &values.secrets.logserver);
        self.chosen(
            "logserver.volumeType",
            &logserver.volume_type,
            "`persistentVolumeClaim`, `hostPath` or `emptyDir`",
        );
        match logserver.volume_type.value {
            Some(LogVolume::Claim) => {
                self.claim_name("logserver.pvcName", &logserver.pvc_name);
                self.quantity("logserver.size", &logserver.size);
                self.modes("logserver.accessModes", &logserver.access_modes);
            }
            Some(LogVolume::HostPath) => self.host_path("logserver.hostPath", &logserver.host_path),
            Some(LogVolume::EmptyDir) => {
                self.quantity("logserver.size", &logserver.size);
                self.medium("logserver.medium", &logserver.medium);
            }
            None => {}
        }
        self.logserver_replicas();
        self.logserver_strategy();
    }

    /// Several log servers need a volume that several nodes can write (D-88).
    fn logserver_replicas(&mut self) {
        let logserver = &self.values.logserver;
        let replicas = logserver.replicas.or(1);
        let shared = logserver.access_modes.list.contains(&AccessMode::ReadWriteMany);
        if replicas < 0 {
            let message = format!("`logserver.replicas` must be 0 or more, found {replicas}");
            self.refuse(message, logserver.replicas.place, "give the number of pods");
        } else if replicas > 1 && logserver.volume_type.value == Some(LogVolume::Claim) && !shared {
            let message = format!("`logserver.replicas` is {replicas}, but its claim can be written by one node only");
            self.refuse(message, logserver.replicas.place, "add `ReadWriteMany` to `logserver.accessModes`");
        }
    }

    /// Only a rolling update has bounds (D-44).
    fn logserver_strategy(&mut self) {
        let Some(strategy) = &self.values.logserver.strategy else { return };
        if strategy_type(strategy) == Some(StrategyType::Recreate) && strategy.rolling_update.is_some() {
            let message = "`logserver.strategy.rollingUpdate` has no place beside the type `Recreate`".to_owned();
            self.refuse(message, strategy.kind.place, "write the type `RollingUpdate`, or leave one of the two out");
        }
    }

    fn csi(&mut self) {
        let csi = &self.values.csi;
        let (controller, node) = (&csi.controller_plugin, &csi.node_plugin);
        self.required("csi.controllerPlugin.provisioner.image", &controller.provisioner.image);
        self.required("csi.nodePlugin.driverRegistrar.image", &node.driver_registrar.image);
        self.resources("csi.controllerPlugin.provisioner.resources", &controller.provisioner.resources);
        self.resources("csi.controllerPlugin.controller.resources", &controller.controller.resources);
        self.resources("csi.nodePlugin.nodeserver.resources", &node.nodeserver.resources);
        self.resources("csi.nodePlugin.driverRegistrar.resources", &node.driver_registrar.resources);
    }

    fn csi_client(&mut self) {
        let csi = &self.values.csi;
        self.modes("csi.accessModes", &csi.access_modes);
        self.quantity("csi.quota", &csi.quota);
        self.absolute("csi.mountPath", &csi.mount_path);
        self.required("csi.alluxioPath", &csi.alluxio_path);
    }

    fn hub(&mut self) {
        let hub = &self.values.hub;
        self.distinct(&[("hub.ports.web", &hub.ports.web), ("hub.ports.rpc", &hub.ports.rpc)]);
        self.port("hub.agent.ports.rpc", &hub.agent.ports.rpc);
        self.env("hub.env", &hub.env);
        self.resources("hub.resources", &hub.resources);
    }
}
