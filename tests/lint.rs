//! The rules of `lint`: their cases, their list, their formats, and that defaults and the page's examples pass.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use alluxio_gen::cores;
use alluxio_gen::lint::{Rule, docs, rules};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Exit code, standard output and standard error of a run in a folder.
fn run_in(folder: &str, args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_alluxio-gen"))
        .args(args)
        .current_dir(root().join(folder))
        .env_remove("GITHUB_WORKSPACE")
        .env_remove("CI_PROJECT_DIR")
        .output()
        .expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("an exit code"), text(&output.stdout), text(&output.stderr))
}

/// The findings of a run of `lint -o json`: code (empty for none) and severity.
fn found(folder: &str, args: &[&str]) -> Vec<(String, String)> {
    let (_, out, err) = run_in(folder, &[&["lint", "-o", "json"], args].concat());
    let findings: serde_yaml::Value = serde_yaml::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}"));
    let text = |value: &serde_yaml::Value| value.as_str().unwrap_or_default().to_owned();
    let list = findings.as_sequence().expect("a list");
    list.iter().map(|finding| (text(&finding["code"]), text(&finding["severity"]))).collect()
}

/// What the command line of a rule's cases has beside the file, for what no file can say: the words of `arguments` in all
/// cases, those of `bad-arguments` and `good-arguments` in one of the two.
fn arguments(code: &str, file: &str) -> String {
    fs::read_to_string(root().join("tests/lint").join(code).join(file)).unwrap_or_default()
}

fn has(found: &[(String, String)], code: &str) -> bool {
    found.iter().any(|(other, _)| other == code)
}

fn folders(path: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(path)).expect("the folder is there");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn every_rule_has_its_two_cases_and_its_fix() {
    let codes: BTreeSet<String> = rules().map(|rule| rule.code.to_owned()).collect();
    assert_eq!(codes, folders("tests/lint"), "rules and folders of tests/lint");
    let all: Vec<_> = rules().collect();
    cores::each(all.len(), None, |index| assert_cases_and_fix(all[index]));
}

fn assert_cases_and_fix(rule: &Rule) {
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = format!("tests/lint/{}", rule.code);
    let with = |args: &[&str], file: &str| {
        let more = arguments(rule.code, "arguments") + &arguments(rule.code, file);
        found(&folder, &args.iter().copied().chain(more.split_whitespace()).collect::<Vec<_>>())
    };
    let bad = |args: &[&str]| with(args, "bad-arguments");
    let found = |args: &[&str]| with(args, "good-arguments");
    assert!(has(&bad(&["-f", "bad.yaml"]), rule.code), "{} misses its bad case", rule.code);
    assert!(!has(&found(&["-f", "good.yaml"]), rule.code), "{} finds its good case", rule.code);
    let fix = temporary.path().join("fix.yaml");
    fs::write(&fix, rule.fix).expect("the fix is written");
    let fix = fix.to_str().expect("a path");
    // What cannot be read, or is misspelt, or stands twice, cannot be taken back by a second file: there the fix stands alone.
    let fixed = match rule.code {
        "AXG301" | "AXG307" | "AXG901" | "AXG907" => found(&["-f", fix]),
        _ => found(&["-f", "bad.yaml", "-f", fix]),
    };
    assert!(!has(&fixed, rule.code), "the fix of {} does not silence it", rule.code);
    let refused: Vec<_> =
        fixed.iter().filter(|(code, severity)| code.starts_with("AXG9") && severity == "error").collect();
    assert!(refused.is_empty(), "the fix of {} is refused: {refused:?}", rule.code);
}

#[test]
fn findings_have_the_severity_of_their_rule_and_the_words_of_the_snapshot() {
    let all: Vec<_> = rules().collect();
    let report = cores::map(all.len(), |index| {
        let rule = all[index];
        let more = arguments(rule.code, "arguments") + &arguments(rule.code, "bad-arguments");
        let args: Vec<&str> = ["lint", "-f", "bad.yaml"].into_iter().chain(more.split_whitespace()).collect();
        let (_, out, _) = run_in(&format!("tests/lint/{}", rule.code), &args);
        let own = out.split("\n\n").filter(|part| part.contains(&format!("[{}]: ", rule.code)));
        own.map(|part| format!("{}\n\n", part.trim_end())).collect::<String>()
    });
    insta::assert_snapshot!("findings", report.concat());
}

