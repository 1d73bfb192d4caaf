//! Options reach Java as they are written (D-112): every text that becomes an option goes through the three steps of the
//! image's scripts, in a real bash. The places are found by walking the types, so that a new value is tried at once.
#![cfg(unix)]

#[path = "../injection/field.rs"]
mod field;
// What only the hostile texts need stays unread here.
#[allow(dead_code)]
#[path = "../injection/slots.rs"]
mod slots;

use alluxio_gen::manifest::Manifest;
use alluxio_gen::problem::{Severity, Stop};
use alluxio_gen::version;
use alluxio_gen::yaml::Tree;
use field::Field;
use slots::Part;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// What the image does: the entrypoint writes each known variable into a file, bash sources it, and a launcher passes
/// the options on without quotes. `PAST` is a container that does not pass the entrypoint, or a variable that it does
/// not know.
const SCRIPT: &str = r#"
name=$1
if [ "$2" != PAST ]; then
  printf 'export %s="%s"\n' "$name" "${!name}" > env.sh
  unset "$name"
  . ./env.sh || exit 1
fi
set -- ${!name}
printf '%s\n' "$@"
"#;

/// All at once, and one by one for places that refuse some of them. No blanks, which cannot be saved; what bash would
/// run leaves a file.
const TEXTS: [&str; 14] = [
    r#"$x$(>ran)`>ran`a"b'*#&{}[?]\d~;|<>()"#,
    "$x",
    "$(>ran)",
    "`>ran`",
    "\"",
    "'",
    r"a\d",
    "*",
    "#",
    "&",
    "{}",
    "${alluxio.work.dir}",
    "$",
    r"\${HOME}x",
];

