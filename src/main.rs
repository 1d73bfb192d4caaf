//! The program: hands its arguments to the library and ends with its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(alluxio_gen::run(std::env::args_os()))
}
