//! What fingers that know Helm type: options and commands that mean something there, and what they come to here.
//!
//! What changes nothing for manifests that are only rendered is taken in silence; of the rest each is refused in one
//! sentence that says what to do instead.

use crate::problem::Problem;
use std::ffi::{OsStr, OsString};

/// What becomes of an option of Helm's.
#[derive(Clone, Copy)]
enum Fate {
    /// It changes nothing here.
    Idle,
    /// The same, and its value is a word of its own unless `=` joins it.
    IdleValue,
    /// It would have to do something: what to do instead.
    Refused(&'static str),
}

use Fate::{Idle, IdleValue, Refused};

const NO_CHART: &str = "remove it: the templates are built in, and `--from DIR` reads them from a folder";
const NO_INSTALL: &str =
    "remove it: this program installs nothing; `kubectl rollout status` waits for what kubectl has applied";

/// The options of `helm template`, `install` and `upgrade` that none of our commands has.
const OPTIONS: [(&str, Fate); 52] = [
    ("--debug", Idle),
    ("--dry-run", Idle),
    ("--include-crds", Idle),
    ("--skip-crds", Idle),
    ("--skip-tests", Idle),
    ("--no-hooks", Idle),
    ("--is-upgrade", Idle),
    ("--release-name", Idle),
    ("--disable-openapi-validation", Idle),
    ("--skip-schema-validation", Idle),
    ("--render-subchart-notes", Idle),
    ("--hide-notes", Idle),
    ("--enable-dns", Idle),
    ("--api-versions", IdleValue),
    ("--description", IdleValue),
    ("--kubeconfig", IdleValue),
    ("--kube-context", IdleValue),
    (
        "--generate-name",
        Refused("give a fixed name with `--name`: a generated one would create another cluster with each run"),
    ),
    ("--create-namespace", Refused("run `kubectl create namespace NAME` before you apply the manifests")),
    ("--atomic", Refused(NO_INSTALL)),
    ("--rollback-on-failure", Refused(NO_INSTALL)),
    ("--cleanup-on-fail", Refused(NO_INSTALL)),
    ("--wait", Refused(NO_INSTALL)),
    ("--wait-for-jobs", Refused(NO_INSTALL)),
    ("--timeout", Refused(NO_INSTALL)),
    (
        "--install",
        Refused("pipe the output into `kubectl apply -f -`, which creates new objects and updates existing ones"),
    ),
    (
        "--replace",
        Refused("pipe the output into `kubectl apply -f -`, which creates new objects and updates existing ones"),
    ),
    (
        "--force",
        Refused("pipe the output into `kubectl replace --force -f -`, which deletes and recreates the objects"),
    ),
    ("--take-ownership", Refused("pipe the output into `kubectl apply --server-side --force-conflicts -f -`")),
    ("--reuse-values", Refused("give all values files with `-f`: no values are kept between runs")),
    ("--reset-values", Refused("remove it: no values are kept between runs")),
    ("--reset-then-reuse-values", Refused("give all values files with `-f`: no values are kept between runs")),
    ("--validate", Refused("pipe the output into `kubectl apply --dry-run=server -f -`, which asks the API server")),
    ("--post-renderer", Refused("pipe the output through the program: `alluxio-gen render ... | PROGRAM`")),
    ("--post-renderer-args", Refused("pipe the output through the program: `alluxio-gen render ... | PROGRAM`")),
    (
        "--version",
        Refused(
            "remove it: `--alluxio-version` selects the version of Alluxio, and `alluxio-gen --version` prints that of the program",
        ),
    ),
    ("--devel", Refused(NO_CHART)),
    ("--repo", Refused(NO_CHART)),
    ("--username", Refused(NO_CHART)),
    ("--password", Refused(NO_CHART)),
    ("--ca-file", Refused(NO_CHART)),
    ("--cert-file", Refused(NO_CHART)),
    ("--key-file", Refused(NO_CHART)),
    ("--keyring", Refused(NO_CHART)),
    ("--verify", Refused(NO_CHART)),
    ("--plain-http", Refused(NO_CHART)),
    ("--pass-credentials", Refused(NO_CHART)),
    ("--insecure-skip-tls-verify", Refused(NO_CHART)),
    ("--dependency-update", Refused(NO_CHART)),
    ("--labels", Refused("use `--label KEY=VALUE`, which adds a label to every object")),
    (
        "--history-max",
        Refused("remove it: no history is kept; put the folder of `--output-dir` under version control instead"),
    ),
    ("--show-resources", Refused("print the objects with `alluxio-gen render`")),
];

const APPLY: &str = "pipe the manifests into kubectl: `alluxio-gen render -f config.yaml | kubectl apply -f -`";
const DELETE: &str = "pipe the manifests into kubectl: `alluxio-gen render -f config.yaml | kubectl delete -f -`";
const STATUS: &str = "ask kubectl: `kubectl get all -l release=alluxio`";
const HISTORY: &str =
    "put the folder of `alluxio-gen render --output-dir` under version control, and apply an older commit";
const BUILT_IN: &str = "no chart is needed: `alluxio-gen render` has the templates built in";

/// Commands of Helm, kubectl and kustomize that are none here, and what to do instead.
const COMMANDS: [(&str, &str); 29] = [
    ("install", APPLY),
    ("upgrade", APPLY),
    ("apply", APPLY),
    ("create", "write a values file; `alluxio-gen values --defaults` prints one to start from"),
    ("deploy", APPLY),
    ("build", "print the manifests with `alluxio-gen render`"),
    ("package", "write the manifests into a folder with `alluxio-gen render --output-dir DIR`, and pack that"),
    ("push", "write the manifests into a folder with `alluxio-gen render --output-dir DIR`, and push that"),
    ("uninstall", DELETE),
    ("delete", DELETE),
    ("un", DELETE),
    ("rollback", HISTORY),
    ("history", HISTORY),
    ("list", STATUS),
    ("ls", STATUS),
    ("status", STATUS),
    ("get", STATUS),
    ("test", "check the values with `alluxio-gen lint -f config.yaml`"),
    ("validate", "check the values with `alluxio-gen lint -f config.yaml`"),
    ("check", "check the values with `alluxio-gen lint -f config.yaml`"),
    ("show", "print the defaults with `alluxio-gen values --defaults`, the templates with `alluxio-gen eject DIR`"),
    ("inspect", "print the defaults with `alluxio-gen values --defaults`, the templates with `alluxio-gen eject DIR`"),
    ("pull", "write the built-in templates into a folder with `alluxio-gen eject DIR`"),
    ("fetch", "write the built-in templates into a folder with `alluxio-gen eject DIR`"),
    ("repo", BUILT_IN),
    ("search", BUILT_IN),
    ("dependency", BUILT_IN),
    ("version", "run `alluxio-gen --version`"),
    ("completion", "run `alluxio-gen completions SHELL`"),
];

/// What to do in place of a command that is none here.
pub fn instead_of(command: &str) -> Option<&'static str> {
    COMMANDS.iter().find(|(name, _)| *name == command).map(|(_, help)| *help)
}

