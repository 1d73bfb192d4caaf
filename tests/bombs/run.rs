//! One run that is held to its bounds, and what it costs.

use super::bounded::{BINARY, errors, output};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a run may take, and the kilobytes of addresses it may use.
const TIME: Duration = Duration::from_secs(20);
const KILOBYTES: u32 = 200_000;

/// What a run has to end in.
pub enum End {
    Result,
    Error(&'static str),
    Either,
}

/// A run that went over its bounds, or ended as it should not.
pub type Failure = Option<String>;

/// Renders with arguments and a values file, and holds the run to its bounds.
pub fn run(name: &str, args: &[String], values: &str, end: End) -> Failure {
    let temp = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let file = temp.path().join("values.yaml");
    fs::write(&file, values).unwrap_or_else(|error| panic!("{error}"));
    let (binary, costs) = match std::env::var("ALLUXIO_GEN") {
        Ok(binary) => (binary, temp.path().join("costs")),
        Err(_) => (BINARY.to_owned(), Path::new("/dev/null").to_owned()),
    };
    let measure = if costs.starts_with("/dev") { "" } else { "/usr/bin/time -q -o \"$COSTS\" -f '%U %S %M'" };
    let script = format!("ulimit -v {KILOBYTES}; exec {measure} \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command
        .args(["-c", &script, &binary, "render", "-f"])
        .arg(&file)
        .args(args)
        .env("COSTS", &costs)
        .stdin(Stdio::null());
    let start = Instant::now();
    let ended = output(&mut command);
    let time = start.elapsed();
    let size = values.len() + args.iter().map(String::len).sum::<usize>();
    let (cpu, memory) = cost(&fs::read_to_string(&costs).unwrap_or_default());
    println!("| {name} | {} kB | exit {} | {cpu} ms | {memory} MB |", size / 1000, ended.status.code().unwrap_or(-1));
    let told: String = errors(&ended).chars().take(2_000).collect();
    let code = ended.status.code().unwrap_or(-1);
    let (is_right, message) = match end {
        End::Result => (code == 0, ""),
        End::Error(message) => (code == 1, message),
        End::Either => (code == 0 || code == 1, ""),
    };
    let fault = if !is_right {
        "another end"
    } else if !told.contains(message) {
        "another message"
    } else if code == 1 && !ended.stdout.is_empty() {
        "output beside an error"
    } else if ended.stderr.len() > 100_000 {
        "a long error"
    } else if time > TIME || (cpu > 100 && size <= 65_536) {
        "too slow"
    } else if memory > 50 && code == 1 {
        "too much memory"
    } else {
        return None;
    };
    Some(format!("{name}: {fault}: {told}"))
}

/// Milliseconds of a processor and megabytes, from GNU time's `%U %S %M`.
fn cost(text: &str) -> (u64, u64) {
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match numbers[..] {
        [user, system, kilobytes] => (((user + system) * 1000.0) as u64, (kilobytes / 1000.0) as u64),
        _ => (0, 0),
    }
}

pub fn assert_none(failures: impl IntoIterator<Item = Failure>) {
    let failures: Vec<String> = failures.into_iter().flatten().collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

pub fn file(name: &str, values: impl AsRef<str>, end: End) -> Failure {
    run(name, &[], values.as_ref(), end)
}

pub fn set(name: &str, args: &[(&str, &str)], end: End) -> Failure {
    let args: Vec<String> = args.iter().flat_map(|(flag, text)| [(*flag).to_owned(), (*text).to_owned()]).collect();
    run(name, &args, "", end)
}
