//! What the clusters of a fleet share: the layers below their own, by profile, each read once.

use crate::assets::Assets;
use crate::digest::Digest;
use crate::fleet::{Fleet, inputs};
use crate::lint::rules::refused;
use crate::problem::{Problems, Stop};
use crate::source::Span;
use crate::values::{Defaults, Layers, Loader};
use crate::version::{self, Asked, Choice};
use crate::yaml::Node;
use crate::{Run, builtin, defaults};
use std::collections::HashMap;

/// What clusters of one profile share: all layers below their own, read once.
pub(super) struct Base {
    /// The texts of these layers and what is wrong with them.
    pub run: Run,
    /// The layers themselves.
    pub layers: Result<Layers, Stop>,
    /// The defaults of the versions that the fleet names.
    pub defaults: Vec<(Choice, Defaults)>,
    /// The built-in defaults of these versions, where `--from` brings a values.yaml of its own that may lack parts.
    pub builtin: Vec<(Choice, Node)>,
    /// What these clusters share, where what is not changed is not rendered again.
    pub digest: Option<Digest>,
}

/// The layers that clusters share, by profile.
pub(super) fn bases(fleet: &Fleet, assets: &Assets, run: &Run) -> HashMap<Option<String>, Base> {
    let mut bases = HashMap::new();
    for cluster in &fleet.clusters {
        let profile = cluster.profile.as_ref();
        bases.entry(profile.map(|(name, _)| name.clone())).or_insert_with(|| {
            // What is wrong with the fleet file itself is told apart.
            let mut run = Run { problems: run.problems.fork(), ..run.clone() };
            run.problems.begin(refused::READING);
            let layers = layers(fleet, profile, assets, &mut run);
            let mut base = Base { run, layers, defaults: Vec::new(), builtin: Vec::new(), digest: None };
            base.read_defaults(fleet, assets);
            base
        });
    }
    bases
}

fn layers(
    fleet: &Fleet,
    profile: Option<&(String, Option<Span>)>,
    assets: &Assets,
    run: &mut Run,
) -> Result<Layers, Stop> {
    let profile = profile.map(|(name, place)| assets.profile_named(name, *place, &mut run.problems)).transpose()?;
    let mut loader = Loader::over(Layers::default(), &mut run.sources, &mut run.problems);
    if let Some(profile) = profile {
        loader.profile(&profile.name, &profile.text)?;
    }
    loader.paths(&fleet.shared_files)?;
    Ok(loader.done())
}

impl Base {
    /// A digest of what is common to all and of these layers. None if anything is wrong, which every run tells.
    pub fn digest(&self, common: Digest, all: &Run) -> Option<Digest> {
        let is_fine = self.layers.is_ok() && self.run.problems.worst().is_none();
        is_fine.then(|| inputs::shared(common, &self.run.sources, &all.sources))
    }

    /// Reads the defaults of all versions that clusters have from the fleet or from what they share.
    fn read_defaults(&mut self, fleet: &Fleet, assets: &Assets) {
        let Base { run, layers, .. } = self;
        let Ok(layers) = layers else { return };
        let files = layers.files.clone();
        let (mut asked, mut choices): (Vec<Asked>, Vec<Choice>) = (Vec::new(), Vec::new());
        for cluster in &fleet.clusters {
            if asked.contains(&cluster.asked) {
                continue;
            }
            asked.push(cluster.asked);
            // What is wrong with a line of a file is told by each cluster that it concerns.
            let choice = version::choose(cluster.asked, &files, &run.sources, &mut Problems::default());
            choices.extend(choice.ok().filter(|choice| !choices.contains(choice)));
        }
        for choice in choices {
            match defaults(choice, assets, &mut run.sources, &mut run.problems) {
                Ok(defaults) => self.defaults.push((choice, defaults)),
                Err(stop) => self.layers = Err(stop),
            }
            if !assets.are_built_in() {
                self.builtin.extend(builtin(choice.version, run).ok().map(|node| (choice, node)));
            }
        }
    }
}
