//! `fleet` on a real disk: what it writes, lists, removes and refuses.

mod lab;

use lab::{FLEET, fleet, folder, put, run, told, tree};
use std::fs;

#[test]
fn a_cluster_is_what_render_writes() {
    let dir = fleet();
    let (code, text) = told(&dir, "fleet conf/fleet.yaml --output-dir out");
    assert_eq!((code, text.as_str()), (0, "out: 2 clusters, 13 files written\n"));
    for (cluster, args) in [
        (
            "eu",
            "-f conf/base.yaml -f conf/own/eu.yaml --profile multiMaster-embeddedJournal --namespace alluxio \
             --set master.env.FROM=defaults",
        ),
        (
            "us",
            "-f conf/base.yaml --name other --set master.env.FROM=defaults --set master.env.FROM=us --set fuse.enabled=true",
        ),
    ] {
        let (code, text) = told(&dir, &format!("render {args} --kube-version 1.30 --output-dir one/{cluster}"));
        assert_eq!(code, 0, "{text}");
        let mut written = tree(&dir.path().join("out").join(cluster));
        let record = written.remove(".alluxio-gen-fleet").expect("a record");
        assert!(written.remove(".alluxio-gen-cache").is_some(), "{cluster}");
        let mut rendered = tree(&dir.path().join("one").join(cluster));
        rendered.remove(".alluxio-gen-render").expect("a record");
        assert_eq!(written, rendered, "{cluster}");
        let recorded: Vec<&str> = record.lines().skip(1).collect();
        assert_eq!(recorded, rendered.keys().map(String::as_str).collect::<Vec<_>>(), "{cluster}");
    }
    let again = told(&dir, "fleet conf/fleet.yaml --output-dir out");
    assert_eq!(again, (0, "out: 2 clusters, 13 files unchanged\n".to_owned()));
    let check = told(&dir, "fleet conf/fleet.yaml --output-dir out --check");
    assert_eq!(check, (0, "out: 2 clusters, 13 files unchanged\n".to_owned()));
}

