//! What is wrong, where, and what to do: one shape for every message.

mod prose;
mod said;

use crate::source::Span;
pub use prose::{all_of, and, any_of, nearest};
pub use said::Said;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It works, and could be better; only `lint` says so.
    Advice,
    /// The run goes on; `--strict` refuses it.
    Warning,
    /// The user's input is at fault (exit 1).
    Error,
    /// The command line is at fault (exit 2).
    Usage,
    /// This program is at fault (exit 3).
    Bug,
}

/// One problem. Messages are lower case, have no full stop, and put names in backticks.
#[derive(Clone, Debug)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The rule of `lint` that found it (`AXG012`).
    pub code: Option<&'static str>,
    /// The code of what no rule found, by the stage that did; `lint` shows it.
    pub class: Option<&'static str>,
    /// What is wrong.
    pub message: String,
    /// Where it stands.
    pub place: Option<Span>,
    /// What else is worth knowing, each with its own place if it has one.
    pub notes: Vec<(String, Option<Span>)>,
    /// The one action that helps.
    pub help: Option<String>,
}

impl Problem {
    fn new(severity: Severity, message: impl Into<String>) -> Self {
        Problem {
            severity,
            code: None,
            class: None,
            message: message.into(),
            place: None,
            notes: Vec::new(),
            help: None,
        }
    }

    /// The user's input is wrong.
    pub fn error(message: impl Into<String>) -> Self {
        Problem::new(Severity::Error, message)
    }

    /// The user's input is suspicious.
    pub fn warning(message: impl Into<String>) -> Self {
        Problem::new(Severity::Warning, message)
    }

    /// The command line is wrong, in a way that clap cannot know.
    pub fn usage(message: impl Into<String>) -> Self {
        Problem::new(Severity::Usage, message)
    }

    /// This program is wrong.
    pub fn bug(message: impl Into<String>) -> Self {
        Problem::new(Severity::Bug, message)
    }

    /// What the message is about: its first name in backticks, if it begins with one.
    fn subject(&self) -> Option<&str> {
        self.message.strip_prefix('`')?.split('`').next()
    }

    /// A rule of `lint` found it.
    pub fn found(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Problem::new(severity, message).coded(code)
    }

    /// Says which rule of `lint` it comes under.
    pub fn coded(mut self, code: &'static str) -> Self {
        self.code = Some(code);
        self
    }

    /// Gives what no rule found a code of its own, in place of its stage's.
    pub fn classed(mut self, class: &'static str) -> Self {
        self.class = Some(class);
        self
    }

    /// The code that it is allowed by.
    pub fn any_code(&self) -> Option<&'static str> {
        self.code.or(self.class)
    }

    /// Every place that it names.
    pub fn places(&self) -> impl Iterator<Item = Span> {
        self.place.into_iter().chain(self.notes.iter().filter_map(|(_, place)| *place))
    }

    /// Says where it stands.
    pub fn at(mut self, place: impl Into<Option<Span>>) -> Self {
        self.place = place.into();
        self
    }

    /// Adds something worth knowing.
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push((text.into(), None));
        self
    }

    /// Adds something worth knowing that stands elsewhere.
    pub fn note_at(mut self, text: impl Into<String>, place: impl Into<Option<Span>>) -> Self {
        self.notes.push((text.into(), place.into()));
        self
    }

    /// Says what to do.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

/// The run has to end here; what is wrong stands in the [`Problems`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop;

/// All problems of a run, in the order in which they were found.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
    /// How many there were beyond those that are kept.
    dropped: usize,
    /// Whether warnings are errors.
    is_strict: bool,
    /// The codes of errors and of warnings that the present stage finds.
    stage: Option<(&'static str, &'static str)>,
    /// Whether all codes are shown, and not only those of rules.
    shows_classes: bool,
}

/// So many problems of one severity are kept: hostile input could make millions.
const MOST: usize = 1_000;