/// Takes out the options of Helm's that change nothing, of a command that does not have them itself. One that would have to
/// do something is an error.
pub fn without_options(args: Vec<OsString>, has: impl Fn(&str) -> bool) -> Result<Vec<OsString>, Problem> {
    let mut kept = Vec::with_capacity(args.len());
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        if arg == "--" {
            kept.push(arg);
            kept.extend(args);
            break;
        }
        let text = arg.to_str().unwrap_or_default();
        let (name, is_joined) = text.split_once('=').map_or((text, false), |(name, _)| (name, true));
        match OPTIONS.iter().find(|(option, _)| *option == name && !has(name)).map(|(_, what)| *what) {
            None => kept.push(arg),
            Some(Idle) => {}
            Some(IdleValue) => {
                if !is_joined {
                    args.next();
                }
            }
            Some(Refused(help)) => {
                return Err(Problem::usage(format!("`{name}` is a flag of Helm that is not supported")).help(help));
            }
        }
    }
    Ok(kept)
}

/// A release name that is written first, as `helm template NAME CHART` has it: what is meant by these words, if it can be.
pub fn release_of(words: &[OsString], name: Option<&str>) -> Result<Option<String>, Problem> {
    let Some((first, rest)) = words.split_first() else { return Ok(None) };
    if let Some(file) = words.iter().find(|word| is_file(word)) {
        let file = file.to_string_lossy();
        let problem = Problem::usage(format!("`{file}` is a file, and values files are given with `-f`"));
        return Err(problem.help(format!("write `-f {file}`")));
    }
    if let Some(chart) = words.iter().find(|word| word.to_string_lossy().contains('/') || *word == ".") {
        let problem = Problem::usage(format!("`{}` looks like a chart, which is not needed", chart.to_string_lossy()));
        return Err(problem.help(NO_CHART));
    }
    if let Some(more) = rest.first() {
        let problem = Problem::usage(format!("unexpected argument `{}`", more.to_string_lossy()));
        return Err(
            problem.help(format!("`{}` is already taken as the release name; {NO_CHART}", first.to_string_lossy()))
        );
    }
    let first = first.to_string_lossy().into_owned();
    match name.filter(|name| *name != first) {
        Some(name) => {
            let problem = Problem::usage(format!("the release has two names, `{first}` and `{name}`"));
            Err(problem.help("give only one of them"))
        }
        None => Ok(Some(first)),
    }
}

