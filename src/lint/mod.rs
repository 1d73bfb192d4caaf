//! `lint`: rules about values that are allowed and still wrong, risky, or worth a second look.
//!
//! A rule is a row: its code, how bad it is, why, the fix, and a function that yields findings. Rules stand in `rules/`,
//! a file a group; their two cases in `tests/lint/CODE/`; `lint --list` and docs/lint.md are made from the same rows.

pub mod allow;
pub mod capacity;
pub mod docs;
pub mod memory;
pub mod paths;
pub mod report;
pub mod rules;
pub mod tiers;
pub mod walk;

use crate::Run;
use crate::facts::Facts;
use crate::model::Values;
use crate::model::scalar::text_of;
use crate::problem::{Problem, Severity, Stop};
use crate::properties::{self, Table};
use crate::source::{Layer, Sources, Span};
use crate::target::Target;
use crate::yaml::{Kind, Node};
use allow::{Allowed, Comments};

/// What rules judge by.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The typed values.
    pub values: &'a Values,
    /// The merged values with their places and what they replaced.
    pub node: &'a Node,
    /// The texts that they come from.
    pub sources: &'a Sources,
    /// What is decided about the objects.
    pub facts: &'a Facts,
    /// What the objects are for.
    pub target: &'a Target,
}

impl<'a> Context<'a> {
    /// The properties of the version that the objects are for.
    pub fn table(&self) -> Table {
        properties::table(self.target.version.name).unwrap_or_default()
    }

    /// Whether a place is the user's: anything but the defaults.
    pub fn is_users(&self, place: Span) -> bool {
        self.sources.layer(place) != Layer::Defaults
    }

    /// Whether a text of the user's is what the defaults have at a path: keys, and numbers of list items.
    pub fn restates(&self, path: &[&str], text: &str) -> bool {
        let step = |node: Option<&'a Node>, key: &&str| match &node?.kind {
            // A list takes the place of the whole default.
            Kind::List(_) => match &lowest(node?).kind {
                Kind::List(items) => items.get(key.parse::<usize>().ok()?),
                _ => None,
            },
            _ => node?.get(key),
        };
        let found = path.iter().fold(Some(self.node), step).map(lowest);
        let found = found.filter(|node| !self.is_users(node.span));
        found.and_then(text_of).is_some_and(|default| default == text)
    }
}

/// What stood there first.
fn lowest(node: &Node) -> &Node {
    node.beats.as_deref().map_or(node, lowest)
}

/// A rule.
pub struct Rule {
    /// `AXG` and three digits; the first digit is the group. A code never changes its meaning.
    pub code: &'static str,
    /// Error: it cannot work. Warning: it will likely hurt. Advice: it could be better. Every command goes by it.
    pub severity: Severity,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why that is wrong, in a sentence or two.
    pub why: &'static str,
    /// Where to read more: the section of the page, or Kubernetes' documentation.
    pub see: &'static str,
    /// The fix as a fragment of values. Laid over the failing case of the rule, it silences the rule.
    pub fix: &'static str,
    /// Finds it.
    pub check: fn(&Context<'_>, &mut Findings),
}

/// What a rule found, each once for its place.
pub type Findings = Vec<Problem>;

/// Something is wrong. The message has the user's own names and numbers; without a place the whole input is meant. It is as bad
/// as the rule says unless its severity is milder, and the fix is the rule's unless it has help of its own.
pub fn found(message: impl Into<String>, place: impl Into<Option<Span>>) -> Problem {
    Problem::error(message).at(place)
}

impl Rule {
    /// A finding with all that the rule says about it.
    fn completed(&self, finding: Problem) -> Problem {
        let severity = finding.severity.min(self.severity);
        let help = finding.help.as_deref().unwrap_or(self.fix).trim_end().to_owned();
        let why = format!("{} (see {})", self.why, self.see);
        Problem { severity, ..finding }.coded(self.code).note(why).help(help)
    }
}

/// All rules, in the order of their codes.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    rules::GROUPS.iter().flat_map(|group| group.rules)
}

/// What the rules find that are at least so bad, save what is allowed.
pub fn findings(context: &Context<'_>, least: Severity, allowed: &Allowed) -> Vec<Problem> {
    let mut problems = Vec::new();
    for rule in rules().filter(|rule| rule.severity >= least && !allowed.has(rule.code)) {
        let mut findings = Findings::new();
        (rule.check)(context, &mut findings);
        problems.extend(findings.into_iter().map(|finding| rule.completed(finding)));
    }
    let comments = Comments::new(context.sources);
    problems.retain(|problem| problem.severity >= least && !comments.allow(problem));
    problems
}

/// Finds everything but advice, for the commands that write manifests. Ends the run if anything is an error.
pub fn judge(values: &Values, node: &Node, facts: &Facts, target: &Target, run: &mut Run) -> Result<(), Stop> {
    let context = Context { values, node, sources: &run.sources, facts, target };
    for problem in findings(&context, Severity::Warning, &run.allowed) {
        run.problems.push(problem);
    }
    run.problems.stop_on_errors()
}
