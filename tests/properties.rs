//! The table of properties says what Alluxio's own classes say (tests/data/properties).

use alluxio_gen::properties::{Certainty, Default, Standing, Table, is_credential, kind::Reading, table};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The versions, and what their lines are marked with.
const VERSIONS: [(&str, char); 3] = [("2.7.2", '7'), ("2.8.1", '8'), ("2.9.4", '9')];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn data(name: &str) -> Value {
    let text = fs::read_to_string(root().join("tests/data/properties").join(name)).expect("the data");
    serde_json::from_str(&text).expect("JSON")
}

fn of(version: &str) -> Value {
    data(&format!("properties-{version}.json"))
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value[key].as_str()
}

/// What a line says of a property, without its name and its versions.
fn described(key: &Value) -> String {
    let kind = match text(key, "kind").expect("a kind") {
        "list of size" => "sizes",
        kind => kind,
    };
    let scope = text(key, "scope").and_then(|scope| scope.get(..1)).unwrap_or("N");
    let flag = |(name, letter)| (key[name] == Value::Bool(true)).then_some(letter);
    let flags = [
        ("credential", 'c'),
        ("deprecated", 'd'),
        ("sameEverywhere", 'e'),
        ("hidden", 'h'),
        ("jvmOnly", 'j'),
        ("static", 's'),
    ];
    let flags: String = flags.into_iter().filter_map(flag).collect();
    let default = text(key, "default").map(|text| format!("={text}"));
    let default = default.or_else(|| text(key, "computed").map(|words| format!("~{words}"))).unwrap_or_default();
    let names: Vec<&str> = list(key, "values").iter().filter_map(Value::as_str).collect();
    let line = format!("{kind}\t{scope}\t{flags}\t{default}\t{}", names.join(","));
    line.trim_end_matches('\t').to_owned()
}

/// Lines in the order in which they are first met, with the versions that each holds in.
#[derive(Default)]
struct Lines(Vec<(String, String, String)>);

impl Lines {
    fn add(&mut self, name: &str, mark: char, rest: String) {
        match self.0.iter_mut().find(|(known, _, text)| known == name && *text == rest) {
            Some((_, marks, _)) => marks.push(mark),
            None => self.0.push((name.to_owned(), mark.to_string(), rest)),
        }
    }

    fn print(&self) -> String {
        self.0.iter().fold(String::new(), |mut out, (name, marks, rest)| {
            let _ = writeln!(out, "{name}\t{marks}\t{rest}");
            out
        })
    }
}

/// src/properties/table.txt.
fn expected_table() -> String {
    let mut lines = Lines::default();
    let mut doubts = BTreeMap::new();
    for (version, mark) in VERSIONS {
        let all = of(version);
        for key in list(&all, "keys") {
            let name = text(key, "name").expect("a name");
            match text(key, "kindFrom") {
                Some("default") => drop(doubts.insert(name.to_owned(), '~')),
                Some(_) => drop(doubts.insert(name.to_owned(), '?')),
                None => {}
            }
            lines.add(name, mark, described(key));
            for alias in list(key, "aliases").iter().filter_map(Value::as_str) {
                lines.add(alias, mark, format!("={name}"));
            }
        }
        for (name, removed) in all["removed"].as_object().expect("a map") {
            let since = text(removed, "since").expect("a version");
            let successor = text(removed, "use").map(|name| format!("\t{name}")).unwrap_or_default();
            lines.add(name, mark, format!("!{since}{successor}"));
        }
    }
    // How surely a kind is known is a question of 2.7 only.
    for (name, marks, rest) in &mut lines.0 {
        if let (true, false, Some(doubt)) = (marks.contains('7'), rest.starts_with(['=', '!']), doubts.get(name)) {
            let end = rest.find('\t').unwrap_or(rest.len());
            rest.insert(end, *doubt);
        }
    }
    lines.0.sort_by(|a, b| a.0.cmp(&b.0));
    lines.print()
}

