//! The command line: clap's types and the text of `--help`. Nothing here knows what the options do.

mod called;
mod examples;
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

/// Kubernetes manifests of an Alluxio 2.7.2 cluster from a config.yaml, without Helm.
#[derive(Debug, Parser)]
#[command(name = "alluxio-gen", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The heading of the options about what is printed or written.
const OUTPUT: &str = "Output";

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the manifests as a YAML stream
    #[command(after_help = examples::RENDER, alias = "template")]
    Render(Later<RenderArgs>),
    /// Write the folders of manifests that helm-generate.sh writes
    #[command(after_help = examples::GENERATE)]
    Generate(Later<GenerateArgs>),
    /// Write the manifests of many clusters, each into a folder of its own
    #[command(after_help = examples::FLEET)]
    Fleet(Later<FleetArgs>),
    /// Show what a change does to a running cluster
    #[command(after_help = examples::DIFF)]
    Diff(Later<DiffArgs>),
    /// List the images of the manifests, one a line
    #[command(after_help = examples::IMAGES)]
    Images(Later<ImagesArgs>),
    /// Print what has to exist before the manifests: volumes, claims, Secrets
    #[command(after_help = examples::PROVISION)]
    Provision(Later<ProvisionArgs>),
    /// Find what is wrong, risky or doubtful in the values
    #[command(after_help = examples::LINT)]
    Lint(Later<LintArgs>),
    /// Print the merged values
    #[command(after_help = examples::VALUES)]
    Values(Later<ValuesArgs>),
    /// Explain a value: what it means, which layers set it, and what it reaches
    #[command(after_help = examples::EXPLAIN)]
    Explain(Later<ExplainArgs>),
    /// Print the JSON Schema of the values, for editors and Helm
    #[command(after_help = examples::SCHEMA)]
    Schema(Later<SchemaArgs>),
    /// Render as a function of kustomize or kpt: an AlluxioCluster says what, standard input has the resources
    #[command(after_help = examples::KRM)]
    Krm,
    /// List the profiles
    #[command(after_help = examples::PROFILES)]
    Profiles(Later<ProfilesArgs>),
    /// List the versions of Alluxio that there are manifests for
    #[command(after_help = examples::VERSIONS)]
    Versions(Later<VersionsArgs>),
    /// Print values files of Alluxio 2.7 as 2.9 has them; comments, order and quotes stay
    #[command(after_help = examples::MIGRATE)]
    Migrate(Later<MigrateArgs>),
    /// Write the built-in templates, values and profiles into a folder, for --from
    #[command(after_help = examples::EJECT)]
    Eject(Later<EjectArgs>),
    /// Write the manual pages into a folder
    #[command(after_help = examples::MAN)]
    Man(Later<ManArgs>),
    /// Print the completions of a shell
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
    /// Print only these: a template's path, ours or the chart's, a glob, or a component (master, worker, fuse, csi, logserver, hub, config)
    #[arg(short, long, value_name = "WHAT", value_delimiter = ',', help_heading = OUTPUT)]
    pub show_only: Vec<String>,
    /// The output's format
    #[arg(short, long, value_name = "FORMAT", default_value = "yaml", help_heading = OUTPUT)]
    pub output: Format,
    /// Write one file an object into a folder instead of printing
    #[arg(long, value_name = "DIR", help_heading = OUTPUT)]
    pub output_dir: Option<PathBuf>,
    /// Write nothing; exit 1 with a list when files of the folder are missing, differ, or are no longer made
    #[arg(long, requires = "output_dir", help_heading = OUTPUT)]
    pub check: bool,
    /// Remove the files of earlier runs that are no longer made, and no others
    #[arg(long, requires = "output_dir", conflicts_with = "show_only", help_heading = OUTPUT)]
    pub prune: bool,
}

