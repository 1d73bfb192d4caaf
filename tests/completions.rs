//! Completions, as shells and kubectl get them: real shells, into which a test types, where they are installed.
#![cfg(unix)]

#[path = "support/piped.rs"]
mod piped;
mod tools;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

/// What is typed in front of Tab, and what the shell then shows.
const TYPED: [(&str, &str); 17] = [
    ("alluxio-gen gen", "generate"),
    ("alluxio-gen render --prof", "--profile"),
    ("alluxio-gen render --profile mul", "multiMaster-embeddedJournal"),
    ("alluxio-gen render --profile=singleMaster-l", "singleMaster-localJournal"),
    ("alluxio-gen render --set jour", "journal."),
    ("alluxio-gen render --set journal.ty", "journal.type="),
    ("alluxio-gen render --set=journal.ty", "--set=journal.type="),
    ("alluxio-gen render --set journal.type=EM", "journal.type=EMBEDDED"),
    ("alluxio-gen render --set master.count=3,journal.type=EM", "EMBEDDED"),
    ("alluxio-gen render --set 'fuse.en", "fuse.enabled="),
    ("alluxio-gen render --alluxio-version 2.9 --set prox", "proxy."),
    ("alluxio-gen provision volumes --profile mul", "multiMaster-embeddedJournal"),
    ("alluxio-gen explain tieredstore.levels[0].al", "].alias"),
    ("alluxio-gen lint --allow AXG10", "AXG103"),
    ("alluxio-gen render -s logs", "logserver"),
    ("alluxio-gen render -f my-v", "my-values.yaml"),
    ("alluxio-gen completions f", "fish"),
];

/// A folder with the program under a name, and a file of values.
fn folder(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the program");
    symlink(env!("CARGO_BIN_EXE_alluxio-gen"), folder.path().join(name)).expect("a link to the program");
    fs::write(folder.path().join("my-values.yaml"), "").expect("a file of values");
    folder
}

fn type_into(shell: &str) {
    let Some(_) = tools::find(shell, &format!("completions in {shell}")) else { return };
    let Some(python) = tools::find("python3", "completions in shells") else { return };
    let folder = folder("alluxio-gen");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shells/type");
    let lines: String = TYPED.iter().map(|(typed, shown)| format!("{typed}\t{shown}\n")).collect();
    let output = piped::output(Command::new(python).arg(script).arg(shell).arg(folder.path()), &lines);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn bash_completes() {
    type_into("bash");
}

#[test]
fn zsh_completes() {
    type_into("zsh");
}

#[test]
fn fish_completes() {
    type_into("fish");
}

/// What a program prints.
fn printed(program: &Path, args: &[&str], folder: &Path) -> String {
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new(program)
        .args(args)
        .env("PATH", format!("{}:{path}", folder.display()))
        .env_remove("CLICOLOR_FORCE")
        .current_dir(folder)
        .output()
        .expect("the program runs");
    String::from_utf8([output.stdout, output.stderr].concat()).expect("output is UTF-8")
}

#[test]
fn a_link_completes_for_kubectl() {
    let name = "kubectl_complete-alluxio_gen";
    let folder = folder(name);
    let ask = |words: &[&str]| printed(&folder.path().join(name), words, folder.path());
    assert_eq!(ask(&["render", "--output", ""]), "yaml\tA stream of YAML documents\njson\tOne JSON value\n:4\n");
    assert_eq!(ask(&["render", "--set", "journal.ty"]).lines().last(), Some(":6"));
    assert!(ask(&[]).contains("render\tPrint the manifests"));
    assert_eq!(ask(&["nonsense", "more", ""]).lines().last(), Some(":4"));
    let Some(kubectl) = tools::find("kubectl", "completions of kubectl alluxio-gen") else { return };
    symlink(env!("CARGO_BIN_EXE_alluxio-gen"), folder.path().join("kubectl-alluxio_gen")).expect("a link");
    let asked = printed(&kubectl, &["__complete", "alluxio-gen", "render", "--output", ""], folder.path());
    assert!(asked.starts_with("yaml\tA stream of YAML documents\njson\tOne JSON value\n:4\n"), "{asked}");
}

#[test]
fn a_plugin_of_kubectl_is_called_by_its_name() {
    let name = "kubectl-alluxio_gen";
    let folder = folder(name);
    let help = printed(&folder.path().join(name), &["render", "--help"], folder.path());
    assert!(help.contains("Usage: kubectl alluxio-gen render [OPTIONS]"), "{help}");
    assert!(help.contains("  kubectl alluxio-gen render -f config.yaml | kubectl apply -f -"), "{help}");
    let wrong = printed(&folder.path().join(name), &["nonsense"], folder.path());
    assert!(wrong.contains("`kubectl alluxio-gen "), "{wrong}");
    let Some(kubectl) = tools::find("kubectl", "kubectl alluxio-gen") else { return };
    let profiles = printed(&kubectl, &["alluxio-gen", "profiles"], folder.path());
    assert!(profiles.starts_with("multiMaster-embeddedJournal"), "{profiles}");
}

#[test]
fn a_variable_that_means_something_else_does_no_harm() {
    for (value, args) in [("bash", &["profiles"][..]), ("1", &[][..]), ("yes", &["--", "x"][..])] {
        let output = Command::new(env!("CARGO_BIN_EXE_alluxio-gen"))
            .args(args)
            .env("COMPLETE", value)
            .output()
            .expect("the program runs");
        let script = String::from_utf8_lossy(&output.stdout).contains("complete -");
        assert!(!script, "COMPLETE={value} alluxio-gen {args:?} is no question of a shell");
        assert_eq!(output.status.success(), args == ["profiles"], "COMPLETE={value} alluxio-gen {args:?}");
    }
}
