//! What all containers may need of their nodes: `lint --memory`.

use super::Context;
use super::memory::{Process, all};
use crate::facts::PodOf;
use crate::facts::pod::Container;
use crate::facts::size;
use crate::output::columns;
use crate::problem::Problem;
use crate::yaml::Tree;

const GI: f64 = 1_073_741_824.0;

/// A container: what it may need, and what it has.
#[derive(Clone, Debug)]
pub struct Row {
    /// The object: `DaemonSet/alluxio-worker`.
    pub object: String,
    /// The container's name.
    pub container: String,
    /// Heap, direct memory, and what is kept in memory, in bytes; nothing where the JVM decides by its node, or where no
    /// JVM runs.
    pub heap: Option<f64>,
    /// Direct memory.
    pub direct: Option<f64>,
    /// Volumes in memory.
    pub volumes: Option<f64>,
    /// All of them.
    pub sum: Option<f64>,
    /// The limit.
    pub limit: Option<f64>,
    /// The request, which is the limit where only that is given.
    pub request: Option<f64>,
    /// Whether each node has one, a pod of a DaemonSet.
    pub on_every_node: bool,
}

impl Row {
    /// The most that it takes: what it needs, and never more than its limit, at which it is killed.
    fn most(&self) -> Option<f64> {
        match (self.sum, self.limit) {
            (Some(sum), Some(limit)) => Some(sum.min(limit)),
            (sum, limit) => sum.or(limit).or(self.request),
        }
    }
}

/// All containers but those that run before others. `node` is the memory of a node, on which the heap of a JVM without a
/// limit depends.
pub fn rows(context: &Context<'_>, node: Option<f64>) -> Vec<Row> {
    let processes = all(context, node);
    let pods = context.facts.pods();
    let of_pod = |pod: &PodOf<'_>| {
        let containers = pod.pod.containers.iter();
        containers.map(|container| row(pod, container, &processes)).collect::<Vec<_>>()
    };
    pods.iter().flat_map(of_pod).collect()
}

fn row(pod: &PodOf<'_>, container: &Container, processes: &[Process<'_>]) -> Row {
    let process = processes.iter().find(|process| process.container == container.name);
    let amount =
        |key: &str| container.resources.as_ref().and_then(|set| set.amount(key, "memory")).and_then(size::kubernetes);
    let part = |kind| process.map(|process| process.of(kind)).filter(|bytes| *bytes > 0.0);
    Row {
        object: format!("{}/{}", pod.kind, pod.name),
        container: container.name.to_owned(),
        heap: part(super::memory::Kind::Heap),
        direct: part(super::memory::Kind::Direct),
        volumes: part(super::memory::Kind::Volume),
        sum: process.filter(|process| process.knows_heap()).map(Process::sum),
        limit: amount("limits"),
        request: amount("requests").or(amount("limits")),
        on_every_node: pod.kind == "DaemonSet",
    }
}

/// What a node has for pods, in bytes: without what its system keeps, half a Gi or a twentieth.
fn allocatable(node: f64) -> f64 {
    node - (node / 20.0).max(GI / 2.0)
}

/// The pods of DaemonSets on one node.
struct Fit {
    /// The node's memory, and what is left of it for pods.
    node: f64,
    room: f64,
    /// What is set aside for the pods, and the most that they take.
    requests: f64,
    most: f64,
    /// Whether the most is not known of some of them.
    is_open: bool,
}

impl Fit {
    fn new(rows: &[Row], node: f64) -> Self {
        let every: Vec<&Row> = rows.iter().filter(|row| row.on_every_node).collect();
        Fit {
            node,
            room: allocatable(node),
            requests: every.iter().filter_map(|row| row.request).sum(),
            most: every.iter().filter_map(|row| row.most()).sum(),
            is_open: every.iter().any(|row| row.most().is_none()),
        }
    }

    fn fits(&self) -> bool {
        self.most <= self.room && self.requests <= self.room
    }

    fn verdict(&self) -> String {
        let open = if self.is_open { ", and some containers have no limit" } else { "" };
        match self.fits() {
            true => format!("fits, with {} left{open}", size::show(self.room - self.most)),
            false => {
                let over = self.most.max(self.requests) - self.room;
                format!("does not fit: {} too much{open}", size::show(over))
            }
        }
    }
}

