//! `diff OLD NEW`: what a change does to a running cluster.

use crate::assets::Assets;
use crate::cli::{self, DiffArgs, DiffFormat, FailOn};
use crate::diff::{self, Input, Made, Maker, MarkKind, Report, Side, Verdict};
use crate::manifest::Stamp;
use crate::problem::{Problem, Severity, Stop};
use crate::render::Renderer;
use crate::target::Target;
use crate::{Run, cores, output};

/// Prints the report. Ends with 1 where the user asks for it.
pub fn run(args: &DiffArgs, run: &mut Run) -> Result<(), Stop> {
    let target = Target::new(&args.target, &mut run.problems);
    let assets = Assets::new(args.inputs.from.clone(), &mut run.problems)?;
    let stamp = Stamp::new(&args.stamp, &mut run.problems);
    let renderer = Renderer::new(&assets, &mut run.problems)?.stamped(stamp);
    refuse_standard_input_twice(args, run)?;
    let mut reader = diff::Reader::default();
    let old = reader.read(&args.old, run);
    let new = reader.read(&args.new, run);
    let (old, new) = (old?, new?);
    refuse_idle_values(args, &old, &new, run)?;
    run.problems.stop_on_errors()?;
    let maker = Maker { assets: &assets, renderer: &renderer };
    let (old, new) = sides(args, &target, &maker, old, new, run)?;
    let mut report = diff::compare(old.side(), new.side(), target.namespace.as_deref());
    if let (Ready::Values(old), Ready::Values(new)) = (&old, &new) {
        diff::explain_causes(&mut report, old, new, &maker, run);
    }
    report.apply = apply(args, &new);
    if report.apply.is_none() {
        report.objects.iter_mut().for_each(|object| object.commands.clear());
    }
    print(args.output, &report, run)?;
    verdict(args, &report, run)
}

/// A side that can be compared.
enum Ready {
    Objects(Side),
    Values(Box<Made>),
}

impl Ready {
    fn side(&self) -> &Side {
        match self {
            Ready::Objects(side) => side,
            Ready::Values(made) => &made.side,
        }
    }
}

/// Makes both sides ready, at the same time. What is wrong with either is told.
fn sides(
    args: &DiffArgs,
    target: &Target,
    maker: &Maker<'_>,
    old: Input,
    new: Input,
    run: &mut Run,
) -> Result<(Ready, Ready), Stop> {
    let inputs = [
        (old, with(args, &args.old_set, args.old_profile.as_ref(), args.old_alluxio_version.as_ref())),
        (new, with(args, &args.new_set, None, None)),
    ];
    let start = &*run;
    let made = cores::map(inputs.len(), |index| {
        let mut fork = start.fork();
        let (input, inputs) = &inputs[index];
        let ready = match input {
            Input::Objects(objects) => Ok(Ready::Objects(Side { objects: objects.clone(), release: None })),
            Input::Values(name, text) => {
                maker.make((name, text), inputs, target, &mut fork).map(Box::new).map(Ready::Values)
            }
        };
        (ready, fork)
    });
    let mut both = Vec::new();
    for (index, (ready, mut fork)) in made.into_iter().enumerate() {
        if index == 0 {
            // Nobody will mend the old side.
            fork.problems.retain(|problem| problem.severity >= Severity::Error);
        }
        run.join(fork);
        both.push(ready);
    }
    let new = both.pop().unwrap_or(Err(Stop));
    let old = both.pop().unwrap_or(Err(Stop));
    Ok((old?, new?))
}

/// The layers of one side.
fn with(args: &DiffArgs, set: &[String], profile: Option<&String>, version: Option<&String>) -> cli::Inputs {
    let mut inputs = args.inputs.clone();
    inputs.set.extend_from_slice(set);
    inputs.profile = profile.cloned().or(inputs.profile);
    inputs.alluxio_version = version.cloned().or(inputs.alluxio_version);
    inputs
}

fn refuse_standard_input_twice(args: &DiffArgs, run: &mut Run) -> Result<(), Stop> {
    let is_input = |name: &&String| name.trim() == "-";
    if [&args.old, &args.new].into_iter().chain(&args.inputs.values).filter(is_input).count() < 2 {
        return Ok(());
    }
    let problem = Problem::usage("standard input can be read only once, and `-` is given twice");
    run.problems.fail(problem.help("give one of the two as a file"))
}

/// Options that set values say nothing about objects.
fn refuse_idle_values(args: &DiffArgs, old: &Input, new: &Input, run: &mut Run) -> Result<(), Stop> {
    let is_values = |input: &Input| matches!(input, Input::Values(..));
    let Inputs { both, old_only, new_only } = Inputs::of(args);
    let idle = [
        (both && !is_values(old) && !is_values(new), "OLD and NEW have objects"),
        (old_only && !is_values(old), "OLD has objects"),
        (new_only && !is_values(new), "NEW has objects"),
    ];
    match idle.iter().find(|(is_idle, _)| *is_idle) {
        None => Ok(()),
        Some((_, why)) => {
            let problem = Problem::usage(format!("flags that set values have no effect: {why}, not values"));
            run.problems.fail(problem.help("remove them, or give the values file that the objects were rendered from"))
        }
    }
}

