//! Which properties hold a secret, or a half of one, in any version of Alluxio and in what lies below it.

use super::{TABLES, family, row};

/// Names that hold secrets. Alluxio itself hides most of them in its web pages; of those that it hides, the user and the
/// tenant of Swift are no secrets. In order.
pub(super) const NAMES: [&str; 27] = [
    "alluxio.hub.authentication.apiKey",
    "alluxio.hub.authentication.secretKey",
    "alluxio.underfs.cephfs.auth.key",
    "aws.accessKeyId",
    "aws.secretKey",
    "fs.adl.oauth2.credential",
    "fs.azure.account.oauth2.client.secret",
    "fs.cos.access.key",
    "fs.cos.secret.key",
    "fs.cosn.userinfo.secretId",
    "fs.cosn.userinfo.secretKey",
    "fs.gcs.accessKeyId",
    "fs.gcs.secretAccessKey",
    "fs.kodo.accesskey",
    "fs.kodo.secretkey",
    "fs.obs.accessKey",
    "fs.obs.secretKey",
    "fs.oss.accessKeyId",
    "fs.oss.accessKeySecret",
    "fs.s3a.access.key",
    "fs.s3a.secret.key",
    "fs.s3a.session.token",
    "fs.swift.password",
    "javax.net.ssl.keyStorePassword",
    "javax.net.ssl.trustStorePassword",
    "s3a.accessKeyId",
    "s3a.secretKey",
];

/// Families of such names, by what comes before and after the part of the user's own.
const FAMILIES: [(&str, &str); 3] = [
    ("fs.azure.account.key.", ".blob.core.windows.net"),
    ("fs.azure.account.key.", ".dfs.core.windows.net"),
    ("fs.adl.account.", ".oauth2.credential"),
];

/// Names that only look like it, beside those that Alluxio's tables have.
const HARMLESS: [&str; 3] = [
    "fs.adl.oauth2.access.token.provider.type",
    "fs.azure.account.oauth2.client.endpoint",
    "fs.azure.account.oauth2.client.id",
];

/// What names have in them that no table knows and that hold a secret, in lower case.
const PARTS: [&str; 12] = [
    "access.key",
    "accesskey",
    "account.key",
    "apikey",
    "credential",
    "passwd",
    "password",
    "private.key",
    "secret",
    "session.token",
    "privatekey",
    "sessiontoken",
];

/// Whether a property holds a secret: one of the known names, behind a mount's or the journal's prefix too, or a name
/// that no table knows and that says so, such as `fs.my.store.password`.
pub fn is_credential(name: &str) -> bool {
    is_known_credential(name) || sounds_like_one(unwrapped(name))
}

/// Whether a name is one of those that are known to hold a secret.
pub fn is_known_credential(name: &str) -> bool {
    let name = unwrapped(name);
    let is_of = |(start, end): &(&str, &str)| {
        let own = name.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
        own.is_some_and(|own| !own.is_empty() && own.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
    };
    NAMES.binary_search(&name).is_ok() || FAMILIES.iter().any(is_of)
}

/// The property without the prefix that makes it an option of a mount or of the journal's storage.
pub fn unwrapped(name: &str) -> &str {
    if let Some(rest) = name.strip_prefix("alluxio.master.journal.ufs.option.") {
        return rest;
    }
    let option = name.strip_prefix("alluxio.master.mount.table.").and_then(|rest| rest.split_once(".option."));
    match option {
        Some((mount, rest)) if !mount.is_empty() && !mount.contains('.') && !rest.is_empty() => rest,
        _ => name,
    }
}

/// Whether a name that no table knows says that it holds a secret. Variables of the environment have `_` for `.`.
fn sounds_like_one(name: &str) -> bool {
    let lower = name.to_ascii_lowercase().replace(['_', '-'], ".");
    let is_known =
        || row::of(name).next().is_some() || TABLES.into_iter().any(|table| family::of(table, name).is_some());
    PARTS.iter().any(|part| lower.contains(part)) && !HARMLESS.contains(&name) && !is_known()
}

#[cfg(test)]
mod tests {
    use super::{NAMES, is_credential, unwrapped};

    #[test]
    fn names_stand_in_order() {
        assert!(NAMES.is_sorted());
    }

    #[test]
    fn wrapped_names_and_those_that_say_so_are_credentials() {
        for name in [
            "alluxio.master.mount.table.root.option.aws.secretKey",
            "alluxio.master.journal.ufs.option.fs.oss.accessKeySecret",
            "alluxio.master.mount.table.my_s3.option.fs.azure.account.key.me.dfs.core.windows.net",
            "fs.my.store.PASSWORD",
            "alluxio.master.mount.table.root.option.my.secret",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
        ] {
            assert!(is_credential(name), "{name}");
        }
        for name in [
            "alluxio.underfs.s3.signer.algorithm",
            "alluxio.web.cors.allow.credential",
            "alluxio.underfs.oss.sts.token.refresh.interval.ms",
            "alluxio.master.security.impersonation.password.users",
            "alluxio.master.mount.table.secret.ufs",
            "alluxio.master.mount.table.root.option",
            "fs.swift.user",
            "fs.gcs.credential.path",
            "fs.azure.account.oauth2.client.id",
            "aws.region",
        ] {
            assert!(!is_credential(name), "{name}");
        }
        assert_eq!(unwrapped("alluxio.master.mount.table..option.a"), "alluxio.master.mount.table..option.a");
    }
}
