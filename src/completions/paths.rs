//! Paths of values, a key at a time, as `--set` and `explain` take them.

use super::candidate;
use crate::describe::{self, Value};
use crate::lint;
use crate::model::read::Shape;
use crate::problem::Problems;
use crate::version::Version;
use clap_complete::engine::{CompletionCandidate, PathCompleter, ValueCompleter as _};
use std::ffi::OsStr;

/// `path=value,path=value`.
pub fn set(typed: &str, version: &'static Version) -> Vec<CompletionCandidate> {
    let (before, last) = typed.split_at(last_pair(typed));
    set_one(last, version).into_iter().map(|candidate| candidate.add_prefix(before)).collect()
}

/// `path=value`.
pub fn set_one(typed: &str, version: &'static Version) -> Vec<CompletionCandidate> {
    let Ok(all) = describe::values(version, &mut Problems::default()) else { return Vec::new() };
    match typed.split_once('=') {
        Some((path, value)) => values(&all, path, value),
        None => {
            let keys = Level::of(&all, typed).map(|level| level.keys(&EndsOf { leaf: "=", section: &["."] }));
            keys.unwrap_or_default()
        }
    }
}

/// `path=file`.
pub fn set_file(typed: &str, version: &'static Version) -> Vec<CompletionCandidate> {
    let at = last_pair(typed);
    match typed[at..].find('=').map(|equals| at + equals + 1) {
        Some(file) => {
            let files = PathCompleter::file().complete(OsStr::new(&typed[file..]));
            files.into_iter().map(|candidate| candidate.add_prefix(&typed[..file])).collect()
        }
        None => set(typed, version),
    }
}

/// A path alone, or the code of a rule.
pub fn explain(typed: &str, version: &'static Version) -> Vec<CompletionCandidate> {
    if typed.starts_with("AXG") {
        let rules = lint::rules().filter(|rule| rule.code.starts_with(typed));
        return rules.map(|rule| candidate(rule.code.to_owned(), rule.title.to_owned())).collect();
    }
    let Ok(all) = describe::values(version, &mut Problems::default()) else { return Vec::new() };
    // A section can be explained itself, or its keys.
    let ends = EndsOf { leaf: "", section: &["", "."] };
    Level::of(&all, typed).map(|level| level.keys(&ends)).unwrap_or_default()
}

/// Where the last `path=value` begins.
fn last_pair(typed: &str) -> usize {
    let mut start = 0;
    let mut is_escaped = false;
    for (at, c) in typed.char_indices() {
        match c {
            ',' if !is_escaped => start = at + 1,
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    start
}

/// What follows a key.
struct EndsOf<'a> {
    leaf: &'a str,
    section: &'a [&'a str],
}

/// The keys of one section, and what was typed of one of them.
struct Level<'v> {
    section: &'v Value,
    /// The path of the section with a dot behind it; empty at the top.
    path: String,
    typed: String,
}

impl<'v> Level<'v> {
    /// Follows a path that is not finished. Nothing if it leads nowhere.
    fn of(all: &'v Value, typed: &str) -> Option<Self> {
        let (mut section, mut path, mut rest) = (all, String::new(), typed);
        while let Some(dot) = first_dot(rest) {
            let step = &rest[..dot];
            section = follow(section, step)?;
            path.push_str(&rest[..=dot]);
            rest = &rest[dot + 1..];
        }
        Some(Level { section, path, typed: rest.to_owned() })
    }

    fn keys(&self, ends: &EndsOf<'_>) -> Vec<CompletionCandidate> {
        let mut out = Vec::new();
        for (key, value) in &self.section.keys {
            let key = key.replace('.', "\\.");
            if !key.starts_with(&self.typed) {
                continue;
            }
            let mut offer = |end: &str| {
                out.push(candidate(format!("{}{key}{end}", self.path), value.summary().to_owned()));
            };
            let items_have_keys = value.item.as_ref().is_some_and(|item| !item.keys.is_empty());
            if items_have_keys {
                offer("[0].");
            }
            if value.keys.is_empty() {
                // A list of sections is no value that could be typed.
                if !items_have_keys || ends.leaf.is_empty() {
                    offer(ends.leaf);
                }
            } else {
                ends.section.iter().for_each(|end| offer(end));
            }
        }
        out
    }
}

