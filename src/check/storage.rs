//! Journal, metastore, storage tiers and the domain socket.

use super::{Checker, workers};
use crate::facts::{self, tiers, units, volumes};
use crate::model::choices::{JournalType, JournalUfs, MasterVolume, Policy, SocketVolume, TierVolume};
use crate::model::scalar::Leaf;
use crate::model::storage::{Level, Metastore};
use crate::problem::{Problem, any_of, nearest};
use std::collections::BTreeMap;

impl Checker<'_> {
    /// The tiers' options and volumes.
    pub(super) fn tiers(&mut self) {
        let levels = self.values.tieredstore.as_ref().map(|store| store.levels.as_slice()).unwrap_or_default();
        for (index, level) in levels.iter().enumerate() {
            self.level(&format!("tieredstore.levels[{index}]"), level);
        }
        self.order(levels);
        if workers(self.values) {
            self.aliases(levels);
        }
    }

    /// Each level once, from 0 without a gap: a worker looks for those up to their number (D-123).
    fn order(&mut self, levels: &[Level]) {
        let mut seen: BTreeMap<i64, &Level> = BTreeMap::new();
        for (index, level) in levels.iter().enumerate() {
            let Some(number) = level.level.value.filter(|number| *number >= 0) else { continue };
            if let Some(first) = seen.insert(number, level) {
                self.problems.push(
                    Problem::error(format!(
                        "`tieredstore.levels[{index}].level` is {number}, which another level already is"
                    ))
                    .at(level.level.place)
                    .note_at("the first one is here", first.level.place)
                    .help("number the levels from 0, each once"),
                );
                return;
            }
        }
        let gap = (0..).zip(&seen).find(|(expected, (number, _))| expected != *number);
        if let Some((expected, (number, level))) = gap
            && seen.len() == levels.len()
        {
            let message = format!("`tieredstore.levels` has a level {number} but no level {expected}");
            let help = "number the levels from 0 without a gap";
            self.refuse(message, level.level.place, help);
        }
    }

    /// The names of the tiers, which every process looks up in the list of all that there may be when it starts.
    fn aliases(&mut self, levels: &[Level]) {
        let global = tiers::global_aliases(self.values);
        if levels.len() > global.len() {
            let message =
                format!("`tieredstore.levels` has {} levels, more than the {} of", levels.len(), global.len());
            let problem = Problem::warning(format!("{message} `{}`", tiers::GLOBAL_LEVELS));
            self.problems.push(
                problem
                    .at(levels.last().and_then(|level| level.level.place))
                    .help(format!("allow more with `properties`: `{}` and the alias of each", tiers::GLOBAL_LEVELS)),
            );
        }
        for (index, level) in levels.iter().enumerate() {
            let Some(alias) = level.alias.filled() else { continue };
            let is_known = global.iter().any(|known| known == alias);
            if is_known || tiers::is_alias_set(self.values, level.level.or(index as i64)) {
                continue;
            }
            let known: Vec<&str> = global.iter().map(String::as_str).collect();
            let message = format!("`tieredstore.levels[{index}].alias` must be {}", any_of(known.iter().copied()));
            let near = nearest(alias, known.iter().copied()).map_or_else(
                || "or name it in `alluxio.master.tieredstore.global.level0.alias` and so on".to_owned(),
                |near| format!("write `{near}`"),
            );
            let message = format!("{message}, found {alias:?}");
            // One of the page's own examples has as many names as media; which of them counts nobody knows.
            match volumes::parts(alias).iter().all(|part| known.contains(part)) {
                true => self.doubt(message, level.alias.place, "give the tier one alias"),
                false => self.refuse(message, level.alias.place, &near),
            }
        }
    }

    /// Journal and metastore of the masters.
    pub(super) fn journal(&mut self) {
        let journal = &self.values.journal;
        if let Some(metastore) = &self.values.metastore {
            self.metastore(metastore);
        }
        self.chosen("journal.type", &journal.kind, "`UFS` or `EMBEDDED`");
        if journal.kind.value == Some(JournalType::Ufs) {
            self.chosen("journal.ufsType", &journal.ufs_type, "`local` or `HDFS`");
        }
        self.required("journal.folder", &journal.folder);
        if journal.format.run_format.or(false) {
            self.resources("journal.format.resources", &journal.format.resources);
        }
        if !facts::needs_journal(self.values) {
            self.journal_outside();
            return;
        }
        self.journal_folder();
        self.chosen("journal.volumeType", &journal.volume_type, "`persistentVolumeClaim` or `emptyDir`");
        self.quantity("journal.size", &journal.size);
        match journal.volume_type.value {
            Some(MasterVolume::Claim) => {
                self.some("journal.size", journal.size.filled(), journal.size.place);
                self.modes("journal.accessModes", &journal.access_modes);
                self.storage_class("journal.storageClass", &journal.storage_class);
            }
            Some(MasterVolume::EmptyDir) => self.medium("journal.medium", &journal.medium),
            None => {}
        }
    }

    /// A journal on a volume is in a folder of the container.
    fn journal_folder(&mut self) {
        let journal = &self.values.journal;
        let folder = journal.folder.text();
        if scheme(folder).is_some() {
            let message = format!("`journal.folder` is {folder:?}, but the journal is on a volume of the master");
            let help = match journal.kind.value {
                Some(JournalType::Embedded) => "write a folder such as `/journal`",
                _ => "set `journal.ufsType` to `HDFS`, or write a folder such as `/journal`",
            };
            self.refuse(message, journal.folder.place, help);
        } else if !folder.is_empty() && (!folder.starts_with('/') || folder.contains(':')) {
            let message = format!("`journal.folder` must be an absolute path without `:`, found {folder:?}");
            self.refuse(
                message,
                journal.folder.place,
                "the journal's volume is mounted at this path; begin it with `/`",
            );
        }
    }

    /// A journal in HDFS has an address. With a folder it would lie in the container, and be gone with it.
    fn journal_outside(&mut self) {
        let journal = &self.values.journal;
        let folder = journal.folder.text();
        let outside = journal.ufs_type.value == Some(JournalUfs::Hdfs) && !folder.is_empty();
        if outside && scheme(folder).is_none() {
            let message = format!("`journal.folder` is {folder:?}, a local path, but `journal.ufsType` is `HDFS`");
            let problem =
                Problem::error(message).at(journal.folder.place).note_at("it is set here", journal.ufs_type.place);
            let help = "write an address such as `hdfs://namenode:8020/journal`, or set `journal.ufsType` to `local`";
            self.problems.push(problem.help(help));
        }
    }

    fn metastore(&mut self, metastore: &Metastore) {
        // The section has no place of its own; what stands in it has.
        let (kind, size) = (&metastore.volume_type, &metastore.size);
        let near = kind.place.or(size.place).or(metastore.mount_path.place).or(metastore.storage_class.place);
        let kind = Leaf { place: near.or(metastore.medium.place).or(metastore.access_modes.place), ..kind.clone() };
        self.chosen("metastore.volumeType", &kind, "`persistentVolumeClaim` or `emptyDir`");
        self.mount_path("metastore.mountPath", &metastore.mount_path);
        self.quantity("metastore.size", &metastore.size);
        match metastore.volume_type.value {
            Some(MasterVolume::Claim) => {
                self.some("metastore.size", metastore.size.filled(), metastore.size.place);
                self.modes("metastore.accessModes", &metastore.access_modes);
                self.storage_class("metastore.storageClass", &metastore.storage_class);
            }
            Some(MasterVolume::EmptyDir) => self.medium("metastore.medium", &metastore.medium),
            None => {}
        }
    }

    /// A tier: a number, media, and for each medium a folder and what its volume needs (D-10, D-107).
    fn level(&mut self, path: &str, level: &Level) {
        let place = [&level.mediumtype.place, &level.path.place, &level.level.place, &level.alias.place]
            .into_iter()
            .find_map(|p| *p);
        match level.level.value {
            None => self.refuse(
                format!("`{path}.level` is required"),
                level.level.place.or(place),
                "number the tiers from 0, the fastest first",
            ),
            Some(number) if number < 0 => {
                self.refuse(
                    format!("`{path}.level` must be 0 or more, found {number}"),
                    level.level.place,
                    "number the tiers from 0",
                );
            }
            Some(_) => {}
        }
        let Some(mediumtype) = level.mediumtype.filled() else {
            self.refuse(format!("`{path}.mediumtype` is required"), place, "name the medium: `MEM`, `SSD` or `HDD`");
            return;
        };
        let media = volumes::parts(mediumtype);
        if media.iter().any(|medium| medium.is_empty()) {
            let message = format!("`{path}.mediumtype` must have a medium between its commas, found {mediumtype:?}");
            self.refuse(message, level.mediumtype.place, "remove the extra comma");
            return;
        }
        self.level_volumes(path, level, &media);
    }

    fn level_volumes(&mut self, path: &str, level: &Level, media: &[&str]) {
        let paths = volumes::parts(level.path.text());
        if paths.len() < media.len() || paths.iter().any(|part| part.is_empty()) {
            let message = format!("`{path}.path` must name {}", for_each("a folder", media, level.path.text()));
            self.refuse(
                message,
                level.path.place.or(level.mediumtype.place),
                "list one path for each medium, separated by commas",
            );
            return;
        }
        if paths.iter().any(|part| !part.starts_with('/') || part.contains(':')) {
            let message =
                format!("`{path}.path` should have absolute paths without `:`, found {:?}", level.path.text());
            self.doubt(message, level.path.place, "begin each path with `/`");
        }
        match level.kind.or(TierVolume::EmptyDir) {
            TierVolume::Claim => {
                let claims = volumes::parts(level.name.text());
                if claims.len() < media.len() || claims.iter().any(|part| part.is_empty()) {
                    let message = format!("`{path}.name` must name {}", for_each("a claim", media, level.name.text()));
                    self.refuse(
                        message,
                        level.name.place.or(level.kind.place),
                        "list one claim for each medium, separated by commas",
                    );
                } else {
                    self.outside_names(&format!("{path}.name"), &claims, level.name.place);
                }
            }
            TierVolume::EmptyDir => self.tier_quota(path, level),
            TierVolume::HostPath => self.tier_host_paths(path, level, &paths),
        }
    }

    /// The folders of a tier on the node.
    fn tier_host_paths(&mut self, path: &str, level: &Level, paths: &[&str]) {
        if paths.iter().any(|path| path.split('/').any(|part| part == "..")) {
            let message = format!("`{path}.path` must not contain `..`, found {:?}", level.path.text());
            self.refuse(message, level.path.place, "write the folder itself");
        }
    }

    /// The quota of a tier on an emptyDir, which becomes the size of the volume.
    fn tier_quota(&mut self, path: &str, level: &Level) {
        for quota in level.quota.filled().map(volumes::parts).unwrap_or_default() {
            let message = match units::amount(&units::quota_for_kubernetes(quota)) {
                None => format!("`{path}.quota` must be a size, found {quota:?}"),
                Some(..0.0) => format!("`{path}.quota` must not be negative, found {quota:?}"),
                Some(_) => continue,
            };
            let general = "write a number with a suffix such as `GB` or `Gi`";
            let help = units::meant(quota).map_or_else(|| general.to_owned(), |meant| format!("write `{meant}`"));
            self.refuse(message, level.quota.place, &help);
        }
    }

    /// The domain socket, wherever it is mounted.
    pub(super) fn socket(&mut self) {
        let short_circuit = &self.values.short_circuit;
        if !short_circuit.enabled.or(false) {
            return;
        }
        self.chosen("shortCircuit.policy", &short_circuit.policy, "`uuid` or `local`");
        if short_circuit.policy.value != Some(Policy::Uuid) {
            return;
        }
        self.chosen("shortCircuit.volumeType", &short_circuit.volume_type, "`persistentVolumeClaim` or `hostPath`");
        match short_circuit.volume_type.value {
            Some(SocketVolume::Claim) => {
                self.claim_name("shortCircuit.pvcName", &short_circuit.pvc_name);
                self.quantity("shortCircuit.size", &short_circuit.size);
                self.some("shortCircuit.size", short_circuit.size.filled(), short_circuit.size.place);
                self.modes("shortCircuit.accessModes", &short_circuit.access_modes);
                self.storage_class("shortCircuit.storageClass", &short_circuit.storage_class);
            }
            Some(SocketVolume::HostPath) => self.host_path("shortCircuit.hostPath", &short_circuit.host_path),
            None => {}
        }
    }
}

/// The scheme of an address: `hdfs` of `hdfs://a/b`.
fn scheme(text: &str) -> Option<&str> {
    text.split_once("://").map(|(scheme, _)| scheme).filter(|scheme| !scheme.is_empty() && !scheme.contains('/'))
}

/// `a claim for each of its 2 media, found "x"`.
fn for_each(what: &str, media: &[&str], found: &str) -> String {
    match media {
        [_] => format!("{what}, found {found:?}"),
        _ => format!("{what} for each of its {} media, found {found:?}", media.len()),
    }
}
