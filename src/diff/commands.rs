//! The lines that carry a change out, in their order: a plain apply stops at what the server refuses.

use super::equal::scalar;
use super::object::{Id, Object};
use super::verdict::Verdict;
use super::{Change, Pair};
use crate::facts::units;

/// When a command runs; all of one stage run before those of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Claims grow.
    Grow,
    /// What cannot be changed is deleted.
    Clear,
    /// All objects are applied.
    Apply,
    /// What is no longer made is deleted.
    Remove,
    /// Pods that keep old values restart.
    Restart,
}

/// A line for the shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// When it runs.
    pub stage: Stage,
    /// The line.
    pub line: String,
}

/// `statefulset/alluxio-master`, as kubectl takes it.
pub fn resource(id: &Id) -> String {
    format!("{}/{}", id.kind.to_lowercase(), id.name)
}

/// `-n alluxio `, if there is a namespace.
pub fn flag(id: &Id) -> String {
    id.namespace.as_ref().map(|namespace| format!("-n {namespace} ")).unwrap_or_default()
}

/// The commands beside the apply of all objects.
pub fn of(id: &Id, pair: &Pair<'_>, verdict: Verdict, changes: &[Change], restarts: &[Id]) -> Vec<Command> {
    let (flag, what) = (flag(id), resource(id));
    let mut commands = Vec::new();
    let mut add = |stage, line| commands.push(Command { stage, line });
    match verdict {
        Verdict::Recreate => {
            if let Some(old) = pair.old.filter(|_| id.kind == "StatefulSet") {
                for line in growth(id, old, changes) {
                    add(Stage::Grow, line);
                }
            }
            let refuses =
                |change: &Change| change.verdict == Verdict::Recreate && change.path.is_within("spec.selector");
            // Pods that the new selector does not find would stay without an owner.
            let keep = id.kind == "StatefulSet" && !changes.iter().any(refuses);
            let cascade = if keep { " --cascade=orphan" } else { "" };
            add(Stage::Clear, format!("kubectl delete {flag}{what}{cascade}"));
        }
        Verdict::Delete => add(Stage::Remove, format!("kubectl delete {flag}{what}")),
        _ => {}
    }
    for restart in restarts {
        add(Stage::Restart, format!("kubectl rollout restart {flag}{}", resource(restart)));
    }
    commands
}

/// Claims keep the size of the template that they were made from: one line for each that has to grow.
fn growth(id: &Id, set: &Object, changes: &[Change]) -> Vec<String> {
    let mut lines = Vec::new();
    for change in
        changes.iter().filter(|change| change.path.is_within("spec.volumeClaimTemplates[*].spec.resources.requests"))
    {
        let text = |tree: &Option<crate::yaml::Tree>| tree.as_ref().and_then(scalar).map(str::to_owned);
        let (Some(old), Some(new), Some(claim)) =
            (text(&change.old), text(&change.new), change.path.item_of("volumeClaimTemplates"))
        else {
            continue;
        };
        if units::amount(&new) > units::amount(&old) {
            let patch = format!(r#"'{{"spec":{{"resources":{{"requests":{{"storage":"{new}"}}}}}}}}'"#);
            let line = |number| format!("kubectl patch {}pvc/{claim}-{}-{number} -p {patch}", flag(id), id.name);
            lines.extend((0..set.replicas().unwrap_or(1)).map(line));
        }
    }
    lines
}
