//! FUSE: the daemon on every node, and the client that shows what it mounts.

use super::container::{EnvVar, Probes, ResourceSet};
use super::names::only;
use super::pod::{Container, Pod, SecurityContext, Workload};
use super::servers::annotations;
use super::volume::{Origin, Volume, VolumeMount};
use super::volumes::{self, Volumes};
use super::{Builder, number_text, shell};
use crate::model::Values;
use crate::model::choices::Policy;
use crate::model::scalar::Leaf;
use crate::version::Version;
use serde::Serialize;

/// Where the image mounts FUSE if nothing else is said.
const DEFAULT_MOUNT_POINT: &str = "/mnt/alluxio-fuse";

const DEVICE: &str = "alluxio-fuse-device";
const MOUNT: &str = "alluxio-fuse-mount";

/// The FUSE daemon.
#[derive(Debug, Serialize)]
pub struct Fuse {
    /// The DaemonSet.
    #[serde(flatten)]
    pub workload: Workload,
    /// The label `app` of the workers beside which it runs.
    pub app: String,
}

/// Whether the daemon is rendered.
pub fn enabled(values: &Values) -> bool {
    values.fuse.enabled.or(false)
}

/// Whether anything mounts the folder of the node in which FUSE appears.
pub fn in_use(values: &Values) -> bool {
    let worker = super::worker_enabled(values) && values.worker.fuse_enabled.or(false);
    worker || enabled(values) || values.fuse.client_enabled.or(false)
}

/// Whether the driver has a pattern of pods that run FUSE, which `fuse` says more about.
pub fn in_pods_of_csi(values: &Values, version: &Version) -> bool {
    version.csi_makes_pods && values.csi.enabled.or(false)
}

/// A path without empty, `.` and `..` parts, as Go's `path.Clean` makes it of an absolute path.
pub fn clean(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// The value that says where FUSE is mounted, and its path.
pub fn place<'a>(values: &'a Values, version: &Version) -> (&'static str, &'a Leaf<String>) {
    let fuse = &values.fuse;
    (version.fuse_place, if version.fuse_takes_options { &fuse.mount_point } else { &fuse.mount_path })
}

/// The folder in which FUSE appears: a mount is seen elsewhere only through the folder that it lies in.
fn parent(values: &Values, version: &Version) -> String {
    let path = clean(place(values, version).1.text());
    match path.rsplit_once('/') {
        Some(("", _)) | None => "/".to_owned(),
        Some((parent, _)) => parent.to_owned(),
    }
}

/// Takes the names of FUSE's volumes.
pub fn reserve(volumes: &mut Volumes) {
    volumes.reserve(DEVICE);
    volumes.reserve(MOUNT);
}

/// Adds FUSE's volumes, whose names are taken, and returns where they are mounted. `kind` is what the folder has to be.
pub fn volumes(values: &Values, version: &Version, kind: &'static str, volumes: &mut Volumes) -> Vec<VolumeMount> {
    let parent = parent(values, version);
    let (name, path) = place(values, version);
    volumes.push(Volume::host_path(DEVICE, "/dev/fuse", "CharDevice"));
    volumes.push(Volume::host_path(MOUNT, &parent, kind));
    // Who meets the default there is to blame, not the default.
    let place = path.place.filter(|_| path.set);
    let origin = Origin::value(name, place);
    vec![
        VolumeMount::new(DEVICE, "/dev/fuse", Origin::own("the FUSE device")),
        VolumeMount::new(MOUNT, &parent, origin).bidirectional(),
    ]
}

