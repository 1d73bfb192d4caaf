//! AXG211: a property among those of a component that does not read it.
//!
//! Not the other way round: workers, job workers and clients take the master's properties for defaults of the cluster.

use crate::facts::given::{Component, Given, given, list_name};
use crate::lint::{Context, Findings, found};
use crate::properties::{Scope, mask};

/// AXG211.
pub(super) fn elsewhere(context: &Context<'_>, findings: &mut Findings) {
    let in_worker = context.values.worker.fuse_enabled.or(false);
    for Given { component, name, text, key, in_words, .. } in given(context.values) {
        let Some(property) = context.table().find(name) else { continue };
        let is_elsewhere = match (component, property.scope) {
            (Some(Component::Worker | Component::JobWorker | Component::Fuse), Scope::Master) => true,
            (Some(Component::Fuse), Scope::Worker | Scope::Server) => !in_worker,
            _ => false,
        };
        if !is_elsewhere {
            continue;
        }
        let list = list_name(component, if in_words { "jvmOptions" } else { "properties" });
        let readers = property.scope.words();
        let message = format!("`{name}` is read by {readers}, but `{list}` does not set it there");
        let section = component.map_or("", Component::section);
        let fix = match in_words {
            true => "move it to the top-level `jvmOptions`".to_owned(),
            false => {
                let text = mask::value(name, text);
                format!("properties:\n  {name}: {text}\n{section}:\n  properties:\n    {name}:\n")
            }
        };
        findings.push(found(message, key).help(fix));
    }
}
