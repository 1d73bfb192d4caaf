//! What a container's memory is made of: the heap, direct memory, and volumes that are kept in memory.

use super::{Context, tiers};
use crate::facts::given::{Component, Winner, flag};
use crate::facts::size;
use crate::facts::{fuse, master_enabled, needs_journal, worker_enabled};
use crate::model::Values;
use crate::model::choices::{LogVolume, MasterVolume};
use crate::model::map::Pair;
use crate::model::pod::Resources;
use crate::model::scalar::{Leaf, Quantity, text_of};
use crate::source::Span;
use crate::yaml;

const GI: f64 = 1_073_741_824.0;

/// What a JVM needs beside heap and direct memory, roughly.
const SPARE: f64 = GI / 2.0;

/// A container and what it needs.
pub struct Process<'a> {
    /// Its name in the pod.
    pub container: &'static str,
    /// The path of its resources in the values.
    pub resources: &'static str,
    /// Its limit, if it has one.
    pub limit: Option<&'a Pair>,
    /// What it needs.
    pub parts: Vec<Part>,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The heap.
    Heap,
    /// Direct memory.
    Direct,
    /// A volume in memory.
    Volume,
}

/// A part of a container's memory.
pub struct Part {
    /// Which one.
    pub kind: Kind,
    /// What it is, with what was written.
    pub what: String,
    /// How much it is.
    pub bytes: f64,
    /// Where it stands, if it is written anywhere; a default that is written once more is not.
    pub place: Option<Span>,
    /// Whether it is a share of the limit, and grows with it.
    pub grows: bool,
}

impl Process<'_> {
    /// The limit in bytes; what Kubernetes cannot read is refused elsewhere.
    pub fn most(&self) -> Option<f64> {
        size::kubernetes(&self.limit?.text)
    }

    /// What all parts need together.
    pub fn sum(&self) -> f64 {
        self.parts.iter().map(|part| part.bytes).sum()
    }

    /// What its parts of one kind need together.
    pub fn of(&self, kind: Kind) -> f64 {
        self.parts.iter().filter(|part| part.kind == kind).map(|part| part.bytes).sum()
    }

    /// Whether its heap is known: without a limit, a JVM that is told nothing takes a share of the node.
    pub fn knows_heap(&self) -> bool {
        self.parts.iter().any(|part| part.kind == Kind::Heap)
    }

    /// A limit that is enough, in whole `Gi`, with some left for threads and code.
    pub fn enough(&self, most: f64) -> String {
        let share: f64 = self.parts.iter().filter(|part| part.grows).map(|part| part.bytes / most).sum();
        let fixed: f64 = self.parts.iter().filter(|part| !part.grows).map(|part| part.bytes).sum();
        let left = (1.0 - share).max(0.05);
        format!("{}Gi", ((fixed + SPARE) / left / GI).ceil())
    }
}

/// What the start scripts of the image give a JVM that is told nothing (chart.md 0.5): heap and direct memory.
#[derive(Clone, Copy)]
struct Image {
    heap: Option<&'static str>,
    direct: Option<&'static str>,
}

const NOTHING: Image = Image { heap: None, direct: None };
const MASTER: Image = Image { heap: Some("8g"), direct: None };
const WORKER: Image = Image { heap: Some("4g"), direct: Some("4g") };
const FUSE: Image = Image { heap: Some("1g"), direct: Some("4g") };

/// All containers that are rendered and have a limit.
pub fn processes<'a>(context: &Context<'a>) -> Vec<Process<'a>> {
    all(context, None).into_iter().filter(|process| process.most().is_some()).collect()
}

