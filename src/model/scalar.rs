//! Single values: texts, numbers, booleans, and choices from a list.

use super::read::{At, Read, Reader, Shape, found};
use crate::problem::{Problem, any_of, nearest};
use crate::source::Span;
use crate::yaml::{Kind, Node};

/// A single value that may be missing, with its place.
#[derive(Debug, Default)]
pub struct Leaf<T> {
    /// The value; nothing if it is null or absent.
    pub value: Option<T>,
    /// Where it stands, also when it is null.
    pub place: Option<Span>,
    /// Whether the user set it, rather than the defaults.
    pub set: bool,
}

impl<T: Clone> Clone for Leaf<T> {
    // There are hundreds of them in the values.
    #[inline(never)]
    fn clone(&self) -> Self {
        Leaf { value: self.value.clone(), place: self.place, set: self.set }
    }
}

impl<T> Leaf<T> {
    /// The value, if there is one.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }
}

impl<T: Copy> Leaf<T> {
    /// The value, or what stands in for a missing one.
    pub fn or(&self, default: T) -> T {
        self.value.unwrap_or(default)
    }
}

impl Leaf<String> {
    /// The text; a missing one is empty.
    pub fn text(&self) -> &str {
        self.value.as_deref().unwrap_or("")
    }

    /// The text, unless it is missing or empty, which the chart treats alike in most places.
    pub fn filled(&self) -> Option<&str> {
        self.value.as_deref().filter(|text| !text.is_empty())
    }
}

impl<T> From<T> for Leaf<T> {
    fn from(value: T) -> Self {
        Leaf { value: Some(value), place: None, set: false }
    }
}

impl From<&str> for Leaf<String> {
    fn from(text: &str) -> Self {
        Leaf { value: Some(text.to_owned()), place: None, set: false }
    }
}

/// A kind of single value.
pub trait Scalar: Sized {
    /// What it may be.
    fn shape() -> Shape;
    /// What messages call it: `a whole number`.
    const NOUN: &'static str;
    /// Whether empty text means that nothing is set, as it does wherever the chart asks for truth.
    const EMPTY_IS_NONE: bool = false;
    /// Reads a value that is not null.
    fn parse(node: &Node) -> Option<Self>;
    /// Says what is wrong with a value that could not be read.
    fn refuse(at: &At<'_>, reader: &mut Reader<'_>) {
        reader.mismatch(at, Self::NOUN);
    }
}

impl<T: Scalar> Read for Leaf<T> {
    fn shape() -> Shape {
        T::shape()
    }

    #[inline(never)]
    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        let Some(node) = at.node.or(at.builtin) else { return Leaf { value: None, place: at.around, set: false } };
        let none = node.is_null() || (T::EMPTY_IS_NONE && matches!(&node.kind, Kind::Text(text) if text.is_empty()));
        let value = if none { None } else { T::parse(node) };
        if value.is_none() && !none {
            match reader.is_nothing(node) {
                true if node.as_map().is_some() => reader.sets_nothing(at, node, T::NOUN, "an empty map"),
                true => reader.sets_nothing(at, node, T::NOUN, "an empty list"),
                false => T::refuse(at, reader),
            }
        }
        Leaf { value, place: Some(node.span), set: reader.set_by_user(node) }
    }
}

