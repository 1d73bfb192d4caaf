//! `generate MODE`: the folders of manifests that helm-generate.sh writes.

use super::{summary, tell};
use crate::assets::Assets;
use crate::cli::GenerateArgs;
use crate::generate::{self, Fuse, Switch, Tree};
use crate::lint::{self, allow::Allowed};
use crate::manifest::{Manifest, Selection};
use crate::model::Values;
use crate::output::folder::{self, Change, Wanted};
use crate::problem::{Problem, Stop};
use crate::render::Renderer;
use crate::target::Target;
use crate::values::Layers;
use crate::yaml;
use crate::{Run, decide, defaults, inspect, load_over, read};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::thread;

/// What all profiles share.
struct Generator<'a> {
    args: &'a GenerateArgs,
    assets: Assets,
    target: Target,
    renderer: Renderer,
    defaults: Layers,
    allowed: Allowed,
}

/// Makes all files, then writes them, or compares them with `--check`.
pub fn run(args: &GenerateArgs, run: &mut Run) -> Result<(), Stop> {
    let target = Target::new(&args.target, &mut run.problems);
    let assets = Assets::new(args.inputs.from.clone(), &mut run.problems)?;
    let renderer = Renderer::new(&assets, &mut run.problems)?;
    let known: Vec<String> = assets.profiles(&mut run.problems)?.into_iter().map(|(name, _)| name).collect();
    let allowed = Allowed::new(&args.lint, &mut run.problems);
    let defaults = defaults(&assets, run)?;
    let generator = Generator { args, assets, target, renderer, defaults, allowed };
    let profiles = match generate::profiles(&args.mode, args.ufs.as_deref(), &known) {
        Ok(profiles) => profiles,
        Err(problem) => return run.problems.fail(problem),
    };
    refuse_inputs(args, &profiles, run)?;
    let mut files: Vec<Wanted> = Vec::new();
    let mut empty = Vec::new();
    let mut outcome = Ok(());
    for made in generator.trees(&profiles, run) {
        match made {
            Ok(tree) => {
                // The files beside the folders are those of the last profile.
                files.retain(|file| !tree.files.iter().any(|other| other.path == file.path));
                files.extend(tree.files);
                empty.extend(tree.empty);
            }
            Err(Stop) => outcome = Err(Stop),
        }
    }
    outcome?;
    if args.inputs.strict {
        run.problems.make_strict();
        run.problems.stop_on_errors()?;
    }
    if args.check { check(&args.output_dir, &files, &empty, run) } else { write(&args.output_dir, &files, &empty, run) }
}

fn refuse_inputs(args: &GenerateArgs, profiles: &[&str], run: &mut Run) -> Result<(), Stop> {
    let inputs = &args.inputs;
    // Its config.yaml files are read as `-f` reads them, which takes text.
    if args.output_dir.to_str().is_none() {
        let error = Problem::error(format!("the name of the folder `{}` is not UTF-8", args.output_dir.display()));
        return run.problems.fail(error.help("give `--output-dir` another folder"));
    }
    if inputs.profile.is_some() {
        let error = Problem::usage("`generate` takes no `--profile`");
        return run.problems.fail(error.help("the mode may be a profile's name"));
    }
    if profiles.len() > 1 && inputs.values.iter().any(|file| file == "-") {
        let error = Problem::error("standard input can be read for one profile only");
        return run.problems.fail(error.help("put the values into a file"));
    }
    Ok(())
}

/// What the stack of a thread holds: as much as that of the main one.
const STACK: usize = 8 << 20;

