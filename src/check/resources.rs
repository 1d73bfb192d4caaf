//! What the API server asks of resources beside processors and memory, such as devices and huge pages (D-99). It is
//! warned about only: the server has the last word.

use super::{Checker, names};
use crate::facts::units;
use crate::model::map::Pair;
use crate::model::pod::Resources;

impl Checker<'_> {
    /// Names that mean something, and limits for what cannot be shared.
    pub(super) fn special_resources(&mut self, path: &str, resources: &Resources) {
        for (part, amounts) in [("limits", &resources.limits), ("requests", &resources.requests)] {
            for pair in amounts.0.iter().filter(|pair| !is_plain(&pair.name)) {
                self.special_resource(&format!("{path}.{part}"), pair);
            }
        }
        for request in resources.requests.0.iter().filter(|pair| !is_plain(&pair.name)) {
            let limit = resources.limits.0.iter().find(|limit| limit.name == request.name);
            let amount = |pair: &Pair| units::amount(&units::for_kubernetes(&pair.text));
            if limit.is_none_or(|limit| amount(limit) != amount(request)) {
                let message =
                    format!("`{path}.requests` asks for {:?} without a limit of the same amount", request.name);
                self.doubt(message, Some(request.place), "set the limit alone, and the request follows it");
            }
        }
    }

    fn special_resource(&mut self, path: &str, pair: &Pair) {
        let name = pair.name.as_str();
        let rule = match name.contains('/') {
            true => names::broken_qualified(name),
            false => (!name.starts_with("hugepages-")).then_some("resources other than those of Kubernetes have a `/`"),
        };
        if let Some(rule) = rule {
            let message = format!("`{path}` cannot have the resource {name:?}: {rule}");
            self.doubt(message, Some(pair.key), "write the resource as its nodes offer it, such as `nvidia.com/gpu`");
        } else if name.contains('/') && units::amount(&pair.text).is_some_and(|amount| amount.fract() != 0.0) {
            let message =
                format!("`{path}.{}` must be a whole number, found {:?}", name.replace('.', "\\."), pair.text);
            self.doubt(message, Some(pair.place), "such resources are not divided");
        }
    }
}

/// The resources that every node has and that containers share.
fn is_plain(name: &str) -> bool {
    matches!(name, "cpu" | "memory" | "ephemeral-storage")
}
