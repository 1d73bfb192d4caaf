//! Makes the files of profiles: reads each, renders it with one feature after another switched on, and lays it out.

use crate::assets::Assets;
use crate::cli::GenerateArgs;
use crate::facts::Facts;
use crate::generate::{self, Document, Fuse, Switch};
use crate::lint;
use crate::model::Values;
use crate::output::folder::Wanted;
use crate::problem::Stop;
use crate::render::{Renderer, View};
use crate::source::Span;
use crate::target::Target;
use crate::values::{Defaults, listed};
use crate::version::{Choice, Version};
use crate::yaml;
use crate::{Run, check, cores, decide, decide_on, inspect, load_over, read};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::sync::{Arc, OnceLock};

/// What all profiles share.
pub(super) struct Generator<'a> {
    pub args: &'a GenerateArgs,
    pub assets: Assets,
    pub target: Target,
    pub renderer: Renderer,
    /// The defaults of the version that is asked for.
    pub defaults: (Choice, Defaults),
    pub fuse: Fuse,
    /// What messages point at when they are about FUSE in the worker and `--worker-fuse` has switched it on.
    pub worker_fuse: Option<Span>,
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
    /// The target, with the version that the values are for.
    target: Target,
    values: Values,
    /// What is decided with nothing switched on.
    facts: Arc<Facts>,
    /// The merged values, for templates of the user's.
    seen: Option<yaml::Tree>,
    made: BTreeMap<Switch, Documents>,
}

/// Objects that several profiles may have.
type Documents = Arc<[Document]>;

/// What was rendered for a switch, and what was in view then.
type Rendered = (View, Documents);

/// The files of a profile, and those that would hold no object.
pub(super) type Files = (Vec<Wanted>, Vec<String>);

