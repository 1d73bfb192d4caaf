//! What a change loses or leaves behind: rules about options and fields, as tables, and a few that ask for more than a field.
//!
//! The facts are those of Alluxio v2.7.2: `AlluxioMasterProcess` refuses a journal that is not formatted, `MountTable` keeps
//! the root mount out of the journal, `RocksStore` is rebuilt at each start, workers drop blocks of folders that are gone.

use super::equal::scalar;
use super::object::Object;
use super::options;
use super::pair::Side;
use super::path::{Path, is_like};
use super::verdict::Verdict;
use super::{Change, Pair};
use crate::facts::size;
use crate::facts::units;
use crate::yaml::Tree;

/// A kind of consequence beside the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// Something is lost, or left behind.
    Data,
    /// More or less power.
    Security,
    /// Somebody changed the cluster by hand.
    Drift,
}

/// A consequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its kind.
    pub kind: MarkKind,
    /// What it is, in a sentence without a full stop.
    pub text: String,
    /// What to do before; for [`MarkKind::Data`].
    pub first: Option<String>,
    /// Whether it is for the better: less power.
    pub is_relief: bool,
}

impl MarkKind {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            MarkKind::Data => "data",
            MarkKind::Security => "security",
            MarkKind::Drift => "drift",
        }
    }
}

impl Mark {
    /// Something is lost or left behind.
    pub fn data(text: &str, first: &str) -> Self {
        let first = Some(first.to_owned()).filter(|first| !first.is_empty());
        Mark { kind: MarkKind::Data, text: text.to_owned(), first, is_relief: false }
    }

    /// Somebody set it by hand.
    pub fn drift() -> Self {
        Mark {
            kind: MarkKind::Drift,
            text: "set by hand; `kubectl apply` does not change it".to_owned(),
            first: None,
            is_relief: false,
        }
    }
}

/// When a rule holds, by what was and what is to be.
type When = fn(Option<&Tree>, Option<&Tree>) -> bool;

