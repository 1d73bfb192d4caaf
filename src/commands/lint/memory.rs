//! `lint --memory`: what containers may need, against what they may use and what a node has.

use crate::cli::{LintArgs, LintFormat};
use crate::commands::json;
use crate::commands::prepared::Prepared;
use crate::facts::size;
use crate::lint::{Context, capacity};
use crate::problem::{Problem, Stop};
use crate::{Run, output, values};

/// Prints the table. That the pods do not fit on a node is an error, told after it.
pub fn run(args: &LintArgs, run: &mut Run) -> Result<(), Stop> {
    if !matches!(args.output, LintFormat::Text | LintFormat::Json) {
        let error = Problem::usage("`--memory` prints text or JSON only");
        return run.problems.fail(error.help("remove `-o`, or give `-o json`"));
    }
    let mut inputs = args.inputs.clone();
    match args.files.as_slice() {
        [] => {}
        [file] => inputs.values.push(values::listed(&file.display().to_string())),
        _ => {
            let error = Problem::usage("`--memory` checks one cluster at a time");
            return run.problems.fail(error.help("give the files of the cluster with `-f`"));
        }
    }
    let node = args.node_memory.as_deref().map(|text| bytes(text, run)).transpose()?;
    let prepared = Prepared::new(&inputs, &args.target, run)?;
    let Prepared { values: typed, node: merged, facts, target, .. } = &prepared;
    let context = Context { values: typed, node: merged, sources: &run.sources, facts, target };
    let rows = capacity::rows(&context, node);
    let text = match args.output {
        LintFormat::Json => json(&capacity::as_json(&rows, node)),
        _ => capacity::as_table(&rows, node),
    };
    output::print(&text, &mut run.problems)?;
    if let Some(problem) = node.and_then(|node| capacity::too_much(&rows, node)) {
        run.problems.push(problem);
    }
    run.problems.stop_on_errors()
}

/// The bytes that `--node-memory` names.
fn bytes(text: &str, run: &mut Run) -> Result<f64, Stop> {
    if let Some(bytes) = size::kubernetes(text).filter(|bytes| *bytes > 0.0) {
        return Ok(bytes);
    }
    let error = Problem::usage(format!("`--node-memory {text}` is not a Kubernetes quantity"));
    run.problems.fail(error.help("write a size such as `64Gi`"))
}