/// The words that Java gets of an options variable.
fn arrives(name: &str, text: &str, past: bool, folder: &Path) -> Vec<String> {
    let mut command = Command::new("bash");
    command.args(["-c", SCRIPT, "bash", name, if past { "PAST" } else { "" }]);
    let output = command.env(name, text).env("x", "wrong").current_dir(folder).output().expect("bash starts");
    assert!(output.status.success(), "{text}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(!folder.join("ran").exists(), "{text}: it was run");
    String::from_utf8(output.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
}

/// The variables with options in them: name, text, and whether they go past the entrypoint.
fn options(manifests: &[Manifest]) -> Vec<(String, String, bool)> {
    let mut out = Vec::new();
    for manifest in manifests {
        let data = manifest.tree.get("data").and_then(Tree::as_map);
        for (name, text) in data.into_iter().flatten().filter(|(name, _)| name.ends_with("_JAVA_OPTS")) {
            out.push((name.clone(), text.as_str().unwrap_or("").to_owned(), false));
        }
        let Some(pod) = manifest.tree.at(&["spec", "template", "spec"]) else { continue };
        let containers = ["initContainers", "containers"].map(|key| pod.get(key).map_or(&[][..], Tree::items));
        for variable in
            containers.into_iter().flatten().flat_map(|container| container.get("env").map_or(&[][..], Tree::items))
        {
            let text = |key| variable.get(key).and_then(Tree::as_str);
            if let Some((name, value)) = text("name").filter(|name| name.ends_with("_JAVA_OPTS")).zip(text("value")) {
                // What Kubernetes does with the value of a variable, for names that there are not.
                out.push((name.to_owned(), value.replace("$$", "$"), true));
            }
        }
    }
    out
}

/// A `\`, that stands before what has a meaning, is the user's own escape.
fn as_java_has_it(text: &str) -> String {
    text.replace(r"\$", "$")
}

/// Renders with texts in some places at once. What is refused is taken out and told, until the rest is taken.
fn render(field: &Field, texts: &mut BTreeMap<usize, String>) -> (Vec<Manifest>, BTreeSet<usize>) {
    let mut refused = BTreeSet::new();
    loop {
        let mut run = field.begin();
        match field.render(texts.iter().map(|(number, text)| (*number, text.as_str())), &mut run) {
            Ok(manifests) => return (manifests, refused),
            Err(Stop) => {
                let errors = run.problems.iter().filter(|problem| problem.severity >= Severity::Error);
                let places = errors.filter_map(|problem| problem.place).filter(|place| place.source == field.hostile);
                let numbers: Vec<usize> = places.map(|place| place.line as usize - 1).collect();
                assert!(!numbers.is_empty(), "{}", run.problems.report(&run.sources));
                for number in numbers {
                    texts.remove(&number);
                    refused.insert(number);
                }
            }
        }
    }
}

/// The places whose texts become options, each with a text that is good there; `@` stands for the part that may be any.
fn live(field: &Field) -> BTreeMap<usize, &'static str> {
    let values = field.slots.iter().enumerate().filter(|(_, slot)| slot.part == Part::Value);
    let mut open: BTreeMap<usize, &[&str]> = values.map(|(number, slot)| (number, slot.good)).collect();
    let mut found = BTreeMap::new();
    while !open.is_empty() {
        let first = |(number, good): (&usize, &&[&'static str])| Some((*number, *good.first()?));
        let tried: BTreeMap<usize, &str> = open.iter().filter_map(first).collect();
        let mut texts =
            tried.iter().map(|(number, good)| (*number, good.replace('@', &format!("q{number}q")))).collect();
        let (manifests, refused) = render(field, &mut texts);
        let options = options(&manifests);
        let is_live = |number: &usize| options.iter().any(|(_, text, _)| text.contains(&format!("q{number}q")));
        found.extend(tried.iter().filter(|(number, _)| !refused.contains(number) && is_live(number)));
        open = open
            .into_iter()
            .filter(|(number, good)| refused.contains(number) && good.len() > 1)
            .map(|(number, good)| (number, &good[1..]))
            .collect();
    }
    found
}

#[test]
fn every_text_that_becomes_an_option_arrives() {
    let folder = tempfile::tempdir().expect("a folder");
    let base = include_str!("../injection/claims.yaml");
    // FUSE in the worker puts more of its values into options.
    let with_fuse =
        format!("{base}user: 0\ngroup: 0\nfsGroup: 0\n").replace("\nworker:\n", "\nworker:\n  fuseEnabled: true\n");
    let (mut reached, mut never) = (BTreeSet::new(), BTreeSet::new());
    for round in [0, 1] {
        let field = Field::new(&[&with_fuse], round, version::DEFAULT);
        // All at once; one text after the other only where that was refused.
        let mut waiting = live(&field);
        for text in TEXTS {
            // Marked on both sides, a text is whole or not there.
            let marked = |number: &usize| format!("q{number}q{text}q{number}w");
            let mut texts =
                waiting.iter().map(|(number, good)| (*number, good.replace('@', &marked(number)))).collect();
            let (manifests, refused) = render(&field, &mut texts);
            for (name, options, past) in options(&manifests) {
                // The log server's container has one of its own.
                if name == "ALLUXIO_LOGSERVER_JAVA_OPTS" && !past {
                    continue;
                }
                let words = arrives(&name, &options, past, folder.path());
                for number in texts.keys().filter(|number| options.contains(&format!("q{number}q"))) {
                    // Past the entrypoint nothing takes an escape away.
                    let expected = if past { marked(number) } else { as_java_has_it(&marked(number)) };
                    let path = field.slots[*number].path();
                    assert!(words.iter().any(|word| word.contains(&expected)), "`{path}`: {text} in {name}: {words:?}");
                    reached.insert(name.clone());
                }
            }
            if text == TEXTS[0] {
                waiting.retain(|number, _| refused.contains(number));
                never.extend(waiting.keys().map(|number| field.slots[*number].path()));
            }
            for number in texts.keys() {
                never.remove(&field.slots[*number].path());
            }
        }
    }
    let all = ["", "MASTER_", "JOB_MASTER_", "WORKER_", "JOB_WORKER_", "FUSE_", "LOGSERVER_"];
    let all: BTreeSet<String> = all.iter().map(|part| format!("ALLUXIO_{part}JAVA_OPTS")).collect();
    assert_eq!(reached, all, "options that were tried");
    // A name is a part of the journal's addresses, and none of these texts is one.
    assert!(never.iter().all(|path| path == "fullnameOverride"), "places that take none of the texts: {never:?}");
}

#[test]
fn a_backslash_at_the_end_and_what_the_user_escapes() {
    let folder = tempfile::tempdir().expect("a folder");
    for (text, expected) in [
        (r"-Dx=a\", r"-Dx=a\"),
        (r"-Dx=\$a\`b\`", "-Dx=$a`b`"),
        (r"-Dx=\\", r"-Dx=\"),
        ("-Dx=${x}", "-Dx=wrong"),
        ("-Dx={$hostname}", "-Dx={}"),
    ] {
        let escaped = alluxio_gen::facts::shell::escaped(text);
        assert_eq!(arrives("OPTS", &escaped, false, folder.path()), [expected], "{text}");
    }
}