impl Generator<'_> {
    /// The files of all profiles. Messages come in the order of the profiles, whatever thread they are found on.
    pub fn files(&self, profiles: &[&str], run: &mut Run) -> Vec<Result<Files, Stop>> {
        let mut files = Vec::new();
        for (name, mut profile) in profiles.iter().zip(self.rendered(profiles, run)) {
            files.push(profile.ready.and_then(|ready| {
                let files = self.laid_out(name, &ready, &mut profile.run);
                // The run ends soon, and taking thousands of small objects apart that threads have made costs a twentieth of it.
                std::mem::forget(ready);
                files
            }));
            run.join(profile.run);
        }
        files
    }

    /// The profiles with all that is rendered for them: a piece of work for each switch, on all cores.
    fn rendered(&self, profiles: &[&str], run: &Run) -> Vec<Profile> {
        let (width, start) = (profiles.len(), run.fork());
        let renders: Vec<(Switch, Vec<&str>)> = generate::renders(self.fuse).into_iter().collect();
        let read: Vec<OnceLock<Profile>> = profiles.iter().map(|_| OnceLock::new()).collect();
        let made = cores::map(renders.len(), |piece| {
            let (switch, templates) = &renders[piece];
            let mut before: Vec<Rendered> = Vec::new();
            // Each piece begins with another profile, so that no thread waits while another reads one.
            let mut made: Vec<_> = (piece..piece + width)
                .map(|number| number % width)
                .map(|index| {
                    let Profile { run, ready } =
                        read[index].get_or_init(|| self.profile(profiles[index], start.fork()));
                    let mut run = run.fork();
                    let ready = ready.as_ref().map_err(|stop| *stop);
                    let documents =
                        ready.and_then(|ready| self.documents(ready, *switch, templates, &mut before, &mut run));
                    (documents, run)
                })
                .collect();
            made.rotate_right(piece % width);
            made
        });
        let mut profiles: Vec<Profile> = read.into_iter().filter_map(OnceLock::into_inner).collect();
        for ((switch, _), made) in renders.into_iter().zip(made) {
            for (profile, (documents, run)) in profiles.iter_mut().zip(made) {
                profile.take(switch, documents, run);
            }
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
        // What is there but cannot be read is an error of reading, not a missing file. A file in place of a folder is told
        // when the folder is opened.
        let is_free = |error: io::Error| matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory);
        let is_new = std::fs::symlink_metadata(&config).is_err_and(is_free);
        let mut inputs = self.args.inputs.clone();
        if !is_new {
            inputs.values.insert(0, listed(&config.display().to_string()));
        }
        let (node, version) = load_over(Some(self.defaults.clone()), &inputs, Some(profile), &self.assets, run)?;
        let target = Target { version, ..self.target.clone() };
        let values = read(&node, version, &self.assets, run)?;
        let facts = decide(&values, &target, run)?;
        self.check_claims(&values, version, run);
        lint::judge(&values, &node, &facts, &target, run)?;
        if self.args.inputs.strict {
            self.excuse_built_in(profile, run)?;
            run.problems.make_strict();
            run.problems.stop_on_errors()?;
        }
        let seen = (!self.assets.are_built_in()).then(|| yaml::Tree::from(&node));
        Ok(Ready { is_new, target, values, facts, seen, made: BTreeMap::new() })
    }

    /// A profile that is built in has placeholders, which are there to be edited: they are advice, also in the config.yaml that
    /// was written from it and that nobody has touched yet.
    fn excuse_built_in(&self, profile: &str, run: &mut Run) -> Result<(), Stop> {
        let profile = self.assets.profile(profile, &mut run.problems)?;
        if let Cow::Borrowed(text) = profile.text {
            let Run { sources, problems, .. } = run;
            let is_untouched = |place: Span| *sources.get(place.source).text == *text;
            problems.excuse(|problem| problem.place.is_some_and(is_untouched));
        }
        Ok(())
    }

    /// Every claim has a file, whether or not it is switched on, so all of them need names of their own.
    fn check_claims(&self, values: &Values, version: &'static Version, run: &mut Run) {
        let mut values = values.clone();
        for switch in generate::renders(self.fuse).into_keys() {
            switch.apply(&mut values);
        }
        check::claims(&values, version, &mut run.problems);
    }

    /// The objects of some templates with a feature switched on: those of another profile where the templates look at the
    /// same, or else rendered, for which they are added to `before`.
    fn documents(
        &self,
        ready: &Ready,
        switch: Switch,
        templates: &[&str],
        before: &mut Vec<Rendered>,
        run: &mut Run,
    ) -> Result<Documents, Stop> {
        if !generate::has_any(templates, ready.target.version) {
            return Ok(Documents::default());
        }
        let facts = match switch {
            Switch::Nothing => Arc::clone(&ready.facts),
            _ => {
                let mut values = ready.values.clone();
                switch.apply(&mut values);
                let in_worker = &mut values.worker.fuse_enabled;
                in_worker.place = in_worker.place.or(self.worker_fuse);
                decide_on(|part| self.renderer.looks_at(part, templates), &values, &ready.target, run)?
            }
        };
        let view = self.renderer.view(&facts, ready.seen.as_ref(), |source| templates.contains(&source));
        if let Some((_, documents)) = before.iter().find(|(rendered, _)| view.comes_to(rendered)) {
            return Ok(Arc::clone(documents));
        }
        let documents: Documents = self.renderer.show(&view, run)?.into_iter().map(Document::from).collect();
        before.push((view, Arc::clone(&documents)));
        Ok(documents)
    }

    /// The files of a profile, with a config.yaml where there is none.
    fn laid_out(&self, profile: &str, ready: &Ready, run: &mut Run) -> Result<Files, Stop> {
        let generate::Tree { mut files, empty, applied } =
            generate::Tree::new(profile, self.fuse, ready.target.version, &ready.made);
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
    fn take(&mut self, switch: Switch, documents: Result<Documents, Stop>, run: Run) {
        if let Ok(ready) = &mut self.ready {
            self.run.join(run);
            match documents {
                Ok(documents) => drop(ready.made.insert(switch, documents)),
                Err(stop) => self.ready = Err(stop),
            }
        }
    }
}
