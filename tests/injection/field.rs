//! A set of values that is read once, and rendered with texts in its slots as often as wanted. The fuzzer shares it.

use crate::slots::{Slot, put, slots};
use alluxio_gen::assets::Assets;
use alluxio_gen::manifest::{Manifest, Selection};
use alluxio_gen::problem::Stop;
use alluxio_gen::render::Renderer;
use alluxio_gen::source::{Layer, SourceId};
use alluxio_gen::target::Target;
use alluxio_gen::values::onto_defaults;
use alluxio_gen::version::Version;
use alluxio_gen::yaml::{Node, parse};
use alluxio_gen::{Run, builtin, cli, decide, inspect, model, read};

pub struct Field {
    /// Where texts can stand.
    pub slots: Vec<Slot>,
    /// The source that texts are said to stand in, each on a line of its own.
    pub hostile: SourceId,
    /// The texts of all layers.
    start: Run,
    user: Node,
    defaults: Node,
    renderer: Renderer,
    target: Target,
}

impl Field {
    /// Of values, the lowest layer first. `round` chooses among the shapes of a value that may have several.
    pub fn new(layers: &[&str], round: usize, version: &'static Version) -> Self {
        let mut run = Run::default();
        let field = Field::read(layers, round, version, &mut run);
        field.unwrap_or_else(|Stop| panic!("{}", run.problems.report(&run.sources)))
    }

    fn read(layers: &[&str], round: usize, version: &'static Version, run: &mut Run) -> Result<Self, Stop> {
        let target = cli::Target { name: "alluxio".to_owned(), namespace: Some("data".to_owned()), kube_version: None };
        let target = Target { version, ..Target::new(&target, &mut run.problems) };
        let assets = Assets::default();
        let renderer = Renderer::new(&assets, &mut run.problems)?;
        let mut user: Option<Node> = None;
        for layer in layers {
            let base = run.sources.add(Layer::File, "base.yaml", *layer);
            let node = parse::documents(&run.sources, base, &mut run.problems)?.pop().ok_or(Stop)?;
            user = Some(match user {
                Some(lower) => onto_defaults(node, lower),
                None => node,
            });
        }
        let user = user.ok_or(Stop)?;
        let hostile = run.sources.add(Layer::File, "hostile.yaml", "");
        let defaults = builtin(version, run)?;
        let slots = slots(model::shape(), round, version);
        Ok(Field { slots, hostile, start: run.clone(), user, defaults, renderer, target })
    }

    /// A run that has read the values.
    pub fn begin(&self) -> Run {
        Run { sources: self.start.sources.clone(), ..Run::default() }
    }

    /// Renders with texts, each in the slot of that number. Messages name the line that follows that number.
    pub fn render<'a>(
        &self,
        texts: impl Iterator<Item = (usize, &'a str)>,
        run: &mut Run,
    ) -> Result<Vec<Manifest>, Stop> {
        let mut user = self.user.clone();
        for (number, text) in texts {
            if let Some(slot) = self.slots.get(number) {
                put(&mut user, slot, text, self.hostile, number as u32 + 1);
            }
        }
        let assets = Assets::default();
        let values = read(&onto_defaults(user, self.defaults.clone()), self.target.version, &assets, run)?;
        let facts = decide(&values, &self.target, run)?;
        let manifests = self.renderer.render(&facts, None, &Selection::new(&[]), run)?;
        inspect(&manifests, &values, &assets, run)?;
        Ok(manifests)
    }
}
