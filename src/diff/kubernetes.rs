//! What Kubernetes does with a change, as tables: which fields cannot be changed, what pods notice, what a server fills in,
//! and what names the items of lists.
//!
//! From Kubernetes 1.36, pkg/apis/{apps,core,storage,rbac,batch}/validation, and from what an API server of that version added
//! to 45 objects; recorded in `kubernetes-live.json` of this project's references.

use super::path::Path;
use super::verdict::Verdict::{self, Live, Metadata, Recreate, Roll, Scale};

/// A kind (`*`: any), a pattern of paths, and what a change there does. The first row that fits counts; no row: [`Live`].
const VERDICTS: &[(&str, &str, Verdict)] = &[
    ("*", "metadata", Metadata),
    ("*", "apiVersion", Metadata),
    ("StatefulSet", "spec.replicas", Scale),
    ("StatefulSet", "spec.template", Roll),
    ("StatefulSet", "spec.updateStrategy", Live),
    ("StatefulSet", "spec.minReadySeconds", Live),
    ("StatefulSet", "spec.persistentVolumeClaimRetentionPolicy", Live),
    ("StatefulSet", "spec.ordinals", Live),
    ("StatefulSet", "spec.revisionHistoryLimit", Live),
    ("StatefulSet", "spec", Recreate),
    ("DaemonSet", "spec.template", Roll),
    ("DaemonSet", "spec.selector", Recreate),
    ("Deployment", "spec.replicas", Scale),
    ("Deployment", "spec.template", Roll),
    ("Deployment", "spec.selector", Recreate),
    ("Service", "spec.clusterIP", Recreate),
    ("Service", "spec.clusterIPs", Recreate),
    ("Service", "spec.ipFamilies", Recreate),
    // Growing is allowed for a claim that is bound and whose class allows it; the commands tell.
    ("PersistentVolumeClaim", "spec", Recreate),
    ("PersistentVolume", "spec.capacity", Live),
    ("PersistentVolume", "spec.accessModes", Live),
    ("PersistentVolume", "spec.claimRef", Live),
    ("PersistentVolume", "spec.storageClassName", Live),
    ("PersistentVolume", "spec.persistentVolumeReclaimPolicy", Live),
    ("PersistentVolume", "spec.mountOptions", Live),
    ("PersistentVolume", "spec", Recreate),
    ("StorageClass", "allowVolumeExpansion", Live),
    ("StorageClass", "mountOptions", Live),
    ("StorageClass", "allowedTopologies", Live),
    ("StorageClass", "", Recreate),
    ("CSIDriver", "spec.attachRequired", Recreate),
    ("CSIDriver", "spec.volumeLifecycleModes", Recreate),
    ("ClusterRoleBinding", "roleRef", Recreate),
    ("RoleBinding", "roleRef", Recreate),
    ("Secret", "type", Recreate),
    ("Pod", "spec.containers[*].image", Roll),
    ("Pod", "spec.initContainers[*].image", Roll),
    ("Pod", "spec.tolerations", Live),
    ("Pod", "spec.activeDeadlineSeconds", Live),
    ("Pod", "spec", Recreate),
    ("Job", "spec.suspend", Live),
    ("Job", "spec.parallelism", Live),
    ("Job", "spec.ttlSecondsAfterFinished", Live),
    ("Job", "spec.activeDeadlineSeconds", Live),
    ("Job", "spec.backoffLimit", Live),
    ("Job", "spec", Recreate),
];

/// What a change of this place of an object of this kind does.
pub fn verdict(kind: &str, path: &Path) -> Verdict {
    let row = VERDICTS.iter().find(|(of, pattern, _)| (*of == "*" || *of == kind) && path.is_within(pattern));
    row.map_or(Verdict::Live, |(.., verdict)| *verdict)
}

/// A kind (`*`: any), a pattern of paths, and what is worth knowing of a change there beside its verdict.
const NOTES: &[(&str, &str, &str)] = &[
    (
        "StatefulSet",
        "spec.volumeClaimTemplates[*].spec.resources",
        "existing claims keep their size until they are patched; they never shrink",
    ),
    ("StatefulSet", "spec.volumeClaimTemplates", "existing claims do not change"),
    (
        "PersistentVolumeClaim",
        "spec.resources",
        "a bound claim can grow in place if its storage class allows it: use `kubectl patch` instead of deleting it",
    ),
    ("*", "spec.template.metadata.annotations[checksum/config]", "its value follows the ConfigMap"),
    ("*", "spec.selector", "the selector finds the pods: the old pods are deleted with the object"),
    ("CSIDriver", "spec.podInfoOnMount", "API servers before 1.30 reject this: there, delete the object first"),
    ("CSIDriver", "spec.fsGroupPolicy", "API servers before 1.30 reject this: there, delete the object first"),
];