/// Which options that set values are given.
struct Inputs {
    both: bool,
    old_only: bool,
    new_only: bool,
}

impl Inputs {
    fn of(args: &DiffArgs) -> Self {
        let inputs = &args.inputs;
        let lists =
            [&inputs.values, &inputs.set, &inputs.set_string, &inputs.set_json, &inputs.set_file, &inputs.set_literal];
        Inputs {
            both: inputs.profile.is_some()
                || inputs.alluxio_version.is_some()
                || inputs.shortcuts.arguments().next().is_some()
                || lists.iter().any(|list| !list.is_empty()),
            old_only: args.old_profile.is_some() || args.old_alluxio_version.is_some() || !args.old_set.is_empty(),
            new_only: !args.new_set.is_empty(),
        }
    }
}

/// The line that applies the new side; none if that is the cluster itself.
fn apply(args: &DiffArgs, new: &Ready) -> Option<String> {
    let namespace = args.target.namespace.as_ref().map(|name| format!("-n {name} ")).unwrap_or_default();
    match new {
        Ready::Objects(side) if side.objects.iter().any(diff::Object::is_live) => None,
        Ready::Objects(_) => {
            let is_folder = std::path::Path::new(&args.new).is_dir();
            let recursive = if is_folder { "-R " } else { "" };
            Some(format!("kubectl apply {namespace}{recursive}-f {}", quoted(&args.new)))
        }
        Ready::Values(_) => {
            let words = render(args).into_iter().map(|word| quoted(&word)).collect::<Vec<_>>().join(" ");
            Some(format!("alluxio-gen render {words} | kubectl apply {namespace}-f -"))
        }
    }
}

/// The arguments of `render` that give the new side.
fn render(args: &DiffArgs) -> Vec<String> {
    let inputs = &args.inputs;
    let mut words = Vec::new();
    let mut add = |flag: &str, values: &mut dyn Iterator<Item = &String>| {
        values.for_each(|value| words.extend([flag.to_owned(), value.clone()]));
    };
    add("--profile", &mut inputs.profile.iter());
    add("-f", &mut inputs.values.iter().chain([&args.new]));
    add("--set-json", &mut inputs.set_json.iter());
    add("--set", &mut inputs.set.iter().chain(&args.new_set));
    add("--set-string", &mut inputs.set_string.iter());
    add("--set-file", &mut inputs.set_file.iter());
    add("--set-literal", &mut inputs.set_literal.iter());
    let shortcuts: Vec<String> = inputs.shortcuts.arguments().map(|(_, argument)| argument).collect();
    add("--set-literal", &mut shortcuts.iter());
    add("--name", &mut Some(&args.target.name).into_iter().filter(|name| *name != "alluxio"));
    add("-n", &mut args.target.namespace.iter());
    add("--kube-version", &mut args.target.kube_version.iter());
    add("--alluxio-version", &mut inputs.alluxio_version.iter());
    add("--label", &mut args.stamp.label.iter());
    add("--annotation", &mut args.stamp.annotation.iter());
    words.extend(args.stamp.config_checksum.then(|| "--config-checksum".to_owned()));
    words.extend(inputs.from.iter().flat_map(|from| ["--from".to_owned(), from.display().to_string()]));
    words
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

fn print(format: DiffFormat, report: &Report, run: &mut Run) -> Result<(), Stop> {
    match format {
        DiffFormat::Text => output::print_styled(&diff::as_text(report), &mut run.problems),
        DiffFormat::Md => output::print(&diff::as_markdown(report), &mut run.problems),
        DiffFormat::Json => output::print(&super::json(&diff::as_json(report)), &mut run.problems),
    }
}

/// Fails where the user asks for it.
fn verdict(args: &DiffArgs, report: &Report, run: &mut Run) -> Result<(), Stop> {
    let failing = |wanted: &&FailOn| match wanted {
        FailOn::Restart => report.verdict() >= Verdict::Restart,
        FailOn::Roll => report.verdict() >= Verdict::Roll,
        FailOn::Scale => report.verdict() >= Verdict::Scale,
        FailOn::Recreate => report.verdict() >= Verdict::Recreate,
        FailOn::Data => report.marks().contains(&MarkKind::Data),
        FailOn::Security => report.marks().contains(&MarkKind::Security),
    };
    if let Some(wanted) = args.fail_on.iter().find(failing) {
        let word = clap::ValueEnum::to_possible_value(wanted).map(|value| value.get_name().to_owned());
        let what = report.verdict().as_str();
        let problem =
            Problem::error(format!("the change is `{what}`, on which `--fail-on {}` fails", word.unwrap_or_default()));
        return run.problems.fail(problem.help("review the change, or remove the flag"));
    }
    if args.exit_code && !report.objects.is_empty() { Err(Stop) } else { Ok(()) }
}
