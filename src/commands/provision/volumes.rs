//! `provision volumes`: PersistentVolumes for the claims that wait for one, on what the options name.

use super::{needs, print};
use crate::Run;
use crate::cli::{self, VolumeKind};
use crate::commands::prepared::Prepared;
use crate::commands::tell;
use crate::names;
use crate::problem::{Problem, Problems, Stop};
use crate::provision::volumes::{self, Place};
use crate::provision::{Need, folders};

/// Prints PersistentVolumes, and tells what has to be done on the nodes.
pub(super) fn print_volumes(args: &cli::VolumesArgs, run: &mut Run) -> Result<(), Stop> {
    let claims = &args.claims;
    let place = place(args, &mut run.problems)?;
    let prepared = Prepared::new(&claims.inputs, &claims.target, run)?;
    let place = Place { namespace: namespace(&prepared), ..place };
    let mut needs = needs(&prepared, &claims.unsaid, run)?;
    needs.retain(|need| args.only.is_empty() || args.only.contains(&need.purpose));
    check_places(&needs, &place, &mut run.problems)?;
    for doubt in volumes::doubts(&needs, &place) {
        run.problems.push(doubt);
    }
    run.problems.stop_on_errors()?;
    let made = volumes::volumes(&needs, &place);
    print(&made, claims.output, run)?;
    if made.is_empty() {
        tell("no claim needs a volume\n");
    }
    tell(&folders::to_do(&folders::of_volumes(&needs, &place, &prepared.values)));
    Ok(())
}

fn namespace(prepared: &Prepared) -> String {
    prepared.target.namespace.clone().unwrap_or_else(|| "default".to_owned())
}

/// What volumes lie on, by the options. It is not guessed, since it decides whether data survive.
fn kind(args: &cli::VolumesArgs, problems: &mut Problems) -> Result<VolumeKind, Stop> {
    let Some(kind) = args.kind.or((!args.nodes.is_empty()).then_some(VolumeKind::Local)) else {
        let problem = Problem::usage("the type of the volumes is missing: give `--nodes` or `--type hostPath`");
        return problems.fail(problem.help(
            "`--nodes n1,n2` creates local volumes, whose pods stay on these nodes; `--type hostPath` uses the node that a pod happens to run on",
        ));
    };
    let fault = match kind {
        VolumeKind::Local if args.nodes.is_empty() => {
            Some(("`--type local` needs the names of the nodes", "add `--nodes n1,n2`"))
        }
        VolumeKind::Nfs if args.server.is_none() => {
            Some(("`--type nfs` needs the server", "add `--server nfs.example.com`"))
        }
        VolumeKind::Nfs if !args.nodes.is_empty() => {
            Some(("`--type nfs` cannot be used with `--nodes`", "remove one of the two"))
        }
        VolumeKind::Local | VolumeKind::HostPath if args.server.is_some() => {
            Some(("`--server` is for `--type nfs`", "remove it, or add `--type nfs`"))
        }
        _ => None,
    };
    match fault {
        Some((message, help)) => problems.fail(Problem::usage(message).help(help)),
        None => Ok(kind),
    }
}

/// Where volumes lie, by the options.
fn place(args: &cli::VolumesArgs, problems: &mut Problems) -> Result<Place, Stop> {
    let kind = kind(args, problems)?;
    let path = &args.path;
    if !path.starts_with('/') || path.split('/').any(|part| part == "..") {
        let problem = Problem::usage(format!("`--path` must be an absolute path without `..`, found {path:?}"));
        return problems.fail(problem.help("give a folder such as `/data`"));
    }
    for node in &args.nodes {
        if let Some(rule) = names::broken_subdomain(node) {
            let problem = Problem::usage(format!("`--nodes` names {node:?}: {rule}"));
            return problems.fail(problem.help("`kubectl get nodes` lists their names"));
        }
    }
    let server = args.server.clone();
    Ok(Place { kind, path: path.clone(), nodes: args.nodes.clone(), server, namespace: String::new() })
}

/// What cannot work on that kind of volume, and names that are too long.
fn check_places(needs: &[Need], place: &Place, problems: &mut Problems) -> Result<(), Stop> {
    use cli::Purpose::{Metastore, Tiers};
    let near = |need: &&Need| matches!(need.purpose, Metastore | Tiers);
    if let Some(need) = needs.iter().find(near).filter(|_| place.kind == VolumeKind::Nfs) {
        let message = format!("`{}` must be on the node itself, not on a server", need.claim.name);
        let problem = Problem::error(message).note(format!("it is for {}", need.words()));
        problems.push(problem.help("select others with `--only`, for example `--only mounts,logserver`"));
    }
    for need in needs {
        let name = place.name(need);
        if let Some(rule) = names::broken_subdomain(&name) {
            let problem = Problem::error(format!("the volume cannot be named `{name}`: {rule}"));
            problems.push(problem.help("give the claim a shorter name"));
        }
    }
    problems.stop_on_errors()
}
