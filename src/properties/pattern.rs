//! Names with parts of the user's own, as `alluxio.locality.{word}`: how they are shown, and which names fit.

/// The parts of the user's own: what they are called in the file, and their regular expressions.
const PARTS: [(&str, &str); 5] = [
    ("word", "[A-Za-z_0-9]+"),
    ("digits", "[0-9]+"),
    ("user", "[a-zA-Z_0-9.@-]+"),
    ("host", "[a-zA-Z_0-9.-]+"),
    ("names", r"(?:[A-Za-z_0-9]+\.)*[A-Za-z_0-9]+"),
];

/// `alluxio.locality.*` for `alluxio.locality.{word}`.
pub(super) fn shown(pattern: &str) -> String {
    pieces(pattern).map(|piece| piece.unwrap_or("*")).collect()
}

/// A regular expression for whole names.
pub(super) fn regex(pattern: &str) -> String {
    let mut out = String::from("^");
    let mut rest = pattern;
    while let Some((text, part, after)) = next(rest) {
        out.push_str(&text.replace('.', r"\."));
        out.push_str(PARTS.iter().find(|(name, _)| *name == part).map_or("", |(_, regex)| regex));
        rest = after;
    }
    out.push_str(&rest.replace('.', r"\."));
    out.push('$');
    out
}

/// The text before the next part of the user's own, that part's name, and what comes after it.
fn next(pattern: &str) -> Option<(&str, &str, &str)> {
    let (text, rest) = pattern.split_once('{')?;
    let (part, after) = rest.split_once('}')?;
    Some((text, part, after))
}

/// The fixed texts of a pattern, and nothing for each part of the user's own.
fn pieces(pattern: &str) -> impl Iterator<Item = Option<&str>> {
    pattern.split('{').enumerate().flat_map(|(at, piece)| match (at, piece.split_once('}')) {
        (0, _) | (_, None) => vec![Some(piece)],
        (_, Some((_, text))) => vec![None, Some(text)],
    })
}

/// Whether a name fits a pattern; the longest match of a part of the user's own is tried first, then shorter ones.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    let Some((text, part, after)) = next(pattern) else { return pattern == name };
    let Some(rest) = name.strip_prefix(text) else { return false };
    let most = rest.bytes().take_while(|byte| may_have(part, *byte)).count();
    (1..=most).rev().any(|length| is_whole(part, &rest[..length]) && fits(after, &rest[length..]))
}

/// Whether a part may have a byte in it.
fn may_have(part: &str, byte: u8) -> bool {
    match part {
        "digits" => byte.is_ascii_digit(),
        "word" => byte.is_ascii_alphanumeric() || byte == b'_',
        "user" => byte.is_ascii_alphanumeric() || b"_.@-".contains(&byte),
        "host" => byte.is_ascii_alphanumeric() || b"_.-".contains(&byte),
        _ => byte.is_ascii_alphanumeric() || b"_.".contains(&byte),
    }
}

/// Names have no empty one among them.
fn is_whole(part: &str, text: &str) -> bool {
    part != "names" || text.split('.').all(|name| !name.is_empty())
}

/// The member of a family that a name most likely means: the fixed texts of the family, the user's own parts of the name.
pub(super) fn member(pattern: &str, name: &str) -> Option<String> {
    let (theirs, ours): (Vec<&str>, Vec<&str>) = (pattern.split('.').collect(), name.split('.').collect());
    let is_long = pattern.ends_with("{names}");
    if !(theirs.len() == ours.len() || is_long && theirs.len() < ours.len()) {
        return None;
    }
    let tail = if is_long { &ours[theirs.len() - 1..] } else { &[][..] };
    let fixed = theirs.len() - usize::from(is_long);
    let segment = |(theirs, ours): (&&str, &&str)| own(theirs, ours);
    let mut segments: Vec<String> = theirs.iter().zip(&ours).take(fixed).map(segment).collect::<Option<_>>()?;
    segments.extend(tail.iter().map(|part| (*part).to_owned()));
    let member = segments.join(".");
    fits(pattern, &member).then_some(member)
}

/// A segment of a pattern with the user's own part of a segment of a name.
fn own(pattern: &str, name: &str) -> Option<String> {
    match next(pattern) {
        None => Some(pattern.to_owned()),
        Some((before, "digits", after)) => {
            let digits: String = name.chars().filter(char::is_ascii_digit).collect();
            Some(format!("{before}{digits}{after}"))
        }
        Some(_) => Some(name.to_owned()),
    }
}
