//! The files that the user names on the command line.

use crate::input;
use crate::problem::Problem;
use std::path::Path;

/// What was read so far.
#[derive(Default)]
pub struct Files {
    stdin_is_read: bool,
}

impl Files {
    /// Reads a file that the user names; `-` is standard input, once. A `%` is a character.
    pub fn read(&mut self, name: &str) -> Result<String, Problem> {
        let (shown, text) = if name.trim() == "-" {
            if self.stdin_is_read {
                let problem = Problem::error("standard input can be read only once, and `-` is given twice");
                return Err(problem.help("give one of the two as a file"));
            }
            self.stdin_is_read = true;
            ("standard input", input::standard_input())
        } else if is_address(name) {
            let problem = Problem::error(format!("`{name}` is a URL, and this program does not use the network"));
            return Err(problem.help("download the file first: `curl -fsSL URL | alluxio-gen ... -f -`"));
        } else if name.is_empty() {
            return Err(Problem::error("an empty file name").help("give the file name, or delete the extra comma"));
        } else {
            (name, input::file(Path::new(name)))
        };
        text.map_err(|what| Problem::error(format!("cannot read `{shown}`: {what}")).help("give a readable file"))
    }
}

/// Whether a name is an address on the network.
pub fn is_address(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.starts_with("http:") || lower.starts_with("https:")
}
