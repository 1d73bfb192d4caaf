//! `diff` on the command line: what it reads, says, refuses, and with which code it ends.

#[path = "support/piped.rs"]
mod piped;

use alluxio_gen::cores;
use insta::assert_snapshot;
use proptest::prelude::{Strategy, any, prop, prop_oneof};
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const OLD: &str = "\
properties:
  alluxio.master.mount.table.root.ufs: s3://bucket/data
  alluxio.user.file.writetype.default: CACHE_THROUGH
  aws.secretKey: canary-old
worker: {resources: {limits: {memory: 4G}}}
";

const NEW: &str = "\
properties:
  alluxio.master.mount.table.root.ufs: s3://bucket/data
  aws.secretKey: canary-new
worker: {resources: {limits: {memory: 16G}}}
journal: {size: 20Gi}
fuse: {enabled: true}
";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    folder
}

/// Runs the program and gives its exit status, and what it prints on stdout, then on stderr.
fn run(folder: &Path, args: &[&str], input: &str) -> (Option<i32>, String) {
    let (code, out, errors) = outputs(folder, args, input);
    (code, out + &errors)
}

/// As [`run`], with stdout and stderr apart.
fn outputs(folder: &Path, args: &[&str], input: &str) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alluxio-gen"));
    let output = piped::output(command.args(args).current_dir(folder).env_remove("CLICOLOR_FORCE"), input);
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn diff(files: &[(&str, &str)], args: &[&str]) -> (Option<i32>, String) {
    run(folder(files).path(), &[&["diff"], args].concat(), "")
}

fn good(files: &[(&str, &str)], args: &[&str]) -> String {
    let (code, text) = diff(files, args);
    assert_eq!(code, Some(0), "{text}");
    text
}

const BOTH: [(&str, &str); 2] = [("old.yaml", OLD), ("new.yaml", NEW)];

#[test]
fn a_change_is_told_in_100_columns() {
    let text = good(&BOTH, &["old.yaml", "new.yaml", "-n", "alluxio"]);
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    assert_snapshot!("text", text);
}

#[test]
fn a_change_is_told_to_programs_and_in_pull_requests() {
    assert_snapshot!("json", good(&BOTH, &["old.yaml", "new.yaml", "-o", "json"]));
    assert_snapshot!("md", good(&BOTH, &["old.yaml", "new.yaml", "-o", "md"]));
}

#[test]
fn credentials_are_never_shown() {
    let rendered = |name: &str, text: &str| outputs(folder(&[(name, text)]).path(), &["render", "-f", name], "").1;
    let streams = [("old.yaml", rendered("a.yaml", OLD)), ("new.yaml", rendered("a.yaml", NEW))];
    let streams: Vec<(&str, &str)> = streams.iter().map(|(name, text)| (*name, text.as_str())).collect();
    for format in ["text", "json", "md"] {
        for files in [&BOTH[..], &streams, &[BOTH[0], streams[1]]] {
            let text = good(files, &["old.yaml", "new.yaml", "-o", format]);
            assert!(text.contains("aws.secretKey"), "{text}");
            assert!(!text.contains("canary"), "{text}");
        }
    }
}

#[test]
fn the_exit_status_is_1_where_it_is_asked_for() {
    for (args, expected) in [
        (&["old.yaml", "new.yaml"][..], 0),
        (&["old.yaml", "new.yaml", "--exit-code"], 1),
        (&["old.yaml", "old.yaml", "--exit-code"], 0),
        (&["old.yaml", "new.yaml", "--fail-on", "recreate"], 1),
        (&["old.yaml", "new.yaml", "--fail-on", "data"], 0),
        (&["old.yaml", "new.yaml", "--fail-on", "data,security"], 1),
        (&["old.yaml", "old.yaml", "--new-set", "worker.resources.limits.cpu=2", "--fail-on", "recreate"], 0),
        (&["old.yaml", "old.yaml", "--new-set", "worker.resources.limits.cpu=2", "--fail-on", "restart"], 1),
        (&["old.yaml"], 2),
        (&["old.yaml", "new.yaml", "--fail-on", "nothing"], 2),
    ] {
        let (code, text) = diff(&BOTH, args);
        assert_eq!(code, Some(expected), "{args:?}: {text}");
    }
}

