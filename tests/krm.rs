//! `krm`: lists of resources as kustomize and kpt hand them over, and kustomize itself where it is installed.

#[path = "support/piped.rs"]
mod piped;
mod tools;

use serde_yaml::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the function on a list.
fn krm(list: &str) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_alluxio-gen"));
    piped::output(program.arg("krm").env_remove("CLICOLOR_FORCE").current_dir(root()), list)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it prints UTF-8")
}

fn read(text: &str) -> Value {
    serde_yaml::from_str(text).expect("it prints YAML")
}

/// A list with these items, in the text that is given, and this `spec`.
fn list(items: &str, spec: &str) -> String {
    let spec: String = spec.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n{items}functionConfig:\n  \
         apiVersion: alluxio-gen.github.io/v1alpha1\n  kind: AlluxioCluster\n  metadata:\n    name: mine\n    \
         annotations:\n      internal.config.kubernetes.io/path: cluster.yaml\n      \
         internal.config.kubernetes.io/index: '0'\n  spec:\n{spec}"
    )
}

/// Two objects of others, spelled as nobody would print them, around one of ours.
const ITEMS: &str = "\
# In front.
- apiVersion: v1   # a comment
  kind: 'Secret'
  metadata: {name: \"s\", annotations: {config.kubernetes.io/index: '7'}}
  stringData:
    script: |
      # not a comment

      echo  \"two  blanks\"
- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: alluxio-config
    annotations:
      note: of an earlier run
      internal.config.kubernetes.io/index: '3'
      internal.config.kubernetes.io/path: 'mine/config.yaml'
  data: {old: 'yes'}

# About the last one.
- {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: alluxio-config}, on: 0o17}
";

fn names(list: &Value) -> Vec<String> {
    let items = list["items"].as_sequence().expect("there are items");
    let name = |item: &Value| Some(format!("{}/{}", item["kind"].as_str()?, item["metadata"]["name"].as_str()?));
    items.iter().map(|item| name(item).expect("an item has a kind and a name")).collect()
}

