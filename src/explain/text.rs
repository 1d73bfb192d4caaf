//! Reports as people read them.

use super::difference::{Extent, Reached};
use super::items::NoItem;
use super::layers::{Change, Setting};
use super::reach::{Finding, Reach};
use super::{Key, Report, Within, inline};
use crate::describe::Value;
use crate::facts::MOST_MASTERS;
use crate::model::read::{Rule, Shape};
use crate::problem::any_of;
use crate::yaml::Tree;
use anstyle::Style;
use std::fmt::Write as _;

/// How many fields of an object are listed.
const MOST_FIELDS: usize = 12;

/// How much of a value is shown.
const LONGEST: usize = 72;

const STRONG: Style = Style::new().bold();
const LOST: Style = Style::new().strikethrough();

/// A value's report, with ANSI styles. Writing to a `String` cannot fail, so results are dropped.
pub fn report(report: &Report) -> String {
    let mut out = format!("{STRONG}{}{STRONG:#}\n", visible(&report.path));
    match (&report.value, &report.within) {
        _ if report.property.is_some() => report.property.iter().for_each(|property| property.print(&mut out)),
        (Some(value), _) if !value.about.is_empty() => drop(writeln!(out, "  {}", value.about)),
        (_, Some(Within { path, about, role })) => drop(writeln!(out, "  {role} in `{}`: {about}", visible(path))),
        _ => drop(writeln!(out, "  No built-in template reads it.")),
    }
    let is_described = |value: &&Value| !matches!(value.shape, Shape::Section(_)) && report.property.is_none();
    if let Some(value) = report.value.as_ref().filter(is_described) {
        facts(value, &mut out);
    }
    if report.keys.is_empty() {
        settings(&report.settings, &mut out);
    } else {
        keys(report, &mut out);
    }
    if let Some(finding) = &report.finding {
        reaches(finding, &mut out);
    }
    out
}

fn facts(value: &Value, out: &mut String) {
    let _ = writeln!(out, "\n  type     {}", kind(&value.shape));
    if let Some(allowed) = allowed(value) {
        let _ = writeln!(out, "  allowed  {allowed}");
    }
    match &value.default {
        Some(Tree::Null) => out.push_str("  default  not set\n"),
        Some(default) => drop(writeln!(out, "  default  {}", short(default))),
        None => {}
    }
}

/// What a type is called.
pub fn kind(shape: &Shape) -> String {
    match shape {
        Shape::Section(_) => "a map of known keys".to_owned(),
        Shape::Map(inner) => format!("a map of names to {}", plain(inner)),
        Shape::List(inner) => format!("a list of {}", plural(inner)),
        Shape::Bool => "a boolean".to_owned(),
        Shape::Whole => "a whole number".to_owned(),
        Shape::Port => "a port".to_owned(),
        Shape::Text => "a string".to_owned(),
        Shape::Words => "a string that is split at spaces".to_owned(),
        Shape::WholeOrPercent => "a whole number or a percentage".to_owned(),
        Shape::Quantity => "a Kubernetes quantity".to_owned(),
        Shape::Choice(_) => "a choice".to_owned(),
        Shape::Free => "a map, as in the Kubernetes API".to_owned(),
        Shape::Either(shapes) if shapes.is_empty() => "anything".to_owned(),
        Shape::Either(shapes) => shapes.iter().map(kind).collect::<Vec<_>>().join(", or "),
    }
}

fn plain(shape: &Shape) -> &'static str {
    match shape {
        Shape::Quantity => "quantities",
        _ => "strings",
    }
}

fn plural(shape: &Shape) -> &'static str {
    match shape {
        Shape::Section(_) => "maps",
        Shape::Free => "maps, as in the Kubernetes API",
        Shape::Choice(_) => "choices",
        Shape::Either(_) => "strings or maps",
        _ => "strings",
    }
}

/// What is allowed beyond the type.
pub fn allowed(value: &Value) -> Option<String> {
    if let Some(names) = choices(&value.shape) {
        return Some(any_of(names.iter().copied()));
    }
    match (&value.shape, value.rule) {
        (Shape::Bool, _) => Some("`true` or `false`".to_owned()),
        (Shape::Port, _) => Some("1 to 65535".to_owned()),
        (_, Some(Rule::Id)) => Some(format!("0 to {}", i32::MAX)),
        (_, Some(Rule::Count)) => Some(format!("1 to {MOST_MASTERS}")),
        (_, Some(Rule::Replicas)) => Some("0 or more".to_owned()),
        (_, Some(Rule::Absolute)) => Some("an absolute path".to_owned()),
        (_, Some(Rule::Base)) => Some("a DNS label that begins with a letter".to_owned()),
        (_, Some(Rule::Object)) => Some("the name of a Kubernetes object".to_owned()),
        (_, Some(Rule::Registry)) => Some("a registry, with an optional path".to_owned()),
        (_, Some(Rule::Medium)) => Some("empty, `Memory` or `HugePages...`".to_owned()),
        (_, Some(Rule::Required) | None) => None,
    }
}

