//! The CSI driver, and the client's claim and pod.

use super::container::{EnvVar, ResourceSet};
use super::names::{Labels, only};
use super::pod::{Container, ContainerPort, Pod, SecurityContext, Workload};
use super::volume::{Origin, Volume, VolumeMount};
use super::volumes::Volumes;
use super::{Builder, units};
use crate::model::choices::Provisioning;
use serde::Serialize;

const SOCKET_DIR: &str = "socket-dir";
const PLUGIN_DIR: &str = "plugin-dir";
const PODS_DIR: &str = "pods-mount-dir";
const REGISTRATION_DIR: &str = "registration-dir";
const KUBELET_PLUGIN: &str = "/var/lib/kubelet/plugins/csi-alluxio-plugin";
const FUSE_CONFIG: &str = "csi-fuse-config";
const KUBELET_REGISTRY: &str = "/var/lib/kubelet/plugins_registry";

/// The client's pod.
pub(super) const CLIENT: &str = "nginx";

/// The driver.
#[derive(Debug, Serialize)]
pub struct Csi {
    /// The API version of the CSIDriver: v1 since Kubernetes 1.18 (D-30).
    pub driver_api: &'static str,
    /// The namespace of the controller's service account.
    pub namespace: String,
    /// The labels of the objects that the chart gives none.
    pub common_labels: Labels,
    /// Whether the node plugin makes pods, and may do so.
    pub makes_pods: bool,
    /// The ConfigMap with the pattern of these pods.
    pub fuse_config: Option<FuseConfig>,
    /// The controller's Deployment.
    pub controller: Workload,
    /// The DaemonSet on the nodes.
    pub node_plugin: Workload,
}

/// The ConfigMap with the pattern of the pods that mount.
#[derive(Debug, Serialize)]
pub struct FuseConfig {
    name: String,
    labels: Labels,
    /// The pod, as YAML.
    pod: String,
}

/// The client.
#[derive(Debug, Serialize)]
pub struct CsiClient {
    /// The labels of the objects that the chart gives none.
    pub common_labels: Labels,
    /// Whether the claim is provisioned by the StorageClass.
    pub dynamic: bool,
    /// Whether the claim is bound to a volume that is rendered.
    pub fixed: bool,
    /// The claim's access modes.
    pub access_modes: Vec<&'static str>,
    /// The claim's size.
    pub size: String,
    /// The name of the claim that is bound to a volume that is rendered.
    pub static_claim: &'static str,
    /// Whether FUSE runs in a pod of its own, as text, where the version knows that.
    pub mount_in_pod: Option<String>,
    /// The folder of Alluxio that is mounted.
    pub alluxio_path: String,
    /// JVM options of the FUSE process, if any are given.
    pub java_options: Option<String>,
    /// Mount options.
    pub mount_options: Vec<String>,
    /// The pod.
    pub pod: Pod,
}

