//! The ConfigMaps of all components, and of metrics.

use super::names::Labels;
use super::{Builder, metrics, number_text, options, servers, shell};
use crate::problem::Problem;
use serde::Serialize;

/// The ConfigMap of all components.
#[derive(Debug, Default, Serialize)]
pub struct Config {
    pub(super) name: String,
    pub(super) labels: Labels,
    pub(super) java_opts: String,
    pub(super) master_java_opts: String,
    pub(super) job_master_java_opts: String,
    pub(super) worker_java_opts: String,
    pub(super) job_worker_java_opts: String,
    pub(super) fuse_java_opts: Option<String>,
    pub(super) proxy_java_opts: Option<String>,
    pub(super) logserver: Option<LogserverConfig>,
}

impl Config {
    /// The bytes of its data, keys left out.
    fn size(&self) -> usize {
        let always = [&self.java_opts, &self.master_java_opts, &self.job_master_java_opts, &self.worker_java_opts];
        let logserver = self.logserver.as_ref().and_then(|logserver| logserver.java_opts.as_ref());
        let sometimes = [self.fuse_java_opts.as_ref(), self.proxy_java_opts.as_ref(), logserver];
        let texts = always.into_iter().chain([&self.job_worker_java_opts]).chain(sometimes.into_iter().flatten());
        texts.map(String::len).sum()
    }
}

/// What all components know of the log server.
#[derive(Debug, Serialize)]
pub struct LogserverConfig {
    hostname: String,
    port: String,
    java_opts: Option<String>,
}

/// The ConfigMap of metrics.
#[derive(Debug, Serialize)]
pub struct Metrics {
    name: String,
    labels: Labels,
    properties: String,
}

/// The most that a ConfigMap may hold, in bytes (Kubernetes, `MaxSecretSize` of core/v1).
const MOST_DATA: usize = 1 << 20;

impl Builder<'_> {
    /// A ConfigMap that is too large is refused by the API server.
    pub(super) fn fits(&mut self, config: &Config) {
        let size = config.size();
        if size > MOST_DATA {
            let name = &config.name;
            let told = format!("the ConfigMap `{name}` would have {size} bytes, but Kubernetes allows {MOST_DATA}");
            self.problems.push(Problem::error(told).help("shorten `properties` and `jvmOptions`"));
        }
    }

    /// The ConfigMap of all components.
    pub(super) fn config(&self) -> Config {
        let (values, names, version) = (self.values, &self.names, self.target.version);
        let name = names.of("config");
        let logserver = &values.logserver;
        let escaped = |text: &str| shell::escaped(text).into_owned();
        Config {
            labels: names.labels_named(None, &name),
            name,
            java_opts: escaped(&options::common(values, names, version)),
            master_java_opts: escaped(&options::master(values)),
            job_master_java_opts: escaped(&options::job_master(values)),
            worker_java_opts: escaped(&options::worker(values, version)),
            job_worker_java_opts: escaped(&options::job_worker(values)),
            fuse_java_opts: options::fuse_daemon(values, version).as_deref().map(escaped),
            proxy_java_opts: options::proxy(values, version).as_deref().map(escaped),
            logserver: logserver.enabled.or(false).then(|| LogserverConfig {
                hostname: names.of("logserver"),
                port: number_text(servers::number(&logserver.ports.logging)),
                java_opts: options::logserver(values).as_deref().map(escaped),
            }),
        }
    }

    /// The ConfigMap of metrics.
    pub(super) fn metrics(&self) -> Metrics {
        let name = self.names.of("metrics");
        let labels = self.names.labels_named(None, &name);
        Metrics { labels, name, properties: metrics::properties(self.values) }
    }
}
