//! Holds the map in `lib.rs` against the code: every module is in it, each uses only those above it, and no files of a folder
//! use one another in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The modules of the map, from the lowest up.
fn map() -> Vec<&'static str> {
    let rows = include_str!("lib.rs").lines().filter_map(|line| line.strip_prefix("//! | `"));
    rows.filter_map(|row| Some(row.split_once('`')?.0)).collect()
}

/// All files of the program with their paths, `facts/pod` for `src/facts/pod.rs`, and their code without tests and comments.
fn files() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            let is_test = entry.ends_with("tests.rs") || entry.ends_with("house.rs");
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "rs") && !is_test {
                let name = entry.strip_prefix(root()).expect("it is below").with_extension("").display().to_string();
                let text = fs::read_to_string(&entry).expect("it is text");
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                let lines = code.lines().map(|line| line.split("//").next().unwrap_or_default());
                files.insert(name.trim_end_matches("/mod").to_owned(), lines.collect::<Vec<_>>().join("\n"));
            }
        }
    }
    files
}

/// The names that follow a path, as `a` and `b` in `super::{a::x, b}`.
fn after<'a>(code: &'a str, path: &'a str) -> impl Iterator<Item = &'a str> {
    let word = |text: &'a str| text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
    code.match_indices(path).flat_map(move |(at, _)| {
        let rest = &code[at + path.len()..];
        let Some(list) = rest.strip_prefix('{') else { return vec![word(rest)] };
        let mut depth = 0;
        let mut items = vec![word(list.trim_start())];
        for (at, sign) in list.match_indices(['{', '}', ',']) {
            match sign {
                "{" => depth += 1,
                "}" if depth == 0 => break,
                "}" => depth -= 1,
                _ if depth == 0 => items.push(word(list[at + 1..].trim_start())),
                _ => {}
            }
        }
        items
    })
}

#[test]
fn lists_are_sorted_in_one_way() {
    let sorts = |code: &str| [".sort(", ".sort_by", ".sort_unstable"].iter().any(|call| code.contains(call));
    let files = files();
    let others: Vec<&str> = files.iter().filter(|(_, code)| sorts(code)).map(|(name, _)| name.as_str()).collect();
    assert_eq!(others, ["order"], "`crate::order` sorts, with one copy of the code");
}

#[test]
fn every_module_is_in_the_map() {
    let mut map = map();
    let mut modules: Vec<&str> =
        include_str!("lib.rs").lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    map.sort_unstable();
    modules.sort_unstable();
    assert_eq!(map, modules);
}

#[test]
fn seldom_run_code_is_listed_by_names_of_modules() {
    let ours = include_str!("../build/cold.txt").lines().filter_map(|line| line.strip_prefix("alluxio_gen::"));
    let is_there = |module: &str| {
        let path = root().join(module.replace("::", "/"));
        path.is_dir() || path.with_extension("rs").is_file()
    };
    assert_eq!(ours.filter(|module| !is_there(module)).collect::<Vec<_>>(), Vec::<&str>::new(), "in build/cold.txt");
}

#[test]
fn a_module_uses_only_those_above_it() {
    let map = map();
    let level = |name: &str| map.iter().position(|module| *module == name);
    let mut wrong = BTreeSet::new();
    for (file, code) in files() {
        let Some(own) = level(file.split('/').next().unwrap_or_default()) else { continue };
        let lower = after(&code, "crate::").filter_map(level).filter(|used| *used > own);
        wrong.extend(lower.map(|used| (map[own], map[used])));
    }
    assert_eq!(wrong, BTreeSet::new());
}

#[test]
fn no_files_of_a_folder_use_one_another_in_a_circle() {
    let files = files();
    let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (file, code) in &files {
        let Some((folder, _)) = file.rsplit_once('/').filter(|_| !root().join(file).is_dir()) else { continue };
        let from_root = format!("crate::{}::", folder.replace('/', "::"));
        let names = after(code, "super::").chain(after(code, &from_root)).map(|name| format!("{folder}/{name}"));
        let known = names.filter_map(|name| files.get_key_value(&name)).map(|(name, _)| name.as_str());
        uses.insert(file, known.filter(|name| name != file && !root().join(name).is_dir()).collect());
    }
    // Whatever uses nothing that is left is taken away; a circle stays.
    while let Some(free) = uses.iter().find(|(_, used)| used.is_empty()).map(|(file, _)| *file) {
        uses.remove(free);
        uses.values_mut().for_each(|used| used.retain(|file| *file != free));
    }
    assert_eq!(uses, BTreeMap::new(), "these, or what they use, are in a circle");
}