/// All containers in which a JVM runs. Where there is no limit, a JVM sees the memory of its node.
pub fn all<'a>(context: &Context<'a>, node: Option<f64>) -> Vec<Process<'a>> {
    let values = context.values;
    let process = |container, path, resources: &'a Option<Resources>, jvm: &Jvm<'_>, volumes: Vec<Part>| {
        process((container, path), resources, jvm, volumes, node)
    };
    let of = |component: Component| move |start: &str| flag(values, component, start).map(Given::from);
    let mut out = Vec::new();
    if master_enabled(values) {
        let jvm = Jvm { image: MASTER, given: &of(Component::Master) };
        let volumes = master_volumes(values);
        out.push(process("alluxio-master", "master.resources", &values.master.resources, &jvm, volumes));
        let jvm = Jvm { image: NOTHING, given: &of(Component::JobMaster) };
        out.push(process("alluxio-job-master", "jobMaster.resources", &values.job_master.resources, &jvm, Vec::new()));
    }
    if worker_enabled(values) {
        let jvm = Jvm { image: WORKER, given: &of(Component::Worker) };
        let volumes = tier_volumes(context);
        out.push(process("alluxio-worker", "worker.resources", &values.worker.resources, &jvm, volumes));
        let jvm = Jvm { image: NOTHING, given: &of(Component::JobWorker) };
        out.push(process("alluxio-job-worker", "jobWorker.resources", &values.job_worker.resources, &jvm, Vec::new()));
    }
    if fuse::enabled(values) {
        let jvm = Jvm { image: FUSE, given: &of(Component::Fuse) };
        out.push(process("alluxio-fuse", "fuse.resources", &values.fuse.resources, &jvm, Vec::new()));
    }
    if values.logserver.enabled.or(false) {
        let jvm = Jvm { image: NOTHING, given: &of(Component::Logserver) };
        let volumes = log_volume(values).into_iter().collect();
        out.push(process("alluxio-logserver", "logserver.resources", &values.logserver.resources, &jvm, volumes));
    }
    if values.csi.enabled.or(false) {
        let jvm = Jvm { image: FUSE, given: &|start| csi_option(context, start) };
        let resources = &values.csi.node_plugin.nodeserver.resources;
        out.push(process("csi-nodeserver", "csi.nodePlugin.nodeserver.resources", resources, &jvm, Vec::new()));
    }
    out
}

/// An option that is given to a JVM: what follows its start.
struct Given {
    text: String,
    place: Span,
}

impl From<Winner<'_>> for Given {
    fn from(winner: Winner<'_>) -> Self {
        Given { text: winner.text.to_owned(), place: winner.place }
    }
}

/// A JVM: what the image gives it, and the options it is given by name.
struct Jvm<'a> {
    image: Image,
    given: &'a dyn Fn(&str) -> Option<Given>,
}

impl Jvm<'_> {
    /// `most` is what the JVM sees: its limit, or its node.
    fn heap(&self, most: Option<f64>) -> Option<Part> {
        let part = |what: String, bytes, place, grows| Part { kind: Kind::Heap, what, bytes, place, grows };
        let option = ["-Xmx", "-XX:MaxHeapSize="].into_iter().find_map(|start| Some((start, (self.given)(start)?)));
        if let Some((start, given)) = option {
            let bytes = size::jvm(&given.text)?;
            return Some(part(format!("heap (`{start}{}`)", given.text), bytes, Some(given.place), false));
        }
        if let Some(text) = self.image.heap {
            return Some(part(format!("heap (the image's -Xmx{text})"), size::jvm(text)?, None, false));
        }
        if let Some(given) = (self.given)("-XX:MaxRAMPercentage=") {
            let share = given.text.parse::<f64>().ok().filter(|share| (0.0..=100.0).contains(share))? / 100.0;
            return Some(part(format!("heap ({}% of the limit)", given.text), most? * share, Some(given.place), true));
        }
        Some(part("heap (a quarter of the limit, the JVM's default)".to_owned(), most? / 4.0, None, true))
    }

    fn direct(&self) -> Option<Part> {
        const START: &str = "-XX:MaxDirectMemorySize=";
        if let Some(given) = (self.given)(START) {
            let bytes = size::jvm(&given.text)?;
            let what = format!("direct memory (`{START}{}`)", given.text);
            return Some(Part { kind: Kind::Direct, what, bytes, place: Some(given.place), grows: false });
        }
        let text = self.image.direct?;
        let what = format!("direct memory (the image's {START}{text})");
        Some(Part { kind: Kind::Direct, what, bytes: size::jvm(text)?, place: None, grows: false })
    }
}

