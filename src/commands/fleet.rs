//! `fleet FILE|DIR`: the manifests of many clusters, each in a folder of its own, on all cores.

use super::tell;
use crate::assets::{Asset, Assets};
use crate::cli::{self, FleetArgs};
use crate::fleet::{self, Cluster, Fleet, Mode, Outcome, Progress, Tally};
use crate::lint::{self, allow::Allowed};
use crate::manifest::{Selection, Stamp};
use crate::output::folder::{self, Wanted};
use crate::output::text::{Syntax, files};
use crate::problem::{Problem, Problems, Severity, Stop};
use crate::render::Renderer;
use crate::source::{Layer, SourceId, Span};
use crate::values::{Argument, Layers, Loader};
use crate::yaml::{Node, Tree};
use crate::{Run, cores, decide, inspect, load, model};
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

/// Renders all clusters. One that has an error is not written; the others are, and the exit code is 1.
pub fn run(args: &FleetArgs, run: &mut Run) -> Result<(), Stop> {
    let allowed = Allowed::new(&args.lint, &mut run.problems);
    let assets = Assets::new(args.from.clone(), &mut run.problems)?;
    let stamp = Stamp::new(&args.stamp, &mut run.problems);
    let renderer = Renderer::new(&assets, &mut run.problems)?.stamped(stamp);
    // What is wrong with the folder would be wrong for every cluster.
    let free = folder::compare(&args.output_dir, &[], &mut run.problems);
    let fleet = fleet::read(&args.source, run)?;
    free?;
    if args.strict {
        run.problems.make_strict();
        run.problems.stop_on_errors()?;
    }
    let bases = bases(&fleet, &assets, run);
    let yard = Yard { args, allowed, assets, renderer, fleet, bases };
    let mut tally = yard.render_all();
    yard.look_for_dropped(&mut tally, run);
    yard.conclude(&tally, run)
}

/// What clusters of one profile share: all layers below their own, read once.
struct Base {
    /// The texts of these layers and what is wrong with them.
    run: Run,
    layers: Result<Layers, Stop>,
    /// The built-in defaults, where `--from` brings a values.yaml of its own that may lack parts.
    builtin: Option<Node>,
}

