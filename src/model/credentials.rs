//! `credentials`: where the credentials of under-storages are kept, in place of the properties.

use super::pod::SecretKey;
use super::read::{At, Path, Read, Reader, Shape};
use super::scalar::{Leaf, text_of};
use crate::order;
use crate::problem::Problem;
use crate::source::Span;
use crate::yaml::{Kind, Node};

/// The key that is no property: a Secret with all of them in a file.
const FILE: &str = "secret";

/// Credentials: a file of them, and single ones.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    /// The Secret whose file `alluxio-site.properties` has them.
    pub secret: Leaf<String>,
    /// Properties whose values are keys of Secrets, sorted by name.
    pub keys: Vec<Keyed>,
}

/// A property, and the key of a Secret that has its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyed {
    /// The property.
    pub property: String,
    /// Where it stands.
    pub place: Span,
    /// The Secret.
    pub secret: String,
    /// Its key.
    pub key: String,
    /// Where Secret and key stand.
    pub value: Span,
}

impl Read for Credentials {
    fn shape() -> Shape {
        // `{secret, key}` as a section would be one for the name of the Secret, too.
        Shape::Map(Box::new(Shape::Either(vec![Shape::Text, Shape::Map(Box::new(Shape::Text))])))
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        let mut credentials = Credentials::default();
        let Some(node) = at.present() else { return credentials };
        // An empty list for a map is nothing (D-115).
        if matches!(&node.kind, Kind::List(items) if items.is_empty()) {
            return credentials;
        }
        let Some(map) = node.as_map() else {
            reader.mismatch(at, "a map of properties to keys of Secrets");
            return credentials;
        };
        for (name, entry) in map {
            let node = &entry.node;
            let item = at.key(name, node);
            if name == FILE {
                credentials.secret = Leaf::read(&item, reader);
            } else if let Some((secret, key)) = keyed(&item, node, reader) {
                let (property, place, value) = (name.clone(), entry.key, node.span);
                credentials.keys.push(Keyed { property, place, secret, key, value });
            }
        }
        order::sort_by(&mut credentials.keys, |a, b| a.property.cmp(&b.property));
        credentials
    }
}

/// `secret/key`, or `{secret, key}`. Null takes an entry of a lower layer away.
fn keyed(at: &At<'_>, node: &Node, reader: &mut Reader<'_>) -> Option<(String, String)> {
    match &node.kind {
        Kind::Null | Kind::Removed => None,
        Kind::Map(_) => {
            let SecretKey { secret, key } = SecretKey::read(at, reader);
            for (name, leaf) in [("secret", &secret), ("key", &key)] {
                if leaf.filled().is_none() {
                    let path = Path::Key(&at.path, name);
                    let problem = Problem::error(format!("`{path}` is required")).at(leaf.place.or(Some(node.span)));
                    reader.problems.push(problem.help("write `{secret: NAME, key: KEY}`"));
                }
            }
            Some((secret.filled()?.to_owned(), key.filled()?.to_owned()))
        }
        _ => match text_of(node).as_deref().and_then(|text| text.split_once('/')) {
            Some((secret, key)) if !secret.is_empty() && !key.is_empty() => Some((secret.to_owned(), key.to_owned())),
            _ => {
                // What stands here may be the credential itself, which no message shows.
                let problem = Problem::error(format!("`{}` must be the key of a Secret", at.path)).at(node.span);
                reader.problems.push(problem.help("write `secret/key`, or `{secret: NAME, key: KEY}`"));
                None
            }
        },
    }
}
