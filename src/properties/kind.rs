//! What the values of a property are, and whether Alluxio can read one (`FormatUtils`, `InstancedConfiguration`).

/// What the values of a property are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind<'a> {
    /// A whole number.
    Int,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A size in bytes, with or without a unit.
    Size,
    /// Sizes with commas between: the quotas of a tier's folders.
    Sizes,
    /// A whole number with a unit of time; without one, of milliseconds.
    Duration,
    /// One of these names, with commas between.
    Enum(&'a str),
    /// Texts with commas between.
    List,
    /// The name of a Java class.
    Class,
    /// Any text.
    Text,
    /// Nothing: options are written behind the name.
    Prefix,
}

/// How well Alluxio can read a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It can.
    Good,
    /// It can if it reads a number of 64 bits, which the table does not tell.
    Doubtful,
    /// It cannot.
    Bad,
}

impl<'a> Kind<'a> {
    /// The kind of that name in the table; the names of an enumeration stand beside it.
    pub(super) fn new(word: &str, names: &'a str) -> Option<Self> {
        Some(match word {
            "int" => Kind::Int,
            "number" => Kind::Number,
            "boolean" => Kind::Boolean,
            "size" => Kind::Size,
            "sizes" => Kind::Sizes,
            "duration" => Kind::Duration,
            "enum" => Kind::Enum(names),
            "list" => Kind::List,
            "class" => Kind::Class,
            "string" => Kind::Text,
            "prefix" => Kind::Prefix,
            _ => return None,
        })
    }

    /// What it is called, in a word.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Int => "whole number",
            Kind::Number => "number",
            Kind::Boolean => "boolean",
            Kind::Size => "size",
            Kind::Sizes => "list of sizes",
            Kind::Duration => "duration",
            Kind::Enum(_) => "enumeration",
            Kind::List => "list",
            Kind::Class => "class",
            Kind::Text => "string",
            Kind::Prefix => "prefix",
        }
    }

    /// What the values are, in words.
    pub fn words(self) -> String {
        match self {
            Kind::Int => "whole number".to_owned(),
            Kind::Number => "number".to_owned(),
            Kind::Boolean => "boolean, `true` or `false`".to_owned(),
            Kind::Size => "size, such as `64MB`".to_owned(),
            Kind::Sizes => "sizes separated by commas, such as `1GB,10GB`".to_owned(),
            Kind::Duration => "duration, such as `30s`".to_owned(),
            Kind::Enum(_) => format!("one of {}", crate::problem::any_of(self.names())),
            Kind::List => "strings separated by commas".to_owned(),
            Kind::Class => "name of a Java class".to_owned(),
            Kind::Text => "string".to_owned(),
            Kind::Prefix => "none: options are added to the name".to_owned(),
        }
    }

    /// The form that a value must have, for what is wrong with another.
    pub fn form(self) -> String {
        match self {
            Kind::Int => "a whole number".to_owned(),
            Kind::Number => "a number".to_owned(),
            Kind::Boolean => "`true` or `false`".to_owned(),
            Kind::Size => "a number with b, kb, mb, gb, tb or pb, powers of 1024".to_owned(),
            Kind::Sizes => "sizes separated by commas: numbers with b, kb, mb, gb, tb or pb".to_owned(),
            Kind::Duration => "a whole number with ms, s, min, h or day (milliseconds without a unit)".to_owned(),
            Kind::Enum(_) => crate::problem::any_of(self.names()),
            _ => self.words(),
        }
    }

    /// The names of an enumeration.
    pub fn names(self) -> impl Iterator<Item = &'a str> {
        let names = if let Kind::Enum(names) = self { names } else { "" };
        names.split(',').filter(|name| !name.is_empty())
    }

    /// Whether Alluxio can read a value without references to other properties.
    pub fn reads(self, text: &str) -> Reading {
        let good = match self {
            Kind::Int => return whole(text),
            Kind::Number => number(text).is_some(),
            Kind::Boolean => text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false"),
            Kind::Size => size(text).is_some(),
            Kind::Sizes => text.split(',').map(str::trim).all(|part| part.is_empty() || size(part).is_some()),
            Kind::Duration => duration(text).is_some(),
            Kind::Enum(_) => self.names().any(|name| name == text.to_uppercase()),
            Kind::List | Kind::Class | Kind::Text | Kind::Prefix => true,
        };
        if good { Reading::Good } else { Reading::Bad }
    }
}

/// `Integer.parseInt`; some properties of this kind are read by `Long.parseLong`.
fn whole(text: &str) -> Reading {
    match text.parse::<i64>() {
        Ok(number) if i32::try_from(number).is_ok() => Reading::Good,
        Ok(_) => Reading::Doubtful,
        Err(_) => Reading::Bad,
    }
}

