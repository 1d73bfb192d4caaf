//! Findings as machines read them: JSON, SARIF 2.1.0, and the workflow commands of GitHub Actions.

use super::paths::Paths;
use super::rules;
use crate::problem::{Problem, Problems, Severity};
use crate::report::Veil;
use crate::source::{Layer, Source, Sources, Span};
use crate::yaml::IndexMap;
use crate::yaml::{Tree, emit};
use std::borrow::Cow;
use std::collections::HashMap;

/// A JSON array of objects with `code`, `severity`, `message`, `file`, `line`, `column`, `notes` and `help`.
pub fn json(problems: &Problems, sources: &Sources, paths: &Paths) -> String {
    let veil = Veil::new(sources);
    let one = |problem: &Problem| {
        let problem = &veil.problem(problem);
        let (file, span) = place(problem, sources, paths);
        let notes = problem.notes.iter().map(|(note, _)| text(note)).collect();
        object([
            ("code", problem.any_code().map_or(Tree::Null, text)),
            ("severity", text(word(problem.severity))),
            ("message", text(&problem.message)),
            ("source", problem.place.map_or(Tree::Null, |span| text(&sources.get(span.source).name))),
            ("file", file.map_or(Tree::Null, text)),
            ("line", span.map_or(Tree::Null, |span| number(span.line))),
            ("column", span.map_or(Tree::Null, |span| number(span.column))),
            ("notes", Tree::List(notes)),
            ("help", problem.help.as_deref().map_or(Tree::Null, text)),
        ])
    };
    print(&Tree::List(problems.iter().map(one).collect()))
}

/// A SARIF log of one run, and how many findings it has no place for: code scanning refuses a whole log for one result
/// without a place, and what is wrong with arguments or defaults has none unless there is a file.
pub fn sarif(problems: &Problems, sources: &Sources, paths: &Paths) -> (String, usize) {
    let driver = object([
        ("name", text("alluxio-gen")),
        ("version", text(env!("CARGO_PKG_VERSION"))),
        ("informationUri", text(ALLUXIO)),
        ("rules", Tree::List(rules().map(sarif_rule).collect())),
    ]);
    let veil = Veil::new(sources);
    let result = |problem: &Problem| sarif_result(&veil.problem(problem), sources, paths);
    let results: Vec<Tree> = problems.iter().filter_map(result).collect();
    let left_out = problems.iter().count() - results.len();
    let run = object([
        ("tool", object([("driver", driver)])),
        ("columnKind", text("unicodeCodePoints")),
        ("results", Tree::List(results)),
    ]);
    let log = print(&object([
        ("$schema", text("https://json.schemastore.org/sarif-2.1.0.json")),
        ("version", text("2.1.0")),
        ("runs", Tree::List(vec![run])),
    ]));
    (log, left_out)
}

/// The documentation of what all this is about.
const ALLUXIO: &str = "https://docs.alluxio.io/os/user/2.7/en/";

/// The documentation that a rule names.
fn documentation(see: &str) -> &'static str {
    match see.split(' ').next() {
        Some("Kubernetes") => "https://kubernetes.io/docs/",
        Some("Helm") => "https://helm.sh/docs/",
        Some("Java") => "https://docs.oracle.com/javase/8/docs/",
        Some("YAML") => "https://yaml.org/spec/1.1/",
        _ => ALLUXIO,
    }
}

fn sarif_rule(rule: &super::Rule) -> Tree {
    object([
        ("id", text(rule.code)),
        ("shortDescription", message(rule.title)),
        ("fullDescription", message(&format!("{} ({})", rule.why, rule.see))),
        ("helpUri", text(documentation(rule.see))),
        ("help", message(&format!("In the values:\n{}", rule.fix))),
        ("defaultConfiguration", object([("level", text(level(rule.severity)))])),
    ])
}

fn sarif_result(problem: &Problem, sources: &Sources, paths: &Paths) -> Option<Tree> {
    let mut long = problem.message.clone();
    for line in problem.notes.iter().map(|(note, _)| note).chain(problem.help.iter()) {
        long.push('\n');
        long.push_str(line);
    }
    let mut entries = Vec::new();
    if let Some(code) = problem.any_code() {
        entries.push(("ruleId", text(code)));
        entries.extend(rules().position(|rule| rule.code == code).map(|index| ("ruleIndex", number(index as u32))));
    }
    entries.push(("level", text(level(problem.severity))));
    entries.push(("message", message(&long)));
    // What stands in no file is told at the top of the first one.
    let location = match place(problem, sources, paths) {
        (Some(file), Some(span)) => sarif_location(&file, span),
        _ => {
            let (id, file) = sources.iter().find(|(_, source)| is_file(source))?;
            sarif_location(&paths.of(&file.name), Span { source: id, line: 1, column: 1, length: 1 })
        }
    };
    entries.push(("locations", Tree::List(vec![location])));
    Some(object(entries))
}

fn sarif_location(file: &str, span: Span) -> Tree {
    let region = object([
        ("startLine", number(span.line)),
        ("startColumn", number(span.column)),
        ("endColumn", number(span.column + span.length.max(1))),
    ]);
    let artifact = object([("uri", text(uri(file)))]);
    object([("physicalLocation", object([("artifactLocation", artifact), ("region", region)]))])
}