fn process<'a>(
    (container, path): (&'static str, &'static str),
    resources: &'a Option<Resources>,
    jvm: &Jvm<'_>,
    volumes: Vec<Part>,
    node: Option<f64>,
) -> Process<'a> {
    let limit = resources.as_ref().and_then(|it| it.limits.0.iter().find(|pair| pair.name == "memory"));
    let most = limit.map_or(node, |limit| size::kubernetes(&limit.text));
    let parts = [jvm.heap(most), jvm.direct()].into_iter().flatten().chain(volumes).collect();
    Process { container, resources: path, limit, parts }
}

/// An option of the FUSE process that the CSI node server starts for a volume: `csi.javaOptions`, then the common ones.
fn csi_option(context: &Context<'_>, start: &str) -> Option<Given> {
    let last = |text: &str, place| {
        let found = text.split_whitespace().rev().find_map(|word| word.strip_prefix(start))?;
        Some(Given { text: found.to_owned(), place })
    };
    let own = context.node.get("csi").and_then(|csi| csi.get("javaOptions"));
    let own = own.and_then(|node| match &node.kind {
        yaml::Kind::Text(text) => last(text, node.span),
        yaml::Kind::List(items) => items.iter().rev().find_map(|item| last(&text_of(item)?, item.span)),
        _ => None,
    });
    own.or_else(|| context.values.jvm_options.0.iter().rev().find_map(|word| last(&word.text, word.place)))
}

/// A volume in memory: what it is called, what it is kept in, and its size.
fn in_memory(what: &str, medium: &Leaf<String>, size: &Leaf<Quantity>) -> Option<Part> {
    let text = size.filled().filter(|_| medium.text() == "Memory")?;
    let bytes = size::kubernetes(text)?;
    Some(Part {
        kind: Kind::Volume,
        what: format!("{what} in memory ({text})"),
        bytes,
        place: size.place,
        grows: false,
    })
}

fn master_volumes(values: &Values) -> Vec<Part> {
    let journal = Some(&values.journal)
        .filter(|journal| needs_journal(values) && journal.volume_type.value == Some(MasterVolume::EmptyDir));
    let metastore = values.metastore.as_ref();
    let metastore = metastore.filter(|it| it.volume_type.value == Some(MasterVolume::EmptyDir));
    let journal = journal.and_then(|it| in_memory("the journal", &it.medium, &it.size));
    let metastore = metastore.and_then(|it| in_memory("the metastore", &it.medium, &it.size));
    journal.into_iter().chain(metastore).collect()
}

fn log_volume(values: &Values) -> Option<Part> {
    let logserver = &values.logserver;
    let on_empty_dir = logserver.volume_type.value == Some(LogVolume::EmptyDir);
    in_memory("the logs", &logserver.medium, &logserver.size).filter(|_| on_empty_dir)
}

/// The tiers in memory, which count for the worker as soon as they are filled.
fn tier_volumes(context: &Context<'_>) -> Vec<Part> {
    let dirs = tiers::dirs(context.values);
    let part = |dir: &tiers::Dir<'_>| {
        let quota = dir.wins(context.values)?;
        let what = format!("tier {} in memory ({})", dir.number(), quota.text);
        let place = quota.place.filter(|_| !dir.restates_quota(context));
        Some(Part { kind: Kind::Volume, what, bytes: quota.bytes()?, place, grows: false })
    };
    dirs.iter().filter(|dir| dir.in_memory()).filter_map(part).collect()
}
