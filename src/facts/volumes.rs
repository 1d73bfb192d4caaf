//! Volumes and where they are mounted: names that Kubernetes accepts, storage tiers, secrets, the user's own claims.

use super::units;
use super::volume::{Origin, Volume, VolumeMount};
use crate::model::Values;
use crate::model::choices::{Policy, SocketVolume, TierVolume};
use crate::model::map::Secrets;
use crate::model::storage::Level;
use crate::names::LONGEST;
use crate::problem::{Problem, Problems};
use std::collections::{HashMap, HashSet};

/// Where the domain socket is mounted.
pub const SOCKET_PATH: &str = "/opt/domain";

/// The volume of the domain socket.
pub const SOCKET_VOLUME: &str = "alluxio-domain";

/// The volumes of a pod in the making: names are unique, and names that Kubernetes refuses are changed.
#[derive(Debug, Default)]
pub struct Volumes {
    list: Vec<Volume>,
    taken: HashSet<String>,
}

impl Volumes {
    /// A name that no volume of this pod has, as near to the wanted one as may be.
    pub fn name(&mut self, wanted: &str) -> String {
        let safe = safe_name(wanted);
        let mut name = safe.clone();
        for number in 1.. {
            if !self.has(&name) {
                break;
            }
            // Two names may have one hash, too.
            name = if number == 1 { hashed(&safe, wanted) } else { hashed(&safe, &format!("{wanted} {number}")) };
        }
        self.reserve(&name);
        name
    }

    /// Takes a name for something that is no volume of the pod, such as a claim template.
    pub fn reserve(&mut self, name: &str) {
        self.taken.insert(name.to_owned());
    }

    /// Whether a name is taken.
    pub fn has(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// Adds a volume whose name is taken already.
    pub fn push(&mut self, volume: Volume) {
        self.list.push(volume);
    }

    /// Adds a volume under a name of the pod's own.
    pub fn add(&mut self, volume: Volume) {
        self.reserve(&volume.name);
        self.list.push(volume);
    }

    /// The volumes.
    pub fn into_list(self) -> Vec<Volume> {
        self.list
    }
}

/// A DNS-1123 label: lower case, other characters become hyphens, at most 63 of them (D-37, D-38, D-39).
fn safe_name(wanted: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = wanted.chars().map(letter).collect();
    match name.trim_matches('-') {
        "" => "volume".to_owned(),
        name if name.len() > LONGEST => hashed(name, wanted),
        name => name.to_owned(),
    }
}

/// The name with eight digits behind it that depend on what was wanted (FNV-1a).
fn hashed(name: &str, wanted: &str) -> String {
    let hash = wanted.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let stem: String = name.chars().take(LONGEST - 9).collect();
    format!("{}-{hash:08x}", stem.trim_end_matches('-'))
}

/// A folder of a storage tier: one volume.
pub struct TierDir<'a> {
    medium: &'a str,
    path: &'a str,
    quota: Option<&'a str>,
    claim: &'a str,
    name: String,
}

impl<'a> TierDir<'a> {
    /// How much of the tier it holds, if that is said.
    pub fn quota(&self) -> Option<&'a str> {
        self.quota
    }

    /// The claim that it lies on; empty if it lies on none.
    pub fn claim(&self) -> &'a str {
        self.claim
    }
}

/// The parts of a list separated by commas.
pub fn parts(text: &str) -> Vec<&str> {
    text.split(',').map(str::trim).collect()
}

/// The part of that number; the last one stands for all that are missing.
fn part<'a>(parts: &[&'a str], index: usize) -> Option<&'a str> {
    parts.get(index).or(parts.last()).copied()
}

