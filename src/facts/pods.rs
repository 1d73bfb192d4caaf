//! All pods of the facts, wherever they are.

use super::pod::{Container, Pod, Workload};
use super::{Facts, csi};

/// A pod, or the template of one, in the object that has it.
#[derive(Clone, Copy, Debug)]
pub struct PodOf<'a> {
    /// The object's kind.
    pub kind: &'static str,
    /// Its name.
    pub name: &'a str,
    /// The pod.
    pub pod: &'a Pod,
}

impl Facts {
    /// All pods.
    pub fn pods(&self) -> Vec<PodOf<'_>> {
        fn of<'a>(kind: &'static str, workload: &'a Workload) -> PodOf<'a> {
            PodOf { kind, name: &workload.name, pod: &workload.pod }
        }
        let csi = self.csi.as_ref();
        let client = self.csi_client.as_ref().map(|it| PodOf { kind: "Pod", name: csi::CLIENT, pod: &it.pod });
        let list = [
            self.master.as_ref().map(|it| of("StatefulSet", &it.workload)),
            self.worker.as_ref().map(|it| of("DaemonSet", it)),
            self.fuse.as_ref().map(|it| of("DaemonSet", &it.workload)),
            self.fuse_client.as_ref().map(|it| of("DaemonSet", it)),
            self.logserver.as_ref().map(|it| of("Deployment", &it.workload)),
            csi.map(|it| of("Deployment", &it.controller)),
            csi.map(|it| of("DaemonSet", &it.node_plugin)),
            client,
            self.hub.as_ref().map(|it| of("Deployment", &it.workload)),
            self.proxy.as_ref().map(|it| of("DaemonSet", it)),
        ];
        list.into_iter().flatten().collect()
    }

    /// All pods, to be changed.
    pub(super) fn pods_mut(&mut self) -> impl Iterator<Item = &mut Pod> {
        let (controller, node_plugin) = match &mut self.csi {
            Some(csi) => (Some(&mut csi.controller), Some(&mut csi.node_plugin)),
            None => (None, None),
        };
        let workloads = [
            self.master.as_mut().map(|it| &mut it.workload),
            self.worker.as_mut(),
            self.fuse.as_mut().map(|it| &mut it.workload),
            self.fuse_client.as_mut(),
            self.logserver.as_mut().map(|it| &mut it.workload),
            controller,
            node_plugin,
            self.hub.as_mut().map(|it| &mut it.workload),
            self.proxy.as_mut(),
        ];
        let client = self.csi_client.as_mut().map(|it| &mut it.pod);
        workloads.into_iter().flatten().map(|workload| &mut workload.pod).chain(client)
    }

    /// All containers of all pods.
    pub fn containers(&self) -> impl Iterator<Item = &Container> {
        self.pods().into_iter().flat_map(|of| of.pod.init_containers.iter().chain(&of.pod.containers))
    }
}
