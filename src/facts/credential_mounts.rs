//! Gives the containers that run Alluxio their credentials: the mounted file, and the variables.
//!
//! `journal-format` does not pass the entrypoint, which alone writes `${NAME}` where a shell expands it, so that Kubernetes
//! has to expand the variables there.

use super::container::EnvVar;
use super::credentials::{self, FOLDER, GROUP_MODE, Readers, VOLUME, Variable, file, variables};
use super::pod::{Container, Pod, SecurityContext};
use super::volume::{Origin, Volume, VolumeMount, VolumeSource};
use super::{Builder, Facts, options, volumes};

/// The init container, which does not pass the entrypoint.
const FORMAT: &str = "journal-format";

/// Readable for whoever the processes run as, where no group owns the files: root has made them.
const OPEN_MODE: u32 = 0o444;

impl Variable {
    /// Whether a container needs it.
    fn is_for(&self, container: &Container) -> bool {
        match self.readers {
            Readers::All => true,
            Readers::Master => container.name == "alluxio-master",
            Readers::Journal => ["alluxio-master", "alluxio-job-master", FORMAT].contains(&container.name),
        }
    }
}

/// Whether Alluxio runs in a container. The controller of CSI has its image, and starts no process of its.
fn runs_alluxio(container: &Container) -> bool {
    !container.env_from.is_empty() && container.name != "csi-controller"
}

impl Builder<'_> {
    /// Gives every container that runs Alluxio its credentials.
    pub(super) fn give_credentials(&mut self, facts: &mut Facts) {
        let variables = variables(self.values);
        if file(self.values).is_none() && variables.is_empty() {
            return;
        }
        for pod in facts.pods_mut() {
            self.mount_file(pod);
            for container in pod.init_containers.iter_mut().chain(&mut pod.containers) {
                if runs_alluxio(container) {
                    self.set_variables(container, &variables);
                }
            }
        }
    }

    /// Mounts the file; a folder, since a mount of a single file never changes.
    fn mount_file(&mut self, pod: &mut Pod) {
        let Some(secret) = file(self.values) else { return };
        if !pod.init_containers.iter().chain(&pod.containers).any(runs_alluxio) {
            return;
        }
        let name = self.volume_name(pod);
        let default_mode = self.readable(pod);
        let source = VolumeSource::Secret { secret_name: secret.to_owned(), default_mode };
        pod.volumes.push(Volume::new(&name, source));
        for container in pod.init_containers.iter_mut().chain(&mut pod.containers).filter(|it| runs_alluxio(it)) {
            let origin = Origin::value("credentials.secret", self.values.credentials.secret.place);
            container.volume_mounts.push(VolumeMount::new(&name, FOLDER, origin).read_only());
            volumes::check_paths(container.name, &container.volume_mounts, self.problems);
        }
    }

    /// A name that the pod does not have, a claim of the user's may be called so.
    fn volume_name(&self, pod: &Pod) -> String {
        let mounted = pod.containers.iter().flat_map(|container| &container.volume_mounts).map(|mount| &mount.name);
        let taken: Vec<&String> = pod.volumes.iter().map(|volume| &volume.name).chain(mounted).collect();
        let mut names = std::iter::once(VOLUME.to_owned()).chain((1..).map(|number| format!("{VOLUME}-{number}")));
        names.find(|name| !taken.contains(&name)).unwrap_or_default()
    }

    /// The mode with which the pod's processes can read the file, and the group that owns it, if the pod has none yet.
    fn readable(&self, pod: &mut Pod) -> u32 {
        let of_pod = pod.security_context.as_ref().and_then(|context| context.run_as_user);
        let user = |container: &Container| {
            container.security_context.as_ref().and_then(|context| context.run_as_user).or(of_pod)
        };
        let all_root = pod.containers.iter().filter(|it| runs_alluxio(it)).all(|it| user(it) == Some(0));
        if all_root || pod.security_context.as_ref().is_some_and(|context| context.fs_group.is_some()) {
            return GROUP_MODE;
        }
        let Some(group) = self.values.fs_group.value else { return OPEN_MODE };
        let context = pod.security_context.take().unwrap_or_default();
        pod.security_context = Some(SecurityContext { fs_group: Some(group), ..context });
        GROUP_MODE
    }

    fn set_variables(&self, container: &mut Container, variables: &[Variable]) {
        let wanted: Vec<&Variable> = variables.iter().filter(|variable| variable.is_for(container)).collect();
        let taken = |name: &str| container.env.iter().any(|variable| variable.name() == name);
        let mut env: Vec<EnvVar> = wanted
            .iter()
            .filter(|variable| !taken(&variable.name))
            .map(|variable| EnvVar::secret(&variable.name, &variable.secret, &variable.key))
            .collect();
        if container.name == FORMAT && !wanted.is_empty() {
            let options = self.formatting(&wanted);
            container.env.retain(|variable| variable.name() != options.name());
            env.push(options);
        }
        // A variable is expanded in those that stand behind it.
        container.env.splice(0..0, env);
    }

    /// The options of what formats the journal, with variables that Kubernetes expands.
    fn formatting(&self, wanted: &[&Variable]) -> EnvVar {
        const NAME: &str = "ALLUXIO_JAVA_OPTS";
        if let Some(own) = self.values.master.env.0.iter().find(|pair| pair.name == NAME) {
            return EnvVar::text(NAME, own.text.as_str());
        }
        let mut text = options::common(self.values, &self.names, self.target.version);
        for option in credentials::options(self.values, &[Readers::Journal]) {
            text.push_str(&format!(" {option}"));
        }
        EnvVar::exactly(NAME, &text).expanding(wanted.iter().map(|variable| variable.name.as_str()))
    }
}
