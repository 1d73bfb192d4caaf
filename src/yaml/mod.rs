//! YAML in and out: `parse` reads values with their places, `emit` prints trees. Knows nothing of layers or templates.

pub mod node;
pub mod tree;

pub use node::{Entry, Kind, Map, Node, Number};
pub use tree::Tree;
