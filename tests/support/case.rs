//! One case: reading `case.json`, running the binary, and the text of the golden.

use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// `case.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    /// The subcommand, `render` if not given.
    #[serde(default = "render")]
    command: Vec<String>,
    /// Its arguments; files are those of the case's folder.
    args: Vec<String>,
    /// What comes out.
    #[serde(default)]
    expect: Expect,
    /// What stderr must say, in these words.
    #[serde(default)]
    mention: Vec<String>,
    /// Whether the command writes files: it then runs in a copy of the folder, and the golden shows them.
    #[serde(default)]
    tree: bool,
    /// One sentence.
    why: String,
}

/// What a case is to give.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Expect {
    /// A YAML stream of Kubernetes objects.
    #[default]
    Objects,
    /// One Kubernetes List in JSON.
    Json,
    /// Anything else.
    Text,
    /// A refusal of the input: exit status 1.
    Error,
    /// A refusal of the command line: exit status 2.
    Usage,
}

fn render() -> Vec<String> {
    vec!["render".into()]
}

/// A case that is ready to run.
#[derive(Debug)]
pub struct Case {
    /// The folder's name.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
    /// What is to come out.
    pub expect: Expect,
    /// What stderr must say.
    pub mention: Vec<String>,
    /// What the case shows.
    pub why: String,
    arguments: Vec<String>,
    tree: bool,
}

/// What a run gave.
#[derive(Debug)]
pub struct Outcome {
    /// The exit status; none after a signal.
    pub code: Option<i32>,
    /// All of stdout.
    pub stdout: String,
    /// All of stderr.
    pub stderr: String,
    files: Vec<(String, String)>,
}

/// All cases, by name.
pub fn all() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases: Vec<Case> = fs::read_dir(&root)
        .expect("tests/cases is there")
        .map(|entry| read(&entry.expect("the entry can be read").path()))
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

fn read(folder: &Path) -> Case {
    let text = fs::read_to_string(folder.join("case.json"));
    let text = text.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    // JSON is YAML, so no reader of JSON is needed.
    let description: Description =
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    Case {
        name: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        folder: folder.to_owned(),
        expect: description.expect,
        mention: description.mention,
        why: description.why,
        arguments: description.command.into_iter().chain(description.args).collect(),
        tree: description.tree,
    }
}

impl Case {
    /// Runs the binary.
    pub fn run(&self) -> Outcome {
        let copy = self.tree.then(|| tempfile::tempdir().expect("a folder for the files"));
        let folder = copy.as_ref().map_or(self.folder.as_path(), |copy| copy.path());
        if copy.is_some() {
            copy_inputs(&self.folder, folder);
        }
        let output = Command::new(env!("CARGO_BIN_EXE_alluxio-gen"))
            .args(&self.arguments)
            .current_dir(folder)
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::null())
            .output()
            .expect("the binary runs");
        let mut files = Vec::new();
        if copy.is_some() {
            collect_files(folder, folder, &mut files);
            files.sort();
        }
        Outcome {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
            files,
        }
    }
}

impl Outcome {
    /// The golden: everything that the run left.
    pub fn as_text(&self) -> String {
        let code = self.code.map_or("none".into(), |code| code.to_string());
        let mut text = format!("exit status: {code}\n");
        for (title, body) in [("stderr", &self.stderr), ("stdout", &self.stdout)] {
            if !body.is_empty() {
                text.push_str(&format!("======== {title}\n{body}"));
            }
        }
        for (name, body) in &self.files {
            text.push_str(&format!("======== {name}\n{body}"));
        }
        text
    }
}

fn copy_inputs(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        let target = to.join(path.file_name().unwrap_or_default());
        let is_ours = path.extension().is_some_and(|e| e == "snap" || e == "new" || e == "json");
        if path.is_dir() {
            fs::create_dir(&target).expect("a folder can be made");
            copy_inputs(&path, &target);
        } else if !is_ours {
            fs::copy(&path, &target).expect("a file can be copied");
        }
    }
}

fn collect_files(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            collect_files(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            // Digests of the program and of all that goes in, which every change of the program changes.
            if name.ends_with(".alluxio-gen-cache") {
                continue;
            }
            files.push((name, fs::read_to_string(&path).expect("files are UTF-8")));
        }
    }
}