/// The first dot that is not escaped.
fn first_dot(text: &str) -> Option<usize> {
    text.char_indices().find(|&(at, c)| c == '.' && !text[..at].ends_with('\\')).map(|(at, _)| at)
}

/// One step: a key, and the numbers of items behind it.
fn follow<'v>(value: &'v Value, step: &str) -> Option<&'v Value> {
    let (key, items) = step.split_at(step.find('[').unwrap_or(step.len()));
    let key = key.replace("\\.", ".");
    let value = value.keys.get(&key).or(value.other.as_deref())?;
    items.matches('[').try_fold(value, |value, _| value.item.as_deref())
}

/// What a value can be, where that is one of a few.
fn values(all: &Value, path: &str, typed: &str) -> Vec<CompletionCandidate> {
    let Some(level) = Level::of(all, path) else { return Vec::new() };
    let Some(value) = follow(level.section, &level.typed) else { return Vec::new() };
    let choices: Vec<&str> = match &value.shape {
        Shape::Either(shapes) => shapes.iter().flat_map(choices).collect(),
        shape => choices(shape).collect(),
    };
    let known = choices.into_iter().filter(|choice| choice.starts_with(typed));
    known.map(|choice| candidate(format!("{path}={choice}"), String::new())).collect()
}

fn choices(shape: &Shape) -> impl Iterator<Item = &'static str> {
    const BOTH: &[&str] = &["true", "false"];
    let choices: &[&str] = match shape {
        Shape::Bool => BOTH,
        Shape::Choice(choices) => choices,
        _ => &[],
    };
    choices.iter().copied().filter(|choice| !choice.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{explain, set, set_file};
    use crate::version;
    use clap_complete::engine::CompletionCandidate;

    fn names(candidates: Vec<CompletionCandidate>) -> Vec<String> {
        candidates.into_iter().map(|candidate| candidate.get_value().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn keys_are_offered_a_section_at_a_time() {
        assert_eq!(names(set("journal.ty", version::DEFAULT)), ["journal.type="]);
        assert_eq!(names(set("jour", version::DEFAULT)), ["journal."]);
        assert_eq!(names(explain("jour", version::DEFAULT)), ["journal", "journal."]);
        assert!(names(set("tieredstore.le", version::DEFAULT)).contains(&"tieredstore.levels[0].".to_owned()));
        assert!(
            names(set("tieredstore.levels[0].al", version::DEFAULT))
                .contains(&"tieredstore.levels[0].alias=".to_owned())
        );
        assert!(names(set("nonsense.", version::DEFAULT)).is_empty());
    }

    #[test]
    fn a_value_of_a_few_is_offered() {
        assert_eq!(names(set("journal.type=", version::DEFAULT)), ["journal.type=UFS", "journal.type=EMBEDDED"]);
        assert_eq!(names(set("master.count=3,fuse.enabled=t", version::DEFAULT)), ["master.count=3,fuse.enabled=true"]);
        assert!(names(set("a\\,jour", version::DEFAULT)).is_empty());
    }

    #[test]
    fn a_key_that_holds_dots_is_escaped() {
        let names = names(set("properties.", version::DEFAULT));
        assert!(names.contains(&"properties.alluxio\\.security\\.stale\\.channel\\.purge\\.interval=".to_owned()));
    }

    #[test]
    fn rules_and_files_are_known() {
        assert_eq!(names(explain("AXG101", version::DEFAULT)), ["AXG101"]);
        let files = set_file("a=x,properties.x=Cargo.tom", version::DEFAULT);
        assert_eq!(names(files), ["a=x,properties.x=Cargo.toml"]);
    }
}
