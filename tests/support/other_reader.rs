//! What the second reader of YAML reads, as a tree of the program's own.

use alluxio_gen::yaml::Tree;

/// The value as a tree. The reader has YAML 1.2's own idea of plain words, which is why those are quoted.
pub fn tree(value: &serde_yaml::Value) -> Tree {
    match value {
        serde_yaml::Value::Null => Tree::Null,
        serde_yaml::Value::Bool(value) => Tree::Bool(*value),
        serde_yaml::Value::Number(number) => Tree::Number(number.to_string()),
        serde_yaml::Value::String(text) => Tree::Text(text.clone()),
        serde_yaml::Value::Sequence(items) => Tree::List(items.iter().map(tree).collect()),
        serde_yaml::Value::Mapping(map) => {
            let key = |key: &serde_yaml::Value| key.as_str().unwrap_or_else(|| panic!("a key {key:?}")).to_owned();
            Tree::Map(map.iter().map(|(name, value)| (key(name), tree(value))).collect())
        }
        serde_yaml::Value::Tagged(tagged) => panic!("a tag: {tagged:?}"),
    }
}