#[test]
fn what_waits_for_a_restart_is_told_with_the_command() {
    let args =
        ["old.yaml", "old.yaml", "--new-set", r"worker.properties.alluxio\.worker\.tieredstore\.levels=2", "-n", "a"];
    let text = good(&BOTH, &args);
    assert!(text.contains("not restarted by this change: DaemonSet/alluxio-worker\n"), "{text}");
    assert!(text.contains("kubectl rollout restart -n a daemonset/alluxio-worker\n"), "{text}");
    assert!(!text.contains("statefulset/alluxio-master"), "no master reads it: {text}");
}

#[test]
fn consequences_for_data_are_marked() {
    let embedded = "journal: {type: EMBEDDED}\nmaster: {count: 3}\n";
    let in_pod = "journal: {volumeType: emptyDir}\n";
    let tiers = "tieredstore: {levels: [{level: 0, mediumtype: SSD, path: /ssd, type: hostPath, quota: 10G}]}\n";
    for (old, new, expected) in [
        ("{}", embedded, "the masters do not find their journal"),
        ("{}", "journal: {folder: /elsewhere}", "the journal stays in the old folder"),
        ("{}", "journal: {format: {runFormat: true}}", "(erased) whenever a master starts"),
        ("{}", in_pod, "existing claims keep the journal"),
        (
            in_pod,
            "{journal: {volumeType: emptyDir}, image: other/alluxio}",
            "in an emptyDir, which is deleted with the pod",
        ),
        (embedded, "{journal: {type: EMBEDDED}, master: {count: 5}}", "only one master at a time"),
        (
            "{}",
            r"properties: {alluxio.master.mount.table.root.ufs: 's3://x'}",
            "the root mount is another under storage",
        ),
        ("{}", tiers, "cached blocks are lost"),
        ("{}", "fullnameOverride: other", "a StatefulSet with another name gets new, empty ones"),
        ("{}", "imageTag: 2.9.4", "masters of 2.7 cannot read the journal"),
        (
            "logserver: {enabled: true}",
            "logserver: {enabled: true, volumeType: hostPath}",
            "logs that were collected stay behind",
        ),
    ] {
        let text = good(&[("old.yaml", old), ("new.yaml", new)], &["old.yaml", "new.yaml"]);
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(expected) && flat.contains("! data"), "{old} to {new}: {text}");
    }
    let bigger = good(
        &[("a.yaml", "{}")],
        &["a.yaml", "a.yaml", "--new-set", "journal.size=2Gi,worker.resources.limits.memory=9G"],
    );
    assert!(!bigger.contains("! data"), "{bigger}");
    let versions = ["a.yaml", "a.yaml", "--old-alluxio-version", "2.7", "--alluxio-version", "2.9"];
    let newer = good(&[("a.yaml", "{}")], &versions);
    assert!(newer.contains("masters of 2.7 cannot read the journal"), "{newer}");
    assert!(!newer.contains("cached blocks"), "1G and 1Gi are one size: {newer}");
}

#[test]
fn the_values_behind_a_change_stand_beside_it() {
    let files = [
        ("old.yaml", "{}"),
        ("new.yaml", "{image: a/b, imageTag: '1', worker: {hostNetwork: true}, journal: {size: 2Gi}}"),
    ];
    let text = good(&files, &["old.yaml", "new.yaml", "-o", "json"]);
    let report: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let mut found = Vec::new();
    for object in report["objects"].as_array().expect("objects") {
        for change in object["changes"].as_array().expect("changes") {
            found.push(format!("{} {} {}", object["name"], change["path"], change["values"]).replace('"', ""));
        }
    }
    found.sort();
    assert_snapshot!("values", found.join("\n"));
}

/// Everything on, without what only some nodes have.
const EVERYTHING: &str = include_str!("immutability/base.yaml");

