//! Objects that several clusters of a fleet make under one name. In one cluster of Kubernetes the one that is applied last
//! has it; whether they are in one is not known here, so that it is advice.

use super::Cluster;
use crate::facts::names::Names;
use crate::model::Values;
use crate::order;
use crate::problem::{Problem, Severity};
use std::collections::BTreeMap;

/// So many clusters are named.
const NAMED: usize = 10;

/// What a cluster makes that another one may make too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Claim {
    /// Objects whose names begin so, in a namespace.
    Named { namespace: String, base: String },
    /// The CSI driver, which belongs to the whole cluster.
    Csi,
}

/// What is to be known of a cluster to tell what it makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Makes {
    /// What the names of its objects begin with.
    pub base: String,
    /// Whether it has the CSI driver.
    pub csi: bool,
}

impl Makes {
    /// Of a cluster with these values.
    pub fn of(cluster: &Cluster, values: &Values) -> Self {
        Makes { base: Names::new(values, &cluster.target).full, csi: values.csi.enabled.or(false) }
    }
}

/// Which clusters make what: for each the first ones by their number, and how many.
#[derive(Debug, Default)]
pub struct Shared(BTreeMap<Claim, (Vec<usize>, usize)>);

impl Shared {
    /// Takes note of a cluster. Without a namespace it is not known where it goes.
    pub fn add(&mut self, index: usize, cluster: &Cluster, makes: &Makes) {
        if let Some(namespace) = cluster.target.namespace.clone() {
            self.note(index, Claim::Named { namespace, base: makes.base.clone() });
        }
        if makes.csi {
            self.note(index, Claim::Csi);
        }
    }

    fn note(&mut self, index: usize, claim: Claim) {
        let (first, count) = self.0.entry(claim).or_default();
        *count += 1;
        first.push(index);
        order::sort(first);
        first.truncate(NAMED);
    }

    /// What is made more than once.
    pub fn problems<'a>(&'a self, clusters: &'a [Cluster]) -> impl Iterator<Item = Problem> + 'a {
        self.0.iter().filter(|(_, (_, count))| *count > 1).map(|(claim, (first, count))| {
            let mut names: Vec<String> =
                first.iter().filter_map(|index| clusters.get(*index)).map(|it| format!("`{}`", it.name)).collect();
            if *count > first.len() {
                names.push(format!("{} more", count - first.len()));
            }
            let (code, message, help) = match claim {
                Claim::Named { namespace, base } => (
                    "AXG626",
                    format!("{count} clusters have objects named `{base}-...` in the namespace `{namespace}`, such as `ConfigMap/{base}-config`"),
                    "give each its own namespace or `fullnameOverride`, unless they are for different Kubernetes clusters",
                ),
                Claim::Csi => (
                    "AXG645",
                    format!("{count} clusters have `CSIDriver/alluxio` and its roles, which are cluster-scoped"),
                    "enable CSI in only one of them, unless they are for different Kubernetes clusters",
                ),
            };
            Problem::found(Severity::Advice, code, message).note(names.join(", ")).help(help)
        })
    }
}
