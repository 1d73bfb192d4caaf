//! The versions of Alluxio that there are manifests for: a row each, and all in which they differ.
//!
//! Nobody compares numbers of versions. A value or a template says with which version it came or went ([`Era`]); what else
//! differs has a name in the row, and who depends on it asks for that name.

mod choice;
mod era;

pub use choice::{Asked, Choice, MARK, choose};
pub use era::{End, Era};

/// A version, and what is particular to it.
#[derive(Debug, PartialEq, Eq)]
pub struct Version {
    /// What it is called: major and minor number.
    pub name: &'static str,
    /// Its releases, the oldest first. One of them may be named in place of the version: it is then the default of `imageTag`.
    pub patches: &'static [&'static str],
    /// The release that the built-in `imageTag` names.
    pub patch: &'static str,
    /// The chart whose objects are made; labels carry it.
    pub chart: &'static str,
    /// The versions that it goes back to and itself: what came with one of them is there, what ended with one is not.
    pub lineage: &'static [&'static str],
    /// The files of its default values, the lowest layer first.
    pub values: &'static [&'static str],
    /// The folders of `generate` that lie beside those of the profiles, not in them: 2.9's script makes CSI and FUSE once.
    pub common_folders: &'static [&'static str],
    /// Whether there is a hub, whose agents every master Service leads to and every process knows: it was given up in 2.8.
    pub hub: bool,
    /// Whether processes are told of the masters' ports that are changed (D-72). In 2.9 the user's properties tell them.
    pub tells_ports: bool,
    /// Whether Alluxio reads `Ki` to `Pi`: since 2.8.1, in powers of 1024. Before, `Gi` has to be told as `GB` (D-81).
    pub sizes_know_gi: bool,
    /// The value that says where FUSE is mounted: renamed in 2.8.
    pub fuse_place: &'static str,
    /// What the properties of FUSE's mount begin with: 2.8 moved those of FUSE in the worker, for all that mount.
    pub fuse_options_prefix: &'static str,
    /// Whether the FUSE daemon has its mount in its properties and arguments, also where FUSE runs in the worker too: since
    /// 2.8. Before, arguments of the user's and variables tell it.
    pub fuse_takes_options: bool,
    /// Whether there is a client that shows what FUSE mounts: an example of the chart, which 2.8 took out.
    pub fuse_client: bool,
    /// What CSI's node plugin sees of the kubelet. Since 2.8 it makes pods that mount beside those of the users.
    pub kubelet_folder: &'static str,
    /// Whether CSI's node plugin can run FUSE in pods of their own, for which it needs rights and a pattern: since 2.8.
    pub csi_makes_pods: bool,
    /// The claim that takes the volume made by hand. In 2.7 both claims have one name, so that there can be one of them.
    pub static_claim: &'static str,
    /// Whether CSI's client has both claims unless one is picked (T-11).
    pub both_claims: bool,
    /// Whether there is a proxy: the chart has it since 2.8.
    pub proxy: bool,
}

/// All versions, the oldest first.
pub static ALL: [Version; 2] = [
    Version {
        name: "2.7",
        patches: &["2.7.0", "2.7.1", "2.7.2", "2.7.3", "2.7.4"],
        patch: "2.7.2",
        chart: "alluxio-0.6.33",
        lineage: &["2.7"],
        values: &["values/values.yaml"],
        common_folders: &[],
        hub: true,
        tells_ports: true,
        sizes_know_gi: false,
        fuse_place: "fuse.mountPath",
        fuse_options_prefix: "alluxio.worker.fuse.mount",
        fuse_takes_options: false,
        fuse_client: true,
        kubelet_folder: "/var/lib/kubelet/pods",
        csi_makes_pods: false,
        static_claim: "alluxio-pvc",
        both_claims: false,
        proxy: false,
    },
    Version {
        name: "2.9",
        patches: &["2.9.0", "2.9.1", "2.9.2", "2.9.3", "2.9.4", "2.9.5", "2.9.6"],
        patch: "2.9.6",
        chart: "alluxio-0.6.54",
        lineage: &["2.7", "2.8", "2.9"],
        values: &["values/values.yaml", "values/2.9.yaml"],
        common_folders: &["csi", "fuse"],
        hub: false,
        tells_ports: false,
        sizes_know_gi: true,
        fuse_place: "fuse.mountPoint",
        fuse_options_prefix: "alluxio.fuse.mount",
        fuse_takes_options: true,
        fuse_client: false,
        kubelet_folder: "/var/lib/kubelet",
        csi_makes_pods: true,
        static_claim: "alluxio-pvc-static",
        both_claims: true,
        proxy: true,
    },
];

/// The version of who says nothing.
pub static DEFAULT: &Version = &ALL[0];

impl Version {
    /// Whether what came with a version is there.
    pub fn follows(&self, version: &str) -> bool {
        self.lineage.contains(&version)
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, DEFAULT};

    #[test]
    fn rows_are_complete() {
        assert_eq!(DEFAULT.name, "2.7");
        for version in &ALL {
            assert!(version.patches.contains(&version.patch), "{}", version.name);
            assert!(version.patches.iter().all(|patch| patch.starts_with(&format!("{}.", version.name))));
            assert_eq!(version.lineage.last(), Some(&version.name));
            let built_in = |path: &&str| crate::assets::built_in().iter().any(|(known, _)| known == path);
            assert!(version.values.iter().all(built_in), "{}", version.name);
        }
    }
}
