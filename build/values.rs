//! Reads the built-in values while the program is built, so that no run has to: `$OUT_DIR/trees.rs` holds what each file in
//! `values` consists of, for `src/yaml/finished.rs`. A test holds it against what the program reads from the files themselves.

use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

pub fn write() {
    let mut files: Vec<_> = fs::read_dir("values").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    files.sort();
    let mut out =
        String::from("/// The trees of the built-in values, by path.\npub const TREES: &[(&str, Finished)] = &[\n");
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let tree = Tree::of(&text);
        let (texts, steps) = (&tree.texts, tree.printed());
        let name = format!("values/{}", path.file_name().unwrap().to_str().unwrap());
        writeln!(out, "    ({name:?}, Finished {{ texts: {texts:?}, steps: &[\n{steps}    ] }}),").unwrap();
    }
    out.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR").unwrap()).join("trees.rs"), out).unwrap();
}

/// What a text consists of.
#[derive(Default)]
struct Tree {
    /// All scalars, one after the other.
    texts: String,
    /// The kinds of steps as Rust, and their places.
    steps: Vec<(String, usize, usize, usize)>,
    /// The lists and maps that are open: the numbers of their steps, and how many values they have so far.
    open: Vec<(usize, usize)>,
    /// Where the last scalar ends.
    end: (usize, usize),
}

/// The kind of a scalar without quotes, where all readers agree on it.
fn kind_of(text: &str) -> &'static str {
    let is_whole = !text.is_empty() && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    // Words that stand for something else are shorter, and numbers begin with no letter.
    let is_name = text.len() > 5 && text.starts_with(|c: char| c.is_ascii_alphabetic());
    match text {
        "true" | "false" => "Bool",
        _ if is_whole => "Number",
        _ if is_name => "Text",
        _ => "Plain",
    }
}

impl Tree {
    fn of(text: &str) -> Self {
        let mut tree = Tree::default();
        for event in Parser::new_from_str(text) {
            let (event, span) = event.expect("the built-in values are YAML");
            match event {
                Event::SequenceStart(..) | Event::MappingStart(..) => tree.begin(span),
                Event::SequenceEnd => tree.end("List", 1, span),
                Event::MappingEnd => tree.end("Map", 2, span),
                Event::Scalar(text, style, 0, None) => tree.scalar(&text, style == ScalarStyle::Plain, span),
                Event::Scalar(..) | Event::Alias(_) => panic!("the built-in values have no anchors and no tags"),
                _ => {}
            }
        }
        tree
    }

    fn scalar(&mut self, text: &str, is_plain: bool, span: Span) {
        let (line, column) = (span.start.line(), span.start.col());
        assert_eq!(line, span.end.line(), "the built-in values have no texts of several lines");
        let length = span.end.col() - column;
        let kind = if is_plain { kind_of(text) } else { "Text" };
        if text.is_empty() && is_plain {
            // What is not there would stand right behind the colon of its key.
            let (line, column) = self.end;
            return self.step("Plain(0)".to_owned(), line, column + 2, 1);
        }
        self.texts.push_str(text);
        self.end = (line, span.end.col());
        self.step(format!("{kind}({})", text.len()), line, column + 1, length);
    }

    /// A list or map begins; how many items it has is known at its end.
    fn begin(&mut self, span: Span) {
        self.step(String::new(), span.start.line(), span.start.col() + 1, 1);
        self.open.push((self.steps.len() - 1, 0));
    }

    fn end(&mut self, kind: &str, values: usize, span: Span) {
        let (begin, count) = self.open.pop().unwrap();
        self.steps[begin].0 = format!("{kind}({})", count / values);
        self.steps.push(("End".to_owned(), span.start.line(), span.start.col() + 1, 0));
    }

    fn step(&mut self, kind: String, line: usize, column: usize, length: usize) {
        if let Some((_, count)) = self.open.last_mut() {
            *count += 1;
        }
        self.steps.push((kind, line, column, length));
    }

    /// The steps as Rust.
    fn printed(&self) -> String {
        let step = |(kind, line, column, length): &(String, usize, usize, usize)| {
            format!("        Step(Kind::{kind}, {line}, {column}, {length}),\n")
        };
        self.steps.iter().map(step).collect()
    }
}
