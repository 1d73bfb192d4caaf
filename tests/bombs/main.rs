//! Inputs that are small and would cost much: each ends in an error or a result, soon and within little memory.
//!
//! The bounds here are wide, for debug builds on machines that are busy. What each one costs in earnest, and that it is
//! within 100 ms and 50 MB, tells (with GNU time)
//! `ALLUXIO_GEN=target/release/alluxio-gen cargo test --test bombs -- --nocapture --test-threads 1`.
#![cfg(target_os = "linux")]

#[path = "../support/bounded.rs"]
mod bounded;
mod repetition;
mod run;

use run::End::{Error, Result};
use run::{assert_none, file, set};
use std::fmt::Write as _;

fn lines(number: usize, line: impl Fn(usize) -> String) -> String {
    (0..number).fold(String::new(), |mut out, index| {
        let _ = writeln!(out, "{}", line(index));
        out
    })
}

#[test]
fn aliases() {
    let mut failures = Vec::new();
    let laughs = lines(12, |level| {
        let item = if level == 0 { "ha".to_owned() } else { format!("*a{}", level - 1) };
        format!("k{level}: &a{level} [{}]", vec![item; 10].join(", "))
    });
    failures.push(file(
        "lists of aliases, ten to the twelfth",
        laughs,
        Error("including the copies that aliases create"),
    ));
    let maps = lines(30, |level| match level {
        0 => "k0: &a0 {x: y}".to_owned(),
        _ => format!("k{level}: &a{level} {{l: *a{0}, r: *a{0}}}", level - 1),
    });
    failures.push(file(
        "maps of aliases, two to the thirtieth",
        maps,
        Error("including the copies that aliases create"),
    ));
    let wide = format!("a: &a [{}]\nb: [{}]\n", "x, ".repeat(2_000), "*a, ".repeat(2_000));
    failures.push(file("a long list, many times", wide, Error("including the copies that aliases create")));
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1_000_000), "*a, ".repeat(1_000));
    failures.push(file("a text of 1 MB, a thousand times", long, Error("including the copies that aliases create")));
    failures.push(file("an alias of itself", "a: &a [*a]\n", Error("values.yaml:1")));
    let merges = lines(3_000, |level| match level {
        0 => "k0: &a0 {x0: y}".to_owned(),
        _ => format!("k{level}: &a{level} {{<<: *a{}, x{level}: y}}", level - 1),
    });
    failures.push(file("a chain of `<<`", merges, Error("more than")));
    let merges = format!("a: &a {{{}}}\nb: {{<<: [{}]}}\n", "x: y", "*a, ".repeat(50_000));
    failures.push(file("a list of `<<`", merges, Error("including the copies that aliases create")));
    failures.push(file("many anchors", lines(30_000, |index| format!("k{index}: &a{index} x")), Result));
    assert_none(failures);
}

#[test]
fn nesting() {
    let mut failures = Vec::new();
    for (name, piece) in
        [("`[`", "["), ("`{a: `", "{a: "), ("`[{a: `", "[{a: "), ("`- `", "- "), ("`? `", "? "), ("`!!x `", "!!str ")]
    {
        let end = Error("values.yaml:");
        failures.push(file(&format!("{name} 100,000 times"), format!("a:\n  {}", piece.repeat(100_000)), end));
    }
    let deep = (0..1_500).fold(String::new(), |mut out, level| {
        let _ = writeln!(out, "{:level$}a:", "");
        out
    });
    failures.push(file("maps in blocks, 1,500 deep", deep, Error("deep")));
    let closed = format!("a: {}{}", "[".repeat(100_000), "]".repeat(100_000));
    failures.push(file("closed brackets", closed, Error("deep")));
    let open_strings = "a: \"".repeat(20_000);
    failures.push(file("quotes that never close", open_strings, Error("values.yaml:")));
    failures.push(set("JSON, 30,000 deep", &[("--set-json", &format!("a={}", "[".repeat(30_000)))], Error("deep")));
    failures.push(set("braces, 30,000 deep", &[("--set", &format!("a={}", "{".repeat(30_000)))], Error("--set")));
    assert_none(failures);
}

