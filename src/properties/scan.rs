//! Where the secrets are in a text of the user's: a file of values, an argument of `--set`, or options.
//!
//! This reads text and not values, since what is printed is text, and since a text that cannot be read has secrets too. It
//! takes whatever follows the name of a credential for its value, rather too much than too little.

use super::credential::is_credential;
use super::scanner::{Scanner, line_end};
pub use super::scanner::{Text, unquoted};
use crate::order;
use std::collections::BTreeSet;
use std::ops::Range;

/// The secrets of a text as ranges of its bytes, in their order, none within another.
pub fn secrets(text: &str, kind: Text) -> Vec<Range<usize>> {
    let mut scanner = Scanner::new(text, kind);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut anchors = BTreeSet::new();
    let mut section = "";
    let mut named_at = None;
    for (at, sign) in text.match_indices([':', '=', '{', '\n']) {
        if matches!(sign, "{" | "\n") {
            scanner.pass(at, sign);
            continue;
        }
        if found.last().is_some_and(|range| at < range.end) {
            continue;
        }
        let Some(key) = scanner.key(at) else { continue };
        if key.indent == Some(0) && key.is_yaml {
            section = key.name(text);
        }
        // The values of this section say where secrets are.
        if section == "credentials" && kind == Text::File || scanner.is_reference(&key) {
            continue;
        }
        // `name: X` and then `value: Y`, as Kubernetes lists variables.
        if key.is_yaml && key.name(text) == "name" {
            named_at = is_credential(scanner.plain(at + 1)).then_some(at);
        }
        let is_of_name = key.name(text) == "value" && named_at.take().is_some_and(|from| at - from < 400);
        if !(is_of_name || scanner.is_secret(&key)) {
            continue;
        }
        let range = scanner.value(at + 1, &key);
        let value = text[range.clone()].trim();
        anchors.extend(value.strip_prefix('*').map(|name| name.split_whitespace().next().unwrap_or("").to_owned()));
        if !value.is_empty() && !super::mask::is_reference(unquoted(value)) {
            found.push(range);
        }
    }
    found.extend(anchored(text, &anchors));
    joined(found)
}

/// In order, and those that meet as one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    order::sort_by_key(&mut ranges, |range| range.start);
    let mut out: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

/// What stands behind `&name`, for names that a secret refers to with `*name`.
fn anchored(text: &str, names: &BTreeSet<String>) -> Vec<Range<usize>> {
    if names.is_empty() {
        return Vec::new();
    }
    let of_anchor = |(at, _): (usize, &str)| {
        let rest = &text[at + 1..];
        let length = rest.find(|c: char| c.is_whitespace() || ",]}".contains(c)).unwrap_or(rest.len());
        let start = at + 1 + length;
        names.contains(&rest[..length]).then(|| start..start + line_end(&text[start..]))
    };
    text.match_indices('&').filter_map(of_anchor).filter(|range| !text[range.clone()].trim().is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Text, secrets};

    fn hidden(text: &str, kind: Text) -> String {
        let mut out = String::new();
        let mut from = 0;
        for range in secrets(text, kind) {
            out.push_str(&text[from..range.start]);
            out.push('#');
            from = range.end;
        }
        out + &text[from..]
    }

    #[test]
    fn secrets_are_found_in_files() {
        for (text, expected) in [
            (
                "properties:\n  aws.secretKey: abc\n  aws.region: eu\n",
                "properties:\n  aws.secretKey: #\n  aws.region: eu\n",
            ),
            ("  aws.secretKey: \"a\\\"b\" # c\n", "  aws.secretKey: # # c\n"),
            ("  'aws.secretKey': 'a''b'\n", "  'aws.secretKey': #\n"),
            ("  aws.secretKey: |\n    abc\n\n    def\n  b: c\n", "  aws.secretKey: #\n  b: c\n"),
            ("  aws.secretKey:\n    abc\n  b: c\n", "  aws.secretKey: #\n  b: c\n".replace(": #", ":#").as_str()),
            ("a: {aws.secretKey: abc, b: c}\n", "a: {aws.secretKey: #, b: c}\n"),
            ("{\"aws.secretKey\":\"abc\",\"b\":1}", "{\"aws.secretKey\":#,\"b\":1}"),
            ("{\n\"aws.secretKey\":\n\"abc\"}", "{\n\"aws.secretKey\":#}"),
            ("aws:\n  secretKey: abc\n", "aws:\n  secretKey: #\n"),
            ("a:\n  ? aws.secretKey\n  : abc\n", "a:\n  ? aws.secretKey\n  : #\n"),
            ("x: &s abc\naws.secretKey: *s\n", "x: &s#\naws.secretKey: #\n"),
            ("jvmOptions:\n- -Daws.secretKey=abc\n- -Xmx1g\n", "jvmOptions:\n- -Daws.secretKey=#\n- -Xmx1g\n"),
            ("jvmOptions: [\"-Daws.secretKey=a b\", -Xmx1g]", "jvmOptions: [\"-Daws.secretKey=#\", -Xmx1g]"),
            ("- name: AWS_SECRET_ACCESS_KEY\n  value: abc\n", "- name: AWS_SECRET_ACCESS_KEY\n  value: #\n"),
            ("credentials:\n  aws.secretKey: s3/secretKey\n", "credentials:\n  aws.secretKey: s3/secretKey\n"),
            ("  aws.secretKey: ${AWS_SECRET}\n", "  aws.secretKey: ${AWS_SECRET}\n"),
            (
                "secrets:\n  master:\n    alluxio-hdfs-config: hdfsConfig\n",
                "secrets:\n  master:\n    alluxio-hdfs-config: hdfsConfig\n",
            ),
            (
                "imagePullSecrets: [a]\nfs.gcs.credential.path: /a\n",
                "imagePullSecrets: [a]\nfs.gcs.credential.path: /a\n",
            ),
        ] {
            assert_eq!(hidden(text, Text::File), expected, "{text}");
        }
    }

    #[test]
    fn secrets_are_found_in_arguments() {
        for (text, kind, expected) in [
            (
                r"properties.aws\.secretKey=abc,journal.size=x",
                Text::Pairs,
                r"properties.aws\.secretKey=#,journal.size=x",
            ),
            (r"properties.aws\.secretKey=a\,b,c=x", Text::Pairs, r"properties.aws\.secretKey=#,c=x"),
            ("properties.aws.secretKey=abc", Text::Pairs, "properties.aws.secretKey=#"),
            (r"worker.properties.my\.secret=abc", Text::Pairs, r"worker.properties.my\.secret=#"),
            (r"properties.aws\.secretKey=a,b=c", Text::Pair, r"properties.aws\.secretKey=#"),
            ("jvmOptions={-Daws.secretKey=abc -Xmx1g}", Text::Pairs, "jvmOptions={-Daws.secretKey=# -Xmx1g}"),
            ("secrets.master.x=/etc", Text::Pairs, "secrets.master.x=/etc"),
            (r#"properties={"aws.secretKey":"abc","b":1}"#, Text::Pairs, r#"properties={"aws.secretKey":#,"b":1}"#),
            (r"credentials.aws\.secretKey=s3/key", Text::Pairs, r"credentials.aws\.secretKey=s3/key"),
        ] {
            assert_eq!(hidden(text, kind), expected, "{text}");
        }
    }
}
