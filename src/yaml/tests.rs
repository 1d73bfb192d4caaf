//! The reader against Helm's tables (helm-values.md 1.5), its places, its errors and its limits.

use super::{Kind, Node, Tree, emit, parse};
use crate::problem::Problems;
use crate::source::{Layer, Sources};

/// The documents as one line of JSON each, or the report of errors.
fn read(text: &str) -> Result<Vec<String>, String> {
    let mut sources = Sources::default();
    let source = sources.add(Layer::File, "my.yaml", text);
    let mut problems = Problems::default();
    match parse::documents(&sources, source, &mut problems) {
        Ok(nodes) => Ok(nodes.iter().map(line).collect()),
        Err(_) => Err(anstream::adapter::strip_str(&problems.report(&sources)).to_string()),
    }
}

fn line(node: &Node) -> String {
    let mut json = String::new();
    emit::json(&Tree::from(node), &mut json);
    json.lines().map(str::trim_start).collect()
}

fn first(text: &str) -> String {
    read(text).map_or_else(|report| report, |documents| documents.first().cloned().unwrap_or_default())
}

fn report(text: &str) -> String {
    read(text).err().unwrap_or_default()
}

#[test]
fn scalars_mean_what_they_mean_to_helm() {
    let table = [
        ("yes", "true"),
        ("Yes", "true"),
        ("YES", "true"),
        ("on", "true"),
        ("y", "true"),
        ("Y", "true"),
        ("True", "true"),
        ("no", "false"),
        ("OFF", "false"),
        ("n", "false"),
        ("FALSE", "false"),
        ("yEs", "\"yEs\""),
        ("tRue", "\"tRue\""),
        ("~", "null"),
        ("null", "null"),
        ("Null", "null"),
        ("NULL", "null"),
        ("", "null"),
        ("nULL", "\"nULL\""),
        ("010", "8"),
        ("0777", "511"),
        ("-010", "-8"),
        ("+010", "8"),
        ("0o10", "8"),
        ("0O10", "8"),
        ("0x1F", "31"),
        ("-0x1F", "-31"),
        ("0b101", "5"),
        ("08", "8"),
        ("0800", "800"),
        ("09.5", "9.5"),
        ("0o8", "\"0o8\""),
        ("0b2", "\"0b2\""),
        ("0x", "\"0x\""),
        ("0b-11", "-3"),
        ("1_000", "1000"),
        ("1__0", "10"),
        ("0_1", "1"),
        ("0x_1F", "31"),
        ("1_000.5", "1000.5"),
        ("_1", "\"_1\""),
        ("1,000", "\"1,000\""),
        ("1 000", "\"1 000\""),
        ("1e3", "1000"),
        ("1E+3", "1000"),
        ("1.e5", "100000"),
        (".5", "0.5"),
        ("5.", "5"),
        (".5_0", "0.5"),
        (".5_", "\".5_\""),
        ("+5", "5"),
        ("-.5e2", "-50"),
        ("1e", "\"1e\""),
        ("e1", "\"e1\""),
        ("1e400", "\"1e400\""),
        ("Infinity", "\"Infinity\""),
        ("nan", "\"nan\""),
        ("1.10", "1.10"),
        ("2.0", "2.0"),
        ("123456789012345678", "123456789012345678"),
        ("-0", "-0"),
        ("00", "0"),
        ("-00", "0"),
        ("2001-01-01", "\"2001-01-01\""),
        ("12:30:45", "\"12:30:45\""),
        ("190:20:30", "\"190:20:30\""),
        ("!!str yes", "\"yes\""),
        ("!!int '5'", "5"),
        ("!!bool 'yes'", "true"),
        ("!!float 1", "1"),
        ("!foo bar", "\"bar\""),
        ("! 12", "\"12\""),
        ("!!binary aGVsbG8=", "\"hello\""),
        ("!!set {a, b}", "{\"a\": null,\"b\": null}"),
        ("<<", "\"<<\""),
        ("=", "\"=\""),
        ("1.2.3", "\"1.2.3\""),
        ("100m", "\"100m\""),
        ("1Gi", "\"1Gi\""),
        ("x#c", "\"x#c\""),
        ("http://a:80/b", "\"http://a:80/b\""),
        ("0xFFFFFFFFFFFFFFFF", "18446744073709552000"),
        ("'yes'", "\"yes\""),
        ("|+\n  p\n\n", "\"p\\n\\n\""),
        (">\n  p\n  q\n\n  r", "\"p q\\nr\\n\""),
        ("x\r", "\"x\""),
    ];
    for (written, meaning) in table {
        assert_eq!(first(&format!("x: {written}")), format!("{{\"x\": {meaning}}}"), "{written}");
    }
}

