//! That what is printed is read back the same, and how it looks.

use super::{json, yaml};
use crate::problem::Problems;
use crate::source::{Layer, Sources};
use crate::yaml::{Tree, parse};

fn tree(text: &str) -> Tree {
    let mut sources = Sources::default();
    let source = sources.add(Layer::File, "test.yaml", text);
    let mut problems = Problems::default();
    let nodes = parse::documents(&sources, source, &mut problems);
    assert!(nodes.is_ok(), "{}", problems.report(&sources));
    nodes.unwrap_or_default().first().map_or(Tree::Null, Tree::from)
}

#[test]
fn texts_come_back_from_both_readers() {
    let tricky = [
        "",
        " ",
        "a",
        " a",
        "a ",
        "yes",
        "Y",
        "~",
        "null",
        "0644",
        "0o17",
        "1e3",
        "1_000",
        "12:30",
        "190:20:30.5",
        ".inf",
        "-.INF",
        "2001-01-01",
        "0x1F",
        "-",
        "- a",
        "--- a",
        "---",
        "...",
        "... a",
        "?",
        "? a",
        ":",
        "a:",
        "a: b",
        "a #b",
        "#a",
        "a#b",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
        "|",
        ">",
        "[a",
        "{a",
        "]",
        "}",
        ",",
        "'a'",
        "\"a\"",
        "\\",
        "a\tb",
        "\t",
        "a\n",
        "a\nb",
        "a\nb\n",
        "a\n\n",
        "\na",
        " a\nb",
        "a\n  b\n\nc\n",
        "a\n \nb",
        "a\n\tb",
        "a\r\nb",
        "\u{0}",
        "\u{7f}",
        "\u{85}",
        "\u{a0}",
        "\u{2028}",
        "a\u{2029}b",
        "\u{feff}a",
        "\u{fffe}",
        "\u{ffff}",
        "é😀",
        "<<",
        "=",
        "-Xmx8g -Da=b",
        "2.7.2",
        "1.0",
        "500Mi",
        "1E",
        "/opt/domain",
        "$(A)",
        "a,b",
        "{{ a }}",
        "a\n...\nb\n",
        "a\n---\nb\n",
        "+",
        "+.",
        ".",
        "..",
        "-.",
        "-1a",
        "0b12",
        "1:",
        "nan",
        ".nan",
        "+.inf",
        "TRUE",
        "oN",
        "--",
        "--no-format",
        "-c",
        "-e5",
        "--1",
        "-Da",
        "-Da=b -Dc=d",
        "-Da=b  -Dc=d",
        "-Da=b -Dc=d ",
        " -Da=b -Dc=d",
        "-Da=b\t-Dc=d",
        "-Da=b\t -Dc=d",
        "-Da=b\n-Dc=d",
        "-Da=b\u{a0} -Dc=d",
        "-Da=b - -Dc=#d # e -- f -1 --g: h",
        "-Xmx1g --add-opens a=b -Da=\"x y\" -Db=${C} -Dd=é",
    ];
    for text in tricky {
        let one = Tree::Text(text.to_owned());
        let pairs = [(
            "k".to_owned(),
            Tree::List(vec![one.clone(), Tree::Map([(text.to_owned(), one.clone())].into_iter().collect())]),
        )];
        let before = Tree::Map(pairs.into_iter().collect());
        let mut printed = String::new();
        yaml(&before, &mut printed);
        assert_eq!(tree(&printed), before, "{printed}");
        let second: serde_yaml::Value = serde_yaml::from_str(&printed).unwrap_or_default();
        assert_eq!(second["k"][0].as_str(), Some(text), "{printed}");
        let mut printed = String::new();
        json(&before, &mut printed);
        assert_eq!(tree(&printed), before, "{printed}");
    }
}

#[test]
fn every_option_of_a_text_of_options_stands_on_a_line_of_its_own() {
    let mut printed = String::new();
    let text = "a: -Da=b c -Dd=e -Xmx1g\nb: -Da\nc: {d: [--x -y, {e: -Df=- -g}]}\nf: -1 -Dx\n";
    yaml(&tree(text), &mut printed);
    insta::assert_snapshot!(printed, @r#"
    a: >-
      -Da=b c
      -Dd=e
      -Xmx1g
    b: >-
      -Da
    c:
      d:
      - --x -y
      - e: >-
          -Df=-
          -g
    f: "-1 -Dx"
    "#);
}

#[test]
fn shapes_look_as_kubectl_prints_them() {
    let mut printed = String::new();
    let text = "a: {b: [1, [x, [z]], {c: d, e: {}}, []], f: ~}\ng: \"#!/bin/sh\\n\\necho\\n\"\nh: 1.50\ni: \"x\\ny\"\n";
    yaml(&tree(text), &mut printed);
    insta::assert_snapshot!(printed, @r"
        a:
          b:
          - 1
          - - x
            - - z
          - c: d
            e: {}
          - []
          f: null
        g: |
          #!/bin/sh

          echo
        h: 1.50
        i: |-
          x
          y
        ");
}
