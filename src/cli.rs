//! The command line: clap's types and the text of `--help`. Nothing here knows what the options do.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Kubernetes manifests of an Alluxio 2.7.2 cluster from a config.yaml, without Helm.
#[derive(Debug, Parser)]
#[command(name = "alluxio-gen", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the manifests as a YAML stream
    #[command(after_help = RENDER_EXAMPLES)]
    Render(RenderArgs),
    /// Write the folders of manifests that helm-generate.sh writes
    #[command(after_help = GENERATE_EXAMPLES)]
    Generate(GenerateArgs),
    /// Write the manifests of many clusters, each into a folder of its own
    #[command(after_help = FLEET_EXAMPLES)]
    Fleet(FleetArgs),
    /// Find what is wrong, risky or doubtful in the values
    #[command(after_help = LINT_EXAMPLES)]
    Lint(LintArgs),
    /// Print the merged values
    #[command(after_help = VALUES_EXAMPLES)]
    Values(ValuesArgs),
    /// Explain a value: what it means, which layers set it, and what it reaches
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(ExplainArgs),
    /// Print the JSON Schema of the values, for editors and Helm
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema,
    /// List the profiles
    #[command(after_help = PROFILES_EXAMPLES)]
    Profiles(ProfilesArgs),
    /// Write the built-in templates, values and profiles into a folder, for --from
    #[command(after_help = EJECT_EXAMPLES)]
    Eject(EjectArgs),
    /// Print the completions of a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(CompletionsArgs),
}

/// Where values come from, for every command that reads them.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Values")]
pub struct Inputs {
    /// A file of values, `-` for standard input; repeatable, a later file wins
    #[arg(short = 'f', long, value_name = "FILE")]
    pub values: Vec<String>,
    /// Set values, as Helm's --set: `master.count=3,journal.type=EMBEDDED`
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Set values that stay text, as Helm's --set-string
    #[arg(long, value_name = "PATH=TEXT")]
    pub set_string: Vec<String>,
    /// Set values from JSON, as Helm's --set-json
    #[arg(long, value_name = "PATH=JSON")]
    pub set_json: Vec<String>,
    /// Set values from the contents of files, as Helm's --set-file
    #[arg(long, value_name = "PATH=FILE")]
    pub set_file: Vec<String>,
    /// Set one value to a text in which no character is special, as Helm's --set-literal
    #[arg(long, value_name = "PATH=TEXT")]
    pub set_literal: Vec<String>,
    /// Lay a profile between the defaults and the files; `alluxio-gen profiles` lists them
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Take templates, values and profiles from a folder, over the built-in ones
    #[arg(long, value_name = "DIR")]
    pub from: Option<PathBuf>,
    /// Refuse what would only be warned about
    #[arg(long)]
    pub strict: bool,
}

/// Which rules of `lint` hold.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Values")]
pub struct LintFlags {
    /// Silence a rule of `lint`, such as AXG101; repeatable
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub allow: Vec<String>,
}

/// For whom and for what version manifests are made.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Target")]
pub struct Target {
    /// The release name, which labels carry
    #[arg(long, alias = "name-template", value_name = "NAME", default_value = "alluxio")]
    pub name: String,
    /// The namespace that every namespaced object is to carry
    #[arg(short, long, value_name = "NAMESPACE")]
    pub namespace: Option<String>,
    /// The version of Kubernetes to render for, such as 1.31
    #[arg(long, value_name = "X.Y")]
    pub kube_version: Option<String>,
}

/// How trees are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A stream of YAML documents.
    #[default]
    Yaml,
    /// One JSON value.
    Json,
}

/// `render`.
#[derive(Args, Debug)]
pub struct RenderArgs {
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Which rules hold.
    #[command(flatten)]
    pub lint: LintFlags,
    /// What to render for.
    #[command(flatten)]
    pub target: Target,
    /// Print only these: a template path, a glob, or a component (master, worker, fuse, csi, logserver, hub, config)
    #[arg(short, long, value_name = "WHAT")]
    pub show_only: Vec<String>,
    /// The output's format
    #[arg(short, long, value_name = "FORMAT", default_value = "yaml")]
    pub output: Format,
    /// Write one file an object into a folder instead of printing
    #[arg(long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
}

