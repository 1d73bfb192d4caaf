//! Runs every case of `tests/cases` on the real binary and compares what it prints with the case's golden.
//!
//! A case is a folder: `case.json` (see [`support::case::Case`]), the files that it names, and `golden.snap`. New or
//! changed goldens: `INSTA_UPDATE=always cargo test --test cases`, then read the difference.

mod support;

use alluxio_gen::cores;
use std::panic::{AssertUnwindSafe, catch_unwind};
use support::case::{self, Case, Expect, Outcome};
use support::readback;

#[test]
fn objects() {
    check_all(|case| case.expect == Expect::Objects);
}

#[test]
fn refusals() {
    check_all(|case| matches!(case.expect, Expect::Error | Expect::Usage));
}

#[test]
fn other_output() {
    check_all(|case| matches!(case.expect, Expect::Json | Expect::Text));
}

/// Checks the cases that a filter takes, and tells of all that fail. `CASE=d-35` narrows them by a part of the name.
fn check_all(wanted: fn(&Case) -> bool) {
    let part = std::env::var("CASE").unwrap_or_default();
    let cases: Vec<Case> = case::all().into_iter().filter(|case| wanted(case) && case.name.contains(&part)).collect();
    assert!(!cases.is_empty() || !part.is_empty(), "no case at all");
    let failures: Vec<String> =
        cores::map(cases.len(), |index| check(&cases[index]).err()).into_iter().flatten().collect();
    assert!(failures.is_empty(), "{} of {} cases fail:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

fn check(case: &Case) -> Result<(), String> {
    let outcome = case.run();
    let verdict = judge(case, &outcome).and_then(|()| match case.expect {
        Expect::Objects => readback::stream(&outcome.stdout),
        Expect::Json => readback::json(&outcome.stdout),
        _ => Ok(()),
    });
    verdict.map_err(|why| format!("{}: {why}\n{}", case.name, outcome.stderr.trim_end()))?;
    let golden = AssertUnwindSafe(|| compare_with_golden(case, &outcome));
    catch_unwind(golden).map_err(|_| format!("{}: not its golden", case.name))
}

/// What holds whatever the golden says.
fn judge(case: &Case, outcome: &Outcome) -> Result<(), String> {
    let code = match case.expect {
        Expect::Error => 1,
        Expect::Usage => 2,
        _ => 0,
    };
    if outcome.code != Some(code) {
        return Err(format!("exit status {:?} in place of {code}", outcome.code));
    }
    if code != 0 && !outcome.stdout.is_empty() {
        return Err("an error must leave stdout empty".into());
    }
    if case.expect == Expect::Error {
        outcome.stderr.split("\n\n").filter(|block| block.starts_with("error")).try_for_each(is_clear)?;
    }
    match case.mention.iter().find(|text| !outcome.stderr.contains(text.as_str())) {
        Some(text) => Err(format!("stderr does not mention `{text}`")),
        None => Ok(()),
    }
}

/// An error names its place, or what of the command line it is about, and says what to do.
fn is_clear(error: &str) -> Result<(), String> {
    let says_what_to_do = error.contains(" = help: ") || error.contains(" must ");
    match error.contains("--> ") || error.contains('`') {
        false => Err(format!("no place in: {error}")),
        true if !says_what_to_do => Err(format!("no action in: {error}")),
        true => Ok(()),
    }
}

fn compare_with_golden(case: &Case, outcome: &Outcome) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&case.folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(&case.why);
    settings.bind(|| insta::assert_snapshot!("golden", outcome.as_text()));
}
