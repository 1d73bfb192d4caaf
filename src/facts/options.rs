//! The option lists of the JVMs, as the ConfigMap carries them (chart.md 3.1).

use super::credentials::{self, Readers};
use super::names::Names;
use super::volumes::{SOCKET_PATH, needs_socket, parts};
use super::{embedded_ha, fuse, master_numbers, metrics, units};
use crate::model::Values;
use crate::model::choices::JournalType;
use crate::model::list::Words;
use crate::model::map::{Pair, Properties};
use crate::model::scalar::{Leaf, Port};
use crate::version::Version;

/// An option list in the making. A computed option is left out where the user sets the same property (D-83).
struct Options<'a> {
    values: &'a Values,
    list: Vec<String>,
    users: Vec<&'a Properties>,
}

impl<'a> Options<'a> {
    fn new(values: &'a Values, users: impl IntoIterator<Item = &'a Properties>) -> Self {
        Options { values, list: Vec::new(), users: users.into_iter().collect() }
    }

    fn computed(&mut self, name: &str, value: impl AsRef<str>) {
        if !self.users.iter().any(|user| user.set(name)) {
            self.list.push(option(name, value.as_ref()));
        }
    }

    fn computed_port(&mut self, name: &str, port: &Leaf<Port>) {
        if let Some(Port(port)) = port.value {
            self.computed(name, port.to_string());
        }
    }

    fn properties(&mut self, properties: &Properties) {
        // A credential that stands in a file must not stand here: the option would win.
        let shown = properties.0.iter().filter(|pair| !credentials::hides(self.values, &pair.name, &pair.text));
        self.list.extend(shown.map(|Pair { name, text, .. }| option(name, text)));
    }

    fn words(&mut self, words: &Words) {
        let words = words.0.iter().map(|word| credentials::without(self.values, &word.text));
        // An item of blanks alone is no option, and would leave blanks at the end.
        self.list.extend(words.filter(|word| !word.trim().is_empty()).map(std::borrow::Cow::into_owned));
    }

    /// Credentials that are keys of Secrets, for these readers.
    fn credentials(&mut self, readers: &[Readers]) {
        self.list.extend(credentials::options(self.values, readers));
    }

    fn join(self) -> String {
        self.list.join(" ")
    }
}

/// A property as an option. There are dozens of them, and without formatting they take a fifth of the time.
fn option(name: &str, text: &str) -> String {
    ["-D", name, "=", text].concat()
}

/// `ALLUXIO_JAVA_OPTS`: what all components have in common.
pub fn common(values: &Values, names: &Names, version: &Version) -> String {
    let mut options = Options::new(values, [&values.properties]);
    if version.hub {
        options.computed("alluxio.hub.agent.rpc.hostname", "${ALLUXIO_HUB_AGENT_RPC_HOSTNAME}");
    }
    if values.master.count.value == Some(1) {
        options.computed("alluxio.master.hostname", names.of("master-0"));
    }
    let kind = values.journal.kind.or(JournalType::Ufs).as_str();
    options.computed("alluxio.master.journal.type", kind);
    options.computed("alluxio.master.journal.folder", values.journal.folder.text());
    if embedded_ha(values) {
        options.computed("alluxio.master.embedded.journal.addresses", journal_addresses(values, names));
    }
    for (name, _, port) in changed_ports(values).filter(|_| version.tells_ports) {
        options.computed_port(name, port);
    }
    options.properties(&hub_hostname(values, names));
    options.credentials(&[Readers::All]);
    options.words(&values.jvm_options);
    if values.metrics.enabled.or(false) {
        options.computed("alluxio.metrics.conf.file", format!("{}/metrics.properties", metrics::FOLDER));
    }
    options.join()
}

fn journal_addresses(values: &Values, names: &Names) -> String {
    let Port(port) = values.master.ports.embedded.or(Port(0));
    let address = |index| format!("{}:{port}", names.of(&format!("master-{index}")));
    master_numbers(values).map(address).collect::<Vec<_>>().join(",")
}

