//! Keeps `docs/differences.md` and the cases `tests/cases/d-*` in step.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The defects of the chart that alluxio-gen repairs, refuses or drops.
const SETTLED: &[u32] = &[
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 30, 31, 32, 33, 34, 35, 36, 37, 38,
    39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 53, 54, 55, 60, 61, 62, 63, 64, 66, 70, 71, 72, 73, 74, 75, 76,
    79, 80, 81, 83, 85, 86, 87, 88, 89, 91, 93, 95, 96, 97, 99, 102, 107, 111, 112, 113, 114, 115, 116, 117, 118, 119,
    120, 121, 122, 123,
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The lines of the document: number of the defect, names of its cases.
fn lines() -> BTreeMap<u32, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("docs/differences.md")).expect("docs/differences.md is there");
    let mut lines = BTreeMap::new();
    for row in text.lines().filter_map(|line| line.strip_prefix("| D-")) {
        let (number, rest) = row.split_once(' ').expect("a number, then a blank");
        let number: u32 = number.parse().expect("a number");
        let cases = rest.trim_end_matches(" |").rsplit_once(" | ").expect("a column of cases").1;
        let cases = cases.split(", ").map(|name| name.trim_matches('`').to_owned()).collect();
        assert!(lines.insert(number, cases).is_none(), "D-{number:02} stands twice in docs/differences.md");
    }
    lines
}

/// The folders `d-NN-...` by number.
fn cases() -> BTreeMap<u32, BTreeSet<String>> {
    let mut cases: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for entry in fs::read_dir(root().join("tests/cases")).expect("tests/cases is there") {
        let name = entry.expect("the entry can be read").file_name().to_string_lossy().into_owned();
        let number = name.strip_prefix("d-").and_then(|rest| rest.split('-').next()?.parse().ok());
        if let Some(number) = number {
            cases.entry(number).or_default().insert(name);
        }
    }
    cases
}

#[test]
fn every_settled_defect_has_its_line_and_its_cases() {
    let settled: BTreeSet<u32> = SETTLED.iter().copied().collect();
    assert_eq!(settled, lines().into_keys().collect(), "the numbers in docs/differences.md");
    assert_eq!(settled, cases().into_keys().collect(), "the numbers in tests/cases");
}

#[test]
fn every_line_names_its_cases_and_every_case_its_line() {
    assert_eq!(lines(), cases());
}
