//! The files of the tree: which templates each one holds, and what has to be switched on for it.

use super::Fuse;
use crate::manifest::Manifest;
use crate::model::Values;
use crate::model::choices::Provisioning;
use crate::version::{Era, Version};

/// The values of a profile's folder.
pub(super) const CONFIG: &str = "config.yaml";

/// What is switched on over the user's values, so that a file has objects in it whether or not the user wants them now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Switch {
    /// The values as they are.
    Nothing,
    /// FUSE inside the worker.
    WorkerFuse,
    /// The same for the config, which serves the FUSE daemon beside it as well.
    WorkerFuseConfig,
    /// The log server.
    Logserver,
    /// The CSI driver.
    Csi,
    /// The CSI client with a volume that is made for it.
    DynamicClient,
    /// The CSI client with a volume that is there.
    StaticClient,
    /// The FUSE daemon.
    Fuse,
    /// The FUSE client.
    FuseClient,
    /// The proxy.
    Proxy,
}

impl Switch {
    /// Changes the values.
    pub fn apply(self, values: &mut Values) {
        match self {
            Switch::Nothing => {}
            Switch::WorkerFuse => values.worker.fuse_enabled = true.into(),
            Switch::WorkerFuseConfig => {
                values.worker.fuse_enabled = true.into();
                values.fuse.enabled = true.into();
            }
            Switch::Logserver => values.logserver.enabled = true.into(),
            Switch::Csi => values.csi.enabled = true.into(),
            Switch::DynamicClient => {
                values.csi.client_enabled = true.into();
                values.csi.provisioning = Provisioning::Dynamic.into();
            }
            Switch::StaticClient => {
                values.csi.client_enabled = true.into();
                values.csi.provisioning = Provisioning::Static.into();
            }
            Switch::Fuse => values.fuse.enabled = true.into(),
            Switch::FuseClient => values.fuse.client_enabled = true.into(),
            Switch::Proxy => values.proxy.enabled = true.into(),
        }
    }
}

/// A file of the tree.
pub(super) struct Row {
    /// Its path: below the profile's folder, or below the output folder.
    pub file: &'static str,
    /// The templates whose objects it holds, without `.j2`.
    pub templates: &'static [&'static str],
    /// What is switched on for it.
    pub with: Switch,
    /// What `--worker-fuse` switches on for it instead.
    worker_fuse: Option<Switch>,
    /// Whether it only is there when the values ask for its objects.
    pub optional: bool,
    /// Whether it lies beside the profiles' folders, where the last profile writes it.
    beside: bool,
    /// The versions of Alluxio that have it.
    pub era: Era,
}

