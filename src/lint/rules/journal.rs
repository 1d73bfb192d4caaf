//! AXG1xx: the masters' journal and metastore.

use crate::facts::given::{Component, property};
use crate::facts::{embedded_ha, master_enabled, needs_journal, units};
use crate::lint::{Context, Findings, Rule, found};
use crate::model::choices::{JournalType, JournalUfs, MasterVolume};
use crate::problem::Severity::{Advice, Warning};

/// The rules of this group.
pub const RULES: &[Rule] = &[
    Rule {
        code: "AXG101",
        severity: Warning,
        title: "journal on an emptyDir",
        why: "an emptyDir is deleted with its pod: the journal, and so all metadata, is lost when the pod is replaced",
        see: "Deploy Alluxio on Kubernetes, \"Deploy: Configuration\"",
        fix: "journal:\n  volumeType: persistentVolumeClaim\n",
        check: journal_on_empty_dir,
    },
    Rule {
        code: "AXG102",
        severity: Warning,
        title: "metastore on an emptyDir",
        why: "an emptyDir is deleted with its pod: the metadata in it is lost when the pod is replaced",
        see: "Deploy Alluxio on Kubernetes, \"Deploy: Configuration\"",
        fix: "metastore:\n  volumeType: persistentVolumeClaim\n",
        check: metastore_on_empty_dir,
    },
    Rule {
        code: "AXG103",
        severity: Warning,
        title: "journal volume below 1Gi",
        why: "each journal volume should have at least 1Gi; a master stops when it cannot write its journal",
        see: "Deploy Alluxio on Kubernetes, \"Basic Setup\"",
        fix: "journal:\n  size: 1Gi\n",
        check: small_journal,
    },
    Rule {
        code: "AXG104",
        severity: Warning,
        title: "several masters with local journals",
        why: "with a UFS journal on a volume, each master has its own journal: the masters share nothing and do not elect a leader",
        see: "Deploy Alluxio on Kubernetes, \"Basic Setup\"",
        fix: "journal:\n  type: EMBEDDED\n",
        check: local_journals,
    },
    Rule {
        code: "AXG105",
        severity: Warning,
        title: "several masters with a shared journal and no ZooKeeper",
        why: "masters that share a UFS journal elect a leader with ZooKeeper; without it, all of them write",
        see: "Alluxio documentation, \"Deploy an Alluxio Cluster with HA\"",
        fix: "properties:\n  alluxio.zookeeper.enabled: true\n  alluxio.zookeeper.address: zookeeper-0.zookeeper:2181\n",
        check: no_zookeeper,
    },
    Rule {
        code: "AXG106",
        severity: Warning,
        title: "even number of masters",
        why: "an embedded journal needs a majority of the masters: an even number tolerates no more failures than one master less",
        see: "Alluxio documentation, \"Deploy an Alluxio Cluster with HA\"",
        fix: "master:\n  count: 3\n",
        check: even_masters,
    },
    Rule {
        code: "AXG107",
        severity: Advice,
        title: "embedded journal with one master",
        why: "the embedded journal is for several masters; with one, no other master can take over",
        see: "Deploy Alluxio on Kubernetes, \"Basic Setup\"",
        fix: "master:\n  count: 3\n",
        check: one_embedded_master,
    },
    Rule {
        code: "AXG108",
        severity: Warning,
        title: "journal formatted at every start",
        why: "the init container runs whenever a master pod starts, so each restart erases the journal",
        see: "Deploy Alluxio on Kubernetes, \"Deploy: Install\"",
        fix: "journal:\n  format:\n    runFormat: false\n",
        check: formatted_always,
    },
    Rule {
        code: "AXG109",
        severity: Warning,
        title: "RocksDB metastore without a volume",
        why: "the metastore is not on a volume: it fills the disk of the container and is lost with it",
        see: "Deploy Alluxio on Kubernetes, \"Deploy: Configuration\"",
        fix: "properties:\n  alluxio.master.metastore.dir: /metastore\nmetastore:\n  volumeType: persistentVolumeClaim\n  mountPath: /metastore\n",
        check: metastore_without_volume,
    },
    Rule {
        code: "AXG110",
        severity: Warning,
        title: "unused metastore volume",
        why: "the volume is mounted, but the masters keep their metastore elsewhere",
        see: "Deploy Alluxio on Kubernetes, \"Deploy: Configuration\"",
        fix: "properties:\n  alluxio.master.metastore: ROCKS\n  alluxio.master.metastore.dir: /metastore\n",
        check: volume_without_metastore,
    },
];

fn journal_on_empty_dir(context: &Context<'_>, findings: &mut Findings) {
    let volume = &context.values.journal.volume_type;
    if master_enabled(context.values) && needs_journal(context.values) && volume.value == Some(MasterVolume::EmptyDir) {
        findings.push(found("the journal is on an emptyDir", volume.place));
    }
}

fn metastore_on_empty_dir(context: &Context<'_>, findings: &mut Findings) {
    let Some(metastore) = context.values.metastore.as_ref().filter(|_| master_enabled(context.values)) else { return };
    if metastore.volume_type.value == Some(MasterVolume::EmptyDir) {
        findings.push(found("the metastore is on an emptyDir", metastore.volume_type.place));
    }
}

/// 1Gi, as the page has it.
const LEAST: f64 = 1_073_741_824.0;

fn small_journal(context: &Context<'_>, findings: &mut Findings) {
    if !master_enabled(context.values) || !needs_journal(context.values) {
        return;
    }
    let size = &context.values.journal.size;
    let Some(text) = size.filled() else { return };
    if units::amount(&units::for_kubernetes(text)).is_some_and(|amount| amount < LEAST) {
        findings.push(found(format!("the journal volume has {text}, less than 1Gi"), size.place));
    }
}