/// The layers that clusters share, by profile.
fn bases(fleet: &Fleet, assets: &Assets, run: &Run) -> HashMap<Option<String>, Base> {
    let mut bases = HashMap::new();
    for cluster in &fleet.clusters {
        let profile = cluster.profile.as_ref();
        bases.entry(profile.map(|(name, _)| name.clone())).or_insert_with(|| {
            // What is wrong with the fleet file itself is told apart.
            let mut run = Run { sources: run.sources.clone(), ..Run::default() };
            let layers = layers(fleet, profile, assets, &mut run);
            let builtin = (!assets.are_built_in()).then(|| builtin(&mut run)).and_then(Result::ok);
            Base { run, layers, builtin }
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
    let defaults = assets.values(&mut run.problems)?;
    let profile = profile.map(|(name, place)| named(name, *place, assets, run)).transpose()?;
    let layers = Layers::new((&defaults.name, &defaults.text), &mut run.sources, &mut run.problems)?;
    let mut loader = Loader::over(layers, &mut run.sources, &mut run.problems);
    if let Some(profile) = profile {
        loader.profile(&profile.name, &profile.text)?;
    }
    let mut outcome = Ok(());
    for (path, place) in &fleet.shared_files {
        outcome = outcome.and(loader.path(path, *place));
    }
    outcome.map(|()| loader.done())
}

/// A profile. What is wrong with it is told at the place that names it first.
fn named(name: &str, place: Option<Span>, assets: &Assets, run: &mut Run) -> Result<Asset, Stop> {
    let mut problems = Problems::default();
    assets.profile(name, &mut problems).inspect_err(|Stop| {
        for problem in problems.iter() {
            run.problems.push(problem.clone().at(place));
        }
    })
}

fn builtin(run: &mut Run) -> Result<Node, Stop> {
    load(&cli::Inputs::default(), None, &Assets::default(), run)
}

/// All that the threads share.
struct Yard<'a> {
    args: &'a FleetArgs,
    allowed: Allowed,
    assets: Assets,
    renderer: Renderer,
    fleet: Fleet,
    bases: HashMap<Option<String>, Base>,
}

impl Yard<'_> {
    /// What a cluster needs is dropped when it is done, so memory does not grow with their number.
    fn render_all(&self) -> Tally<'_> {
        let clusters = &self.fleet.clusters;
        let (tally, progress) = (Mutex::new(Tally::new(clusters)), Progress::new(clusters.len()));
        cores::each(clusters.len(), self.args.threads.map(usize::from), |index| {
            let Some(cluster) = clusters.get(index) else { return };
            let outcome = self.render(cluster);
            let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
            let text = tally.add(index, outcome);
            if !text.is_empty() {
                progress.clear();
                tell(&text);
            }
            // Under the lock as well, so that it is not drawn into another thread's text.
            progress.step();
        });
        progress.clear();
        tally.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Renders a cluster and stores its files, unless it has an error.
    fn render(&self, cluster: &Cluster) -> Outcome {
        let Some(base) = self.bases.get(&cluster.profile.as_ref().map(|(name, _)| name.clone())) else {
            return Outcome::default();
        };
        let mut run = base.run.clone();
        let stored = self.files(cluster, base, &mut run).and_then(|files| {
            fleet::store(&self.args.output_dir, &cluster.name, files, self.mode(), &mut run.problems)
        });
        Outcome::new(&run, |source| self.is_shared(source, base, &run), stored.ok())
    }

    /// Whether other clusters have a text too.
    fn is_shared(&self, source: SourceId, base: &Base, run: &Run) -> bool {
        let text = run.sources.get(source);
        let is_this = |set: &fleet::Setting| text.layer == Layer::Set && text.name == set.name;
        base.run.sources.has(source) || self.fleet.shared_set.iter().any(is_this)
    }

    fn files(&self, cluster: &Cluster, base: &Base, run: &mut Run) -> Result<Vec<Wanted>, Stop> {
        let node = self.merged(cluster, base, run)?;
        let values = model::read(&node, base.builtin.as_ref(), &run.sources, &mut run.problems);
        self.allowed.apply(&mut run.problems, &run.sources);
        if self.args.strict {
            run.problems.make_strict();
        }
        let facts = decide(&values, &cluster.target, run)?;
        lint::judge(&values, &node, &facts, &cluster.target, &self.allowed, run)?;
        let seen = (!self.assets.are_built_in()).then(|| Tree::from(&node));
        let manifests = self.renderer.render(&facts, seen.as_ref(), &Selection::new(&[]), run)?;
        inspect(&manifests, &values, &self.assets, run)?;
        Ok(files(&manifests, Syntax::Yaml))
    }

    /// The values of a cluster.
    fn merged(&self, cluster: &Cluster, base: &Base, run: &mut Run) -> Result<Node, Stop> {
        let layers = base.layers.clone()?;
        let mut loader = Loader::over(layers, &mut run.sources, &mut run.problems);
        let mut outcome = Ok(());
        for (path, place) in &cluster.files {
            outcome = outcome.and(loader.path(path, *place));
        }
        let settings = self.fleet.shared_set.iter().chain(&cluster.set);
        let arguments = settings.map(|set| Argument { layer: Layer::Set, name: set.name.clone(), text: &set.text });
        outcome.and(loader.arguments(arguments))?;
        Ok(loader.done().merged())
    }

    fn mode(&self) -> Mode {
        match (self.args.check, self.args.prune) {
            (true, _) => Mode::Check,
            (false, true) => Mode::Prune,
            (false, false) => Mode::Write,
        }
    }

    fn look_for_dropped(&self, tally: &mut Tally<'_>, run: &mut Run) {
        let names: HashSet<&str> = self.fleet.clusters.iter().map(|cluster| cluster.name.as_str()).collect();
        let stored = fleet::dropped(&self.args.output_dir, &names, self.mode(), &mut run.problems);
        tell(&tally.sum_up(stored));
    }

    /// Tells what came of it all.
    fn conclude(&self, tally: &Tally<'_>, run: &mut Run) -> Result<(), Stop> {
        let clusters = &self.fleet.clusters;
        tell(&tally.report());
        let out = self.args.output_dir.display();
        if !self.args.check {
            tell(&format!("{out}: {}\n", tally.summary()));
        }
        if tally.differences() > 0 {
            let number = match tally.differences() {
                1 => "1 difference is listed above".to_owned(),
                number => format!("{number} differences are listed above"),
            };
            let error = Problem::error(format!("`{out}` is not as `fleet` would write it")).note(number);
            run.problems.push(error.help("run it without `--check`, and with `--prune` for what is no longer made"));
        } else if self.args.check && tally.failed() == 0 {
            tell(&format!("{out}: {}\n", tally.summary()));
        }
        if tally.failed() > 0 {
            let message = match clusters.len() {
                1 => "the only cluster has errors, and nothing was written for it".to_owned(),
                all => format!("{} of {all} clusters have errors, and nothing was written for them", tally.failed()),
            };
            let mut error = Problem::error(message);
            error.severity = tally.worst().unwrap_or(Severity::Error).max(Severity::Error);
            run.problems.push(error);
        }
        run.problems.stop_on_errors()
    }
}
