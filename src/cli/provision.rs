//! The command line of `provision`.

use super::shared::{Format, Inputs, Target};
use super::{Later, OUTPUT, ReportFormat};
use crate::provision::Purpose;
use crate::provision::volumes::Kind;
use clap::{Args, Subcommand};

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
    /// List everything that has to exist before the manifests, and what makes it
    List(Later<ProvisionListArgs>),
    /// Print PersistentVolumes for the claims that wait for one
    Volumes(Later<VolumesArgs>),
    /// Print the claims that pods mount and no manifest has: those of storage tiers and mounts
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
    /// The list's format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = OUTPUT)]
    pub output: ReportFormat,
}

/// What no value says of the claims of tiers and mounts.
#[derive(Args, Clone, Debug)]
pub struct Unsaid {
    /// The size of tiers without a quota and of mounts
    #[arg(long, value_name = "SIZE", default_value = "1Gi", help_heading = CLAIMS)]
    pub size: String,
    /// The storage class of the claims of tiers and mounts; none means volumes that are made by hand
    #[arg(long, value_name = "CLASS", default_value = "", hide_default_value = true, help_heading = CLAIMS)]
    pub storage_class: String,
}

const CLAIMS: &str = "Claims";

impl Default for Unsaid {
    fn default() -> Self {
        Unsaid { size: "1Gi".to_owned(), storage_class: String::new() }
    }
}

/// `provision volumes`.
#[derive(Args, Debug)]
pub struct VolumesArgs {
    /// The folder on nodes or server in which each volume gets its own, called NAMESPACE-CLAIM
    #[arg(long, value_name = "DIR", help_heading = VOLUMES)]
    pub path: String,
    /// The nodes that have the folders: volumes of type local, whose pods stay there
    #[arg(long, value_name = "NODE", value_delimiter = ',', help_heading = VOLUMES)]
    pub nodes: Vec<String>,
    /// What volumes lie on; local if nodes are given
    #[arg(long = "type", value_name = "TYPE", help_heading = VOLUMES)]
    pub kind: Option<Kind>,
    /// The NFS server
    #[arg(long, value_name = "HOST", help_heading = VOLUMES)]
    pub server: Option<String>,
    /// Only the volumes for these
    #[arg(long, value_name = "WHAT", value_delimiter = ',', help_heading = VOLUMES)]
    pub only: Vec<Purpose>,
    /// What no value says.
    #[command(flatten)]
    pub unsaid: Unsaid,
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// What the manifests are for.
    #[command(flatten)]
    pub target: Target,
    /// The output's format
    #[arg(short, long, value_name = "FORMAT", default_value = "yaml", help_heading = OUTPUT)]
    pub output: Format,
}

const VOLUMES: &str = "Volumes";

/// `provision claims`.
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
    /// The output's format
    #[arg(short, long, value_name = "FORMAT", default_value = "yaml", help_heading = OUTPUT)]
    pub output: Format,
}

/// The Secrets.
#[derive(Debug, Subcommand)]
pub enum SecretCommand {
    /// The Secret with the configuration of HDFS
    Hdfs(Later<HdfsArgs>),
    /// The Secret with all credentials of the values, in a file that `--credentials` mounts
    Credentials(Later<CredentialsArgs>),
}

/// `provision secret credentials`.
#[derive(Args, Debug)]
pub struct CredentialsArgs {
    /// The Secret's name; that of credentials.secret if the values have one
    #[arg(long, value_name = "NAME", help_heading = SECRET)]
    pub name: Option<String>,
    /// The namespace of the pods that mount it
    #[arg(short, long, value_name = "NAMESPACE", help_heading = SECRET)]
    pub namespace: Option<String>,
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The output's format
    #[arg(short, long, value_name = "FORMAT", default_value = "yaml", help_heading = OUTPUT)]
    pub output: Format,
}

/// `provision secret hdfs`.
#[derive(Args, Debug)]
pub struct HdfsArgs {
    /// A file of the Secret, under its own name or under another: `core-site.xml`, `KEY=FILE`; repeatable
    #[arg(long, value_name = "[KEY=]FILE", required = true, help_heading = SECRET)]
    pub from_file: Vec<String>,
    /// The Secret's name, if the values mount several
    #[arg(long, value_name = "NAME", help_heading = SECRET)]
    pub name: Option<String>,
    /// The namespace of the pods that mount it
    #[arg(short, long, value_name = "NAMESPACE", help_heading = SECRET)]
    pub namespace: Option<String>,
    /// Where values come from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The output's format
    #[arg(short, long, value_name = "FORMAT", default_value = "yaml", help_heading = OUTPUT)]
    pub output: Format,
}

const SECRET: &str = "Secret";