/// A family's regular expression with names for the parts of the user's own.
fn pattern(regex: &str) -> String {
    let mut pattern = regex.trim_start_matches('^').trim_end_matches('$').to_owned();
    for (class, part) in [
        (r"((?:[A-Za-z_0-9]+\.)*[A-Za-z_0-9]+)", "{names}"),
        ("([A-Za-z_0-9]+)", "{word}"),
        ("([0-9]+)", "{digits}"),
        ("([a-zA-Z_0-9.@-]+)", "{user}"),
        (r"([a-zA-Z_\-0-9.]+)", "{host}"),
    ] {
        pattern = pattern.replace(class, part);
    }
    let pattern = pattern.replace(r"\.", ".");
    assert!(!pattern.contains(['\\', '(', '[', '*']), "{regex} has a part that has no name yet");
    pattern
}

/// src/properties/families.txt.
fn expected_families() -> String {
    let mut lines = Lines::default();
    for (version, mark) in VERSIONS {
        for template in list(&of(version), "templates") {
            lines.add(&pattern(text(template, "regex").expect("a regex")), mark, described(template));
        }
    }
    lines.print()
}

#[test]
fn the_tables_are_fresh() {
    for (file, expected) in [("table.txt", expected_table()), ("families.txt", expected_families())] {
        let path = root().join("src/properties").join(file);
        if std::env::var_os("UPDATE_DATA").is_some() {
            fs::write(&path, &expected).expect("written");
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert!(found == expected, "{file} is stale: UPDATE_DATA=1 cargo test --test properties");
    }
}

fn known(version: &str) -> Table {
    table(version).expect("a known version")
}

#[test]
fn every_property_is_found_with_all_that_is_known_of_it() {
    for (version, _) in VERSIONS {
        let (all, table) = (of(version), known(version));
        let keys = list(&all, "keys");
        assert_eq!(table.properties().count() as u64, all["counts"]["keys"]);
        assert_eq!(table.aliases().count() as u64, all["counts"]["aliases"]);
        assert_eq!(table.families().count() as u64, all["counts"]["templates"]);
        assert_eq!(table.removed().count() as u64, all["counts"]["removed"]);
        let names: BTreeSet<&str> = keys.iter().filter_map(|key| text(key, "name")).collect();
        for key in keys {
            let name = text(key, "name").expect("a name");
            let Standing::Property(property) = table.standing(name) else { panic!("{name} is not found") };
            assert_eq!(property.name, name);
            assert_eq!(property.default.text(), text(key, "default"), "{name}");
            assert_eq!(matches!(property.default, Default::Computed(_)), key["computed"].is_string(), "{name}");
            let certainty = match text(key, "kindFrom") {
                None => Certainty::Read,
                Some("default") => Certainty::Guessed,
                Some(_) => Certainty::Declared,
            };
            if version == "2.7.2" {
                assert_eq!(property.certainty, certainty, "{name}");
            }
            assert_eq!(property.is_deprecated(), key["deprecated"] == Value::Bool(true), "{name}");
            let default = property.default.text().filter(|text| !text.contains("${")).unwrap_or_default();
            let reading = if default.is_empty() { Reading::Good } else { property.kind.reads(default) };
            assert_eq!(reading, Reading::Good, "{name}: {default}");
            let aliases: BTreeSet<&str> = list(key, "aliases").iter().filter_map(Value::as_str).collect();
            assert_eq!(table.aliases_of(name).collect::<BTreeSet<_>>(), aliases, "{name}");
            for alias in aliases.iter().filter(|alias| !names.contains(*alias)) {
                assert!(matches!(table.standing(alias), Standing::Alias(_)), "{alias}");
            }
        }
    }
}

#[test]
fn what_is_gone_and_what_is_to_come_is_told() {
    for (version, _) in VERSIONS {
        let (all, table) = (of(version), known(version));
        for (name, removed) in all["removed"].as_object().expect("a map") {
            let (since, successor) = (text(removed, "since").expect("a version"), text(removed, "use"));
            match table.standing(name) {
                Standing::Alias(property) => assert_eq!(Some(property.name), text(removed, "stillAliasOf")),
                Standing::Removed { since: found, successor: next } => {
                    assert_eq!((found, next), (since, successor), "{name}");
                }
                found => panic!("{name}: {found:?}"),
            }
        }
        for (name, since) in all["later"].as_object().into_iter().flatten() {
            let since = known(since.as_str().expect("a version"));
            assert_eq!(table.standing(name), Standing::Later { since }, "{name}");
        }
    }
    let (old, new) = (of("2.7.2"), known("2.9"));
    for key in list(&old, "keys").iter().filter(|key| !key["in2.9.4"].is_null()) {
        let name = text(key, "name").expect("a name");
        let Standing::Alias(property) = new.standing(name) else { panic!("{name}") };
        assert_eq!(Some(property.name), text(key, "in2.9.4"));
    }
    for key in list(&old, "keys").iter().filter(|key| key.get("in2.9.4").is_some_and(Value::is_null)) {
        let name = text(key, "name").expect("a name");
        assert!(matches!(new.standing(name), Standing::Removed { .. }), "{name}: {:?}", new.standing(name));
    }
}

#[test]
fn names_of_families_are_told_as_by_their_regular_expressions() {
    for (version, _) in VERSIONS {
        let (all, table) = (of(version), known(version));
        let templates: Vec<(regex::Regex, &str)> = list(&all, "templates")
            .iter()
            .map(|template| text(template, "regex").expect("a regex"))
            .map(|regex| (regex::Regex::new(regex).expect("it compiles"), regex))
            .collect();
        let mut seen = BTreeSet::new();
        for (_, regex) in &templates {
            let pattern = pattern(regex);
            for own in ["root", "0", "12", "a_1", "a.b", "a-b", "a@b", "", ".", "a.", "é", "A.b.C", "x y"] {
                let mut name = pattern.clone();
                for part in ["{names}", "{word}", "{digits}", "{user}", "{host}"] {
                    name = name.replace(part, own);
                }
                for name in [name.clone(), format!("{name}."), format!("x{name}"), name.replacen('.', "..", 1)] {
                    let expected = templates.iter().find(|(compiled, _)| compiled.is_match(&name));
                    let found = match table.standing(&name) {
                        Standing::Property(property) if property.is_family => Some(property.name.to_owned()),
                        // Some members have a line of their own.
                        Standing::Property(_) | Standing::Alias(_) => continue,
                        _ => None,
                    };
                    assert_eq!(found, expected.map(|(_, regex)| self::pattern(regex)), "{name}");
                    seen.extend(found);
                }
            }
        }
        // Of 2.7 two are never met: one is a name with a line of its own, another a part of the one before it.
        let never = ["alluxio.master.journal.ufs.option", "alluxio.master.mount.table.root.option.{names}"];
        let expected: BTreeSet<String> = templates.iter().map(|(_, regex)| self::pattern(regex)).collect();
        let missed: Vec<_> = expected.difference(&seen).filter(|pattern| !never.contains(&pattern.as_str())).collect();
        assert!(missed.is_empty(), "{version}: {missed:?}");
    }
}

#[test]
fn every_name_that_holds_a_secret_is_known_and_no_other() {
    let all = data("credentials.json");
    let mut secrets = Vec::new();
    for key in ["names", "unflagged"] {
        let listed = list(&all, key).iter().filter(|name| text(name, "what") != Some("name"));
        secrets.extend(listed.filter_map(|name| text(name, "name").map(str::to_owned)));
    }
    let families = list(&all, "families").iter().filter_map(|family| text(family, "name"));
    secrets.extend(families.map(|family| family.replace('*', "my_account1")));
    assert_eq!(secrets.len(), 30);
    for name in &secrets {
        for prefix in ["", "alluxio.master.mount.table.root.option.", "alluxio.master.journal.ufs.option."] {
            assert!(is_credential(&format!("{prefix}{name}")), "{prefix}{name}");
        }
    }
    let harmless = list(&all, "notCredentials").iter().filter_map(Value::as_str);
    let files = list(&all, "files").iter().filter_map(|file| text(file, "name"));
    for name in harmless.chain(files).chain(["fs.swift.user", "fs.swift.tenant"]) {
        assert!(!is_credential(name), "{name}");
    }
    // Whatever Alluxio flags in any version.
    for (version, _) in VERSIONS {
        for property in known(version).properties() {
            let is_swift = property.name.starts_with("fs.swift.") && !property.name.ends_with("password");
            let is_ours = property.name == "alluxio.underfs.cephfs.auth.key";
            let expected = property.is_flagged() && !is_swift || is_ours;
            assert_eq!(is_credential(property.name), expected, "{}", property.name);
        }
    }
}

/// A name with one letter dropped, doubled, or swapped with the next: one of each, at places that differ by name.
fn misspelled(name: &str, turn: usize) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let places = |fits: &dyn Fn(usize) -> bool| (0..letters.len()).filter(|at| fits(*at)).collect::<Vec<_>>();
    let pick = |places: &[usize]| places.get(turn * 7 % places.len().max(1)).copied();
    let is_letter = |at: usize| letters[at] != '.';
    let is_swappable =
        |at: usize| is_letter(at) && letters.get(at + 1).is_some_and(|next| *next != '.' && *next != letters[at]);
    let (mut dropped, mut doubled, mut swapped) = (letters.clone(), letters.clone(), letters.clone());
    if let Some(at) = pick(&places(&is_letter)) {
        dropped.remove(at);
        doubled.insert(at, letters[at]);
    }
    if let Some(at) = pick(&places(&is_swappable)) {
        swapped.swap(at, at + 1);
    }
    [dropped, doubled, swapped].into_iter().map(String::from_iter).collect()
}

