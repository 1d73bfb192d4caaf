//! `--slice 3/16`: one machine's share of a fleet.

use std::str::FromStr;

/// A share of equal ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Which one, from 1.
    number: usize,
    /// How many there are.
    of: usize,
}

/// As many as jobs of a matrix in GitHub Actions, many times over.
const MOST: usize = 10_000;

impl FromStr for Slice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, of)) if (1..=of).contains(&number) && of <= MOST => Ok(Slice { number, of }),
            Some((_, of)) if of > MOST => Err(format!("at most {MOST} slices are allowed")),
            _ => Err("write `3/16` for the third of 16 slices".to_owned()),
        }
    }
}

impl Slice {
    /// Whether it has the cluster of that place in the fleet, from 0. Neighbours are dealt out, for they are often alike, and
    /// large ones would all fall to one machine.
    pub fn has(self, index: usize) -> bool {
        index % self.of == self.number - 1
    }

    /// Whether it is the one that looks after what belongs to none, such as folders of clusters that are gone.
    pub fn is_first(self) -> bool {
        self.number == 1
    }
}

#[cfg(test)]
mod tests {
    use super::Slice;

    #[test]
    fn every_cluster_is_in_one_slice() {
        for of in 1..20 {
            let slices: Vec<Slice> = (1..=of).filter_map(|number| format!("{number}/{of}").parse().ok()).collect();
            assert_eq!(slices.len(), of);
            for index in 0..50 {
                assert_eq!(slices.iter().filter(|slice| slice.has(index)).count(), 1, "{index} of {of}");
            }
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "3", "0/3", "4/3", "/", "1/0", "-1/3", "1/10001", "a/b", "1/2/3"] {
            assert!(text.parse::<Slice>().is_err(), "{text}");
        }
    }
}
