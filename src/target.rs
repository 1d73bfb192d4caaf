//! What manifests are made for: a release, a namespace, a version of Kubernetes, a version of Alluxio.

use crate::cli;
use crate::names::is_dns_label;
use crate::problem::{Problems, Said};
use crate::version::{self, Version};

/// The newest version of Kubernetes that is known, which manifests are made for unless the user says otherwise.
pub const NEWEST: (u32, u32) = (1, 35);

/// What manifests are made for.
#[derive(Clone, Debug)]
pub struct Target {
    /// The release name.
    pub release: String,
    /// The namespace, if objects are to carry one.
    pub namespace: Option<String>,
    /// Major and minor version of Kubernetes.
    pub kube_version: (u32, u32),
    /// The version of Alluxio. Values say it, so that it is the default one until they are read.
    pub version: &'static Version,
}

impl Target {
    /// Checks what the command line says. What is wrong goes to `problems`.
    pub fn new(args: &cli::Target, problems: &mut Problems) -> Self {
        let said = |by, text| Said { by, text, place: None };
        let namespace = args.namespace.as_deref().map(|text| said("--namespace", text));
        let version = args.kube_version.as_deref().map(|text| said("--kube-version", text));
        Target::checked(said("--name", &args.name), namespace, version, problems)
    }

    /// Checks what the user says. What is wrong goes to `problems`.
    pub fn checked(
        release: Said<'_>,
        namespace: Option<Said<'_>>,
        kube_version: Option<Said<'_>>,
        problems: &mut Problems,
    ) -> Self {
        if let Some(rule) = broken_release(release.text) {
            let problem = release.wrong(format!("the release name `{}` is not allowed: {rule}", release.text));
            problems.push(problem.help(format!("give `{}` a name such as `alluxio`", release.by)));
        }
        if let Some(said) = namespace.filter(|said| said.text.len() > 63 || !is_dns_label(said.text)) {
            let problem = said.wrong(format!("the namespace `{}` is not allowed: it must be a DNS label", said.text));
            problems.push(problem.help("use at most 63 lower-case letters, digits and `-`"));
        }
        let version = kube_version.map(|said| {
            kubernetes(said.text).unwrap_or_else(|| {
                let problem = said.wrong(format!("`{} {}` is not a version of Kubernetes", said.by, said.text));
                problems.push(problem.help("write it as `1.31`"));
                NEWEST
            })
        });
        Target {
            release: release.text.to_owned(),
            namespace: namespace.map(|said| said.text.to_owned()),
            kube_version: version.unwrap_or(NEWEST),
            version: version::DEFAULT,
        }
    }
}

/// Helm's rule for release names: DNS labels joined by dots, at most 53 characters (helm-values.md 3.1).
fn broken_release(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("it is empty")
    } else if name.len() > 53 {
        Some("it has more than 53 characters")
    } else if !name.split('.').all(is_dns_label) {
        Some(
            "it may contain only lower-case letters, digits, `-` and `.`, and must begin and end with a letter or digit",
        )
    } else {
        None
    }
}

/// `1.31`, `v1.31.2`, `1.31.2+eks`: what counts is major and minor.
fn kubernetes(text: &str) -> Option<(u32, u32)> {
    let text = text.strip_prefix('v').unwrap_or(text);
    let text = text.split(['+', '-']).next()?;
    let mut parts = text.split('.').map(|part| part.parse::<u32>().ok());
    let (major, minor) = (parts.next()??, parts.next()??);
    let patch = parts.next().unwrap_or(Some(0));
    (patch.is_some() && parts.next().is_none()).then_some((major, minor))
}

#[cfg(test)]
mod tests {
    use super::{broken_release, kubernetes};

    #[test]
    fn versions_are_read() {
        for (text, expected) in [
            ("1.31", Some((1, 31))),
            ("v1.20.3+eks", Some((1, 20))),
            ("1.20.3-gke.1", Some((1, 20))),
            ("1", None),
            ("1.x", None),
            ("1.2.3.4", None),
            ("", None),
        ] {
            assert_eq!(kubernetes(text), expected, "{text}");
        }
    }

    #[test]
    fn release_names_follow_helm() {
        for good in ["alluxio", "a", "team-a.prod", "1a"] {
            assert_eq!(broken_release(good), None, "{good}");
        }
        for bad in ["", "UPPER", "a_b", "-a", "a.", &"a".repeat(54)] {
            assert!(broken_release(bad).is_some(), "{bad}");
        }
    }
}
