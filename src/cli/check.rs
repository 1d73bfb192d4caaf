//! The command lines of what checks and explains values: `lint`, `diff`, `explain`, `values`, `profiles`, `versions`.

use super::OUTPUT;
use super::shared::{Format, Inputs, LintFlags, ReportFormat, Stamp, Target};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LintFormat {
    /// For people.
    #[default]
    Text,
    /// A JSON array.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// A Code Quality report of GitLab.
    Codequality,
}

/// How bad a finding has to be to be reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Least {
    /// Everything.
    #[default]
    Advice,
    /// Warnings and errors.
    Warning,
    /// Errors alone.
    Error,
}

/// `lint`.
#[derive(Args, Debug)]
pub struct LintArgs {
    /// Files to lint, each separately on top of those of -f
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Which rules hold.
    #[command(flatten)]
    pub flags: LintFlags,
    /// What the manifests are for.
    #[command(flatten)]
    pub target: Target,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = OUTPUT)]
    pub output: LintFormat,
    /// Report only findings of at least this severity
    #[arg(long, value_name = "SEVERITY", default_value = "advice", help_heading = OUTPUT)]
    pub min_severity: Least,
    /// Also report harmless findings: properties that have their default value
    #[arg(long)]
    pub pedantic: bool,
    /// List the rules
    #[arg(long, help_heading = OUTPUT)]
    pub list: bool,
    /// List the memory that each container may need and its limit, as text or JSON
    #[arg(long, help_heading = OUTPUT)]
    pub memory: bool,
    /// As --memory, and check that the DaemonSet pods fit on a node of this size; exit with 1 if they do not
    #[arg(long, value_name = "SIZE", help_heading = OUTPUT)]
    pub node_memory: Option<String>,
}

/// How differences are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// A comment for a pull request.
    Md,
}

/// The least that `--fail-on` fails on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Running pods keep the old values.
    Restart,
    /// Pods are replaced.
    Roll,
    /// Pods are added or removed.
    Scale,
    /// Objects must be deleted and recreated.
    Recreate,
    /// Something is lost or left behind.
    Data,
    /// Permissions are added or removed.
    Security,
}

/// `diff`.
#[derive(Args, Debug)]
#[command(mut_arg("values", |values| values.help(
    "Values file to apply below OLD and NEW if these are values files; repeatable, later files win",
)))]
pub struct DiffArgs {
    /// Old state: a values file, a folder of manifests, objects as YAML or JSON, or `-` for standard input
    #[arg(value_name = "OLD")]
    pub old: String,
    /// New state, in one of the same forms
    #[arg(value_name = "NEW")]
    pub new: String,
    /// Where values come from, beside OLD and NEW.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Set values of OLD only, as --set does
    #[arg(long, value_name = "PATH=VALUE", help_heading = "Values")]
    pub old_set: Vec<String>,
    /// Set values of NEW only, as --set does
    #[arg(long, value_name = "PATH=VALUE", help_heading = "Values")]
    pub new_set: Vec<String>,
    /// Version of Alluxio of OLD, if it differs from NEW
    #[arg(long, value_name = "X.Y", help_heading = "Values")]
    pub old_alluxio_version: Option<String>,
    /// Profile of OLD, if it differs from NEW
    #[arg(long, value_name = "NAME", help_heading = "Values")]
    pub old_profile: Option<String>,
    /// What both sides are rendered for.
    #[command(flatten)]
    pub target: Target,
    /// What objects carry beside their own, where they are rendered.
    #[command(flatten)]
    pub stamp: Stamp,
    /// Report format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = OUTPUT)]
    pub output: DiffFormat,
    /// Exit with 1 if anything differs
    #[arg(long, help_heading = OUTPUT)]
    pub exit_code: bool,
    /// Exit with 1 if the change has at least this verdict (in increasing order: restart, roll, scale, recreate; added and
    /// deleted objects count as more) or this mark (data, security); repeatable
    #[arg(long, value_name = "WHAT", value_delimiter = ',', help_heading = OUTPUT)]
    pub fail_on: Vec<FailOn>,
}

/// `explain`.
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// Value, with dots as in --set, or code of a lint rule; by default all values that differ from the defaults
    #[arg(value_name = "PATH")]
    pub path: Option<String>,
    /// List the Alluxio properties whose name contains a text
    #[arg(long, value_name = "TEXT", conflicts_with = "path")]
    pub search: Option<String>,
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// What to render for.
    #[command(flatten)]
    pub target: Target,
    /// Report format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = OUTPUT)]
    pub output: ReportFormat,
}

/// `values`.
#[derive(Args, Debug)]
pub struct ValuesArgs {
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "yaml", help_heading = OUTPUT)]
    pub output: Format,
    /// Add a comment to each line that says where its value is set
    #[arg(long, conflicts_with = "defaults", help_heading = OUTPUT)]
    pub origins: bool,
    /// Print the defaults with their comments
    #[arg(long, help_heading = OUTPUT)]
    pub defaults: bool,
}

/// `profiles`.
#[derive(Args, Debug)]
pub struct ProfilesArgs {
    /// Read profiles from a folder instead of the built-in ones
    #[arg(long, value_name = "DIR")]
    pub from: Option<PathBuf>,
}

/// `versions`.
#[derive(Args, Debug)]
pub struct VersionsArgs {
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = OUTPUT)]
    pub output: ReportFormat,
}
