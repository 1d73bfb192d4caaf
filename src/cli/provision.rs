//! The command line of `provision`.

use super::shared::{Format, Inputs, ReportFormat, Target};
use super::{Later, OUTPUT};
use clap::{Args, Subcommand, ValueEnum};

/// `provision`.
#[derive(Args, Debug)]
pub struct ProvisionArgs {
    /// What to print.
    #[command(subcommand)]
    pub command: ProvisionCommand,
}

/// What `provision` prints.
#[derive(Debug, Subcommand)]
pub enum ProvisionCommand {
    /// List everything that must exist before the manifests are applied, and how to create it
    List(Later<ProvisionListArgs>),
    /// Print PersistentVolumes for the claims that need one
    Volumes(Later<VolumesArgs>),
    /// Print the claims of storage tiers and mounts, which the manifests do not include
    Claims(Later<ClaimsArgs>),
    /// Print a Secret
    #[command(subcommand)]
    Secret(SecretCommand),
}

/// `provision list`.
#[derive(Args, Debug)]
pub struct ProvisionListArgs {
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// What the manifests are for.
    #[command(flatten)]
    pub target: Target,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = OUTPUT)]
    pub output: ReportFormat,
}

/// What no value says of the claims of tiers and mounts.
#[derive(Args, Clone, Debug)]
pub struct Unsaid {
    /// Size of claims for mounts and for tiers without a quota
    #[arg(long, value_name = "SIZE", default_value = "1Gi", help_heading = CLAIMS)]
    pub size: String,
    /// Storage class of the claims of tiers and mounts; by default none, for volumes that are created by hand
    #[arg(long, value_name = "CLASS", default_value = "", hide_default_value = true, help_heading = CLAIMS)]
    pub storage_class: String,
}

const CLAIMS: &str = "Claims";

impl Default for Unsaid {
    fn default() -> Self {
        Unsaid { size: "1Gi".to_owned(), storage_class: String::new() }
    }
}

/// What a claim is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Purpose {
    /// The masters' journal.
    Journal,
    /// The masters' metastore.
    Metastore,
    /// The domain socket of short-circuit reads.
    DomainSocket,
    /// The workers' storage tiers.
    Tiers,
    /// The claims of `mounts`.
    Mounts,
    /// The logs of the log server.
    Logserver,
}

/// What a volume lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum VolumeKind {
    /// A folder on the given nodes; pods stay on them.
    Local,
    /// A folder on the node that a pod happens to run on.
    #[value(name = "hostPath")]
    HostPath,
    /// A folder of an NFS server.
    Nfs,
}

/// `provision volumes`.
#[derive(Args, Debug)]
pub struct VolumesArgs {
    /// Folder on the nodes or the server; each volume gets a subfolder NAMESPACE-CLAIM
    #[arg(id = "node_path", long = "path", value_name = "DIR", help_heading = VOLUMES)]
    pub path: String,
    /// Nodes that have the folders: creates volumes of type local, whose pods stay on these nodes
    #[arg(long, value_name = "NODE", value_delimiter = ',', help_heading = VOLUMES)]
    pub nodes: Vec<String>,
    /// Type of the volumes; local if nodes are given
    #[arg(long = "type", value_name = "TYPE", help_heading = VOLUMES)]
    pub kind: Option<VolumeKind>,
    /// NFS server
    #[arg(long, value_name = "HOST", help_heading = VOLUMES)]
    pub server: Option<String>,
    /// Print only the volumes for these
    #[arg(long, value_name = "WHAT", value_delimiter = ',', help_heading = VOLUMES)]
    pub only: Vec<Purpose>,
    /// The claims, and how the volumes are printed.
    #[command(flatten)]
    pub claims: ClaimsArgs,
}

const VOLUMES: &str = "Volumes";

/// `provision claims`: which claims there are, and how they are printed.
#[derive(Args, Debug)]
pub struct ClaimsArgs {
    /// What no value says.
    #[command(flatten)]
    pub unsaid: Unsaid,
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// What the manifests are for.
    #[command(flatten)]
    pub target: Target,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "yaml", help_heading = OUTPUT)]
    pub output: Format,
}

/// The Secrets.
#[derive(Debug, Subcommand)]
pub enum SecretCommand {
    /// Print the Secret with the HDFS configuration
    Hdfs(Later<HdfsArgs>),
    /// Print the Secret with all credentials of the values, for `--credentials`
    Credentials(Later<CredentialsArgs>),
}

/// What every Secret needs.
#[derive(Args, Debug)]
pub struct SecretArgs {
    /// Namespace of the pods that mount the Secret
    #[arg(short, long, value_name = "NAMESPACE", help_heading = SECRET)]
    pub namespace: Option<String>,
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "yaml", help_heading = OUTPUT)]
    pub output: Format,
}

/// `provision secret credentials`.
#[derive(Args, Debug)]
pub struct CredentialsArgs {
    /// Name of the Secret; by default the value credentials.secret
    #[arg(long, value_name = "NAME", help_heading = SECRET)]
    pub name: Option<String>,
    /// Which pods mount it, and how it is printed.
    #[command(flatten)]
    pub secret: SecretArgs,
}

/// `provision secret hdfs`.
#[derive(Args, Debug)]
pub struct HdfsArgs {
    /// File to add to the Secret, under its own name or another key: `core-site.xml`, `KEY=FILE`; repeatable
    #[arg(long, value_name = "[KEY=]FILE", required = true, help_heading = SECRET)]
    pub from_file: Vec<String>,
    /// Name of the Secret, if the values mount several
    #[arg(long, value_name = "NAME", help_heading = SECRET)]
    pub name: Option<String>,
    /// Which pods mount it, and how it is printed.
    #[command(flatten)]
    pub secret: SecretArgs,
}

const SECRET: &str = "Secret";
