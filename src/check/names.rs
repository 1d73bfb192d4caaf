//! The names of the objects: whether Kubernetes accepts them, and how long they may be (D-08, D-41).

use super::{Checker, masters};
use crate::facts::names::Names;
use crate::names::{LONGEST, broken_base, broken_label};
use crate::problem::Problem;
use crate::target::Target;

/// Checks all names that are made of the user's.
pub(super) fn check(target: &Target, checker: &mut Checker<'_>) {
    let values = checker.values;
    let names = Names::new(values, target);
    let place = values.fullname_override.place.filter(|_| values.fullname_override.filled().is_some());
    let place = place.or(values.name_override.place.filter(|_| values.name_override.filled().is_some()));
    if let Some(rule) = broken_base(&names.full) {
        let message = format!("objects cannot be named `{}-...`: {rule}", names.full);
        checker
            .problems
            .push(Problem::error(message).at(place).help("set `fullnameOverride` to a short name such as `alluxio`"));
    }
    if let Some(rule) = broken_label(&names.app) {
        let message = format!("the label `app` cannot be {:?}: {rule}", names.app);
        checker.problems.push(
            Problem::error(message)
                .at(values.name_override.place)
                .help("set `nameOverride` to a name such as `alluxio`"),
        );
    }
    let longest = longest(checker, &names);
    if let Some((object, limit)) =
        longest.into_iter().filter(|(_, limit)| names.full.len() > *limit).min_by_key(|(_, limit)| *limit)
    {
        let length = names.full.len();
        let message =
            format!("the name `{}` is too long for {object}: {length} characters, at most {limit}", names.full);
        checker.problems.push(Problem::error(message).at(place).help("set `fullnameOverride` to a shorter name"));
    }
}

/// How long the base of all names may be where there are masters: a StatefulSet labels its pods with its name and a hash of
/// ten characters behind it.
pub const ROOM_WITH_MASTERS: usize = LONGEST - "-master-".len() - 10;

/// What is on, and how long the base of all names may be for it.
fn longest(checker: &Checker<'_>, names: &Names) -> Vec<(String, usize)> {
    let values = checker.values;
    let room = |suffix: usize| LONGEST.saturating_sub(suffix);
    let mut list = vec![(format!("the label of ConfigMap `{}`", names.of("config")), room("-config".len()))];
    if masters(values) {
        list.push((
            "the masters' StatefulSet, whose pods have a label of its name and a hash".to_owned(),
            ROOM_WITH_MASTERS,
        ));
        let last = format!("-master-{}", values.master.count.or(1).saturating_sub(1));
        list.push((format!("Service `{}{last}`", names.full), room(last.len())));
    }
    for (on, part) in [
        (values.metrics.enabled.or(false), "metrics-volume"),
        (values.logserver.enabled.or(false), "logserver"),
        (values.csi.enabled.or(false), "csi-controller"),
        (values.csi.enabled.or(false), "csi-nodeplugin"),
        (values.csi.enabled.or(false) && checker.version.csi_makes_pods, "csi-fuse-config"),
        (values.hub.enabled.or(false), "hub"),
    ] {
        if on {
            list.push((format!("`{}`", names.of(part)), room(part.len() + 1)));
        }
    }
    list
}
