//! Errors of templates as problems. Only minijinja's short messages are shown: its `{:?}` lists the values, secrets included.

use super::skeleton::Fault;
use super::template::{Loader, Owner, Template};
use super::token;
use crate::Run;
use crate::problem::{Problem, Stop};
use crate::source::{Layer, Span};
use minijinja::Error;

/// minijinja reports that a template is missing, malformed or failed.
pub(super) fn of_template<T>(error: &Error, path: &str, load: &Loader, run: &mut Run) -> Result<T, Stop> {
    let cause = innermost(error);
    let detail = cause.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    let file = cause.name().unwrap_or(path);
    if let Err(unreadable) = load(file) {
        return run.problems.fail(Problem::error(unreadable));
    }
    let mut problem = problem(format!("{}{detail}", cause.kind()), file, load);
    if let (Some(template), Some(line)) = (find(file, load), cause.line()) {
        let (column, length) = cause.range().map_or((1, 1), |range| columns(&template.text, range));
        let source = run.sources.add(Layer::File, template.name, &*template.text);
        problem = problem.at(Span { source, line: line as u32, column, length });
    }
    if file != path {
        problem = problem.note(format!("while `{path}` was rendered"));
    }
    run.problems.fail(problem)
}

/// The text that a template made is no YAML, or not what a template may make.
pub(super) fn of_text<T>(fault: Fault, text: &str, path: &str, load: &Loader, run: &mut Run) -> Result<T, Stop> {
    let file = find(path, load).map_or_else(|| path.to_owned(), |template| template.name);
    let source = run.sources.add(Layer::File, format!("{file} as rendered"), token::masked(text));
    let place = Span { source, line: fault.line, column: fault.column, length: 1 };
    run.problems.fail(problem(token::masked(&fault.message), path, load).at(place))
}

/// A template is at fault as a whole.
pub(super) fn of_whole<T>(message: String, path: &str, load: &Loader, run: &mut Run) -> Result<T, Stop> {
    run.problems.fail(problem(message, path, load))
}

fn problem(message: String, path: &str, load: &Loader) -> Problem {
    let template = find(path, load);
    let name = template.as_ref().map_or(path, |template| &template.name);
    let message = format!("the template `{name}` cannot be rendered: {message}");
    match template.map(|template| template.owner) {
        Some(Owner::User) => Problem::error(message),
        Some(Owner::BuiltIn) | None => Problem::bug(message),
    }
}

fn find(path: &str, load: &Loader) -> Option<Template> {
    load(path).ok().flatten()
}

/// The error at the bottom of a chain of imports that still has a place.
fn innermost(error: &Error) -> &Error {
    let mut cause = error;
    while let Some(next) = std::error::Error::source(cause).and_then(|next| next.downcast_ref::<Error>()) {
        if next.line().is_none() {
            break;
        }
        cause = next;
    }
    cause
}

/// Column from 1 and length in characters of a range of bytes, as far as its first line goes.
fn columns(text: &str, range: std::ops::Range<usize>) -> (u32, u32) {
    let before = text.get(..range.start).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    let inside = text.get(range).unwrap_or("").lines().next().unwrap_or("");
    (line.chars().count() as u32 + 1, inside.chars().count().max(1) as u32)
}
