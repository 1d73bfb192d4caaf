//! `explain`: what a value means, who sets it and what it reaches; without a path, what differs from the defaults.

use super::prepared::Merged;
use crate::cli::{ExplainArgs, ReportFormat};
use crate::lint::{self, allow, docs, rules};
use crate::problem::{Problem, Stop};
use crate::yaml::Tree;
use crate::{Run, explain, output, properties};

/// Prints the explanation.
pub fn run(args: &ExplainArgs, run: &mut Run) -> Result<(), Stop> {
    if let Some(code) = args.path.as_deref().filter(|path| rules::is_code(path)) {
        return rule(code, args.output, run);
    }
    let Merged { assets, target, node } = Merged::new(&args.inputs, &args.target, run)?;
    if args.inputs.strict {
        run.problems.make_strict();
    }
    run.problems.stop_on_errors()?;
    if let Some(text) = &args.search {
        let table = properties::table(target.version.name).unwrap_or_default();
        let names = explain::search(text, table).or_else(|problem| run.problems.fail(problem))?;
        return print(args.output, || explain::names_as_text(&names), || explain::names_as_json(&names), run);
    }
    match &args.path {
        Some(path) => {
            let report = explain::explain(path, &node, &target, &assets, run)?;
            print(args.output, || explain::as_text(&report), || explain::as_json(&report), run)
        }
        None => {
            let changes = explain::changes(&node, &run.sources);
            print(args.output, || explain::changes_as_text(&changes), || explain::changes_as_json(&changes), run)
        }
    }
}

/// Prints a rule of `lint`.
fn rule(code: &str, format: ReportFormat, run: &mut Run) -> Result<(), Stop> {
    match lint::rules().find(|rule| rule.code.eq_ignore_ascii_case(code)) {
        Some(rule) => print(format, || docs::rule_as_text(rule), || docs::rule_as_json(rule), run),
        None => {
            let problem = Problem::error(format!("unknown rule `{code}`"));
            run.problems.fail(problem.help(allow::suggestion(code)))
        }
    }
}

fn print(format: ReportFormat, text: impl Fn() -> String, json: impl Fn() -> Tree, run: &mut Run) -> Result<(), Stop> {
    match format {
        ReportFormat::Text => output::print_styled(&text(), &mut run.problems),
        ReportFormat::Json => output::print(&super::json(&json()), &mut run.problems),
    }
}
