//! What people write who know other charts, or another version of this one, and what it is here.

use super::at::Path;
use crate::yaml::{Kind, Node};

/// A path, and what to write. `*` stands for one step, such as any component.
type Row = (&'static str, &'static str);

const IMAGE: &str = "all components use one image: write `image` and `imageTag` at the top level";
const COUNT: &str = "one worker runs on each node: `worker.nodeSelector` selects the nodes";
const COMMON: &str = "use `--label KEY=VALUE`, which adds a label to every object";
const ACCOUNT: &str = "write `serviceAccount: NAME`; the ServiceAccount must already exist";
const IDS: &str = "write `user`, `group` and `fsGroup` at the top level";
const UFS: &str = "set the under storage with `alluxio.master.mount.table.root.ufs` in `properties`";
const NOWHERE: &str =
    "it is not supported: choose nodes with `nodeSelector` and `tolerations`, or patch the output with kustomize";
const MOUNTS: &str = "write `mounts` at the top level, with the `name` of a claim and a `path`";

/// Names of other charts.
const MEANT: &[Row] = &[
    ("replicaCount", "the number of masters is `master.count`; one worker runs on each node"),
    ("replicas", "the number of masters is `master.count`; one worker runs on each node"),
    ("count", "the number of masters is `master.count`; one worker runs on each node"),
    ("masterCount", "write `master.count`"),
    ("masters", "write `master.count`"),
    ("*.masterCount", "write `master.count`"),
    ("master.replicaCount", "write `master.count`"),
    ("jobMaster.count", "each master pod has a job master: set `master.count`"),
    ("jobMaster.replicas", "each master pod has a job master: set `master.count`"),
    ("workerCount", COUNT),
    ("workers", COUNT),
    ("worker.count", COUNT),
    ("worker.replicas", COUNT),
    ("worker.replicaCount", COUNT),
    ("jobWorker.count", COUNT),
    ("jobWorker.replicas", COUNT),
    ("fuse.count", "one FUSE daemon runs on each node: `fuse.nodeSelector` selects the nodes"),
    ("fuse.replicas", "one FUSE daemon runs on each node: `fuse.nodeSelector` selects the nodes"),
    ("repository", "write `image`"),
    ("tag", "write `imageTag`"),
    ("pullPolicy", "write `imagePullPolicy`"),
    ("pullSecrets", "write `imagePullSecrets`"),
    ("master.image", IMAGE),
    ("worker.image", IMAGE),
    ("jobMaster.image", IMAGE),
    ("jobWorker.image", IMAGE),
    ("logserver.image", IMAGE),
    ("master.imageTag", IMAGE),
    ("worker.imageTag", IMAGE),
    ("labels", COMMON),
    ("commonLabels", COMMON),
    ("extraLabels", COMMON),
    ("*.labels", COMMON),
    (
        "podLabels",
        "custom pod labels are not supported: `--label KEY=VALUE` labels objects, and kustomize can label pods",
    ),
    (
        "*.podLabels",
        "custom pod labels are not supported: `--label KEY=VALUE` labels objects, and kustomize can label pods",
    ),
    ("commonAnnotations", "use `--annotation KEY=VALUE`, which adds an annotation to every object"),
    ("annotations", "write `podAnnotations` in the component, or `--annotation KEY=VALUE` for every object"),
    ("*.annotations", "write `podAnnotations`, or `--annotation KEY=VALUE` for every object"),
    ("affinity", NOWHERE),
    ("*.affinity", NOWHERE),
    ("topologySpreadConstraints", NOWHERE),
    ("*.topologySpreadConstraints", NOWHERE),
    ("priorityClassName", NOWHERE),
    ("*.priorityClassName", NOWHERE),
    ("securityContext", IDS),
    ("podSecurityContext", IDS),
    ("*.securityContext", IDS),
    ("*.podSecurityContext", IDS),
    ("runAsUser", "write `user`"),
    ("runAsGroup", "write `group`"),
    ("serviceAccountName", ACCOUNT),
    ("*.serviceAccountName", ACCOUNT),
    ("rbac", "only the CSI driver has roles; `csi.enabled` creates them"),
    ("service", "set ports with `master.ports`, `worker.ports` and so on; the masters' Services are headless"),
    ("ingress", "not supported: write your own Ingress for the masters' Services"),
    ("*.service", "set `ports` of the component"),
    (
        "persistence",
        "the masters' storage is `journal` (`journal.size`, `journal.storageClass`), the workers' is `tieredstore`",
    ),
    ("storageClass", "write `journal.storageClass`"),
    ("storageClassName", "write `journal.storageClass`"),
    (
        "*.persistence",
        "the masters' storage is `journal` (`journal.size`, `journal.storageClass`), the workers' is `tieredstore`",
    ),
    ("worker.storage", "the workers' storage is `tieredstore.levels`"),
    ("worker.quota", "write `tieredstore.levels[0].quota`"),
    ("worker.cache", "the workers' storage is `tieredstore.levels`"),
    ("cache", "the workers' storage is `tieredstore.levels`"),
    ("*.cpu", "write `resources.limits.cpu` and `resources.requests.cpu`"),
    ("*.memory", "write `resources.limits.memory` and `resources.requests.memory`"),
    ("*.limits", "indent it: it belongs to `resources`"),
    ("*.requests", "indent it: it belongs to `resources`"),
    ("*.resources.cpu", "write it under `limits` and `requests`"),
    ("*.resources.memory", "write it under `limits` and `requests`"),
    ("extraEnv", "write `env` in the component"),
    ("extraEnvVars", "write `env` in the component"),
    ("*.extraEnv", "write `env`"),
    ("*.extraEnvVars", "write `env`"),
    ("*.envVars", "write `env`"),
    ("*.javaOpts", "write `jvmOptions`"),
    ("*.javaOptions", "write `jvmOptions`"),
    ("*.jvmOpts", "write `jvmOptions`"),
    ("*.jvmArgs", "write `jvmOptions`"),
    ("*.heapSize", "for example, `jvmOptions: [-Xmx8g]`"),
    ("javaOpts", "write `jvmOptions`"),
    ("jvmOpts", "write `jvmOptions`"),
    ("volumes", MOUNTS),
    ("volumeMounts", MOUNTS),
    ("extraVolumes", MOUNTS),
    ("extraVolumeMounts", MOUNTS),
    ("*.volumes", MOUNTS),
    ("*.volumeMounts", MOUNTS),
    ("mounts.[0].mountPath", "write `path`"),
    ("mounts.[0].claimName", "write `name`"),
    ("mounts.[0].claim", "write `name`"),
    ("mounts.[0].pvcName", "write `name`"),
    ("tieredstore.levels.[0].size", "write `quota`"),
    ("tieredstore.levels.[0].capacity", "write `quota`"),
    ("tieredstore.levels.[0].medium", "write `mediumtype`"),
    ("tieredstore.levels.[0].mountPath", "write `path`"),
    ("tieredstore.levels.[0].hostPath", "write `type: hostPath` and the folder as `path`"),
    ("tieredstore.levels.[0].claimName", "write `type: persistentVolumeClaim` and the claim as `name`"),
    ("metrics.prometheus", "write `metrics.PrometheusMetricsServlet`"),
    ("metrics.graphite", "write `metrics.GraphiteSink`"),
    (
        "metrics.serviceMonitor",
        "not supported: use `metrics.PrometheusMetricsServlet.enabled` and annotations in `metrics.podAnnotations`",
    ),
    ("prometheus", "write `metrics.PrometheusMetricsServlet`"),
    ("ufs", UFS),
    ("underStorage", UFS),
    ("storage", UFS),
    ("s3", UFS),
    ("hdfs", UFS),
    ("mount", UFS),
    ("config", "Alluxio properties belong under `properties`"),
    ("configuration", "Alluxio properties belong under `properties`"),
    ("siteProperties", "Alluxio properties belong under `properties`"),
    ("conf", "Alluxio properties belong under `properties`"),
    ("*.config", "Alluxio properties belong under `properties`"),
    ("*.configuration", "Alluxio properties belong under `properties`"),
];

