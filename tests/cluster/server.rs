//! The cluster: namespaces that go away, and what `kubectl` says.

use super::piped;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Output};

/// The objects of no namespace, which one configuration after the other makes.
const SHARED: &str = "csidriver/alluxio storageclass/alluxio pv/alluxio-pv \
    clusterrole/alluxio-external-provisioner-role clusterrolebinding/alluxio-csi-provisioner-binding";

pub struct Server {
    kubeconfig: String,
}

/// A namespace that is gone after its test.
pub struct Namespace<'a> {
    name: String,
    server: &'a Server,
}

impl Server {
    /// The cluster of `ALLUXIO_GEN_KUBECONFIG`. Nothing, and a line that nobody can miss, if there is none.
    pub fn new() -> Option<Server> {
        let kubeconfig = std::env::var("ALLUXIO_GEN_KUBECONFIG").ok();
        if kubeconfig.is_none() {
            // Not by `eprintln!`, which tests swallow.
            let _ = writeln!(std::io::stderr(), "\nNOT RUN: tests/cluster needs ALLUXIO_GEN_KUBECONFIG\n");
        }
        kubeconfig.map(|kubeconfig| Server { kubeconfig })
    }

    pub fn namespace(&self, part: &str) -> Namespace<'_> {
        let namespace = Namespace { name: format!("cluster-{part}-{}", std::process::id()), server: self };
        namespace.server.good(&["create", "namespace", &namespace.name], "");
        namespace
    }

    fn kubectl(&self, args: &[&str], input: &str) -> Output {
        piped::output(Command::new("kubectl").args(["--kubeconfig", &self.kubeconfig]).args(args), input)
    }

    fn good(&self, args: &[&str], input: &str) -> String {
        let output = self.kubectl(args, input);
        assert!(output.status.success(), "kubectl {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Applies a configuration in all ways, and tells what went otherwise than it should.
    pub fn try_configuration(&self, version: &str, name: &str, args: &[String]) -> Vec<String> {
        let mut told = Vec::new();
        let by_server = self.namespace(&format!("{name}-server"));
        told.extend(by_server.applied_by_server(version, args));
        drop(by_server);
        let by_client = self.namespace(&format!("{name}-client"));
        told.extend(by_client.applied_by_client(version, args));
        told
    }
}

impl Drop for Namespace<'_> {
    fn drop(&mut self) {
        let shared: Vec<&str> = SHARED.split_whitespace().collect();
        self.server.kubectl(&[&["delete", "--ignore-not-found", "--timeout=60s"], &shared[..]].concat(), "");
        self.server.kubectl(&["delete", "namespace", &self.name, "--wait=false"], "");
    }
}

impl Namespace<'_> {
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the server says against manifests, with the strictest validation, if anything.
    pub fn refusal(&self, manifests: &str) -> Option<String> {
        let args = ["apply", "--server-side", "--force-conflicts", "--dry-run=server", "--validate=strict", "-f", "-"];
        let output = self.server.kubectl(&args, manifests);
        (!output.status.success()).then(|| String::from_utf8_lossy(&output.stderr).into_owned())
    }

    fn render(&self, version: &str, args: &[String]) -> String {
        let mut all = vec!["-n", &self.name, "--alluxio-version", version];
        all.extend(args.iter().map(String::as_str));
        render(&all).unwrap_or_else(|why| panic!("{all:?}: {why}"))
    }

    /// Taken by a server-side apply; a second one changes no object.
    fn applied_by_server(&self, version: &str, args: &[String]) -> Option<String> {
        let manifests = self.render(version, args);
        let apply = ["apply", "--server-side", "--validate=strict", "-f", "-"];
        let output = self.server.kubectl(&apply, &manifests);
        if !output.status.success() {
            return Some(format!("server-side: {}", String::from_utf8_lossy(&output.stderr)));
        }
        // Controllers write the status of an object at any moment, which is a version more; generations they leave alone.
        let before = self.generations(&manifests);
        self.server.good(&apply, &manifests);
        let after = self.generations(&manifests);
        let moved: Vec<_> =
            before.iter().filter(|(object, generation)| after.get(*object) != Some(generation)).collect();
        (!moved.is_empty()).then(|| format!("a second server-side apply changes {moved:?}"))
    }

    fn generations(&self, manifests: &str) -> BTreeMap<String, String> {
        let list: Value =
            serde_json::from_str(&self.server.good(&["get", "-f", "-", "-o", "json"], manifests)).expect("JSON");
        let items = list["items"].as_array().cloned().unwrap_or_else(|| vec![list.clone()]);
        let of = |item: &Value| {
            let data = ["spec", "data", "rules", "subjects", "parameters"].map(|key| item[key].to_string()).join("");
            (
                format!("{}/{}", item["kind"], item["metadata"]["name"]),
                format!("{}{data}", item["metadata"]["generation"]),
            )
        };
        items.iter().map(of).collect()
    }

    /// Unchanged the second time, with nothing for `kubectl diff` to show.
    fn applied_by_client(&self, version: &str, args: &[String]) -> Vec<String> {
        let manifests = self.render(version, args);
        let mut told = Vec::new();
        self.server.good(&["apply", "-f", "-"], &manifests);
        let second = self.server.good(&["apply", "-f", "-"], &manifests);
        for line in second.lines().filter(|line| !line.ends_with(" unchanged")) {
            // The server fills in the claims of a StatefulSet and the volumes of a bare pod, and kubectl compares the lists whole.
            let is_known = line.starts_with("pod/")
                || line.starts_with("statefulset") && manifests.contains("volumeClaimTemplates");
            if !is_known {
                told.push(format!("client-side, the second time: {line}"));
            }
        }
        let output = self.server.kubectl(&["diff", "-f", "-"], &manifests);
        if !output.status.success() {
            told.push(format!("kubectl diff: {}", String::from_utf8_lossy(&output.stdout)));
        }
        told
    }
}

/// What `render` prints, or what it says against it.
pub fn render(args: &[&str]) -> Result<String, String> {
    let output = piped::output(Command::new(env!("CARGO_BIN_EXE_alluxio-gen")).arg("render").args(args), "");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}
