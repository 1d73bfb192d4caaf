//! Runs the commands of the README and of docs/*.md and compares what they print with what stands below them.
//!
//! A block marked `console` is run. One marked `sh` is not, and the comment above it, `<!-- not run: WHY -->`, says why.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A command of a page and the output that stands below it. No output there means that any will do.
struct Step {
    command: String,
    shown: String,
}

/// A fenced block: its language, its text, and the line above it.
struct Block {
    language: String,
    text: String,
    above: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("README.md is there")
}

/// The README and the pages of docs, by their paths.
fn pages() -> Vec<(String, String)> {
    let mut pages = vec![("README.md".to_owned(), readme())];
    for entry in fs::read_dir(root().join("docs")).expect("docs is there") {
        let name = entry.expect("the entry can be read").file_name().to_string_lossy().into_owned();
        if name.ends_with(".md") {
            let text = fs::read_to_string(root().join("docs").join(&name)).expect("the page can be read");
            pages.push((format!("docs/{name}"), text));
        }
    }
    pages.sort();
    pages
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut above, mut open) = (String::new(), false);
    for line in page.lines() {
        match (line.trim_start().strip_prefix("```"), open) {
            (Some(language), false) => {
                let above = std::mem::take(&mut above);
                blocks.push(Block { language: language.to_owned(), text: String::new(), above });
                open = true;
            }
            (Some(_), true) => open = false,
            (None, true) => {
                if let Some(block) = blocks.last_mut() {
                    block.text.push_str(&format!("{line}\n"));
                }
            }
            (None, false) => above = line.to_owned(),
        }
    }
    blocks
}

/// The commands of all `console` blocks.
fn steps(page: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for block in blocks(page).into_iter().filter(|block| block.language == "console") {
        for line in block.text.lines() {
            match (line.strip_prefix("$ "), steps.last_mut()) {
                (Some(command), _) => steps.push(Step { command: command.into(), shown: String::new() }),
                (None, Some(step)) => step.shown.push_str(&format!("{line}\n")),
                (None, None) => panic!("output before the first command: {line}"),
            }
        }
    }
    steps
}

/// Runs a line, without the part for a cluster or a registry, and gives its exit status and all that it prints: stdout,
/// then stderr.
fn run(command: &str, folder: &Path) -> (Option<i32>, String) {
    let binary = Path::new(env!("CARGO_BIN_EXE_alluxio-gen"));
    let ours = [" | kubectl", " | xargs"].iter().fold(command, |line, other| line.split(other).next().unwrap_or(line));
    let output = Command::new("sh")
        .args(["-c", &ours.replacen("alluxio-gen", "\"$ALLUXIO_GEN\"", 1)])
        .env("ALLUXIO_GEN", binary)
        .env_remove("CLICOLOR_FORCE")
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("sh runs");
    let printed = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(printed).expect("output is UTF-8"))
}

/// Whether a text is what was shown, in which a line `...` stands for any lines, and `...` at the end of a line for its rest.
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

/// A folder with the examples at their places.
fn examples() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder to run in");
    let examples = folder.path().join("docs/examples");
    fs::create_dir_all(&examples).expect("a folder for the examples");
    for entry in fs::read_dir(root().join("docs/examples")).expect("docs/examples is there") {
        let path = entry.expect("the entry can be read").path();
        if path.is_file() {
            fs::copy(&path, examples.join(path.file_name().unwrap_or_default())).expect("an example can be copied");
        }
    }
    folder
}

#[test]
fn commands_print_what_the_pages_show() {
    let mut runs = 0;
    for (page, text) in pages() {
        let folder = examples();
        for step in steps(&text) {
            if page == "README.md" && step.command.starts_with("cargo ") {
                continue;
            }
            assert!(
                step.command.starts_with("alluxio-gen "),
                "{page}: `{}` is none of ours: mark it `sh`",
                step.command
            );
            let (code, printed) = run(&step.command, folder.path());
            let refused = step.shown.starts_with("error:");
            assert_eq!(Some(i32::from(refused)), code, "{page}: {}\n{printed}", step.command);
            let same = step.shown.is_empty() || matches(&steady(&step.shown), &steady(&printed));
            assert!(same, "{page}: `{}` prints\n{printed}\nand the page shows\n{}", step.command, step.shown);
            runs += 1;
        }
    }
    assert!(runs > 40, "only {runs} commands are found");
}

#[test]
fn what_is_not_run_says_why() {
    let mut reasons = 0;
    for (page, text) in pages() {
        for block in blocks(&text) {
            let start = block.text.lines().next().unwrap_or_default();
            match block.language.as_str() {
                "console" | "yaml" => {}
                "sh" => {
                    let reason = block.above.strip_prefix("<!-- not run: ").and_then(|rest| rest.strip_suffix(" -->"));
                    assert!(
                        reason.is_some_and(|reason| reason.split(' ').count() > 2),
                        "{page}: no reason above `{start}`"
                    );
                    reasons += 1;
                }
                other => panic!("{page}: a block marked `{other}`: {start}"),
            }
        }
    }
    assert!(reasons > 5, "only {reasons} blocks are found");
}

/// The pages that a text links to, without the places in them.
fn links(text: &str) -> Vec<&str> {
    let links = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    links.filter(|link| !link.is_empty() && !link.contains("://")).collect()
}

#[test]
fn the_readme_lists_every_page_and_every_link_leads_somewhere() {
    let readme = readme();
    for (page, text) in pages() {
        assert!(page == "README.md" || links(&readme).contains(&page.as_str()), "{page} is not in the README");
        let folder = root().join(&page).parent().expect("a folder").to_owned();
        for link in links(&text) {
            assert!(folder.join(link).exists(), "{page}: nothing at {link}");
        }
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
    assert!(readme().lines().count() < 230);
}

#[test]
fn three_dots_stand_for_any_lines() {
    assert!(matches("a\n...\nd\n", "a\nb\nc\nd\n"));
    assert!(matches("a\n...\n", "a\nb\n"));
    assert!(matches("a: ...\n", "a: b\n"));
    assert!(!matches("a\n...\nd\n", "a\nb\n"));
    assert!(!matches("a\n", "a\nb\n"));
}
