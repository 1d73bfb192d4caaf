//! Any tree that is printed is read back as that tree, by the program's own reader and by another one.

#[path = "support/other_reader.rs"]
mod other_reader;

use alluxio_gen::problem::Problems;
use alluxio_gen::source::{Layer, Sources};
use alluxio_gen::yaml::{Tree, emit, parse};
use other_reader::tree;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};

/// Texts that readers of YAML may take for something else, and any others.
fn texts() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "",
        " ",
        "~",
        "null",
        "yes",
        "No",
        "on",
        "0644",
        "1e3",
        "0x1f",
        "1_000",
        "12:30",
        ".inf",
        "2001-01-01",
        "<<",
        "=",
        "- a",
        "a: b",
        "a #b",
        "#",
        "!x",
        "&a",
        "*a",
        "%a",
        "@",
        "`",
        "{a}",
        "[a]",
        "|",
        ">",
        "?",
        ":",
        "---",
        "...",
        "a\n",
        "\na",
        "a\n\n",
        " a",
        "a ",
        "\ta",
        "a\nb ",
        "a\r\nb",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "\0",
        "\u{1b}",
        "'",
        "\"",
        "\\",
        "a\u{7f}",
        "\u{e000}0\u{e001}",
    ]);
    prop_oneof![odd.prop_map(str::to_owned), ".{0,12}", any::<String>(), "[ -~\n]{0,40}", Just("\0".repeat(180))]
}

fn trees() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        Just(Tree::Null),
        any::<bool>().prop_map(Tree::Bool),
        any::<i64>().prop_map(|number| Tree::Number(number.to_string())),
        texts().prop_map(Tree::Text),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Tree::List),
            prop::collection::vec((texts(), inner), 0..5).prop_map(|entries| Tree::Map(entries.into_iter().collect())),
        ]
    })
}

fn read(text: &str) -> Vec<Tree> {
    let (mut sources, mut problems) = (Sources::default(), Problems::default());
    let source = sources.add(Layer::File, "printed.yaml", text);
    let documents = parse::documents(&sources, source, &mut problems);
    let documents = documents.unwrap_or_else(|_| panic!("{}\n{text:?}", problems.report(&sources)));
    documents.iter().map(Tree::from).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn trees_are_read_back_as_they_are(any in trees()) {
        let mut text = String::new();
        emit::yaml(&any, &mut text);
        prop_assert_eq!(&read(&text), std::slice::from_ref(&any), "{:?}", text);
        let other: serde_yaml::Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text:?}"));
        prop_assert_eq!(&tree(&other), &any, "{:?}", text);
        let mut json = String::new();
        emit::json(&any, &mut json);
        if json.len() < 1_000 {
            // YAML has a limit for keys, and JSON has none.
            prop_assert_eq!(&read(&json), &[any], "{:?}", json);
        }
    }
}
