//! AXG601 to 606: claims, and the volumes that they need.

use crate::facts::logserver::strategy_type;
use crate::facts::names::Names;
use crate::facts::{fuse, master_enabled, master_numbers, needs_journal, volumes, worker_enabled};
use crate::lint::tiers::dirs;
use crate::lint::{Context, Findings, Rule, found};
use crate::model::Values;
use crate::model::choices::{AccessMode, LogVolume, MasterVolume, SocketVolume, StrategyType, TierVolume};
use crate::model::list::Choices;
use crate::model::scalar::Leaf;
use crate::problem::Severity::{Advice, Warning};
use crate::source::Span;

const BASIC: &str = "Deploy Alluxio on Kubernetes, \"Basic Setup\"";
const LOGGING: &str = "Deploy Alluxio on Kubernetes, \"Enable remote logging\"";
const SHORT_CIRCUIT: &str = "Deploy Alluxio on Kubernetes, \"Enable Short-circuit Access\"";
const STORAGE: &str = "Deploy Alluxio on Kubernetes, \"Deploy: Configuration\"";
const VOLUMES: &str = "Kubernetes documentation, \"Persistent Volumes\"";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG601",
        severity: Advice,
        title: "claim with the default storage class",
        why: "a claim stays Pending until a volume of its class exists or is provisioned, and so do its pods; set a storage class that the cluster has",
        see: BASIC,
        fix: "journal:\n  storageClass: fast\nlogserver:\n  storageClass: fast\n",
        check: default_class,
    },
    Rule {
        code: "AXG602",
        severity: Advice,
        title: "claim that selects a volume by label",
        why: "volumes are never provisioned dynamically for a claim with a selector: create a volume with these labels; for workers, of type hostPath or local",
        see: SHORT_CIRCUIT,
        fix: "shortCircuit:\n  volumeType: hostPath\nlogserver:\n  selector:\n",
        check: labelled_volume,
    },
    Rule {
        code: "AXG603",
        severity: Advice,
        title: "claim that is mounted but not in the manifests",
        why: "pods stay Pending until the claim exists; all pods share it, so its volume must be of type hostPath or local, or support ReadWriteMany",
        see: STORAGE,
        fix: super::folders::ON_NODE,
        check: claim_of_the_users,
    },
    Rule {
        code: "AXG604",
        severity: Advice,
        title: "ReadWriteOnce claim shared by pods on several nodes",
        why: "such a volume can be attached to only one node; only volume types that are not attached, hostPath and local, work for the pods of a DaemonSet",
        see: VOLUMES,
        fix: "shortCircuit:\n  volumeType: hostPath\n",
        check: shared_by_nodes,
    },
    Rule {
        code: "AXG605",
        severity: Warning,
        title: "rolling update of a log server with a ReadWriteOnce claim",
        why: "the new pod starts while the old one still has the volume; on another node, it waits forever",
        see: LOGGING,
        fix: "logserver:\n  strategy:\n    type: Recreate\n    rollingUpdate:\n",
        check: rolling_log_server,
    },
    Rule {
        code: "AXG606",
        severity: Warning,
        title: "log server that may not be able to write to its claim",
        why: "its pod has no fsGroup, and a new volume usually belongs to root",
        see: LOGGING,
        fix: "user: 0\ngroup: 0\nfsGroup: 0\n",
        check: no_fs_group,
    },
];

/// The access modes in words.
fn modes(modes: &Choices<AccessMode>) -> String {
    modes.list.iter().map(|mode| mode.as_str()).collect::<Vec<_>>().join(", ")
}

/// `alluxio-journal-alluxio-master-0 to -2`: the claims of a template.
fn template_claims(context: &Context<'_>, template: &str) -> String {
    let first = format!("{template}-{}-0", Names::new(context.values, context.target).of("master"));
    match master_numbers(context.values).last() {
        Some(last) if last > 0 => format!("{first} to -{last}"),
        _ => first,
    }
}

