//! The command line: clap's types and the text of `--help`, a file for each group of commands. Nothing here knows what the
//! options do.

mod called;
mod check;
mod examples;
mod groups;
mod helm;
mod integrate;
mod later;
mod parse;
mod prepare;
mod provision;
mod render;
mod shared;
mod slice;
mod usage;

pub use called::Called;
pub use check::{
    DiffArgs, DiffFormat, ExplainArgs, FailOn, Least, LintArgs, LintFormat, ProfilesArgs, ValuesArgs, VersionsArgs,
};
use clap::{Parser, Subcommand};
pub use integrate::{CompletionsArgs, EjectArgs, ManArgs, SchemaArgs};
pub use later::{Later, whole};
pub use parse::{Instead, parse};
pub use prepare::{ImagesArgs, ImagesFormat, MigrateArgs};
pub use provision::{
    ClaimsArgs, CredentialsArgs, HdfsArgs, ProvisionArgs, ProvisionCommand, ProvisionListArgs, Purpose, SecretCommand,
    Unsaid, VolumeKind, VolumesArgs,
};
pub use render::{FleetArgs, GenerateArgs, RenderArgs};
pub use shared::{Format, Inputs, LintFlags, ReportFormat, Shortcuts, Stamp, Target};
pub use slice::Slice;

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
