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
    assert!(text.contains("error: `out/eu` is a symbolic link, but must be a folder"), "{text}");
    assert!(text.contains("out: 1 cluster, 6 files written"), "{text}");
    assert_eq!(tree(&dir.path().join("conf")).len(), 3);
}

#[test]
fn what_is_in_the_way_of_all_clusters_is_told_once() {
    let dir = fleet();
    put(dir.path(), "file", "mine");
    for (out, expected) in [("file", "`file` is not a folder"), ("file/x", "cannot open the folder `file/x`")] {
        for more in ["", " --check", " --prune"] {
            let (code, text) = told(&dir, &format!("fleet conf/fleet.yaml --output-dir {out}{more}"));
            assert_eq!((code, text.matches("error").count()), (1, 1), "{text}");
            assert!(text.contains(expected), "{text}");
        }
    }
    put(dir.path(), "out/eu", "mine");
    let (code, text) = told(&dir, "fleet conf/fleet.yaml --output-dir out");
    assert_eq!(code, 1);
    assert!(text.contains("error: `out/eu` is a file, but must be a folder"), "{text}");
    assert!(text.contains("out: 1 cluster, 6 files written"), "{text}");
}

#[test]
fn a_record_that_cannot_be_read_keeps_none_of_the_others() {
    let dir = fleet();
    told(&dir, "fleet conf/fleet.yaml --output-dir out");
    let out = dir.path().join("out");
    for name in ["old1", "old2", "old3"] {
        put(&out, &format!("{name}/.alluxio-gen-fleet"), "x.yaml\n");
        put(&out, &format!("{name}/x.yaml"), "---\n# Source: alluxio/templates/x.yaml\n");
    }
    fs::write(out.join("old2/.alluxio-gen-fleet"), b"\xff").expect("written");
    let (code, text) = told(&dir, "fleet conf/fleet.yaml --output-dir out --check");
    assert_eq!(code, 1);
    assert!(text.contains("old1: no longer in the fleet, with 1 file\nold3: no longer"), "{text}");
    assert!(text.contains("cannot read `out/old2/.alluxio-gen-fleet`"), "{text}");
    let (code, text) = told(&dir, "fleet conf/fleet.yaml --output-dir out --prune");
    assert_eq!(code, 1);
    assert!(text.contains("13 files unchanged, 2 files removed"), "{text}");
    assert!(!out.join("old1").exists() && out.join("old2/x.yaml").exists() && !out.join("old3").exists());
}

#[test]
fn an_old_name_that_may_be_the_new_folder_is_kept() {
    let dir = fleet();
    told(&dir, "fleet conf/fleet.yaml --output-dir out");
    let before = tree(&dir.path().join("out"));
    let renamed = lab::FLEET.replace("name: eu", "name: EU").replace("own/eu.yaml", "nix.yaml");
    put(dir.path(), "conf/fleet.yaml", &renamed);
    let (code, text) = told(&dir, "fleet conf/fleet.yaml --output-dir out --prune");
    assert_eq!((code, tree(&dir.path().join("out"))), (1, before), "{text}");
    put(dir.path(), "conf/fleet.yaml", &renamed.replace("nix.yaml", "own/eu.yaml"));
    let (code, text) = told(&dir, "fleet conf/fleet.yaml --output-dir out --prune");
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("7 files removed"), "{text}");
    assert!(!dir.path().join("out/eu").exists());
}

#[test]
fn fleets_at_the_same_time_forget_no_file() {
    let dir = fleet();
    let fleet = |extra: &str| format!("clusters: [{{name: a, set: [{extra}]}}, {{name: b, set: [{extra}]}}]\n");
    for (number, extra) in ["fuse.enabled=true", "logserver.enabled=true", "csi.enabled=true"].into_iter().enumerate() {
        put(dir.path(), &format!("{number}.yaml"), &fleet(extra));
    }
    for round in 0..10 {
        let start = |number: usize| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_alluxio-gen"));
            let command = command.current_dir(dir.path()).args(["fleet", &format!("{number}.yaml")]);
            command.args(["--output-dir", "out"]).stderr(std::process::Stdio::null()).spawn().expect("it starts")
        };
        for mut child in [0, 1, 2].map(start) {
            assert!(child.wait().is_ok_and(|status| status.success()));
        }
        put(dir.path(), "none.yaml", "clusters: [name: c]\n");
        let (code, text) = told(&dir, "fleet none.yaml --output-dir out --prune");
        assert_eq!(code, 0, "{text}");
        assert_eq!(fs::read_dir(dir.path().join("out")).expect("a folder").count(), 1, "round {round}: {text}");
    }
}

