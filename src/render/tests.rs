//! Tests of rendering as a whole: what authors of templates are promised, and that no value gets past the graft.

use super::{Engine, Owner, Template};
use crate::Run;
use crate::problem::Stop;
use crate::yaml::Tree;
use minijinja::value::Value;
use minijinja::{context, value::ValueKind};
use proptest::prelude::*;

fn engine(files: &'static [(&'static str, &'static str)]) -> Engine {
    Engine::new(|path| {
        let found = files.iter().find(|(name, _)| *name == path);
        let template =
            |text: &'static str| Template { name: format!("mine/{path}"), text: text.into(), owner: Owner::User };
        Ok(found.map(|(_, text)| template(text)))
    })
}

fn try_render(text: &str, context: Value) -> Result<Vec<Tree>, String> {
    let text = text.to_owned();
    let engine = Engine::new(move |path| {
        let text = text.clone().into();
        Ok((path == "t.yaml.j2").then_some(Template { name: "mine/t.yaml.j2".to_owned(), text, owner: Owner::User }))
    });
    let mut run = Run::default();
    engine.render("t.yaml.j2", &context, &mut run).map_err(|Stop| run.problems.report(&run.sources))
}

/// Renders to one document, in a notation of its own.
fn render(text: &str, context: Value) -> String {
    match try_render(text, context) {
        Ok(documents) => documents.iter().map(show).collect::<Vec<_>>().join("\n"),
        Err(report) => panic!("{report}"),
    }
}

