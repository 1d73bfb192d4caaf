//! Hostile texts in every value that exists: the structure of the objects stays, and the text comes back exactly or is refused.
//!
//! `INJECTIONS=100000 cargo test --release --test injection` tries that many; docs/robustness.md tells what was found.

mod payloads;
mod skeleton;
mod slots;

use alluxio_gen::assets::Assets;
use alluxio_gen::manifest::{Manifest, Selection};
use alluxio_gen::model;
use alluxio_gen::problem::{Problem, Severity, Stop};
use alluxio_gen::render::Renderer;
use alluxio_gen::source::{Layer, SourceId};
use alluxio_gen::target::Target;
use alluxio_gen::values::onto_defaults;
use alluxio_gen::yaml::parse;
use alluxio_gen::{Run, cli, decide, inspect, load, read};
use payloads::{Dice, payload};
use slots::{Part, Slot, put, slots};
use std::collections::BTreeSet;

/// Sets of values that have everything on between them.
const BASES: [(&str, &str); 3] = [
    ("claims", include_str!("claims.yaml")),
    ("folders", include_str!("folders.yaml")),
    // The common service account is seen where no component has its own.
    (COMMON, include_str!("claims.yaml")),
];
const COMMON: &str = "common";

/// What the values and the hostile texts lead to.
enum Outcome {
    /// Errors, each with the number of the slot where it stands.
    Refused(Vec<(usize, Problem)>),
    Rendered(Vec<Manifest>),
}

/// A set of values, and the texts that are put into its slots.
struct Field {
    base: &'static str,
    slots: Vec<Slot>,
    renderer: Renderer,
    target: Target,
}

impl Field {
    fn new(name: &str, base: &'static str, round: usize) -> Self {
        let mut run = Run::default();
        let target = cli::Target { name: "alluxio".to_owned(), namespace: Some("data".to_owned()), kube_version: None };
        let target = Target::new(&target, &mut run.problems);
        let renderer = Renderer::new(&Assets::default(), &mut run.problems);
        let Ok(renderer) = renderer else { panic!("{:?}", run.problems) };
        let mut slots = slots(&model::shape(), round);
        slots.retain(|slot| name != COMMON || !slot.path().ends_with(".serviceAccount"));
        Field { base, slots, renderer, target }
    }

    fn attempt(&self, texts: &[Option<String>]) -> Outcome {
        let mut run = Run::default();
        let base = run.sources.add(Layer::File, "base.yaml", self.base);
        let hostile = run.sources.add(Layer::File, "hostile.yaml", "");
        match self.render(texts, base, hostile, &mut run) {
            Ok(manifests) => Outcome::Rendered(manifests),
            Err(Stop) => {
                let report = run.problems.report(&run.sources);
                assert_is_printable(&report);
                let errors = run.problems.iter().filter(|problem| problem.severity >= Severity::Error);
                let slot = |problem: &Problem| match problem.place {
                    Some(place) if place.source == hostile => (place.line as usize - 1, problem.clone()),
                    _ => panic!("an error that stands in no slot: {report}"),
                };
                Outcome::Refused(errors.map(slot).collect())
            }
        }
    }

    fn render(
        &self,
        texts: &[Option<String>],
        base: SourceId,
        hostile: SourceId,
        run: &mut Run,
    ) -> Result<Vec<Manifest>, Stop> {
        let mut user = parse::documents(&run.sources, base, &mut run.problems)?.pop().ok_or(Stop)?;
        for (number, (slot, text)) in self.slots.iter().zip(texts).enumerate() {
            if let Some(text) = text {
                put(&mut user, slot, text, hostile, number as u32 + 1);
            }
        }
        let assets = Assets::default();
        let node = onto_defaults(user, load(&cli::Inputs::default(), None, &assets, run)?);
        let values = read(&node, &assets, run)?;
        let facts = decide(&values, &self.target, run)?;
        let manifests = self.renderer.render(&facts, None, &Selection::new(&[]), run)?;
        inspect(&manifests, &values, &assets, run)?;
        Ok(manifests)
    }

