//! The enumerations of the values.

use super::scalar::choice;

choice! {
    /// What the masters' journal is kept in.
    pub enum JournalType {
        /// Files in a file system: a volume, or HDFS.
        Ufs = "UFS",
        /// The masters' own replicated log.
        Embedded = "EMBEDDED",
    }
}

choice! {
    /// Where a journal of type `UFS` lies.
    pub enum JournalUfs {
        /// On a volume of the master.
        Local = "local",
        /// On HDFS.
        Hdfs = "HDFS",
    }
}

choice! {
    /// The volume of the journal or the metastore.
    pub enum MasterVolume {
        /// A claim for each master.
        Claim = "persistentVolumeClaim",
        /// A folder that lives as long as the pod.
        EmptyDir = "emptyDir",
    }
}

choice! {
    /// The volume of a storage tier.
    pub enum TierVolume {
        /// A folder of the node.
        HostPath = "hostPath",
        /// A claim that exists already.
        Claim = "persistentVolumeClaim",
        /// A folder that lives as long as the pod.
        EmptyDir = "emptyDir",
    }
}

choice! {
    /// The volume of the domain socket.
    pub enum SocketVolume {
        /// A claim.
        Claim = "persistentVolumeClaim",
        /// A folder of the node.
        HostPath = "hostPath",
    }
}

choice! {
    /// How clients on a worker's node reach its data.
    pub enum Policy {
        /// Through a domain socket.
        Uuid = "uuid",
        /// By reading the files themselves.
        Local = "local",
    }
}

choice! {
    /// The volume of the log server.
    pub enum LogVolume {
        /// A claim.
        Claim = "persistentVolumeClaim",
        /// A folder of the node.
        HostPath = "hostPath",
        /// A folder that lives as long as the pod.
        EmptyDir = "emptyDir",
    }
}

choice! {
    /// When an image is pulled.
    pub enum PullPolicy or "" {
        /// Before every start.
        Always = "Always",
        /// When the node does not have it.
        IfNotPresent = "IfNotPresent",
        /// Never.
        Never = "Never",
    }
}

choice! {
    /// How a volume may be mounted.
    pub enum AccessMode {
        /// By one node, to write.
        ReadWriteOnce = "ReadWriteOnce",
        /// By many nodes, to read.
        ReadOnlyMany = "ReadOnlyMany",
        /// By many nodes, to write.
        ReadWriteMany = "ReadWriteMany",
        /// By one pod, to write.
        ReadWriteOncePod = "ReadWriteOncePod",
    }
}

choice! {
    /// How a pod resolves names. Kubernetes also has `None`, which needs a `dnsConfig` that no value can give.
    pub enum DnsPolicy or "" {
        /// The cluster's names, then the node's.
        ClusterFirst = "ClusterFirst",
        /// The same for pods on the host's network.
        ClusterFirstWithHostNet = "ClusterFirstWithHostNet",
        /// As the node does.
        Default = "Default",
    }
}

choice! {
    /// How the CSI client's volume comes to be.
    pub enum Provisioning {
        /// From a StorageClass.
        Dynamic = "dynamic",
        /// From a PersistentVolume that is rendered too.
        Static = "static",
    }
}

choice! {
    /// How a Deployment replaces its pods.
    pub enum StrategyType {
        /// All old ones go first.
        Recreate = "Recreate",
        /// A few at a time.
        RollingUpdate = "RollingUpdate",
    }
}

choice! {
    /// How a toleration compares a taint.
    pub enum TolerationOperator or "" {
        /// The key is enough.
        Exists = "Exists",
        /// Key and value.
        Equal = "Equal",
    }
}

choice! {
    /// What a tolerated taint would do.
    pub enum TaintEffect or "" {
        /// Keeps new pods away.
        NoSchedule = "NoSchedule",
        /// Keeps them away if possible.
        PreferNoSchedule = "PreferNoSchedule",
        /// Drives pods out.
        NoExecute = "NoExecute",
    }
}

choice! {
    /// How a selector compares a label.
    pub enum SelectorOperator {
        /// One of the values.
        In = "In",
        /// None of them.
        NotIn = "NotIn",
        /// There is such a label.
        Exists = "Exists",
        /// There is none.
        DoesNotExist = "DoesNotExist",
    }
}
