//! All that a cluster is made from, as one digest. What is not in here must not change a cluster's files, nor what is told of
//! it.

use super::{Cluster, Fleet};
use crate::assets::Assets;
use crate::cli::FleetArgs;
use crate::digest::Digest;
use crate::input;
use crate::source::{Layer, Sources};
use crate::version::Asked;

/// The digest of the program's own sources, which the build script makes.
pub const PROGRAM: &str = env!("ALLUXIO_GEN_PROGRAM");

/// What begins the comments that speak to this program.
const COMMENT: &str = "# alluxio-gen:";

/// What a cluster is made from.
pub struct Inputs {
    /// The texts of its own files.
    pub texts: Vec<String>,
    /// The digest of everything.
    pub digest: u128,
}

impl Inputs {
    /// Those of a cluster, over what it shares with others. None if a file cannot be read.
    pub fn of(cluster: &Cluster, shared: &Digest) -> Option<Self> {
        let mut digest = shared.clone();
        let Cluster { name, place: _, profile, target, asked, files, set } = cluster;
        digest.add(name);
        digest.add(profile.as_ref().map_or("", |(name, _)| name));
        digest.add(&target.release);
        digest.add(target.namespace.as_deref().unwrap_or_default());
        let (major, minor) = target.kube_version;
        digest.add(format!("{major}.{minor}"));
        if let Asked::Fixed(choice) = asked {
            digest.add(choice.version.name);
            digest.add(choice.patch.unwrap_or_default());
        }
        let mut texts = Vec::with_capacity(files.len());
        digest.add(files.len().to_le_bytes());
        for (path, _) in files {
            let text = path.is_file().then(|| input::file(path).ok()).flatten()?;
            digest.add(path.as_os_str().as_encoded_bytes());
            digest.add(&text);
            texts.push(text);
        }
        for setting in set {
            digest.add(&setting.text);
        }
        Some(Inputs { texts, digest: digest.end() })
    }
}

/// What all clusters share: the program, its options, its assets, and what the fleet file sets for all. None if something
/// cannot be read.
pub fn common(program: &str, args: &FleetArgs, fleet: &Fleet, assets: &Assets, sources: &Sources) -> Option<Digest> {
    let mut digest = Digest::default();
    digest.add(program);
    let FleetArgs { strict, alluxio_version: _, shortcuts, lint, stamp, .. } = args;
    digest.add(format!("{:?}", (strict, shortcuts, lint, stamp)));
    for (path, text) in assets.own()? {
        digest.add(path);
        digest.add(text);
    }
    for setting in &fleet.shared_set {
        digest.add(&setting.text);
    }
    // Of the fleet file the rest is in its clusters, and a change there concerns no others.
    for (_, source) in sources.iter().filter(|(_, source)| source.text.contains(COMMENT)) {
        digest.add(source.text.as_bytes());
    }
    Some(digest)
}

/// The same with the profile and the files that some clusters begin with: what `sources` has beyond those of all.
pub fn shared(mut common: Digest, sources: &Sources, all: &Sources) -> Digest {
    let is_theirs = |layer| matches!(layer, Layer::Profile | Layer::File);
    for (_, source) in sources.iter().filter(|(id, source)| !all.has(*id) && is_theirs(source.layer)) {
        common.add(&source.name);
        common.add(source.text.as_bytes());
    }
    common
}

#[cfg(test)]
mod tests {
    use super::{PROGRAM, common};
    use crate::assets::Assets;
    use crate::cli::{self, Command};
    use crate::digest::Digest;
    use crate::fleet::Fleet;
    use crate::source::Sources;

    #[test]
    fn the_program_counts() {
        let words = ["alluxio-gen", "fleet", "a", "--output-dir", "b"].map(Into::into);
        let Ok(cli) = cli::parse(words.to_vec()) else { panic!("it is a command line") };
        let Command::Fleet(args) = cli.command else { panic!("it is `fleet`") };
        let of = |program| common(program, &args, &Fleet::default(), &Assets::default(), &Sources::default());
        let digests = [PROGRAM, "another", PROGRAM].map(|program| of(program).map(Digest::end));
        assert_eq!(digests[0], digests[2]);
        assert_ne!(digests[0], digests[1]);
        assert!(PROGRAM.len() == 32 && u128::from_str_radix(PROGRAM, 16).is_ok_and(|digest| digest != 0));
    }
}
