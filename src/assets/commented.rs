//! Lays a commented text of values over another, key by key, so that the comments of both stay.
//!
//! It works on lines, for texts in block style with two blanks a level, as those that are built in are written. Whoever has
//! other texts compares what comes out with the merged values.

/// A key with what belongs to it.
struct Entry<'a> {
    /// Lines before its comment: blank ones, and headings.
    lead: Vec<&'a str>,
    /// The comment directly above it.
    comment: Vec<&'a str>,
    key: &'a str,
    /// The line of the key.
    line: &'a str,
    /// The deeper lines below it, comments too.
    body: Vec<&'a str>,
}

impl<'a> Entry<'a> {
    /// Whether it has keys, not a value.
    fn is_section(&self) -> bool {
        let first =
            self.body.iter().map(|line| line.trim_start()).find(|line| !line.is_empty() && !line.starts_with('#'));
        first.is_some_and(|line| !line.starts_with("- "))
    }

    /// Whether the key stands there alone.
    fn is_bare(&self) -> bool {
        self.line.trim_end().ends_with(':') && self.body.is_empty()
    }

    fn write(&self, out: &mut Vec<&'a str>) {
        out.extend(self.lead.iter().chain(&self.comment).chain([&self.line]).chain(&self.body));
    }
}

/// The text with the other one over it.
pub fn laid_over(upper: &str, lower: &str) -> String {
    let (upper, lower): (Vec<&str>, Vec<&str>) = (upper.lines().collect(), lower.lines().collect());
    let mut out = Vec::new();
    merge(entries(&upper, 0), entries(&lower, 0), &mut out);
    let mut text = out.join("\n");
    text.push('\n');
    text
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The keys of a section whose keys stand at a column.
fn entries<'a>(lines: &[&'a str], column: usize) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    let mut above: Vec<&'a str> = Vec::new();
    for line in lines {
        let text = line.trim_start();
        let is_deeper = indent(line) > column && !text.is_empty();
        match entries.last_mut() {
            Some(entry) if is_deeper && above.is_empty() => entry.body.push(line),
            _ if text.is_empty() || text.starts_with('#') || is_deeper => above.push(line),
            _ => {
                let key = text.split(':').next().unwrap_or(text);
                // What a blank line parts from the key is no comment of it.
                let from = above.iter().rposition(|line| line.trim().is_empty()).map_or(0, |at| at + 1);
                let comment = above.split_off(from);
                entries.push(Entry { lead: std::mem::take(&mut above), comment, key, line, body: Vec::new() });
            }
        }
    }
    entries
}

fn merge<'a>(upper: Vec<Entry<'a>>, lower: Vec<Entry<'a>>, out: &mut Vec<&'a str>) {
    let mut upper: Vec<Option<Entry<'a>>> = upper.into_iter().map(Some).collect();
    for mut entry in lower {
        let found = upper.iter_mut().find(|other| other.as_ref().is_some_and(|other| other.key == entry.key));
        let Some(over) = found.and_then(Option::take) else {
            entry.write(out);
            continue;
        };
        if over.is_bare() && over.comment.is_empty() {
            continue;
        }
        let is_section = over.is_section() && entry.is_section();
        if !over.comment.is_empty() {
            entry.comment = over.comment;
        }
        if is_section {
            out.extend(entry.lead.iter().chain(&entry.comment).chain([&entry.line]));
            let column = indent(entry.line) + 2;
            merge(entries(&over.body, column), entries(&entry.body, column), out);
        } else {
            entry.line = over.line;
            entry.body = over.body;
            entry.write(out);
        }
    }
    upper.iter().flatten().for_each(|entry| entry.write(out));
}

#[cfg(test)]
mod tests {
    use super::laid_over;

    #[test]
    fn comments_and_order_stay() {
        let lower = "# Top.\n\n# ---- A ----\n\n# About a.\na:\n  # About b.\n  b: 1\n  # About c.\n  c:\n    # - x\n  d: [1]\n\n# About e.\ne: 2\n";
        let upper = "# Over.\n\n# ---- A ----\n\na:\n  b: 5\n  # New c.\n  c:\n    - y\n  # About n.\n  n: 1\ne:\n\n# ---- F ----\n\n# About f.\nf: 1\n";
        let expected = "# Top.\n\n# ---- A ----\n\n# About a.\na:\n  # About b.\n  b: 5\n  # New c.\n  c:\n    - y\n  d: [1]\n  # About n.\n  n: 1\n\n# ---- F ----\n\n# About f.\nf: 1\n";
        assert_eq!(laid_over(upper, lower), expected);
    }
}
