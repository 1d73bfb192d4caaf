//! AXG0xx: the under-storage, its address and its credentials.

use crate::facts::master_enabled;
use crate::lint::options::{Component, Given, Winner, given, property};
use crate::lint::{Context, Finding, Findings, Rule};
use crate::model::map::Secrets;
use crate::problem::Severity::{Advice, Error, Warning};

const SEE: &str = "Deploy Alluxio on Kubernetes, \"Deploy: Configuration\"";
const HOST_ALIASES: &str = "Deploy Alluxio on Kubernetes, \"Host Aliases\"";

const ROOT: &str = "alluxio.master.mount.table.root.ufs";
const ROOT_OPTION: &str = "alluxio.master.mount.table.root.option.";
const JOURNAL_OPTION: &str = "alluxio.master.journal.ufs.option.";
const HDFS_FILES: &str = "alluxio.underfs.hdfs.configuration";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG001",
        severity: Advice,
        title: "no address of the under-storage",
        why: "without it the root of the namespace is a folder in the master's container, which no worker sees and which is lost with it",
        see: SEE,
        fix: "properties:\n  alluxio.master.mount.table.root.ufs: s3a://my-bucket/data\n",
        check: no_root,
    },
    Rule {
        code: "AXG002",
        severity: Warning,
        title: "address is still a placeholder",
        why: "the address of the under-storage must be modified before anything is deployed",
        see: SEE,
        fix: "properties:\n  alluxio.master.mount.table.root.ufs: s3a://my-bucket/data\n",
        check: address_placeholder,
    },
    Rule {
        code: "AXG003",
        severity: Warning,
        title: "credential or other property is still a placeholder",
        why: "placeholders are passed on as they are; credentials must be modified before anything is deployed",
        see: SEE,
        fix: "properties:\n  alluxio.master.mount.table.root.option.aws.accessKeyId: AKIAIOSFODNN7EXAMPLE\n",
        check: property_placeholder,
    },
    Rule {
        code: "AXG004",
        severity: Warning,
        title: "S3 without credentials",
        why: "the bucket can be read only if it is public or the nodes have a role of their own",
        see: SEE,
        fix: "properties:\n  alluxio.master.mount.table.root.option.aws.accessKeyId: AKIAIOSFODNN7EXAMPLE\n  alluxio.master.mount.table.root.option.aws.secretKey: wJalrXUtnFEMI\n",
        check: s3_without_credentials,
    },
    Rule {
        code: "AXG005",
        severity: Advice,
        title: "credential in clear text in a ConfigMap",
        why: "properties reach the containers through a ConfigMap, which everyone who may read the namespace can read",
        see: "Kubernetes documentation, \"ConfigMaps\"",
        fix: "properties:\n  alluxio.master.mount.table.root.option.aws.accessKeyId:\n  alluxio.master.mount.table.root.option.aws.secretKey:\nserviceAccount: with-a-role-that-may-read-the-bucket\n",
        check: clear_text,
    },
    Rule {
        code: "AXG006",
        severity: Warning,
        title: "HDFS without its client configuration",
        why: "HDFS is opened with the defaults of Hadoop: no nameservices, no security, no settings of the site",
        see: SEE,
        fix: "properties:\n  alluxio.master.mount.table.root.option.alluxio.underfs.hdfs.configuration: /secrets/hdfsConfig/core-site.xml:/secrets/hdfsConfig/hdfs-site.xml\nsecrets:\n  master:\n    alluxio-hdfs-config: hdfsConfig\n  worker:\n    alluxio-hdfs-config: hdfsConfig\n",
        check: hdfs_without_configuration,
    },
    Rule {
        code: "AXG007",
        severity: Error,
        title: "client configuration in a secret that is not mounted",
        why: "nothing is mounted at that path, so the file is not there and HDFS is opened without it",
        see: SEE,
        fix: "secrets:\n  master:\n    alluxio-hdfs-config: hdfsConfig\n  worker:\n    alluxio-hdfs-config: hdfsConfig\n",
        check: configuration_in_no_secret,
    },
    Rule {
        code: "AXG008",
        severity: Advice,
        title: "client configuration outside every mounted secret",
        why: "nothing is mounted at that path, so the file has to be in the image",
        see: SEE,
        fix: "properties:\n  alluxio.master.mount.table.root.option.alluxio.underfs.hdfs.configuration: /secrets/hdfsConfig/core-site.xml\nsecrets:\n  master:\n    alluxio-hdfs-config: hdfsConfig\n  worker:\n    alluxio-hdfs-config: hdfsConfig\n",
        check: configuration_in_the_image,
    },
    Rule {
        code: "AXG009",
        severity: Warning,
        title: "HDFS host that nothing here resolves",
        why: "pods know Services of the cluster and hostAliases; other names only if the cluster's DNS forwards them",
        see: HOST_ALIASES,
        fix: "hostAliases:\n  - ip: 10.1.2.3\n    hostnames:\n      - namenode\n",
        check: unknown_host,
    },
];

fn root<'a>(context: &Context<'a>) -> Option<Winner<'a>> {
    property(context.values, Component::Master, ROOT)
}

