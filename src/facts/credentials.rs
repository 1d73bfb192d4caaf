//! Credentials: kept out of the options and the ConfigMap, in a file of a Secret, or in variables from its keys.
//!
//! Source: Alluxio 2.7.2 and 2.9.4 with their own scripts. A file reaches all processes whole; the value of a variable
//! must have no blanks, and stands in the arguments of the process. `journal-format` does not pass the entrypoint, which
//! alone writes `${NAME}` where a shell expands it, so that Kubernetes has to expand the variables there.

use super::container::EnvVar;
use super::pod::{Container, Pod, SecurityContext};
use super::volume::{Origin, Volume, VolumeMount, VolumeSource};
use super::{Builder, Facts, options, volumes};
use crate::model::Values;
use crate::model::list::Words;
use crate::model::map::Properties;
use crate::properties::{credential, mask};
use crate::source::Span;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The folder in which Alluxio looks for its properties beside that of the image (`alluxio.site.conf.dir`).
pub const FOLDER: &str = "/etc/alluxio";

/// The file there, which is the key of the Secret too.
pub const FILE: &str = "alluxio-site.properties";

/// The volume.
const VOLUME: &str = "alluxio-credentials";

/// The init container, which does not pass the entrypoint.
const FORMAT: &str = "journal-format";

/// Readable for user and group.
const GROUP_MODE: u32 = 0o440;

/// Readable for whoever the processes run as, where no group owns the files: root has made them.
const OPEN_MODE: u32 = 0o444;

/// The Secret with the file, if there is one.
pub fn file(values: &Values) -> Option<&str> {
    values.credentials.secret.filled()
}

/// Whether a property is taken out of all options, since the file has it. A reference to a variable is no secret; what the
/// JVM itself reads is not read from the file.
pub fn hides(values: &Values, name: &str, text: &str) -> bool {
    file(values).is_some() && credential::is_credential(name) && !is_of_jvm(name) && !mask::is_reference(text)
}

/// A text of options without the credentials that the file has.
pub fn without<'a>(values: &Values, text: &'a str) -> Cow<'a, str> {
    if file(values).is_none() || !text.contains("-D") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for setting in mask::settings(text) {
        if hides(values, setting.name, setting.text) {
            out.push_str(&text[copied..setting.option.start]);
            copied = setting.option.end;
        }
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A credential that the user gives in clear.
#[derive(Clone, Debug)]
pub struct Given {
    /// Its property.
    pub name: String,
    /// Its value.
    pub text: String,
    /// The list that it stands in: `properties`, `worker.jvmOptions`.
    pub list: String,
    /// Whether it stands in a list of JVM options.
    pub in_words: bool,
    /// Where it stands.
    pub place: Span,
}

/// Properties and JVM options by their section, which is empty for those of all components.
pub fn lists(values: &Values) -> [(&'static str, &Properties, &Words); 8] {
    [
        ("", &values.properties, &values.jvm_options),
        ("master", &values.master.properties, &values.master.jvm_options),
        ("jobMaster", &values.job_master.properties, &values.job_master.jvm_options),
        ("worker", &values.worker.properties, &values.worker.jvm_options),
        ("jobWorker", &values.job_worker.properties, &values.job_worker.jvm_options),
        ("fuse", &values.fuse.properties, &values.fuse.jvm_options),
        ("logserver", &values.logserver.properties, &values.logserver.jvm_options),
        ("proxy", &values.proxy.properties, &values.proxy.jvm_options),
    ]
}

/// All credentials that properties and JVM options have, in the order in which the options of a process have them.
pub fn given(values: &Values) -> Vec<Given> {
    let mut out = Vec::new();
    for (section, properties, words) in lists(values) {
        let named = |key: &str| if section.is_empty() { key.to_owned() } else { format!("{section}.{key}") };
        let list = named("properties");
        // Nearly all are none, and every render asks.
        let is_one = |name: &str, text: &str| credential::is_credential(name) && !mask::is_reference(text);
        let credentials = properties.0.iter().filter(|pair| is_one(&pair.name, &pair.text));
        out.extend(credentials.map(|pair| Given {
            name: pair.name.clone(),
            text: pair.text.clone(),
            list: list.clone(),
            in_words: false,
            place: pair.place,
        }));
        let list = named("jvmOptions");
        for word in &words.0 {
            let settings = mask::settings(&word.text).into_iter();
            out.extend(settings.filter(|setting| is_one(setting.name, setting.text)).map(|setting| Given {
                name: setting.name.to_owned(),
                text: setting.text.to_owned(),
                list: list.clone(),
                in_words: true,
                place: word.place,
            }));
        }
    }
    out
}

/// Whether the JVM reads a property, from its options alone.
pub fn is_of_jvm(name: &str) -> bool {
    name.starts_with("javax.") || name.starts_with("java.")
}

/// Who reads a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Everything that runs Alluxio.
    All,
    /// The masters alone: all others get the options of mounts from them.
    Master,
    /// Whoever keeps a journal: masters, job masters, and what formats it.
    Journal,
}

/// A credential that is the key of a Secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its property.
    pub property: String,
    /// The variable that has its value.
    pub name: String,
    /// The Secret.
    pub secret: String,
    /// Its key.
    pub key: String,
    /// Who reads it.
    pub readers: Readers,
}

