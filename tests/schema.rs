//! Holds `values/values.schema.json` against the types, and, with a validator, against every case and example.

use alluxio_gen::assets::Assets;
use alluxio_gen::cli::{Cli, Command, Inputs};
use alluxio_gen::model::read::Shape;
use alluxio_gen::problem::{Problem, Problems, Severity};
use alluxio_gen::source::{Layer, Sources};
use alluxio_gen::target::Target;
use alluxio_gen::version::Version;
use alluxio_gen::yaml::{Tree, emit, parse};
use alluxio_gen::{Run, check, cores, describe, load, model, schema, version};
use clap::Parser as _;
use jsonschema::Validator;
use serde_yaml::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn printed(version: &'static Version) -> String {
    let values = describe::values(version, &mut Problems::default()).expect("the built-in values are described");
    let mut text = String::new();
    emit::json(&schema::schema(&values, version), &mut text);
    text
}

#[test]
fn the_committed_schema_is_fresh() {
    for (version, file) in version::ALL.iter().zip(["values.schema.json", "2.9.schema.json"]) {
        let committed = fs::read_to_string(root().join("values").join(file)).unwrap_or_default();
        let name = version.name;
        assert!(committed == printed(version), "run `alluxio-gen schema --alluxio-version {name} > values/{file}`");
    }
}

fn validator() -> Validator {
    validator_of(version::DEFAULT)
}

fn validator_of(version: &'static Version) -> Validator {
    let schema = serde_yaml::from_str(&printed(version)).expect("JSON is YAML");
    jsonschema::meta::validate(&schema).expect("a schema of draft 2020-12");
    jsonschema::draft202012::new(&schema).expect("a schema")
}

/// What is wrong with merged values by the schema.
fn faults(validator: &Validator, values: &Tree) -> Vec<String> {
    let mut text = String::new();
    emit::json(values, &mut text);
    faults_in(validator, &text)
}

fn faults_in(validator: &Validator, json: &str) -> Vec<String> {
    let value = serde_json::from_str(json).expect("it is JSON");
    validator.iter_errors(&value).map(|fault| format!("{}: {fault}", fault.instance_path())).collect()
}

/// Merged values, and what reading and checking them says.
fn read(inputs: &Inputs, profile: Option<&str>) -> Option<(Tree, Run)> {
    let mut run = Run::default();
    let assets = Assets::default();
    let (node, version) = load(inputs, profile, &assets, &mut run).ok()?;
    let values = model::read(&node, version, None, &run.sources, &mut run.problems);
    let target = Target { release: "alluxio".to_owned(), namespace: None, kube_version: (1, 35), version };
    // Values of the wrong type have stand-ins, which no check should judge.
    if run.problems.worst() < Some(Severity::Error) {
        check::check(&values, &target, &mut run.problems);
    }
    Some((Tree::from(&node), run))
}

/// What the schema can see: types, choices, ranges of numbers, and keys that nobody knows.
fn is_plain_to_see(problem: &Problem) -> bool {
    let says = |words: &str| problem.message.contains(words);
    // Two values together, or the shape of a text, are for the checks.
    let of_checks = ["found null", "one line", "absolute path", "without spaces"];
    // Amounts that the API server refuses, and names that another property lists.
    let of_server = ["to 2147483647", "at most 100%", "of one page", "nvidia", ".alias`"];
    let is_subtle = of_checks.iter().chain(&of_server).any(|words| says(words));
    says("unknown value")
        || (problem.severity == Severity::Error && says(" must be ") && says(", found ") && !is_subtle)
}

#[test]
fn defaults_profiles_and_examples_pass() {
    let validator = validator();
    let mut inputs: Vec<(Inputs, Option<String>)> = vec![(Inputs::default(), None)];
    for (name, _) in Assets::default().profiles(&mut Problems::default()).expect("the profiles are built in") {
        inputs.push((Inputs::default(), Some(name)));
    }
    for entry in fs::read_dir(root().join("docs/examples")).expect("docs/examples is there") {
        let path = entry.expect("the entry can be read").path();
        if path.is_file() {
            inputs.push((Inputs { values: vec![path.display().to_string()], ..Inputs::default() }, None));
        }
    }
    assert!(inputs.len() > 6);
    for (inputs, profile) in inputs {
        let (tree, run) = read(&inputs, profile.as_deref()).expect("they can be loaded");
        assert_eq!("", run.problems.report(&run.sources), "{inputs:?}");
        assert_eq!(Vec::<String>::new(), faults(&validator, &tree), "{profile:?} {inputs:?}");
    }
}

