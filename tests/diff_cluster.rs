//! `diff` against a real API server: what was applied does not differ, and what was changed by hand is found, and nothing
//! else. Needs `kubectl`, and `ALLUXIO_GEN_KUBECONFIG` with the path of a kubeconfig of a cluster that may be written to;
//! without it nothing is tested, and the test says so.

#[path = "support/piped.rs"]
mod piped;

use serde_json::Value;
use std::io::Write as _;
use std::process::Command;

const BASE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/immutability/base.yaml");

/// The kinds that values become, as kubectl has them.
const KINDS: &str = "sts,ds,deploy,svc,cm,pvc,sa,pod";

/// The kubeconfig. Nothing, and a line that nobody can miss, if there is none.
fn kubeconfig() -> Option<String> {
    let path = std::env::var("ALLUXIO_GEN_KUBECONFIG").ok();
    if path.is_none() {
        // Not by `eprintln!`, which tests swallow.
        let _ = writeln!(std::io::stderr(), "\nNOT RUN: tests/diff_cluster.rs needs ALLUXIO_GEN_KUBECONFIG\n");
    }
    path
}

/// A namespace that is gone after the test.
struct Namespace {
    name: String,
    kubeconfig: String,
}

impl Namespace {
    fn new(kubeconfig: &str, part: &str) -> Self {
        let name = format!("diff-{part}-{}", std::process::id());
        let namespace = Namespace { name, kubeconfig: kubeconfig.to_owned() };
        namespace.kubectl(&["create", "namespace", &namespace.name], "");
        namespace
    }

    fn kubectl(&self, args: &[&str], input: &str) -> String {
        run(Command::new("kubectl").args(["--kubeconfig", &self.kubeconfig]).args(args), input)
    }

    /// Renders and applies values.
    fn apply(&self, values: &[&str], how: &[&str]) {
        let manifests = run(ours().arg("render").args(values).args(["-n", &self.name]), "");
        self.kubectl(&[&["apply", "-n", &self.name, "-f", "-"], how].concat(), &manifests);
    }

    /// What differs between the cluster and values, in short: `DaemonSet/alluxio-worker spec.a verdict marks`.
    fn diff(&self, values: &[&str], show: &[&str]) -> Vec<String> {
        let live = self.kubectl(&[&["get", KINDS, "-n", &self.name, "-o", "json"], show].concat(), "");
        let args = ["diff", "-", "/dev/null", "-n", &self.name, "-o", "json"];
        let text = run(ours().args(args).args(values), &live);
        let report: Value = serde_json::from_str(&text).expect("JSON");
        assert!(report["summary"]["same"].as_u64().is_some_and(|same| same > 3), "{text}");
        let word = |value: &Value| value.as_str().unwrap_or("").to_owned();
        let mut found = Vec::new();
        for object in report["objects"].as_array().expect("objects") {
            let changes = object["changes"].as_array().expect("changes");
            if changes.is_empty() {
                found.push(format!("{}/{} {}", word(&object["kind"]), word(&object["name"]), word(&object["verdict"])));
            }
            for change in changes {
                let marks: Vec<String> = change["marks"].as_array().expect("marks").iter().map(word).collect();
                found.push(format!(
                    "{}/{} {} {} {}",
                    word(&object["kind"]),
                    word(&object["name"]),
                    word(&change["path"]),
                    word(&change["verdict"]),
                    marks.join(",")
                ));
            }
        }
        found
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        let args = ["delete", "namespace", &self.name, "--wait=false", "--ignore-not-found"];
        let _ = Command::new("kubectl").args(["--kubeconfig", &self.kubeconfig]).args(args).output();
    }
}

fn ours() -> Command {
    Command::new(env!("CARGO_BIN_EXE_alluxio-gen"))
}

