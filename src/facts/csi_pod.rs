//! The pod that CSI's node plugin makes for each volume with `mountInPod`, as the text that it reads.

use super::Builder;
use super::container::{EnvFrom, EnvVar, ResourceSet};
use super::credentials;
use super::plain::tree_map;
use super::pod::SecurityContext;
use super::volume::{Origin, Volume, VolumeMount};
use crate::data;
use crate::yaml::{Tree, emit};
use serde::Serialize;

const PODS_DIR: &str = "pods-mount-dir";

impl Builder<'_> {
    /// The pod as YAML. The plugin fills in its node, its arguments and a name of its own (T-04).
    pub(super) fn csi_pod(&self) -> String {
        let fuse = &self.values.fuse;
        let name = self.names.of("fuse");
        let labels = tree_map([("name", text(&name)), ("app", text(&self.names.app)), ("role", text("alluxio-fuse"))]);
        let root = SecurityContext {
            run_as_user: Some(0),
            run_as_group: Some(0),
            fs_group: Some(0),
            ..SecurityContext::default()
        };
        let folder = Volume::host_path(PODS_DIR, self.target.version.kubelet_folder, "Directory");
        let credentials = credentials::of_csi_pod(self.values).map(|(volume, _)| volume);
        let volumes: Vec<Volume> = [folder].into_iter().chain(credentials).collect();
        let spec = tree_map([
            ("nodeName", Some(Tree::Null)),
            ("hostNetwork", Some(Tree::Bool(fuse.host_network.or(false)))),
            ("hostPID", Some(Tree::Bool(fuse.host_pid.or(false)))),
            ("dnsPolicy", fuse.dns_policy.value.and_then(|policy| text(policy.as_str()))),
            ("securityContext", some(&root)),
            ("containers", Some(Tree::List(vec![self.csi_pod_container()]))),
            ("restartPolicy", text("Always")),
            ("volumes", some(&volumes)),
        ]);
        let pod = tree_map([
            ("kind", text("Pod")),
            ("apiVersion", text("v1")),
            ("metadata", Some(tree_map([("name", text(&name)), ("labels", Some(labels))]))),
            ("spec", Some(spec)),
        ]);
        let mut out = String::new();
        emit::yaml(&pod, &mut out);
        out
    }

    fn csi_pod_container(&self) -> Tree {
        let fuse = &self.values.fuse;
        let env: Vec<EnvVar> = credentials::env_of_all(self.values).chain(EnvVar::user(&fuse.env)).collect();
        let credentials = credentials::of_csi_pod(self.values).map(|(_, mount)| mount);
        let mount = VolumeMount::new(PODS_DIR, self.target.version.kubelet_folder, Origin::own("the pods' folder"));
        let mounts: Vec<VolumeMount> = [mount.bidirectional()].into_iter().chain(credentials).collect();
        tree_map([
            ("name", text("alluxio-fuse")),
            ("image", some(&self.image())),
            ("imagePullPolicy", self.values.image_pull_policy.value.and_then(|policy| text(policy.as_str()))),
            ("resources", ResourceSet::new(&fuse.resources).and_then(|resources| some(&resources))),
            ("command", some(&["/entrypoint.sh"])),
            ("args", some(&["fuse"])),
            ("env", Some(env).filter(|env| !env.is_empty()).and_then(|env| some(&env))),
            ("securityContext", some(&SecurityContext::privileged())),
            ("envFrom", some(&EnvFrom::config_map(&self.names.of("config")))),
            ("volumeMounts", some(&mounts)),
        ])
    }
}

fn text(text: &str) -> Option<Tree> {
    Some(Tree::Text(text.to_owned()))
}

fn some(data: &impl Serialize) -> Option<Tree> {
    Some(data::tree(data))
}
