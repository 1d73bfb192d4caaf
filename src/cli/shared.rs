//! Options that several commands have.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Where values come from, for every command that reads them.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Values")]
pub struct Inputs {
    /// Values file, or `-` for standard input; repeatable, later files win
    #[arg(short = 'f', long, value_name = "FILE")]
    pub values: Vec<String>,
    /// Set values, as Helm's --set does: `master.count=3,journal.type=EMBEDDED`
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Set string values, as Helm's --set-string does
    #[arg(long, value_name = "PATH=TEXT")]
    pub set_string: Vec<String>,
    /// Set values from JSON, as Helm's --set-json does
    #[arg(long, value_name = "PATH=JSON")]
    pub set_json: Vec<String>,
    /// Set values from the contents of files, as Helm's --set-file does
    #[arg(long, value_name = "PATH=FILE")]
    pub set_file: Vec<String>,
    /// Set one value to a literal string, as Helm's --set-literal does
    #[arg(long, value_name = "PATH=TEXT")]
    pub set_literal: Vec<String>,
    /// Values with options of their own.
    #[command(flatten)]
    pub shortcuts: Shortcuts,
    /// Profile to apply over the defaults and below the values files; `alluxio-gen profiles` lists them
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Version of Alluxio to render for; by default as in the values files, or 2.7. `alluxio-gen versions` lists them
    #[arg(long, value_name = "X.Y[.Z]")]
    pub alluxio_version: Option<String>,
    /// Read templates, values and profiles from a folder instead of the built-in ones
    #[arg(long, value_name = "DIR")]
    pub from: Option<PathBuf>,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
}

/// Values that have an option of their own, which wins over all layers.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Values")]
pub struct Shortcuts {
    /// Mount this Secret and leave credentials out of the manifests; sets the value credentials.secret
    #[arg(long, value_name = "SECRET")]
    pub credentials: Option<String>,
    /// Pull every image from this registry, such as `mirror.local/hub`; sets the value images.registry
    #[arg(long, value_name = "REGISTRY")]
    pub image_registry: Option<String>,
}

impl Shortcuts {
    /// Each option that is given, with the argument of `--set-literal` that does the same.
    pub fn arguments(&self) -> impl Iterator<Item = (&'static str, String)> {
        let secret = self.credentials.iter().map(|text| ("--credentials", format!("credentials.secret={text}")));
        let registry = self.image_registry.iter().map(|text| ("--image-registry", format!("images.registry={text}")));
        secret.chain(registry)
    }
}

/// Which rules of `lint` hold.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Values")]
pub struct LintFlags {
    /// Disable a lint rule, such as AXG101; repeatable
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub allow: Vec<String>,
}

/// For whom and for what version manifests are made.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Target")]
pub struct Target {
    /// Release name, for the labels of the objects
    #[arg(long, alias = "name-template", value_name = "NAME", default_value = "alluxio")]
    pub name: String,
    /// Namespace of the objects
    #[arg(short, long, value_name = "NAMESPACE")]
    pub namespace: Option<String>,
    /// Version of Kubernetes to render for, such as 1.31
    #[arg(long, value_name = "X.Y")]
    pub kube_version: Option<String>,
}

/// What is added to the objects.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Objects")]
pub struct Stamp {
    /// Add a label to every object, but not to selectors and pods; repeatable
    #[arg(long, value_name = "KEY=VALUE", value_delimiter = ',')]
    pub label: Vec<String>,
    /// Add an annotation to every object, but not to pods; repeatable
    #[arg(long, value_name = "KEY=VALUE")]
    pub annotation: Vec<String>,
    /// Add a checksum of the ConfigMap to the pod templates, so that pods restart when it changes
    #[arg(long)]
    pub config_checksum: bool,
}

impl Target {
    /// What is made for a namespace, where nothing else matters.
    pub fn of(namespace: &Option<String>) -> Self {
        Target { name: "alluxio".to_owned(), namespace: namespace.clone(), kube_version: None }
    }
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

/// How reports are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}