/// The folders of a tier. One medium with several folders, or several media, number their volumes (D-80).
pub fn tier_dirs(level: &Level) -> Vec<TierDir<'_>> {
    let media = parts(level.mediumtype.text());
    let paths = parts(level.path.text());
    let quotas = level.quota.filled().filter(|text| !units::is_zero(text)).map(parts).unwrap_or_default();
    let claims = level.name.filled().map(parts).unwrap_or_default();
    let count = media.len().max(paths.len());
    (0..count)
        .map(|index| {
            let medium = part(&media, index).unwrap_or("");
            let lower = medium.to_lowercase();
            TierDir {
                medium,
                path: paths.get(index).copied().unwrap_or(""),
                quota: part(&quotas, index),
                claim: part(&claims, index).unwrap_or(""),
                name: if count == 1 { lower } else { format!("{lower}-{index}") },
            }
        })
        .collect()
}

/// Adds the volumes of all tiers and returns where they are mounted.
pub fn tiers(values: &Values, volumes: &mut Volumes) -> Vec<VolumeMount> {
    let levels = values.tieredstore.as_ref().map(|store| store.levels.as_slice()).unwrap_or_default();
    let mut mounts = Vec::new();
    for (index, level) in levels.iter().enumerate() {
        for dir in tier_dirs(level) {
            let number = level.level.or(index as i64);
            let again = volumes.has(&safe_name(&dir.name));
            let wanted = if again { format!("{}-l{number}", dir.name) } else { dir.name };
            let name = volumes.name(&wanted);
            volumes.push(match level.kind.or(TierVolume::EmptyDir) {
                TierVolume::HostPath => Volume::host_path(&name, dir.path, "DirectoryOrCreate"),
                TierVolume::Claim => Volume::claim(&name, dir.claim),
                TierVolume::EmptyDir => {
                    // Only memory is kept in memory (D-79).
                    let medium = dir.medium.eq_ignore_ascii_case("MEM").then_some("Memory");
                    Volume::empty_dir(&name, medium, dir.quota.map(units::stored_quota))
                }
            });
            let origin = Origin::value(&format!("tieredstore.levels[{index}].path"), level.path.place);
            mounts.push(VolumeMount::new(&name, dir.path, origin));
        }
    }
    mounts
}

/// Adds the volumes of a component's secrets and returns where they are mounted.
pub fn secrets(secrets: &Secrets, section: &str, volumes: &mut Volumes) -> Vec<VolumeMount> {
    let mount = |pair: &crate::model::map::Pair| {
        let name = volumes.name(&format!("secret-{}-volume", pair.name));
        let source = super::volume::VolumeSource::Secret { secret_name: pair.name.clone(), default_mode: 256 };
        volumes.push(Volume::new(&name, source));
        let origin = Origin::value(&format!("secrets.{section}.{}", pair.name), Some(pair.place));
        VolumeMount::new(&name, &format!("/secrets/{}", pair.text), origin).read_only()
    };
    secrets.0.iter().map(mount).collect()
}

/// Adds the volumes of a component's ConfigMaps and returns where they are mounted (T-06).
pub fn config_maps(config_maps: &Secrets, section: &str, volumes: &mut Volumes) -> Vec<VolumeMount> {
    let mount = |pair: &crate::model::map::Pair| {
        let name = volumes.name(&format!("configmap-{}-volume", pair.name));
        volumes.push(Volume::new(&name, super::volume::VolumeSource::ConfigMap { name: pair.name.clone() }));
        let origin = Origin::value(&format!("configmaps.{section}.{}", pair.name), Some(pair.place));
        VolumeMount::new(&name, &format!("/configmaps/{}", pair.text), origin).read_only()
    };
    config_maps.0.iter().map(mount).collect()
}