#[test]
fn did_you_mean_is_right_for_nine_of_ten_misspelled_names() {
    let table = known("2.7");
    let (mut right, mut all) = (0, 0);
    for (turn, name) in table.properties().map(|property| property.name).enumerate() {
        for wrong in misspelled(name, turn).iter().filter(|wrong| table.find(wrong).is_none()) {
            all += 1;
            right += usize::from(table.nearest(wrong).as_deref() == Some(name));
        }
    }
    assert!(all > 2_000 && right * 10 >= all * 9, "{right} of {all}");
}

#[test]
fn members_of_families_are_suggested_too() {
    let table = known("2.7");
    for (wrong, meant) in [
        ("alluxio.worker.tieredstore.level7.dirs.qota", "alluxio.worker.tieredstore.level7.dirs.quota"),
        ("alluxio.worker.tieredstore.levle7.alias", "alluxio.worker.tieredstore.level7.alias"),
        ("alluxio.master.security.impersonation.hive.user", "alluxio.master.security.impersonation.hive.users"),
        ("alluxio.master.mount.table.root.opton.aws.region", "alluxio.master.mount.table.root.option.aws.region"),
        ("alluxio.user.metadata.cache.max.sise", "alluxio.user.metadata.cache.max.size"),
        ("alluxio.user.block.size.default", "alluxio.user.block.size.bytes.default"),
        ("alluxo.zookeper.adress", "alluxio.zookeeper.address"),
        ("alluxio.security.group.mapping.cache.timeot.ms", "alluxio.security.group.mapping.cache.timeout.ms"),
    ] {
        assert_eq!(table.nearest(wrong).as_deref(), Some(meant), "{wrong}");
    }
    for wrong in ["alluxio.master.something.of.our.own", "a", "", "....", "é"] {
        assert_eq!(table.nearest(wrong), None, "{wrong}");
    }
}
