//! Which object of one side is which of the other, and which of them do not count.

use super::kubernetes::CLUSTER_SCOPED;
use super::object::{Id, Object};
use crate::order;
use std::collections::{BTreeSet, HashMap};

/// One side of a comparison.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// Its objects.
    pub objects: Vec<Object>,
    /// The release that they are rendered for, if they come from values.
    pub release: Option<String>,
}

/// An object before and after. One of both is there.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// Before.
    pub old: Option<&'a Object>,
    /// After.
    pub new: Option<&'a Object>,
}

/// All pairs, in the order of the new side, with what only the old one has at the end.
#[derive(Clone, Debug, Default)]
pub struct Pairs<'a> {
    /// The pairs.
    pub list: Vec<Pair<'a>>,
    /// How many objects are left out: they belong to something else, or a controller created them.
    pub left_out: usize,
    /// The kinds of which the live side has nothing, not even what every cluster has, so that nobody asked for them.
    pub not_asked: BTreeSet<String>,
}

/// Pairs objects by group, kind, namespace and name. `namespace` is that of objects that name none.
pub fn pair<'a>(old: &'a Side, new: &'a Side, namespace: Option<&str>) -> Pairs<'a> {
    let only = only_namespace(&old.objects, &new.objects);
    let namespace = namespace.or(only.as_deref());
    let mut rest: HashMap<Id, &Object> = old.objects.iter().map(|object| (object.id(namespace), object)).collect();
    let mut pairs = Pairs::default();
    for object in &new.objects {
        match rest.remove(&object.id(namespace)) {
            Some(old) => pairs.list.push(Pair { old: Some(old), new: Some(object) }),
            None if was_not_asked(object, &old.objects) => drop(pairs.not_asked.insert(object.kind().to_owned())),
            None if counts(object, &new.objects, old) => pairs.list.push(Pair { old: None, new: Some(object) }),
            None => pairs.left_out += 1,
        }
    }
    for object in old.objects.iter().filter(|object| rest.contains_key(&object.id(namespace))) {
        match counts(object, &old.objects, new) {
            _ if was_not_asked(object, &new.objects) => drop(pairs.not_asked.insert(object.kind().to_owned())),
            true => pairs.list.push(Pair { old: Some(object), new: None }),
            false => pairs.left_out += 1,
        }
    }
    pairs
}

/// The namespace of all objects that name one, if it is the same and some name none.
fn only_namespace(old: &[Object], new: &[Object]) -> Option<String> {
    let all = order::distinct(old.iter().chain(new).filter_map(Object::namespace));
    let mut all = all.into_iter();
    all.next().filter(|_| all.next().is_none()).map(str::to_owned)
}

/// Whether an object that the other side does not have is a difference.
fn counts(object: &Object, beside: &[Object], other: &Side) -> bool {
    if object.is_derived() || is_claim_of_a_set(object, beside) {
        return false;
    }
    match (&other.release, object.is_live()) {
        (None, _) => true,
        // What a cluster has besides may be anybody's.
        (Some(release), true) => object.label("release") == release && object.label("chart").starts_with("alluxio"),
        (Some(_), false) => RENDERED.contains(&object.kind()),
    }
}

/// Whether a live side misses an object because its kind was not asked for: `kubectl get sts,ds -n alluxio` gives no
/// StorageClass, and every namespace has a ServiceAccount, and pods where there is a cluster.
fn was_not_asked(object: &Object, live: &[Object]) -> bool {
    let kind = object.kind();
    let is_sure = CLUSTER_SCOPED.contains(&kind) || matches!(kind, "ServiceAccount" | "Pod");
    is_sure && live.iter().any(Object::is_live) && !live.iter().any(|other| other.kind() == kind)
}

/// The kinds of objects that values become.
const RENDERED: &[&str] = &[
    "ClusterRole",
    "ClusterRoleBinding",
    "ConfigMap",
    "CSIDriver",
    "DaemonSet",
    "Deployment",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Pod",
    "Service",
    "ServiceAccount",
    "StatefulSet",
    "StorageClass",
];

/// Whether a claim was made from a template of a StatefulSet: `alluxio-journal-alluxio-master-0`.
fn is_claim_of_a_set(object: &Object, beside: &[Object]) -> bool {
    object.kind() == "PersistentVolumeClaim" && object.is_live() && {
        let number = object.name().rsplit_once('-').filter(|(_, number)| number.parse::<u32>().is_ok());
        number.is_some_and(|(rest, _)| {
            let made = |set: &Object| rest.strip_suffix(set.name()).is_some_and(|claim| claim.ends_with('-'));
            beside.iter().filter(|object| object.kind() == "StatefulSet").any(made)
        })
    }
}