#[test]
fn inputs_are_told_apart_by_what_is_in_them() {
    let folder = folder(&[("config.yaml", EVERYTHING), ("empty.yaml", "")]);
    let render = |args: &[&str]| {
        let (code, out, errors) = outputs(folder.path(), &[&["render", "-f", "config.yaml"], args].concat(), "");
        assert_eq!(code, Some(0), "{errors}");
        out
    };
    fs::write(folder.path().join("stream.yaml"), render(&[])).expect("written");
    fs::write(folder.path().join("list.json"), render(&["-o", "json"])).expect("written");
    render(&["--output-dir", "folder"]);
    fs::write(folder.path().join("folder/config.yaml"), "journal: {size: 9Gi}").expect("written");
    fs::write(
        folder.path().join("folder/kustomization.yaml"),
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n",
    )
    .expect("written");
    let sides = ["config.yaml", "stream.yaml", "list.json", "folder"];
    for old in sides {
        for new in sides {
            let (code, text) = run(folder.path(), &["diff", old, new], "");
            assert_eq!(code, Some(0), "{old} {new}: {text}");
            assert!(text.contains("No difference: 24 objects are the same"), "{old} {new}: {text}");
        }
    }
    let piped = fs::read_to_string(folder.path().join("list.json")).expect("there");
    assert!(run(folder.path(), &["diff", "-", "config.yaml"], &piped).1.contains("No difference"));
    assert!(run(folder.path(), &["diff", "empty.yaml", "/dev/null"], "").1.contains("No difference"));
}

#[test]
fn what_is_no_input_is_refused_with_its_place() {
    let object = |kind: &str, name: &str| format!("apiVersion: v1\nkind: {kind}\nmetadata: {{name: {name}}}\n");
    let twice = format!("{}---\n{}", object("Service", "alluxio"), object("Service", "alluxio"));
    let foreign = object("Service", "nginx");
    let mixed = format!("{}---\njournal: {{size: 1Gi}}\n", object("Service", "alluxio"));
    let files = [
        ("a.yaml", "{}"),
        ("twice.yaml", twice.as_str()),
        ("foreign.yaml", foreign.as_str()),
        ("mixed.yaml", mixed.as_str()),
        ("text.yaml", "some kind of text"),
        ("nameless.yaml", "apiVersion: v1\nkind: Service\nmetadata: {}\n"),
        ("broken.yaml", "kind: [\n"),
        ("wrong.yaml", "journal: {type: embedded}\n"),
        ("none/readme.txt", "x"),
    ];
    let folder = folder(&files);
    let mut all = String::new();
    for args in [
        &["twice.yaml", "a.yaml"][..],
        &["a.yaml", "foreign.yaml"],
        &["mixed.yaml", "a.yaml"],
        &["text.yaml", "a.yaml"],
        &["nameless.yaml", "a.yaml"],
        &["broken.yaml", "a.yaml"],
        &["a.yaml", "wrong.yaml"],
        &["none", "a.yaml"],
        &["missing.yaml", "a.yaml"],
        &["-", "a.yaml"],
        &["-", "-"],
        &["a.yaml", "a.yaml", "-f", "-", "-f", "-"],
        &["nameless.yaml", "nameless.yaml", "--set", "a=b"],
        &["https://example.org/a.yaml", "a.yaml"],
    ] {
        let (code, text) = run(folder.path(), &[&["diff"], args].concat(), "");
        assert!(matches!(code, Some(1 | 2)), "{args:?}: {code:?} {text}");
        all.push_str(&format!("$ diff {}\n{text}\n", args.join(" ")));
    }
    assert_snapshot!("refused", all);
}

