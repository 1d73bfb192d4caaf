//! Reads the YAML that templates nearly always make: lists and maps in blocks, with plain scalars of one line and lists of
//! names in brackets. It does so in a tenth of the time of the full parser, to which everything else is left, and every
//! fault too.

use super::form::Form;
use super::skeleton::{DEEPEST, Kind, Skeleton, Step};
use super::token;

/// The structure of a text, or none if the full parser has to read it.
pub(super) fn skeleton(text: &str) -> Option<Skeleton> {
    let mut reader =
        Reader { skeleton: Skeleton::with_room_for(text), open: Vec::new(), waits: true, is_new: false, line: 0 };
    for line in text.lines() {
        reader.line += 1;
        let content = unindented(line);
        if !content.is_empty() && !content.starts_with('#') {
            reader.content(without_end(content), line.len() - content.len())?;
        }
    }
    reader.end_down_to(0);
    (!reader.is_new).then_some(reader.skeleton)
}

/// A list or map that has not ended.
#[derive(Clone, Copy, PartialEq)]
struct Open {
    is_list: bool,
    /// Where its items or keys stand, from 0.
    column: usize,
}

struct Reader {
    skeleton: Skeleton,
    open: Vec<Open>,
    /// Whether a value has to come: of the text, or of the last item or key.
    waits: bool,
    /// Whether nothing has come since a document began with `---`.
    is_new: bool,
    line: u32,
}

impl Reader {
    /// Takes what stands on a line in, from its first character to its last.
    fn content(&mut self, mut content: &str, mut column: usize) -> Option<()> {
        if content == "---" && column == 0 {
            return self.document();
        }
        self.is_new = false;
        self.end_before(content, column);
        while let Some(rest) = item(content) {
            self.begin(Open { is_list: true, column })?;
            column += content.len() - rest.len();
            content = rest;
        }
        if content.is_empty() {
            return Some(());
        }
        let (scalar, value) = key(content);
        let Some(value) = value else { return self.scalar(scalar, column) };
        self.begin(Open { is_list: false, column })?;
        self.push_plain(plain(scalar)?, column);
        if value.is_empty() {
            return Some(());
        }
        let before = content.get(..content.len() - value.len())?;
        self.scalar(value, column + before.chars().count())
    }

    /// Another document begins.
    fn document(&mut self) -> Option<()> {
        self.end_down_to(0);
        self.waits = true;
        // One that is empty is a value too.
        (!std::mem::replace(&mut self.is_new, true)).then_some(())
    }

    /// Ends what a line that begins in this column does not belong to.
    fn end_before(&mut self, content: &str, column: usize) {
        let inner = self.open.iter().rposition(|open| open.column <= column).map_or(0, |at| at + 1);
        self.end_down_to(inner);
        // The items of a list may stand where the key of the list stands.
        let is_next_key = |open: &Open| *open == Open { is_list: true, column } && item(content).is_none();
        if self.open.last().is_some_and(is_next_key) {
            self.end_down_to(self.open.len() - 1);
        }
    }

    fn end_down_to(&mut self, length: usize) {
        while self.open.len() > length {
            self.fill();
            self.open.pop();
            self.push(Kind::End, 0);
        }
    }

    /// A value that was waited for and did not come is null.
    fn fill(&mut self) {
        if self.waits {
            self.push_plain("", 0);
        }
        self.waits = false;
    }

    /// An item or a key begins, and with the first one its list or map.
    fn begin(&mut self, this: Open) -> Option<()> {
        if self.open.last() == Some(&this) {
            self.fill();
        } else {
            let may_nest = self.open.last().is_none_or(|outer| {
                outer.column < this.column || outer.column == this.column && !outer.is_list && this.is_list
            });
            if !self.waits || !may_nest || self.open.len() == DEEPEST {
                return None;
            }
            self.open.push(this);
            self.push(if this.is_list { Kind::List(0) } else { Kind::Map(0) }, this.column);
        }
        self.waits = true;
        Some(())
    }

