//! The log server.

use super::container::{EnvVar, ResourceSet};
use super::names::{Labels, only};
use super::plain::tree_map;
use super::pod::{Container, ContainerPort, Pod, ServicePort, Workload};
use super::servers::number;
use super::volume::{Claim, Origin, Volume, VolumeMount};
use super::volumes::{self, Volumes};
use super::{Builder, options};
use crate::model::choices::{DnsPolicy, LogVolume, StrategyType};
use crate::model::pod::{Selector, Strategy};
use crate::yaml::Tree;
use serde::Serialize;

const LOGS: &str = "alluxio-logs";

/// The log server.
#[derive(Debug, Serialize)]
pub struct Logserver {
    /// The Deployment.
    #[serde(flatten)]
    pub workload: Workload,
    /// The labels of the Service.
    pub service_selector: Labels,
    /// The labels of Service and claim.
    pub common_labels: Labels,
    /// The ports of the Service.
    pub ports: Vec<ServicePort>,
    /// The claim, if the logs lie on one.
    pub claim: Option<Claim>,
}

impl Builder<'_> {
    /// The log server's objects.
    pub fn logserver(&mut self) -> Logserver {
        let values = self.values;
        let logserver = &values.logserver;
        let name = self.names.of("logserver");
        let labels = self.names.labels_named(Some("alluxio-logserver"), &name);
        let common_labels = self.names.labels_of("alluxio-logserver");
        let mut volumes = Volumes::default();
        let container = self.logserver_container(&mut volumes);
        volumes::check_paths(container.name, &container.volume_mounts, self.problems);
        let host_network = logserver.host_network.or(false);
        let policy = logserver.dns_policy.value.or(host_network.then_some(DnsPolicy::ClusterFirstWithHostNet));
        let pod = Pod {
            host_network: host_network.then_some(true),
            host_pid: logserver.host_pid.or(false).then_some(true),
            dns_policy: policy.map(|policy| policy.as_str()),
            containers: vec![container],
            restart_policy: Some("Always"),
            volumes: volumes.into_list(),
            ..self.placed_pod(&logserver.node_selector, &logserver.tolerations)
        };
        Logserver {
            service_selector: only(&labels, &["app", "release", "role"]),
            ports: vec![ServicePort { name: "logging".to_owned(), port: number(&logserver.ports.logging) }],
            claim: self.logserver_claim(&common_labels),
            common_labels,
            workload: Workload {
                selector: only(&labels, &["app", "role", "name"]),
                annotations: Default::default(),
                replicas: Some(logserver.replicas.or(1)),
                strategy: logserver.strategy.as_ref().map(strategy),
                name,
                labels,
                pod,
            },
        }
    }

    fn logserver_container(&mut self, volumes: &mut Volumes) -> Container {
        let values = self.values;
        let logserver = &values.logserver;
        volumes.add(match logserver.volume_type.or(LogVolume::Claim) {
            LogVolume::HostPath => Volume::host_path(LOGS, logserver.host_path.text(), "DirectoryOrCreate"),
            LogVolume::EmptyDir => {
                Volume::empty_dir(LOGS, logserver.medium.filled(), Some(super::size(&logserver.size)))
            }
            LogVolume::Claim => Volume::claim(LOGS, logserver.pvc_name.text()),
        });
        let logs = VolumeMount::new(LOGS, "/opt/alluxio/logs", Origin::own("the logs' volume"));
        let secrets = volumes::secrets(&values.secrets.logserver, "logserver", volumes);
        let config_maps = volumes::config_maps(&values.configmaps.logserver, "logserver", volumes);
        let own = volumes::mounts(values, "log server", volumes, self.problems);
        // The entrypoint does not know this variable, so that nothing takes its escapes away (D-112).
        let options = options::logserver(values).map(|text| self.unescaped(&[("ALLUXIO_LOGSERVER_JAVA_OPTS", text)]));
        let options = options.unwrap_or_default();
        Container {
            args: logserver.args.texts(),
            env: EnvVar::own(options, &logserver.env).chain(EnvVar::user(&logserver.env)).collect(),
            ports: vec![ContainerPort::new("logging", number(&logserver.ports.logging))],
            resources: ResourceSet::new(&logserver.resources),
            security_context: Some(self.run_as()),
            volume_mounts: [logs].into_iter().chain(secrets).chain(config_maps).chain(own).collect(),
            ..self.alluxio("alluxio-logserver")
        }
    }

    fn logserver_claim(&self, labels: &Labels) -> Option<Claim> {
        let logserver = &self.values.logserver;
        (logserver.volume_type.value == Some(LogVolume::Claim)).then(|| Claim {
            name: logserver.pvc_name.text().to_owned(),
            labels: labels.clone(),
            storage_class: logserver.storage_class.value.clone(),
            access_modes: super::modes(&logserver.access_modes),
            size: super::size(&logserver.size),
            selector: logserver.selector.as_ref().map(selector),
        })
    }
}

/// A rolling update without a type of the user's own means that type (D-44).
pub fn strategy_type(strategy: &Strategy) -> Option<StrategyType> {
    if strategy.rolling_update.is_some() && !strategy.kind.set {
        return Some(StrategyType::RollingUpdate);
    }
    strategy.kind.value
}

fn strategy(strategy: &Strategy) -> Tree {
    let update = strategy.rolling_update.as_ref().map(|update| {
        tree_map([
            ("maxSurge", update.max_surge.get().map(Tree::from)),
            ("maxUnavailable", update.max_unavailable.get().map(Tree::from)),
        ])
    });
    let kind = strategy_type(strategy).map(|kind| Tree::Text(kind.as_str().to_owned()));
    tree_map([("type", kind), ("rollingUpdate", update)])
}

fn selector(selector: &Selector) -> Tree {
    let text = |text: &str| Tree::Text(text.to_owned());
    let labels = selector.match_labels.0.iter().map(|pair| (pair.name.clone(), text(&pair.text))).collect();
    let expressions = selector.match_expressions.iter().map(|requirement| {
        let values = requirement.values.0.iter().map(|item| text(&item.text)).collect();
        tree_map([
            ("key", Some(text(requirement.key.text()))),
            ("operator", requirement.operator.value.map(|operator| text(operator.as_str()))),
            ("values", Some(Tree::List(values)).filter(|values| *values != Tree::List(Vec::new()))),
        ])
    });
    let expressions: Vec<Tree> = expressions.collect();
    tree_map([
        ("matchLabels", (!selector.match_labels.0.is_empty()).then_some(Tree::Map(labels))),
        ("matchExpressions", (!expressions.is_empty()).then_some(Tree::List(expressions))),
    ])
}
