//! What values may be, as data: for `explain`, the JSON Schema and what walks over all values.

use crate::version::{Era, Version};

/// What a value may be, as a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A map of known keys.
    Section(Vec<Field>),
    /// A map of any keys to one kind of value.
    Map(Box<Shape>),
    /// A list of one kind of value.
    List(Box<Shape>),
    /// True or false.
    Bool,
    /// A whole number.
    Whole,
    /// A TCP port.
    Port,
    /// Text; numbers and booleans are taken as they are written.
    Text,
    /// Text that is split at blanks.
    Words,
    /// A whole number, or a percentage such as `25%`.
    WholeOrPercent,
    /// A quantity of Kubernetes, such as `500m` or `4Gi`.
    Quantity,
    /// One of these texts.
    Choice(&'static [&'static str]),
    /// A map of whatever Kubernetes knows.
    Free,
    /// Any of several shapes.
    Either(Vec<Shape>),
}

impl Shape {
    /// What the value may be in one version: without the fields that it lacks.
    pub fn of(self, version: &Version) -> Shape {
        match self {
            Shape::Section(fields) => {
                let fields = fields.into_iter().filter(|field| field.era.holds(version));
                Shape::Section(fields.map(|field| Field { shape: field.shape.of(version), ..field }).collect())
            }
            Shape::Map(inner) => Shape::Map(Box::new(inner.of(version))),
            Shape::List(inner) => Shape::List(Box::new(inner.of(version))),
            Shape::Either(shapes) => Shape::Either(shapes.into_iter().map(|shape| shape.of(version)).collect()),
            shape => shape,
        }
    }
}

/// A known key of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The key, as it stands in values files.
    pub name: &'static str,
    /// What its value may be.
    pub shape: Shape,
    /// What else it has to be.
    pub rule: Option<Rule>,
    /// Whether null, which takes a default away, is refused wherever the value is used.
    pub never_null: bool,
    /// The versions of Alluxio that have it.
    pub era: Era,
}

/// What a value has to be beyond its type. The checks refuse what breaks it where it is used; the JSON Schema shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The base of object names: a DNS label that begins with a letter and leaves room for what follows.
    Base,
    /// The name of an object that exists, or is to: DNS labels joined by dots.
    Object,
    /// The number of a user or group of Linux.
    Id,
    /// At least 1, at most the number of masters that is taken.
    Count,
    /// At least 0.
    Replicas,
    /// An absolute path.
    Absolute,
    /// There, and not null.
    Required,
    /// A registry of images, with a path if any.
    Registry,
    /// What an emptyDir is kept in: nothing, `Memory`, or huge pages.
    Medium,
}
