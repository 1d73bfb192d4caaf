//! What the release binary does without. docs/performance.md has the figures.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Drops the tables for unwinding, but those of the C library's start and end, which musl refers to. `INSERT` adds this to the
/// linker's own script. A backtrace ends at once without them, and needs libgcc as a shared library, which has its own tables.
const NO_TABLES: &str = "\
SECTIONS { /DISCARD/ : { *(EXCLUDE_FILE(*crtbegin*.o *crtend*.o *crt1.o *crti.o *crtn.o) .eh_frame) } }
INSERT AFTER .text;
";

/// Tells the linker, as far as it knows the option: a small program is linked with each first, and run. Debug builds are left
/// alone.
pub fn leave_out() {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|is| is == value);
    if !is("PROFILE", "release") || !is("DEBUG", "false") || !is("CARGO_CFG_TARGET_OS", "linux") {
        return;
    }
    let out = env::var("OUT_DIR").unwrap();
    let mut linker = Linker { folder: Path::new(&out), taken: Vec::new() };
    fs::write(linker.folder.join("no-tables.ld"), NO_TABLES).unwrap();
    // A panic ends a release build at once (`panic = "abort"`). The standard library still comes with its tables, and then the
    // compiler adds them for everything.
    linker.tell(&["-T", &format!("{out}/no-tables.ld")]);
    // Functions of the same machine code become one.
    linker.tell(&["-Wl,--icf=all"]);
    if is("CARGO_CFG_TARGET_ENV", "gnu") {
        // With a fixed address, as kubectl and helm have, the loader has nothing to relocate.
        linker.tell(&["-no-pie"]);
    }
}

/// The linker of the target.
struct Linker<'a> {
    folder: &'a Path,
    /// What it has taken so far, as flags of the compiler.
    taken: Vec<String>,
}

impl Linker<'_> {
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
        // Errors ask for a backtrace, which is what could go wrong without tables.
        fs::write(&source, "fn main() { std::backtrace::Backtrace::force_capture(); }").unwrap();
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