fn run(command: &mut Command, input: &str) -> String {
    let output = piped::output(command, input);
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn what_was_applied_does_not_differ() {
    let Some(kubeconfig) = kubeconfig() else { return };
    for (part, values) in [
        ("defaults", &[][..]),
        ("local", &["--profile", "singleMaster-localJournal"]),
        ("hdfs", &["--profile", "singleMaster-hdfsJournal"]),
        ("embedded", &["--profile", "multiMaster-embeddedJournal"]),
        ("everything", &["-f", BASE]),
        (
            "folders",
            &[
                "-f",
                BASE,
                "--set",
                "shortCircuit.volumeType=hostPath,logserver.volumeType=emptyDir,worker.hostNetwork=true",
            ],
        ),
    ] {
        let namespace = Namespace::new(&kubeconfig, part);
        namespace.apply(values, &[]);
        assert_eq!(namespace.diff(values, &[]), Vec::<String>::new(), "{part}, applied by the client");
        let other = Namespace::new(&kubeconfig, &format!("{part}-server"));
        // Objects of the cluster belong to the apply before.
        other.apply(values, &["--server-side", "--force-conflicts"]);
        assert_eq!(
            other.diff(values, &["--show-managed-fields"]),
            Vec::<String>::new(),
            "{part}, applied by the server"
        );
    }
}

#[test]
fn what_was_changed_by_hand_is_found_and_nothing_else() {
    let Some(kubeconfig) = kubeconfig() else { return };
    let namespace = Namespace::new(&kubeconfig, "by-hand");
    let values = ["--profile", "multiMaster-embeddedJournal"];
    namespace.apply(&values, &[]);
    let by_hand = |args: &[&str]| namespace.kubectl(&[args, &["-n", &namespace.name]].concat(), "");
    for (change, back, expected) in [
        (
            &["scale", "sts/alluxio-master", "--replicas=2"][..],
            &["scale", "sts/alluxio-master", "--replicas=3"][..],
            "StatefulSet/alluxio-master spec.replicas scale ",
        ),
        (
            &["set", "resources", "ds/alluxio-worker", "-c", "alluxio-worker", "--limits=cpu=4000m,memory=6000M"],
            &["set", "resources", "ds/alluxio-worker", "-c", "alluxio-worker", "--limits=cpu=4,memory=4G"],
            "DaemonSet/alluxio-worker spec.template.spec.containers[alluxio-worker].resources.limits.memory roll ",
        ),
        (
            &["set", "env", "ds/alluxio-worker", "-c", "alluxio-job-worker", "FOO=bar"],
            &["set", "env", "ds/alluxio-worker", "-c", "alluxio-job-worker", "FOO-"],
            "DaemonSet/alluxio-worker spec.template.spec.containers[alluxio-job-worker].env[FOO] same drift",
        ),
        (
            &["patch", "cm/alluxio-config", "--type=merge", "-p", r#"{"data":{"ALLUXIO_FUSE_JAVA_OPTS":"-Xmx9g"}}"#],
            &["annotate", "cm/alluxio-config", "a=b"],
            "",
        ),
    ] {
        by_hand(change);
        let found = namespace.diff(&values, &[]);
        match expected {
            "" => assert!(
                !found.is_empty() && found.iter().all(|one| one.contains("data.ALLUXIO_FUSE_JAVA_OPTS[")),
                "{found:?}"
            ),
            expected => assert_eq!(found, [expected], "{change:?}"),
        }
        by_hand(back);
    }
}

#[test]
fn what_an_apply_has_set_and_no_longer_sets_goes_with_the_next_one() {
    let Some(kubeconfig) = kubeconfig() else { return };
    let namespace = Namespace::new(&kubeconfig, "gone");
    let expected = "StatefulSet/alluxio-master spec.template.spec.containers[alluxio-master].env[FOO] roll ";
    for (how, show) in [(&[][..], &[][..]), (&["--server-side", "--force-conflicts"], &["--show-managed-fields"])] {
        namespace.apply(&["--set", "master.env.FOO=bar"], how);
        assert_eq!(namespace.diff(&[], show), [expected], "{how:?}");
    }
}
