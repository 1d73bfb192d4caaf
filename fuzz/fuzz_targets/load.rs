//! Any values over the defaults, through the whole program: layers separated by lines of `%%%`, the last one an argument of `--set`.
#![no_main]

mod slowest;

use alluxio_gen::assets::Assets;
use alluxio_gen::manifest::Selection;
use alluxio_gen::problem::{Severity, Stop};
use alluxio_gen::render::Renderer;
use alluxio_gen::source::Layer;
use alluxio_gen::target::Target;
use alluxio_gen::values::{Defaults, onto_defaults, over};
use alluxio_gen::version::{self, Choice, Version};
use alluxio_gen::yaml::{Kind, parse};
use alluxio_gen::{Run, cli, decide, defaults, inspect, load_over, read};
use libfuzzer_sys::fuzz_target;

/// What every input begins with.
struct Base {
    run: Run,
    choice: Choice,
    defaults: Defaults,
    renderer: Renderer,
}

// One for each version of Alluxio.
thread_local!(static BASES: Vec<Base> = version::ALL.iter().map(base).collect());

fn base(version: &'static Version) -> Base {
    let (assets, mut run) = (Assets::default(), Run::default());
    let Run { sources, problems, .. } = &mut run;
    let choice = Choice { version, patch: None };
    let defaults = defaults(choice, &assets, sources, problems).unwrap_or_else(|_| panic!("no defaults"));
    let renderer = Renderer::new(&assets, &mut run.problems).unwrap_or_else(|_| panic!("no renderer"));
    Base { run, choice, defaults, renderer }
}

fn whole(text: &str, base: &Base, run: &mut Run) -> Result<(), Stop> {
    let mut layers: Vec<&str> = text.split("\n%%%\n").collect();
    let set = if layers.len() > 1 { layers.pop() } else { None };
    let inputs = cli::Inputs { set: set.into_iter().map(str::to_owned).collect(), ..cli::Inputs::default() };
    let assets = Assets::default();
    let known = Some((base.choice, base.defaults.clone()));
    let (mut node, version) = load_over(known, &inputs, None, &assets, run)?;
    let mut user = None;
    for layer in layers {
        let source = run.sources.add(Layer::File, "fuzz.yaml", layer);
        for document in parse::documents(&run.sources, source, &mut run.problems)? {
            if let Kind::Map(_) = document.kind {
                user = Some(match user.take() {
                    Some(lower) => over(document, lower),
                    None => document,
                });
            }
        }
    }
    if let Some(user) = user {
        node = onto_defaults(user, node);
    }
    let values = read(&node, version, &assets, run)?;
    let target = cli::Target { name: "fuzz".to_owned(), namespace: None, kube_version: None };
    let target = Target { version, ..Target::new(&target, &mut run.problems) };
    let facts = decide(&values, &target, run)?;
    let manifests = base.renderer.render(&facts, None, &Selection::new(&[]), run)?;
    inspect(&manifests, &values, &assets, run)
}

fuzz_target!(|text: &str| slowest::timed(text, one));

fn one(text: &str) {
    BASES.with(|bases| {
        let base = &bases[text.len() % bases.len()];
        let mut run = base.run.clone();
        let outcome = whole(text, base, &mut run);
        let report = run.problems.report(&run.sources);
        assert!(run.problems.worst() < Some(Severity::Bug), "{report}");
        assert!(outcome.is_ok() || report.contains("error"), "refused without a word");
    });
}