    /// The value of the last item or key.
    fn scalar(&mut self, text: &str, column: usize) -> Option<()> {
        let has_place = self.waits && self.open.last().is_some_and(|outer| outer.column < column);
        if !has_place {
            return None;
        }
        self.waits = false;
        if let Some(number) = token::alone(text) {
            self.push_scalar(text, Form::Value(number), column);
        } else if text.starts_with('[') {
            return self.names(text, column);
        } else if text == EMPTY {
            self.push_scalar("", Form::Text, column);
        } else if key(text).1.is_none() {
            self.push_plain(plain(text)?, column);
        } else {
            return None;
        }
        Some(())
    }

    /// A list of names in brackets: `[get, list]`.
    fn names(&mut self, text: &str, mut column: usize) -> Option<()> {
        let names = text.strip_prefix('[')?.strip_suffix(']')?;
        if names.is_empty() || self.open.len() == DEEPEST {
            return None;
        }
        self.push(Kind::List(0), column);
        column += 1;
        for name in names.split(", ") {
            match name {
                EMPTY => self.push_scalar("", Form::Text, column),
                _ if is_name(name) => self.push_plain(name, column),
                _ => return None,
            }
            column += name.len() + 2;
        }
        self.push(Kind::End, 0);
        Some(())
    }

    fn push_plain(&mut self, text: &str, column: usize) {
        self.push_scalar(text, Form::of(text, true), column);
    }

    fn push_scalar(&mut self, text: &str, form: Form, column: usize) {
        let kind = self.skeleton.scalar(text, form);
        self.push(kind, column);
    }

    fn push(&mut self, kind: Kind, column: usize) {
        let column = u32::try_from(column + 1).unwrap_or(u32::MAX);
        self.skeleton.push(Step { kind, line: self.line, column });
    }
}

/// An empty text.
const EMPTY: &str = "\"\"";

/// Whether a text is plain in brackets too.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._/".contains(&byte))
}

/// A text without the blanks that it begins with.
fn unindented(text: &str) -> &str {
    let blanks = text.bytes().take_while(|byte| *byte == b' ').count();
    text.get(blanks..).unwrap_or_default()
}

/// A text without the blanks that it ends with.
fn without_end(text: &str) -> &str {
    let blanks = text.bytes().rev().take_while(|byte| *byte == b' ').count();
    text.get(..text.len() - blanks).unwrap_or_default()
}

/// What stands behind the dash of an item.
fn item(content: &str) -> Option<&str> {
    match content.as_bytes() {
        [b'-'] | [b'-', b' ', ..] => content.get(1..).map(unindented),
        _ => None,
    }
}

/// A key and what stands behind its colon, or a scalar alone.
fn key(content: &str) -> (&str, Option<&str>) {
    let bytes = content.as_bytes();
    let is_end = |at: &usize| bytes.get(*at) == Some(&b':') && matches!(bytes.get(at + 1), None | Some(b' '));
    match (0..bytes.len()).find(is_end).and_then(|at| Some((content.get(..at)?, content.get(at + 1..)?))) {
        Some((before, after)) => (without_end(before), Some(unindented(after))),
        None => (content, None),
    }
}

/// A plain scalar, unless it begins with a character that means something, or has one that may.
fn plain(text: &str) -> Option<&str> {
    let is_marked =
        text.starts_with(|c: char| c.is_ascii_punctuation() && !matches!(c, '/' | '_' | '.' | '$' | '+' | '('));
    if text.is_empty() || is_marked {
        return None;
    }
    // In bytes, for every scalar of every template comes by here.
    if text.bytes().all(|byte| PLAIN[usize::from(byte)]) {
        return Some(text);
    }
    let mut before = 0;
    for byte in text.bytes() {
        match byte {
            b'#' if before == b' ' => return None,
            b' '..=b'~' | 0x80.. => before = byte,
            _ => return None,
        }
    }
    (text.is_ascii() || text.chars().all(|c| c.is_ascii() || token::is_half(c))).then_some(text)
}