/// A path as a relative or `file:` URI.
fn uri(path: &str) -> String {
    let mut out = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// One workflow command a problem.
pub fn github(problems: &Problems, sources: &Sources, paths: &Paths) -> String {
    let veil = Veil::new(sources);
    problems.iter().map(|problem| github_command(&veil.problem(problem), sources, paths)).collect()
}

fn github_command(problem: &Problem, sources: &Sources, paths: &Paths) -> String {
    let command = match problem.severity {
        Severity::Advice => "notice",
        Severity::Warning => "warning",
        Severity::Error | Severity::Usage | Severity::Bug => "error",
    };
    let mut parts = Vec::new();
    let (file, span) = place(problem, sources, paths);
    if let Some(file) = file {
        parts.push(format!("file={}", escaped_part(&file)));
    }
    if let Some(span) = span {
        parts.push(format!("line={}", span.line));
        parts.push(format!("col={}", span.column));
    }
    parts.extend(problem.any_code().map(|code| format!("title={code}")));
    let mut message = problem.message.clone();
    for line in problem.help.iter() {
        message.push('\n');
        message.push_str(line);
    }
    let blank = if parts.is_empty() { "" } else { " " };
    format!("::{command}{blank}{}::{}\n", parts.join(","), escaped(&message))
}

/// A Code Quality report of GitLab: an array of findings, each with a place, since GitLab drops those without one. What is
/// wrong with arguments or defaults stands on the first line of the first file.
pub fn codequality(problems: &Problems, sources: &Sources, paths: &Paths) -> String {
    let veil = Veil::new(sources);
    let first =
        sources.iter().find(|(_, source)| is_file(source)).map(|(_, source)| paths.of(&source.name).into_owned());
    let mut seen: HashMap<u64, u64> = HashMap::new();
    let one = |problem: &Problem| {
        let problem = &veil.problem(problem);
        let (file, span) = place(problem, sources, paths);
        let file = file.map(Cow::into_owned).or(first.clone()).unwrap_or_else(|| "values.yaml".to_owned());
        let code = problem.any_code().unwrap_or("alluxio-gen");
        // Not the line: a finding stays the same one when it moves. The same one again counts on.
        let hash = fingerprint(&[code, &file, &problem.message]);
        let number = seen.entry(hash).or_default();
        *number += 1;
        let lines = object([("begin", self::number(span.map_or(1, |span| span.line)))]);
        object([
            ("description", text(&problem.message)),
            ("check_name", text(code)),
            ("fingerprint", text(format!("{hash:016x}{number:016x}"))),
            ("severity", text(importance(problem.severity))),
            ("location", object([("path", text(&file)), ("lines", lines)])),
        ])
    };
    print(&Tree::List(problems.iter().map(one).collect()))
}

/// FNV-1a of the parts, which is the same on every machine and in every version.
fn fingerprint(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// GitLab's word for a severity.
fn importance(severity: Severity) -> &'static str {
    match severity {
        Severity::Advice => "info",
        Severity::Warning => "major",
        Severity::Error | Severity::Usage | Severity::Bug => "critical",
    }
}

/// The three characters that GitHub decodes in a message.
fn escaped(message: &str) -> String {
    message.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// In the parts before the message, the two that separate them as well.
fn escaped_part(part: &str) -> String {
    escaped(part).replace(':', "%3A").replace(',', "%2C")
}

/// The file of a problem, and where in it; `--set` and standard input have none.
fn place<'a>(problem: &Problem, sources: &'a Sources, paths: &Paths) -> (Option<Cow<'a, str>>, Option<Span>) {
    let Some(span) = problem.place else { return (None, None) };
    let source = sources.get(span.source);
    if is_file(source) { (Some(paths.of(&source.name)), Some(span)) } else { (None, None) }
}

/// Whether a source is a file that the user named.
fn is_file(source: &Source) -> bool {
    source.layer == Layer::File && source.name != "standard input"
}

/// The word for a severity in JSON and in tables.
pub fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Advice => "advice",
        Severity::Warning => "warning",
        Severity::Error | Severity::Usage => "error",
        Severity::Bug => "bug",
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Advice => "note",
        Severity::Warning => "warning",
        Severity::Error | Severity::Usage | Severity::Bug => "error",
    }
}

fn text(text: impl AsRef<str>) -> Tree {
    Tree::Text(text.as_ref().to_owned())
}

fn number(number: u32) -> Tree {
    Tree::Number(number.to_string())
}

fn message(message: &str) -> Tree {
    object([("text", text(message))])
}

/// A JSON object, in that order.
pub(super) fn object<'a>(entries: impl IntoIterator<Item = (&'a str, Tree)>) -> Tree {
    Tree::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<IndexMap<_, _>>())
}

fn print(tree: &Tree) -> String {
    let mut out = String::new();
    emit::json(tree, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::{escaped, escaped_part, uri};

    #[test]
    fn what_separates_is_escaped() {
        assert_eq!(escaped("100%\r\nsure: a,b"), "100%25%0D%0Asure: a,b");
        assert_eq!(escaped_part("a:b,c%.yaml"), "a%3Ab%2Cc%25.yaml");
        assert_eq!(uri("a b/ü.yaml"), "a%20b/%C3%BC.yaml");
        assert_eq!(uri("/etc/x#1.yaml"), "file:///etc/x%231.yaml");
    }
}
