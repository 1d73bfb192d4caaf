//! What pods are made of, in the shape of Kubernetes: templates put these lists where they belong.

use super::names::Labels;
use crate::model::map::{self, Pair};
use crate::model::pod::{HostAlias, Probe, ReadinessProbe, Resources, Toleration};
use crate::source::Span;
use crate::yaml::Tree;
use indexmap::IndexMap;
use serde::Serialize;
use std::collections::BTreeMap;

/// A map of the user's own names.
pub type Texts = BTreeMap<String, String>;

/// The texts by their names.
pub fn texts(map: &map::Texts) -> Texts {
    map.0.iter().map(|pair| (pair.name.clone(), pair.text.clone())).collect()
}

/// An environment variable: a text, or a field of the pod.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EnvVar {
    name: String,
    value: Option<String>,
    value_from: Option<ValueFrom>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ValueFrom {
    field_ref: FieldRef,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct FieldRef {
    field_path: &'static str,
}

impl EnvVar {
    /// A variable with a text.
    pub fn text(name: &str, value: impl Into<String>) -> Self {
        EnvVar { name: name.to_owned(), value: Some(value.into()), value_from: None }
    }

    /// A variable with the value of a field of its pod.
    pub fn field(name: &str, field_path: &'static str) -> Self {
        let value_from = Some(ValueFrom { field_ref: FieldRef { field_path } });
        EnvVar { name: name.to_owned(), value: None, value_from }
    }

    /// The user's variables.
    pub fn user(env: &map::Env) -> impl Iterator<Item = EnvVar> {
        env.0.iter().map(|Pair { name, text, .. }| EnvVar::text(name, text.as_str()))
    }
}

/// Where all of a component's variables come from.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EnvFrom {
    config_map_ref: Reference,
}

/// An object, by its name.
#[derive(Clone, Debug, Serialize)]
pub struct Reference {
    /// The name.
    pub name: String,
}

impl EnvFrom {
    /// All of a ConfigMap.
    pub fn config_map(name: &str) -> Vec<Self> {
        vec![EnvFrom { config_map_ref: Reference { name: name.to_owned() } }]
    }
}

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
    pub name: &'static str,
    /// Its number.
    pub port: i64,
}

/// What a container asks for and may use.
#[derive(Clone, Debug, Serialize)]
pub struct ResourceSet {
    limits: Option<Texts>,
    requests: Option<Texts>,
}

impl ResourceSet {
    /// Amounts that no value changes.
    pub fn fixed<const N: usize>(limits: [(&str, &str); N], requests: [(&str, &str); N]) -> Self {
        let texts = |amounts: [(&str, &str); N]| {
            amounts.map(|(name, amount)| (name.to_owned(), amount.to_owned())).into_iter().collect()
        };
        ResourceSet { limits: Some(texts(limits)), requests: Some(texts(requests)) }
    }

    /// The user's amounts, as quantities of Kubernetes.
    pub fn new(resources: &Option<Resources>) -> Option<Self> {
        let amounts = |map: &map::Amounts| {
            let quantity = |pair: &Pair| (pair.name.clone(), super::units::for_kubernetes(&pair.text));
            (!map.0.is_empty()).then(|| map.0.iter().map(quantity).collect())
        };
        let set =
            resources.as_ref().map(|r| ResourceSet { limits: amounts(&r.limits), requests: amounts(&r.requests) });
        set.filter(|set| set.limits.is_some() || set.requests.is_some())
    }
}

/// A probe of a port.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PortProbe {
    tcp_socket: TcpSocket,
    initial_delay_seconds: Option<i64>,
    period_seconds: Option<i64>,
    timeout_seconds: Option<i64>,
    failure_threshold: Option<i64>,
    success_threshold: Option<i64>,
}

#[derive(Clone, Debug, Serialize)]
struct TcpSocket {
    port: &'static str,
}

/// The three probes of a container.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Probes {
    readiness: Option<PortProbe>,
    liveness: Option<PortProbe>,
    startup: Option<PortProbe>,
}

impl Probes {
    /// The user's probes of the port of that name.
    pub fn new(
        port: &'static str,
        readiness: &Option<ReadinessProbe>,
        liveness: &Option<Probe>,
        startup: &Option<Probe>,
    ) -> Self {
        let probe = |probe: &Probe| PortProbe {
            tcp_socket: TcpSocket { port },
            initial_delay_seconds: probe.initial_delay_seconds.value,
            period_seconds: probe.period_seconds.value,
            timeout_seconds: probe.timeout_seconds.value,
            failure_threshold: probe.failure_threshold.value,
            success_threshold: None,
        };
        let ready = |probe: &ReadinessProbe| PortProbe {
            tcp_socket: TcpSocket { port },
            initial_delay_seconds: probe.initial_delay_seconds.value,
            period_seconds: probe.period_seconds.value,
            timeout_seconds: probe.timeout_seconds.value,
            failure_threshold: probe.failure_threshold.value,
            success_threshold: probe.success_threshold.value,
        };
        Probes {
            readiness: readiness.as_ref().map(ready),
            liveness: liveness.as_ref().map(probe),
            startup: startup.as_ref().map(probe),
        }
    }
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

/// Where a value of the user's, or a part of the pod itself, comes from, for messages.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// What messages call it: `` `mounts[0].path` ``, or `the journal`.
    pub what: String,
    /// Where the user wrote it.
    pub place: Option<Span>,
}

