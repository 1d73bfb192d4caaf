//! `values`: the merged values, with their origins if asked for, or the commented defaults.

use crate::Run;
use crate::assets::Assets;
use crate::cli::{Format, LintFlags, ValuesArgs};
use crate::lint::allow::Allowed;
use crate::model;
use crate::output;
use crate::problem::{Problem, Stop};
use crate::values;
use crate::yaml::{Tree, emit};

/// Prints the values; nothing if anything is wrong.
pub fn run(args: &ValuesArgs, run: &mut Run) -> Result<(), Stop> {
    let Run { sources, problems, .. } = run;
    if args.origins && args.output == Format::Json {
        let problem = Problem::usage("`--origins` needs YAML: JSON has no comments");
        return problems.fail(problem.help("`alluxio-gen explain -o json` has the origins as data"));
    }
    let assets = Assets::new(args.inputs.from.clone(), problems)?;
    if args.defaults {
        return output::print(&assets.commented_values(problems)?.text, problems);
    }
    let defaults = assets.values(problems)?;
    let profile = match &args.inputs.profile {
        Some(name) => Some(assets.profile(name, problems)?),
        None => None,
    };
    let profile = profile.as_ref().map(|asset| (asset.name.as_str(), asset.text.as_ref()));
    let node = values::load(&args.inputs, (&defaults.name, &defaults.text), profile, sources, problems)?;
    model::unknown::warn(&node, sources, problems);
    Allowed::new(&LintFlags::default(), problems).apply(problems, sources);
    if args.inputs.strict {
        problems.make_strict();
    }
    problems.stop_on_errors()?;
    let mut text = String::new();
    match args.output {
        Format::Yaml if args.origins => text = values::origins::yaml(&node, sources),
        Format::Yaml => emit::yaml(&Tree::from(&node), &mut text),
        Format::Json => emit::json(&Tree::from(&node), &mut text),
    }
    output::print(&text, problems)
}
