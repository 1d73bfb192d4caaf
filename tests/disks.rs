//! Disks that are full, read-only or broken, and pipes that are cut: every file is the old or the new one, never a part.
//!
//! Some of it needs root, or `strace`; what cannot be tried on a machine says so on standard error.
#![cfg(target_os = "linux")]

#[path = "support/bounded.rs"]
mod bounded;

use bounded::{BINARY, assert_refused, errors, output, shell};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"))
}

/// Tells that something was not tried. Not by `println!`, which the harness hides.
fn skip(what: &str, why: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED: {what}: {}", why.trim());
}

fn generate(root: &Path, image: &str) -> Output {
    output(Command::new(BINARY).args(["generate", "all", "--set", image, "--output-dir"]).arg(root))
}

/// Every file below a folder with its text.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path
                    .strip_prefix(root)
                    .map_or_else(|_| path.display().to_string(), |path| path.display().to_string());
                found.insert(name, fs::read(&path).unwrap_or_default());
            }
        }
    }
    found
}

#[test]
fn a_pipe_may_be_cut_at_any_size() {
    let long = format!("master.env.LONG={}", "x".repeat(100_000));
    let args = ["render", "--set", "master.count=91,journal.type=EMBEDDED", "--set", &long];
    let whole = output(Command::new(BINARY).args(args)).stdout;
    assert!(whole.len() > 2 * 65_536, "the output has to be larger than a pipe holds: {}", whole.len());
    let near = |at: usize| [at.saturating_sub(1), at, at + 1];
    let cuts = (0..whole.len()).step_by(whole.len() / 8).chain([1, 2, 3]).chain(near(4096)).chain(near(65_536));
    for cut in cuts.chain(near(whole.len() - 1)) {
        let mut child = Command::new(BINARY)
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{error}"));
        let mut read = Vec::new();
        if let Some(pipe) = child.stdout.take() {
            let _ = pipe.take(cut as u64).read_to_end(&mut read);
        }
        let ended = child.wait_with_output().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((ended.status.code(), errors(&ended).as_str()), (Some(0), ""), "after {cut} bytes");
        assert!(whole.starts_with(&read) && read.len() == cut.min(whole.len()), "after {cut} bytes");
    }
}

/// Runs a script where it may mount, if that is possible at all.
fn mounted(what: &str, script: &str, root: &Path) -> Option<Output> {
    for unshare in ["unshare -m", "unshare -rm"] {
        let probe = shell(&format!("{unshare} mount -t tmpfs tmpfs \"$1\""), root);
        if probe.status.success() {
            return Some(output(
                Command::new("sh")
                    .args(["-c", &format!("exec {unshare} sh -c \"$2\" \"$0\" \"$1\""), BINARY])
                    .arg(root)
                    .arg(script),
            ));
        }
        if unshare.ends_with("-rm") {
            skip(what, &errors(&probe));
        }
    }
    None
}

#[test]
fn a_tiny_disk_keeps_what_was_there() {
    let temp = folder();
    for kilobytes in [4, 32, 64, 128, 256, 384] {
        let script = format!(
            "mount -t tmpfs -o size={kilobytes}k tmpfs \"$1\" || exit 99
            \"$0\" generate all --output-dir \"$1\" >/dev/null 2>\"$1.errors\"; echo first $?
            find \"$1\" | wc -l
            find \"$1\" -type f -exec cat {{}} + | cksum >\"$1.before\"
            \"$0\" generate all --set image=other --output-dir \"$1\" >/dev/null 2>>\"$1.errors\"; echo second $?
            find \"$1\" -type f -exec cat {{}} + | cksum | cmp - \"$1.before\" && echo kept
            cat \"$1.errors\""
        );
        let Some(run) = mounted("a disk of a few kilobytes", &script, temp.path()) else { return };
        let told = String::from_utf8_lossy(&run.stdout).into_owned();
        let mut lines = told.lines();
        let (first, entries) = (lines.next().unwrap_or(""), lines.next().unwrap_or(""));
        let (second, kept) = (lines.next().unwrap_or(""), lines.next().unwrap_or(""));
        assert!(matches!(first, "first 0" | "first 1") && matches!(second, "second 0" | "second 1"), "{told}");
        assert!(first == "first 0" || (entries == "1" && told.contains("No space left on device")), "{told}");
        assert!(second == "second 0" || (kept == "kept" && told.contains("No space left on device")), "{told}");
        assert!(kilobytes > 64 || first == "first 1", "{kilobytes} kB were enough, so nothing was tried: {told}");
    }
}

