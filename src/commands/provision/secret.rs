//! `provision secret`: the Secrets with the configuration of HDFS and with the credentials of the values.

use super::print;
use crate::cli;
use crate::commands::prepared::Prepared;
use crate::problem::{Problem, Problems, Stop};
use crate::provision::{self, Made, secret};
use crate::{Run, facts, input, names};
use std::path::Path;

/// Prints the Secret with the configuration of HDFS.
pub(super) fn print_hdfs(args: &cli::HdfsArgs, run: &mut Run) -> Result<(), Stop> {
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

/// Prints the Secret with the credentials that the values have.
pub(super) fn print_credentials(args: &cli::CredentialsArgs, run: &mut Run) -> Result<(), Stop> {
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
