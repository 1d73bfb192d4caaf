//! The CSI driver: controller, node plugin, and a client to try it with.

use super::choices::{AccessMode, DnsPolicy, Provisioning, PullPolicy};
use super::list::{Choices, Joined, Texts};
use super::map;
use super::pod::{Resources, Toleration};
use super::scalar::Leaf;
use super::section::section;

section! {
    /// The CSI driver.
    pub struct Csi {
        /// Whether controller, node plugin and driver are rendered.
        pub enabled: Leaf<bool> = "enabled",
        /// Whether a claim and a pod that uses it are rendered.
        pub client_enabled: Leaf<bool> = "clientEnabled",
        /// How the client's volume comes to be.
        pub provisioning: Leaf<Provisioning> = "provisioning",
        /// When Alluxio's image is pulled.
        pub image_pull_policy: Leaf<PullPolicy> = "imagePullPolicy",
        /// The controller's pod.
        pub controller_plugin: ControllerPlugin = "controllerPlugin",
        /// The pods on the nodes.
        pub node_plugin: NodePlugin = "nodePlugin",
        /// The client's pod.
        pub client: Client = "client",
        /// Access modes of the client's volume.
        pub access_modes: Choices<AccessMode> = "accessModes" never null,
        /// Size of the client's volume.
        pub quota: Leaf<String> = "quota" never null,
        /// Where the client mounts it.
        pub mount_path: Leaf<String> = "mountPath" is Absolute never null,
        /// Whether FUSE runs in a pod of its own for each volume.
        pub mount_in_pod: Leaf<bool> = "mountInPod" since "2.8",
        /// The folder of Alluxio that is mounted.
        pub alluxio_path: Leaf<String> = "alluxioPath" never null,
        /// Mount options.
        pub mount_options: Texts = "mountOptions",
        /// JVM options of the FUSE process; joined by blanks.
        pub java_options: Joined = "javaOptions",
    }
}

section! {
    /// The controller's pod.
    pub struct ControllerPlugin {
        /// Whether it uses the node's network.
        pub host_network: Leaf<bool> = "hostNetwork",
        /// How it resolves names. Nothing infers it: the default suits the node's network (D-89).
        pub dns_policy: Leaf<DnsPolicy> = "dnsPolicy",
        /// Kubernetes' own provisioner.
        pub provisioner: Sidecar = "provisioner",
        /// Alluxio's controller.
        pub controller: Container = "controller",
        /// Labels that its node must carry, in place of the common ones.
        pub node_selector: map::Texts = "nodeSelector",
        /// Taints that it bears, before the common ones.
        pub tolerations: Vec<Toleration> = "tolerations",
    }
}

section! {
    /// The pods on the nodes.
    pub struct NodePlugin {
        /// Whether they use the node's network.
        pub host_network: Leaf<bool> = "hostNetwork",
        /// How they resolve names. Nothing infers it: the default suits the node's network (D-89).
        pub dns_policy: Leaf<DnsPolicy> = "dnsPolicy",
        /// Alluxio's node server.
        pub nodeserver: Container = "nodeserver",
        /// Kubernetes' own registrar.
        pub driver_registrar: Sidecar = "driverRegistrar",
        /// Labels that nodes must carry, in place of the common ones.
        pub node_selector: map::Texts = "nodeSelector",
        /// Taints that they bear, before the common ones.
        pub tolerations: Vec<Toleration> = "tolerations",
    }
}

section! {
    /// The client's pod.
    pub struct Client {
        /// Its image.
        pub image: Leaf<String> = "image" never null,
        /// Labels that its node must carry, in place of the common ones.
        pub node_selector: map::Texts = "nodeSelector",
        /// Taints that it bears, before the common ones.
        pub tolerations: Vec<Toleration> = "tolerations",
    }
}

section! {
    /// A container with an image of its own.
    pub struct Sidecar {
        /// The image.
        pub image: Leaf<String> = "image" never null,
        /// Resources.
        pub resources: Option<Resources> = "resources",
    }
}

section! {
    /// A container with Alluxio's image.
    pub struct Container {
        /// Resources.
        pub resources: Option<Resources> = "resources",
    }
}
