//! `fleet` when nothing has changed: what is kept in a cluster's folder saves rendering it, and hides nothing.
//!
//! Whether a cluster is rendered shows in a file that is forged together with what is kept of it: it stays only while nothing is.

mod lab;

use alluxio_gen::fleet::Kept;
use alluxio_gen::fleet::kept::{Kin, NAME};
use alluxio_gen::output::folder::Wanted;
use lab::{FLEET, fleet, folder, put, told, tree};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

const RUN: &str = "fleet conf/fleet.yaml --output-dir out";
const SERVICE: &str = "master/service-alluxio-master-0.yaml";
const FORGED: &str = "---\n# Source: alluxio/templates/master/service.yaml\nkind: Forged\n";

fn eu(dir: &TempDir) -> PathBuf {
    dir.path().join("out/eu")
}

/// A fleet whose files are written, with one of `eu` forged.
fn forged() -> TempDir {
    let dir = fleet();
    assert_eq!(told(&dir, RUN).1, "out: 2 clusters, 13 files written\n");
    forge(&dir);
    dir
}

fn forge(dir: &TempDir) {
    let mut kept = Kept::read(&eu(dir)).expect("something is kept");
    let kin = kept.files.iter_mut().find(|kin| kin.path == SERVICE).expect("a Service");
    *kin = Kin::of(&Wanted { path: SERVICE.to_owned(), text: FORGED.to_owned() });
    put(&eu(dir), SERVICE, FORGED);
    kept.write(&eu(dir));
}

/// Whether the last run has left the forged file alone.
fn is_forged(dir: &TempDir) -> bool {
    fs::read_to_string(eu(dir).join(SERVICE)).is_ok_and(|text| text == FORGED)
}

#[test]
fn what_has_not_changed_is_not_rendered() {
    let dir = forged();
    let same = (0, "out: 2 clusters, 13 files unchanged\n".to_owned());
    for more in ["", " --check", " --prune", " --threads 1"] {
        assert_eq!(told(&dir, &format!("{RUN}{more}")), same, "{more}");
    }
    let slices = [1, 2].map(|slice| told(&dir, &format!("{RUN} --slice {slice}/2")).1);
    assert_eq!(slices.concat().matches("files unchanged").count(), 2, "{slices:?}");
    assert!(is_forged(&dir));
    let fresh = told(&dir, &format!("{RUN} --no-cache"));
    assert_eq!(fresh, (0, "out: 2 clusters, 1 file written, 12 files unchanged\n".to_owned()));
    assert!(!is_forged(&dir));
}

#[test]
fn whatever_goes_in_counts() {
    let dir = forged();
    let text = |path: &str| fs::read_to_string(dir.path().join(path)).expect("it is read");
    let edits = [
        ("conf/own/eu.yaml", format!("{}# a comment\n", text("conf/own/eu.yaml"))),
        ("conf/base.yaml", format!("{}# a comment\n", text("conf/base.yaml"))),
        ("conf/fleet.yaml", FLEET.replace("FROM=defaults", "FROM=elsewhere")),
        ("conf/fleet.yaml", FLEET.replace("namespace: alluxio", "namespace: other")),
        ("conf/fleet.yaml", FLEET.replace("kubeVersion: 1.30", "kubeVersion: 1.31")),
        ("conf/fleet.yaml", FLEET.replace("    profile: multiMaster-embeddedJournal\n", "")),
        ("conf/fleet.yaml", FLEET.replace("    values: [own/eu.yaml]\n", "    values: [own/eu.yaml, base.yaml]\n")),
        ("conf/fleet.yaml", FLEET.replace("    values: [own/eu.yaml]\n", "    set: [worker.env.A=b]\n")),
        ("conf/fleet.yaml", format!("{FLEET}# alluxio-gen: allow AXG101\n")),
    ];
    for (path, edited) in edits {
        let before = text(path);
        assert_ne!(before, edited, "{path}");
        put(dir.path(), path, &edited);
        let (code, told) = told(&dir, &format!("{RUN} --check"));
        assert!(code == 1 && told.contains(&format!("eu/{SERVICE}: differs")), "{path} {edited}: {told}");
        put(dir.path(), path, &before);
    }
    for option in [
        "--strict",
        "--label a=b",
        "--annotation a=b",
        "--config-checksum",
        "--allow AXG101",
        "--alluxio-version 2.9",
        "--image-registry mirror.local",
    ] {
        let (code, told) = told(&dir, &format!("{RUN} --check {option}"));
        assert!(code == 1 && told.contains(SERVICE), "{option}: {told}");
    }
    assert_eq!(told(&dir, &format!("{RUN} --check")).0, 0, "all is as it was");
}

