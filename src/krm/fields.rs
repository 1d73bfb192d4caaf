//! What messages about the function's object name in place of lines: the paths of its values.

use crate::source::Fields;
use crate::yaml::{Kind, Node};

/// The paths of all values below a node: `spec.values.master.count`, `spec.set[0]`.
pub(super) fn of(node: &Node) -> Fields {
    let mut fields = Fields::default();
    add(&mut fields, node, String::new());
    fields
}

fn add(fields: &mut Fields, node: &Node, path: String) {
    match &node.kind {
        Kind::Map(map) => {
            for (key, entry) in map {
                let dot = if path.is_empty() { "" } else { "." };
                let path = format!("{path}{dot}{}", key.replace('.', "\\."));
                fields.0.insert((entry.key.line, entry.key.column), path.clone());
                add(fields, &entry.node, path);
            }
        }
        Kind::List(items) => {
            for (index, item) in items.iter().enumerate() {
                add(fields, item, format!("{path}[{index}]"));
            }
        }
        _ => {}
    }
    // A map begins where its first key does, and a key says more.
    fields.0.entry((node.span.line, node.span.column)).or_insert(path);
}
