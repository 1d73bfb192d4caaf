//! `migrate`: what is not changed stays byte for byte, twice is as good as once, and 2.9 takes what comes out.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(args: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_alluxio-gen")).args(args).current_dir(folder).output().expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Files with comments in every place, and what becomes of them.
const FILES: [(&str, &str); 12] = [
    ("# top\n\n# tag\nimageTag: 2.7.2 # why\n\n# user\nuser: 0 # zero\n", "# top\n\n# tag\n\n# user\nuser: 0 # zero\n"),
    (
        "fuse:\n  # on\n  enabled: true # here\n  # where\n  mountPath: \"/mnt/a\"   # there\n  clientEnabled: false\n# end\n",
        "fuse:\n  # on\n  enabled: true # here\n  # where\n  mountPoint: \"/mnt/a\"   # there\n# end\n",
    ),
    (
        "fuse:\n  args: # the arguments\n    # first\n    - fuse\n    - --fuse-opts=allow_other,ro # second\n\n  # env\n  env: {TZ: UTC}\n",
        "fuse:\n  mountOptions: \"allow_other,ro\"\n\n  # env\n  env: {TZ: UTC}\n",
    ),
    (
        "fuse: {enabled: true, args: [fuse, --fuse-opts=ro], mountPath: /a/b} # flow\n",
        "fuse: {enabled: true, mountOptions: ro, mountPoint: /a/b} # flow\n",
    ),
    (
        "# a\nhub: # on\n  # b\n  enabled: true\n\n  env:\n  - name: A\n    value: b\n# c\nuser: 1\n",
        "# a\n# c\nuser: 1\n",
    ),
    (
        "properties:\n  # p\n  'alluxio.worker.fuse.mount.options': ro # q\n  alluxio.hub.agent.rpc.port: 1\n  alluxio.user.file.writetype.default: CACHE_THROUGH\n",
        "properties:\n  # p\n  'alluxio.fuse.mount.options': ro # q\n  alluxio.user.file.writetype.default: CACHE_THROUGH\n",
    ),
    (
        "csi:\n  controllerPlugin:\n    provisioner:\n      image: 'k8s.gcr.io/sig-storage/csi-provisioner:v2.0.5' # old\n",
        "csi:\n  controllerPlugin:\n    provisioner:\n      image: 'registry.k8s.io/sig-storage/csi-provisioner:v2.0.5' # old\n",
    ),
    (
        "jvmOptions:\n  # a\n  - \"-Dalluxio.worker.fuse.mount.options=ro\" # b\n  # c\n  - -Dalluxio.hub.agent.rpc.port=1 # d\n  - -Xmx1g\n",
        "jvmOptions:\n  # a\n  - \"-Dalluxio.fuse.mount.options=ro\" # b\n  # c\n  - -Xmx1g\n",
    ),
    (
        "fuse: {jvmOptions: '-Xms1g -Dalluxio.worker.fuse.mount.options=ro'} # a\nworker:\n  jvmOptions:\n  - -Dalluxio.hub.cluster.id=1 # b\n",
        "fuse: {jvmOptions: '-Xms1g -Dalluxio.fuse.mount.options=ro'} # a\nworker:\n  jvmOptions:\n",
    ),
    ("# alluxio-gen: alluxio-version 2.7.2\nuser: 0\n", "# alluxio-gen: alluxio-version 2.9\nuser: 0\n"),
    (
        "a: &x\n  b: 1 # same\nmaster: {count: 3}  # ok\r\njournal:\r\n  type: EMBEDDED # crlf\r\n",
        "a: &x\n  b: 1 # same\nmaster: {count: 3}  # ok\r\njournal:\r\n  type: EMBEDDED # crlf\r\n",
    ),
    (
        "fuse: {clientEnabled: true, user: 0}\nimage: own/alluxio\nimageTag: \"2.7.4\"\n---\n# second\nuser: 0\n",
        "fuse: {user: 0}\nimage: own/alluxio\n---\n# second\nuser: 0\n",
    ),
];

