//! The command line and the output of `lint`: files one by one, severities, codes, and what machines get.

use std::fs;
use std::path::Path;
use std::process::Command;

/// A folder with files, in which the program runs.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            fs::write(path, text).expect("written");
        }
        Folder(folder)
    }

    /// Exit code, standard output and standard error.
    fn run(&self, args: &[&str]) -> (i32, String, String) {
        self.run_with(args, ".", &[])
    }

    fn run_with(&self, args: &[&str], within: &str, env: &[(&str, &Path)]) -> (i32, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_alluxio-gen"))
            .args(args)
            .current_dir(self.0.path().join(within))
            .env_remove("GITHUB_WORKSPACE")
            .env_remove("CI_PROJECT_DIR")
            .envs(env.iter().copied())
            .output()
            .expect("the program starts");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().expect("an exit code"), text(&output.stdout), text(&output.stderr))
    }

    /// The findings of `lint -o json`.
    fn found(&self, args: &[&str]) -> Vec<serde_json::Value> {
        let (_, out, err) = self.run(&[&["lint", "-o", "json"], args].concat());
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}"))
    }
}

fn text<'a>(finding: &'a serde_json::Value, key: &str) -> &'a str {
    finding[key].as_str().unwrap_or_default()
}

/// The files in which a rule finds something, with their lines.
fn places(found: &[serde_json::Value], code: &str) -> Vec<String> {
    let own = found.iter().filter(|finding| text(finding, "code") == code);
    own.map(|finding| format!("{}:{}", text(finding, "file"), finding["line"])).collect()
}

#[test]
fn files_are_linted_each_by_itself_over_those_of_f() {
    let folder = Folder::new(&[
        ("base.yaml", "properties: {alluxio.master.mount.table.root.ufs: s3://b}\nserviceAccount: a\n"),
        ("a.yaml", "journal:\n  volumeType: emptyDir\n"),
        ("b,c.yaml", "master:\n  count: 2\njournal: {type: EMBEDDED}\n"),
    ]);
    let found = folder.found(&["-f", "base.yaml", "a.yaml", "b,c.yaml"]);
    assert_eq!(places(&found, "AXG101"), ["a.yaml:2"]);
    assert_eq!(places(&found, "AXG106"), ["b,c.yaml:2"]);
    assert_eq!(places(&found, "AXG001"), Vec::<String>::new());
    // Defaults that do not suit a file's values are not in a file of the user's.
    let memory = places(&found, "AXG402");
    for file in ["a.yaml:1", "b,c.yaml:1"] {
        assert!(memory.iter().any(|place| place == file), "{memory:?}");
    }
    let (code, out, _) = folder.run(&["lint", "a.yaml", "missing.yaml"]);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("warning[AXG101]") && out.contains("missing.yaml"), "{out}");
}

#[test]
fn the_least_severity_hides_what_is_less_bad_and_changes_no_exit_code() {
    let folder = Folder::new(&[("a.yaml", "journal: {volumeType: emptyDir}\n")]);
    let severities = |args: &[&str]| {
        let found = folder.found(&[&["a.yaml"], args].concat());
        let mut all: Vec<String> = found.iter().map(|finding| text(finding, "severity").to_owned()).collect();
        all.sort();
        all.dedup();
        all
    };
    assert_eq!(severities(&[]), ["advice", "warning"]);
    assert_eq!(severities(&["--min-severity", "warning"]), ["warning"]);
    assert_eq!(severities(&["--min-severity", "error"]), Vec::<String>::new());
    assert_eq!(severities(&["--min-severity", "error", "--strict"]), ["error"]);
    let (code, out, _) = folder.run(&["lint", "a.yaml", "--min-severity", "error"]);
    assert_eq!((code, out.as_str()), (0, "no findings\n"));
    assert_eq!(folder.run(&["lint", "a.yaml", "--min-severity", "many"]).0, 2);
}