impl Origin {
    /// Something of the pod's own.
    pub fn own(what: &str) -> Self {
        Origin { what: what.to_owned(), place: None }
    }

    /// A value of the user's.
    pub fn value(path: &str, place: Option<Span>) -> Self {
        Origin { what: format!("`{path}`"), place }
    }
}

/// A volume in a container.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VolumeMount {
    /// The volume.
    pub name: String,
    /// Where it is mounted.
    pub mount_path: String,
    /// Whether it may not be written.
    pub read_only: Option<bool>,
    /// Whether mounts inside it are seen on the other side.
    pub mount_propagation: Option<&'static str>,
    /// Where the path comes from.
    #[serde(skip)]
    pub origin: Origin,
}

impl VolumeMount {
    /// A plain mount.
    pub fn new(name: &str, path: &str, origin: Origin) -> Self {
        let (name, mount_path) = (name.to_owned(), path.to_owned());
        VolumeMount { name, mount_path, read_only: None, mount_propagation: None, origin }
    }

    /// The same, with `readOnly` written out.
    pub fn read_only(self, read_only: bool) -> Self {
        VolumeMount { read_only: Some(read_only), ..self }
    }

    /// The same, with mounts seen on both sides.
    pub fn bidirectional(self) -> Self {
        VolumeMount { mount_propagation: Some("Bidirectional"), ..self }
    }
}

/// A volume of a pod.
#[derive(Clone, Debug, Serialize)]
pub struct Volume {
    /// Its name in the pod.
    pub name: String,
    /// What it is.
    #[serde(flatten)]
    pub source: VolumeSource,
}

/// What a volume is.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum VolumeSource {
    /// A claim.
    PersistentVolumeClaim {
        /// Its name.
        #[serde(rename = "claimName")]
        claim_name: String,
    },
    /// A folder or device of the node.
    HostPath {
        /// Where it is.
        path: String,
        /// What it has to be.
        #[serde(rename = "type")]
        kind: &'static str,
    },
    /// A folder that lives as long as the pod.
    EmptyDir {
        /// What it is kept in.
        medium: Option<String>,
        /// How much it may hold.
        #[serde(rename = "sizeLimit")]
        size_limit: Option<String>,
    },
    /// The files of a ConfigMap.
    ConfigMap {
        /// Its name.
        name: String,
    },
    /// The files of a secret.
    Secret {
        /// Its name.
        #[serde(rename = "secretName")]
        secret_name: String,
        /// Who may read them: 256 is `0400`.
        #[serde(rename = "defaultMode")]
        default_mode: u32,
    },
}

impl Volume {
    /// A volume of that name.
    pub fn new(name: impl Into<String>, source: VolumeSource) -> Self {
        Volume { name: name.into(), source }
    }

    /// A claim.
    pub fn claim(name: impl Into<String>, claim: &str) -> Self {
        Volume::new(name, VolumeSource::PersistentVolumeClaim { claim_name: claim.to_owned() })
    }

    /// A folder or device of the node.
    pub fn host_path(name: impl Into<String>, path: &str, kind: &'static str) -> Self {
        Volume::new(name, VolumeSource::HostPath { path: path.to_owned(), kind })
    }

    /// A folder that lives as long as the pod.
    pub fn empty_dir(name: impl Into<String>, medium: Option<&str>, size_limit: Option<String>) -> Self {
        let medium = medium.filter(|medium| !medium.is_empty()).map(str::to_owned);
        Volume::new(name, VolumeSource::EmptyDir { medium, size_limit })
    }
}

/// A container.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Container {
    /// Its name.
    pub name: &'static str,
    /// Its image.
    pub image: String,
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
    /// The secrets that its images are pulled with.
    pub image_pull_secrets: Vec<Reference>,
    /// Containers that run before the others.
    pub init_containers: Vec<Container>,
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

impl From<&HostAlias> for HostAliasLine {
    fn from(alias: &HostAlias) -> Self {
        HostAliasLine { ip: alias.ip.text().to_owned(), hostnames: alias.hostnames.texts() }
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

/// A claim.
#[derive(Clone, Debug, Serialize)]
pub struct Claim {
    /// Its name.
    pub name: String,
    /// Its labels.
    pub labels: Labels,
    /// The storage class; empty means none, absent means the cluster's own.
    pub storage_class: Option<String>,
    /// How it may be mounted.
    pub access_modes: Vec<&'static str>,
    /// Its size.
    pub size: String,
    /// The volumes that it may be bound to.
    pub selector: Option<Tree>,
}

/// A map with one key, for the few places that are built of plain data.
pub fn tree_map(entries: impl IntoIterator<Item = (&'static str, Option<Tree>)>) -> Tree {
    let map: IndexMap<String, Tree> =
        entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect();
    Tree::Map(map)
}
