//! Manifests as text: a stream of YAML documents, one JSON list, or one file an object.

use super::folder::Wanted;
use crate::manifest::Manifest;
use crate::yaml::{Tree, emit};

/// How trees are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Block YAML.
    Yaml,
    /// JSON.
    Json,
}

/// Room for most objects, in bytes: a text that grows is copied again and again.
const OBJECT: usize = 4 << 10;

/// All manifests as one text: YAML documents, each with the template it comes from, or a JSON object of kind List.
pub fn stream<'a>(manifests: impl IntoIterator<Item = &'a Manifest>, syntax: Syntax) -> String {
    let manifests = manifests.into_iter();
    let mut out = String::with_capacity(OBJECT * manifests.size_hint().0);
    match syntax {
        Syntax::Yaml => manifests.for_each(|manifest| document(manifest, &mut out)),
        Syntax::Json => emit::json(&list(manifests.map(|manifest| manifest.tree.clone()).collect()), &mut out),
    }
    out
}

fn document(manifest: &Manifest, out: &mut String) {
    out.push_str("---\n# Source: alluxio/");
    // The path of a template of one's own may hold anything, and must not leave its comment.
    let may_break = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    out.push_str(&manifest.source.replace(may_break, "?"));
    out.push('\n');
    emit::yaml(&manifest.tree, out);
}

fn list(items: Vec<Tree>) -> Tree {
    let text = |text: &str| Tree::Text(text.to_owned());
    let entries = [("apiVersion", text("v1")), ("kind", text("List")), ("items", Tree::List(items))];
    Tree::Map(entries.into_iter().map(|(key, tree)| (key.to_owned(), tree)).collect())
}

/// One file an object: `<component>/<kind in lower case>-<name>.yaml`, or `.json`.
pub fn files(manifests: &[Manifest], syntax: Syntax) -> Vec<Wanted> {
    manifests.iter().map(|manifest| file(manifest, syntax)).collect()
}

fn file(manifest: &Manifest, syntax: Syntax) -> Wanted {
    let mut text = String::with_capacity(OBJECT);
    match syntax {
        Syntax::Yaml => {
            document(manifest, &mut text);
            Wanted { path: path_of(manifest, "yaml"), text }
        }
        Syntax::Json => {
            emit::json(&manifest.tree, &mut text);
            Wanted { path: path_of(manifest, "json"), text }
        }
    }
}

/// The file of an object: `master/statefulset-alluxio-master.yaml`.
pub fn path_of(manifest: &Manifest, ending: &str) -> String {
    let component = manifest.component();
    let slash = if component.is_empty() { "" } else { "/" };
    [component, slash, &manifest.kind().to_lowercase(), "-", manifest.name(), ".", ending].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifests() -> Vec<Manifest> {
        let text = |text: &str| Tree::Text(text.to_owned());
        let map = |key: &str, value: Tree| (key.to_owned(), value);
        let metadata = Tree::Map([map("name", text("a-master"))].into_iter().collect());
        let tree = Tree::Map([map("kind", text("StatefulSet")), map("metadata", metadata)].into_iter().collect());
        let source = |path: &str| path.to_owned();
        vec![
            Manifest { source: source("templates/master/statefulset.yaml"), tree: tree.clone() },
            Manifest { source: source("templates/bad\nkind: Evil\u{2028}.yaml"), tree },
        ]
    }

    #[test]
    fn documents_say_where_they_come_from() {
        assert_eq!(
            stream(&manifests(), Syntax::Yaml),
            "---\n# Source: alluxio/templates/master/statefulset.yaml\nkind: StatefulSet\nmetadata:\n  name: a-master\n\
             ---\n# Source: alluxio/templates/bad?kind: Evil?.yaml\nkind: StatefulSet\nmetadata:\n  name: a-master\n"
        );
    }

    #[test]
    fn json_is_one_list() {
        let text = stream(&manifests()[..1], Syntax::Json);
        let read: serde_yaml::Value = serde_yaml::from_str(&text).unwrap_or_default();
        assert_eq!((&read["apiVersion"], &read["kind"]), (&"v1".into(), &"List".into()));
        assert_eq!(read["items"][0]["metadata"]["name"], "a-master");
    }

    #[test]
    fn files_are_called_by_component_kind_and_name() {
        let paths = |syntax| files(&manifests(), syntax).into_iter().map(|file| file.path).collect::<Vec<_>>();
        assert_eq!(paths(Syntax::Yaml), ["master/statefulset-a-master.yaml", "statefulset-a-master.yaml"]);
        assert_eq!(paths(Syntax::Json), ["master/statefulset-a-master.json", "statefulset-a-master.json"]);
        assert!(files(&manifests(), Syntax::Yaml).iter().all(|file| file.text.starts_with("---\n# Source: ")));
    }
}
