//! The skeletons of a run: each text is read once, by the cheapest reader that can.

use super::skeleton::{Fault, Skeleton};
use super::{blocks, full};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many bytes of texts are kept for other renders. All built-in templates together make some 40 KiB; what is kept of it takes
/// a few times as much.
const MOST: usize = 1 << 20;

/// The skeletons of the texts that were parsed before.
pub(super) struct Skeletons {
    known: Mutex<Known>,
    /// How many bytes of texts are kept.
    most: usize,
}

#[derive(Default)]
struct Known {
    bytes: usize,
    by_text: HashMap<String, Arc<Skeleton>, foldhash::fast::RandomState>,
}

impl Default for Skeletons {
    fn default() -> Self {
        Skeletons { known: Mutex::default(), most: MOST }
    }
}

impl Skeletons {
    /// Those of texts that do not come again: none is kept.
    pub fn of_new_texts() -> Self {
        Skeletons { most: 0, ..Self::default() }
    }

    /// The skeleton of a text. When many are kept, those of new texts are not.
    pub fn of(&self, text: &str) -> Result<Arc<Skeleton>, Fault> {
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().by_text.get(text) {
            return Ok(Arc::clone(known));
        }
        // Parsed without the lock: at worst two threads parse the same text.
        let skeleton = Arc::new(blocks::skeleton(text).map_or_else(|| full::skeleton(text), Ok)?);
        let mut known = lock();
        if known.bytes + text.len() <= self.most {
            known.bytes += text.len();
            known.by_text.insert(text.to_owned(), Arc::clone(&skeleton));
        }
        Ok(skeleton)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_parsed_once() {
        let skeletons = Skeletons::default();
        let of = |text: &str| skeletons.of(text).unwrap_or_else(|fault| panic!("{}", fault.message));
        let first = of("a: [1]\n");
        assert!(Arc::ptr_eq(&first, &of("a: [1]\n")));
        assert!(!Arc::ptr_eq(&first, &of("a: [2]\n")));
        assert_eq!(first.steps().count(), 6);
    }

    #[test]
    fn of_new_texts_none_is_kept() {
        let skeletons = Skeletons::of_new_texts();
        assert!(skeletons.of("a: [1]\n").is_ok());
        assert!(skeletons.known.into_inner().expect("no thread panics").by_text.is_empty());
    }

    #[test]
    fn what_is_kept_has_a_bound() {
        let skeletons = Skeletons::default();
        let long = "x".repeat(MOST / 4);
        for number in 0..8 {
            assert!(skeletons.of(&format!("{long}{number}")).is_ok());
        }
        let known = skeletons.known.into_inner().expect("no thread panics");
        assert_eq!(known.by_text.len(), 3);
        assert!(known.bytes <= MOST);
    }
}
