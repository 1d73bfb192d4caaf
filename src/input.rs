//! The only reader of input files and of standard input: bounded, and with its errors in words.

use anyhow::{anyhow, bail};
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The largest input, in bytes: 16 MiB.
pub const MAX_BYTES: u64 = 16 << 20;

/// Reads a whole file as text. The error says what is wrong, without the file's name.
///
/// Devices and pipes are read like files, up to the limit.
pub fn file(path: &Path) -> anyhow::Result<String> {
    let file = File::open(path).map_err(|error| anyhow!(words(&error)))?;
    if file.metadata().is_ok_and(|about| about.is_dir()) {
        bail!("it is a folder");
    }
    text(file)
}

/// Reads a whole file as it is. The error says what is wrong, without the file's name.
pub fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let file = File::open(path).map_err(|error| anyhow!(words(&error)))?;
    if file.metadata().is_ok_and(|about| about.is_dir()) {
        bail!("it is a folder");
    }
    bounded(file)
}

/// Reads standard input as text, up to its end.
pub fn standard_input() -> anyhow::Result<String> {
    text(io::stdin().lock())
}

fn bounded(source: impl Read) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| anyhow!(words(&error)))?;
    if bytes.len() as u64 > MAX_BYTES {
        bail!("it is larger than {} MiB", MAX_BYTES >> 20);
    }
    Ok(bytes)
}

fn text(source: impl Read) -> anyhow::Result<String> {
    let bytes = bounded(source)?;
    let utf_16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    String::from_utf8(bytes).map_err(|error| {
        let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = good.iter().filter(|&&byte| byte == b'\n').count() + 1;
        match utf_16 {
            true => anyhow!("it is UTF-16, not UTF-8; save it as UTF-8"),
            false => anyhow!("it is not UTF-8 in line {line}; save it as UTF-8"),
        }
    })
}

/// The usual errors in words that do not change with the system.
pub fn words(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::NotADirectory => "a part of its path is not a folder".to_owned(),
        ErrorKind::InvalidInput => "its name contains a NUL character".to_owned(),
        _ => error.to_string(),
    }
}