#[test]
fn nobody_is_told_to_set_values_of_objects() {
    let stream = "apiVersion: v1\nkind: Service\nmetadata: {name: alluxio}\n";
    let (code, text) = diff(&[("a.yaml", stream)], &["a.yaml", "a.yaml", "--set", "x=y"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("flags that set values have no effect"), "{text}");
}

#[test]
fn a_fleet_tells_which_clusters_change_the_worst_first() {
    let cluster = |text: &str| format!("properties: {{alluxio.master.mount.table.root.ufs: 's3://b/x'}}\n{text}");
    let before = ["a", "b", "c", "d", "e"].map(|name| (format!("c/{name}.yaml"), cluster("")));
    let files: Vec<(&str, &str)> = before.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = folder(&files);
    let fleet = |args: &[&str]| outputs(folder.path(), &[&["fleet", "c", "--output-dir", "out"], args].concat(), "");
    assert_eq!(fleet(&[]).0, Some(0));
    assert_eq!(fleet(&["--diff"]).1, "0 of 5 clusters change\n");
    for (name, text) in [
        ("b", "worker: {resources: {limits: {memory: 32G}}}"),
        ("c", "journal: {size: 20Gi}"),
        ("d", "{journal: {type: EMBEDDED}, worker: {podAnnotations: {a: b}}}"),
        ("f", ""),
    ] {
        let path = folder.path().join(format!("c/{name}.yaml"));
        let text = if text.starts_with('{') { text.to_owned() } else { cluster(text) };
        fs::write(path, text).expect("written");
    }
    fs::remove_file(folder.path().join("c/e.yaml")).expect("removed");
    let (code, out, errors) = fleet(&["--diff"]);
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    assert_snapshot!("fleet", out);
    assert!(!folder.path().join("out/f").exists(), "nothing is written");
    fs::write(folder.path().join("c/f.yaml"), "journal: {type: wrong}").expect("written");
    let (code, out, errors) = fleet(&["--diff"]);
    assert_eq!(code, Some(1), "{errors}");
    assert!(out.contains("3 of 5 clusters change") && errors.contains("`journal.type` must be"), "{out}{errors}");
    assert_eq!(fleet(&["--diff", "--check"]).0, Some(2));
}

#[test]
fn the_flags_of_render_hold_for_both_sides() {
    let files = [("a.yaml", "{}"), ("b.yaml", "properties: {a: b}")];
    let text = good(&files, &["a.yaml", "b.yaml", "--config-checksum", "--label", "team=x"]);
    assert!(text.contains("StatefulSet/alluxio-master                        rolls its only pod"), "{text}");
    assert!(text.contains("this change also replaces the pods that read it"), "{text}");
    assert!(
        text.contains("alluxio-gen render -f b.yaml --label team=x --config-checksum | kubectl apply -f -\n"),
        "{text}"
    );
    let with_profile = good(&files, &["a.yaml", "a.yaml", "--old-profile", "multiMaster-embeddedJournal"]);
    assert!(with_profile.contains("scales from 3 to 1 pods"), "{with_profile}");
}

/// Tries something with so many random values, which are the same in every run.
fn all<S: Strategy>(count: u32, values: fn() -> S, test: impl Fn(S::Value) -> Result<(), TestCaseError> + Sync) {
    const PARTS: u32 = 10;
    cores::each(PARTS as usize, None, |part| {
        let rng_seed = RngSeed::Fixed(part as u64);
        let config = Config { cases: count / PARTS, rng_seed, failure_persistence: None, ..Config::default() };
        TestRunner::new(config).run(&values(), &test).unwrap_or_else(|error| panic!("{error}"));
    });
}

/// What could stand in an object, be it none.
fn trees() -> impl Strategy<Value = alluxio_gen::yaml::Tree> {
    use alluxio_gen::yaml::Tree;
    const KEYS: [&str; 24] = [
        "metadata",
        "labels",
        "name",
        "spec",
        "template",
        "containers",
        "env",
        "value",
        "volumes",
        "hostPath",
        "path",
        "data",
        "ALLUXIO_JAVA_OPTS",
        "resources",
        "limits",
        "cpu",
        "replicas",
        "securityContext",
        "image",
        "ports",
        "port",
        "annotations",
        "resourceVersion",
        "a.b/c\u{1b}",
    ];
    const TEXTS: [&str; 10] = [
        "",
        "a",
        "-Da=b -Xmx4g c",
        "-Daws.secretKey=canary",
        "4000m",
        "x:latest",
        "\u{1b}[31m\n",
        "/a/b",
        "0",
        "alluxio",
    ];
    let leaf = prop_oneof![
        prop::sample::select(&TEXTS[..]).prop_map(|text| Tree::Text(text.to_owned())),
        "[a-z/ü ]{0,150}".prop_map(Tree::Text),
        (0..5u8).prop_map(|number| Tree::Number(number.to_string())),
        any::<bool>().prop_map(Tree::Bool),
        prop::strategy::Just(Tree::Null),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        let key = prop::sample::select(&KEYS[..]).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Tree::List),
            prop::collection::vec((key, inner), 0..6).prop_map(|pairs| Tree::Map(pairs.into_iter().collect())),
        ]
    })
}

