//! A hostile sweep: whatever stands in a values file, every failure names the file, the line and what to do, and nothing
//! panics. 1,000 files, mutated the same way in every run; tests/cases.rs holds the error cases to the same.

use alluxio_gen::assets::Assets;
use alluxio_gen::cli::{Inputs, LintFlags};
use alluxio_gen::facts::Facts;
use alluxio_gen::lint::allow::Allowed;
use alluxio_gen::lint::paths::Paths;
use alluxio_gen::lint::{Context, findings, report};
use alluxio_gen::manifest::Selection;
use alluxio_gen::problem::{Problem, Severity, Stop};
use alluxio_gen::render::Renderer;
use alluxio_gen::target::Target;
use alluxio_gen::{Run, check, cores, inspect, load, read};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

/// How many files are mutated.
const FILES: usize = 1000;

/// The message says what must be, or there is help.
fn says_what_to_do(message: &str, has_help: bool) -> bool {
    has_help || message.contains(" must ")
}

#[test]
fn mutated_files_fail_clearly_or_not_at_all() {
    let seeds = seeds();
    let folder = tempfile::tempdir().expect("a folder");
    let sweep = Sweep::new();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let texts: Vec<String> = (0..FILES).map(|number| mutate(&seeds[number % seeds.len()], &mut random)).collect();
    let outcomes = cores::map(FILES, |number| {
        let file = folder.path().join(format!("{number}.yaml"));
        fs::write(&file, &texts[number]).expect("the file is written");
        let name = file.to_str().expect("a path");
        catch_unwind(AssertUnwindSafe(|| sweep.run(name, number % 20 == 0))).map_err(drop)
    });
    let (mut refused, mut vague) = (0, Vec::new());
    for (number, (text, outcome)) in texts.iter().zip(outcomes).enumerate() {
        match outcome {
            Err(()) => vague.push(format!("file {number} panics:\n{text}")),
            Ok(unclear) => {
                refused += usize::from(unclear.is_refused);
                vague.extend(unclear.problems.iter().map(|problem| format!("file {number}: {problem}\n{text}")));
            }
        }
    }
    assert!(vague.is_empty(), "{} of {FILES}:\n{}", vague.len(), vague.join("\n"));
    assert!(refused > FILES / 10 && refused < FILES, "{refused} of {FILES} files are refused");
}

/// What a file came to.
struct Outcome {
    is_refused: bool,
    problems: Vec<String>,
}

/// What all runs share.
struct Sweep {
    assets: Assets,
    renderer: Renderer,
    target: Target,
    allowed: Allowed,
}

impl Sweep {
    fn new() -> Self {
        let mut run = Run::default();
        let args = alluxio_gen::cli::Target { name: "alluxio".to_owned(), namespace: None, kube_version: None };
        let assets = Assets::default();
        let renderer = Renderer::new(&assets, &mut run.problems).expect("the templates are read");
        let target = Target::new(&args, &mut run.problems);
        let allowed = Allowed::new(&LintFlags::default(), &mut run.problems);
        assert!(run.problems.worst().is_none());
        Sweep { assets, renderer, target, allowed }
    }

    /// Does with a file what `lint` and, if asked, `render` do; says what is unclear about the problems.
    fn run(&self, file: &str, and_render: bool) -> Outcome {
        let mut run = Run::default();
        let inputs = Inputs { values: vec![format!("\"{file}\"")], ..Inputs::default() };
        let outcome = self.look(&inputs, and_render, &mut run);
        let shown = run.problems.report(&run.sources);
        assert!(!shown.contains('\u{0}'));
        if and_render {
            let paths = Paths::default();
            let (sarif, _) = report::sarif(&run.problems, &run.sources, &paths);
            for text in [report::json(&run.problems, &run.sources, &paths), sarif] {
                serde_yaml::from_str::<serde_yaml::Value>(&text).expect("JSON can be read back");
            }
        }
        let errors = run.problems.iter().filter(|problem| problem.severity >= Severity::Error);
        let unclear = errors.filter_map(|problem| unclear(problem, &run, file)).collect();
        let is_silent = outcome.is_err() && run.problems.worst() < Some(Severity::Error);
        let mut problems: Vec<String> = unclear;
        problems.extend(is_silent.then(|| "stops without an error".to_owned()));
        Outcome { is_refused: outcome.is_err(), problems }
    }

    fn look(&self, inputs: &Inputs, and_render: bool, run: &mut Run) -> Result<(), Stop> {
        let (node, version) = load(inputs, None, &self.assets, run)?;
        let values = read(&node, version, &self.assets, run)?;
        check::check(&values, &self.target, &mut run.problems);
        let facts = Arc::new(Facts::new(&values, &self.target, &mut run.problems));
        let (values, node, sources, target) = (&values, &node, &run.sources, &self.target);
        let context = Context { values, node, sources, facts: &facts, target };
        for problem in findings(&context, Severity::Advice, &self.allowed) {
            // A rule's finding is an error too, but no refusal.
            if problem.severity < Severity::Error {
                run.problems.push(problem);
            }
        }
        run.problems.stop_on_errors()?;
        if and_render {
            let manifests = self.renderer.render(&facts, None, &Selection::new(&[]), run)?;
            inspect(&manifests, values, &self.assets, run)?;
        }
        Ok(())
    }
}

