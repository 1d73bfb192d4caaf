//! `lint`: what is wrong with values that could be rendered, and what could not.

mod memory;

use super::prepared::Merged;
use crate::cli::{Inputs, Least, LintArgs, LintFormat};
use crate::lint::allow::{self, Allowed};
use crate::lint::paths::Paths;
use crate::lint::rules::refused;
use crate::lint::{Context, docs, findings, report};
use crate::manifest::Selection;
use crate::output;
use crate::problem::{Problem, Problems, Severity, Stop};
use crate::render::Renderer;
use crate::source::{Layer, Span};
use crate::values;
use crate::yaml::Tree;
use crate::{Run, facts, inspect, read};
use std::path::PathBuf;
use std::sync::Arc;

/// The rule that holds with `--pedantic` only.
const PEDANTIC: &str = "AXG213";

/// Prints the findings, or the rules. The report goes to standard output, in every format.
pub fn run(args: &LintArgs, run: &mut Run) -> Result<(), Stop> {
    if args.list {
        return list(args.output, run);
    }
    if args.memory || args.node_memory.is_some() {
        return memory::run(args, run);
    }
    run.allowed = Allowed::new(&args.flags, &mut run.problems);
    if !args.pedantic {
        run.allowed.silence(PEDANTIC);
    }
    // A wrong code, profile or folder is no finding about values.
    run.problems.stop_on_errors()?;
    if args.inputs.strict {
        run.problems.make_strict();
    }
    run.problems.show_classes();
    let outcome = match args.files.as_slice() {
        [] => look(args, &args.inputs, run),
        files => each(args, files, run),
    };
    if outcome.is_err() && run.problems.worst() > Some(Severity::Error) {
        return Err(Stop);
    }
    let mut problems = std::mem::take(&mut run.problems);
    let refused = problems.stop_on_errors();
    let least = match args.min_severity {
        Least::Advice => Severity::Advice,
        Least::Warning => Severity::Warning,
        Least::Error => Severity::Error,
    };
    problems.retain(|problem| problem.severity >= least);
    print(args.output, &problems, run)?;
    refused
}

/// Prints the rules.
fn list(format: LintFormat, run: &mut Run) -> Result<(), Stop> {
    let text = match format {
        LintFormat::Text => docs::table(),
        LintFormat::Json => docs::json(),
        LintFormat::Sarif | LintFormat::Github | LintFormat::Codequality => {
            let error = Problem::usage("`--list` prints text or JSON only");
            return run.problems.fail(error.help("remove `-o`, or give `-o json`"));
        }
    };
    output::print(&text, &mut run.problems)
}

/// Lints files one by one, each over what they share.
fn each(args: &LintArgs, files: &[PathBuf], run: &mut Run) -> Result<(), Stop> {
    let mut outcome = Ok(());
    for file in files {
        let Some(name) = file.to_str() else {
            let problem = Problem::error(format!("the file name `{}` is not UTF-8", file.display()));
            return run.problems.fail(problem.help("rename it"));
        };
        let mut inputs = args.inputs.clone();
        inputs.values.push(values::listed(name));
        let mut one = run.fork();
        outcome = outcome.and(look(args, &inputs, &mut one));
        place_in(name, &mut one);
        run.join(one);
    }
    outcome
}

/// Places what stands in no file, such as a default that does not suit a file's values, at the top of the file.
fn place_in(name: &str, run: &mut Run) {
    let file = run.sources.iter().filter(|(_, source)| source.layer == Layer::File && source.name == name).last();
    let Some((source, _)) = file else { return };
    let top = Span { source, line: 1, column: 1, length: 1 };
    let sources = &run.sources;
    run.problems.replace(|mut problem| {
        match problem.place.map(|place| (place, sources.layer(place))) {
            None => problem.place = Some(top),
            Some((place, Layer::Defaults)) => {
                problem.place = Some(top);
                problem.notes.insert(0, ("the default is here".to_owned(), Some(place)));
            }
            Some(_) => {}
        }
        problem
    });
}

/// Does all that `render` does but print, and lints. Rules also look at values that are refused: they may say why.
fn look(args: &LintArgs, inputs: &Inputs, run: &mut Run) -> Result<(), Stop> {
    let Merged { assets, target, node } = Merged::new(inputs, &args.target, run)?;
    allow::check_comments(&run.sources, &mut run.problems);
    let values = read(&node, target.version, &assets, run)?;
    let facts = Arc::new(facts(&values, &target, run));
    let refused = run.problems.stop_on_errors();
    let context = Context { values: &values, node: &node, sources: &run.sources, facts: &facts, target: &target };
    for problem in findings(&context, Severity::Advice, &run.allowed) {
        run.problems.push(problem);
    }
    refused?;
    // Findings are no reason to stop before the manifests are looked at.
    let fresh = run.problems.fork();
    let found = std::mem::replace(&mut run.problems, fresh);
    run.problems.begin(refused::OBJECTS);
    let tree = (!assets.are_built_in()).then(|| Tree::from(&node));
    let outcome = Renderer::new(&assets, &mut run.problems)
        .and_then(|renderer| renderer.render(&facts, tree.as_ref(), &Selection::new(&[]), run))
        .and_then(|manifests| inspect(&manifests, &values, &assets, run));
    let objects = std::mem::replace(&mut run.problems, found);
    run.problems.extend(objects);
    outcome
}

fn print(format: LintFormat, problems: &Problems, run: &mut Run) -> Result<(), Stop> {
    let paths = Paths::from_environment();
    let text = match format {
        LintFormat::Text => {
            let text = format!("{}{}\n", problems.report(&run.sources), summary(problems));
            return output::print_styled(&text, &mut run.problems);
        }
        LintFormat::Json => report::json(problems, &run.sources, &paths),
        LintFormat::Github => report::github(problems, &run.sources, &paths),
        LintFormat::Codequality => report::codequality(problems, &run.sources, &paths),
        LintFormat::Sarif => {
            let (log, left_out) = report::sarif(problems, &run.sources, &paths);
            if left_out > 0 {
                super::tell(&format!(
                    "{left_out} findings are not in a file and cannot be written as SARIF; give a file with `-f`\n"
                ));
            }
            log
        }
    };
    output::print(&text, &mut run.problems)
}

/// `1 error, 2 warnings, 3 pieces of advice`.
fn summary(problems: &Problems) -> String {
    let count = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let words = |number: usize, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{number} {many}")),
    };
    let parts: Vec<String> = [
        words(count(Severity::Error), "error", "errors"),
        words(count(Severity::Warning), "warning", "warnings"),
        words(count(Severity::Advice), "piece of advice", "pieces of advice"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() { "no findings".to_owned() } else { format!("\n{}", parts.join(", ")) }
}
