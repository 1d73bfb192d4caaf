//! `images`: the images that the manifests name.

use super::json;
use super::prepared::Prepared;
use crate::cli::{ImagesArgs, ImagesFormat};
use crate::facts::Facts;
use crate::problem::{Problems, Stop};
use crate::{Run, images, output};
use std::sync::Arc;

/// Prints the images; nothing if anything is wrong with the values.
pub fn run(args: &ImagesArgs, run: &mut Run) -> Result<(), Stop> {
    let prepared = Prepared::new(&args.inputs, &args.target, run)?;
    let list = if args.all {
        let mut values = prepared.values.clone();
        images::switch_all_on(&mut values, prepared.target.version);
        // What is wrong with a feature that the user does not have is not the user's concern.
        let facts = Arc::new(Facts::new(&values, &prepared.target, &mut Problems::default()));
        images::list(&prepared.rendered(&facts, run)?, &facts)
    } else {
        images::list(&prepared.manifests(run)?, &prepared.facts)
    };
    let text = match args.output {
        ImagesFormat::Lines => images::as_lines(&list),
        ImagesFormat::Pairs => images::as_pairs(&list),
        ImagesFormat::Table => images::as_table(&list),
        ImagesFormat::Json => json(&images::as_json(&list)),
    };
    output::print(&text, &mut run.problems)
}
