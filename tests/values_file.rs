//! Keeps `values/values.yaml`, the profiles and the typed values in step.

use alluxio_gen::assets::Assets;
use alluxio_gen::model::read::{Field, Shape};
use alluxio_gen::model::shape;
use alluxio_gen::problem::Problems;
use alluxio_gen::source::{Layer, Sources};
use alluxio_gen::version::Version;
use alluxio_gen::yaml::{Kind, Node, Tree, emit, parse};
use alluxio_gen::{Run, builtin, describe, version};
use std::fs;
use std::path::Path;
use std::process::Command;

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn tree(name: &str) -> Node {
    let (mut sources, mut problems) = (Sources::default(), Problems::default());
    let source = sources.add(Layer::Defaults, name, text(name));
    let documents = parse::documents(&sources, source, &mut problems);
    assert_eq!("", problems.report(&sources));
    documents.expect("no problem, no stop").pop().expect("one document")
}

/// A version's default values in one text, and read.
fn defaults(version: &Version) -> (String, Node) {
    let text = Assets::default().commented_defaults(version, &mut Problems::default()).expect("they are built in");
    let (mut sources, mut problems) = (Sources::default(), Problems::default());
    let source = sources.add(Layer::Defaults, version.name, text.as_str());
    let documents = parse::documents(&sources, source, &mut problems);
    assert_eq!("", problems.report(&sources));
    (text, documents.expect("no problem, no stop").pop().expect("one document"))
}

/// The paths that one side has and the other lacks. Below a null or `{}` nothing can be compared.
fn compare(path: &str, version: &Version, shape: &Shape, node: &Node, out: &mut Vec<String>) {
    match (shape, &node.kind) {
        (Shape::Section(fields), Kind::Map(map)) if !map.is_empty() => {
            let fields: Vec<&Field> = fields.iter().filter(|field| field.era.holds(version)).collect();
            let known = |name: &str| fields.iter().find(|field| field.name == name);
            for Field { name, .. } in fields.iter().filter(|field| !map.contains_key(field.name)) {
                out.push(format!("{path}.{name} is read and not declared"));
            }
            for (name, entry) in map {
                match known(name) {
                    Some(field) => compare(&format!("{path}.{name}"), version, &field.shape, &entry.node, out),
                    None => out.push(format!("{path}.{name} is declared and not read")),
                }
            }
        }
        (Shape::List(item), Kind::List(nodes)) => nodes.iter().for_each(|node| compare(path, version, item, node, out)),
        (Shape::Section(_), Kind::Null | Kind::Map(_)) => {}
        (Shape::Section(_), _) => out.push(format!("{path} is no map")),
        _ => {}
    }
}

#[test]
fn every_value_that_is_read_is_declared_and_the_reverse() {
    for version in &version::ALL {
        let mut differences = Vec::new();
        compare("", version, &shape(), &defaults(version).1, &mut differences);
        assert!(differences.is_empty(), "{}: {}", version.name, differences.join("\n"));
    }
}

#[test]
fn the_defaults_in_one_text_are_those_of_the_layers() {
    for version in &version::ALL {
        let layers = builtin(version, &mut Run::default()).expect("they are built in");
        let without_nulls = |node: &Node| without_nulls(Tree::from(node));
        assert_eq!(without_nulls(&defaults(version).1), without_nulls(&layers), "{}", version.name);
    }
}

/// What is not set is not there.
fn without_nulls(tree: Tree) -> Tree {
    match tree {
        Tree::Map(map) => {
            let set = map.into_iter().filter(|(_, tree)| *tree != Tree::Null);
            Tree::Map(set.map(|(key, tree)| (key, without_nulls(tree))).collect())
        }
        tree => tree,
    }
}

#[test]
fn a_version_takes_away_all_that_ended() {
    fn ended(path: &str, version: &Version, shape: &Shape, layer: &Node, out: &mut Vec<String>) {
        let Shape::Section(fields) = shape else { return };
        for field in fields {
            let path = format!("{path}.{}", field.name);
            match layer.get(field.name) {
                node if field.era.is_over(version) => {
                    out.extend(node.is_none_or(|node| !node.is_null()).then_some(path))
                }
                Some(node) => ended(&path, version, &field.shape, node, out),
                None => {}
            }
        }
    }
    let mut left = Vec::new();
    ended("", &version::ALL[1], &shape(), &tree("values/2.9.yaml"), &mut left);
    assert!(left.is_empty(), "values/2.9.yaml has no null for {left:?}");
}

#[test]
fn every_declared_value_has_its_comment() {
    version::ALL.iter().for_each(has_comments);
}

fn has_comments(version: &Version) {
    let (file, _) = defaults(version);
    let lines: Vec<&str> = file.lines().map(str::trim).collect();
    let is_key = |line: &str| {
        let name = line.strip_prefix("- ").unwrap_or(line);
        !line.starts_with('#')
            && name.split_once(':').is_some_and(|(name, _)| !name.contains([' ', '{', '[']) && !name.starts_with('-'))
    };
    let bare: Vec<_> = lines.windows(2).filter(|pair| is_key(pair[1]) && !pair[0].starts_with("# ")).collect();
    assert!(bare.is_empty(), "without a comment: {bare:#?}");
    assert!(lines.iter().filter(|line| is_key(line)).count() > 300, "the keys are not found any more");
}

#[test]
fn profiles_hold_known_values_and_say_what_they_are() {
    for name in ["singleMaster-localJournal", "singleMaster-hdfsJournal", "multiMaster-embeddedJournal"] {
        let file = format!("profiles/{name}.yaml");
        assert!(text(&file).starts_with("# "), "{file} has no description");
        let mut differences = Vec::new();
        compare("", version::DEFAULT, &shape(), &tree(&file), &mut differences);
        differences.retain(|line| line.ends_with("not read"));
        assert!(differences.is_empty(), "{file}: {}", differences.join("\n"));
    }
}

#[test]
fn what_stands_in_comments_below_the_metastore_is_what_it_is_by_default() {
    let values = describe::values(version::DEFAULT, &mut Problems::default()).expect("described");
    let Some(Tree::Map(mut shown)) = values.keys["metastore"].example.clone() else { panic!("no keys are shown") };
    assert!(shown.len() > 4 && shown["volumeType"] == Tree::Null);
    let render = |metastore: &Tree| {
        let mut json = "metastore=".to_owned();
        emit::json_line(metastore, &mut json);
        let output = Command::new(env!("CARGO_BIN_EXE_alluxio-gen")).args(["render", "--set-json", &json]).output();
        String::from_utf8(output.expect("the binary runs").stdout).expect("UTF-8")
    };
    for kind in ["persistentVolumeClaim", "emptyDir"] {
        let kind = ("volumeType".to_owned(), Tree::Text(kind.to_owned()));
        let least = render(&Tree::Map([kind.clone()].into_iter().collect()));
        shown.extend([kind]);
        assert!(least.contains("metastore") && least == render(&Tree::Map(shown.clone())));
    }
}
