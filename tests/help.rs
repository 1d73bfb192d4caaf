//! The examples of `--help`: every command has some, and those that begin with the program are run.
#![cfg(unix)]

use clap::CommandFactory as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The lines below `Examples:`.
fn examples(help: &str) -> Vec<String> {
    let below = help.split_once("Examples:\n").map_or("", |(_, below)| below);
    below.lines().map_while(|line| line.strip_prefix("  ")).map(str::to_owned).collect()
}

/// A folder with the files that the examples name.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    let values = "properties: {alluxio.master.mount.table.root.option.aws.secretKey: x}\n";
    for name in ["config.yaml", "old.yaml", "base.yaml", "prod.yaml", "prod-eu.yaml", "clusters/a.yaml"] {
        put(name, values);
    }
    put("fleet.yaml", "clusters: [{name: test, values: [base.yaml]}]\n");
    put("my-templates/profiles/own.yaml", "# A profile.\n");
    put("core-site.xml", "<configuration/>\n");
    put("hdfs-site.xml", "<configuration/>\n");
    put(
        "resource-list.yaml",
        "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\nfunctionConfig:\n  \
         apiVersion: alluxio-gen.github.io/v1alpha1\n  kind: AlluxioCluster\n  metadata: {name: alluxio}\n",
    );
    for name in
        [".local/share/bash-completion/completions", ".local/share/man/man1", ".zfunc", ".config/fish/completions"]
    {
        fs::create_dir_all(folder.path().join(name)).expect("a folder");
    }
    folder
}

/// Runs an example, without what other programs do after it.
fn run(example: &str, folder: &Path) -> (Option<i32>, String) {
    let ours = [" | kubectl", " | xargs", " && man "]
        .iter()
        .fold(example, |line, other| line.split(other).next().unwrap_or(line));
    let output = Command::new("sh")
        .args(["-c", &ours.replace("alluxio-gen ", &format!("{} ", env!("CARGO_BIN_EXE_alluxio-gen")))])
        .current_dir(folder)
        .env("HOME", folder)
        .stdin(Stdio::null())
        .output()
        .expect("sh runs");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn every_command_has_examples_and_they_work() {
    let folder = folder();
    let program = alluxio_gen::cli::Cli::command();
    for command in program.get_subcommands() {
        let name = command.get_name();
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        // A line that is wrapped is not the command any more when it is copied.
        assert!(help.lines().all(|line| line.len() <= 100), "{name} has long lines");
        let examples = examples(&help);
        let ours: Vec<&String> = examples.iter().filter(|line| line.starts_with("alluxio-gen ")).collect();
        assert!(ours.iter().any(|line| line.starts_with(&format!("alluxio-gen {name}"))), "{name} has no example");
        for example in ours {
            let (code, told) = run(example, folder.path());
            // `--check` finds that files are missing.
            let is_done = code == Some(0) || code == Some(1) && example.contains(" --check");
            assert!(is_done, "`{example}` ends with {code:?}\n{told}");
        }
    }
}
