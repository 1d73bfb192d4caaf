//! What masters and workers have in common, and Alluxio's containers with them.

use super::Builder;
use super::container::EnvFrom;
use super::metrics;
use super::plain::{Texts, texts};
use super::pod::{Container, HostAliasLine, Pod, SecurityContext};
use super::volume::{Origin, Volume, VolumeMount, VolumeSource};
use super::volumes::Volumes;
use crate::model::Values;
use crate::model::choices::DnsPolicy;
use crate::model::map;
use crate::model::scalar::{Leaf, Port};

/// The chart's rule: a component's annotations, over them those of metrics, if there are any of the former or metrics
/// are on (D-55, D-77).
pub fn annotations(builder: &Builder<'_>, own: &map::Texts) -> Texts {
    let metrics = &builder.values.metrics;
    let mut annotations = texts(own);
    if metrics.enabled.or(false) || !annotations.is_empty() {
        annotations.extend(texts(&metrics.pod_annotations));
    }
    annotations
}

/// The DNS policy of a server, or the one that suits its network. FUSE and CSI have a default instead, which nothing infers.
pub fn dns_policy(policy: &Leaf<DnsPolicy>, host_network: bool) -> &'static str {
    let inferred = if host_network { DnsPolicy::ClusterFirstWithHostNet } else { DnsPolicy::ClusterFirst };
    policy.or(inferred).as_str()
}

/// Whether the containers of a pod see one another's processes: the user says so, or the hub's agent needs it.
pub fn shares(own: &Leaf<bool>, values: &Values) -> Option<bool> {
    own.value.or(values.hub.enabled.or(false).then_some(true))
}

/// The port's number; a missing one is refused before it is used.
pub fn number(port: &Leaf<Port>) -> i64 {
    port.or(Port(0)).0
}

impl Builder<'_> {
    /// A container with Alluxio's image, started through its entrypoint, with the common configuration.
    pub fn alluxio(&self, name: &'static str) -> Container {
        Container {
            name,
            image: self.image(),
            image_pull_policy: self.values.image_pull_policy.value.map(|policy| policy.as_str()),
            command: vec!["tini", "--", "/entrypoint.sh"],
            env_from: EnvFrom::config_map(&self.names.of("config")),
            ..Container::default()
        }
    }

    /// User and group alone, as log server and hub have it.
    pub fn run_as(&self) -> SecurityContext {
        let (run_as_user, run_as_group) = (self.values.user.value, self.values.group.value);
        SecurityContext { run_as_user, run_as_group, ..SecurityContext::default() }
    }

    pub(super) fn metrics_volume(&self, volumes: &mut Volumes) -> Option<VolumeMount> {
        self.values.metrics.enabled.or(false).then(|| {
            let name = self.names.of("metrics-volume");
            volumes.add(Volume::new(&name, VolumeSource::ConfigMap { name: self.names.of("metrics") }));
            VolumeMount::new(&name, metrics::FOLDER, Origin::own("the metrics configuration"))
        })
    }

    /// What masters and workers have in common.
    pub(super) fn server_pod(&self, service_account: &Leaf<String>, selector: &map::Texts) -> Pod {
        let values = self.values;
        let security = SecurityContext { fs_group: values.fs_group.value, ..self.run_as() };
        Pod {
            host_aliases: HostAliasLine::joined(&values.host_aliases),
            service_account_name: self.service_account(service_account),
            security_context: Some(security),
            restart_policy: Some("Always"),
            ..self.placed_pod(selector, &[])
        }
    }
}
