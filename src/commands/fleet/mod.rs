//! `fleet FILE|DIR`: the manifests of many clusters, each in a folder of its own, on all cores.

mod bases;
mod told;

use super::tell;
use crate::assets::Assets;
use crate::cli::FleetArgs;
use crate::diff::{self, Object, Report, Side};
use crate::fleet::kept::Kin;
use crate::fleet::{self, Cluster, Fleet, Inputs, Kept, Makes, Outcome, Progress, Shared, Tally, inputs};
use crate::lint::rules::refused;
use crate::lint::{self, allow::Allowed};
use crate::manifest::{Manifest, Selection, Stamp};
use crate::output::folder;
use crate::output::folder::{Wanted, has_rest};
use crate::output::record::Record;
use crate::output::store::{Mode, Stored};
use crate::output::text::{Syntax, files};
use crate::problem::{Severity, Stop};
use crate::render::Renderer;
use crate::source::{Layer, SourceId};
use crate::target::Target;
use crate::values::{Argument, Loader, shortcuts};
use crate::version::Asked;
use crate::yaml::Tree;
use crate::{Loaded, Run, asked, cores, decide, defaults, inspect, model, read};
use bases::{Base, bases};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Renders all clusters. One that has an error is not written; the others are, and the exit code is 1.
pub fn run(args: &FleetArgs, run: &mut Run) -> Result<(), Stop> {
    run.allowed = Allowed::new(&args.lint, &mut run.problems);
    let asked = asked(args.alluxio_version.as_deref(), &mut run.problems)?;
    let assets = Assets::new(args.from.clone(), &mut run.problems)?;
    let stamp = Stamp::new(&args.stamp, &mut run.problems);
    let renderer = Renderer::new(&assets, &mut run.problems)?.stamped(stamp);
    // What is wrong with the folder would be wrong for every cluster.
    let free = folder::compare(&args.output_dir, &[], &mut run.problems);
    let mut fleet = fleet::read(&args.source, run)?;
    if let Asked::Fixed(_) = asked {
        fleet.clusters.iter_mut().for_each(|cluster| cluster.asked = asked);
    }
    free?;
    let names = fleet.clusters.iter().map(|cluster| cluster.name.clone()).collect();
    if let Some(slice) = args.slice {
        let mut index = 0..;
        fleet.clusters.retain(|_| index.next().is_some_and(|index| slice.has(index)));
    }
    if args.strict {
        run.problems.make_strict();
        run.problems.stop_on_errors()?;
    }
    let mut bases = bases(&fleet, &assets, run);
    if !args.no_cache && !args.diff {
        let common = inputs::common(inputs::PROGRAM, args, &fleet, &assets, &run.sources);
        bases.values_mut().for_each(|base| base.digest = common.clone().and_then(|common| base.digest(common, run)));
    }
    let yard =
        Yard { args, assets, renderer, fleet, names, bases, reports: Mutex::default(), shared: Mutex::default() };
    let mut tally = yard.render_all();
    match args.diff {
        true => yard.overview(run)?,
        false => yard.look_for_dropped(&mut tally, run),
    }
    yard.conclude(&tally, run)
}

/// All that the threads share.
struct Yard<'a> {
    args: &'a FleetArgs,
    assets: Assets,
    renderer: Renderer,
    /// The fleet, or a slice of it.
    fleet: Fleet,
    /// The names of all clusters, those of other slices too.
    names: HashSet<String>,
    bases: HashMap<Option<String>, Base>,
    /// With `--diff`: the numbers of clusters, and what the changes do to them.
    reports: Mutex<Vec<(usize, Report)>>,
    /// What several clusters make.
    shared: Mutex<Shared>,
}

