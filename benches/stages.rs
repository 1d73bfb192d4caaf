//! What each stage of a render costs, and each template: `cargo bench`, or `cargo bench -- PATTERN`.
//!
//! Every stage gets what the stages before it made; making that is not measured.

use alluxio_gen::assets::Assets;
use alluxio_gen::cli::{self, Inputs};
use alluxio_gen::data::context;
use alluxio_gen::facts::Facts;
use alluxio_gen::lint::{Context as Lint, allow::Allowed, findings};
use alluxio_gen::manifest::{Manifest, Selection};
use alluxio_gen::model::Values;
use alluxio_gen::output::text::{Syntax, stream};
use alluxio_gen::problem::{Problems, Severity, Stop};
use alluxio_gen::render::{Context, Engine, Filled, Owner, Renderer, TEMPLATES, Template};
use alluxio_gen::source::{Layer, Sources};
use alluxio_gen::target::Target;
use alluxio_gen::values::{onto_defaults, over};
use alluxio_gen::yaml::{Node, parse};
use alluxio_gen::{Run, check, inspect, load, read, version};
use divan::{Bencher, black_box};
use std::fmt;
use std::sync::Arc;

fn main() {
    divan::main();
}

/// What is rendered.
#[derive(Clone, Copy, Debug)]
enum Set {
    /// The defaults.
    Defaults,
    /// Three masters with an embedded journal.
    HighAvailability,
    /// All that can be switched on at once.
    Everything,
}

const SETS: [Set; 3] = [Set::Defaults, Set::HighAvailability, Set::Everything];

impl fmt::Display for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Set::Defaults => "defaults",
            Set::HighAvailability => "HA",
            Set::Everything => "everything",
        })
    }
}

impl Set {
    fn profile(self) -> Option<&'static str> {
        matches!(self, Set::HighAvailability).then_some("multiMaster-embeddedJournal")
    }

    fn inputs(self) -> Inputs {
        let everything = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/everything/values.yaml");
        let values = if matches!(self, Set::Everything) { vec![everything.to_owned()] } else { Vec::new() };
        Inputs { values, ..Inputs::default() }
    }

    fn node(self, run: &mut Run) -> Node {
        done(load(&self.inputs(), self.profile(), &Assets::default(), run)).0
    }

    fn values(self, run: &mut Run) -> Values {
        let node = self.node(run);
        done(read(&node, version::DEFAULT, &Assets::default(), run))
    }

    fn facts(self) -> Arc<Facts> {
        let mut run = Run::default();
        let values = self.values(&mut run);
        Arc::new(Facts::new(&values, &target(), &mut run.problems))
    }

    fn manifests(self) -> Vec<Manifest> {
        done(renderer().render(&self.facts(), None, &Selection::new(&[]), &mut Run::default()))
    }
}

/// A benchmark of what fails would measure nothing.
fn done<T>(outcome: Result<T, Stop>) -> T {
    outcome.unwrap_or_else(|Stop| panic!("what is measured has to succeed"))
}

fn target() -> Target {
    let target = cli::Target { name: "alluxio".to_owned(), namespace: None, kube_version: None };
    Target::new(&target, &mut Problems::default())
}

fn renderer() -> Renderer {
    done(Renderer::new(&Assets::default(), &mut Problems::default()))
}

fn documents(text: &str) -> Vec<Node> {
    let mut sources = Sources::default();
    let source = sources.add(Layer::File, "bench.yaml", text);
    done(parse::documents(&sources, source, &mut Problems::default()))
}

#[divan::bench_group]
mod values {
    use super::{Assets, Bencher, Problems, Run, SETS, Set, black_box, documents, done, onto_defaults, over, version};

    #[divan::bench]
    fn parse_the_defaults(bencher: Bencher<'_, '_>) {
        let layers = done(Assets::default().values(version::DEFAULT, &mut Problems::default()));
        bencher.bench(|| documents(black_box(&layers[0].asset.text)));
    }

    #[divan::bench]
    fn parse_everything(bencher: Bencher<'_, '_>) {
        let text = std::fs::read_to_string(&Set::Everything.inputs().values[0]).unwrap_or_default();
        bencher.bench(|| documents(black_box(&text)));
    }

    #[divan::bench]
    fn merge(bencher: Bencher<'_, '_>) {
        let defaults = Set::Defaults.node(&mut Run::default());
        let user = documents(&std::fs::read_to_string(&Set::Everything.inputs().values[0]).unwrap_or_default());
        let layers = || (user[0].clone(), user[0].clone(), defaults.clone());
        bencher.with_inputs(layers).bench_values(|(upper, lower, base)| onto_defaults(over(upper, lower), base));
    }

    #[divan::bench(args = SETS)]
    fn load_all_layers(bencher: Bencher<'_, '_>, set: Set) {
        bencher.bench(|| set.node(&mut Run::default()));
    }
}

#[divan::bench_group]
mod decide {
    use super::{
        Assets, Bencher, Facts, Problems, Run, SETS, Set, black_box, check, context, done, read, target, version,
    };

    #[divan::bench(args = SETS)]
    fn read_types(bencher: Bencher<'_, '_>, set: Set) {
        let mut run = Run::default();
        let node = set.node(&mut run);
        let clean = run.clone();
        bencher.bench_local(|| {
            run.clone_from(&clean);
            done(read(black_box(&node), version::DEFAULT, &Assets::default(), &mut run))
        });
    }

    #[divan::bench(args = SETS)]
    fn check_values(bencher: Bencher<'_, '_>, set: Set) {
        let (values, target) = (set.values(&mut Run::default()), target());
        bencher.bench(|| check::check(black_box(&values), &target, &mut Problems::default()));
    }

