//! The folders of the storage tiers, each with what it holds.

use super::Context;
use crate::facts::given::{Component, property};
use crate::facts::size;
use crate::facts::volumes::parts;
use crate::model::Values;
use crate::model::choices::TierVolume;
use crate::model::storage::Level;
use crate::source::Span;

/// A folder of a tier.
pub struct Dir<'a> {
    /// The tier's place in the list.
    pub index: usize,
    /// The folder's place in the tier.
    at: usize,
    /// The tier.
    pub level: &'a Level,
    /// What it is kept in.
    pub medium: &'a str,
    /// The folder.
    pub path: &'a str,
    /// The claim, for a tier on claims.
    pub claim: &'a str,
    /// Its part of `quota`.
    pub quota: Option<&'a str>,
}

/// How much a folder may hold, for Alluxio.
pub struct Quota<'a> {
    /// As it is written.
    pub text: &'a str,
    /// Where it stands.
    pub place: Option<Span>,
    /// Whether it is the tier's own, rather than a property or what stands in for it.
    pub own: bool,
}

impl<'a> Dir<'a> {
    /// What kind of volume it lies on.
    pub fn kind(&self) -> TierVolume {
        self.level.kind.or(TierVolume::EmptyDir)
    }

    /// Whether it lies in memory: on an emptyDir of its own, or in the node's shared memory.
    pub fn in_memory(&self) -> bool {
        self.medium.eq_ignore_ascii_case("MEM")
            && match self.kind() {
                TierVolume::EmptyDir => true,
                TierVolume::HostPath => self.path == "/dev/shm" || self.path.starts_with("/dev/shm/"),
                TierVolume::Claim => false,
            }
    }

    /// The number in the names of the tier's properties.
    pub fn number(&self) -> i64 {
        self.level.level.or(self.index as i64)
    }

    /// The quota that Alluxio goes by: the property, the tier's own, or for tier 0 the size of the RAM disk, which follows
    /// the worker's request.
    pub fn wins(&self, values: &'a Values) -> Option<Quota<'a>> {
        let name = format!("alluxio.worker.tieredstore.level{}.dirs.quota", self.number());
        let given = |name: &str| {
            let found = property(values, Component::Worker, name)?;
            Some(Quota { text: part_of(&parts(found.text), self.at)?, place: Some(found.place), own: false })
        };
        let own = self.quota.map(|text| Quota { text, place: self.level.quota.place, own: true });
        given(&name).or(own).or_else(|| match self.number() {
            0 => given(RAMDISK).or_else(|| request(values)),
            _ => None,
        })
    }
}

impl Dir<'_> {
    /// Whether the tier's own quota is that of the default tier, written once more, and nothing else decides.
    pub fn restates_quota(&self, context: &Context<'_>) -> bool {
        let own = self.wins(context.values).is_some_and(|quota| quota.own);
        let index = self.index.to_string();
        own && context.restates(&["tieredstore", "levels", &index, "quota"], self.level.quota.text())
    }
}

/// The size of the RAM disk, which is the quota of a tier 0 that has none.
pub const RAMDISK: &str = "alluxio.worker.ramdisk.size";

fn request(values: &Values) -> Option<Quota<'_>> {
    let requests = &values.worker.resources.as_ref()?.requests;
    let memory = requests.0.iter().find(|pair| pair.name == "memory")?;
    Some(Quota { text: &memory.text, place: Some(memory.place), own: false })
}

impl Quota<'_> {
    /// Its bytes for Alluxio, once the properties have it.
    pub fn bytes(&self) -> Option<f64> {
        size::alluxio(&crate::facts::units::without_gi(self.text))
    }
}

/// The folders of all tiers, in their order.
pub fn dirs(values: &Values) -> Vec<Dir<'_>> {
    let levels = values.tieredstore.as_ref().map(|store| store.levels.as_slice()).unwrap_or_default();
    let mut out = Vec::with_capacity(levels.len());
    for (index, level) in levels.iter().enumerate() {
        let (media, paths) = (parts(level.mediumtype.text()), parts(level.path.text()));
        let quotas = level.quota.filled().map(parts).unwrap_or_default();
        let claims = level.name.filled().map(parts).unwrap_or_default();
        for at in 0..media.len().max(paths.len()) {
            out.push(Dir {
                index,
                at,
                level,
                medium: part_of(&media, at).unwrap_or(""),
                path: paths.get(at).copied().unwrap_or(""),
                claim: part_of(&claims, at).unwrap_or(""),
                quota: part_of(&quotas, at),
            });
        }
    }
    out
}

/// The part of that number; the last one stands for all that are missing.
fn part_of<'a>(parts: &[&'a str], at: usize) -> Option<&'a str> {
    parts.get(at).or(parts.last()).copied()
}
