//! From templates and facts to trees. The only user of minijinja's engine; knows nothing of what the objects mean.
//!
//! A value never becomes template text. While a template renders, each `{{ … }}` leaves a token in the text and its
//! value aside; the text, whose structure now comes from the template alone, is parsed once, and the graft puts the
//! values in the places of their tokens. So no value can add a key, a document or a comment.
//!
//! What a template's author has to know:
//!
//! * `key: {{ x }}` takes the value with its type: a map, a list, a number, a text. In quotes, in a block text or next to
//!   other characters it is spliced in as text, and must then be a text, a number or a boolean.
//! * A key whose value is null, or a `{{ x }}` that is an empty list or map, is dropped, and so is a written list or map
//!   of which nothing is left. A written `{}`, `[]` or `""` stays.
//! * The lines of a macro's result take on the indent of its call, so macros are written from column 0; after `key:`
//!   they go one step deeper. There is no `indent` filter, and no `safe`.
//! * The text of a macro's result is not its values: do not compare, measure or cut it.
//! * Anchors, tags, `yes`, `0644` and other scalars that YAML 1.1 and 1.2 read differently are refused.

mod blocks;
mod convert;
mod engine;
mod fault;
mod form;
mod full;
mod graft;
mod renderer;
mod seen;
mod skeleton;
mod skeletons;
mod table;
mod template;
#[cfg(test)]
mod tests;
mod token;
mod view;

pub use engine::{Engine, Filled};
pub use minijinja::Value as Context;
pub use renderer::Renderer;
pub use table::{TEMPLATES, belongs_to};
pub use template::{Owner, Template};
pub use view::View;
