//! Sizes: Kubernetes and Alluxio spell them differently, and read the same spelling differently.

use super::quantity::canonical;
use crate::version::Version;
use std::borrow::Cow;

/// What the binary suffixes of a quantity multiply with.
const BINARY: [(&str, f64); 6] = [
    ("Ki", 1024.0),
    ("Mi", 1_048_576.0),
    ("Gi", 1_073_741_824.0),
    ("Ti", 1_099_511_627_776.0),
    ("Pi", 1_125_899_906_842_624.0),
    ("Ei", 1_152_921_504_606_846_976.0),
];

/// The power of ten that the decimal suffixes stand for, and that power, or where it is negative the one to divide by.
const DECIMAL: [(&str, i32, f64); 10] = [
    ("", 0, 1.0),
    ("m", -3, 1e3),
    ("G", 9, 1e9),
    ("M", 6, 1e6),
    ("k", 3, 1e3),
    ("u", -6, 1e6),
    ("n", -9, 1e9),
    ("T", 12, 1e12),
    ("P", 15, 1e15),
    ("E", 18, 1e18),
];

/// Whole numbers of so many digits are exact as floating-point numbers.
const EXACT: usize = 15;

/// The amount that a quantity of Kubernetes stands for, or nothing if it is none.
///
/// The grammar is that of apimachinery's `resource.Quantity`: a decimal with a suffix or an exponent.
pub fn amount(text: &str) -> Option<f64> {
    let end = text.find(|c: char| !matches!(c, '0'..='9' | '.' | '+' | '-')).unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);
    let digits = number.strip_prefix(['+', '-']).unwrap_or(number);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let decimal = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !decimal(whole) || !decimal(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    if let Some((_, factor)) = BINARY.iter().find(|(name, _)| *name == suffix) {
        return Some(number.parse::<f64>().ok()? * factor);
    }
    match DECIMAL.iter().find(|(name, ..)| *name == suffix) {
        Some((_, 0, _)) => number.parse().ok(),
        // Of two exact numbers the product and the quotient are rounded once, as what is read is.
        Some((_, power, ten)) if fraction.is_empty() && whole.len() <= EXACT => {
            let whole: f64 = number.trim_end_matches('.').parse().ok()?;
            Some(if *power < 0 { whole / ten } else { whole * ten })
        }
        // As a factor, the power would be rounded itself: 700m came out above 0.7.
        Some((_, power, _)) => format!("{number}e{power}").parse().ok(),
        None => {
            let power: i32 = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
            format!("{number}e{power}").parse().ok()
        }
    }
}

/// Whether the chart takes the number for none: a watermark or a quota of 0.
pub fn is_zero(text: &str) -> bool {
    text.parse::<f64>() == Ok(0.0)
}

/// The size as Kubernetes reads it: Alluxio's `1GB` becomes `1Gi`, for Alluxio counts in powers of 1024 (D-43).
pub fn for_kubernetes(text: &str) -> Cow<'_, str> {
    match split_alluxio(text) {
        Some((number, unit)) if text.len() == number.len() + 2 => Cow::Owned(format!("{number}{unit}i")),
        _ => Cow::Borrowed(text),
    }
}

/// A quota as Kubernetes reads it. There `512m` would be half a byte, `1K` and `100b` are no words of its; `1G` is one
/// for both and stays.
pub fn quota_for_kubernetes(text: &str) -> String {
    match split_alluxio(text) {
        Some(_) if text.ends_with(['M', 'G', 'T', 'P']) => text.to_owned(),
        Some((number, unit)) => format!("{number}{unit}i"),
        None => match text.strip_suffix(['b', 'B']) {
            Some(bytes) if bytes.ends_with(|c: char| c.is_ascii_digit()) => bytes.to_owned(),
            _ => text.to_owned(),
        },
    }
}

/// The size as the API server stores it (D-43, D-120).
pub fn stored(text: &str) -> String {
    canonical(&for_kubernetes(text)).into_owned()
}

/// A quota as the API server stores it.
pub fn stored_quota(text: &str) -> String {
    canonical(&quota_for_kubernetes(text)).into_owned()
}

/// The number, and the letter of the unit, of a size with an Alluxio unit of one letter or with `b` behind it.
fn split_alluxio(text: &str) -> Option<(&str, char)> {
    let end = text.find(|c: char| !matches!(c, '0'..='9' | '.'))?;
    let (number, unit) = text.split_at(end);
    let mut letters = unit.chars();
    let letter = letters.next()?.to_ascii_uppercase();
    let known = !number.is_empty() && "KMGTP".contains(letter);
    let tail = letters.as_str();
    (known && (tail.is_empty() || tail.eq_ignore_ascii_case("b"))).then_some((number, letter))
}

