//! What Kubernetes accepts as a name, a label or a key. Each `broken_` says what is wrong with a text, if anything is.

/// The longest label.
pub const LONGEST: usize = 63;

/// Services need a name that begins with a letter (DNS-1035), so everything that names are made of does.
pub fn broken_base(name: &str) -> Option<&'static str> {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() {
        Some("it is empty")
    } else if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        Some("a name must begin with a lower-case letter")
    } else if !name.chars().all(letter) {
        Some("a name may contain only lower-case letters, digits and `-`")
    } else {
        None
    }
}

/// The values of labels: 63 characters, letters, digits, `-`, `_`, `.`, with a letter or digit at both ends.
pub fn broken_label(text: &str) -> Option<&'static str> {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if text.len() > LONGEST {
        Some("it has more than 63 characters")
    } else if !text.chars().all(inner) {
        Some("a label may contain only letters, digits, `-`, `_` and `.`")
    } else if !text.starts_with(|c: char| c.is_ascii_alphanumeric())
        || !text.ends_with(|c: char| c.is_ascii_alphanumeric())
    {
        Some("a label must begin and end with a letter or digit")
    } else {
        None
    }
}

/// The names of ports of Services (DNS-1123 label): 63 characters, lower-case letters, digits, `-`.
pub fn broken_port_name(name: &str) -> Option<&'static str> {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() {
        Some("it is empty")
    } else if name.contains(|c: char| !inner(c)) {
        Some("a name may contain only lower-case letters, digits and `-`")
    } else {
        broken_label(name)
    }
}

/// What the parts of names are (DNS-1123 label), however long: lower-case letters, digits and `-`, the latter not at an end.
pub fn is_dns_label(text: &str) -> bool {
    let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.starts_with(small) && text.ends_with(small) && text.chars().all(|c| small(c) || c == '-')
}

/// The names of most objects (DNS-1123 subdomain): labels joined by dots, 253 characters.
pub fn broken_subdomain(name: &str) -> Option<&'static str> {
    if name.len() > 253 {
        Some("a name has at most 253 characters")
    } else if !name.split('.').all(is_dns_label) {
        Some(
            "a name may contain only lower-case letters, digits, `-` and `.`, and must begin and end with a letter or digit",
        )
    } else {
        None
    }
}

/// The keys of labels, annotations and taints: a name, perhaps with a DNS subdomain and `/` before it.
pub fn broken_qualified(key: &str) -> Option<&'static str> {
    let (prefix, name) = match key.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, key),
    };
    if prefix.is_some_and(|prefix| broken_subdomain(prefix).is_some()) {
        Some("the part before `/` must be a DNS name")
    } else if name.is_empty() {
        Some("it is empty")
    } else {
        broken_label(name)
    }
}

/// Whether a text may be a key of a Secret (apimachinery IsConfigMapKey).
pub fn is_key(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !text.is_empty() && text.len() <= 253 && text != "." && !text.starts_with("..") && text.chars().all(letter)
}

#[cfg(test)]
mod tests {
    use super::is_key;

    #[test]
    fn keys_of_secrets() {
        assert!(["core-site.xml", "a", ".b", "A_1"].into_iter().all(is_key));
        assert!(["", ".", "..", "..a", "a/b", "a b", "ä"].into_iter().all(|key| !is_key(key)));
    }
}