/// Keys of versions that nothing is rendered for, with these versions; those of others say it where they are declared.
const OTHER_VERSIONS: &[Row] = &[
    (
        "volumes.master.metastore",
        "`volumes.master.metastore` is from the charts of Alluxio 2.1 and 2.2: write `metastore`, with `volumeType` and `size`",
    ),
    (
        "master.metastore",
        "`master.metastore` is from the charts of Alluxio 2.1 and 2.2: write `metastore`, with `volumeType` and `size`",
    ),
    ("shortCircuitPolicy", "it is from the chart of Alluxio 2.1: write `shortCircuit.policy`"),
    ("resources.masterCount", "`resources.masterCount` is from the chart of Alluxio 2.1: write `master.count`"),
];

/// What to write in place of a key, by the tables, or because it is a property that stands outside of `properties`.
pub fn meant(section: &[String], key: &str, node: &Node) -> Option<String> {
    let steps: Vec<&str> = section.iter().map(String::as_str).chain([key]).collect();
    let row =
        |rows: &'static [Row]| rows.iter().find(|(pattern, _)| fits(pattern, &steps, node)).map(|(_, help)| *help);
    property(section, key, node).or_else(|| row(OTHER_VERSIONS).or_else(|| row(MEANT)).map(str::to_owned))
}

