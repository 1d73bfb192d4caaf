//! What `--set` and its like say on the command line, in Helm's order.

use crate::cli::{Inputs, Shortcuts};
use crate::source::Layer;
use std::borrow::Cow;

/// One argument of a `--set` flag, or what stands for one.
#[derive(Clone, Debug)]
pub struct Argument<'a> {
    /// The flag.
    pub layer: Layer,
    /// What messages call it: `--set (second)`.
    pub name: String,
    /// The argument.
    pub text: Cow<'a, str>,
}

/// The arguments of the command line, in Helm's order.
pub fn arguments(inputs: &Inputs) -> impl Iterator<Item = Argument<'_>> {
    let flags = [
        (Layer::SetJson, "--set-json", &inputs.set_json),
        (Layer::Set, "--set", &inputs.set),
        (Layer::SetString, "--set-string", &inputs.set_string),
        (Layer::SetFile, "--set-file", &inputs.set_file),
        (Layer::SetLiteral, "--set-literal", &inputs.set_literal),
    ];
    flags
        .into_iter()
        .flat_map(|(layer, flag, texts)| {
            texts.iter().enumerate().map(move |(number, text)| {
                let name = if texts.len() > 1 { format!("{flag} ({})", ordinal(number + 1)) } else { flag.to_owned() };
                Argument { layer, name, text: Cow::Borrowed(text.as_str()) }
            })
        })
        .chain(shortcuts(&inputs.shortcuts))
}

/// The values that have an option of their own, over all others.
pub fn shortcuts<'a>(shortcuts: &Shortcuts) -> std::vec::IntoIter<Argument<'a>> {
    let argument = |(flag, text): (&str, String)| Argument {
        layer: Layer::SetLiteral,
        name: flag.to_owned(),
        text: Cow::Owned(text),
    };
    shortcuts.arguments().map(argument).collect::<Vec<_>>().into_iter()
}

/// `first`, `second`, then `11th`.
fn ordinal(number: usize) -> String {
    const WORDS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    match (WORDS.get(number.wrapping_sub(1)), number % 10, number % 100) {
        (Some(word), ..) => (*word).to_owned(),
        (None, 1, tens) if tens != 11 => format!("{number}st"),
        (None, 2, tens) if tens != 12 => format!("{number}nd"),
        (None, 3, tens) if tens != 13 => format!("{number}rd"),
        _ => format!("{number}th"),
    }
}
