//! Kubernetes manifests of an Alluxio 2.7 or 2.9 cluster from values, without Helm.
//!
//! Data goes one way: texts become nodes, nodes typed values, values facts, and facts objects. Each stage gathers every
//! problem that it finds in [`Run`]; nothing is printed or written before all stages are through.
//!
//! ```text
//! values.yaml  profiles  -f  --set*            templates
//!        └────────┴──────┴─────┴── load ─ read ─ decide ─┴─ render ─ inspect ─ output
//! ```
//!
//! The stages stand in this file. A module uses them and the modules above it, and none below; a test holds the code to
//! this table (`house`).
//!
//! | module | owns | must not know |
//! |---|---|---|
//! | `cores` | work on several threads | what the work is |
//! | `order` | sorting, with one copy of the code for all types | what is sorted |
//! | `digest` | whether texts are those of an earlier run | what they are for |
//! | `source` | the input texts, and the places in them | what stands there |
//! | `problem` | messages: what is wrong, where, and what to do | who raises them, how they are printed |
//! | `names` | what Kubernetes accepts as a name, a label or a key | which objects there are |
//! | `yaml` | YAML in, with a place for every value, and YAML and JSON out | layers, templates |
//! | `data` | data as types say it, as templates see it, and as trees | which data, which templates |
//! | `properties` | every property of Alluxio, and which of them hold secrets | values, rules |
//! | `report` | printed problems: each with its line, and without secrets | who raises them |
//! | `input` | the only reader of the user's files | what is in them |
//! | `cli` | the options and the text of `--help` | what they do |
//! | `version` | the versions of Alluxio: a row each, with all in which they differ | who asks |
//! | `target` | release, namespace, and the versions that manifests are for | values |
//! | `assets` | templates, values and profiles: the built-in ones, and those of `--from` | what is in them |
//! | `values` | the layers, the grammar of `--set`, the merge: Helm's rules | types, templates |
//! | `model` | every value that is read, with its type | rules, templates |
//! | `describe` | what every value means: the comments of values.yaml beside the types | where it is shown |
//! | `facts` | every decision about the objects | what is wrong with values, the text of templates |
//! | `check` | what is refused although its type is right | templates |
//! | `manifest` | rendered objects: their order and names, which are selected, what is added to each | values |
//! | `inspect` | whether objects that are applied together fit: unique names, and what they refer to | values |
//! | `render` | the engine of templates, and the graft that keeps values out of structure | what the objects mean |
//! | `output` | standard output, and folders of files that are never half-written | what the files are for |
//! | `lint` | what is allowed and still wrong, risky or doubtful: rules with codes, and what allows them | templates |
//! | `generate` | the tree of helm-generate.sh | how it is written |
//! | `images` | which images there are, and who names them | how they are chosen |
//! | `provision` | what has to exist before: volumes, claims, Secrets, folders | what is rendered beside it |
//! | `schema` | the JSON Schema of the values | the text of templates |
//! | `migrate` | the way of a values file from one version to the next, as edits of its text | manifests |
//! | `krm` | the list of resources of kustomize and kpt, and what stands in it | how manifests are made |
//! | `explain` | who sets a value and what it reaches | the text of templates |
//! | `diff` | what a change does to a running cluster: comparing objects, verdicts, marks, commands | the text of templates |
//! | `fleet` | which clusters there are, what each is made from, and what is kept of it | how a cluster is rendered |
//! | `completions` | what may stand at an option; shells and kubectl that ask | what options do |
//! | `commands` | a short file a subcommand | one another |

#![forbid(unsafe_code)]

pub mod assets;
pub mod check;
pub mod cli;
pub mod commands;
pub mod completions;
pub mod cores;
pub mod data;
pub mod describe;
pub mod diff;
pub mod digest;
pub mod explain;
pub mod facts;
pub mod fleet;
pub mod generate;
#[cfg(test)]
mod house;
pub mod images;
pub mod input;
pub mod inspect;
pub mod krm;
pub mod lint;
pub mod manifest;
pub mod migrate;
pub mod model;
pub mod names;
pub mod order;
pub mod output;
pub mod problem;
pub mod properties;
pub mod provision;
pub mod render;
pub mod report;
pub mod schema;
pub mod source;
pub mod target;
pub mod values;
pub mod version;
pub mod yaml;