#[test]
fn parts_of_pods_as_kubernetes_has_them() {
    let of_2_9 = |text: String| format!("# alluxio-gen: alluxio-version 2.9\n{text}");
    let mut failures = Vec::new();
    let many = lines(10_000, |index| format!("  - {{name: c{index}, image: x}}"));
    failures.push(file("10,000 extra containers", of_2_9(format!("master:\n  extraContainers:\n{many}")), Result));
    let many = lines(10_000, |index| format!("  - {{name: v{index}}}"));
    failures.push(file("10,000 extra volumes", of_2_9(format!("worker:\n  extraVolumes:\n{many}")), Result));
    let many = lines(10_000, |index| format!("  - {{name: v{index}, mountPath: /v{index}}}"));
    let nowhere = of_2_9(format!("worker:\n  extraVolumeMounts:\n{many}"));
    failures.push(file("10,000 mounts of volumes that are not there", nowhere, Error("no volume")));
    let deep = format!("worker: {{extraVolumes: [{{name: v, x: {}{}}}]}}", "{a: ".repeat(2_000), "}".repeat(2_000));
    failures.push(file("a field 2,000 deep", of_2_9(deep), Error("deep")));
    let variables = lines(40_000, |index| format!("      V{index}: x"));
    let container = format!(
        "proxy: {{enabled: true}}\nmaster:\n  extraContainers:\n  - name: c\n    image: x\n    env:\n{variables}"
    );
    failures.push(file("40,000 variables of an extra container", of_2_9(container), Result));
    assert_none(failures);
}

#[test]
fn numbers() {
    let mut failures = Vec::new();
    let digits = "9".repeat(1_000_000);
    failures.push(file("a number of 1 MB", format!("user: {digits}\n"), Error("`user`")));
    failures.push(file("a fraction of 1 MB", format!("user: 0.{digits}\n"), Error("`user`")));
    failures.push(file("an exponent of 1 MB", format!("user: 1e{digits}\n"), Error("`user`")));
    failures.push(file("an exponent without end", "user: 1e999999999\n", Error("`user`")));
    failures.push(file("a hexadecimal number of 1 MB", format!("user: 0x{digits}\n"), Error("`user`")));
    failures.push(file("times of 1 MB", format!("user: {}\n", "59:".repeat(300_000)), Error("values.yaml")));
    failures.push(file("masters without end", "master: {count: 999999999999}\n", Error("`master.count`")));
    failures.push(file("a quantity without end", "journal: {size: 1e999999999}\n", Result));
    failures.push(file(
        "a port without end",
        "master: {ports: {rpc: 99999999999999999999}}\n",
        Error("`master.ports.rpc`"),
    ));
    failures.push(set("a number of 100 kB", &[("--set", &format!("user={}", "9".repeat(100_000)))], Error("`user`")));
    failures.push(set(
        "a JSON number of 100 kB",
        &[("--set-json", &format!("user={}", "9".repeat(100_000)))],
        Error("user"),
    ));
    assert_none(failures);
}

#[test]
fn indexes_and_paths() {
    let mut failures = Vec::new();
    failures.push(set("an index without end", &[("--set", "a[999999999999999999999]=1")], Error("index")));
    failures.push(set("an index of two billion", &[("--set", "a[2147483647]=1")], Error("index")));
    failures.push(set("the largest index", &[("--set", "a[65536]=1")], Result));
    let deep = format!("a{}=1", "[65536]".repeat(100));
    failures.push(set("the largest index, 100 deep", &[("--set", &deep)], Error("gaps")));
    let many: Vec<(&str, String)> = (0..50).map(|index| ("--set", format!("a[{index}][65536]=1"))).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(flag, text)| (*flag, text.as_str())).collect();
    failures.push(set("the largest index, 50 times", &many, Error("gaps")));
    failures.push(set("60,000 dots", &[("--set", &format!("{}=1", "a.".repeat(60_000)))], Error("--set")));
    failures.push(set("60,000 indexes", &[("--set", &format!("a{}=1", "[0]".repeat(40_000)))], Error("--set")));
    failures.push(set("a path of 100 kB", &[("--set", &format!("{}=1", "a".repeat(100_000)))], Result));
    failures.push(set("100 kB of backslashes", &[("--set", &format!("a={}", "\\".repeat(100_000)))], Result));
    failures.push(set("100 kB of commas", &[("--set", &",".repeat(100_000))], Error("--set")));
    failures.push(set("a list of 100 kB", &[("--set", &format!("a={{{}}}", "x,".repeat(50_000)))], Result));
    let many: Vec<(&str, String)> =
        (0..2_000).map(|index| ("--set", format!("a.k{index}.b.c[{}]=x", index % 7))).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(flag, text)| (*flag, text.as_str())).collect();
    failures.push(set("2,000 times --set", &many, Result));
    let pairs = (0..9_000).fold(String::new(), |out, index| out + &format!("a.k{index}=x,"));
    failures.push(set("9,000 pairs in one --set", &[("--set", pairs.trim_end_matches(','))], Result));
    let wrong: Vec<(&str, &str)> = vec![("--set", "a[x]=1"); 2_000];
    failures.push(set("2,000 wrong --sets", &wrong, Error("--set")));
    failures.push(set("100 kB of commas for -f", &[("-f", &",".repeat(100_000))], Error("empty file name")));
    failures.push(set("100 kB of quotes for -f", &[("-f", &"\"".repeat(100_000))], Error("cannot read")));
    assert_none(failures);
}

