//! Masters and workers: their pods, Services and claims.

use super::names::{Labels, only};
use super::options::METRICS_PATH;
use super::pod::{
    Claim, Container, ContainerPort, EnvFrom, EnvVar, Origin, Pod, Probes, ResourceSet, SecurityContext, ServicePort,
    Texts, Volume, VolumeMount, VolumeSource, Workload, texts,
};
use super::volumes::{self, Volumes};
use super::{Builder, embedded_ha, fuse, hub, needs_journal};
use crate::model::choices::{DnsPolicy, MasterVolume, SocketVolume};
use crate::model::map;
use crate::model::scalar::{Leaf, Port};
use serde::Serialize;

/// The journal's claim and volume.
const JOURNAL: &str = "alluxio-journal";
/// The metastore's claim and volume.
const METASTORE: &str = "alluxio-metastore";

/// The masters.
#[derive(Debug, Serialize)]
pub struct Master {
    /// The StatefulSet.
    #[serde(flatten)]
    pub workload: Workload,
    /// The Services, one a master.
    pub services: Vec<MasterService>,
    /// The claims of each master.
    pub claims: Vec<Claim>,
}

/// The Service of a master.
#[derive(Debug, Serialize)]
pub struct MasterService {
    name: String,
    labels: Labels,
    selector: Labels,
    ports: Vec<ServicePort>,
}

/// The chart's rule: a component's annotations, over them those of metrics, if there are any of the former or metrics
/// are on (D-55, D-77).
pub fn annotations(builder: &Builder<'_>, own: &map::Texts) -> Texts {
    let metrics = &builder.values.metrics;
    let mut annotations = texts(own);
    if metrics.enabled.or(false) || !annotations.is_empty() {
        annotations.extend(texts(&metrics.pod_annotations));
    }
    annotations
}

/// A component's DNS policy, or the one that suits its network.
pub fn dns_policy(policy: &Leaf<DnsPolicy>, host_network: bool) -> &'static str {
    let inferred = if host_network { DnsPolicy::ClusterFirstWithHostNet } else { DnsPolicy::ClusterFirst };
    policy.or(inferred).as_str()
}

/// The port's number; a missing one is refused before it is used.
pub fn number(port: &Leaf<Port>) -> i64 {
    port.or(Port(0)).0
}

