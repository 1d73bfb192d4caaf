//! Any tree is printed as YAML and as JSON, and both are read back as that tree.
#![no_main]

use alluxio_gen::problem::Problems;
use alluxio_gen::source::{Layer, Sources};
use alluxio_gen::yaml::{Tree, emit, parse};
use libfuzzer_sys::arbitrary::{Arbitrary, Result, Unstructured};
use libfuzzer_sys::fuzz_target;

#[derive(Debug)]
struct Any(Tree);

impl<'a> Arbitrary<'a> for Any {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        tree(bytes, 0).map(Any)
    }
}

fn tree(bytes: &mut Unstructured<'_>, depth: usize) -> Result<Tree> {
    Ok(match bytes.int_in_range(0..=if depth < 6 { 6 } else { 3 })? {
        0 => Tree::Null,
        1 => Tree::Bool(bytes.arbitrary()?),
        2 => Tree::Number(bytes.arbitrary::<i64>()?.to_string()),
        3 | 4 => Tree::Text(bytes.arbitrary()?),
        5 => {
            let number = bytes.int_in_range(0..=4)?;
            Tree::List((0..number).map(|_| tree(bytes, depth + 1)).collect::<Result<_>>()?)
        }
        _ => {
            let number = bytes.int_in_range(0..=4)?;
            let entry = |bytes: &mut Unstructured<'_>| Ok((bytes.arbitrary()?, tree(bytes, depth + 1)?));
            Tree::Map((0..number).map(|_| entry(bytes)).collect::<Result<_>>()?)
        }
    })
}

fuzz_target!(|any: Any| {
    let Any(tree) = any;
    for print in [emit::yaml, emit::json] {
        let mut text = String::new();
        print(&tree, &mut text);
        if text.starts_with(['{', '[']) && text.len() > 1_000 {
            // JSON has no limit for keys, and YAML has one.
            continue;
        }
        let (mut sources, mut problems) = (Sources::default(), Problems::default());
        let source = sources.add(Layer::File, "fuzz.yaml", text.as_str());
        let documents = parse::documents(&sources, source, &mut problems);
        let documents = documents.unwrap_or_else(|_| panic!("{}\n{text:?}", problems.report(&sources)));
        let trees: Vec<Tree> = documents.iter().map(Tree::from).collect();
        assert_eq!(trees, std::slice::from_ref(&tree), "{text:?}");
    }
});