/// A file that is there, or a name that only a file would have.
fn is_file(word: &OsStr) -> bool {
    let path = std::path::Path::new(word);
    let named_so = path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml" || ending == "json");
    named_so || path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<OsString> {
        text.split_whitespace().map(OsString::from).collect()
    }

    #[test]
    fn options_that_change_nothing_go_with_their_values() {
        let without =
            |text| without_options(words(text), |name| name == "--version").map_err(|problem| problem.message);
        assert_eq!(without("render --debug --api-versions v1 -f a --dry-run=client"), Ok(words("render -f a")));
        assert_eq!(without("render --kubeconfig=x --kubeconfig y z"), Ok(words("render z")));
        assert_eq!(without("render --set a=--debug --version 1"), Ok(words("render --set a=--debug --version 1")));
        assert_eq!(without("render -- --debug"), Ok(words("render -- --debug")));
        assert_eq!(without("render --wait"), Err("`--wait` is a flag of Helm that is not supported".to_owned()));
    }

    #[test]
    fn a_first_word_is_the_release_unless_it_is_a_file_or_a_chart() {
        let release = |text, name| release_of(&words(text), name).map_err(|problem| problem.message);
        assert_eq!(release("", Some("a")), Ok(None));
        assert_eq!(release("prod", None), Ok(Some("prod".to_owned())));
        assert_eq!(release("prod", Some("prod")), Ok(Some("prod".to_owned())));
        for (text, name) in [
            ("prod", Some("test")),
            ("config.yaml", None),
            ("Cargo.toml", None),
            ("prod .", None),
            ("prod alluxio/alluxio", None),
            ("prod alluxio", None),
        ] {
            assert!(release(text, name).is_err(), "{text}");
        }
    }

    #[test]
    fn every_sentence_says_what_to_do() {
        let refused = OPTIONS.iter().filter_map(|(name, what)| match what {
            Refused(help) => Some((*name, *help)),
            _ => None,
        });
        for (name, help) in refused.chain(COMMANDS) {
            assert!(!help.ends_with('.') && help.starts_with(|c: char| c.is_lowercase()), "{name}: {help}");
        }
    }
}
