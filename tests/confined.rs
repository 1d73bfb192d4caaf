//! The program stays where it belongs: no network, no other programs, no file but those that it is given, no unsafe code.
#![cfg(target_os = "linux")]

#[path = "support/bounded.rs"]
mod bounded;

use bounded::{BINARY, errors, output};
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

fn skip(what: &str) {
    // Not by `println!`, which the harness hides.
    let _ = writeln!(std::io::stderr(), "SKIPPED: {what}");
}

fn good<T>(result: std::io::Result<T>) -> T {
    result.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn unsafe_code_is_forbidden() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = good(fs::read_to_string(root.join("Cargo.toml")));
    assert!(manifest.contains("unsafe_code = \"forbid\""));
    for file in ["src/lib.rs", "src/main.rs"] {
        assert!(good(fs::read_to_string(root.join(file))).contains("#![forbid(unsafe_code)]"), "{file}");
    }
}

/// The system calls that a run may make. Whatever is not here is a question to ask.
const CALLS: &[&str] = &[
    // Files: those named, and the program's own libraries.
    "access",
    "chdir",
    "close",
    "copy_file_range",
    "fadvise64",
    "fchmod",
    "fcntl",
    "flock",
    "fstat",
    "fsync",
    "getcwd",
    "getdents64",
    "faccessat",
    "faccessat2",
    "fstatfs",
    "ftruncate",
    "lstat",
    "mkdirat",
    "open",
    "pwrite64",
    "renameat",
    "renameat2",
    "stat",
    "statfs",
    "ioctl",
    "lseek",
    "mkdir",
    "newfstatat",
    "openat",
    "pread64",
    "read",
    "readlink",
    "readlinkat",
    "rename",
    "rmdir",
    "statx",
    "unlink",
    "unlinkat",
    "write",
    "writev",
    // Memory, threads and the start of a process.
    "arch_prctl",
    "brk",
    "clone",
    "clone3",
    "getrlimit",
    "ppoll",
    "uname",
    "execve",
    "exit",
    "exit_group",
    "futex",
    "getrandom",
    "gettid",
    "getpid",
    "madvise",
    "mmap",
    "mprotect",
    "mremap",
    "munmap",
    "poll",
    "prctl",
    "prlimit64",
    "rseq",
    "rt_sigaction",
    "rt_sigprocmask",
    "getcpu",
    "sched_getaffinity",
    "sched_setaffinity",
    "sched_yield",
    "set_robust_list",
    "set_tid_address",
    "sigaltstack",
    "clock_nanosleep",
    "tgkill",
    "riscv_hwprobe",
];

/// A run under `strace`: the calls as it writes them.
fn calls(args: &[&str], folder: &Path) -> Option<Vec<String>> {
    let log = folder.join("calls.txt");
    let run = Command::new("strace")
        .args(["-f", "-qq", "-o"])
        .arg(&log)
        .arg(BINARY)
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output();
    match run {
        Ok(run) if log.exists() => {
            assert!(run.status.success(), "{args:?}: {}", errors(&run));
            let text = good(fs::read_to_string(&log));
            Some(text.lines().filter_map(|line| Some(line.split_once(' ')?.1.trim_start().to_owned())).collect())
        }
        outcome => {
            skip(&format!(
                "system calls: `strace` is not here, or may not trace; the symbols are read instead: {outcome:?}"
            ));
            None
        }
    }
}

#[test]
fn it_opens_only_what_it_is_given_and_talks_to_nobody() {
    let temp = good(tempfile::tempdir());
    let values =
        good(fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/everything/values.yaml")));
    good(fs::write(temp.path().join("values.yaml"), values));
    good(fs::write(temp.path().join("other.txt"), "text"));
    for args in [
        &["render", "-f", "values.yaml", "--set-file", "nodeSelector.x=other.txt"][..],
        &["generate", "all", "--output-dir", "out"],
        &["values", "-f", "values.yaml", "-o", "json"],
        &["profiles"],
        &["eject", "own"],
        &["render", "--from", "own"],
        &["--help"],
    ] {
        let Some(calls) = calls(args, temp.path()) else { return symbols() };
        for call in calls.iter().filter(|call| call.contains('(') && !call.starts_with(['<', '+', '-'])) {
            let name = call.split('(').next().unwrap_or("");
            assert!(CALLS.contains(&name), "{args:?} makes the call {call}");
        }
        assert_eq!(
            calls.iter().filter(|call| call.starts_with("execve(")).count(),
            1,
            "{args:?} starts another program"
        );
        for call in calls.iter().filter(|call| call.starts_with("openat(") && !call.contains("= -1")) {
            let path = call.split('"').nth(1).unwrap_or("");
            // The last is what glibc asks before it gives memory of a thread back.
            let own = [
                "/lib",
                "/usr/lib",
                "/etc/ld.so",
                "/proc/self",
                "/sys/fs/cgroup",
                "/sys/devices/system/cpu",
                "/proc/sys/vm/overcommit_memory",
            ];
            let given = !path.starts_with('/') || Path::new(path).starts_with(temp.path());
            assert!(given || own.iter().any(|start| path.starts_with(start)), "{args:?} opens {path}");
        }
    }
}

/// Without `strace`: what the program could call at all. Rust's standard library links sockets and processes in with what
/// uses them, so that their absence says something.
#[test]
fn symbols() {
    let Ok(run) = Command::new("nm").args(["-D", "--undefined-only", BINARY]).output() else {
        return skip("symbols: `nm` is not here");
    };
    let text = String::from_utf8_lossy(&run.stdout).into_owned();
    let names: Vec<&str> = text.lines().filter_map(|line| line.split_whitespace().last()?.split('@').next()).collect();
    if names.is_empty() {
        return skip("symbols: the program is linked statically");
    }
    assert!(names.contains(&"write"), "{names:?}");
    let never = [
        "socket",
        "connect",
        "bind",
        "listen",
        "accept",
        "accept4",
        "sendto",
        "recvfrom",
        "getaddrinfo",
        "gethostbyname",
        "fork",
        "vfork",
        "execve",
        "execvp",
        "execv",
        "posix_spawn",
        "posix_spawnp",
        "system",
        "popen",
        "dlopen",
        "ptrace",
    ];
    for name in never {
        assert!(!names.contains(&name), "the program can call `{name}`");
    }
}

#[test]
fn names_on_the_network_are_refused() {
    for name in ["http://127.0.0.1:1/values.yaml", "HTTPS://example.invalid/x"] {
        let run = output(Command::new(BINARY).args(["render", "-f", name]));
        bounded::assert_refused(&run, "this program does not use the network");
    }
}
