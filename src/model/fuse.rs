//! FUSE: the daemons on every node, and the client of 2.7.

use super::choices::{DnsPolicy, PullPolicy};
use super::list::{Texts, Words};
use super::map;
use super::pod::{Probe, Resources, Toleration};
use super::scalar::Leaf;
use super::section::section;

section! {
    /// FUSE daemons on every node, and a demonstration client.
    pub struct Fuse {
        /// Whether the daemons are rendered.
        pub enabled: Leaf<bool> = "enabled",
        /// Whether the client is rendered.
        pub client_enabled: Leaf<bool> = "clientEnabled" until "2.8" because "remove it: applications mount the parent folder of `fuse.mountPoint` themselves",
        /// The client.
        pub client: FuseClient = "client" until "2.8" because "remove it: the example client was removed",
        /// The daemons' image; absent means the common one.
        pub image: Leaf<String> = "image",
        /// Its tag; absent means the common one.
        pub image_tag: Leaf<String> = "imageTag",
        /// When it is pulled; absent means as the common one.
        pub image_pull_policy: Leaf<PullPolicy> = "imagePullPolicy",
        /// Environment variables.
        pub env: map::Env = "env",
        /// Alluxio properties of FUSE.
        pub properties: map::Properties = "properties",
        /// JVM options.
        pub jvm_options: Words = "jvmOptions",
        /// Whether pods use the node's network.
        pub host_network: Leaf<bool> = "hostNetwork",
        /// Whether pods see the node's processes.
        pub host_pid: Leaf<bool> = "hostPID",
        /// How pods resolve names. Nothing infers it: the default suits the node's network (D-89).
        pub dns_policy: Leaf<DnsPolicy> = "dnsPolicy",
        /// The user that FUSE runs as.
        pub user: Leaf<i64> = "user" is Id,
        /// Its group.
        pub group: Leaf<i64> = "group" is Id,
        /// The group that owns its volumes.
        pub fs_group: Leaf<i64> = "fsGroup" is Id,
        /// Arguments of the image's entrypoint.
        pub args: Texts = "args" until "2.8" because "write the part after `--fuse-opts=` as `fuse.mountOptions`",
        /// Mount options of FUSE inside the worker, and from 2.8 on of the daemon too.
        pub mount_options: Leaf<String> = "mountOptions",
        /// Where Alluxio appears on the node.
        pub mount_path: Leaf<String> = "mountPath" is Absolute never null until "2.8" because "write `fuse.mountPoint`",
        /// The same.
        pub mount_point: Leaf<String> = "mountPoint" is Absolute never null since "2.8",
        /// Whether it is looked at whether the folder can be entered.
        pub liveness_probe_enabled: Leaf<bool> = "livenessProbeEnabled" since "2.8",
        /// How that is done.
        pub liveness_probe: Option<Probe> = "livenessProbe" since "2.8",
        /// The folder of Alluxio that appears there.
        pub alluxio_path: Leaf<String> = "alluxioPath",
        /// Resources.
        pub resources: Option<Resources> = "resources",
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
    /// The client, which shows what FUSE mounts.
    pub struct FuseClient {
        /// Its image.
        pub image: Leaf<String> = "image" never null,
    }
}
