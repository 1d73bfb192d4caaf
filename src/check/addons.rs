//! FUSE, metrics, the log server, the CSI driver and the hub.

use super::{Checker, masters, workers};
use crate::facts::fuse;
use crate::facts::logserver::strategy_type;
use crate::model::choices::{AccessMode, LogVolume, StrategyType};
use crate::model::pod::{IntOrPercent, RollingUpdate};
use crate::model::scalar::Leaf;

impl Checker<'_> {
    /// Whatever is switched on beside masters, workers and FUSE.
    pub(super) fn addons(&mut self) {
        self.metrics();
        if self.values.logserver.enabled.or(false) {
            self.logserver();
        }
        if self.values.csi.enabled.or(false) {
            self.csi();
        }
        if self.values.csi.client_enabled.or(false) {
            self.csi_client();
        }
        if self.values.hub.enabled.or(false) {
            self.hub();
        }
        if self.values.proxy.enabled.or(false) {
            self.proxy();
        }
    }

    pub(super) fn fuse(&mut self) {
        let values = self.values;
        let settings = &values.fuse;
        let (name, point) = fuse::place(values, self.version);
        let text = point.text();
        // The folder that the mount lies in is mounted itself, so that it must not be the root (D-50).
        if text.is_empty() {
            self.required(name, point);
        } else if !text.starts_with('/') || fuse::clean(text).matches('/').count() < 2 {
            let message = format!("`{name}` must be an absolute path of at least two parts, found {text:?}");
            self.refuse(message, point.place, "choose a path such as `/mnt/alluxio-fuse`");
        } else {
            self.mount_path(name, point);
        }
        // A daemon that has its mount in its arguments may have it without a path.
        if settings.alluxio_path.value.is_some() || !self.version.fuse_takes_options {
            self.alluxio_path("fuse.alluxioPath", &settings.alluxio_path);
        }
        if settings.liveness_probe_enabled.or(false) {
            self.probe("fuse.livenessProbe", &settings.liveness_probe);
        }
        if fuse::enabled(values) || settings.client_enabled.or(false) {
            self.annotations("fuse.podAnnotations", &settings.pod_annotations);
        }
        if settings.client_enabled.or(false) {
            self.image("fuse.client.image", &settings.client.image);
        }
        if fuse::enabled(values) {
            self.fuse_container();
            self.image_tag("fuse.imageTag", &settings.image_tag);
            self.id("fuse.user", &settings.user);
            self.id("fuse.group", &settings.group);
            self.id("fuse.fsGroup", &settings.fs_group);
            self.placement("fuse", &settings.node_selector, &settings.tolerations);
            self.service_account("fuse.serviceAccount", &settings.service_account);
        }
    }

    /// What a container that runs FUSE has, also in the pods that CSI makes.
    pub(super) fn fuse_container(&mut self) {
        let settings = &self.values.fuse;
        self.env("fuse.env", &settings.env);
        self.resources("fuse.resources", &settings.resources);
    }

    fn metrics(&mut self) {
        let values = self.values;
        let metrics = &values.metrics;
        // The chart's rule: they go where metrics are on, or where a component has annotations of its own (D-77).
        let fuse = fuse::enabled(values) || values.fuse.client_enabled.or(false);
        let owned = [
            (masters(values), &values.master.pod_annotations),
            (workers(values), &values.worker.pod_annotations),
            (fuse, &values.fuse.pod_annotations),
        ];
        let enabled = metrics.enabled.or(false);
        if owned.iter().any(|(on, own)| *on && (enabled || !own.0.is_empty())) {
            self.annotations("metrics.podAnnotations", &metrics.pod_annotations);
        }
        if !enabled {
            return;
        }
        let (csv, graphite, slf4j) = (&metrics.csv, &metrics.graphite, &metrics.slf4j);
        for (path, leaf) in [
            ("ConsoleSink.period", &metrics.console.period),
            ("ConsoleSink.unit", &metrics.console.unit),
            ("CsvSink.period", &csv.period),
            ("CsvSink.unit", &csv.unit),
            ("CsvSink.directory", &csv.directory),
            ("JmxSink.domain", &metrics.jmx.domain),
            ("GraphiteSink.host", &graphite.host),
            ("GraphiteSink.port", &graphite.port),
            ("GraphiteSink.period", &graphite.period),
            ("GraphiteSink.unit", &graphite.unit),
            ("GraphiteSink.prefix", &graphite.prefix),
            ("Slf4jSink.period", &slf4j.period),
            ("Slf4jSink.unit", &slf4j.unit),
            ("Slf4jSink.filterClass", &slf4j.filter_class),
            ("Slf4jSink.filterRegex", &slf4j.filter_regex),
        ] {
            self.one_line(format_args!("metrics.{path}"), leaf.text(), leaf.place);
        }
    }

    fn logserver(&mut self) {
        let values = self.values;
        let logserver = &values.logserver;
        self.port("logserver.ports.logging", &logserver.ports.logging);
        self.env("logserver.env", &logserver.env);
        self.placement("logserver", &logserver.node_selector, &logserver.tolerations);
        self.properties("logserver.properties", &logserver.properties);
        self.words("logserver.jvmOptions", &logserver.jvm_options.0);
        self.resources("logserver.resources", &logserver.resources);
        self.secrets("secrets.logserver", &values.secrets.logserver);
        self.config_maps("configmaps.logserver", &values.configmaps.logserver);
        self.chosen(
            "logserver.volumeType",
            &logserver.volume_type,
            "`persistentVolumeClaim`, `hostPath` or `emptyDir`",
        );
        match logserver.volume_type.value {
            Some(LogVolume::Claim) => {
                self.claim_name("logserver.pvcName", &logserver.pvc_name);
                self.quantity("logserver.size", &logserver.size);
                self.some("logserver.size", logserver.size.filled(), logserver.size.place);
                self.modes("logserver.accessModes", &logserver.access_modes);
                self.storage_class("logserver.storageClass", &logserver.storage_class);
                if let Some(selector) = &logserver.selector {
                    self.selector("logserver.selector", selector);
                }
            }
            Some(LogVolume::HostPath) => self.host_path("logserver.hostPath", &logserver.host_path),
            Some(LogVolume::EmptyDir) => {
                self.quantity("logserver.size", &logserver.size);
                self.medium("logserver.medium", &logserver.medium);
            }
            None => {}
        }
        self.logserver_replicas();
        self.logserver_strategy();
    }

    /// Several log servers need a volume that several nodes can write (D-88).
    fn logserver_replicas(&mut self) {
        let logserver = &self.values.logserver;
        let replicas = logserver.replicas.or(1);
        let shared = logserver.access_modes.list.contains(&AccessMode::ReadWriteMany)
            || self.problems.refused_within("logserver.accessModes");
        if replicas < 0 {
            let message = format!("`logserver.replicas` must be 0 or more, found {replicas}");
            self.refuse(message, logserver.replicas.place, "give the number of pods");
        } else if replicas > i64::from(i32::MAX) {
            let message = format!("`logserver.replicas` must be at most {}, found {replicas}", i32::MAX);
            self.refuse(message, logserver.replicas.place, "give the number of pods");
        } else if replicas > 1 && logserver.volume_type.value == Some(LogVolume::Claim) && !shared {
            let message = format!("`logserver.replicas` is {replicas}, but only one node can write to its claim");
            self.doubt(message, logserver.replicas.place, "add `ReadWriteMany` to `logserver.accessModes`");
        }
    }

    /// Only a rolling update has bounds (D-44).
    fn logserver_strategy(&mut self) {
        let Some(strategy) = &self.values.logserver.strategy else { return };
        if strategy_type(strategy) == Some(StrategyType::Recreate) && strategy.rolling_update.is_some() {
            let message = "`logserver.strategy.rollingUpdate` is not allowed with the type `Recreate`".to_owned();
            self.refuse(message, strategy.kind.place, "set the type to `RollingUpdate`, or remove one of the two");
        } else if let Some(update) = &strategy.rolling_update {
            self.rolling_update("logserver.strategy.rollingUpdate", update);
        }
    }

    fn rolling_update(&mut self, path: &str, update: &RollingUpdate) {
        let (missing, more) = (&update.max_unavailable, &update.max_surge);
        let none = |leaf: &Leaf<IntOrPercent>| leaf.get().is_some_and(|bound| bound.number() == Some(0));
        if none(missing) && none(more) {
            let message =
                format!("`{path}` allows neither fewer pods nor more during an update, so no pod can be replaced");
            self.refuse(message, missing.place, "set `maxUnavailable` or `maxSurge` to more than 0");
        }
        let over = |bound: &&IntOrPercent| bound.number().is_none_or(|number| number > 100);
        if let Some(IntOrPercent::Percent(text)) = missing.get().filter(over) {
            let message = format!("`{path}.maxUnavailable` must be at most 100%, found {text}");
            self.refuse(message, missing.place, "lower it");
        }
        for (key, leaf) in [("maxUnavailable", missing), ("maxSurge", more)] {
            if let Some(IntOrPercent::Int(number)) = leaf.get()
                && i32::try_from(*number).is_err()
            {
                let message = format!("`{path}.{key}` must be at most {}, found {number}", i32::MAX);
                self.refuse(message, leaf.place, "give a number of pods, or a percentage");
            }
        }
    }

    fn csi(&mut self) {
        let csi = &self.values.csi;
        let (controller, node) = (&csi.controller_plugin, &csi.node_plugin);
        self.placement("csi.controllerPlugin", &controller.node_selector, &controller.tolerations);
        self.placement("csi.nodePlugin", &node.node_selector, &node.tolerations);
        self.image("csi.controllerPlugin.provisioner.image", &controller.provisioner.image);
        self.image("csi.nodePlugin.driverRegistrar.image", &node.driver_registrar.image);
        self.resources("csi.controllerPlugin.provisioner.resources", &controller.provisioner.resources);
        self.resources("csi.controllerPlugin.controller.resources", &controller.controller.resources);
        self.resources("csi.nodePlugin.nodeserver.resources", &node.nodeserver.resources);
        self.resources("csi.nodePlugin.driverRegistrar.resources", &node.driver_registrar.resources);
    }

    fn csi_client(&mut self) {
        let csi = &self.values.csi;
        self.placement("csi.client", &csi.client.node_selector, &csi.client.tolerations);
        self.image("csi.client.image", &csi.client.image);
        self.modes("csi.accessModes", &csi.access_modes);
        self.quota("csi.quota", &csi.quota);
        self.some("csi.quota", csi.quota.filled(), csi.quota.place);
        self.mount_path("csi.mountPath", &csi.mount_path);
        self.alluxio_path("csi.alluxioPath", &csi.alluxio_path);
    }

    fn proxy(&mut self) {
        let proxy = &self.values.proxy;
        self.port("proxy.ports.web", &proxy.ports.web);
        self.env("proxy.env", &proxy.env);
        self.placement("proxy", &proxy.node_selector, &proxy.tolerations);
        self.annotations("proxy.podAnnotations", &proxy.pod_annotations);
        self.service_account("proxy.serviceAccount", &proxy.service_account);
        self.resources("proxy.resources", &proxy.resources);
    }

    fn hub(&mut self) {
        let hub = &self.values.hub;
        self.distinct(&[("hub.ports.web", &hub.ports.web), ("hub.ports.rpc", &hub.ports.rpc)]);
        self.port("hub.agent.ports.rpc", &hub.agent.ports.rpc);
        self.env("hub.env", &hub.env);
        self.placement("hub", &hub.node_selector, &hub.tolerations);
        self.service_account("hub.serviceAccount", &hub.service_account);
        self.resources("hub.resources", &hub.resources);
    }
}
