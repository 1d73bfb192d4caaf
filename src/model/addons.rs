//! The log server, the hub, the proxy and metrics.

use super::choices::{AccessMode, DnsPolicy, LogVolume};
use super::list::{Choices, Texts, Words};
use super::map;
use super::pod::{Resources, Selector, Strategy, Toleration};
use super::scalar::{Leaf, Port, Quantity};
use super::section::section;

section! {
    /// The server that the other components send their logs to.
    pub struct Logserver {
        /// Whether it is rendered.
        pub enabled: Leaf<bool> = "enabled",
        /// How many pods it has.
        pub replicas: Leaf<i64> = "replicas" is Replicas,
        /// Environment variables.
        pub env: map::Env = "env",
        /// Arguments of the image's entrypoint.
        pub args: Texts = "args",
        /// Alluxio properties of the log server.
        pub properties: map::Properties = "properties",
        /// JVM options.
        pub jvm_options: Words = "jvmOptions",
        /// Resources.
        pub resources: Option<Resources> = "resources",
        /// Ports.
        pub ports: LogserverPorts = "ports",
        /// Whether pods see the node's processes.
        pub host_pid: Leaf<bool> = "hostPID",
        /// Whether pods use the node's network.
        pub host_network: Leaf<bool> = "hostNetwork",
        /// How pods resolve names; absent, it follows from the network.
        pub dns_policy: Leaf<DnsPolicy> = "dnsPolicy",
        /// Labels that nodes must carry, in place of the common ones.
        pub node_selector: map::Texts = "nodeSelector",
        /// Taints that pods bear, before the common ones.
        pub tolerations: Vec<Toleration> = "tolerations",
        /// How the Deployment replaces its pod.
        pub strategy: Option<Strategy> = "strategy",
        /// The logs' volume.
        pub volume_type: Leaf<LogVolume> = "volumeType" never null,
        /// The claim's name.
        pub pvc_name: Leaf<String> = "pvcName" is Object never null,
        /// The claim's access modes.
        pub access_modes: Choices<AccessMode> = "accessModes" never null,
        /// The claim's storage class; `""` means none.
        pub storage_class: Leaf<String> = "storageClass",
        /// The volumes that the claim may be bound to.
        pub selector: Option<Selector> = "selector",
        /// The node's folder.
        pub host_path: Leaf<String> = "hostPath" is Absolute,
        /// What an emptyDir is kept in.
        pub medium: Leaf<String> = "medium" is Medium,
        /// The volume's size.
        pub size: Leaf<Quantity> = "size" never null,
    }
}

section! {
    /// The ports of the log server.
    pub struct LogserverPorts {
        /// Where logs arrive.
        pub logging: Leaf<Port> = "logging" never null,
    }
}

section! {
    /// Alluxio Hub: a manager, and an agent beside every master and worker.
    pub struct Hub {
        /// Whether it is rendered.
        pub enabled: Leaf<bool> = "enabled",
        /// Environment variables of manager and agents.
        pub env: map::Env = "env",
        /// Arguments of the manager.
        pub args: Texts = "args",
        /// Resources of manager and agents.
        pub resources: Option<Resources> = "resources",
        /// Ports of the manager.
        pub ports: HubPorts = "ports",
        /// The agents.
        pub agent: HubAgent = "agent",
        /// The manager's service account.
        pub service_account: Leaf<String> = "serviceAccount" is Object,
        /// Labels that the manager's node must carry, in place of the common ones.
        pub node_selector: map::Texts = "nodeSelector",
        /// Taints that the manager bears, before the common ones.
        pub tolerations: Vec<Toleration> = "tolerations",
    }
}

section! {
    /// The ports of the hub's manager.
    pub struct HubPorts {
        /// The web interface.
        pub web: Leaf<Port> = "web" never null,
        /// Remote calls.
        pub rpc: Leaf<Port> = "rpc" never null,
    }
}

section! {
    /// The agents of the hub.
    pub struct HubAgent {
        /// Their arguments.
        pub args: Texts = "args",
        /// Their ports.
        pub ports: HubAgentPorts = "ports",
    }
}