    #[divan::bench(args = SETS)]
    fn facts(bencher: Bencher<'_, '_>, set: Set) {
        let (values, target) = (set.values(&mut Run::default()), target());
        bencher.bench(|| Facts::new(black_box(&values), &target, &mut Problems::default()));
    }

    #[divan::bench(args = SETS)]
    fn facts_for_templates(bencher: Bencher<'_, '_>, set: Set) {
        let facts = set.facts();
        bencher.bench(|| context(black_box(&*facts)));
    }
}

#[divan::bench_group]
mod templates {
    use super::{
        Assets, Bencher, Context, Engine, Facts, Filled, Owner, Problems, Run, Set, TEMPLATES, Template, black_box,
        context, done, target,
    };

    const PATHS: [&str; TEMPLATES.len()] = {
        let mut paths = [""; TEMPLATES.len()];
        let mut index = 0;
        while index < paths.len() {
            paths[index] = TEMPLATES[index].path;
            index += 1;
        }
        paths
    };

    fn engine() -> Engine {
        Engine::new(|path| {
            let asset = done(Assets::default().template(path, &mut Problems::default()));
            Ok(asset.map(|asset| Template { name: asset.name, text: asset.text, owner: Owner::BuiltIn }))
        })
    }

    fn fill(engine: &Engine, path: &str, context: &Context) -> Filled {
        done(engine.fill(path, context, &mut Run::default()))
    }

    /// The static volume is on in none of the sets together with the dynamic one.
    fn wanted(path: &str) -> Context {
        let mut values = Set::Everything.values(&mut Run::default());
        if path.ends_with("/pv.yaml.j2") || path.ends_with("/pvc-static.yaml.j2") {
            alluxio_gen::generate::Switch::StaticClient.apply(&mut values);
        }
        context(&Facts::new(&values, &target(), &mut Problems::default()))
    }

    #[divan::bench]
    fn start_the_engine() -> Engine {
        engine()
    }

    #[divan::bench(args = PATHS)]
    fn compile(bencher: Bencher<'_, '_>, path: &str) {
        bencher.with_inputs(engine).bench_refs(|engine| done(engine.compile(path, &mut Run::default())));
    }

    #[divan::bench(args = PATHS)]
    fn render(bencher: Bencher<'_, '_>, path: &str) {
        let (engine, context) = (engine(), wanted(path));
        bencher.bench(|| fill(&engine, path, black_box(&context)));
    }

    /// With a text of a shape that no render before it had.
    #[divan::bench(args = PATHS)]
    fn graft_first(bencher: Bencher<'_, '_>, path: &str) {
        let filled = fill(&engine(), path, &wanted(path));
        let graft = |engine: &mut Engine| done(engine.graft(black_box(&filled), path, &mut Run::default()));
        bencher.with_inputs(engine).bench_refs(graft);
    }

    #[divan::bench(args = PATHS)]
    fn graft_again(bencher: Bencher<'_, '_>, path: &str) {
        let engine = engine();
        let filled = fill(&engine, path, &wanted(path));
        bencher.bench(|| done(engine.graft(black_box(&filled), path, &mut Run::default())));
    }
}

#[divan::bench_group]
mod whole {
    use super::{
        Allowed, Assets, Bencher, Lint, Run, SETS, Selection, Set, Severity, Syntax, black_box, done, findings,
        inspect, renderer, stream, target,
    };

    #[divan::bench(args = SETS)]
    fn render_compiled(bencher: Bencher<'_, '_>, set: Set) {
        let (renderer, facts) = (renderer(), set.facts());
        let render = || done(renderer.render(black_box(&facts), None, &Selection::new(&[]), &mut Run::default()));
        bencher.bench(render);
    }

    #[divan::bench(args = SETS)]
    fn inspect_objects(bencher: Bencher<'_, '_>, set: Set) {
        let (values, manifests) = (set.values(&mut Run::default()), set.manifests());
        let assets = Assets::default();
        bencher.bench(|| done(inspect(black_box(&manifests), &values, &assets, &mut Run::default())));
    }

    /// What `render` pays for the rules of `lint`: those that are worse than advice.
    #[divan::bench(args = SETS)]
    fn rules_of_lint(bencher: Bencher<'_, '_>, set: Set) {
        let mut run = Run::default();
        let (node, target) = (set.node(&mut run), target());
        let (values, facts, allowed) = (set.values(&mut run), set.facts(), Allowed::default());
        let context = Lint { values: &values, node: &node, sources: &run.sources, facts: &facts, target: &target };
        bencher.bench_local(|| findings(black_box(&context), Severity::Warning, &allowed));
    }

    #[divan::bench(args = SETS)]
    fn emit(bencher: Bencher<'_, '_>, set: Set) {
        let manifests = set.manifests();
        bencher.bench(|| stream(black_box(&manifests), Syntax::Yaml));
    }

    /// All that `alluxio-gen render` does, but for the command line and for standard output.
    #[divan::bench(args = SETS)]
    fn all_of_render(bencher: Bencher<'_, '_>, set: Set) {
        let assets = Assets::default();
        bencher.bench(|| {
            let mut run = Run::default();
            let values = set.values(&mut run);
            let facts = done(alluxio_gen::decide(&values, &target(), &mut run));
            let manifests = done(renderer().render(&facts, None, &Selection::new(&[]), &mut run));
            done(inspect(&manifests, &values, &assets, &mut run));
            stream(&manifests, Syntax::Yaml)
        });
    }
}
