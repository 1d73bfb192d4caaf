//! Quantities in the form in which the API server stores them (D-120). Written otherwise, an object never equals what is
//! stored, and every `kubectl apply` says `configured`.
//!
//! Source: apimachinery, `resource.Quantity`: `ParseQuantity` and `CanonicalizeBytes`; amounts of resources are rounded up
//! to thousandths before they are stored.

use std::borrow::Cow;

/// How a quantity is spelled, which its canonical form keeps where it can.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    /// `Ki` to `Ei`.
    Binary,
    /// `n` to `E`, or nothing.
    Decimal,
    /// `e3`.
    Exponent,
}

/// The suffixes of powers of 1000, from the smallest.
const DECIMAL: [(&str, i32); 10] =
    [("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];

/// The suffixes of powers of 1024, from the smallest.
const BINARY: [&str; 6] = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/// The largest amount that a binary quantity may be; the server cuts larger ones.
const LARGEST: i128 = i64::MAX as i128;

/// The quantity as the API server writes it: `0.5` is `500m`, `1024Mi` is `1Gi`. What is none stays as it is, and so do
/// numbers of more digits than anybody writes.
pub fn canonical(text: &str) -> Cow<'_, str> {
    if is_canonical(text) {
        return Cow::Borrowed(text);
    }
    match parts(text).and_then(|(thousandths, format)| spelled(thousandths, format)) {
        Some(canonical) if canonical != text => Cow::Owned(canonical),
        _ => Cow::Borrowed(text),
    }
}

/// Whether a quantity is surely as it shall be, which nearly all are: up to three digits, and a suffix that loses nothing.
fn is_canonical(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, suffix) = text.split_at(digits);
    let is_exact = matches!(suffix, "" | "m" | "k" | "M" | "G" | "T" | "P" | "E" | "Ki" | "Mi" | "Gi" | "Ti" | "Pi");
    (1..=3).contains(&digits) && !number.starts_with('0') && is_exact
}

/// The amount in thousandths, of which the smallest part counts as a whole one, and the format.
fn parts(text: &str) -> Option<(i128, Format)> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = digits.find(|c: char| !matches!(c, '0'..='9' | '.')).unwrap_or(digits.len());
    let (number, suffix) = digits.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
        return None;
    }
    let mantissa: i128 = format!("0{whole}{fraction}").parse().ok()?;
    let decimals = i32::try_from(fraction.len()).ok()?;
    let (factor, power, format) = if let Some(index) = BINARY.iter().position(|name| *name == suffix) {
        (1024_i128.pow(index as u32 + 1), 0, Format::Binary)
    } else if let Some((_, power)) = DECIMAL.iter().find(|(name, _)| *name == suffix) {
        (1, *power, Format::Decimal)
    } else {
        (1, suffix.strip_prefix(['e', 'E'])?.parse::<i32>().ok()?, Format::Exponent)
    };
    let value = mantissa.checked_mul(factor)?;
    let shift = power.checked_add(3)?.checked_sub(decimals)?;
    let ten = 10_i128.checked_pow(shift.unsigned_abs())?;
    let mut thousandths = if shift >= 0 { value.checked_mul(ten)? } else { value / ten + i128::from(value % ten != 0) };
    if format == Format::Binary {
        thousandths = thousandths.min(LARGEST.checked_mul(WHOLE)?);
    }
    Some((if text.starts_with('-') { -thousandths } else { thousandths }, format))
}

/// How many thousandths are a whole one.
const WHOLE: i128 = 1_000;

fn spelled(thousandths: i128, format: Format) -> Option<String> {
    if thousandths == 0 {
        return Some("0".to_owned());
    }
    // Below 1024, and where something would be lost, powers of 1000 are exact.
    if format == Format::Binary && thousandths % WHOLE == 0 && thousandths.abs() >= 1024 * WHOLE {
        return Some(binary(thousandths / WHOLE));
    }
    let (mut number, mut power) = (thousandths, -3);
    while number % 1000 == 0 {
        number /= 1000;
        power += 3;
    }
    match format {
        Format::Exponent if power == 0 => Some(number.to_string()),
        Format::Exponent => Some(format!("{number}e{power}")),
        _ => DECIMAL.iter().find(|(_, known)| *known == power).map(|(suffix, _)| format!("{number}{suffix}")),
    }
}

fn binary(mut number: i128) -> String {
    let mut suffix = "";
    for name in BINARY {
        if number % 1024 != 0 {
            break;
        }
        number /= 1024;
        suffix = name;
    }
    format!("{number}{suffix}")
}

#[cfg(test)]
mod tests {
    use super::{canonical, is_canonical, parts, spelled};

    #[test]
    fn what_is_canonical_at_sight_is_canonical() {
        for suffix in ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "e3", "x"] {
            let texts = (0..1100).map(|number| format!("{number}{suffix}"));
            for text in texts.filter(|text| is_canonical(text)) {
                let spelled = parts(&text).and_then(|(thousandths, format)| spelled(thousandths, format));
                assert_eq!(spelled.as_ref(), Some(&text));
            }
        }
        assert!(is_canonical("500m") && is_canonical("999Pi") && !is_canonical("1000m") && !is_canonical("8Ei"));
    }

    /// Asked of an API server 1.36.3 as amounts of a ResourceQuota. Where it keeps what was written (`08`, `5.`, `+1`, `1E3`),
    /// it keeps this form as well.
    #[test]
    fn quantities_are_spelled_as_the_server_spells_them() {
        for (text, expected) in [
            ("8.0", "8"),
            ("0.5", "500m"),
            (".5", "500m"),
            ("5.", "5"),
            ("1000m", "1"),
            ("1500m", "1500m"),
            ("1", "1"),
            ("0", "0"),
            ("0Gi", "0"),
            ("+1", "1"),
            ("-1", "-1"),
            ("1000", "1k"),
            ("10000", "10k"),
            ("1024", "1024"),
            ("1000000000", "1G"),
            ("1073741824", "1073741824"),
            ("1e3", "1e3"),
            ("1E3", "1e3"),
            ("1e4", "10e3"),
            ("100e-2", "1"),
            ("1024Mi", "1Gi"),
            ("1.5Gi", "1536Mi"),
            ("0.5Ki", "512"),
            ("1.1Ki", "1126400m"),
            ("1000Mi", "1000Mi"),
            ("500M", "500M"),
            ("1.5G", "1500M"),
            ("0.0000000001", "1m"),
            ("1.0000000001", "1001m"),
            ("1e-9", "1e-3"),
            ("2e20", "200e18"),
            ("12345678901234567890", "12345678901234567890"),
            // The server has no suffix for that and stores 1.
            ("1000000000000000000000", "1000000000000000000000"),
            ("10Ei", "9223372036854775807"),
            ("08", "8"),
            ("0.1Ki", "102400m"),
            ("1GB", "1GB"),
            ("", ""),
            (".", "."),
            ("1.2.3", "1.2.3"),
            ("--1", "--1"),
        ] {
            assert_eq!(canonical(text), expected, "{text}");
        }
    }
}
