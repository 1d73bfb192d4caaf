//! Reads the built-in values while the program is built, so that no run has to: `$OUT_DIR/trees.rs` holds what each file in
//! `values` consists of, for `src/yaml/finished.rs`. A test holds it against what the program reads from the files themselves.

use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=values");
    println!("cargo::rerun-if-changed=build.rs");
    let mut files: Vec<_> = fs::read_dir("values").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    files.sort();
    let mut out =
        String::from("/// The trees of the built-in values, by path.\npub const TREES: &[(&str, Finished)] = &[\n");
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let Tree { texts, steps, .. } = Tree::of(&text);
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
    /// The steps, as Rust.
    steps: String,
    /// Where the last scalar ends.
    end: (usize, usize),
}

impl Tree {
    fn of(text: &str) -> Self {
        let mut tree = Tree::default();
        for event in Parser::new_from_str(text) {
            let (event, span) = event.expect("the built-in values are YAML");
            match event {
                Event::SequenceStart(..) => tree.step("List", span, 1),
                Event::MappingStart(..) => tree.step("Map", span, 1),
                Event::SequenceEnd | Event::MappingEnd => tree.step("End", span, 0),
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
        let kind = if is_plain { "Plain" } else { "Quoted" };
        if text.is_empty() && is_plain {
            // What is not there would stand right behind the colon of its key.
            let (line, column) = self.end;
            writeln!(self.steps, "        Step(Kind::Plain(0), {line}, {}, 1),", column + 2).unwrap();
            return;
        }
        self.texts.push_str(text);
        self.end = (line, span.end.col());
        writeln!(self.steps, "        Step(Kind::{kind}({}), {line}, {}, {length}),", text.len(), column + 1).unwrap();
    }

    fn step(&mut self, kind: &str, span: Span, length: usize) {
        let (line, column) = (span.start.line(), span.start.col() + 1);
        writeln!(self.steps, "        Step(Kind::{kind}, {line}, {column}, {length}),").unwrap();
    }
}
