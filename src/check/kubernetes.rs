//! What the API server of Kubernetes refuses: names, labels, placement, probes (D-121).

use super::{Checker, masters, workers};
use crate::facts::{fuse, units, volumes};
use crate::model::choices::{LogVolume, SelectorOperator, SocketVolume, TaintEffect, TolerationOperator};
use crate::model::map;
use crate::model::pod::{Probe, ReadinessProbe, Selector, Toleration};
use crate::model::scalar::Leaf;
use crate::names;
use crate::problem::Problem;
use crate::source::Span;
use std::net::IpAddr;

impl Checker<'_> {
    /// The name of a claim that is rendered or mounted.
    pub(super) fn claim_name(&mut self, path: &str, leaf: &Leaf<String>) {
        match leaf.filled() {
            None => self.required(path, leaf),
            Some(name) => {
                if let Some(rule) = names::broken_subdomain(name) {
                    self.refuse(
                        format!("`{path}` cannot be {name:?}: {rule}"),
                        leaf.place,
                        "give the claim another name",
                    );
                }
            }
        }
    }

    /// Claims that are rendered need names of their own.
    pub(super) fn claims(&mut self) {
        let values = self.values;
        let (short_circuit, logserver) = (&values.short_circuit, &values.logserver);
        let socket = volumes::needs_socket(values)
            && short_circuit.volume_type.value == Some(SocketVolume::Claim)
            && (workers(values) || fuse::enabled(values));
        let logs = logserver.enabled.or(false) && logserver.volume_type.value == Some(LogVolume::Claim);
        let (client, fixed) = (Leaf::from("alluxio-pvc"), Leaf::from(self.version.static_claim));
        let has_client = values.csi.client_enabled.or(false);
        let two_names = client.text() != fixed.text();
        let claims: Vec<(&str, &Leaf<String>)> = [
            (socket, "`shortCircuit.pvcName`", &short_circuit.pvc_name),
            (logs, "`logserver.pvcName`", &logserver.pvc_name),
            (has_client, "the claim of the CSI client", &client),
            (has_client && two_names, "the static claim of the CSI client", &fixed),
        ]
        .into_iter()
        .filter_map(|(on, path, leaf)| on.then_some((path, leaf)))
        .collect();
        for (index, (path, leaf)) in claims.iter().enumerate() {
            let Some((first, other)) = claims[..index].iter().find(|(_, other)| other.text() == leaf.text()) else {
                continue;
            };
            let (path, leaf, first, other) =
                if leaf.set { (path, *leaf, first, *other) } else { (first, *other, path, *leaf) };
            let problem =
                Problem::error(format!("{path} names a PersistentVolumeClaim `{}`, and so does {first}", leaf.text()))
                    .at(leaf.place);
            let problem = problem.help("give each claim its own name");
            self.problems.push(match other.place {
                Some(place) => problem.note_at("the other one is here", place),
                None => problem,
            });
        }
    }

    /// An image: there, and without blanks at its ends.
    pub(super) fn image(&mut self, path: &str, leaf: &Leaf<String>) {
        self.required(path, leaf);
        if leaf.text().contains(char::is_whitespace) {
            let message = format!("`{path}` must be an image without spaces, found {:?}", leaf.text());
            self.doubt(message, leaf.place, "write it as `registry/name`");
        }
    }

    /// The tag of an image, which may be left out.
    pub(super) fn image_tag(&mut self, path: &str, leaf: &Leaf<String>) {
        if leaf.text().contains(char::is_whitespace) {
            let message = format!("`{path}` must be a tag without spaces, found {:?}", leaf.text());
            self.doubt(message, leaf.place, "write only the tag");
        }
    }

    /// The name of a service account, where one is given.
    pub(super) fn service_account(&mut self, path: &str, leaf: &Leaf<String>) {
        self.optional_name(path, leaf, "give the account's name");
    }

    /// The name of a storage class, where one is given.
    pub(super) fn storage_class(&mut self, path: &str, leaf: &Leaf<String>) {
        self.optional_name(path, leaf, "give the class's name");
    }

    /// The name of something that exists already.
    pub(super) fn outside_name(&mut self, path: &str, leaf: &Leaf<String>) {
        self.required(path, leaf);
        self.optional_name(path, leaf, "give the name that it has in the cluster");
    }

    /// The names of several things that exist already, out of one text.
    pub(super) fn outside_names(&mut self, path: &str, names: &[&str], place: Option<Span>) {
        for name in names {
            if let Some(rule) = names::broken_subdomain(name) {
                self.refuse(
                    format!("`{path}` cannot be {name:?}: {rule}"),
                    place,
                    "give the name that it has in the cluster",
                );
            }
        }
    }

    fn optional_name(&mut self, path: &str, leaf: &Leaf<String>, help: &str) {
        if let Some(rule) = leaf.filled().and_then(names::broken_subdomain) {
            self.refuse(format!("`{path}` cannot be {:?}: {rule}", leaf.text()), leaf.place, help);
        }
    }

    /// Where a component's pods may run.
    pub(super) fn placement(&mut self, section: &str, node_selector: &map::Texts, tolerations: &[Toleration]) {
        self.labels(&format!("{section}.nodeSelector"), node_selector);
        self.tolerations(&format!("{section}.tolerations"), tolerations);
    }

    /// Labels: qualified names, and short texts.
    pub(super) fn labels(&mut self, path: &str, labels: &map::Texts) {
        for pair in &labels.0 {
            self.key(path, pair, &pair.name);
        }
        for pair in &labels.0 {
            let rule = if pair.text.is_empty() { None } else { names::broken_label(&pair.text) };
            if let Some(rule) = rule {
                let message = format!("`{path}.{}` cannot be {:?}: {rule}", pair.name.replace('.', "\\."), pair.text);
                self.refuse(message, Some(pair.place), "write the label's value as it is on the object");
            }
        }
    }

    /// Annotations: qualified names whose case does not matter, and any text.
    pub(super) fn annotations(&mut self, path: &str, annotations: &map::Texts) {
        for pair in &annotations.0 {
            self.key(path, pair, &pair.name.to_ascii_lowercase());
        }
    }

    fn key(&mut self, path: &str, pair: &map::Pair, key: &str) {
        if let Some(rule) = names::broken_qualified(key) {
            let message = format!("`{path}` cannot have the key {:?}: {rule}", pair.name);
            self.refuse(message, Some(pair.key), "correct the key");
        }
    }

    /// Tolerations whose parts fit together.
    pub(super) fn tolerations(&mut self, path: &str, tolerations: &[Toleration]) {
        for (index, toleration) in tolerations.iter().enumerate() {
            let path = format!("{path}[{index}]");
            let exists = toleration.operator.value == Some(TolerationOperator::Exists);
            if let Some(rule) = toleration.key.filled().and_then(names::broken_qualified) {
                let message = format!("`{path}.key` cannot be {:?}: {rule}", toleration.key.text());
                self.refuse(message, toleration.key.place, "write the taint's key");
            }
            if toleration.key.filled().is_none() && !exists {
                let message = format!("`{path}.key` is required unless the operator is `Exists`");
                self.refuse(message, toleration.key.place, "give the taint's key, or write `operator: Exists`");
            }
            if exists && toleration.value.filled().is_some() {
                let message = format!("`{path}.value` is not allowed with the operator `Exists`");
                self.refuse(message, toleration.value.place, "remove it, or write `operator: Equal`");
            }
            if let Some(rule) = toleration.value.filled().filter(|_| !exists).and_then(names::broken_label) {
                let message = format!("`{path}.value` cannot be {:?}: {rule}", toleration.value.text());
                self.refuse(message, toleration.value.place, "write the taint's value");
            }
            if toleration.toleration_seconds.value.is_some() && toleration.effect.value != Some(TaintEffect::NoExecute)
            {
                let message = format!("`{path}.tolerationSeconds` needs the effect `NoExecute`");
                self.refuse(message, toleration.toleration_seconds.place, "write `effect: NoExecute`, or remove it");
            }
        }
    }

    /// Lines of the hosts file: an address, and at least one name.
    pub(super) fn host_aliases(&mut self) {
        if !masters(self.values) && !workers(self.values) {
            return;
        }
        for (index, alias) in self.values.host_aliases.iter().enumerate() {
            let path = format!("hostAliases[{index}]");
            self.required(&format!("{path}.ip"), &alias.ip);
            if let Some(ip) = alias.ip.filled().filter(|ip| !is_address(ip)) {
                let message = format!("`{path}.ip` must be an IP address, found {ip:?}");
                self.refuse(message, alias.ip.place, "write an address such as `10.0.0.1`");
            }
            if alias.hostnames.0.is_empty() && !self.problems.refused_within(&format!("{path}.hostnames")) {
                let message = format!("`{path}.hostnames` is empty");
                self.doubt(message, alias.ip.place, "list at least one host name for the address");
            }
            for name in &alias.hostnames.0 {
                if let Some(rule) = names::broken_subdomain(&name.text) {
                    let message = format!("`{path}.hostnames` cannot have {:?}: {rule}", name.text);
                    self.refuse(message, Some(name.place), "write the host's name in lower case");
                }
            }
        }
    }

    /// A selector of volumes.
    pub(super) fn selector(&mut self, path: &str, selector: &Selector) {
        self.labels(&format!("{path}.matchLabels"), &selector.match_labels);
        for (index, requirement) in selector.match_expressions.iter().enumerate() {
            let path = format!("{path}.matchExpressions[{index}]");
            self.required(&format!("{path}.key"), &requirement.key);
            if let Some(rule) = requirement.key.filled().and_then(names::broken_qualified) {
                let message = format!("`{path}.key` cannot be {:?}: {rule}", requirement.key.text());
                self.refuse(message, requirement.key.place, "write the label's key");
            }
            for value in requirement.values.0.iter().filter(|value| !value.text.is_empty()) {
                if let Some(rule) = names::broken_label(&value.text) {
                    let message = format!("`{path}.values` cannot have {:?}: {rule}", value.text);
                    self.refuse(message, Some(value.place), "write the label's value as it is on the object");
                }
            }
            self.chosen(
                &format!("{path}.operator"),
                &requirement.operator,
                "`In`, `NotIn`, `Exists` or `DoesNotExist`",
            );
            let Some(operator) = requirement.operator.value else { continue };
            let compares = matches!(operator, SelectorOperator::In | SelectorOperator::NotIn);
            if compares == requirement.values.0.is_empty() {
                let wants = if compares { "needs values" } else { "has no values" };
                let message = format!("`{path}.operator` is `{}`, which {wants}", operator.as_str());
                self.refuse(message, requirement.operator.place, "add or remove `values`, or choose another operator");
            }
        }
    }

    /// The size of a claim, of which the server refuses 0.
    pub(super) fn some(&mut self, path: &str, size: Option<&str>, place: Option<Span>) {
        if size.and_then(|text| units::amount(&units::quota_for_kubernetes(text))) == Some(0.0) {
            self.refuse(
                format!("`{path}` is 0, and a claim must request more than that"),
                place,
                "give a size such as `4Gi`",
            );
        }
    }

    /// A probe that may be slow or fast, but not negative.
    pub(super) fn probe(&mut self, path: &str, probe: &Option<Probe>) {
        let Some(probe) = probe else { return };
        self.counts(
            path,
            [
                ("initialDelaySeconds", &probe.initial_delay_seconds),
                ("periodSeconds", &probe.period_seconds),
                ("timeoutSeconds", &probe.timeout_seconds),
                ("failureThreshold", &probe.failure_threshold),
            ],
        );
    }

    /// The same for the one probe that also counts successes. None at all the server takes for one.
    pub(super) fn readiness(&mut self, path: &str, probe: &Option<ReadinessProbe>) {
        let Some(probe) = probe else { return };
        self.probe(path, &Some(probe.common()));
        if probe.success_threshold.value == Some(0) {
            let message = format!("`{path}.successThreshold` is 0, which Kubernetes treats as 1");
            self.doubt(message, probe.success_threshold.place, "write 1, or remove it");
        }
        self.counts(path, [("successThreshold", &probe.success_threshold)]);
    }

    fn counts<const N: usize>(&mut self, path: &str, counts: [(&str, &Leaf<i64>); N]) {
        for (key, leaf) in counts {
            if let Some(number) = leaf.value.filter(|number| i32::try_from(*number).map_or(true, |small| small < 0)) {
                let message = format!("`{path}.{key}` must be a number from 0 to {}, found {number}", i32::MAX);
                self.refuse(message, leaf.place, "write a number of seconds or of attempts");
            }
        }
    }
}

/// An address as the server takes it: neither with leading zeros nor one of IPv4 in the clothes of IPv6.
fn is_address(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok_and(|address| match address {
        IpAddr::V4(_) => true,
        IpAddr::V6(address) => address.to_ipv4_mapped().is_none(),
    })
}