fn local_journals(context: &Context<'_>, findings: &mut Findings) {
    let (master, journal) = (&context.values.master, &context.values.journal);
    let local = journal.kind.value == Some(JournalType::Ufs) && journal.ufs_type.value == Some(JournalUfs::Local);
    if master_enabled(context.values) && local && master.count.or(1) > 1 {
        let message = format!("{} masters have a journal of type `UFS`, each on its own volume", master.count.or(1));
        let other = if journal.kind.set { journal.kind.place } else { None };
        let finding = found(message, master.count.place);
        findings.push(match other {
            Some(place) => finding.note_at("the type is here", place),
            None => finding,
        });
    }
}

fn no_zookeeper(context: &Context<'_>, findings: &mut Findings) {
    let (values, master, journal) = (context.values, &context.values.master, &context.values.journal);
    let shared = journal.kind.value == Some(JournalType::Ufs) && journal.ufs_type.value == Some(JournalUfs::Hdfs);
    if !master_enabled(values) || !shared || master.count.or(1) <= 1 {
        return;
    }
    let has = |name| property(values, Component::Master, name).map(|option| option.text);
    let enabled = has("alluxio.zookeeper.enabled").is_some_and(|text| text.eq_ignore_ascii_case("true"));
    if !enabled || has("alluxio.zookeeper.address").is_none_or(str::is_empty) {
        let message = format!("{} masters share a journal without ZooKeeper", master.count.or(1));
        findings.push(found(message, master.count.place));
    }
}

fn even_masters(context: &Context<'_>, findings: &mut Findings) {
    let count = &context.values.master.count;
    if master_enabled(context.values) && embedded_ha(context.values) && count.or(1) % 2 == 0 {
        let number = count.or(1);
        let message = format!("of {number} masters, {} can fail, no more than of {}", number / 2 - 1, number - 1);
        let finding = found(message, count.place);
        findings.push(finding.help(format!("master:\n  count: {}\n", number + 1)));
    }
}

fn one_embedded_master(context: &Context<'_>, findings: &mut Findings) {
    let journal = &context.values.journal;
    let embedded = journal.kind.value == Some(JournalType::Embedded);
    if master_enabled(context.values) && embedded && context.values.master.count.or(1) == 1 {
        findings.push(found("the journal is `EMBEDDED`, but there is only one master", journal.kind.place));
    }
}

fn formatted_always(context: &Context<'_>, findings: &mut Findings) {
    let run = &context.values.journal.format.run_format;
    if master_enabled(context.values) && run.or(false) {
        findings.push(found("the journal is formatted whenever a master pod starts", run.place));
    }
}

/// Where the metastore lies unless a property says otherwise, in the image of Alluxio.
const DEFAULT_DIR: &str = "/opt/alluxio/metastore";

fn metastore_without_volume(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    let kind = property(values, Component::Master, "alluxio.master.metastore");
    let Some(kind) = kind.filter(|kind| kind.text.eq_ignore_ascii_case("ROCKS")) else { return };
    if !master_enabled(values) {
        return;
    }
    let dir = property(values, Component::Master, "alluxio.master.metastore.dir");
    let text = dir.map_or(DEFAULT_DIR, |dir| dir.text);
    let mut mounts = values.mounts.iter().map(|mount| mount.path.text());
    let own = values.metastore.as_ref().map(|metastore| metastore.mount_path.text());
    let journal = needs_journal(values).then(|| values.journal.folder.text());
    if !own.into_iter().chain(journal).any(|path| lies_in(text, path)) && !mounts.any(|path| lies_in(text, path)) {
        let place = dir.unwrap_or(kind).place;
        findings.push(found(format!("the metastore is `ROCKS` in {text}, where no volume is mounted"), place));
    }
}

fn volume_without_metastore(context: &Context<'_>, findings: &mut Findings) {
    let values = context.values;
    let Some(metastore) = values.metastore.as_ref().filter(|_| master_enabled(values)) else { return };
    let kind = property(values, Component::Master, "alluxio.master.metastore");
    let dir = property(values, Component::Master, "alluxio.master.metastore.dir");
    let place = metastore.volume_type.place.or(metastore.mount_path.place).or(metastore.size.place);
    let mounted = metastore.mount_path.text();
    if let Some(kind) = kind.filter(|kind| kind.text.eq_ignore_ascii_case("HEAP")) {
        let message = format!("the metastore has a volume at {mounted}, but `alluxio.master.metastore` is HEAP");
        findings.push(found(message, place).note_at("the property is here", kind.place));
    } else if let Some(dir) = dir.filter(|dir| !lies_in(dir.text, mounted)) {
        let message = format!("the metastore has a volume at {mounted}, but is in {}", dir.text);
        findings.push(found(message, place).note_at("the property is here", dir.place));
    } else if dir.is_none() && !lies_in(DEFAULT_DIR, mounted) {
        let message = format!(
            "the metastore has a volume at {mounted}, but without `alluxio.master.metastore.dir` it is in {DEFAULT_DIR}"
        );
        let fix =
            format!("properties:\n  alluxio.master.metastore: ROCKS\n  alluxio.master.metastore.dir: {mounted}\n");
        findings.push(found(message, place).help(fix));
    }
}

/// Whether a path is a folder or lies below it.
fn lies_in(path: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    let rest = path.strip_prefix(folder);
    !folder.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
