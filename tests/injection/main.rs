//! Hostile texts in every value that exists: the structure of the objects stays, and the text comes back exactly or is refused.
//!
//! `INJECTIONS=100000 cargo test --release --test injection` tries that many; docs/robustness.md tells what was found.

mod field;
#[path = "../support/other_reader.rs"]
mod other_reader;
mod payloads;
mod skeleton;
mod slots;

use alluxio_gen::manifest::Manifest;
use alluxio_gen::problem::{Problem, Severity, Stop};
use alluxio_gen::version::{self, Version};
use field::Field;
use payloads::{Dice, payload};
use slots::{Part, Slot};
use std::collections::BTreeSet;

/// Sets of values that have everything on between them, and what is on besides from 2.8 on.
const BASES: [(&str, &str); 3] = [
    ("claims", include_str!("claims.yaml")),
    ("folders", include_str!("folders.yaml")),
    // The common service account and node selector are seen where no component has its own.
    (COMMON, include_str!("claims.yaml")),
];
const COMMON: &str = "common";
const NEWER: &str = include_str!("since-2.8.yaml");

/// What the values and the hostile texts lead to.
enum Outcome {
    /// Errors, each with the number of the slot where it stands.
    Refused(Vec<(usize, Problem)>),
    Rendered(Vec<Manifest>),
}

/// A set of values under attack.
struct Target {
    field: Field,
}

impl Target {
    fn new(name: &str, base: &str, round: usize, version: &'static Version) -> Self {
        let layers: &[&str] = if version.follows("2.8") { &[base, NEWER] } else { &[base] };
        let mut field = Field::new(layers, round, version);
        // A registry takes the place of a part of every image, which then does not come back as it was.
        field.slots.retain(|slot| !slot.path().starts_with("images."));
        // What a credential refers to has two parts; tests/credentials.rs has those.
        field.slots.retain(|slot| !slot.path().starts_with("credentials"));
        let is_own = |path: &str| path.ends_with(".serviceAccount") || path.contains(".nodeSelector");
        field.slots.retain(|slot| name != COMMON || !is_own(&slot.path()));
        Target { field }
    }

    fn attempt(&self, texts: &[Option<String>]) -> Outcome {
        let mut run = self.field.begin();
        let texts = texts.iter().enumerate().filter_map(|(number, text)| Some((number, text.as_deref()?)));
        match self.field.render(texts, &mut run) {
            Ok(manifests) => Outcome::Rendered(manifests),
            Err(Stop) => {
                let report = run.problems.report(&run.sources);
                assert_is_printable(&report);
                let errors = run.problems.iter().filter(|problem| problem.severity >= Severity::Error);
                let slot = |problem: &Problem| match problem.place {
                    Some(place) if place.source == self.field.hostile => (place.line as usize - 1, problem.clone()),
                    _ => panic!("an error that stands in no slot: {report}"),
                };
                Outcome::Refused(errors.map(slot).collect())
            }
        }
    }

    /// A good text for every slot that takes texts; nothing where only words of a list or numbers are good.
    fn good_texts(&self) -> Vec<Option<String>> {
        let candidate = |number: usize, attempt: usize| {
            let good = self.field.slots.get(number).and_then(|slot| slot.good.get(attempt))?;
            Some(good.replace('@', &mark(number)))
        };
        let mut attempts = vec![0; self.field.slots.len()];
        loop {
            let texts: Vec<_> =
                attempts.iter().enumerate().map(|(number, attempt)| candidate(number, *attempt)).collect();
            match self.attempt(&texts) {
                Outcome::Rendered(_) => return texts,
                Outcome::Refused(errors) => {
                    let refused: BTreeSet<usize> = errors.iter().map(|(number, _)| *number).collect();
                    for number in refused {
                        attempts[number] += 1;
                        assert!(
                            attempts[number] < self.field.slots[number].good.len(),
                            "no text is good for `{}`: {errors:?}",
                            self.field.slots[number].path()
                        );
                    }
                }
            }
        }
    }

    /// Puts a hostile text into every slot at once, takes out those that are refused, and compares the rest with the good ones.
    fn attack(&self, good: &[Option<String>], expected: &[String], live: &[bool], dice: &mut Dice) {
        let payloads: Vec<String> = (0..self.field.slots.len()).map(|number| self.payload(number, dice)).collect();
        let mut texts: Vec<Option<String>> = payloads.iter().cloned().map(Some).collect();
        let manifests = loop {
            match self.attempt(&texts) {
                Outcome::Rendered(manifests) => break manifests,
                Outcome::Refused(errors) => {
                    for (number, problem) in &errors {
                        assert_names(&self.field.slots[*number], problem);
                        assert_ne!(texts[*number], good[*number], "refused as a good text: {problem:?}");
                    }
                    errors.iter().for_each(|(number, _)| texts[*number].clone_from(&good[*number]));
                }
            }
        };
        let keys: Vec<_> = self.field.slots.iter().enumerate().filter(|(_, slot)| slot.part == Part::Key).collect();
        let name = |key: &str| {
            let slot = keys.iter().find(|(number, _)| texts[*number].as_deref() == Some(key));
            slot.and_then(|(number, _)| good[*number].clone())
        };
        skeleton::assert_reads_back(&manifests);
        let manifests = skeleton::opened(manifests);
        let found = skeleton::skeleton(&manifests, &name);
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!(found, expected, "a hostile text changed the structure");
        }
        assert_eq!(found.len(), expected.len(), "a hostile text changed the number of objects");
        let all = skeleton::texts(&manifests).join("\u{10fffe}");
        for (number, slot) in self
            .field
            .slots
            .iter()
            .enumerate()
            .filter(|(number, _)| texts[*number].as_ref() == Some(&payloads[*number]))
        {
            let text = expected_text(slot, &payloads[number]);
            assert!(
                all.contains(&text)
                    || all.contains(&as_option(&text))
                    || (!live[number] && !all.contains(&mark(number))),
                "`{}` took {:?} and it did not come back",
                slot.path(),
                payloads[number].chars().take(200).collect::<String>()
            );
        }
    }

    fn payload(&self, number: usize, dice: &mut Dice) -> String {
        let text = payload(dice, &mark(number));
        if self.field.slots[number].has_commas { text.replace(',', ";") } else { text }
    }
}

