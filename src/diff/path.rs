//! Places in objects: `spec.template.spec.containers[alluxio-worker].image`, and the patterns of the tables.

use std::fmt;

/// One step into an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A key of a map.
    Key(String),
    /// An item of a list, or an option of a text, by its name.
    Item(String),
}

/// The way to a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// The name of the last step.
    pub fn last(&self) -> &str {
        self.name_from_end(0)
    }

    /// The name of a step, counted from the end; empty if there is none.
    pub fn name_from_end(&self, back: usize) -> &str {
        let index = self.0.len().checked_sub(back + 1);
        index.and_then(|index| self.0.get(index)).map_or("", Step::name)
    }

    /// Whether the path lies at or below a pattern: keys with dots between them, `[*]` for any item, `[x]` for that one
    /// (or for a key with dots), and `*` for any key. An empty pattern takes every path.
    pub fn is_within(&self, pattern: &str) -> bool {
        let mut steps = self.0.iter();
        pieces(pattern).all(|piece| steps.next().is_some_and(|step| fits(piece, step)))
    }

    /// Whether one of both lies at or below the other.
    pub fn touches(&self, other: &Path) -> bool {
        let length = self.0.len().min(other.0.len());
        self.0.get(..length) == other.0.get(..length)
    }

    /// The name of the item that stands after a key: of `containers`, `alluxio-worker`.
    pub fn item_of(&self, list: &str) -> Option<&str> {
        self.0.windows(2).find_map(|pair| match pair {
            [Step::Key(key), Step::Item(item)] if key == list => Some(item.as_str()),
            _ => None,
        })
    }
}

impl Step {
    /// The key, or what the item is called.
    pub fn name(&self) -> &str {
        match self {
            Step::Key(name) | Step::Item(name) => name,
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.0.iter().enumerate() {
            match step {
                Step::Item(name) => write!(out, "[{name}]")?,
                Step::Key(name) => {
                    let dot = if number == 0 { "" } else { "." };
                    write!(out, "{dot}{}", name.replace('.', "\\."))?;
                }
            }
        }
        Ok(())
    }
}

/// The pieces of a pattern: `a.b[*].c` has `a`, `b`, `[*]` and `c`.
fn pieces(pattern: &str) -> impl Iterator<Item = &str> {
    let mut rest = pattern;
    std::iter::from_fn(move || {
        rest = rest.strip_prefix('.').unwrap_or(rest);
        let end = match rest.strip_prefix('[') {
            Some(inner) => inner.find(']')? + 2,
            None => rest.find(['.', '[']).unwrap_or(rest.len()),
        };
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

fn fits(piece: &str, step: &Step) -> bool {
    match (piece.strip_prefix('[').and_then(|piece| piece.strip_suffix(']')), step) {
        (Some(wanted), Step::Item(name) | Step::Key(name)) => is_like(wanted, name),
        (None, Step::Key(name)) => is_like(piece, name),
        _ => false,
    }
}

/// Whether a name is as a pattern says, in which one `*` stands for anything.
pub fn is_like(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((head, tail)) => name.len() >= head.len() + tail.len() && name.starts_with(head) && name.ends_with(tail),
    }
}

#[cfg(test)]
mod tests {
    use super::{Path, Step, is_like};

    fn path(steps: &[&str]) -> Path {
        let step = |text: &&str| match text.strip_prefix('@') {
            Some(item) => Step::Item(item.to_owned()),
            None => Step::Key((*text).to_owned()),
        };
        Path(steps.iter().map(step).collect())
    }

    #[test]
    fn patterns_take_what_lies_below_them() {
        let image = path(&["spec", "containers", "@a", "image"]);
        for (pattern, expected) in [
            ("", true),
            ("spec", true),
            ("spec.containers[*].image", true),
            ("spec.containers[a]", true),
            ("spec.*[a].image", true),
            ("spec.containers[b]", false),
            ("spec.containers.a", false),
            ("spec.containers[*].image.x", false),
            ("containers", false),
        ] {
            assert_eq!(image.is_within(pattern), expected, "{pattern}");
        }
        assert_eq!(image.item_of("containers"), Some("a"));
        assert!(image.touches(&path(&["spec"])) && !image.touches(&path(&["spec", "volumes"])));
    }

    #[test]
    fn paths_are_spelled_with_their_items() {
        assert_eq!(path(&["metadata", "labels", "a.b/c"]).to_string(), r"metadata.labels.a\.b/c");
        assert_eq!(path(&["data", "OPTS", "@a.b"]).to_string(), "data.OPTS[a.b]");
    }

    #[test]
    fn a_star_stands_for_anything_once() {
        for (pattern, name, expected) in
            [("a*c", "abc", true), ("a*c", "ac", true), ("a*a", "a", false), ("*", "", true), ("a", "b", false)]
        {
            assert_eq!(is_like(pattern, name), expected, "{pattern} {name}");
        }
    }
}
