//! `provision`: what has to exist before the manifests, printed for `kubectl apply`.

mod secret;
mod volumes;

use super::prepared::Prepared;
use super::{json, tell};
use crate::cli::{self, Format, ProvisionCommand, ReportFormat};
use crate::problem::{Problem, Stop};
use crate::provision::{self, Made, Need, Unsaid, list};
use crate::{Run, facts, names, output};

/// Prints what is asked for; nothing if anything is wrong.
pub fn run(command: &ProvisionCommand, run: &mut Run) -> Result<(), Stop> {
    match command {
        ProvisionCommand::List(args) => print_list(args, run),
        ProvisionCommand::Volumes(args) => volumes::print_volumes(args, run),
        ProvisionCommand::Claims(args) => print_claims(args, run),
        ProvisionCommand::Secret(cli::SecretCommand::Hdfs(args)) => secret::print_hdfs(args, run),
        ProvisionCommand::Secret(cli::SecretCommand::Credentials(args)) => secret::print_credentials(args, run),
    }
}

fn print_list(args: &cli::ProvisionListArgs, run: &mut Run) -> Result<(), Stop> {
    let prepared = Prepared::new(&args.inputs, &args.target, run)?;
    let needs = needs(&prepared, &cli::Unsaid::default(), run)?;
    let rows = list::rows(&prepared.facts, &prepared.values, &needs);
    let text = match args.output {
        ReportFormat::Text => list::as_table(&rows),
        ReportFormat::Json => json(&list::as_json(&rows, &needs)),
    };
    output::print(&text, &mut run.problems)
}

fn print_claims(args: &cli::ClaimsArgs, run: &mut Run) -> Result<(), Stop> {
    let prepared = Prepared::new(&args.inputs, &args.target, run)?;
    let needs = needs(&prepared, &args.unsaid, run)?;
    let made = provision::claims::claims(&needs, prepared.target.namespace.as_deref());
    print(&made, args.output, run)?;
    if made.is_empty() {
        tell("the manifests already have all claims\n");
    }
    Ok(())
}

/// The claims that wait, with what the options say of those that no value describes.
fn needs(prepared: &Prepared, unsaid: &cli::Unsaid, run: &mut Run) -> Result<Vec<Need>, Stop> {
    if facts::units::amount(&unsaid.size).is_none_or(|amount| amount <= 0.0) {
        let problem = Problem::usage(format!("`--size {}` is not a Kubernetes quantity", unsaid.size));
        return run.problems.fail(problem.help("write a size such as `10Gi`"));
    }
    if let Some(rule) = names::broken_subdomain(&unsaid.storage_class).filter(|_| !unsaid.storage_class.is_empty()) {
        let problem = Problem::usage(format!("`--storage-class {}` is not a valid name: {rule}", unsaid.storage_class));
        return run.problems.fail(
            problem.help("give the name of a class, or leave the flag out for volumes that are created by hand"),
        );
    }
    let unsaid = Unsaid { size: unsaid.size.clone(), storage_class: unsaid.storage_class.clone() };
    Ok(provision::needs(&prepared.facts, &prepared.values, &unsaid))
}

fn print(made: &[Made], format: Format, run: &mut Run) -> Result<(), Stop> {
    let text = match format {
        Format::Yaml => provision::as_yaml(made),
        Format::Json => provision::as_json(made),
    };
    output::print(&text, &mut run.problems)
}
