//! `provision`: what has to exist before the manifests, printed for `kubectl apply`.

use super::prepared::Prepared;
use super::{json, tell};
use crate::cli::{self, Format, ProvisionCommand, ReportFormat, VolumeKind};
use crate::problem::{Problem, Problems, Stop};
use crate::provision::volumes::Place;
use crate::provision::{self, Made, Need, Unsaid, folders, list, secret, volumes};
use crate::{Run, facts, input, names, output};
use std::path::Path;

/// Prints what is asked for; nothing if anything is wrong.
pub fn run(command: &ProvisionCommand, run: &mut Run) -> Result<(), Stop> {
    match command {
        ProvisionCommand::List(args) => print_list(args, run),
        ProvisionCommand::Volumes(args) => print_volumes(args, run),
        ProvisionCommand::Claims(args) => print_claims(args, run),
        ProvisionCommand::Secret(cli::SecretCommand::Hdfs(args)) => print_hdfs(args, run),
        ProvisionCommand::Secret(cli::SecretCommand::Credentials(args)) => print_credentials(args, run),
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

fn print_volumes(args: &cli::VolumesArgs, run: &mut Run) -> Result<(), Stop> {
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

fn namespace(prepared: &Prepared) -> String {
    prepared.target.namespace.clone().unwrap_or_else(|| "default".to_owned())
}

fn print(made: &[Made], format: Format, run: &mut Run) -> Result<(), Stop> {
    let text = match format {
        Format::Yaml => provision::as_yaml(made),
        Format::Json => provision::as_json(made),
    };
    output::print(&text, &mut run.problems)
}

/// Where volumes lie, by the options. What they lie on is not guessed: it decides whether data survive.
fn place(args: &cli::VolumesArgs, problems: &mut Problems) -> Result<Place, Stop> {
    let kind = match args.kind.or((!args.nodes.is_empty()).then_some(VolumeKind::Local)) {
        Some(kind) => kind,
        None => {
            let problem = Problem::usage("the type of the volumes is missing: give `--nodes` or `--type hostPath`");
            return problems.fail(problem.help(
                "`--nodes n1,n2` creates local volumes, whose pods stay on these nodes; `--type hostPath` uses the node that a pod happens to run on",
            ));
        }
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
    if let Some((message, help)) = fault {
        return problems.fail(Problem::usage(message).help(help));
    }
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
    use cli::Purpose::{DomainSocket, Metastore, Tiers};
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
    // The socket is not the server's business.
    debug_assert!(needs.iter().filter(|need| need.purpose == DomainSocket).count() <= 1);
    problems.stop_on_errors()
}

fn print_hdfs(args: &cli::HdfsArgs, run: &mut Run) -> Result<(), Stop> {
    let prepared = Prepared::new(&args.secret.inputs, &cli::Target::of(&args.secret.namespace), run)?;
    let name = hdfs_name(args, &prepared, &mut run.problems)?;
    let entries = entries(&args.from_file, &mut run.problems)?;
    for file in secret::hdfs_files(&prepared.values, &name) {
        if !entries.iter().any(|entry| entry.key == file) {
            let problem =
                Problem::warning(format!("the HDFS configuration refers to `{file}`, which is not among the files"));
            run.problems.push(problem.help(format!("add `--from-file {file}`")));
        }
    }
    run.problems.stop_on_errors()?;
    let object = secret::secret(&name, prepared.target.namespace.as_deref(), &entries);
    print(&[Made { about: Vec::new(), object }], args.secret.output, run)
}

fn print_credentials(args: &cli::CredentialsArgs, run: &mut Run) -> Result<(), Stop> {
    let mut inputs = args.secret.inputs.clone();
    // The values are checked as `render --credentials` checks them.
    inputs.shortcuts.credentials = args.name.clone().or(inputs.shortcuts.credentials);
    let prepared = Prepared::new(&inputs, &cli::Target::of(&args.secret.namespace), run)?;
    if facts::credentials::file(&prepared.values).is_none() {
        let problem = Problem::usage("the Secret needs a name: neither `--name` nor `credentials.secret` is given");
        return run.problems.fail(problem.help("add, for example, `--name alluxio-credentials`"));
    }
    let properties = provision::credentials::properties(&prepared.values);
    if properties.is_empty() {
        let problem = Problem::error("the values have no credential in `properties` and `jvmOptions`");
        return run.problems.fail(problem.help("give the values files that have them with `-f`"));
    }
    let name = facts::credentials::file(&prepared.values).unwrap_or_default();
    let entry = provision::credentials::file(&properties);
    let object = secret::secret(name, prepared.target.namespace.as_deref(), &[entry]);
    let about = vec!["This Secret holds credentials: do not commit it unencrypted.".to_owned()];
    print(&[Made { about, object }], args.secret.output, run)
}

/// The name that the values give the Secret of HDFS.
fn hdfs_name(args: &cli::HdfsArgs, prepared: &Prepared, problems: &mut Problems) -> Result<String, Stop> {
    let known = secret::hdfs_names(&prepared.values);
    let list = || known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match (&args.name, known.len()) {
        (Some(name), _) if known.contains(name) => Ok(name.clone()),
        (Some(name), 0) => fail(problems, format!("no pod mounts the Secret `{name}`")),
        (Some(name), _) => {
            let problem = Problem::error(format!("no pod mounts the Secret `{name}` for HDFS"));
            problems.fail(problem.help(format!("the values have {}", list())))
        }
        (None, 1) => Ok(known.into_iter().next().unwrap_or_default()),
        (None, 0) => fail(problems, "no pod mounts a Secret".to_owned()),
        (None, _) => {
            let problem = Problem::usage(format!("the pods mount several Secrets: {}", list()));
            problems.fail(problem.help("select one with `--name`"))
        }
    }
}

fn fail<T>(problems: &mut Problems, message: String) -> Result<T, Stop> {
    let help = "add it to `secrets.master` and `secrets.worker`, or use `--profile singleMaster-hdfsJournal`";
    problems.fail(Problem::error(message).help(help))
}

/// The files of `--from-file FILE` or `--from-file KEY=FILE`, as kubectl's `--from-file` takes them.
fn entries(from: &[String], problems: &mut Problems) -> Result<Vec<secret::Entry>, Stop> {
    let mut entries: Vec<secret::Entry> = Vec::new();
    for argument in from {
        let (key, file) = match argument.split_once('=') {
            Some((key, file)) => (key.to_owned(), file),
            None => {
                (Path::new(argument).file_name().unwrap_or_default().to_string_lossy().into_owned(), argument.as_str())
            }
        };
        if !names::is_key(&key) {
            let problem = Problem::error(format!("`--from-file {argument}`: {key:?} is not a valid key of a Secret"));
            problems
                .push(problem.help("write `--from-file KEY=FILE`, with letters, digits, `-`, `_` and `.` in the key"));
        } else if entries.iter().any(|entry| entry.key == key) {
            let problem = Problem::error(format!("`--from-file {argument}` gives the key `{key}` a second time"));
            problems.push(problem.help("remove one, or write `--from-file KEY=FILE`"));
        } else {
            match input::bytes(Path::new(file)) {
                Ok(bytes) => entries.push(secret::Entry { key, bytes }),
                Err(what) => {
                    let problem = Problem::error(format!("cannot read `{file}`: {what}"));
                    problems.push(problem.help("give a readable file"));
                }
            }
        }
    }
    if entries.iter().map(|entry| entry.bytes.len()).sum::<usize>() > secret::LARGEST {
        let problem = Problem::error("`--from-file`: the files are larger than 1 MiB, the most that a Secret can hold");
        problems.push(problem.help("leave out files that Alluxio does not read"));
    }
    problems.stop_on_errors()?;
    Ok(entries)
}