/// The texts of a choice, or of a list of choices.
pub fn choices(shape: &Shape) -> Option<&'static [&'static str]> {
    match shape {
        Shape::Choice(names) => Some(names),
        Shape::List(inner) => choices(inner),
        Shape::Either(shapes) => shapes.iter().find_map(choices),
        _ => None,
    }
}

fn settings(settings: &[Setting], out: &mut String) {
    let Some((winner, losers)) = settings.split_last() else {
        out.push_str("\nIt is not set.\n");
        return;
    };
    out.push_str("\nSet by (lowest precedence first):\n");
    let widest = |length: fn(&Setting) -> usize| settings.iter().map(length).max().unwrap_or(0);
    let (value_width, width) = (widest(|s| short(&s.tree).chars().count()), widest(|s| s.origin.chars().count()));
    let mut line = |setting: &Setting, style: Style, verdict: &str| {
        let value = short(&setting.tree);
        let pad = " ".repeat(value_width - value.chars().count());
        let row = format!("  {style}{value}{style:#}{pad}  {:width$}  {verdict}", visible(&setting.origin));
        let _ = writeln!(out, "{}", row.trim_end());
    };
    losers.iter().for_each(|loser| line(loser, LOST, "replaced"));
    line(winner, STRONG, if losers.is_empty() { "" } else { "wins" });
}

fn keys(report: &Report, out: &mut String) {
    out.push_str("\nKeys, their values and where they are set:\n");
    let rows = report
        .keys
        .iter()
        .map(|Key { path, winner }| (format!("{path}: {}", short(&winner.tree)), winner.origin.clone()));
    table(&rows.collect::<Vec<_>>(), out);
}

fn table(rows: &[(String, String)], out: &mut String) {
    let width = rows.iter().map(|(left, _)| left.chars().count()).max().unwrap_or(0).min(LONGEST);
    let rows = rows.iter().map(|(left, right)| (visible(left), visible(right)));
    for (left, right) in rows {
        let pad = " ".repeat(width.saturating_sub(left.chars().count()));
        let _ = writeln!(out, "{}", format!("  {left}{pad}  {right}").trim_end());
    }
}

fn reaches(finding: &Finding, out: &mut String) {
    let reaches = match finding {
        Finding::Refused => {
            out.push_str(
                "\nWhere it is used is unknown because these values are invalid; `alluxio-gen render` says why.\n",
            );
            return;
        }
        Finding::NoItem(NoItem { list, items, first }) => {
            let has = match items {
                0 => "no items".to_owned(),
                1 => "one item only".to_owned(),
                items => format!("{items} items only"),
            };
            let _ = writeln!(out, "\nWhere it is used is unknown: `{}` has {has}.", visible(list));
            let _ = writeln!(out, "Explain `{}`, or give values that have such an item with `-f`.", visible(first));
            return;
        }
        Finding::Reaches(reaches) => reaches,
    };
    if reaches.is_empty() {
        out.push_str("\nUsed nowhere: no other value that was tried changes the manifests.\n");
    }
    for Reach { with, objects } in reaches {
        match with.as_slice() {
            [] => out.push_str("\nUsed in:\n"),
            with => drop(writeln!(out, "\nUsed in, with `{}`:", visible(&with.join(",")))),
        }
        objects.iter().for_each(|reached| object(reached, out));
    }
}

fn object(reached: &Reached, out: &mut String) {
    let Reached { kind, name, extent } = reached;
    let (kind, name) = (visible(kind), visible(name));
    match extent {
        Extent::Whole => drop(writeln!(out, "  {STRONG}{kind}/{name}{STRONG:#} as a whole")),
        Extent::Fields(fields) => {
            let _ = writeln!(out, "  {STRONG}{kind}/{name}{STRONG:#}");
            for field in fields.iter().take(MOST_FIELDS) {
                let _ = writeln!(out, "    {}", visible(field));
            }
            if fields.len() > MOST_FIELDS {
                let _ = writeln!(out, "    and {} more (`-o json` lists them)", fields.len() - MOST_FIELDS);
            }
        }
    }
}

/// All changes, a line each.
pub fn changes(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "No value differs from the default.\n".to_owned();
    }
    let mut out = String::new();
    let row = |change: &Change| {
        let default = match &change.default {
            Some(default) => format!("  (default {})", short(default)),
            None => String::new(),
        };
        (format!("{}: {}", change.path, short(&change.winner.tree)), format!("{}{default}", change.winner.origin))
    };
    table(&changes.iter().map(row).collect::<Vec<_>>(), &mut out);
    out
}

/// Control characters must not reach a terminal; in values the printer has escaped them.
fn visible(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}

/// A value in one line, cut if it is long.
fn short(tree: &Tree) -> String {
    let text = inline(tree);
    match text.chars().count() > LONGEST {
        true => text.chars().take(LONGEST - 3).chain("...".chars()).collect(),
        false => text,
    }
}