#[test]
fn templates_of_ones_own_count() {
    let dir = fleet();
    let run = format!("{RUN} --from mine");
    put(dir.path(), "mine/profiles/own.yaml", "# Mine.\n");
    assert_eq!(told(&dir, &run).0, 0);
    forge(&dir);
    assert_eq!(told(&dir, &run).1, "out: 2 clusters, 13 files unchanged\n");
    assert!(is_forged(&dir));
    put(dir.path(), "mine/profiles/own.yaml", "# Still mine.\n");
    assert_eq!(told(&dir, &run).1, "out: 2 clusters, 1 file written, 12 files unchanged\n");
    forge(&dir);
    // So deep that it is not looked at.
    put(dir.path(), "mine/templates/1/2/3/4/5/6/7/8/part.j2", "");
    assert_eq!(told(&dir, &run).1, "out: 2 clusters, 1 file written, 12 files unchanged\n");
}

#[test]
fn another_program_renders_again() {
    let dir = forged();
    // The digest of the program is a part of that of the inputs, as a test of src/fleet/inputs.rs shows.
    let kept = Kept::read(&eu(&dir)).expect("something is kept");
    Kept { inputs: kept.inputs ^ 1, ..kept }.write(&eu(&dir));
    assert_eq!(told(&dir, RUN).1, "out: 2 clusters, 1 file written, 12 files unchanged\n");
    assert!(!is_forged(&dir));
}

#[test]
fn drift_is_found_and_mended() {
    let dir = fleet();
    told(&dir, RUN);
    let clean = tree(&dir.path().join("out"));
    let service = eu(&dir).join(SERVICE);
    let edited = || fs::write(&service, FORGED).expect("written");
    let longer = || fs::write(&service, format!("{}\n", clean[&format!("eu/{SERVICE}")])).expect("written");
    let deleted = || fs::remove_file(&service).expect("removed");
    let drifts: [(&dyn Fn(), &str); 3] = [(&edited, "differs"), (&longer, "differs"), (&deleted, "missing")];
    for (change, word) in drifts {
        change();
        let (code, text) = told(&dir, &format!("{RUN} --check"));
        assert!(code == 1 && text.starts_with(&format!("eu/{SERVICE}: {word}\n")), "{text}");
        assert_eq!(told(&dir, RUN).1, "out: 2 clusters, 1 file written, 12 files unchanged\n", "{word}");
        assert_eq!(tree(&dir.path().join("out")), clean, "{word}");
    }
    fs::remove_file(eu(&dir).join(".alluxio-gen-fleet")).expect("removed");
    let (code, text) = told(&dir, &format!("{RUN} --check"));
    assert!(code == 1 && text.starts_with("eu/.alluxio-gen-fleet: missing\n"), "{text}");
}

#[test]
fn pruning_leaves_nothing_of_a_cluster() {
    let dir = fleet();
    told(&dir, RUN);
    put(dir.path(), "conf/fleet.yaml", &FLEET.replace("      - fuse.enabled=true\n", ""));
    for _ in 0..2 {
        let (code, text) = told(&dir, RUN);
        assert!(code == 0 && text.contains("no longer rendered"), "it is told every time: {text}");
    }
    assert!(told(&dir, &format!("{RUN} --prune")).1.contains("1 file removed"));
    assert_eq!(told(&dir, RUN).1, "out: 2 clusters, 12 files unchanged\n");
    put(dir.path(), "conf/fleet.yaml", FLEET.split("  - name: us").next().unwrap_or_default());
    assert_eq!(told(&dir, &format!("{RUN} --prune")).0, 0);
    assert!(!dir.path().join("out/us").exists());
}

