//! AXG64x: the CSI driver and its client.

use crate::facts::options;
use crate::lint::{Context, Finding, Findings, Rule};
use crate::model::choices::Provisioning;
use crate::problem::Severity::{Advice, Warning};

const POSIX: &str = "Deploy Alluxio on Kubernetes, \"POSIX API\"";
const ROLES: &str = "Kubernetes documentation, \"Using RBAC Authorization\"";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG641",
        severity: Warning,
        title: "CSI client without its driver",
        why: "the claim is provisioned and mounted by the driver, and waits without end where there is none",
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
        title: "JVM options of CSI that do not reach Java",
        why: "the driver passes them in ALLUXIO_FUSE_JAVA_OPTS, and the script of FUSE takes that variable from the ConfigMap instead",
        see: "Alluxio 2.7.2, integration/fuse/bin/alluxio-fuse",
        fix: "csi:\n  javaOptions:\nfuse:\n  jvmOptions:\n    - -Xmx1g\n",
        check: lost_options,
    },
    Rule {
        code: "AXG644",
        severity: Warning,
        title: "role of the CSI driver bound in the namespace `default`",
        why: "a ClusterRoleBinding has to name the namespace of its account; applied to another namespace, the controller may not provision anything",
        see: ROLES,
        fix: "# On the command line: the namespace that the objects are applied to.\n# alluxio-gen render -n alluxio -f config.yaml | kubectl apply -f -\n",
        check: default_namespace,
    },
    Rule {
        code: "AXG645",
        severity: Advice,
        title: "objects of CSI that the whole cluster shares",
        why: "their names do not follow the release, so that the CSI driver of a second release takes the place of the first one's, and the binding names one account only",
        see: ROLES,
        fix: "# In all releases of a cluster but one.\ncsi:\n  enabled: false\n  clientEnabled: false\n",
        check: cluster_wide,
    },
];

fn no_driver(context: &Context<'_>, findings: &mut Findings) {
    let csi = &context.values.csi;
    if csi.client_enabled.or(false) && !csi.enabled.or(false) {
        let finding = Finding::new("`csi.clientEnabled` is true, and `csi.enabled` is not", csi.client_enabled.place);
        findings.push(finding.fix("set `csi.enabled` to true, or allow the rule where another release has the driver"));
    }
}

fn relative_path(context: &Context<'_>, findings: &mut Findings) {
    let csi = &context.values.csi;
    let path = csi.alluxio_path.text();
    if csi.client_enabled.or(false) && !path.is_empty() && !path.starts_with('/') {
        let finding = Finding::new(format!("`csi.alluxioPath` is `{path}`"), csi.alluxio_path.place);
        findings.push(finding.fix(format!("write `alluxioPath: /{path}`")));
    }
}

fn lost_options(context: &Context<'_>, findings: &mut Findings) {
    let csi = &context.values.csi;
    let node = context.node.get("csi").and_then(|csi| csi.get("javaOptions"));
    let Some(place) = node.map(|node| node.span).filter(|place| context.is_users(*place)) else { return };
    let given = csi.java_options.0.as_deref().is_some_and(|text| !text.is_empty());
    // Without the variable in the ConfigMap, which FUSE in the worker takes away, the driver's own would stay.
    if csi.client_enabled.or(false) && given && options::fuse_daemon(context.values, context.target.version).is_some() {
        let finding = Finding::new("`csi.javaOptions` do not reach the FUSE process of the CSI driver", place);
        findings.push(finding.fix("move them to `fuse.jvmOptions`, and properties to `fuse.properties`"));
    }
}

fn default_namespace(context: &Context<'_>, findings: &mut Findings) {
    let csi = &context.values.csi;
    if csi.enabled.or(false) && context.target.namespace.is_none() {
        let message =
            "`ClusterRoleBinding/alluxio-csi-provisioner-binding` names the account in the namespace `default`";
        let fix = "give `-n NAMESPACE`, the one that the objects are applied to";
        findings.push(Finding::new(message, csi.enabled.place).fix(fix));
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
        let message = format!("{} belong to no namespace", crate::problem::all_of(objects));
        findings.push(Finding::new(message, place).fix("switch CSI on in one release of a cluster only"));
    }
}