#[test]
fn what_is_not_ours_keeps_its_text_and_its_place() {
    let output = krm(&list(ITEMS, "values: {}"));
    assert!(output.status.success(), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    let (before, ours) = ITEMS.split_once("- apiVersion: v1\n  kind: ConfigMap").expect("ours is in the middle");
    let (_, after) = ours.split_once("\n\n").expect("something follows it");
    assert!(printed.contains(&format!("items:\n{before}- apiVersion: v1\n  kind: ConfigMap\n")), "{printed}");
    assert!(printed.contains(&format!("\n\n{after}- apiVersion:")), "{printed}");
    let found = names(&read(&printed));
    assert_eq!(&found[..3], ["Secret/s", "ConfigMap/alluxio-config", "StatefulSet/alluxio-config"]);
    assert!(found[3..].contains(&"StatefulSet/alluxio-master".to_owned()), "{found:?}");
}

#[test]
fn an_object_that_is_there_is_replaced_and_keeps_its_file() {
    let printed = text(&krm(&list(ITEMS, "configHash: true\nvalues: {}")).stdout);
    let config = &read(&printed)["items"][1];
    let notes = config["metadata"]["annotations"].as_mapping().expect("it is annotated");
    assert_eq!(notes["internal.config.kubernetes.io/path"], "mine/config.yaml");
    assert_eq!(notes["internal.config.kubernetes.io/index"], "3");
    assert_eq!(notes["kustomize.config.k8s.io/needs-hash"], "true");
    assert!(!notes.contains_key("note"), "what an earlier run had is gone");
    assert!(config["data"]["ALLUXIO_JAVA_OPTS"].is_string());
    let master = read(&printed)["items"].as_sequence().and_then(|items| items.last().cloned()).expect("more follow");
    assert_eq!(
        master["metadata"]["annotations"]["internal.config.kubernetes.io/path"],
        "master/statefulset-alluxio-master.yaml"
    );
}

#[test]
fn a_second_run_changes_nothing() {
    let once = text(&krm(&list(ITEMS, "values: {fuse: {enabled: true}}")).stdout);
    assert_eq!(text(&krm(&once).stdout), once);
}

#[test]
fn lists_of_any_spelling_are_taken() {
    let function =
        "functionConfig: {apiVersion: alluxio-gen.github.io/v1alpha1, kind: AlluxioCluster, metadata: {name: a}}";
    let secret = "{apiVersion: v1, kind: Secret, metadata: {name: s}}";
    for items in ["".to_owned(), "items:\n".into(), "items: []\n".into(), format!("items: [{secret}]\n")] {
        let list = format!("kind: ResourceList\n{items}{function}\n");
        let output = krm(&list);
        let printed = text(&output.stdout);
        assert!(output.status.success(), "{list}{}", text(&output.stderr));
        let found = names(&read(&printed));
        assert_eq!(found.iter().any(|name| name == "Secret/s"), items.contains("Secret"), "{printed}");
        assert!(found.contains(&"ConfigMap/alluxio-config".to_owned()), "{printed}");
        assert_eq!(text(&krm(&printed).stdout), printed, "{list}");
    }
    let json = format!("{{\"kind\": \"ResourceList\", \"items\": [{secret}], {function}}}");
    assert!(names(&read(&text(&krm(&json).stdout))).contains(&"DaemonSet/alluxio-worker".to_owned()));
}

#[test]
fn objects_are_those_of_render() {
    let spec = "profile: multiMaster-embeddedJournal\nvaluesFiles: [docs/examples/s3.yaml]\nnamespace: data\nname: prod\n\
                set: master.count=5\nvalues: {journal: {size: 3Gi}}\nkubeVersion: '1.28'\nallow: [AXG005]";
    let output = krm(&list("", spec).replace("items:\n", ""));
    assert!(output.status.success(), "{}", text(&output.stderr));
    let mut items = read(&text(&output.stdout))["items"].as_sequence().cloned().expect("there are items");
    for item in &mut items {
        let metadata = item["metadata"].as_mapping_mut().expect("it has metadata");
        let notes = metadata["annotations"].as_mapping_mut().expect("it is annotated");
        assert!(notes.remove("internal.config.kubernetes.io/path").is_some());
        if notes.is_empty() {
            metadata.remove("annotations");
        }
    }
    let arguments = "render -o json --profile multiMaster-embeddedJournal -f docs/examples/s3.yaml -n data --name prod \
                     --set journal.size=3Gi,master.count=5 --kube-version 1.28";
    let render = Command::new(env!("CARGO_BIN_EXE_alluxio-gen"))
        .args(arguments.split_whitespace())
        .current_dir(root())
        .output()
        .expect("the program runs");
    let rendered = read(&text(&render.stdout))["items"].as_sequence().cloned().expect("there are items");
    assert_eq!(items, rendered);
}

#[test]
fn credentials_and_images_have_fields_of_their_own() {
    let spec = "credentials: {secret: creds}\nimages: {registry: mirror.local/hub}\n\
                values: {properties: {aws.secretKey: hidden-one}, images: {registry: other}}";
    let output = krm(&list(ITEMS, spec));
    let printed = text(&output.stdout);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(printed.contains("image: mirror.local/hub/alluxio/alluxio:2.7.2"), "{printed}");
    assert!(printed.contains("secretName: creds"), "{printed}");
    // The object itself has it, and nothing that is made of it.
    assert_eq!(printed.matches("hidden-one").count(), 1);
    let (told, _) = refused("images: 7");
    assert!(told.contains("`spec.images` must be a map of values"), "{told}");
}

/// What is wrong with a `spec`: what standard error says, and the result.
fn refused(spec: &str) -> (String, Value) {
    let input = list(ITEMS, spec);
    let output = krm(&input);
    assert_eq!(output.status.code(), Some(1), "{spec}");
    let printed = text(&output.stdout);
    assert!(printed.starts_with(&input), "the list goes out as it came: {printed}");
    (text(&output.stderr), read(&printed)["results"].clone())
}

#[test]
fn errors_name_fields_and_are_results() {
    let (told, results) = refused("values:\n  master: {count: x}");
    assert!(told.contains("error: `master.count` must be a whole number"), "{told}");
    assert!(told.contains(" --> AlluxioCluster/mine: spec.values.master.count\n"), "{told}");
    assert_eq!(results[0]["severity"], "error");
    assert_eq!(results[0]["field"]["path"], "spec.values.master.count");
    assert_eq!(results[0]["file"]["path"], "cluster.yaml");
    assert_eq!(results[0]["file"]["index"], 0);
    assert_eq!(results[0]["resourceRef"]["kind"], "AlluxioCluster");
    assert_eq!(results[0]["resourceRef"]["name"], "mine");
    for (spec, message, field) in [
        ("profil: x", "unknown value `spec.profil`", "spec.profil"),
        ("profile: x", "unknown profile `x`", "spec.profile"),
        ("values: [a]", "`spec.values` must be a map of values", "spec.values"),
        ("set: [a=1, 'b']", "`b`", "spec.set[1]"),
        ("valuesFiles: nowhere.yaml", "cannot read `nowhere.yaml`: no such file", "spec.valuesFiles"),
        ("namespace: A", "the namespace `A` is not allowed", "spec.namespace"),
        ("kubeVersion: x", "`spec.kubeVersion x` is not a version of Kubernetes", "spec.kubeVersion"),
        ("strict: 7", "`spec.strict` must be `true` or `false`", "spec.strict"),
    ] {
        let (told, results) = refused(spec);
        assert!(told.contains(message), "{spec}: {told}");
        assert_eq!(results[0]["field"]["path"], field, "{spec}");
    }
    let (told, _) = refused("valuesFiles: nowhere.yaml");
    assert!(told.contains(&format!("the path is relative to `{}`", root().display())), "{told}");
}

#[test]
fn warnings_are_results_and_no_failure() {
    let output = krm(&list(ITEMS, "values: {mastr: {}}"));
    assert!(output.status.success());
    let result = &read(&text(&output.stdout))["results"][0];
    assert_eq!(result["severity"], "warning");
    assert_eq!(result["tags"]["code"], "AXG301");
    assert_eq!(result["field"]["path"], "spec.values.mastr");
    let (told, _) = refused("strict: true\nvalues: {mastr: {}}");
    assert!(told.contains("error[AXG301]"), "{told}");
}

#[test]
fn what_is_no_list_is_refused_and_nothing_printed() {
    let other = list("", "{}").replace("v1alpha1", "v2");
    for (input, message) in [
        ("", "standard input must be a ResourceList"),
        ("kind: List\n", "standard input must be a ResourceList"),
        ("kind: ResourceList\n", "the ResourceList has no `functionConfig`"),
        ("kind: [\n", "error: "),
    ] {
        let output = krm(input);
        assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(1), ""), "{input}");
        assert!(text(&output.stderr).contains(message), "{input}: {}", text(&output.stderr));
    }
    let output = krm(&other);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("`apiVersion` must be `alluxio-gen.github.io/v1alpha1`"));
}

