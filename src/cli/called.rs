//! By which name the program is called.

use clap::Command;
use std::ffi::OsStr;
use std::path::Path;

/// What the name makes of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Called {
    /// `alluxio-gen`, or whatever the user calls it.
    Program,
    /// `kubectl-alluxio_gen`, which kubectl runs for `kubectl alluxio-gen`.
    Plugin,
    /// `kubectl_complete-alluxio_gen`, which kubectl runs to complete the former.
    Completer,
}

impl Called {
    /// By the first of the arguments.
    pub fn by(program: &OsStr) -> Self {
        // Not the stem of a file, which would end at a dot of a name that has one.
        let name = Path::new(program).file_name().and_then(OsStr::to_str).unwrap_or_default();
        match name.strip_suffix(".exe").unwrap_or(name) {
            "kubectl-alluxio_gen" => Called::Plugin,
            "kubectl_complete-alluxio_gen" => Called::Completer,
            _ => Called::Program,
        }
    }

    /// Lets usage and examples say what the user types.
    pub fn name(self, command: Command) -> Command {
        match self {
            Called::Plugin => command.bin_name(PLUGIN).mut_subcommands(|sub| match sub.get_after_help() {
                Some(examples) => {
                    let examples = examples.to_string().replace("alluxio-gen ", &format!("{PLUGIN} "));
                    sub.after_help(examples)
                }
                None => sub,
            }),
            Called::Program | Called::Completer => command,
        }
    }
}

const PLUGIN: &str = "kubectl alluxio-gen";

#[cfg(test)]
mod tests {
    use super::Called;
    use std::ffi::OsStr;

    #[test]
    fn the_last_part_of_the_path_is_the_name() {
        for (path, called) in [
            ("alluxio-gen", Called::Program),
            ("/usr/bin/kubectl-alluxio_gen", Called::Plugin),
            ("kubectl-alluxio_gen.exe", Called::Plugin),
            ("./kubectl_complete-alluxio_gen", Called::Completer),
            ("", Called::Program),
        ] {
            assert_eq!(Called::by(OsStr::new(path)), called, "{path}");
        }
    }
}
