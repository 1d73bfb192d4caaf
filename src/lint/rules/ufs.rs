//! AXG001 to AXG005: the under-storage, its address and its credentials.

use crate::facts::given::{Component, Given, ROOT_OPTION, Winner, given, property};
use crate::facts::{credentials, master_enabled};
use crate::lint::rules::properties::everywhere;
use crate::lint::{Context, Findings, Rule, found};
use crate::problem::Severity::{Advice, Warning};
use crate::properties::is_credential;
use crate::properties::mask::is_reference;

const SEE: &str = "Deploy Alluxio on Kubernetes, \"Deploy: Configuration\"";

/// The address of the root of the namespace.
pub const ROOT: &str = "alluxio.master.mount.table.root.ufs";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG001",
        severity: Advice,
        title: "no under storage address",
        why: "without it, the root of the namespace is a folder in the master's container, which workers do not see and which is lost with the container",
        see: SEE,
        fix: "properties:\n  alluxio.master.mount.table.root.ufs: s3a://my-bucket/data\n",
        check: no_root,
    },
    Rule {
        code: "AXG002",
        severity: Warning,
        title: "address that is still a placeholder",
        why: "replace the placeholder before you deploy",
        see: SEE,
        fix: "properties:\n  alluxio.master.mount.table.root.ufs: s3a://my-bucket/data\n",
        check: address_placeholder,
    },
    Rule {
        code: "AXG003",
        severity: Warning,
        title: "property that is still a placeholder",
        why: "placeholders are passed to Alluxio unchanged; replace them before you deploy",
        see: SEE,
        fix: "properties:\n  alluxio.master.mount.table.root.option.aws.accessKeyId: AKIAIOSFODNN7EXAMPLE\n",
        check: property_placeholder,
    },
    Rule {
        code: "AXG004",
        severity: Warning,
        title: "S3 without credentials",
        why: "the bucket can be read only if it is public, or if nodes or pods have a role that may read it",
        see: SEE,
        fix: "properties:\n  alluxio.master.mount.table.root.option.aws.accessKeyId: AKIAIOSFODNN7EXAMPLE\n  alluxio.master.mount.table.root.option.aws.secretKey: wJalrXUtnFEMI\n",
        check: s3_without_credentials,
    },
    Rule {
        code: "AXG005",
        severity: Warning,
        title: "credential in clear text in a ConfigMap",
        why: "properties are in a ConfigMap, which everyone with read access to the namespace can read",
        see: "Kubernetes documentation, \"ConfigMaps\"",
        fix: "credentials:\n  secret: alluxio-credentials\n",
        check: clear_text,
    },
];

/// The address of the root, if it is given.
pub fn root<'a>(context: &Context<'a>) -> Option<Winner<'a>> {
    property(context.values, Component::Master, ROOT)
}

fn no_root(context: &Context<'_>, findings: &mut Findings) {
    if master_enabled(context.values) && root(context).is_none_or(|root| root.text.trim().is_empty()) {
        // Where it would stand, so that a comment can allow it there.
        let section = context.node.as_map().and_then(|map| map.get("properties"));
        let key = section.map(|entry| entry.key).filter(|key| context.is_users(*key));
        let place = root(context).map(|root| root.place).or(key);
        findings.push(found(format!("`{ROOT}` is not set"), place));
    }
}

/// A part of a text that is to be replaced: `<bucket>`, `{$hostname}`, `{{ name }}`.
pub fn placeholder(text: &str) -> Option<&str> {
    [("<", ">"), ("{$", "}"), ("{{", "}}")].into_iter().find_map(|(open, close)| {
        let start = text.find(open)?;
        let length = text[start..].find(close)?;
        Some(&text[start..start + length + close.len()])
    })
}

fn is_address(name: &str) -> bool {
    name == ROOT || name == "alluxio.master.journal.folder"
}

