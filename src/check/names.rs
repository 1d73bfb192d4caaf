//! Names that Kubernetes accepts: what objects are called, and what their labels say (D-08, D-41).

use super::{Checker, masters};
use crate::facts::names::{LONGEST, Names};
use crate::problem::Problem;
use crate::target::Target;

/// Checks all names that are made of the user's.
pub(super) fn check(target: &Target, checker: &mut Checker<'_>) {
    let values = checker.values;
    let names = Names::new(values, target);
    let place = values.fullname_override.place.filter(|_| values.fullname_override.filled().is_some());
    let place = place.or(values.name_override.place.filter(|_| values.name_override.filled().is_some()));
    if let Some(rule) = broken_base(&names.full) {
        let message = format!("objects cannot be named `{}-...`: {rule}", names.full);
        checker
            .problems
            .push(Problem::error(message).at(place).help("set `fullnameOverride` to a short name such as `alluxio`"));
    }
    if let Some(rule) = broken_label(&names.app) {
        let message = format!("the label `app` cannot be {:?}: {rule}", names.app);
        checker.problems.push(
            Problem::error(message)
                .at(values.name_override.place)
                .help("set `nameOverride` to a name such as `alluxio`"),
        );
    }
    let longest = longest(checker, &names);
    if let Some((object, limit)) =
        longest.into_iter().filter(|(_, limit)| names.full.len() > *limit).min_by_key(|(_, limit)| *limit)
    {
        let length = names.full.len();
        let message =
            format!("the name `{}` is too long for {object}: {length} characters, at most {limit}", names.full);
        checker.problems.push(Problem::error(message).at(place).help("set `fullnameOverride` to a shorter name"));
    }
}

/// How long the base of all names may be where there are masters: a StatefulSet labels its pods with its name and a hash of
/// ten characters behind it.
pub const ROOM_WITH_MASTERS: usize = LONGEST - "-master-".len() - 10;

/// What is on, and how long the base of all names may be for it.
fn longest(checker: &Checker<'_>, names: &Names) -> Vec<(String, usize)> {
    let values = checker.values;
    let room = |suffix: usize| LONGEST.saturating_sub(suffix);
    let mut list = vec![(format!("the label of ConfigMap `{}`", names.of("config")), room("-config".len()))];
    if masters(values) {
        list.push((
            "the masters' StatefulSet, whose pods have a label of its name and a hash".to_owned(),
            ROOM_WITH_MASTERS,
        ));
        let last = format!("-master-{}", values.master.count.or(1).saturating_sub(1));
        list.push((format!("Service `{}{last}`", names.full), room(last.len())));
    }
    for (on, part) in [
        (values.metrics.enabled.or(false), "metrics-volume"),
        (values.logserver.enabled.or(false), "logserver"),
        (values.csi.enabled.or(false), "csi-controller"),
        (values.csi.enabled.or(false), "csi-nodeplugin"),
        (values.csi.enabled.or(false) && checker.version.csi_makes_pods, "csi-fuse-config"),
        (values.hub.enabled.or(false), "hub"),
    ] {
        if on {
            list.push((format!("`{}`", names.of(part)), room(part.len() + 1)));
        }
    }
    list
}

/// Services need a name that begins with a letter (DNS-1035), so everything that names are made of does.
fn broken_base(name: &str) -> Option<&'static str> {
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

/// The names of most objects (DNS-1123 subdomain): labels joined by dots, 253 characters.
pub fn broken_subdomain(name: &str) -> Option<&'static str> {
    let part = |part: &str| {
        let ends = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        part.starts_with(ends) && part.ends_with(ends) && part.chars().all(|c| ends(c) || c == '-')
    };
    if name.len() > 253 {
        Some("a name has at most 253 characters")
    } else if !name.split('.').all(part) {
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
