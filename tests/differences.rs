//! Keeps `docs/differences.md` and the cases `tests/cases/d-*` and `t-*` in step.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The defects of the chart that alluxio-gen repairs, refuses or drops: D-01 and so on.
const SETTLED: &[u32] = &[
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 30, 31, 32, 33, 34, 35, 36, 37, 38,
    39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 53, 54, 55, 60, 61, 62, 63, 64, 66, 70, 71, 72, 73, 74, 75, 76,
    79, 80, 81, 83, 85, 86, 87, 88, 89, 91, 93, 95, 96, 97, 99, 102, 107, 111, 112, 113, 114, 115, 116, 117, 118, 119,
    120, 121, 122, 123,
];

/// The same for the chart of 2.9: T-01 to this.
const SETTLED_OF_2_9: u32 = 14;

/// What a line and a case have in common: `D` or `T`, and a number.
type Id = (char, u32);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The lines of the document: what they are of, and the names of their cases.
fn lines() -> BTreeMap<Id, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("docs/differences.md")).expect("docs/differences.md is there");
    let mut lines = BTreeMap::new();
    for line in text.lines() {
        let Some(id) = line.strip_prefix("| ").and_then(|row| id(row, ' ')) else { continue };
        let cases = line.trim_end_matches(" |").rsplit_once(" | ").expect("a column of cases").1;
        let cases = cases.split(", ").map(|name| name.trim_matches('`').to_owned()).collect();
        assert!(lines.insert(id, cases).is_none(), "{}-{:02} stands twice in docs/differences.md", id.0, id.1);
    }
    lines
}

/// The folders `d-NN-...` and `t-NN-...`.
fn cases() -> BTreeMap<Id, BTreeSet<String>> {
    let mut cases: BTreeMap<Id, BTreeSet<String>> = BTreeMap::new();
    for entry in fs::read_dir(root().join("tests/cases")).expect("tests/cases is there") {
        let name = entry.expect("the entry can be read").file_name().to_string_lossy().into_owned();
        if let Some(id) = id(&name, '-') {
            cases.entry(id).or_default().insert(name);
        }
    }
    cases
}

/// What a text begins with, up to a character: `D-12 ...`, `t-04-...`.
fn id(text: &str, end: char) -> Option<Id> {
    let (letter, rest) = text.split_once('-')?;
    let letter = match letter {
        "D" | "d" => 'D',
        "T" | "t" => 'T',
        _ => return None,
    };
    Some((letter, rest.split(end).next()?.parse().ok()?))
}

#[test]
fn every_settled_defect_has_its_line_and_its_cases() {
    let settled = SETTLED.iter().map(|number| ('D', *number)).chain((1..=SETTLED_OF_2_9).map(|number| ('T', number)));
    let settled: BTreeSet<Id> = settled.collect();
    assert_eq!(settled, lines().into_keys().collect(), "the numbers in docs/differences.md");
    assert_eq!(settled, cases().into_keys().collect(), "the numbers in tests/cases");
}

#[test]
fn every_line_names_its_cases_and_every_case_its_line() {
    assert_eq!(lines(), cases());
}