#[test]
fn everything_that_is_found_has_a_code() {
    let folder = Folder::new(&[
        ("syntax.yaml", "master: [\n"),
        ("twice.yaml", "image: a\nimage: b\n"),
        ("type.yaml", "master: {count: many}\njournal: {type: embedded}\n"),
        ("refused.yaml", "master: {ports: {web: 19998}}\nfuse: {enabled: true, alluxioPath: ''}\n"),
        ("paths.yaml", "mounts: [{name: a, path: /journal}]\n"),
        ("comment.yaml", "user: 1 # alluxio-gen: allow it\n"),
        ("unknown.yaml", "wroker: {}\n"),
    ]);
    let files =
        ["syntax.yaml", "twice.yaml", "type.yaml", "refused.yaml", "paths.yaml", "comment.yaml", "unknown.yaml"];
    let found = folder.found(&[&files[..], &["--set", "csi.accessModes[0]=ReadWriteMany", "-f", ""]].concat());
    assert!(found.len() > files.len());
    for finding in &found {
        assert!(text(finding, "code").starts_with("AXG"), "{finding}");
    }
    for (file, code) in [
        ("syntax.yaml", "AXG901"),
        ("type.yaml", "AXG902"),
        ("refused.yaml", "AXG903"),
        ("paths.yaml", "AXG903"),
        ("comment.yaml", "AXG907"),
    ] {
        assert!(places(&found, code).iter().any(|place| place.starts_with(file)), "{file} {code}: {found:#?}");
    }
}

#[test]
fn a_refusal_is_allowed_by_its_code_and_what_has_no_value_is_not() {
    let folder = Folder::new(&[
        ("port.yaml", "master:\n  ports:\n    web: 19998 # alluxio-gen: allow AXG903 because we know\n"),
        ("type.yaml", "master:\n  count: many # alluxio-gen: allow AXG902\n"),
    ]);
    for command in ["lint", "render"] {
        let (code, _, err) = folder.run(&[command, "-f", "port.yaml"]);
        assert_eq!((code, err.as_str()), (0, ""), "{command}");
        let (code, _, _) = folder.run(&[command, "-f", "type.yaml", "--allow", "AXG902"]);
        assert_eq!(code, 1, "{command}");
    }
    let (code, out, _) = folder.run(&["render", "--set", "master.ports.web=19998", "--allow", "axg903"]);
    assert!(code == 0 && out.contains("StatefulSet"));
}

#[test]
fn what_lint_calls_an_error_stops_render_too() {
    let folder = Folder::new(&[("a.yaml", "image: example.com/alluxio:2.7.2\nimagePullSecrets: [a]\n")]);
    for command in ["lint", "render"] {
        let (code, out, err) = folder.run(&[command, "-f", "a.yaml"]);
        assert_eq!(code, 1, "{command}");
        assert!((out + &err).contains("error[AXG635]"), "{command}");
    }
    assert_eq!(folder.run(&["render", "-f", "a.yaml"]).1, "");
    assert_eq!(folder.run(&["render", "-f", "a.yaml", "--allow", "AXG635"]).0, 0);
}

/// The places of a SARIF log: file and line.
fn sarif(log: &str) -> Vec<String> {
    let log: serde_json::Value = serde_json::from_str(log).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results").clone();
    let place = |result: &serde_json::Value| {
        let place = &result["locations"][0]["physicalLocation"];
        let file = place["artifactLocation"]["uri"].as_str().expect("a file").to_owned();
        format!("{file}:{}", place["region"]["startLine"])
    };
    results.iter().map(place).collect()
}

#[test]
fn every_sarif_result_has_a_place_and_every_rule_a_page() {
    let folder = Folder::new(&[("a.yaml", "user: 1000\n"), ("b.yaml", "group: 1000\n")]);
    let (_, log, err) =
        folder.run(&["lint", "-f", "a.yaml", "-f", "b.yaml", "--set", "journal.size=1Mi", "-o", "sarif"]);
    assert!(!sarif(&log).is_empty() && sarif(&log).iter().all(|place| place == "a.yaml:1"), "{log}");
    assert_eq!(err, "");
    let (_, log, err) = folder.run(&["lint", "--set", "journal.size=1Mi", "-o", "sarif"]);
    assert_eq!(sarif(&log), Vec::<String>::new());
    assert!(err.contains("are not in a file"), "{err}");
    let log: serde_json::Value = serde_json::from_str(&log).expect("JSON");
    let driver = &log["runs"][0]["tool"]["driver"];
    assert!(driver["informationUri"].as_str().is_some_and(|uri| uri.starts_with("https://")));
    assert_eq!(driver["version"].as_str(), Some(env!("CARGO_PKG_VERSION")));
    for rule in driver["rules"].as_array().expect("rules") {
        assert!(rule["helpUri"].as_str().is_some_and(|uri| uri.starts_with("https://")), "{rule}");
    }
}

