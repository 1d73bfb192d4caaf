//! From files and arguments to one tree of values, in which every value knows where it stands and what it replaced.

mod arguments;
mod assign;
mod csv;
mod cursor;
mod edited;
mod files;
mod json;
mod load;
pub(crate) mod merge;
pub mod origins;
mod set;
mod step;
#[cfg(test)]
mod tests;

pub use arguments::{Argument, arguments, shortcuts};
pub use csv::listed;
pub use files::{Files, is_address};
pub use load::{Defaults, Layers, Loader, Named, load};
pub use merge::{onto_defaults, over};
pub use set::path;
pub use step::Step;
