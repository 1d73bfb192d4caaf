//! `krm`: the function that kustomize and kpt run.

use super::prepared::manifests;
use crate::assets::Assets;
use crate::krm::{self, Cluster, Function};
use crate::manifest::{Manifest, Stamp};
use crate::output;
use crate::problem::{Problem, Stop};
use crate::source::Layer;
use crate::target::Target;
use crate::values::{Argument, Layers, Loader};
use crate::{Loaded, Run, defaults};

/// Prints the list with the objects in it, and what is wrong as its results. With an error the list goes out as it came, and
/// the exit code tells: kustomize takes a list with results of errors for success.
pub fn run(run: &mut Run) -> Result<(), Stop> {
    let (list, function) = krm::read(run)?;
    let rendered = render(&function, run);
    let results = krm::results(&function, run);
    let text = match &rendered {
        Ok((cluster, manifests)) => krm::with_objects(&list, cluster, manifests, &results),
        Err(Stop) => krm::with_results(&list, &results),
    };
    output::print(&text, &mut run.problems)?;
    rendered.map(drop)
}

fn render(function: &Function, run: &mut Run) -> Result<(Cluster, Vec<Manifest>), Stop> {
    let cluster = Cluster::read(&function.node, run)?;
    run.problems.stop_on_errors()?;
    run.allowed = cluster.allowed.clone();
    if cluster.strict {
        run.problems.make_strict();
    }
    let assets = Assets::default();
    let (node, version) = merged(&cluster, &assets, run)?;
    let target = Target { version, ..cluster.target.clone() };
    // kustomize has its own ways to label and annotate.
    let stamp = Stamp::default();
    let manifests = manifests(&node, &target, stamp, &assets, run)?;
    Ok((cluster, manifests))
}

/// The layers in the order of the command line: profile, files, values, arguments of `--set`.
fn merged(cluster: &Cluster, assets: &Assets, run: &mut Run) -> Result<Loaded, Stop> {
    let profile = cluster.profile.as_ref();
    let profile = profile.map(|(name, place)| assets.profile_named(name, *place, &mut run.problems)).transpose()?;
    look_for_files(cluster, run)?;
    let mut loader = Loader::over(Layers::default(), &mut run.sources, &mut run.problems);
    if let Some(profile) = profile {
        loader.profile(&profile.name, &profile.text)?;
    }
    loader.paths(&cluster.files)?;
    cluster.values.iter().for_each(|values| loader.map(values.clone()));
    let set = cluster.set.iter().map(|(name, text)| Argument {
        layer: Layer::Set,
        name: name.clone(),
        text: text.as_str().into(),
    });
    let choice = loader.choose(cluster.asked)?;
    let defaults = defaults(choice, assets, loader.sources, loader.problems)?;
    Ok((loader.onto(defaults, set)?, choice.version))
}

/// Where kustomize runs the function is not where the object lies: who misses a file needs to know the folder.
fn look_for_files(cluster: &Cluster, run: &mut Run) -> Result<(), Stop> {
    let here = std::env::current_dir().unwrap_or_default();
    for (path, place) in cluster.files.iter().filter(|(path, _)| !path.exists()) {
        let problem = Problem::error(format!("cannot read `{}`: no such file", path.display())).at(*place);
        let problem = problem.note(format!("the path is relative to `{}`", here.display()));
        let help = "kustomize runs the function in the folder of the kustomization that lists the generator: write the path relative to that";
        run.problems.push(problem.help(help));
    }
    run.problems.stop_on_errors()
}
