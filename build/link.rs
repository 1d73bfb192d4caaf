//! What the release binary does without. docs/performance.md has the figures.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// Drops the tables for unwinding, but those of the C library's start and end, which musl refers to. `INSERT` adds this to the
/// linker's own script.
const NO_TABLES: &str = "\
SECTIONS { /DISCARD/ : { *(EXCLUDE_FILE(*crtbegin*.o *crtend*.o *crt1.o *crti.o *crtn.o) .eh_frame) } }
INSERT AFTER .text;
";

/// Tells the linker. It is left alone in debug builds, elsewhere than on Linux, and if the user has chosen another one, which may
/// not know these options.
pub fn leave_out() {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|is| is == value);
    let is_plain = is("PROFILE", "release") && is("DEBUG", "false") && is("CARGO_CFG_TARGET_OS", "linux");
    if !is_plain || is_chosen() {
        return;
    }
    // A panic ends a release build at once (`panic = "abort"`). The standard library still comes with its tables, and then the
    // compiler adds them for everything.
    let script = Path::new(&env::var("OUT_DIR").unwrap()).join("link.ld");
    fs::write(&script, NO_TABLES).unwrap();
    println!("cargo::rustc-link-arg-bins=-T");
    println!("cargo::rustc-link-arg-bins={}", script.display());
    if is("CARGO_CFG_TARGET_ENV", "gnu") {
        // With a fixed address, as kubectl and helm have, the loader has nothing to relocate.
        println!("cargo::rustc-link-arg-bins=-no-pie");
        // The standard library asks for libgcc's way to unwind. Linked in, it is one shared library less to load.
        if has_static_libgcc() {
            println!("cargo::rustc-link-lib=static:-bundle=gcc_eh");
        }
    }
}

/// Whether another linker than the toolchain's is asked for.
fn is_chosen() -> bool {
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    env::var_os("RUSTC_LINKER").is_some() || flags.contains("link-arg") || flags.contains("linker")
}

fn has_static_libgcc() -> bool {
    let found = Command::new("cc").arg("-print-file-name=libgcc_eh.a").output();
    found.is_ok_and(|found| Path::new(String::from_utf8_lossy(&found.stdout).trim()).is_absolute())
}