#[test]
fn only_what_changed_is_changed_and_twice_is_as_good_as_once() {
    let folder = tempfile::tempdir().expect("a folder");
    for (old, new) in FILES {
        fs::write(folder.path().join("config.yaml"), old).expect("written");
        let output = run(&["migrate", "--to", "2.9", "-f", "config.yaml"], folder.path());
        let told = text(&output.stderr);
        assert!(output.status.success(), "{old}\n{told}");
        assert_eq!(text(&output.stdout), new, "{told}");
        let check = run(&["migrate", "--to", "2.9", "-f", "config.yaml", "--check"], folder.path());
        assert_eq!(check.status.code(), Some(i32::from(old != new)), "{old}");
        let write = run(&["migrate", "--to", "2.9", "-f", "config.yaml", "--write"], folder.path());
        assert!(write.status.success() && write.stdout.is_empty(), "{}", text(&write.stderr));
        assert_eq!(fs::read_to_string(folder.path().join("config.yaml")).expect("read"), new);
        let again = run(&["migrate", "--to", "2.9", "-f", "config.yaml"], folder.path());
        assert_eq!((text(&again.stdout).as_str(), text(&again.stderr).as_str()), (new, "nothing to change\n"));
        let rendered = run(&["values", "--alluxio-version", "2.9", "-f", "config.yaml"], folder.path());
        assert!(!text(&rendered.stderr).contains("ended with"), "{}", text(&rendered.stderr));
    }
}

#[test]
fn what_only_a_person_can_decide_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let old =
        "fuse:\n  args: [fuse, --local]\n  env: {MOUNT_POINT: /a}\nmaster: {metastore: {}}\nimageTag: 2.7.2-own\n";
    fs::write(folder.path().join("config.yaml"), old).expect("written");
    let output = run(&["migrate", "--to", "2.9", "-f", "config.yaml"], folder.path());
    assert_eq!(text(&output.stdout), old);
    let told = text(&output.stderr);
    for word in [
        "config.yaml:2:3: to decide:",
        "--local",
        "`MOUNT_POINT`",
        "`master.metastore`",
        "`2.7.2-own`",
        "in a running cluster:",
    ] {
        assert!(told.contains(word), "{word}: {told}");
    }
}

#[test]
fn programs_get_json_and_other_versions_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("config.yaml"), "hub: {enabled: true}\n").expect("written");
    let output = run(&["migrate", "--to", "2.9", "-f", "config.yaml", "-o", "json"], folder.path());
    let report: serde_yaml::Value = serde_yaml::from_str(&text(&output.stdout)).expect("JSON is YAML");
    assert_eq!(report["files"][0]["changes"][0]["before"].as_str(), Some("hub"));
    assert_eq!(report["files"][0]["changed"].as_bool(), Some(true));
    assert!(report["consequences"].as_sequence().is_some_and(|list| list.len() == 4));
    let refused = run(&["migrate", "--to", "2.7", "-f", "config.yaml"], folder.path());
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0));
}

#[test]
fn options_that_only_a_person_can_change_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    // Another option stands in the item that would go, and both names of one property are set, as options or as a property.
    let old = "jvmOptions:\n- -Dalluxio.hub.agent.rpc.port=1 -Dkept=2\n- -Dalluxio.worker.fuse.mount.options=ro\n- -Dalluxio.fuse.mount.options=rw\n\
        fuse:\n  properties: {alluxio.fuse.mount.options: rw}\n  jvmOptions: -Dalluxio.worker.fuse.mount.options=ro\n";
    fs::write(folder.path().join("config.yaml"), old).expect("written");
    let output = run(&["migrate", "--to", "2.9", "-f", "config.yaml"], folder.path());
    let told = text(&output.stderr);
    assert_eq!((output.status.success(), text(&output.stdout).as_str()), (true, old), "{told}");
    for line in [2, 3, 7] {
        assert!(told.contains(&format!("config.yaml:{line}:")), "line {line}: {told}");
    }
    assert_eq!(told.matches("keep one of the two").count(), 2, "{told}");
}