impl Builder<'_> {
    /// Alluxio's image.
    pub fn image(&self) -> String {
        image(self.values.image.text(), self.values.image_tag.text())
    }

    /// A container with Alluxio's image, started through its entrypoint, with the common configuration.
    pub fn alluxio(&self, name: &'static str) -> Container {
        Container {
            name,
            image: self.image(),
            image_pull_policy: self.values.image_pull_policy.value.map(|policy| policy.as_str()),
            command: vec!["tini", "--", "/entrypoint.sh"],
            env_from: EnvFrom::config_map(&self.names.of("config")),
            ..Container::default()
        }
    }

    /// User and group alone, as log server and hub have it.
    pub fn run_as(&self) -> SecurityContext {
        let (run_as_user, run_as_group) = (self.values.user.value, self.values.group.value);
        SecurityContext { run_as_user, run_as_group, ..SecurityContext::default() }
    }

    fn metrics_volume(&self, volumes: &mut Volumes) -> Option<VolumeMount> {
        self.values.metrics.enabled.or(false).then(|| {
            let name = self.names.of("metrics-volume");
            volumes.add(Volume::new(&name, VolumeSource::ConfigMap { name: self.names.of("metrics") }));
            VolumeMount::new(&name, METRICS_PATH, Origin::own("the metrics configuration"))
        })
    }

    /// What masters and workers have in common.
    fn server_pod(&self, service_account: &Leaf<String>, selector: &map::Texts) -> Pod {
        let values = self.values;
        let security = SecurityContext { fs_group: values.fs_group.value, ..self.run_as() };
        Pod {
            host_aliases: values.host_aliases.iter().map(Into::into).collect(),
            share_process_namespace: values.hub.enabled.or(false).then_some(true),
            service_account_name: self.service_account(service_account),
            security_context: Some(security),
            restart_policy: Some("Always"),
            ..self.placed_pod(selector, &[])
        }
    }

    /// The masters' objects.
    pub fn master(&mut self) -> Master {
        let values = self.values;
        let name = self.names.of("master");
        let labels = self.names.labels_named(Some("alluxio-master"), &name);
        let mut volumes = Volumes::default();
        let mounts = self.master_mounts(&mut volumes);
        let claims = self.master_claims();
        let master = self.master_container(&mounts);
        let job_master = self.job_master_container(&mounts);
        for container in [&master, &job_master] {
            volumes::check_paths(container.name, &container.volume_mounts, self.problems);
        }
        let host_network = values.master.host_network.or(false);
        let init = values.journal.format.run_format.or(false).then(|| self.journal_format(&master));
        let agent = values.hub.enabled.or(false).then(|| hub::agent(self));
        let pod = Pod {
            host_network: Some(host_network),
            host_pid: values.master.host_pid.or(false).then_some(true),
            dns_policy: Some(dns_policy(&values.master.dns_policy, host_network)),
            tolerations: self.tolerations(&values.master.tolerations),
            init_containers: init.into_iter().collect(),
            containers: agent.into_iter().chain([master, job_master]).collect(),
            volumes: volumes.into_list(),
            ..self.server_pod(&values.master.service_account, &values.master.node_selector)
        };
        Master {
            services: self.master_services(),
            claims,
            workload: Workload {
                selector: only(&labels, &["app", "role", "name"]),
                annotations: annotations(self, &values.master.pod_annotations),
                replicas: values.master.count.value,
                strategy: None,
                name,
                labels,
                pod,
            },
        }
    }

    fn master_services(&self) -> Vec<MasterService> {
        let (master, job) = (&self.values.master.ports, &self.values.job_master.ports);
        let service = |index| {
            let name = self.names.of(&format!("master-{index}"));
            let labels = self.names.labels_of("alluxio-master");
            let mut selector = only(&labels, &["app", "release", "role"]);
            selector.insert("statefulset.kubernetes.io/pod-name", name.clone());
            let port = |name, port| ServicePort { name, port: number(port) };
            let ports = vec![
                port("rpc", &master.rpc),
                port("web", &master.web),
                port("job-rpc", &job.rpc),
                port("job-web", &job.web),
                port("embedded", &master.embedded),
                port("job-embedded", &job.embedded),
                port("hub-agent", &self.values.hub.agent.ports.rpc),
            ];
            MasterService { name, labels, selector, ports }
        };
        (0..self.values.master.count.or(0)).map(service).collect()
    }

    /// Where a master finds its own name, which depends on how the masters find one another (D-04).
    fn master_hostname(&self) -> Option<EnvVar> {
        const NAME: &str = "ALLUXIO_MASTER_HOSTNAME";
        if embedded_ha(self.values) {
            Some(EnvVar::field(NAME, "metadata.name"))
        } else {
            (self.values.master.count.value == Some(1)).then(|| EnvVar::field(NAME, "status.podIP"))
        }
    }

    fn master_container(&self, mounts: &MasterMounts) -> Container {
        let master = &self.values.master;
        let embedded = embedded_ha(self.values);
        let port = |name, port| ContainerPort::new(name, number(port));
        let ports = &master.ports;
        let probed = if embedded { "embedded" } else { "rpc" };
        Container {
            args: master.args.texts(),
            env: self.master_hostname().into_iter().chain(EnvVar::user(&master.env)).collect(),
            ports: [port("rpc", &ports.rpc), port("web", &ports.web)]
                .into_iter()
                .chain(embedded.then(|| port("embedded", &ports.embedded)))
                .collect(),
            probes: Probes::new(probed, &master.readiness_probe, &master.liveness_probe, &master.startup_probe),
            resources: ResourceSet::new(&master.resources),
            volume_mounts: mounts.of_master(),
            ..self.alluxio("alluxio-master")
        }
    }

    fn job_master_container(&self, mounts: &MasterMounts) -> Container {
        let job = &self.values.job_master;
        let embedded = embedded_ha(self.values);
        let port = |name, port| ContainerPort::new(name, number(port));
        let probed = if embedded { "job-embedded" } else { "job-rpc" };
        Container {
            args: job.args.texts(),
            env: self.master_hostname().into_iter().chain(EnvVar::user(&job.env)).collect(),
            ports: [port("job-rpc", &job.ports.rpc), port("job-web", &job.ports.web)]
                .into_iter()
                .chain(embedded.then(|| port("job-embedded", &job.ports.embedded)))
                .collect(),
            probes: Probes::new(probed, &job.readiness_probe, &job.liveness_probe, &job.startup_probe),
            resources: ResourceSet::new(&job.resources),
            volume_mounts: mounts.of_job_master(),
            ..self.alluxio("alluxio-job-master")
        }
    }

    /// Formats the journal before the master starts, and sees what the master sees (D-33, D-75).
    fn journal_format(&self, master: &Container) -> Container {
        Container {
            name: "journal-format",
            command: vec!["alluxio", "formatJournal"],
            args: Vec::new(),
            ports: Vec::new(),
            probes: Probes::default(),
            resources: ResourceSet::new(&self.values.journal.format.resources),
            ..master.clone()
        }
    }

    fn master_mounts(&mut self, volumes: &mut Volumes) -> MasterMounts {
        let values = self.values;
        let conf = values.hub.enabled.or(false).then(|| hub::conf_volume(volumes));
        let metrics = self.metrics_volume(volumes);
        let journal = needs_journal(values).then(|| self.journal_volume(volumes));
        let metastore = values.metastore.is_some().then(|| self.metastore_volume(volumes)).flatten();
        let secrets = volumes::secrets(&values.secrets.master, "master", volumes);
        let own = volumes::mounts(values, "master", volumes, self.problems);
        MasterMounts { conf, metrics, journal, metastore, secrets, own }
    }

    fn journal_volume(&self, volumes: &mut Volumes) -> VolumeMount {
        let journal = &self.values.journal;
        match journal.volume_type.value {
            Some(MasterVolume::EmptyDir) => {
                let size = journal.size.filled().map(super::units::for_kubernetes);
                volumes.add(Volume::empty_dir(JOURNAL, journal.medium.filled(), size));
            }
            _ => volumes.reserve(JOURNAL),
        }
        VolumeMount::new(JOURNAL, journal.folder.text(), Origin::value("journal.folder", journal.folder.place))
    }

    fn metastore_volume(&self, volumes: &mut Volumes) -> Option<VolumeMount> {
        let metastore = self.values.metastore.as_ref()?;
        match metastore.volume_type.value {
            Some(MasterVolume::EmptyDir) => {
                let size = metastore.size.filled().map(super::units::for_kubernetes);
                volumes.add(Volume::empty_dir(METASTORE, metastore.medium.filled(), size));
            }
            _ => volumes.reserve(METASTORE),
        }
        let origin = Origin::value("metastore.mountPath", metastore.mount_path.place);
        Some(VolumeMount::new(METASTORE, metastore.mount_path.text(), origin))
    }

    fn master_claims(&self) -> Vec<Claim> {
        let journal = &self.values.journal;
        let metastore = self.values.metastore.as_ref();
        let on_claim = |kind: &Leaf<MasterVolume>| kind.value == Some(MasterVolume::Claim);
        let claim = |name: &str, class: &Leaf<String>, modes, size| Claim {
            name: name.to_owned(),
            labels: Labels::new(),
            storage_class: class.value.clone(),
            access_modes: modes,
            size,
            selector: None,
        };
        let of_journal = (needs_journal(self.values) && on_claim(&journal.volume_type)).then(|| {
            claim(JOURNAL, &journal.storage_class, super::modes(&journal.access_modes), super::size(&journal.size))
        });
        let of_metastore = metastore.filter(|metastore| on_claim(&metastore.volume_type)).map(|metastore| {
            let modes = super::modes(&metastore.access_modes);
            claim(METASTORE, &metastore.storage_class, modes, super::size(&metastore.size))
        });
        of_journal.into_iter().chain(of_metastore).collect()
    }

    /// The workers' DaemonSet.
    pub fn worker(&mut self) -> Workload {
        let values = self.values;
        let labels = self.names.labels_of("alluxio-worker");
        let mut volumes = Volumes::default();
        let mounts = self.worker_mounts(&mut volumes);
        let worker = self.worker_container(&mounts, &mut volumes);
        let job_worker = self.job_worker_container(mounts);
        for container in [&worker, &job_worker] {
            volumes::check_paths(container.name, &container.volume_mounts, self.problems);
        }
        let host_network = values.worker.host_network.or(false);
        let agent = values.hub.enabled.or(false).then(|| hub::agent(self));
        let pod = Pod {
            host_network: Some(host_network),
            host_pid: Some(values.worker.host_pid.or(false)),
            dns_policy: Some(dns_policy(&values.worker.dns_policy, host_network)),
            tolerations: self.tolerations(&values.worker.tolerations),
            containers: agent.into_iter().chain([worker, job_worker]).collect(),
            volumes: volumes.into_list(),
            ..self.server_pod(&values.worker.service_account, &values.worker.node_selector)
        };
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
        let tiers = volumes::tiers(values, volumes);
        let own = volumes::mounts(values, "worker", volumes, self.problems);
        [conf, metrics, socket].into_iter().flatten().chain(secrets).chain(tiers).chain(own).collect()
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
        let fuse_mounts = if with_fuse { fuse::volumes(self.values, "Directory", volumes) } else { Vec::new() };
        let port = |name, port| ContainerPort::new(name, number(port));
        Container {
            args: worker.args.texts(),
            env: self.worker_hostnames().chain(client).chain(EnvVar::user(&worker.env)).collect(),
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
            env: self.worker_hostnames().chain(EnvVar::user(&job.env)).collect(),
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

/// What the master's containers mount; the job master sees neither journal nor metastore.
struct MasterMounts {
    conf: Option<VolumeMount>,
    metrics: Option<VolumeMount>,
    journal: Option<VolumeMount>,
    metastore: Option<VolumeMount>,
    secrets: Vec<VolumeMount>,
    own: Vec<VolumeMount>,
}

impl MasterMounts {
    fn of_master(&self) -> Vec<VolumeMount> {
        let single = [&self.conf, &self.metrics, &self.journal, &self.metastore].into_iter().flatten();
        single.chain(&self.secrets).chain(&self.own).cloned().collect()
    }

    fn of_job_master(&self) -> Vec<VolumeMount> {
        let single = [&self.conf, &self.metrics].into_iter().flatten();
        single.chain(&self.secrets).chain(&self.own).cloned().collect()
    }
}

/// An image with its tag; without a tag the image is complete already, with a digest perhaps (D-18).
pub fn image(image: &str, tag: &str) -> String {
    if tag.is_empty() { image.to_owned() } else { format!("{image}:{tag}") }
}
