//! `render`: the manifests as a stream, or as files in a folder.

use super::prepared::manifests;
use crate::assets::Assets;
use crate::cli::{Format, RenderArgs};
use crate::lint::allow::Allowed;
use crate::manifest::{Selection, Stamp};
use crate::output;
use crate::output::folder::{self, Wanted};
use crate::output::record::Record;
use crate::output::store::{Mode, store};
use crate::output::text::{Syntax, files, stream};
use crate::problem::Stop;
use crate::render::Renderer;
use crate::target::Target;
use crate::{Run, load};
use std::mem::ManuallyDrop;
use std::path::Path;

/// Prints or writes the manifests; nothing if anything is wrong.
pub fn run(args: &RenderArgs, run: &mut Run) -> Result<(), Stop> {
    let target = Target::new(&args.target, &mut run.problems);
    let stamp = Stamp::new(&args.stamp, &mut run.problems);
    run.allowed = Allowed::new(&args.lint, &mut run.problems);
    if args.inputs.strict {
        run.problems.make_strict();
    }
    let assets = Assets::new(args.inputs.from.clone(), &mut run.problems)?;
    let (node, version) = load(&args.inputs, args.inputs.profile.as_deref(), &assets, run)?;
    let target = Target { version, ..target };
    // The process ends soon: the two largest trees are left to the system, which saves some 4 % of the instructions.
    let node = ManuallyDrop::new(node);
    let manifests = manifests(&node, &target, stamp, &assets, run)?;
    let manifests = match args.show_only.as_slice() {
        [] => manifests,
        words => {
            let templates = Renderer::new(&assets, &mut run.problems)?.sources();
            Selection::new(words).keep(manifests, &templates, &mut run.problems)?
        }
    };
    let manifests = ManuallyDrop::new(manifests);
    let syntax = match args.output {
        Format::Yaml => Syntax::Yaml,
        Format::Json => Syntax::Json,
    };
    match &args.output_dir {
        None => output::print(&stream(manifests.iter(), syntax), &mut run.problems),
        Some(root) => keep(root, files(&manifests, syntax), args, run),
    }
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