    /// A good text for every slot that takes texts; nothing where only words of a list or numbers are good.
    fn good_texts(&self) -> Vec<Option<String>> {
        let candidate = |number: usize, attempt: usize| {
            let good = self.slots.get(number).and_then(|slot| slot.good.get(attempt))?;
            Some(good.replace('@', &mark(number)))
        };
        let mut attempts = vec![0; self.slots.len()];
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
                            attempts[number] < self.slots[number].good.len(),
                            "no text is good for `{}`: {errors:?}",
                            self.slots[number].path()
                        );
                    }
                }
            }
        }
    }

    /// Puts a hostile text into every slot at once, takes out those that are refused, and compares the rest with the good ones.
    fn attack(&self, good: &[Option<String>], expected: &[String], live: &[bool], dice: &mut Dice) {
        let payloads: Vec<String> = (0..self.slots.len()).map(|number| self.payload(number, dice)).collect();
        let mut texts: Vec<Option<String>> = payloads.iter().cloned().map(Some).collect();
        let manifests = loop {
            match self.attempt(&texts) {
                Outcome::Rendered(manifests) => break manifests,
                Outcome::Refused(errors) => {
                    for (number, problem) in &errors {
                        assert_names(&self.slots[*number], problem);
                        assert_ne!(texts[*number], good[*number], "refused as a good text: {problem:?}");
                    }
                    errors.iter().for_each(|(number, _)| texts[*number].clone_from(&good[*number]));
                }
            }
        };
        let keys: Vec<_> = self.slots.iter().enumerate().filter(|(_, slot)| slot.part == Part::Key).collect();
        let name = |key: &str| {
            let slot = keys.iter().find(|(number, _)| texts[*number].as_deref() == Some(key));
            slot.and_then(|(number, _)| good[*number].clone())
        };
        let found = skeleton::skeleton(&manifests, &name);
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!(found, expected, "a hostile text changed the structure");
        }
        assert_eq!(found.len(), expected.len(), "a hostile text changed the number of objects");
        let all = skeleton::texts(&manifests).join("\u{10fffe}");
        for (number, slot) in
            self.slots.iter().enumerate().filter(|(number, _)| texts[*number].as_ref() == Some(&payloads[*number]))
        {
            let text = expected_text(slot, &payloads[number]);
            assert!(
                all.contains(&text) || (!live[number] && !all.contains(&mark(number))),
                "`{}` took {:?} and it did not come back",
                slot.path(),
                payloads[number].chars().take(200).collect::<String>()
            );
        }
        skeleton::assert_reads_back(&manifests);
    }

    fn payload(&self, number: usize, dice: &mut Dice) -> String {
        let text = payload(dice, &mark(number));
        if self.slots[number].has_commas { text.replace(',', ";") } else { text }
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
    let wanted = number_of_payloads();
    let mut alive = BTreeSet::new();
    let mut all = BTreeSet::new();
    let mut fields = Vec::new();
    for (name, base) in BASES {
        for round in 0..4 {
            let field = Field::new(name, base, round);
            let good = field.good_texts();
            let Outcome::Rendered(manifests) = field.attempt(&good) else { panic!("{name} is refused") };
            let texts = skeleton::texts(&manifests).join("\u{10fffe}");
            let live: Vec<bool> = (0..field.slots.len()).map(|number| texts.contains(&mark(number))).collect();
            for (number, slot) in field.slots.iter().enumerate() {
                if good[number].as_ref().is_some_and(|text| text.contains(&mark(number))) {
                    all.insert(slot.path());
                    alive.extend(live[number].then(|| slot.path()));
                }
            }
            let expected = skeleton::skeleton(&manifests, &|_| None);
            fields.push((field, good, expected, live));
        }
    }
    // A medium that is used is one of three words.
    let dead: Vec<&String> = all.difference(&alive).filter(|path| !path.ends_with(".medium")).collect();
    assert_eq!(dead, Vec::<&String>::new(), "texts that reach no object in any set of values");
    let (mut tried, mut batch) = (0, 0);
    while tried < wanted {
        let (field, good, expected, live) = &fields[batch % fields.len()];
        batch += 1;
        field.attack(good, expected, live, &mut Dice::new(batch as u64));
        tried += field.slots.len();
    }
    println!("{tried} hostile texts in {} places, in {batch} runs", all.len());
}
