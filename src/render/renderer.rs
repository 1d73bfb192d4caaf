//! The templates of a run: the built-in ones that the facts call for, and all that a user adds.

use super::seen::Seen;
use super::table::{Row, TEMPLATES};
use super::view::View;
use super::{Engine, Owner, Template};
use crate::Run;
use crate::assets::Assets;
use crate::facts::{Facts, Part};
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
    /// Whether there are no templates of the user's.
    is_built_in: bool,
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
        let is_built_in = assets.are_built_in();
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
        let engine = if is_built_in { Engine::plain(load) } else { Engine::new(load) };
        Ok(Renderer { engine, own, is_built_in, stamp: Stamp::default() })
    }

    /// The same, with something added to every object.
    pub fn stamped(self, stamp: Stamp) -> Self {
        Renderer { stamp, ..self }
    }

    /// The same, for a single render.
    pub fn once(self) -> Self {
        Renderer { engine: self.engine.once(), ..self }
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
        self.show(&self.view(facts, values, |source| selection.matches(source)), run)
    }

    /// What is rendered of the templates whose sources are selected, and what they see.
    pub fn view(&self, facts: &Arc<Facts>, values: Option<&Tree>, selected: impl Fn(&str) -> bool) -> View {
        let needed = || TEMPLATES.iter().filter(|row| row.is_needed(facts));
        let paths = needed().map(|row| row.path).chain(self.own.iter().map(String::as_str));
        let of_config = needed().filter(|row| self.stamp.config_checksum && row.is_config_map());
        View {
            templates: paths
                .filter_map(|path| Some(source(path)).filter(|it| selected(it)).map(|source| (path.to_owned(), source)))
                .collect(),
            checksums: of_config.map(|row| row.path).collect(),
            seen: Arc::new(Seen::new(Arc::clone(facts), values)),
        }
    }

    /// Whether a view of these templates looks at a part of the facts.
    pub fn looks_at(&self, part: Part, sources: &[&str]) -> bool {
        let is_source = |path: &str, source: &str| source.strip_prefix(FOLDER) == Some(stem(path));
        let is_selected = |row: &Row| sources.iter().any(|source| is_source(row.path, source));
        let is_asked = |row: &Row| self.stamp.config_checksum && row.is_config_map() || is_selected(row);
        // Nobody knows what templates of the user's look at.
        !self.is_built_in || TEMPLATES.iter().any(|row| row.shows(part) && is_asked(row))
    }

    /// Renders what is in view.
    pub fn show(&self, view: &View, run: &mut Run) -> Result<Vec<Manifest>, Stop> {
        let context = view.context();
        let mut manifests = Vec::new();
        for (path, source) in &view.templates {
            let documents = self.engine.render(path, &context, run)?;
            manifests.extend(documents.into_iter().map(|tree| Manifest { source: source.clone(), tree }));
        }
        // The checksums are of all ConfigMaps, also of those that are not selected.
        let mut config_maps = Vec::new();
        for path in &view.checksums {
            config_maps.extend(self.engine.render(path, &context, run)?);
        }
        let checksums = if view.checksums.is_empty() { Checksums::default() } else { Checksums::new(&config_maps) };
        for manifest in &mut manifests {
            checksums.annotate(&mut manifest.tree);
            self.stamp.apply(manifest);
        }
        crate::manifest::sort(&mut manifests);
        Ok(manifests)
    }
}

/// The path of a template as manifests carry it.
fn source(path: &str) -> String {
    format!("{FOLDER}{}", stem(path))
}

/// The folder in the paths that manifests carry.
const FOLDER: &str = "templates/";

fn stem(path: &str) -> &str {
    path.trim_end_matches(".j2")
}
