//! Rules for single values that many components share: sizes, ports, paths, options, variables.

use super::Checker;
use crate::facts::{credentials, units};
use crate::model::choices::AccessMode;
use crate::model::list::{Choices, Item};
use crate::model::map::{Amounts, Env, Pair, Properties, Secrets};
use crate::model::pod::Resources;
use crate::model::scalar::{Leaf, Port, Quantity};
use crate::names;
use crate::problem::Problem;
use crate::source::Span;
use std::fmt::Display;

/// The largest user or group id, that of Linux.
const LARGEST_ID: i64 = 2_147_483_647;

impl Checker<'_> {
    /// A text that has to be there (D-51).
    pub(super) fn required(&mut self, path: &str, leaf: &Leaf<String>) {
        if leaf.filled().is_none() {
            let help = "give a value, or remove the key to get the default";
            self.missing(format!("`{path}` must not be empty"), leaf.place, help);
        }
    }

    /// A path within Alluxio. Empty text is passed on as it is (D-60).
    pub(super) fn alluxio_path(&mut self, path: &str, leaf: &Leaf<String>) {
        if leaf.value.as_deref() == Some("") {
            self.doubt(format!("`{path}` is empty"), leaf.place, "write `/` for the whole namespace of Alluxio");
        } else {
            self.required(path, leaf);
        }
    }

    /// An enumeration that has to be there.
    pub(super) fn chosen<T>(&mut self, path: &str, leaf: &Leaf<T>, names: &str) {
        if leaf.value.is_none() {
            self.missing(format!("`{path}` is required"), leaf.place, &format!("choose {names}"));
        }
    }

    /// A path of the node.
    pub(super) fn host_path(&mut self, path: &str, leaf: &Leaf<String>) {
        let text = leaf.text();
        if text.is_empty() {
            self.required(path, leaf);
        } else if text.split('/').any(|part| part == "..") {
            let message = format!("`{path}` must be a path without `..`, found {text:?}");
            self.refuse(message, leaf.place, "write the path without `..`");
        } else if !text.starts_with('/') {
            let message = format!("`{path}` should be an absolute path, found {text:?}");
            self.doubt(message, leaf.place, "begin it with `/`");
        }
    }

    /// A path on which something is mounted; Kubernetes documents that it has no `:`.
    pub(super) fn mount_path(&mut self, path: &str, leaf: &Leaf<String>) {
        let text = leaf.text();
        if text.is_empty() {
            self.required(path, leaf);
        } else if !text.starts_with('/') || text.contains(':') {
            let message = format!("`{path}` should be an absolute path without `:`, found {text:?}");
            self.doubt(message, leaf.place, "begin it with `/`, and remove `:`");
        }
    }

    /// A number of a user or group (D-54).
    pub(super) fn id(&mut self, path: &str, leaf: &Leaf<i64>) {
        if let Some(id) = leaf.value.filter(|id| !(0..=LARGEST_ID).contains(id)) {
            let message = format!("`{path}` must be a number from 0 to {LARGEST_ID}, found {id}");
            self.refuse(message, leaf.place, "give a numeric user or group id, not a name");
        }
    }

    /// A port in use (D-48).
    pub(super) fn port(&mut self, path: &str, leaf: &Leaf<Port>) {
        match leaf.value {
            Some(Port(port)) if (1..=65535).contains(&port) => {}
            Some(Port(port)) => {
                let message = format!("`{path}` must be a port from 1 to 65535, found {port}");
                self.refuse(message, leaf.place, "choose a port in that range");
            }
            None => {
                let message = format!("`{path}` must be a port from 1 to 65535, found null");
                self.missing(message, leaf.place, "give the port");
            }
        }
    }

    /// Ports of one pod, or of one Service, which have to differ (D-48).
    pub(super) fn distinct(&mut self, ports: &[(&str, &Leaf<Port>)]) {
        for (index, (path, leaf)) in ports.iter().enumerate() {
            self.port(path, leaf);
            let Some(Port(port)) = leaf.value else { continue };
            let Some((first, other)) = ports[..index].iter().find(|(_, other)| other.value == leaf.value) else {
                continue;
            };
            // The one that the user changed is to blame.
            let (path, leaf, first, other) =
                if leaf.set { (path, *leaf, first, *other) } else { (first, *other, path, *leaf) };
            self.problems.push(
                Problem::error(format!("`{path}` is {port}, as is `{first}`"))
                    .at(leaf.place)
                    .note_at("the other one is here", other.place)
                    .help("choose another port: the containers of a pod share one network"),
            );
        }
    }

    /// A size in use (D-51).
    pub(super) fn quantity(&mut self, path: &str, leaf: &Leaf<Quantity>) {
        match leaf.filled() {
            None => self.missing(format!("`{path}` must not be empty"), leaf.place, "give a size such as `4Gi`"),
            Some(text) => drop(self.amount(path, text, leaf.place)),
        }
    }

    /// A size in use that may be spelled as Alluxio spells it.
    pub(super) fn quota(&mut self, path: &str, leaf: &Leaf<String>) {
        match leaf.filled().map(units::quota_for_kubernetes) {
            None => self.missing(format!("`{path}` must not be empty"), leaf.place, "give a size such as `4Gi`"),
            Some(size) => drop(self.amount(path, &size, leaf.place)),
        }
    }

    /// A quantity. Its path is put together only for a message: most amounts are right.
    pub(super) fn amount(&mut self, path: impl Display, text: &str, place: Option<Span>) -> Option<f64> {
        let amount = units::amount(&units::for_kubernetes(text)).filter(|amount| *amount >= 0.0);
        if amount.is_none() {
            let message = format!("`{path}` must be a Kubernetes quantity, found {text:?}");
            let general = "write a number with a suffix such as `Mi` or `Gi`, or `m` for a thousandth";
            let help = units::meant(text).map_or_else(|| general.to_owned(), |meant| format!("write `{meant}`"));
            self.refuse(message, place, &help);
        }
        amount
    }

    /// Resources: quantities, and no request above its limit (D-47).
    pub(super) fn resources(&mut self, path: &str, resources: &Option<Resources>) {
        let Some(resources) = resources else { return };
        self.special_resources(path, resources);
        let Resources { limits, requests } = resources;
        let limits = self.amounts(format_args!("{path}.limits"), limits);
        let requests = self.amounts(format_args!("{path}.requests"), requests);
        for (request, wanted) in requests {
            let name = &request.name;
            // Amounts are sorted by name.
            let found = limits.binary_search_by(|(limit, _)| limit.name.cmp(name));
            let Some((limit, most)) = found.ok().and_then(|index| limits.get(index)) else { continue };
            if wanted > *most {
                self.over_limit(path, request, limit);
            }
        }
    }

    /// The one that the user set is to blame; the other may be a default.
    fn over_limit(&mut self, path: &str, request: &Pair, limit: &Pair) {
        let name = &request.name;
        let (at_limit, at_request) = (format!("{path}.limits.{name}"), format!("{path}.requests.{name}"));
        let problem = if request.set || !limit.set {
            Problem::error(format!("`{at_request}` is {}, more than the {} of `{at_limit}`", request.text, limit.text))
                .at(request.place)
                .note_at("the limit is here", limit.place)
        } else {
            Problem::error(format!("`{at_limit}` is {}, less than the {} of `{at_request}`", limit.text, request.text))
                .at(limit.place)
                .note_at("the request is here", request.place)
        };
        self.problems.push(problem.help("raise the limit, or lower the request"));
    }

    fn amounts<'a>(&mut self, path: impl Display, amounts: &'a Amounts) -> Vec<(&'a Pair, f64)> {
        let mut list = Vec::with_capacity(amounts.0.len());
        for pair in &amounts.0 {
            if let Some(amount) = self.amount(format_args!("{path}.{}", pair.name), &pair.text, Some(pair.place)) {
                list.push((pair, amount));
            }
        }
        list
    }

    /// At least one access mode (D-12).
    pub(super) fn modes(&mut self, path: &str, modes: &Choices<AccessMode>) {
        if modes.list.is_empty() && !self.problems.refused_within(path) {
            let message = format!("`{path}` must name at least one access mode");
            self.refuse(message, modes.place, "write, for example, `[ReadWriteOnce]`");
        } else if modes.list.len() > 1 && modes.list.contains(&AccessMode::ReadWriteOncePod) {
            let message = format!("`{path}` can have `ReadWriteOncePod` only as its single mode");
            self.refuse(message, modes.place, "remove the other modes");
        }
    }

    /// Variables whose names Kubernetes accepts (D-52): in every version, or since 1.32 almost any.
    pub(super) fn env(&mut self, path: &str, env: &Env) {
        for pair in &env.0 {
            let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
            let printable = |c: char| c.is_ascii_graphic() && c != '=' || c == ' ';
            if !pair.name.is_empty()
                && !pair.name.starts_with(|c: char| c.is_ascii_digit())
                && pair.name.chars().all(letter)
            {
                continue;
            }
            let help = "use letters, digits, `_`, `-` and `.`, and do not begin with a digit";
            if self.kube_version >= (1, 32) && !pair.name.is_empty() && pair.name.chars().all(printable) {
                let message = format!("`{path}` has a variable named {:?}, which a shell cannot read", pair.name);
                self.doubt(message, Some(pair.key), help);
            } else {
                let message = format!("`{path}` has a variable named {:?}, which Kubernetes rejects", pair.name);
                self.refuse(message, Some(pair.key), help);
            }
        }
    }

    /// Properties: one line each, for the ConfigMap carries them in one line (D-62).
    pub(super) fn properties(&mut self, path: impl Display, properties: &Properties) {
        for pair in &properties.0 {
            if pair.name.is_empty() {
                self.refuse(format!("`{path}` has a property without a name"), Some(pair.key), "give its name");
            }
            // A file may have more than one line.
            let in_file = credentials::hides(self.values, &pair.name, &pair.text);
            if !is_one_line(&pair.name) || (!is_one_line(&pair.text) && !in_file) {
                let name = pair.name.replace('.', "\\.");
                self.refuse_lines(format_args!("{path}.{name}"), Some(pair.place));
            }
        }
    }

    pub(super) fn words(&mut self, path: impl Display, words: &[Item]) {
        for word in words {
            self.one_line(&path, &word.text, Some(word.place));
        }
    }

    pub(super) fn one_line(&mut self, path: impl Display, text: &str, place: Option<Span>) {
        if !is_one_line(text) {
            self.refuse_lines(path, place);
        }
    }

    fn refuse_lines(&mut self, path: impl Display, place: Option<Span>) {
        let message = format!("`{path}` must be one line, found a line break or a control character");
        self.refuse(message, place, "write it on one line: the containers read their options line by line");
    }

    /// Folders below `/secrets`, one a secret (D-53). That two share one is found where they are mounted.
    pub(super) fn secrets(&mut self, path: &str, secrets: &Secrets) {
        self.files(path, "secret", "/secrets", secrets);
    }

    /// Folders below `/configmaps`, one a ConfigMap (T-06).
    pub(super) fn config_maps(&mut self, path: &str, config_maps: &Secrets) {
        self.files(path, "ConfigMap", "/configmaps", config_maps);
    }

    fn files(&mut self, path: &str, kind: &str, root: &str, folders: &Secrets) {
        for pair in &folders.0 {
            if pair.text.trim_matches('/').is_empty() {
                let message =
                    format!("`{path}.{}` must name a folder below `{root}`, found {:?}", pair.name, pair.text);
                self.refuse(message, Some(pair.place), &format!("give the {kind} its own folder"));
            } else if pair.text.split('/').any(|part| part == "..") {
                let message =
                    format!("`{path}.{}` should name a folder below `{root}`, found {:?}", pair.name, pair.text);
                self.doubt(message, Some(pair.place), "remove `..`");
            } else if pair.text.contains(':') {
                let message = format!("`{path}.{}` should be a folder without `:`, found {:?}", pair.name, pair.text);
                self.doubt(message, Some(pair.place), "remove `:`: Kubernetes does not allow it in mount paths");
            }
            if let Some(rule) = names::broken_subdomain(&pair.name) {
                self.doubt(
                    format!("`{path}` has a {kind} named {:?}: {rule}", pair.name),
                    Some(pair.key),
                    &format!("give the {kind}'s name"),
                );
            }
        }
    }

    /// What an emptyDir may be kept in (D-111).
    pub(super) fn medium(&mut self, path: &str, leaf: &Leaf<String>) {
        let Some(medium) = leaf.filled() else { return };
        let pages = medium.strip_prefix("HugePages-").and_then(units::amount);
        if !matches!(medium, "Memory" | "HugePages") && pages.is_none() {
            let message = format!("`{path}` must be empty, `Memory` or `HugePages-...`, found {medium:?}");
            let help = if medium.eq_ignore_ascii_case("memory") {
                "write `Memory`"
            } else {
                "leave it empty for the node's disk"
            };
            self.refuse(message, leaf.place, help);
        }
    }
}

fn is_one_line(text: &str) -> bool {
    !text.contains(|c: char| c.is_control() && c != '\t')
}
