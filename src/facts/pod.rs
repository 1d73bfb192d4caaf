//! What pods are made of, in the shape of Kubernetes: templates put these lists where they belong.

use super::container::{EnvFrom, EnvVar, Probes, Reference, ResourceSet};
use super::image::Image;
use super::names::Labels;
use super::plain::Texts;
use super::volume::{Volume, VolumeMount};
use crate::model::pod::{HostAlias, Toleration};
use crate::yaml::IndexMap;
use crate::yaml::Tree;
use indexmap::IndexSet;
use serde::Serialize;

/// A port of a container.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ContainerPort {
    /// Its name.
    pub name: Option<&'static str>,
    /// Its number.
    pub container_port: i64,
    /// Its protocol, where that is written out.
    pub protocol: Option<&'static str>,
}

impl ContainerPort {
    /// A port with a name.
    pub fn new(name: &'static str, container_port: i64) -> Self {
        ContainerPort { container_port, name: Some(name), protocol: None }
    }
}

/// A port of a Service.
#[derive(Clone, Debug, Serialize)]
pub struct ServicePort {
    /// Its name.
    pub name: String,
    /// Its number.
    pub port: i64,
}

/// Whom a process runs as, and what it may do.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SecurityContext {
    /// The user.
    pub run_as_user: Option<i64>,
    /// The group.
    pub run_as_group: Option<i64>,
    /// The group that owns the volumes.
    pub fs_group: Option<i64>,
    /// Whether it may do everything.
    pub privileged: Option<bool>,
    /// What else it may do.
    pub capabilities: Option<Capabilities>,
}

/// What a process may do beyond the usual.
#[derive(Clone, Debug, Serialize)]
pub struct Capabilities {
    add: Vec<&'static str>,
}

impl SecurityContext {
    /// What FUSE needs to mount.
    pub fn privileged() -> Self {
        let capabilities = Some(Capabilities { add: vec!["SYS_ADMIN"] });
        SecurityContext { privileged: Some(true), capabilities, ..Self::default() }
    }
}

/// A container.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Container {
    /// Its name.
    pub name: &'static str,
    /// Its image.
    pub image: Image,
    /// When the image is pulled.
    pub image_pull_policy: Option<&'static str>,
    /// What runs.
    pub command: Vec<&'static str>,
    /// With which arguments.
    pub args: Vec<String>,
    /// Its environment.
    pub env: Vec<EnvVar>,
    /// Where more environment comes from.
    pub env_from: Vec<EnvFrom>,
    /// Its ports.
    pub ports: Vec<ContainerPort>,
    /// Its probes.
    pub probes: Probes,
    /// Its resources.
    pub resources: Option<ResourceSet>,
    /// Whom it runs as.
    pub security_context: Option<SecurityContext>,
    /// What runs before it stops.
    pub pre_stop: Vec<String>,
    /// Its volumes.
    pub volume_mounts: Vec<VolumeMount>,
}

/// A pod, or the template of one.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Pod {
    /// Whether it uses the node's network.
    pub host_network: Option<bool>,
    /// Whether it sees the node's processes.
    pub host_pid: Option<bool>,
    /// Whether its containers see one another's processes.
    pub share_process_namespace: Option<bool>,
    /// How it resolves names.
    pub dns_policy: Option<&'static str>,
    /// Names for addresses.
    pub host_aliases: Vec<HostAliasLine>,
    /// Labels that its node must carry.
    pub node_selector: Texts,
    /// Taints that it bears.
    pub tolerations: Vec<TaintToleration>,
    /// Whom it runs as.
    pub security_context: Option<SecurityContext>,
    /// Its service account.
    pub service_account_name: Option<String>,
    /// Its service account, under the old name of the field.
    pub service_account: Option<String>,
    /// The secrets that its images are pulled with.
    pub image_pull_secrets: Vec<Reference>,
    /// Containers that run before the others.
    pub init_containers: Vec<Container>,
    /// Containers of the user's, as they were written, before its own.
    pub extra_containers: Vec<Tree>,
    /// Its containers.
    pub containers: Vec<Container>,
    /// When containers are started again.
    pub restart_policy: Option<&'static str>,
    /// Its volumes.
    pub volumes: Vec<Volume>,
}

/// Names for an address.
#[derive(Clone, Debug, Serialize)]
pub struct HostAliasLine {
    ip: String,
    hostnames: Vec<String>,
}

impl HostAliasLine {
    /// The user's lines, one an address: a server-side apply refuses an address that stands twice (D-117).
    pub fn joined(aliases: &[HostAlias]) -> Vec<Self> {
        let mut lines: IndexMap<&str, IndexSet<String>> = IndexMap::default();
        for alias in aliases {
            lines.entry(alias.ip.text()).or_default().extend(alias.hostnames.texts());
        }
        let line = |(ip, names): (&str, IndexSet<String>)| HostAliasLine {
            ip: ip.to_owned(),
            hostnames: names.into_iter().collect(),
        };
        lines.into_iter().map(line).collect()
    }
}

/// A taint that a pod bears.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TaintToleration {
    key: Option<String>,
    operator: Option<&'static str>,
    value: Option<String>,
    effect: Option<&'static str>,
    toleration_seconds: Option<i64>,
}

impl From<&Toleration> for TaintToleration {
    fn from(toleration: &Toleration) -> Self {
        TaintToleration {
            key: toleration.key.value.clone(),
            operator: toleration.operator.value.map(|operator| operator.as_str()),
            value: toleration.value.value.clone(),
            effect: toleration.effect.value.map(|effect| effect.as_str()),
            toleration_seconds: toleration.toleration_seconds.value,
        }
    }
}

/// An object that makes pods: what its template needs.
#[derive(Clone, Debug, Serialize)]
pub struct Workload {
    /// Its name.
    pub name: String,
    /// Its labels and those of its pods.
    pub labels: Labels,
    /// The labels that it knows its pods by.
    pub selector: Labels,
    /// Annotations of its pods.
    pub annotations: Texts,
    /// How many pods it makes, if it counts them.
    pub replicas: Option<i64>,
    /// How it replaces its pods.
    pub strategy: Option<Tree>,
    /// Its pods.
    pub pod: Pod,
}
