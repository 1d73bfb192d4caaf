//! Digests: whether texts are those of an earlier run, without keeping them. The build script uses this file too.

use std::hash::{DefaultHasher, Hasher as _};

/// A digest of 128 bits in the making: two hashes of 64 bits, of which one begins with another byte.
///
/// They are those of the standard library, SipHash today. Another release of Rust may have others; what an older program has
/// kept then fits nothing, which costs one run.
#[derive(Clone)]
pub struct Digest(DefaultHasher, DefaultHasher);

impl Default for Digest {
    fn default() -> Self {
        let (first, mut second) = (DefaultHasher::new(), DefaultHasher::new());
        second.write_u8(1);
        Digest(first, second)
    }
}

impl Digest {
    /// Takes a part in. Its length counts, so that `ab`, `c` is not `a`, `bc`.
    pub fn add(&mut self, part: impl AsRef<[u8]>) {
        let part = part.as_ref();
        for hash in [&mut self.0, &mut self.1] {
            hash.write_u64(part.len() as u64);
            hash.write(part);
        }
    }

    /// The digest of all parts.
    pub fn end(self) -> u128 {
        u128::from(self.0.finish()) << 64 | u128::from(self.1.finish())
    }

    /// The digest of one text.
    pub fn of(text: impl AsRef<[u8]>) -> u128 {
        let mut digest = Digest::default();
        digest.add(text);
        digest.end()
    }
}