/// The inputs of a case, with its files where they are. Cases of other commands and with other defaults have none.
fn inputs(folder: &Path, case: &Value) -> Option<(Inputs, Option<String>)> {
    let words = |key: &str| case.get(key).and_then(Value::as_sequence).into_iter().flatten().filter_map(Value::as_str);
    let command = words("command").next().unwrap_or("render");
    let mut inputs = match Cli::try_parse_from(["alluxio-gen", command].into_iter().chain(words("args"))).ok()?.command
    {
        Command::Render(args) => args.0.inputs,
        Command::Values(args) => args.0.inputs,
        _ => return None,
    };
    for file in &mut inputs.values {
        *file = folder.join(&*file).display().to_string();
    }
    let profile = inputs.profile.take();
    let is_default = inputs.from.is_none() && inputs.set_file.is_empty() && inputs.alluxio_version.is_none();
    is_default.then_some((inputs, profile))
}

#[test]
fn cases_pass_or_fail_as_they_are_read() {
    let validator = validator();
    let (mut good, mut bad, mut wrong) = (0, 0, Vec::new());
    for entry in fs::read_dir(root().join("tests/cases")).expect("tests/cases is there") {
        let folder = entry.expect("the entry can be read").path();
        let name = folder.display();
        let text = fs::read_to_string(folder.join("case.json")).expect("a case has its description");
        let case: Value = serde_yaml::from_str(&text).expect("JSON is YAML");
        let Some((inputs, profile)) = inputs(&folder, &case) else { continue };
        let Some((tree, run)) = read(&inputs, profile.as_deref()) else { continue };
        // The schema does not see that nothing uses a value, and refuses what the program only warns of.
        if folder.ends_with("d-121-not-in-use") || folder.ends_with("d-115-false-sets-nothing") {
            continue;
        }
        let faults = faults(&validator, &tree);
        let is_refused = case.get("expect").and_then(Value::as_str) == Some("error");
        let is_fine = !is_refused && run.problems.worst() < Some(Severity::Error);
        if run.problems.iter().any(is_plain_to_see) {
            bad += 1;
            if faults.is_empty() {
                wrong.push(format!("{name} passes: {}", run.problems.report(&run.sources)));
            }
        } else if is_fine && !run.problems.report(&run.sources).contains("it has no effect now") {
            // An editor shows what is wrong with values of something that is off, too.
            good += 1;
            if !faults.is_empty() {
                wrong.push(format!("{name} fails: {faults:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(good > 80 && bad > 25, "{good} good, {bad} bad");
}

/// All values, each as JSON with a hole for it: `{"journal": {"size": HOLE}}`.
fn holes(value: &describe::Value, outer: &str, out: &mut Vec<(String, bool)>) {
    out.push((outer.to_owned(), value.rule.is_some() || value.shape == Shape::Quantity));
    for (key, value) in &value.keys {
        holes(value, &outer.replace("HOLE", &format!("{{{key:?}: HOLE}}")), out);
    }
    if let Some(other) = &value.other {
        holes(other, &outer.replace("HOLE", "{\"example\": HOLE}"), out);
    }
    if let Some(item) = &value.item {
        holes(item, &outer.replace("HOLE", "[HOLE]"), out);
    }
}

/// What reading says of values: types, choices and unknown keys.
fn complaints(version: &'static Version, json: &str) -> String {
    let (mut sources, mut problems) = (Sources::default(), Problems::default());
    let source = sources.add(Layer::File, "values", json);
    let node = parse::documents(&sources, source, &mut problems).expect("JSON is YAML").pop().expect("a document");
    model::read(&node, version, None, &sources, &mut problems);
    problems
        .iter()
        .filter(|problem| !problem.message.contains("no effect"))
        .map(|p| format!("{}\n", p.message))
        .collect()
}

#[test]
fn every_value_of_a_wrong_type_fails_both_in_reading_and_by_the_schema() {
    cores::each(version::ALL.len(), None, |index| wrong_types_fail(&version::ALL[index]));
}

fn wrong_types_fail(version: &'static Version) {
    let validator = validator_of(version);
    let mut all = Vec::new();
    holes(&describe::values(version, &mut Problems::default()).expect("described"), "HOLE", &mut all);
    // Where null is refused, only the checks refuse it: it has a test of its own.
    let probes = ["true", "5", "1.5", "-5", "\"\"", "\"x y\"", "\"5\"", "\"TRUE\"", "\"4Gi\"", "\"25%\"", "[]"];
    let probes = probes.into_iter().chain([
        "{}",
        "[null]",
        "[\"x\"]",
        "[[1]]",
        "[5]",
        "{\"zz\": \"x\"}",
        "{\"zz\": {\"a\": 1}}",
    ]);
    let mut wrong = Vec::new();
    for probe in probes {
        for (hole, has_rule) in &all[1..] {
            let json = hole.replace("HOLE", probe);
            // What a credential refers to is told from the names of properties by reading alone.
            if json.contains("\"credentials\": {\"") {
                continue;
            }
            let (complaints, faults) = (complaints(version, &json), faults_in(&validator, &json));
            // Ranges and patterns are judged by the checks, not in reading.
            let is_ranged =
                *has_rule || faults.iter().any(|fault| fault.contains("does not match") || fault.contains("less than"));
            if complaints.is_empty() != faults.is_empty() && !(complaints.is_empty() && is_ranged) {
                wrong.push(format!("{json}\n  read: {complaints}\n  schema: {faults:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{} of {}", wrong.join("\n"), wrong.len(), all.len());
    assert!(all.len() > 400, "{}", all.len());
}

/// A validator of the schema that knows Alluxio's properties.
fn with_properties(version: &'static version::Version) -> Validator {
    let values = describe::values(version, &mut Problems::default()).expect("the built-in values are described");
    let mut text = String::new();
    emit::json(&schema::with_properties(schema::schema(&values, version), version), &mut text);
    let schema = serde_yaml::from_str(&text).expect("JSON is YAML");
    jsonschema::meta::validate(&schema).expect("a schema of draft 2020-12");
    jsonschema::draft202012::new(&schema).expect("a schema")
}

#[test]
fn properties_may_have_their_defaults_and_nothing_of_another_kind() {
    for version in &version::ALL {
        let validator = with_properties(version);
        let table = alluxio_gen::properties::table(version.name).expect("a known version");
        let mut pairs = serde_json::Map::new();
        for property in table.properties() {
            let default = property.default.text().unwrap_or("${VARIABLE}");
            pairs.insert(property.name.to_owned(), serde_json::Value::String(default.to_owned()));
        }
        pairs.insert("alluxio.of.our.own".to_owned(), "x".into());
        pairs.insert("alluxio.worker.tieredstore.level5.dirs.quota".to_owned(), "1GB".into());
        let all = serde_json::json!({ "properties": pairs, "worker": { "properties": pairs } }).to_string();
        assert_eq!(faults_in(&validator, &all), Vec::<String>::new());
        for (name, wrong) in [
            ("alluxio.user.file.readtype.default", "CACHE_TROUGH"),
            ("alluxio.debug", "yess"),
            ("alluxio.master.heartbeat.timeout", "1.5h"),
            ("alluxio.user.file.replication.max", "abc"),
            ("alluxio.user.file.buffer.bytes", "8MiB"),
            ("alluxio.user.network.rpc2.max.connections", "many"),
        ] {
            for section in ["properties", "worker"] {
                let pair = serde_json::json!({ name: wrong });
                let below = if section == "worker" { serde_json::json!({ "properties": pair }) } else { pair };
                let faults = faults_in(&validator, &serde_json::json!({ section: below }).to_string());
                assert_eq!(faults.len(), 1, "{name}: {faults:?}");
            }
        }
    }
}

/// What switches everything on, so that every value is used.
const EVERYTHING: &str = "fuse.enabled=true,logserver.enabled=true,metrics.enabled=true,csi.enabled=true,\
    csi.clientEnabled=true,metastore.volumeType=persistentVolumeClaim,journal.format.runFormat=true,master.count=3,\
    journal.type=EMBEDDED";

/// The paths of all values that are no sections.
fn leaves(before: &str, value: &describe::Value, out: &mut Vec<String>) {
    for (key, value) in &value.keys {
        let path = format!("{before}{}", key.replace('.', "\\."));
        match value.shape {
            Shape::Section(_) => leaves(&format!("{path}."), value, out),
            _ => out.push(path),
        }
    }
}

#[test]
fn null_is_offered_where_the_program_takes_it() {
    let mut refused = Vec::new();
    for (version, more) in version::ALL.iter().zip(["hub.enabled=true,fuse.clientEnabled=true", "proxy.enabled=true"]) {
        let validator = validator_of(version);
        let values = describe::values(version, &mut Problems::default()).expect("the built-in values are described");
        let mut paths = Vec::new();
        leaves("", &values, &mut paths);
        assert!(paths.len() > 200, "{}", paths.len());
        for path in paths {
            let set = [EVERYTHING, more, &format!("{path}=null")].map(str::to_owned).to_vec();
            let inputs = Inputs { set, alluxio_version: Some(version.name.to_owned()), ..Inputs::default() };
            // Null takes the default away, so that nothing is left for the schema of the merged values: it is asked alone.
            let keys = path.replace("\\.", "\0");
            let alone = keys
                .rsplit('.')
                .fold("null".to_owned(), |below, key| format!("{{{:?}: {below}}}", key.replace('\0', ".")));
            let Some((_, run)) = read(&inputs, None) else { panic!("{path} stops the run") };
            let is_refused = run.problems.worst() == Some(Severity::Error);
            let faults = faults_in(&validator, &alone);
            // Of 2.7 alone is an argument that has to be there; the schema says what holds for both.
            let is_of_one = version.name == "2.7" && path == "fuse.alluxioPath";
            assert_eq!(is_refused && !is_of_one, !faults.is_empty(), "{path} of {}: {faults:?}", version.name);
            refused.extend(is_refused.then_some(path));
        }
    }
    assert!(refused.len() > 80, "{refused:?}");
}