fn show(tree: &Tree) -> String {
    match tree {
        Tree::Null => "null".to_owned(),
        Tree::Bool(value) => value.to_string(),
        Tree::Number(text) => text.clone(),
        Tree::Text(text) => format!("{text:?}"),
        Tree::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", ")),
        Tree::Map(map) => {
            let entries: Vec<String> = map.iter().map(|(key, value)| format!("{key:?}: {}", show(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

fn error(text: &str, context: Value) -> String {
    match try_render(text, context) {
        Ok(documents) => panic!("rendered {documents:?}"),
        Err(report) => report.replace("\u{1b}[0m", "").replace("\u{1b}[1m", "").replace("\u{1b}[91m", ""),
    }
}

#[test]
fn a_whole_value_keeps_its_type() {
    let context = context! { m => context! { b => 1, a => "x" }, l => [1, 2], n => 3, f => 1.5, t => true, s => "yes" };
    assert_eq!(
        render("m: {{ m }}\nl: {{ l }}\nnum: {{ n }}\nf: {{ f }}\nt: {{ t }}\ns: {{ s }}\n", context),
        r#"{"m": {"b": 1, "a": "x"}, "l": [1, 2], "num": 3, "f": 1.5, "t": true, "s": "yes"}"#
    );
}

#[test]
fn large_and_odd_numbers_are_plain_decimals() {
    let context = context! { i => i64::MAX, u => u64::MAX, e => 1e21, w => 2.0 };
    assert_eq!(
        render("[{{ i }}, {{ u }}, {{ e }}, {{ w }}]", context),
        "[9223372036854775807, 18446744073709551615, 1000000000000000000000, 2]"
    );
    assert!(error("{{ n }}", context! { n => f64::NAN }).contains("not a number"));
}

#[test]
fn next_to_other_text_and_in_quotes_a_value_is_text() {
    let context = context! { n => 3, t => true, s => "a: b # c" };
    assert_eq!(
        render(
            "a: {{ n }}{{ n }}\nb: \"{{ n }}\"\nc: x-{{ s }}-{{ t }}\nd: '{{ s }}'\ne: |\n  1 {{ s }}\n  2\n",
            context
        ),
        r#"{"a": "33", "b": "3", "c": "x-a: b # c-true", "d": "a: b # c", "e": "1 a: b # c\n2\n"}"#
    );
}

#[test]
fn keys_are_values_too() {
    assert_eq!(
        render("{{ k }}: 1\nx-{{ k }}: 2\n{{ n }}: 3\n", context! { k => "a: b", n => 5 }),
        r#"{"a: b": 1, "x-a: b": 2, "5": 3}"#
    );
}

#[test]
fn nothing_is_dropped_and_written_emptiness_stays() {
    let none = Value::from(());
    let empty = || crate::data::context(&Vec::<i32>::new());
    let context = context! { none, l => empty(), m => context! {}, s => "" };
    let text = "a: {{ none }}\nb: {{ l }}\nc: {{ m }}\nd: {{ s }}\ne: {}\nf: []\ng: \"\"\nh:\ni: {k: {{ none }}}\nj:\n  - {{ l }}\n  - k: {{ m }}\nk: 1\n";
    assert_eq!(render(text, context), r#"{"d": "", "e": {}, "f": [], "g": "", "k": 1}"#);
}

#[test]
fn inside_a_value_nulls_go_and_emptiness_stays() {
    let volume = context! { name => "v", emptyDir => context! {}, gone => () };
    assert_eq!(render("v: {{ v }}", context! { v => volume }), r#"{"v": {"name": "v", "emptyDir": {}}}"#);
}

#[test]
fn documents_without_content_are_none() {
    assert_eq!(render("# only a comment {{ x }}\n", context! { x => "a\nb: c" }), "");
    assert_eq!(render("---\na: 1\n---\n---\nb: {{ x }}\n", context! { x => () }), r#"{"a": 1}"#);
    assert_eq!(render("---\na: 1\n---\nb: 2\n", ().into()), "{\"a\": 1}\n{\"b\": 2}");
}

#[test]
fn block_tags_leave_no_trace() {
    let text =
        "a:\n{% for x in list %}\n  - {{ x }}\n{% endfor %}\n  {% if no is defined %}\nb: 1\n  {% endif %}\nc: 1\n";
    assert_eq!(render(text, context! { list => ["p", "q"] }), r#"{"a": ["p", "q"], "c": 1}"#);
}

const MACROS: &[(&str, &str)] = &[
    (
        "_m",
        "{% macro probe(port) %}\ntcpSocket:\n  port: {{ port }}\nperiod: 3\n{% endmacro %}\n{% macro box(port) %}\nname: x\nprobe: {{ probe(port) }}\n{% endmacro %}\n{% macro image(a, b) %}{{ a }}:{{ b }}{% endmacro %}\n",
    ),
    ("key", "{% import '_m' as m %}\na:\n  probe: {{ m.probe(port) }}\n  next: 1\n"),
    ("line", "{% from '_m' import probe %}\na:\n  probe:\n    {{ probe(port) }}\n  next: 1\n"),
    ("item", "{% from '_m' import box %}\na:\n  - {{ box(port) }}\n    more: 1\n  - {{ box(2) }}\n"),
    (
        "one",
        "{% from '_m' import image %}\na: {{ image(port, 'x') }}\nb: \"{{ image(1, port) }}\"\nc: {{ image(1, 2) ~ port }}\nd: {{ [image(1, port)] }}\n",
    ),
    ("set", "{% set x %}p: {{ port }}\nq: 1\n{% endset %}\na: {{ x }}\n"),
    ("cut", "{% from '_m' import image %}\na: {{ image(port, 'x') | reverse }}\n"),
    ("missing", "{% from '_no' import x %}\n"),
];

fn macros(path: &str, port: &str) -> Result<String, String> {
    let mut run = Run::default();
    let done = engine(MACROS).render(path, &context! { port }, &mut run);
    done.map(|documents| documents.iter().map(show).collect()).map_err(|Stop| run.problems.report(&run.sources))
}

#[test]
fn results_of_macros_take_the_indent_of_their_call() {
    let inner = r#""tcpSocket": {"port": "p: 1\n#"}, "period": 3"#;
    let port = "p: 1\n#";
    let probe = format!(r#"{{"a": {{"probe": {{{inner}}}, "next": 1}}}}"#);
    assert_eq!(macros("key", port), Ok(probe.clone()));
    assert_eq!(macros("line", port), Ok(probe));
    let second = r#"{"name": "x", "probe": {"tcpSocket": {"port": 2}, "period": 3}}"#;
    let items = format!(r#"{{"a": [{{"name": "x", "probe": {{{inner}}}, "more": 1}}, {second}]}}"#);
    assert_eq!(macros("item", port), Ok(items));
    assert_eq!(
        macros("one", port),
        Ok(r#"{"a": "p: 1\n#:x", "b": "1:p: 1\n#", "c": "1:2p: 1\n#", "d": ["1:p: 1\n#"]}"#.to_owned())
    );
    assert_eq!(macros("set", port), Ok(r#"{"a": {"p": "p: 1\n#", "q": 1}}"#.to_owned()));
}

#[test]
fn the_text_of_a_macro_cannot_be_cut_up() {
    assert!(macros("cut", "x").is_err_and(|report| report.contains("was split")));
}

#[test]
fn errors_show_the_template_and_no_value() {
    let context = context! { secret => "hunter2", values => context! { password => "hunter2" } };
    let report = error("a: 1\nb: {{ values.pasword }}\n", context.clone());
    assert_eq!(
        report,
        "error: the template `mine/t.yaml.j2` cannot be rendered: undefined value: `values.pasword` is undefined\n\
         --> mine/t.yaml.j2:2:7\n  |\n2 | b: {{ values.pasword }}\n  |       ^^^^^^^^^^^^^^\n  \
         = help: did you mean `values.password`?\n"
            .replace("-->", " -->")
    );
    for text in [
        "{{ secret | nofilter }}",
        "{% if %}",
        "{{ secret",
        "{{ 1/0 }}{{ secret }}",
        "a: {{ secret }}\na: 1",
        "{{ secret + 1 }}",
    ] {
        let report = error(text, context.clone());
        assert!(report.contains("mine/t.yaml.j2"), "{report}");
        assert!(!report.contains("hunter2"), "{report}");
    }
}

#[test]
fn text_that_is_no_yaml_points_at_the_line_that_made_it() {
    let report = error("a: {{ x }}\nb: [{{ x }}\nc: 1\n", context! { x => "hunter2" });
    assert!(report.contains("--> mine/t.yaml.j2:3:1"), "{report}");
    assert!(report.contains("it was rendered as this (mine/t.yaml.j2 as rendered:3:"), "{report}");
    assert!(!report.contains("hunter2"), "{report}");
    // Any of three lines could have made the one that is wrong.
    let report = error("b: [\nc: 1\nc: 1\nc: 1\n", context! {});
    assert!(report.contains("--> mine/t.yaml.j2 as rendered:2"), "{report}");
}

#[test]
fn a_name_that_is_not_there_lists_those_that_are() {
    let context = context! { master => context! { name => "hunter2", labels => 1 }, values => 1 };
    let report = error("a: {{ nonsense }}", context.clone());
    assert!(report.contains("help: the choices are `master` and `values`"), "{report}");
    let report = error("a: {{ mater.name }}", context.clone());
    assert!(report.contains("help: did you mean `master`? The choices are `master` and `values`"), "{report}");
    let report = error("a: {{ master.nam }}", context.clone());
    assert!(
        report.contains("help: did you mean `master.name`? The choices are `master.name` and `master.labels`"),
        "{report}"
    );
    let report = error("{% macro m(pod) %}{{ pod.nam }}{% endmacro %}a: {{ m({}) }}", context);
    assert!(!report.contains("help: "), "{report}");
    assert!(!report.contains("hunter2"), "{report}");
}

#[test]
fn what_templates_may_not_write() {
    for (text, message) in [
        ("a: 1\na: 2\n", "the same key twice"),
        ("a: &x 1\nb: *x\n", "anchors and aliases are not allowed"),
        ("a: !!str 1\n", "tags are not allowed"),
        ("a: yes\n", "YAML parsers read `yes` differently"),
        ("a: 0644\n", "YAML parsers read `0644` differently"),
        ("a: 1e3\n", "YAML parsers read `1e3` differently"),
        ("a: 12:30\n", "YAML parsers read `12:30` differently"),
        ("on: 1\n", "YAML parsers read `on` differently"),
        ("a: \"\\ue0000\\uE001\"\n", "reserved"),
        ("a: \u{e000}0\u{e001}\n", "reserved"),
        ("a: {{ x | safe }}\n", "unknown filter"),
        ("{% autoescape false %}a: {{ x }}{% endautoescape %}\n", "autoescape"),
        ("a: x{{ l }}\n", "a list inside a string"),
        ("a: x{{ none }}\n", "a null inside a string"),
        ("{{ l }}: 1\n", "a list inside a string"),
        ("? [a]\n: 1\n", "a key must be a string"),
    ] {
        let report = error(text, context! { x => "v", l => [1] });
        assert!(report.contains(message), "{text}: {report}");
    }
}

#[test]
fn bombs_are_errors() {
    let nested = format!("a: {}1{}", "[".repeat(300), "]".repeat(300));
    for text in [
        "{% for a in range(90000) %}{% for b in range(90000) %}{{ a }}{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ 'x' * 100000000000 }}",
        "{{ range(100000000) }}",
        "{% set n = namespace(t='x') %}{% for i in range(200) %}{% set x %}{{ n.t }}\n{{ n.t }}{% endset %}{% set n.t = x %}{% endfor %}{{ n.t }}",
        "{% include 't.yaml.j2' %}",
        nested.as_str(),
    ] {
        let report = error(text, ().into());
        assert!(report.contains("cannot be rendered"), "{report}");
    }
}

const POSITIONS: &str = "\
{{ x }}: key
pre-{{ x }}: key
plain: {{ x }}
before: pre-{{ x }}
after: {{ x }}-post
between: a {{ x }} b {{ x }} c
single: '{{ x }}'
double: \"{{ x }}\"
flow: {k: {{ x }}, l: [{{ x }}, \"{{ x }}\"]}
list:
  - {{ x }}
  - k: {{ x }}
# comment {{ x }}
literal: |
  one {{ x }}
  two
folded: >-
  {{ x }}
macro: {{ m(x) }}
map: {{ map }}
last: 1
";

fn text(text: impl Into<String>) -> Tree {
    Tree::Text(text.into())
}

fn map<const N: usize>(entries: [(&str, Tree); N]) -> Tree {
    Tree::Map(entries.into_iter().map(|(key, tree)| (key.to_owned(), tree)).collect())
}

/// Puts a text in every kind of position and sees that it comes back, and nothing else.
fn survives(x: &str) {
    let source =
        format!("{{% macro m(v) %}}\nin: {{{{ v }}}}\nquoted: \"<{{{{ v }}}}>\"\n{{% endmacro %}}\n{POSITIONS}");
    let context = context! { x, map => Value::from_pairs([(x.to_owned(), x)]) };
    let got = try_render(&source, context).unwrap_or_else(|report| panic!("{x:?}: {report}"));
    let expected = map([
        (x, text("key")),
        (&format!("pre-{x}"), text("key")),
        ("plain", text(x)),
        ("before", text(format!("pre-{x}"))),
        ("after", text(format!("{x}-post"))),
        ("between", text(format!("a {x} b {x} c"))),
        ("single", text(x)),
        ("double", text(x)),
        ("flow", map([("k", text(x)), ("l", Tree::List(vec![text(x), text(x)]))])),
        ("list", Tree::List(vec![text(x), map([("k", text(x))])])),
        ("literal", text(format!("one {x}\ntwo\n"))),
        ("folded", text(x)),
        ("macro", map([("in", text(x)), ("quoted", text(format!("<{x}>")))])),
        ("map", map([(x, text(x))])),
        ("last", Tree::Number("1".to_owned())),
    ]);
    assert_eq!(got, vec![expected], "{x:?}");
}

#[test]
fn hostile_values_change_nothing() {
    let long = "a: b\n".repeat(20_000);
    for x in [
        "",
        " ",
        "a: b",
        "a\nb: c",
        "\n---\nkind: Evil\n",
        "- x",
        "# c",
        " #",
        "{{ x }}",
        "{% raw %}",
        "\"",
        "'",
        "\\",
        "\\n",
        "]",
        "}",
        "{",
        "*a",
        "&a",
        "!!str",
        "|",
        ">",
        "%YAML",
        "...",
        "null",
        "~",
        "yes",
        "0644",
        "1e3",
        "\u{e000}0\u{e001}",
        "\u{e000}",
        "\u{e001}",
        "\u{0}",
        "\u{1b}[31m",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "\t",
        "\r\n",
        "<<",
        "?",
        ": ",
        "\u{10ffff}",
        &long,
    ] {
        survives(x);
    }
}

proptest! {
    #[test]
    fn no_value_changes_the_structure(x in "(\\PC|[\\x00-\\x20:#\"'{}%&*!|>\u{e000}\u{e001}0-9-]){0,20}") {
        prop_assume!(!["plain", "flow", "list", "map", "last"].contains(&x.as_str()));
        survives(&x);
    }

    #[test]
    fn no_template_panics(source in "[a-z0-9 \\n:{}%|\"'.()-]{0,60}") {
        let _ = try_render(&source, context! { a => 1, b => "x", c => [1, 2] });
    }
}

#[test]
fn filters_see_values() {
    assert_eq!(
        render("a: {{ x | lower }}\nb: {{ l | join(',') }}\n", context! { x => "YES", l => ["a: b", "c"] }),
        r#"{"a": "yes", "b": "a: b,c"}"#
    );
    assert_eq!(crate::data::context(&Tree::Null).kind(), ValueKind::None);
}