impl Generator<'_> {
    /// The files of all profiles, each made in a thread of its own; messages come in the profiles' order.
    fn trees(&self, profiles: &[&str], run: &mut Run) -> Vec<Result<Tree, Stop>> {
        let (start, make) = (run.fork(), |profile: &str, mut own: Run| (self.tree(profile, &mut own), own));
        let made: Vec<(Result<Tree, Stop>, Run)> = thread::scope(|scope| {
            let (last, others) = match profiles.split_last() {
                Some((last, others)) => (Some(last), others),
                None => (None, profiles),
            };
            let spawn = |profile: &&str| {
                let (profile, own) = (profile.to_string(), start.clone());
                thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || make(&profile, own))
            };
            let threads: Vec<_> = others.iter().map(spawn).collect();
            let last = last.map(|profile| make(profile, start.clone()));
            let joined = threads.into_iter().zip(others).map(|(thread, profile)| match thread {
                Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                // There are no more threads to be had.
                Err(_) => make(profile, start.clone()),
            });
            joined.collect::<Vec<_>>().into_iter().chain(last).collect()
        });
        let take = |(tree, own)| {
            run.join(own);
            tree
        };
        made.into_iter().map(take).collect()
    }

    /// The files of a profile, with a config.yaml where there is none.
    fn tree(&self, profile: &str, run: &mut Run) -> Result<Tree, Stop> {
        let config = self.args.output_dir.join(profile).join("config.yaml");
        // What is there but cannot be read is an error of reading, not a missing file.
        let is_missing = std::fs::symlink_metadata(&config).is_err_and(|error| error.kind() == ErrorKind::NotFound);
        let mut inputs = self.args.inputs.clone();
        if !is_missing {
            inputs.values.insert(0, listed(&config.display().to_string()));
        }
        let node = load_over(self.defaults.clone(), &inputs, Some(profile), &self.assets, run)?;
        let values = read(&node, &self.assets, run)?;
        self.allowed.apply(&mut run.problems, &run.sources);
        if self.args.inputs.strict {
            run.problems.make_strict();
        }
        let facts = decide(&values, &self.target, run)?;
        lint::warn(&values, &node, &facts, &self.target, &self.allowed, run);
        let seen = (!self.assets.are_built_in()).then(|| yaml::Tree::from(&node));
        let fuse = if self.args.worker_fuse { Fuse::InWorker } else { Fuse::Standalone };
        let render = |switch, templates: &[&str]| self.manifests(&values, seen.as_ref(), switch, templates, run);
        let mut tree = generate::tree(profile, fuse, render)?;
        for applied in std::mem::take(&mut tree.applied) {
            inspect(applied.iter().map(Arc::as_ref), &values, &self.assets, run)?;
        }
        if is_missing {
            let text = self.assets.profile(profile, &mut run.problems)?.text.into_owned();
            tree.files.insert(0, Wanted { path: generate::config(profile), text });
        }
        Ok(tree)
    }

    /// The objects of some templates with a feature switched on.
    fn manifests(
        &self,
        values: &Values,
        seen: Option<&yaml::Tree>,
        switch: Switch,
        templates: &[&str],
        run: &mut Run,
    ) -> Result<Vec<Manifest>, Stop> {
        let mut values = values.clone();
        switch.apply(&mut values);
        let facts = decide(&values, &self.target, run)?;
        let wanted: Vec<String> = templates.iter().map(|path| (*path).to_owned()).collect();
        self.renderer.render(&facts, seen, &Selection::new(&wanted), run)
    }
}

/// A path as `-f` reads it, where commas separate files.
fn listed(path: &str) -> String {
    if path.contains([',', '"']) { format!("\"{}\"", path.replace('"', "\"\"")) } else { path.to_owned() }
}

fn write(root: &Path, files: &[Wanted], empty: &[String], run: &mut Run) -> Result<(), Stop> {
    let changes = folder::write(root, files, &mut run.problems)?;
    let mut folders: Vec<(&str, Vec<Change>)> = Vec::new();
    for (file, change) in files.iter().zip(changes) {
        let folder = file.path.split_once('/').map_or(".", |(folder, _)| folder);
        match folders.iter_mut().find(|(name, _)| *name == folder) {
            Some((_, changes)) => changes.push(change),
            None => folders.push((folder, vec![change])),
        }
    }
    let mut lines: Vec<String> = folders.iter().map(|(folder, changes)| summary(folder, changes)).collect();
    for path in empty {
        match (root.join(path).exists(), generate::is_optional(path)) {
            (true, _) => {
                lines.push(format!("{path}: not written, for it would hold no object; the old one is still there"))
            }
            (false, false) => lines.push(format!("{path}: not written, for it would hold no object")),
            (false, true) => {}
        }
    }
    tell(&(lines.join("\n") + "\n"));
    Ok(())
}

fn check(root: &Path, files: &[Wanted], empty: &[String], run: &mut Run) -> Result<(), Stop> {
    let changes = folder::compare(root, files, &mut run.problems)?;
    let drift = files.iter().zip(changes).filter_map(|(file, change)| match change {
        Change::New => Some(format!("{}: missing", file.path)),
        Change::Changed => Some(format!("{}: differs", file.path)),
        Change::Same => None,
    });
    let stale = empty.iter().filter(|path| root.join(path).exists());
    let drift: Vec<String> = drift.chain(stale.map(|path| format!("{path}: holds no object any more"))).collect();
    if drift.is_empty() {
        return Ok(());
    }
    let number = if drift.len() == 1 { "1 file differs".to_owned() } else { format!("{} files differ", drift.len()) };
    let error = Problem::error(format!("{number} from what `generate` would write into `{}`", root.display()));
    let error = drift.into_iter().fold(error, Problem::note);
    run.problems.fail(error.help("run it without `--check`"))
}
