//! Any text in some of the values that exist: no object, key or list comes or goes, and what is printed is read back as it is.
#![no_main]

#[path = "../../tests/injection/field.rs"]
mod field;
// The test of injection uses more of it.
#[allow(dead_code)]
#[path = "../../tests/injection/slots.rs"]
mod slots;
mod slowest;

use alluxio_gen::manifest::Manifest;
use alluxio_gen::output::text::{Syntax, stream};
use alluxio_gen::problem::Severity;
use alluxio_gen::source::Layer;
use alluxio_gen::version;
use alluxio_gen::yaml::{Tree, parse};
use field::Field;
use libfuzzer_sys::fuzz_target;

thread_local!(static BASE: (Field, Vec<String>) = base());

/// The values, and the objects that they make with harmless texts.
fn base() -> (Field, Vec<String>) {
    let field = Field::new(&[include_str!("../../tests/injection/claims.yaml")], 0, version::DEFAULT);
    let manifests = field.render([].into_iter(), &mut field.begin()).unwrap_or_else(|_| panic!("the base is refused"));
    let objects = objects(&manifests);
    (field, objects)
}

fn objects(manifests: &[Manifest]) -> Vec<String> {
    manifests.iter().map(|manifest| format!("{} {}", manifest.source, manifest.kind())).collect()
}

/// The texts, each with the number of its slot, which its first character chooses.
fn texts<'a>(text: &'a str, slots: usize) -> impl Iterator<Item = (usize, &'a str)> {
    text.split('\u{1}').filter_map(move |text| {
        let mut rest = text.chars();
        let choice = rest.next()?;
        Some((choice as usize % slots, rest.as_str()))
    })
}

/// Whether a text may be a number of masters, a boolean or one of several words, which decide what there is.
fn may_choose(text: &str) -> bool {
    text.len() < 20 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fuzz_target!(|text: &str| slowest::timed(text, one));

fn one(text: &str) {
    BASE.with(|(field, expected)| {
        let mut run = field.begin();
        let outcome = field.render(texts(text, field.slots.len()), &mut run);
        let report = run.problems.report(&run.sources);
        assert!(run.problems.worst() < Some(Severity::Bug), "{report}");
        let Ok(manifests) = outcome else { return };
        let found = objects(&manifests);
        assert!(found.iter().all(|object| expected.contains(object)), "a text added an object");
        if !texts(text, field.slots.len()).any(|(_, text)| may_choose(text)) {
            assert_eq!(&found, expected, "a text changed the objects");
        }
        let printed = stream(&manifests, Syntax::Yaml);
        let source = run.sources.add(Layer::File, "printed.yaml", printed);
        let documents = parse::documents(&run.sources, source, &mut run.problems);
        let documents = documents.unwrap_or_else(|_| panic!("{}", run.problems.report(&run.sources)));
        let trees: Vec<Tree> = documents.iter().map(Tree::from).collect();
        assert!(trees.iter().eq(manifests.iter().map(|manifest| &manifest.tree)), "read back otherwise");
    });
}
