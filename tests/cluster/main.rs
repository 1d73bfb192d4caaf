//! A real API server has the last word: what is rendered is applied in all ways, and odd values are asked about.
//!
//! Needs `kubectl`, and in `ALLUXIO_GEN_KUBECONFIG` the path of a kubeconfig with every right on a cluster that may be
//! written to; without it nothing is tested, and the test says so. README.md tells how to get one.

mod odd;
#[path = "../support/piped.rs"]
mod piped;
mod server;

use alluxio_gen::version;
use server::{Server, render};

/// What is switched on, each alone.
const SWITCHES: &[(&str, &str)] = &[
    ("fuse", "fuse.enabled=true"),
    ("fuse-client", "fuse.enabled=true,fuse.clientEnabled=true"),
    ("worker-fuse", "worker.fuseEnabled=true,user=0,group=0,fsGroup=0"),
    ("csi", "csi.enabled=true"),
    ("csi-client", "csi.enabled=true,csi.clientEnabled=true"),
    ("csi-static", "csi.enabled=true,csi.clientEnabled=true,csi.provisioning=static"),
    ("logserver", "logserver.enabled=true"),
    ("logserver-host", "logserver.enabled=true,logserver.volumeType=hostPath"),
    ("hub", "hub.enabled=true"),
    ("metrics", "metrics.enabled=true,metrics.PrometheusMetricsServlet.enabled=true"),
    ("metastore", "metastore.volumeType=persistentVolumeClaim,metastore.size=2Gi"),
    ("ha", "master.count=3,journal.type=EMBEDDED"),
    ("ha-emptydir", "master.count=3,journal.type=EMBEDDED,journal.volumeType=emptyDir"),
    ("format", "journal.format.runFormat=true"),
    ("no-short-circuit", "shortCircuit.enabled=false"),
    ("socket-on-node", "shortCircuit.volumeType=hostPath"),
    ("host-network", "master.hostNetwork=true,worker.hostNetwork=true"),
    ("secrets", "secrets.master.alluxio-hdfs-config=hdfsConfig,secrets.worker.alluxio-hdfs-config=hdfsConfig"),
    ("pull-secrets", "imagePullSecrets={a,b,a}"),
    ("quantities", "master.resources.limits.cpu=8.0,master.resources.requests.cpu=0.5,journal.size=1024Mi"),
];

/// Names and arguments of all configurations: defaults, profiles, examples, switches. `CASE=csi` narrows them by a part of
/// the name.
fn configurations() -> Vec<(String, Vec<String>)> {
    let owned = |args: &[&str]| args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>();
    let mut all = vec![("defaults".to_owned(), Vec::new())];
    for profile in ["singleMaster-localJournal", "multiMaster-embeddedJournal", "singleMaster-hdfsJournal"] {
        all.push((profile.to_lowercase(), owned(&["--profile", profile])));
    }
    let examples = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/examples")).expect("the examples");
    for path in examples
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "yaml"))
    {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        all.push((format!("example-{name}"), owned(&["-f", &path.to_string_lossy()])));
    }
    all.extend(SWITCHES.iter().map(|(name, set)| (format!("on-{name}"), owned(&["--set", set]))));
    let part = std::env::var("CASE").unwrap_or_default();
    all.retain(|(name, _)| name.contains(&part));
    all
}

#[test]
fn what_is_rendered_is_taken_and_a_second_time_changes_nothing() {
    let Some(server) = Server::new() else { return };
    let mut failures = Vec::new();
    for version in &version::ALL {
        for (name, args) in configurations() {
            let told = server.try_configuration(version.name, &name, &args);
            failures.extend(told.into_iter().map(|what| format!("{} {name}: {what}", version.name)));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn odd_values_have_the_verdict_of_the_server() {
    let Some(server) = Server::new() else { return };
    let namespace = server.namespace("odd");
    let mut failures = Vec::new();
    for odd::Row { set, then } in odd::ROWS {
        let rendered = render(&["-n", namespace.name(), "--set-json", set]);
        match (then, rendered) {
            (odd::Taken, Ok(manifests)) => {
                failures.extend(namespace.refusal(&manifests).map(|why| format!("{set}: refused: {why}")))
            }
            (odd::Taken, Err(why)) => failures.push(format!("{set} is an error here: {why}")),
            (odd::Refused { .. }, Ok(_)) => failures.push(format!("{set} is rendered")),
            (odd::Refused { switch, show, at, value }, Err(_)) => {
                let manifest = render(&["-n", namespace.name(), "--set-json", switch, "-s", show, "-o", "json"]);
                let manifest = odd::with(&manifest.expect("it renders without the odd value"), at, value);
                if namespace.refusal(&manifest).is_none() {
                    failures.push(format!("{set} is an error here, and the server takes it"));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
