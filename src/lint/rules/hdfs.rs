//! AXG006 to AXG009: HDFS, its client's configuration and its hosts.

use super::ufs::{ROOT, placeholder, root, scheme};
use crate::facts::given::{Component, Given, ROOT_OPTION, given, property};
use crate::facts::{master_enabled, worker_enabled};
use crate::lint::{Context, Findings, Rule, found};
use crate::model::map::Secrets;
use crate::problem::Severity::{Advice, Warning};
use crate::source::Span;

const SEE: &str = "Deploy Alluxio on Kubernetes, \"Deploy: Configuration\"";
const HOST_ALIASES: &str = "Deploy Alluxio on Kubernetes, \"Host Aliases\"";

const JOURNAL_OPTION: &str = "alluxio.master.journal.ufs.option.";
const HDFS_FILES: &str = "alluxio.underfs.hdfs.configuration";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG006",
        severity: Warning,
        title: "HDFS without its client configuration",
        why: "HDFS is accessed with the defaults of Hadoop: without nameservices, security and site settings",
        see: SEE,
        fix: "properties:\n  alluxio.master.mount.table.root.option.alluxio.underfs.hdfs.configuration: /secrets/hdfsConfig/core-site.xml:/secrets/hdfsConfig/hdfs-site.xml\nsecrets:\n  master:\n    alluxio-hdfs-config: hdfsConfig\n  worker:\n    alluxio-hdfs-config: hdfsConfig\n",
        check: hdfs_without_configuration,
    },
    Rule {
        code: "AXG007",
        severity: Warning,
        title: "client configuration in a Secret that is not mounted",
        why: "nothing is mounted at that path, so HDFS is accessed without the file",
        see: SEE,
        fix: "secrets:\n  master:\n    alluxio-hdfs-config: hdfsConfig\n  worker:\n    alluxio-hdfs-config: hdfsConfig\n",
        check: configuration_in_no_secret,
    },
    Rule {
        code: "AXG008",
        severity: Advice,
        title: "client configuration outside every mounted Secret",
        why: "nothing is mounted at that path, so the file must be in the image",
        see: SEE,
        fix: "properties:\n  alluxio.master.mount.table.root.option.alluxio.underfs.hdfs.configuration: /secrets/hdfsConfig/core-site.xml\nsecrets:\n  master:\n    alluxio-hdfs-config: hdfsConfig\n  worker:\n    alluxio-hdfs-config: hdfsConfig\n",
        check: configuration_in_the_image,
    },
    Rule {
        code: "AXG009",
        severity: Warning,
        title: "HDFS host that pods may not resolve",
        why: "pods resolve Services of the cluster and hostAliases, and other names only if the cluster's DNS forwards them",
        see: HOST_ALIASES,
        fix: "hostAliases:\n  - ip: 10.1.2.3\n    hostnames:\n      - namenode\n",
        check: unknown_host,
    },
];

/// The two places where HDFS may be, each with what it is called and the options of its client.
fn hdfs_addresses<'a>(context: &Context<'a>) -> Vec<(&'static str, &'a str, Span, &'static str)> {
    let values = context.values;
    let folder = &values.journal.folder;
    let folder = folder.place.map(|place| ("journal.folder", folder.text(), place, JOURNAL_OPTION));
    let root = root(context).map(|root| (ROOT, root.text, root.place, ROOT_OPTION));
    let on_hdfs = |(_, text, ..): &(&str, &str, Span, &str)| scheme(text) == "hdfs";
    root.into_iter().chain(folder).filter(|_| master_enabled(values)).filter(on_hdfs).collect()
}

fn hdfs_without_configuration(context: &Context<'_>, findings: &mut Findings) {
    for (name, _, place, option) in hdfs_addresses(context) {
        let full = format!("{option}{HDFS_FILES}");
        let has = |name: &str| property(context.values, Component::Master, name).is_some_and(|it| !it.text.is_empty());
        if has(&full) || has(HDFS_FILES) {
            continue;
        }
        let finding = found(format!("`{name}` is on HDFS, but `{full}` is not set"), place);
        let fix = format!(
            "properties:\n  {full}: /secrets/hdfsConfig/core-site.xml:/secrets/hdfsConfig/hdfs-site.xml\n\
             secrets:\n  master:\n    alluxio-hdfs-config: hdfsConfig\n  worker:\n    alluxio-hdfs-config: hdfsConfig\n"
        );
        findings.push(finding.help(fix));
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
    let values = context.values;
    let secrets = &values.secrets;
    for (given, file, for_workers) in
        hdfs_files(context).into_iter().filter(|(_, file, _)| file.starts_with("/secrets/"))
    {
        let sections = [
            ("master", &secrets.master, master_enabled(values)),
            ("worker", &secrets.worker, worker_enabled(values) && for_workers),
        ];
        for (section, secrets, _) in sections
            .into_iter()
            .filter(|(_, secrets, asked)| *asked && !is_mounted(file, secrets) && !is_claimed(context, file))
        {
            let folder = file.trim_start_matches("/secrets/").split('/').next().unwrap_or("");
            let message = format!("`{file}` is in no Secret of `secrets.{section}`");
            let mut finding = found(message, given.place);
            if let Some(pair) = secrets.0.first() {
                finding = finding.note_at(format!("`{}` is mounted at /secrets/{}", pair.name, pair.text), pair.place);
            }
            let name = if folder == "hdfsConfig" { "alluxio-hdfs-config" } else { "my-hdfs-config" };
            findings.push(finding.help(format!("secrets:\n  {section}:\n    {name}: {folder}\n")));
        }
    }
}

/// Whether a claim of `mounts` is mounted above a file.
fn is_claimed(context: &Context<'_>, file: &str) -> bool {
    let below = |path: &str| !path.is_empty() && file.starts_with(&format!("{}/", path.trim_end_matches('/')));
    context.values.mounts.iter().any(|mount| below(mount.path.text()))
}

fn configuration_in_the_image(context: &Context<'_>, findings: &mut Findings) {
    for (given, file, _) in hdfs_files(context) {
        if !file.starts_with("/secrets/") && !is_claimed(context, file) {
            findings.push(found(format!("`{file}` is in no mounted Secret"), given.place));
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
                let message =
                    format!("`{name}` is on the host `{host}`, which is neither an IP address nor in hostAliases");
                findings.push(found(message, place).help(fix));
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
