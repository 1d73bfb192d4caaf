//! Tests of writing into folders, on a real disk.

use super::folder::{Change, Wanted, compare, write};
use crate::problem::{Problems, Stop};
use std::fs;
use std::path::Path;
use tempfile::{TempDir, tempdir};

fn folder() -> TempDir {
    tempdir().unwrap_or_else(|error| panic!("{error}"))
}

fn wanted<const N: usize>(files: [(&str, &str); N]) -> Vec<Wanted> {
    files.into_iter().map(|(path, text)| Wanted { path: path.to_owned(), text: text.to_owned() }).collect()
}

fn run(root: &Path, files: &[Wanted]) -> Result<Vec<Change>, String> {
    let mut problems = Problems::default();
    let done = write(root, files, &mut problems);
    done.map_err(|Stop| problems.iter().map(|problem| problem.message.clone()).collect::<Vec<_>>().join("\n"))
}

/// Every file and folder below a folder, with the text of files.
fn tree(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.path().strip_prefix(root).map(|path| path.display().to_string()).unwrap_or_default();
            if entry.path().is_dir() {
                open.push(entry.path());
                found.push(format!("{name}/"));
            } else {
                found.push(format!("{name}={}", fs::read_to_string(entry.path()).unwrap_or_default()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn files_are_new_then_same_then_changed() {
    let temp = folder();
    let root = temp.path().join("a/b");
    let files = wanted([("x.yaml", "1"), ("c/y.yaml", "2")]);
    assert_eq!(run(&root, &files), Ok(vec![Change::New, Change::New]));
    assert_eq!(tree(&root), ["c/", "c/y.yaml=2", "x.yaml=1"]);
    let written = |name: &str| fs::metadata(root.join(name)).and_then(|data| data.modified()).ok();
    let before = written("c/y.yaml");
    assert_eq!(run(&root, &wanted([("x.yaml", "3"), ("c/y.yaml", "2")])), Ok(vec![Change::Changed, Change::Same]));
    assert_eq!(written("c/y.yaml"), before);
    assert_eq!(tree(&root), ["c/", "c/y.yaml=2", "x.yaml=3"]);
}

#[test]
fn comparing_changes_nothing() {
    let temp = folder();
    let root = temp.path().join("out");
    let mut problems = Problems::default();
    assert_eq!(compare(&root, &wanted([("x", "1")]), &mut problems), Ok(vec![Change::New]));
    assert!(!root.exists());
}

#[test]
fn a_path_that_leaves_the_folder_is_refused() {
    let temp = folder();
    let root = temp.path().join("out");
    for path in ["../x", "a/../../x", "/etc/x", "a//b", "", "a/", "./x", "a\\..\\x"] {
        let report = run(&root, &wanted([("good", "1"), (path, "2")]));
        assert_eq!(report, Err(format!("the path `{path}` leaves the output folder")));
    }
    assert_eq!(tree(temp.path()), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_folder_is_refused() {
    use std::os::unix::fs::symlink;
    let temp = folder();
    let (root, outside) = (temp.path().join("out"), temp.path().join("outside"));
    for path in [&root, &outside, &root.join("inside")] {
        fs::create_dir(path).unwrap_or_else(|error| panic!("{error}"));
    }
    fs::write(outside.join("file"), "kept").unwrap_or_else(|error| panic!("{error}"));
    for (target, link) in
        [("../outside", "dir"), ("../outside/file", "file"), ("../outside/none", "gone"), ("inside", "in")]
    {
        symlink(target, root.join(link)).unwrap_or_else(|error| panic!("{error}"));
    }
    for path in ["dir/x", "file", "gone"] {
        let report = run(&root, &wanted([("good", "1"), (path, "2")])).expect_err(path);
        assert!(report.contains("leaves the output folder through the symbolic link"), "{report}");
    }
    assert_eq!(tree(&outside), ["file=kept"]);
    assert!(!root.join("good").exists());
    assert_eq!(run(&root, &wanted([("in/x", "1")])), Ok(vec![Change::New]));
    assert_eq!(tree(&root.join("inside")), ["x=1"]);
}

#[test]
fn a_folder_where_a_file_belongs_and_the_reverse() {
    let temp = folder();
    fs::create_dir(temp.path().join("x.yaml")).unwrap_or_else(|error| panic!("{error}"));
    fs::write(temp.path().join("master"), "a file").unwrap_or_else(|error| panic!("{error}"));
    let report = run(temp.path(), &wanted([("x.yaml", "1"), ("master/y", "2"), ("z", "3")])).expect_err("refused");
    assert!(report.contains("x.yaml` is a folder, but must be a file\n"), "{report}");
    assert!(report.contains("master/y` needs a folder, but a file is there"), "{report}");
    assert!(!temp.path().join("z").exists());
    let report = run(&temp.path().join("master"), &wanted([("z", "3")])).expect_err("refused");
    assert!(report.contains("master` is not a folder"), "{report}");
}

#[test]
fn two_texts_for_one_file_are_refused() {
    let temp = folder();
    let report = run(temp.path(), &wanted([("x", "1"), ("x", "2")]));
    assert_eq!(report, Err("two objects would be written to the file `x`".to_owned()));
    assert_eq!(tree(temp.path()), Vec::<String>::new());
}

#[test]
fn what_a_killed_run_has_left_is_removed() {
    let temp = folder();
    for name in [".alluxio-gen-1-0.tmp", ".alluxio-gen-mine", "other.tmp"] {
        fs::write(temp.path().join(name), "").unwrap_or_else(|error| panic!("{error}"));
    }
    assert_eq!(run(temp.path(), &wanted([("x", "1")])), Ok(vec![Change::New]));
    assert_eq!(tree(temp.path()), [".alluxio-gen-mine=", "other.tmp=", "x=1"]);
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt as _;
    let temp = folder();
    let file = temp.path().join("x");
    fs::write(&file, "old").unwrap_or_else(|error| panic!("{error}"));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(run(temp.path(), &wanted([("x", "new")])), Ok(vec![Change::Changed]));
    assert_eq!(fs::metadata(&file).map(|data| data.permissions().mode() & 0o777).ok(), Some(0o600));
}

#[test]
fn a_failure_leaves_all_as_it_was() {
    let temp = folder();
    fs::write(temp.path().join("x"), "old").unwrap_or_else(|error| panic!("{error}"));
    let long = format!("deep/{}", "n".repeat(300));
    let report = run(temp.path(), &wanted([("x", "new"), ("deep/y", "1"), (&long, "2")]));
    assert!(report.is_err_and(|report| report.contains("longer than 255 bytes")));
    assert_eq!(tree(temp.path()), ["x=old"]);
}

#[test]
fn two_runs_at_once_take_turns() {
    let temp = folder();
    let text = "x".repeat(100_000);
    let files =
        |text: &str| (0..20).map(|n| Wanted { path: format!("d/{n}"), text: text.to_owned() }).collect::<Vec<_>>();
    let (one, two) = (files(&text), files(&text.to_uppercase()));
    std::thread::scope(|scope| {
        for files in [&one, &two, &one, &two] {
            scope.spawn(|| assert!(run(temp.path(), files).is_ok()));
        }
    });
    let found = tree(temp.path());
    assert_eq!(found.len(), 21);
    assert!(found.iter().skip(1).all(|file| file.ends_with(&text) || file.ends_with(&text.to_uppercase())));
}
