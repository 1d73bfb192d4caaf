//! The option lists of all components. The ConfigMap carries them whether or not the component is on, so what stands in
//! them is checked always (D-62).

use super::{Checker, workers};
use crate::facts::fuse;
use crate::model::scalar::Leaf;

impl Checker<'_> {
    /// What the option lists are made of: one line each.
    pub(super) fn options(&mut self) {
        self.given_options();
        let values = self.values;
        let line = |checker: &mut Self, path: &str, leaf: &Leaf<String>| {
            checker.one_line(path, leaf.text(), leaf.place);
        };
        line(self, "journal.folder", &values.journal.folder);
        if values.worker.fuse_enabled.or(false) || self.version.fuse_takes_options {
            // In 2.7 only FUSE in the worker has them in its options; elsewhere they are fields (D-60).
            let (name, point) = fuse::place(values, self.version);
            line(self, name, point);
            line(self, "fuse.alluxioPath", &values.fuse.alluxio_path);
            line(self, "fuse.mountOptions", &values.fuse.mount_options);
        }
        self.tier_options();
        if !workers(values) {
            self.request_as_option();
        }
    }

    /// Properties and JVM options.
    fn given_options(&mut self) {
        let values = self.values;
        self.properties("properties", &values.properties);
        self.words("jvmOptions", &values.jvm_options.0);
        for (section, properties, jvm_options) in [
            ("master", &values.master.properties, &values.master.jvm_options),
            ("jobMaster", &values.job_master.properties, &values.job_master.jvm_options),
            ("worker", &values.worker.properties, &values.worker.jvm_options),
            ("jobWorker", &values.job_worker.properties, &values.job_worker.jvm_options),
            ("fuse", &values.fuse.properties, &values.fuse.jvm_options),
            ("proxy", &values.proxy.properties, &values.proxy.jvm_options),
        ] {
            self.properties(format_args!("{section}.properties"), properties);
            self.words(format_args!("{section}.jvmOptions"), &jvm_options.0);
        }
    }

    fn tier_options(&mut self) {
        let levels = self.values.tieredstore.as_ref().map(|store| store.levels.as_slice()).unwrap_or_default();
        for (index, level) in levels.iter().enumerate() {
            for (key, leaf) in level.option_texts() {
                self.one_line(format_args!("tieredstore.levels[{index}].{key}"), leaf.text(), leaf.place);
            }
        }
    }

    /// The size of the RAM disk is the worker's memory request, which is no quantity for certain where workers are off.
    fn request_as_option(&mut self) {
        let requests = self.values.worker.resources.iter().flat_map(|resources| &resources.requests.0);
        for memory in requests.filter(|pair| pair.name == "memory") {
            self.one_line("worker.resources.requests.memory", &memory.text, Some(memory.place));
        }
    }
}
