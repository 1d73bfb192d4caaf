//! A walk over the single values that the user wrote, each with its path.

use super::Context;
use crate::model::read::{Field, Path, Shape};
use crate::source::{Layer, Span};
use crate::yaml::{Kind, Node};

/// A single value, or a key, on the way.
pub struct Visit<'a> {
    /// The path of the value.
    pub path: Path<'a>,
    /// The key, if the value stands in a map, and where the key stands.
    pub key: Option<(&'a str, Span)>,
    /// The value; maps and lists are visited too, before what is in them.
    pub node: &'a Node,
}

/// Visits every key and value of the files and the profile, in the order of the merged values.
pub fn written(context: &Context<'_>, visit: &mut dyn FnMut(&Visit<'_>)) {
    // Without a file there is nothing to walk to.
    if context.sources.iter().any(|(_, source)| matches!(source.layer, Layer::File | Layer::Profile)) {
        below(context, &Path::Root, context.node, visit);
    }
}

fn below(context: &Context<'_>, path: &Path<'_>, node: &Node, visit: &mut dyn FnMut(&Visit<'_>)) {
    let layer = |span: Span| context.sources.layer(span);
    // What the user changes takes the place of the change, and so does all that it lies in.
    if layer(node.span) == Layer::Defaults {
        return;
    }
    let in_file = |span: Span| matches!(layer(span), Layer::File | Layer::Profile);
    match &node.kind {
        Kind::Map(map) => {
            for (key, entry) in map {
                let path = Path::Key(path, key);
                if in_file(entry.node.span) {
                    visit(&Visit { path, key: Some((key, entry.key)), node: &entry.node });
                }
                below(context, &path, &entry.node, visit);
            }
        }
        Kind::List(items) => {
            for (index, item) in items.iter().enumerate() {
                let path = Path::Item(path, index);
                if in_file(item.span) {
                    visit(&Visit { path, key: None, node: item });
                }
                below(context, &path, item, visit);
            }
        }
        _ => {}
    }
}

/// What the value at a path may be, if it is a known one.
pub fn shape_of(path: &Path<'_>, root: &Shape) -> Option<Shape> {
    let (parent, step) = match path {
        Path::Root => return Some(root.clone()),
        Path::Key(parent, key) => (parent, Some(*key)),
        Path::Item(parent, _) => (parent, None),
    };
    inside(&shape_of(parent, root)?, step)
}

/// What a key's value, or an item, may be.
fn inside(shape: &Shape, key: Option<&str>) -> Option<Shape> {
    match (shape, key) {
        (Shape::Section(fields), Some(key)) => {
            let is_it = |field: &&Field| field.name == key;
            fields.iter().find(is_it).map(|field| field.shape.clone())
        }
        (Shape::Map(value), Some(_)) => Some((**value).clone()),
        (Shape::List(item), None) => Some((**item).clone()),
        (Shape::Either(shapes), key) => shapes.iter().find_map(|shape| inside(shape, key)),
        _ => None,
    }
}