#[test]
fn machines_get_paths_of_the_repository() {
    let folder = Folder::new(&[("clusters/a.yaml", "journal:\n  volumeType: emptyDir\n")]);
    let root = folder.0.path();
    for variable in ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"] {
        for file in ["a.yaml", "./a.yaml", root.join("clusters/a.yaml").to_str().expect("a path")] {
            let run = |format| folder.run_with(&["lint", file, "-o", format], "clusters", &[(variable, root)]).1;
            assert!(run("github").contains("::warning file=clusters/a.yaml,line=2,"), "{variable} {file}");
            assert!(sarif(&run("sarif")).contains(&"clusters/a.yaml:2".to_owned()), "{variable} {file}");
            assert!(run("json").contains("\"file\": \"clusters/a.yaml\""), "{variable} {file}");
        }
    }
    let (_, out, _) = folder.run_with(&["lint", "a.yaml", "-o", "github"], "clusters", &[]);
    assert!(out.contains("file=a.yaml,line=2"), "{out}");
}

#[test]
fn a_rule_is_explained_by_its_code() {
    let folder = Folder::new(&[]);
    let (code, out, err) = folder.run(&["explain", "axg104"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.starts_with("AXG104: several masters with local journals (warning)\n"), "{out}");
    assert!(out.contains("\n  journal:\n    type: EMBEDDED\n") && out.contains("allow AXG104 because"), "{out}");
    let (_, json, _) = folder.run(&["explain", "AXG104", "-o", "json"]);
    let rule: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(rule["code"].as_str(), Some("AXG104"));
    let (code, out, err) = folder.run(&["explain", "AXG199"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("unknown rule `AXG199`") && err.contains("lint --list"), "{err}");
}

#[test]
fn defaults_that_are_built_in_are_called_so() {
    let folder = Folder::new(&[]);
    let (_, out, _) = folder.run(&["explain", "journal.size"]);
    assert!(out.contains("built-in values, line ") && !out.contains("values.yaml"), "{out}");
    let (_, out, _) = folder.run(&["explain", "journal.type", "--profile", "multiMaster-embeddedJournal"]);
    assert!(out.contains("built-in profile multiMaster-embeddedJournal, line "), "{out}");
    assert_eq!(folder.run(&["eject", "own"]).0, 0);
    let (_, out, _) = folder.run(&["explain", "journal.size", "--from", "own"]);
    assert!(out.contains("own/values/values.yaml:"), "{out}");
}

#[test]
fn a_fleet_says_what_its_clusters_share() {
    let folder = Folder::new(&[(
        "fleet.yaml",
        "clusters:\n  - {name: a, namespace: one, set: [csi.enabled=true]}\n  - {name: b, namespace: one}\n  \
         - {name: c, namespace: two, set: [csi.enabled=true]}\n",
    )]);
    let (code, _, err) = folder.run(&["fleet", "fleet.yaml", "--output-dir", "out", "--strict"]);
    assert_eq!(code, 0, "{err}");
    assert!(
        err.contains("advice[AXG626]: 2 clusters have objects named `alluxio-...` in the namespace `one`"),
        "{err}"
    );
    assert!(err.contains("advice[AXG645]: 2 clusters have `CSIDriver/alluxio`"), "{err}");
    assert!(err.contains(" = note: `a`, `b`") && err.contains(" = note: `a`, `c`"), "{err}");
    let (_, _, err) = folder.run(&["fleet", "fleet.yaml", "--output-dir", "out", "--allow", "AXG626,AXG645"]);
    assert!(!err.contains("advice"), "{err}");
}
