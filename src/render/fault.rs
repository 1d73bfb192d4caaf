//! Errors of templates as problems. Only minijinja's short messages are shown: its `{:?}` lists the values, secrets included.

use super::skeleton::Fault;
use super::template::{Loader, Owner, Template};
use super::token;
use crate::Run;
use crate::problem::{Problem, Stop, all_of, nearest};
use crate::source::{Layer, Span};
use minijinja::value::Value;
use minijinja::{Error, ErrorKind};

/// minijinja reports that a template is missing, malformed or failed. `names` are those that it could have used.
pub(super) fn of_template<T>(
    error: &Error,
    path: &str,
    names: Option<&Value>,
    load: &Loader,
    run: &mut Run,
) -> Result<T, Stop> {
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
        problem = problem.note(format!("while rendering `{path}`"));
    }
    let undefined = (cause.kind() == ErrorKind::UndefinedError).then(|| cause.detail()?.split('`').nth(1)).flatten();
    if let Some(help) = undefined.zip(names).and_then(|(name, names)| known(name, names)) {
        problem = problem.help(help);
    }
    run.problems.fail(problem)
}

/// The names that there are in place of one that is not: `worker.nam`. Nothing if it begins with a template's own variable.
fn known(path: &str, names: &Value) -> Option<String> {
    let mut steps: Vec<&str> = path.split('.').collect();
    let wrong = steps.pop()?;
    let owner = steps.iter().try_fold(names.clone(), |value, step| value.get_attr(step).ok())?;
    let names: Vec<String> = owner.try_iter().ok()?.map(|name| name.to_string()).collect();
    let shown = |name: &str| steps.iter().copied().chain([name]).collect::<Vec<_>>().join(".");
    let near = nearest(wrong, names.iter().map(String::as_str)).map(|near| format!("did you mean `{}`?", shown(near)));
    let all: Vec<String> = names.iter().map(|name| shown(name)).collect();
    let choices = || all_of(all.iter().map(String::as_str));
    match (near, all.len()) {
        (_, 0) => None,
        (Some(near), 1) => Some(near),
        (Some(near), _) => Some(format!("{near} The choices are {}", choices())),
        (None, _) => Some(format!("the choices are {}", choices())),
    }
}

/// The text that a template made is no YAML, or not what a template may make.
pub(super) fn of_text<T>(fault: Fault, text: &str, path: &str, load: &Loader, run: &mut Run) -> Result<T, Stop> {
    let file = find(path, load).map_or_else(|| path.to_owned(), |template| template.name);
    let source = run.sources.add(Layer::File, format!("{file} as rendered"), token::masked(text));
    let place = Span { source, line: fault.line, column: fault.column, length: 1 };
    let problem = problem(token::masked(&fault.message), path, load);
    let made = text.lines().nth(fault.line.saturating_sub(1) as usize);
    let origin = find(path, load).zip(made).and_then(|(template, made)| Some((origin(&template, made)?, template)));
    run.problems.fail(match origin {
        Some(((line, column, length), template)) => {
            let source = run.sources.add(Layer::File, template.name, &*template.text);
            problem.at(Span { source, line, column, length }).note_at("it was rendered as this", place)
        }
        None => problem.at(place),
    })
}

/// The line of a template that made a line of text, with the column and length of what it holds; nothing if several could
/// have.
fn origin(template: &Template, made: &str) -> Option<(u32, u32, u32)> {
    let made = token::parts(made);
    let mut lines = template.text.lines().enumerate().filter(|(_, line)| parts(line) == made);
    let (number, line) = lines.next()?;
    let is_only = lines.next().is_none() && !line.trim().is_empty();
    let column = line.chars().take_while(|c| c.is_whitespace()).count();
    is_only.then(|| (number as u32 + 1, column as u32 + 1, line.trim().chars().count() as u32))
}

/// The fixed texts of a line of a template, between the values that it puts in.
fn parts(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = line.trim();
    while let Some((before, after)) = rest.split_once("{{") {
        parts.push(before);
        rest = after.split_once("}}").map_or("", |(_, rest)| rest);
    }
    parts.push(rest);
    parts
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
