//! `provision` beside `render`: every claim that pods mount has a volume that Kubernetes binds it to.
//!
//! The rules of binding were seen on a real controller (`binds`). The same configurations are applied to a real API server
//! with its controllers when `ALLUXIO_GEN_KUBECONFIG` names a kubeconfig.

#[path = "support/piped.rs"]
mod piped;

use alluxio_gen::facts::units;
use serde::Deserialize as _;
use serde_yaml::Value;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Configurations that need volumes, each of its own kind.
const CONFIGURATIONS: [(&str, &[&str]); 14] = [
    ("local", &["--profile", "singleMaster-localJournal"]),
    ("hdfs", &["--profile", "singleMaster-hdfsJournal"]),
    ("embedded", &["--profile", "multiMaster-embeddedJournal"]),
    (
        "metastore",
        &[
            "--profile",
            "multiMaster-embeddedJournal",
            "--set",
            "metastore.volumeType=persistentVolumeClaim,metastore.size=2Gi",
        ],
    ),
    ("tiers", &["--set-json", TIERS]),
    ("two-parts", &["--set-json", PARTS]),
    (
        "mounts",
        &["--set-json", r#"mounts=[{"name":"shared","path":"/mnt/shared"},{"name":"other","path":"/mnt/other"}]"#],
    ),
    ("logserver", &["--set", "logserver.enabled=true"]),
    ("labelled-logs", &["--set-json", SELECTOR, "--set", "logserver.enabled=true,logserver.size=1G"]),
    (
        "classless",
        &[
            "--set-json",
            r#"journal={"storageClass":"","accessModes":["ReadWriteOncePod"]}"#,
            "--set",
            "fuse.enabled=true,worker.enabled=false",
        ],
    ),
    ("csi-static", &["--set", "csi.clientEnabled=true,csi.provisioning=static"]),
    ("newer", &["--alluxio-version", "2.9", "--set", "logserver.enabled=true,proxy.enabled=true"]),
    ("newer-embedded", &["--alluxio-version", "2.9", "--profile", "multiMaster-embeddedJournal", "--set-json", TIERS]),
    ("newer-csi-static", &["--alluxio-version", "2.9", "--set", "csi.clientEnabled=true,csi.provisioning=static"]),
];

const TIERS: &str = r#"tieredstore={"levels":[
    {"level":0,"alias":"MEM","mediumtype":"MEM","path":"/dev/shm","type":"persistentVolumeClaim","name":"alluxio-mem","quota":"1GB"},
    {"level":1,"alias":"SSD","mediumtype":"SSD","path":"/ssd-disk","type":"persistentVolumeClaim","name":"alluxio-ssd","quota":"10G"}]}"#;

const PARTS: &str = r#"tieredstore={"levels":[{"level":0,"alias":"SSD","mediumtype":"SSD,HDD","path":"/a,/b",
    "type":"persistentVolumeClaim","name":"one,two","quota":"1G,512m"}]}"#;

const SELECTOR: &str = r#"logserver.selector={"matchLabels":{"a":"1"},"matchExpressions":[
    {"key":"b","operator":"In","values":["x","y"]},{"key":"c","operator":"Exists"},{"key":"d","operator":"NotIn","values":["z"]}]}"#;

/// How volumes can be asked for.
const PLACES: [&[&str]; 3] = [
    &["--path", "/data", "--type", "hostPath"],
    &["--path", "/data/", "--nodes", "n1,n2,n3"],
    &["--path", "/data", "--nodes", "n1", "--type", "hostPath"],
];

fn run(args: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_alluxio-gen")).args(args).stdin(Stdio::null()).output().expect("it runs");
    assert!(output.status.success(), "{args:?}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn objects(text: &str) -> Vec<Value> {
    let documents =
        serde_yaml::Deserializer::from_str(text).map(|document| Value::deserialize(document).expect("YAML"));
    documents.filter(|document| !document.is_null()).collect()
}

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    path.split('.').fold(value, |value, key| &value[key]).as_str().unwrap_or("")
}

