//! Credentials are never shown: what holds one, or may, is masked before it gets into a report.

use super::options;
use super::path::{Path, Step};
use crate::properties::mask;
use crate::properties::{MASK, is_credential};
use crate::yaml::Tree;

/// Maps in which anybody may put a text under any name.
const FREE: [&str; 6] = ["data", "stringData", "annotations", "labels", "parameters", "volumeAttributes"];

/// The value of a path as it may be shown.
pub fn shown(kind: &str, path: &Path, tree: &Tree) -> Tree {
    let is_free = FREE.contains(&path.name_from_end(1));
    let is_option = matches!(path.0.last(), Some(Step::Item(_))) && options::of(path.name_from_end(1), "").is_some();
    let is_variable = path.last() == "value" && path.name_from_end(2) == "env";
    let name = if is_variable { path.name_from_end(1) } else { path.last() };
    let is_secret = kind == "Secret" && (path.is_within("data") || path.is_within("stringData"));
    match tree {
        _ if is_secret => Tree::Text(MASK.to_owned()),
        Tree::Text(text) if is_free || is_option || is_variable => {
            Tree::Text(mask::options(mask::value(name, text)).into_owned())
        }
        tree => masked(tree),
    }
}

/// A value without the credentials in its texts, and in variables that are called like one.
fn masked(tree: &Tree) -> Tree {
    match tree {
        Tree::Text(text) => Tree::Text(mask::options(text).into_owned()),
        Tree::List(items) => Tree::List(items.iter().map(masked).collect()),
        Tree::Map(map) => {
            let is_secret = map.get("name").and_then(Tree::as_str).is_some_and(is_credential);
            let value = |(key, value): (&String, &Tree)| match is_secret && key == "value" {
                true => (key.clone(), Tree::Text(MASK.to_owned())),
                false => (key.clone(), masked(value)),
            };
            Tree::Map(map.iter().map(value).collect())
        }
        tree => tree.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::{MASK, Path, Step, Tree, shown};

    #[test]
    fn what_holds_a_credential_is_masked() {
        let text = |text: &str| Tree::Text(text.to_owned());
        let key = |name: &str| Step::Key(name.to_owned());
        let item = |name: &str| Step::Item(name.to_owned());
        for (kind, steps) in [
            ("ConfigMap", vec![key("data"), key("ALLUXIO_JAVA_OPTS"), item("aws.secretKey")]),
            ("ConfigMap", vec![key("data"), key("aws.secretKey")]),
            ("Secret", vec![key("data"), key("x")]),
            (
                "Pod",
                vec![
                    key("spec"),
                    key("containers"),
                    item("a"),
                    key("env"),
                    item("AWS_SECRET_ACCESS_KEY"),
                    key("value"),
                ],
            ),
            ("StorageClass", vec![key("parameters"), key("javaOptions"), item("fs.oss.accessKeySecret")]),
        ] {
            assert_eq!(shown(kind, &Path(steps.clone()), &text("canary")), text(MASK), "{kind} {steps:?}");
        }
        let args = Path(vec![key("spec"), key("args")]);
        let list = Tree::List(vec![text("-Daws.secretKey=canary -Da=b")]);
        assert_eq!(shown("Pod", &args, &list), Tree::List(vec![text(&format!("-Daws.secretKey={MASK} -Da=b"))]));
        let image = Path(vec![key("image")]);
        assert_eq!(shown("Pod", &image, &text("a:b")), text("a:b"));
    }
}
