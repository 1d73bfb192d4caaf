//! Facts: every decision about the objects, made from typed values. Templates only put them in place.

pub mod container;
mod credential_mounts;
pub mod credentials;
mod csi;
mod csi_pod;
pub mod external;
mod extras;
pub mod fuse;
pub mod given;
mod hub;
pub mod image;
pub mod logserver;
pub mod master;
mod metrics;
pub mod names;
pub mod options;
mod plain;
pub mod pod;
mod proxy;
mod quantity;
mod servers;
pub mod shell;
pub mod size;
#[cfg(test)]
mod tests;
pub mod tiers;
pub mod units;
pub mod unused;
pub mod volume;
pub mod volumes;
mod worker;

use crate::model::Values;
use crate::model::choices::{AccessMode, JournalType, JournalUfs};
use crate::model::list::Choices;
use crate::model::map;
use crate::model::pod::Toleration;
use crate::model::scalar::{Leaf, Quantity};
use crate::order;
use crate::problem::{Problem, Problems};
use crate::target::Target;
use crate::version::Version;
use crate::yaml::Tree;
use container::{EnvVar, Reference};
use names::{Labels, Names};
use plain::{texts, tree_map};
use pod::{Container, Pod, TaintToleration};
use serde::Serialize;
use std::collections::{BTreeSet, HashSet};

/// Everything that templates see.
#[derive(Debug, Serialize)]
pub struct Facts {
    /// The version of Alluxio.
    #[serde(skip)]
    pub version: &'static Version,
    /// The namespace that objects carry, if they are to carry one.
    pub namespace: Option<String>,
    /// The ConfigMap of all components.
    pub config: Config,
    /// The ConfigMap of metrics.
    pub metrics: Option<Metrics>,
    /// The masters.
    pub master: Option<master::Master>,
    /// The workers.
    pub worker: Option<pod::Workload>,
    /// The claim of the domain socket.
    pub socket_claim: Option<volume::Claim>,
    /// The FUSE daemon.
    pub fuse: Option<fuse::Fuse>,
    /// The FUSE client.
    pub fuse_client: Option<pod::Workload>,
    /// The log server.
    pub logserver: Option<logserver::Logserver>,
    /// The CSI driver.
    pub csi: Option<csi::Csi>,
    /// The CSI client.
    pub csi_client: Option<csi::CsiClient>,
    /// The hub's manager.
    pub hub: Option<hub::Hub>,
    /// The proxy.
    pub proxy: Option<pod::Workload>,
}

/// The ConfigMap of all components.
#[derive(Debug, Default, Serialize)]
pub struct Config {
    name: String,
    labels: Labels,
    java_opts: String,
    master_java_opts: String,
    job_master_java_opts: String,
    worker_java_opts: String,
    job_worker_java_opts: String,
    fuse_java_opts: Option<String>,
    proxy_java_opts: Option<String>,
    logserver: Option<LogserverConfig>,
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

/// Facts in the making.
pub struct Builder<'a> {
    values: &'a Values,
    target: &'a Target,
    names: Names,
    problems: &'a mut Problems,
}

/// A part of the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The ConfigMap of all components.
    Config,
    /// The ConfigMap of metrics.
    Metrics,
    /// The masters.
    Master,
    /// The workers.
    Worker,
    /// The claim of the domain socket.
    SocketClaim,
    /// The FUSE daemon.
    Fuse,
    /// The FUSE client.
    FuseClient,
    /// The log server.
    Logserver,
    /// The CSI driver.
    Csi,
    /// The CSI client.
    CsiClient,
    /// The hub's manager.
    Hub,
    /// The proxy.
    Proxy,
}

impl Facts {
    /// Decides everything. What contradicts itself only here, such as two volumes at one path, goes to `problems`.
    pub fn new(values: &Values, target: &Target, problems: &mut Problems) -> Self {
        Facts::of(values, target, |_| true, problems)
    }

