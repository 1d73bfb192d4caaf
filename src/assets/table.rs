//! The files that are built in, sorted by path. A test compares this table with the folders.

macro_rules! files {
    ($($path:literal,)*) => {
        /// Paths and texts.
        pub const FILES: &[(&str, &str)] = &[$(($path, include_str!(concat!("../../", $path))),)*];
    };
}

files! {
    "profiles/multiMaster-embeddedJournal.yaml",
    "profiles/singleMaster-hdfsJournal.yaml",
    "profiles/singleMaster-localJournal.yaml",
    "templates/_claim.yaml.j2",
    "templates/_pod.yaml.j2",
    "templates/config/configmap.yaml.j2",
    "templates/config/metrics-configmap.yaml.j2",
    "templates/csi/clusterrole.yaml.j2",
    "templates/csi/clusterrolebinding.yaml.j2",
    "templates/csi/controller.yaml.j2",
    "templates/csi/driver.yaml.j2",
    "templates/csi/fuse-configmap.yaml.j2",
    "templates/csi/nginx.yaml.j2",
    "templates/csi/nodeplugin.yaml.j2",
    "templates/csi/pv.yaml.j2",
    "templates/csi/pvc-static.yaml.j2",
    "templates/csi/pvc.yaml.j2",
    "templates/csi/serviceaccount.yaml.j2",
    "templates/csi/storageclass.yaml.j2",
    "templates/fuse/client-daemonset.yaml.j2",
    "templates/fuse/daemonset.yaml.j2",
    "templates/hub/deployment.yaml.j2",
    "templates/hub/service.yaml.j2",
    "templates/logserver/deployment.yaml.j2",
    "templates/logserver/pvc.yaml.j2",
    "templates/logserver/service.yaml.j2",
    "templates/master/service.yaml.j2",
    "templates/master/statefulset.yaml.j2",
    "templates/proxy/daemonset.yaml.j2",
    "templates/worker/daemonset.yaml.j2",
    "templates/worker/domain-socket-pvc.yaml.j2",
    "values/2.9.yaml",
    "values/values.yaml",
}
