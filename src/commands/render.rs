//! `render`: the manifests as a stream, or as files in a folder.

use crate::assets::Assets;
use crate::cli::{Format, RenderArgs};
use crate::lint::{self, allow::Allowed};
use crate::manifest::{Manifest, Selection, Stamp};
use crate::output;
use crate::output::folder::{self, Wanted};
use crate::output::record::Record;
use crate::output::store::{Mode, store};
use crate::output::text::{Syntax, files, stream};
use crate::problem::Stop;
use crate::render::Renderer;
use crate::target::Target;
use crate::yaml::{Node, Tree};
use crate::{Run, decide, inspect, load, read};
use std::path::Path;

/// Prints or writes the manifests; nothing if anything is wrong.
pub fn run(args: &RenderArgs, run: &mut Run) -> Result<(), Stop> {
    let target = Target::new(&args.target, &mut run.problems);
    let stamp = Stamp::new(&args.stamp, &mut run.problems);
    let allowed = Allowed::new(&args.lint, &mut run.problems);
    let assets = Assets::new(args.inputs.from.clone(), &mut run.problems)?;
    let (node, version) = load(&args.inputs, args.inputs.profile.as_deref(), &assets, run)?;
    let target = Target { version, ..target };
    let rules = Rules { target: &target, allowed: &allowed, stamp, strict: args.inputs.strict };
    let manifests = manifests(&node, rules, &assets, run)?;
    let manifests = match args.show_only.as_slice() {
        [] => manifests,
        words => {
            let templates = Renderer::new(&assets, &mut run.problems)?.sources();
            Selection::new(words).keep(manifests, &templates, &mut run.problems)?
        }
    };
    let syntax = match args.output {
        Format::Yaml => Syntax::Yaml,
        Format::Json => Syntax::Json,
    };
    match &args.output_dir {
        None => output::print(&stream(&manifests, syntax), &mut run.problems),
        Some(root) => keep(root, files(&manifests, syntax), args, run),
    }
}

/// What manifests are made for, and which rules hold.
pub(super) struct Rules<'a> {
    /// Release, namespace and version of Kubernetes.
    pub target: &'a Target,
    /// The rules of `lint` to be silent about.
    pub allowed: &'a Allowed,
    /// What is added to the objects.
    pub stamp: Stamp,
    /// Whether warnings are errors.
    pub strict: bool,
}

/// The manifests of merged values, checked; an error if anything is wrong.
pub(super) fn manifests(
    node: &Node,
    Rules { target, allowed, stamp, strict }: Rules<'_>,
    assets: &Assets,
    run: &mut Run,
) -> Result<Vec<Manifest>, Stop> {
    let values = read(node, target.version, assets, run)?;
    allowed.apply(&mut run.problems, &run.sources);
    if strict {
        run.problems.make_strict();
    }
    let facts = decide(&values, target, run)?;
    lint::judge(&values, node, &facts, target, allowed, run)?;
    let renderer = Renderer::new(assets, &mut run.problems)?.stamped(stamp);
    let tree = (!assets.are_built_in()).then(|| Tree::from(node));
    let manifests = renderer.render(&facts, tree.as_ref(), &Selection::new(&[]), run)?;
    inspect(&manifests, &values, assets, run)?;
    Ok(manifests)
}

/// Keeps a folder of files. With `--show-only` only these are looked at, and the others count as made.
fn keep(root: &Path, files: Vec<Wanted>, args: &RenderArgs, run: &mut Run) -> Result<(), Stop> {
    let (mode, shown) = (Mode::new(args.check, args.prune), root.display());
    // What stands in the way of writing is told before what stands in the way of the record.
    folder::compare(root, &files, &mut run.problems)?;
    let is_part = !args.show_only.is_empty();
    let stored = store(root, files, Record::Render, is_part, mode, &mut run.problems)?;
    if stored.drift.is_empty() {
        super::tell(&format!("{shown}: {}\n", stored.summary()));
        return Ok(());
    }
    run.problems.fail(super::drift("render", root, stored.drift))
}
