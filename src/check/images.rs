//! The mirror that images are pulled from: what would make names that no runtime can read.

use super::Checker;
use crate::facts::image::is_host;
use crate::source::Span;

impl Checker<'_> {
    /// `images`: the registry of all, and the rules.
    pub(super) fn mirror(&mut self) {
        let images = &self.values.images;
        if let Some(registry) = images.registry.filled() {
            let first = registry.split('/').next().unwrap_or("");
            let fault = broken_place(registry);
            let nameless = "without a dot or a port in its first part it is read as a repository of docker.io";
            let fault = fault.or((!is_host(first)).then_some(nameless));
            self.place("images.registry", registry, fault, images.registry.place);
        }
        for rule in &images.rewrite.0 {
            let path = format!("images.rewrite.{}", rule.name.replace('.', "\\."));
            let fault = broken_place(&rule.name);
            self.place(&path, &rule.name, fault, Some(rule.key));
            if fault.is_none() {
                self.place(&path, &rule.text, broken_place(&rule.text), Some(rule.place));
            }
        }
    }

    fn place(&mut self, path: &str, text: &str, fault: Option<&str>, place: Option<Span>) {
        if let Some(fault) = fault {
            let message = format!("`{path}` must be a registry, with an optional path, found {text:?}: {fault}");
            self.refuse(message, place, "write it as `mirror.local` or `mirror.local:5000/hub`");
        }
    }
}

/// What is wrong with a registry and a path in it, as names of images have them
/// (distribution/reference: host and port, then parts in lower case).
fn broken_place(text: &str) -> Option<&'static str> {
    let text = text.strip_suffix('/').unwrap_or(text);
    let mut parts = text.split('/');
    let first = parts.next().unwrap_or("");
    if text.is_empty() {
        return Some("it is empty");
    }
    if text.contains("://") {
        return Some("it must not have a scheme such as `https://`");
    }
    let (host, port) = first.split_once(':').map_or((first, None), |(host, port)| (host, Some(port)));
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok());
    let hosts = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let good_host = host.starts_with(|c: char| c.is_ascii_alphanumeric()) && host.chars().all(hosts);
    if !good_host || !is_port {
        return Some("its first part must be a host, with an optional port");
    }
    let part = |part: &str| {
        let ends = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        part.starts_with(ends) && part.ends_with(ends) && part.chars().all(|c| ends(c) || matches!(c, '.' | '-' | '_'))
    };
    (!parts.all(part)).then_some("the path may contain only lower-case letters, digits, `.`, `-` and `_`")
}

#[cfg(test)]
mod tests {
    use super::broken_place;

    #[test]
    fn registries_are_told_from_what_is_none() {
        for good in ["mirror.local", "mirror.local/", "m:5000/a/b-c", "localhost/x", "Host.local/a_b", "alluxio/"] {
            assert_eq!(broken_place(good), None, "{good}");
        }
        for bad in
            ["", "/", "https://m.local", "m.local/A", "m.local//a", "m.local/a:1", "m:x/a", "m l/a", "m/a@sha256:0"]
        {
            assert!(broken_place(bad).is_some(), "{bad}");
        }
    }
}