#[test]
fn any_two_objects_can_be_compared() {
    use alluxio_gen::diff::{self, Object, Side};
    use alluxio_gen::yaml::Tree;
    const KINDS: [&str; 8] =
        ["StatefulSet", "DaemonSet", "ConfigMap", "Secret", "Service", "Pod", "ClusterRole", "Other"];
    let text = |text: &str| Tree::Text(text.to_owned());
    let side = |kind: &str, tree: Tree| {
        let mut map = tree.as_map().cloned().unwrap_or_default();
        map.insert("kind".to_owned(), text(kind));
        map.entry("metadata".to_owned()).or_insert(Tree::Null);
        Side { objects: vec![Object { tree: Tree::Map(map), source: String::new(), place: None }], release: None }
    };
    all(
        500,
        || (prop::sample::select(&KINDS[..]), trees(), trees()),
        |(kind, old, new)| {
            // A name is shown as it is.
            let name = |tree: &Tree| tree.at(&["metadata", "name"]).and_then(Tree::as_str).unwrap_or("").to_owned();
            proptest::prop_assume!(![&old, &new].map(name).concat().contains("canary"));
            let (old, new) = (side(kind, old), side(kind, new));
            let report = diff::compare(&old, &new, None);
            let plain: String = anstream::adapter::strip_str(&diff::as_text(&report)).to_string();
            let widest = plain.lines().map(|line| line.chars().count()).max().unwrap_or(0);
            proptest::prop_assert!(widest <= 100 || plain.contains("kubectl"), "{}", plain);
            proptest::prop_assert!(!plain.contains(['\u{1b}', '\u{7}']), "{:?}", plain);
            let mut json = String::new();
            alluxio_gen::yaml::emit::json(&diff::as_json(&report), &mut json);
            for text in [plain, diff::as_markdown(&report), json] {
                proptest::prop_assert!(!text.contains("canary"), "{}", text);
            }
            proptest::prop_assert!(diff::compare(&old, &old, None).objects.is_empty());
            Ok(())
        },
    );
}

#[test]
fn the_examples_of_help_work() {
    let folder = folder(&BOTH);
    fs::rename(folder.path().join("new.yaml"), folder.path().join("config.yaml")).expect("renamed");
    let (_, help) = run(folder.path(), &["diff", "--help"], "");
    let examples: Vec<&str> = help
        .lines()
        .filter_map(|line| line.strip_prefix("  "))
        .filter(|line| line.contains("alluxio-gen diff "))
        .collect();
    assert_eq!(examples.len(), 4, "{help}");
    let live = outputs(folder.path(), &["render", "-f", "old.yaml", "-n", "ns", "-o", "json"], "").1;
    for example in examples {
        let (before, ours) = example.split_once("alluxio-gen diff ").expect("our part");
        let input = match before {
            "" => "",
            git if git.starts_with("git show") => OLD,
            _ => live.as_str(),
        };
        let args: Vec<&str> = std::iter::once("diff").chain(ours.split(' ')).collect();
        let (code, text) = run(folder.path(), &args, input);
        let expected = i32::from(example.contains("--fail-on"));
        assert_eq!(code, Some(expected), "{example}: {text}");
        assert!(text.contains("StatefulSet/alluxio-master"), "{example}: {text}");
    }
}