/// Adds the volumes of the user's own claims and returns where they are mounted. A claim that is mounted twice is one
/// volume (D-36); a name that the pod already uses for something of its own is refused.
pub fn mounts(values: &Values, pod: &str, volumes: &mut Volumes, problems: &mut Problems) -> Vec<VolumeMount> {
    let mut claims: HashMap<&str, String> = HashMap::new();
    let mut names: HashSet<String> = HashSet::new();
    let mut list = Vec::with_capacity(values.mounts.len());
    for (index, mount) in values.mounts.iter().enumerate() {
        let claim = mount.name.text();
        let known = claims.get(claim).cloned();
        let volume = known.unwrap_or_else(|| {
            let own = volumes.has(claim) && !names.contains(claim);
            if own {
                problems.push(
                    Problem::error(format!(
                        "`mounts[{index}].name` is `{claim}`, a volume that {pod} pods already have"
                    ))
                    .at(mount.name.place)
                    .help("use a claim with another name"),
                );
            }
            let name = volumes.name(claim);
            volumes.push(Volume::claim(&name, claim));
            claims.insert(claim, name.clone());
            names.insert(name.clone());
            name
        });
        let origin = Origin::value(&format!("mounts[{index}].path"), mount.path.place);
        list.push(VolumeMount::new(&volume, mount.path.text(), origin));
    }
    list
}

/// Whether clients on a worker's node go through a domain socket.
pub fn needs_socket(values: &Values) -> bool {
    values.short_circuit.enabled.or(false) && values.short_circuit.policy.value == Some(Policy::Uuid)
}

/// Adds the volume of the domain socket and returns where it is mounted.
pub fn socket(values: &Values, volumes: &mut Volumes) -> VolumeMount {
    let short_circuit = &values.short_circuit;
    volumes.add(match short_circuit.volume_type.or(SocketVolume::Claim) {
        SocketVolume::HostPath => Volume::host_path(SOCKET_VOLUME, short_circuit.host_path.text(), "DirectoryOrCreate"),
        SocketVolume::Claim => Volume::claim(SOCKET_VOLUME, short_circuit.pvc_name.text()),
    });
    VolumeMount::new(SOCKET_VOLUME, SOCKET_PATH, Origin::own("the domain socket"))
}

/// Refuses two mounts at one path of a container (D-36, D-53).
pub fn check_paths(container: &str, mounts: &[VolumeMount], problems: &mut Problems) {
    let mut taken: HashMap<&str, &VolumeMount> = HashMap::with_capacity(mounts.len());
    for mount in mounts {
        let first = *taken.entry(mount.mount_path.trim_end_matches('/')).or_insert(mount);
        if std::ptr::eq(first, mount) {
            continue;
        }
        // What the user wrote is to blame, even where the pod's own mount comes later.
        let (blamed, other) = if mount.origin.place.is_some() { (mount, first) } else { (first, mount) };
        // Both containers of a pod mount most volumes: one message is enough.
        if problems.refused_at(blamed.origin.place) {
            continue;
        }
        let problem = Problem::error(format!(
            "{} is mounted at `{}`, where {} of container `{container}` is already mounted",
            blamed.origin.what, blamed.mount_path, other.origin.what
        ));
        let problem = problem.at(blamed.origin.place).help("choose another path");
        problems.push(match other.origin.place {
            Some(place) => problem.note_at("the other one is here", place),
            None => problem,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{Volumes, safe_name};

    #[test]
    fn volume_names_are_labels() {
        assert_eq!(safe_name("NVME_1"), "nvme-1");
        assert_eq!(safe_name("secret-hdfs.conf-volume"), "secret-hdfs-conf-volume");
        assert_eq!(safe_name("..."), "volume");
        let long = safe_name(&"a".repeat(70));
        assert_eq!((long.len(), &long[..55]), (63, format!("{}-", "a".repeat(54)).as_str()));
        assert_ne!(safe_name(&"a".repeat(71)), long);
    }

    #[test]
    fn volume_names_are_unique() {
        let mut volumes = Volumes::default();
        assert_eq!(volumes.name("p-v"), "p-v");
        let second = volumes.name("p.v");
        assert!(second.starts_with("p-v-") && second.len() == 12, "{second}");
    }
}