/// The bytes that mean nothing behind the first one of a plain scalar, whatever stands beside them.
const PLAIN: [bool; 256] = {
    let (mut table, mut byte) = ([false; 256], b' ');
    while byte <= b'~' {
        table[byte as usize] = byte != b'#';
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::super::full;
    use super::*;
    use proptest::prelude::*;

    fn show(skeleton: &Skeleton) -> Vec<String> {
        let show = |(step, text): (&Step, &str)| match &step.kind {
            // Nothing can be wrong with these, so their places are never told.
            Kind::List(length) => format!("[{length}"),
            Kind::Map(length) => format!("{{{length}"),
            Kind::End => "end".to_owned(),
            Kind::Scalar(_, Form::Null) if text.is_empty() => "nothing".to_owned(),
            Kind::Scalar(_, form) => format!("{text:?} {form:?} {}:{}", step.line, step.column),
        };
        skeleton.steps().map(show).collect()
    }

    /// What is read here is what the full parser reads.
    fn agrees(text: &str) -> bool {
        let Some(read) = skeleton(text) else { return false };
        match full::skeleton(text) {
            Ok(full) => assert_eq!(show(&read), show(&full), "{text}"),
            Err(fault) => panic!("{text:?} is refused: {}", fault.message),
        }
        true
    }

    #[test]
    fn what_templates_make_is_read() {
        for text in [
            "",
            "# only this\n",
            "a: b\r\n",
            "a:\n",
            "a:\n  b: c\n  d:\ne: f\n",
            "a:\n- b\n- c: d\n  e: f\ng:\n",
            "- a\n- b\n-\n- - c\n  - d\n- e: f\n",
            "a:\n  -   b:   c   \n      d: e\n\n\n  - f\n",
            "a:\n  \u{e000}0\u{e001}\nb-\u{e000}1\u{e001}-c: \u{e000}2\u{e001}:\u{e000}3\u{e001}\n",
            "url: http://a:80/b#c\npath: /a b\n",
            "a:\n  - b:\n      - c\n    d:\n    - e\n  -\n    f: g\n",
            "a: \"\"\n",
            "a:\n  - b: [\"\"]\n    c: [get, list, a.b/c-d, 1, yes]\n  - [e]\nf: g\n",
            "---\na: b\n---\n# c\n\n- d\n---\ne:\n",
        ] {
            assert!(agrees(text), "{text:?} is left to the full parser");
        }
    }

    #[test]
    fn everything_else_is_left_to_the_full_parser() {
        for text in [
            "a: [b, c: d]\n",
            "a: [b,c]\n",
            "a: [b ]\n",
            "a: [ b]\n",
            "a: [b, [c]]\n",
            "a: [b,\n  c]\n",
            "a: [\u{e000}0\u{e001}]\n",
            "a: []\n",
            "a: {}\n",
            "a: 'b'\n",
            "a: \"b\"\n",
            "a: |\n  b\n",
            "a: b\n  c\n",
            "a: b: c\n",
            "a: b # c\n",
            "a: b\n---\n",
            "---\n---\na: b\n",
            "--- a\n",
            "a: &b c\n",
            "a: *b\n",
            "a: !b c\n",
            "? a\n",
            "a: b\n c: d\n",
            "  a: b\nc: d\n",
            "a\nb\n",
            "a",
            "a:\tb\n",
            "a: \u{e4}\n",
            "a:\n  b\n  c\n",
            "- a\nb: c\n",
            "a: - b\n",
            "%YAML 1.2\n",
            "a: b\n- c\n",
            ": a\n",
            "- a: b\n c: d\n",
        ] {
            assert!(skeleton(text).is_none(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_read_otherwise_than_by_the_full_parser(
            lines in proptest::collection::vec((0..4_usize, "(---|(- ){0,2}([a-c]: ?){0,2}([a-c/#.:\u{e000}\u{e001} -]{0,4}|\\[([a-c\"]{0,2},? ?){0,3}\\]|\"\"))"), 0..8)
        ) {
            let text: String = lines.iter().map(|(indent, line)| format!("{}{line}\n", "  ".repeat(*indent))).collect();
            agrees(&text);
        }
    }
}
