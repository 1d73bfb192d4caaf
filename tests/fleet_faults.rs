//! What `fleet` makes of a hostile disk: forged records, links, pipes, other runs.
#![cfg(unix)]

mod lab;

use lab::{fleet, put, told, tree};
use std::fs;
use std::process::Command;

#[test]
fn a_forged_record_removes_nothing_outside() {
    let dir = fleet();
    told(&dir, "fleet conf/fleet.yaml --output-dir out");
    let out = dir.path().join("out");
    let ours = "---\n# Source: alluxio/templates/x.yaml\n";
    put(dir.path(), "outside.yaml", ours);
    put(dir.path(), "elsewhere/x.yaml", ours);
    std::os::unix::fs::symlink(dir.path().join("elsewhere"), out.join("eu/link")).expect("a link");
    std::os::unix::fs::symlink(dir.path().join("outside.yaml"), out.join("eu/link.yaml")).expect("a link");
    let absolute = dir.path().join("outside.yaml").display().to_string();
    let record = format!("../../outside.yaml\n{absolute}\nlink/x.yaml\nlink.yaml\n./../../outside.yaml\nmaster\n");
    put(&out, "eu/.alluxio-gen-fleet", &record);
    let (code, text) = told(&dir, "fleet conf/fleet.yaml --output-dir out --prune");
    assert_eq!((code, text.as_str()), (0, "out: 2 clusters, 13 files unchanged\n"));
    assert!(dir.path().join("outside.yaml").exists() && dir.path().join("elsewhere/x.yaml").exists());
    assert!(out.join("eu/master").is_dir() && out.join("eu/link.yaml").is_symlink());
    // Other spellings of files that are still made.
    put(
        &out,
        "eu/.alluxio-gen-fleet",
        "master//service-alluxio-master-0.yaml\nmaster/./statefulset-alluxio-master.yaml\n",
    );
    let (code, text) = told(&dir, "fleet conf/fleet.yaml --output-dir out --prune");
    assert_eq!((code, text.as_str()), (0, "out: 2 clusters, 13 files unchanged\n"));
    assert_eq!(told(&dir, "fleet conf/fleet.yaml --output-dir out --check").0, 0);
}

#[test]
fn a_record_that_is_no_file_is_not_read() {
    let dir = fleet();
    told(&dir, "fleet conf/fleet.yaml --output-dir out");
    let record = dir.path().join("out/eu/.alluxio-gen-fleet");
    fs::remove_file(&record).expect("removed");
    assert!(Command::new("mkfifo").arg(&record).status().is_ok_and(|status| status.success()));
    let program = env!("CARGO_BIN_EXE_alluxio-gen");
    let mut command = Command::new("timeout");
    let command =
        command.current_dir(dir.path()).args(["20", program, "fleet", "conf/fleet.yaml", "--output-dir", "out"]);
    let output = command.output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("cannot read `out/eu/.alluxio-gen-fleet`: it is not a regular file"), "{text}");
}

#[test]
fn a_cluster_never_writes_through_a_link() {
    let dir = fleet();
    put(dir.path(), "out/keep", "");
    std::os::unix::fs::symlink(dir.path().join("conf"), dir.path().join("out/eu")).expect("a link");
    let (code, text) = told(&dir, "fleet conf/fleet.yaml --output-dir out");
    assert_eq!(code, 1);
    assert!(text.contains("error: `out/eu` is a symbolic link, where a folder belongs"), "{text}");
    assert!(text.contains("out: 1 cluster, 6 files written"), "{text}");
    assert_eq!(tree(&dir.path().join("conf")).len(), 3);
}
