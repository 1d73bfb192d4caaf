//! `generate MODE`: the folders of manifests that helm-generate.sh writes.

use super::{summary, tell};
use crate::assets::Assets;
use crate::cli::GenerateArgs;
use crate::facts::Facts;
use crate::generate::{self, Document, Fuse, Switch};
use crate::lint::{self, allow::Allowed};
use crate::manifest::Selection;
use crate::model::Values;
use crate::output::folder::{self, Change, Wanted};
use crate::problem::{Problem, Stop};
use crate::render::Renderer;
use crate::target::Target;
use crate::values::Layers;
use crate::yaml;
use crate::{Run, cores, decide, defaults, inspect, load_over, read};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// What all profiles share.
struct Generator<'a> {
    args: &'a GenerateArgs,
    assets: Assets,
    target: Target,
    renderer: Renderer,
    defaults: Layers,
    allowed: Allowed,
    fuse: Fuse,
}

/// Makes all files, then writes them, or compares them with `--check`.
pub fn run(args: &GenerateArgs, run: &mut Run) -> Result<(), Stop> {
    let target = Target::new(&args.target, &mut run.problems);
    let assets = Assets::new(args.inputs.from.clone(), &mut run.problems)?;
    let renderer = Renderer::new(&assets, &mut run.problems)?;
    let known: Vec<String> = assets.profiles(&mut run.problems)?.into_iter().map(|(name, _)| name).collect();
    let allowed = Allowed::new(&args.lint, &mut run.problems);
    let defaults = defaults(&assets, run)?;
    let fuse = if args.worker_fuse { Fuse::InWorker } else { Fuse::Standalone };
    let generator = Generator { args, assets, target, renderer, defaults, allowed, fuse };
    let profiles = match generate::profiles(&args.mode, args.ufs.as_deref(), &known) {
        Ok(profiles) => profiles,
        Err(problem) => return run.problems.fail(problem),
    };
    refuse_inputs(args, &profiles, run)?;
    let mut files: Vec<Wanted> = Vec::new();
    let mut empty = Vec::new();
    let mut outcome = Ok(());
    for made in generator.files(&profiles, run) {
        match made {
            Ok((new, missing)) => {
                // The files beside the folders are those of the last profile.
                files.retain(|file| !new.iter().any(|other| other.path == file.path));
                files.extend(new);
                empty.extend(missing);
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

/// A profile on its way to files.
struct Profile {
    /// The texts that it is read from, and what is wrong with it.
    run: Run,
    ready: Result<Ready, Stop>,
}

/// What a profile's values come to.
struct Ready {
    /// Whether its folder has no config.yaml yet.
    is_new: bool,
    values: Values,
    /// What is decided with nothing switched on.
    facts: Arc<Facts>,
    /// The merged values, for templates of the user's.
    seen: Option<yaml::Tree>,
    made: BTreeMap<Switch, Vec<Document>>,
}

/// The files of a profile, and those that would hold no object.
type Files = (Vec<Wanted>, Vec<String>);

impl Generator<'_> {
    /// The files of all profiles. Messages come in the order of the profiles, whatever thread they are found on.
    fn files(&self, profiles: &[&str], run: &mut Run) -> Vec<Result<Files, Stop>> {
        let mut files = Vec::new();
        for (name, mut profile) in profiles.iter().zip(self.rendered(profiles, run)) {
            files.push(profile.ready.and_then(|ready| self.laid_out(name, &ready, &mut profile.run)));
            run.join(profile.run);
        }
        files
    }

    /// The profiles with all that is rendered for them: a piece of work for each switch of each, on all cores.
    fn rendered(&self, profiles: &[&str], run: &Run) -> Vec<Profile> {
        let (width, start) = (profiles.len(), run.fork());
        let renders: Vec<(Switch, Vec<String>)> = generate::renders(self.fuse).into_iter().collect();
        let read: Vec<OnceLock<Profile>> = profiles.iter().map(|_| OnceLock::new()).collect();
        // Neighbouring pieces are of different profiles, so that no thread waits while another reads one.
        let made = cores::map(width * renders.len(), |piece| {
            let (index, (switch, templates)) = (piece % width, &renders[piece / width]);
            let Profile { run, ready } = read[index].get_or_init(|| self.profile(profiles[index], start.fork()));
            let mut run = run.fork();
            let ready = ready.as_ref().map_err(|stop| *stop);
            (ready.and_then(|ready| self.documents(ready, *switch, templates, &mut run)), run)
        });
        let mut profiles: Vec<Profile> = read.into_iter().filter_map(OnceLock::into_inner).collect();
        for (piece, (documents, run)) in made.into_iter().enumerate() {
            profiles[piece % width].take(renders[piece / width].0, documents, run);
        }
        profiles
    }

    /// Reads a profile and what its folder says.
    fn profile(&self, name: &str, mut run: Run) -> Profile {
        let ready = self.ready(name, &mut run);
        Profile { run, ready }
    }

    fn ready(&self, profile: &str, run: &mut Run) -> Result<Ready, Stop> {
        let config = self.args.output_dir.join(profile).join("config.yaml");
        // What is there but cannot be read is an error of reading, not a missing file.
        let is_new = std::fs::symlink_metadata(&config).is_err_and(|error| error.kind() == ErrorKind::NotFound);
        let mut inputs = self.args.inputs.clone();
        if !is_new {
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
        run.problems.stop_on_errors()?;
        let seen = (!self.assets.are_built_in()).then(|| yaml::Tree::from(&node));
        Ok(Ready { is_new, values, facts, seen, made: BTreeMap::new() })
    }

    /// The objects of some templates with a feature switched on.
    fn documents(
        &self,
        ready: &Ready,
        switch: Switch,
        templates: &[String],
        run: &mut Run,
    ) -> Result<Vec<Document>, Stop> {
        let facts = match switch {
            Switch::Nothing => Arc::clone(&ready.facts),
            _ => {
                let mut values = ready.values.clone();
                switch.apply(&mut values);
                decide(&values, &self.target, run)?
            }
        };
        let manifests = self.renderer.render(&facts, ready.seen.as_ref(), &Selection::new(templates), run)?;
        Ok(manifests.into_iter().map(Document::from).collect())
    }

    /// The files of a profile, with a config.yaml where there is none.
    fn laid_out(&self, profile: &str, ready: &Ready, run: &mut Run) -> Result<Files, Stop> {
        let generate::Tree { mut files, empty, applied } = generate::Tree::new(profile, self.fuse, &ready.made);
        for applied in applied {
            inspect(applied, &ready.values, &self.assets, run)?;
        }
        if ready.is_new {
            let text = self.assets.profile(profile, &mut run.problems)?.text.into_owned();
            files.insert(0, Wanted { path: generate::config(profile), text });
        }
        Ok((files, empty))
    }
}

impl Profile {
    /// Takes in what came of a render. After one that failed, others are not heard.
    fn take(&mut self, switch: Switch, documents: Result<Vec<Document>, Stop>, run: Run) {
        if let Ok(ready) = &mut self.ready {
            self.run.join(run);
            match documents {
                Ok(documents) => drop(ready.made.insert(switch, documents)),
                Err(stop) => self.ready = Err(stop),
            }
        }
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
