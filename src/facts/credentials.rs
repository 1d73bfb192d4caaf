//! Credentials: kept out of the options and the ConfigMap, in a file of a Secret, or in variables from its keys.
//!
//! Source: Alluxio 2.7.2 and 2.9.4 with their own scripts. A file reaches all processes whole; the value of a variable
//! must have no blanks, and stands in the arguments of the process.

use super::container::EnvVar;
use super::volume::{Origin, Volume, VolumeMount, VolumeSource};
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
pub(super) const VOLUME: &str = "alluxio-credentials";

/// Readable for user and group.
pub(super) const GROUP_MODE: u32 = 0o440;

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
        // Nearly all are none, and every render asks.
        let is_one = |name: &str, text: &str| credential::is_credential(name) && !mask::is_reference(text);
        let credentials = properties.0.iter().filter(|pair| is_one(&pair.name, &pair.text));
        out.extend(credentials.map(|pair| Given {
            name: pair.name.clone(),
            text: pair.text.clone(),
            list: named("properties"),
            in_words: false,
            place: pair.place,
        }));
        for word in &words.0 {
            let settings = mask::settings(&word.text).into_iter();
            out.extend(settings.filter(|setting| is_one(setting.name, setting.text)).map(|setting| Given {
                name: setting.name.to_owned(),
                text: setting.text.to_owned(),
                list: named("jvmOptions"),
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
