//! AXG208, AXG209: names of earlier versions.

use super::everywhere;
use crate::facts::given::Given;
use crate::lint::{Context, Findings, found};
use crate::properties::{Standing, Table, mask};

/// AXG208.
pub(super) fn removed(context: &Context<'_>, findings: &mut Findings) {
    for Given { name, key, .. } in everywhere(context) {
        let Standing::Removed { since, successor } = context.table().standing(name) else { continue };
        let message = format!("`{name}` was removed in Alluxio {since}");
        findings.push(found(message, key).help(match successor {
            Some(successor) => format!("remove it, and use `{successor}`"),
            None => "remove it: it has no successor".to_owned(),
        }));
    }
}

/// AXG209.
pub(super) fn old(context: &Context<'_>, findings: &mut Findings) {
    for Given { name, text, key, in_words, .. } in everywhere(context) {
        let Some(today) = today(context.table(), name) else { continue };
        let text = mask::value(name, text);
        let finding = match today {
            Today::Name(today) => {
                let fix = match in_words {
                    true => format!("write `-D{today}={text}`"),
                    false => format!("properties:\n  {name}:\n  {today}: {text}\n"),
                };
                found(format!("`{name}` is now called `{today}`"), key).help(fix)
            }
            Today::Deprecated => found(format!("`{name}` is deprecated"), key).help("remove it"),
        };
        findings.push(finding);
    }
}

/// What an old name is today.
enum Today {
    /// This.
    Name(&'static str),
    /// Nothing that is known.
    Deprecated,
}

fn today(table: Table, name: &str) -> Option<Today> {
    match table.standing(name) {
        Standing::Alias(property) => Some(Today::Name(property.name)),
        // Some are properties still, and aliases of those that took their place.
        Standing::Property(property) if property.is_deprecated() => {
            let of = table.aliases().find(|(alias, _)| *alias == name).map(|(_, of)| of);
            Some(of.map_or(Today::Deprecated, Today::Name))
        }
        _ => None,
    }
}
