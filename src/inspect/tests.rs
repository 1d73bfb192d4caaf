//! What the checks find, and what they let pass.

use super::*;
use crate::Run;
use crate::render::{Engine, Owner, Template};

/// Inspects the documents of a YAML text, of which each is a template's.
fn report(text: &'static str) -> Vec<String> {
    let load = |_: &str| Ok(Some(Template { name: "t".to_owned(), text: text.into(), owner: Owner::BuiltIn }));
    let mut run = Run::default();
    let Ok(documents) = Engine::new(load).render("t", &().into(), &mut run) else { panic!("{:?}", run.problems) };
    let name = |number| format!("templates/{number}.yaml");
    let manifests: Vec<Manifest> =
        documents.into_iter().enumerate().map(|(number, tree)| Manifest { source: name(number), tree }).collect();
    let set = |name: &str| BTreeSet::from([name.to_owned()]);
    let expected = Expectations { claims: set("outside"), config_maps: set("foreign"), blame: Severity::Bug };
    inspect(&manifests.iter().collect::<Vec<_>>(), &expected, &mut run.problems);
    run.problems.iter().map(|problem| format!("{:?}: {}", problem.severity, problem.message)).collect()
}

#[test]
fn an_object_has_version_kind_and_name() {
    assert_eq!(
        report("kind: Pod\nmetadata: {name: a}\n"),
        ["Bug: an object of `templates/0.yaml` has no `apiVersion`"]
    );
    assert_eq!(report("apiVersion: v1\nmetadata: {name: a}\n"), ["Bug: an object of `templates/0.yaml` has no `kind`"]);
    assert_eq!(report("apiVersion: v1\nkind: Pod\n"), ["Bug: an object of `templates/0.yaml` has no `metadata.name`"]);
    assert_eq!(report("text\n"), ["Bug: an object of `templates/0.yaml` has no `apiVersion`"]);
}

#[test]
fn names_follow_the_rules_of_their_kind() {
    for (kind, good, bad) in [
        ("Pod", vec!["a", "a.b-c", "0a"], vec!["A", "a_b", "-a", "a-", "a..b", "a.", "é"]),
        ("Service", vec!["a", "a-0"], vec!["0a", "a.b", "A", "a-"]),
        ("ClusterRole", vec!["a:b", "A_b"], vec!["a/b", "..", "a%"]),
    ] {
        good.iter().for_each(|name| assert_eq!(broken_rule(kind, name), None, "{kind} {name}"));
        bad.iter().for_each(|name| assert!(broken_rule(kind, name).is_some(), "{kind} {name}"));
    }
    assert!(broken_rule("Service", &"a".repeat(64)).is_some());
    assert!(broken_rule("ConfigMap", &"a".repeat(254)).is_some());
    assert_eq!(broken_rule("ConfigMap", &"a".repeat(253)), None);
}

#[test]
fn the_same_object_twice_names_both_templates() {
    let twice = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n";
    assert_eq!(
        report(twice),
        ["Error: the Pod `a` is rendered twice, from `templates/0.yaml` and from `templates/1.yaml`"]
    );
    let two = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\n";
    assert_eq!(report(two), Vec::<String>::new());
}

#[test]
fn what_a_pod_refers_to_is_there() {
    let good = "
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: a}
spec:
  volumeClaimTemplates: [{metadata: {name: t}}]
  template:
    spec:
      volumes:
        - {name: c, configMap: {name: a-config}}
        - {name: f, configMap: {name: foreign}}
        - {name: p, persistentVolumeClaim: {claimName: mine}}
        - {name: q, persistentVolumeClaim: {claimName: outside}}
        - {name: s, secret: {secretName: any}}
        - {name: o, configMap: {name: absent, optional: true}}
      containers:
        - {name: m, envFrom: [{configMapRef: {name: a-config}}], volumeMounts: [{name: t, mountPath: /t}, {name: p, mountPath: /p}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: a-config}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: mine}
";
    assert_eq!(report(good), Vec::<String>::new());
    let bad = "
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  volumes:
    - {name: c, configMap: {name: no-map}}
    - {name: c, persistentVolumeClaim: {claimName: no-claim}}
    - {name: d, projected: {sources: [{configMap: {name: no-source}}]}}
  initContainers:
    - {name: i, volumeMounts: [{name: no-volume, mountPath: /x}]}
  containers:
    - {name: m, envFrom: [{configMapRef: {name: no-env}}], volumeMounts: [{name: c, mountPath: /x}, {name: c, mountPath: /x}]}
    - {name: other, env: [{name: V, valueFrom: {configMapKeyRef: {name: no-key}}}]}
";
    assert_eq!(
        report(bad),
        [
            "Bug: the Pod `a` has two volumes named `c`",
            "Bug: the Pod `a` refers to the ConfigMap `no-map`, which is neither rendered nor declared",
            "Bug: the Pod `a` mounts the claim `no-claim`, which is neither rendered nor declared",
            "Bug: the Pod `a` refers to the ConfigMap `no-source`, which is neither rendered nor declared",
            "Bug: the container `i` of the Pod `a` mounts the volume `no-volume`, which its pod does not have",
            "Bug: the container `m` of the Pod `a` mounts two volumes at `/x`",
            "Bug: the container `m` of the Pod `a` refers to the ConfigMap `no-env`, which is neither rendered nor declared",
            "Bug: the container `other` of the Pod `a` refers to the ConfigMap `no-key`, which is neither rendered nor declared",
        ]
    );
}
