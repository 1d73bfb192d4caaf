//! No secret is shown: a canary in each credential, in each place and spelling of the values, is in no explanation, no
//! finding in any format, no origin and no error.

use alluxio_gen::cores;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

const CANARY: &str = "CANARY";

/// All names of credentials.json, and each behind the two prefixes.
fn names() -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/properties/credentials.json");
    let data: Value = serde_json::from_str(&fs::read_to_string(file).expect("the data")).expect("JSON");
    let mut names = Vec::new();
    for key in ["names", "families", "unflagged"] {
        let listed = data[key].as_array().into_iter().flatten();
        let secret = listed.filter(|name| name["what"] != "name").filter_map(|name| name["name"].as_str());
        names.extend(secret.map(|name| name.replace('*', "mine")));
    }
    assert_eq!(names.len(), 30);
    let wrapped = |prefix: &str| names.iter().map(|name| format!("{prefix}{name}")).collect::<Vec<_>>();
    let mounted = wrapped("alluxio.master.mount.table.root.option.");
    let journal = wrapped("alluxio.master.journal.ufs.option.");
    names.into_iter().chain(mounted).chain(journal).collect()
}

/// Runs a command, and panics if the canary is in what it prints.
fn quiet(folder: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_alluxio-gen"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("CLICOLOR_FORCE")
        .output()
        .expect("the program starts");
    let mut text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code().is_some_and(|code| code <= 1), "{arguments:?}: {text}");
    // What these print is the values themselves.
    if arguments[0] != "render" {
        text.push_str(&String::from_utf8_lossy(&output.stdout));
    }
    if let Some(at) = text.find(CANARY) {
        let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let values = fs::read_to_string(folder.join("values.yaml")).unwrap_or_default();
        let around: String = text[line..].lines().take(4).collect::<Vec<_>>().join("\n");
        panic!("{arguments:?} shows it:\n{around}\nwith\n{}", values.lines().take(6).collect::<Vec<_>>().join("\n"));
    }
}

/// The commands that show values or what is wrong with them.
const COMMANDS: [&[&str]; 5] =
    [&["explain"], &["values", "--origins"], &["lint", "--pedantic"], &["lint", "-o", "json"], &["render", "--strict"]];

/// The same in other words: some take long.
const MORE: [&[&str]; 7] = [
    &["explain", "-o", "json"],
    &["explain", "properties"],
    &["explain", "worker", "-o", "json"],
    &["explain", "properties.aws.secretKey"],
    &["explain", "jvmOptions"],
    &["lint", "-o", "sarif"],
    &["lint", "-o", "github"],
];

/// Runs commands with each of these files.
fn with_files(files: &[String], commands: &[&[&str]]) {
    cores::each(files.len(), None, |index| {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("values.yaml"), &files[index]).expect("written");
        for command in commands {
            quiet(folder.path(), &[command, &["-f", "values.yaml"][..]].concat());
        }
    });
}

#[test]
fn in_every_place_of_the_values() {
    let names = names();
    let (mut files, mut both) = (Vec::new(), Vec::new());
    for section in ["", "master", "jobMaster", "worker", "jobWorker", "fuse", "logserver"] {
        let (head, indent) = if section.is_empty() { (String::new(), "") } else { (format!("{section}:\n"), "  ") };
        // With what a rule has to say of it, too.
        let texts = ["CANARY {} $X", "CANARY-{}", "\"CANARY \\\" {} `x`\""];
        // Properties of all and of one component have every text.
        let all = matches!(section, "" | "worker");
        for value in &texts[..if all { texts.len() } else { 1 }] {
            let mut values = format!("{head}{indent}properties:\n");
            let mut words = format!("{head}{indent}jvmOptions:\n");
            for (number, name) in names.iter().enumerate() {
                let value = value.replace("{}", &number.to_string());
                let _ = writeln!(values, "{indent}  {name}: {value}");
                let _ = writeln!(words, "{indent}  - '-D{name}={}'", value.trim_matches('"'));
            }
            if all && value.ends_with("$X") {
                both.extend([values.clone(), words.clone()]);
            }
            files.extend([values, words]);
        }
    }
    let options: Vec<String> = names.iter().map(|name| format!("-D{name}=CANARY")).collect();
    let words = options.join(" ");
    files.extend([
        format!("csi: {{enabled: true, javaOptions: '{words}'}}\n"),
        format!("csi: {{enabled: true, javaOptions: ['{}']}}\n", options.join("', '")),
        format!("jvmOptions: {words}\n"),
        format!("master:\n  env:\n    ALLUXIO_JAVA_OPTS: >\n      {}\n", options.join("\n      ")),
        format!("worker:\n  env:\n    - name: ALLUXIO_JAVA_OPTS\n      value: '{words}'\n"),
        "worker:\n  env:\n    AWS_SECRET_ACCESS_KEY: CANARY\n    ALLUXIO_JAVA_OPTS: x\n".to_owned(),
        "worker:\n  env:\n    - name: AWS_SECRET_ACCESS_KEY\n      value: CANARY\n      valueFrom: x\n".to_owned(),
    ]);
    with_files(&files, &COMMANDS);
    with_files(&both, &MORE);
}