/// The processes know their ports' defaults; only others have to be passed (D-71, D-72).
///
/// Each with its property, the path of its value, and the port.
pub fn changed_ports(values: &Values) -> impl Iterator<Item = (&'static str, &'static str, &Leaf<Port>)> {
    let (master, job) = (&values.master.ports, &values.job_master.ports);
    let ports = [
        ("alluxio.master.rpc.port", "master.ports.rpc", &master.rpc, 19998),
        ("alluxio.master.web.port", "master.ports.web", &master.web, 19999),
        ("alluxio.master.embedded.journal.port", "master.ports.embedded", &master.embedded, 19200),
        ("alluxio.job.master.rpc.port", "jobMaster.ports.rpc", &job.rpc, 20001),
        ("alluxio.job.master.web.port", "jobMaster.ports.web", &job.web, 20002),
        ("alluxio.job.master.embedded.journal.port", "jobMaster.ports.embedded", &job.embedded, 20003),
    ];
    let is_changed = |port: &Leaf<Port>, default| port.value.is_some_and(|port| port != Port(default));
    let changed = ports.into_iter().filter(move |(_, _, port, default)| is_changed(port, *default));
    changed.map(|(name, path, port, _)| (name, path, port))
}

/// With the hub on, the agents find its manager under the name that its Service has (D-97).
fn hub_hostname(values: &Values, names: &Names) -> Properties {
    let mut properties = values.properties.clone();
    if values.hub.enabled.or(false) {
        let ours = |pair: &&mut Pair| !pair.set && pair.name == "alluxio.hub.manager.rpc.hostname";
        if let Some(pair) = properties.0.iter_mut().find(ours) {
            pair.text = names.of("hub");
        }
    }
    properties
}

/// `ALLUXIO_MASTER_JAVA_OPTS`.
pub fn master(values: &Values) -> String {
    let own = &values.master.properties;
    of_master(values, own, &values.master.jvm_options, &[Readers::Master, Readers::Journal])
}

/// `ALLUXIO_JOB_MASTER_JAVA_OPTS`.
pub fn job_master(values: &Values) -> String {
    let own = &values.job_master.properties;
    of_master(values, own, &values.job_master.jvm_options, &[Readers::Journal])
}

fn of_master(values: &Values, own: &Properties, jvm_options: &Words, readers: &[Readers]) -> String {
    let mut options = Options::new(values, [&values.properties, own]);
    options.computed("alluxio.master.hostname", "${ALLUXIO_MASTER_HOSTNAME}");
    options.properties(own);
    options.credentials(readers);
    options.words(jvm_options);
    options.join()
}

/// `ALLUXIO_WORKER_JAVA_OPTS`.
pub fn worker(values: &Values, version: &Version) -> String {
    let worker = &values.worker;
    let mut options = Options::new(values, [&values.properties, &worker.properties]);
    options.computed("alluxio.worker.hostname", "${ALLUXIO_WORKER_HOSTNAME}");
    options.computed_port("alluxio.worker.rpc.port", &worker.ports.rpc);
    options.computed_port("alluxio.worker.web.port", &worker.ports.web);
    if worker.fuse_enabled.or(false) {
        options.users.push(&values.fuse.properties);
        worker_fuse(values, version, &mut options);
    }
    if !values.short_circuit.enabled.or(false) {
        options.computed("alluxio.user.short.circuit.enabled", "false");
    }
    if needs_socket(values) {
        options.computed("alluxio.worker.data.server.domain.socket.address", SOCKET_PATH);
        options.computed("alluxio.worker.data.server.domain.socket.as.uuid", "true");
    }
    if !worker.host_network.or(false) {
        options.computed("alluxio.worker.container.hostname", "${ALLUXIO_WORKER_CONTAINER_HOSTNAME}");
    }
    let requests = worker.resources.as_ref().map(|resources| resources.requests.0.as_slice()).unwrap_or_default();
    if let Some(memory) = requests.iter().find(|pair| pair.name == "memory") {
        options.computed("alluxio.worker.ramdisk.size", units::for_alluxio(&memory.text, version));
    }
    tiers(values, version, &mut options);
    options.properties(&worker.properties);
    options.words(&worker.jvm_options);
    options.join()
}

/// FUSE inside the worker: its options, then the properties and JVM options that a FUSE of its own would have (D-86).
fn worker_fuse(values: &Values, version: &Version, options: &mut Options<'_>) {
    let fuse = &values.fuse;
    options.computed("alluxio.worker.fuse.enabled", "true");
    fuse_mount(values, version, options);
    options.computed("alluxio.user.hostname", "${ALLUXIO_CLIENT_HOSTNAME}");
    options.properties(&fuse.properties);
    options.words(&fuse.jvm_options);
}