/// The variables of all credentials that are keys. Two properties of one name behind different prefixes get numbers.
pub fn variables(values: &Values) -> Vec<Variable> {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let variable = |keyed: &crate::model::credentials::Keyed| {
        let upper = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
        let stem: String = credential::unwrapped(&keyed.property).chars().map(upper).collect();
        let number = taken.entry(stem.clone()).and_modify(|number| *number += 1).or_insert(1);
        let suffix = if *number == 1 { String::new() } else { format!("_{number}") };
        Variable {
            readers: readers(&keyed.property),
            property: keyed.property.clone(),
            name: format!("ALLUXIO_CREDENTIAL_{stem}{suffix}"),
            secret: keyed.secret.clone(),
            key: keyed.key.clone(),
        }
    };
    values.credentials.keys.iter().map(variable).collect()
}

fn readers(property: &str) -> Readers {
    if credential::unwrapped(property) == property {
        Readers::All
    } else if property.starts_with("alluxio.master.journal.") {
        Readers::Journal
    } else {
        Readers::Master
    }
}

/// The options of those that have certain readers, which a shell of the container expands.
pub fn options(values: &Values, whose: &[Readers]) -> Vec<String> {
    if values.credentials.keys.is_empty() {
        return Vec::new();
    }
    let theirs = variables(values).into_iter().filter(|variable| whose.contains(&variable.readers));
    theirs.map(|variable| format!("-D{}=${{{}}}", variable.property, variable.name)).collect()
}

impl Variable {
    /// Whether a container needs it.
    fn is_for(&self, container: &Container) -> bool {
        match self.readers {
            Readers::All => true,
            Readers::Master => container.name == "alluxio-master",
            Readers::Journal => ["alluxio-master", "alluxio-job-master", FORMAT].contains(&container.name),
        }
    }
}

/// What a pod of FUSE needs that CSI makes, and that is a text: the file's volume and where it is mounted. It runs as root.
pub(super) fn of_csi_pod(values: &Values) -> Option<(Volume, VolumeMount)> {
    let secret_name = file(values)?.to_owned();
    let volume = Volume::new(VOLUME, VolumeSource::Secret { secret_name, default_mode: GROUP_MODE });
    let origin = Origin::value("credentials.secret", values.credentials.secret.place);
    Some((volume, VolumeMount::new(VOLUME, FOLDER, origin).read_only()))
}

/// The variables of what everything reads.
pub(super) fn env_of_all(values: &Values) -> impl Iterator<Item = EnvVar> {
    let all = variables(values).into_iter().filter(|variable| variable.readers == Readers::All);
    all.map(|variable| EnvVar::secret(&variable.name, &variable.secret, &variable.key))
}

/// Whether Alluxio runs in a container. The controller of CSI has its image, and starts no process of its.
fn runs_alluxio(container: &Container) -> bool {
    !container.env_from.is_empty() && container.name != "csi-controller"
}

