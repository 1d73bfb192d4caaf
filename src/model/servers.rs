//! Masters, workers and their job counterparts.

use super::choices::DnsPolicy;
use super::free::Parts;
use super::list::{Texts, Words};
use super::map;
use super::pod::{JobWorkerPorts, MasterPorts, NoEffect, Probe, ReadinessProbe, Resources, Toleration, WorkerPorts};
use super::scalar::{Leaf, Port};
use super::section::section;

section! {
    /// The masters.
    pub struct Master {
        /// Whether they are rendered; null is yes.
        pub enabled: Leaf<bool> = "enabled",
        /// How many there are.
        pub count: Leaf<i64> = "count" is Count never null,
        /// Declared by the chart, read by nothing.
        pub replicas: NoEffect = "replicas",
        /// Environment variables.
        pub env: map::Env = "env",
        /// Arguments of the image's entrypoint.
        pub args: Texts = "args",
        /// Alluxio properties of this component.
        pub properties: map::Properties = "properties",
        /// Resources.
        pub resources: Option<Resources> = "resources",
        /// Ports.
        pub ports: MasterPorts = "ports",
        /// Whether pods see the node's processes.
        pub host_pid: Leaf<bool> = "hostPID",
        /// Whether pods use the node's network.
        pub host_network: Leaf<bool> = "hostNetwork",
        /// How pods resolve names; absent, it follows from the network.
        pub dns_policy: Leaf<DnsPolicy> = "dnsPolicy",
        /// JVM options.
        pub jvm_options: Words = "jvmOptions",
        /// Labels that nodes must carry, in place of the common ones.
        pub node_selector: map::Texts = "nodeSelector",
        /// Taints that pods bear, before the common ones.
        pub tolerations: Vec<Toleration> = "tolerations",
        /// Annotations of the pods.
        pub pod_annotations: map::Texts = "podAnnotations",
        /// Whether containers see one another's processes.
        pub share_process_namespace: Leaf<bool> = "shareProcessNamespace" since "2.8",
        /// More volumes of the pods.
        pub extra_volumes: Parts = "extraVolumes" since "2.8",
        /// Where the own containers mount them.
        pub extra_volume_mounts: Parts = "extraVolumeMounts" since "2.8",
        /// More containers of the pods.
        pub extra_containers: Parts = "extraContainers" since "2.8",
        /// More ports of the Services.
        pub extra_service_ports: Vec<ExtraPort> = "extraServicePorts" since "2.8",
        /// The pods' service account, in place of the common one.
        pub service_account: Leaf<String> = "serviceAccount" is Object,
        /// When a container is ready.
        pub readiness_probe: Option<ReadinessProbe> = "readinessProbe",
        /// When it is alive.
        pub liveness_probe: Option<Probe> = "livenessProbe",
        /// When it has started.
        pub startup_probe: Option<Probe> = "startupProbe",
    }
}

section! {
    /// The job masters, which run beside the masters.
    pub struct JobMaster {
        /// Environment variables.
        pub env: map::Env = "env",
        /// Arguments of the image's entrypoint.
        pub args: Texts = "args",
        /// Alluxio properties of this component.
        pub properties: map::Properties = "properties",
        /// Resources.
        pub resources: Option<Resources> = "resources",
        /// Ports.
        pub ports: MasterPorts = "ports",
        /// JVM options.
        pub jvm_options: Words = "jvmOptions",
        /// When a container is ready.
        pub readiness_probe: Option<ReadinessProbe> = "readinessProbe",
        /// When it is alive.
        pub liveness_probe: Option<Probe> = "livenessProbe",
        /// When it has started.
        pub startup_probe: Option<Probe> = "startupProbe",
    }
}

section! {
    /// The workers.
    pub struct Worker {
        /// Whether they are rendered; null is yes.
        pub enabled: Leaf<bool> = "enabled",
        /// Environment variables.
        pub env: map::Env = "env",
        /// Arguments of the image's entrypoint.
        pub args: Texts = "args",
        /// Alluxio properties of this component.
        pub properties: map::Properties = "properties",
        /// Resources.
        pub resources: Option<Resources> = "resources",
        /// Ports.
        pub ports: WorkerPorts = "ports",
        /// Whether pods see the node's processes.
        pub host_pid: Leaf<bool> = "hostPID",
        /// Whether pods use the node's network.
        pub host_network: Leaf<bool> = "hostNetwork",
        /// How pods resolve names; absent, it follows from the network.
        pub dns_policy: Leaf<DnsPolicy> = "dnsPolicy",
        /// JVM options.
        pub jvm_options: Words = "jvmOptions",
        /// Labels that nodes must carry, in place of the common ones.
        pub node_selector: map::Texts = "nodeSelector",
        /// Taints that pods bear, before the common ones.
        pub tolerations: Vec<Toleration> = "tolerations",
        /// Annotations of the pods.
        pub pod_annotations: map::Texts = "podAnnotations",
        /// Whether containers see one another's processes.
        pub share_process_namespace: Leaf<bool> = "shareProcessNamespace" since "2.8",
        /// More volumes of the pods.
        pub extra_volumes: Parts = "extraVolumes" since "2.8",
        /// Where the own containers mount them.
        pub extra_volume_mounts: Parts = "extraVolumeMounts" since "2.8",
        /// More containers of the pods.
        pub extra_containers: Parts = "extraContainers" since "2.8",
        /// The pods' service account, in place of the common one.
        pub service_account: Leaf<String> = "serviceAccount" is Object,
        /// When a container is ready.
        pub readiness_probe: Option<ReadinessProbe> = "readinessProbe",
        /// When it is alive.
        pub liveness_probe: Option<Probe> = "livenessProbe",
        /// When it has started.
        pub startup_probe: Option<Probe> = "startupProbe",
        /// Whether FUSE runs inside the worker.
        pub fuse_enabled: Leaf<bool> = "fuseEnabled",
    }
}

section! {
    /// The job workers, which run beside the workers.
    pub struct JobWorker {
        /// Environment variables.
        pub env: map::Env = "env",
        /// Arguments of the image's entrypoint.
        pub args: Texts = "args",
        /// Alluxio properties of this component.
        pub properties: map::Properties = "properties",
        /// Resources.
        pub resources: Option<Resources> = "resources",
        /// Ports.
        pub ports: JobWorkerPorts = "ports",
        /// JVM options.
        pub jvm_options: Words = "jvmOptions",
        /// When a container is ready.
        pub readiness_probe: Option<ReadinessProbe> = "readinessProbe",
        /// When it is alive.
        pub liveness_probe: Option<Probe> = "livenessProbe",
        /// When it has started.
        pub startup_probe: Option<Probe> = "startupProbe",
    }
}

section! {
    /// One more port of a Service.
    pub struct ExtraPort {
        /// Its number.
        pub port: Leaf<Port> = "port" never null,
        /// Its name.
        pub name: Leaf<String> = "name",
    }
}