impl Builder<'_> {
    /// The driver's objects.
    pub fn csi(&mut self) -> Csi {
        let v1 = self.target.kube_version >= (1, 18);
        Csi {
            driver_api: if v1 { "storage.k8s.io/v1" } else { "storage.k8s.io/v1beta1" },
            namespace: self.target.namespace.clone().unwrap_or_else(|| "default".to_owned()),
            common_labels: self.names.labels(),
            makes_pods: self.target.version.csi_makes_pods,
            fuse_config: self.target.version.csi_makes_pods.then(|| self.csi_fuse_config()),
            controller: self.csi_controller(),
            node_plugin: self.csi_node_plugin(),
        }
    }

    fn csi_fuse_config(&self) -> FuseConfig {
        let name = self.names.of("csi-fuse-config");
        FuseConfig { labels: self.names.labels_named(None, &name), name, pod: self.csi_pod() }
    }

    fn csi_workload(&self, part: &str, role: &str, pod: Pod) -> Workload {
        let name = self.names.of(part);
        let labels = self.names.labels_named(Some(role), &name);
        Workload {
            selector: only(&labels, &["app", "role", "name"]),
            annotations: Default::default(),
            replicas: None,
            strategy: None,
            name,
            labels,
            pod,
        }
    }

    /// The CSI server of Alluxio, on the given socket.
    fn csi_server(&self, name: &'static str, env: Vec<EnvVar>, endpoint: &str) -> Container {
        let args = ["csiserver", "--v=5", "--nodeid=$(NODE_ID)", "--endpoint=$(CSI_ENDPOINT)"];
        let own = [EnvVar::field("NODE_ID", "spec.nodeName"), EnvVar::text("CSI_ENDPOINT", endpoint)];
        Container {
            image_pull_policy: self.values.csi.image_pull_policy.value.map(|policy| policy.as_str()),
            args: args.map(str::to_owned).to_vec(),
            env: env.into_iter().chain(own).collect(),
            ..self.alluxio(name)
        }
    }

    fn csi_controller(&mut self) -> Workload {
        let plugin = &self.values.csi.controller_plugin;
        let socket = VolumeMount::new(SOCKET_DIR, "/csi", Origin::own("the driver's socket"));
        let args = ["--v=5", "--csi-address=$(ADDRESS)", "--timeout=60s", "--volume-name-prefix=alluxio"];
        let provisioner = Container {
            name: "csi-provisioner",
            image: self.image_of(&plugin.provisioner.image, "csi.controllerPlugin.provisioner.image"),
            args: args.map(str::to_owned).to_vec(),
            env: vec![EnvVar::text("ADDRESS", "/csi/csi.sock")],
            resources: ResourceSet::new(&plugin.provisioner.resources),
            volume_mounts: vec![socket.clone()],
            ..Container::default()
        };
        let controller = Container {
            resources: ResourceSet::new(&plugin.controller.resources),
            volume_mounts: vec![socket],
            ..self.csi_server("csi-controller", Vec::new(), "unix://csi/csi.sock")
        };
        let pod = Pod {
            host_network: plugin.host_network.or(false).then_some(true),
            dns_policy: plugin.dns_policy.value.map(|policy| policy.as_str()),
            service_account_name: Some("csi-controller-sa".to_owned()),
            containers: vec![provisioner, controller],
            volumes: vec![Volume::empty_dir(SOCKET_DIR, None, None)],
            ..self.placed_pod(&plugin.node_selector, &plugin.tolerations)
        };
        self.csi_workload("csi-controller", "alluxio-csi-controller", pod)
    }

    fn csi_node_plugin(&mut self) -> Workload {
        let plugin = &self.values.csi.node_plugin;
        let version = self.target.version;
        let mut volumes = vec![
            Volume::host_path(PLUGIN_DIR, KUBELET_PLUGIN, "DirectoryOrCreate"),
            Volume::host_path(PODS_DIR, version.kubelet_folder, "Directory"),
            Volume::host_path(REGISTRATION_DIR, KUBELET_REGISTRY, "Directory"),
        ];
        if version.csi_makes_pods {
            let item = ("alluxio-csi-fuse-config", "alluxio-csi-fuse.yaml");
            volumes.push(Volume::config_map_item(FUSE_CONFIG, &self.names.of(FUSE_CONFIG), item));
        }
        let pod = Pod {
            host_network: plugin.host_network.or(false).then_some(true),
            dns_policy: plugin.dns_policy.value.map(|policy| policy.as_str()),
            // It makes pods, for which it needs the rights of the controller. The chart has the field's old name.
            service_account: version.csi_makes_pods.then(|| "csi-controller-sa".to_owned()),
            containers: vec![self.csi_registrar(), self.csi_node_server()],
            volumes,
            ..self.placed_pod(&plugin.node_selector, &plugin.tolerations)
        };
        self.csi_workload("csi-nodeplugin", "alluxio-csi-nodeplugin", pod)
    }

    /// Tells the kubelet of the driver.
    fn csi_registrar(&self) -> Container {
        let registrar = &self.values.csi.node_plugin.driver_registrar;
        let args = [
            "--v=5",
            "--csi-address=/plugin/csi.sock",
            &format!("--kubelet-registration-path={KUBELET_PLUGIN}/csi.sock"),
        ]
        .map(str::to_owned);
        let clean_up = ["/bin/sh", "-c", "rm -rf /registration/alluxio /registration/alluxio-reg.sock"];
        Container {
            name: "node-driver-registrar",
            image: self.image_of(&registrar.image, "csi.nodePlugin.driverRegistrar.image"),
            args: args.to_vec(),
            env: vec![EnvVar::field("KUBE_NODE_NAME", "spec.nodeName")],
            resources: ResourceSet::new(&registrar.resources),
            pre_stop: clean_up.map(str::to_owned).to_vec(),
            volume_mounts: vec![
                VolumeMount::new(PLUGIN_DIR, "/plugin", Origin::own("the plugin's folder")),
                VolumeMount::new(REGISTRATION_DIR, "/registration", Origin::own("the kubelet's registry")),
            ],
            ..Container::default()
        }
    }

    fn csi_node_server(&self) -> Container {
        let client = vec![EnvVar::field("ALLUXIO_CLIENT_HOSTNAME", "status.hostIP")];
        let root = SecurityContext { run_as_user: Some(0), run_as_group: Some(0), ..SecurityContext::privileged() };
        let version = self.target.version;
        let mut server = Container {
            resources: ResourceSet::new(&self.values.csi.node_plugin.nodeserver.resources),
            security_context: Some(root),
            volume_mounts: vec![
                VolumeMount::new(PLUGIN_DIR, "/plugin", Origin::own("the plugin's folder")),
                VolumeMount::new(PODS_DIR, version.kubelet_folder, Origin::own("the pods' folder")).bidirectional(),
            ],
            ..self.csi_server("csi-nodeserver", client, "unix://plugin/csi.sock")
        };
        if version.csi_makes_pods {
            server.env.push(EnvVar::field("NAMESPACE", "metadata.namespace"));
            let pattern = Origin::own("the pattern of the pods that mount");
            server.volume_mounts.push(VolumeMount::new(
                FUSE_CONFIG,
                "/opt/alluxio/integration/kubernetes/csi",
                pattern,
            ));
        }
        server
    }

    /// The client's objects.
    pub fn csi_client(&mut self) -> CsiClient {
        let csi = &self.values.csi;
        let mut volumes = Volumes::default();
        volumes.add(Volume::claim("alluxio-pvc", "alluxio-pvc"));
        let nginx = Container {
            name: "nginx",
            image: self.image_of(&csi.client.image, "csi.client.image"),
            image_pull_policy: Some("Always"),
            ports: vec![ContainerPort { container_port: 80, name: None, protocol: Some("TCP") }],
            volume_mounts: vec![VolumeMount::new("alluxio-pvc", csi.mount_path.text(), Origin::own("the claim"))],
            ..Container::default()
        };
        let pod = Pod {
            containers: vec![nginx],
            volumes: volumes.into_list(),
            ..self.placed_pod(&csi.client.node_selector, &csi.client.tolerations)
        };
        let version = self.target.version;
        let is = |one: Provisioning| match csi.provisioning.value {
            Some(picked) => picked == one,
            None => version.both_claims || one == Provisioning::Dynamic,
        };
        CsiClient {
            common_labels: self.names.labels(),
            dynamic: is(Provisioning::Dynamic),
            fixed: is(Provisioning::Static),
            static_claim: version.static_claim,
            mount_in_pod: version.csi_makes_pods.then(|| csi.mount_in_pod.or(false).to_string()),
            access_modes: super::modes(&csi.access_modes),
            size: units::stored_quota(csi.quota.filled().unwrap_or("")),
            alluxio_path: csi.alluxio_path.text().to_owned(),
            java_options: csi.java_options.0.clone(),
            mount_options: csi.mount_options.texts(),
            pod,
        }
    }
}
