//! The merge tables of helm-values.md, the errors of arguments, and properties of the grammar.

use super::load;
use crate::cli::Inputs;
use crate::problem::Problems;
use crate::source::Sources;
use crate::yaml::{Kind, Node, Tree, emit};
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};

const DEFAULTS: &str = "a: {x: 1, 'y': {z: 2}}\nl: [1, {k: v}, 3]\ns: str\n'n': null\nm: {'n': null, o: 1}\n";

/// One flag of the command line.
#[derive(Clone, Copy, Debug)]
enum Flag {
    Set,
    Text,
    Json,
    Literal,
}

fn inputs(arguments: &[(Flag, &str)]) -> Inputs {
    let mut inputs = Inputs::default();
    for &(flag, argument) in arguments {
        let list = match flag {
            Flag::Set => &mut inputs.set,
            Flag::Text => &mut inputs.set_string,
            Flag::Json => &mut inputs.set_json,
            Flag::Literal => &mut inputs.set_literal,
        };
        list.push(argument.to_owned());
    }
    inputs
}

struct Outcome {
    node: Option<Node>,
    report: String,
}

/// Merges arguments over a file (the profile stands where a first file would) over defaults.
fn merge(defaults: &str, file: &str, arguments: &[(Flag, &str)]) -> Outcome {
    let (mut sources, mut problems) = (Sources::default(), Problems::default());
    let file = Some(("my.yaml", file));
    let node = load(&inputs(arguments), ("values.yaml", defaults), file, &mut sources, &mut problems).ok();
    let report = anstream::adapter::strip_str(&problems.report(&sources)).to_string();
    Outcome { node, report }
}

fn json(outcome: &Outcome) -> String {
    let mut text = String::new();
    if let Some(node) = &outcome.node {
        emit::json(&Tree::from(node), &mut text);
    }
    text.lines().map(str::trim).collect()
}