/// A claim that is made: what it is for, its name, and what its volume has to be.
struct Claim<'a> {
    path: &'static str,
    name: String,
    size: &'a str,
    modes: &'a Choices<AccessMode>,
    class: &'a Leaf<String>,
    place: Option<Span>,
}

impl Claim<'_> {
    fn words(&self) -> String {
        let class = self.class.filled().map_or_else(|| "no class".to_owned(), |class| format!("class `{class}`"));
        format!("{}, {class}, {}", self.size, modes(self.modes))
    }
}

/// The claims that masters and log server make.
fn claims<'a>(context: &Context<'a>) -> Vec<Claim<'a>> {
    let values = context.values;
    let (journal, logserver) = (&values.journal, &values.logserver);
    let mut out = Vec::new();
    let has_journal = master_enabled(values) && needs_journal(values);
    if has_journal && journal.volume_type.value == Some(MasterVolume::Claim) {
        out.push(Claim {
            path: "journal",
            name: template_claims(context, "alluxio-journal"),
            size: journal.size.filled().unwrap_or(""),
            modes: &journal.access_modes,
            class: &journal.storage_class,
            place: journal.storage_class.place.or(journal.volume_type.place),
        });
    }
    let metastore = values.metastore.as_ref().filter(|_| master_enabled(values));
    if let Some(metastore) = metastore.filter(|it| it.volume_type.value == Some(MasterVolume::Claim)) {
        out.push(Claim {
            path: "metastore",
            name: template_claims(context, "alluxio-metastore"),
            size: metastore.size.filled().unwrap_or(""),
            modes: &metastore.access_modes,
            class: &metastore.storage_class,
            place: metastore.storage_class.place.or(metastore.volume_type.place),
        });
    }
    if logserver.enabled.or(false) && logserver.volume_type.value == Some(LogVolume::Claim) {
        out.push(Claim {
            path: "logserver",
            name: logserver.pvc_name.text().to_owned(),
            size: logserver.size.filled().unwrap_or(""),
            modes: &logserver.access_modes,
            class: &logserver.storage_class,
            place: logserver.storage_class.place.or(logserver.volume_type.place),
        });
    }
    out
}

/// A class that the user names is one that the cluster has, as far as can be known.
fn default_class(context: &Context<'_>, findings: &mut Findings) {
    for claim in claims(context).into_iter().filter(|claim| !(claim.class.set && claim.class.filled().is_some())) {
        let message = format!("`{}` needs a volume: {}", claim.name, claim.words());
        let fix = format!("{}:\n  storageClass: ...\n", claim.path);
        findings.push(found(message, claim.place).note(VOLUMES_ARE_PRINTED).help(fix));
    }
}

/// Whether pods mount the claim of the domain socket.
fn has_socket_claim(values: &Values) -> bool {
    volumes::needs_socket(values)
        && values.short_circuit.volume_type.value == Some(SocketVolume::Claim)
        && (worker_enabled(values) || fuse::enabled(values))
}

fn labelled_volume(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    if has_socket_claim(values) {
        let socket = &values.short_circuit;
        let labels = Names::new(values, context.target).labels_of("alluxio-worker");
        let labels = labels.iter().filter(|(key, _)| ["app", "release", "heritage", "role"].contains(key));
        let labels: Vec<String> = labels.map(|(key, text)| format!("{key}={text}")).collect();
        let class = socket.storage_class.text();
        let message = format!(
            "`{}` needs a volume with the labels {}: {}, class `{class}`, {}",
            socket.pvc_name.text(),
            labels.join(", "),
            socket.size.filled().unwrap_or(""),
            modes(&socket.access_modes)
        );
        let place = socket.volume_type.place;
        let finding = found(message, place).note(VOLUMES_ARE_PRINTED);
        findings.push(finding.help("shortCircuit:\n  volumeType: hostPath\n"));
    }
    let logs = claims(context).into_iter().find(|claim| claim.path == "logserver");
    let selector = values.logserver.selector.as_ref();
    let selector = selector.filter(|it| !it.match_labels.0.is_empty() || !it.match_expressions.is_empty());
    if let (Some(claim), Some(selector)) = (logs, selector) {
        let labels: Vec<String> =
            selector.match_labels.0.iter().map(|pair| format!("{}={}", pair.name, pair.text)).collect();
        let with = if labels.is_empty() { "the selected labels".to_owned() } else { labels.join(", ") };
        let first = selector.match_labels.0.first().map(|pair| pair.key);
        let place = first.or_else(|| selector.match_expressions.first().and_then(|it| it.key.place));
        let message = format!("`{}` needs a volume with the labels {with}: {}", claim.name, claim.words());
        let finding = found(message, place).note(VOLUMES_ARE_PRINTED);
        findings.push(finding.help("logserver:\n  selector:\n"));
    }
}