/// Values that render in any combination.
fn settings() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let flag = |path: &'static str| any::<bool>().prop_map(move |on| (path, on.to_string()));
    let one_of = |path: &'static str, all: &'static [&'static str]| {
        prop::sample::select(all).prop_map(move |one| (path, one.to_owned()))
    };
    let setting = prop_oneof![
        flag("fuse.enabled"),
        flag("fuse.clientEnabled"),
        flag("csi.enabled"),
        flag("csi.clientEnabled"),
        flag("hub.enabled"),
        flag("logserver.enabled"),
        flag("metrics.enabled"),
        flag("metrics.ConsoleSink.enabled"),
        flag("worker.hostNetwork"),
        flag("master.hostNetwork"),
        flag("shortCircuit.enabled"),
        flag("journal.format.runFormat"),
        one_of("shortCircuit.volumeType", &["persistentVolumeClaim", "hostPath"]),
        one_of("logserver.volumeType", &["persistentVolumeClaim", "hostPath", "emptyDir"]),
        one_of("journal.volumeType", &["persistentVolumeClaim", "emptyDir"]),
        one_of("journal.size", &["1Gi", "2G", "5000Mi"]),
        one_of("metastore.volumeType", &["persistentVolumeClaim", "emptyDir"]),
        one_of("worker.resources.limits.memory", &["4G", "4Gi", "6000M"]),
        one_of("worker.resources.limits.cpu", &["4", "4000m", "4.5"]),
        one_of("jvmOptions[0]", &["-Xmx4g", "-XX:+UseG1GC", "-Da=b -Dc=d"]),
        one_of("imageTag", &["latest", "2.7.2", "x"]),
        one_of("properties.a", &["", "b", "a=b c", "-Dx"]),
        "[a-z]{1,8}".prop_map(|text| ("master.env.KEY", text)),
        "[a-z]{1,8}".prop_map(|text| ("nodeSelector.pool", text)),
    ];
    prop::collection::vec(setting, 0..12)
}

/// A side as it comes back from the text that `render` prints.
fn printed(side: &alluxio_gen::diff::Side) -> alluxio_gen::diff::Side {
    use alluxio_gen::yaml::{Tree, emit, parse};
    let (mut run, mut read) = (alluxio_gen::Run::default(), side.clone());
    for object in &mut read.objects {
        let mut text = String::new();
        emit::yaml(&object.tree, &mut text);
        let source = run.sources.add(alluxio_gen::source::Layer::File, "printed", text);
        let nodes = parse::documents(&run.sources, source, &mut run.problems).expect("it can be read");
        object.tree = Tree::from(&nodes[0]);
    }
    read
}

#[test]
fn nothing_differs_from_itself() {
    use alluxio_gen::assets::Assets;
    use alluxio_gen::cli::{Inputs, Target as Arguments};
    use alluxio_gen::diff::{self, Maker};
    use alluxio_gen::render::Renderer;
    use alluxio_gen::{Run, target::Target};
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    let assets = Assets::default();
    let renderer = Renderer::new(&assets, &mut Run::default().problems).expect("templates");
    let maker = Maker { assets: &assets, renderer: &renderer };
    let rendered = AtomicUsize::new(0);
    all(1_000, settings, |settings| {
        let mut run = Run::default();
        let set: Vec<String> = settings.iter().map(|(path, value)| format!("{path}={value}")).collect();
        let inputs = Inputs { set, ..Inputs::default() };
        let arguments = Arguments { name: "alluxio".to_owned(), namespace: None, kube_version: None };
        let target = Target::new(&arguments, &mut run.problems);
        // What is refused cannot be compared.
        if let Ok(made) = maker.make(("x", "{}"), &inputs, &target, &mut run) {
            rendered.fetch_add(1, Relaxed);
            let report = diff::compare(&made.side, &printed(&made.side), None);
            proptest::prop_assert!(report.objects.is_empty(), "{:?}", report.objects);
        }
        Ok(())
    });
    let rendered = rendered.into_inner();
    assert!(rendered > 600, "only {rendered} of 1000 render");
}
