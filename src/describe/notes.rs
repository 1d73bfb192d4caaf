//! Reads the comments of a commented values.yaml: what each key means, and what may stand below one that is not set.

use crate::problem::{Problems, Stop};
use crate::source::{Layer, Sources};
use crate::yaml::IndexMap;
use crate::yaml::{Kind, Map, Node, Tree, parse};

/// A key of the file, with its comment and its value.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// The comment directly above the key, in one line.
    pub about: String,
    /// The value.
    pub value: Option<Tree>,
    /// Its keys.
    pub keys: IndexMap<String, Note>,
    /// The first item of a list.
    pub item: Option<Box<Note>>,
    /// Keys and items that stand below in comments, since the key is not set.
    pub shown: Option<Tree>,
}

/// Reads a text with its comments, which messages call by a name.
pub fn read(name: &str, text: &str) -> Result<Note, (Sources, Problems)> {
    let (mut sources, mut problems) = (Sources::default(), Problems::default());
    match document(name, text, &mut sources, &mut problems) {
        Ok(note) => Ok(note),
        Err(Stop) => Err((sources, problems)),
    }
}

fn document(name: &str, text: &str, sources: &mut Sources, problems: &mut Problems) -> Result<Note, Stop> {
    let source = sources.add(Layer::Defaults, name, text);
    let mut documents = parse::documents(sources, source, problems)?;
    let lines: Vec<&str> = text.lines().collect();
    let mut reader = Reader { name, lines: &lines, sources, problems };
    match documents.pop() {
        Some(node) => reader.note(&node),
        None => Ok(Note::default()),
    }
}

struct Reader<'a> {
    name: &'a str,
    lines: &'a [&'a str],
    sources: &'a mut Sources,
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn note(&mut self, node: &Node) -> Result<Note, Stop> {
        let mut note = Note { value: Some(Tree::from(node)), ..Note::default() };
        match &node.kind {
            Kind::Map(map) => note.keys = self.keys(map)?,
            Kind::List(items) => note.item = items.first().map(|item| self.note(item)).transpose()?.map(Box::new),
            _ => {}
        }
        Ok(note)
    }

    fn keys(&mut self, map: &Map) -> Result<IndexMap<String, Note>, Stop> {
        let mut keys = IndexMap::with_capacity_and_hasher(map.len(), Default::default());
        for (key, entry) in map {
            let line = (entry.key.line as usize).saturating_sub(1);
            let mut note = self.note(&entry.node)?;
            if note.keys.is_empty() && note.item.is_none() {
                self.look_below(line, entry.key.column as usize, &mut note)?;
            }
            note.about = self.above(line);
            keys.insert(key.clone(), note);
        }
        Ok(keys)
    }

    fn indent(&self, line: usize) -> Option<usize> {
        self.lines.get(line).map(|text| text.len() - text.trim_start().len())
    }

    /// The comment of a line, which is indented as that line is, if it is one.
    fn comment(&self, line: usize) -> Option<&str> {
        let text = self.lines.get(line)?.trim_start().strip_prefix('#')?;
        Some(text.strip_prefix(' ').unwrap_or(text))
    }

    fn above(&self, line: usize) -> String {
        let indent = self.indent(line);
        let mut parts = Vec::new();
        for above in (0..line).rev() {
            match self.comment(above) {
                Some(text) if self.indent(above) == indent => parts.push(text.trim()),
                _ => break,
            }
        }
        parts.reverse();
        parts.join(" ")
    }

    /// Takes in what is commented out below an unset key: deeper than the key, up to the first line that is not.
    fn look_below(&mut self, line: usize, column: usize, note: &mut Note) -> Result<(), Stop> {
        let mut text = String::new();
        for below in line + 1.. {
            match self.comment(below) {
                Some(comment) if self.indent(below) >= Some(column) => text.extend([comment, "\n"]),
                _ => break,
            }
        }
        if text.is_empty() {
            return Ok(());
        }
        let Note { value, keys, item, .. } = document(self.name, &text, self.sources, self.problems)?;
        (note.shown, note.keys, note.item) = (value, keys, item);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::yaml::Tree;

    #[test]
    fn comments_stand_above_keys_and_examples_below() {
        let text = "\
# ---- A heading ----

# First line.
# Second line.
a:
  # About b.
  b: 1
  c:
    # # About d.
    # - d: 2
    #   # About e.
    #   e:
  # About f.
  f: {}
";
        let note = read("values.yaml", text).unwrap_or_default();
        let a = &note.keys["a"];
        assert_eq!(a.about, "First line. Second line.");
        assert_eq!(a.keys["b"].about, "About b.");
        assert_eq!(a.keys["c"].about, "");
        let item = a.keys["c"].item.as_deref().cloned().unwrap_or_default();
        assert_eq!((item.keys["d"].about.as_str(), item.keys["e"].about.as_str()), ("About d.", "About e."));
        assert_eq!(item.keys["d"].value, Some(Tree::Number("2".to_owned())));
        assert_eq!(a.keys["f"].about, "About f.");
        assert!(a.keys["f"].shown.is_none() && a.keys["c"].shown.is_some());
    }
}
