//! Alluxio Hub: the manager, and the agent in every master and worker pod.

use super::Builder;
use super::container::{EnvVar, ResourceSet};
use super::names::{Labels, only};
use super::pod::{Container, ContainerPort, Pod, ServicePort, Workload};
use super::servers::number;
use super::volume::{Origin, Volume, VolumeMount};
use super::volumes::Volumes;
use serde::Serialize;

const CONF: &str = "conf-volume";

/// The manager.
#[derive(Debug, Serialize)]
pub struct Hub {
    /// The Deployment.
    #[serde(flatten)]
    pub workload: Workload,
    /// The labels of the Service.
    pub common_labels: Labels,
    /// The labels of the pods that the Service leads to.
    pub service_selector: Labels,
    /// The ports of the Service.
    pub ports: Vec<ServicePort>,
}

/// Adds the volume in which agents and servers share their configuration.
pub fn conf_volume(volumes: &mut Volumes) -> VolumeMount {
    volumes.add(Volume::empty_dir(CONF, None, None));
    conf_mount()
}

fn conf_mount() -> VolumeMount {
    VolumeMount::new(CONF, "/opt/alluxio/conf", Origin::own("the shared configuration"))
}

/// The agent (D-01, D-02).
pub fn agent(builder: &Builder<'_>) -> Container {
    let hub = &builder.values.hub;
    let user = builder.user_text().map(|user| EnvVar::text("ALLUXIO_HUB_USER_ID", user));
    let own = [
        Some(EnvVar::field("ALLUXIO_HUB_AGENT_RPC_HOSTNAME", "status.podIP")),
        user,
        Some(EnvVar::text("ALLUXIO_HUB_NO_START", "true")),
    ];
    Container {
        args: hub.agent.args.texts(),
        env: EnvVar::user(&hub.env).chain(EnvVar::own(own.into_iter().flatten(), &hub.env)).collect(),
        ports: vec![ContainerPort::new("agent-rpc", number(&hub.agent.ports.rpc))],
        resources: ResourceSet::new(&hub.resources),
        security_context: Some(builder.run_as()),
        volume_mounts: vec![conf_mount()],
        ..builder.alluxio("alluxio-hub")
    }
}

impl Builder<'_> {
    /// The manager's objects.
    pub fn hub(&mut self) -> Hub {
        let hub = &self.values.hub;
        let name = self.names.of("hub");
        let labels = self.names.labels_named(Some("alluxio-hub"), &name);
        let config = EnvVar::text("ALLUXIO_HUB_CONFIG_MAP", self.names.of("config"));
        let (web, rpc) = (number(&hub.ports.web), number(&hub.ports.rpc));
        let container = Container {
            args: hub.args.texts(),
            env: EnvVar::user(&hub.env).chain(EnvVar::own([config], &hub.env)).collect(),
            ports: vec![ContainerPort::new("web", web), ContainerPort::new("rpc", rpc)],
            resources: ResourceSet::new(&hub.resources),
            security_context: Some(self.run_as()),
            ..self.alluxio("alluxio-hub")
        };
        let pod = Pod {
            service_account_name: hub.service_account.filled().map(str::to_owned),
            containers: vec![container],
            restart_policy: Some("Always"),
            ..self.placed_pod(&hub.node_selector, &hub.tolerations)
        };
        Hub {
            common_labels: self.names.labels_of("alluxio-hub"),
            service_selector: only(&labels, &["app", "release", "role"]),
            ports: vec![
                ServicePort { name: "web".to_owned(), port: web },
                ServicePort { name: "rpc".to_owned(), port: rpc },
            ],
            workload: Workload {
                selector: only(&labels, &["app", "role", "name"]),
                annotations: Default::default(),
                replicas: Some(1),
                strategy: None,
                name,
                labels,
                pod,
            },
        }
    }
}
