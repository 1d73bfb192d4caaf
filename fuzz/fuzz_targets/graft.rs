//! Any text in some of the values that exist: no object, key or list comes or goes, and what is printed is read back as it is.
#![no_main]

#[path = "../../tests/injection/slots.rs"]
mod slots;

use alluxio_gen::assets::Assets;
use alluxio_gen::manifest::{Manifest, Selection};
use alluxio_gen::model;
use alluxio_gen::output::text::{Syntax, stream};
use alluxio_gen::problem::{Severity, Stop};
use alluxio_gen::render::Renderer;
use alluxio_gen::source::Layer;
use alluxio_gen::target::Target;
use alluxio_gen::values::onto_defaults;
use alluxio_gen::yaml::{Node, Tree, parse};
use alluxio_gen::{Run, cli, decide, inspect, load, read};
use libfuzzer_sys::fuzz_target;
use slots::{Slot, put, slots};

struct Field {
    renderer: Renderer,
    target: Target,
    slots: Vec<Slot>,
    objects: Vec<String>,
}

thread_local!(static FIELD: Field = field());

fn field() -> Field {
    let mut run = Run::default();
    let target = cli::Target { name: "fuzz".to_owned(), namespace: Some("data".to_owned()), kube_version: None };
    let target = Target::new(&target, &mut run.problems);
    let renderer = Renderer::new(&Assets::default(), &mut run.problems).unwrap_or_else(|_| panic!("no renderer"));
    let mut field = Field { renderer, target, slots: slots(&model::shape(), 0), objects: Vec::new() };
    let manifests = field.render(&[], &mut run).unwrap_or_else(|_| panic!("the base is refused"));
    field.objects = objects(&manifests);
    field
}

fn objects(manifests: &[Manifest]) -> Vec<String> {
    manifests.iter().map(|manifest| format!("{} {}", manifest.source, manifest.kind())).collect()
}

impl Field {
    /// Each line is a text; its first character chooses the slot.
    fn render(&self, lines: &[&str], run: &mut Run) -> Result<Vec<Manifest>, Stop> {
        let base = run.sources.add(Layer::File, "base.yaml", include_str!("../../tests/injection/claims.yaml"));
        let hostile = run.sources.add(Layer::File, "hostile.yaml", "");
        let mut user: Node = parse::documents(&run.sources, base, &mut run.problems)?.pop().ok_or(Stop)?;
        for (number, line) in lines.iter().enumerate() {
            let mut rest = line.chars();
            let Some(choice) = rest.next() else { continue };
            if let Some(slot) = self.slots.get(choice as usize % self.slots.len()) {
                put(&mut user, slot, rest.as_str(), hostile, number as u32 + 1);
            }
        }
        let assets = Assets::default();
        let node = onto_defaults(user, load(&cli::Inputs::default(), None, &assets, run)?);
        let values = read(&node, &assets, run)?;
        let facts = decide(&values, &self.target, run)?;
        let manifests = self.renderer.render(&facts, None, &Selection::new(&[]), run)?;
        inspect(&manifests, &values, &assets, run)?;
        Ok(manifests)
    }
}

fuzz_target!(|text: &str| {
    FIELD.with(|field| {
        let mut run = Run::default();
        let lines: Vec<&str> = text.split('\u{1}').collect();
        let outcome = field.render(&lines, &mut run);
        let report = run.problems.report(&run.sources);
        assert!(run.problems.worst() < Some(Severity::Bug), "{report}");
        let Ok(manifests) = outcome else { return };
        if !text.contains("false") {
            assert_eq!(objects(&manifests), field.objects, "a text changed the objects");
        }
        let printed = stream(&manifests, Syntax::Yaml);
        let source = run.sources.add(Layer::File, "printed.yaml", printed);
        let documents = parse::documents(&run.sources, source, &mut run.problems);
        let documents = documents.unwrap_or_else(|_| panic!("{}", run.problems.report(&run.sources)));
        let trees: Vec<Tree> = documents.iter().map(Tree::from).collect();
        assert!(trees.iter().eq(manifests.iter().map(|manifest| &manifest.tree)), "read back otherwise");
    });
});