impl Builder<'_> {
    /// Gives every container that runs Alluxio its credentials.
    pub(super) fn give_credentials(&mut self, facts: &mut Facts) {
        let variables = variables(self.values);
        if file(self.values).is_none() && variables.is_empty() {
            return;
        }
        for pod in facts.pods_mut() {
            self.mount_file(pod);
            for container in pod.init_containers.iter_mut().chain(&mut pod.containers) {
                if runs_alluxio(container) {
                    self.set_variables(container, &variables);
                }
            }
        }
    }

    /// Mounts the file; a folder, since a mount of a single file never changes.
    fn mount_file(&mut self, pod: &mut Pod) {
        let Some(secret) = file(self.values) else { return };
        if !pod.init_containers.iter().chain(&pod.containers).any(runs_alluxio) {
            return;
        }
        let name = self.volume_name(pod);
        let default_mode = self.readable(pod);
        let source = VolumeSource::Secret { secret_name: secret.to_owned(), default_mode };
        pod.volumes.push(Volume::new(&name, source));
        for container in pod.init_containers.iter_mut().chain(&mut pod.containers).filter(|it| runs_alluxio(it)) {
            let origin = Origin::value("credentials.secret", self.values.credentials.secret.place);
            container.volume_mounts.push(VolumeMount::new(&name, FOLDER, origin).read_only());
            volumes::check_paths(container.name, &container.volume_mounts, self.problems);
        }
    }

    /// A name that the pod does not have, a claim of the user's may be called so.
    fn volume_name(&self, pod: &Pod) -> String {
        let mounted = pod.containers.iter().flat_map(|container| &container.volume_mounts).map(|mount| &mount.name);
        let taken: Vec<&String> = pod.volumes.iter().map(|volume| &volume.name).chain(mounted).collect();
        let mut names = std::iter::once(VOLUME.to_owned()).chain((1..).map(|number| format!("{VOLUME}-{number}")));
        names.find(|name| !taken.contains(&name)).unwrap_or_default()
    }

    /// The mode with which the pod's processes can read the file, and the group that owns it, if the pod has none yet.
    fn readable(&self, pod: &mut Pod) -> u32 {
        let of_pod = pod.security_context.as_ref().and_then(|context| context.run_as_user);
        let user = |container: &Container| {
            container.security_context.as_ref().and_then(|context| context.run_as_user).or(of_pod)
        };
        let all_root = pod.containers.iter().filter(|it| runs_alluxio(it)).all(|it| user(it) == Some(0));
        if all_root || pod.security_context.as_ref().is_some_and(|context| context.fs_group.is_some()) {
            return GROUP_MODE;
        }
        let Some(group) = self.values.fs_group.value else { return OPEN_MODE };
        let context = pod.security_context.take().unwrap_or_default();
        pod.security_context = Some(SecurityContext { fs_group: Some(group), ..context });
        GROUP_MODE
    }

    fn set_variables(&self, container: &mut Container, variables: &[Variable]) {
        let wanted: Vec<&Variable> = variables.iter().filter(|variable| variable.is_for(container)).collect();
        let taken = |name: &str| container.env.iter().any(|variable| variable.name() == name);
        let mut env: Vec<EnvVar> = wanted
            .iter()
            .filter(|variable| !taken(&variable.name))
            .map(|variable| EnvVar::secret(&variable.name, &variable.secret, &variable.key))
            .collect();
        if container.name == FORMAT && !wanted.is_empty() {
            let options = self.formatting(&wanted);
            container.env.retain(|variable| variable.name() != options.name());
            env.push(options);
        }
        // A variable is expanded in those that stand behind it.
        container.env.splice(0..0, env);
    }

    /// The options of what formats the journal, with variables that Kubernetes expands.
    fn formatting(&self, wanted: &[&Variable]) -> EnvVar {
        const NAME: &str = "ALLUXIO_JAVA_OPTS";
        if let Some(own) = self.values.master.env.0.iter().find(|pair| pair.name == NAME) {
            return EnvVar::text(NAME, own.text.as_str());
        }
        let mut text = options::common(self.values, &self.names, self.target.version);
        for option in self::options(self.values, &[Readers::Journal]) {
            text.push_str(&format!(" {option}"));
        }
        EnvVar::exactly(NAME, &text).expanding(wanted.iter().map(|variable| variable.name.as_str()))
    }
}
