//! `credentials`: what cannot work, and what would hide the file.

use super::Checker;
use crate::facts::credentials::{self, FOLDER, Given, file, hides, is_of_jvm};
use crate::facts::fuse;
use crate::model::Values;
use crate::model::map::Env;
use crate::names::{broken_subdomain, is_key};
use crate::problem::Problem;
use crate::properties::{is_credential, mask};
use std::collections::HashMap;

/// Where Alluxio looks for its properties.
const SITE: &str = "alluxio.site.conf.dir";

impl Checker<'_> {
    /// All of it.
    pub(super) fn credentials(&mut self) {
        let values = self.values;
        let given = credentials::given(values);
        self.keys_of_secrets(&given);
        self.csi_options();
        // `values` prints it in place of a secret, and what it prints may be read again.
        for given in given.iter().filter(|given| given.text == mask::MASK) {
            let message = format!("`{}` is the mask of a credential, not the credential", given.name);
            self.refuse(
                message,
                Some(given.place),
                "write the credential itself, or keep it in a Secret with `--credentials`",
            );
        }
        let Some(secret) = file(values) else { return };
        if let Some(rule) = broken_subdomain(secret) {
            let message = format!("`credentials.secret` cannot be {secret:?}: {rule}");
            self.refuse(message, values.credentials.secret.place, "give the Secret's name");
        }
        self.hidden_file();
        self.one_value_each(&given);
        for given in given.iter().filter(|given| is_of_jvm(&given.name)) {
            let message =
                format!("`{}` has `{}`, which a properties file cannot pass to the JVM", given.list, given.name);
            let help = format!("write `credentials: {{{}: SECRET/KEY}}` instead", given.name);
            self.refuse(message, Some(given.place), &help);
        }
        for (path, env) in environments(values) {
            self.options_in_env(path, env);
        }
    }

    fn keys_of_secrets(&mut self, given: &[Given]) {
        for keyed in &self.values.credentials.keys {
            let path = format!("credentials.{}", keyed.property.replace('.', "\\."));
            let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
            if !keyed.property.contains('.') || !keyed.property.chars().all(letter) {
                let message = format!("`{path}` is not a property name");
                self.refuse(
                    message,
                    Some(keyed.place),
                    "write the full property name, or `secret` for one Secret with all credentials",
                );
            }
            if let Some(rule) = broken_subdomain(&keyed.secret) {
                let message = format!("`{path}` cannot name the Secret {:?}: {rule}", keyed.secret);
                self.refuse(message, Some(keyed.value), "give the Secret's name");
            }
            if !is_key(&keyed.key) {
                let message = format!("`{path}` cannot name the key {:?} of a Secret", keyed.key);
                self.refuse(message, Some(keyed.value), "a key has letters, digits, `-`, `_` and `.`");
            }
            if let Some(other) = given.iter().find(|given| given.name == keyed.property) {
                let problem = Problem::error(format!("`{path}` is given in `{}` too", other.list)).at(keyed.place);
                let problem = problem.note_at("it is in clear text here", other.place);
                self.problems.push(problem.help("keep one of the two"));
            }
        }
    }

    /// They become parameters of a StorageClass or a volume, which everybody may read.
    fn csi_options(&mut self) {
        let csi = &self.values.csi;
        let Some(text) = csi.java_options.0.as_ref().filter(|_| csi.client_enabled.or(false)) else { return };
        for setting in mask::settings(text).iter().filter(|it| is_credential(it.name) && !mask::is_reference(it.text)) {
            let message = format!(
                "`csi.javaOptions` has the credential `{}`, which everyone who can read the StorageClass or the volume sees",
                setting.name
            );
            self.refuse(message, csi.java_options.1, "move it to `properties`, or to a Secret with `credentials`");
        }
    }

    /// What makes Alluxio read another file, or none.
    fn hidden_file(&mut self) {
        let values = self.values;
        for (section, properties, words) in credentials::lists(values) {
            let list = if section.is_empty() { "properties".to_owned() } else { format!("{section}.properties") };
            let pairs = properties.0.iter().map(|pair| (pair.name.as_str(), pair.text.as_str(), pair.place));
            let options = words.0.iter().flat_map(|word| {
                mask::settings(&word.text).into_iter().map(|setting| (setting.name, setting.text, word.place))
            });
            for (_, text, place) in pairs.chain(options).filter(|(name, ..)| *name == SITE) {
                let first = text.split(',').next().unwrap_or("").trim().trim_end_matches('/');
                if first != FOLDER {
                    let message =
                        format!("`{list}` has `{SITE}`, so Alluxio does not find the file of `credentials.secret`");
                    self.refuse(message, Some(place), &format!("remove it, or let it begin with `{FOLDER}/`"));
                }
            }
        }
        for mount in &values.mounts {
            if mount.path.text().trim_end_matches('/') == "/opt/alluxio/conf" {
                let message = "a file `alluxio-site.properties` in `/opt/alluxio/conf` takes precedence over that of `credentials.secret`";
                self.doubt(message.to_owned(), mount.path.place, "make sure that the claim has no such file");
            }
        }
    }

    /// One file serves all processes.
    fn one_value_each(&mut self, given: &[Given]) {
        let values = self.values;
        let mut first: HashMap<&str, &Given> = HashMap::new();
        // Of two in the options of one component the last counts.
        let of_component = |given: &Given| given.list.rsplit_once('.').map_or("", |(section, _)| section).to_owned();
        for one in given.iter().filter(|given| hides(values, &given.name, &given.text)) {
            match first.get(one.name.as_str()) {
                Some(other) if of_component(other) != of_component(one) && other.text != one.text => {
                    let message = format!("`{}` sets `{}` to another value than `{}`", one.list, one.name, other.list);
                    let problem = Problem::error(message).at(one.place).note_at("the other one is here", other.place);
                    let help =
                        "all processes share one file: set the property once, or give each process a key of a Secret";
                    self.problems.push(problem.help(help));
                }
                _ => drop(first.insert(one.name.as_str(), one)),
            }
        }
    }

    fn options_in_env(&mut self, path: &str, env: &Env) {
        for pair in &env.0 {
            let settings = mask::settings(&pair.text);
            if let Some(setting) = settings.iter().find(|it| hides(self.values, it.name, it.text)) {
                let message = format!("`{path}.{}` has the credential `{}` in clear text", pair.name, setting.name);
                self.refuse(message, Some(pair.place), "move it to `properties`, where credentials are left out");
            }
        }
    }
}

/// The variables that users give to what is on, by their paths.
fn environments(values: &Values) -> Vec<(&'static str, &Env)> {
    let mut out = Vec::new();
    if super::masters(values) {
        out.extend([("master.env", &values.master.env), ("jobMaster.env", &values.job_master.env)]);
    }
    if super::workers(values) {
        out.extend([("worker.env", &values.worker.env), ("jobWorker.env", &values.job_worker.env)]);
    }
    if fuse::enabled(values) {
        out.push(("fuse.env", &values.fuse.env));
    }
    if values.logserver.enabled.or(false) {
        out.push(("logserver.env", &values.logserver.env));
    }
    if values.hub.enabled.or(false) {
        out.push(("hub.env", &values.hub.env));
    }
    if values.proxy.enabled.or(false) {
        out.push(("proxy.env", &values.proxy.env));
    }
    out
}