fn texts(value: &Value) -> BTreeSet<&str> {
    value.as_sequence().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Whether the controller of Kubernetes binds a claim to a volume.
fn binds(claim: &Value, volume: &Value) -> bool {
    let amount = |value: &Value| value.as_str().and_then(units::amount).expect("a quantity");
    let large =
        amount(&volume["spec"]["capacity"]["storage"]) >= amount(&claim["spec"]["resources"]["requests"]["storage"]);
    let reference = &volume["spec"]["claimRef"];
    if !reference.is_null() {
        // Bound beforehand: labels, modes and class no longer matter, and its size does.
        let namespace = text(claim, "metadata.namespace");
        let namespace = if namespace.is_empty() { "default" } else { namespace };
        let ours = text(reference, "name") == text(claim, "metadata.name") && text(reference, "namespace") == namespace;
        return ours && large;
    }
    let class = text(claim, "spec.storageClassName") == text(volume, "spec.storageClassName");
    let modes = texts(&volume["spec"]["accessModes"]).is_superset(&texts(&claim["spec"]["accessModes"]));
    large && class && modes && selects(&claim["spec"]["selector"], &volume["metadata"]["labels"])
}

fn selects(selector: &Value, labels: &Value) -> bool {
    let mut exact = selector["matchLabels"].as_mapping().into_iter().flatten();
    let mut conditions = selector["matchExpressions"].as_sequence().into_iter().flatten();
    exact.all(|(key, value)| labels.get(key) == Some(value))
        && conditions.all(|condition| {
            let label = labels.get(text(condition, "key")).and_then(Value::as_str);
            let among = label.is_some_and(|label| texts(&condition["values"]).contains(label));
            match text(condition, "operator") {
                "In" => among,
                "NotIn" => !among,
                "Exists" => label.is_some(),
                _ => label.is_none(),
            }
        })
}

/// All claims that there will be: those that are objects, and those that the StatefulSet makes.
fn claims(objects: &[Value]) -> Vec<Value> {
    let mut claims: Vec<Value> =
        objects.iter().filter(|object| text(object, "kind") == "PersistentVolumeClaim").cloned().collect();
    for set in objects.iter().filter(|object| text(object, "kind") == "StatefulSet") {
        for template in set["spec"]["volumeClaimTemplates"].as_sequence().into_iter().flatten() {
            for replica in 0..set["spec"]["replicas"].as_u64().expect("a number") {
                let mut claim = template.clone();
                let name = format!("{}-{}-{replica}", text(template, "metadata.name"), text(set, "metadata.name"));
                claim["metadata"]["name"] = name.into();
                claim["metadata"]["namespace"] = set["metadata"]["namespace"].clone();
                claims.push(claim);
            }
        }
    }
    claims
}

/// The claims that the volumes of pods name.
fn mounted(objects: &[Value]) -> BTreeSet<String> {
    let pods = objects.iter().map(|object| match text(object, "kind") {
        "Pod" => &object["spec"]["volumes"],
        _ => &object["spec"]["template"]["spec"]["volumes"],
    });
    let volumes = pods.flat_map(|volumes| volumes.as_sequence().into_iter().flatten());
    volumes.filter_map(|volume| volume["persistentVolumeClaim"]["claimName"].as_str()).map(str::to_owned).collect()
}

/// What is applied together: manifests, claims, volumes.
fn everything(args: &[&str], place: &[&str]) -> Vec<Value> {
    let rendered = run(&[&["render"], args].concat());
    let claims = run(&[&["provision", "claims"], args].concat());
    let volumes = run(&[&["provision", "volumes"], place, args].concat());
    [rendered, claims, volumes].iter().flat_map(|text| objects(text)).collect()
}

#[test]
fn the_rules_of_binding_are_those_that_were_seen() {
    let claim = |spec: &str| -> Value {
        let head = "metadata: {name: c}\nspec: {resources: {requests: {storage: 1Gi}}, accessModes: [ReadWriteOnce]";
        serde_yaml::from_str(&format!("{head}, {spec}}}")).expect("YAML")
    };
    let standard = claim("storageClassName: standard, selector: {matchLabels: {a: '1'}}");
    let volume = |labels: &str, spec: &str| -> Value {
        serde_yaml::from_str(&format!("metadata: {{labels: {{{labels}}}}}\nspec: {{{spec}}}")).expect("YAML")
    };
    const LIKE: &str = "capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], storageClassName: standard";
    for (labels, spec, expected) in [
        ("a: '1', b: x", LIKE, true),
        (
            "a: '1'",
            "capacity: {storage: 2Gi}, accessModes: [ReadWriteMany, ReadWriteOnce], storageClassName: standard",
            true,
        ),
        ("a: '1'", "capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], storageClassName: other", false),
        ("a: '1'", "capacity: {storage: 1G}, accessModes: [ReadWriteOnce], storageClassName: standard", false),
        ("a: '1'", "capacity: {storage: 1Gi}, accessModes: [ReadWriteMany], storageClassName: standard", false),
        ("b: '1'", LIKE, false),
        ("", "capacity: {storage: 1Gi}, claimRef: {namespace: default, name: c}, storageClassName: other", true),
        ("", "capacity: {storage: 1G}, claimRef: {namespace: default, name: c}", false),
        ("a: '1'", "capacity: {storage: 1Gi}, claimRef: {namespace: other, name: c}", false),
        ("a: '1'", "capacity: {storage: 1Gi}, claimRef: {namespace: default, name: d}", false),
    ] {
        assert_eq!(binds(&standard, &volume(labels, spec)), expected, "{labels} {spec}");
    }
    let by_hand = claim("storageClassName: ''");
    assert!(binds(&by_hand, &volume("", "capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce]")));
}

#[test]
fn every_claim_has_its_volume_and_every_volume_its_claim() {
    for (name, args) in CONFIGURATIONS {
        for place in PLACES {
            for namespace in [&[][..], &["-n", "team-a"]] {
                let args = [args, namespace].concat();
                let all = everything(&args, place);
                let claims = claims(&all);
                let names: BTreeSet<String> =
                    claims.iter().map(|claim| text(claim, "metadata.name").to_owned()).collect();
                assert_eq!(claims.len(), names.len(), "{name}: a claim twice");
                assert!(mounted(&all).is_subset(&names), "{name}: {:?} and only {names:?}", mounted(&all));
                let volumes: Vec<&Value> =
                    all.iter().filter(|object| text(object, "kind") == "PersistentVolume").collect();
                for claim in &claims {
                    let bound = volumes.iter().filter(|volume| binds(claim, volume)).count();
                    assert_eq!(bound, 1, "{name} {place:?}: {claim:?}");
                }
                for volume in volumes {
                    let claim = claims.iter().find(|claim| binds(claim, volume));
                    let claim = claim.unwrap_or_else(|| panic!("{name} {place:?}: nothing binds {volume:?}"));
                    // By its class, modes, size and labels it would be bound as well.
                    let mut free = volume.clone();
                    free["spec"]["claimRef"] = Value::Null;
                    assert!(binds(claim, &free), "{name}: {claim:?}\n{free:?}");
                }
            }
        }
    }
}

#[test]
fn clusters_that_share_nodes_share_no_folder() {
    let folders = |namespace: &str| -> BTreeSet<String> {
        let args = ["provision", "volumes", "--path", "/data", "--type", "hostPath", "-n", namespace];
        objects(&run(&args)).iter().map(|volume| text(volume, "spec.hostPath.path").to_owned()).collect()
    };
    let (one, other) = (folders("a"), folders("b"));
    assert!(one.len() > 1 && one.is_disjoint(&other), "{one:?} {other:?}");
}

/// A namespace of the server, and what is removed from it at the end.
struct Namespace {
    kubeconfig: String,
    name: String,
}

impl Namespace {
    fn kubectl(&self, args: &[&str], input: &str) -> (bool, String) {
        let mut kubectl = Command::new("kubectl");
        let output =
            piped::output(kubectl.args(["--kubeconfig", &self.kubeconfig, "-n", &self.name]).args(args), input);
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    }

    fn new(kubeconfig: &str, name: &str) -> Self {
        let namespace = Namespace { kubeconfig: kubeconfig.to_owned(), name: name.to_owned() };
        let (good, told) = namespace.kubectl(&["create", "namespace", name], "");
        assert!(good, "{told}");
        namespace
    }

    /// Applies everything, as a user does: the three outputs as they are.
    fn apply(&self, args: &[&str], place: &[&str]) {
        let args = [args, &["-n", &self.name]].concat();
        for command in [&["provision", "volumes"][..], &["provision", "claims"], &["render"]] {
            let place = if command == ["provision", "volumes"] { place } else { &[] };
            let text = run(&[command, place, &args].concat());
            if !text.is_empty() {
                let (good, told) = self.kubectl(&["apply", "-f", "-"], &text);
                assert!(good, "{command:?} {args:?}\n{told}");
            }
        }
    }

    /// Names and phases of all claims.
    fn claims(&self) -> BTreeSet<(String, String)> {
        let (good, told) = self.kubectl(&["get", "pvc", "-o", "json"], "");
        assert!(good, "{told}");
        let list: serde_json::Value = serde_json::from_str(&told).expect("JSON");
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("").to_owned();
        let items = list["items"].as_array().expect("a list").iter();
        items.map(|item| (text(&item["metadata"]["name"]), text(&item["status"]["phase"]))).collect()
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        let volumes = self.kubectl(&["get", "pv", "-o", "json"], "").1;
        let list: serde_json::Value = serde_json::from_str(&volumes).unwrap_or_default();
        for volume in list["items"].as_array().into_iter().flatten() {
            if volume["spec"]["claimRef"]["namespace"] == self.name.as_str() {
                let name = volume["metadata"]["name"].as_str().unwrap_or("");
                let _ = self.kubectl(&["delete", "pv", name, "--wait=false"], "");
            }
        }
        let _ = self.kubectl(&["delete", "namespace", &self.name, "--wait=false"], "");
    }
}

/// Applies a configuration to two namespaces at once, and waits until every claim of both is bound.
fn all_bound(kubeconfig: &str, name: &str, args: &[&str], place: &[&str]) {
    let expected: BTreeSet<String> =
        claims(&everything(args, place)).iter().map(|claim| text(claim, "metadata.name").to_owned()).collect();
    // The one volume of the CSI client belongs to no namespace.
    let beside = if name.ends_with("csi-static") { &["a"][..] } else { &["a", "b"] };
    let process = std::process::id();
    let namespaces: Vec<Namespace> =
        beside.iter().map(|letter| Namespace::new(kubeconfig, &format!("prepare-{name}-{letter}-{process}"))).collect();
    namespaces.iter().for_each(|namespace| namespace.apply(args, place));
    let (start, wanted) = (Instant::now(), |namespace: &Namespace| {
        expected.iter().map(|name| (name.clone(), "Bound".to_owned())).collect::<BTreeSet<_>>() == namespace.claims()
    });
    while !namespaces.iter().all(wanted) {
        if start.elapsed() > Duration::from_secs(30) {
            let claims: Vec<_> = namespaces.iter().map(Namespace::claims).collect();
            panic!("{name} {place:?}: not bound within 30 seconds: {claims:?}, expected {expected:?}");
        }
        std::thread::sleep(Duration::from_millis(300));
    }
}

#[test]
fn a_real_controller_binds_every_claim() {
    let Some(kubeconfig) = std::env::var("ALLUXIO_GEN_KUBECONFIG").ok().filter(|path| !path.is_empty()) else {
        let told =
            "NOT RUN: a_real_controller_binds_every_claim. Set ALLUXIO_GEN_KUBECONFIG to the kubeconfig of a server.\n";
        // Straight to standard error, which the test runner does not keep back.
        std::io::stderr().write_all(told.as_bytes()).expect("it is told");
        return;
    };
    for (index, (name, args)) in CONFIGURATIONS.into_iter().enumerate() {
        all_bound(&kubeconfig, name, args, PLACES[index % PLACES.len()]);
    }
}
