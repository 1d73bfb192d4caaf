//! What an unquoted word means: the YAML 1.1 rules of go-yaml v2, which Helm reads values with.

use super::node::{Kind, Number};
use std::borrow::Cow;

/// The tag of a scalar as far as it changes the meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// No tag.
    None,
    /// `!!str`, `!`, and every tag that go-yaml does not know: the text as it is.
    Text,
    /// `!!bool`.
    Bool,
    /// `!!int`.
    Int,
    /// `!!float`.
    Float,
    /// `!!null`.
    Null,
    /// `!!timestamp`: stays text, but must look like one.
    Timestamp,
    /// `!!binary`: base64.
    Binary,
    /// `!!merge`.
    Merge,
}

impl Tag {
    /// Reads a whole tag, prefix and suffix together.
    pub fn from_name(name: &str) -> Tag {
        match name.strip_prefix("tag:yaml.org,2002:") {
            Some("bool") => Tag::Bool,
            Some("int") => Tag::Int,
            Some("float") => Tag::Float,
            Some("null") => Tag::Null,
            Some("timestamp") => Tag::Timestamp,
            Some("binary") => Tag::Binary,
            Some("merge") => Tag::Merge,
            _ => Tag::Text,
        }
    }
}

/// The meaning of a scalar.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number within 64 bits, signed or not.
    Int(i128),
    /// Any other number; may be infinite or not a number.
    Float(f64),
    /// Text.
    Text(String),
}

impl Kind {
    /// What a scalar of that meaning and text is; none if it is a number that values cannot hold.
    pub(super) fn of(meaning: Scalar, text: &str) -> Option<Kind> {
        Some(match meaning {
            Scalar::Null => Kind::Null,
            Scalar::Bool(value) => Kind::Bool(value),
            Scalar::Int(value) => Kind::Number(Number::written(text, value as f64)),
            Scalar::Float(value) if value.is_finite() => Kind::Number(Number::written(text, value)),
            Scalar::Float(_) => return None,
            Scalar::Text(text) => Kind::Text(text),
        })
    }
}

/// The meaning of a scalar whose text may stand for something: it is plain, or its tag says so.
///
/// The error is what the text fails to be: `a whole number`.
pub fn resolve(text: &str, tag: Tag) -> Result<Scalar, &'static str> {
    let meaning = match tag {
        Tag::Text | Tag::Merge => return Ok(Scalar::Text(text.to_owned())),
        Tag::Binary => return decode_base64(text).map(Scalar::Text).ok_or("base64 of UTF-8 text"),
        Tag::Timestamp if looks_like_date(text) => return Ok(Scalar::Text(text.to_owned())),
        _ => meaning_of(text),
    };
    match (tag, meaning) {
        (Tag::None, meaning)
        | (Tag::Bool, meaning @ Scalar::Bool(_))
        | (Tag::Int, meaning @ Scalar::Int(_))
        | (Tag::Float, meaning @ Scalar::Float(_))
        | (Tag::Null, meaning @ Scalar::Null) => Ok(meaning),
        // Helm's case: `!!float 18446744073709551615` fails, since go-yaml converts signed integers only.
        (Tag::Float, Scalar::Int(value)) if i64::try_from(value).is_ok() => Ok(Scalar::Float(value as f64)),
        (Tag::Bool, _) => Err("a boolean"),
        (Tag::Int, _) => Err("a whole number"),
        (Tag::Float, _) => Err("a number"),
        (Tag::Null, _) => Err("null"),
        _ => Err("a timestamp"),
    }
}

fn meaning_of(text: &str) -> Scalar {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Scalar::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Scalar::Bool(false),
        ".nan" | ".NaN" | ".NAN" => Scalar::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Scalar::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Scalar::Float(f64::NEG_INFINITY),
        _ => number(text).unwrap_or_else(|| Scalar::Text(text.to_owned())),
    }
}

/// Numbers as go-yaml tries them: an integer of any base, then a decimal fraction, then a binary number with a sign inside.
fn number(text: &str) -> Option<Scalar> {
    match text.as_bytes() {
        [b'.', ..] if separates_digits(text) => float(&text.replace('_', "")).map(Scalar::Float),
        // Options, as `-Xmx8g`: there are many of them, and a number goes on with a digit, a point or an underscore.
        [b'+' | b'-', b'a'..=b'z' | b'A'..=b'Z', ..] => None,
        [b'+' | b'-' | b'0'..=b'9', ..] if !looks_like_date(text) => {
            let plain = if text.contains('_') { Cow::Owned(text.replace('_', "")) } else { Cow::Borrowed(text) };
            integer(&plain)
                .map(Scalar::Int)
                .or_else(|| float(&plain).map(Scalar::Float))
                .or_else(|| signed_binary(&plain).map(Scalar::Int))
        }
        _ => None,
    }
}

/// Whether every underscore stands between two digits, as Go wants it of a number that begins with a point.
fn separates_digits(text: &str) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    text.match_indices('_').all(|(at, _)| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        is_digit(before.chars().next_back()) && is_digit(after.chars().next())
    })
}

