//! What disks, pipes and other runs do to the program, on the real binary.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const BINARY: &str = env!("CARGO_BIN_EXE_alluxio-gen");

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"))
}

fn done(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{error}"))
}

fn generate(root: &Path, mode: &str, more: &[&str]) -> Output {
    done(Command::new(BINARY).args(["generate", mode, "--output-dir"]).arg(root).args(more))
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every path below a folder, sorted, with the text of files.
fn tree(root: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.path().is_dir() {
                true => open.push(entry.path()),
                false => found
                    .push((entry.path().display().to_string(), fs::read_to_string(entry.path()).unwrap_or_default())),
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = Command::new(BINARY)
        .args(["render", "--set", "master.count=31"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{error}"));
    drop(child.stdout.take());
    assert_eq!(child.wait().map(|status| status.code()).ok(), Some(Some(0)));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap_or_else(|error| panic!("{error}"));
    let output = done(Command::new(BINARY).arg("render").stdout(full));
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("cannot write to standard output"), "{}", errors(&output));
}

#[test]
fn a_disk_that_fills_up_leaves_every_file_as_it_was() {
    let temp = folder();
    assert!(generate(temp.path(), "all", &[]).status.success());
    let before = tree(temp.path());
    // A limit on the size of files fails in the middle of the larger ones. SIGXFSZ is ignored, so that writing fails.
    let script = "trap '' XFSZ; ulimit -f 4; exec \"$0\" generate all --set image=other --output-dir \"$1\"";
    let output = done(Command::new("sh").args(["-c", script, BINARY]).arg(temp.path()));
    assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    assert_eq!(tree(temp.path()), before);
}

#[test]
fn nothing_is_written_unless_everything_renders() {
    let temp = folder();
    let root = temp.path().join("out");
    let output = generate(&root, "all", &["--worker-fuse"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!root.exists());
}

#[test]
fn a_link_or_a_folder_in_the_way_is_refused_with_nothing_written() {
    let temp = folder();
    let (root, outside) = (temp.path().join("out"), temp.path().join("outside"));
    let made = fs::create_dir_all(root.join("alluxio-fuse.yaml.template")).and_then(|()| fs::create_dir(&outside));
    made.unwrap_or_else(|error| panic!("{error}"));
    let output = generate(&root, "single-ufs", &["local"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("is a folder, but must be a file"), "{}", errors(&output));
    assert_eq!(tree(&root), []);
    let made = fs::remove_dir(root.join("alluxio-fuse.yaml.template"));
    made.and_then(|()| std::os::unix::fs::symlink(&outside, root.join("singleMaster-localJournal")))
        .unwrap_or_else(|error| panic!("{error}"));
    let output = generate(&root, "single-ufs", &["local"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("leaves the output folder through the symbolic link"), "{}", errors(&output));
    assert_eq!(tree(temp.path()), []);
}

#[test]
fn a_killed_run_leaves_whole_files_and_the_next_one_cleans_up() {
    let temp = folder();
    let other = folder();
    assert!(generate(temp.path(), "all", &[]).status.success());
    assert!(generate(other.path(), "all", &["--set", "image=other"]).status.success());
    let shorten = |root: &Path| -> Vec<(String, String)> {
        let prefix = root.display().to_string();
        tree(root).into_iter().map(|(path, text)| (path.replacen(&prefix, "", 1), text)).collect()
    };
    let (old, new) = (shorten(temp.path()), shorten(other.path()));
    for step in 0..50 {
        let mut child = Command::new(BINARY)
            .args([
                "generate",
                "all",
                "--set",
                if step % 2 == 0 { "image=other" } else { "image=alluxio/alluxio" },
                "--output-dir",
            ])
            .arg(temp.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{error}"));
        std::thread::sleep(std::time::Duration::from_micros(step * 1500));
        let _ = child.kill();
        let _ = child.wait();
        for (path, text) in shorten(temp.path()).into_iter().filter(|(path, _)| !path.contains("/.alluxio-gen-")) {
            let file = (path, text);
            assert!(old.contains(&file) || new.contains(&file), "{} is neither the old nor the new one", file.0);
        }
    }
    assert!(generate(temp.path(), "all", &["--set", "image=other"]).status.success());
    assert_eq!(shorten(temp.path()), new);
}

#[test]
fn runs_at_the_same_time_take_turns() {
    let temp = folder();
    let spawn = |image: &str| {
        Command::new(BINARY)
            .args(["generate", "all", "--set", image, "--output-dir"])
            .arg(temp.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{error}"))
    };
    for mut child in ["image=a", "image=b", "image=a", "image=b"].map(spawn) {
        assert!(child.wait().is_ok_and(|status| status.success()));
    }
    let images: std::collections::BTreeSet<String> = tree(temp.path())
        .iter()
        .flat_map(|(_, text)| text.lines())
        .filter_map(|line| line.trim().strip_prefix("image: "))
        .filter(|image| image.starts_with("a:") || image.starts_with("b:"))
        .map(str::to_owned)
        .collect();
    assert_eq!(images.len(), 1, "files of two runs are mixed: {images:?}");
}
