//! Facts of small values files: what is decided, before any template.

use super::Facts;
use super::names::Names;
use crate::assets::Assets;
use crate::cli::Inputs;
use crate::source::Layer;
use crate::target::Target;
use crate::values::merge;
use crate::version;
use crate::yaml::{Tree, parse};
use crate::{Run, load, read};

fn target() -> Target {
    Target { release: "alluxio".to_owned(), namespace: None, kube_version: (1, 31), version: version::DEFAULT }
}

/// The facts of the defaults with a values file over them, and what is wrong with them.
fn facts(text: &str) -> (Facts, Vec<String>) {
    let mut run = Run::default();
    let assets = Assets::default();
    let Ok((defaults, version)) = load(&Inputs::default(), None, &assets, &mut run) else {
        panic!("{:?}", run.problems)
    };
    let source = run.sources.add(Layer::File, "v.yaml", text);
    let Ok(documents) = parse::documents(&run.sources, source, &mut run.problems) else { panic!("{:?}", run.problems) };
    let merged = documents.into_iter().fold(defaults, |lower, user| merge::onto_defaults(user, lower));
    let Ok(values) = read(&merged, version, &assets, &mut run) else { panic!("{:?}", run.problems) };
    let facts = Facts::new(&values, &target(), &mut run.problems);
    (facts, run.problems.iter().map(|problem| problem.message.clone()).collect())
}

/// The facts, of which nothing is wrong.
fn good(text: &str) -> Facts {
    let (facts, problems) = facts(text);
    assert_eq!(problems, Vec::<String>::new(), "{text}");
    facts
}

fn options(line: &str) -> Vec<&str> {
    line.split(' ').collect()
}

#[test]
fn a_property_of_the_user_takes_the_computed_option_away() {
    let plain = good("{}");
    assert!(options(&plain.config.worker_java_opts).contains(&"-Dalluxio.worker.ramdisk.size=2G"));
    let common = good("properties: {alluxio.worker.ramdisk.size: 5G}");
    assert!(!common.config.worker_java_opts.contains("ramdisk"));
    assert!(options(&common.config.java_opts).contains(&"-Dalluxio.worker.ramdisk.size=5G"));
    let own = good("worker: {properties: {alluxio.worker.ramdisk.size: 6G}}");
    assert_eq!(own.config.worker_java_opts.matches("ramdisk").count(), 1);
    assert!(options(&own.config.worker_java_opts).contains(&"-Dalluxio.worker.ramdisk.size=6G"));
}

#[test]
fn a_null_property_is_not_set_and_takes_nothing_away() {
    let facts = good("properties: {alluxio.worker.ramdisk.size: null}");
    assert!(options(&facts.config.worker_java_opts).contains(&"-Dalluxio.worker.ramdisk.size=2G"));
}

#[test]
fn journal_addresses_need_several_masters_and_an_embedded_journal() {
    let addresses = |text: &str| {
        let facts = good(text);
        let found = facts.config.java_opts.split(' ').find(|option| option.contains("journal.addresses"));
        found.map(|option| option.rsplit('=').next().unwrap_or("").to_owned())
    };
    assert_eq!(addresses("journal: {type: EMBEDDED}"), None);
    assert_eq!(addresses("master: {count: 2}"), None);
    assert_eq!(
        addresses("{journal: {type: EMBEDDED}, master: {count: 2, ports: {embedded: 5}}, fullnameOverride: f}"),
        Some("f-master-0:5,f-master-1:5".to_owned())
    );
}

#[test]
fn the_fuse_key_is_there_for_every_daemon() {
    let key = |text: &str| good(text).config.fuse_java_opts.is_some();
    assert!(key("{}"));
    assert!(!key("worker: {fuseEnabled: true}"));
    assert!(key("{worker: {fuseEnabled: true}, fuse: {enabled: true}}"));
    assert!(key("worker: {fuseEnabled: null}"));
}

#[test]
fn fuse_in_the_worker_has_properties_before_jvm_options() {
    let facts = good("{worker: {fuseEnabled: true}, fuse: {properties: {a: b}, jvmOptions: -Xmx1g -Xms1g}}");
    let options = options(&facts.config.worker_java_opts);
    let at = |wanted: &str| options.iter().position(|option| *option == wanted);
    assert!(at("-Dalluxio.user.hostname=${ALLUXIO_CLIENT_HOSTNAME}") < at("-Da=b"));
    assert!(at("-Da=b").is_some() && at("-Da=b") < at("-Xmx1g") && at("-Xmx1g") < at("-Xms1g"));
}

#[test]
fn a_null_section_has_its_defaults() {
    let sections = "{master: null, worker: null, journal: null, fuse: null, csi: null, hub: null, logserver: null}";
    assert_eq!(format!("{:?}", good(sections).master), format!("{:?}", good("{}").master));
}

#[test]
fn names_follow_helm() {
    let full = |text: &str, release: &str| {
        let mut run = Run::default();
        let assets = Assets::default();
        let inputs = Inputs { set_json: vec![text.to_owned()], ..Inputs::default() };
        let loaded = load(&inputs, None, &assets, &mut run);
        let node = loaded.and_then(|(node, version)| read(&node, version, &assets, &mut run));
        let Ok(values) = node else { panic!("{:?}", run.problems) };
        Names::new(&values, &Target { release: release.to_owned(), ..target() }).full
    };
    for (text, release, expected) in [
        ("{}", "x", "alluxio"),
        (r#"{"fullnameOverride": null}"#, "x", "x-alluxio"),
        (r#"{"fullnameOverride": ""}"#, "alluxio-prod", "alluxio-prod"),
        (r#"{"fullnameOverride": "", "nameOverride": "all"}"#, "alluxio", "alluxio"),
        (r#"{"fullnameOverride": "", "nameOverride": "foo"}"#, "alluxio", "alluxio-foo"),
        (r#"{"fullnameOverride": "f-"}"#, "x", "f"),
    ] {
        assert_eq!(full(text, release), expected, "{text} {release}");
    }
}

#[test]
fn two_mounts_at_one_path_are_refused_once() {
    let (_, problems) = facts("mounts: [{name: a, path: /p}, {name: b, path: /p/}]");
    assert_eq!(
        problems,
        [
            "`mounts[1].path` is mounted at `/p/`, where `mounts[0].path` of container `alluxio-master` is already mounted"
        ]
    );
}

#[test]
fn a_strategy_with_bounds_is_a_rolling_update() {
    let strategy = |text: &str| good(text).logserver.and_then(|logserver| logserver.workload.strategy);
    let kind = |tree: Option<Tree>| tree.and_then(|tree| tree.get("type").and_then(Tree::as_str).map(str::to_owned));
    assert_eq!(kind(strategy("logserver: {enabled: true}")).as_deref(), Some("Recreate"));
    assert_eq!(
        kind(strategy("logserver: {enabled: true, strategy: {rollingUpdate: {maxSurge: 1}}}")).as_deref(),
        Some("RollingUpdate")
    );
    assert_eq!(strategy("logserver: {enabled: true, strategy: null}"), None);
}

#[test]
fn a_config_map_larger_than_kubernetes_allows_is_refused() {
    let value = "x".repeat(1 << 20);
    let (_, problems) = facts(&format!("properties: {{my.own: {value}}}"));
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].starts_with("the ConfigMap `alluxio-config` would have 10"), "{problems:?}");
    good(&format!("properties: {{my.own: {}}}", &value[4096..]));
}
