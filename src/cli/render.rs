//! The command lines of what renders manifests: `render`, `generate`, `fleet`.

use super::OUTPUT;
use super::shared::{Format, Inputs, LintFlags, Shortcuts, Stamp, Target};
use super::slice::Slice;
use clap::Args;
use std::ffi::OsString;
use std::path::PathBuf;

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
    /// Number of clusters to render at a time; by default one per core, at most 32; one in the static binary
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
