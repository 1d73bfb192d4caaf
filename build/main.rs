//! What is done before the program is compiled: the built-in values are read, all sources get a digest, and the linker gets
//! its options.

mod link;
mod values;

use std::fs;
use std::path::PathBuf;

#[allow(dead_code, reason = "the program uses more of it")]
#[path = "../src/digest.rs"]
mod digest;

/// All that the program is made from.
const SOURCES: [&str; 7] = ["src", "templates", "values", "profiles", "Cargo.toml", "Cargo.lock", "build"];

fn main() {
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    println!("cargo::rustc-env=ALLUXIO_GEN_PROGRAM={:032x}", program());
    values::write();
    link::options();
}

/// A digest of all sources, by which `fleet` knows what another program has made.
fn program() -> u128 {
    let mut paths: Vec<PathBuf> = SOURCES.iter().map(PathBuf::from).collect();
    let mut files = Vec::new();
    while let Some(path) = paths.pop() {
        match fs::read_dir(&path) {
            Ok(entries) => paths.extend(entries.map(|entry| entry.unwrap().path())),
            Err(_) => files.push(path),
        }
    }
    files.sort();
    let mut digest = digest::Digest::default();
    for file in files {
        digest.add(file.to_str().unwrap());
        // A package has no Cargo.lock when it is a dependency.
        digest.add(fs::read(&file).unwrap_or_default());
    }
    digest.end()
}
