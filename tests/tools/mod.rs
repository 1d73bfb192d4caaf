//! Programs of others that some tests run where they are installed. What is missing is said on the terminal.

use std::io::Write as _;
use std::path::PathBuf;

/// Finds a program on the PATH. Without it the test passes, and a line that cargo does not swallow says what was not tried;
/// where `TOOLS=required` is in the environment, as in CI, it fails.
pub fn find(tool: &str, tried: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // Go installs programs where they are not on everyone's PATH.
    let go = std::env::home_dir().map(|home| home.join("go/bin"));
    let found = std::env::split_paths(&path).chain(go).map(|folder| folder.join(tool)).find(|file| file.is_file());
    if found.is_none() {
        let told = format!("\nNOT TRIED: {tried}: there is no `{tool}` on the PATH\n\n");
        assert!(std::env::var_os("TOOLS").is_none_or(|tools| tools != "required"), "{told}");
        let _ = std::io::stderr().write_all(told.as_bytes());
    }
    found
}
