//! What the user allows: `--allow CODE`, and comments such as `# alluxio-gen: allow AXG103 because it is a test`.

use super::rules;
use super::rules::refused::{COMMENTS, can_be_allowed};
use crate::cli::LintFlags;
use crate::problem::{Problem, Problems, Severity};
use crate::source::{Layer, SourceId, Sources, Span};
use std::collections::HashMap;

/// What begins a comment that allows something.
const MARK: &str = "# alluxio-gen: allow ";

/// The codes that the command line allows.
#[derive(Clone, Debug, Default)]
pub struct Allowed(Vec<String>);

impl Allowed {
    /// Takes the codes of `--allow`. An unknown one is an error.
    pub fn new(flags: &LintFlags, problems: &mut Problems) -> Self {
        for code in flags.allow.iter().filter(|code| !is_known(code)) {
            let problem = Problem::usage(format!("`--allow` has the unknown rule `{code}`"));
            problems.push(problem.help(suggestion(code)));
        }
        Allowed(flags.allow.clone())
    }

    /// Allows one more.
    pub fn silence(&mut self, code: &str) {
        self.0.push(code.to_owned());
    }

    /// Whether a code is allowed everywhere.
    pub fn has(&self, code: &str) -> bool {
        self.0.iter().any(|allowed| allowed.eq_ignore_ascii_case(code))
    }

    /// Drops the problems that have an allowed code, or whose place has it allowed. Errors that leave nothing to go on with
    /// stay.
    pub fn apply(&self, problems: &mut Problems, sources: &Sources) {
        if problems.worst().is_none() {
            return;
        }
        let comments = Comments::new(sources);
        problems.retain(|problem| {
            let Some(code) = problem.any_code().filter(|_| problem.severity <= Severity::Error) else { return true };
            let may_be = problem.severity < Severity::Error || can_be_allowed(code);
            !(may_be && (self.has(code) || comments.allow(problem)))
        });
    }
}

fn is_known(code: &str) -> bool {
    rules().any(|rule| rule.code.eq_ignore_ascii_case(code))
}

/// Names the rule of the same number: rules of other numbers are other rules, however near.
pub fn suggestion(code: &str) -> String {
    let digits = |code: &str| code.chars().filter(char::is_ascii_digit).collect::<String>();
    match rules().map(|rule| rule.code).find(|known| digits(known) == digits(code)) {
        Some(near) => format!("did you mean `{near}`? `alluxio-gen lint --list` lists the rules"),
        None => "`alluxio-gen lint --list` lists the rules".to_owned(),
    }
}

/// What comments allow, by line: a comment on a line is for that line, comments on lines of their own for the next line.
#[derive(Debug)]
pub struct Comments(HashMap<(SourceId, u32), Vec<String>>);

impl Comments {
    /// Looks through the files for them.
    pub fn new(sources: &Sources) -> Self {
        let mut lines = HashMap::new();
        let files = sources.iter().filter(|(_, source)| matches!(source.layer, Layer::File | Layer::Profile));
        for (id, source) in files.filter(|(_, source)| source.text.contains(MARK)) {
            let mut above = Vec::new();
            for (number, line) in (1..).zip(source.text.lines()) {
                above.extend(codes(line).into_iter().flatten().map(str::to_ascii_uppercase));
                if !line.trim_start().starts_with('#') && !above.is_empty() {
                    lines.insert((id, number), std::mem::take(&mut above));
                }
            }
        }
        Comments(lines)
    }

    /// Whether the line that a problem stands in has its code allowed.
    pub fn allow(&self, problem: &Problem) -> bool {
        let (Some(code), Some(place)) = (problem.any_code(), problem.place) else { return false };
        self.0.get(&(place.source, place.line)).is_some_and(|codes| codes.iter().any(|allowed| allowed == code))
    }
}

/// The codes that a line's comment allows: words up to the first that is none, such as `because`.
fn codes(line: &str) -> Option<impl Iterator<Item = &str>> {
    let at = line.find(MARK)?;
    let is_comment = at == 0 || line[..at].ends_with([' ', '\t']);
    let rest = &line[at + MARK.len()..];
    let words = rest.split([' ', '\t', ',']).filter(|word| !word.is_empty());
    let is_code = |word: &&str| word.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("AXG"));
    is_comment.then(|| words.take_while(is_code))
}

/// Warns of comments that allow nothing there is.
pub fn check_comments(sources: &Sources, problems: &mut Problems) {
    for (id, source) in sources.iter().filter(|(_, source)| source.text.contains(MARK)) {
        for (line, text) in (1..).zip(source.text.lines()) {
            let Some(codes) = codes(text) else { continue };
            let codes: Vec<&str> = codes.collect();
            let at = text.find(MARK).map_or(0, |at| text[..at].chars().count());
            let place = Span { source: id, line, column: at as u32 + 1, length: MARK.len() as u32 - 1 };
            if codes.is_empty() {
                let problem =
                    Problem::warning("this comment does not say which rule it allows").at(place).classed(COMMENTS);
                problems.push(problem.help("write `# alluxio-gen: allow AXG103 because ...`"));
            }
            for code in codes.iter().filter(|code| !is_known(code)) {
                let problem = Problem::warning(format!("this comment allows the unknown rule `{code}`"));
                problems.push(problem.at(place).help(suggestion(code)).classed(COMMENTS));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::codes;

    #[test]
    fn comments_name_codes_and_then_a_reason() {
        for (line, expected) in [
            ("a: b # alluxio-gen: allow AXG103 because AXG104", Some(vec!["AXG103"])),
            ("  # alluxio-gen: allow axg103, AXG104", Some(vec!["axg103", "AXG104"])),
            ("# alluxio-gen: allow it", Some(vec![])),
            ("a: b# alluxio-gen: allow AXG103", None),
            ("a: b # allow AXG103", None),
        ] {
            assert_eq!(codes(line).map(Iterator::collect), expected, "{line}");
        }
    }
}