/// Whether a row is about a key, or about a key below it that is there.
fn fits(pattern: &str, steps: &[&str], node: &Node) -> bool {
    let mut pattern = pattern.split('.');
    let same = |step: &&str| pattern.next().is_some_and(|wanted| wanted == "*" || wanted == *step);
    if !steps.iter().all(same) {
        return false;
    }
    let below = pattern.try_fold(node, |node, step| node.get(step));
    below.is_some()
}

/// A property of Alluxio that stands where values of the chart do.
fn property(section: &[String], name: &str, node: &Node) -> Option<String> {
    const COMPONENTS: [&str; 7] = ["master", "jobMaster", "worker", "jobWorker", "fuse", "logserver", "proxy"];
    let owner = section.first().filter(|name| COMPONENTS.contains(&name.as_str()));
    let place = owner.map_or("properties".to_owned(), |owner| format!("{owner}.properties"));
    if name.starts_with("alluxio.") || name.starts_with("fs.") || name.starts_with("aws.") {
        return Some(format!("Alluxio properties belong under `{place}`"));
    }
    let Kind::Map(map) = &node.kind else { return None };
    if name != "alluxio" {
        return None;
    }
    // The values of a chart that has ours as a part, or a property whose dots were taken for steps.
    let is_ours = |key: &String| COMPONENTS.contains(&key.as_str()) || key == "properties" || key == "image";
    match map.keys().any(is_ours) && !is_property(node) {
        true => Some("move the values below it to the top level: this is a values file of a parent chart".to_owned()),
        false => Some(format!("Alluxio properties belong under `{place}`, with `\\.` for their dots in `--set`")),
    }
}

/// Whether all that is below could be the rest of a property's name: maps of one key that end in a single value.
fn is_property(node: &Node) -> bool {
    match &node.kind {
        Kind::Map(map) => map.len() == 1 && map.values().all(|entry| is_property(&entry.node)),
        Kind::List(_) => false,
        _ => true,
    }
}

/// What to write in place of a value of the wrong kind.
pub fn instead(path: &Path<'_>, node: &Node) -> Option<String> {
    let Path::Key(_, key) = path else { return None };
    let text = |key: &str| {
        node.get(key).and_then(|node| match &node.kind {
            Kind::Text(text) => Some(text.clone()),
            Kind::Number(number) => Some(number.text.clone()),
            _ => None,
        })
    };
    match (*key, &node.kind) {
        ("image", Kind::Map(_)) => {
            let tag = text("tag").map(|tag| format!(" and `imageTag: {tag}`")).unwrap_or_default();
            let image = text("repository").or_else(|| text("name")).unwrap_or_else(|| "alluxio/alluxio".to_owned());
            Some(format!("write `image: {image}`{tag}"))
        }
        ("serviceAccount", Kind::Map(_)) => {
            let name = text("name").unwrap_or_else(|| "NAME".to_owned());
            Some(format!("write `serviceAccount: {name}`; the ServiceAccount must already exist"))
        }
        _ => None,
    }
}
