//! Properties among JVM options, as `-DNAME=VALUE`: in lists, and in texts that are split at blanks.

use super::fate::{Fate, becomes};
use super::tree::map_at;
use super::{Edit, Plan};
use crate::yaml::{Kind, Node, Tree};

const KEY: &str = "jvmOptions";

/// Those of a section; of the top level if the name is empty.
pub(super) fn of(section: &str, node: &Node, tree: &mut Tree, plan: &mut Plan<'_>) {
    let around = if section.is_empty() { Some(node) } else { node.get(section) };
    let Some(options) = around.and_then(|node| node.get(KEY)) else { return };
    let path: Vec<&str> = [section].into_iter().filter(|part| !part.is_empty()).collect();
    let set = Set { options, properties: around.and_then(|node| node.get("properties")) };
    let Some(tree) = map_at(tree, &path).and_then(|map| map.get_mut(KEY)) else { return };
    match (&options.kind, tree) {
        (Kind::List(items), Tree::List(trees)) => {
            let kept = items.iter().zip(std::mem::take(trees));
            trees.extend(kept.filter_map(|(node, tree)| item(node, tree, &set, plan)));
        }
        (Kind::Text(_), tree) => *tree = text(options, tree.clone(), &set, plan),
        _ => {}
    }
}

/// What a section sets.
struct Set<'a> {
    options: &'a Node,
    properties: Option<&'a Node>,
}

impl Set<'_> {
    /// Whether it sets a property, in either way.
    fn has(&self, name: &str) -> bool {
        let option = format!("-D{name}=");
        let is_in = |node: &Node| matches!(&node.kind, Kind::Text(text) if text.contains(&option));
        let is_option = match &self.options.kind {
            Kind::List(items) => items.iter().any(is_in),
            _ => is_in(self.options),
        };
        is_option || self.properties.is_some_and(|node| node.get(name).is_some())
    }
}

/// An item of a list, unless it goes.
fn item(node: &Node, tree: Tree, set: &Set<'_>, plan: &mut Plan<'_>) -> Option<Tree> {
    let Kind::Text(option) = &node.kind else { return Some(tree) };
    // An item may hold several options, of which others stay.
    let is_one = !option.trim().contains(char::is_whitespace);
    if let Some((name, Fate::Ended(why))) = fate(option).filter(|_| is_one)
        && let Some(range) = plan.page.item(node.span, plan.sources)
    {
        plan.edits.push(Edit { range, text: String::new() });
        plan.changed(node.span, &format!("-D{name}"), None, &why);
        return None;
    }
    Some(text(node, tree, set, plan))
}

/// A text of one or more options.
fn text(node: &Node, tree: Tree, set: &Set<'_>, plan: &mut Plan<'_>) -> Tree {
    let Kind::Text(options) = &node.kind else { return tree };
    let written = plan.sources.written(node.span);
    let Some(start) = plan.page.offset(node.span) else { return tree };
    let mut new = options.clone();
    for option in options.split_whitespace() {
        let Some((name, fate)) = fate(option) else { continue };
        let old = format!("-D{name}=");
        // In the text of a block, or with escapes in it, the words stand elsewhere.
        let at = written.find(&old).filter(|_| written.matches(&old).count() == 1 && new.matches(&old).count() == 1);
        match (fate, at) {
            (Fate::Renamed(successor), _) if set.has(&successor) => {
                let what = format!("`-D{name}` was renamed to `-D{successor}`, which is also set: keep one of the two");
                plan.leave(node.span, what);
            }
            (Fate::Renamed(successor), Some(at)) => {
                let renamed = format!("-D{successor}=");
                new = new.replace(&old, &renamed);
                plan.edits.push(Edit { range: start + at..start + at + old.len(), text: renamed });
                plan.changed(
                    node.span,
                    &format!("-D{name}"),
                    Some(&format!("-D{successor}")),
                    "the property was renamed",
                );
            }
            (Fate::Renamed(successor), None) => {
                plan.leave(node.span, format!("`-D{name}` was renamed to `-D{successor}`: write the new name"));
            }
            (Fate::Ended(why), _) => plan.leave(node.span, format!("remove `-D{name}`: {why}")),
            (Fate::Stays, _) => {}
        }
    }
    Tree::Text(new)
}

/// The property that an option sets, and what becomes of it, unless it stays.
fn fate(option: &str) -> Option<(&str, Fate)> {
    let name = option.trim().strip_prefix("-D")?.split_once('=')?.0;
    Some((name, becomes(name))).filter(|(_, fate)| !matches!(fate, Fate::Stays))
}
