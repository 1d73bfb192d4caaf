//! The command lines of what serves other tools: `schema`, `completions`, `man`, `eject`.

use clap::Args;
use std::path::PathBuf;

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

/// `completions`.
#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// Shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// `man`.
#[derive(Args, Debug)]
pub struct ManArgs {
    /// Folder to write to
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
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