    /// As [`Facts::new`], without the parts that are not wanted; the ConfigMap of all components is empty then.
    pub fn of(values: &Values, target: &Target, wanted: impl Fn(Part) -> bool, problems: &mut Problems) -> Self {
        let is = |part: Part, enabled: bool| enabled && wanted(part);
        let mut builder = Builder { values, target, names: Names::new(values, target), problems };
        let mut facts = Facts {
            version: target.version,
            namespace: target.namespace.clone(),
            config: if wanted(Part::Config) { builder.config() } else { Config::default() },
            metrics: is(Part::Metrics, values.metrics.enabled.or(false)).then(|| builder.metrics()),
            master: is(Part::Master, master_enabled(values)).then(|| builder.master()),
            worker: is(Part::Worker, worker_enabled(values)).then(|| builder.worker()),
            socket_claim: if wanted(Part::SocketClaim) { builder.socket_claim() } else { None },
            fuse: is(Part::Fuse, fuse::enabled(values)).then(|| builder.fuse()),
            fuse_client: is(Part::FuseClient, values.fuse.client_enabled.or(false)).then(|| builder.fuse_client()),
            logserver: is(Part::Logserver, values.logserver.enabled.or(false)).then(|| builder.logserver()),
            csi: is(Part::Csi, values.csi.enabled.or(false)).then(|| builder.csi()),
            csi_client: is(Part::CsiClient, values.csi.client_enabled.or(false)).then(|| builder.csi_client()),
            hub: is(Part::Hub, values.hub.enabled.or(false)).then(|| builder.hub()),
            proxy: is(Part::Proxy, values.proxy.enabled.or(false)).then(|| builder.proxy()),
        };
        builder.give_credentials(&mut facts);
        builder.fits(&facts.config);
        facts
    }
}

/// A pod, or the template of one, in the object that has it.
#[derive(Clone, Copy, Debug)]
pub struct PodOf<'a> {
    /// The object's kind.
    pub kind: &'static str,
    /// Its name.
    pub name: &'a str,
    /// The pod.
    pub pod: &'a Pod,
}

impl Facts {
    /// All pods.
    pub fn pods(&self) -> Vec<PodOf<'_>> {
        fn of<'a>(kind: &'static str, workload: &'a pod::Workload) -> PodOf<'a> {
            PodOf { kind, name: &workload.name, pod: &workload.pod }
        }
        let csi = self.csi.as_ref();
        let client = self.csi_client.as_ref().map(|it| PodOf { kind: "Pod", name: csi::CLIENT, pod: &it.pod });
        let list = [
            self.master.as_ref().map(|it| of("StatefulSet", &it.workload)),
            self.worker.as_ref().map(|it| of("DaemonSet", it)),
            self.fuse.as_ref().map(|it| of("DaemonSet", &it.workload)),
            self.fuse_client.as_ref().map(|it| of("DaemonSet", it)),
            self.logserver.as_ref().map(|it| of("Deployment", &it.workload)),
            csi.map(|it| of("Deployment", &it.controller)),
            csi.map(|it| of("DaemonSet", &it.node_plugin)),
            client,
            self.hub.as_ref().map(|it| of("Deployment", &it.workload)),
            self.proxy.as_ref().map(|it| of("DaemonSet", it)),
        ];
        list.into_iter().flatten().collect()
    }

    /// All pods, to be changed.
    fn pods_mut(&mut self) -> impl Iterator<Item = &mut Pod> {
        let (controller, node_plugin) = match &mut self.csi {
            Some(csi) => (Some(&mut csi.controller), Some(&mut csi.node_plugin)),
            None => (None, None),
        };
        let workloads = [
            self.master.as_mut().map(|it| &mut it.workload),
            self.worker.as_mut(),
            self.fuse.as_mut().map(|it| &mut it.workload),
            self.fuse_client.as_mut(),
            self.logserver.as_mut().map(|it| &mut it.workload),
            controller,
            node_plugin,
            self.hub.as_mut().map(|it| &mut it.workload),
            self.proxy.as_mut(),
        ];
        let client = self.csi_client.as_mut().map(|it| &mut it.pod);
        workloads.into_iter().flatten().map(|workload| &mut workload.pod).chain(client)
    }

    /// All containers of all pods.
    pub fn containers(&self) -> impl Iterator<Item = &Container> {
        self.pods().into_iter().flat_map(|of| of.pod.init_containers.iter().chain(&of.pod.containers))
    }
}

/// The most that a ConfigMap may hold, in bytes (Kubernetes, `MaxSecretSize` of core/v1).
const MOST_DATA: usize = 1 << 20;

