//! The program: hands its arguments to the library and ends with its exit code.

#![forbid(unsafe_code)]

use std::process::ExitCode;

#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        eprintln!("bug: {panic}\n = help: please report it with the command and its files");
        // The exit code of our own bugs; unwinding or aborting would give another one.
        std::process::exit(3);
    }));
    ExitCode::from(alluxio_gen::run(std::env::args_os()))
}