/// The program for kustomize to find, and kustomize.
fn kustomize() -> Option<(PathBuf, String)> {
    let kustomize = tools::find("kustomize", "docs/examples/kustomize, and `kustomize fn run`")?;
    let folder = Path::new(env!("CARGO_BIN_EXE_alluxio-gen")).parent()?.display().to_string();
    Some((kustomize, format!("{folder}:{}", std::env::var("PATH").unwrap_or_default())))
}

/// The objects that kustomize makes of a folder.
fn built(folder: &Path) -> Option<Vec<Value>> {
    let (kustomize, path) = kustomize()?;
    let output = Command::new(kustomize)
        .args(["build", "--enable-alpha-plugins", "--enable-exec"])
        .arg(folder)
        .env("PATH", path)
        .output()
        .expect("kustomize runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let documents = text(&output.stdout);
    Some(documents.split("\n---\n").map(read).collect())
}

fn of_kind<'a>(objects: &'a [Value], kind: &str) -> Vec<&'a Value> {
    objects.iter().filter(|object| object["kind"] == kind).collect()
}

#[test]
fn kustomize_changes_what_the_base_renders() {
    let example = root().join("docs/examples/kustomize");
    let (Some(base), Some(overlay)) = (built(&example.join("base")), built(&example.join("overlay"))) else { return };
    assert_eq!((base.len(), overlay.len()), (7, 7));
    // Kustomize names the ConfigMap after what is in it, and all that refer to it.
    let config = of_kind(&base, "ConfigMap")[0]["metadata"]["name"].as_str().expect("it has a name");
    assert!(config.len() == "alluxio-config-".len() + 10, "{config}");
    let references = serde_yaml::to_string(&base).expect("it prints").matches(config).count();
    assert_eq!(references, 5, "one name, and a reference in each of four containers");
    assert!(overlay.iter().all(|object| object["metadata"]["namespace"] == "data"));
    let worker = &of_kind(&overlay, "DaemonSet")[0]["spec"]["template"];
    assert_eq!(worker["spec"]["priorityClassName"], "high");
    assert_eq!(worker["metadata"]["labels"]["team"], "storage");
    assert_eq!(worker["spec"]["containers"][0]["image"], "mirror.example.com/alluxio/alluxio:2.7.2");
}