fn no_root(context: &Context<'_>, findings: &mut Findings) {
    if master_enabled(context.values) && root(context).is_none_or(|root| root.text.trim().is_empty()) {
        // Where it would stand, so that a comment can allow it there.
        let section = context.node.as_map().and_then(|map| map.get("properties"));
        let key = section.map(|entry| entry.key).filter(|key| context.is_users(*key));
        let place = root(context).map(|root| root.place).or(key);
        findings.push(Finding::new(format!("`{ROOT}` is not set"), place));
    }
}

/// A part of a text that is to be replaced: `<bucket>`, `{$hostname}`, `{{ name }}`.
fn placeholder(text: &str) -> Option<&str> {
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
            findings.push(Finding::new(format!("`{name}` still has the placeholder `{part}`"), place));
        }
    }
    let folder = &context.values.journal.folder;
    if let Some(part) = placeholder(folder.text()) {
        let message = format!("`journal.folder` still has the placeholder `{part}`");
        findings.push(Finding::new(message, folder.place).fix("journal:\n  folder: hdfs://namenode:9000/journal\n"));
    }
}

fn property_placeholder(context: &Context<'_>, findings: &mut Findings) {
    for Given { name, text, place, .. } in given(context.values).into_iter().filter(|given| !is_address(given.name)) {
        if let Some(part) = placeholder(text) {
            let fix = format!("properties:\n  {name}: ...\n");
            findings.push(Finding::new(format!("`{name}` still has the placeholder `{part}`"), place).fix(fix));
        }
    }
}

/// What comes before `://`, in lower case.
fn scheme(address: &str) -> String {
    address.split_once("://").map(|(scheme, _)| scheme.trim().to_ascii_lowercase()).unwrap_or_default()
}

/// An option of the root mount, or the property of the same name for all mounts.
fn root_option<'a>(context: &Context<'a>, name: &str) -> Option<Winner<'a>> {
    property(context.values, Component::Master, &format!("{ROOT_OPTION}{name}"))
        .or_else(|| property(context.values, Component::Master, name))
        .filter(|found| !found.text.is_empty())
}

fn s3_without_credentials(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    let Some(root) = root(context).filter(|root| matches!(scheme(root.text).as_str(), "s3" | "s3a" | "s3n")) else {
        return;
    };
    let account = values.service_account.filled().or(values.master.service_account.filled());
    let in_env = values.master.env.0.iter().any(|pair| pair.name.starts_with("AWS_"));
    if account.is_some() || in_env || !master_enabled(values) {
        return;
    }
    let (key, secret) = (root_option(context, "aws.accessKeyId"), root_option(context, "aws.secretKey"));
    let message = match (key, secret) {
        (Some(_), Some(_)) => return,
        (None, None) => format!("`{ROOT}` is on S3, and there are no credentials"),
        (Some(_), None) => format!("`{ROOT}` is on S3, and of the credentials `aws.secretKey` is missing"),
        (None, Some(_)) => format!("`{ROOT}` is on S3, and of the credentials `aws.accessKeyId` is missing"),
    };
    findings.push(Finding::new(message, root.place));
}

/// The ends of the names of properties that are secret, in lower case.
const SECRETS: &[&str] = &[
    "aws.accesskeyid",
    "aws.secretkey",
    "s3a.accesskeyid",
    "s3a.secretkey",
    "fs.gcs.accesskeyid",
    "fs.gcs.secretaccesskey",
    "fs.oss.accesskeyid",
    "fs.oss.accesskeysecret",
    "fs.obs.accesskey",
    "fs.obs.secretkey",
    "fs.cos.access.key",
    "fs.cos.secret.key",
    "fs.kodo.accesskey",
    "fs.kodo.secretkey",
    "fs.swift.password",
    "oauth2.client.secret",
    ".password",
    ".secret",
];

fn clear_text(context: &Context<'_>, findings: &mut Findings) {
    for Given { name, text, place, .. } in given(context.values) {
        let lower = name.to_ascii_lowercase();
        let secret = SECRETS.iter().any(|end| lower.ends_with(end)) || lower.contains("fs.azure.account.key");
        if secret && !text.is_empty() && placeholder(text).is_none() {
            // The fix is the rule's only where it names this property.
            let fix = if lower.contains("aws.") { None } else { Some(format!("properties:\n  {name}:\n")) };
            let finding = Finding::new(format!("`{name}` is written into a ConfigMap in clear text"), place);
            findings.push(match fix {
                Some(fix) => finding.fix(fix),
                None => finding,
            });
        }
    }
}

/// The two places where HDFS may be, each with what it is called and the options of its client.
fn hdfs_addresses<'a>(context: &Context<'a>) -> Vec<(&'static str, &'a str, crate::source::Span, &'static str)> {
    let values = context.values;
    let folder = &values.journal.folder;
    let folder = folder.place.map(|place| ("journal.folder", folder.text(), place, JOURNAL_OPTION));
    let root = root(context).map(|root| (ROOT, root.text, root.place, ROOT_OPTION));
    let on_hdfs = |(_, text, ..): &(&str, &str, crate::source::Span, &str)| scheme(text) == "hdfs";
    root.into_iter().chain(folder).filter(|_| master_enabled(values)).filter(on_hdfs).collect()
}

