//! Places inside brackets and braces that go-yaml, and so Helm, reads otherwise than the parser does. They are refused.

/// What is wrong with a scalar in brackets or braces, if it is such a place: the message, and what to do.
///
/// `written` begins at the scalar or its tag, `after` right behind it.
pub fn trouble(is_plain: bool, has_tag: bool, written: &str, after: &str) -> Option<(&'static str, &'static str)> {
    let ends_flow = |text: &str| text.starts_with([',', '[', ']', '{', '}']);
    // Helm's case: the tag of `[!a, b]` is `!a,`. Only then is the text looked through: a line may be long.
    if has_tag && written.starts_with('!') && !written.starts_with("!<") {
        let end = written.find([' ', '\t', '\n', '\r', ',', '[', ']', '{', '}']).unwrap_or(written.len());
        if ends_flow(written.get(end..).unwrap_or_default()) {
            return Some(("a tag without a space after it", "write a space after the tag"));
        }
    }
    if !is_plain {
        return None;
    }
    // Helm's case: `{?a: 1}` is the key `a`.
    if written.starts_with('?') {
        return Some(("a question mark that begins a value in brackets or braces", "put the value in quotes"));
    }
    // Helm's case: the key of `{a:}` is `a:`.
    let colon = after.trim_start().strip_prefix(':');
    match colon {
        Some(rest) if ends_flow(rest) => Some(("a colon without a space after it", "write a space after the colon")),
        _ => None,
    }
}
