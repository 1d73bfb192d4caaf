//! The list that goes out: the text that came in, in which items are replaced and added. What is not ours keeps its text,
//! comments and quotes included.

use super::items::{in_place_of, key};
use super::list::List;
use crate::order;
use crate::yaml::IndexMap;
use crate::yaml::{Tree, emit};
use std::collections::HashMap;
use std::ops::Range;

/// The list with objects and results in it.
pub fn edited(list: &List, objects: Vec<Tree>, results: &[Tree]) -> String {
    let trees: Vec<Tree> = list.nodes().iter().map(Tree::from).collect();
    let known: HashMap<_, _> = trees.iter().enumerate().map(|(index, tree)| (key(tree), index)).collect();
    let (mut replaced, mut added) = (Vec::new(), Vec::new());
    for object in objects {
        match known.get(&key(&object)).and_then(|&index| Some((index, trees.get(index)?))) {
            Some((index, old)) => replaced.push((index, in_place_of(object, old))),
            None => added.push(object),
        }
    }
    match &list.items {
        Some(ranges) => in_text(list, ranges, replaced, &added, results),
        None => anew(list, trees, replaced, added, results),
    }
}

/// Changes the lines of what is replaced, and no others.
fn in_text(
    list: &List,
    ranges: &[Range<usize>],
    replaced: Vec<(usize, Tree)>,
    added: &[Tree],
    results: &[Tree],
) -> String {
    let indent = ranges.first().map_or(0, |range| indent(&list.text[range.start..]));
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for (index, object) in replaced {
        if let Some(range) = ranges.get(index) {
            let length = own_length(&list.text[range.clone()], indent);
            edits.push((range.start..range.start + length, item(&object, indent)));
        }
    }
    let new: String = added.iter().map(|object| item(object, indent)).collect();
    edits.push((list.end..list.end, new));
    edits.extend(list.results.clone().map(|lines| (lines, String::new())));
    edits.push((list.text.len()..list.text.len(), section("results", results)));
    order::sort_by_key(&mut edits, |(range, _)| (range.start, range.end));
    let (mut out, mut at) = (String::with_capacity(list.text.len()), 0);
    for (range, text) in edits {
        out.push_str(&list.text[at..range.start]);
        out.push_str(&text);
        at = range.end;
    }
    out + &list.text[at..]
}

/// Prints the whole list anew, where it is empty or does not stand in lines of its own: values stay, their spelling does not.
fn anew(list: &List, mut items: Vec<Tree>, replaced: Vec<(usize, Tree)>, added: Vec<Tree>, results: &[Tree]) -> String {
    for (index, object) in replaced {
        items[index] = object;
    }
    items.extend(added);
    let mut whole = match Tree::from(&list.node) {
        Tree::Map(map) => map,
        _ => IndexMap::default(),
    };
    whole.insert("items".to_owned(), Tree::List(items));
    whole.shift_remove("results");
    let mut out = String::new();
    emit::yaml(&Tree::Map(whole), &mut out);
    out + &section("results", results)
}

/// A key at the top with a list; nothing for an empty one.
fn section(key: &str, items: &[Tree]) -> String {
    let mut out = String::new();
    if !items.is_empty() {
        emit::yaml(&Tree::Map([(key.to_owned(), Tree::List(items.to_vec()))].into_iter().collect()), &mut out);
    }
    out
}

/// An object as an item whose hyphen stands so far to the right.
fn item(object: &Tree, indent: usize) -> String {
    let mut text = String::new();
    emit::yaml(&Tree::List(vec![object.clone()]), &mut text);
    let blanks = " ".repeat(indent);
    let line = |line: &str| if line == "\n" { line.to_owned() } else { format!("{blanks}{line}") };
    text.split_inclusive('\n').map(line).collect()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// How much of the lines of an item is its own: not the comments that stand in front of the next one.
fn own_length(text: &str, dash: usize) -> usize {
    let foreign = |line: &&str| line.trim().is_empty() || (line.trim_start().starts_with('#') && indent(line) <= dash);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let foreign: usize = lines.iter().rev().take_while(|line| foreign(line)).map(|line| line.len()).sum();
    text.len() - foreign
}