/// What makes the volumes that claims wait for.
const VOLUMES_ARE_PRINTED: &str = "`alluxio-gen provision volumes` prints the volume";

const MAKE_IT: &str =
    "create the claim, for example with `alluxio-gen provision claims`, and allow the rule on this line";

fn claim_of_the_users(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    let namespace = context.target.namespace.as_deref().map(|name| format!(" in {name}")).unwrap_or_default();
    let tiers = dirs(values);
    for dir in tiers.iter().filter(|dir| dir.kind() == TierVolume::Claim && worker_enabled(values)) {
        let size = dir.quota.map(|quota| format!(" of at least {quota}")).unwrap_or_default();
        let message =
            format!("tier {} needs the claim `{}`{namespace}{size}, on every worker", dir.number(), dir.claim);
        findings.push(found(message, dir.level.name.place).help(MAKE_IT));
    }
    for mount in &values.mounts {
        let message =
            format!("`mounts` needs the claim `{}`{namespace}, in masters, workers and log server", mount.name.text());
        findings.push(found(message, mount.name.place).help(MAKE_IT));
    }
}

/// Whether one node alone may write.
fn once(modes: &Choices<AccessMode>) -> bool {
    !modes.list.iter().any(|mode| matches!(mode, AccessMode::ReadWriteMany))
}

fn shared_by_nodes(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    let socket = &values.short_circuit;
    if has_socket_claim(values) && once(&socket.access_modes) {
        let who = match (worker_enabled(values), fuse::enabled(values)) {
            (true, true) => "all workers and FUSE daemons",
            (true, false) => "all workers",
            _ => "all FUSE daemons",
        };
        let message = format!("`{}` has {}, but {who} mount it", socket.pvc_name.text(), modes(&socket.access_modes));
        findings.push(found(message, socket.access_modes.place));
    }
}

fn rolling_log_server(context: &Context<'_>, findings: &mut Findings) {
    let logserver = &context.values.logserver;
    let on_claim = logserver.enabled.or(false) && logserver.volume_type.value == Some(LogVolume::Claim);
    // Without a strategy, or without its type, a Deployment rolls.
    let kind = logserver.strategy.as_ref().and_then(strategy_type).unwrap_or(StrategyType::RollingUpdate);
    if on_claim && once(&logserver.access_modes) && kind == StrategyType::RollingUpdate {
        let strategy = logserver.strategy.as_ref();
        let update = strategy.and_then(|it| it.rolling_update.as_ref());
        let update = update.and_then(|it| it.max_surge.place.or(it.max_unavailable.place));
        let kind = strategy.filter(|it| it.kind.set).and_then(|it| it.kind.place);
        let place = kind.or(update).or(logserver.enabled.place);
        let message =
            format!("the log server has rolling updates, but its claim has {}", modes(&logserver.access_modes));
        findings.push(found(message, place));
    }
}

fn no_fs_group(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    let Some(user) = values.user.value.filter(|user| *user != 0) else { return };
    if values.logserver.enabled.or(false) && values.logserver.volume_type.value == Some(LogVolume::Claim) {
        let message = format!("the log server writes to `{}` as user {user}", values.logserver.pvc_name.text());
        findings.push(found(message, values.logserver.enabled.place));
    }
}