impl Builder<'_> {
    /// A ConfigMap that is too large is refused by the API server.
    fn fits(&mut self, config: &Config) {
        let size = config.size();
        if size > MOST_DATA {
            let name = &config.name;
            let told = format!("the ConfigMap `{name}` would have {size} bytes, but Kubernetes allows {MOST_DATA}");
            self.problems.push(Problem::error(told).help("shorten `properties` and `jvmOptions`"));
        }
    }

    fn config(&self) -> Config {
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

    /// Options as the user wrote them, for a container that gets them past the scripts which take the escapes away; none
    /// where the ConfigMap has the same text.
    fn unescaped(&self, options: &[(&str, String)]) -> Vec<EnvVar> {
        let differing = options.iter().filter(|(_, text)| shell::escaped(text) != text.as_str());
        differing.map(|(name, text)| EnvVar::exactly(name, text)).collect()
    }

    fn metrics(&self) -> Metrics {
        let name = self.names.of("metrics");
        let labels = self.names.labels_named(None, &name);
        Metrics { labels, name, properties: metrics::properties(self.values) }
    }

    /// A pod where the common node selector and tolerations place it, with the common pull secrets (D-87).
    fn placed_pod(&self, selector: &map::Texts, tolerations: &[Toleration]) -> Pod {
        let values = self.values;
        let selector = if selector.0.is_empty() { &values.node_selector } else { selector };
        let mut names = HashSet::new();
        // A server-side apply refuses one that stands twice (D-116).
        let secrets = values.image_pull_secrets.0.iter().filter(|item| names.insert(&item.text));
        Pod {
            node_selector: texts(selector),
            tolerations: self.tolerations(tolerations),
            image_pull_secrets: secrets.map(|item| Reference { name: item.text.clone() }).collect(),
            ..Pod::default()
        }
    }

    /// A component's tolerations, then the common ones.
    fn tolerations(&self, own: &[Toleration]) -> Vec<TaintToleration> {
        own.iter().chain(&self.values.tolerations).map(Into::into).collect()
    }

    /// A component's service account, or the common one.
    fn service_account(&self, own: &Leaf<String>) -> Option<String> {
        own.filled().or(self.values.service_account.filled()).map(str::to_owned)
    }
}

/// Whether masters are rendered. Null counts as yes, as in the chart.
pub fn master_enabled(values: &Values) -> bool {
    values.master.enabled.or(true)
}

/// Whether workers are rendered. Null counts as yes, as in the chart.
pub fn worker_enabled(values: &Values) -> bool {
    values.worker.enabled.or(true)
}

/// More masters than anybody runs; `check` refuses them.
pub const MOST_MASTERS: i64 = 100;

/// The numbers of the masters. Facts are made of refused values too, so a count without end must not be counted out.
pub fn master_numbers(values: &Values) -> impl Iterator<Item = i64> {
    0..values.master.count.or(0).min(MOST_MASTERS)
}

/// Whether several masters keep the journal among themselves.
pub fn embedded_ha(values: &Values) -> bool {
    values.journal.kind.value == Some(JournalType::Embedded) && values.master.count.or(0) > 1
}

/// Whether the journal lies on a volume of the master.
pub fn needs_journal(values: &Values) -> bool {
    let journal = &values.journal;
    match journal.kind.value {
        Some(JournalType::Embedded) => true,
        Some(JournalType::Ufs) => journal.ufs_type.value == Some(JournalUfs::Local),
        None => false,
    }
}

/// The claims that pods mount and that have to exist before: those of `mounts` and of storage tiers.
pub fn external_claims(values: &Values) -> BTreeSet<String> {
    let mut claims = order::set(external::claims(values).into_iter().map(|claim| claim.name));
    extras::references(values, &["persistentVolumeClaim"], "claimName", &mut claims);
    claims
}

/// The ConfigMaps that pods refer to and that have to exist before: those of `configmaps` and of what the user adds to pods.
pub fn external_config_maps(values: &Values) -> BTreeSet<String> {
    let sets = &values.configmaps;
    let mounted = [&sets.master, &sets.worker, &sets.logserver].into_iter().flat_map(|set| &set.0);
    let mut names = order::set(mounted.map(|pair| pair.name.clone()));
    extras::references(values, &["configMap", "configMapRef", "configMapKeyRef"], "name", &mut names);
    names
}

fn modes(modes: &Choices<AccessMode>) -> Vec<&'static str> {
    modes.list.iter().map(|mode| mode.as_str()).collect()
}

/// The size as the API server stores it; a missing one is refused before it is used.
fn size(size: &Leaf<Quantity>) -> String {
    units::stored(size.filled().unwrap_or(""))
}

fn number_text(number: i64) -> String {
    number.to_string()
}

fn match_labels(labels: &Labels) -> Tree {
    let labels = labels.iter().map(|(key, value)| ((*key).to_owned(), Tree::Text(value.clone()))).collect();
    tree_map([("matchLabels", Some(Tree::Map(labels)))])
}
