//! The parts of a pod that several components have: resources, probes, tolerations and the like.

use super::choices::{SelectorOperator, StrategyType, TaintEffect, TolerationOperator};
use super::list::Texts;
use super::map;
use super::meant::UNREAD;
use super::read::{At, Read, Reader, Shape, found};
use super::scalar::{Leaf, Port};
use super::section::section;
use crate::problem::Problem;
use crate::yaml::Tree;

section! {
    /// What a container asks for and may use.
    pub struct Resources {
        /// The most it may use.
        pub limits: map::Amounts = "limits",
        /// What it is sure to get.
        pub requests: map::Amounts = "requests",
    }
}

section! {
    /// A key of a Secret.
    pub struct SecretKey {
        /// The Secret's name.
        pub secret: Leaf<String> = "secret" is Object,
        /// The key.
        pub key: Leaf<String> = "key",
    }
}

section! {
    /// Where images are pulled from, in place of the registries in their names. Not of the chart.
    pub struct Images {
        /// The registry of all images that no rule fits.
        pub registry: Leaf<String> = "registry" is Registry,
        /// Beginnings of names, and what takes their place.
        pub rewrite: map::Texts = "rewrite",
    }
}

section! {
    /// When a container counts as alive or started. What is absent is left to Kubernetes.
    pub struct Probe {
        /// Seconds before the first probe.
        pub initial_delay_seconds: Leaf<i64> = "initialDelaySeconds",
        /// Seconds between probes.
        pub period_seconds: Leaf<i64> = "periodSeconds",
        /// Seconds until a probe counts as failed.
        pub timeout_seconds: Leaf<i64> = "timeoutSeconds",
        /// Failures until something is done.
        pub failure_threshold: Leaf<i64> = "failureThreshold",
    }
}

section! {
    /// When a container counts as ready. What is absent is left to Kubernetes.
    pub struct ReadinessProbe {
        /// Seconds before the first probe.
        pub initial_delay_seconds: Leaf<i64> = "initialDelaySeconds",
        /// Seconds between probes.
        pub period_seconds: Leaf<i64> = "periodSeconds",
        /// Seconds until a probe counts as failed.
        pub timeout_seconds: Leaf<i64> = "timeoutSeconds",
        /// Failures until the container gets no more traffic.
        pub failure_threshold: Leaf<i64> = "failureThreshold",
        /// Successes until it gets traffic again.
        pub success_threshold: Leaf<i64> = "successThreshold",
    }
}

impl ReadinessProbe {
    /// What it has in common with the other probes.
    pub fn common(&self) -> Probe {
        Probe {
            initial_delay_seconds: self.initial_delay_seconds.clone(),
            period_seconds: self.period_seconds.clone(),
            timeout_seconds: self.timeout_seconds.clone(),
            failure_threshold: self.failure_threshold.clone(),
        }
    }
}

section! {
    /// A taint that a pod bears.
    pub struct Toleration {
        /// The taint's key; absent means every key.
        pub key: Leaf<String> = "key",
        /// How key and value are compared.
        pub operator: Leaf<TolerationOperator> = "operator",
        /// The taint's value.
        pub value: Leaf<String> = "value",
        /// The taint's effect; absent means every effect.
        pub effect: Leaf<TaintEffect> = "effect",
        /// Seconds until it is no longer borne.
        pub toleration_seconds: Leaf<i64> = "tolerationSeconds",
    }
}

section! {
    /// Names for an address, for the pod's own hosts file.
    pub struct HostAlias {
        /// The address.
        pub ip: Leaf<String> = "ip",
        /// Its names.
        pub hostnames: Texts = "hostnames",
    }
}

section! {
    /// How a Deployment replaces its pods.
    pub struct Strategy {
        /// Its kind.
        pub kind: Leaf<StrategyType> = "type",
        /// How many at a time.
        pub rolling_update: Option<RollingUpdate> = "rollingUpdate",
    }
}

section! {
    /// How many pods a rolling update touches at a time: numbers, or percentages.
    pub struct RollingUpdate {
        /// How many may be missing.
        pub max_unavailable: Leaf<IntOrPercent> = "maxUnavailable",
        /// How many more there may be.
        pub max_surge: Leaf<IntOrPercent> = "maxSurge",
    }
}

