//! What `lint` says of every property of Alluxio 2.7.2: nothing of its default, and where a value is wrong.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn data() -> Value {
    let file = root().join("tests/data/properties/properties-2.7.2.json");
    serde_json::from_str(&fs::read_to_string(file).expect("the data")).expect("JSON")
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value[key].as_str()
}

/// What `lint` finds in these properties, by line: a name and its value on each line from the second on.
fn lint(pairs: &[(String, String)], more: &[&str]) -> BTreeMap<u64, Vec<Value>> {
    let mut values = String::from("properties:\n");
    for (name, value) in pairs {
        let _ = writeln!(values, "  {name}: {}", serde_json::to_string(value).expect("JSON"));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("values.yaml");
    fs::write(&file, values).expect("written");
    let program = Command::new(env!("CARGO_BIN_EXE_alluxio-gen"))
        .args(["lint", "-o", "json", "-f"])
        .arg(&file)
        .args(more)
        .output()
        .expect("the program starts");
    let found: Vec<Value> = serde_json::from_slice(&program.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&program.stderr)));
    let mut by_line: BTreeMap<u64, Vec<Value>> = BTreeMap::new();
    for finding in found {
        by_line.entry(finding["line"].as_u64().unwrap_or(0)).or_default().push(finding);
    }
    by_line
}

fn codes(findings: &BTreeMap<u64, Vec<Value>>, among: &[&str]) -> Vec<String> {
    let all = findings.values().flatten();
    let ours = all.filter(|finding| text(finding, "code").is_some_and(|code| among.contains(&code)));
    ours.map(|finding| format!("{}: {}", finding["code"], finding["message"])).collect()
}

/// A value that a property may have: its default, or one of its kind.
fn good(key: &Value) -> String {
    let default = text(key, "default").map(str::to_owned);
    default.unwrap_or_else(|| match text(key, "kind").expect("a kind") {
        "int" | "number" | "size" | "duration" => "1".to_owned(),
        "boolean" => "false".to_owned(),
        "enum" => key["values"][0].as_str().expect("a name").to_owned(),
        _ => "text".to_owned(),
    })
}

#[test]
fn no_name_is_unknown_and_no_default_is_wrong() {
    let all = data();
    let mut pairs = Vec::new();
    let mut aliases = 0;
    for key in all["keys"].as_array().expect("a list") {
        pairs.push((text(key, "name").expect("a name").to_owned(), good(key)));
        for alias in key["aliases"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            aliases += 1;
            pairs.push((alias.to_owned(), good(key)));
        }
    }
    assert_eq!((pairs.len() - aliases, aliases), (688, 72));
    pairs.sort();
    pairs.dedup_by(|a, b| a.0 == b.0);
    let found = lint(&pairs, &[]);
    assert_eq!(codes(&found, &["AXG201", "AXG202", "AXG208", "AXG210", "AXG501"]), Vec::<String>::new());
    // With the flag, each default is told of.
    let told = codes(&lint(&pairs, &["--pedantic"]), &["AXG213"]).len();
    assert!(told > 500, "{told}");
}

#[test]
fn every_removed_name_is_found_with_its_successor() {
    let all = data();
    let removed = all["removed"].as_object().expect("a map");
    let pairs: Vec<(String, String)> = removed.keys().map(|name| (name.clone(), "1".to_owned())).collect();
    let found = lint(&pairs, &[]);
    for (line, (name, _)) in (2..).zip(&pairs) {
        let code = if removed[name]["stillAliasOf"].is_null() { "AXG208" } else { "AXG209" };
        let of_line = found.get(&line).into_iter().flatten();
        let finding = of_line.into_iter().find(|finding| text(finding, "code") == Some(code));
        let finding = finding.unwrap_or_else(|| panic!("{name} is not found: {:?}", found.get(&line)));
        if let Some(successor) = removed[name]["use"].as_str() {
            assert!(text(finding, "help").is_some_and(|help| help.contains(successor)), "{finding}");
        }
    }
}

#[test]
fn every_wrong_value_of_a_sure_kind_is_an_error_at_its_place() {
    let all = data();
    for wrong in ["abc!", "1.5.2", "1,5x", ""] {
        let ours = |key: &&Value| {
            let kind = text(key, "kind").expect("a kind");
            let is_of_kind = ["int", "number", "boolean", "size", "duration", "enum"].contains(&kind);
            is_of_kind && key["kindFrom"].is_null() && (kind != "size" || !wrong.is_empty())
        };
        let keys: Vec<&Value> = all["keys"].as_array().expect("a list").iter().filter(ours).collect();
        assert!(keys.len() > 350, "{}", keys.len());
        let pairs: Vec<(String, String)> =
            keys.iter().map(|key| (text(key, "name").expect("a name").to_owned(), wrong.to_owned())).collect();
        let found = lint(&pairs, &[]);
        for (line, (name, _)) in (2..).zip(&pairs) {
            let is_found = found.get(&line).into_iter().flatten().any(|finding| {
                let is_ours = matches!(text(finding, "code"), Some("AXG210" | "AXG501"));
                let column = name.chars().count() as u64 + 5;
                is_ours && text(finding, "severity") == Some("error") && finding["column"] == column
            });
            assert!(is_found, "{name}: {wrong:?} is not found: {:?}", found.get(&line));
        }
    }
}

#[test]
fn what_is_not_surely_known_is_a_warning() {
    for (name, value, code, severity) in [
        ("alluxio.worker.ramdisk.size", "abc", "AXG501", "warning"),
        ("alluxio.worker.rpc.port", "abc", "AXG210", "warning"),
        ("alluxio.user.file.replication.max", "3000000000", "AXG210", "warning"),
        ("alluxio.user.file.replication.max", "${alluxio.no.such}", "AXG210", "error"),
        ("alluxio.user.file.replication.max", "${REPLICAS}", "AXG210", ""),
        ("alluxio.master.heartbeat.timeout", "1.5h", "AXG210", "error"),
        ("alluxio.debug", "yess", "AXG210", "error"),
        ("alluxio.fuse.mount.point", "/mnt", "AXG201", "warning"),
        ("aws.secretkey", "x", "AXG201", "warning"),
        ("alluxio.master.mount.table.root.option.aws.accesskeyid", "x", "AXG201", "warning"),
        ("alluxo.zookeper.adress", "x", "AXG202", "warning"),
        ("company.tracing", "on", "AXG202", "advice"),
        ("alluxio.master.security.impersonation.hive.users", "*", "AXG201", ""),
        ("alluxio.master.impersonation.hive.users", "*", "AXG201", "warning"),
        ("alluxio.zookeeper.enabled", "true", "AXG212", "error"),
        ("alluxio.master.standby.heartbeat.interval", "10min", "AXG212", "error"),
        ("alluxio.user.file.buffer.bytes", "2GB", "AXG212", "error"),
        ("alluxio.worker.tieredstore.levels", "4", "AXG212", "error"),
        ("alluxio.worker.tieredstore.level0.alias", "NVME", "AXG212", "error"),
        ("alluxio.locality.zone", "a", "AXG212", "error"),
        ("alluxio.locality.rack", "a", "AXG212", ""),
    ] {
        let found = lint(&[(name.to_owned(), value.to_owned())], &[]);
        let ours = found.values().flatten().find(|finding| text(finding, "code") == Some(code));
        assert_eq!(ours.and_then(|finding| text(finding, "severity")).unwrap_or(""), severity, "{name}: {found:?}");
    }
}
