//! `explain` on real questions, as text and as JSON, and on every value that there is.

use alluxio_gen::cores;
use alluxio_gen::describe::{self, Value};
use alluxio_gen::model::read::Shape;
use alluxio_gen::problem::Problems;
use insta::assert_snapshot;
use std::fs;
use std::process::{Command, Output};
use tempfile::TempDir;

const CONFIG: &str = "\
master:
  count: 3
journal:
  type: EMBEDDED
  size: 10Gi
worker:
  resources:
    limits:
      memory: 24G
properties:
  alluxio.user.file.writetype.default: CACHE_THROUGH
";

fn run(arguments: &[&str]) -> Output {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("config.yaml"), CONFIG).expect("a file");
    Command::new(env!("CARGO_BIN_EXE_alluxio-gen"))
        .args(arguments)
        .current_dir(folder.path())
        .env_remove("CLICOLOR_FORCE")
        .output()
        .expect("the binary runs")
}

fn explain(arguments: &[&str]) -> String {
    let output = run(&[&["explain"], arguments].concat());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text + &String::from_utf8(output.stderr).expect("UTF-8")
}

/// Without the lines of values.yaml, which move with its comments.
fn steady(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("built-in values, line ") {
        out.extend([before, "built-in values, line ..."]);
        rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    out + rest
}

#[test]
fn every_layer_that_sets_a_value_is_shown() {
    let text = explain(&["journal.size", "-f", "config.yaml", "--set", "journal.size=20Gi"]);
    assert_snapshot!(steady(&text));
}

#[test]
fn the_winner_may_be_a_profile() {
    assert_snapshot!(steady(&explain(&["journal.type", "--profile", "multiMaster-embeddedJournal", "-o", "json"])));
}

#[test]
fn losers_are_struck_out_on_a_terminal() {
    let output = Command::new(env!("CARGO_BIN_EXE_alluxio-gen"))
        .args(["explain", "journal.size", "--set", "journal.size=2Gi"])
        .env("CLICOLOR_FORCE", "1")
        .output()
        .expect("the binary runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains("\u{1b}[9m1Gi\u{1b}[0m") && text.contains("\u{1b}[1m2Gi\u{1b}[0m"), "{text}");
}

#[test]
fn a_component_that_is_off_is_switched_on_to_compare() {
    assert_snapshot!(steady(&explain(&["hub.agent.ports.rpc"])));
}

#[test]
fn a_property_of_ones_own_is_explained_by_its_section() {
    let path = r"properties.alluxio\.user\.file\.writetype\.default";
    assert_snapshot!(steady(&explain(&[path, "-f", "config.yaml"])));
}

#[test]
fn an_item_of_a_list_is_a_value_too() {
    assert_snapshot!(steady(&explain(&["tieredstore.levels[0].quota"])));
    assert_snapshot!(explain(&["mounts[0].path"]));
    // Required with one choice, of no use with the others.
    assert!(explain(&["tieredstore.levels[0].name"]).contains("tieredstore.levels[0].type=persistentVolumeClaim"));
}

#[test]
fn an_item_that_is_not_there_is_told_with_what_to_explain_instead() {
    assert_snapshot!(explain(&["tieredstore.levels[1].path"]));
    assert!(explain(&["mounts[3].path"]).contains("`mounts` has no items.\nExplain `mounts[0].path`, or"));
    assert!(explain(&["hostAliases[0].hostnames[9]"]).contains("`hostAliases[0].hostnames` has one item only."));
}

#[test]
fn an_item_may_be_one_of_several_choices() {
    assert!(
        explain(&["journal.accessModes[1]"]).contains("spec.volumeClaimTemplates[alluxio-journal].spec.accessModes[1]")
    );
}

#[test]
fn a_section_lists_its_keys_with_their_winners() {
    assert_snapshot!(steady(&explain(&["journal", "-f", "config.yaml", "--set", "journal.storageClass=fast"])));
}

#[test]
fn without_a_path_all_that_differs_is_listed() {
    let inputs = ["-f", "config.yaml", "--profile", "multiMaster-embeddedJournal", "--set", "worker=null"];
    assert_snapshot!(explain(&inputs));
    assert_snapshot!(explain(&["-f", "config.yaml", "-o", "json"]));
    assert_snapshot!(explain(&[]), @"No value differs from the default.");
}

#[test]
fn paths_that_lead_nowhere_are_refused() {
    let text: String = [
        "master.cuont",
        "runFormat",
        "image.x.y",
        "master.",
        "a[",
        "a=b",
        "worker.resources[0]",
        "journal.x",
        "tieredstore.levels.quota",
        "zzz",
    ]
    .iter()
    .map(|path| {
        assert_eq!(run(&["explain", path]).status.code(), Some(1), "{path}");
        explain(&[path]) + "\n"
    })
    .collect();
    assert_snapshot!(text);
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    for arguments in [&["--set", "a\u{1b}[31m.b\u{7}=\u{1b}c"][..], &["a\u{1b}x", "--set", "a\u{1b}x=\u{7}"]] {
        let text = explain(arguments);
        assert!(text.contains("--set") && !text.contains(['\u{1b}', '\u{7}']), "{text:?}");
    }
}

#[test]
fn values_that_are_refused_are_still_explained() {
    let text = explain(&["journal.size", "--set", "master.count=many"]);
    assert!(text.contains("these values are invalid") && text.contains("1Gi"), "{text}");
}

fn leaves(path: &str, value: &Value, out: &mut Vec<String>) {
    if !matches!(value.shape, Shape::Section(_)) {
        out.push(path.to_owned());
    }
    for (key, value) in value.keys.iter().filter(|_| matches!(value.shape, Shape::Section(_))) {
        let dot = if path.is_empty() { "" } else { "." };
        leaves(&format!("{path}{dot}{key}"), value, out);
    }
}

#[test]
fn every_value_reaches_something_or_is_known_not_to() {
    let all = describe::values(alluxio_gen::version::DEFAULT, &mut Problems::default()).expect("described");
    let mut paths = Vec::new();
    leaves("", &all, &mut paths);
    assert!(paths.len() > 250, "{}", paths.len());
    let nothing = cores::map(paths.len(), |index| {
        let path = &paths[index];
        explain(&[path]).contains("Used nowhere").then(|| format!("{path}\n"))
    });
    assert_snapshot!(nothing.into_iter().flatten().collect::<String>());
}

#[test]
fn values_say_on_each_line_where_it_comes_from() {
    let inputs = ["values", "--origins", "-f", "config.yaml", "--set", "user=0", "--set-string", "image=a/b"];
    let text = String::from_utf8(run(&inputs).stdout).expect("UTF-8");
    let own: String =
        text.lines().filter(|line| !line.contains("values.yaml")).map(|line| format!("{line}\n")).collect();
    let set: Vec<&str> = own.lines().filter(|line| line.contains(" # ")).collect();
    assert_snapshot!(set.join("\n"));
    let bare = String::from_utf8(run(&[&inputs[..1], &inputs[2..]].concat()).stdout).expect("UTF-8");
    let read = |text: &str| serde_yaml::from_str::<serde_yaml::Value>(text).expect("YAML");
    assert_eq!(read(&text), read(&bare), "comments change no value");
}

#[test]
fn values_warn_of_keys_that_nobody_knows() {
    let inputs = ["values", "-f", "config.yaml", "--set", "journal.sise=1Gi,worker.podAnnotations.team=a,zz.y=1"];
    let output = run(&inputs);
    assert_eq!(output.status.code(), Some(0));
    assert_snapshot!(String::from_utf8(output.stderr).expect("UTF-8"));
    assert!(String::from_utf8(output.stdout).expect("UTF-8").contains("  sise: 1Gi\n"));
    let strict = run(&[&inputs[..], &["--strict"]].concat());
    assert_eq!((strict.status.code(), strict.stdout.len()), (Some(1), 0));
}

#[test]
fn properties_are_explained_from_alluxios_own_table() {
    let report = explain(&["properties.alluxio.user.file.readtype.default"]);
    assert_eq!(report, explain(&["alluxio.user.file.readtype.default"]));
    assert_eq!(report, explain(&[r"properties.alluxio\.user\.file\.readtype\.default"]));
    assert_snapshot!(report);
    for (name, expected) in [
        ("alluxio.worker.data.port", "Removed in Alluxio 2.0.0; use `alluxio.worker.rpc.port`."),
        ("alluxio.worker.memory.size", "An alias of `alluxio.worker.ramdisk.size`"),
        ("alluxio.fuse.mount.point", "A property of Alluxio 2.8 and later; 2.7.2 does not have it."),
        ("alluxio.user.file.readtyp.default", "did you mean `alluxio.user.file.readtype.default`?"),
        ("alluxio.worker.tieredstore.level5.alias", "One of the properties `alluxio.worker.tieredstore.level*.alias`"),
        ("alluxio.worker.fuse.mount.point", "in 2.9   an old name of `alluxio.fuse.mount.point`"),
        ("alluxio.hub.cluster.id", "in 2.9   removed"),
        ("aws.secretKey", "a credential; its value is not shown"),
    ] {
        let report = explain(&[&format!("worker.properties.{name}")]);
        assert!(report.contains(expected), "{name}: {report}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&explain(&["properties.alluxio.user.file.readtype.default", "-o", "json"])).expect("JSON");
    assert_eq!(json["property"]["values"], serde_json::json!(["NO_CACHE", "CACHE", "CACHE_PROMOTE"]));
}

#[test]
fn names_of_properties_are_found_by_a_part() {
    let found = explain(&["--search", "ReadType"]);
    assert_eq!(
        found,
        "alluxio.user.file.readtype.default  enumeration, default CACHE
"
    );
    assert!(explain(&["--search", "memory.size"]).contains("= alluxio.worker.ramdisk.size"));
    let output = run(&["explain", "--search", "no such thing"]);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]));
    let json: serde_json::Value =
        serde_json::from_str(&explain(&["--search", "readtype", "-o", "json"])).expect("JSON");
    assert_eq!(json[0]["default"], "CACHE");
}