use assets::Assets;
use facts::{Facts, Part};
use inspect::Expectations;
use lint::allow::Allowed;
use lint::rules::refused;
use manifest::Manifest;
use model::Values;
use problem::{Problems, Said, Severity, Stop};
use source::Sources;
use std::ffi::OsString;
use std::io::Write as _;
use std::sync::Arc;
use target::Target;
use values::{Defaults, Layers, Loader};
use version::{Asked, Choice, Version};
use yaml::Node;

/// What a run gathers on its way: the texts it read and what is wrong with them.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Every input text.
    pub sources: Sources,
    /// Every problem.
    pub problems: Problems,
    /// What the user allows.
    pub allowed: Allowed,
}

impl Run {
    /// A run that goes on beside this one, with the same texts and no problems yet.
    pub fn fork(&self) -> Run {
        Run { sources: self.sources.fork(), problems: self.problems.fork(), allowed: self.allowed.clone() }
    }

    /// Drops the problems that are allowed.
    fn forgive(&mut self) {
        self.allowed.apply(&mut self.problems, &self.sources);
    }

    /// Takes in what a fork gathered.
    pub fn join(&mut self, fork: Run) {
        let to = self.sources.join(fork.sources);
        self.problems.extend(fork.problems.moved(to));
    }
}

/// Values, and the version of Alluxio that they are for.
pub type Loaded = (Node, &'static Version);

/// Reads all layers of values and lays them over each other.
pub fn load(inputs: &cli::Inputs, profile: Option<&str>, assets: &Assets, run: &mut Run) -> Result<Loaded, Stop> {
    load_over(None, inputs, profile, assets, run)
}

/// The same, with defaults that are read already, in case they are those of the version that the values are for.
pub fn load_over(
    known: Option<(Choice, Defaults)>,
    inputs: &cli::Inputs,
    profile: Option<&str>,
    assets: &Assets,
    run: &mut Run,
) -> Result<Loaded, Stop> {
    load_with(known, inputs, profile, None, assets, run)
}

/// As [`load_over`], with the text of a file that is read already over the files.
pub fn load_with(
    known: Option<(Choice, Defaults)>,
    inputs: &cli::Inputs,
    profile: Option<&str>,
    file: Option<values::Named<'_>>,
    assets: &Assets,
    run: &mut Run,
) -> Result<Loaded, Stop> {
    let asked = asked(inputs.alluxio_version.as_deref(), &mut run.problems)?;
    let profile = profile.map(|name| assets.profile(name, &mut run.problems)).transpose()?;
    let profile = profile.as_ref().map(|asset| (asset.name.as_str(), asset.text.as_ref()));
    run.problems.begin(refused::READING);
    let loaded = laid_over(known, inputs, profile, file, asked, assets, run);
    run.forgive();
    loaded
}

/// Lays all layers over one another, once it is known of which version the lowest is.
fn laid_over(
    known: Option<(Choice, Defaults)>,
    inputs: &cli::Inputs,
    profile: Option<values::Named<'_>>,
    file: Option<values::Named<'_>>,
    asked: Asked,
    assets: &Assets,
    run: &mut Run,
) -> Result<Loaded, Stop> {
    let mut loader = Loader::over(Layers::default(), &mut run.sources, &mut run.problems);
    loader.inputs(inputs, profile)?;
    if let Some((name, text)) = file {
        loader.file(name, text)?;
    }
    let choice = loader.choose(asked)?;
    let defaults = match known {
        Some((of, defaults)) if of == choice => defaults,
        _ => defaults(choice, assets, loader.sources, loader.problems)?,
    };
    Ok((loader.onto(defaults, values::arguments(inputs))?, choice.version))
}

/// The version that `--alluxio-version` names. What is none ends the run.
pub fn asked(alluxio_version: Option<&str>, problems: &mut Problems) -> Result<Asked, Stop> {
    Asked::new(alluxio_version.map(|text| Said { by: "--alluxio-version", text, place: None }), problems)
}

/// Reads the defaults of a version alone, for runs that lay several sets of values over them.
pub fn defaults(
    choice: Choice,
    assets: &Assets,
    sources: &mut Sources,
    problems: &mut Problems,
) -> Result<Defaults, Stop> {
    let assets = assets.values(choice.version, problems)?;
    let layers = assets.iter().map(|layer| (layer.asset.name.as_str(), layer.asset.text.clone(), layer.tree));
    let defaults = Defaults::new(layers, sources, problems)?;
    match choice.patch {
        None => Ok(defaults),
        Some(patch) => {
            defaults.with((&format!("alluxio-version {patch}"), &format!("imageTag: {patch}")), sources, problems)
        }
    }
}

/// Reads merged values of a version into their types.
pub fn read(node: &Node, version: &'static Version, assets: &Assets, run: &mut Run) -> Result<Values, Stop> {
    // A values.yaml of one's own may lack sections, which then are as built in.
    let builtin = if assets.are_built_in() { None } else { Some(builtin(version, run)?) };
    // Apart from all others and never strict, until it is known which of them matter.
    let mut problems = Problems::default();
    let values = model::read(node, version, builtin.as_ref(), &run.sources, &mut problems);
    facts::unused::relent(&values, version, &mut problems);
    run.problems.begin(refused::TYPES);
    run.problems.extend(problems);
    run.forgive();
    Ok(values)
}

/// The built-in defaults of a version.
pub fn builtin(version: &'static Version, run: &mut Run) -> Result<Node, Stop> {
    let Run { sources, problems, .. } = run;
    let defaults = defaults(Choice { version, patch: None }, &Assets::default(), sources, problems)?;
    Loader::over(Layers::default(), sources, problems).onto(defaults, [].into_iter())
}

/// Checks typed values and decides everything about the objects. Ends the run if anything is wrong so far.
pub fn decide(values: &Values, target: &Target, run: &mut Run) -> Result<Arc<Facts>, Stop> {
    decide_on(|_| true, values, target, run)
}

/// As [`decide`], without the parts of the facts that are not wanted.
pub fn decide_on(
    wanted: impl Fn(Part) -> bool,
    values: &Values,
    target: &Target,
    run: &mut Run,
) -> Result<Arc<Facts>, Stop> {
    let facts = facts_of(wanted, values, target, run);
    run.problems.stop_on_errors()?;
    Ok(Arc::new(facts))
}

/// As [`decide`], and goes on whatever is wrong.
pub fn facts(values: &Values, target: &Target, run: &mut Run) -> Facts {
    facts_of(|_| true, values, target, run)
}

fn facts_of(wanted: impl Fn(Part) -> bool, values: &Values, target: &Target, run: &mut Run) -> Facts {
    run.problems.begin(refused::CHECKS);
    check::check(values, target, &mut run.problems);
    let facts = Facts::of(values, target, wanted, &mut run.problems);
    run.forgive();
    facts
}

/// Checks rendered objects that are applied together, and what they refer to.
pub fn inspect<'a>(
    manifests: impl IntoIterator<Item = &'a Manifest>,
    values: &Values,
    assets: &Assets,
    run: &mut Run,
) -> Result<(), Stop> {
    let blame = if assets.are_built_in() { Severity::Bug } else { Severity::Error };
    let expected = Expectations {
        claims: facts::external_claims(values),
        config_maps: facts::external_config_maps(values),
        blame,
    };
    run.problems.begin(refused::OBJECTS);
    inspect::inspect(&manifests.into_iter().collect::<Vec<_>>(), &expected, &mut run.problems);
    run.problems.stop_on_errors()
}

/// Runs the program and returns its exit code: 0 done, 1 the input is wrong, 2 the usage is wrong, 3 the program is wrong.
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    if let Some(answer) = completions::answer(&args) {
        // A shell that asks has no use for messages.
        return u8::from(answer.and_then(|text| std::io::stdout().write_all(&text)).is_err());
    }
    let mut run = Run::default();
    let outcome = match cli::parse(args) {
        Ok(cli) => commands::dispatch(&cli.command, &mut run),
        Err(cli::Instead::Text(text)) => {
            let _ = text.print();
            return text.exit_code() as u8;
        }
        Err(cli::Instead::Mistake(problem)) => run.problems.fail(problem),
    };
    // Nobody is left to tell when standard error is closed.
    let _ = anstream::stderr().write_all(run.problems.report(&run.sources).as_bytes());
    match (outcome, run.problems.worst()) {
        (Ok(()), _) => 0,
        (Err(Stop), Some(Severity::Bug)) => 3,
        (Err(Stop), Some(Severity::Usage)) => 2,
        (Err(Stop), _) => 1,
    }
}
