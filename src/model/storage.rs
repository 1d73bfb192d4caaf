//! Journal, metastore, storage tiers and the domain socket.

use super::choices::{AccessMode, JournalType, JournalUfs, MasterVolume, Policy, SocketVolume, TierVolume};
use super::list::Choices;
use super::pod::{NoEffect, Resources};
use super::scalar::{Leaf, Quantity};
use super::section::section;

section! {
    /// The masters' journal.
    pub struct Journal {
        /// What it is kept in.
        pub kind: Leaf<JournalType> = "type" never null,
        /// Where a journal in files lies.
        pub ufs_type: Leaf<JournalUfs> = "ufsType",
        /// Its folder.
        pub folder: Leaf<String> = "folder" never null,
        /// Its volume.
        pub volume_type: Leaf<MasterVolume> = "volumeType" never null,
        /// The volume's size.
        pub size: Leaf<Quantity> = "size" never null,
        /// The claim's storage class; `""` means none.
        pub storage_class: Leaf<String> = "storageClass",
        /// The claim's access modes.
        pub access_modes: Choices<AccessMode> = "accessModes" never null,
        /// What an emptyDir is kept in.
        pub medium: Leaf<String> = "medium" is Medium,
        /// Formatting.
        pub format: Format = "format",
    }
}

section! {
    /// Formatting of the journal before a master starts.
    pub struct Format {
        /// Whether it is done.
        pub run_format: Leaf<bool> = "runFormat",
        /// Resources of the container that does it.
        pub resources: Option<Resources> = "resources",
    }
}

section! {
    /// The volume of a metastore on disk. It is on as soon as one key is given.
    pub struct Metastore {
        /// Its volume.
        pub volume_type: Leaf<MasterVolume> = "volumeType" never null,
        /// The volume's size.
        pub size: Leaf<Quantity> = "size" never null or "1Gi",
        /// Where it is mounted.
        pub mount_path: Leaf<String> = "mountPath" is Absolute never null or "/metastore",
        /// The claim's storage class; `""` means none.
        pub storage_class: Leaf<String> = "storageClass" or "standard",
        /// The claim's access modes.
        pub access_modes: Choices<AccessMode> = "accessModes" never null or AccessMode::ReadWriteOnce,
        /// What an emptyDir is kept in.
        pub medium: Leaf<String> = "medium" is Medium or "",
    }
}

section! {
    /// The workers' storage tiers.
    pub struct TieredStore {
        /// The tiers, the fastest first.
        pub levels: Vec<Level> = "levels",
    }
}

section! {
    /// A storage tier.
    pub struct Level {
        /// Its number, from 0.
        pub level: Leaf<i64> = "level",
        /// Its name.
        pub alias: Leaf<String> = "alias",
        /// Its media, separated by commas.
        pub mediumtype: Leaf<String> = "mediumtype",
        /// Its folders, separated by commas.
        pub path: Leaf<String> = "path",
        /// Its volumes.
        pub kind: Leaf<TierVolume> = "type",
        /// Its claims, separated by commas.
        pub name: Leaf<String> = "name",
        /// How much it holds, separated by commas.
        pub quota: Leaf<String> = "quota",
        /// How full it may be before it is cleared, from 0 to 1.
        pub high: Leaf<String> = "high",
        /// How full it is when clearing ends, from 0 to 1.
        pub low: Leaf<String> = "low",
    }
}

impl Level {
    /// What stands in the worker's options as it is written, by key.
    pub fn option_texts(&self) -> [(&'static str, &Leaf<String>); 6] {
        [
            ("alias", &self.alias),
            ("mediumtype", &self.mediumtype),
            ("path", &self.path),
            ("quota", &self.quota),
            ("high", &self.high),
            ("low", &self.low),
        ]
    }
}

section! {
    /// How clients read from a worker on their own node.
    pub struct ShortCircuit {
        /// Whether they may.
        pub enabled: Leaf<bool> = "enabled",
        /// How they do it.
        pub policy: Leaf<Policy> = "policy" never null,
        /// The volume of the domain socket.
        pub volume_type: Leaf<SocketVolume> = "volumeType" never null,
        /// The claim's size.
        pub size: Leaf<Quantity> = "size" never null,
        /// The claim's name.
        pub pvc_name: Leaf<String> = "pvcName" is Object never null,
        /// The claim's access modes.
        pub access_modes: Choices<AccessMode> = "accessModes" never null,
        /// The claim's storage class; `""` means none.
        pub storage_class: Leaf<String> = "storageClass",
        /// The node's folder.
        pub host_path: Leaf<String> = "hostPath" is Absolute,
    }
}

section! {
    /// ConfigMaps that are mounted below `/configmaps`.
    pub struct ConfigMapSets {
        /// In masters and job masters.
        pub master: super::map::Secrets = "master",
        /// In workers and job workers.
        pub worker: super::map::Secrets = "worker",
        /// In the log server.
        pub logserver: super::map::Secrets = "logserver",
    }
}

section! {
    /// Secrets that are mounted below `/secrets`.
    pub struct SecretSets {
        /// In masters and job masters.
        pub master: super::map::Secrets = "master",
        /// In workers and job workers.
        pub worker: super::map::Secrets = "worker",
        /// In the log server.
        pub logserver: super::map::Secrets = "logserver",
        /// Documented by the chart, read by nothing.
        pub fuse: NoEffect = "fuse",
        /// Documented by the chart, read by nothing.
        pub job_master: NoEffect = "jobMaster",
        /// Documented by the chart, read by nothing.
        pub job_worker: NoEffect = "jobWorker",
    }
}
