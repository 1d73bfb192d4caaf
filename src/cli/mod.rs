//! The command line: clap's types and the text of `--help`. Nothing here knows what the options do.

mod called;
mod examples;
mod groups;
mod helm;
mod later;
mod parse;
mod provision;
mod shared;
mod slice;
mod usage;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use called::Called;
pub use later::{Later, whole};
pub use parse::{Instead, parse};
pub use provision::{
    ClaimsArgs, CredentialsArgs, HdfsArgs, ProvisionArgs, ProvisionCommand, ProvisionListArgs, SecretCommand, Unsaid,
    VolumesArgs,
};
pub use shared::{Format, Inputs, LintFlags, Shortcuts, Stamp, Target};
pub use slice::Slice;
use std::ffi::OsString;
use std::path::PathBuf;

/// Render the Kubernetes manifests of an Alluxio 2.7 or 2.9 cluster from a config.yaml, without Helm.
#[derive(Debug, Parser)]
#[command(name = "alluxio-gen", version, max_term_width = 100)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// The heading of the options about what is printed or written.
const OUTPUT: &str = "Output";

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the manifests of a cluster, or write them into a folder
    #[command(after_help = examples::RENDER, alias = "template")]
    Render(Later<RenderArgs>),
    /// Write the folders of manifests that helm-generate.sh writes
    #[command(after_help = examples::GENERATE)]
    Generate(Later<GenerateArgs>),
    /// Write the manifests of many clusters, one folder for each
    #[command(after_help = examples::FLEET)]
    Fleet(Later<FleetArgs>),
    /// Show what a change does to a running cluster
    #[command(after_help = examples::DIFF)]
    Diff(Later<DiffArgs>),
    /// List the container images that a cluster needs, and their names in a mirror
    #[command(after_help = examples::IMAGES)]
    Images(Later<ImagesArgs>),
    /// Print the volumes, claims and Secrets that the manifests need
    #[command(after_help = examples::PROVISION)]
    Provision(Later<ProvisionArgs>),
    /// Report errors, risks and likely mistakes in values files
    #[command(after_help = examples::LINT)]
    Lint(Later<LintArgs>),
    /// Print the merged values, or the commented defaults
    #[command(after_help = examples::VALUES)]
    Values(Later<ValuesArgs>),
    /// Explain a value: its meaning, where it is set, and which fields it changes
    #[command(after_help = examples::EXPLAIN)]
    Explain(Later<ExplainArgs>),
    /// Print the JSON Schema of the values, for editors and Helm
    #[command(after_help = examples::SCHEMA)]
    Schema(Later<SchemaArgs>),
    /// Run as a KRM function of kustomize or kpt
    #[command(after_help = examples::KRM)]
    Krm,
    /// List the built-in profiles
    #[command(after_help = examples::PROFILES)]
    Profiles(Later<ProfilesArgs>),
    /// List the supported versions of Alluxio
    #[command(after_help = examples::VERSIONS)]
    Versions(Later<VersionsArgs>),
    /// Convert values files from Alluxio 2.7 to 2.9; comments, order and quotes are kept
    #[command(after_help = examples::MIGRATE)]
    Migrate(Later<MigrateArgs>),
    /// Write the built-in templates, values and profiles into a folder, for use with --from
    #[command(after_help = examples::EJECT)]
    Eject(Later<EjectArgs>),
    /// Write the manual pages into a folder
    #[command(after_help = examples::MAN)]
    Man(Later<ManArgs>),
    /// Print a completion script for a shell
    #[command(after_help = examples::COMPLETIONS)]
    Completions(Later<CompletionsArgs>),
}

/// `render`.
#[derive(Args, Debug)]
pub struct RenderArgs {
    /// Words that stand alone, as in `helm template NAME`.
    #[arg(value_name = "NAME", hide = true)]
    pub words: Vec<OsString>,
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Which rules hold.
    #[command(flatten)]
    pub lint: LintFlags,
    /// What to render for.
    #[command(flatten)]
    pub target: Target,
    /// What is added to the objects.
    #[command(flatten)]
    pub stamp: Stamp,
    /// Print only some objects: a component (master, worker, fuse, csi, logserver, hub, proxy, config), a template path (also of the chart), or a glob
    #[arg(short, long, value_name = "WHAT", value_delimiter = ',', help_heading = OUTPUT)]
    pub show_only: Vec<String>,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "yaml", help_heading = OUTPUT)]
    pub output: Format,
    /// Write one file per object into a folder instead of printing
    #[arg(long, value_name = "DIR", help_heading = OUTPUT)]
    pub output_dir: Option<PathBuf>,
    /// Write nothing; list files that are missing, differ, or are no longer rendered, and exit with 1 if there are any
    #[arg(long, requires = "output_dir", help_heading = OUTPUT)]
    pub check: bool,
    /// Remove files of earlier runs that are no longer rendered, and no others
    #[arg(long, requires = "output_dir", conflicts_with = "show_only", help_heading = OUTPUT)]
    pub prune: bool,
}

