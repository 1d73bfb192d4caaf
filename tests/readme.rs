//! Runs the `alluxio-gen` lines of the README and compares what they print with what the README shows.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A command of the README and the output that stands below it. No output there means that any will do.
struct Step {
    command: String,
    shown: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("README.md is there")
}

/// The commands of all `console` blocks.
fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let blocks = text.split("```console\n").skip(1).filter_map(|rest| rest.split_once("```")).map(|(block, _)| block);
    for line in blocks.flat_map(str::lines) {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step { command: command.into(), shown: String::new() }),
            (None, Some(step)) => step.shown.push_str(&format!("{line}\n")),
            (None, None) => panic!("output before the first command: {line}"),
        }
    }
    steps
}

/// Runs a line, without the part that needs a cluster, and gives its exit status and all that it prints: stdout, then stderr.
fn run(command: &str, folder: &Path) -> (Option<i32>, String) {
    let binary = Path::new(env!("CARGO_BIN_EXE_alluxio-gen"));
    let ours = command.split(" | kubectl").next().unwrap_or(command).replacen("alluxio-gen", "\"$ALLUXIO_GEN\"", 1);
    let output = Command::new("sh")
        .args(["-c", &ours])
        .env("ALLUXIO_GEN", binary)
        .env_remove("CLICOLOR_FORCE")
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("sh runs");
    let printed = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(printed).expect("output is UTF-8"))
}

/// Whether a text is what was shown, in which a line `...` stands for any lines.
fn matches(shown: &str, printed: &str) -> bool {
    let mut rest = printed;
    let pieces: Vec<&str> = shown.split("...\n").collect();
    for (index, piece) in pieces.iter().enumerate() {
        let found = match index {
            0 => rest.starts_with(piece).then_some(0),
            _ if index + 1 == pieces.len() && piece.is_empty() => return true,
            _ if index + 1 == pieces.len() => rest.ends_with(piece).then(|| rest.len() - piece.len()),
            _ => rest.find(piece),
        };
        match found {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.is_empty()
}

/// Without the lines of values.yaml, which move with its comments.
fn steady(text: &str) -> String {
    let mut pieces = text.split("built-in values, line ");
    let first = pieces.next().unwrap_or_default().to_owned();
    let place = |piece: &str| piece.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start().to_owned();
    pieces.fold(first, |text, piece| text + "built-in values, line " + &place(piece))
}

#[test]
fn commands_print_what_the_readme_shows() {
    let folder = tempfile::tempdir().expect("a folder to run in");
    let examples = folder.path().join("docs/examples");
    fs::create_dir_all(&examples).expect("a folder for the examples");
    for entry in fs::read_dir(root().join("docs/examples")).expect("docs/examples is there") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            continue;
        }
        fs::copy(&path, examples.join(path.file_name().unwrap_or_default())).expect("an example can be copied");
    }
    let steps = steps(&readme());
    let ours: Vec<&Step> = steps.iter().filter(|step| step.command.starts_with("alluxio-gen ")).collect();
    assert!(ours.len() > 10, "the commands are not found any more");
    for step in ours {
        let (code, printed) = run(&step.command, folder.path());
        let refused = step.shown.starts_with("error:");
        assert_eq!(Some(i32::from(refused)), code, "{}\n{printed}", step.command);
        let same = step.shown.is_empty() || matches(&steady(&step.shown), &steady(&printed));
        assert!(same, "`{}` prints\n{printed}\nand the README shows\n{}", step.command, step.shown);
    }
}

#[test]
fn the_two_cargo_commands_are_there() {
    let commands: Vec<String> = steps(&readme()).into_iter().map(|step| step.command).collect();
    for cargo in ["cargo run --release -- render -f docs/examples/s3.yaml", "cargo test"] {
        assert!(commands.iter().any(|command| command == cargo), "`{cargo}` is missing");
    }
}

#[test]
fn it_stays_short() {
    assert!(readme().lines().count() < 300);
}

#[test]
fn three_dots_stand_for_any_lines() {
    assert!(matches("a\n...\nd\n", "a\nb\nc\nd\n"));
    assert!(matches("a\n...\n", "a\nb\n"));
    assert!(!matches("a\n...\nd\n", "a\nb\n"));
    assert!(!matches("a\n", "a\nb\n"));
}
