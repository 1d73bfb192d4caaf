//! Makes objects of values, as `render` does.

use super::object::Object;
use super::pair::Side;
use crate::assets::Assets;
use crate::cli::Inputs;
use crate::manifest::{Manifest, Selection};
use crate::problem::Stop;
use crate::render::Renderer;
use crate::target::Target;
use crate::values::Named;
use crate::yaml::{Node, Tree};
use crate::{Run, decide, inspect, load_with, read};

/// Renders values, again and again.
pub struct Maker<'a> {
    /// Where templates and defaults come from.
    pub assets: &'a Assets,
    /// The templates.
    pub renderer: &'a Renderer,
}

/// What values came to.
#[derive(Clone, Debug)]
pub struct Made {
    /// The merged values.
    pub node: Node,
    /// What they were rendered for.
    pub target: Target,
    /// All objects.
    pub side: Side,
}

impl Maker<'_> {
    /// Renders a file of values, with the layers below and above it. Ends the run if the values are refused.
    pub fn make(&self, file: Named<'_>, inputs: &Inputs, target: &Target, run: &mut Run) -> Result<Made, Stop> {
        let (node, version) = load_with(None, inputs, inputs.profile.as_deref(), Some(file), self.assets, run)?;
        let target = Target { version, ..target.clone() };
        if inputs.strict {
            run.problems.make_strict();
        }
        let manifests = self.render(&node, &target, &Selection::new(&[]), run)?;
        let objects = manifests.into_iter().map(Object::from).collect();
        let release = Some(target.release.clone());
        Ok(Made { node, target, side: Side { objects, release } })
    }

    /// Renders merged values.
    pub fn render(
        &self,
        node: &Node,
        target: &Target,
        selection: &Selection,
        run: &mut Run,
    ) -> Result<Vec<Manifest>, Stop> {
        let values = read(node, target.version, self.assets, run)?;
        let facts = decide(&values, target, run)?;
        let tree = (!self.assets.are_built_in()).then(|| Tree::from(node));
        let manifests = self.renderer.render(&facts, tree.as_ref(), selection, run)?;
        if selection.is_everything() {
            inspect(&manifests, &values, self.assets, run)?;
        }
        run.problems.stop_on_errors()?;
        Ok(manifests)
    }
}
