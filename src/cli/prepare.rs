//! The command lines of what prepares clusters and upgrades, beside `provision`: `images`, `migrate`.

use super::OUTPUT;
use super::shared::{Inputs, ReportFormat, Target};
use clap::{Args, ValueEnum};

/// How images are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ImagesFormat {
    /// One image per line, sorted.
    #[default]
    Lines,
    /// What to copy to a mirror: the original and the rendered name of each image, one pair per line.
    Pairs,
    /// The containers of each image, the values that set it, and its pull policy.
    Table,
    /// The table as JSON.
    Json,
}

/// `images`.
#[derive(Args, Debug)]
pub struct ImagesArgs {
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// What the manifests are for.
    #[command(flatten)]
    pub target: Target,
    /// Also list the images of components that are disabled
    #[arg(long, help_heading = OUTPUT)]
    pub all: bool,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "lines", help_heading = OUTPUT)]
    pub output: ImagesFormat,
}

/// `migrate`.
#[derive(Args, Debug)]
pub struct MigrateArgs {
    /// Version to migrate to
    #[arg(long, value_name = "X.Y")]
    pub to: String,
    /// Values file, or `-` for standard input; repeatable, each file is converted separately
    #[arg(short = 'f', long, value_name = "FILE", required = true)]
    pub values: Vec<String>,
    /// Replace the files instead of printing them
    #[arg(long, conflicts_with = "check")]
    pub write: bool,
    /// Write nothing; exit with 1 if something would change
    #[arg(long)]
    pub check: bool,
    /// Format of the list of changes: text on standard error, or JSON on standard output
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = OUTPUT)]
    pub output: ReportFormat,
}
