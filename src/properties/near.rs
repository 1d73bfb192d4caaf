//! Which known name a mistyped one means.

use super::{Table, credential, family, pattern, row};

/// How many letters a name may be off.
const MOST_EDITS: usize = 6;

/// The nearest known name, if it is off by few letters: dropped, doubled, changed or swapped, in any case. Long names that
/// begin alike are not yet near.
pub(super) fn nearest(table: Table, name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let count = name.chars().count();
    let counts = letters(&lower);
    let mut best: Option<(usize, String)> = None;
    let mut consider = |known: &str| {
        let most = best.as_ref().map_or(MOST_EDITS, |(edits, _)| edits.saturating_sub(1));
        // Letters that only one of the two has cost at least half an edit each.
        if known.len().abs_diff(name.len()) > most || apart(&counts, &letters(known)) > 2 * most {
            return;
        }
        let edits = strsim::osa_distance(&lower, &known.to_lowercase());
        if edits <= most && edits * 4 <= count {
            best = Some((edits, known.to_owned()));
        }
    };
    row::all().filter(|row| row.holds(table) && row.removed().is_none()).for_each(|row| consider(row.name));
    family::all(table).filter_map(|(pattern, _)| pattern::member(pattern, name)).for_each(|member| consider(&member));
    best.map(|(_, known)| known)
}

/// The known name that differs from one by the case of its letters alone.
pub(super) fn in_another_case(table: Table, name: &str) -> Option<String> {
    let own = credential::unwrapped(name);
    let rows = row::in_any_case(own).filter(|row| row.holds(table) && row.removed().is_none()).map(|row| row.name);
    let mut known = rows.chain(credential::NAMES.into_iter().filter(|known| known.eq_ignore_ascii_case(own)));
    let found = known.next()?;
    let wrapper = &name[..name.len() - own.len()];
    (found != own && known.all(|other| other != own)).then(|| format!("{wrapper}{found}"))
}

/// How often each letter is in a text, in any case: the last five bits of a letter do not tell.
fn letters(text: &str) -> [u8; 32] {
    let mut counts = [0; 32];
    for byte in text.bytes() {
        let count: &mut u8 = &mut counts[usize::from(byte % 32)];
        *count = count.saturating_add(1);
    }
    counts
}

/// How many letters only one of two texts has.
fn apart(one: &[u8; 32], other: &[u8; 32]) -> usize {
    one.iter().zip(other).map(|(a, b)| usize::from(a.abs_diff(*b))).sum()
}