fn hdfs_without_configuration(context: &Context<'_>, findings: &mut Findings) {
    for (name, _, place, option) in hdfs_addresses(context) {
        let full = format!("{option}{HDFS_FILES}");
        let has = |name: &str| property(context.values, Component::Master, name).is_some_and(|it| !it.text.is_empty());
        if has(&full) || has(HDFS_FILES) {
            continue;
        }
        let finding = Finding::new(format!("`{name}` is on HDFS, and `{full}` is not set"), place);
        let fix = format!(
            "properties:\n  {full}: /secrets/hdfsConfig/core-site.xml:/secrets/hdfsConfig/hdfs-site.xml\n\
             secrets:\n  master:\n    alluxio-hdfs-config: hdfsConfig\n  worker:\n    alluxio-hdfs-config: hdfsConfig\n"
        );
        findings.push(finding.fix(fix));
    }
}

/// The files of the client's configuration: the property, a file, and whether workers need it too.
fn hdfs_files<'a>(context: &Context<'a>) -> Vec<(Given<'a>, &'a str, bool)> {
    let ours = |given: &Given<'_>| given.name.ends_with(HDFS_FILES);
    let mut out = Vec::new();
    for given in given(context.values).into_iter().filter(ours) {
        let for_workers = !given.name.starts_with(JOURNAL_OPTION);
        let files = given.text.split([':', ',']).map(str::trim).filter(|file| file.starts_with('/'));
        out.extend(files.map(|file| (given, file, for_workers)));
    }
    out
}

fn is_mounted(file: &str, secrets: &Secrets) -> bool {
    let Some(rest) = file.strip_prefix("/secrets/") else { return false };
    secrets.0.iter().any(|pair| {
        let folder = pair.text.trim_matches('/');
        rest.strip_prefix(folder).is_some_and(|rest| !folder.is_empty() && rest.starts_with('/'))
    })
}

fn configuration_in_no_secret(context: &Context<'_>, findings: &mut Findings) {
    let secrets = &context.values.secrets;
    for (given, file, for_workers) in
        hdfs_files(context).into_iter().filter(|(_, file, _)| file.starts_with("/secrets/"))
    {
        let sections = [("master", &secrets.master, true), ("worker", &secrets.worker, for_workers)];
        for (section, secrets, _) in
            sections.into_iter().filter(|(_, secrets, asked)| *asked && !is_mounted(file, secrets))
        {
            let folder = file.trim_start_matches("/secrets/").split('/').next().unwrap_or("");
            let message = format!("`{file}` lies in no secret of `secrets.{section}`");
            let mut finding = Finding::new(message, given.place);
            if let Some(pair) = secrets.0.first() {
                finding = finding.note_at(format!("`{}` is mounted at /secrets/{}", pair.name, pair.text), pair.place);
            }
            let name = if folder == "hdfsConfig" { "alluxio-hdfs-config" } else { "my-hdfs-config" };
            findings.push(finding.fix(format!("secrets:\n  {section}:\n    {name}: {folder}\n")));
        }
    }
}

fn configuration_in_the_image(context: &Context<'_>, findings: &mut Findings) {
    let mounts = &context.values.mounts;
    for (given, file, _) in hdfs_files(context) {
        let below = |path: &str| !path.is_empty() && file.starts_with(&format!("{}/", path.trim_end_matches('/')));
        if !file.starts_with("/secrets/") && !mounts.iter().any(|mount| below(mount.path.text())) {
            findings.push(Finding::new(format!("`{file}` lies in no mounted secret"), given.place));
        }
    }
}

fn unknown_host(context: &Context<'_>, findings: &mut Findings) {
    for (name, address, place, _) in hdfs_addresses(context) {
        let authority = address.split_once("://").and_then(|(_, rest)| rest.split('/').next()).unwrap_or("");
        let has_port =
            authority.rsplit_once(':').is_some_and(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
        // Without a port it may be a nameservice, which the client's configuration resolves.
        if authority.is_empty() || placeholder(authority).is_some() || !has_port {
            continue;
        }
        for host in authority.split(',').map(|part| part.rsplit_once(':').map_or(part, |(host, _)| host)) {
            if !is_resolved(context, host) {
                let fix = format!("hostAliases:\n  - ip: 10.1.2.3\n    hostnames:\n      - {host}\n");
                let message = format!("`{name}` is on the host `{host}`, which is no address and in no hostAliases");
                findings.push(Finding::new(message, place).fix(fix));
            }
        }
    }
}

fn is_resolved(context: &Context<'_>, host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    let aliases = &context.values.host_aliases;
    let is_alias = || aliases.iter().any(|alias| alias.hostnames.0.iter().any(|name| name.text == host));
    let is_service = host.ends_with(".svc") || host.ends_with(".svc.cluster.local");
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok() || is_service || is_alias()
}
