//! Runs commands that read standard input.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};
use std::thread;

/// Runs a command to its end with a text on its standard input, which it need not read, and gives what it printed.
pub fn output(command: &mut Command, input: &str) -> Output {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let mut stdin = child.stdin.take().expect("a pipe");
    thread::scope(|scope| {
        // A command that prints before it has read everything would wait for a reader, and a text that is long for its own.
        scope.spawn(move || drop(stdin.write_all(input.as_bytes())));
        child.wait_with_output().expect("it ends")
    })
}
