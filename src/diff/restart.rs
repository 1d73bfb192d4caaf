//! Which running pods keep the old value of a ConfigMap or Secret, since processes read it at their start only.

use super::object::Object;
use super::pair::Side;
use super::path::Path;
use super::path::is_like;
use crate::yaml::Tree;

/// The variables that one process alone reads, and the containers in which it runs. All others are read by every process.
///
/// From the image's `entrypoint.sh` and `alluxio-config.sh`.
const READERS: &[(&str, &[&str])] = &[
    ("ALLUXIO_MASTER_JAVA_OPTS", &["alluxio-master"]),
    ("ALLUXIO_JOB_MASTER_JAVA_OPTS", &["alluxio-job-master"]),
    ("ALLUXIO_WORKER_JAVA_OPTS", &["alluxio-worker"]),
    ("ALLUXIO_WORKER_TIEREDSTORE_*", &["alluxio-worker"]),
    ("ALLUXIO_JOB_WORKER_JAVA_OPTS", &["alluxio-job-worker"]),
    ("ALLUXIO_FUSE_JAVA_OPTS", &["alluxio-fuse", "csi-nodeserver"]),
    ("ALLUXIO_LOGSERVER_JAVA_OPTS", &["alluxio-logserver"]),
];

/// The workloads whose pods read the key of a ConfigMap or Secret that a path leads to.
pub fn readers<'a>(source: &Object, path: &Path, side: &'a Side) -> Vec<&'a Object> {
    let key = path.0.get(1).map_or("", |step| step.name());
    let only = READERS.iter().find(|(variable, _)| is_like(variable, key)).map(|(_, containers)| *containers);
    let reads = |object: &&Object| {
        let is_workload = matches!(object.kind(), "StatefulSet" | "DaemonSet" | "Deployment");
        let is_mounted = || only.is_none() && mounts(object, source);
        is_workload && (is_mounted() || object.containers().any(|one| is_told(one, source, only)))
    };
    side.objects.iter().filter(reads).collect()
}

/// Whether a container gets its environment from an object, and runs a process that reads the variable.
fn is_told(container: &Tree, source: &Object, only: Option<&[&str]>) -> bool {
    let name = container.get("name").and_then(Tree::as_str).unwrap_or("");
    if only.is_some_and(|containers| !containers.contains(&name)) {
        return false;
    }
    let (whole, one) = match source.kind() {
        "Secret" => ("secretRef", "secretKeyRef"),
        _ => ("configMapRef", "configMapKeyRef"),
    };
    let refers = |tree: Option<&Tree>| tree.and_then(|tree| tree.get("name")?.as_str()) == Some(source.name());
    let list = |key: &str| container.get(key).map_or(&[][..], Tree::items).iter();
    list("envFrom").any(|from| refers(from.get(whole))) || list("env").any(|env| refers(env.at(&["valueFrom", one])))
}

/// Whether the pods mount it as files, which change under them and are not read again.
fn mounts(object: &Object, source: &Object) -> bool {
    let (kind, key) = if source.kind() == "Secret" { ("secret", "secretName") } else { ("configMap", "name") };
    let volumes = object.pod().and_then(|pod| pod.get("volumes")).map_or(&[][..], Tree::items);
    volumes.iter().any(|volume| volume.at(&[kind, key]).and_then(Tree::as_str) == Some(source.name()))
}
