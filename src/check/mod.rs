//! What is refused although its type is right: Kubernetes or Alluxio could not work with it. Each rule names its D-number.
//!
//! A component that is switched off is not checked, so that half-filled values of one do not hold up the others.

mod addons;
mod kubernetes;
mod names;
mod options;
mod resources;
mod rules;
mod servers;
mod storage;

use crate::facts::{self, fuse};
use crate::model::Values;
use crate::problem::{Problem, Problems};
use crate::source::Span;
use crate::target::Target;
pub use names::{broken_label, broken_qualified};

/// Checks all values that are in use.
pub fn check(values: &Values, target: &Target, problems: &mut Problems) {
    let mut checker = Checker { values, problems };
    names::check(target, &mut checker);
    checker.options();
    checker.common();
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
    if values.metrics.enabled.or(false) {
        checker.metrics();
    }
    if values.logserver.enabled.or(false) {
        checker.logserver();
    }
    if values.csi.enabled.or(false) {
        checker.csi();
    }
    if values.csi.client_enabled.or(false) {
        checker.csi_client();
    }
    if values.hub.enabled.or(false) {
        checker.hub();
    }
    checker.claims();
}

/// Checks the names of claims alone, for values that nobody renders as a whole.
pub fn claims(values: &Values, problems: &mut Problems) {
    Checker { values, problems }.claims();
}

/// What rules need: the values, and a place for what they find.
struct Checker<'a> {
    values: &'a Values,
    problems: &'a mut Problems,
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

    /// Kubernetes will refuse this, but the manifests are what the user asked for.
    fn doubt(&mut self, message: String, place: Option<Span>, help: &str) {
        self.problems.push(Problem::warning(message).at(place).help(help));
    }

    /// What all components share.
    fn common(&mut self) {
        let values = self.values;
        self.image("image", &values.image);
        self.image_tag("imageTag", &values.image_tag);
        self.id("user", &values.user);
        self.id("group", &values.group);
        self.id("fsGroup", &values.fs_group);
        self.service_account("serviceAccount", &values.service_account);
        self.labels("nodeSelector", &values.node_selector);
        self.tolerations("tolerations", &values.tolerations);
        self.host_aliases();
        for (index, mount) in values.mounts.iter().enumerate() {
            self.outside_name(&format!("mounts[{index}].name"), &mount.name);
            self.mount_path(&format!("mounts[{index}].path"), &mount.path);
        }
    }
}

/// Whether masters are on.
fn masters(values: &Values) -> bool {
    facts::master_enabled(values)
}

/// Whether workers are on.
fn workers(values: &Values) -> bool {
    facts::worker_enabled(values)
}