/// `generate`.
#[derive(Args, Debug)]
#[command(mut_arg("profile", |profile| profile.hide(true)))]
pub struct GenerateArgs {
    /// single-ufs, multi-embedded, all, or a profile's name
    #[arg(value_name = "MODE")]
    pub mode: String,
    /// The journal's kind of storage, for single-ufs: local or hdfs
    #[arg(value_name = "UFS")]
    pub ufs: Option<String>,
    /// Run FUSE inside the worker; needs user, group and fsGroup 0
    #[arg(long)]
    pub worker_fuse: bool,
    /// The folder to write into
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub output_dir: PathBuf,
    /// Write nothing; exit 1 with a list when files are missing, differ, or are no longer made
    #[arg(long)]
    pub check: bool,
    /// Remove files that would hold no object any more, and no others
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
    /// A file that lists the clusters, or a folder of values files, one for each cluster
    #[arg(value_name = "FILE|DIR")]
    pub source: PathBuf,
    /// The folder to write into: one file an object, in DIR/CLUSTER/COMPONENT
    #[arg(long, value_name = "DIR")]
    pub output_dir: PathBuf,
    /// Write nothing; exit 1 with a list when files are missing, differ, or are no longer made
    #[arg(long)]
    pub check: bool,
    /// Remove the files of earlier runs that are no longer made, and no others
    #[arg(long)]
    pub prune: bool,
    /// Write nothing; tell what the changes since the last run do to each cluster, the worst first
    #[arg(long, conflicts_with_all = ["check", "prune"])]
    pub diff: bool,
    /// Render all clusters, also those of which nothing has changed since the last run
    #[arg(long)]
    pub no_cache: bool,
    /// Refuse what would only be warned about
    #[arg(long)]
    pub strict: bool,
    /// Take templates, values and profiles from a folder, over the built-in ones
    #[arg(long, value_name = "DIR")]
    pub from: Option<PathBuf>,
    /// Render a share of the clusters, the third of 16, say, one on each machine; together they are the whole fleet
    #[arg(long, value_name = "K/N")]
    pub slice: Option<Slice>,
    /// How many clusters to render at a time; one for each core, 32 at most, unless it is given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// The version of Alluxio to render for, whatever the file and the clusters' values say
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
    /// Running pods keep old values.
    Restart,
    /// Pods are replaced.
    Roll,
    /// Pods come or go.
    Scale,
    /// Objects have to be made anew.
    Recreate,
    /// Something is lost or left behind.
    Data,
    /// More or less power.
    Security,
}

/// `diff`.
#[derive(Args, Debug)]
#[command(mut_arg("values", |values| values.help(
    "A file of values below OLD and NEW, where these are values; repeatable, a later file wins",
)))]
pub struct DiffArgs {
    /// What is: a values file, a folder of manifests, objects as YAML or JSON, or `-` for standard input
    #[arg(value_name = "OLD")]
    pub old: String,
    /// What is to be, the same
    #[arg(value_name = "NEW")]
    pub new: String,
    /// Where values come from, beside OLD and NEW.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Set values of OLD alone, as --set
    #[arg(long, value_name = "PATH=VALUE", help_heading = "Values")]
    pub old_set: Vec<String>,
    /// Set values of NEW alone, as --set
    #[arg(long, value_name = "PATH=VALUE", help_heading = "Values")]
    pub new_set: Vec<String>,
    /// The version of Alluxio of OLD, where it is not that of NEW
    #[arg(long, value_name = "X.Y", help_heading = "Values")]
    pub old_alluxio_version: Option<String>,
    /// The profile of OLD, where it is not that of NEW
    #[arg(long, value_name = "NAME", help_heading = "Values")]
    pub old_profile: Option<String>,
    /// What both sides are rendered for.
    #[command(flatten)]
    pub target: Target,
    /// What objects carry beside their own, where they are rendered.
    #[command(flatten)]
    pub stamp: Stamp,
    /// The report's format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = OUTPUT)]
    pub output: DiffFormat,
    /// Exit with 1 when anything differs
    #[arg(long, help_heading = OUTPUT)]
    pub exit_code: bool,
    /// Exit with 1 when the change does at least this (from little to much: restart, roll, scale, recreate, and objects
    /// that come or go), or has this mark (data, security); repeatable
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
    /// Files to lint, each by itself over those of -f
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
    /// The output's format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = OUTPUT)]
    pub output: LintFormat,
    /// Report only what is at least so bad
    #[arg(long, value_name = "SEVERITY", default_value = "advice", help_heading = OUTPUT)]
    pub min_severity: Least,
    /// Also tell what is harmless: properties that have their defaults
    #[arg(long)]
    pub pedantic: bool,
    /// List the rules instead
    #[arg(long, help_heading = OUTPUT)]
    pub list: bool,
    /// List the memory that each container may need instead, against its limit; as text or JSON
    #[arg(long, help_heading = OUTPUT)]
    pub memory: bool,
    /// The same, and whether the pods of DaemonSets fit on a node of that size; exit 1 if they do not
    #[arg(long, value_name = "SIZE", help_heading = OUTPUT)]
    pub node_memory: Option<String>,
}

