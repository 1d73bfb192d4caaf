//! `values`: the merged values, with their origins if asked for, or the commented defaults. Secrets are masked.

use super::named_version;
use crate::assets::Assets;
use crate::cli::{Format, LintFlags, ValuesArgs};
use crate::lint::allow::Allowed;
use crate::model;
use crate::output;
use crate::problem::{Problem, Stop};
use crate::properties::mask;
use crate::yaml::{Tree, emit};
use crate::{Run, load, values};

/// Prints the values; nothing if anything is wrong.
pub fn run(args: &ValuesArgs, run: &mut Run) -> Result<(), Stop> {
    let problems = &mut run.problems;
    if args.origins && args.output == Format::Json {
        let problem = Problem::usage("`--origins` needs YAML output: JSON has no comments");
        return problems.fail(problem.help("`alluxio-gen explain -o json` prints the origins as data"));
    }
    let assets = Assets::new(args.inputs.from.clone(), problems)?;
    if args.defaults {
        let version = named_version(args.inputs.alluxio_version.as_deref(), problems)?;
        return output::print(&assets.commented_defaults(version, problems)?, problems);
    }
    let (node, version) = load(&args.inputs, args.inputs.profile.as_deref(), &assets, run)?;
    let Run { sources, problems, .. } = run;
    model::unknown::warn(&node, version, sources, problems);
    Allowed::new(&LintFlags::default(), problems).apply(problems, sources);
    if args.inputs.strict {
        problems.make_strict();
    }
    problems.stop_on_errors()?;
    let mut text = String::new();
    match args.output {
        Format::Yaml if args.origins => text = values::origins::yaml(&node, sources),
        Format::Yaml => emit::yaml(&mask::tree(&[], &Tree::from(&node)), &mut text),
        Format::Json => emit::json(&mask::tree(&[], &Tree::from(&node)), &mut text),
    }
    output::print(&text, problems)
}