#[test]
fn lengths() {
    let mut failures = Vec::new();
    let long = "x".repeat(1_000_000);
    let secrets = format!("a: {}{{{}}}\n", "x".repeat(500_000), "aws.secretKey: x, ".repeat(30_000));
    failures.push(file("secrets behind a long text", secrets, Error("values.yaml")));
    failures.push(file("a key of 1 MB", format!("{long}: y\n"), Error("values.yaml")));
    failures.push(file("a key of 1 MB after `?`", format!("? {long}\n: y\n"), Result));
    failures.push(file("a text of 1 MB", format!("image: {long}\n"), Result));
    failures.push(file("a quoted text of 1 MB", format!("image: \"{}\"\n", "\\u0000".repeat(170_000)), Result));
    failures.push(file("a block of 1 MB", format!("image: |\n{}", "  line\n".repeat(150_000)), Result));
    failures.push(file("a folded text of 1 MB", format!("image: >\n{}", "  line\n".repeat(150_000)), Result));
    failures.push(file("comments of 1 MB", "# comment\n".repeat(100_000), Result));
    failures.push(file("1 MB of empty lines", "\n".repeat(1_000_000), Result));
    failures.push(file("1 MB of blanks", " ".repeat(1_000_000), Result));
    failures.push(file("1 MB of tabs", "\t".repeat(1_000_000), Result));
    failures.push(file("20,000 documents", "---\na: 1\n".repeat(20_000), Result));
    failures.push(file("300,000 empty documents", "---\n".repeat(300_000), Result));
    failures.push(file("40,000 keys", lines(40_000, |index| format!("k{index}: 1")), Result));
    failures.push(file("one key 40,000 times", "k: 1\n".repeat(40_000), Result));
    failures.push(file(
        "10,000 tolerations",
        format!("tolerations:\n{}", "- {key: a, operator: Exists}\n".repeat(10_000)),
        Result,
    ));
    failures.push(file(
        "20,000 variables",
        format!("master:\n  env:\n{}", lines(20_000, |index| format!("    K{index}: x"))),
        Result,
    ));
    failures.push(file(
        "20,000 bad variables",
        format!("master:\n  env:\n{}", lines(20_000, |index| format!("    \u{e9}{index}: x"))),
        Error("`master.env`"),
    ));
    failures.push(file(
        "12,000 bad hosts",
        format!("hostAliases:\n{}", "- {ip: a, hostnames: [A]}\n".repeat(12_000)),
        Error("`hostAliases[0].ip`"),
    ));
    failures.push(file(
        "10,000 secrets",
        format!("secrets:\n  master:\n{}", lines(10_000, |index| format!("    s{index}: d{index}"))),
        Result,
    ));
    failures.push(file(
        "10,000 mounts",
        format!("mounts:\n{}", lines(10_000, |index| format!("- {{name: m{index}, path: /m{index}}}"))),
        Result,
    ));
    failures.push(file(
        "3,000 tiers",
        format!(
            "tieredstore:\n  levels:\n{}",
            lines(3_000, |index| format!("  - {{level: {index}, mediumtype: MEM, path: /m{index}}}"))
        ),
        Result,
    ));
    let list = |text: &str| (0..10_000).map(|index| format!("{text}{index}")).collect::<Vec<_>>().join(",");
    failures.push(file(
        "a tier of 10,000 media",
        format!("tieredstore: {{levels: [{{level: 0, mediumtype: \"{}\", path: \"{}\"}}]}}\n", list("SSD"), list("/a")),
        Result,
    ));
    failures.push(file("4 MiB of small values", format!("a: [{}]\n", "[],".repeat(1_390_000)), Error("values.yaml")));
    failures.push(file(
        "40,000 short words in one line",
        format!("properties: {{}}\nspare: [{}]\n", "x,".repeat(40_000)),
        Result,
    ));
    failures.push(file("2 MB of one text", format!("image: {}\n", "x".repeat(2_000_000)), Result));
    assert_none(failures);
}
