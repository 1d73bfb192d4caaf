//! `lint`: what is wrong with values that could be rendered, and what could not.

use crate::assets::Assets;
use crate::cli::{LintArgs, LintFormat};
use crate::facts::Facts;
use crate::lint::allow::{self, Allowed};
use crate::lint::{Context, docs, findings, report};
use crate::manifest::Selection;
use crate::output;
use crate::problem::{Problem, Problems, Severity, Stop};
use crate::render::Renderer;
use crate::target::Target;
use crate::yaml::Tree;
use crate::{Run, check, inspect, load, read};
use std::sync::Arc;

/// Prints the findings, or the rules. The report goes to standard output, in every format.
pub fn run(args: &LintArgs, run: &mut Run) -> Result<(), Stop> {
    if args.list {
        let text = match args.output {
            LintFormat::Text => docs::table(),
            LintFormat::Json => docs::json(),
            LintFormat::Sarif | LintFormat::Github => {
                let error = Problem::usage("`--list` prints text or JSON only");
                return run.problems.fail(error.help("leave `-o` out, or give `-o json`"));
            }
        };
        return output::print(&text, &mut run.problems);
    }
    let allowed = Allowed::new(&args.flags, &mut run.problems);
    // A wrong code, profile or folder is no finding about values.
    run.problems.stop_on_errors()?;
    let outcome = look(args, &allowed, run);
    allowed.apply(&mut run.problems, &run.sources);
    if outcome.is_err() && run.problems.worst() > Some(Severity::Error) {
        return Err(Stop);
    }
    if args.inputs.strict {
        run.problems.make_strict();
    }
    let problems = std::mem::take(&mut run.problems);
    print(args.output, &problems, run)?;
    problems.stop_on_errors()
}

/// Does all that `render` does but print, and lints. Rules also look at values that are refused: they may say why.
fn look(args: &LintArgs, allowed: &Allowed, run: &mut Run) -> Result<(), Stop> {
    let target = Target::new(&args.target, &mut run.problems);
    let assets = Assets::new(args.inputs.from.clone(), &mut run.problems)?;
    let (node, version) = load(&args.inputs, args.inputs.profile.as_deref(), &assets, run)?;
    let target = Target { version, ..target };
    allow::check_comments(&run.sources, &mut run.problems);
    let values = read(&node, version, &assets, run)?;
    check::check(&values, &target, &mut run.problems);
    let facts = Arc::new(Facts::new(&values, &target, &mut run.problems));
    let refused = run.problems.stop_on_errors();
    let context = Context { values: &values, node: &node, sources: &run.sources, facts: &facts, target: &target };
    for problem in findings(&context, Severity::Advice, allowed) {
        run.problems.push(problem);
    }
    refused?;
    // Findings are no reason to stop before the manifests are looked at.
    let mut rendering = Run { sources: std::mem::take(&mut run.sources), problems: Problems::default() };
    let renderer = Renderer::new(&assets, &mut rendering.problems);
    let tree = (!assets.are_built_in()).then(|| Tree::from(&node));
    let outcome = renderer
        .and_then(|renderer| renderer.render(&facts, tree.as_ref(), &Selection::new(&[]), &mut rendering))
        .and_then(|manifests| inspect(&manifests, &values, &assets, &mut rendering));
    run.sources = rendering.sources;
    run.problems.extend(rendering.problems);
    outcome
}

fn print(format: LintFormat, problems: &Problems, run: &mut Run) -> Result<(), Stop> {
    let text = match format {
        LintFormat::Text => {
            let text = format!("{}{}\n", problems.report(&run.sources), summary(problems));
            return output::print_styled(&text, &mut run.problems);
        }
        LintFormat::Json => report::json(problems, &run.sources),
        LintFormat::Sarif => report::sarif(problems, &run.sources),
        LintFormat::Github => report::github(problems, &run.sources),
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