#[test]
fn a_read_only_disk_is_refused() {
    let temp = folder();
    let script =
        "mkdir \"$1/out\"; mount --bind \"$1/out\" \"$1/out\" && mount -o remount,bind,ro \"$1/out\" || exit 99
        \"$0\" generate all --output-dir \"$1/out/a/b\"";
    let Some(run) = mounted("a read-only disk", script, temp.path()) else { return };
    assert_refused(&run, "Read-only file system");
    assert!(tree(temp.path()).is_empty());
}

#[test]
fn a_folder_that_may_not_be_written_is_refused() {
    let temp = folder();
    let out = temp.path().join("out");
    assert!(generate(&out, "image=old").status.success());
    let before = tree(&out);
    let inner = out.join("singleMaster-hdfsJournal/master");
    let frozen = output(Command::new("chattr").arg("+i").arg(&inner));
    if !frozen.status.success() {
        return skip("a folder that root may not write", &errors(&frozen));
    }
    let run = generate(&out, "image=new");
    let thawed = output(Command::new("chattr").arg("-i").arg(&inner));
    assert!(thawed.status.success(), "{}", errors(&thawed));
    assert_eq!(run.status.code(), Some(1));
    assert!(errors(&run).contains("Operation not permitted"), "{}", errors(&run));
    assert_eq!(tree(&out), before);
}

#[test]
fn a_file_in_place_of_a_folder_is_refused() {
    let temp = folder();
    let file = temp.path().join("file");
    fs::write(&file, "mine").unwrap_or_else(|error| panic!("{error}"));
    for root in [file.clone(), file.join("below")] {
        let run = generate(&root, "image=new");
        assert_eq!(run.status.code(), Some(1), "{}", errors(&run));
        assert!(errors(&run).contains("file"), "{}", errors(&run));
    }
    assert_eq!(fs::read_to_string(&file).ok().as_deref(), Some("mine"));
}

/// Lets the `when`th of some system calls go wrong, by `strace`.
fn broken(calls: &str, fault: &str, when: usize, root: &Path) -> Output {
    output(
        Command::new("strace")
            .args(["-f", "-o", "/dev/null", "-e", &format!("trace={calls}")])
            .args(["-e", &format!("inject={calls}:{fault}:when={when}"), BINARY])
            .args(["generate", "single-ufs", "local", "--set", "image=new", "--output-dir"])
            .arg(root),
    )
}

fn strace_works() -> bool {
    let works = Command::new("strace").args(["-o", "/dev/null", BINARY, "profiles"]).output();
    let works = works.is_ok_and(|run| run.status.success());
    if !works {
        skip("faults of single system calls", "`strace` is not here, or may not trace");
    }
    works
}

fn single(root: &Path, image: &str) {
    let run = output(
        Command::new(BINARY).args(["generate", "single-ufs", "local", "--set", image, "--output-dir"]).arg(root),
    );
    assert!(run.status.success(), "{}", errors(&run));
}

#[test]
fn any_system_call_may_fail_or_be_the_last() {
    if !strace_works() {
        return;
    }
    let (temp, other) = (folder(), folder());
    single(other.path(), "image=new");
    let new = tree(other.path());
    single(temp.path(), "image=old");
    let old = tree(temp.path());
    for (calls, fault) in [
        ("write", "error=ENOSPC"),
        ("write", "signal=KILL"),
        ("rename", "error=EIO"),
        ("rename", "signal=KILL"),
        ("openat", "signal=KILL"),
        ("openat", "error=EMFILE"),
        ("unlink", "error=EIO"),
        ("fchmod", "error=EPERM"),
    ] {
        for when in (1..40).step_by(6) {
            let run = broken(calls, fault, when, temp.path());
            let code = run.status.code();
            assert!(
                code.is_none() || matches!(code, Some(0 | 1 | 127 | 137)),
                "{calls} {fault} {when}: {}",
                errors(&run)
            );
            assert!(!errors(&run).contains("panicked"), "{}", errors(&run));
            for (path, text) in tree(temp.path()).iter().filter(|(path, _)| !path.contains(".alluxio-gen-")) {
                let whole = old.get(path) == Some(text) || new.get(path) == Some(text);
                assert!(whole, "{calls} {fault} {when}: `{path}` is neither the old nor the new one");
            }
            single(temp.path(), "image=old");
            assert_eq!(tree(temp.path()), old, "{calls} {fault} {when}: the next run did not clean up");
        }
    }
}
