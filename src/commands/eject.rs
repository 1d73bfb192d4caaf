//! `eject DIR`: the built-in templates, values and profiles as files, to be changed and given back with `--from DIR`.

use super::{named_version, summary, tell};
use crate::Run;
use crate::assets::built_in;
use crate::cli::EjectArgs;
use crate::output::folder::{Change, Wanted, compare, write};
use crate::problem::{Problem, Stop};
use crate::render;
use crate::version::Version;

/// Writes them. Files that are there and differ are overwritten only with `--force`.
pub fn run(args: &EjectArgs, run: &mut Run) -> Result<(), Stop> {
    let version = named_version(args.alluxio_version.as_deref(), &mut run.problems)?;
    let wanted = |(path, text): &(&str, &str)| Wanted { path: (*path).to_owned(), text: (*text).to_owned() };
    let files: Vec<Wanted> = built_in().iter().filter(|(path, _)| is_of(path, version)).map(wanted).collect();
    if !args.force {
        let changes = compare(&args.dir, &files, &mut run.problems)?;
        let differing: Vec<&str> = files
            .iter()
            .zip(changes)
            .filter(|(_, change)| *change == Change::Changed)
            .map(|(file, _)| file.path.as_str())
            .collect();
        if !differing.is_empty() {
            let message =
                format!("files in `{}` differ from the built-in ones; nothing was written", args.dir.display());
            let error = Problem::error(message).note(differing.join(", "));
            return run.problems.fail(error.help("keep them, or overwrite them with `--force`"));
        }
    }
    let changes = write(&args.dir, &files, &mut run.problems)?;
    tell(&format!("{}\n", summary(&args.dir.display().to_string(), &changes)));
    Ok(())
}

/// Whether a version has a file.
fn is_of(path: &str, version: &Version) -> bool {
    match (path.strip_prefix("templates/"), path.starts_with("values/")) {
        (Some(template), _) => render::belongs_to(template, version),
        (None, true) => version.values.contains(&path),
        (None, false) => true,
    }
}
