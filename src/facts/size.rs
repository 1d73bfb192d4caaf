//! Sizes as Alluxio, a JVM and Kubernetes read them, in bytes.

use super::units;
use crate::properties::kind::{UNITS, factor};

pub use crate::properties::kind::size as alluxio;

/// The bytes that a JVM reads: a whole number, and `k`, `m`, `g` or `t`, in any case.
pub fn jvm(text: &str) -> Option<f64> {
    let factor = match text.as_bytes().last()? {
        b'0'..=b'9' => 1.0,
        letter => factor(*letter).filter(|_| !letter.eq_ignore_ascii_case(&b'p'))?,
    };
    let number = if factor == 1.0 { text } else { &text[..text.len() - 1] };
    let whole = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    Some(number.parse::<f64>().ok().filter(|_| whole)? * factor)
}

/// The bytes that Kubernetes reads, once the manifests have the size.
pub fn kubernetes(text: &str) -> Option<f64> {
    units::amount(&units::for_kubernetes(text)).filter(|bytes| bytes.is_finite())
}

/// The bytes that Kubernetes reads, once the manifests have the quota of a tier.
pub fn quota(text: &str) -> Option<f64> {
    units::amount(&units::quota_for_kubernetes(text)).filter(|bytes| bytes.is_finite())
}

/// Bytes in the largest binary unit that they fill, as Kubernetes spells it: `9Gi`, `3.73Gi`, `500`.
pub fn show(bytes: f64) -> String {
    let found = UNITS.iter().rev().find(|(_, factor)| bytes >= *factor);
    let Some((letter, factor)) = found else { return format!("{bytes:.0}") };
    let number = format!("{:.2}", bytes / factor);
    let number = number.trim_end_matches('0').trim_end_matches('.');
    format!("{number}{}i", letter.to_ascii_uppercase() as char)
}

#[cfg(test)]
mod tests {
    use super::{alluxio, jvm, show};

    #[test]
    fn alluxio_and_the_jvm_count_in_powers_of_1024() {
        const GI: f64 = 1_073_741_824.0;
        for (text, for_alluxio, for_jvm) in [
            ("1", Some(1.0), Some(1.0)),
            ("1g", Some(GI), Some(GI)),
            ("1G", Some(GI), Some(GI)),
            ("1GB", Some(GI), None),
            ("1gb", Some(GI), None),
            ("64B", Some(64.0), None),
            ("1.5G", Some(1.5 * GI), None),
            ("1e3", Some(1000.0), None),
            ("-1", Some(-1.0), None),
            ("1P", Some(1_048_576.0 * GI), None),
            ("1Gi", None, None),
            ("1GiB", None, None),
            ("1 GB", None, None),
            ("1E", None, None),
            ("ä", None, None),
            ("1ä", None, None),
            ("g", None, None),
            ("", None, None),
        ] {
            assert_eq!(alluxio(text), for_alluxio, "{text}");
            assert_eq!(jvm(text), for_jvm, "{text}");
        }
    }

    #[test]
    fn bytes_are_shown_short() {
        for (bytes, expected) in [(500.0, "500"), (1024.0, "1Ki"), (4e9, "3.73Gi"), (9_663_676_416.0, "9Gi")] {
            assert_eq!(show(bytes), expected);
        }
    }
}
