//! Credentials: none of them is in any output but the Secret's, and all of them reach Alluxio whole.

use alluxio_gen::cores;
use serde::Deserialize as _;
use serde_yaml::{Mapping, Value};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What no output may hold.
const CANARY: &str = "c4n4ry";

/// The sections that have properties of their own; the top has none.
const COMPONENTS: [&str; 7] = ["", "master", "jobMaster", "worker", "jobWorker", "fuse", "logserver"];

/// What stands before a name.
const WRAPPERS: [&str; 4] = [
    "",
    "alluxio.master.mount.table.root.option.",
    "alluxio.master.mount.table.other_1.option.",
    "alluxio.master.journal.ufs.option.",
];

fn run(args: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alluxio-gen"));
    command.args(args).current_dir(folder).stdin(Stdio::null()).output().expect("it runs")
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

fn good(args: &[&str], folder: &Path) -> String {
    let output = run(args, folder);
    assert!(output.status.success(), "{args:?}\n{}", told(&output));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The known names that hold a secret, those of families with a part of one's own.
fn names() -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/properties/credentials.json");
    let all: Value = serde_yaml::from_str(&fs::read_to_string(file).expect("it is there")).expect("JSON");
    let mut names = Vec::new();
    for list in ["names", "families", "unflagged"] {
        for row in all[list].as_sequence().expect("a list") {
            // User and tenant of Swift are no secrets.
            if row["what"] != "name" {
                names.push(row["name"].as_str().expect("a name").replace('*', "my_own1"));
            }
        }
    }
    assert!(names.len() > 25, "{names:?}");
    names
}

/// The names that the JVM reads itself, for which there is no file.
fn is_of_jvm(name: &str) -> bool {
    name.starts_with("javax.")
}

/// Values in which a component has all credentials, each behind all wrappers, as properties or as JVM options.
fn values(component: &str, in_words: bool, wanted: impl Fn(&str) -> bool) -> String {
    let mut properties = Mapping::new();
    let mut words = Vec::new();
    for name in names().iter().filter(|name| wanted(name)) {
        for wrapper in WRAPPERS {
            let value = format!("{CANARY}{}", words.len() + properties.len());
            match in_words {
                true => words.push(Value::from(format!("-Xmx1g -D{wrapper}{name}={value}"))),
                false => drop(properties.insert(format!("{wrapper}{name}").into(), value.into())),
            }
        }
    }
    let own: Value = match in_words {
        true => Mapping::from_iter([("jvmOptions".into(), words.into())]).into(),
        false => Mapping::from_iter([("properties".into(), properties.into())]).into(),
    };
    let all = if component.is_empty() { own } else { Mapping::from_iter([(component.into(), own)]).into() };
    serde_yaml::to_string(&all).expect("YAML")
}

const EVERYTHING: &str =
    "fuse.enabled=true,logserver.enabled=true,csi.enabled=true,hub.enabled=true,journal.format.runFormat=true";

/// Commands that show something of the values, with a folder to write into.
const COMMANDS: [&[&str]; 16] = [
    &["render", "--credentials", "creds"],
    &["render", "--credentials", "creds", "-o", "json"],
    &["values"],
    &["values", "--origins"],
    &["values", "-o", "json"],
    &["explain"],
    &["explain", "-o", "json"],
    &["lint"],
    &["lint", "-o", "json"],
    &["lint", "-o", "sarif"],
    &["lint", "-o", "github"],
    &["lint", "--credentials", "creds"],
    &["images", "-o", "json"],
    &["provision", "list", "-o", "json"],
    &["provision", "volumes", "--path", "/data", "--type", "hostPath"],
    &["provision", "claims"],
];

fn assert_silent(args: &[&str], folder: &Path) {
    let told = told(&run(args, folder));
    let line = told.lines().find(|line| line.contains(CANARY));
    assert_eq!(line, None, "{args:?}");
}

#[test]
fn no_credential_is_in_any_output() {
    let all = COMPONENTS.map(|component| [(component, false), (component, true)]).concat();
    cores::each(all.len(), None, |index| no_credential_of(all[index].0, all[index].1));
}

fn no_credential_of(component: &str, in_words: bool) {
    let temp = tempfile::tempdir().expect("a folder");
    let folder = temp.path();
    fs::write(folder.join("empty.yaml"), "").expect("written");
    fs::write(folder.join("v.yaml"), values(component, in_words, |name| !is_of_jvm(name))).expect("written");
    for command in COMMANDS {
        assert_silent(&[command, &["-f", "v.yaml", "--set", EVERYTHING]].concat(), folder);
    }
    // A key that names a property in itself, and what is wrong beside it.
    let section = if component.is_empty() { String::new() } else { format!("{component}.") };
    let path = format!("{section}properties.aws\\.secretKey");
    assert_silent(&["explain", &path, "-f", "v.yaml"], folder);
    assert_silent(&["explain", &format!("{section}jvmOptions"), "-f", "v.yaml"], folder);
    assert_silent(&["diff", "empty.yaml", "v.yaml", "--credentials", "creds"], folder);
    assert_silent(&["diff", "empty.yaml", "v.yaml"], folder);
    assert_silent(&["render", "-f", "v.yaml", "--set", "master.count=x,credentials.secret=Bad"], folder);
    let both = r#"credentials={"aws.secretKey":"s3/key"}"#;
    assert_silent(&["render", "-f", "v.yaml", "--set-json", both], folder);
}

#[test]
fn none_is_in_the_proxy_and_the_pods_of_csi_of_later_versions() {
    let temp = tempfile::tempdir().expect("a folder");
    let set = format!("{EVERYTHING},proxy.enabled=true");
    for component in ["proxy", "fuse", ""] {
        fs::write(temp.path().join("v.yaml"), values(component, false, |name| !is_of_jvm(name))).expect("written");
        let args = ["render", "--alluxio-version", "2.9", "--credentials", "creds", "-f", "v.yaml", "--set", &set];
        let text = good(&args, temp.path());
        assert!(!text.contains(CANARY), "{component}");
        // In the proxy's DaemonSet, and in the text of the pod that CSI makes.
        let proxy = documents(&text).into_iter().find(|it| it["metadata"]["name"] == "alluxio-proxy").expect("a proxy");
        let pods =
            documents(&text).into_iter().find(|it| !it["data"]["alluxio-csi-fuse-config"].is_null()).expect("a pod");
        for text in [serde_yaml::to_string(&proxy).expect("YAML"), serde_yaml::to_string(&pods).expect("YAML")] {
            assert!(text.contains("/etc/alluxio") && text.contains("secretName: creds"), "{text}");
        }
    }
}

#[test]
fn what_the_jvm_reads_itself_is_refused_and_not_shown() {
    let temp = tempfile::tempdir().expect("a folder");
    for in_words in [false, true] {
        fs::write(temp.path().join("v.yaml"), values("", in_words, is_of_jvm)).expect("written");
        let output = run(&["render", "--credentials", "creds", "-f", "v.yaml"], temp.path());
        let told = told(&output);
        assert!(output.status.code() == Some(1) && told.contains("javax.net.ssl.keyStorePassword"), "{told}");
        assert!(!told.contains(CANARY), "{told}");
    }
}

/// Values of many kinds, each with what it shows.
const CLASSES: [(&str, &str); 12] = [
    ("plain", "AKIA/abc+def=="),
    ("dollar", "a$b$HOME$$c"),
    ("command", "a$(id)b"),
    ("backtick", "a`id`b"),
    ("quote", "a\"b'c"),
    ("backslash", "a\\b\\\\c\\n\\$"),
    ("backslash at the end", "ab\\"),
    ("comma, equals, hash", "a,b,,c=v#x"),
    ("shell", "a;b|c&d<e>f!g~{x,y}"),
    ("star", "a*b?c[d]e"),
    ("unicode", "p\u{e4}ss\u{5bc6}\u{20ac}"),
    ("blanks", " two words\tand a tab "),
];

/// What `java.util.Properties` reads (its `load`, as far as our files go).
fn properties(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for line in text.lines() {
        let mut units: [Vec<u16>; 2] = [Vec::new(), Vec::new()];
        let (mut side, mut chars, mut started) = (0, line.chars().peekable(), false);
        while let Some(c) = chars.next() {
            if side == 1 && !started && c == ' ' {
                continue;
            }
            started = started || side == 1;
            let c = match c {
                '\\' => match chars.next().expect("a line that goes on") {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'u' => {
                        let hex: String = chars.by_ref().take(4).collect();
                        units[side].push(u16::from_str_radix(&hex, 16).expect("four digits"));
                        continue;
                    }
                    other => other,
                },
                '=' | ':' if side == 0 => {
                    side = 1;
                    continue;
                }
                other => other,
            };
            units[side].extend(c.encode_utf16(&mut [0; 2]).iter());
        }
        let [key, value] = units.map(|units| String::from_utf16(&units).expect("UTF-16"));
        found.insert(key, value);
    }
    found
}

fn documents(text: &str) -> Vec<Value> {
    serde_yaml::Deserializer::from_str(text).map(|document| Value::deserialize(document).expect("YAML")).collect()
}

/// All containers of all pods, with the kind and name of their object, and their pod.
fn containers(objects: &[Value]) -> Vec<(String, Value, Value)> {
    let mut out = Vec::new();
    for object in objects {
        let pod = if object["kind"] == "Pod" { &object["spec"] } else { &object["spec"]["template"]["spec"] };
        for list in ["initContainers", "containers"] {
            for container in pod[list].as_sequence().into_iter().flatten() {
                let name = container["name"].as_str().expect("a name");
                out.push((name.to_owned(), container.clone(), pod.clone()));
            }
        }
    }
    out
}

#[test]
fn a_file_brings_every_value_whole_to_every_component() {
    let temp = tempfile::tempdir().expect("a folder");
    for component in COMPONENTS {
        let mut wanted = BTreeMap::new();
        for (index, (_, value)) in CLASSES.iter().enumerate() {
            wanted.insert(format!("alluxio.master.mount.table.m{index}.option.aws.secretKey"), (*value).to_owned());
        }
        let own = Mapping::from_iter([("properties".into(), serde_yaml::to_value(&wanted).expect("YAML"))]);
        let all: Value =
            if component.is_empty() { own.into() } else { Mapping::from_iter([(component.into(), own.into())]).into() };
        fs::write(temp.path().join("v.yaml"), serde_yaml::to_string(&all).expect("YAML")).expect("written");
        let secret =
            documents(&good(&["provision", "secret", "credentials", "--name", "creds", "-f", "v.yaml"], temp.path()));
        let file = secret[0]["stringData"]["alluxio-site.properties"].as_str().expect("a file");
        assert_eq!(properties(file), wanted, "{component}\n{file}");
    }
    let objects = documents(&good(&["render", "--credentials", "creds", "--set", EVERYTHING], temp.path()));
    let mut seen = Vec::new();
    for (name, container, pod) in containers(&objects) {
        let mounts = container["volumeMounts"].as_sequence().into_iter().flatten();
        let mount = mounts.filter(|mount| mount["mountPath"] == "/etc/alluxio").collect::<Vec<_>>();
        let runs =
            container["image"].as_str().is_some_and(|image| image.contains("alluxio/")) && name != "csi-controller";
        assert_eq!(mount.len(), usize::from(runs), "{name}");
        if let [mount] = mount[..] {
            assert!(mount["readOnly"] == true && mount["subPath"].is_null(), "{name}: {mount:?}");
            let volumes = pod["volumes"].as_sequence().expect("volumes").iter();
            let volume = volumes.filter(|volume| volume["name"] == mount["name"]).collect::<Vec<_>>();
            assert!(volume.len() == 1 && volume[0]["secret"]["secretName"] == "creds", "{name}: {volume:?}");
            assert_eq!(volume[0]["secret"]["defaultMode"], 0o440, "{name}");
            let (user, group) = (&container["securityContext"]["runAsUser"], &pod["securityContext"]["fsGroup"]);
            assert!(!group.is_null() || user == 0, "{name} cannot read it");
            seen.push(name);
        }
    }
    for name in [
        "journal-format",
        "alluxio-master",
        "alluxio-job-master",
        "alluxio-worker",
        "alluxio-job-worker",
        "alluxio-fuse",
        "alluxio-logserver",
        "csi-nodeserver",
        "alluxio-hub",
    ] {
        assert!(seen.iter().any(|other| other == name), "{name} is not among {seen:?}");
    }
}

/// What the scripts of the image do to an options variable: the entrypoint writes it between quotes into a file, which
/// bash sources, and the launcher passes it unquoted. `journal-format` is launched at once.
fn arrives(variable: &str, env: &BTreeMap<String, String>, past_entrypoint: bool) -> Vec<String> {
    let script = if past_entrypoint {
        r#"set -f; printf '%s\n' ${!1}"#
    } else {
        r#"eval "export $1=\"${!1}\""; set -f; printf '%s\n' ${!1}"#
    };
    let mut command = Command::new("bash");
    command.args(["-c", script, "bash", variable]).env_clear().env("LC_ALL", "C.UTF-8").envs(env);
    let output = command.output().expect("bash runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
}

/// The environment that Kubernetes gives a container: the ConfigMap's, then its own, in which `$(NAME)` is expanded.
fn environment(container: &Value, config: &Value, secret: &str) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let mut all: BTreeMap<String, String> =
        config["data"].as_mapping().expect("data").iter().map(|(key, value)| (text(key), text(value))).collect();
    let mut own: BTreeMap<String, String> = BTreeMap::new();
    for variable in container["env"].as_sequence().into_iter().flatten() {
        let value = match &variable["valueFrom"] {
            Value::Null => own
                .iter()
                .fold(text(&variable["value"]), |text, (name, value)| text.replace(&format!("$({name})"), value)),
            from if from["secretKeyRef"]["name"] == "s3" => secret.to_owned(),
            _ => "field".to_owned(),
        };
        own.insert(text(&variable["name"]), value);
    }
    all.extend(own);
    all
}

#[test]
fn a_key_of_a_secret_reaches_those_that_read_it_and_no_others() {
    let temp = tempfile::tempdir().expect("a folder");
    const MOUNT: &str = "alluxio.master.mount.table.root.option.aws.secretKey";
    const JOURNAL: &str = "alluxio.master.journal.ufs.option.aws.secretKey";
    const COMMON: &str = "fs.oss.accessKeySecret";
    let set = format!(r#"credentials={{"{MOUNT}":"s3/a","{JOURNAL}":{{"secret":"s3","key":"b"}},"{COMMON}":"s3/c"}}"#);
    let objects = documents(&good(&["render", "--set", EVERYTHING, "--set-json", &set], temp.path()));
    let config = objects.iter().find(|object| object["kind"] == "ConfigMap").expect("a ConfigMap");
    let rows: [(&str, &str, &[&str]); 7] = [
        ("alluxio-master", "MASTER", &[MOUNT, JOURNAL, COMMON]),
        ("alluxio-job-master", "JOB_MASTER", &[JOURNAL, COMMON]),
        ("journal-format", "", &[JOURNAL, COMMON]),
        ("alluxio-worker", "WORKER", &[COMMON]),
        ("alluxio-job-worker", "JOB_WORKER", &[COMMON]),
        ("alluxio-fuse", "FUSE", &[COMMON]),
        ("csi-nodeserver", "FUSE", &[COMMON]),
    ];
    for (name, part, wanted) in rows {
        let all = containers(&objects);
        let (_, container, _) = all.iter().find(|(other, ..)| other == name).unwrap_or_else(|| panic!("no {name}"));
        let keys = container["env"]
            .as_sequence()
            .into_iter()
            .flatten()
            .filter(|it| !it["valueFrom"]["secretKeyRef"].is_null());
        assert_eq!(keys.count(), wanted.len(), "{name}");
        for (class, value) in CLASSES.iter().filter(|(class, _)| *class != "blanks") {
            let env = environment(container, config, value);
            let mut words = arrives("ALLUXIO_JAVA_OPTS", &env, name == "journal-format");
            if !part.is_empty() {
                words.extend(arrives(&format!("ALLUXIO_{part}_JAVA_OPTS"), &env, false));
            }
            for property in wanted {
                let word = format!("-D{property}={value}");
                // Of the four characters that the second reading of the file would take, none is left.
                assert!(words.contains(&word), "{name}, {class}: `{word}` is not among {words:#?}");
            }
        }
    }
    let csi = containers(&objects).into_iter().find(|(name, ..)| name == "csi-controller").expect("it is there").1;
    assert!(csi["env"].as_sequence().into_iter().flatten().all(|it| it["valueFrom"]["secretKeyRef"].is_null()));
}
