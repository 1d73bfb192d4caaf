//! `profiles`: their names, one line each.

use crate::Run;
use crate::assets::Assets;
use crate::cli::ProfilesArgs;
use crate::output;
use crate::problem::Stop;

/// Prints the list.
pub fn run(args: &ProfilesArgs, run: &mut Run) -> Result<(), Stop> {
    let assets = Assets::new(args.from.clone(), &mut run.problems)?;
    let profiles = assets.profiles(&mut run.problems)?;
    let width = profiles.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let line = |(name, about): &(String, String)| format!("{name:width$}  {about}").trim_end().to_owned() + "\n";
    output::print(&profiles.iter().map(line).collect::<String>(), &mut run.problems)
}