/// What an error lacks.
fn unclear(problem: &Problem, run: &Run, file: &str) -> Option<String> {
    let lacks = match problem.place {
        _ if problem.severity == Severity::Bug => "no right to be",
        None => "no place",
        Some(place) if run.sources.get(place.source).name != file => "the wrong file",
        Some(place) if place.line == 0 || place.column == 0 => "no line",
        Some(_) if !says_what_to_do(&problem.message, problem.help.is_some()) => "no action",
        Some(_) => return None,
    };
    Some(format!("{:?} has {lacks}", problem.message))
}

/// Files to mutate: those of the cases, and the profiles.
fn seeds() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let of = |folder: &str| {
        let entries = fs::read_dir(root.join(folder)).expect("the folder is there");
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        paths
    };
    let cases = of("tests/cases").into_iter().map(|folder| folder.join("values.yaml"));
    let files = cases.chain(of("profiles")).filter_map(|path| fs::read_to_string(path).ok());
    let seeds: Vec<String> = files.filter(|text| text.lines().count() > 1).collect();
    assert!(seeds.len() > 100, "{} seeds", seeds.len());
    seeds
}

/// The same numbers in every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

/// Values that nobody expects.
const SCALARS: &[&str] = &[
    "",
    "~",
    "yes",
    "-1",
    "0",
    "1e400",
    "99999999999999999999",
    "0644",
    "0x",
    "1_000",
    ".5",
    ".nan",
    "\"\"",
    "\"\\0\"",
    "'",
    "\"a",
    "[",
    "[]",
    "[null]",
    "{}",
    "{a",
    "{a: {b: c}}",
    "- x",
    "*a",
    "&a b",
    "!!binary x",
    "!x",
    "a: b",
    "|",
    ">",
    "1Gi",
    "1GB",
    "-1Gi",
    "/a:b",
    "/../..",
    "${A}",
    "–x",
    "\u{feff}",
    "\u{2028}",
    "é\u{301}",
    "persistentVolumeClaim",
    "emptyDir",
    "EMBEDDED",
    "hdfs://a:b:c/",
    "hdfs://[::1]:9/",
    "s3a://<x>",
    "alluxio",
    "2147483648",
    "null # x",
];

/// Lines that nobody expects.
const LINES: &[&str] = &[
    "\tx: 1",
    "---",
    "...",
    "%YAML 1.2",
    "? a",
    ": b",
    "- a",
    "<<: *x",
    "<<: {a: b}",
    "master: null",
    "worker: []",
    "properties: {alluxio.master.journal.folder: /x}",
    "env: [{name: A}]",
    "journal: {type: EMBEDDED, folder: x}",
    "tieredstore: {levels: [{level: 0}]}",
    "mounts: [{}]",
    "metastore: {volumeType: emptyDir}",
    "fuse: {enabled: true}",
    "hostAliases: [{ip: 1}]",
    "user: -1",
    "fullnameOverride: \"A b\"",
    "# alluxio-gen: allow AXG999",
];

/// A few changes to a text.
fn mutate(seed: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = seed.lines().map(str::to_owned).collect();
    for _ in 0..=random.below(3) {
        let at = random.below(lines.len());
        match random.below(9) {
            0 => replace_value(&mut lines, at, random),
            1 => replace_value(&mut lines, at, random),
            2 => misspell(&mut lines, at, random),
            3 => lines.insert(at, random.of(LINES).to_owned()),
            4 => lines.push(random.of(LINES).to_owned()),
            5 => lines.insert(at, lines.get(at).cloned().unwrap_or_default()),
            6 => drop(lines.get_mut(at).map(|line| line.insert_str(0, "  "))),
            7 => drop(lines.get_mut(at).map(|line| *line = line.trim_start().to_owned())),
            _ => drop((at < lines.len()).then(|| lines.remove(at))),
        }
    }
    lines.join("\n") + "\n"
}

fn replace_value(lines: &mut [String], at: usize, random: &mut Random) {
    let Some(line) = lines.get_mut(at) else { return };
    if let Some(colon) = line.find(": ").or_else(|| line.find(':')) {
        line.truncate(colon + 1);
        line.push(' ');
    } else if let Some(dash) = line.find("- ") {
        line.truncate(dash + 2);
    }
    line.push_str(random.of(SCALARS));
}

fn misspell(lines: &mut [String], at: usize, random: &mut Random) {
    let Some(line) = lines.get_mut(at) else { return };
    let ends: Vec<usize> = line.char_indices().map(|(at, _)| at).collect();
    if let Some(&at) = ends.get(random.below(ends.len())) {
        line.remove(at);
        let replacement = ["", "x", "\"", "é", ":", "\u{7}", "  ", "{"][random.below(8)];
        line.insert_str(at, replacement);
    }
}