/// Go's `strconv.ParseInt(text, 0, 64)`, then `ParseUint`.
fn integer(text: &str) -> Option<i128> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', _, ..] => (16, digits.get(2..)?),
        [b'0', b'o' | b'O', _, ..] => (8, digits.get(2..)?),
        [b'0', b'b' | b'B', _, ..] => (2, digits.get(2..)?),
        [b'0', _, ..] => (8, digits.get(1..)?),
        _ => (10, digits),
    };
    let value = digits_of(digits, radix)?;
    let value = if negative { -value } else { value };
    let most = if text.starts_with('+') { i128::from(i64::MAX) } else { i128::from(u64::MAX) };
    (value >= i128::from(i64::MIN) && value <= most).then_some(value)
}

/// Digits without a sign; Rust's own parser would accept one more `+`.
fn digits_of(digits: &str, radix: u32) -> Option<i128> {
    if !digits.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    i128::from_str_radix(digits, radix).ok()
}

/// go-yaml's own reading of `0b` and `-0b`, which lets a sign stand after the prefix (`0b-11` is -3).
fn signed_binary(text: &str) -> Option<i128> {
    let (negative, digits) = match text.strip_prefix("0b") {
        Some(digits) => (digits.starts_with('-'), digits.strip_prefix(['+', '-']).unwrap_or(digits)),
        None => (true, text.strip_prefix("-0b")?),
    };
    let value = digits_of(digits, 2)?;
    let value = if negative { -value } else { value };
    i64::try_from(value).is_ok().then_some(value)
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, if it is finite: Helm reads `1e400` as text.
fn float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let exponent_is_good = exponent.is_none_or(|exponent| {
        let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !unsigned.is_empty() && digits(unsigned)
    });
    if whole.len() + fraction.len() == 0 || !digits(whole) || !digits(fraction) || !exponent_is_good {
        return None;
    }
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Whether go-yaml may see a date here: none of its formats is a number, so four digits and a hyphen settle it.
fn looks_like_date(text: &str) -> bool {
    matches!(text.as_bytes(), [a, b, c, d, b'-', rest @ ..]
        if [a, b, c, d].iter().all(|b| b.is_ascii_digit()) && rest.first().is_some_and(u8::is_ascii_digit))
}

impl Number {
    /// A number as it was written where that is plain decimal, else the value that Helm gives it, in plain decimals.
    pub fn written(text: &str, value: f64) -> Number {
        if is_plain_decimal(text) {
            return Number { text: text.to_owned() };
        }
        // Helm's `-0x0` is an integer, and integers have no negative zero.
        let value = if value == 0.0 && !text.contains('.') { 0.0 } else { value };
        Number { text: value.to_string() }
    }
}

/// `-?(0|[1-9][0-9]*)(\.[0-9]+)?`
pub fn is_plain_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    digits(whole) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(digits)
}

/// A key as the text that Helm makes of it: numbers lose their spelling, `yes` becomes `true`.
///
/// The error says what the key is that cannot be one.
pub fn key_text(key: Scalar) -> Result<String, &'static str> {
    match key {
        Scalar::Text(text) => Ok(text),
        Scalar::Bool(value) => Ok(value.to_string()),
        Scalar::Int(value) if i64::try_from(value).is_ok() => Ok(value.to_string()),
        Scalar::Int(_) => Err("a whole number of more than 64 bits"),
        Scalar::Float(value) => Ok(float_key(value)),
        Scalar::Null => Err("null"),
    }
}

/// Go's `strconv.FormatFloat(value, 'g', -1, 32)` as `sigs.k8s.io/yaml` calls it: 32 bits, exponents from 1e+06 and below 1e-04.
fn float_key(value: f64) -> String {
    let value = value as f32;
    if value.is_nan() {
        return ".nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    let short = format!("{value:e}");
    let (digits, exponent) = short.split_once('e').unwrap_or((&short, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..6).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{digits}e{sign}{:02}", exponent.abs());
    }
    value.to_string()
}

/// Standard base64 with padding, line breaks ignored, as Go decodes it. Bytes that are not UTF-8 are refused; Helm mangles them.
fn decode_base64(text: &str) -> Option<String> {
    let digits: Vec<u8> = text.bytes().filter(|b| !matches!(b, b'\n' | b'\r')).collect();
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3);
    let last = digits.len().checked_sub(4);
    if !digits.len().is_multiple_of(4) {
        return None;
    }
    for (number, group) in digits.chunks_exact(4).enumerate() {
        let padding = if Some(number * 4) == last { group.iter().rev().take_while(|&&b| b == b'=').count() } else { 0 };
        if padding > 2 {
            return None;
        }
        let mut bits: u32 = 0;
        for &digit in group.get(..4 - padding)? {
            bits = bits << 6 | u32::from(base64_digit(digit)?);
        }
        bits <<= 6 * padding;
        bytes.extend_from_slice(bits.to_be_bytes().get(1..4 - padding)?);
    }
    String::from_utf8(bytes).ok()
}

fn base64_digit(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