/// The quantity that is meant by a text that is none: `4 Gi`, `4g`, `4GiB`.
pub fn meant(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (number, unit) = text.split_at(text.find(|c: char| !matches!(c, '0'..='9' | '.'))?);
    let unit = unit.to_ascii_lowercase();
    let (letter, tail) = unit.split_at_checked(1)?;
    let is_unit = "kmgtp".contains(letter) && matches!(tail, "" | "i" | "b" | "ib");
    Some(format!("{number}{}i", letter.to_ascii_uppercase())).filter(|meant| is_unit && amount(meant).is_some())
}

/// The size as Alluxio reads it.
pub fn for_alluxio(text: &str, version: &Version) -> String {
    if version.sizes_know_gi { text.to_owned() } else { without_gi(text) }
}

/// The size as all versions of Alluxio read it: `KB` to `PB`, which are powers of 1024, in place of `Ki` to `Pi` (D-81).
pub fn without_gi(text: &str) -> String {
    let part = |part: &str| match part.trim_end().strip_suffix('i') {
        Some(stem) if stem.ends_with(['K', 'M', 'G', 'T', 'P']) && stem.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{stem}B")
        }
        _ => part.to_owned(),
    };
    let leading = |text: &str| text.len() - text.trim_start().len();
    text.split(',')
        .map(|item| format!("{}{}", &item[..leading(item)], part(item.trim_start())))
        .collect::<Vec<_>>()
        .join(",")
}

#[cfg(test)]
mod tests {
    use super::{amount, for_alluxio, for_kubernetes, meant, quota_for_kubernetes};
    use crate::version;

    #[test]
    fn quantities_have_amounts() {
        for (text, expected) in [
            ("1", Some(1.0)),
            ("0.5", Some(0.5)),
            (".5", Some(0.5)),
            ("5.", Some(5.0)),
            ("500m", Some(0.5)),
            ("8G", Some(8e9)),
            ("1Gi", Some(1_073_741_824.0)),
            ("1e3", Some(1000.0)),
            ("1E3", Some(1000.0)),
            ("1E", Some(1e18)),
            ("-1", Some(-1.0)),
            ("1GB", None),
            ("1g", None),
            ("", None),
            (".", None),
            ("1-2", None),
            ("1 G", None),
            ("Gi", None),
        ] {
            assert_eq!(amount(text), expected, "{text}");
        }
    }

    #[test]
    fn whole_numbers_are_exact() {
        for suffix in [("n", -9), ("u", -6), ("m", -3), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)] {
            for number in (0..5_000).chain((0..50).map(|shift| 1_u64 << shift)).chain([999_999_999_999_999, 700]) {
                let read: Option<f64> = format!("{number}e{}", suffix.1).parse().ok();
                assert_eq!(amount(&format!("{number}{}", suffix.0)), read, "{number}{}", suffix.0);
                assert_eq!(amount(&format!("-{number}.{}", suffix.0)), read.map(|amount| -amount));
            }
        }
    }

    #[test]
    fn one_amount_in_two_spellings_is_one_number() {
        for thousandths in 1..20_000 {
            let decimal = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
            assert_eq!(amount(&format!("{thousandths}m")), amount(&decimal), "{decimal}");
            assert_eq!(amount(&format!("{thousandths}M")), amount(&format!("{decimal}G")), "{decimal}G");
            assert_eq!(amount(&format!("{thousandths}E-3")), amount(&decimal), "{decimal}");
        }
    }

    #[test]
    fn what_is_nearly_a_quantity_is_known() {
        for (text, expected) in [
            ("4 Gi", Some("4Gi")),
            ("4g", Some("4Gi")),
            ("1.5 GIB", Some("1.5Gi")),
            ("512 mb", Some("512Mi")),
            ("4", None),
            ("", None),
            ("Gi", None),
            ("1.2.3g", None),
            ("4é", None),
            ("4 cores", None),
            ("-4g", None),
        ] {
            assert_eq!(meant(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn sizes_are_respelled() {
        let [old, new] = &version::ALL;
        for (text, kubernetes, quota, alluxio) in [
            ("1GB", "1Gi", "1Gi", "1GB"),
            ("1gb", "1Gi", "1Gi", "1gb"),
            ("1G", "1G", "1G", "1G"),
            ("1g", "1g", "1Gi", "1g"),
            ("512m", "512m", "512Mi", "512m"),
            ("2Gi", "2Gi", "2Gi", "2GB"),
            ("1.5Ti", "1.5Ti", "1.5Ti", "1.5TB"),
            ("1073741824", "1073741824", "1073741824", "1073741824"),
            ("1e9", "1e9", "1e9", "1e9"),
            ("1K", "1K", "1Ki", "1K"),
            ("100B", "100B", "100", "100B"),
            ("b", "b", "b", "b"),
        ] {
            assert_eq!(for_kubernetes(text), kubernetes, "{text}");
            assert_eq!(quota_for_kubernetes(text), quota, "{text}");
            assert_eq!(for_alluxio(text, old), alluxio, "{text}");
            assert_eq!(for_alluxio(text, new), text);
        }
        assert_eq!(for_alluxio("1Gi, 10Gi", old), "1GB, 10GB");
    }
}
