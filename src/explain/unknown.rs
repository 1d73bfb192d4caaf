//! The error for a path that no value has, with what may have been meant.

use super::path::spell;
use crate::describe::Value;
use crate::problem::{Problem, all_of, any_of, nearest};
use crate::values::Step;

/// How many values of the same name are offered.
const MOST: usize = 4;

/// How many keys of a section are listed.
const MOST_KEYS: usize = 10;

/// The error, at the first step that leads nowhere.
pub fn problem(path: &[Step], all: &Value) -> Problem {
    let mut value = all;
    let mut known = 0;
    while let Some(below) = path.get(known).and_then(|step| value.step(step)) {
        value = below;
        known += 1;
    }
    let problem = Problem::error(format!("unknown value `{}`", spell(path))).at(path.get(known).map(Step::place));
    let around = path.get(..known).unwrap_or_default();
    match meant(path.get(known), path.last(), around, value, all) {
        paths if paths.is_empty() && value.keys.is_empty() => problem.help(format!("`{}` has no keys", spell(around))),
        paths if paths.is_empty() && known > 0 && value.keys.len() <= MOST_KEYS => problem.help(format!(
            "the keys of `{}` are {}",
            spell(around),
            all_of(value.keys.keys().map(String::as_str))
        )),
        paths if paths.is_empty() => {
            problem.help("`alluxio-gen values --defaults` lists the values; a dot inside a key is written `\\.`")
        }
        paths => problem.help(format!("did you mean {}?", any_of(paths.iter().map(String::as_str)))),
    }
}

/// The nearest key at the step that is wrong, or the values elsewhere that end as the path does.
fn meant(wrong: Option<&Step>, last: Option<&Step>, around: &[Step], value: &Value, all: &Value) -> Vec<String> {
    let (Some(Step::Key(wrong, place)), Some(Step::Key(last, _))) = (wrong, last) else { return Vec::new() };
    let near = nearest(wrong, value.keys.keys().map(String::as_str));
    let sibling = near.map(|key| {
        let path: Vec<Step> = around.iter().cloned().chain([Step::Key(key.to_owned(), *place)]).collect();
        spell(&path)
    });
    let mut elsewhere = Vec::new();
    ending(last, "", all, &mut elsewhere);
    let below = spell(around);
    if !below.is_empty() && elsewhere.iter().any(|path| path.starts_with(&below)) {
        elsewhere.retain(|path| path.starts_with(&below));
    }
    elsewhere.truncate(MOST);
    match sibling {
        Some(path) => vec![path],
        None => elsewhere,
    }
}

/// The paths of all values of a name, whatever the case of its letters.
fn ending(name: &str, path: &str, value: &Value, out: &mut Vec<String>) {
    if let Some(item) = &value.item {
        ending(name, &format!("{path}[0]"), item, out);
    }
    for (key, value) in &value.keys {
        let path =
            if path.is_empty() { key.replace('.', "\\.") } else { format!("{path}.{}", key.replace('.', "\\.")) };
        ending(name, &path, value, out);
        if key.eq_ignore_ascii_case(name) {
            out.push(path);
        }
    }
}