impl Builder<'_> {
    /// The daemon's DaemonSet.
    pub fn fuse(&mut self) -> Fuse {
        let values = self.values;
        let fuse = &values.fuse;
        let labels = self.names.labels_of("alluxio-fuse");
        let mut volumes = Volumes::default();
        let container = self.fuse_container(&mut volumes);
        volumes::check_paths(container.name, &container.volume_mounts, self.problems);
        let security = SecurityContext {
            run_as_user: fuse.user.value,
            run_as_group: fuse.group.value,
            fs_group: fuse.fs_group.value,
            ..SecurityContext::default()
        };
        let pod = Pod {
            host_network: fuse.host_network.or(false).then_some(true),
            host_pid: fuse.host_pid.or(false).then_some(true),
            dns_policy: fuse.dns_policy.value.map(|policy| policy.as_str()),
            security_context: Some(security),
            service_account_name: self.service_account(&fuse.service_account),
            containers: vec![container],
            restart_policy: Some("Always"),
            volumes: volumes.into_list(),
            ..self.placed_pod(&fuse.node_selector, &fuse.tolerations)
        };
        let workload = Workload {
            name: self.names.of("fuse"),
            selector: labels.clone(),
            annotations: annotations(self, &fuse.pod_annotations),
            replicas: None,
            strategy: None,
            labels,
            pod,
        };
        Fuse { workload, app: self.names.app.clone() }
    }

    fn fuse_container(&self, volumes: &mut Volumes) -> Container {
        let values = self.values;
        let fuse = &values.fuse;
        reserve(volumes);
        let mut volume_mounts = self::volumes(values, self.target.version, "DirectoryOrCreate", volumes);
        let short_circuit = &values.short_circuit;
        if volumes::needs_socket(values) {
            volume_mounts.push(volumes::socket(values, volumes));
        } else if short_circuit.enabled.or(false) && short_circuit.policy.value == Some(Policy::Local) {
            volume_mounts.extend(volumes::tiers(values, volumes));
        }
        let mount_path = place(values, self.target.version).1.text();
        let told = self.target.version.fuse_takes_options;
        let elsewhere = clean(mount_path) != DEFAULT_MOUNT_POINT;
        let env = [
            Some(EnvVar::field("ALLUXIO_CLIENT_HOSTNAME", "status.hostIP")),
            (!told).then(|| EnvVar::text("FUSE_ALLUXIO_PATH", fuse.alluxio_path.text())),
            (!told && elsewhere).then(|| EnvVar::text("MOUNT_POINT", mount_path)),
        ];
        let unmount = ["/opt/alluxio/integration/fuse/bin/alluxio-fuse", "unmount", mount_path];
        Container {
            image: self.fuse_image(),
            image_pull_policy: fuse.image_pull_policy.value.or(values.image_pull_policy.value).map(|p| p.as_str()),
            command: vec!["/entrypoint.sh"],
            args: if told { self.fuse_arguments() } else { fuse.args.texts() },
            probes: self.fuse_probe(mount_path),
            env: EnvVar::own(env.into_iter().flatten(), &fuse.env).chain(EnvVar::user(&fuse.env)).collect(),
            resources: ResourceSet::new(&fuse.resources),
            security_context: Some(SecurityContext::privileged()),
            pre_stop: unmount.map(str::to_owned).to_vec(),
            volume_mounts,
            ..self.alluxio("alluxio-fuse")
        }
    }

    /// The arguments of a daemon that takes its mount from them.
    fn fuse_arguments(&self) -> Vec<String> {
        let fuse = &self.values.fuse;
        let options = fuse.mount_options.filled().map(|options| format!("--fuse-opts={options}"));
        let (_, point) = place(self.values, self.target.version);
        let path = fuse.alluxio_path.filled().map(str::to_owned);
        ["fuse".to_owned()].into_iter().chain(options).chain([point.text().to_owned()]).chain(path).collect()
    }

    /// Looks whether the mount can be entered, where the version has such a probe (T-13).
    fn fuse_probe(&self, point: &str) -> Probes {
        let fuse = &self.values.fuse;
        let on = fuse.liveness_probe_enabled.or(false);
        let probe = fuse.liveness_probe.as_ref().filter(|_| on);
        let command = ["/bin/bash", "-c", &format!("cd {}", shell::word(point))].map(str::to_owned);
        probe.map(|probe| Probes::command(command.to_vec(), probe)).unwrap_or_default()
    }

    /// The client's DaemonSet.
    pub fn fuse_client(&mut self) -> Workload {
        let values = self.values;
        let labels = self.names.labels_of("alluxio-fuse-client");
        let parent = parent(values, self.target.version);
        let origin = Origin::value("fuse.mountPath", values.fuse.mount_path.place);
        let container = Container {
            name: "alluxio-fuse-client",
            image: self.image_of(&values.fuse.client.image, "fuse.client.image"),
            command: vec!["/bin/sh", "-c", "--"],
            args: vec!["while true; do sleep 30 && echo .; done;".to_owned()],
            resources: Some(ResourceSet::fixed(
                [("cpu", "1"), ("memory", "500M")],
                [("cpu", "500m"), ("memory", "500M")],
            )),
            volume_mounts: vec![VolumeMount::new(MOUNT, &parent, origin)],
            ..Container::default()
        };
        let pod = Pod {
            containers: vec![container],
            restart_policy: Some("Always"),
            volumes: vec![Volume::host_path(MOUNT, &parent, "Directory")],
            ..self.placed_pod(&Default::default(), &[])
        };
        Workload {
            name: self.names.of("fuse-client"),
            selector: only(&labels, &["app", "chart", "heritage", "release", "role"]),
            annotations: annotations(self, &values.fuse.pod_annotations),
            replicas: None,
            strategy: None,
            labels,
            pod,
        }
    }

    /// The user's number as the text of an environment variable.
    pub fn user_text(&self) -> Option<String> {
        self.values.user.value.map(number_text)
    }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn paths_are_cleaned_as_go_cleans_them() {
        for (path, expected) in
            [("/mnt/a/", "/mnt/a"), ("//mnt//a", "/mnt/a"), ("/a/../b", "/b"), ("/", "/"), ("/../a/.", "/a")]
        {
            assert_eq!(clean(path), expected, "{path}");
        }
    }
}
