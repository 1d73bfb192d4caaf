//! The templates of a run: the built-in ones that the facts call for, and all that a user adds.

use super::seen::Seen;
use super::table::TEMPLATES;
use super::{Context, Engine, Owner, Template};
use crate::Run;
use crate::assets::Assets;
use crate::facts::Facts;
use crate::manifest::checksum::Checksums;
use crate::manifest::{Manifest, Selection, Stamp};
use crate::problem::{Problems, Stop};
use crate::yaml::Tree;
use std::borrow::Cow;
use std::sync::Arc;

/// Renders manifests; keeps compiled templates for the next ones.
pub struct Renderer {
    engine: Engine,
    /// Templates that only `--from DIR` has; they always render.
    own: Vec<String>,
    /// What is added to every object.
    stamp: Stamp,
}

impl Renderer {
    /// A renderer of these templates.
    pub fn new(assets: &Assets, problems: &mut Problems) -> Result<Self, Stop> {
        let known = |path: &str| TEMPLATES.iter().any(|row| row.path == path);
        let partial = |path: &str| path.rsplit('/').next().is_some_and(|name| name.starts_with('_'));
        let own = match assets.are_built_in() {
            true => Vec::new(),
            false => assets.templates(problems)?,
        };
        let own = own.into_iter().filter(|path| !known(path) && !partial(path)).collect();
        let assets = assets.clone();
        let load = move |path: &str| {
            let mut problems = Problems::default();
            let asset = assets.template(path, &mut problems);
            let asset =
                asset.map_err(|Stop| problems.iter().map(|problem| problem.message.as_str()).collect::<String>())?;
            Ok(asset.map(|asset| {
                let owner = if matches!(asset.text, Cow::Borrowed(_)) { Owner::BuiltIn } else { Owner::User };
                Template { name: asset.name, text: asset.text, owner }
            }))
        };
        Ok(Renderer { engine: Engine::new(load), own, stamp: Stamp::default() })
    }

    /// The same, with something added to every object.
    pub fn stamped(self, stamp: Stamp) -> Self {
        Renderer { stamp, ..self }
    }

    /// The paths of all templates that make objects, without `.j2`.
    pub fn sources(&self) -> Vec<String> {
        let paths = TEMPLATES.iter().map(|row| row.path).chain(self.own.iter().map(String::as_str));
        paths.map(source).collect()
    }

    /// Renders what the facts call for and what is selected, in install order. `values` is for templates of the user's.
    pub fn render(
        &self,
        facts: &Arc<Facts>,
        values: Option<&Tree>,
        selection: &Selection,
        run: &mut Run,
    ) -> Result<Vec<Manifest>, Stop> {
        let context = Context::from_object(Seen::new(Arc::clone(facts), values));
        let built_in = TEMPLATES.iter().filter(|row| row.is_needed(facts)).map(|row| row.path);
        let mut manifests = Vec::new();
        for path in built_in.chain(self.own.iter().map(String::as_str)) {
            let source = source(path);
            if selection.matches(&source) {
                let documents = self.engine.render(path, &context, run)?;
                manifests.extend(documents.into_iter().map(|tree| Manifest { source: source.clone(), tree }));
            }
        }
        let checksums =
            if self.stamp.config_checksum { self.checksums(facts, &context, run)? } else { Checksums::default() };
        for manifest in &mut manifests {
            checksums.annotate(&mut manifest.tree);
            self.stamp.apply(manifest);
        }
        crate::manifest::sort(&mut manifests);
        Ok(manifests)
    }

    /// The checksums of all ConfigMaps, also of those that are not selected.
    fn checksums(&self, facts: &Facts, context: &Context, run: &mut Run) -> Result<Checksums, Stop> {
        let mut objects = Vec::new();
        for row in TEMPLATES.iter().filter(|row| row.path.contains("configmap") && row.is_needed(facts)) {
            objects.extend(self.engine.render(row.path, context, run)?);
        }
        Ok(Checksums::new(&objects))
    }
}

/// The path of a template as manifests carry it.
fn source(path: &str) -> String {
    format!("templates/{}", path.trim_end_matches(".j2"))
}
