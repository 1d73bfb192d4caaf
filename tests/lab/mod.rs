//! Fleets on a real disk, for the tests of `fleet`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::{TempDir, tempdir};

/// A folder with these files.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempdir().expect("a folder");
    for (path, text) in files {
        put(dir.path(), path, text);
    }
    dir
}

pub fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a parent")).expect("the folder is made");
    fs::write(path, text).expect("the file is written");
}

pub fn run(dir: &TempDir, args: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alluxio-gen"));
    command.current_dir(dir.path()).args(args.split_whitespace()).output().expect("the program runs")
}

/// Exit code and standard error; standard output stays empty.
pub fn told(dir: &TempDir, args: &str) -> (i32, String) {
    let output = run(dir, args);
    assert!(output.stdout.is_empty(), "{args}");
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// All files below a folder, with their texts.
pub fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("below the root").display().to_string();
                found.insert(name, fs::read_to_string(&path).expect("the file is read"));
            }
        }
    }
    found
}

pub const FLEET: &str = "\
defaults:
  values: base.yaml
  set: [master.env.FROM=defaults]
  kubeVersion: 1.30
clusters:
  - name: eu
    profile: multiMaster-embeddedJournal
    values: [own/eu.yaml]
    namespace: alluxio
  - name: us
    release: other
    set:
      - master.env.FROM=us
      - fuse.enabled=true
";

pub fn fleet() -> TempDir {
    folder(&[
        ("conf/fleet.yaml", FLEET),
        ("conf/base.yaml", "worker:\n  env: {SHARED: base}\n"),
        ("conf/own/eu.yaml", "worker:\n  env: {OWN: eu}\n"),
    ])
}
