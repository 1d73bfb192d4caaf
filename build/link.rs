//! How the release binary is linked: what it does without, and what lies behind the rest. docs/performance.md has the figures.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Code that is seldom run.
const COLD: &str = include_str!("cold.txt");

/// Gives the linker its options, as far as it knows them: a small program is linked with each first, and run. Debug builds are
/// left alone.
pub fn options() {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|is| is == value);
    if !is("PROFILE", "release") || !is("DEBUG", "false") || !is("CARGO_CFG_TARGET_OS", "linux") {
        return;
    }
    let out = env::var("OUT_DIR").unwrap();
    let mut linker = Linker { folder: Path::new(&out), taken: Vec::new() };
    let gnu = is("CARGO_CFG_TARGET_ENV", "gnu");
    if gnu && linker.has_libgcc() {
        // A part of the program, so that the loader has a library less to find.
        linker.tell(&[&format!("-L{out}")]);
    }
    fs::write(linker.folder.join("sections.ld"), sections()).unwrap();
    linker.tell(&["-T", &format!("{out}/sections.ld")]);
    // Functions of the same machine code become one.
    linker.tell(&["-Wl,--icf=all"]);
    if gnu {
        // With a fixed address, as kubectl and helm have, the loader has nothing to relocate.
        linker.tell(&["-no-pie"]);
    }
}

/// A script that `INSERT` adds to the linker's own. Code that is seldom run goes behind the rest. Tables for unwinding are
/// dropped, but those of the C library's start and end, which musl refers to: a panic ends a release build at once (`panic =
/// "abort"`) and prints no backtrace (src/main.rs), nor does an error. The standard library still comes with its tables, and
/// then the compiler adds them for everything.
fn sections() -> String {
    let cold: String = COLD.lines().filter(|line| !line.starts_with('#')).flat_map(sections_of).collect();
    format!(
        "SECTIONS {{
.text.cold : {{
{cold}}}
/DISCARD/ : {{ *(EXCLUDE_FILE(*crtbegin*.o *crtend*.o *crt1.o *crti.o *crtn.o) .eh_frame) }}
}}
INSERT AFTER .text;
"
    )
}

/// The sections of a module's functions, and of those in `impl` blocks for its types and of its traits, as the compiler names
/// them: each function has its own.
fn sections_of(path: &str) -> [String; 3] {
    let names = || path.split("::");
    let counted: String = names().map(|name| format!("{}{name}", name.len())).collect();
    let dotted = names().collect::<Vec<_>>().join("..");
    [
        format!("*(.text.*{counted}[0-9]*)\n"),
        format!("*(.text.*_$LT${dotted}..*)\n"),
        format!("*(.text.*$u20$as$u20${dotted}[.$]*)\n"),
    ]
}

/// The linker of the target.
struct Linker<'a> {
    folder: &'a Path,
    /// What it has taken so far, as flags of the compiler.
    taken: Vec<String>,
}

impl Linker<'_> {
    /// Puts libgcc's unwinder as an archive where `-lgcc_s` finds it before the shared library.
    fn has_libgcc(&self) -> bool {
        let compiler = env::var_os("RUSTC_LINKER").unwrap_or_else(|| "cc".into());
        let Ok(found) = Command::new(compiler).arg("-print-file-name=libgcc_eh.a").output() else {
            return false;
        };
        let archive = String::from_utf8_lossy(&found.stdout);
        fs::copy(archive.trim(), self.folder.join("libgcc_s.a")).is_ok()
    }

    /// Passes arguments on, if it takes them beside those before.
    fn tell(&mut self, args: &[&str]) {
        let before = self.taken.len();
        self.taken.extend(args.iter().map(|arg| format!("-Clink-arg={arg}")));
        if self.links(&self.taken) {
            args.iter().for_each(|arg| println!("cargo::rustc-link-arg-bins={arg}"));
        } else {
            self.taken.truncate(before);
        }
    }

    /// Whether a small program can be linked with these flags of the compiler, and runs.
    fn links(&self, flags: &[String]) -> bool {
        let (source, small) = (self.folder.join("small.rs"), self.folder.join("small"));
        fs::write(&source, "fn main() { std::thread::spawn(|| println!(\"runs\")).join().unwrap(); }").unwrap();
        let given = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
        let linker = env::var("RUSTC_LINKER").map(|linker| format!("-Clinker={linker}"));
        let mut compiler = Command::new(env::var_os("RUSTC").unwrap());
        compiler.arg(&source).arg("-Cpanic=abort").arg("-o").arg(&small);
        compiler.arg("--target").arg(env::var_os("TARGET").unwrap());
        compiler.args(given.split('\x1f').filter(|flag| !flag.is_empty())).args(linker).args(flags);
        let works = |command: &mut Command| command.output().is_ok_and(|output| output.status.success());
        works(&mut compiler) && (env::var_os("HOST") != env::var_os("TARGET") || works(&mut Command::new(small)))
    }
}
