//! `versions`: the versions of Alluxio that there are manifests for.

use super::json;
use crate::Run;
use crate::cli::{ReportFormat, VersionsArgs};
use crate::output;
use crate::problem::Stop;
use crate::version::{ALL, DEFAULT, Version};
use crate::yaml::Tree;

/// Prints them, the oldest first.
pub fn run(args: &VersionsArgs, run: &mut Run) -> Result<(), Stop> {
    let text = match args.output {
        ReportFormat::Text => ALL.iter().map(line).collect(),
        ReportFormat::Json => json(&Tree::List(ALL.iter().map(tree).collect())),
    };
    output::print(&text, &mut run.problems)
}

fn line(version: &Version) -> String {
    let Version { name, patch, patches, chart, .. } = version;
    let default = if version == DEFAULT { "; the default" } else { "" };
    format!("{name}  image tag {patch}, labels of {chart}, releases {}{default}\n", patches.join(" "))
}

fn tree(version: &Version) -> Tree {
    let text = |text: &str| Tree::Text(text.to_owned());
    let entries = [
        ("version", text(version.name)),
        ("imageTag", text(version.patch)),
        ("chart", text(version.chart)),
        ("releases", Tree::List(version.patches.iter().map(|patch| text(patch)).collect())),
        ("default", Tree::Bool(version == DEFAULT)),
    ];
    Tree::Map(entries.into_iter().map(|(key, tree)| (key.to_owned(), tree)).collect())
}
