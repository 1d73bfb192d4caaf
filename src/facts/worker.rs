//! The workers: DaemonSet, and the claim of the domain socket.

use super::container::{EnvVar, Probes, ResourceSet};
use super::extras::Extras;
use super::names::only;
use super::pod::{Container, ContainerPort, Pod, SecurityContext, Workload};
use super::servers::{annotations, dns_policy, number, shares};
use super::volume::{Claim, VolumeMount};
use super::volumes::{self, Volumes};
use super::{Builder, fuse, hub};
use crate::model::Values;
use crate::model::choices::SocketVolume;

/// What the user adds to the pods.
fn extras(values: &Values) -> Extras<'_> {
    let worker = &values.worker;
    Extras {
        section: "worker",
        volumes: &worker.extra_volumes.0,
        mounts: &worker.extra_volume_mounts.0,
        containers: &worker.extra_containers.0,
    }
}

impl Builder<'_> {
    /// The workers' DaemonSet.
    pub fn worker(&mut self) -> Workload {
        let values = self.values;
        let labels = self.names.labels_of("alluxio-worker");
        let mut volumes = Volumes::default();
        let mounts = self.worker_mounts(&mut volumes);
        let extras = extras(self.values);
        let worker = self.worker_container(&mounts, &mut volumes);
        let job_worker = self.job_worker_container(mounts);
        for container in [&worker, &job_worker] {
            volumes::check_paths(container.name, &container.volume_mounts, self.problems);
        }
        let host_network = values.worker.host_network.or(false);
        let agent = values.hub.enabled.or(false).then(|| hub::agent(self));
        let mut pod = Pod {
            share_process_namespace: shares(&values.worker.share_process_namespace, values),
            host_network: host_network.then_some(true),
            host_pid: values.worker.host_pid.or(false).then_some(true),
            dns_policy: Some(dns_policy(&values.worker.dns_policy, host_network)),
            tolerations: self.tolerations(&values.worker.tolerations),
            containers: agent.into_iter().chain([worker, job_worker]).collect(),
            ..self.server_pod(&values.worker.service_account, &values.worker.node_selector)
        };
        pod.extra_containers = extras.containers(&pod, &volumes, self.problems);
        pod.volumes = volumes.into_list();
        Workload {
            name: self.names.of("worker"),
            selector: only(&labels, &["app", "release", "role"]),
            annotations: annotations(self, &values.worker.pod_annotations),
            replicas: None,
            strategy: None,
            labels,
            pod,
        }
    }

    fn worker_mounts(&mut self, volumes: &mut Volumes) -> Vec<VolumeMount> {
        let values = self.values;
        let conf = values.hub.enabled.or(false).then(|| hub::conf_volume(volumes));
        let metrics = self.metrics_volume(volumes);
        let socket = volumes::needs_socket(values).then(|| volumes::socket(values, volumes));
        if values.worker.fuse_enabled.or(false) {
            fuse::reserve(volumes);
        }
        let secrets = volumes::secrets(&values.secrets.worker, "worker", volumes);
        let config_maps = volumes::config_maps(&values.configmaps.worker, "worker", volumes);
        let tiers = volumes::tiers(values, volumes);
        let own = volumes::mounts(values, "worker", volumes, self.problems);
        let extras = extras(values);
        extras.add_volumes(volumes, self.problems);
        let extra = extras.mounts(volumes, self.problems).into_iter();
        let single = [conf, metrics, socket].into_iter().flatten();
        extra.chain(single).chain(secrets).chain(config_maps).chain(tiers).chain(own).collect()
    }

    fn worker_hostnames(&self) -> impl Iterator<Item = EnvVar> + use<> {
        let own_network = !self.values.worker.host_network.or(false);
        let host = EnvVar::field("ALLUXIO_WORKER_HOSTNAME", "status.hostIP");
        let container = own_network.then(|| EnvVar::field("ALLUXIO_WORKER_CONTAINER_HOSTNAME", "status.podIP"));
        [host].into_iter().chain(container)
    }

    fn worker_container(&self, mounts: &[VolumeMount], volumes: &mut Volumes) -> Container {
        let worker = &self.values.worker;
        let with_fuse = worker.fuse_enabled.or(false);
        let client = with_fuse.then(|| EnvVar::field("ALLUXIO_CLIENT_HOSTNAME", "status.hostIP"));
        let fuse_mounts =
            if with_fuse { fuse::volumes(self.values, self.target.version, "Directory", volumes) } else { Vec::new() };
        let port = |name, port| ContainerPort::new(name, number(port));
        Container {
            args: worker.args.texts(),
            env: EnvVar::own(self.worker_hostnames().chain(client), &worker.env)
                .chain(EnvVar::user(&worker.env))
                .collect(),
            security_context: with_fuse.then(SecurityContext::privileged),
            ports: vec![port("rpc", &worker.ports.rpc), port("web", &worker.ports.web)],
            probes: Probes::new("rpc", &worker.readiness_probe, &worker.liveness_probe, &worker.startup_probe),
            resources: ResourceSet::new(&worker.resources),
            volume_mounts: mounts.iter().cloned().chain(fuse_mounts).collect(),
            ..self.alluxio("alluxio-worker")
        }
    }

    fn job_worker_container(&self, volume_mounts: Vec<VolumeMount>) -> Container {
        let job = &self.values.job_worker;
        let port = |name, port| ContainerPort::new(name, number(port));
        let ports = &job.ports;
        Container {
            args: job.args.texts(),
            env: EnvVar::own(self.worker_hostnames(), &job.env).chain(EnvVar::user(&job.env)).collect(),
            ports: vec![port("job-rpc", &ports.rpc), port("job-data", &ports.data), port("job-web", &ports.web)],
            probes: Probes::new("job-rpc", &job.readiness_probe, &job.liveness_probe, &job.startup_probe),
            resources: ResourceSet::new(&job.resources),
            volume_mounts,
            ..self.alluxio("alluxio-job-worker")
        }
    }

    /// The claim of the domain socket, which has to be there when any pod mounts it (D-95).
    pub fn socket_claim(&self) -> Option<Claim> {
        let values = self.values;
        let short_circuit = &values.short_circuit;
        let mounted = super::worker_enabled(values) || fuse::enabled(values);
        let on_claim = short_circuit.volume_type.value == Some(SocketVolume::Claim);
        (mounted && on_claim && volumes::needs_socket(values)).then(|| {
            let labels = self.names.labels_of("alluxio-worker");
            let matched = only(&labels, &["app", "release", "heritage", "role"]);
            Claim {
                name: short_circuit.pvc_name.text().to_owned(),
                selector: Some(super::match_labels(&matched)),
                storage_class: short_circuit.storage_class.value.clone(),
                access_modes: super::modes(&short_circuit.access_modes),
                size: super::size(&short_circuit.size),
                labels,
            }
        })
    }
}