/// What is wrong if the pods of a node do not fit.
pub fn too_much(rows: &[Row], node: f64) -> Option<Problem> {
    let fit = Fit::new(rows, node);
    (!fit.fits()).then(|| {
        let (most, room) = (size::show(fit.most.max(fit.requests)), size::show(fit.room));
        let message =
            format!("the pods of a node may use {most}, but a node of {} has only {room} for pods", size::show(node));
        Problem::error(message).help("reduce heaps, memory tiers or limits, or use larger nodes")
    })
}

fn cell(bytes: Option<f64>) -> String {
    bytes.map_or_else(|| "-".to_owned(), size::show)
}

/// For people.
pub fn as_table(rows: &[Row], node: Option<f64>) -> String {
    let head = ["OBJECT", "CONTAINER", "HEAP", "DIRECT", "IN MEMORY", "SUM", "LIMIT", "REQUEST", ""];
    let mut cells = vec![head.map(str::to_owned)];
    for row in rows {
        let over = row.sum.zip(row.limit).filter(|(sum, limit)| sum > limit);
        cells.push([
            row.object.clone(),
            row.container.clone(),
            cell(row.heap),
            cell(row.direct),
            cell(row.volumes),
            cell(row.sum),
            cell(row.limit),
            cell(row.request),
            over.map_or_else(String::new, |(sum, limit)| format!("{} above the limit", size::show(sum - limit))),
        ]);
    }
    let mut text = columns::aligned(&cells);
    if let Some(fit) = node.map(|node| Fit::new(rows, node)) {
        let [node, room, requests, most] = [fit.node, fit.room, fit.requests, fit.most].map(size::show);
        text.push_str(&format!(
            "\nA node of {node} has {room} for pods. The DaemonSet pods request {requests} and may use {most}: {}.\n",
            fit.verdict()
        ));
    }
    text
}

/// For programs: bytes.
pub fn as_json(rows: &[Row], node: Option<f64>) -> Tree {
    let bytes = |bytes: f64| Tree::Number(format!("{bytes:.0}"));
    let optional = |amount: Option<f64>| amount.map_or(Tree::Null, bytes);
    let row = |row: &Row| {
        Tree::map([
            ("object", row.object.as_str().into()),
            ("container", row.container.as_str().into()),
            ("heap", optional(row.heap)),
            ("direct", optional(row.direct)),
            ("inMemory", optional(row.volumes)),
            ("sum", optional(row.sum)),
            ("limit", optional(row.limit)),
            ("request", optional(row.request)),
            ("onEveryNode", Tree::Bool(row.on_every_node)),
        ])
    };
    let node = node.map(|node| Fit::new(rows, node)).map_or(Tree::Null, |fit| {
        Tree::map([
            ("memory", bytes(fit.node)),
            ("allocatable", bytes(fit.room)),
            ("requests", bytes(fit.requests)),
            ("most", bytes(fit.most)),
            ("fits", Tree::Bool(fit.fits())),
        ])
    });
    Tree::map([("containers", Tree::List(rows.iter().map(row).collect())), ("node", node)])
}

#[cfg(test)]
mod tests {
    use super::{GI, Row, as_table, too_much};

    fn row(object: &str, sum: f64, limit: Option<f64>, request: f64) -> Row {
        Row {
            object: object.to_owned(),
            container: "c".to_owned(),
            heap: Some(sum * GI),
            direct: None,
            volumes: None,
            sum: Some(sum * GI),
            limit: limit.map(|limit| limit * GI),
            request: Some(request * GI),
            on_every_node: object.starts_with("DaemonSet"),
        }
    }

    #[test]
    fn the_pods_of_a_node_take_what_they_need_and_no_more_than_their_limits() {
        let rows = [
            row("StatefulSet/m", 100.0, None, 1.0),
            row("DaemonSet/w", 9.0, Some(4.0), 2.0),
            row("DaemonSet/f", 3.0, None, 1.0),
        ];
        // Of 8Gi the system keeps a half, and 7 are taken.
        assert!(too_much(&rows, 8.0 * GI).is_none());
        assert!(
            as_table(&rows, Some(8.0 * GI))
                .contains("7.5Gi for pods. The DaemonSet pods request 3Gi and may use 7Gi: fits, with 512Mi left.")
        );
        let problem = too_much(&rows, 7.0 * GI).expect("too much");
        assert!(problem.message.contains("may use 7Gi, but a node of 7Gi has only 6.5Gi"), "{}", problem.message);
        // What is set aside has to fit as well, whatever is needed.
        assert!(too_much(&[row("DaemonSet/w", 1.0, Some(9.0), 9.0)], 8.0 * GI).is_some());
        assert!(as_table(&rows, None).contains("5Gi above the limit"));
    }
}
