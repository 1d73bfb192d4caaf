//! What is refused although its type is right. Each rule names its D-number.
//!
//! One rule for every verdict: an error is what the API server would surely refuse, what cannot do what the value says,
//! and what loses data (D-121). What Helm renders and the API server takes is a warning at most. `tests/cluster` asks a
//! real API server.
//!
//! A component that is switched off is not checked, so that half-filled values of one do not hold up the others.

mod addons;
mod credentials;
mod images;
mod kubernetes;
mod names;
mod options;
mod resources;
mod rules;
mod servers;
mod storage;

use crate::facts::{self, fuse};
use crate::model::Values;
use crate::model::map;
use crate::problem::{Problem, Problems};
use crate::source::Span;
use crate::target::Target;
use crate::version::Version;
pub use names::ROOM_WITH_MASTERS;

/// Checks all values that are in use.
pub fn check(values: &Values, target: &Target, problems: &mut Problems) {
    let (version, kube_version) = (target.version, target.kube_version);
    let mut checker = Checker { values, version, problems, kube_version };
    names::check(target, &mut checker);
    checker.options();
    checker.common();
    checker.credentials();
    checker.count();
    if masters(values) {
        checker.masters();
        checker.journal();
    }
    if workers(values) {
        checker.workers();
    }
    if workers(values) || fuse::enabled(values) {
        checker.tiers();
        checker.socket();
    }
    if fuse::in_use(values) {
        checker.fuse();
    }
    if fuse::in_pods_of_csi(values, version) && !fuse::enabled(values) {
        checker.fuse_container();
    }
    checker.addons();
    checker.claims();
}

/// Checks the names of claims alone, for values that nobody renders as a whole.
pub fn claims(values: &Values, version: &'static Version, problems: &mut Problems) {
    Checker { values, version, problems, kube_version: (0, 0) }.claims();
}

/// What rules need: the values, their version, and a place for what they find.
struct Checker<'a> {
    values: &'a Values,
    version: &'static Version,
    problems: &'a mut Problems,
    /// Major and minor version of the API server.
    kube_version: (u32, u32),
}

impl Checker<'_> {
    fn refuse(&mut self, message: String, place: Option<Span>, help: &str) {
        self.problems.push(Problem::error(message).at(place).help(help));
    }

    /// Something is not there. What has the wrong type was refused already, and is not called missing as well.
    fn missing(&mut self, message: String, place: Option<Span>, help: &str) {
        if !self.problems.refused_at(place) {
            self.refuse(message, place, help);
        }
    }

    /// The API server takes this, and it will hardly be what the user wants.
    fn doubt(&mut self, message: String, place: Option<Span>, help: &str) {
        self.problems.push(Problem::warning(message).at(place).help(help));
    }

    /// What all components share.
    fn common(&mut self) {
        let values = self.values;
        self.image("image", &values.image);
        self.image_tag("imageTag", &values.image_tag);
        self.mirror();
        self.id("user", &values.user);
        self.id("group", &values.group);
        self.id("fsGroup", &values.fs_group);
        let accounts = [
            (masters(values), &values.master.service_account),
            (workers(values), &values.worker.service_account),
            (fuse::enabled(values), &values.fuse.service_account),
        ];
        if accounts.iter().any(|(on, own)| *on && own.filled().is_none()) {
            self.service_account("serviceAccount", &values.service_account);
        }
        let selectors = selectors(values);
        if selectors.iter().any(|own| own.0.is_empty()) {
            self.labels("nodeSelector", &values.node_selector);
        }
        if !selectors.is_empty() {
            self.tolerations("tolerations", &values.tolerations);
        }
        self.host_aliases();
        if masters(values) || workers(values) || values.logserver.enabled.or(false) {
            for (index, mount) in values.mounts.iter().enumerate() {
                self.outside_name(&format!("mounts[{index}].name"), &mount.name);
                self.mount_path(&format!("mounts[{index}].path"), &mount.path);
            }
        }
    }
}

/// The node selectors of all pods that are on; the common one stands in for an empty one (D-87).
fn selectors(values: &Values) -> Vec<&map::Texts> {
    const NONE: &map::Texts = &map::Texts(Vec::new());
    let csi = &values.csi;
    [
        (masters(values), &values.master.node_selector),
        (workers(values), &values.worker.node_selector),
        (fuse::enabled(values), &values.fuse.node_selector),
        (values.fuse.client_enabled.or(false), NONE),
        (values.logserver.enabled.or(false), &values.logserver.node_selector),
        (csi.enabled.or(false), &csi.controller_plugin.node_selector),
        (csi.enabled.or(false), &csi.node_plugin.node_selector),
        (csi.client_enabled.or(false), &csi.client.node_selector),
        (values.hub.enabled.or(false), &values.hub.node_selector),
    ]
    .into_iter()
    .filter_map(|(on, own)| on.then_some(own))
    .collect()
}

/// Whether masters are on.
fn masters(values: &Values) -> bool {
    facts::master_enabled(values)
}

/// Whether workers are on.
fn workers(values: &Values) -> bool {
    facts::worker_enabled(values)
}
