//! Warns of keys that nobody knows without reading the values into types: for `values`, which merges and judges nothing.

use super::read::{At, Path, Reader, Shape};
use crate::problem::Problems;
use crate::source::Sources;
use crate::version::Version;
use crate::yaml::{Kind, Node};

/// Warns of every key that neither the types nor the defaults have.
pub fn warn(node: &Node, version: &'static Version, sources: &Sources, problems: &mut Problems) {
    let at = At { path: Path::Root, node: Some(node), builtin: None, around: None };
    walk(&at, &super::shape(), &mut Reader { problems, sources, known: &super::KNOWN, version });
}

fn walk(at: &At<'_>, shape: &Shape, reader: &mut Reader<'_>) {
    match (shape, at.node.map(|node| &node.kind)) {
        (Shape::Section(fields), Some(Kind::Map(map))) => {
            let keys: Vec<_> = fields.iter().map(|field| (field.name, field.era)).collect();
            reader.unknown_keys(at, &keys);
            for field in fields.iter().filter(|field| field.era.holds(reader.version)) {
                if let Some(entry) = map.get(field.name) {
                    walk(&at.key(field.name, &entry.node), &field.shape, reader);
                }
            }
        }
        (Shape::List(inner), Some(Kind::List(items))) => {
            items.iter().enumerate().for_each(|(index, item)| walk(&at.item(index, item), inner, reader));
        }
        (Shape::Either(shapes), _) => shapes.iter().for_each(|shape| walk(at, shape, reader)),
        _ => {}
    }
}