/// `Double.parseDouble`, save hexadecimal.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let stem = text.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(text);
    let number = stem.parse::<f64>().ok()?;
    // Of words Java takes these two, and Rust others and any case.
    let is_word = stem.bytes().all(|byte| !byte.is_ascii_digit());
    let is_java = matches!(stem.trim_start_matches(['-', '+']), "NaN" | "Infinity") && stem.len() == text.len();
    (!is_word || is_java).then_some(number)
}

/// The units of sizes that are powers of 1024, by their first letter.
pub const UNITS: [(u8, f64); 5] = [
    (b'k', 1024.0),
    (b'm', 1_048_576.0),
    (b'g', 1_073_741_824.0),
    (b't', 1_099_511_627_776.0),
    (b'p', 1_125_899_906_842_624.0),
];

/// How many bytes a unit is, by its first letter in any case.
pub fn factor(letter: u8) -> Option<f64> {
    UNITS.iter().find(|(known, _)| *known == letter.to_ascii_lowercase()).map(|(_, factor)| *factor)
}

/// The bytes that Alluxio reads: a number, and `b`, or `k`, `m`, `g`, `t`, `p` with or without a `b`, in any case. It takes
/// what comes after the last digit for the unit, a blank too.
pub fn size(text: &str) -> Option<f64> {
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (number, unit) = text.split_at(end);
    let factor = match unit.as_bytes() {
        [] | [b'b' | b'B'] => 1.0,
        [letter] | [letter, b'b' | b'B'] => factor(*letter)?,
        _ => return None,
    };
    Some(number.trim().parse::<f64>().ok().filter(|number| number.is_finite())? * factor)
}

/// The milliseconds that Alluxio reads: a whole number and a unit, or none.
pub fn duration(text: &str) -> Option<f64> {
    let end = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let factor = match unit.to_ascii_lowercase().as_str() {
        "" | "ms" | "millisecond" => 1.0,
        "s" | "sec" | "second" => 1_000.0,
        "m" | "min" | "minute" => 60_000.0,
        "h" | "hr" | "hour" => 3_600_000.0,
        "d" | "day" => 86_400_000.0,
        _ => return None,
    };
    let whole = number.strip_prefix('-').unwrap_or(number);
    let is_whole = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    Some(number.parse::<i64>().ok().filter(|_| is_whole)? as f64 * factor)
}

/// Whether two texts are the same value: sizes and durations in other units, booleans and names in another case.
pub fn is_same(kind: Kind<'_>, one: &str, other: &str) -> bool {
    let same = |read: fn(&str) -> Option<f64>| read(one).is_some() && read(one) == read(other);
    one == other
        || match kind {
            Kind::Int | Kind::Number => same(number),
            Kind::Size => same(size),
            Kind::Duration => same(duration),
            Kind::Boolean | Kind::Enum(_) => one.eq_ignore_ascii_case(other),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Reading};

    #[test]
    fn values_are_read_as_alluxio_reads_them() {
        let names = Kind::Enum("CACHE,NO_CACHE");
        for (kind, good, bad) in [
            (Kind::Int, &["0", "-1", "+7", "2147483647"][..], &["", "abc", "1.0", " 1", "1k", "0x1"][..]),
            (Kind::Number, &["0.5", "1e3", " 2 ", "3f", "NaN", "-Infinity"], &["", "half", "1,5", "inf", "nan", "50%"]),
            (Kind::Boolean, &["true", "FALSE"], &["", "yess", "yes", "1", "on", " true"]),
            (Kind::Size, &["1", "1.5GB", "64kb", "1P", "-1"], &["", "1Gi", "1 GB", "GB", "1E"]),
            (Kind::Sizes, &["1GB,2GB", "1GB, 2GB", "5"], &["1GB,2Gi", "x"]),
            (Kind::Duration, &["0", "-1", "5min", "5MIN", "1day", "10sec", "3hr"], &["", "1.5h", "2days", "h", "1 h"]),
            (names, &["CACHE", "no_cache"], &["", "CACHE_TROUGH", " CACHE"]),
            (Kind::Text, &["", "anything"], &[]),
        ] {
            for text in good {
                assert_eq!(kind.reads(text), Reading::Good, "{kind:?} {text:?}");
            }
            for text in bad {
                assert_eq!(kind.reads(text), Reading::Bad, "{kind:?} {text:?}");
            }
        }
        assert_eq!(Kind::Int.reads("2147483648"), Reading::Doubtful);
    }
}
