//! Facts: every decision about the objects, made from typed values. Templates only put them in place.

mod config_map;
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
mod pods;
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
use crate::problem::Problems;
use crate::target::Target;
use crate::version::Version;
use crate::yaml::Tree;
use config_map::{Config, Metrics};
use container::{EnvVar, Reference};
use names::{Labels, Names};
use plain::{texts, tree_map};
use pod::{Pod, TaintToleration};
pub use pods::PodOf;
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

impl Builder<'_> {
    /// Options as the user wrote them, for a container that gets them past the scripts which take the escapes away; none
    /// where the ConfigMap has the same text.
    fn unescaped(&self, options: &[(&str, String)]) -> Vec<EnvVar> {
        let differing = options.iter().filter(|(_, text)| shell::escaped(text) != text.as_str());
        differing.map(|(name, text)| EnvVar::exactly(name, text)).collect()
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
