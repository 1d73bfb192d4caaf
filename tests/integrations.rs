//! Files for other tools, run as those tools run them: Argo CD's plugin, the hooks of pre-commit, manual pages, the package.
#![cfg(unix)]

mod tools;

use serde_yaml::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> Value {
    let text = fs::read_to_string(root().join(path)).expect("the file is there");
    serde_yaml::from_str(&text).expect("it is YAML")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A command in a folder, for which the program is on the PATH.
fn command(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    let built = Path::new(env!("CARGO_BIN_EXE_alluxio-gen")).parent().expect("a folder").display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    command.current_dir(folder).env("PATH", format!("{built}:{path}")).env_remove("CLICOLOR_FORCE");
    command
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

/// Runs the plugin's command as Argo CD's server of plugins does: in the application's folder, with these variables.
fn argocd(folder: &Path, variables: &[(&str, &str)]) -> Output {
    let plugin = read("docs/examples/argocd/plugin.yaml");
    let generate = &plugin["spec"]["generate"];
    let words = |key: &str| -> Vec<String> { serde_yaml::from_value(generate[key].clone()).expect("a list of words") };
    let line = [words("command"), words("args")].concat();
    let mut run = command(&line[0], folder);
    run.args(&line[1..]).envs([
        ("ARGOCD_APP_NAME", "prod"),
        ("ARGOCD_APP_NAMESPACE", "data"),
        ("KUBE_VERSION", "1.31.2"),
    ]);
    run.envs(variables.iter().copied()).output().expect("the shell runs")
}

#[test]
fn the_plugin_of_argo_cd_renders_for_the_application() {
    let folder =
        folder(&[("alluxio.yaml", "worker: {hostNetwork: true}\n"), ("other.yaml", "fuse: {enabled: true}\n")]);
    let render = |args: &str| {
        let output = command(env!("CARGO_BIN_EXE_alluxio-gen"), folder.path())
            .args(format!("render --name prod -n data --kube-version 1.31 {args}").split_whitespace())
            .output()
            .expect("the program runs");
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let output = argocd(folder.path(), &[]);
    assert_eq!(text(&output.stdout), render("-f alluxio.yaml"), "{}", text(&output.stderr));
    let parameters = [
        ("PARAM_FILE", "other.yaml"),
        ("PARAM_PROFILE", "multiMaster-embeddedJournal"),
        ("PARAM_VALUES", "master:\n  count: 5\n"),
    ];
    let output = argocd(folder.path(), &parameters);
    let expected = render("-f other.yaml --profile multiMaster-embeddedJournal --set master.count=5");
    assert_eq!(text(&output.stdout), expected, "{}", text(&output.stderr));
    let output = argocd(folder.path(), &[("PARAM_VALUES", "master: {count: x}")]);
    assert_eq!((output.status.success(), text(&output.stdout).as_str()), (false, ""));
    assert!(text(&output.stderr).contains(" --> standard input:1:17\n"), "{}", text(&output.stderr));
    let output = argocd(folder.path(), &[("KUBE_VERSION", "")]);
    assert!(text(&output.stderr).contains("is not a version of Kubernetes"), "{}", text(&output.stderr));
}

#[test]
fn the_plugin_of_argo_cd_announces_what_its_command_reads() {
    let plugin = read("docs/examples/argocd/plugin.yaml");
    assert_eq!(plugin["apiVersion"], "argoproj.io/v1alpha1");
    assert_eq!(plugin["kind"], "ConfigManagementPlugin");
    let script = plugin["spec"]["generate"]["args"][0].as_str().expect("a script");
    for parameter in plugin["spec"]["parameters"]["static"].as_sequence().expect("a list") {
        let variable = format!("PARAM_{}", parameter["name"].as_str().expect("a name").to_uppercase());
        assert!(script.contains(&variable), "{variable}");
    }
}

#[test]
fn pre_commit_runs_the_hooks() {
    let Some(_) = tools::find("pre-commit", ".pre-commit-hooks.yaml") else { return };
    let folder = folder(&[
        ("alluxio.yaml", "master: {count: 1}\n"),
        ("alluxio-bad.yaml", "master: {count: x}\n"),
        ("notes.yaml", "count: [\n"),
    ]);
    let run = |program: &str, args: &[&str]| {
        let output = command(program, folder.path())
            .args(args)
            .env("PRE_COMMIT_HOME", folder.path().join("cache"))
            .output()
            .expect("it runs");
        (output.status.success(), text(&[output.stdout, output.stderr].concat()))
    };
    let manifest = root().join(".pre-commit-hooks.yaml").display().to_string();
    assert_eq!(run("pre-commit", &["validate-manifest", &manifest]), (true, String::new()));
    // As a user's configuration that names the repository, but with the program that is built already.
    let hooks = read(".pre-commit-hooks.yaml");
    let hooks: Vec<Value> = hooks
        .as_sequence()
        .expect("a list")
        .iter()
        .cloned()
        .map(|mut hook| {
            hook["language"] = "system".into();
            hook
        })
        .collect();
    let repository: Value = serde_yaml::from_str("repo: local").expect("YAML");
    let mut config: Value = serde_yaml::from_str("repos: []").expect("YAML");
    let mut local = repository;
    local["hooks"] = Value::Sequence(hooks);
    config["repos"] = Value::Sequence(vec![local]);
    fs::write(folder.path().join(".pre-commit-config.yaml"), serde_yaml::to_string(&config).expect("YAML"))
        .expect("a file");
    assert!(run("git", &["init", "--quiet"]).0);
    assert!(run("git", &["add", "alluxio.yaml", "notes.yaml"]).0);
    let (passed, told) = run("pre-commit", &["run", "alluxio-gen-lint", "--all-files"]);
    assert!(passed && told.contains("Passed"), "{told}");
    assert!(run("git", &["add", "alluxio-bad.yaml"]).0);
    let (passed, told) = run("pre-commit", &["run", "alluxio-gen-lint", "--all-files"]);
    assert!(!passed && told.contains("alluxio-bad.yaml:1:17"), "{told}");
    let (passed, told) = run("pre-commit", &["run", "alluxio-gen-generate", "--all-files"]);
    assert!(!passed && told.contains("missing"), "{told}");
    assert!(
        command("alluxio-gen", folder.path())
            .args(["generate", "all", "--output-dir", "manifests"])
            .status()
            .is_ok_and(|status| status.success())
    );
    let (passed, told) = run("pre-commit", &["run", "alluxio-gen-generate", "--all-files"]);
    assert!(passed, "{told}");
}

/// The findings of GitLab's report on a text of values: where, what, and the fingerprint.
fn codequality(values: &str) -> Vec<(String, u64, String, String)> {
    let folder = folder(&[("alluxio.yaml", values)]);
    let output = command(env!("CARGO_BIN_EXE_alluxio-gen"), folder.path())
        .args(["lint", "-f", "./alluxio.yaml", "-o", "codequality"])
        .env("CI_PROJECT_DIR", folder.path())
        .output()
        .expect("the program runs");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().expect("a text").to_owned();
    let findings = report.as_array().expect("a list").iter();
    findings
        .map(|finding| {
            assert!(["info", "major", "critical"].contains(&finding["severity"].as_str().expect("a text")));
            assert!(!text(finding, "description").is_empty());
            let place = &finding["location"];
            let line = place["lines"]["begin"].as_u64().expect("a number");
            (text(place, "path"), line, text(finding, "check_name"), text(finding, "fingerprint"))
        })
        .collect()
}

#[test]
fn findings_for_gitlab_have_places_and_fingerprints_that_stay() {
    let values = "master: {count: x}\nfuse: {enabled: perhaps}\n";
    let (first, moved) = (codequality(values), codequality(&format!("# A line more.\n{values}")));
    assert!(first.len() >= 2 && first.iter().all(|(path, ..)| path == "alluxio.yaml"), "{first:?}");
    let prints = |all: &[(String, u64, String, String)]| all.iter().map(|found| found.3.clone()).collect::<Vec<_>>();
    assert_eq!(prints(&first), prints(&moved));
    assert_eq!((first[0].1, moved[0].1), (1, 2));
    let mut unique = prints(&first);
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), first.len());
}

#[test]
fn there_is_a_manual_page_for_each_command() {
    let folder = folder(&[]);
    let output =
        command(env!("CARGO_BIN_EXE_alluxio-gen"), folder.path()).args(["man", "man1"]).output().expect("it runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let mut pages: Vec<String> = fs::read_dir(folder.path().join("man1"))
        .expect("the folder is made")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    pages.sort();
    assert!(
        pages.contains(&"alluxio-gen.1".to_owned()) && pages.contains(&"alluxio-gen-render.1".to_owned()),
        "{pages:?}"
    );
    let Some(_) = tools::find("man", "manual pages") else { return };
    for page in &pages {
        let output = command("man", folder.path())
            .args(["--warnings", "-E", "UTF-8", "-l", "-Tutf8"])
            .arg(format!("man1/{page}"))
            .env("LC_ALL", "C.UTF-8")
            .env("MANWIDTH", "100")
            .output()
            .expect("man runs");
        assert!(output.status.success() && output.stderr.is_empty(), "{page}: {}", text(&output.stderr));
        // Letters are struck twice where they are to be bold.
        let shown = text(&output.stdout).chars().fold(String::new(), |mut shown, c| {
            match c {
                '\u{8}' => drop(shown.pop()),
                _ => shown.push(c),
            }
            shown
        });
        let command = page.trim_end_matches(".1");
        assert!(shown.contains("SYNOPSIS") && shown.contains(command), "{page}: {shown}");
    }
}

#[test]
fn the_package_holds_what_it_takes_to_build_and_no_data_of_tests() {
    let output = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let (files, told) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success() && !told.contains("warning"), "{told}");
    for wanted in
        ["src/krm/cluster.yaml", "values/values.yaml", "src/completions/alluxio-gen.bash", "LICENSE", "CHANGELOG.md"]
    {
        assert!(files.lines().any(|file| file == wanted), "{wanted} is missing");
    }
    let data: Vec<&str> =
        files.lines().filter(|file| file.starts_with("tests/cases/") || file.starts_with("docs/")).collect();
    assert!(data.is_empty(), "{data:?}");
}

#[test]
fn actions_and_workflows_are_yaml_and_name_files_that_are_there() {
    for file in
        ["action.yml", ".github/workflows/ci.yml", ".github/workflows/release.yml", ".github/workflows/clusters.yml"]
    {
        assert!(read(file).is_mapping(), "{file}");
    }
    let action = read("action.yml");
    let steps = action["runs"]["steps"].as_sequence().expect("a list");
    let inputs = action["inputs"].as_mapping().expect("a map");
    let all = serde_yaml::to_string(&Value::Sequence(steps.clone())).expect("YAML");
    for name in inputs.keys().filter_map(Value::as_str) {
        assert!(all.contains(&format!("inputs.{name}")), "no step reads the input {name}");
    }
}

/// The steps of the action, as GitHub runs them: in bash, with the inputs in variables.
#[test]
fn the_steps_of_the_action_find_what_is_wrong() {
    let Some(bash) = tools::find("bash", "action.yml") else { return };
    let action = read("action.yml");
    let steps = action["runs"]["steps"].as_sequence().expect("a list");
    let folder = folder(&[("alluxio.yaml", "master: {count: 1}\n")]);
    let run = |name: &str, variables: &[(&str, &str)]| {
        let step = steps.iter().find(|step| step["name"] == name).expect("the step is there");
        let output = command(&bash.display().to_string(), folder.path())
            .args(["-eo", "pipefail", "-c", step["run"].as_str().expect("a script")])
            .envs(variables.iter().copied())
            .output()
            .expect("bash runs");
        (output.status.success(), text(&[output.stdout, output.stderr].concat()))
    };
    let files = |sarif| [("VALUES", "alluxio.yaml\n"), ("ARGS", ""), ("SARIF", sarif), ("OUTPUT_DIR", "out")];
    let (passed, told) = run("Lint", &files("alluxio-gen.sarif"));
    assert!(passed, "{told}");
    let (passed, told) = run("Drift", &files(""));
    assert!(!passed && told.contains("missing"), "{told}");
    assert!(fs::read_to_string(folder.path().join("alluxio-gen.sarif")).is_ok_and(|log| log.contains("\"2.1.0\"")));
    fs::write(folder.path().join("alluxio.yaml"), "master: {count: x}\n").expect("a file");
    let (passed, told) = run("Lint", &files(""));
    assert!(!passed && told.contains("::error file=alluxio.yaml,line=1,col=17"), "{told}");
}

/// The step gets a release with `curl`, which a script stands in for, and unpacks it only if its checksum is right.
#[test]
fn the_install_step_of_the_action_takes_a_release_whose_checksum_is_right() {
    let Some(bash) = tools::find("bash", "action.yml") else { return };
    let curl = "#!/bin/bash\nfile=${@: -1:1}\nfile=$RELEASE/${file##*/}\n\
        case $1 in *O) cp \"$file\" . ;; *) cat \"$file\" ;; esac\n";
    let folder = folder(&[("curl", curl), ("alluxio-gen", "#!/bin/sh\necho installed\n")]);
    let script = |what: &str| {
        let path = format!("{}:/usr/bin:/bin", folder.path().join("bin").display());
        let mut bash = Command::new(&bash);
        bash.args(["-eo", "pipefail", "-c", what]).current_dir(folder.path()).env("PATH", path);
        bash.envs([("RELEASE", folder.path().join("release")), ("RUNNER_TEMP", folder.path().to_owned())]);
        bash.env("GITHUB_PATH", folder.path().join("path")).env("VERSION", "v0.2.0");
        let output = bash.output().expect("bash runs");
        (output.status.success(), text(&[output.stdout, output.stderr].concat()))
    };
    let pack = "chmod +x *; mkdir bin release; mv curl bin; mv alluxio-gen release; cd release\n\
        tar czf alluxio-gen-$(uname -m)-unknown-linux-musl.tar.gz ./alluxio-gen && sha256sum *.gz > SHA256SUMS";
    assert!(script(pack).0);
    let action = read("action.yml");
    let steps = action["runs"]["steps"].as_sequence().expect("a list");
    let step = steps.iter().find(|step| step["name"] == "Install").expect("the step is there");
    let install = step["run"].as_str().expect("a script");
    let (passed, told) = script(install);
    assert!(passed, "{told}");
    let path = fs::read_to_string(folder.path().join("path")).expect("a folder for the path");
    assert_eq!(script(&format!("{}/alluxio-gen", path.trim())), (true, "installed\n".to_owned()));
    fs::remove_dir_all(folder.path().join("alluxio-gen")).expect("it is there");
    assert!(script("echo more >> release/alluxio-gen-$(uname -m)-unknown-linux-musl.tar.gz").0);
    let (passed, told) = script(install);
    assert!(!passed && told.contains("FAILED"), "{told}");
    assert!(!folder.path().join("alluxio-gen/alluxio-gen").exists(), "it was unpacked");
}

/// The step reads the old file from git and writes its report where GitHub looks for the summary of a job.
#[test]
fn the_diff_step_of_the_action_writes_into_the_summary() {
    let Some(bash) = tools::find("bash", "action.yml") else { return };
    let folder = folder(&[("alluxio.yaml", "journal: {size: 1Gi}\n")]);
    let git = |args: &[&str]| {
        let author = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
        let output = command("git", folder.path()).args(author).args(args).output().expect("git runs");
        assert!(output.status.success(), "{}", text(&output.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["add", "alluxio.yaml"]);
    git(&["commit", "--quiet", "-m", "before"]);
    fs::write(folder.path().join("alluxio.yaml"), "journal: {size: 2Gi}\n").expect("a file");
    let action = read("action.yml");
    let steps = action["runs"]["steps"].as_sequence().expect("a list");
    let step = steps.iter().find(|step| step["name"] == "Diff").expect("the step is there");
    let output = command(&bash.display().to_string(), folder.path())
        .args(["-eo", "pipefail", "-c", step["run"].as_str().expect("a script")])
        .envs([("VALUES", "alluxio.yaml\n"), ("ARGS", ""), ("BASE", "HEAD")])
        .env("RUNNER_TEMP", folder.path())
        .env("GITHUB_STEP_SUMMARY", folder.path().join("summary.md"))
        .output()
        .expect("bash runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let summary = fs::read_to_string(folder.path().join("summary.md")).expect("a summary");
    assert!(summary.contains("StatefulSet/alluxio-master") && summary.contains("1Gi"), "{summary}");
}