fn address_placeholder(context: &Context<'_>, findings: &mut Findings) {
    for Given { name, text, place, .. } in given(context.values).into_iter().filter(|given| is_address(given.name)) {
        if let Some(part) = placeholder(text) {
            findings.push(found(format!("`{name}` still has the placeholder `{part}`"), place));
        }
    }
    let folder = &context.values.journal.folder;
    if let Some(part) = placeholder(folder.text()) {
        let message = format!("`journal.folder` still has the placeholder `{part}`");
        findings.push(found(message, folder.place).help("journal:\n  folder: hdfs://namenode:9000/journal\n"));
    }
}

fn property_placeholder(context: &Context<'_>, findings: &mut Findings) {
    for Given { name, text, place, .. } in given(context.values).into_iter().filter(|given| !is_address(given.name)) {
        if let Some(part) = placeholder(text) {
            let fix = format!("properties:\n  {name}: ...\n");
            findings.push(found(format!("`{name}` still has the placeholder `{part}`"), place).help(fix));
        }
    }
}

/// What comes before `://`, in lower case.
pub fn scheme(address: &str) -> String {
    address.split_once("://").map(|(scheme, _)| scheme.trim().to_ascii_lowercase()).unwrap_or_default()
}

/// An option of the root mount, or the property of the same name for all mounts.
fn root_option<'a>(context: &Context<'a>, name: &str) -> Option<Winner<'a>> {
    property(context.values, Component::Master, &format!("{ROOT_OPTION}{name}"))
        .or_else(|| property(context.values, Component::Master, name))
        .filter(|found| !found.text.is_empty())
}

/// Whether masters look for properties in a Secret that is mounted.
fn has_file_of_secrets(context: &Context<'_>) -> bool {
    let folders = property(context.values, Component::Master, "alluxio.site.conf.dir");
    let secrets =
        || context.values.secrets.master.0.iter().map(|pair| format!("/secrets/{}/", pair.text.trim_matches('/')));
    let is_mounted =
        |folder: &str| secrets().any(|secret| format!("{}/", folder.trim().trim_end_matches('/')).starts_with(&secret));
    folders.is_some_and(|folders| folders.text.split(',').any(is_mounted))
}

fn s3_without_credentials(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    let Some(root) = root(context).filter(|root| matches!(scheme(root.text).as_str(), "s3" | "s3a" | "s3n")) else {
        return;
    };
    let accounts = [&values.service_account, &values.master.service_account, &values.worker.service_account];
    let has_account = accounts.into_iter().any(|account| account.filled().is_some());
    let in_env = values.master.env.0.iter().any(|pair| pair.name.starts_with("AWS_"));
    if has_account || in_env || !master_enabled(values) || has_file_of_secrets(context) {
        return;
    }
    // The file is not ours to read.
    if credentials::file(values).is_some() {
        return;
    }
    let keyed = |name: &str| values.credentials.keys.iter().any(|keyed| keyed.property.ends_with(name));
    let given = |name: &str| root_option(context, name).map(drop).or(keyed(name).then_some(()));
    let either = |old, new| given(old).or_else(|| given(new));
    let key = either("aws.accessKeyId", "s3a.accessKeyId");
    let secret = either("aws.secretKey", "s3a.secretKey");
    let message = match (key, secret) {
        (Some(_), Some(_)) => return,
        (None, None) => format!("`{ROOT}` is on S3, but there are no credentials"),
        (Some(_), None) => format!("`{ROOT}` is on S3, but the credential `aws.secretKey` is missing"),
        (None, Some(_)) => format!("`{ROOT}` is on S3, but the credential `aws.accessKeyId` is missing"),
    };
    findings.push(found(message, root.place));
}

/// How credentials come out of the ConfigMap.
const OUT_OF_IT: &str = "give `--credentials SECRET`, which keeps credentials out of it; `alluxio-gen provision secret credentials --name SECRET` prints the Secret";

fn clear_text(context: &Context<'_>, findings: &mut Findings) {
    if credentials::file(context.values).is_some() {
        return;
    }
    for Given { name, text, place, .. } in everywhere(context).into_iter().filter(|given| is_credential(given.name)) {
        if is_reference(text) || placeholder(text).is_some() {
            continue;
        }
        let finding = found(format!("`{name}` is in a ConfigMap in clear text"), place);
        findings.push(finding.help(OUT_OF_IT));
    }
}
