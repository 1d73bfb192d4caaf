//! How each shell asks and how it is answered. Elvish, fish and PowerShell are as clap_complete has them; bash and zsh are
//! our own, since a value goes on after `=`, which bash takes for the end of a word, and after a dot.

use super::{about, command, following, goes_on, version_of};
use clap::ValueEnum as _;
use clap_complete::Shell;
use clap_complete::env::{Elvish, EnvCompleter, Fish, Powershell};
use std::ffi::{OsStr, OsString};
use std::io;

/// The shell of that name.
pub fn named(name: &str) -> Option<Shell> {
    Shell::from_str(name, false).ok()
}

/// The script that teaches a shell to ask.
pub fn script(shell: Shell) -> io::Result<Vec<u8>> {
    match shell {
        Shell::Bash => Ok(include_bytes!("alluxio-gen.bash").to_vec()),
        Shell::Zsh => Ok(include_bytes!("alluxio-gen.zsh").to_vec()),
        _ => {
            let mut out = Vec::new();
            let name = "alluxio-gen";
            theirs(shell)?.write_registration("COMPLETE", name, name, name, &mut out)?;
            Ok(out)
        }
    }
}

/// What a script gets for the words behind `--`.
pub fn answer(shell: Shell, words: &[OsString]) -> io::Result<Vec<u8>> {
    match shell {
        Shell::Bash => bash(words),
        Shell::Zsh => zsh(words),
        _ => {
            let mut out = Vec::new();
            let here = std::env::current_dir().ok();
            let mut words = words.to_vec();
            // fish takes the quotes off all words but the last.
            words.last_mut().iter_mut().for_each(|word| **word = unquoted(word));
            let mut command = command(version_of(&words));
            theirs(shell)?.write_complete(&mut command, words, here.as_deref(), &mut out)?;
            Ok(out)
        }
    }
}

fn theirs(shell: Shell) -> io::Result<&'static dyn EnvCompleter> {
    match shell {
        Shell::Elvish => Ok(&Elvish),
        Shell::Fish => Ok(&Fish),
        Shell::PowerShell => Ok(&Powershell),
        _ => Err(io::Error::other(format!("no completions for {shell}"))),
    }
}

/// For bash: the whole line up to the cursor, and the piece of it that bash will replace. A line each.
fn bash(words: &[OsString]) -> io::Result<Vec<u8>> {
    let text = |index: usize| words.get(index).map(|word| word.to_string_lossy()).unwrap_or_default();
    let (line, piece) = (text(0), text(1));
    let (words, quote) = split(&line);
    let typed = words.last().cloned().unwrap_or_default();
    let (pieces, _) = split(&piece);
    let kept = typed.len().saturating_sub(pieces.last().map_or(0, String::len));
    let mut out = Vec::new();
    for candidate in following(words.into_iter().map(OsString::from).collect())? {
        let value = candidate.get_value().to_string_lossy();
        let rest = value.get(kept..).unwrap_or_default();
        out.extend(if quote { rest.to_owned() } else { escaped(rest) }.bytes());
        out.push(b'\n');
    }
    Ok(out)
}

/// The words of a line, the last one perhaps empty, and whether that stands in quotes which are still open.
fn split(line: &str) -> (Vec<String>, bool) {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (None, ' ' | '\t' | '\n') => words.extend(word.take()),
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (Some(open), _) if c == open => quote = None,
            (None | Some('"'), '\\') => word.get_or_insert_default().extend(chars.next()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.push(word.unwrap_or_default());
    (words, quote.is_some())
}

/// A word without its quotes, of which the last may be missing.
fn unquoted(word: &OsStr) -> OsString {
    match word.to_str() {
        Some(word) => split(word).0.swap_remove(0).into(),
        None => word.to_owned(),
    }
}

/// A text as it has to be typed outside of quotes.
fn escaped(text: &str) -> String {
    let is_special = |c: char| " \t\\'\"$`&|;<>()*?#!{}~".contains(c);
    text.chars().flat_map(|c| is_special(c).then_some('\\').into_iter().chain([c])).collect()
}

/// For zsh, which gives the words as they were typed: a line each of `value:description`, in which `:` and `\` of the value are escaped, after a `+` where the word
/// goes on and a `-` where it ends.
fn zsh(words: &[OsString]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    for candidate in following(words.iter().map(|word| unquoted(word)).collect())? {
        out.push(if goes_on(&candidate) { b'+' } else { b'-' });
        for &byte in OsStr::as_encoded_bytes(candidate.get_value()) {
            if matches!(byte, b'\\' | b':') {
                out.push(b'\\');
            }
            out.push(byte);
        }
        out.push(b':');
        out.extend(about(&candidate).replace('\\', "\\\\").bytes());
        out.push(b'\n');
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{escaped, split};

    #[test]
    fn a_line_is_split_as_bash_does_it() {
        let words = |line: &str| split(line);
        assert_eq!(words("a b "), (vec!["a".into(), "b".into(), String::new()], false));
        assert_eq!(words("a '' b"), (vec!["a".into(), String::new(), "b".into()], false));
        assert_eq!(words("a 'b c"), (vec!["a".into(), "b c".into()], true));
        assert_eq!(words("a b\\ c\\\\d=\"e\\\"\"f"), (vec!["a".into(), "b c\\d=e\"f".into()], false));
    }

    #[test]
    fn what_is_escaped_is_read_back() {
        let text = "a b\\.c{$`'\"}";
        assert_eq!(split(&escaped(text)).0, [text]);
    }
}