/// `values`.
#[derive(Args, Debug)]
pub struct ValuesArgs {
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The output's format
    #[arg(short, long, value_name = "FORMAT", default_value = "yaml", help_heading = OUTPUT)]
    pub output: Format,
    /// Say on each line where its value comes from, in a comment
    #[arg(long, conflicts_with = "defaults", help_heading = OUTPUT)]
    pub origins: bool,
    /// Print the commented defaults instead
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
    /// The value, with dots as in --set, or the code of a rule; left out: all values that differ from the defaults
    #[arg(value_name = "PATH")]
    pub path: Option<String>,
    /// List the properties of Alluxio whose names contain a text instead
    #[arg(long, value_name = "TEXT", conflicts_with = "path")]
    pub search: Option<String>,
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// What to render for.
    #[command(flatten)]
    pub target: Target,
    /// The report's format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = OUTPUT)]
    pub output: ReportFormat,
}

/// `schema`.
#[derive(Args, Debug)]
pub struct SchemaArgs {
    /// The version of Alluxio whose values are described
    #[arg(long, value_name = "X.Y[.Z]")]
    pub alluxio_version: Option<String>,
    /// Print the schema of an AlluxioCluster instead, the object of `krm`
    #[arg(long)]
    pub krm: bool,
    /// Describe the properties of Alluxio too, for editors: kinds, defaults, old names
    #[arg(long)]
    pub properties: bool,
}

/// `migrate`.
#[derive(Args, Debug)]
pub struct MigrateArgs {
    /// The version to go to
    #[arg(long, value_name = "X.Y")]
    pub to: String,
    /// A file of values, `-` for standard input; repeatable, one after the other
    #[arg(short = 'f', long, value_name = "FILE", required = true)]
    pub values: Vec<String>,
    /// Replace the files instead of printing them
    #[arg(long, conflicts_with = "check")]
    pub write: bool,
    /// Write nothing; exit 1 when something would change
    #[arg(long)]
    pub check: bool,
    /// How the changes are told: lines on standard error, or all as JSON on standard output
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = OUTPUT)]
    pub output: ReportFormat,
}

/// `versions`.
#[derive(Args, Debug)]
pub struct VersionsArgs {
    /// The list's format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = OUTPUT)]
    pub output: ReportFormat,
}

/// How images are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ImagesFormat {
    /// One image a line, sorted.
    #[default]
    Lines,
    /// What to copy to a mirror: the image's own name and the one that is rendered, one pair a line.
    Pairs,
    /// The containers of each image, the values that choose it, and when it is pulled.
    Table,
    /// The same for programs.
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
    /// Also list the images of what is switched off
    #[arg(long, help_heading = OUTPUT)]
    pub all: bool,
    /// The output's format
    #[arg(short, long, value_name = "FORMAT", default_value = "lines", help_heading = OUTPUT)]
    pub output: ImagesFormat,
}

/// `profiles`.
#[derive(Args, Debug)]
pub struct ProfilesArgs {
    /// Take profiles from a folder, over the built-in ones
    #[arg(long, value_name = "DIR")]
    pub from: Option<PathBuf>,
}

/// `eject`.
#[derive(Args, Debug)]
pub struct EjectArgs {
    /// The folder to write into
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Overwrite files that are there and differ
    #[arg(long)]
    pub force: bool,
    /// The version of Alluxio whose templates and values are written
    #[arg(long, value_name = "X.Y[.Z]")]
    pub alluxio_version: Option<String>,
}

/// `man`.
#[derive(Args, Debug)]
pub struct ManArgs {
    /// The folder to write into
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
}

/// `completions`.
#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// The shell
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
