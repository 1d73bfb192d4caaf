//! How deep and how large a document may be.

use crate::problem::Problem;
use crate::source::Span;

/// How deep lists and maps may nest.
pub const MAX_DEPTH: usize = 200;

/// How many nodes a document of values may have, the copies that aliases make included.
pub const MAX_NODES: usize = 100_000;

/// How many bytes of text a document may have, the copies that aliases make included.
pub const MAX_BYTES: usize = 16 << 20;

/// The document nests too deep.
pub fn too_deep(place: Span) -> Problem {
    Problem::error(format!("lists and maps are nested more than {MAX_DEPTH} levels deep")).at(place)
}

/// The document is too large.
pub fn too_many(nodes: usize, place: Span) -> Problem {
    let mib = MAX_BYTES >> 20;
    Problem::error(format!("more than {nodes} keys and values or {mib} MiB, including the copies that aliases create"))
        .at(place)
}