#[test]
fn a_folder_has_a_cluster_for_each_file() {
    let dir = folder(&[("c/b.yml", ""), ("c/a.yaml", "{}"), ("c/notes.txt", "x"), ("c/.hidden.yaml", "x")]);
    put(dir.path(), "c/deeper/d.yaml", "x");
    let (code, text) = told(&dir, "fleet c --output-dir out --check");
    insta::assert_snapshot!(format!("{code}\n{text}"), @r"
    1
    a: missing, with 5 files
    b: missing, with 5 files

    error: `out` differs from what `fleet` would write
     = note: 2 differences are listed above
     = help: run it without `--check`, and with `--prune` to remove files that are no longer rendered
    ");
    assert!(!dir.path().join("out").exists());
    assert_eq!(told(&dir, "fleet c --output-dir out").1, "out: 2 clusters, 10 files written\n");
    put(dir.path(), "c/fleet.yaml", "clusters: []");
    assert!(told(&dir, "fleet c --output-dir out").1.contains("`c/fleet.yaml` is in the folder of values files"));
    let empty = folder(&[("c/x.txt", "")]);
    assert!(told(&empty, "fleet c --output-dir out").1.contains("the folder `c` has no values files"));
}

#[test]
fn a_cluster_with_an_error_is_not_written_and_the_others_are() {
    let dir = folder(&[("base.yaml", "mastr: {count: 2}\n")]);
    put(
        dir.path(),
        "fleet.yaml",
        "defaults: {values: base.yaml}\n\
         clusters:\n  - name: a\n  - name: b\n    set: [\"worker.enabled=flase\"]\n\
         \x20 - {name: c, values: [nix.yaml]}\n  - {name: d, profile: nix}\n  - {name: e, profile: nix}\n",
    );
    let (code, text) = told(&dir, "fleet fleet.yaml --output-dir out");
    insta::assert_snapshot!(format!("{code}\n{text}"));
    assert_eq!(fs::read_dir(dir.path().join("out")).expect("the folder").count(), 1);
    put(dir.path(), "fleet.yaml", "defaults: {values: base.yaml}\nclusters: [name: a]\n");
    let (code, text) = told(&dir, "fleet fleet.yaml --output-dir strict --strict");
    assert_eq!(code, 1);
    assert!(text.contains("error[AXG301]: unknown value `mastr`"), "{text}");
    assert!(tree(&dir.path().join("strict")).is_empty());
}

#[test]
fn a_key_with_a_slip_does_not_leave_a_cluster_without_its_values() {
    let dir = folder(&[("a.yaml", "master: {count: 3}\njournal: {type: EMBEDDED}\n")]);
    for (file, name, meant) in [
        ("clusters:\n- {name: a, value: a.yaml}\n", "clusters[0].value", "values"),
        ("default: {values: a.yaml}\nclusters: [{name: a}]\n", "default", "defaults"),
    ] {
        put(dir.path(), "fleet.yaml", file);
        let (code, text) = told(&dir, "fleet fleet.yaml --output-dir out");
        assert_eq!(code, 1);
        assert!(text.contains(&format!("unknown value `{name}`")), "{text}");
        assert!(text.contains(&format!("did you mean `{meant}`?")), "{text}");
        assert!(!dir.path().join("out").exists());
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let dir = folder(&[]);
    for number in 0..40 {
        let bad = if number % 7 == 3 { "mastr: 1\nworker: {enabled: maybe}\n" } else { "wroker: 1\n" };
        put(dir.path(), &format!("c/c{number}.yaml"), &format!("fullnameOverride: a{number}\n{bad}"));
    }
    let mut first = None;
    for threads in [1, 2, 3, 16, 100] {
        let (code, text) = told(&dir, &format!("fleet c --output-dir out --threads {threads}"));
        assert_eq!(code, 1);
        let result = (text, tree(&dir.path().join("out")));
        assert_eq!(*first.get_or_insert_with(|| result.clone()), result, "{threads} threads");
        fs::remove_dir_all(dir.path().join("out")).expect("removed");
    }
    let (text, files) = first.expect("a result");
    assert!(text.contains("34 clusters, 170 files written"), "{text}");
    assert_eq!(files.len(), 34 * 6);
    assert_eq!(run(&dir, "fleet c --output-dir out --threads 0").status.code(), Some(2));
}

#[test]
fn drift_is_listed_and_nothing_is_written() {
    let dir = fleet();
    told(&dir, "fleet conf/fleet.yaml --output-dir out");
    let out = dir.path().join("out");
    fs::remove_file(out.join("eu/config/configmap-alluxio-config.yaml")).expect("removed");
    put(&out, "eu/master/service-alluxio-master-0.yaml", "---\n");
    put(&out, "eu/mine.yaml", "---\n");
    put(dir.path(), "conf/fleet.yaml", &FLEET.replace("      - fuse.enabled=true\n", ""));
    put(&out, "old/.alluxio-gen-fleet", "# files\nx.yaml\n");
    put(&out, "old/x.yaml", "---\n# Source: alluxio/templates/x.yaml\n");
    put(&out, "theirs/x.yaml", "---\n# Source: alluxio/templates/x.yaml\n");
    let before = tree(&out);
    let (code, text) = told(&dir, "fleet conf/fleet.yaml --output-dir out --check --prune");
    insta::assert_snapshot!(format!("{code}\n{text}"));
    assert_eq!(tree(&out), before);
}

#[test]
fn pruning_removes_what_was_written_and_nothing_else() {
    let dir = fleet();
    told(&dir, "fleet conf/fleet.yaml --output-dir out");
    let out = dir.path().join("out");
    let small = FLEET.replace("      - fuse.enabled=true\n", "");
    let small =
        small.replace(&small[small.find("  - name: eu").unwrap_or(0)..small.find("  - name: us").unwrap_or(0)], "");
    put(dir.path(), "conf/fleet.yaml", &small);
    // Of the dropped cluster's folder, a file that is not ours and one that was written anew are kept.
    put(&out, "eu/mine.yaml", "mine");
    put(&out, "eu/config/configmap-alluxio-config.yaml", "mine");
    let (code, text) = told(&dir, "fleet conf/fleet.yaml --output-dir out");
    let kept = "out: 1 cluster, 5 files unchanged, 7 files no longer rendered (`--prune` removes them)\n";
    assert_eq!((code, text.as_str()), (0, kept));
    assert!(out.join("us/fuse/daemonset-alluxio-fuse.yaml").exists());
    let (code, text) = told(&dir, "fleet conf/fleet.yaml --output-dir out --prune");
    assert_eq!((code, text.as_str()), (0, "out: 1 cluster, 5 files unchanged, 7 files removed\n"));
    let left = tree(&out);
    // Manifests, the record and what is kept of the last run; the two files that are not ours.
    assert_eq!(left.len(), 5 + 2 + 2);
    assert_eq!(left["eu/mine.yaml"], "mine");
    assert_eq!(left["eu/config/configmap-alluxio-config.yaml"], "mine");
    assert!(!left["us/.alluxio-gen-fleet"].contains("fuse"));
    assert!(!out.join("us/fuse").exists() && !out.join("eu/master").exists());
    assert_eq!(told(&dir, "fleet conf/fleet.yaml --output-dir out --check").0, 0);
}

#[test]
fn what_is_wrong_with_the_file_is_told_at_once() {
    let dir = folder(&[(
        "fleet.yaml",
        "defaults: {name: x}\nclusters:\n  - name: a/b\n  - name: Eu\n    release: UP\n  - name: eu\n  - name: eu\n\
         \x20 - name: ..\n  - namespace: n\n    kubeVersion: x\n  - {name: z, values: [\"-\"], sett: 1}\n",
    )]);
    let (code, text) = told(&dir, "fleet fleet.yaml --output-dir out");
    insta::assert_snapshot!(format!("{code}\n{text}"));
    put(dir.path(), "fleet.yaml", "clusters:\n  - 3\n  - {name: a, values: {b: 1}}\n");
    let (_, text) = told(&dir, "fleet fleet.yaml --output-dir out");
    assert!(text.contains("`clusters[0]` must be a map, found 3"), "{text}");
    assert!(text.contains("`clusters[1].values` must be a list of strings, found a map"), "{text}");
    put(dir.path(), "fleet.yaml", "clusters: [{name: a, values: ['https://x.y/z.yaml']}]\n");
    let (_, text) = told(&dir, "fleet fleet.yaml --output-dir out");
    assert!(text.contains("`https://x.y/z.yaml` is a URL") && text.contains("fleet.yaml:1:31"), "{text}");
    for merged in ["<<: *x\nclusters: [{name: b}]\n", "clusters: [{name: b}]\n<<: {}\n", "<<: {clusters: [name: b]}\n"]
    {
        put(dir.path(), "fleet.yaml", &format!("x-a: &x\n  clusters: [{{name: a}}]\n{merged}"));
        let (_, text) = told(&dir, "fleet fleet.yaml --output-dir out --check");
        assert!(text.starts_with("b: missing, with 5 files\n\nerror: `out` differs from"), "{merged}{text}");
    }
    for (content, expected) in [
        ("", "lists no clusters"),
        ("clusters:\n", "lists no clusters"),
        ("[]", "lists no clusters"),
        ("[a]", "must be a map"),
        ("a: [", "error: "),
        ("---\nclusters: []\n---\n{}\n", "2 documents"),
    ] {
        put(dir.path(), "fleet.yaml", content);
        let (code, text) = told(&dir, "fleet fleet.yaml --output-dir out");
        assert!(code == 1 && text.contains(expected), "{content}: {text}");
    }
    assert!(told(&dir, "fleet nix --output-dir out").1.contains("cannot read `nix`: no such file"));
    assert!(!dir.path().join("out").exists());
}

#[test]
fn what_the_defaults_set_is_told_once() {
    let dir = folder(&[(
        "fleet.yaml",
        "defaults: {set: [mastr.x=1, worker.enabled=flase]}\n\
         clusters:\n  - {name: a, set: mastr.x=1}\n  - name: b\n  - name: c\n    profile: singleMaster-hdfsJournal\n",
    )]);
    let (code, text) = told(&dir, "fleet fleet.yaml --output-dir out");
    insta::assert_snapshot!(format!("{code}\n{text}"));
}

#[test]
fn problems_without_number_are_counted() {
    let keys: String = (0..1_500).map(|number| format!("k{number}: 1\n")).collect();
    let dir = folder(&[("c/a.yaml", keys.as_str()), ("c/b.yaml", "")]);
    let (code, text) = told(&dir, "fleet c --output-dir out");
    assert_eq!((code, text.matches("warning[AXG301]").count()), (0, 1_000));
    assert!(text.contains("\n\n... and 500 more\n = cluster: `a`\n\nout: 2 clusters"), "{}", &text[text.len() - 300..]);
}

#[test]
fn ten_thousand_clusters_may_say_all_that_they_can() {
    let dir = folder(&[("v.yaml", "{}\n")]);
    let mut text = "defaults: {release: r}\nclusters:\n".to_owned();
    for number in 0..10_000 {
        text += &format!(
            "  - name: c{number}\n    profile: nix\n    values: [v.yaml]\n    set: [image=a]\n    namespace: n\n    release: r\n"
        );
    }
    put(dir.path(), "fleet.yaml", &text);
    let (code, text) = told(&dir, "fleet fleet.yaml --output-dir out --check");
    assert_eq!(code, 1);
    assert!(text.ends_with("error: 10000 of 10000 clusters have errors; nothing was written for them\n"), "{text}");
    assert!(text.contains("`c8`, `c9`, 9990 more"), "{text}");
}

#[test]
fn slices_together_are_the_whole() {
    let files: Vec<(String, String)> =
        (1..=7).map(|number| (format!("c/n{number}.yaml"), format!("master: {{env: {{NUMBER: {number}}}}}"))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let dir = folder(&files);
    let all = |command: &str| {
        let slices = (1..=3).map(|slice| told(&dir, &format!("fleet c {command} --slice {slice}/3")));
        slices.map(|(code, text)| format!("{code} {text}")).collect::<Vec<_>>()
    };
    assert_eq!(told(&dir, "fleet c --output-dir whole").1, "whole: 7 clusters, 35 files written\n");
    assert_eq!(
        all("--output-dir parts"),
        [
            "0 parts: 3 clusters, 15 files written\n",
            "0 parts: 2 clusters, 10 files written\n",
            "0 parts: 2 clusters, 10 files written\n"
        ]
    );
    assert_eq!(tree(&dir.path().join("parts")), tree(&dir.path().join("whole")));
    // A cluster that is gone is told, and removed, by one slice; those of other slices are not gone.
    fs::remove_file(dir.path().join("c/n5.yaml")).expect("it is there");
    let checks = all("--output-dir parts --check");
    let gone: Vec<bool> = checks.iter().map(|text| text.contains("n5: no longer in the fleet")).collect();
    assert_eq!(gone, [true, false, false], "{checks:?}");
    assert!(checks[1].starts_with("0 ") && checks[2].starts_with("0 "), "{checks:?}");
    told(&dir, "fleet c --output-dir whole --prune");
    all("--output-dir parts --prune");
    assert_eq!(tree(&dir.path().join("parts")), tree(&dir.path().join("whole")));
    assert_eq!(told(&dir, "fleet c --output-dir one --slice 9/9").0, 0);
    assert_eq!(told(&dir, "fleet c --output-dir out --slice 4/3").0, 2);
}
