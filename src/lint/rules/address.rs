//! AXG010: an address of the under storage that Alluxio cannot read as one.

use super::ufs::{ROOT, placeholder, root};
use crate::facts::given::{Component, property};
use crate::facts::master_enabled;
use crate::lint::{Context, Findings, Rule, found};
use crate::problem::Severity::Warning;
use crate::problem::nearest;

/// The rules of this group.
pub const RULES: &[Rule] = &[Rule {
    code: "AXG010",
    severity: Warning,
    title: "invalid under storage address",
    why: "an address is either a scheme that Alluxio supports, `://` and a bucket or host, or an absolute path; with anything else, the masters do not start",
    see: "Deploy Alluxio on Kubernetes, \"Deploy: Configuration\"",
    fix: "properties:\n  alluxio.master.mount.table.root.ufs: s3://my-bucket/data\n",
    check: unreadable_address,
}];

/// The schemes of the under-storages that Alluxio has modules for.
const SCHEMES: &[&str] = &[
    "abfs", "abfss", "adl", "bos", "ceph", "cephfs", "cos", "cosn", "file", "gs", "hdfs", "http", "https", "kodo",
    "o3fs", "obs", "ofs", "oss", "s3", "s3a", "s3n", "swift", "tos", "wasb", "wasbs",
];

/// Those of them that a bucket follows.
const BUCKETS: &[&str] = &["bos", "cos", "cosn", "gs", "kodo", "obs", "oss", "s3", "s3a", "s3n", "tos"];

/// The property that tells Alluxio of further schemes, and its default.
const PREFIXES: &str = "alluxio.underfs.hdfs.prefixes";
const GLUSTER: &str = "hdfs://,glusterfs:///";

/// What is wrong with an address, and what is meant.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    what: &'static str,
    meant: Option<String>,
}

/// What is wrong with an address. `prefixes` are schemes of the user's own, as Alluxio lists them.
fn fault(address: &str, prefixes: &str) -> Option<Fault> {
    // References and placeholders are filled in later; placeholders have a rule of their own.
    if address.is_empty() || address.starts_with('/') || address.contains("${") || placeholder(address).is_some() {
        return None;
    }
    if let Some((scheme, rest)) = address.split_once("://") {
        let is_own = prefixes.split(',').any(|prefix| prefix.trim().starts_with(&format!("{scheme}://")));
        return match SCHEMES.contains(&scheme) {
            true if BUCKETS.contains(&scheme) && (rest.is_empty() || rest.starts_with('/')) => {
                Some(Fault { what: "which has no bucket", meant: None })
            }
            true => None,
            false if is_own => None,
            false => Some(Fault {
                what: "whose scheme Alluxio does not support",
                meant: near(scheme).map(|near| format!("{near}://{rest}")),
            }),
        };
    }
    let head = address.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let after = &address[head.len()..];
    let rest = after.trim_start_matches([':', '/']);
    let is_port = after.strip_prefix(':').is_some_and(|port| port.starts_with(|c: char| c.is_ascii_digit()));
    let meant = match near(head) {
        Some("file") => Some(format!("file:///{rest}")),
        Some(scheme) if after.len() > rest.len() => Some(format!("{scheme}://{rest}")),
        _ if is_port => Some(format!("hdfs://{address}")),
        _ => None,
    };
    Some(Fault { what: "which is neither an absolute path nor an address with a scheme such as `s3://`", meant })
}

/// The scheme that is meant, if one is near enough.
fn near(scheme: &str) -> Option<&'static str> {
    nearest(scheme, SCHEMES.iter().copied())
}

fn unreadable_address(context: &Context<'_>, findings: &mut Findings) {
    let Some(root) = root(context).filter(|_| master_enabled(context.values)) else { return };
    let prefixes = property(context.values, Component::Master, PREFIXES).map_or(GLUSTER, |given| given.text);
    let address = root.text.trim();
    let Some(fault) = fault(address, prefixes) else { return };
    let fix = match fault.meant {
        Some(meant) => format!("write `{ROOT}: {meant}`"),
        None => format!("put the scheme in front, for example `s3://{}`", address_rest(address)),
    };
    findings.push(found(format!("`{ROOT}` is `{address}`, {}", fault.what), root.place).help(fix));
}

/// What stands behind the scheme, if there is anything.
fn address_rest(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest).trim_start_matches('/');
    if rest.is_empty() { "my-bucket" } else { rest }
}

#[cfg(test)]
mod tests {
    use super::{GLUSTER, fault};

    #[test]
    fn what_is_meant_is_the_nearest_scheme() {
        for (address, meant) in [
            ("s3:/b", Some("s3://b")),
            ("s3//b/data", Some("s3://b/data")),
            ("S3://b", Some("s3://b")),
            ("s3a:b", Some("s3a://b")),
            ("hfds://name:8020/", Some("hdfs://name:8020/")),
            ("namenode:8020/data", Some("hdfs://namenode:8020/data")),
            ("file:/data", Some("file:///data")),
            ("my-bucket/data", None),
            ("data", None),
            ("s3:///data", None),
            ("nfs9://server/x", None),
        ] {
            let fault = fault(address, GLUSTER).unwrap_or_else(|| panic!("{address} passes"));
            assert_eq!(fault.meant.as_deref(), meant, "{address}");
        }
    }

    #[test]
    fn what_alluxio_reads_passes() {
        let own = "hdfs://,viewfs://";
        for (address, prefixes) in [
            ("s3://b", GLUSTER),
            ("s3a://b/data", GLUSTER),
            ("hdfs://ns", GLUSTER),
            ("glusterfs:///volume", GLUSTER),
            ("viewfs://cluster/data", own),
            ("/mnt/nfs", GLUSTER),
            ("file:///mnt", GLUSTER),
            ("${alluxio.work.dir}/x", GLUSTER),
            ("<under_storage_address>", GLUSTER),
            ("wasb://c@a.blob.core.windows.net/d", GLUSTER),
        ] {
            assert_eq!(fault(address, prefixes), None, "{address}");
        }
    }
}
