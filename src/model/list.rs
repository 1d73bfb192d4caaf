//! Lists of texts, with the shorter spellings that users give them.

use super::read::{At, Read, Reader, Rule, Shape};
use super::scalar::{Leaf, Scalar, text_of};
use crate::source::Span;
use crate::version::Era;
use crate::yaml::{Kind, Node};

/// A text of a list, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub place: Span,
}

impl Item {
    fn new(text: String, node: &Node) -> Self {
        Item { text, place: node.span }
    }
}

/// The items of a list that are not null, each read by `read`; what it cannot read is a mismatch.
fn items<T>(
    at: &At<'_>,
    list: &[Node],
    expected: &str,
    reader: &mut Reader<'_>,
    read: impl Fn(&Node) -> Option<T>,
) -> Vec<T> {
    let mut out = Vec::with_capacity(list.len());
    for (index, node) in list.iter().enumerate().filter(|(_, node)| !node.is_null()) {
        match read(node) {
            Some(item) => out.push(item),
            None => reader.mismatch(&at.item(index, node), expected),
        }
    }
    out
}

/// A list of texts, such as arguments. Numbers and booleans in it are taken as text (D-42).
#[derive(Clone, Debug, Default)]
pub struct Texts(pub Vec<Item>);

impl Texts {
    /// The texts alone.
    pub fn texts(&self) -> Vec<String> {
        self.0.iter().map(|item| item.text.clone()).collect()
    }
}

impl Read for Texts {
    fn shape() -> Shape {
        Shape::List(Box::new(Shape::Text))
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        let Some(node) = at.filled() else { return Texts::default() };
        let Kind::List(list) = &node.kind else {
            reader.no_collection(at, "a list of strings");
            return Texts::default();
        };
        Texts(items(at, list, "a string", reader, |node| Some(Item::new(text_of(node)?, node))))
    }
}

/// A list of texts, of which one may stand without the list.
#[derive(Clone, Debug, Default)]
pub struct Few(pub Vec<Item>);

impl Read for Few {
    fn shape() -> Shape {
        Shape::Either(vec![Texts::shape(), Shape::Text])
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        match at.present().and_then(|node| Some(Item::new(text_of(node)?, node))) {
            Some(one) => Few(vec![one]),
            None => Few(Texts::read(at, reader).0),
        }
    }
}

/// Options of a JVM or the like: a list of strings, or one string that is split at blanks, as the page writes them (D-14).
#[derive(Clone, Debug, Default)]
pub struct Words(pub Vec<Item>);

impl Read for Words {
    fn shape() -> Shape {
        Shape::Either(vec![Shape::List(Box::new(Shape::Text)), Shape::Words])
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        let Some(node) = at.filled() else { return Words::default() };
        match &node.kind {
            Kind::Text(text) => Words(text.split_whitespace().map(|word| Item::new(word.to_owned(), node)).collect()),
            Kind::List(list) => {
                Words(items(at, list, "a string", reader, |node| Some(Item::new(text_of(node)?, node))))
            }
            _ => {
                reader.no_collection(at, "a list of strings, or one string");
                Words::default()
            }
        }
    }
}

/// One text, or a list that is joined by blanks; null is none. Blanks at the end are cut, as YAML cuts them for the chart (D-106).
/// Second comes its place.
#[derive(Clone, Debug, Default)]
pub struct Joined(pub Option<String>, pub Option<Span>);

impl Read for Joined {
    fn shape() -> Shape {
        Shape::Either(vec![Shape::List(Box::new(Shape::Text)), Shape::Text])
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        if let Some(text) = at.present().and_then(text_of) {
            return Joined(Some(text.trim_end().to_owned()), at.node.map(|node| node.span));
        }
        // An empty list is a text without anything in it; an empty map is nothing.
        let is_map = at.present().is_some_and(|node| node.as_map().is_some_and(|map| map.is_empty()));
        if is_map || at.present().or(at.builtin.filter(|_| at.node.is_none())).is_none() {
            return Joined(None, None);
        }
        let Words(words) = Words::read(at, reader);
        let joined = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        Joined(Some(joined.trim_end().to_owned()), at.node.map(|node| node.span))
    }
}

/// A list of choices, of which one may stand without the list, such as access modes (D-12).
#[derive(Clone, Debug)]
pub struct Choices<T> {
    /// The choices.
    pub list: Vec<T>,
    /// Where they stand, also when they are null.
    pub place: Option<Span>,
}

impl<T> From<T> for Choices<T> {
    fn from(one: T) -> Self {
        Choices { list: vec![one], place: None }
    }
}

impl<T: Scalar> Read for Choices<T> {
    fn shape() -> Shape {
        Shape::Either(vec![Shape::List(Box::new(T::shape())), T::shape()])
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        let node = at.node.or(at.builtin);
        let mut list = Vec::new();
        match node.map(|node| (&node.kind, node)) {
            None | Some((Kind::Null | Kind::Removed, _)) => {}
            Some((Kind::List(nodes), _)) => {
                for (index, node) in nodes.iter().enumerate() {
                    list.extend(Leaf::<T>::read(&at.item(index, node), reader).value);
                }
            }
            Some((Kind::Map(map), _)) if map.is_empty() => {}
            Some((_, _)) => list.extend(Leaf::<T>::read(at, reader).value),
        }
        Choices { list, place: node.map(|node| node.span).or(at.around) }
    }
}

/// Names of pull secrets: one text, a list of strings, or a list of maps with a `name`, as Kubernetes has it (D-20).
#[derive(Clone, Debug, Default)]
pub struct SecretNames(pub Vec<Item>);

impl Read for SecretNames {
    fn shape() -> Shape {
        let reference = Shape::Section(vec![super::read::Field {
            name: "name",
            shape: Shape::Text,
            rule: Some(Rule::Required),
            never_null: false,
            era: Era::ALWAYS,
        }]);
        let item = Shape::Either(vec![Shape::Text, reference]);
        Shape::Either(vec![Shape::List(Box::new(item)), Shape::Text])
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        let name = |node: &Node| match node.as_map() {
            Some(map) if map.len() == 1 => Some(Item::new(text_of(node.get("name")?)?, node)),
            _ => Some(Item::new(text_of(node)?, node)),
        };
        match at.present().filter(|node| !node.is_empty()).map(|node| (&node.kind, node)) {
            None => SecretNames::default(),
            Some((Kind::Text(text), _)) if text.is_empty() => SecretNames::default(),
            Some((Kind::List(list), _)) => SecretNames(items(at, list, "the name of a Secret", reader, name)),
            Some((_, node)) if node.is_helm_false() => {
                reader.no_collection(at, "the name of a Secret, or a list of names");
                SecretNames::default()
            }
            Some((Kind::Text(_) | Kind::Number(_) | Kind::Bool(_), node)) => {
                SecretNames(name(node).into_iter().collect())
            }
            Some(_) => {
                reader.mismatch(at, "the name of a Secret, or a list of names");
                SecretNames::default()
            }
        }
    }
}

/// A list of maps of known keys.
impl<T: Read> Read for Vec<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        let Some(node) = at.present().filter(|node| !node.is_empty()) else { return Vec::new() };
        let Kind::List(list) = &node.kind else {
            reader.no_collection(at, "a list of maps");
            return Vec::new();
        };
        let mut out = Vec::with_capacity(list.len());
        for (index, node) in list.iter().enumerate() {
            let item = at.item(index, node);
            match node.kind {
                Kind::Map(_) => out.push(T::read(&item, reader)),
                _ => reader.mismatch(&item, "a map"),
            }
        }
        out
    }
}