/// The text of a single value: numbers as they are written, booleans as words.
pub fn text_of(node: &Node) -> Option<String> {
    match &node.kind {
        Kind::Text(text) => Some(text.clone()),
        Kind::Number(number) => Some(number.text.clone()),
        Kind::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

impl Scalar for String {
    const NOUN: &'static str = "a string";

    fn shape() -> Shape {
        Shape::Text
    }

    fn parse(node: &Node) -> Option<Self> {
        text_of(node)
    }
}

impl Scalar for bool {
    const NOUN: &'static str = "`true` or `false`";

    fn shape() -> Shape {
        Shape::Bool
    }

    /// Text counts too: `--set-string` and quoted values give it, and the chart switches on what says `"false"` (D-16).
    fn parse(node: &Node) -> Option<Self> {
        match &node.kind {
            Kind::Bool(value) => Some(*value),
            Kind::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Kind::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }
}

fn whole(node: &Node) -> Option<i64> {
    match &node.kind {
        Kind::Number(number) => number.as_i64(),
        Kind::Text(text) if !text.starts_with('+') => text.parse().ok(),
        _ => None,
    }
}

impl Scalar for i64 {
    const NOUN: &'static str = "a whole number";

    fn shape() -> Shape {
        Shape::Whole
    }

    fn parse(node: &Node) -> Option<Self> {
        whole(node)
    }
}

/// A TCP port. Whether it lies between 1 and 65535 is checked where the component is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Port(pub i64);

impl Scalar for Port {
    const NOUN: &'static str = "a port number";

    fn shape() -> Shape {
        Shape::Port
    }

    fn parse(node: &Node) -> Option<Self> {
        whole(node).map(Port)
    }
}

/// A size or an amount as it is written. Whether Kubernetes can read it is checked where it is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quantity(pub String);

impl Scalar for Quantity {
    const NOUN: &'static str = "a quantity such as `4Gi`";

    fn shape() -> Shape {
        Shape::Quantity
    }

    fn parse(node: &Node) -> Option<Self> {
        match node.kind {
            Kind::Bool(_) => None,
            _ => text_of(node).map(Quantity),
        }
    }
}

impl Leaf<Quantity> {
    /// The quantity's text, unless it is missing or empty.
    pub fn filled(&self) -> Option<&str> {
        self.value.as_ref().map(|quantity| quantity.0.as_str()).filter(|text| !text.is_empty())
    }
}

impl From<&str> for Leaf<Quantity> {
    fn from(text: &str) -> Self {
        Leaf { value: Some(Quantity(text.to_owned())), place: None, set: false }
    }
}

/// Says that a value is none of the choices, with the nearest one.
pub fn refuse_choice(at: &At<'_>, names: &'static [&'static str], reader: &mut Reader<'_>) {
    let Some(node) = at.node else { return };
    let problem =
        Problem::error(format!("`{}` must be {}, found {}", at.path, any_of(names.iter().copied()), found(node)))
            .at(node.span);
    let problem = reader.replaced(problem, node);
    let near = text_of(node).and_then(|text| nearest(&text, names.iter().copied()));
    reader.problems.push(match near {
        Some(name) => problem.help(format!("write `{name}`")),
        None => problem,
    });
}

/// Declares an enumeration of the values: the texts are the chart's own and compared exactly (D-93). With `or ""`, empty
/// text is as good as none.
macro_rules! choice {
    (
        $(#[$doc:meta])*
        pub enum $name:ident $(or $empty:literal)? { $( $(#[$item_doc:meta])* $item:ident = $text:literal ),* $(,)? }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
        pub enum $name {
            $( $(#[$item_doc])* #[serde(rename = $text)] $item, )*
        }

        impl $name {
            const NAMES: &'static [&'static str] = &[$($text),*];

            /// The text in values files and manifests.
            pub fn as_str(self) -> &'static str {
                match self { $( $name::$item => $text ),* }
            }
        }

        impl $crate::model::scalar::Scalar for $name {
            const NOUN: &'static str = "";
            $(const EMPTY_IS_NONE: bool = $empty.is_empty();)?

            fn shape() -> $crate::model::read::Shape {
                let choices = $crate::model::read::Shape::Choice(Self::NAMES);
                $(let choices = $crate::model::read::Shape::Either(vec![choices, $crate::model::read::Shape::Choice(&[$empty])]);)?
                choices
            }

            fn parse(node: &$crate::yaml::Node) -> Option<Self> {
                match &node.kind {
                    $crate::yaml::Kind::Text(text) => match text.as_str() {
                        $( $text => Some($name::$item), )*
                        _ => None,
                    },
                    _ => None,
                }
            }

            fn refuse(at: &$crate::model::read::At<'_>, reader: &mut $crate::model::read::Reader<'_>) {
                $crate::model::scalar::refuse_choice(at, Self::NAMES, reader);
            }
        }
    };
}
pub(crate) use choice;