#[test]
fn kustomize_changes_values_before_they_are_rendered() {
    let Some(objects) = built(&root().join("docs/examples/kustomize/five-masters")) else { return };
    assert_eq!(of_kind(&objects, "Service").len(), 5);
    let master = &of_kind(&objects, "StatefulSet")[0]["spec"];
    assert_eq!(master["replicas"], 5);
    assert_eq!(master["volumeClaimTemplates"][0]["spec"]["resources"]["requests"]["storage"], "20Gi");
}

#[test]
fn kustomize_shows_what_is_wrong() {
    let Some((kustomize, path)) = kustomize() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let cluster = fs::read_to_string(root().join("docs/examples/kustomize/cluster/alluxio.yaml")).expect("an example");
    fs::write(folder.path().join("alluxio.yaml"), cluster.replace("count: 3", "count: x")).expect("a file");
    fs::write(folder.path().join("kustomization.yaml"), "generators: [alluxio.yaml]\n").expect("a file");
    let output = Command::new(kustomize)
        .args(["build", "--enable-alpha-plugins", "--enable-exec"])
        .arg(folder.path())
        .env("PATH", path)
        .output()
        .expect("kustomize runs");
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains(" --> AlluxioCluster/alluxio: spec.values.master.count"));
    assert_eq!(text(&output.stdout), "");
}

/// All files of a folder, with their paths.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the entry can be read").path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push((path.clone(), fs::read_to_string(&path).expect("it is text"))),
        }
    }
    found.sort();
    found
}

#[test]
fn kustomize_fn_run_twice_doubles_nothing() {
    let Some((kustomize, path)) = kustomize() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    fs::copy(root().join("docs/examples/kustomize/cluster/alluxio.yaml"), folder.path().join("alluxio.yaml"))
        .expect("an example");
    let mine = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: mine}   # of others\n";
    fs::write(folder.path().join("mine.yaml"), mine).expect("a file");
    let run = || {
        let output = Command::new(&kustomize)
            .args(["fn", "run", "--enable-exec"])
            .arg(folder.path())
            .env("PATH", &path)
            .output()
            .expect("kustomize runs");
        assert!(output.status.success(), "{}", text(&output.stderr));
        files(folder.path())
    };
    let once = run();
    let all: String = once.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(all.matches("\nkind: StatefulSet").count(), 1);
    assert!(once.iter().any(|(path, _)| path.ends_with("master/statefulset-alluxio-master.yaml")), "{once:?}");
    // Kustomize may fold or quote a long text in another way.
    let values = |files: Vec<(PathBuf, String)>| -> Vec<(PathBuf, Value)> {
        files.into_iter().map(|(path, text)| (path, read(&text))).collect()
    };
    assert_eq!(values(run()), values(once));
}

#[test]
fn the_schema_takes_the_example_and_refuses_a_slip() {
    let output = Command::new(env!("CARGO_BIN_EXE_alluxio-gen")).args(["schema", "--krm"]).output().expect("it runs");
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    let schema = jsonschema::validator_for(&schema).expect("it is a schema");
    let example = fs::read_to_string(root().join("docs/examples/kustomize/cluster/alluxio.yaml")).expect("an example");
    let json = |text: &str| -> serde_json::Value { serde_yaml::from_str(text).expect("it is YAML") };
    let wrong: Vec<String> = schema.iter_errors(&json(&example)).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    for (from, to) in [
        ("configHash", "confighash"),
        ("count: 3", "count: x"),
        ("kind: AlluxioCluster", "kind: Cluster"),
        ("  values:", "  valuesFiles: 7.5\n  value:"),
    ] {
        assert!(!schema.is_valid(&json(&example.replace(from, to))), "{from} -> {to}");
    }
}
