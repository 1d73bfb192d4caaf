//! Masters, workers and what runs beside them: counts, ports, resources, identities.

use super::{Checker, masters};
use crate::facts::{MOST_MASTERS, options};
use crate::model::scalar::{Leaf, Port};
use crate::names;
use crate::problem::Problem;

impl Checker<'_> {
    /// The number of masters, on which names and addresses depend (D-49). Without masters it only has to be small.
    pub(super) fn count(&mut self) {
        let count = &self.values.master.count;
        match count.value {
            Some(1..=MOST_MASTERS) => {}
            Some(..=0) | None if !masters(self.values) => {}
            Some(number) => {
                let message = format!("`master.count` must be a whole number from 1 to {MOST_MASTERS}, found {number}");
                self.refuse(message, count.place, "give the number of masters: 1, or 3 for high availability");
            }
            None => {
                let message = "`master.count` must be a whole number of at least 1, found null".to_owned();
                self.missing(message, count.place, "give the number of masters: 1, or 3 for high availability");
            }
        }
    }

    pub(super) fn masters(&mut self) {
        let values = self.values;
        let (master, job) = (&values.master, &values.job_master);
        let mut ports = vec![
            ("master.ports.rpc", &master.ports.rpc),
            ("master.ports.web", &master.ports.web),
            ("master.ports.embedded", &master.ports.embedded),
            ("jobMaster.ports.rpc", &job.ports.rpc),
            ("jobMaster.ports.web", &job.ports.web),
            ("jobMaster.ports.embedded", &job.ports.embedded),
        ];
        if self.version.hub {
            ports.push(("hub.agent.ports.rpc", &values.hub.agent.ports.rpc));
        }
        self.distinct(&ports);
        self.extra_ports(&ports);
        self.untold_ports();
        self.env("master.env", &master.env);
        self.env("jobMaster.env", &job.env);
        self.placement("master", &master.node_selector, &master.tolerations);
        self.annotations("master.podAnnotations", &master.pod_annotations);
        self.service_account("master.serviceAccount", &master.service_account);
        self.readiness("master.readinessProbe", &master.readiness_probe);
        self.probe("master.livenessProbe", &master.liveness_probe);
        self.probe("master.startupProbe", &master.startup_probe);
        self.readiness("jobMaster.readinessProbe", &job.readiness_probe);
        self.probe("jobMaster.livenessProbe", &job.liveness_probe);
        self.probe("jobMaster.startupProbe", &job.startup_probe);
        self.resources("master.resources", &master.resources);
        self.resources("jobMaster.resources", &job.resources);
        self.secrets("secrets.master", &values.secrets.master);
        self.config_maps("configmaps.master", &values.configmaps.master);
        self.shared_processes("master", &master.host_pid, &master.share_process_namespace);
    }

    /// Where the processes are not told of their ports, the user's properties have to tell them (D-72).
    fn untold_ports(&mut self) {
        let values = self.values;
        for (property, path, leaf) in options::changed_ports(values).filter(|_| !self.version.tells_ports) {
            let own =
                if path.starts_with("jobMaster") { &values.job_master.properties } else { &values.master.properties };
            if values.properties.set(property) || own.set(property) {
                continue;
            }
            let Port(port) = leaf.or(Port(0));
            let message = format!("`{path}` is {port}, but the process is not configured to listen there");
            self.doubt(message, leaf.place, &format!("set the property `{property}: {port}` in `properties`"));
        }
    }

    /// More ports of the masters' Services: each with a name and a number that no other has.
    fn extra_ports(&mut self, own: &[(&str, &Leaf<Port>)]) {
        const NAMES: [&str; 7] = ["rpc", "web", "job-rpc", "job-web", "embedded", "job-embedded", "hub-agent"];
        let extra = &self.values.master.extra_service_ports;
        for (index, port) in extra.iter().enumerate() {
            let path = format!("master.extraServicePorts[{index}]");
            self.port(&format!("{path}.port"), &port.port);
            let name = port.name.text();
            let earlier = extra[..index].iter().map(|port| port.name.text());
            if let Some(rule) = names::broken_port_name(name) {
                self.refuse(
                    format!("`{path}.name` cannot be {name:?}: {rule}"),
                    port.name.place,
                    "give the port a name",
                );
            } else if NAMES.iter().copied().chain(earlier).any(|other| other == name) {
                let message = format!("`{path}.name` is `{name}`, which is the name of another port of the Service");
                self.refuse(message, port.name.place, "give the port another name");
            }
            let others =
                own.iter().map(|(_, leaf)| leaf.value).chain(extra[..index].iter().map(|port| port.port.value));
            if port.port.value.is_some() && others.into_iter().any(|other| other == port.port.value) {
                let message = format!("`{path}.port` is {}, which the Service already has", port.port.or(Port(0)).0);
                self.refuse(message, port.port.place, "choose another port");
            }
        }
    }

    /// The processes of the pod are seen, by the hub's agents or as the user says, or those of the node (D-45, T-07).
    fn shared_processes(&mut self, section: &str, host_pid: &Leaf<bool>, shared: &Leaf<bool>) {
        let by_hub = self.values.hub.enabled.or(false);
        if (by_hub || shared.or(false)) && host_pid.or(false) {
            let other = if by_hub { "hub.enabled".to_owned() } else { format!("{section}.shareProcessNamespace") };
            let message = format!("`{section}.hostPID` and `{other}` cannot both be true");
            self.refuse(
                message,
                host_pid.place,
                "Kubernetes allows either the node's process namespace or a shared one in the pod: disable one of them",
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

    pub(super) fn workers(&mut self) {
        let values = self.values;
        let (worker, job) = (&values.worker, &values.job_worker);
        self.worker_ports();
        self.env("worker.env", &worker.env);
        self.env("jobWorker.env", &job.env);
        self.placement("worker", &worker.node_selector, &worker.tolerations);
        self.annotations("worker.podAnnotations", &worker.pod_annotations);
        self.service_account("worker.serviceAccount", &worker.service_account);
        self.readiness("worker.readinessProbe", &worker.readiness_probe);
        self.probe("worker.livenessProbe", &worker.liveness_probe);
        self.probe("worker.startupProbe", &worker.startup_probe);
        self.readiness("jobWorker.readinessProbe", &job.readiness_probe);
        self.probe("jobWorker.livenessProbe", &job.liveness_probe);
        self.probe("jobWorker.startupProbe", &job.startup_probe);
        self.resources("worker.resources", &worker.resources);
        self.resources("jobWorker.resources", &job.resources);
        self.secrets("secrets.worker", &values.secrets.worker);
        self.config_maps("configmaps.worker", &values.configmaps.worker);
        self.shared_processes("worker", &values.worker.host_pid, &values.worker.share_process_namespace);
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
            .help("set all three to 0, or run FUSE as a separate daemon with `fuse.enabled`");
        let note = |problem: Problem, (name, id): &&(&str, &Leaf<i64>)| {
            let found = id.value.map_or_else(|| "null".to_owned(), |id| id.to_string());
            problem.note_at(format!("`{name}` is {found}"), id.place)
        };
        self.problems.push(others.iter().fold(problem, note));
    }
}
