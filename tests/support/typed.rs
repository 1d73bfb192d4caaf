//! Takes objects through the types of Kubernetes and back: what a type does not know gets lost on the way.

use super::readback::difference;
use k8s_openapi::api::{apps::v1 as apps, core::v1 as core, rbac::v1 as rbac, storage::v1 as storage};
use serde::{Serialize, de::DeserializeOwned};
use serde_yaml::{Mapping, Value};

/// The object is of a known kind, and its type keeps every field of it.
pub fn round_trip(object: &Value) -> Result<(), String> {
    let field = |name| object.get(name).and_then(Value::as_str).unwrap_or("?");
    match (field("apiVersion"), field("kind")) {
        ("apps/v1", "DaemonSet") => through::<apps::DaemonSet>(object),
        ("apps/v1", "Deployment") => through::<apps::Deployment>(object),
        ("apps/v1", "StatefulSet") => through::<apps::StatefulSet>(object),
        ("rbac.authorization.k8s.io/v1", "ClusterRole") => through::<rbac::ClusterRole>(object),
        ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding") => through::<rbac::ClusterRoleBinding>(object),
        ("storage.k8s.io/v1", "CSIDriver") => through::<storage::CSIDriver>(object),
        ("storage.k8s.io/v1", "StorageClass") => through::<storage::StorageClass>(object),
        ("v1", "ConfigMap") => through::<core::ConfigMap>(object),
        ("v1", "PersistentVolume") => through::<core::PersistentVolume>(object),
        ("v1", "Secret") => through::<core::Secret>(object),
        ("v1", "PersistentVolumeClaim") => through::<core::PersistentVolumeClaim>(object),
        ("v1", "Pod") => through::<core::Pod>(object),
        ("v1", "Service") => through::<core::Service>(object),
        ("v1", "ServiceAccount") => through::<core::ServiceAccount>(object),
        // Kubernetes dropped this version in 1.22, and the types with it.
        ("storage.k8s.io/v1beta1", "CSIDriver") => Ok(()),
        (version, kind) => Err(format!("no type for {kind} of {version}")),
    }
}

fn through<T: DeserializeOwned + Serialize>(object: &Value) -> Result<(), String> {
    let kind = object.get("kind").and_then(Value::as_str).unwrap_or("?");
    let typed: T = serde_yaml::from_value(object.clone()).map_err(|error| format!("not a {kind}: {error}"))?;
    let mut back = serde_yaml::to_value(&typed).map_err(|error| format!("{kind}: {error}"))?;
    untype_claim_templates(&mut back);
    difference(kind, &comparable(object), &comparable(&back)).map_err(|at| format!("lost in the type {at}"))
}

/// The type writes `apiVersion` and `kind` into claim templates, where Kubernetes does not ask for them.
fn untype_claim_templates(object: &mut Value) {
    let claims = object.get_mut("spec").and_then(|spec| spec.get_mut("volumeClaimTemplates"));
    let claims = claims.and_then(Value::as_sequence_mut).into_iter().flatten();
    for claim in claims.filter_map(Value::as_mapping_mut) {
        claim.remove("apiVersion");
        claim.remove("kind");
    }
}

/// Without what Kubernetes takes for not given: null, and lists and maps without content.
fn comparable(value: &Value) -> Value {
    match value {
        Value::Mapping(map) => {
            let entries = map.iter().map(|(key, value)| (key.clone(), comparable(value)));
            Value::Mapping(entries.filter(|(_, value)| !is_empty(value)).collect::<Mapping>())
        }
        Value::Sequence(items) => Value::Sequence(items.iter().map(comparable).collect()),
        other => other.clone(),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Mapping(map) => map.is_empty(),
        Value::Sequence(items) => items.is_empty(),
        _ => false,
    }
}
