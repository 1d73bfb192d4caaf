//! Any text as YAML: it is read or refused, and what was read is printed and read back as the same.
#![no_main]

mod slowest;

use alluxio_gen::problem::Problems;
use alluxio_gen::source::{Layer, Sources};
use alluxio_gen::yaml::{Tree, emit, parse};
use libfuzzer_sys::fuzz_target;

fn read(text: &str) -> Option<Vec<Tree>> {
    let (mut sources, mut problems) = (Sources::default(), Problems::default());
    let source = sources.add(Layer::File, "fuzz.yaml", text);
    let documents = parse::documents(&sources, source, &mut problems);
    let report = problems.report(&sources);
    match documents {
        Ok(documents) => Some(documents.iter().map(Tree::from).collect()),
        Err(_) => {
            assert!(report.contains("error"), "refused without a word");
            None
        }
    }
}

fuzz_target!(|text: &str| slowest::timed(text, one));

fn one(text: &str) {
    for tree in read(text).into_iter().flatten() {
        let mut printed = String::new();
        emit::yaml(&tree, &mut printed);
        let again = read(&printed).unwrap_or_else(|| panic!("cannot read back {printed:?}"));
        assert_eq!(again, [tree], "{printed:?}");
    }
}
