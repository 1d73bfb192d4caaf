//! A kept value becomes a tree, or a piece of text.

use super::token::{self, Piece};
use crate::data;
use crate::yaml::Tree;
use minijinja::value::Value;

/// The value with its type. Keys whose value is null are dropped, in nested maps too.
pub(super) fn tree(value: &Value, kept: &[Value]) -> Result<Tree, String> {
    data::tree_of(value, &|value| made(value, kept))
}

/// The text of what a macro made.
fn made(value: &Value, kept: &[Value]) -> Result<String, String> {
    spliced(token::template_text(value), kept)
}

/// Rendered text with the values in the places of their tokens.
pub(super) fn spliced(rendered: &str, kept: &[Value]) -> Result<String, String> {
    let mut out = String::with_capacity(rendered.len());
    for piece in token::pieces(rendered, kept) {
        match piece? {
            Piece::Text(text) => out.push_str(text),
            Piece::Value(value) => out.push_str(&data::text_of(value, &|value| made(value, kept))?),
        }
    }
    Ok(out)
}
