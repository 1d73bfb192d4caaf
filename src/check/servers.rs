//! Masters, workers and what runs beside them: counts, ports, resources, identities.

use super::{Checker, masters};
use crate::facts::MOST_MASTERS;
use crate::model::scalar::Leaf;
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
}
