//! Odd values, and what the API server says to them. What is refused is asked for without us as well: the value is put
//! into the object that would have it.

use serde_json::Value;

pub use Verdict::{Refused, Taken};

/// A value, and its verdict.
pub struct Row {
    /// The argument of `--set-json`.
    pub set: &'static str,
    /// What the server does.
    pub then: Verdict,
}

pub enum Verdict {
    /// It takes the objects.
    Taken,
    /// It refuses an object with the value in it.
    Refused {
        /// `--set-json` for an object with room for the value.
        switch: &'static str,
        /// The template of the object.
        show: &'static str,
        /// Where the value stands in it: a JSON pointer.
        at: &'static str,
        /// The value, as JSON.
        value: &'static str,
    },
}

const WORKER: &str = "templates/worker/daemonset.yaml";
const MASTER: &str = "templates/master/statefulset.yaml";
const SOCKET: &str = "templates/worker/domain-socket-pvc.yaml";
const LOGSERVER: &str = "templates/logserver/deployment.yaml";
const LOGS: &str = "templates/logserver/pvc.yaml";

const fn taken(set: &'static str) -> Row {
    Row { set, then: Taken }
}

const fn refused(
    set: &'static str,
    switch: &'static str,
    (show, at, value): (&'static str, &'static str, &'static str),
) -> Row {
    Row { set, then: Refused { switch, show, at, value } }
}

/// A part of a pod of the workers.
macro_rules! pod {
    ($rest:literal) => {
        concat!("/spec/template/spec/", $rest)
    };
}

pub const ROWS: &[Row] = &[
    taken(r#"image=" a b ""#),
    taken(r#"worker.env={"A B": "x"}"#),
    taken(r#"hostAliases=[{"ip": "10.0.0.1"}]"#),
    taken(r#"hostAliases=[{"ip": "10.0.0.1", "hostnames": ["a"]}, {"ip": "10.0.0.1", "hostnames": ["b"]}]"#),
    taken(r#"imagePullSecrets=["a", "a"]"#),
    taken(r#"worker.env={"ALLUXIO_WORKER_HOSTNAME": "x"}"#),
    taken(r#"worker.readinessProbe.successThreshold=0"#),
    taken(r#"worker.readinessProbe.periodSeconds=2147483647"#),
    taken(r#"worker.resources.limits={"kubernetes.io/own": "1500m"}"#),
    taken(r#"worker.resources.limits.memory="1e10""#),
    taken(r#"tolerations=[{"operator": "Exists"}]"#),
    taken(r#"tolerations={}"#),
    taken(r#"secrets=[]"#),
    taken(r#"shortCircuit={"policy": "local", "volumeType": "emptyDir"}"#),
    taken(r#"shortCircuit.storageClass="""#),
    taken(r#"logserver={"enabled": true, "strategy": {"rollingUpdate": {"maxSurge": "101%"}}}"#),
    refused("serviceAccount=\"A_b\"", "{}", (WORKER, pod!("serviceAccountName"), "\"A_b\"")),
    refused("nodeSelector={\"a b\": \"c\"}", "{}", (WORKER, pod!("nodeSelector"), "{\"a b\": \"c\"}")),
    refused("nodeSelector={\"a\": \"b c\"}", "{}", (WORKER, pod!("nodeSelector"), "{\"a\": \"b c\"}")),
    refused("tolerations=[{\"value\": \"x\"}]", "{}", (WORKER, pod!("tolerations"), "[{\"value\": \"x\"}]")),
    refused(
        "tolerations=[{\"key\": \"a\", \"operator\": \"Exists\", \"value\": \"x\"}]",
        "{}",
        (WORKER, pod!("tolerations"), "[{\"key\": \"a\", \"operator\": \"Exists\", \"value\": \"x\"}]"),
    ),
    refused(
        "hostAliases=[{\"ip\": \"10.0.0\", \"hostnames\": [\"a\"]}]",
        "{}",
        (WORKER, pod!("hostAliases"), "[{\"ip\": \"10.0.0\", \"hostnames\": [\"a\"]}]"),
    ),
    refused(
        "hostAliases=[{\"ip\": \"10.0.0.1\", \"hostnames\": [\"A\"]}]",
        "{}",
        (WORKER, pod!("hostAliases"), "[{\"ip\": \"10.0.0.1\", \"hostnames\": [\"A\"]}]"),
    ),
    refused("user=-1", "{}", (WORKER, pod!("securityContext/runAsUser"), "-1")),
    refused(
        "worker.readinessProbe.periodSeconds=-1",
        "{}",
        (WORKER, pod!("containers/0/readinessProbe/periodSeconds"), "-1"),
    ),
    refused(
        "worker.livenessProbe.timeoutSeconds=2147483648",
        "{}",
        (WORKER, pod!("containers/0/livenessProbe/timeoutSeconds"), "2147483648"),
    ),
    refused(
        "worker.resources.limits={\"gpu\": 1}",
        "{}",
        (WORKER, pod!("containers/0/resources/limits"), "{\"gpu\": 1}"),
    ),
    refused(
        "worker.resources.limits={\"nvidia.com/gpu\": 0.5}",
        "{}",
        (WORKER, pod!("containers/0/resources/limits"), "{\"nvidia.com/gpu\": \"500m\"}"),
    ),
    refused(
        "worker.resources.requests={\"hugepages-2Mi\": \"4Mi\"}",
        "{}",
        (WORKER, pod!("containers/0/resources/requests"), "{\"hugepages-2Mi\": \"4Mi\"}"),
    ),
    refused(
        "worker.resources.limits.memory=\"1G\"",
        "{}",
        (WORKER, pod!("containers/0/resources/limits/memory"), "\"1G\""),
    ),
    refused(
        "worker.podAnnotations={\"a b\": \"c\"}",
        "worker={\"podAnnotations\": {\"a\": \"b\"}}",
        (WORKER, "/spec/template/metadata/annotations", "{\"a b\": \"c\"}"),
    ),
    refused("shortCircuit.storageClass=\"a/b\"", "{}", (SOCKET, "/spec/storageClassName", "\"a/b\"")),
    refused("shortCircuit.size=0", "{}", (SOCKET, "/spec/resources/requests/storage", "\"0\"")),
    refused(
        "shortCircuit={\"volumeType\": \"hostPath\", \"hostPath\": \"/a/../b\"}",
        "shortCircuit={\"volumeType\": \"hostPath\"}",
        (WORKER, pod!("volumes/0/hostPath/path"), "\"/a/../b\""),
    ),
    refused(
        "journal.storageClass=\"A\"",
        "{}",
        (MASTER, "/spec/volumeClaimTemplates/0/spec/storageClassName", "\"A\""),
    ),
    refused(
        "logserver={\"enabled\": true, \"strategy\": {\"rollingUpdate\": {\"maxUnavailable\": \"101%\"}}}",
        "logserver={\"enabled\": true, \"strategy\": {\"rollingUpdate\": {\"maxUnavailable\": \"1%\"}}}",
        (LOGSERVER, "/spec/strategy/rollingUpdate/maxUnavailable", "\"101%\""),
    ),
    refused(
        "logserver={\"enabled\": true, \"selector\": {\"matchExpressions\": [{\"key\": \"a\", \"operator\": \"In\"}]}}",
        "logserver={\"enabled\": true, \"selector\": {\"matchLabels\": {\"a\": \"b\"}}}",
        (LOGS, "/spec/selector", "{\"matchExpressions\": [{\"key\": \"a\", \"operator\": \"In\"}]}"),
    ),
];

/// The List of one object, with a value put into that object.
pub fn with(list: &str, at: &str, value: &str) -> String {
    let mut list: Value = serde_json::from_str(list).expect("JSON");
    let object = list.pointer_mut("/items/0").expect("one object");
    let (parent, key) = at.rsplit_once('/').expect("a pointer");
    let parent = object.pointer_mut(parent).unwrap_or_else(|| panic!("{at} has no parent"));
    parent[key] = serde_json::from_str(value).expect("a value of JSON");
    list.to_string()
}
