//! Any values file, migrated: what comes out is read, and migrating it again changes nothing.
#![no_main]

mod slowest;

use alluxio_gen::Run;
use alluxio_gen::migrate::{Migrated, migrate};
use alluxio_gen::problem::Severity;
use libfuzzer_sys::fuzz_target;

fn migrated(text: &str) -> Result<Migrated, String> {
    let Run { mut sources, mut problems, .. } = Run::default();
    let migrated = migrate("fuzz.yaml", text, &mut sources, &mut problems);
    let report = problems.report(&sources);
    assert!(problems.worst() < Some(Severity::Bug), "{report}");
    assert!(migrated.is_ok() || report.contains("error"), "refused without a word");
    migrated.map_err(|_| report)
}

fuzz_target!(|text: &str| slowest::timed(text, one));

fn one(text: &str) {
    let Ok(once) = migrated(text) else { return };
    if once.changes.is_empty() {
        assert_eq!(once.text, text, "a change that nobody is told of");
    }
    match migrated(&once.text) {
        Ok(twice) => assert_eq!(twice.text, once.text, "the second time changes more"),
        Err(report) => panic!("{report}\n{}", once.text),
    }
}
