//! The masters: StatefulSet, Services, and the volumes of journal and metastore.

use super::container::{EnvVar, Probes, ResourceSet};
use super::extras::Extras;
use super::names::{Labels, only};
use super::pod::{Container, ContainerPort, Pod, ServicePort, Workload};
use super::servers::{annotations, dns_policy, number, shares};
use super::volume::{Claim, Origin, Volume, VolumeMount};
use super::volumes::{self, Volumes};
use super::{Builder, embedded_ha, hub, master_numbers, needs_journal, options};
use crate::model::Values;
use crate::model::choices::MasterVolume;
use crate::model::scalar::Leaf;
use serde::Serialize;

/// The journal's claim and volume.
pub const JOURNAL: &str = "alluxio-journal";
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

/// What the user adds to the pods.
fn extras(values: &Values) -> Extras<'_> {
    let master = &values.master;
    Extras {
        section: "master",
        volumes: &master.extra_volumes.0,
        mounts: &master.extra_volume_mounts.0,
        containers: &master.extra_containers.0,
    }
}

impl Builder<'_> {
    /// The masters' objects.
    pub fn master(&mut self) -> Master {
        let values = self.values;
        let name = self.names.of("master");
        let labels = self.names.labels_named(Some("alluxio-master"), &name);
        let mut volumes = Volumes::default();
        let mounts = self.master_mounts(&mut volumes);
        let extras = extras(self.values);
        let claims = self.master_claims();
        let (init_containers, containers) = self.master_containers(&mounts);
        let host_network = values.master.host_network.or(false);
        let mut pod = Pod {
            share_process_namespace: shares(&values.master.share_process_namespace, values),
            host_network: host_network.then_some(true),
            host_pid: values.master.host_pid.or(false).then_some(true),
            dns_policy: Some(dns_policy(&values.master.dns_policy, host_network)),
            tolerations: self.tolerations(&values.master.tolerations),
            init_containers,
            containers,
            ..self.server_pod(&values.master.service_account, &values.master.node_selector)
        };
        pod.extra_containers = extras.containers(&pod, &volumes, self.problems);
        pod.volumes = volumes.into_list();
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

    /// What runs before the others, and what runs then.
    fn master_containers(&mut self, mounts: &MasterMounts) -> (Vec<Container>, Vec<Container>) {
        let values = self.values;
        let master = self.master_container(mounts);
        let job_master = self.job_master_container(mounts);
        for container in [&master, &job_master] {
            volumes::check_paths(container.name, &container.volume_mounts, self.problems);
        }
        let init = values.journal.format.run_format.or(false).then(|| self.journal_format(&master));
        let agent = values.hub.enabled.or(false).then(|| hub::agent(self));
        (init.into_iter().collect(), agent.into_iter().chain([master, job_master]).collect())
    }

    fn master_services(&self) -> Vec<MasterService> {
        let (master, job) = (&self.values.master.ports, &self.values.job_master.ports);
        let service = |index| {
            let name = self.names.of(&format!("master-{index}"));
            let labels = self.names.labels_of("alluxio-master");
            let mut selector = only(&labels, &["app", "release", "role"]);
            selector.insert("statefulset.kubernetes.io/pod-name", name.clone());
            let port = |name: &str, port| ServicePort { name: name.to_owned(), port: number(port) };
            let own = [
                port("rpc", &master.rpc),
                port("web", &master.web),
                port("job-rpc", &job.rpc),
                port("job-web", &job.web),
                port("embedded", &master.embedded),
                port("job-embedded", &job.embedded),
            ];
            let hub = self.target.version.hub.then(|| port("hub-agent", &self.values.hub.agent.ports.rpc));
            let extra = self
                .values
                .master
                .extra_service_ports
                .iter()
                .map(|extra| ServicePort { name: extra.name.text().to_owned(), port: number(&extra.port) });
            let ports = own.into_iter().chain(hub).chain(extra).collect();
            MasterService { name, labels, selector, ports }
        };
        master_numbers(self.values).map(service).collect()
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
            env: EnvVar::own(self.master_hostname(), &master.env).chain(EnvVar::user(&master.env)).collect(),
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
            env: EnvVar::own(self.master_hostname(), &job.env).chain(EnvVar::user(&job.env)).collect(),
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

    /// Formats the journal before the master starts, and sees what the master sees (D-33, D-75). It does not pass the
    /// entrypoint, so that its options must not be escaped (D-112).
    fn journal_format(&self, master: &Container) -> Container {
        let values = self.values;
        let options = self.unescaped(&[
            ("ALLUXIO_JAVA_OPTS", options::common(values, &self.names, self.target.version)),
            ("ALLUXIO_MASTER_JAVA_OPTS", options::master(values)),
        ]);
        Container {
            env: EnvVar::own(options, &values.master.env).chain(master.env.iter().cloned()).collect(),
            name: "journal-format",
            command: vec!["alluxio", "formatJournal"],
            args: Vec::new(),
            ports: Vec::new(),
            probes: Probes::default(),
            resources: ResourceSet::new(&values.journal.format.resources),
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
        let config_maps = volumes::config_maps(&values.configmaps.master, "master", volumes);
        let own = volumes::mounts(values, "master", volumes, self.problems);
        let extras = extras(values);
        extras.add_volumes(volumes, self.problems);
        let extra = extras.mounts(volumes, self.problems);
        MasterMounts { extra, conf, metrics, journal, metastore, secrets, config_maps, own }
    }

    fn journal_volume(&self, volumes: &mut Volumes) -> VolumeMount {
        let journal = &self.values.journal;
        match journal.volume_type.value {
            Some(MasterVolume::EmptyDir) => {
                let size = journal.size.filled().map(super::units::stored);
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
                let size = metastore.size.filled().map(super::units::stored);
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
}

/// What the master's containers mount; the job master sees neither journal nor metastore.
struct MasterMounts {
    extra: Vec<VolumeMount>,
    conf: Option<VolumeMount>,
    metrics: Option<VolumeMount>,
    journal: Option<VolumeMount>,
    metastore: Option<VolumeMount>,
    secrets: Vec<VolumeMount>,
    config_maps: Vec<VolumeMount>,
    own: Vec<VolumeMount>,
}

impl MasterMounts {
    fn of_master(&self) -> Vec<VolumeMount> {
        let single = [&self.conf, &self.metrics, &self.journal, &self.metastore].into_iter().flatten();
        self.extra.iter().chain(single).chain(self.files()).chain(&self.own).cloned().collect()
    }

    /// Secrets and ConfigMaps.
    fn files(&self) -> impl Iterator<Item = &VolumeMount> {
        self.secrets.iter().chain(&self.config_maps)
    }

    fn of_job_master(&self) -> Vec<VolumeMount> {
        let single = [&self.conf, &self.metrics].into_iter().flatten();
        self.extra.iter().chain(single).chain(self.files()).chain(&self.own).cloned().collect()
    }
}