/// `generate`.
#[derive(Args, Debug)]
#[command(mut_arg("profile", |profile| profile.hide(true)))]
pub struct GenerateArgs {
    /// single-ufs, multi-embedded, all, or the name of a profile
    #[arg(value_name = "MODE")]
    pub mode: String,
    /// Storage of the journal, for single-ufs: local or hdfs
    #[arg(value_name = "UFS")]
    pub ufs: Option<String>,
    /// Run FUSE in the worker; needs user, group and fsGroup 0
    #[arg(long)]
    pub worker_fuse: bool,
    /// Folder to write to
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub output_dir: PathBuf,
    /// Write nothing; list files that are missing, differ, or are no longer rendered, and exit with 1 if there are any
    #[arg(long)]
    pub check: bool,
    /// Remove files that would no longer have objects, and no others
    #[arg(long)]
    pub prune: bool,
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Which rules hold.
    #[command(flatten)]
    pub lint: LintFlags,
    /// What to render for.
    #[command(flatten)]
    pub target: Target,
    /// What is added to the objects.
    #[command(flatten)]
    pub stamp: Stamp,
}

/// `fleet`.
#[derive(Args, Debug)]
pub struct FleetArgs {
    /// File that lists the clusters, or folder with one values file for each cluster
    #[arg(value_name = "FILE|DIR")]
    pub source: PathBuf,
    /// Folder to write to: one file per object, in DIR/CLUSTER/COMPONENT
    #[arg(long, value_name = "DIR")]
    pub output_dir: PathBuf,
    /// Write nothing; list files that are missing, differ, or are no longer rendered, and exit with 1 if there are any
    #[arg(long)]
    pub check: bool,
    /// Remove files of earlier runs that are no longer rendered, and no others
    #[arg(long)]
    pub prune: bool,
    /// Write nothing; show what the changes since the last run do to each cluster, the most disruptive first
    #[arg(long, conflicts_with_all = ["check", "prune"])]
    pub diff: bool,
    /// Render all clusters, also those that have not changed since the last run
    #[arg(long)]
    pub no_cache: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// Read templates, values and profiles from a folder instead of the built-in ones
    #[arg(long, value_name = "DIR")]
    pub from: Option<PathBuf>,
    /// Render only a part of the clusters, such as the third of 16, so that several machines can share a fleet
    #[arg(long, value_name = "K/N")]
    pub slice: Option<Slice>,
    /// Number of clusters to render at a time; by default one per core, at most 32
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Version of Alluxio to render for; overrides the fleet file and the values files
    #[arg(long, value_name = "X.Y[.Z]")]
    pub alluxio_version: Option<String>,
    /// Values with options of their own, for all clusters.
    #[command(flatten)]
    pub shortcuts: Shortcuts,
    /// Rules to be silent about.
    #[command(flatten)]
    pub lint: LintFlags,
    /// What is added to the objects.
    #[command(flatten)]
    pub stamp: Stamp,
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

/// How reports are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
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

/// `schema`.
#[derive(Args, Debug)]
pub struct SchemaArgs {
    /// Version of Alluxio whose values are described
    #[arg(long, value_name = "X.Y[.Z]")]
    pub alluxio_version: Option<String>,
    /// Print the schema of AlluxioCluster, the input of `krm`
    #[arg(long)]
    pub krm: bool,
    /// Include the Alluxio properties, for editors: types, defaults, old names
    #[arg(long)]
    pub properties: bool,
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

/// `versions`.
#[derive(Args, Debug)]
pub struct VersionsArgs {
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = OUTPUT)]
    pub output: ReportFormat,
}

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

/// `profiles`.
#[derive(Args, Debug)]
pub struct ProfilesArgs {
    /// Read profiles from a folder instead of the built-in ones
    #[arg(long, value_name = "DIR")]
    pub from: Option<PathBuf>,
}

/// `eject`.
#[derive(Args, Debug)]
pub struct EjectArgs {
    /// Folder to write to
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Overwrite existing files that differ
    #[arg(long)]
    pub force: bool,
    /// Version of Alluxio whose templates and values are written
    #[arg(long, value_name = "X.Y[.Z]")]
    pub alluxio_version: Option<String>,
}

/// `man`.
#[derive(Args, Debug)]
pub struct ManArgs {
    /// Folder to write to
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
}

/// `completions`.
#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// Shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

#[cfg(test)]
mod tests {
    use super::{OUTPUT, whole};
    use clap::Arg;

    fn argument(command: &str, id: &str) -> Option<Arg> {
        let all = whole();
        all.find_subcommand(command)?.get_arguments().find(|argument| argument.get_id() == id).cloned()
    }

    #[test]
    fn what_is_printed_or_written_has_a_heading_of_its_own() {
        for (command, id) in [
            ("render", "show_only"),
            ("render", "output"),
            ("render", "output_dir"),
            ("lint", "output"),
            ("lint", "list"),
            ("images", "all"),
            ("values", "origins"),
            ("explain", "output"),
        ] {
            let heading = argument(command, id).and_then(|argument| argument.get_help_heading().map(str::to_owned));
            assert_eq!(heading.as_deref(), Some(OUTPUT), "{command} {id}");
        }
        let threads = argument("fleet", "threads");
        assert_eq!(threads.as_ref().and_then(Arg::get_help_heading), None);
    }

    #[test]
    fn generate_does_not_offer_the_profile_that_it_refuses() {
        assert!(argument("generate", "profile").is_some_and(|profile| profile.is_hide_set()));
        assert!(argument("render", "profile").is_some_and(|profile| !profile.is_hide_set()));
    }
}
