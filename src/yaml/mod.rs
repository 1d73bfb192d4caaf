//! YAML in and out: `parse` reads values with their places, `emit` prints trees. Knows nothing of layers or templates.

mod compose;
mod construct;
pub mod emit;
mod finished;
mod flow;
mod limits;
mod lines;
mod map;
mod mend;
pub mod node;
pub mod parse;
mod scalar;
mod split;
mod syntax;
#[cfg(test)]
mod tests;
mod text;
pub mod tree;

/// A map in the order of its entries. Its hashes cost a third of those of the standard library, and begin anew with every run too.
pub type IndexMap<K, V> = indexmap::IndexMap<K, V, foldhash::fast::RandomState>;

pub use construct::{DUPLICATE, duplicate};
pub use finished::Finished;
pub use node::{Entry, Kind, Map, Node, Number};
pub use scalar::is_plain_decimal;
pub use tree::Tree;
