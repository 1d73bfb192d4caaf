//! The Secret with the credentials of the values, as a file of properties.

use super::secret::Entry;
use crate::facts::credentials::{FILE, Given, given, is_of_jvm};
use crate::model::Values;
use crate::order;
use std::collections::BTreeMap;

/// The credentials by name, each with the value that counts: of two in one component the last.
pub fn properties(values: &Values) -> BTreeMap<String, String> {
    let given = given(values).into_iter().filter(|given| !is_of_jvm(&given.name));
    order::map(given.map(|Given { name, text, .. }| (name, text)))
}

/// The file.
pub fn file(properties: &BTreeMap<String, String>) -> Entry {
    let lines = properties.iter().map(|(name, text)| format!("{}={}\n", escaped(name, true), escaped(text, false)));
    Entry { key: FILE.to_owned(), bytes: lines.collect::<String>().into_bytes() }
}

/// A text as `java.util.Properties` reads it back.
fn escaped(text: &str, is_key: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' ' if at == 0 || is_key => out.push_str("\\ "),
            '=' | ':' | '#' | '!' if is_key => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            _ => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}"))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn texts_are_escaped_as_java_reads_them() {
        for (text, expected) in [
            ("AKIA/abc+def==", "AKIA/abc+def=="),
            ("a$b`c\"d'e", "a$b`c\"d'e"),
            (r"a\b", r"a\\b"),
            (" two words ", r"\ two words "),
            ("a\tb\nc\rd", r"a\tb\nc\rd"),
            ("pä", r"p\u00e4"),
            ("\u{10348}", r"\ud800\udf48"),
            ("\u{c}", r"\u000c"),
            ("#x!", "#x!"),
        ] {
            assert_eq!(escaped(text, false), expected, "{text:?}");
        }
        assert_eq!(escaped("a b:c=#", true), r"a\ b\:c\=\#");
    }
}