/// What is worth knowing of a change beside its verdict.
pub fn note(kind: &str, path: &Path) -> Option<&'static str> {
    let row = NOTES.iter().find(|(of, pattern, _)| (*of == "*" || *of == kind) && path.is_within(pattern));
    row.map(|(.., text)| *text)
}

/// Kinds of objects that belong to no namespace.
pub const CLUSTER_SCOPED: &[&str] = &[
    "ClusterRole",
    "ClusterRoleBinding",
    "CSIDriver",
    "CustomResourceDefinition",
    "Namespace",
    "PersistentVolume",
    "PriorityClass",
    "StorageClass",
];

/// A key of a list, and where in an item its name stands. Lists that are not here, or whose items have no name or one twice,
/// are compared as a whole.
pub const LIST_KEYS: &[(&str, &[&[&str]])] = &[
    ("containers", &[&["name"]]),
    ("initContainers", &[&["name"]]),
    ("volumes", &[&["name"]]),
    ("env", &[&["name"]]),
    ("envFrom", &[&["configMapRef", "name"], &["secretRef", "name"], &["prefix"]]),
    ("volumeMounts", &[&["mountPath"]]),
    ("ports", &[&["containerPort"], &["port"], &["protocol"]]),
    ("imagePullSecrets", &[&["name"]]),
    ("hostAliases", &[&["ip"]]),
    ("volumeClaimTemplates", &[&["metadata", "name"]]),
    ("subjects", &[&["kind"], &["namespace"], &["name"]]),
];

/// What counts for a part of a name that an item does not have.
pub const UNNAMED: &[(&str, &str)] = &[("protocol", "TCP")];

/// Lists whose items hold one of several things: another thing is one change.
pub const ONE_OF: &[&str] = &["volumes", "env"];

/// Maps whose numbers are quantities, compared by value.
pub const QUANTITIES: &[&str] = &["limits", "requests", "capacity"];

/// Fields that take a number or a text, and mean the same by both.
pub const INT_OR_STRING: &[&str] = &["targetPort", "port", "maxUnavailable", "maxSurge"];

/// Kinds (`*`: any), a pattern of paths, and the value that the server fills in (of a list, its only item).
/// Its absence is equal to it, and to no other.
pub const DEFAULTS: &[(&str, &str, &str)] = &[
    ("StatefulSet", "spec.podManagementPolicy", "OrderedReady"),
    ("StatefulSet", "spec.revisionHistoryLimit", "10"),
    ("StatefulSet", "spec.replicas", "1"),
    ("StatefulSet", "spec.updateStrategy.type", "RollingUpdate"),
    ("StatefulSet", "spec.updateStrategy.rollingUpdate.partition", "0"),
    ("StatefulSet", "spec.persistentVolumeClaimRetentionPolicy.whenDeleted", "Retain"),
    ("StatefulSet", "spec.persistentVolumeClaimRetentionPolicy.whenScaled", "Retain"),
    ("StatefulSet", "spec.volumeClaimTemplates[*].apiVersion", "v1"),
    ("StatefulSet", "spec.volumeClaimTemplates[*].kind", "PersistentVolumeClaim"),
    ("StatefulSet", "spec.volumeClaimTemplates[*].spec.volumeMode", "Filesystem"),
    ("DaemonSet", "spec.revisionHistoryLimit", "10"),
    ("DaemonSet", "spec.updateStrategy.type", "RollingUpdate"),
    ("DaemonSet", "spec.updateStrategy.rollingUpdate.maxSurge", "0"),
    ("DaemonSet", "spec.updateStrategy.rollingUpdate.maxUnavailable", "1"),
    ("Deployment", "spec.replicas", "1"),
    ("Deployment", "spec.progressDeadlineSeconds", "600"),
    ("Deployment", "spec.revisionHistoryLimit", "10"),
    ("Deployment", "spec.strategy.type", "RollingUpdate"),
    ("Deployment", "spec.strategy.rollingUpdate.maxSurge", "25%"),
    ("Deployment", "spec.strategy.rollingUpdate.maxUnavailable", "25%"),
    ("Service", "spec.type", "ClusterIP"),
    ("Service", "spec.sessionAffinity", "None"),
    ("Service", "spec.internalTrafficPolicy", "Cluster"),
    ("Service", "spec.ipFamilyPolicy", "SingleStack"),
    ("Service", "spec.ports[*].protocol", "TCP"),
    ("PersistentVolumeClaim", "spec.volumeMode", "Filesystem"),
    ("PersistentVolume", "spec.volumeMode", "Filesystem"),
    ("PersistentVolume", "spec.persistentVolumeReclaimPolicy", "Retain"),
    ("StorageClass", "reclaimPolicy", "Delete"),
    ("StorageClass", "volumeBindingMode", "Immediate"),
    ("CSIDriver", "spec.attachRequired", "true"),
    ("CSIDriver", "spec.podInfoOnMount", "false"),
    ("CSIDriver", "spec.fsGroupPolicy", "ReadWriteOnceWithFSType"),
    ("CSIDriver", "spec.requiresRepublish", "false"),
    ("CSIDriver", "spec.seLinuxMount", "false"),
    ("CSIDriver", "spec.storageCapacity", "false"),
    ("CSIDriver", "spec.volumeLifecycleModes", "Persistent"),
    ("Secret", "type", "Opaque"),
    ("ServiceAccount", "automountServiceAccountToken", "true"),
];

