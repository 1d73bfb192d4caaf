//! `generate MODE`: the folders of manifests that helm-generate.sh writes.

mod generator;

use super::{STALE, summary, tell};
use crate::assets::Assets;
use crate::cli::GenerateArgs;
use crate::generate::{self, Fuse};
use crate::lint::allow::Allowed;
use crate::manifest::Stamp;
use crate::order;
use crate::output::folder::{self, Change, Wanted};
use crate::output::{prune, store};
use crate::problem::{Problem, Stop};
use crate::render::Renderer;
use crate::source::{Layer, Span};
use crate::target::Target;
use crate::version::{Asked, Choice};
use crate::{Run, asked, defaults};
use generator::{Files, Generator};
use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::path::Path;

/// Makes all files, then writes them, or compares them with `--check`.
pub fn run(args: &GenerateArgs, run: &mut Run) -> Result<(), Stop> {
    let target = Target::new(&args.target, &mut run.problems);
    let assets = Assets::new(args.inputs.from.clone(), &mut run.problems)?;
    let stamp = Stamp::new(&args.stamp, &mut run.problems);
    let renderer = Renderer::new(&assets, &mut run.problems)?.stamped(stamp);
    let known: Vec<String> = assets.profiles(&mut run.problems)?.into_iter().map(|(name, _)| name).collect();
    run.allowed = Allowed::new(&args.lint, &mut run.problems);
    let choice = match asked(args.inputs.alluxio_version.as_deref(), &mut run.problems)? {
        Asked::Open => Choice::default(),
        Asked::Fixed(choice) => choice,
    };
    let defaults = (choice, defaults(choice, &assets, &mut run.sources, &mut run.problems)?);
    let fuse = if args.worker_fuse { Fuse::InWorker } else { Fuse::Standalone };
    let worker_fuse = args.worker_fuse.then(|| place_of_worker_fuse(run));
    // The run ends soon: what it takes is left to the system.
    let generator = ManuallyDrop::new(Generator { args, assets, target, renderer, defaults, fuse, worker_fuse });
    let profiles = match generate::profiles(&args.mode, args.ufs.as_deref(), &known) {
        Ok(profiles) => profiles,
        Err(problem) => return run.problems.fail(problem),
    };
    refuse_inputs(args, &profiles, run)?;
    // Each profile has problems of its own; these are of the command line.
    run.problems.stop_on_errors()?;
    let (files, empty) = gathered(generator.files(&profiles, run))?;
    if args.inputs.strict {
        run.problems.make_strict();
        run.problems.stop_on_errors()?;
    }
    if args.check {
        check(&args.output_dir, &files, &empty, run)
    } else {
        write(&args.output_dir, &files, &empty, args.prune, run)
    }
}

/// The files of all profiles, unless one has an error.
fn gathered(made: Vec<Result<Files, Stop>>) -> Result<Files, Stop> {
    let (mut files, mut empty): Files = Default::default();
    for made in made {
        let (new, missing) = made?;
        // The files beside the folders are those of the last profile.
        files.retain(|file| !new.iter().any(|other| other.path == file.path));
        files.extend(new);
        empty.extend(missing);
    }
    Ok((files, empty))
}

/// `--worker-fuse` is shown as the value that it sets.
fn place_of_worker_fuse(run: &mut Run) -> Span {
    let text = "worker.fuseEnabled=true";
    let source = run.sources.add(Layer::Set, "--worker-fuse", text);
    Span { source, line: 1, column: 1, length: text.len() as u32 }
}

fn refuse_inputs(args: &GenerateArgs, profiles: &[&str], run: &mut Run) -> Result<(), Stop> {
    let inputs = &args.inputs;
    // Its config.yaml files are read as `-f` reads them, which takes text.
    if args.output_dir.to_str().is_none() {
        let error = Problem::error(format!("the folder name `{}` is not UTF-8", args.output_dir.display()));
        return run.problems.fail(error.help("choose another folder for `--output-dir`"));
    }
    if inputs.profile.is_some() {
        let error = Problem::usage("`generate` does not accept `--profile`");
        return run.problems.fail(error.help("give the profile's name as the mode"));
    }
    if profiles.len() > 1 && inputs.values.iter().any(|file| file == "-") {
        let error = Problem::error("standard input can be read for only one profile");
        return run.problems.fail(error.help("put the values into a file"));
    }
    Ok(())
}

fn write(root: &Path, files: &[Wanted], empty: &[String], prune_stale: bool, run: &mut Run) -> Result<(), Stop> {
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
    // Their paths are those of files that this program, or the script, writes.
    let stale = stale(root, empty, run)?;
    for path in empty {
        if stale.contains(path) && !prune_stale {
            lines.push(format!("{path}: not written because it would have no objects; `--prune` removes the old file"));
        } else if !generate::is_optional(path) {
            lines.push(format!("{path}: not written because it would have no objects"));
        }
    }
    if prune_stale && !stale.is_empty() {
        lines.push(format!("{} removed", store::number(prune::remove(root, &stale, &mut run.problems)?)));
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
    let stale = stale(root, empty, run)?;
    let drift: Vec<String> = drift.chain(stale.iter().map(|path| format!("{path}: {STALE}"))).collect();
    if drift.is_empty() { Ok(()) } else { run.problems.fail(super::drift("generate", root, drift)) }
}

/// Those of some files that are there and are manifests of this program, or of the script.
fn stale(root: &Path, empty: &[String], run: &mut Run) -> Result<BTreeSet<String>, Stop> {
    prune::ours(root, order::set(empty.iter().cloned()), &mut run.problems)
}
