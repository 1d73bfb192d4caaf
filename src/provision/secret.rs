//! Secrets with files: those of HDFS, and what their names and keys have to be.

use crate::facts::given::{Component, ROOT_OPTION, property};
use crate::facts::{master_enabled, worker_enabled};
use crate::model::Values;
use crate::order;
use crate::yaml::Tree;
use std::collections::BTreeSet;

/// The largest Secret that the API server takes, in bytes (core/v1 MaxSecretSize).
pub const LARGEST: usize = 1 << 20;

/// A file of a Secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its key, which is its name where it is mounted.
    pub key: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The Secret. Text stands in it as text, so that it can be read and encrypted; anything else in base64.
pub fn secret(name: &str, namespace: Option<&str>, entries: &[Entry]) -> Tree {
    let metadata = [("name", Some(name)), ("namespace", namespace)];
    let metadata = metadata.into_iter().filter_map(|(key, text)| Some((key, text?.into())));
    let is_text = |entry: &Entry| {
        let plain = |c: char| !c.is_control() || c == '\n' || c == '\t';
        std::str::from_utf8(&entry.bytes).ok().filter(|text| text.chars().all(plain)).map(str::to_owned)
    };
    let (mut text, mut data) = (Vec::new(), Vec::new());
    for entry in entries {
        match is_text(entry) {
            Some(found) => text.push((entry.key.as_str(), found.into())),
            None => data.push((entry.key.as_str(), base64(&entry.bytes).into())),
        }
    }
    let maps = [("data", data), ("stringData", text)].into_iter().filter(|(_, entries)| !entries.is_empty());
    let head = [
        ("apiVersion", "v1".into()),
        ("kind", "Secret".into()),
        ("metadata", Tree::map(metadata)),
        ("type", "Opaque".into()),
    ];
    Tree::map(head.into_iter().chain(maps.map(|(key, entries)| (key, Tree::map(entries)))))
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * index)) as usize & 63] as char;
            out.push(if index <= chunk.len() { letter } else { '=' });
        }
    }
    out
}

/// Where Secrets are mounted.
const MOUNTED: &str = "/secrets/";

/// A property of HDFS that names files.
const CONFIGURATION: &str = "alluxio.underfs.hdfs.configuration";

/// The files that HDFS's configuration is read from.
fn configuration(values: &Values) -> Vec<String> {
    let names = [format!("{ROOT_OPTION}{CONFIGURATION}"), CONFIGURATION.to_owned()];
    let found = names.iter().find_map(|name| property(values, Component::Master, name));
    let parts = found.map(|found| found.text.split([':', ',']).map(|part| part.trim().to_owned()).collect());
    parts.unwrap_or_default()
}

/// The Secrets of masters and workers, each with its folder.
fn mounted(values: &Values) -> Vec<(&str, &str)> {
    let sets = [(&values.secrets.master, master_enabled(values)), (&values.secrets.worker, worker_enabled(values))];
    let on = sets.into_iter().filter(|(_, on)| *on);
    on.flat_map(|(set, _)| set.0.iter().map(|pair| (pair.name.as_str(), pair.text.trim_matches('/')))).collect()
}

/// The Secrets in whose folder the configuration of HDFS is read; where no property names one, all that are mounted.
pub fn hdfs_names(values: &Values) -> BTreeSet<String> {
    let files = configuration(values);
    let reads = |folder: &str| files.iter().any(|file| file.starts_with(&format!("{MOUNTED}{folder}/")));
    let all = mounted(values);
    let named = order::set(all.iter().filter(|(_, folder)| reads(folder)).map(|(name, _)| (*name).to_owned()));
    if named.is_empty() { order::set(all.iter().map(|(name, _)| (*name).to_owned())) } else { named }
}

/// The files that the configuration of HDFS names in the folder of a Secret.
pub fn hdfs_files(values: &Values, name: &str) -> BTreeSet<String> {
    let folders = mounted(values).into_iter().filter(|(secret, _)| *secret == name);
    let prefixes: Vec<String> = folders.map(|(_, folder)| format!("{MOUNTED}{folder}/")).collect();
    let inside =
        |file: &String| prefixes.iter().find_map(|prefix| file.strip_prefix(prefix.as_str()).map(str::to_owned));
    order::set(configuration(values).iter().filter_map(inside))
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (text, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(text.as_bytes()), expected);
        }
        assert_eq!(base64(&[0xff, 0xfe, 0xfb]), "//77");
    }
}
