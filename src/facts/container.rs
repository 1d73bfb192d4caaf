//! What a container is made of: environment, resources and probes, in the shape of Kubernetes.

use super::plain::Texts;
use crate::model::map::{self, Pair};
use crate::model::pod::{Probe, ReadinessProbe, Resources};
use crate::order;
use serde::Serialize;

/// An environment variable: a text, or a field of the pod.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EnvVar {
    name: String,
    value: Option<String>,
    value_from: Option<ValueFrom>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ValueFrom {
    field_ref: Option<FieldRef>,
    secret_key_ref: Option<SecretKeyRef>,
}

/// A key of a Secret. Without it the container does not start: an empty credential would only fail later.
#[derive(Clone, Debug, Serialize)]
struct SecretKeyRef {
    name: String,
    key: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct FieldRef {
    field_path: &'static str,
}

impl EnvVar {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A variable with a text.
    pub fn text(name: &str, value: impl Into<String>) -> Self {
        EnvVar { name: name.to_owned(), value: Some(value.into()), value_from: None }
    }

    /// A variable with the value of a field of its pod.
    pub fn field(name: &str, field_path: &'static str) -> Self {
        let value_from = Some(ValueFrom { field_ref: Some(FieldRef { field_path }), secret_key_ref: None });
        EnvVar { name: name.to_owned(), value: None, value_from }
    }

    /// A variable with the value of a key of a Secret.
    pub fn secret(name: &str, secret: &str, key: &str) -> Self {
        let reference = SecretKeyRef { name: secret.to_owned(), key: key.to_owned() };
        let value_from = Some(ValueFrom { field_ref: None, secret_key_ref: Some(reference) });
        EnvVar { name: name.to_owned(), value: None, value_from }
    }

    /// The same, in whose text Kubernetes puts other variables: `$(NAME)` stands for `${NAME}`.
    pub fn expanding<'a>(self, names: impl IntoIterator<Item = &'a str>) -> Self {
        let expand = |text: String, name: &str| text.replace(&format!("${{{name}}}"), &format!("$({name})"));
        let value = self.value.map(|text| names.into_iter().fold(text, expand));
        EnvVar { value, ..self }
    }

    /// A variable with exactly this text: what Kubernetes would take for `$(NAME)`, or for a `$` written twice, is doubled.
    pub fn exactly(name: &str, text: &str) -> Self {
        let mut value = String::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            value.push(c);
            if c == '$' && text[at + 1..].starts_with(['$', '(']) {
                value.push(c);
            }
        }
        EnvVar::text(name, value)
    }

    /// The user's variables.
    pub fn user(env: &map::Env) -> impl Iterator<Item = EnvVar> {
        env.0.iter().map(|Pair { name, text, .. }| EnvVar::text(name, text.as_str()))
    }

    /// The container's own variables, save those that the user sets: of two with one name the API server keeps one, and a
    /// server-side apply refuses them (D-118).
    pub fn own(own: impl IntoIterator<Item = EnvVar>, env: &map::Env) -> impl Iterator<Item = EnvVar> {
        own.into_iter().filter(|variable| env.0.iter().all(|pair| pair.name != variable.name))
    }
}

/// Where all of a component's variables come from.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EnvFrom {
    config_map_ref: Reference,
}

/// An object, by its name.
#[derive(Clone, Debug, Serialize)]
pub struct Reference {
    /// The name.
    pub name: String,
}

impl EnvFrom {
    /// All of a ConfigMap.
    pub fn config_map(name: &str) -> Vec<Self> {
        vec![EnvFrom { config_map_ref: Reference { name: name.to_owned() } }]
    }
}

/// What a container asks for and may use.
#[derive(Clone, Debug, Serialize)]
pub struct ResourceSet {
    limits: Option<Texts>,
    requests: Option<Texts>,
}

impl ResourceSet {
    /// An amount: `limits` or `requests`, `memory` or `cpu`.
    pub fn amount(&self, key: &str, name: &str) -> Option<&str> {
        let amounts = if key == "limits" { &self.limits } else { &self.requests };
        amounts.as_ref()?.get(name).map(String::as_str)
    }

    /// Amounts that no value changes.
    pub fn fixed<const N: usize>(limits: [(&str, &str); N], requests: [(&str, &str); N]) -> Self {
        let texts =
            |amounts: [(&str, &str); N]| order::map(amounts.map(|(name, amount)| (name.to_owned(), amount.to_owned())));
        ResourceSet { limits: Some(texts(limits)), requests: Some(texts(requests)) }
    }

    /// The user's amounts, as the API server stores them.
    pub fn new(resources: &Option<Resources>) -> Option<Self> {
        let amounts = |map: &map::Amounts| {
            let quantity = |pair: &Pair| (pair.name.clone(), super::units::stored(&pair.text));
            (!map.0.is_empty()).then(|| order::map(map.0.iter().map(quantity)))
        };
        let set =
            resources.as_ref().map(|r| ResourceSet { limits: amounts(&r.limits), requests: amounts(&r.requests) });
        set.filter(|set| set.limits.is_some() || set.requests.is_some())
    }
}

/// A probe of a port, or by a command.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OneProbe {
    tcp_socket: Option<TcpSocket>,
    exec: Option<Exec>,
    initial_delay_seconds: Option<i64>,
    period_seconds: Option<i64>,
    timeout_seconds: Option<i64>,
    failure_threshold: Option<i64>,
    success_threshold: Option<i64>,
}

#[derive(Clone, Debug, Serialize)]
struct Exec {
    command: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
struct TcpSocket {
    port: &'static str,
}

/// The three probes of a container.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Probes {
    readiness: Option<OneProbe>,
    liveness: Option<OneProbe>,
    startup: Option<OneProbe>,
}

impl From<&Probe> for OneProbe {
    fn from(probe: &Probe) -> Self {
        OneProbe {
            initial_delay_seconds: probe.initial_delay_seconds.value,
            period_seconds: probe.period_seconds.value,
            timeout_seconds: probe.timeout_seconds.value,
            failure_threshold: probe.failure_threshold.value,
            ..OneProbe::default()
        }
    }
}

impl Probes {
    /// A liveness probe by a command.
    pub fn command(command: Vec<String>, probe: &Probe) -> Self {
        let liveness = Some(OneProbe { exec: Some(Exec { command }), ..OneProbe::from(probe) });
        Probes { liveness, ..Probes::default() }
    }

    /// The user's probes of the port of that name.
    pub fn new(
        port: &'static str,
        readiness: &Option<ReadinessProbe>,
        liveness: &Option<Probe>,
        startup: &Option<Probe>,
    ) -> Self {
        let probe = |probe: &Probe| OneProbe { tcp_socket: Some(TcpSocket { port }), ..OneProbe::from(probe) };
        let ready = |ready: &ReadinessProbe| OneProbe {
            success_threshold: ready.success_threshold.value,
            ..probe(&ready.common())
        };
        Probes {
            readiness: readiness.as_ref().map(ready),
            liveness: liveness.as_ref().map(probe),
            startup: startup.as_ref().map(probe),
        }
    }
}
