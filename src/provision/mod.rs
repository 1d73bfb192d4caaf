//! What has to exist before pods can start and what no manifest makes: volumes, the claims of tiers and mounts, Secrets.
//!
//! Everything comes from the facts that manifests are made of, so that names, sizes, classes, labels and modes match.

pub mod claims;
pub mod credentials;
pub mod folders;
pub mod list;
pub mod secret;
pub mod volumes;

use crate::cli::Purpose;
use crate::facts::master::JOURNAL;
use crate::facts::volume::Claim;
use crate::facts::{Facts, external};
use crate::model::Values;
use crate::yaml::Tree;

/// A claim that waits for a volume.
#[derive(Clone, Debug)]
pub struct Need {
    /// What it is for.
    pub purpose: Purpose,
    /// The number of the master that has it alone.
    pub replica: Option<usize>,
    /// The claim; the name of one from a template has its pod in it.
    pub claim: Claim,
    /// Whether the manifests have it, or the StatefulSet makes it.
    pub rendered: bool,
}

impl Need {
    /// What it is for, in words.
    pub fn words(&self) -> String {
        match (self.purpose, self.replica) {
            (Purpose::Journal, Some(replica)) => format!("the journal of master {replica}"),
            (Purpose::Metastore, Some(replica)) => format!("the metastore of master {replica}"),
            (Purpose::Journal, None) => "the journal".to_owned(),
            (Purpose::Metastore, None) => "the metastore".to_owned(),
            (Purpose::DomainSocket, _) => "the domain socket, on every node with workers".to_owned(),
            (Purpose::Tiers, _) => "a storage tier, on every node with workers".to_owned(),
            (Purpose::Mounts, _) => "`mounts`, in masters, workers and log server".to_owned(),
            (Purpose::Logserver, _) => "the logs".to_owned(),
        }
    }
}

/// What the values do not say about claims that nobody renders.
#[derive(Clone, Debug)]
pub struct Unsaid {
    /// The size of those without a quota.
    pub size: String,
    /// Their storage class; empty means volumes that are made by hand.
    pub storage_class: String,
}

/// All claims that wait for somebody's volume, each once. The claim of the CSI client is not among them: its volume is
/// rendered, or made by the driver.
pub fn needs(facts: &Facts, values: &Values, unsaid: &Unsaid) -> Vec<Need> {
    let mut needs = Vec::new();
    if let Some(master) = &facts.master {
        for claim in &master.claims {
            let purpose = if claim.name == JOURNAL { Purpose::Journal } else { Purpose::Metastore };
            for replica in 0..usize::try_from(master.workload.replicas.unwrap_or(0)).unwrap_or(0) {
                let name = format!("{}-{}-{replica}", claim.name, master.workload.name);
                let claim = Claim { name, ..claim.clone() };
                needs.push(Need { purpose, replica: Some(replica), claim, rendered: true });
            }
        }
    }
    let single = |purpose, claim: &Claim| Need { purpose, replica: None, claim: claim.clone(), rendered: true };
    needs.extend(facts.socket_claim.as_ref().map(|claim| single(Purpose::DomainSocket, claim)));
    let logs = facts.logserver.as_ref().and_then(|logserver| logserver.claim.as_ref());
    needs.extend(logs.map(|claim| single(Purpose::Logserver, claim)));
    for wanted in external::claims(values) {
        if needs.iter().any(|need| need.claim.name == wanted.name) {
            continue;
        }
        let claim = Claim {
            name: wanted.name,
            labels: Default::default(),
            storage_class: Some(unsaid.storage_class.clone()),
            access_modes: vec![wanted.mode],
            size: wanted.size.unwrap_or_else(|| unsaid.size.clone()),
            selector: None,
        };
        let purpose = if wanted.is_tier { Purpose::Tiers } else { Purpose::Mounts };
        needs.push(Need { purpose, replica: None, claim, rendered: false });
    }
    needs
}

/// An object that is printed, and what is said of it in a comment.
#[derive(Clone, Debug)]
pub struct Made {
    /// The comment, one line each.
    pub about: Vec<String>,
    /// The object.
    pub object: Tree,
}

/// The objects as a stream of YAML documents.
pub fn as_yaml(objects: &[Made]) -> String {
    let mut out = String::new();
    for made in objects {
        out.push_str("---\n");
        made.about.iter().for_each(|line| out.push_str(&format!("# {line}\n")));
        crate::yaml::emit::yaml(&made.object, &mut out);
    }
    out
}

/// The objects as one list in JSON.
pub fn as_json(objects: &[Made]) -> String {
    let items = objects.iter().map(|made| made.object.clone()).collect();
    let list = Tree::map([("apiVersion", "v1".into()), ("kind", "List".into()), ("items", Tree::List(items))]);
    let mut out = String::new();
    crate::yaml::emit::json(&list, &mut out);
    out
}
