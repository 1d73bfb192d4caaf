//! The names of the workers' tiers, which have to be in a list that all processes share.
//!
//! Source: Alluxio's check of its configuration: there are at most as many tiers as the list has names, and each has one
//! of them. Only tier 0 has a name by default.

use super::volumes::parts;
use crate::model::Values;
use crate::model::storage::Level;

/// How many names there are.
pub const GLOBAL_LEVELS: &str = "alluxio.master.tieredstore.global.levels";

/// The names that there are by default.
const GLOBAL: [&str; 3] = ["MEM", "SSD", "HDD"];

/// All names that a tier may have.
pub fn global_aliases(values: &Values) -> Vec<String> {
    let count = text_of(values, GLOBAL_LEVELS).and_then(|text| text.trim().parse().ok()).unwrap_or(GLOBAL.len());
    // More than anybody has tiers; what is beyond is never looked up.
    let alias = |index: usize| {
        let set = text_of(values, &format!("alluxio.master.tieredstore.global.level{index}.alias"));
        set.map(str::to_owned).or_else(|| GLOBAL.get(index).map(|name| (*name).to_owned()))
    };
    (0..count.min(100)).map(|index| alias(index).unwrap_or_default()).collect()
}

/// Whether the user names a tier with a property, which then wins.
pub fn is_alias_set(values: &Values, number: i64) -> bool {
    text_of(values, &format!("alluxio.worker.tieredstore.level{number}.alias")).is_some()
}

/// The name that a tier above 0 gets where it has none: its medium, if that is one, and a name that is free.
pub fn implied_alias<'a>(values: &Values, level: &'a Level, number: i64) -> Option<&'a str> {
    if number < 1 || level.alias.filled().is_some() {
        return None;
    }
    let media = parts(level.mediumtype.text());
    let (first, rest) = media.split_first()?;
    let is_one = rest.iter().all(|medium| medium == first);
    let levels = values.tieredstore.as_ref().map(|store| store.levels.as_slice()).unwrap_or_default();
    let is_taken = levels.iter().any(|other| match other.alias.filled() {
        Some(alias) => alias == *first,
        None => other.level.value == Some(0) && *first == GLOBAL[0],
    });
    let is_first =
        levels.iter().find(|other| parts(other.mediumtype.text()).first() == Some(first) && other.level.or(0) > 0);
    let is_own = is_first.is_some_and(|other| std::ptr::eq(other, level));
    let is_known = global_aliases(values).iter().any(|known| known == first);
    (is_one && !is_taken && is_known && is_own).then_some(first)
}

/// A property of the worker, or one of all components, as the user sets it in `properties`.
fn text_of<'a>(values: &'a Values, name: &str) -> Option<&'a str> {
    let find = |properties: &'a crate::model::map::Properties| properties.0.iter().find(|pair| pair.name == name);
    let words = values.worker.jvm_options.0.iter().chain(&values.jvm_options.0);
    let mut options = words.filter_map(|word| word.text.strip_prefix("-D")?.split_once('='));
    let in_words = options.find(|(found, _)| *found == name).map(|(_, text)| text);
    let found = find(&values.worker.properties).or_else(|| find(&values.properties));
    in_words.or_else(|| found.map(|pair| pair.text.as_str()))
}