#[test]
fn files_lie_over_defaults_as_in_helm() {
    let rest = r#""l": [1,{"k": "v"},3],"s": "str","n": null,"m": {"n": null,"o": 1}"#;
    let table = [
        ("a: {w: 3}", r#""a": {"x": 1,"y": {"z": 2},"w": 3},"#),
        ("a: {x: 10}\n---\na: {w: 3}", r#""a": {"x": 10,"y": {"z": 2},"w": 3},"#),
        ("a: 7\n---\na: {w: 1}", r#""a": {"x": 1,"y": {"z": 2},"w": 1},"#),
        ("a: {w: 1}\n---\na: 7", r#""a": 7,"#),
        ("a: null\n---\na: {w: 3}", r#""a": {"x": 1,"y": {"z": 2},"w": 3},"#),
        ("a: {w: 3}\n---\na: null", ""),
        ("a: {}", r#""a": {"x": 1,"y": {"z": 2}},"#),
        ("a: {'y': null}", r#""a": {"x": 1},"#),
        ("a: {'y': 8}", r#""a": {"x": 1,"y": 8},"#),
        ("a: {q: null}", r#""a": {"x": 1,"y": {"z": 2},"q": null},"#),
    ];
    for (file, a) in table {
        assert_eq!(json(&merge(DEFAULTS, file, &[])), format!("{{{a}{rest}}}"), "{file}");
    }
}

#[test]
fn a_null_takes_a_default_away() {
    let table = [
        ("l: []", r#"{"l": []}"#, "l: [1]"),
        ("k: null", "{}", "k: null"),
        ("m: {'n': null}", r#"{"m": {"n": null,"o": 1}}"#, "m: {'n': null, o: 1}"),
        ("m: {o: null}", r#"{"m": {}}"#, "m: {o: 1}"),
        ("zz: {a: {b: null}}", r#"{"zz": {"a": {"b": null}}}"#, "{}"),
        ("l: [null]", r#"{"l": [null]}"#, "l: [1]"),
        ("{}", r#"{"k": null}"#, "k: null"),
    ];
    for (file, merged, defaults) in table {
        assert_eq!(json(&merge(defaults, file, &[])), merged, "{file} over {defaults}");
    }
}

#[test]
fn arguments_go_by_flag_then_by_place() {
    let table: [(&[(Flag, &str)], &str); 9] = [
        (&[(Flag::Literal, "a=lit"), (Flag::Text, "a=str"), (Flag::Set, "a=1")], r#"{"a": "lit"}"#),
        (&[(Flag::Set, "l[1]=9"), (Flag::Json, "l=[1,2,3]")], r#"{"l": [1,9,3]}"#),
        (&[(Flag::Set, "a=1"), (Flag::Set, "a=2")], r#"{"a": 2}"#),
        (&[(Flag::Json, r#"{"a":{"b":1}}"#), (Flag::Set, "a.c=x\\,y")], r#"{"a": {"b": 1,"c": "x,y"}}"#),
        (&[(Flag::Set, "a[0][1].x=3")], r#"{"a": [[null,{"x": 3}]]}"#),
        (
            &[(Flag::Set, "a={1, 2,x\\,y},b=TRUE,c=01,d=nUlL,e=-5")],
            r#"{"a": [1," 2","x,y"],"b": true,"c": "01","d": null,"e": -5}"#,
        ),
        (&[(Flag::Text, "a={1,true}")], r#"{"a": ["1","true"]}"#),
        (&[(Flag::Literal, "a,b.c=1,{2}")], r#"{"a,b": {"c": "1,{2}"}}"#),
        (&[(Flag::Json, "a=1.50,b=,c=\"\\u00e9\\ud83d\\ude00\"")], r#"{"a": 1.50,"b": null,"c": "é😀"}"#),
    ];
    for (arguments, merged) in table {
        let outcome = merge("{}", "{}", arguments);
        assert_eq!(json(&outcome), merged, "{arguments:?} {}", outcome.report);
    }
}

#[test]
fn a_list_of_a_file_is_edited_and_one_of_the_defaults_replaced() {
    let edited = merge("{}", "l: [1, {k: v}, 3]", &[(Flag::Set, "l[1].k=w")]);
    assert_eq!((json(&edited).as_str(), edited.report.as_str()), (r#"{"l": [1,{"k": "w"},3]}"#, ""));
    let replaced = merge("l: [1, {k: v}, 3]", "{}", &[(Flag::Set, "l[1].k=w")]);
    assert_eq!(json(&replaced), r#"{"l": [null,{"k": "w"}]}"#);
    insta::assert_snapshot!(replaced.report);
}

#[test]
fn a_winner_knows_what_it_beat() {
    let outcome = merge("a: 1", "a: 2", &[(Flag::Set, "a=3,a=4"), (Flag::Text, "a=5")]);
    let mut found = Vec::new();
    let mut at = outcome.node.as_ref().and_then(|node| node.get("a"));
    while let Some(node) = at {
        let mut text = String::new();
        emit::json(&Tree::from(node), &mut text);
        found.push(text.trim().to_owned());
        at = node.beats.as_deref();
    }
    assert_eq!(found, ["\"5\"", "4", "2", "1"]);
}

#[test]
fn a_default_taken_away_stays_with_its_place() {
    let outcome = merge("a: {b: 1}", "a: {b: null}", &[]);
    let node = outcome.node.as_ref().and_then(|node| node.get("a")).and_then(|node| node.get("b"));
    assert!(matches!(node, Some(Node { kind: Kind::Removed, beats: Some(_), .. })), "{node:?}");
}

#[test]
fn arguments_that_helm_mangles_or_refuses_are_errors() {
    let arguments = [
        (Flag::Set, "a"),
        (Flag::Set, "a,b=1"),
        (Flag::Set, "a=1,,b=2"),
        (Flag::Set, "a=x,y"),
        (Flag::Set, "=1"),
        (Flag::Set, "a..b=1"),
        (Flag::Set, "a."),
        (Flag::Set, "a[0"),
        (Flag::Set, "a[0]"),
        (Flag::Set, "a[0]x=1"),
        (Flag::Set, "a[-1]=1"),
        (Flag::Set, "a[x]=1"),
        (Flag::Set, "a[65537]=1"),
        (Flag::Set, "a[99999999999999999999]=1"),
        (Flag::Set, "a={1"),
        (Flag::Set, "a={1}x=3"),
        (Flag::Set, "a[0].b="),
        (Flag::Set, "f.x=1"),
        (Flag::Set, "f[0]=1"),
        (Flag::Set, "a=1,a.b=2"),
        (Flag::Json, "a=x"),
        (Flag::Json, "a=1 b=2"),
        (Flag::Json, "a=01"),
        (Flag::Json, "a=1."),
        (Flag::Json, "{\"a\":1,}"),
        (Flag::Json, "{\"a\":1} x"),
        (Flag::Json, "a=\"\\ud83d\""),
        (Flag::Json, "a=[1"),
        (Flag::Json, "a=1e400"),
        (Flag::Literal, "a"),
        (Flag::Literal, "a[0"),
    ];
    let mut reports = String::new();
    for argument in arguments {
        let outcome = merge("{}", "f: text", &[argument]);
        assert!(outcome.node.is_none(), "{argument:?}");
        reports += &outcome.report;
        reports.push('\n');
    }
    insta::assert_snapshot!(reports);
}

#[test]
fn every_bad_argument_is_told_by_its_number() {
    let outcome = merge("{}", "{}", &[(Flag::Set, "a=1"), (Flag::Set, "b"), (Flag::Set, "c")]);
    assert!(
        outcome.report.contains("--> --set (second)") && outcome.report.contains("--> --set (third)"),
        "{}",
        outcome.report
    );
}

#[test]
fn files_that_cannot_be_read_are_errors_and_an_empty_list_warns() {
    let folder = env!("CARGO_MANIFEST_DIR");
    let missing = format!("{folder}/nope.yaml");
    let names = [folder, &missing, "https://example.com/a.yaml", "a,,b", "v\"x", ""];
    for name in names {
        let inputs = Inputs { values: vec![name.to_owned()], ..Inputs::default() };
        let (mut sources, mut problems) = (Sources::default(), Problems::default());
        let outcome = load(&inputs, ("values.yaml", "{}"), None, &mut sources, &mut problems);
        assert_eq!(outcome.is_ok(), name.is_empty(), "{name}: {}", problems.report(&sources));
        assert_ne!(problems.iter().count(), 0, "{name}");
    }
}

#[test]
fn huge_arguments_are_values_or_errors() {
    let bombs = [
        (Flag::Set, "a".to_owned() + &"[0]".repeat(40_000) + "=1"),
        (Flag::Set, "a".to_owned() + &".a".repeat(40_000) + "=1"),
        (Flag::Set, (0..10_000).map(|n| format!("a{n}[65536]=1,")).collect()),
        (Flag::Set, "a=1,".repeat(30_000)),
        (Flag::Set, "a={".to_owned() + &"1,".repeat(60_000)),
        (Flag::Json, "a=".to_owned() + &"[".repeat(100_000)),
        (Flag::Json, "a=".to_owned() + &"[1,\n".repeat(100) + &"1,\n".repeat(30_000)),
    ];
    for (flag, argument) in bombs {
        let shown: String = argument.chars().take(20).collect();
        let outcome = merge("{}", "{}", &[(flag, &argument)]);
        assert!(outcome.node.is_some() || outcome.report.starts_with("error: "), "{shown}: {}", outcome.report);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn any_argument_gives_values_or_an_error(argument in "[ab01.=,\\[\\]{}\\\\\" -]{0,24}") {
        for flag in [Flag::Set, Flag::Text, Flag::Json, Flag::Literal] {
            let outcome = merge(DEFAULTS, "{a: {b: 1}, b: [1, {a: 2}]}", &[(flag, &argument)]);
            prop_assert!(outcome.node.is_some() || outcome.report.contains("error: "));
        }
    }

    #[test]
    fn any_file_gives_values_or_an_error(text in "[ab01:#&*!|>'\"%@,?~\\[\\]{}\\n\t -]{0,48}") {
        let outcome = merge("{}", &text, &[]);
        prop_assert!(outcome.node.is_some() || outcome.report.contains("error: "));
    }

    #[test]
    fn a_literal_text_comes_back(text in any::<String>()) {
        let outcome = merge("{}", "{}", &[(Flag::Literal, &format!("a={text}"))]);
        let tree = outcome.node.as_ref().map(Tree::from).unwrap_or(Tree::Null);
        prop_assert_eq!(tree.get("a").and_then(Tree::as_str), Some(text.as_str()));
    }

    #[test]
    fn a_printed_text_is_read_back(text in any::<String>(), key in any::<String>()) {
        let before = Tree::Map([(key, Tree::List(vec![Tree::Text(text)]))].into_iter().collect());
        let mut printed = String::new();
        emit::yaml(&before, &mut printed);
        let outcome = merge("{}", &printed, &[]);
        prop_assert_eq!(outcome.node.as_ref().map(Tree::from), Some(before), "{}", outcome.report);
    }
}
