//! What a scalar of a template stands for: found out once for all renders that share a skeleton.

use super::token;
use crate::yaml::is_plain_decimal;

/// What a scalar of a template stands for, as far as it is known without the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// The value of one token, with its type.
    Value(usize),
    /// A text with values in it.
    Spliced,
    /// A text without any.
    Text,
    /// Plain data.
    Null,
    Bool(bool),
    Number,
    /// What parsers of YAML read differently.
    Doubtful,
}

impl Form {
    /// That of a scalar, which may be written without quotes and in one line.
    pub fn of(text: &str, is_plain: bool) -> Self {
        match (token::any(text), is_plain) {
            (true, true) => token::alone(text).map_or(Form::Spliced, Form::Value),
            (true, false) => Form::Spliced,
            (false, true) => Form::of_plain(text),
            (false, false) => Form::Text,
        }
    }

    fn of_plain(text: &str) -> Self {
        // Most texts are names. What is a word to some reader is shorter, and no number begins with a letter.
        if text.len() > LONGEST_WORD && text.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Form::Text;
        }
        match text {
            "" | "~" | "null" => Form::Null,
            "true" => Form::Bool(true),
            "false" => Form::Bool(false),
            _ if is_plain_decimal(text) => Form::Number,
            _ if is_number_to_some(text) || is_word_to_some(text) => Form::Doubtful,
            _ => Form::Text,
        }
    }
}

fn is_number_to_some(text: &str) -> bool {
    if text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
        return false;
    }
    let text = text.trim_start_matches(['-', '+']).replace('_', "").to_ascii_lowercase();
    let based = ["0x", "0o", "0b"].iter().any(|base| {
        text.strip_prefix(base).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_hexdigit()))
    });
    let sexagesimal = text.contains(':') && text.bytes().all(|b| b.is_ascii_digit() || b":.".contains(&b));
    let number = text.starts_with(|c: char| c.is_ascii_digit() || c == '.') && text.parse::<f64>().is_ok();
    based || sexagesimal || number || matches!(text.as_str(), ".inf" | ".nan")
}

/// The length of the longest text that some reader takes for a word with a meaning.
const LONGEST_WORD: usize = 5;

fn is_word_to_some(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    text == "<<"
        || text == "="
        || text.len() <= LONGEST_WORD && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}