#[test]
fn codes_are_in_order_and_never_twice() {
    let codes: Vec<&str> = rules().map(|rule| rule.code).collect();
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
    for rule in rules() {
        let number = rule.code.strip_prefix("AXG").expect("a prefix");
        assert!(number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()), "{}", rule.code);
        assert!(!rule.why.ends_with('.') && !rule.title.ends_with('.') && !rule.see.is_empty(), "{}", rule.code);
    }
}

#[test]
fn untouched_defaults_give_advice_at_most() {
    let found = found("tests", &[]);
    assert!(found.iter().all(|(_, severity)| severity == "advice"), "{found:?}");
    let (code, _, _) = run_in("tests", &["lint", "--strict"]);
    assert_eq!(code, 0);
    let (code, _, err) = run_in("tests", &["render", "--strict"]);
    assert_eq!((code, err.as_str()), (0, ""));
}

#[test]
fn examples_of_the_documentation_give_advice_at_most() {
    for file in folders("docs/examples").into_iter().filter(|name| name.ends_with(".yaml")) {
        let found = found("docs/examples", &["-f", &file, "-n", "alluxio"]);
        assert!(found.iter().all(|(_, severity)| severity == "advice"), "{file}: {found:?}");
    }
}

#[test]
fn strict_refuses_warnings_and_allow_silences_them() {
    let folder = "tests/lint/AXG101";
    let args = |rest: &[&'static str]| [&["-f", "bad.yaml"], rest].concat();
    for command in ["lint", "render"] {
        let run = |rest: &[&'static str]| run_in(folder, &[&[command], &args(rest)[..]].concat());
        assert_eq!(run(&[]).0, 0, "{command}");
        let (code, out, err) = run(&["--strict"]);
        let place = if command == "lint" { &out } else { &err };
        assert_eq!(code, 1, "{command}");
        assert!(place.contains("error[AXG101]: the journal is on an emptyDir"), "{place}");
        assert_eq!(run(&["--strict", "--allow", "axg101"]).0, 0, "{command}");
        let (code, out, err) = run(&["--allow", "AXG110,AXG999,AXG-101"]);
        assert_eq!((code, out.as_str()), (2, ""), "{command}");
        assert!(err.contains("`--allow` has the unknown rule `AXG999`\n = help: `alluxio-gen lint --list`"), "{err}");
        assert!(err.contains("unknown rule `AXG-101`") && err.contains("did you mean `AXG101`?"), "{err}");
    }
    let (_, _, err) = run_in(folder, &["render", "-f", "bad.yaml"]);
    assert!(err.contains("warning[AXG101]"), "{err}");
}

#[test]
fn generate_warns_and_refuses_as_render_does() {
    let temporary = tempfile::tempdir().expect("a folder");
    let config = temporary.path().join("values.yaml");
    fs::write(&config, "journal: {volumeType: emptyDir}\n").expect("written");
    let folder = temporary.path().to_str().expect("a path");
    let config = config.to_str().expect("a path");
    let args = ["generate", "single-ufs", "local", "--output-dir", folder, "-f", config];
    let (code, _, err) = run_in("tests", &[&args[..], &["--strict"]].concat());
    assert!(code == 1 && err.contains("error[AXG101]"), "{err}");
    assert!(!temporary.path().join("singleMaster-localJournal").exists());
    assert_eq!(run_in("tests", &[&args[..], &["--strict", "--allow", "AXG101"]].concat()).0, 0);
    let (code, _, err) = run_in("tests", &args);
    assert!(code == 0 && err.contains("warning[AXG101]"), "{err}");
}

#[test]
fn a_comment_allows_a_rule_for_its_line_alone() {
    let temporary = tempfile::tempdir().expect("a folder");
    let file = temporary.path().join("values.yaml");
    let lint = |text: &str| {
        fs::write(&file, text).expect("written");
        found("tests", &["-f", file.to_str().expect("a path")])
    };
    let own = "journal:\n  volumeType: emptyDir # alluxio-gen: allow AXG101 because it is a test\n";
    assert!(!has(&lint(own), "AXG101"));
    let above = "journal:\n  # alluxio-gen: allow AXG103, AXG101 because\n  # it is a test\n  volumeType: emptyDir\n";
    assert!(!has(&lint(above), "AXG101"));
    for other in [
        "journal:\n  volumeType: emptyDir # alluxio-gen: allow AXG103\n",
        "journal: # alluxio-gen: allow AXG101\n  volumeType: emptyDir\n",
        "journal:\n  # alluxio-gen: allow AXG101\n  size: 1Gi\n  volumeType: emptyDir\n",
    ] {
        assert!(has(&lint(other), "AXG101"), "{other}");
    }
    assert!(!has(&lint("properties: # alluxio-gen: allow AXG001 for tests\n  alluxio.debug: true\n"), "AXG001"));
    // An unknown value comes under a rule too, and wrong comments are told.
    assert!(!has(&lint("wroker: {} # alluxio-gen: allow AXG301\n"), "AXG301"));
    let wrong = lint("journal: {} # alluxio-gen: allow AXG110x because\n");
    assert!(wrong.contains(&("AXG907".to_owned(), "warning".to_owned())), "{wrong:?}");
}

#[test]
fn formats_keep_their_shape() {
    let folder = "tests/lint/AXG501";
    for format in ["text", "json", "sarif", "github"] {
        let (code, out, err) = run_in(folder, &["lint", "-f", "bad.yaml", "--set", "journal.size=1Mi", "-o", format]);
        assert_eq!((code, err.as_str()), (1, ""), "{format}");
        let out = out.replace(env!("CARGO_PKG_VERSION"), "VERSION");
        // The rules stand in docs/lint.md too.
        let shown = if format == "sarif" { without_rules(&out) } else { out };
        insta::assert_snapshot!(format!("format-{format}"), shown);
    }
}

fn without_rules(sarif: &str) -> String {
    let start = sarif.find("\"rules\": [").expect("rules");
    let end = sarif.find("\"columnKind\"").expect("the end of the tool");
    // Where a rule stands in the list changes with every new one.
    let rest = sarif[end..].split_inclusive('\n').filter(|line| !line.contains("\"ruleIndex\""));
    format!("{}\"rules\": ...\n      {}", &sarif[..start], rest.collect::<String>())
}

#[test]
fn sarif_has_the_required_structure() {
    let (_, out, _) = run_in("tests/lint/AXG306", &["lint", "-f", "bad.yaml", "-o", "sarif", "--set", "bad=1"]);
    let log: serde_yaml::Value = serde_yaml::from_str(&out).expect("JSON");
    assert_eq!(log["version"].as_str(), Some("2.1.0"));
    let runs = log["runs"].as_sequence().expect("runs");
    assert_eq!(runs.len(), 1);
    let driver = &runs[0]["tool"]["driver"];
    assert_eq!(driver["name"].as_str(), Some("alluxio-gen"));
    let listed: Vec<&str> =
        driver["rules"].as_sequence().expect("rules").iter().map(|rule| rule["id"].as_str().expect("an id")).collect();
    assert_eq!(listed, rules().map(|rule| rule.code).collect::<Vec<_>>());
    let results = runs[0]["results"].as_sequence().expect("results");
    assert!(results.len() >= 2);
    for result in results {
        assert!(["note", "warning", "error"].contains(&result["level"].as_str().expect("a level")));
        assert!(!result["message"]["text"].as_str().expect("a message").is_empty());
        if let Some(id) = result["ruleId"].as_str() {
            let index = result["ruleIndex"].as_u64().expect("an index") as usize;
            assert_eq!(listed.get(index), Some(&id));
        }
        assert!(!result["locations"].as_sequence().expect("locations").is_empty());
        for location in result["locations"].as_sequence().expect("locations") {
            let physical = &location["physicalLocation"];
            assert_eq!(physical["artifactLocation"]["uri"].as_str(), Some("bad.yaml"));
            let region = &physical["region"];
            let number = |key: &str| region[key].as_u64().unwrap_or(0);
            assert!(number("startLine") > 0 && number("startColumn") > 0);
            assert!(number("endColumn") > number("startColumn"));
        }
    }
}

#[test]
fn what_cannot_be_read_is_reported_in_every_format() {
    let temporary = tempfile::tempdir().expect("a folder");
    let file = temporary.path().join("values.yaml");
    fs::write(&file, "master:\n  count: [\n").expect("written");
    let file = file.to_str().expect("a path");
    for (format, sign) in
        [("json", "\"line\": "), ("sarif", "\"startLine\": "), ("github", "::error file="), ("text", "error[AXG901]: ")]
    {
        let (code, out, _) = run_in("tests", &["lint", "-f", file, "-o", format]);
        assert!(code == 1 && out.contains(sign), "{format}: {out}");
    }
}

#[test]
fn names_of_properties_are_looked_at_wherever_they_stand() {
    for settings in [
        "csi.enabled=true,csi.javaOptions=-Xmx1g -Dalluxio.usr.metadata.cache.enabled=true",
        "jvmOptions=-Dalluxio.usr.metadata.cache.enabled=true",
        "worker.jvmOptions={-Dalluxio.usr.metadata.cache.enabled=true}",
        "fuse.properties.alluxio\\.usr\\.metadata\\.cache\\.enabled=true",
    ] {
        let (_, out, _) = run_in("tests", &["lint", "--set", settings]);
        assert!(out.contains("warning[AXG202]: `alluxio.usr.metadata.cache.enabled`"), "{settings}: {out}");
        assert!(out.contains("alluxio.user.metadata.cache.enabled"), "{settings}: {out}");
    }
}

#[test]
fn rules_say_why_a_value_is_refused() {
    let temporary = tempfile::tempdir().expect("a folder");
    let file = temporary.path().join("values.yaml");
    fs::write(&file, "worker:\n  env:\n    0x10: a\n").expect("written");
    let (code, out, _) = run_in("tests", &["lint", "--kube-version", "1.31", "-f", file.to_str().expect("a path")]);
    assert!(code == 1 && out.contains("error[AXG903]: `worker.env` has a variable named \"16\""), "{out}");
    assert!(out.contains("warning[AXG305]: the key `0x10` without quotes becomes `16`"), "{out}");
}

/// The examples of the page, and how often each rule finds something in them.
fn page() -> (usize, BTreeMap<String, (String, usize)>) {
    let examples: Vec<String> = folders("tests/cases").into_iter().filter(|name| name.starts_with("page-")).collect();
    let mut counts: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for name in &examples {
        for (code, severity) in found(&format!("tests/cases/{name}"), &["-f", "values.yaml"]) {
            assert_ne!(severity, "error", "{name} works, and {code} is an error");
            counts.entry(code).or_insert((severity, 0)).1 += 1;
        }
    }
    (examples.len(), counts)
}

#[test]
fn the_documentation_is_fresh() {
    let (examples, counts) = page();
    let mut expected = docs::markdown();
    expected.push_str(&format!(
        "\n## Findings on the page's examples\n\nThe {examples} examples of \"Deploy Alluxio on Kubernetes\" \
         (tests/cases/page-*), none with an error:\n\n| rule | severity | findings |\n|---|---|---|\n"
    ));
    for (code, (severity, count)) in counts {
        let code = if code.is_empty() { "no rule" } else { &code };
        expected.push_str(&format!("| {code} | {severity} | {count} |\n"));
    }
    let file = root().join("docs/lint.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&file, &expected).expect("docs/lint.md is written");
    }
    let text = fs::read_to_string(&file).unwrap_or_default();
    assert!(text == expected, "docs/lint.md is stale: UPDATE_DOCS=1 cargo test --test lint");
}

#[test]
fn the_list_has_every_rule() {
    let (code, out, err) = run_in("tests", &["lint", "--list"]);
    assert_eq!((code, out.lines().count(), err.as_str()), (0, rules().count(), ""));
    let (_, out, _) = run_in("tests", &["lint", "--list", "-o", "json"]);
    let list: serde_yaml::Value = serde_yaml::from_str(&out).expect("JSON");
    assert_eq!(list.as_sequence().map(Vec::len), Some(rules().count()));
    assert_eq!(run_in("tests", &["lint", "--list", "-o", "sarif"]).0, 2);
}

/// Writes values, and finds the notes of the findings with a code.
fn notes(code: &str, text: &str) -> String {
    let temporary = tempfile::tempdir().expect("a folder");
    let file = temporary.path().join("values.yaml");
    fs::write(&file, text).expect("written");
    let (_, out, err) = run_in("tests", &["lint", "-o", "json", "-f", file.to_str().expect("a path")]);
    let list: serde_yaml::Value = serde_yaml::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}"));
    let list = list.as_sequence().expect("a list");
    let own = list.iter().filter(|finding| finding["code"].as_str() == Some(code));
    let note = |finding: &serde_yaml::Value| finding["notes"][0].as_str().unwrap_or_default().to_owned();
    own.map(note).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_sum_has_every_part_of_a_containers_memory() {
    for (values, expected) in [
        (
            "{fuse: {enabled: true, jvmOptions: ' -Xmx16G -Xms16G -XX:MaxDirectMemorySize=32g'}}",
            "16Gi heap (`-Xmx16G`) + 32Gi direct memory (`-XX:MaxDirectMemorySize=32g`) = 48Gi, against 3.73Gi (4G)",
        ),
        (
            "{csi: {enabled: true, javaOptions: '-Xmx6g -Xmx7g'}}",
            "7Gi heap (`-Xmx7g`) + 4Gi direct memory (the image's -XX:MaxDirectMemorySize=4g) = 11Gi, against 7.45Gi (8G)",
        ),
        (
            "{jobWorker: {jvmOptions: [-XX:MaxRAMPercentage=80, -XX:MaxDirectMemorySize=1g]}}",
            "2.98Gi heap (80% of the limit) + 1Gi direct memory (`-XX:MaxDirectMemorySize=1g`) = 3.98Gi, against 3.73Gi (4G)",
        ),
        (
            "{jobMaster: {resources: {limits: {memory: 2Gi}}, jvmOptions: [-XX:MaxDirectMemorySize=2g]}}",
            "512Mi heap (a quarter of the limit, the JVM's default) + 2Gi direct memory (`-XX:MaxDirectMemorySize=2g`) = 2.5Gi, against 2Gi",
        ),
        (
            "{master: {jvmOptions: [-Xmx7g]}, journal: {volumeType: emptyDir, medium: Memory, size: 2Gi}}",
            "7Gi heap (`-Xmx7g`) + 2Gi the journal in memory (2Gi) = 9Gi, against 7.45Gi (8G)",
        ),
        (
            "{logserver: {enabled: true, volumeType: emptyDir, medium: Memory, size: 7Gi}}",
            "1.86Gi heap (a quarter of the limit, the JVM's default) + 7Gi the logs in memory (7Gi) = 8.86Gi, against 7.45Gi (8G)",
        ),
        (
            // The options of FUSE are the worker's too, once FUSE runs in it.
            "{user: 0, group: 0, fsGroup: 0, worker: {fuseEnabled: true, jvmOptions: [-Xmx4g]}}",
            "4Gi heap (`-Xmx4g`) + 2Gi direct memory (`-XX:MaxDirectMemorySize=2g`) + 1Gi tier 0 in memory (1G) = 7Gi, against 3.73Gi (4G)",
        ),
        (
            // Of two media only one is memory, and the property wins over the quota.
            "{properties: {alluxio.worker.tieredstore.level0.dirs.quota: '2GB,9GB'}, tieredstore: {levels: [\
              {level: 0, mediumtype: 'MEM,SSD', path: '/dev/shm,/ssd', type: hostPath, quota: '1GB,2GB'}]}}",
            "4Gi heap (the image's -Xmx4g) + 4Gi direct memory (the image's -XX:MaxDirectMemorySize=4g) + 2Gi tier 0 in memory (2GB) = 10Gi, against 3.73Gi (4G)",
        ),
    ] {
        assert_eq!(notes("AXG401", values), expected, "{values}");
    }
    for enough in ["{worker: {jvmOptions: [-Xmx1g], resources: {limits: {memory: 8Gi}}}}", "{worker: {enabled: false}}"]
    {
        assert_eq!(notes("AXG401", enough), "", "{enough}");
    }
}

#[test]
fn enough_memory_and_defaults_that_are_written_once_more_are_no_warnings() {
    for (values, others) in [
        ("{worker: {jvmOptions: [-Xmx1g], resources: {limits: {memory: 8Gi}}}}", ""),
        ("{worker: {enabled: false}}", ""),
        ("{worker: {resources: {limits: {memory: 4G}}}}", "9Gi"),
        ("{tieredstore: {levels: [{level: 0, mediumtype: MEM, path: /dev/shm, type: emptyDir, quota: 1G}]}}", "9Gi"),
    ] {
        assert_eq!((notes("AXG401", values), notes("AXG502", values)), (String::new(), String::new()), "{values}");
        assert!(notes("AXG402", values).contains(others), "{values}");
    }
    let (_, defaults, _) = run_in("tests", &["values"]);
    assert_eq!((notes("AXG401", &defaults), notes("AXG502", &defaults)), (String::new(), String::new()));
}