impl Row {
    /// A file that is always there.
    const fn new(file: &'static str, with: Switch, templates: &'static [&'static str]) -> Row {
        Row { file, templates, with, worker_fuse: None, optional: false, beside: false, era: Era::ALWAYS }
    }

    const fn worker_fuse(mut self, switch: Switch) -> Row {
        self.worker_fuse = Some(switch);
        self
    }

    const fn optional(mut self) -> Row {
        self.optional = true;
        self
    }

    /// Of some versions only.
    const fn of(mut self, era: Era) -> Row {
        self.era = era;
        self
    }

    const fn beside(mut self) -> Row {
        self.beside = true;
        self
    }

    /// Its path below the output folder.
    pub fn path(&self, profile: &str, version: &Version) -> String {
        let folder = self.file.split('/').next().unwrap_or_default();
        let beside = self.beside || version.common_folders.contains(&folder);
        if beside { self.file.to_owned() } else { format!("{profile}/{}", self.file) }
    }

    /// What is switched on for it.
    pub fn switch(&self, fuse: Fuse) -> Switch {
        match fuse {
            Fuse::Standalone => self.with,
            Fuse::InWorker => self.worker_fuse.unwrap_or(self.with),
        }
    }

    /// Whether an object belongs into it.
    pub fn holds(&self, manifest: &Manifest) -> bool {
        self.templates.contains(&manifest.source.as_str())
    }
}

/// What the script wrote until 2.8 came.
const ENDED: Era = Era::until("2.8", "remove the file");

/// The files of each profile's folder, and those beside the folders.
pub(super) const ROWS: [Row; 25] = [
    Row::new("alluxio-configmap.yaml.template", Switch::Nothing, &["templates/config/configmap.yaml"])
        .worker_fuse(Switch::WorkerFuseConfig),
    Row::new("alluxio-metrics.yaml.template", Switch::Nothing, &["templates/config/metrics-configmap.yaml"]).optional(),
    Row::new(
        "master/alluxio-master-statefulset.yaml.template",
        Switch::Nothing,
        &["templates/master/statefulset.yaml"],
    ),
    Row::new("master/alluxio-master-service.yaml.template", Switch::Nothing, &["templates/master/service.yaml"]),
    Row::new("worker/alluxio-worker-daemonset.yaml.template", Switch::Nothing, &["templates/worker/daemonset.yaml"])
        .worker_fuse(Switch::WorkerFuse),
    // The root's FUSE file mounts the claim also when the workers are off (D-95).
    Row::new("worker/alluxio-worker-pvc.yaml.template", Switch::Fuse, &["templates/worker/domain-socket-pvc.yaml"]),
    Row::new(
        "logserver/alluxio-logserver-deployment.yaml.template",
        Switch::Logserver,
        &["templates/logserver/deployment.yaml"],
    ),
    Row::new("logserver/alluxio-logserver-pvc.yaml.template", Switch::Logserver, &["templates/logserver/pvc.yaml"]),
    Row::new(
        "logserver/alluxio-logserver-service.yaml.template",
        Switch::Logserver,
        &["templates/logserver/service.yaml"],
    ),
    Row::new("csi/alluxio-csi-controller-rbac.yaml.template", Switch::Csi, &CSI_RBAC),
    Row::new("csi/alluxio-csi-controller.yaml.template", Switch::Csi, &["templates/csi/controller.yaml"]),
    Row::new("csi/alluxio-csi-driver.yaml.template", Switch::Csi, &["templates/csi/driver.yaml"]),
    Row::new("csi/alluxio-csi-nodeplugin.yaml.template", Switch::Csi, &["templates/csi/nodeplugin.yaml"]),
    Row::new("csi/alluxio-storage-class.yaml.template", Switch::DynamicClient, &["templates/csi/storageclass.yaml"]),
    Row::new("csi/alluxio-pvc.yaml.template", Switch::DynamicClient, &["templates/csi/pvc.yaml"]),
    Row::new("csi/alluxio-pvc-static.yaml.template", Switch::StaticClient, &["templates/csi/pvc-static.yaml"]),
    Row::new("csi/alluxio-pv.yaml.template", Switch::StaticClient, &["templates/csi/pv.yaml"]),
    Row::new("csi/alluxio-csi-fuse-configmap.yaml.template", Switch::Csi, &["templates/csi/fuse-configmap.yaml"])
        .of(Era::since("2.8")),
    Row::new("csi/alluxio-nginx-pod.yaml.template", Switch::DynamicClient, &["templates/csi/nginx.yaml"]).of(ENDED),
    Row::new("proxy/alluxio-proxy-daemonset.yaml.template", Switch::Proxy, &["templates/proxy/daemonset.yaml"])
        .of(Era::since("2.8")),
    Row::new("hub/alluxio-hub-deployment.yaml.template", Switch::Nothing, &["templates/hub/deployment.yaml"])
        .optional()
        .of(ENDED),
    Row::new("hub/alluxio-hub-service.yaml.template", Switch::Nothing, &["templates/hub/service.yaml"])
        .optional()
        .of(ENDED),
    Row::new("alluxio-fuse.yaml.template", Switch::Fuse, &["templates/fuse/daemonset.yaml"]).beside().of(ENDED),
    Row::new("alluxio-fuse-client.yaml.template", Switch::FuseClient, &["templates/fuse/client-daemonset.yaml"])
        .beside()
        .of(ENDED),
    Row::new("fuse/alluxio-fuse.yaml.template", Switch::Fuse, &["templates/fuse/daemonset.yaml"]).of(Era::since("2.8")),
];

const CSI_RBAC: [&str; 3] =
    ["templates/csi/serviceaccount.yaml", "templates/csi/clusterrole.yaml", "templates/csi/clusterrolebinding.yaml"];

#[cfg(test)]
mod tests {
    use super::ROWS;
    use crate::assets::built_in;
    use std::collections::BTreeSet;

    #[test]
    fn every_built_in_template_has_a_file() {
        let rows = ROWS.iter().flat_map(|row| row.templates).map(|name| format!("{name}.j2"));
        let rows: BTreeSet<String> = rows.collect();
        let templates = built_in().iter().map(|(path, _)| (*path).to_owned());
        let templates: BTreeSet<String> =
            templates.filter(|path| path.starts_with("templates/") && !path.contains("/_")).collect();
        assert_eq!(rows, templates);
    }
}
