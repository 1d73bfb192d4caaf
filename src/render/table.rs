//! Which templates make which objects, for which versions of Alluxio, and when they are needed.

use crate::facts::{Facts, Part};
use crate::version::{Era, Version};

/// A template.
pub struct Row {
    /// Its path below `templates/`.
    pub path: &'static str,
    /// The versions of Alluxio that have its objects.
    pub era: Era,
    /// The part of the facts that it shows.
    part: Part,
    /// Whether these facts call for it.
    needed: fn(&Facts) -> bool,
}

impl Row {
    /// A template of all versions.
    const fn new(path: &'static str, part: Part, needed: fn(&Facts) -> bool) -> Row {
        Row { path, era: Era::ALWAYS, part, needed }
    }

    /// Of some versions only.
    const fn of(self, era: Era) -> Row {
        Row { era, ..self }
    }

    /// Whether it shows a part of the facts.
    pub fn shows(&self, part: Part) -> bool {
        self.part == part
    }

    /// Whether it is a ConfigMap, which checksums are made of.
    pub fn is_config_map(&self) -> bool {
        self.path.contains("configmap")
    }

    /// Whether these facts call for it.
    pub fn is_needed(&self, facts: &Facts) -> bool {
        self.era.holds(facts.version) && (self.needed)(facts)
    }
}

/// Whether a version has a template: one of the user's, or of macros, belongs to all.
pub fn belongs_to(path: &str, version: &Version) -> bool {
    TEMPLATES.iter().find(|row| row.path == path).is_none_or(|row| row.era.holds(version))
}

/// The hub and the examples of clients ended with 2.8.
const ENDED: Era = Era::until("2.8", "remove it");

/// Every built-in template that makes objects.
pub const TEMPLATES: [Row; 26] = [
    Row::new("config/configmap.yaml.j2", Part::Config, |_| true),
    Row::new("config/metrics-configmap.yaml.j2", Part::Metrics, |facts| facts.metrics.is_some()),
    Row::new("csi/clusterrole.yaml.j2", Part::Csi, |facts| facts.csi.is_some()),
    Row::new("csi/clusterrolebinding.yaml.j2", Part::Csi, |facts| facts.csi.is_some()),
    Row::new("csi/controller.yaml.j2", Part::Csi, |facts| facts.csi.is_some()),
    Row::new("csi/driver.yaml.j2", Part::Csi, |facts| facts.csi.is_some()),
    Row::new("csi/fuse-configmap.yaml.j2", Part::Csi, |facts| facts.csi.is_some()).of(Era::since("2.8")),
    Row::new("csi/nginx.yaml.j2", Part::CsiClient, |facts| facts.csi_client.is_some()).of(ENDED),
    Row::new("csi/nodeplugin.yaml.j2", Part::Csi, |facts| facts.csi.is_some()),
    Row::new("csi/pv.yaml.j2", Part::CsiClient, |facts| facts.csi_client.as_ref().is_some_and(|client| client.fixed)),
    Row::new("csi/pvc-static.yaml.j2", Part::CsiClient, |facts| {
        facts.csi_client.as_ref().is_some_and(|client| client.fixed)
    }),
    Row::new("csi/pvc.yaml.j2", Part::CsiClient, |facts| {
        facts.csi_client.as_ref().is_some_and(|client| client.dynamic)
    }),
    Row::new("csi/serviceaccount.yaml.j2", Part::Csi, |facts| facts.csi.is_some()),
    Row::new("csi/storageclass.yaml.j2", Part::CsiClient, |facts| {
        facts.csi_client.as_ref().is_some_and(|client| client.dynamic)
    }),
    Row::new("fuse/client-daemonset.yaml.j2", Part::FuseClient, |facts| facts.fuse_client.is_some()).of(ENDED),
    Row::new("fuse/daemonset.yaml.j2", Part::Fuse, |facts| facts.fuse.is_some()),
    Row::new("hub/deployment.yaml.j2", Part::Hub, |facts| facts.hub.is_some()).of(ENDED),
    Row::new("hub/service.yaml.j2", Part::Hub, |facts| facts.hub.is_some()).of(ENDED),
    Row::new("logserver/deployment.yaml.j2", Part::Logserver, |facts| facts.logserver.is_some()),
    Row::new("logserver/pvc.yaml.j2", Part::Logserver, |facts| {
        facts.logserver.as_ref().is_some_and(|server| server.claim.is_some())
    }),
    Row::new("logserver/service.yaml.j2", Part::Logserver, |facts| facts.logserver.is_some()),
    Row::new("master/service.yaml.j2", Part::Master, |facts| facts.master.is_some()),
    Row::new("master/statefulset.yaml.j2", Part::Master, |facts| facts.master.is_some()),
    Row::new("proxy/daemonset.yaml.j2", Part::Proxy, |facts| facts.proxy.is_some()).of(Era::since("2.8")),
    Row::new("worker/daemonset.yaml.j2", Part::Worker, |facts| facts.worker.is_some()),
    Row::new("worker/domain-socket-pvc.yaml.j2", Part::SocketClaim, |facts| facts.socket_claim.is_some()),
];
