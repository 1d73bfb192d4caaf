//! `images` against the rendered objects: it lists what they name, no more and no less, whatever is switched on.

use alluxio_gen::cores;
use serde_yaml::Value;
use std::collections::BTreeSet;
use std::process::{Command, Stdio};

fn run(args: &[String]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_alluxio-gen")).args(args).stdin(Stdio::null()).output().expect("it runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}\n{errors}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Every text under a key `image`, wherever it stands, also in the texts of ConfigMaps.
fn images_in(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Mapping(map) => {
            for (key, value) in map {
                if let (Some("image"), Some(image)) = (key.as_str(), value.as_str()) {
                    found.insert(image.to_owned());
                }
                images_in(value, found);
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| images_in(item, found)),
        Value::String(text) if text.contains("image:") && text.contains('\n') => {
            serde_yaml::from_str(text).iter().for_each(|value| images_in(value, found));
        }
        _ => {}
    }
}

fn rendered(args: &[String]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let text = run(&[&["render".to_owned()], args].concat());
    for document in serde_yaml::Deserializer::from_str(&text) {
        images_in(&serde::Deserialize::deserialize(document).expect("YAML"), &mut found);
    }
    found
}

/// Numbers that look random and are the same in every run (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

const SWITCHES: [&str; 10] = [
    "fuse.enabled=true",
    "fuse.clientEnabled=true",
    "csi.enabled=true",
    "csi.clientEnabled=true",
    "logserver.enabled=true",
    "hub.enabled=true",
    "journal.format.runFormat=true",
    "master.enabled=false",
    "worker.enabled=false",
    "metrics.enabled=true",
];

const NAMES: [&str; 8] = [
    "image=quay.io/me/alluxio",
    "imageTag=2.7.2@sha256:00",
    "fuse.image=node:5000/fuse",
    "fuse.imageTag=2.7.4",
    "fuse.client.image=alpine",
    "csi.client.image=nginx:1.27",
    "csi.controllerPlugin.provisioner.image=k8s.gcr.io/x/p:1",
    "imagePullPolicy=Always",
];

const MIRRORS: [&[&str]; 4] = [
    &[],
    &["--image-registry", "mirror.local/hub"],
    &["--set-json", r#"images.rewrite={"docker.io/":"m.local/d","k8s.gcr.io":"registry.k8s.io"}"#],
    &["--image-registry", "m.local:5000", "--set-json", r#"images.rewrite={"docker.io/alluxio/":"m.local/d/"}"#],
];

fn arguments(dice: &mut Dice) -> Vec<String> {
    let profiles = ["singleMaster-localJournal", "singleMaster-hdfsJournal", "multiMaster-embeddedJournal"];
    let mut args = vec!["--profile".to_owned(), profiles[dice.below(3) as usize].to_owned()];
    for set in SWITCHES.iter().chain(&NAMES) {
        if dice.below(3) == 0 {
            args.extend(["--set".to_owned(), (*set).to_owned()]);
        }
    }
    args.extend(MIRRORS[dice.below(4) as usize].iter().map(|arg| (*arg).to_owned()));
    args
}

#[test]
fn the_images_are_those_of_the_objects() {
    let mut dice = Dice(13);
    let all: Vec<_> = (0..300).map(|_| arguments(&mut dice)).collect();
    cores::each(all.len(), None, |index| check(&all[index]));
    assert!(all.iter().filter(|args| has_registry(args)).count() > 100);
}

fn has_registry(args: &[String]) -> bool {
    args.iter().any(|arg| arg == "--image-registry")
}

fn check(args: &[String]) {
    let listed = run(&[&["images".to_owned()], args].concat());
    let lines: Vec<&str> = listed.lines().collect();
    assert!(lines.is_sorted() && lines.iter().all(|line| !line.is_empty()), "{args:?}\n{listed}");
    let listed: BTreeSet<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    assert_eq!(lines.len(), listed.len(), "one of them twice: {args:?}");
    assert_eq!(listed, rendered(args), "{args:?}");
    // With a registry for all, nothing is pulled from anywhere else.
    let is_ours = |image: &&String| image.starts_with("mirror.local/") || image.starts_with("m.local");
    let elsewhere: Vec<_> = listed.iter().filter(|image| !is_ours(image)).collect();
    assert!(elsewhere.is_empty() || !has_registry(args), "{elsewhere:?} with {args:?}");
}

#[test]
fn all_of_them_are_more_than_any() {
    let all = run(&["images".to_owned(), "--all".to_owned()]);
    let mut dice = Dice(7);
    for _ in 0..20 {
        let mut args = vec!["images".to_owned()];
        for set in SWITCHES.iter().filter(|_| dice.below(2) == 0) {
            args.extend(["--set".to_owned(), (*set).to_owned()]);
        }
        for image in run(&args).lines() {
            assert!(all.lines().any(|line| line == image), "{image} is not among\n{all}");
        }
    }
    assert_eq!(all.lines().count(), 5, "{all}");
}

#[test]
fn all_of_a_version_are_those_that_it_has() {
    let containers = |version: &str| {
        let table = run(&["images", "--all", "-o", "table", "--alluxio-version", version].map(str::to_owned));
        ["alluxio-hub", "alluxio-fuse-client", "alluxio-proxy"].map(|name| table.contains(name))
    };
    assert_eq!(containers("2.7"), [true, true, false]);
    assert_eq!(containers("2.9"), [false, false, true]);
}

#[test]
fn every_container_of_the_built_in_templates_has_values_that_choose_its_image() {
    let text = run(&["images", "--all", "-o", "json"].map(str::to_owned));
    let images: Value = serde_yaml::from_str(&text).expect("JSON");
    let containers = images.as_sequence().into_iter().flatten().flat_map(|image| image["containers"].as_sequence());
    let mut number = 0;
    for container in containers.flatten() {
        number += 1;
        assert!(container["setBy"].as_sequence().is_some_and(|paths| !paths.is_empty()), "{container:?}");
    }
    assert!(number > 12, "{number}");
}

#[test]
fn pairs_have_the_name_of_today_and_the_new_one() {
    let pairs = |args: &str| run(&format!("images -o pairs {args}").split(' ').map(str::to_owned).collect::<Vec<_>>());
    for line in pairs("--all --image-registry m.local/x").lines() {
        let (old, new) = line.split_once(' ').expect("two names");
        assert!(new.starts_with("m.local/x/") && !old.starts_with("m.local"), "{line}");
        assert_eq!(old.rsplit('/').next(), new.rsplit('/').next(), "{line}");
    }
    assert_eq!(pairs("-n default"), "alluxio/alluxio:2.7.2 alluxio/alluxio:2.7.2\n");
}
