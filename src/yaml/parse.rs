//! Reads YAML as Helm does, into nodes with a place for every key and value.

use super::compose::compose;
use super::construct::{Limits, construct};
use super::limits::MAX_NODES;
use super::node::Node;
use super::split::{Piece, pieces};
use crate::problem::{Problems, Severity, Stop};
use crate::source::{SourceId, Sources, Span};
use std::borrow::Cow;
use std::collections::HashMap;

/// The documents of a source, in order; one without content is null.
///
/// Everything that Helm reads gives the value that Helm gives it. A key that stands twice is a warning; the last one
/// counts (D-113). Numbers keep their spelling ([`Number`](super::Number)). Errors carry line and column.
pub fn documents(sources: &Sources, source: SourceId, problems: &mut Problems) -> Result<Vec<Node>, Stop> {
    read(&mut Limits { nodes: MAX_NODES, apart: None, duplicates: Severity::Warning }, sources, source, problems)
}

/// As [`documents`], with at most so many nodes each. The items of the list of one key at the top are handed out one by one,
/// and the list is left empty: so a long one is never there as a whole. A key that stands twice is an error.
pub fn documents_without(
    (key, take): (&str, &mut dyn FnMut(Node)),
    nodes: usize,
    sources: &Sources,
    source: SourceId,
    problems: &mut Problems,
) -> Result<Vec<Node>, Stop> {
    read(&mut Limits { nodes, apart: Some((key, take)), duplicates: Severity::Error }, sources, source, problems)
}

fn read(
    limits: &mut Limits<'_>,
    sources: &Sources,
    source: SourceId,
    problems: &mut Problems,
) -> Result<Vec<Node>, Stop> {
    let mut text = Cow::Borrowed(&*sources.get(source).text);
    // Helm's reader ends every line, which decides what a block scalar at the end of the text holds.
    if !text.ends_with('\n') {
        text.to_mut().push('\n');
    }
    let mut nodes = Vec::new();
    for piece in pieces(&text, source, problems)? {
        nodes.push(document(&piece, limits, problems)?);
    }
    Ok(nodes)
}

/// How often a document is mended and read again, and how many bytes all that reading may cost.
const MAX_MENDS: usize = 256;
const MAX_MENDED_BYTES: usize = 1 << 20;

fn document(piece: &Piece<'_>, limits: &mut Limits<'_>, problems: &mut Problems) -> Result<Node, Stop> {
    let top = Span { source: piece.source, line: piece.lines_before + 1, column: 1, length: 1 };
    let mut text = Cow::Borrowed(piece.text);
    let mut shifts = HashMap::new();
    for mends in 1.. {
        let fault = match compose(&Piece { text: &text, shifts: shifts.clone(), ..*piece }, limits.nodes) {
            Ok(document) => return construct(&document, top, limits, problems),
            Err(fault) => fault,
        };
        match fault.mended {
            Some(mended) if mends <= MAX_MENDS && mends * mended.text.len() <= MAX_MENDED_BYTES => {
                for (line, blanks) in mended.shifts {
                    *shifts.entry(line).or_default() += blanks;
                }
                text = Cow::Owned(mended.text);
            }
            _ => return problems.fail(fault.problem),
        }
    }
    Err(Stop)
}
