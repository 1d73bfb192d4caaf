//! AXG7xx: the domain socket between workers and the clients on their node.

use crate::facts::given::{Component, Winner, property};
use crate::facts::volumes::{SOCKET_PATH, needs_socket};
use crate::facts::worker_enabled;
use crate::lint::{Context, Findings, Rule, found};
use crate::model::choices::SocketVolume;
use crate::problem::Severity::{Error, Warning};

const SEE: &str = "Deploy Alluxio on Kubernetes, \"Troubleshooting\"";
const FIX: &str = "shortCircuit:\n  hostPath: /tmp/domain\nworker:\n  properties:\n    alluxio.worker.data.server.domain.socket.address: /opt/domain/d\n    alluxio.worker.data.server.domain.socket.as.uuid: false\n";

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG701",
        severity: Error,
        title: "domain socket path too long for Linux",
        why: "on Linux the path of a socket may have at most 108 bytes, including the final zero; the worker does not start with a longer one",
        see: SEE,
        fix: FIX,
        check: too_long_for_linux,
    },
    Rule {
        code: "AXG702",
        severity: Warning,
        title: "domain socket path too long for macOS",
        why: "on macOS the path of a socket, also that on the node, may have at most 104 bytes, including the final zero",
        see: SEE,
        fix: FIX,
        check: too_long_for_macos,
    },
];

const ADDRESS: &str = "alluxio.worker.data.server.domain.socket.address";
const AS_UUID: &str = "alluxio.worker.data.server.domain.socket.as.uuid";

/// A slash and a UUID.
const UUID: usize = 37;

/// The longest paths, without the zero at their end.
const LINUX: usize = 107;
const MACOS: usize = 103;

/// The path of the socket.
struct Socket<'a> {
    address: &'a str,
    given: Option<Winner<'a>>,
    uuid: usize,
}

impl<'a> Socket<'a> {
    /// The socket, if workers open one.
    fn new(context: &Context<'a>) -> Option<Self> {
        let values = context.values;
        let given = property(values, Component::Worker, ADDRESS).filter(|given| !given.text.is_empty());
        let computed = needs_socket(values);
        if !worker_enabled(values) || (given.is_none() && !computed) {
            return None;
        }
        let uuid = property(values, Component::Worker, AS_UUID)
            .map_or(computed, |given| given.text.eq_ignore_ascii_case("true"));
        let address = given.map_or(SOCKET_PATH, |given| given.text);
        Some(Socket { address, given, uuid: if uuid { UUID } else { 0 } })
    }

    fn length(&self) -> usize {
        self.address.len() + self.uuid
    }

    fn words(&self, path: &str) -> String {
        let length = path.len() + self.uuid;
        match self.uuid {
            0 => format!("{path}, {length} bytes"),
            _ => format!("{path}/<36 characters>, {length} bytes"),
        }
    }
}

fn too_long_for_linux(context: &Context<'_>, findings: &mut Findings) {
    let Some(socket) = Socket::new(context).filter(|socket| socket.length() > LINUX) else { return };
    let message = format!("the domain socket is {}, more than the {LINUX} of Linux", socket.words(socket.address));
    findings.push(found(message, socket.given.map(|given| given.place)));
}

fn too_long_for_macos(context: &Context<'_>, findings: &mut Findings) {
    let Some(socket) = Socket::new(context) else { return };
    if (MACOS + 1..=LINUX).contains(&socket.length()) {
        let message = format!("the domain socket is {}, more than the {MACOS} of macOS", socket.words(socket.address));
        findings.push(found(message, socket.given.map(|given| given.place)));
    }
    let short_circuit = &context.values.short_circuit;
    let on_node = needs_socket(context.values) && short_circuit.volume_type.value == Some(SocketVolume::HostPath);
    let below = socket.address.strip_prefix(SOCKET_PATH).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    if let (true, Some(below)) = (on_node, below) {
        let path = format!("{}{below}", short_circuit.host_path.text().trim_end_matches('/'));
        if path.len() + socket.uuid > MACOS {
            let message =
                format!("on the node, the domain socket is {}, more than the {MACOS} of macOS", socket.words(&path));
            findings.push(found(message, short_circuit.host_path.place));
        }
    }
}
