//! Which templates make which objects, and when they are needed.

use crate::facts::Facts;

/// A template, and whether these facts call for it.
type Row = (&'static str, fn(&Facts) -> bool);

/// Every built-in template that makes objects, by its path below `templates/`.
pub const TEMPLATES: [Row; 24] = [
    ("config/configmap.yaml.j2", |_| true),
    ("config/metrics-configmap.yaml.j2", |facts| facts.metrics.is_some()),
    ("csi/clusterrole.yaml.j2", |facts| facts.csi.is_some()),
    ("csi/clusterrolebinding.yaml.j2", |facts| facts.csi.is_some()),
    ("csi/controller.yaml.j2", |facts| facts.csi.is_some()),
    ("csi/driver.yaml.j2", |facts| facts.csi.is_some()),
    ("csi/nginx.yaml.j2", |facts| facts.csi_client.is_some()),
    ("csi/nodeplugin.yaml.j2", |facts| facts.csi.is_some()),
    ("csi/pv.yaml.j2", |facts| facts.csi_client.as_ref().is_some_and(|client| client.fixed)),
    ("csi/pvc-static.yaml.j2", |facts| facts.csi_client.as_ref().is_some_and(|client| client.fixed)),
    ("csi/pvc.yaml.j2", |facts| facts.csi_client.as_ref().is_some_and(|client| client.dynamic)),
    ("csi/serviceaccount.yaml.j2", |facts| facts.csi.is_some()),
    ("csi/storageclass.yaml.j2", |facts| facts.csi_client.as_ref().is_some_and(|client| client.dynamic)),
    ("fuse/client-daemonset.yaml.j2", |facts| facts.fuse_client.is_some()),
    ("fuse/daemonset.yaml.j2", |facts| facts.fuse.is_some()),
    ("hub/deployment.yaml.j2", |facts| facts.hub.is_some()),
    ("hub/service.yaml.j2", |facts| facts.hub.is_some()),
    ("logserver/deployment.yaml.j2", |facts| facts.logserver.is_some()),
    ("logserver/pvc.yaml.j2", |facts| facts.logserver.as_ref().is_some_and(|server| server.claim.is_some())),
    ("logserver/service.yaml.j2", |facts| facts.logserver.is_some()),
    ("master/service.yaml.j2", |facts| facts.master.is_some()),
    ("master/statefulset.yaml.j2", |facts| facts.master.is_some()),
    ("worker/daemonset.yaml.j2", |facts| facts.worker.is_some()),
    ("worker/domain-socket-pvc.yaml.j2", |facts| facts.socket_claim.is_some()),
];