/// Where FUSE is mounted, what it shows there, and how. A path that is not given is left to Alluxio.
fn fuse_mount(values: &Values, version: &Version, options: &mut Options<'_>) {
    let (prefix, fuse) = (version.fuse_options_prefix, &values.fuse);
    if let Some(path) = fuse.alluxio_path.get() {
        options.computed(&format!("{prefix}.alluxio.path"), path);
    }
    let (_, point) = fuse::place(values, version);
    if let Some(point) = point.filled() {
        options.computed(&format!("{prefix}.point"), point);
    }
    if let Some(mount_options) = fuse.mount_options.filled() {
        options.computed(&format!("{prefix}.options"), mount_options);
    }
}

fn tiers(values: &Values, version: &Version, options: &mut Options<'_>) {
    let levels = values.tieredstore.as_ref().map(|store| store.levels.as_slice()).unwrap_or_default();
    if levels.is_empty() {
        return;
    }
    options.computed("alluxio.worker.tieredstore.levels", levels.len().to_string());
    for (index, level) in levels.iter().enumerate() {
        let number = level.level.or(index as i64);
        let prefix = format!("alluxio.worker.tieredstore.level{number}");
        let alias = level.alias.filled().or_else(|| super::tiers::implied_alias(values, level, number));
        let quota =
            level.quota.filled().filter(|text| !units::is_zero(text)).map(|text| units::for_alluxio(text, version));
        for (key, text) in [
            ("alias", alias),
            ("dirs.mediumtype", level.mediumtype.filled()),
            ("dirs.path", level.path.filled()),
            ("dirs.quota", quota.as_deref()),
            ("watermark.high.ratio", level.high.filled().filter(|text| !units::is_zero(text))),
            ("watermark.low.ratio", level.low.filled().filter(|text| !units::is_zero(text))),
        ] {
            if let Some(text) = text {
                options.computed(&format!("{prefix}.{key}"), text);
            }
        }
    }
}

/// `ALLUXIO_JOB_WORKER_JAVA_OPTS`.
pub fn job_worker(values: &Values) -> String {
    let own = &values.job_worker;
    let mut options = Options::new(values, [&values.properties, &own.properties]);
    options.computed("alluxio.worker.hostname", "${ALLUXIO_WORKER_HOSTNAME}");
    options.computed_port("alluxio.job.worker.rpc.port", &own.ports.rpc);
    options.computed_port("alluxio.job.worker.data.port", &own.ports.data);
    options.computed_port("alluxio.job.worker.web.port", &own.ports.web);
    options.properties(&own.properties);
    options.words(&own.jvm_options);
    options.join()
}

/// `ALLUXIO_FUSE_JAVA_OPTS`, wherever a FUSE daemon may read it (D-86).
pub fn fuse_daemon(values: &Values, version: &Version) -> Option<String> {
    if values.worker.fuse_enabled.or(false) && !fuse::enabled(values) && !version.fuse_takes_options {
        return None;
    }
    let fuse = &values.fuse;
    let mut options = Options::new(values, [&values.properties, &fuse.properties]);
    options.computed("alluxio.user.hostname", "${ALLUXIO_CLIENT_HOSTNAME}");
    options.properties(&fuse.properties);
    if version.fuse_takes_options {
        fuse_mount(values, version, &mut options);
    }
    options.words(&fuse.jvm_options);
    Some(options.join())
}

/// `ALLUXIO_PROXY_JAVA_OPTS`, where there is a proxy; empty while it is off.
pub fn proxy(values: &Values, version: &Version) -> Option<String> {
    let proxy = &values.proxy;
    let mut options = Options::new(values, [&values.properties, &proxy.properties]);
    if proxy.enabled.or(false) {
        options.computed("alluxio.user.hostname", "${ALLUXIO_CLIENT_HOSTNAME}");
        options.properties(&proxy.properties);
        options.words(&proxy.jvm_options);
    }
    version.proxy.then(|| options.join())
}

/// `ALLUXIO_LOGSERVER_JAVA_OPTS`, if there is anything in it (D-88).
pub fn logserver(values: &Values) -> Option<String> {
    let mut options = Options::new(values, []);
    options.properties(&values.logserver.properties);
    options.words(&values.logserver.jvm_options);
    let text = options.join();
    (!text.is_empty()).then_some(text)
}

/// The number of folders that a tier's options name, for checks.
pub fn folder_count(text: &str) -> usize {
    parts(text).iter().filter(|part| !part.is_empty()).count()
}