section! {
    /// The ports of a hub agent.
    pub struct HubAgentPorts {
        /// Remote calls.
        pub rpc: Leaf<Port> = "rpc" never null,
    }
}

section! {
    /// The proxy on every node, through which clients of REST and S3 come.
    pub struct Proxy {
        /// Whether it is rendered.
        pub enabled: Leaf<bool> = "enabled",
        /// Environment variables.
        pub env: map::Env = "env",
        /// Arguments of the image's entrypoint.
        pub args: Texts = "args",
        /// Alluxio properties of the proxy.
        pub properties: map::Properties = "properties",
        /// Resources.
        pub resources: Option<Resources> = "resources",
        /// Ports.
        pub ports: ProxyPorts = "ports",
        /// Whether pods use the node's network.
        pub host_network: Leaf<bool> = "hostNetwork",
        /// Whether pods see the node's processes.
        pub host_pid: Leaf<bool> = "hostPID",
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
        /// The pods' service account, in place of the common one.
        pub service_account: Leaf<String> = "serviceAccount" is Object,
    }
}

section! {
    /// The ports of the proxy.
    pub struct ProxyPorts {
        /// The web interface.
        pub web: Leaf<Port> = "web" never null,
    }
}

section! {
    /// What Alluxio reports about itself, and where to.
    pub struct Metrics {
        /// Whether anything is reported.
        pub enabled: Leaf<bool> = "enabled",
        /// To the console.
        pub console: Sink = "ConsoleSink",
        /// To CSV files.
        pub csv: CsvSink = "CsvSink",
        /// To JMX.
        pub jmx: JmxSink = "JmxSink",
        /// To Graphite.
        pub graphite: GraphiteSink = "GraphiteSink",
        /// To the log.
        pub slf4j: Slf4jSink = "Slf4jSink",
        /// To Prometheus.
        pub prometheus: PrometheusServlet = "PrometheusMetricsServlet",
        /// Annotations of the pods that report.
        pub pod_annotations: map::Texts = "podAnnotations",
    }
}

section! {
    /// A sink that has nothing but a period.
    pub struct Sink {
        /// Whether it is on.
        pub enabled: Leaf<bool> = "enabled",
        /// How often it is written.
        pub period: Leaf<String> = "period",
        /// The unit of the period.
        pub unit: Leaf<String> = "unit",
    }
}

section! {
    /// CSV files.
    pub struct CsvSink {
        /// Whether it is on.
        pub enabled: Leaf<bool> = "enabled",
        /// How often it is written.
        pub period: Leaf<String> = "period",
        /// The unit of the period.
        pub unit: Leaf<String> = "unit",
        /// The files' folder.
        pub directory: Leaf<String> = "directory",
    }
}

section! {
    /// JMX.
    pub struct JmxSink {
        /// Whether it is on.
        pub enabled: Leaf<bool> = "enabled",
        /// The domain.
        pub domain: Leaf<String> = "domain",
    }
}

section! {
    /// A Graphite server.
    pub struct GraphiteSink {
        /// Whether it is on.
        pub enabled: Leaf<bool> = "enabled",
        /// The server.
        pub host: Leaf<String> = "host",
        /// Its port.
        pub port: Leaf<String> = "port",
        /// How often it is sent.
        pub period: Leaf<String> = "period",
        /// The unit of the period.
        pub unit: Leaf<String> = "unit",
        /// What every name begins with.
        pub prefix: Leaf<String> = "prefix",
    }
}

section! {
    /// The log.
    pub struct Slf4jSink {
        /// Whether it is on.
        pub enabled: Leaf<bool> = "enabled",
        /// How often it is written.
        pub period: Leaf<String> = "period",
        /// The unit of the period.
        pub unit: Leaf<String> = "unit",
        /// A class that selects metrics.
        pub filter_class: Leaf<String> = "filterClass",
        /// A pattern that selects metrics.
        pub filter_regex: Leaf<String> = "filterRegex",
    }
}

section! {
    /// The page that Prometheus reads.
    pub struct PrometheusServlet {
        /// Whether it is on.
        pub enabled: Leaf<bool> = "enabled",
    }
}