#[test]
fn what_is_damaged_is_not_believed_and_harms_nothing() {
    let path = |dir: &TempDir| eu(dir).join(NAME);
    let garbage = |dir: &TempDir| fs::write(path(dir), b"\xff\x00 garbage").expect("written");
    let short = |dir: &TempDir| {
        let text = fs::read_to_string(path(dir)).expect("it is read");
        fs::write(path(dir), &text[..text.len() / 2]).expect("written");
    };
    let huge = |dir: &TempDir| fs::File::create(path(dir)).and_then(|file| file.set_len(1 << 40)).expect("made");
    // As a checkout of Git makes it: the same text with the date of today.
    let copied = |dir: &TempDir| fs::write(path(dir), fs::read(path(dir)).expect("it is read")).expect("written");
    let gone = |dir: &TempDir| fs::remove_file(path(dir)).expect("removed");
    let pipe = |dir: &TempDir| {
        gone(dir);
        assert!(Command::new("mkfifo").arg(path(dir)).status().is_ok_and(|status| status.success()));
    };
    let link = |dir: &TempDir| {
        fs::rename(path(dir), dir.path().join("elsewhere")).expect("moved");
        std::os::unix::fs::symlink(dir.path().join("elsewhere"), path(dir)).expect("a link");
    };
    let directory = |dir: &TempDir| {
        gone(dir);
        fs::create_dir(path(dir)).expect("a folder");
    };
    type Damage<'a> = (&'a str, &'a dyn Fn(&TempDir));
    let damages: [Damage<'_>; 8] = [
        ("garbage", &garbage),
        ("short", &short),
        ("huge", &huge),
        ("copied", &copied),
        ("gone", &gone),
        ("pipe", &pipe),
        ("link", &link),
        ("directory", &directory),
    ];
    for (name, damage) in damages {
        let dir = forged();
        damage(&dir);
        let (code, text) = told(&dir, &format!("{RUN} --check"));
        assert!(code == 1 && text.starts_with(&format!("eu/{SERVICE}: differs\n")), "{name}: {text}");
        let done = (0, "out: 2 clusters, 1 file written, 12 files unchanged\n".to_owned());
        assert_eq!(told(&dir, RUN), done, "{name}");
        assert_eq!(told(&dir, RUN).1, "out: 2 clusters, 13 files unchanged\n", "{name}");
    }
}

#[test]
fn what_is_wrong_is_told_every_time() {
    let dir = folder(&[
        ("a.yaml", "imageTag: 2.7.2\nmastr: {}\n"),
        ("fleet.yaml", "clusters:\n  - {name: a, values: a.yaml}\n"),
    ]);
    let first = told(&dir, "fleet fleet.yaml --output-dir out");
    assert!(first.1.contains("AXG301"), "{}", first.1);
    let second = told(&dir, "fleet fleet.yaml --output-dir out");
    assert_eq!(second.1.replace("unchanged", "written"), first.1);
    // What is allowed is silent, until it no longer is.
    let allowed = "# alluxio-gen: allow AXG301\nclusters:\n  - {name: a, values: a.yaml, set: [images.registry=]}\n";
    put(dir.path(), "a.yaml", "mastr: {} # alluxio-gen: allow AXG301\n");
    put(dir.path(), "fleet.yaml", allowed);
    let silent = told(&dir, "fleet fleet.yaml --output-dir out");
    assert_eq!(silent.1.lines().count(), 1, "{}", silent.1);
    put(dir.path(), "a.yaml", "mastr: {}\n");
    assert!(told(&dir, "fleet fleet.yaml --output-dir out").1.contains("AXG301"));
}

#[test]
fn what_clusters_share_is_told_every_time() {
    let clusters = "defaults: {namespace: data, set: [csi.enabled=true]}\nclusters: [name: a, name: b]\n";
    let dir = folder(&[("fleet.yaml", &clusters.replace("[name: a, name: b]", "[{name: a}, {name: b}]"))]);
    let first = told(&dir, "fleet fleet.yaml --output-dir out").1;
    assert!(first.contains("AXG626") && first.contains("AXG645"), "{first}");
    assert!(Kept::read(&dir.path().join("out/a")).is_some(), "nothing is kept");
    assert_eq!(told(&dir, "fleet fleet.yaml --output-dir out").1.replace("unchanged", "written"), first);
}