/// What makes the text of a slot different from all others.
fn mark(number: usize) -> String {
    format!("q{number}z")
}

/// The text as it comes back: where options may be written as one text, blanks between them count once (D-14, D-106).
fn expected_text(slot: &Slot, text: &str) -> String {
    if ["nameOverride", "fullnameOverride"].contains(&slot.path().as_str()) {
        // The chart cuts names (chart.md 0.2).
        text.chars().take(63).collect::<String>().trim_end_matches('-').to_owned()
    } else if slot.path().starts_with("csi.javaOptions") {
        text.trim_end().to_owned()
    } else if slot.path() == "tieredstore.levels[0].name" {
        // Blanks around the commas of the list are no part of the names.
        text.trim().to_owned()
    } else if slot.is_words {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}

/// The text as the ConfigMap has it among other options (D-112).
fn as_option(text: &str) -> String {
    let options = format!("{text} ");
    alluxio_gen::facts::shell::escaped(&options).trim_end_matches(' ').to_owned()
}

fn assert_names(slot: &Slot, problem: &Problem) {
    let told = format!("{} {}", problem.message, problem.help.as_deref().unwrap_or(""));
    // The place is that of the item; the words may be about its list.
    assert!(
        told.contains(slot.path().trim_end_matches(".name").trim_end_matches("[0]")),
        "an error does not name `{}`: {told}",
        slot.path()
    );
}

/// Nothing of a hostile text reaches a terminal as a control character. Styles are the only escapes.
fn assert_is_printable(report: &str) {
    let escapes = report.split('\u{1b}').skip(1);
    for escape in escapes {
        let style = escape.strip_prefix('[').and_then(|rest| rest.split_once('m'));
        let is_style = style.is_some_and(|(codes, _)| codes.bytes().all(|b| b.is_ascii_digit() || b == b';'));
        assert!(is_style, "an escape in a message: {report:?}");
    }
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let bad = |c: char| turns(c) || c.is_control() && !matches!(c, '\n' | '\u{1b}');
    assert!(!report.contains(bad), "a control character in a message: {report:?}");
}

fn number_of_payloads() -> usize {
    std::env::var("INJECTIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(5_000)
}

#[test]
fn no_value_changes_the_structure_and_every_text_comes_back() {
    version::ALL.iter().for_each(texts_come_back);
}

fn texts_come_back(version: &'static Version) {
    let wanted = number_of_payloads() / version::ALL.len();
    let mut alive = BTreeSet::new();
    let mut all = BTreeSet::new();
    let mut targets = Vec::new();
    for (name, base) in BASES {
        for round in 0..4 {
            let target = Target::new(name, base, round, version);
            let good = target.good_texts();
            let Outcome::Rendered(manifests) = target.attempt(&good) else { panic!("{name} is refused") };
            let manifests = skeleton::opened(manifests);
            let texts = skeleton::texts(&manifests).join("\u{10fffe}");
            let live: Vec<bool> = (0..target.field.slots.len()).map(|number| texts.contains(&mark(number))).collect();
            for (number, slot) in target.field.slots.iter().enumerate() {
                if good[number].as_ref().is_some_and(|text| text.contains(&mark(number))) {
                    all.insert(slot.path());
                    alive.extend(live[number].then(|| slot.path()));
                }
            }
            let expected = skeleton::skeleton(&manifests, &|_| None);
            targets.push((target, good, expected, live));
        }
    }
    // A medium that is used is one of three words. The client side of CSI has no pod in 2.9.
    let of_no_pod = |path: &str| path.starts_with("csi.client.") || path == "csi.mountPath";
    let is_known = |path: &str| path.ends_with(".medium") || version.csi_makes_pods && of_no_pod(path);
    let dead: Vec<&String> = all.difference(&alive).filter(|path| !is_known(path)).collect();
    assert_eq!(dead, Vec::<&String>::new(), "texts that reach no object in any set of values");
    let (mut tried, mut batch) = (0, 0);
    while tried < wanted {
        let (target, good, expected, live) = &targets[batch % targets.len()];
        batch += 1;
        target.attack(good, expected, live, &mut Dice::new(batch as u64));
        tried += target.field.slots.len();
    }
    println!("{}: {tried} hostile texts in {} places, in {batch} runs", version.name, all.len());
}
