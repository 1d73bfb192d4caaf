//! The typed values: every key that is read, with its type. A value is added here, in values/values.yaml and in the facts.

pub mod addons;
mod at;
pub mod choices;
pub mod credentials;
pub mod csi;
pub mod free;
pub mod fuse;
pub mod list;
pub mod map;
pub mod meant;
pub mod pod;
pub mod read;
pub mod scalar;
pub mod section;
pub mod servers;
pub mod shape;
pub mod shared;
pub mod storage;
pub mod unknown;
pub mod words;

use crate::problem::Problems;
use crate::source::Sources;
use crate::version::Version;
use crate::yaml::Node;
use meant::Known;
use read::{At, Path, Read, Reader, Shape};
use scalar::Leaf;
use section::section;
use shared::Shared;

section! {
    /// All values.
    pub struct Values {
        /// What every object's name begins with.
        pub fullname_override: Leaf<String> = "fullnameOverride" is Base,
        /// The label `app`.
        pub name_override: Leaf<String> = "nameOverride",
        /// The image of Alluxio.
        pub image: Leaf<String> = "image" never null,
        /// Its tag; empty means that `image` has it.
        pub image_tag: Leaf<String> = "imageTag",
        /// When it is pulled.
        pub image_pull_policy: Leaf<choices::PullPolicy> = "imagePullPolicy",
        /// Where all images are pulled from.
        pub images: Shared<pod::Images> = "images",
        /// The user that processes run as.
        pub user: Leaf<i64> = "user" is Id,
        /// Their group.
        pub group: Leaf<i64> = "group" is Id,
        /// The group that owns their volumes.
        pub fs_group: Leaf<i64> = "fsGroup" is Id,
        /// The service account of masters, workers and FUSE.
        pub service_account: Leaf<String> = "serviceAccount" is Object,
        /// The secrets that images are pulled with.
        pub image_pull_secrets: list::SecretNames = "imagePullSecrets",
        /// Alluxio properties of all components.
        pub properties: map::Properties = "properties",
        /// JVM options of all components.
        pub jvm_options: list::Words = "jvmOptions",
        /// Where credentials are kept, in place of the properties.
        pub credentials: Shared<credentials::Credentials> = "credentials",
        /// Claims that are mounted in all of Alluxio's containers.
        pub mounts: Vec<pod::Mount> = "mounts",
        /// Labels that nodes must carry.
        pub node_selector: map::Texts = "nodeSelector",
        /// Taints that pods bear.
        pub tolerations: Vec<pod::Toleration> = "tolerations",
        /// Names for addresses, in masters and workers.
        pub host_aliases: Vec<pod::HostAlias> = "hostAliases",
        /// Secrets that are mounted.
        pub secrets: Shared<storage::SecretSets> = "secrets",
        /// ConfigMaps that are mounted.
        pub configmaps: Shared<storage::ConfigMapSets> = "configmaps" since "2.8",
        /// The masters.
        pub master: Shared<servers::Master> = "master",
        /// The job masters.
        pub job_master: Shared<servers::JobMaster> = "jobMaster",
        /// The masters' journal.
        pub journal: Shared<storage::Journal> = "journal",
        /// The masters' metastore on disk.
        pub metastore: Option<Shared<storage::Metastore>> = "metastore",
        /// The workers.
        pub worker: Shared<servers::Worker> = "worker",
        /// The job workers.
        pub job_worker: Shared<servers::JobWorker> = "jobWorker",
        /// The workers' storage tiers.
        pub tieredstore: Option<Shared<storage::TieredStore>> = "tieredstore",
        /// How clients read from a worker on their own node.
        pub short_circuit: storage::ShortCircuit = "shortCircuit",
        /// FUSE.
        pub fuse: Shared<fuse::Fuse> = "fuse",
        /// Metrics.
        pub metrics: Shared<addons::Metrics> = "metrics",
        /// The log server.
        pub logserver: Shared<addons::Logserver> = "logserver",
        /// The CSI driver.
        pub csi: Shared<csi::Csi> = "csi",
        /// Alluxio Hub.
        pub hub: Shared<addons::Hub> = "hub" until "2.8" because "remove it: Alluxio Hub was discontinued",
        /// The proxy.
        pub proxy: Shared<addons::Proxy> = "proxy" since "2.8",
    }
}

/// What is known of the values. Helm hands `global` to every subchart, and `enabled` where a condition asks for it.
pub const KNOWN: Known = Known {
    shape,
    list: "`alluxio-gen values --defaults` lists all values",
    meant: words::meant,
    passed: &["global", "enabled"],
};

/// Reads merged values of a version into their types. What is wrong goes to `problems`; the result counts only if nothing is.
///
/// `builtin` is the built-in defaults, where `--from` brings a values.yaml of its own that may lack parts.
pub fn read(
    node: &Node,
    version: &'static Version,
    builtin: Option<&Node>,
    sources: &Sources,
    problems: &mut Problems,
) -> Values {
    let at = At { path: Path::Root, node: Some(node), builtin, around: None };
    Values::read(&at, &mut Reader { problems, sources, known: &KNOWN, version })
}

/// What the values may be, in any version.
pub fn shape() -> Shape {
    Values::shape()
}
