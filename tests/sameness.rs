//! The same input gives the same bytes: again and again, elsewhere, for another user, in another language and time zone.
#![cfg(unix)]

#[path = "support/bounded.rs"]
mod bounded;

use bounded::{BINARY, errors, output};
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The program and its values where every user can read them.
struct Place {
    folder: tempfile::TempDir,
    binary: PathBuf,
}

fn good<T>(result: std::io::Result<T>) -> T {
    result.unwrap_or_else(|error| panic!("{error}"))
}

fn place() -> Place {
    let folder = good(tempfile::tempdir());
    good(fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)));
    let binary = folder.path().join("alluxio-gen");
    // Not by `fs::copy`: another test's child would inherit the open file, and nobody can start a file that is written.
    assert!(good(Command::new("cp").arg(BINARY).arg(&binary).status()).success());
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/everything/values.yaml");
    good(fs::copy(cases, folder.path().join("values.yaml")));
    Place { folder, binary }
}

fn render(command: &mut Command) -> Vec<u8> {
    let run = output(command.stdin(Stdio::null()));
    assert!(run.status.success(), "{command:?}: {}", errors(&run));
    run.stdout
}

/// The versions of Alluxio.
const VERSIONS: [&str; 2] = ["2.7", "2.9"];

fn args_of(place: &Place, version: &str) -> [String; 5] {
    let file = place.folder.path().join("values.yaml").display().to_string();
    ["render".to_owned(), "--alluxio-version".to_owned(), version.to_owned(), "-f".to_owned(), file]
}

fn args(place: &Place) -> [String; 5] {
    args_of(place, VERSIONS[0])
}

#[test]
fn a_hundred_runs_give_the_same_bytes() {
    let place = place();
    for version in VERSIONS {
        let first = render(Command::new(&place.binary).args(args_of(&place, version)));
        assert!(first.len() > 10_000);
        for run in 0..100 {
            assert_eq!(render(Command::new(&place.binary).args(args_of(&place, version))), first, "run {run}");
        }
    }
}

#[test]
fn neither_folder_nor_environment_changes_a_byte() {
    let place = place();
    VERSIONS.iter().for_each(|version| same_everywhere(&place, version));
}

fn same_everywhere(place: &Place, version: &str) {
    let args = args_of(place, version);
    let first = render(Command::new(&place.binary).args(&args));
    let mut near = args.clone();
    near[4] = "values.yaml".to_owned();
    let relative = render(Command::new(&place.binary).args(near).current_dir(place.folder.path()));
    assert_eq!(relative, first, "in another folder");
    assert_eq!(render(Command::new(&place.binary).args(&args).env_clear()), first, "without any environment");
    for (name, value) in [
        ("LC_ALL", "tr_TR.UTF-8"),
        ("LANG", "ja_JP.UTF-8"),
        ("LC_ALL", "C"),
        ("TZ", "Pacific/Kiritimati"),
        ("TZ", "nonsense"),
        ("HOME", ""),
        ("HOME", "/nonexistent"),
        ("TERM", "xterm-256color"),
        ("NO_COLOR", "1"),
        ("CLICOLOR_FORCE", "1"),
        ("COLUMNS", "20"),
        ("HELM_NAMESPACE", "other"),
        ("KUBECONFIG", "/nonexistent"),
        ("SOURCE_DATE_EPOCH", "0"),
        ("RUST_BACKTRACE", "full"),
        ("RUST_LOG", "trace"),
    ] {
        assert_eq!(render(Command::new(&place.binary).args(&args).env(name, value)), first, "{name}={value}");
    }
    let unset = render(Command::new(&place.binary).args(&args).env_remove("HOME").env_remove("PATH"));
    assert_eq!(unset, first, "without HOME and PATH");
}

#[test]
fn errors_are_the_same_in_every_language() {
    let place = place();
    let fail = |name: &str, value: &str| {
        let missing = place.folder.path().join("missing.yaml");
        output(Command::new(&place.binary).args(["render", "-f"]).arg(missing).env(name, value).stdin(Stdio::null()))
            .stderr
    };
    let first = fail("LC_ALL", "C");
    assert!(!first.is_empty());
    assert_eq!(fail("LC_ALL", "de_DE.UTF-8"), first);
    assert_eq!(fail("LANGUAGE", "fr"), first);
}

#[test]
fn another_user_gets_the_same_bytes() {
    let place = place();
    let first = render(Command::new(&place.binary).args(args(&place)));
    let nobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups"];
    let probe = Command::new("setpriv").args(nobody).arg(&place.binary).arg("profiles").output();
    if !probe.as_ref().is_ok_and(|run| run.status.success()) {
        // Not by `println!`, which the harness hides.
        let _ =
            writeln!(std::io::stderr(), "SKIPPED: another user: `setpriv` is not here, or this is not root: {probe:?}");
        return;
    }
    assert_eq!(render(Command::new("setpriv").args(nobody).arg(&place.binary).args(args(&place))), first);
    let out = place.folder.path().join("out");
    let mut denied = Command::new("setpriv");
    let denied = output(denied.args(nobody).arg(&place.binary).args(["generate", "all", "--output-dir"]).arg(&out));
    bounded::assert_refused(&denied, "ermission denied");
    assert!(!out.exists());
}

#[test]
fn the_clock_changes_nothing() {
    // A change of the machine's own clock is out of reach of a test; that the program never asks is tests/confined.rs's.
    let place = place();
    let touched = place.folder.path().join("values.yaml");
    let first = render(Command::new(&place.binary).args(args(&place)));
    let old = std::time::SystemTime::UNIX_EPOCH;
    good(fs::File::options().write(true).open(&touched).and_then(|file| file.set_modified(old)));
    assert_eq!(render(Command::new(&place.binary).args(args(&place))), first);
    let (one, two) = (place.folder.path().join("one"), place.folder.path().join("two"));
    for root in [&one, &two] {
        render(Command::new(&place.binary).args(["generate", "all", "--output-dir"]).arg(root));
    }
    let same = output(Command::new("diff").arg("-r").args([&one, &two]));
    assert!(same.status.success(), "{}", String::from_utf8_lossy(&same.stdout));
}
