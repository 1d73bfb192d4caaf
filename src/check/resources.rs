//! What the API server asks of resources beside processors and memory, such as devices and huge pages (D-99, D-121).

use super::Checker;
use crate::facts::units;
use crate::model::map::Pair;
use crate::model::pod::Resources;
use crate::names;

impl Checker<'_> {
    /// Names that mean something, whole amounts, and limits for what cannot be shared.
    pub(super) fn special_resources(&mut self, path: &str, resources: &Resources) {
        for (part, amounts) in [("limits", &resources.limits), ("requests", &resources.requests)] {
            for pair in amounts.0.iter().filter(|pair| !is_plain(&pair.name)) {
                self.special_resource(&format!("{path}.{part}"), pair);
            }
        }
        let special = |pair: &&Pair| !is_plain(&pair.name) && !is_kubernetes_own(&pair.name);
        for request in resources.requests.0.iter().filter(special) {
            let limit = resources.limits.0.iter().find(|limit| limit.name == request.name);
            if limit.is_none_or(|limit| amount(limit) != amount(request)) {
                let message = format!("`{path}.requests` has {:?} without an equal limit", request.name);
                self.refuse(message, Some(request.place), "set only the limit; the request then equals it");
            }
        }
        self.huge_pages_alone(path, resources);
    }

    fn special_resource(&mut self, path: &str, pair: &Pair) {
        let name = pair.name.as_str();
        let escaped = name.replace('.', "\\.");
        if let Some(rule) = broken_name(name) {
            let message = format!("`{path}` cannot have the resource {name:?}: {rule}");
            self.refuse(
                message,
                Some(pair.key),
                "write the resource name as nodes report it, such as `nvidia.com/gpu`",
            );
        } else if let Some(page) = name.strip_prefix(HUGE_PAGES) {
            let page = units::amount(page).filter(|page| *page > 0.0);
            // A remainder of 0 is exact: both are whole numbers of bytes.
            let is_multiple = |page: f64| amount(pair).is_some_and(|amount| amount % page == 0.0);
            if !page.is_some_and(is_multiple) {
                let message = format!("`{path}.{escaped}` must be a multiple of one page, found {:?}", pair.text);
                self.refuse(message, Some(pair.place), "give the total size of all pages, such as `1Gi`");
            }
        } else if !is_kubernetes_own(name) && amount(pair).is_some_and(|amount| amount.fract() != 0.0) {
            let message = format!("`{path}.{escaped}` must be a whole number, found {:?}", pair.text);
            self.refuse(message, Some(pair.place), "fractions of this resource cannot be requested");
        }
    }

    fn huge_pages_alone(&mut self, path: &str, resources: &Resources) {
        let all = || resources.limits.0.iter().chain(&resources.requests.0);
        let pages = all().find(|pair| pair.name.starts_with(HUGE_PAGES));
        if let Some(pages) = pages.filter(|_| !all().any(|pair| matches!(pair.name.as_str(), "cpu" | "memory"))) {
            let message = format!("`{path}` has huge pages, and neither `cpu` nor `memory`");
            self.refuse(message, Some(pages.key), "add `memory`");
        }
    }
}

const HUGE_PAGES: &str = "hugepages-";

fn amount(pair: &Pair) -> Option<f64> {
    units::amount(&units::for_kubernetes(&pair.text))
}

/// The resources that every node has and that containers share.
fn is_plain(name: &str) -> bool {
    matches!(name, "cpu" | "memory" | "ephemeral-storage")
}

/// Names that Kubernetes keeps for itself; of them it asks nothing more.
fn is_kubernetes_own(name: &str) -> bool {
    name.contains("kubernetes.io/")
}

fn broken_name(name: &str) -> Option<&'static str> {
    match name.split_once('/') {
        _ if names::broken_qualified(name).is_some() => names::broken_qualified(name),
        Some((domain, _)) if domain.starts_with("requests.") => Some("the name must not begin with `requests.`"),
        Some(_) => None,
        None => {
            (!name.starts_with(HUGE_PAGES)).then_some("resources other than Kubernetes' own need a `/` in the name")
        }
    }
}