impl Yard<'_> {
    /// What a cluster needs is dropped when it is done, so memory does not grow with their number.
    fn render_all(&self) -> Tally<'_> {
        let clusters = &self.fleet.clusters;
        let (tally, progress) = (Mutex::new(Tally::new(clusters)), Progress::new(clusters.len()));
        cores::each(clusters.len(), self.args.threads.map(usize::from), |index| {
            let Some(cluster) = clusters.get(index) else { return };
            let outcome = self.render(index, cluster);
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

    /// Renders a cluster and stores its files, unless it has an error; or compares them with those of the last run.
    fn render(&self, index: usize, cluster: &Cluster) -> Outcome {
        let Some(base) = self.bases.get(&cluster.profile.as_ref().map(|(name, _)| name.clone())) else {
            return Outcome::default();
        };
        let inputs = base.digest.as_ref().and_then(|shared| Inputs::of(cluster, shared));
        let folder = self.args.output_dir.join(&cluster.name);
        if let Some(kept) = inputs.as_ref().and_then(|inputs| self.unchanged(&folder, inputs)) {
            self.note(index, cluster, &kept.makes);
            // One of them is the record.
            return Outcome::unchanged(kept.files.len().saturating_sub(1));
        }
        let mut run = base.run.clone();
        let made = self.manifests(index, cluster, base, inputs.as_ref(), &mut run);
        let stored = made.and_then(|(manifests, makes)| match self.args.diff {
            true => self.compare(index, cluster, manifests, &mut run),
            false => self.store(cluster, files(&manifests, Syntax::Yaml), makes, inputs, &mut run),
        });
        Outcome::new(&run, |source| self.is_shared(source, base, &run), stored.ok())
    }

    /// What the last run has kept of a cluster, if that was made from the same inputs, and its files are as they were.
    fn unchanged(&self, folder: &Path, inputs: &Inputs) -> Option<Kept> {
        let kept = Kept::read(folder).filter(|kept| kept.inputs == inputs.digest && kept.stand(folder))?;
        (self.mode() == Mode::Check || !has_rest(folder)).then_some(kept)
    }

    /// Stores a cluster's files, and keeps what they were made from unless there is something to tell of them.
    fn store(
        &self,
        cluster: &Cluster,
        files: Vec<Wanted>,
        makes: Makes,
        inputs: Option<Inputs>,
        run: &mut Run,
    ) -> Result<Stored, Stop> {
        let (folder, mode) = (self.args.output_dir.join(&cluster.name), self.mode());
        let record = Record::Fleet.write(files.iter().map(|file| file.path.as_str()));
        let kept = inputs.filter(|_| mode != Mode::Check && run.problems.worst().is_none()).map(|inputs| {
            let files = [&record].into_iter().chain(&files).map(Kin::of).collect();
            Kept { inputs: inputs.digest, makes, files }
        });
        let stored = fleet::store(&self.args.output_dir, &cluster.name, files, mode, &mut run.problems)?;
        if let Some(kept) = kept.filter(|_| stored.stale == 0 && run.problems.worst().is_none()) {
            kept.write(&folder);
        }
        Ok(stored)
    }

    /// Whether other clusters have a text too.
    fn is_shared(&self, source: SourceId, base: &Base, run: &Run) -> bool {
        let text = run.sources.get(source);
        let is_this = |set: &fleet::Setting| text.layer == Layer::Set && text.name == set.name;
        base.run.sources.has(source) || self.fleet.shared_set.iter().any(is_this)
    }

    fn note(&self, index: usize, cluster: &Cluster, makes: &Makes) {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner).add(index, cluster, makes);
    }

    fn manifests(
        &self,
        index: usize,
        cluster: &Cluster,
        base: &Base,
        inputs: Option<&Inputs>,
        run: &mut Run,
    ) -> Result<(Vec<Manifest>, Makes), Stop> {
        let (node, version) = self.merged(cluster, base, inputs, run)?;
        let target = Target { version, ..cluster.target.clone() };
        run.problems.begin(refused::TYPES);
        let values = match base.builtin.iter().find(|(choice, _)| choice.version == version) {
            Some((_, builtin)) => model::read(&node, version, Some(builtin), &run.sources, &mut run.problems),
            None => read(&node, version, &self.assets, run)?,
        };
        run.forgive();
        let facts = decide(&values, &target, run)?;
        lint::judge(&values, &node, &facts, &target, run)?;
        let makes = Makes::of(cluster, &values);
        self.note(index, cluster, &makes);
        let seen = (!self.assets.are_built_in()).then(|| Tree::from(&node));
        let manifests = self.renderer.render(&facts, seen.as_ref(), &Selection::new(&[]), run)?;
        inspect(&manifests, &values, &self.assets, run)?;
        Ok((manifests, makes))
    }

    /// Finds out what the changes since the last run do to a cluster.
    fn compare(
        &self,
        index: usize,
        cluster: &Cluster,
        manifests: Vec<Manifest>,
        run: &mut Run,
    ) -> Result<Stored, Stop> {
        let folder = self.args.output_dir.join(&cluster.name);
        let before = if folder.is_dir() { diff::folder(&folder, run)? } else { Vec::new() };
        let old = Side { objects: before, release: None };
        let objects = manifests.into_iter().map(Object::from).collect();
        let new = Side { objects, release: Some(cluster.target.release.clone()) };
        let report = diff::compare(&old, &new, cluster.target.namespace.as_deref());
        self.reports.lock().unwrap_or_else(PoisonError::into_inner).push((index, report));
        // A review of changes is none of the values.
        run.problems.retain(|problem| problem.severity >= Severity::Error);
        Ok(Stored::default())
    }

    /// What becomes of folders that belong to no cluster. They belong to no slice either: the first one looks after them.
    fn dropped(&self, mode: Mode, run: &mut Run) -> Stored {
        if self.args.slice.is_some_and(|slice| !slice.is_first()) {
            return Stored::default();
        }
        let names: HashSet<&str> = self.names.iter().map(String::as_str).collect();
        fleet::dropped(&self.args.output_dir, &names, mode, &mut run.problems)
    }

    /// The values of a cluster.
    fn merged(&self, cluster: &Cluster, base: &Base, inputs: Option<&Inputs>, run: &mut Run) -> Result<Loaded, Stop> {
        let layers = base.layers.clone()?;
        let mut loader = Loader::over(layers, &mut run.sources, &mut run.problems);
        let mut outcome = Ok(());
        // What is rendered is what the digest is of.
        let read = inputs.map(|inputs| inputs.texts.iter());
        let mut texts = read.into_iter().flatten();
        for (path, place) in &cluster.files {
            outcome = outcome.and(match texts.next() {
                Some(text) => loader.file(&path.display().to_string(), text),
                None => loader.path(path, *place),
            });
        }
        let settings = self.fleet.shared_set.iter().chain(&cluster.set);
        let arguments =
            settings.map(|set| Argument { layer: Layer::Set, name: set.name.clone(), text: set.text.as_str().into() });
        let arguments = arguments.chain(shortcuts(&self.args.shortcuts));
        let choice = outcome.and_then(|()| loader.choose(cluster.asked))?;
        let defaults = match base.defaults.iter().find(|(known, _)| *known == choice) {
            Some((_, defaults)) => defaults.clone(),
            None => defaults(choice, &self.assets, loader.sources, loader.problems)?,
        };
        Ok((loader.onto(defaults, arguments)?, choice.version))
    }

    fn mode(&self) -> Mode {
        Mode::new(self.args.check, self.args.prune)
    }
}
