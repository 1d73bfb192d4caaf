//! Merged values as YAML with a comment on each line that says where its value comes from. Secrets are masked.

use crate::problem::Problems;
use crate::properties::mask;
use crate::source::{Layer, Sources, Span};
use crate::yaml::{Kind, Node, Tree, emit, parse};

/// The column in which comments begin, unless the line is longer.
const COLUMN: usize = 48;

/// Prints the values with their origins.
///
/// The printed text is read back for the line of each value, so this follows the printer whatever it does.
pub fn yaml(node: &Node, sources: &Sources) -> String {
    let mut text = String::new();
    emit::yaml(&mask::tree(&[], &Tree::from(node)), &mut text);
    let mut printed = Sources::default();
    let source = printed.add(Layer::File, "values", text.as_str());
    let documents = parse::documents(&printed, source, &mut Problems::default()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let mut notes = Notes { origins: vec![None; lines.len()], lines: &lines };
    if let Some(copy) = documents.first() {
        notes.take(node, copy);
    }
    let mut out = String::with_capacity(text.len() * 2);
    for (line, origin) in lines.iter().zip(&notes.origins) {
        out.push_str(line);
        if let Some(span) = origin {
            let pad = COLUMN.saturating_sub(line.chars().count()).max(2);
            out.extend(std::iter::repeat_n(' ', pad));
            // A name of a file may hold what would end the comment.
            out.extend(["# ", &sources.place(*span).replace(char::is_control, "\u{fffd}")]);
        }
        out.push('\n');
    }
    out
}

/// The origin of the value on each line.
struct Notes<'a> {
    lines: &'a [&'a str],
    origins: Vec<Option<Span>>,
}

impl Notes<'_> {
    /// Notes the origin of each single value at the line on which its copy is printed.
    fn take(&mut self, node: &Node, copy: &Node) {
        match (&node.kind, &copy.kind) {
            (Kind::Map(map), Kind::Map(copies)) if !map.is_empty() => {
                for (key, copy) in copies {
                    if let Some(entry) = map.get(key) {
                        self.take(&entry.node, &copy.node);
                    }
                }
            }
            (Kind::List(items), Kind::List(copies)) if !items.is_empty() => {
                items.iter().zip(copies).for_each(|(item, copy)| self.take(item, copy));
            }
            _ => {
                let line = self.head((copy.span.line as usize).saturating_sub(1), copy);
                if let Some(origin) = line.and_then(|line| self.origins.get_mut(line)) {
                    *origin = Some(node.span);
                }
            }
        }
    }

    /// The line of a value that can bear a comment: of a block of text the one with its `|`, above the text.
    fn head(&self, line: usize, copy: &Node) -> Option<usize> {
        let column = (copy.span.column as usize).saturating_sub(1);
        let is_quoted = self.lines.get(line).is_some_and(|text| text.chars().nth(column) == Some('"'));
        match &copy.kind {
            Kind::Text(text) if text.contains('\n') && !is_quoted => {
                let above =
                    (0..line).rev().find(|above| self.lines.get(*above).is_some_and(|line| !line.is_empty()))?;
                self.lines.get(above).filter(|line| line.ends_with('|') || line.ends_with("|-")).map(|_| above)
            }
            _ => Some(line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::yaml;
    use crate::problem::Problems;
    use crate::source::{Layer, Sources};
    use crate::yaml::{Tree, parse};

    #[test]
    fn comments_change_no_value() {
        let text = r#"
a: 1
b: "x\ny |\n"
c: ["p\nq", "|\nr\n", "\n", "\n\nx", "\ts\nt", " u\nv"]
d: {e: {}, f: [], g: [[1, [2, "h\ni"]]], j: ~}
"#;
        let mut sources = Sources::default();
        let source = sources.add(Layer::File, "my\nvalues.yaml", text);
        let read = |sources: &Sources, source| {
            let documents = parse::documents(sources, source, &mut Problems::default());
            documents.unwrap_or_default().into_iter().next()
        };
        let Some(node) = read(&sources, source) else { panic!("the text cannot be read") };
        let printed = yaml(&node, &sources);
        let again = sources.add(Layer::File, "printed", printed.as_str());
        assert_eq!(read(&sources, again).as_ref().map(Tree::from), Some(Tree::from(&node)), "{printed}");
        insta::assert_snapshot!(printed);
    }
}
