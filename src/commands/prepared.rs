//! What the commands that say something about manifests begin with: values, read and decided upon.

use crate::assets::Assets;
use crate::cli;
use crate::facts::Facts;
use crate::manifest::{Manifest, Selection};
use crate::model::Values;
use crate::problem::Stop;
use crate::render::Renderer;
use crate::target::Target;
use crate::yaml::{Node, Tree};
use crate::{Run, decide, inspect, load, read};
use std::sync::Arc;

/// Values that could be rendered, with all that is decided about them.
pub struct Prepared {
    /// The templates and defaults.
    pub assets: Assets,
    /// What the objects are for.
    pub target: Target,
    /// The merged values.
    pub node: Node,
    /// The typed values.
    pub values: Values,
    /// What is decided.
    pub facts: Arc<Facts>,
}

impl Prepared {
    /// Reads values and decides; ends the run if anything is wrong.
    pub fn new(inputs: &cli::Inputs, target: &cli::Target, run: &mut Run) -> Result<Self, Stop> {
        let target = Target::new(target, &mut run.problems);
        let assets = Assets::new(inputs.from.clone(), &mut run.problems)?;
        let (node, version) = load(inputs, inputs.profile.as_deref(), &assets, run)?;
        let target = Target { version, ..target };
        let values = read(&node, version, &assets, run)?;
        if inputs.strict {
            run.problems.make_strict();
        }
        let facts = decide(&values, &target, run)?;
        Ok(Prepared { assets, target, node, values, facts })
    }

    /// All objects.
    pub fn manifests(&self, run: &mut Run) -> Result<Vec<Manifest>, Stop> {
        let manifests = self.rendered(&self.facts, run)?;
        inspect(&manifests, &self.values, &self.assets, run)?;
        Ok(manifests)
    }

    /// The objects of other facts, with the same templates.
    pub fn rendered(&self, facts: &Arc<Facts>, run: &mut Run) -> Result<Vec<Manifest>, Stop> {
        let renderer = Renderer::new(&self.assets, &mut run.problems)?;
        let tree = (!self.assets.are_built_in()).then(|| Tree::from(&self.node));
        renderer.render(facts, tree.as_ref(), &Selection::new(&[]), run)
    }
}