/// `generate`.
#[derive(Args, Debug)]
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
    /// Write nothing; exit 1 with a list when files differ from what would be written
    #[arg(long)]
    pub check: bool,
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Which rules hold.
    #[command(flatten)]
    pub lint: LintFlags,
    /// What to render for.
    #[command(flatten)]
    pub target: Target,
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
    /// Refuse what would only be warned about
    #[arg(long)]
    pub strict: bool,
    /// Rules to be silent about.
    #[command(flatten)]
    pub lint: LintFlags,
    /// Take templates, values and profiles from a folder, over the built-in ones
    #[arg(long, value_name = "DIR")]
    pub from: Option<PathBuf>,
    /// How many clusters to render at a time; one for each core unless it is given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
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
}

/// `lint`.
#[derive(Args, Debug)]
pub struct LintArgs {
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
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub output: LintFormat,
    /// List the rules instead
    #[arg(long)]
    pub list: bool,
}

/// `values`.
#[derive(Args, Debug)]
pub struct ValuesArgs {
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The output's format
    #[arg(short, long, value_name = "FORMAT", default_value = "yaml")]
    pub output: Format,
    /// Say on each line where its value comes from, in a comment
    #[arg(long, conflicts_with = "defaults")]
    pub origins: bool,
    /// Print the commented defaults instead
    #[arg(long)]
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
    /// The value, with dots as in --set; left out: all values that differ from the defaults
    #[arg(value_name = "PATH")]
    pub path: Option<String>,
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// What to render for.
    #[command(flatten)]
    pub target: Target,
    /// The report's format
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub output: ReportFormat,
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
}

/// `completions`.
#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

const RENDER_EXAMPLES: &str = "\
Examples:
  alluxio-gen render -f config.yaml | kubectl apply -f -
  alluxio-gen render --profile multiMaster-embeddedJournal --set fuse.enabled=true -s fuse";

const GENERATE_EXAMPLES: &str = "\
Examples:
  alluxio-gen generate all --output-dir manifests
  alluxio-gen generate single-ufs local -f config.yaml --check";

const FLEET_EXAMPLES: &str = "\
Examples:
  alluxio-gen fleet fleet.yaml --output-dir manifests
  alluxio-gen fleet clusters/ --output-dir manifests --check

fleet.yaml:
  defaults:
    values: [base.yaml]
    kubeVersion: 1.31
  clusters:
    - name: prod-eu
      profile: multiMaster-embeddedJournal
      values: [prod-eu.yaml]
      set: [worker.resources.limits.memory=16G]
      namespace: alluxio
    - name: test";

const LINT_EXAMPLES: &str = "\
Examples:
  alluxio-gen lint -f config.yaml
  alluxio-gen lint -f config.yaml -o sarif > alluxio-gen.sarif
  alluxio-gen lint --list";

const VALUES_EXAMPLES: &str = "\
Examples:
  alluxio-gen values -f base.yaml -f prod.yaml --origins
  alluxio-gen values --defaults > config.yaml";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  alluxio-gen explain journal.volumeType -f config.yaml
  alluxio-gen explain 'properties.alluxio\\.user\\.file\\.writetype\\.default' -f config.yaml --set user=0";

const SCHEMA_EXAMPLES: &str = "\
Examples:
  alluxio-gen schema > alluxio.schema.json
  sed -i '1i # yaml-language-server: $schema=alluxio.schema.json' config.yaml";

const PROFILES_EXAMPLES: &str = "\
Examples:
  alluxio-gen profiles
  alluxio-gen profiles --from my-templates";

const EJECT_EXAMPLES: &str = "\
Examples:
  alluxio-gen eject my-templates
  alluxio-gen eject my-templates --force && alluxio-gen render --from my-templates";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  alluxio-gen completions bash > /etc/bash_completion.d/alluxio-gen
  alluxio-gen completions zsh > ~/.zfunc/_alluxio-gen";
