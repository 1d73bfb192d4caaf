//! AXG64x: the CSI driver and its client.

use crate::facts::options;
use crate::lint::{Context, Findings, Rule, found};
use crate::model::choices::Provisioning;
use crate::problem::Severity::{Advice, Warning};

const POSIX: &str = "Deploy Alluxio on Kubernetes, \"POSIX API\"";
const ROLES: &str = "Kubernetes documentation, \"Using RBAC Authorization\"";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG641",
        severity: Warning,
        title: "CSI client without the CSI driver",
        why: "the driver provisions and mounts the claim, which stays Pending without it",
        see: POSIX,
        fix: "csi:\n  enabled: true\n",
        check: no_driver,
    },
    Rule {
        code: "AXG642",
        severity: Warning,
        title: "CSI path that is not absolute",
        why: "the driver mounts a folder of Alluxio's namespace, whose paths begin with `/`",
        see: POSIX,
        fix: "csi:\n  alluxioPath: /datasets\n",
        check: relative_path,
    },
    Rule {
        code: "AXG643",
        severity: Warning,
        title: "JVM options of CSI that have no effect",
        why: "the driver passes them in ALLUXIO_FUSE_JAVA_OPTS, but the FUSE script reads that variable from the ConfigMap",
        see: "Alluxio 2.7.2, integration/fuse/bin/alluxio-fuse",
        fix: "csi:\n  javaOptions:\nfuse:\n  jvmOptions:\n    - -Xmx1g\n",
        check: lost_options,
    },
    Rule {
        code: "AXG644",
        severity: Warning,
        title: "CSI role bound to the namespace `default`",
        why: "a ClusterRoleBinding must have the namespace of its ServiceAccount; applied to another namespace, the controller has no permission to provision volumes",
        see: ROLES,
        fix: "# On the command line: the namespace to which the objects are applied.\n# alluxio-gen render -n alluxio -f config.yaml | kubectl apply -f -\n",
        check: default_namespace,
    },
    Rule {
        code: "AXG645",
        severity: Advice,
        title: "cluster-scoped CSI objects",
        why: "their names do not contain the release name: the CSI driver of a second release replaces that of the first, and the binding has only one account",
        see: ROLES,
        fix: "# In all releases of a cluster except one.\ncsi:\n  enabled: false\n  clientEnabled: false\n",
        check: cluster_wide,
    },
];

fn no_driver(context: &Context<'_>, findings: &mut Findings) {
    let csi = &context.values.csi;
    if csi.client_enabled.or(false) && !csi.enabled.or(false) {
        let finding = found("`csi.clientEnabled` is true, but `csi.enabled` is not", csi.client_enabled.place);
        findings.push(finding.help("set `csi.enabled` to true, or allow the rule if another release has the driver"));
    }
}

fn relative_path(context: &Context<'_>, findings: &mut Findings) {
    let csi = &context.values.csi;
    let path = csi.alluxio_path.text();
    if csi.client_enabled.or(false) && !path.is_empty() && !path.starts_with('/') {
        let finding = found(format!("`csi.alluxioPath` is `{path}`"), csi.alluxio_path.place);
        findings.push(finding.help(format!("write `alluxioPath: /{path}`")));
    }
}

fn lost_options(context: &Context<'_>, findings: &mut Findings) {
    let csi = &context.values.csi;
    let node = context.node.get("csi").and_then(|csi| csi.get("javaOptions"));
    let Some(place) = node.map(|node| node.span).filter(|place| context.is_users(*place)) else { return };
    let given = csi.java_options.0.as_deref().is_some_and(|text| !text.is_empty());
    // Without the variable in the ConfigMap, which FUSE in the worker takes away, the driver's own would stay.
    if csi.client_enabled.or(false) && given && options::fuse_daemon(context.values, context.target.version).is_some() {
        let finding = found("`csi.javaOptions` have no effect on the FUSE process of the CSI driver", place);
        findings.push(finding.help("move them to `fuse.jvmOptions`, and properties to `fuse.properties`"));
    }
}

fn default_namespace(context: &Context<'_>, findings: &mut Findings) {
    let csi = &context.values.csi;
    if csi.enabled.or(false) && context.target.namespace.is_none() {
        let message =
            "`ClusterRoleBinding/alluxio-csi-provisioner-binding` has the ServiceAccount of the namespace `default`";
        let fix = "give `-n NAMESPACE`, the namespace to which the objects are applied";
        findings.push(found(message, csi.enabled.place).help(fix));
    }
}

/// The objects of CSI without a namespace, whose names are fixed.
fn cluster_wide(context: &Context<'_>, findings: &mut Findings) {
    let csi = &context.values.csi;
    let mut objects = Vec::new();
    if csi.enabled.or(false) {
        objects.extend(["CSIDriver/alluxio", "ClusterRole/alluxio-external-provisioner-role"]);
        objects.push("ClusterRoleBinding/alluxio-csi-provisioner-binding");
    }
    if csi.client_enabled.or(false) {
        objects.push(match csi.provisioning.or(Provisioning::Dynamic) {
            Provisioning::Dynamic => "StorageClass/alluxio",
            Provisioning::Static => "PersistentVolume/alluxio-pv",
        });
    }
    if !objects.is_empty() {
        let place = if csi.enabled.or(false) { csi.enabled.place } else { csi.client_enabled.place };
        let message = format!("{} are cluster-scoped", crate::problem::all_of(objects));
        findings.push(found(message, place).help("enable CSI in only one release of a cluster"));
    }
}