impl Problems {
    /// Takes a problem in. The same one is kept once, and of several errors about one value at one place the first: the
    /// others follow from it.
    pub fn push(&mut self, mut problem: Problem) {
        if problem.code.is_none() && problem.class.is_none() {
            problem.class = match (self.stage, problem.severity) {
                (Some((error, _)), Severity::Error) => Some(error),
                (Some((_, warning)), Severity::Warning) => Some(warning),
                _ => None,
            };
        }
        if self.is_strict && problem.severity == Severity::Warning {
            problem.severity = Severity::Error;
        }
        if self.list.iter().filter(|p| p.severity == problem.severity).count() >= MOST {
            self.dropped += 1;
            return;
        }
        // What rules find stands on its own.
        let refused = |p: &Problem| p.code.is_none() && p.place.is_some() && p.subject().is_some();
        let follows = |p: &Problem| refused(p) && problem.code.is_none() && p.subject() == problem.subject();
        let known = self.list.iter().any(|p| {
            p.place == problem.place && p.severity == problem.severity && (p.message == problem.message || follows(p))
        });
        if !known {
            self.list.push(problem);
        }
    }

    /// A stage begins, whose errors and warnings have these codes unless a rule finds them.
    pub fn begin(&mut self, codes: (&'static str, &'static str)) {
        self.stage = Some(codes);
    }

    /// Shows the codes of stages as well as those of rules.
    pub fn show_classes(&mut self) {
        self.shows_classes = true;
    }

    /// Takes a problem in and ends the stage.
    pub fn fail<T>(&mut self, problem: Problem) -> Result<T, Stop> {
        self.push(problem);
        Err(Stop)
    }

    /// None yet, but as strict as these.
    pub fn fork(&self) -> Problems {
        Problems { list: Vec::new(), dropped: 0, ..*self }
    }

    /// Whether something at this place is an error already, so that another message would only repeat it.
    pub fn refused_at(&self, place: Option<Span>) -> bool {
        place.is_some() && self.list.iter().any(|p| p.severity >= Severity::Error && p.place == place)
    }

    /// Whether the value of this path, or a part of it, is an error already, so that it is there and not to be missed.
    pub fn refused_within(&self, path: &str) -> bool {
        let is_within = |subject: &str| {
            subject.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        self.list.iter().any(|p| p.severity >= Severity::Error && p.subject().is_some_and(is_within))
    }

    /// Takes all problems of a stage in.
    pub fn extend(&mut self, problems: Problems) {
        self.dropped += problems.dropped;
        problems.list.into_iter().for_each(|problem| self.push(problem));
    }

    /// The same problems at other places.
    pub fn moved(mut self, to: impl Fn(Span) -> Span) -> Self {
        for problem in &mut self.list {
            problem.place = problem.place.map(&to);
            for (_, place) in &mut problem.notes {
                *place = place.map(&to);
            }
        }
        self
    }

    /// Makes warnings of the errors about values for whose path there is a reason why they do not matter, and notes it.
    pub fn relent(&mut self, reason: impl Fn(&str) -> Option<String>) {
        for problem in self.list.iter_mut().filter(|problem| problem.severity == Severity::Error) {
            if let Some(reason) = problem.subject().and_then(&reason) {
                problem.severity = Severity::Warning;
                problem.notes.push((reason, None));
            }
        }
    }

    /// Puts others in the place of all problems.
    pub fn replace(&mut self, by: impl Fn(Problem) -> Problem) {
        self.list = std::mem::take(&mut self.list).into_iter().map(by).collect();
    }

    /// Drops the problems that do not count.
    pub fn retain(&mut self, counts: impl Fn(&Problem) -> bool) {
        self.list.retain(|problem| counts(problem));
    }

    /// Makes warnings advice, which no strictness refuses.
    pub fn excuse(&mut self, is_excused: impl Fn(&Problem) -> bool) {
        for problem in self.list.iter_mut().filter(|problem| problem.severity == Severity::Warning) {
            if is_excused(problem) {
                problem.severity = Severity::Advice;
            }
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.list.iter()
    }

    /// How many there were beyond those that are kept.
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// Whether all codes are shown, and not only those of rules.
    pub fn are_classes_shown(&self) -> bool {
        self.shows_classes
    }

    /// The worst severity so far.
    pub fn worst(&self) -> Option<Severity> {
        self.list.iter().map(|p| p.severity).max()
    }

    /// Ends the run if anything is an error.
    pub fn stop_on_errors(&self) -> Result<(), Stop> {
        if self.worst() >= Some(Severity::Error) { Err(Stop) } else { Ok(()) }
    }

    /// With `--strict`, what was or will be a warning is an error.
    pub fn make_strict(&mut self) {
        self.is_strict = true;
        for problem in &mut self.list {
            if problem.severity == Severity::Warning {
                problem.severity = Severity::Error;
            }
        }
    }
}