section! {
    /// Which volumes a claim may be bound to.
    pub struct Selector {
        /// Labels that they must carry.
        pub match_labels: map::Texts = "matchLabels",
        /// Conditions on their labels.
        pub match_expressions: Vec<Requirement> = "matchExpressions",
    }
}

section! {
    /// A condition on a label.
    pub struct Requirement {
        /// The label.
        pub key: Leaf<String> = "key",
        /// The comparison.
        pub operator: Leaf<SelectorOperator> = "operator",
        /// What it is compared with.
        pub values: Texts = "values",
    }
}

section! {
    /// A claim that exists already, mounted in all of Alluxio's containers.
    pub struct Mount {
        /// The claim.
        pub name: Leaf<String> = "name" is Object,
        /// Where it is mounted.
        pub path: Leaf<String> = "path" is Absolute,
        /// Not carried out (D-100).
        pub read_only: NoEffect = "readOnly",
        /// Not carried out (D-100).
        pub sub_path: NoEffect = "subPath",
    }
}

/// A number or a percentage, as Kubernetes' IntOrString has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntOrPercent {
    /// A number.
    Int(i64),
    /// A percentage, such as `25%`.
    Percent(String),
}

impl IntOrPercent {
    /// The number, of pods or of hundredths; nothing if it is too large for one.
    pub fn number(&self) -> Option<i64> {
        match self {
            IntOrPercent::Int(number) => Some(*number),
            IntOrPercent::Percent(text) => text.trim_end_matches('%').parse().ok(),
        }
    }
}

impl From<&IntOrPercent> for Tree {
    fn from(value: &IntOrPercent) -> Tree {
        match value {
            IntOrPercent::Int(number) => Tree::Number(number.to_string()),
            IntOrPercent::Percent(text) => Tree::Text(text.clone()),
        }
    }
}

impl super::scalar::Scalar for IntOrPercent {
    const NOUN: &'static str = "a whole number or a percentage";

    fn shape() -> Shape {
        Shape::WholeOrPercent
    }

    fn parse(node: &crate::yaml::Node) -> Option<Self> {
        if let Some(number) = i64::parse(node) {
            return (number >= 0).then_some(IntOrPercent::Int(number));
        }
        let text = String::parse(node)?;
        let digits = text.strip_suffix('%')?;
        let whole = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        whole.then_some(IntOrPercent::Percent(text))
    }
}

/// A value that the chart declares or documents and that changes nothing: known, and warned about where it is set.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoEffect;

impl Read for NoEffect {
    fn shape() -> Shape {
        Shape::Either(Vec::new())
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        let Some(node) = at.present() else { return NoEffect };
        let default = node.beats.as_deref().filter(|node| !node.is_null());
        if reader.set_by_user(node) && default.is_none_or(|default| Tree::from(default) != Tree::from(node)) {
            reader.problems.push(
                Problem::warning(format!("`{}` has no effect, found {}", at.path, found(node)))
                    .at(node.span)
                    .coded(UNREAD)
                    .help("remove it"),
            );
        }
        NoEffect
    }
}

section! {
    /// The ports of a master, of a job master, or of a worker.
    pub struct MasterPorts {
        /// Remote calls.
        pub rpc: Leaf<Port> = "rpc" never null,
        /// The web interface.
        pub web: Leaf<Port> = "web" never null,
        /// The embedded journal's own traffic.
        pub embedded: Leaf<Port> = "embedded" never null,
    }
}

section! {
    /// The ports of a worker.
    pub struct WorkerPorts {
        /// Remote calls.
        pub rpc: Leaf<Port> = "rpc" never null,
        /// The web interface.
        pub web: Leaf<Port> = "web" never null,
    }
}

section! {
    /// The ports of a job worker.
    pub struct JobWorkerPorts {
        /// Remote calls.
        pub rpc: Leaf<Port> = "rpc" never null,
        /// Data.
        pub data: Leaf<Port> = "data" never null,
        /// The web interface.
        pub web: Leaf<Port> = "web" never null,
    }
}
