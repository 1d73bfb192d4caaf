//! Carries out one assignment of `--set` on the user's values.

use super::merge::beat;
use super::set::Pair;
use super::step::Step;
use crate::problem::Problem;
use crate::source::Span;
use crate::yaml::{Entry, Kind, Map, Node};

/// How many empty items all arguments together may put into lists. An index may be 65536, and each costs a few keystrokes.
const MAX_FILLED: usize = 262_144;

/// Applies assignments and counts what they fill in.
#[derive(Debug, Default)]
pub struct Assigner {
    filled: usize,
}

/// A list that an assignment had to make: if the defaults have one there, that one is replaced.
#[derive(Debug)]
pub struct NewList {
    /// The keys that lead to it.
    pub keys: Vec<String>,
    /// The index that made it.
    pub place: Span,
}

impl Assigner {
    /// Sets a value. Says which list, reached by keys alone, had to be made for it.
    pub fn assign(&mut self, root: &mut Node, pair: Pair) -> Result<Option<NewList>, Problem> {
        let ends_in_key = matches!(pair.path.last(), Some(Step::Key(..)));
        let is_cut = pair.is_cut && ends_in_key;
        // The keys so far, as long as no index is among them.
        let mut keys = Some(Vec::new());
        let mut new_list = None;
        let mut at = root;
        let mut steps = pair.path.into_iter().peekable();
        while let Some(step) = steps.next() {
            let wants_list = matches!(steps.peek(), Some(Step::Item(..)));
            let is_last = steps.peek().is_none();
            match step {
                Step::Key(key, place) => {
                    let map = map_of(at, place)?;
                    let is_new = !map.contains_key(&key);
                    if let Some(keys) = &mut keys {
                        keys.push(key.clone());
                    }
                    let entry = map.entry(key).or_insert_with(|| Entry { key: place, node: fresh(wants_list, place) });
                    entry.key = place;
                    if let Some(keys) = keys.take_if(|_| is_new && wants_list) {
                        new_list = Some(NewList { keys, place });
                    }
                    if is_last {
                        return finish(&mut entry.node, pair.value, is_new, new_list);
                    }
                    at = &mut entry.node;
                }
                Step::Item(index, place) => {
                    keys = None;
                    let (item, is_new) = self.reach(at, index, place, is_cut)?;
                    if is_last {
                        return finish(item, pair.value, is_new, new_list);
                    }
                    make_room(item, wants_list, is_new, place);
                    at = item;
                }
            }
        }
        Ok(new_list)
    }

    /// The item of a list, which becomes long enough; gaps are null, as in Helm. Says whether the item is new.
    fn reach<'n>(
        &mut self,
        list: &'n mut Node,
        index: usize,
        place: Span,
        is_cut: bool,
    ) -> Result<(&'n mut Node, bool), Problem> {
        let problem = (!matches!(list.kind, Kind::List(_))).then(|| conflict("an index", list, place));
        let (Kind::List(items), None) = (&mut list.kind, &problem) else {
            return Err(problem.unwrap_or_else(|| Problem::bug("a list item of a value that is not a list").at(place)));
        };
        let missing = (index + 1).saturating_sub(items.len());
        if missing > 0 && is_cut {
            let problem =
                Problem::error("Helm would drop this list item because its value is empty and the argument ends");
            return Err(problem.at(place).help("write a comma after the `=`"));
        }
        self.filled += missing.saturating_sub(1);
        if self.filled > MAX_FILLED {
            let problem = Problem::error(format!("list indexes leave more than {MAX_FILLED} gaps")).at(place);
            return Err(problem.help("give the lists in a file"));
        }
        items.resize_with(items.len() + missing, || Node::new(Kind::Null, place));
        match items.get_mut(index) {
            Some(item) => Ok((item, missing > 0)),
            None => Err(Problem::bug("an item that does not exist").at(place)),
        }
    }
}

fn fresh(is_list: bool, place: Span) -> Node {
    Node::new(if is_list { Kind::List(Vec::new()) } else { Kind::Map(Map::default()) }, place)
}

fn finish(slot: &mut Node, value: Node, is_new: bool, new_list: Option<NewList>) -> Result<Option<NewList>, Problem> {
    let old = std::mem::replace(slot, value);
    if !is_new {
        let winner = std::mem::replace(slot, Node::new(Kind::Null, old.span));
        // A value that the same argument set before is no layer of its own.
        *slot = match old.span.source == winner.span.source {
            true => Node { beats: old.beats, ..winner },
            false => beat(winner, old),
        };
    }
    Ok(new_list)
}

/// Helm's case: on the way to a key, a list item that is no map becomes one without a word, on the way to an index only null does.
fn make_room(item: &mut Node, wants_list: bool, is_new: bool, place: Span) {
    let fits = match item.kind {
        Kind::List(_) => wants_list,
        Kind::Map(_) => !wants_list,
        _ => false,
    };
    if fits || wants_list && !item.is_null() {
        return;
    }
    let old = std::mem::replace(item, fresh(wants_list, place));
    if !is_new && old.span.source != place.source {
        item.beats = Some(Box::new(old));
    }
}

fn map_of(node: &mut Node, place: Span) -> Result<&mut Map, Problem> {
    let problem = (!matches!(node.kind, Kind::Map(_))).then(|| conflict("a key", node, place));
    match (&mut node.kind, problem) {
        (Kind::Map(map), _) => Ok(map),
        (_, Some(problem)) => Err(problem),
        (_, None) => Err(Problem::bug("a key of a value that is not a map").at(place)),
    }
}

fn conflict(step: &str, found: &Node, place: Span) -> Problem {
    let problem = Problem::error(format!("{step} into {}, which an earlier value set", found.noun())).at(place);
    problem.note_at("it was set here", found.span).help("set the whole value, or change the earlier one")
}