#[test]
fn what_killed_runs_have_left_goes_wherever_it_lies() {
    let dir = fleet();
    told(&dir, "fleet conf/fleet.yaml --output-dir out");
    let out = dir.path().join("out");
    let clean = tree(&out);
    put(&out, "eu/csi/.alluxio-gen-1-2.tmp", "half");
    put(&out, "eu/mine/.alluxio-gen-1-3.tmp", "half");
    put(&out, "eu/mine/notes.txt", "mine");
    put(dir.path(), "elsewhere/.alluxio-gen-1-2.tmp", "theirs");
    std::os::unix::fs::symlink(dir.path().join("elsewhere"), out.join("us/link")).expect("a link");
    assert_eq!(told(&dir, "fleet conf/fleet.yaml --output-dir out --check").0, 0);
    assert!(out.join("eu/csi/.alluxio-gen-1-2.tmp").exists());
    assert_eq!(told(&dir, "fleet conf/fleet.yaml --output-dir out").0, 0);
    fs::remove_file(out.join("us/link")).expect("removed");
    let mut left = tree(&out);
    assert_eq!(left.remove("eu/mine/notes.txt").as_deref(), Some("mine"));
    assert_eq!(left, clean);
    assert!(!out.join("eu/csi").exists() && dir.path().join("elsewhere/.alluxio-gen-1-2.tmp").exists());
}

#[test]
fn a_pipe_is_no_file_of_values() {
    let dir = fleet();
    fs::remove_file(dir.path().join("conf/own/eu.yaml")).expect("removed");
    assert!(
        Command::new("mkfifo").arg(dir.path().join("conf/own/eu.yaml")).status().is_ok_and(|status| status.success())
    );
    for source in ["conf/fleet.yaml", "conf/own"] {
        let program = env!("CARGO_BIN_EXE_alluxio-gen");
        let mut command = Command::new("timeout");
        let command = command.current_dir(dir.path()).args(["20", program, "fleet", source, "--output-dir", "out"]);
        let output = command.output().expect("it runs");
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains("cannot read `conf/own/eu.yaml`: it is not a regular file"), "{text}");
    }
}

#[test]
fn a_file_that_cannot_be_read_now_is_not_forgotten() {
    let dir = fleet();
    told(&dir, "fleet conf/fleet.yaml --output-dir out");
    put(dir.path(), "conf/fleet.yaml", &lab::FLEET.replace("      - fuse.enabled=true\n", ""));
    let stale = "out/us/fuse/daemonset-alluxio-fuse.yaml";
    let mut command = Command::new("strace");
    let command = command.current_dir(dir.path()).args(["-f", "-qq", "-o", "/dev/null", "-P", stale]);
    let command = command.args(["-e", "inject=openat:error=EMFILE", env!("CARGO_BIN_EXE_alluxio-gen")]);
    match command.args(["fleet", "conf/fleet.yaml", "--output-dir", "out", "--prune"]).output() {
        Ok(output) if !String::from_utf8_lossy(&output.stderr).contains("ptrace") => {
            let text = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{text}");
            assert!(text.contains(&format!("cannot read `{stale}`: Too many open files")), "{text}");
        }
        _ => return eprintln!("SKIPPED: `strace` is not here, or may not trace"),
    }
    assert!(dir.path().join(stale).exists());
    let (code, text) = told(&dir, "fleet conf/fleet.yaml --output-dir out --prune");
    assert_eq!(code, 0, "{text}");
    assert!(!dir.path().join(stale).exists());
}

#[test]
fn a_call_that_fails_or_is_the_last_one_is_mended_by_the_next_run() {
    let dir = fleet();
    let file = |image: &str| format!("defaults: {{set: {image}}}\nclusters: [name: a, name: b]\n");
    put(dir.path(), "old.yaml", &file("[image=old, fuse.enabled=true]"));
    put(dir.path(), "new.yaml", &file("[image=new, logserver.enabled=true]"));
    let run = |name: &str| {
        let (code, text) = told(&dir, &format!("fleet {name}.yaml --output-dir out --prune"));
        assert_eq!(code, 0, "{text}");
        // What is kept from the last run is not what was rendered; it may be of a run before.
        let rendered =
            tree(&dir.path().join("out")).into_iter().filter(|(path, _)| !path.ends_with(".alluxio-gen-cache"));
        rendered.collect::<std::collections::BTreeMap<_, _>>()
    };
    let (new, old) = (run("new"), run("old"));
    let calls = ["write:error=ENOSPC", "write:signal=KILL", "rename:error=EIO", "rename:signal=KILL"];
    for fault in calls.into_iter().chain(["unlink:error=EIO", "unlink:signal=KILL", "openat:error=EMFILE"]) {
        for when in (1..32).step_by(5) {
            let call = fault.split(':').next().unwrap_or_default();
            let mut command = Command::new("strace");
            let command = command.current_dir(dir.path()).args(["-f", "-qq", "-o", "/dev/null", "-e"]);
            let command = command.args([&format!("trace={call}"), "-e", &format!("inject={fault}:when={when}")]);
            let command = command.args([env!("CARGO_BIN_EXE_alluxio-gen"), "fleet", "new.yaml", "--prune"]);
            let Ok(output) = command.args(["--output-dir", "out", "--threads", "2"]).output() else {
                return eprintln!("SKIPPED: `strace` is not here");
            };
            assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{fault} {when}");
            for (path, text) in tree(&dir.path().join("out")).iter().filter(|(path, _)| path.ends_with(".yaml")) {
                let is_whole = old.get(path) == Some(text) || new.get(path) == Some(text);
                assert!(is_whole, "{fault} {when}: `{path}` is neither the old nor the new one");
            }
            assert_eq!(run("new"), new, "{fault} {when}");
            assert_eq!(run("old"), old, "{fault} {when}");
        }
    }
}