/// The same within pods: paths from the pod's own spec.
pub const POD_DEFAULTS: &[(&str, &str)] = &[
    ("restartPolicy", "Always"),
    ("schedulerName", "default-scheduler"),
    ("dnsPolicy", "ClusterFirst"),
    ("terminationGracePeriodSeconds", "30"),
    ("enableServiceLinks", "true"),
    ("automountServiceAccountToken", "true"),
    ("preemptionPolicy", "PreemptLowerPriority"),
    ("priority", "0"),
    ("*[*].terminationMessagePath", "/dev/termination-log"),
    ("*[*].terminationMessagePolicy", "File"),
    ("*[*].ports[*].protocol", "TCP"),
    ("*[*].env[*].valueFrom.fieldRef.apiVersion", "v1"),
    ("*[*].livenessProbe.failureThreshold", "3"),
    ("*[*].livenessProbe.successThreshold", "1"),
    ("*[*].livenessProbe.timeoutSeconds", "1"),
    ("*[*].livenessProbe.periodSeconds", "10"),
    ("*[*].livenessProbe.httpGet.scheme", "HTTP"),
    ("*[*].readinessProbe.failureThreshold", "3"),
    ("*[*].readinessProbe.successThreshold", "1"),
    ("*[*].readinessProbe.timeoutSeconds", "1"),
    ("*[*].readinessProbe.periodSeconds", "10"),
    ("*[*].readinessProbe.httpGet.scheme", "HTTP"),
    ("*[*].startupProbe.failureThreshold", "3"),
    ("*[*].startupProbe.successThreshold", "1"),
    ("*[*].startupProbe.timeoutSeconds", "1"),
    ("*[*].startupProbe.periodSeconds", "10"),
    ("*[*].startupProbe.httpGet.scheme", "HTTP"),
    ("volumes[*].configMap.defaultMode", "420"),
    ("volumes[*].secret.defaultMode", "420"),
    ("volumes[*].projected.defaultMode", "420"),
];

/// Kinds (`*`: any) and paths that the server and its controllers write: on a live object they are no difference, unless the
/// other side has them too.
pub const SERVER_OWNED: &[(&str, &str)] = &[
    ("*", "status"),
    ("*", "metadata.uid"),
    ("*", "metadata.resourceVersion"),
    ("*", "metadata.generation"),
    ("*", "metadata.creationTimestamp"),
    ("*", "metadata.deletionTimestamp"),
    ("*", "metadata.deletionGracePeriodSeconds"),
    ("*", "metadata.selfLink"),
    ("*", "metadata.managedFields"),
    ("*", "metadata.finalizers"),
    ("*", "metadata.ownerReferences"),
    ("*", "metadata.annotations[kubectl.kubernetes.io/last-applied-configuration]"),
    ("*", "spec.template.metadata.creationTimestamp"),
    ("*", "spec.template.metadata.annotations[kubectl.kubernetes.io/restartedAt]"),
    // Where nobody names a class, the cluster's own is filled in.
    ("PersistentVolumeClaim", "spec.storageClassName"),
    ("PersistentVolumeClaim", "spec.volumeName"),
    ("StatefulSet", "spec.volumeClaimTemplates[*].spec.storageClassName"),
    ("StatefulSet", "spec.volumeClaimTemplates[*].status"),
    ("StatefulSet", "spec.volumeClaimTemplates[*].metadata.creationTimestamp"),
    ("Service", "spec.clusterIP"),
    ("Service", "spec.clusterIPs"),
    ("Service", "spec.ipFamilies"),
    ("Service", "spec.ipFamilyPolicy"),
    ("Service", "spec.healthCheckNodePort"),
    ("Service", "spec.ports[*].nodePort"),
    ("PersistentVolume", "spec.claimRef"),
    ("ServiceAccount", "secrets"),
    ("Pod", "spec.nodeName"),
    ("Pod", "spec.serviceAccountName"),
    ("Pod", "spec.volumes[kube-api-access-*]"),
    ("Pod", "spec.containers[*].volumeMounts[/var/run/secrets/kubernetes.io/serviceaccount]"),
    ("Pod", "spec.initContainers[*].volumeMounts[/var/run/secrets/kubernetes.io/serviceaccount]"),
];