#[test]
fn in_every_spelling_and_in_every_error() {
    let mut files = Vec::new();
    for name in ["aws.secretKey", "my.own.password"] {
        let nested = format!("  {}: CANARY\n", name.replace('.', ":\n    ").replacen("\n    ", "\n   ", 1));
        for values in [
            "  NAME: 'CANARY'\n",
            "  NAME: \"CANARY\\tA\"\n",
            "  NAME: |\n    CANARY\n    CANARY\n",
            "  NAME: >-\n    CANARY\n\n    CANARY\n",
            "  NAME:\n    CANARY\n",
            "  \"NAME\" : CANARY\n",
            "  ? NAME\n  : CANARY\n",
            "  NAME: [CANARY]\n",
            "  NAME: {CANARY: CANARY}\n",
            "  NAME: CANARY\n  NAME: CANARY\n",
            "  NAME: \"CANARY\n",
            "  NAME: 'CANARY\n",
            "  NAME: CANARY: CANARY\n",
            "  NAME: [CANARY\n",
            "  NAME: !!int CANARY\n",
            "  NAME: *CANARY\n",
            "  NAME: &a CANARY\n  alluxio.no.such: *a\n",
            "  x: &CANARIES CANARY\n  NAME: *CANARIES\n".replace("CANARIES", "a").as_str(),
            "  NAME: CANARY\n\talluxio.x: y\n",
            "  NAME: CANARY\n alluxio.x: y\n",
            "  NAME: CANARY # CANARY\n  alluxio.debug: yess\n",
            nested.as_str(),
        ] {
            files.push(format!("properties:\n{}", values.replace("NAME", name)));
        }
        for values in [
            "properties: {NAME: CANARY, alluxio.debug: yess}\n",
            "properties: {alluxio.debug: yess, NAME: \"CANARY\", x}\n",
            "{\"properties\": {\"NAME\":\"CANARY\", \"alluxio.debug\": \"yess\"}, \"nope\": 1}\n",
            "{\n\"properties\": {\n\"NAME\":\n\"CANARY\",\n\"alluxio.debug\": [1]}}\n",
            "properties: -DNAME=CANARY\n",
            "properties: [-DNAME=CANARY]\n",
            "jvmOptions: {-DNAME=CANARY: x}\n",
            "jvmOptions: [[-DNAME=CANARY]]\n",
            "jvmOptions: -Xmx1Gi -DNAME=CANARY\n",
            "jvmOptions: ['-DNAME=CANARY -Xmx1Gi', -Xmx1Gi]\n",
            "image: 'x -DNAME=CANARY'\n",
            "imagePullPolicy: -DNAME=CANARY\n",
            "nope: -DNAME=CANARY\n",
        ] {
            files.push(values.replace("NAME", name));
        }
    }
    with_files(&files, &COMMANDS);
}

#[test]
fn in_every_argument() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("secret"), "CANARY in a file\n").expect("written");
    // A name, a name of one's own, and one behind each prefix.
    let mut arguments = Vec::new();
    for name in
        ["aws.secretKey", "my.own.password"].into_iter().chain(names().iter().skip(30).step_by(30).map(String::as_str))
    {
        let escaped = name.replace('.', "\\.");
        for (flag, text) in [
            ("--set", format!("properties.{escaped}=CANARY")),
            ("--set", format!("properties.{name}=CANARY")),
            ("--set", format!("properties.{escaped}=CANARY x,nope=1")),
            ("--set", format!("properties.{escaped}=CANARY,=x")),
            ("--set", format!("properties.{escaped}={{CANARY,CANARY}}")),
            ("--set", format!("worker.jvmOptions={{-D{name}=CANARY}}")),
            ("--set", format!("worker.jvmOptions[0]=-D{name}=CANARY $X")),
            ("--set-string", format!("fuse.properties.{escaped}=CANARY $X")),
            ("--set-json", format!("properties={{\"{name}\":\"CANARY $X\",\"nope\":1}}")),
            ("--set-json", format!("{{\"properties\":{{\"{name}\":[\"CANARY\"]}}}}")),
            ("--set-json", format!("properties.{escaped}=\"CANARY")),
            ("--set-literal", format!("properties.{name}=CANARY, CANARY")),
            ("--set-literal", format!("properties.{escaped}=CANARY, CANARY $X")),
            ("--set-file", format!("properties.{escaped}=secret")),
        ] {
            arguments.push([flag.to_owned(), text]);
        }
    }
    cores::each(arguments.len(), None, |index| {
        let [flag, text] = &arguments[index];
        for command in COMMANDS {
            quiet(folder.path(), &[command, &[flag.as_str(), text][..]].concat());
        }
    });
}
