//! Helm's two ways of laying values over others. Total: they read nothing and cannot fail.

use crate::source::Span;
use crate::yaml::{Entry, Kind, Map, Node};

/// How many beaten values a value remembers.
const MAX_BEATEN: usize = 64;

/// Lays a user layer over a lower one (`MergeMaps` of Helm): maps merge, anything else replaces, null included.
pub fn over(user: Node, lower: Node) -> Node {
    match (user.kind, lower.kind) {
        (Kind::Map(upper), Kind::Map(mut map)) => {
            for (key, entry) in upper {
                let merged = match map.get_mut(&key) {
                    Some(old) => over(entry.node, take(&mut old.node)),
                    None => entry.node,
                };
                map.insert(key, Entry { key: entry.key, node: merged });
            }
            joined(map, user.span, user.beats, lower.beats)
        }
        (kind, lower_kind) => beat(Node { kind, ..user }, Node { kind: lower_kind, ..lower }),
    }
}

/// Lays the user's values over the defaults (`CoalesceTables` of Helm): as [`over`], but a null takes a default away.
pub fn onto_defaults(user: Node, defaults: Node) -> Node {
    onto(user, defaults, true)
}

fn onto(user: Node, defaults: Node, is_top: bool) -> Node {
    match (user.kind, defaults.kind) {
        (Kind::Map(upper), Kind::Map(mut map)) => {
            // A map that nothing changes stays the one that other copies of the defaults have.
            for (key, Entry { key: place, node }) in upper {
                let merged = match map.get_mut(&key) {
                    Some(default) => child(node, take(&mut default.node), is_top),
                    None => node,
                };
                map.insert(key, Entry { key: place, node: merged });
            }
            joined(map, user.span, user.beats, defaults.beats)
        }
        (kind, lower_kind) => beat(Node { kind, ..user }, Node { kind: lower_kind, ..defaults }),
    }
}

/// Helm's case: a null over a null that is nested stays, over one at the top it removes the key.
fn child(node: Node, default: Node, is_top: bool) -> Node {
    match node.kind {
        Kind::Null if is_top || !matches!(default.kind, Kind::Null) => {
            beat(Node { kind: Kind::Removed, ..node }, default)
        }
        _ => onto(node, default, false),
    }
}

/// A merged map remembers what either of the two beat.
fn joined(map: Map, span: Span, upper: Option<Box<Node>>, lower: Option<Box<Node>>) -> Node {
    let node = Node { kind: Kind::Map(map), span, beats: upper };
    match lower {
        Some(loser) => beat(node, *loser),
        None => node,
    }
}

fn take(node: &mut Node) -> Node {
    let span = node.span;
    std::mem::replace(node, Node::new(Kind::Null, span))
}

/// Hangs the loser on the winner, behind those that the winner beat before.
pub fn beat(mut winner: Node, loser: Node) -> Node {
    let mut end = &mut winner.beats;
    let mut beaten = 0;
    while let Some(node) = end {
        end = &mut node.beats;
        beaten += 1;
    }
    if beaten < MAX_BEATEN {
        *end = Some(Box::new(loser));
    }
    winner
}
