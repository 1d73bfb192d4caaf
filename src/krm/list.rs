//! The list of resources that comes in: what it holds, and where in its text the items stand.

use super::cluster::called;
use super::fields;
use crate::Run;
use crate::input;
use crate::problem::{Problem, Stop};
use crate::source::{Layer, SourceId};
use crate::yaml::{Kind, Node, parse};
use std::ops::Range;

/// How many keys and values a list may have: kustomize hands over all resources of a build.
const MAX_NODES: usize = 2_000_000;

/// A list of resources.
#[derive(Debug)]
pub struct List {
    /// Its text, which ends with a line break.
    pub text: String,
    /// The whole list.
    pub node: Node,
    /// Where each item stands, as whole lines, if they stand so.
    pub items: Option<Vec<Range<usize>>>,
    /// Where the items end, and where old results stand.
    pub end: usize,
    /// The lines of `results` that another function left.
    pub results: Option<Range<usize>>,
}

/// The object that says what to do.
#[derive(Debug)]
pub struct Function {
    /// The object.
    pub node: Node,
    /// What messages call it.
    pub name: String,
    /// The text it lies in.
    pub source: SourceId,
}

/// Reads the list from standard input. From then on messages name fields of the function's object, and no lines: kustomize
/// writes it anew before we see it.
pub fn read(run: &mut Run) -> Result<(List, Function), Stop> {
    let mut text = match input::standard_input() {
        Ok(text) => text,
        Err(what) => return run.problems.fail(Problem::error(format!("cannot read standard input: {what}"))),
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let source = run.sources.add(Layer::File, "standard input", text.as_str());
    let mut keep = |_| {};
    let documents = parse::documents_without(("", &mut keep), MAX_NODES, &run.sources, source, &mut run.problems)?;
    let Ok([node]) = <[Node; 1]>::try_from(documents) else { return run.problems.fail(no_list(None)) };
    let kind = node.get("kind").map(|node| &node.kind);
    if !matches!(kind, Some(Kind::Text(kind)) if kind == "ResourceList") {
        return run.problems.fail(no_list(Some(&node)));
    }
    let Some(function) = node.get("functionConfig").filter(|node| node.as_map().is_some()).cloned() else {
        let problem = Problem::error("the ResourceList has no `functionConfig`").at(node.span);
        return run.problems.fail(problem.help("run it with an AlluxioCluster, as in docs/examples/kustomize"));
    };
    let name = called(&function);
    run.sources.tell_fields(source, &name, fields::of(&function));
    Ok((List::new(text, node), Function { node: function, name, source }))
}

fn no_list(node: Option<&Node>) -> Problem {
    let problem = Problem::error("standard input must be a ResourceList, as kustomize and kpt send it");
    let help = "kustomize runs this command; to print manifests, use `alluxio-gen render`";
    problem.at(node.map(|node| node.span)).help(help)
}

impl List {
    fn new(text: String, node: Node) -> Self {
        let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let place = |line: u32| starts.get((line as usize).saturating_sub(1)).copied().unwrap_or(text.len());
        // The lines of a key at the top, from its own to the next one's.
        let mut keys: Vec<(&str, usize)> = Vec::new();
        let map = node.as_map();
        for (key, entry) in map.into_iter().flatten() {
            keys.push((key, place(entry.key.line)));
        }
        let lines = |wanted: &str| {
            let index = keys.iter().position(|(key, _)| *key == wanted)?;
            let end = keys.get(index + 1).map_or(text.len(), |(_, start)| *start);
            Some(keys.get(index)?.1..end)
        };
        let is_block = map.is_some_and(|map| map.values().all(|entry| entry.key.column == 1))
            && keys.windows(2).all(|pair| pair[0].1 < pair[1].1);
        let whole = lines("items").filter(|_| is_block);
        let items = whole.clone().and_then(|whole| ranges(&text, &node, whole, place));
        let end = whole.map_or(text.len(), |whole| whole.end);
        let results = lines("results");
        List { items, end, results, text, node }
    }

    /// The items, in order.
    pub fn nodes(&self) -> &[Node] {
        match self.node.get("items").map(|node| &node.kind) {
            Some(Kind::List(items)) => items,
            _ => &[],
        }
    }
}

/// The lines of each item, if each begins with its hyphen on a line of its own, as kustomize and kpt print them.
fn ranges(text: &str, node: &Node, whole: Range<usize>, place: impl Fn(u32) -> usize) -> Option<Vec<Range<usize>>> {
    let Kind::List(items) = &node.get("items")?.kind else { return None };
    let starts: Vec<usize> = items.iter().map(|item| place(item.span.line)).collect();
    for (item, &start) in items.iter().zip(&starts) {
        let before = text.get(start..)?.get(..(item.span.column as usize).checked_sub(1)?)?;
        (before.trim() == "-" && item.as_map().is_some()).then_some(())?;
    }
    let ends = starts.iter().skip(1).copied().chain([whole.end]);
    let ranges: Vec<Range<usize>> = starts.iter().zip(ends).map(|(&start, end)| start..end).collect();
    (!ranges.is_empty() && ranges.iter().all(|range| range.start < range.end)).then_some(ranges)
}
