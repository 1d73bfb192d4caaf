//! Empties the lines of comment of a text while the binary is built: reading them takes a quarter of the time of the defaults.

/// The text without its lines of comment, of which the line breaks stay, so that all places stay too. `N` is its [`length`].
pub const fn emptied<const N: usize>(text: &str) -> [u8; N] {
    let bytes = text.as_bytes();
    let mut out = [0; N];
    let (mut read, mut written) = (0, 0);
    while read < bytes.len() {
        if begins_comment(bytes, read) {
            read = line_break(bytes, read);
        }
        while read < bytes.len() {
            out[written] = bytes[read];
            (read, written) = (read + 1, written + 1);
            if bytes[read - 1] == b'\n' {
                break;
            }
        }
    }
    out
}

/// How many bytes [`emptied`] leaves.
pub const fn length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut read, mut length) = (0, 0);
    while read < bytes.len() {
        if begins_comment(bytes, read) {
            read = line_break(bytes, read);
        }
        let next = line_break(bytes, read);
        // The break itself, unless the text ends.
        let next = if next < bytes.len() { next + 1 } else { next };
        length += next - read;
        read = next;
    }
    length
}

/// Whether a line that begins here holds nothing but a comment.
const fn begins_comment(bytes: &[u8], mut at: usize) -> bool {
    while at < bytes.len() && bytes[at] == b' ' {
        at += 1;
    }
    at < bytes.len() && bytes[at] == b'#'
}

/// Where the line that goes on here ends.
const fn line_break(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && bytes[at] != b'\n' {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_and_all_other_lines_stay() {
        const TEXT: &str = "# ä\na: 1 # b\n\n  # c\n  d: \"#\"\n#";
        const LENGTH: usize = length(TEXT);
        assert_eq!(std::str::from_utf8(&emptied::<LENGTH>(TEXT)), Ok("\na: 1 # b\n\n\n  d: \"#\"\n"));
        assert_eq!((length(""), length("\n"), length("a"), length("#")), (0, 1, 1, 0));
    }
}
