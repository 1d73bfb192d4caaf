//! A real API server's verdict for a change of each value, and what `diff` says of the same change.
//!
//! `rows.jsonl` is from `immutability.json` of this project's references: for each value of `base.yaml` that was changed,
//! which objects an API server of Kubernetes 1.36 refused, rolled, accepted without a roll, got new, and lost.

use alluxio_gen::assets::Assets;
use alluxio_gen::cli::{Inputs, Target as Arguments};
use alluxio_gen::diff::{self, Made, Maker, Verdict};
use alluxio_gen::problem::Stop;
use alluxio_gen::render::Renderer;
use alluxio_gen::target::Target;
use alluxio_gen::{Run, cores};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What the server did with the objects of one changed value.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    value: String,
    to: serde_json::Value,
    #[serde(default)]
    refused: Vec<String>,
    #[serde(default)]
    rolls: Vec<String>,
    #[serde(default)]
    accepted: Vec<String>,
    #[serde(default)]
    added: Vec<String>,
    #[serde(default)]
    removed: Vec<String>,
}

/// Values whose row is not as recorded: what is said of their objects instead, and why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    (
        "hostAliases",
        "refused, and diff says None",
        "the address stands there twice, which the server refuses; it is written once since, so nothing changes",
    ),
    (
        "nameOverride",
        "untouched, and diff says Metadata",
        "all objects have labels since, also those that had none when it was recorded",
    ),
];

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/immutability"))
}

fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(folder().join("rows.jsonl")).expect("rows.jsonl is there");
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

/// Values of which one path has a value.
fn file(path: &str, to: &serde_json::Value) -> String {
    let keys: Vec<&str> = match path.strip_prefix("properties.") {
        Some(name) => vec!["properties", name],
        None => path.split('.').collect(),
    };
    keys.iter().rev().fold(to.clone(), |inner, key| serde_json::json!({ *key: inner })).to_string()
}

/// The verdicts of all objects that differ, by kind and name.
fn verdicts(maker: &Maker<'_>, old: &Made, row: &Row) -> Result<BTreeMap<String, Verdict>, String> {
    let mut run = Run::default();
    let text = file(&row.value, &row.to);
    let new = make(maker, ("row", &text), &mut run).map_err(|Stop| run.problems.report(&run.sources))?;
    let report = diff::compare(&old.side, &new.side, None);
    Ok(report.objects.iter().map(|one| (format!("{}/{}", one.id.kind, one.id.name), one.verdict)).collect())
}

fn make(maker: &Maker<'_>, file: (&str, &str), run: &mut Run) -> Result<Made, Stop> {
    let base = folder().join("base.yaml").display().to_string();
    let inputs = Inputs { values: vec![base], ..Inputs::default() };
    let arguments = Arguments { name: "alluxio".to_owned(), namespace: None, kube_version: None };
    let target = Target::new(&arguments, &mut run.problems);
    maker.make(file, &inputs, &target, run)
}

/// What is not as the server had it.
fn wrong(row: &Row, found: &BTreeMap<String, Verdict>) -> Vec<(String, String)> {
    let groups: [(&[String], &str, &[Verdict]); 5] = [
        (&row.refused, "refused", &[Verdict::Recreate]),
        (&row.rolls, "rolled", &[Verdict::Roll, Verdict::Scale]),
        (&row.accepted, "accepted", &[Verdict::Metadata, Verdict::Live, Verdict::Restart, Verdict::Scale]),
        (&row.added, "added", &[Verdict::Add]),
        (&row.removed, "removed", &[Verdict::Delete]),
    ];
    let mut wrong = Vec::new();
    for (objects, what, allowed) in groups {
        for object in objects {
            match found.get(object) {
                Some(verdict) if allowed.contains(verdict) => {}
                other => wrong.push((object.clone(), format!("{what}, and diff says {other:?}"))),
            }
        }
    }
    let known = |object: &String| groups.iter().any(|(objects, ..)| objects.contains(object));
    for (object, verdict) in found.iter().filter(|(object, _)| !known(object)) {
        wrong.push((object.clone(), format!("untouched, and diff says {verdict:?}")));
    }
    wrong
}

#[test]
fn verdicts_are_those_of_a_real_server() {
    let (assets, mut run) = (Assets::default(), Run::default());
    let renderer = Renderer::new(&assets, &mut run.problems).expect("templates");
    let maker = Maker { assets: &assets, renderer: &renderer };
    let old = make(&maker, ("base", "{}"), &mut run).expect("the base renders");
    let rows = rows();
    assert_eq!(rows.len(), 213);
    let results = cores::map(rows.len(), |index| match verdicts(&maker, &old, &rows[index]) {
        Ok(found) => wrong(&rows[index], &found),
        Err(refused) => vec![(String::new(), refused)],
    });
    let mut failures = Vec::new();
    let mut used = vec![false; EXCEPTIONS.len()];
    for (row, wrong) in rows.iter().zip(results) {
        for (object, what) in wrong {
            match EXCEPTIONS.iter().position(|(value, says, _)| *value == row.value && what == *says) {
                Some(index) => used[index] = true,
                None => failures.push(format!("{} to {}: {object}: {what}", row.value, row.to)),
            }
        }
    }
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures.join("\n"));
    let idle: Vec<_> = EXCEPTIONS.iter().zip(used).filter(|(_, used)| !used).collect();
    assert!(idle.is_empty(), "no exceptions any more: {idle:?}");
}
