//! Claims that pods mount and that no manifest has: those of storage tiers and of `mounts`.

use super::{fuse, units, volumes, worker_enabled};
use crate::model::Values;
use crate::model::choices::{Policy, TierVolume};

/// A claim that somebody has to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct External {
    /// Its name.
    pub name: String,
    /// Whether it is a storage tier's; else it is one of `mounts`.
    pub is_tier: bool,
    /// How it is mounted: a tier by the pods of one node at a time, each on its own; the rest by pods on any node.
    pub mode: &'static str,
    /// Its size, if the values say: what all tiers on it may hold.
    pub size: Option<String>,
}

/// All of them, each once, in the order of the values.
pub fn claims(values: &Values) -> Vec<External> {
    let mut claims: Vec<External> = Vec::new();
    let levels = values.tieredstore.as_ref().map(|store| store.levels.as_slice()).unwrap_or_default();
    let short_circuit = &values.short_circuit;
    let by_fuse =
        fuse::enabled(values) && short_circuit.enabled.or(false) && short_circuit.policy.value == Some(Policy::Local);
    let on_claims = levels.iter().filter(|level| level.kind.value == Some(TierVolume::Claim));
    for dir in on_claims.flat_map(volumes::tier_dirs).filter(|_| worker_enabled(values) || by_fuse) {
        let size = dir.quota().map(units::quota_for_kubernetes);
        match claims.iter_mut().find(|claim| claim.name == dir.claim()) {
            Some(claim) => claim.size = together(claim.size.take(), size),
            None => {
                let name = dir.claim().to_owned();
                claims.push(External { name, is_tier: true, mode: "ReadWriteOnce", size });
            }
        }
    }
    for mount in &values.mounts {
        let name = mount.name.text();
        if !claims.iter().any(|claim| claim.name == name) {
            claims.push(External { name: name.to_owned(), is_tier: false, mode: "ReadWriteMany", size: None });
        }
    }
    claims
}

/// The size of two tiers on one claim, in bytes unless one of them has none.
fn together(one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) => {
            let sum = units::amount(&one)? + units::amount(&other)?;
            Some(format!("{:.0}", sum.ceil()))
        }
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::together;

    #[test]
    fn sizes_of_one_claim_add_up() {
        let size = |text: &str| Some(text.to_owned());
        assert_eq!(together(size("1Gi"), size("1G")), size("2073741824"));
        assert_eq!(together(None, size("1G")), size("1G"));
        assert_eq!(together(size("1G"), None), size("1G"));
    }
}
