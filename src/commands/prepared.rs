//! What commands have in common: values, merged, read and decided upon, and the manifests that are made of them.

use crate::assets::Assets;
use crate::cli;
use crate::facts::Facts;
use crate::lint;
use crate::manifest::{Manifest, Selection, Stamp};
use crate::model::Values;
use crate::problem::Stop;
use crate::render::Renderer;
use crate::target::Target;
use crate::yaml::{Node, Tree};
use crate::{Run, decide, inspect, load, read};
use std::mem::ManuallyDrop;
use std::sync::Arc;

/// Merged values, and what they are for.
pub struct Merged {
    /// The templates and defaults.
    pub assets: Assets,
    /// What the objects are for, with the version that the values name.
    pub target: Target,
    /// The merged values.
    pub node: Node,
}

impl Merged {
    /// Reads the layers of values.
    pub fn new(inputs: &cli::Inputs, target: &cli::Target, run: &mut Run) -> Result<Self, Stop> {
        let target = Target::new(target, &mut run.problems);
        let assets = Assets::new(inputs.from.clone(), &mut run.problems)?;
        let (node, version) = load(inputs, inputs.profile.as_deref(), &assets, run)?;
        Ok(Merged { assets, target: Target { version, ..target }, node })
    }
}

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
        let Merged { assets, target, node } = Merged::new(inputs, target, run)?;
        let values = read(&node, target.version, &assets, run)?;
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

/// The manifests of merged values, checked; an error if anything is wrong. `stamp` is added to the objects.
pub(super) fn manifests(
    node: &Node,
    target: &Target,
    stamp: Stamp,
    assets: &Assets,
    run: &mut Run,
) -> Result<Vec<Manifest>, Stop> {
    // Commands do this once, and the process ends soon: what it takes is left to the system.
    let values = ManuallyDrop::new(read(node, target.version, assets, run)?);
    let facts = ManuallyDrop::new(decide(&values, target, run)?);
    lint::judge(&values, node, &facts, target, run)?;
    let renderer = ManuallyDrop::new(Renderer::new(assets, &mut run.problems)?.stamped(stamp).once());
    let tree = (!assets.are_built_in()).then(|| Tree::from(node));
    let view = ManuallyDrop::new(renderer.view(&facts, tree.as_ref(), |_| true));
    let manifests = renderer.show(&view, run)?;
    inspect(&manifests, &values, assets, run)?;
    Ok(manifests)
}
