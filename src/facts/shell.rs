//! What the image's scripts do to an options variable, and how a text has to be written to get through them (D-112).
//!
//! The entrypoint writes `export NAME="TEXT"` into a file that bash sources: `$`, backticks, `"` and `\` have their
//! meaning there, once. A launcher then passes the options without quotes: blanks part them, and a word with `*`, `?`
//! or `[` becomes the names of the files that it matches. Blanks and line breaks cannot be saved.

use std::borrow::Cow;

/// The options as the ConfigMap carries them, so that Java gets the text that went in.
///
/// `${NAME}` stays a variable, and `{$NAME}` the placeholder of the HDFS profile. What the user has escaped is escaped.
pub fn escaped(text: &str) -> Cow<'_, str> {
    // All of them are ASCII, so bytes will do.
    let next = |text: &str| text.bytes().position(|byte| matches!(byte, b'$' | b'`' | b'"' | b'\\'));
    if next(text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(at) = next(rest) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let (kept, mark) = match special.as_bytes() {
            [b'\\', ..] => (escape(special), special.len() == 1),
            [b'$', ..] => match reference(special) {
                Some(name) => (name.len() + 3, false),
                None => (1, !(out.ends_with('{') && is_placeholder(special))),
            },
            _ => (1, true),
        };
        if mark {
            out.push('\\');
        }
        let (taken, left) = special.split_at(kept);
        out.push_str(taken);
        rest = left;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// A word as a shell takes it, in quotes where it needs them.
pub fn word(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(format!("'{}'", text.replace('\'', r"'\''"))),
    }
}

/// How many characters a backslash and what it escapes are. Before all others, and at the end, it is one of its own.
fn escape(text: &str) -> usize {
    if text[1..].starts_with(['$', '`', '"', '\\']) { 2 } else { 1 }
}

/// The variable that a text begins with: `NAME` of `${NAME}`.
fn reference(text: &str) -> Option<&str> {
    let (name, _) = text.strip_prefix("${")?.split_once('}')?;
    is_name(name).then_some(name)
}

/// Whether a `$` with a `{` before it begins `{$NAME}`.
fn is_placeholder(text: &str) -> bool {
    text[1..].split_once('}').is_some_and(|(name, _)| is_name(name))
}

fn is_name(text: &str) -> bool {
    !text.starts_with(|c: char| c.is_ascii_digit())
        && !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// The variables that bash puts into the text on the way, in their order.
pub fn variables(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '$']) {
        rest = &rest[at..];
        let length = match reference(rest) {
            Some(name) => {
                out.push(name);
                name.len() + 3
            }
            None if rest.starts_with('\\') => escape(rest),
            None => 1,
        };
        rest = &rest[length..];
    }
    out
}

/// Whether a word of the options may become the names of files. An option never does: no file of the image is called so.
pub fn is_pattern(word: &str) -> bool {
    !word.starts_with('-') && word.contains(['*', '?', '['])
}

#[cfg(test)]
mod tests {
    use super::{escaped, is_pattern, variables};

    #[test]
    fn what_bash_would_read_otherwise_is_escaped_once() {
        for (text, expected) in [
            ("-Da=plain,text-1.0:/a#&*'{}é", "-Da=plain,text-1.0:/a#&*'{}é"),
            ("a$b", r"a\$b"),
            ("$", r"\$"),
            ("$(id)", r"\$(id)"),
            ("`id`", r"\`id\`"),
            ("\"a\"", r#"\"a\""#),
            // Variables, and what only looks like them.
            ("${NAME_1}", "${NAME_1}"),
            ("${NAME", r"\${NAME"),
            ("${}", r"\${}"),
            ("${1}", r"\${1}"),
            ("${alluxio.work.dir}", r"\${alluxio.work.dir}"),
            ("${A:-$(id)}", r"\${A:-\$(id)}"),
            ("{$hostname}:{$port}", "{$hostname}:{$port}"),
            ("{$hostname", r"{\$hostname"),
            ("{$(id)}", r"{\$(id)}"),
            // A backslash that escapes stays, and what it escapes is not escaped again.
            (r"\$b", r"\$b"),
            (r"\${NAME}", r"\${NAME}"),
            (r"a\d", r"a\d"),
            (r"\\", r"\\"),
            (r"\\$b", r"\\\$b"),
            // One that would end the variable would escape the quote that ends it.
            (r"a\", r"a\\"),
            (r"\\\", r"\\\\"),
        ] {
            assert_eq!(escaped(text), expected, "{text}");
        }
    }

    #[test]
    fn variables_are_found_where_bash_finds_them() {
        assert_eq!(variables(r"${A}x\${B}{$C}$D${E.F}\\${G}"), ["A", "G"]);
    }

    #[test]
    fn only_whole_words_match_files() {
        assert!(is_pattern("*") && is_pattern("/opt/[a]?"));
        assert!(!is_pattern("-Dx=*") && !is_pattern("conf"));
    }
}
