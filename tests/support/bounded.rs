//! Runs commands that must end soon: one that does not is killed, and the test fails.
// Each test uses a part of it.
#![allow(dead_code)]

use std::io::Read;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The program under test.
pub const BINARY: &str = env!("CARGO_BIN_EXE_alluxio-gen");

/// What counts as hanging. Machines that build at the same time are slow.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs a command to its end and gives what it printed. Panics if it hangs.
pub fn output(command: &mut Command) -> Output {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (stdout, stderr) = (drain(child.stdout.take()), drain(child.stderr.take()));
    let start = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if start.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(1)),
            outcome => {
                let _ = child.kill();
                panic!("{command:?} hangs: {outcome:?}");
            }
        }
    };
    let text = |thread: thread::JoinHandle<Vec<u8>>| thread.join().unwrap_or_default();
    Output { status, stdout: text(stdout), stderr: text(stderr) }
}

fn drain(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
}

/// Runs a shell's script with the binary as `$0` and an argument as `$1`.
pub fn shell(script: &str, argument: &std::path::Path) -> Output {
    output(Command::new("sh").args(["-c", script, BINARY]).arg(argument).stdin(Stdio::null()))
}

/// What was said on standard error.
pub fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A refusal as users are to see it: exit code 1, one clear message, nothing on standard output.
pub fn assert_refused(output: &Output, message: &str) {
    let told = errors(output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains(message), "{message:?} is not in {told:?}");
    assert!(!told.contains("panicked") && !told.contains("bug:"), "{told}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
}