/// A pattern of the names of options, when it holds, what is lost, and what to do first.
struct OptionRule(&'static str, When, &'static str, &'static str);

const BACKUP: &str = "back up the metadata with `alluxio fsadmin backup`, and start the masters from the backup";
const UNPERSISTED: &str =
    "cached blocks are lost, including data that is not persisted yet (MUST_CACHE, ASYNC_THROUGH)";
const PERSIST: &str = "persist it: `alluxio fs persist /`";
const OTHER_STORAGE: &str = "after a restart the root mount is another under storage: the metadata of the old one stays, but its files cannot be read";
const LOAD: &str =
    "persist what is only in Alluxio; afterwards format the journal, or run `alluxio fs loadMetadata -F /`";

const OPTIONS: &[OptionRule] = &[
    OptionRule(
        "alluxio.master.journal.type",
        replaced,
        "the masters do not find their journal: the new type has another format and location",
        BACKUP,
    ),
    OptionRule(
        "alluxio.master.journal.folder",
        replaced,
        "the journal stays in the old folder; the new one is empty",
        BACKUP,
    ),
    OptionRule("alluxio.master.mount.table.root.ufs", any, OTHER_STORAGE, LOAD),
    OptionRule("alluxio.master.mount.table.root.option.*endpoint", any, OTHER_STORAGE, LOAD),
    OptionRule("alluxio.worker.tieredstore.levels", smaller, UNPERSISTED, PERSIST),
    OptionRule("alluxio.worker.tieredstore.level*.dirs.path", gone, UNPERSISTED, PERSIST),
    OptionRule("alluxio.worker.tieredstore.level*.dirs.mediumtype", gone, UNPERSISTED, PERSIST),
    OptionRule("alluxio.worker.tieredstore.level*.dirs.quota", smaller, UNPERSISTED, PERSIST),
];

/// A kind, a pattern of paths, when it holds, what is lost, and what to do first.
struct FieldRule(&'static str, &'static str, When, &'static str, &'static str);

const FIELDS: &[FieldRule] = &[
    FieldRule(
        "StatefulSet",
        "spec.template.spec.initContainers[journal-format]",
        added,
        "the journal is formatted (erased) whenever a master starts",
        "set `journal.format.runFormat` for one start only, and never if the journal is needed",
    ),
    FieldRule(
        "StatefulSet",
        "spec.template.spec.volumes[alluxio-journal]",
        any,
        "the journal stays in the old volume; the new one is empty",
        BACKUP,
    ),
    // Claims keep their size, and what is in them. The commands tell how they grow.
    FieldRule("StatefulSet", "spec.volumeClaimTemplates[alluxio-journal].spec.resources", any, "", ""),
    FieldRule(
        "StatefulSet",
        "spec.volumeClaimTemplates[alluxio-journal]",
        gone,
        "existing claims keep the journal; it does not move to another volume by itself",
        BACKUP,
    ),
    FieldRule(
        "StatefulSet",
        "spec.volumeClaimTemplates[alluxio-journal]",
        added,
        "the journal stays in the old volume; the new claims are empty",
        BACKUP,
    ),
    FieldRule(
        "Deployment",
        "spec.template.spec.volumes[alluxio-logs]",
        gone,
        "logs that were collected stay behind",
        "",
    ),
];

fn any(_: Option<&Tree>, _: Option<&Tree>) -> bool {
    true
}

fn added(old: Option<&Tree>, new: Option<&Tree>) -> bool {
    old.is_none() && new.is_some()
}

/// What was there is there no more, or is something else.
fn gone(old: Option<&Tree>, _: Option<&Tree>) -> bool {
    old.is_some()
}

fn replaced(old: Option<&Tree>, new: Option<&Tree>) -> bool {
    old.is_some() && new.is_some()
}

/// A number or a size that shrinks, or goes away.
fn smaller(old: Option<&Tree>, new: Option<&Tree>) -> bool {
    // `1Gi`, which 2.9 reads, is no size to 2.7.
    let size = |text: &str| size::alluxio(text).or_else(|| units::amount(text));
    let bytes = |tree: Option<&Tree>| tree.and_then(scalar).and_then(size);
    old.is_some() && bytes(new).unwrap_or(0.0) < bytes(old).unwrap_or(f64::INFINITY)
}

/// What a change of a field loses.
pub fn of_change(kind: &str, path: &Path, old: Option<&Tree>, new: Option<&Tree>) -> Option<Mark> {
    if kind == "ConfigMap" && path.is_within("data") {
        let rule = OPTIONS.iter().find(|rule| is_like(rule.0, path.last()) && (rule.1)(old, new));
        return rule.map(|rule| Mark::data(rule.2, rule.3));
    }
    let rule = FIELDS.iter().find(|rule| rule.0 == kind && path.is_within(rule.1) && (rule.2)(old, new));
    rule.filter(|rule| !rule.3.is_empty()).map(|rule| Mark::data(rule.3, rule.4))
}

/// What the change of a whole object loses, or of several fields together.
pub fn of_object(pair: &Pair<'_>, verdict: Verdict, changes: &[Change], old: &Side, new: &Side) -> Vec<Mark> {
    let Some(before) = pair.old else { return Vec::new() };
    let mut marks = Vec::new();
    match before.kind() {
        "StatefulSet" => of_masters(before, verdict, changes, old, new, &mut marks),
        "PersistentVolumeClaim" | "PersistentVolume" if verdict >= Verdict::Recreate => {
            let text = "the data of the volume may be deleted with it";
            marks.push(Mark::data(text, "make sure that its reclaim policy is `Retain`, or copy the data"));
        }
        "Namespace" if verdict == Verdict::Delete => {
            marks.push(Mark::data("everything in the namespace is deleted with it", ""));
        }
        _ => {}
    }
    if let (Some(old), Some(new)) = (version(before), pair.new.and_then(version))
        && old != new
        && before.kind() == "StatefulSet"
    {
        let text = format!(
            "masters of {} cannot read the journal once masters of {} have written it",
            (&old).min(&new),
            (&old).max(&new)
        );
        marks.push(Mark::data(&text, "take a backup first: `alluxio fsadmin backup`"));
    }
    marks
}

fn of_masters(before: &Object, verdict: Verdict, changes: &[Change], old: &Side, new: &Side, marks: &mut Vec<Mark>) {
    let is_embedded = |side: &Side| option(side, "alluxio.master.journal.type").is_some_and(|kind| kind == "EMBEDDED");
    let claims = before.tree.at(&["spec", "volumeClaimTemplates"]).map_or(&[][..], Tree::items);
    if verdict == Verdict::Delete && !claims.is_empty() {
        let text = "its claims stay but are no longer used; a StatefulSet with another name gets new, empty ones";
        marks.push(Mark::data(text, BACKUP));
    }
    let scales = changes.iter().any(|change| change.path.is_within("spec.replicas") && change.verdict > Verdict::Same);
    if scales && is_embedded(old) && is_embedded(new) {
        let text =
            "with an embedded journal, add or remove only one master at a time; all masters restart with the new list";
        let first = "for each master that is removed: `alluxio fsadmin journal quorum remove -domain MASTER -address HOST:PORT`, and \
                     the same for JOB_MASTER";
        marks.push(Mark::data(text, first));
    }
    let is_lone = before.replicas() == Some(1) || !is_embedded(old);
    let volumes = before.pod().and_then(|pod| pod.get("volumes")).map_or(&[][..], Tree::items);
    let in_pod = |volume: &&Tree| {
        volume.get("name").and_then(Tree::as_str) == Some("alluxio-journal") && volume.get("emptyDir").is_some()
    };
    if is_lone && verdict >= Verdict::Roll && verdict != Verdict::Scale && volumes.iter().any(|volume| in_pod(&volume))
    {
        marks.push(Mark::data(
            "the journal is in an emptyDir, which is deleted with the pod: all metadata is lost",
            BACKUP,
        ));
    }
}

/// The value of an option in any ConfigMap of a side.
fn option(side: &Side, name: &str) -> Option<String> {
    let maps = side.objects.iter().filter(|object| object.kind() == "ConfigMap");
    let texts = maps.filter_map(|object| object.tree.get("data")?.as_map()).flatten();
    texts.filter_map(|(key, text)| options::of(key, text.as_str()?)?.swap_remove(name)).next()
}

/// The minor version of Alluxio that the objects of a side run.
pub fn version_of(side: &Side) -> Option<String> {
    side.objects.iter().find_map(version)
}

/// The minor version of Alluxio by the tag of its image: `2.7`.
fn version(object: &Object) -> Option<String> {
    let image =
        object.containers().find_map(|one| one.get("image")?.as_str().filter(|image| image.contains("alluxio")))?;
    let (_, tag) = image.rsplit('/').next()?.split_once(':')?;
    let mut parts = tag.split(['.', '-']);
    let (major, minor) = (parts.next()?.parse::<u32>().ok()?, parts.next()?.parse::<u32>().ok()?);
    Some(format!("{major}.{minor}"))
}
