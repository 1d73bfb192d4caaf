//! The proxy: a DaemonSet through which clients of REST and S3 come.

use super::Builder;
use super::container::{EnvVar, ResourceSet};
use super::plain::texts;
use super::pod::{Container, ContainerPort, Pod, SecurityContext, Workload};
use super::servers::{dns_policy, number};

impl Builder<'_> {
    /// The proxy's DaemonSet.
    pub fn proxy(&mut self) -> Workload {
        let values = self.values;
        let proxy = &values.proxy;
        let labels = self.names.labels_of("alluxio-proxy");
        let host = EnvVar::field("ALLUXIO_CLIENT_HOSTNAME", "status.podIP");
        let container = Container {
            command: vec!["/entrypoint.sh"],
            args: proxy.args.texts(),
            env: EnvVar::user(&proxy.env).chain(EnvVar::own([host], &proxy.env)).collect(),
            ports: vec![ContainerPort::new("web", number(&proxy.ports.web))],
            resources: ResourceSet::new(&proxy.resources),
            ..self.alluxio("alluxio-proxy")
        };
        let host_network = proxy.host_network.or(false);
        let security = SecurityContext { fs_group: values.fs_group.value, ..self.run_as() };
        let pod = Pod {
            host_network: host_network.then_some(true),
            host_pid: proxy.host_pid.or(false).then_some(true),
            dns_policy: Some(dns_policy(&proxy.dns_policy, host_network)),
            security_context: Some(security),
            service_account_name: self.service_account(&proxy.service_account),
            containers: vec![container],
            ..self.placed_pod(&proxy.node_selector, &proxy.tolerations)
        };
        Workload {
            name: self.names.of("proxy"),
            selector: labels.clone(),
            annotations: texts(&proxy.pod_annotations),
            replicas: None,
            strategy: None,
            labels,
            pod,
        }
    }
}
