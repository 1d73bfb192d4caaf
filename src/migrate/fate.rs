//! What becomes of a property of 2.7 in 2.9.

use crate::properties::{self, Standing};

/// Properties of FUSE in the worker, which now belong to all that mount.
const WORKER_FUSE: &str = "alluxio.worker.fuse.mount.";

/// What may become of a property.
pub(super) enum Fate {
    Stays,
    Ended(String),
    Renamed(String),
}

/// What becomes of a property.
pub(super) fn becomes(name: &str) -> Fate {
    if name.starts_with("alluxio.hub.") {
        return Fate::Ended("Alluxio Hub was discontinued".to_owned());
    }
    if let Some(rest) = name.strip_prefix(WORKER_FUSE) {
        return Fate::Renamed(format!("alluxio.fuse.mount.{rest}"));
    }
    match properties::table("2.9").map(|table| table.standing(name)) {
        Some(Standing::Removed { successor: Some(new), .. }) => Fate::Renamed(new.to_owned()),
        Some(Standing::Removed { since, .. }) => Fate::Ended(format!("the property was removed in {since}")),
        _ => Fate::Stays,
    }
}