#[test]
fn keys_become_the_text_that_helm_makes_of_them() {
    let table = [
        ("1", "1"),
        ("1.0", "1"),
        ("1.5", "1.5"),
        ("1e3", "1000"),
        ("1e6", "1e+06"),
        ("0x10", "16"),
        ("010", "8"),
        ("1000000.5", "1.0000005e+06"),
        ("1.23456789", "1.2345679"),
        ("0.00001", "1e-05"),
        (".inf", ".inf"),
        ("yes", "true"),
        ("off", "false"),
        ("2001-01-01", "2001-01-01"),
        ("''", ""),
        ("'<<'", "<<"),
        ("!!str ~", "~"),
    ];
    for (written, key) in table {
        assert_eq!(first(&format!("{written}: a")), format!("{{{key:?}: \"a\"}}"), "{written}");
    }
}

#[test]
fn aliases_are_copies_and_a_merge_takes_effect_where_it_stands() {
    let table = [
        ("b: &b {x: 1}\na: *b", r#"{"b": {"x": 1},"a": {"x": 1}}"#),
        ("b: &b {x: 1}\na: {<<: *b, x: 9}", r#"{"b": {"x": 1},"a": {"x": 9}}"#),
        ("b: &b {x: 1}\na: {x: 9, <<: *b}", r#"{"b": {"x": 1},"a": {"x": 1}}"#),
        ("a: {<<: [{x: 1}, {x: 2, z: 3}]}", r#"{"a": {"x": 1,"z": 3}}"#),
        ("a: &a 1\nb: &a 2\nc: *a", r#"{"a": 1,"b": 2,"c": 2}"#),
        ("a: &k x\n*k : 1", r#"{"a": "x","x": 1}"#),
    ];
    for (text, json) in table {
        assert_eq!(first(text), json, "{text}");
    }
}

#[test]
fn documents_are_cut_as_helm_cuts_them() {
    let table: [(&str, &[&str]); 8] = [
        ("", &["null"]),
        ("# c\n", &["null"]),
        ("---\n---\n", &["null"]),
        ("a: 1\n--- # c\nb: 2\n", &[r#"{"a": 1}"#, r#"{"b": 2}"#]),
        ("\u{feff}a: 1\n---\n\u{feff}b: 2", &[r#"{"a": 1}"#, r#"{"b": 2}"#]),
        ("a: |\n  ---\n", &[r#"{"a": "---\n"}"#]),
        ("a: 1\r\nb: 2\r\n", &[r#"{"a": 1,"b": 2}"#]),
        ("a: 1\n...\n# the end\n", &[r#"{"a": 1}"#]),
    ];
    for (text, documents) in table {
        assert_eq!(read(text), Ok(documents.iter().map(|&json| json.to_owned()).collect()), "{text:?}");
    }
}

#[test]
fn what_helm_reads_and_the_parser_refuses_is_mended() {
    let table = [
        ("a:\tb\nc:\td\ne:\t010\n", r#"{"a": "b","c": "d","e": 8}"#),
        ("a: |\n  k:\tv\nb:\tc\n", r#"{"a": "k:\\tv\\n","b": "c"}"#),
        (
            "a:\tb\n\n# x:\ty\nc: d\ne:\tf\ng: |\n  k:\tv\nh:\ti\n",
            r#"{"a": "b","c": "d","e": "f","g": "k:\\tv\\n","h": "i"}"#,
        ),
        ("a:\n  b: \"x\ny\"\n  c: 'p\n q''\n\n r'\n", r#"{"a": {"b": "x y","c": "p q'\\nr"}}"#),
    ];
    for (text, json) in table {
        assert_eq!(first(text), json.replace("\\\\", "\\"), "{text:?}");
    }
    assert_eq!(first("m:\n  a: [\n b,\n{c: d}]\n"), r#"{"m": {"a": ["b",{"c": "d"}]}}"#);
    assert_eq!(places("a: {\nb: c\n}\nd: [e,\nf: g]\n", "a"), "1:1 1:4+1 {");
    let many = "a:\n  b: \"x\n\ty\"\n".repeat(2000);
    assert!(report(&many).starts_with("error: "));
}

/// Where a key and its value stand, as line:column+length.
fn places(text: &str, key: &str) -> String {
    let mut sources = Sources::default();
    let source = sources.add(Layer::File, "my.yaml", text);
    let nodes = parse::documents(&sources, source, &mut Problems::default()).unwrap_or_default();
    let entry = nodes.iter().filter_map(Node::as_map).find_map(|map| map.get(key));
    entry.map_or_else(String::new, |entry| {
        let (key, value) = (entry.key, entry.node.span);
        let written = sources.written(value);
        format!("{}:{} {}:{}+{} {written}", key.line, key.column, value.line, value.column, value.length)
    })
}

#[test]
fn places_are_those_of_the_text() {
    assert_eq!(places("a: 1\nb: yes # c", "b"), "2:1 2:4+3 yes");
    assert_eq!(places("é😀: \"x y\"", "é😀"), "1:1 1:5+5 \"x y\"");
    assert_eq!(places("a: &x !!str 0644", "a"), "1:1 1:13+4 0644");
    assert_eq!(places("a:\nb: 1", "a"), "1:1 1:3+1 ");
    assert_eq!(places("a: {b: 1}", "a"), "1:1 1:4+1 {");
    assert_eq!(places("a:\n  - b", "a"), "1:1 2:3+1 -");
    assert_eq!(places("a: 1\n---\n# c\nb: 2", "b"), "4:1 4:4+1 2");
    assert_eq!(places("\u{feff}a: 1", "a"), "1:2 1:5+1 1");
    assert_eq!(places("a: x\n  y", "a"), "1:1 1:4+1 x");
}

#[test]
fn what_an_alias_brings_stands_where_it_was_written() {
    assert_eq!(places("a: &x 10\nb: *x", "b"), "2:1 1:7+2 10");
}

#[test]
fn errors_say_what_is_wrong_and_where() {
    let texts = [
        "a: 1\na: 2\nb: .inf\n",
        "a:\n\tb: 1\n",
        "a:1\nb: 2\n",
        "a: b: c\n",
        "a: 1\n b: 2\n",
        "a: [1,\n",
        "a: {b: 1\nc: 2\n",
        "a: \"x\n",
        "a: @x\n",
        "a: *x\n",
        "a: *.txt\n",
        "a: - b\n",
        "a:\n  - b\n c: 1\n",
        "a: \"\\q\"\n",
        "--- a\n",
        "%YAML 1.1\n---\na: 1\n",
        "a: 1\n...\nb: 2\n",
        "~: a\n",
        "? [a]\n: b\n",
        "a: &a [*a]\n",
        "<<: 1\n",
        "a: !!int x\n",
        "a: \u{85}\n",
        "a: \u{7}\n",
        "  a: 1\nb: 2\n",
        "a: 1\nb\nc: 2\n",
        "a: {b:}\n",
        "12345678901234567890: a\n",
        "a: !!binary x\n",
    ];
    let reports: Vec<String> = texts.iter().map(|text| report(text)).collect();
    insta::assert_snapshot!(reports.join("\n"));
}

/// What they cost is measured in `tests/bombs`, as processor time: a machine that is busy fails no test.
#[test]
fn bombs_are_errors() {
    let laughs: String = (1..10).fold("a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned(), |text, n| {
        let before = vec![format!("*a{}", n - 1); 9].join(", ");
        format!("{text}a{n}: &a{n} [{before}]\n")
    });
    let deep_maps: String = (0..3000).map(|n| format!("{}a:\n", " ".repeat(n % 3000))).collect();
    let bombs = [
        laughs,
        deep_maps,
        "[".repeat(200_000),
        "{a: ".repeat(50_000),
        "- ".repeat(100_000),
        "? ".repeat(100_000),
        "&a ".repeat(60_000),
        "a: [".to_owned() + &"&a x, ".repeat(120_000),
        "a: {".to_owned() + &"é: 1, ".repeat(150_000),
        format!("{}: 1\n", "k".repeat(1 << 20)),
        format!("? {}\n: &a [*a]\n", "k".repeat(1 << 20)),
        "!".repeat(200_000),
        "\"".to_owned() + &"\\u".repeat(100_000),
    ];
    for bomb in bombs {
        let report = report(&bomb);
        let shown: String = bomb.chars().take(20).collect();
        assert!(report.starts_with("error: "), "{shown}: {report}");
    }
}

#[test]
fn a_key_that_stands_again_and_again_is_one_warning_and_the_last_one_counts() {
    let mut sources = Sources::default();
    for text in ["a: 1\n".repeat(1_000) + "a: 2\n", "b: &b {a: 0}\nc: {a: 1, <<: *b, a: 2}\n".to_owned()] {
        let source = sources.add(Layer::File, "my.yaml", text);
        let mut problems = Problems::default();
        let node = parse::documents(&sources, source, &mut problems).unwrap_or_default().pop();
        let shown = node.as_ref().map(line).unwrap_or_default();
        assert!(shown.ends_with("\"a\": 2}") || shown.ends_with("\"a\": 2}}"), "{shown}");
        assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Some(super::DUPLICATE)]);
    }
}

#[test]
fn aliases_cannot_make_it_deeper_than_the_limit() {
    let text: String = (1..30).fold("a0: &a0 [x]\n".to_owned(), |text, n| {
        format!("{text}a{n}: &a{n} {}*a{}{}\n", "[".repeat(10), n - 1, "]".repeat(10))
    });
    assert!(report(&text).contains("nested more than 200 levels deep"), "{}", report(&text));
}

#[test]
fn a_second_reader_agrees_where_the_rules_do() {
    let text = "a: [1, -2, 0.5, true, null, x y, 'z', \"\\u00e9\\n\"]\nb:\n  - c: |\n      1\n       2\n    d: >-\n      3\n      4\n  - {e: f, g: []}\n";
    let mut sources = Sources::default();
    let source = sources.add(Layer::File, "my.yaml", text);
    let nodes = parse::documents(&sources, source, &mut Problems::default()).unwrap_or_default();
    let ours = nodes.first().map(|node| serde_yaml::to_value(Tree::from(node)).unwrap_or_default());
    assert_eq!(ours, serde_yaml::from_str(text).ok());
}

#[test]
fn a_number_keeps_its_spelling() {
    let mut sources = Sources::default();
    let source = sources.add(Layer::File, "my.yaml", "a: 2.10");
    let nodes = parse::documents(&sources, source, &mut Problems::default()).unwrap_or_default();
    let number = nodes.first().and_then(|node| node.get("a"));
    assert!(matches!(number.map(|node| &node.kind), Some(Kind::Number(number)) if number.text == "2.10"));
}
