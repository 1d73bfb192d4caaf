//! Inputs that are small and would cost much: each ends in an error or a result, soon and within little memory.
//!
//! The bounds here are wide, for debug builds on machines that are busy. What each one costs in earnest, and that it is
//! within 100 ms and 50 MB, tells (with GNU time)
//! `ALLUXIO_GEN=target/release/alluxio-gen cargo test --test bombs -- --nocapture --test-threads 1`.
#![cfg(target_os = "linux")]

#[path = "support/bounded.rs"]
mod bounded;

use bounded::{BINARY, errors, output};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a run may take, and the kilobytes of addresses it may use.
const TIME: Duration = Duration::from_secs(20);
const KILOBYTES: u32 = 200_000;

/// What a run has to end in.
enum End {
    Result,
    Error(&'static str),
    Either,
}
use End::{Either, Error, Result};

/// A run that went over its bounds, or ended as it should not.
type Failure = Option<String>;

/// Renders with arguments and a values file, and holds the run to its bounds.
fn run(name: &str, args: &[String], values: &str, end: End) -> Failure {
    let temp = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let file = temp.path().join("values.yaml");
    fs::write(&file, values).unwrap_or_else(|error| panic!("{error}"));
    let (binary, costs) = match std::env::var("ALLUXIO_GEN") {
        Ok(binary) => (binary, temp.path().join("costs")),
        Err(_) => (BINARY.to_owned(), Path::new("/dev/null").to_owned()),
    };
    let measure = if costs.starts_with("/dev") { "" } else { "/usr/bin/time -q -o \"$COSTS\" -f '%U %S %M'" };
    let script = format!("ulimit -v {KILOBYTES}; exec {measure} \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command
        .args(["-c", &script, &binary, "render", "-f"])
        .arg(&file)
        .args(args)
        .env("COSTS", &costs)
        .stdin(Stdio::null());
    let start = Instant::now();
    let ended = output(&mut command);
    let time = start.elapsed();
    let size = values.len() + args.iter().map(String::len).sum::<usize>();
    let (cpu, memory) = cost(&fs::read_to_string(&costs).unwrap_or_default());
    println!("| {name} | {} kB | exit {} | {cpu} ms | {memory} MB |", size / 1000, ended.status.code().unwrap_or(-1));
    let told: String = errors(&ended).chars().take(2_000).collect();
    let code = ended.status.code().unwrap_or(-1);
    let (is_right, message) = match end {
        Result => (code == 0, ""),
        Error(message) => (code == 1, message),
        Either => (code == 0 || code == 1, ""),
    };
    let fault = if !is_right {
        "another end"
    } else if !told.contains(message) {
        "another message"
    } else if code == 1 && !ended.stdout.is_empty() {
        "output beside an error"
    } else if ended.stderr.len() > 100_000 {
        "a long error"
    } else if time > TIME || (cpu > 100 && size <= 65_536) {
        "too slow"
    } else if memory > 50 && code == 1 {
        "too much memory"
    } else {
        return None;
    };
    Some(format!("{name}: {fault}: {told}"))
}

/// Milliseconds of a processor and megabytes, from GNU time's `%U %S %M`.
fn cost(text: &str) -> (u64, u64) {
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match numbers[..] {
        [user, system, kilobytes] => (((user + system) * 1000.0) as u64, (kilobytes / 1000.0) as u64),
        _ => (0, 0),
    }
}

fn assert_none(failures: impl IntoIterator<Item = Failure>) {
    let failures: Vec<String> = failures.into_iter().flatten().collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn file(name: &str, values: impl AsRef<str>, end: End) -> Failure {
    run(name, &[], values.as_ref(), end)
}

fn set(name: &str, args: &[(&str, &str)], end: End) -> Failure {
    let args: Vec<String> = args.iter().flat_map(|(flag, text)| [(*flag).to_owned(), (*text).to_owned()]).collect();
    run(name, &args, "", end)
}

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
    failures.push(file("lists of aliases, ten to the twelfth", laughs, Error("with the copies that aliases make")));
    let maps = lines(30, |level| match level {
        0 => "k0: &a0 {x: y}".to_owned(),
        _ => format!("k{level}: &a{level} {{l: *a{0}, r: *a{0}}}", level - 1),
    });
    failures.push(file("maps of aliases, two to the thirtieth", maps, Error("with the copies that aliases make")));
    let wide = format!("a: &a [{}]\nb: [{}]\n", "x, ".repeat(2_000), "*a, ".repeat(2_000));
    failures.push(file("a long list, many times", wide, Error("with the copies that aliases make")));
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1_000_000), "*a, ".repeat(1_000));
    failures.push(file("a text of 1 MB, a thousand times", long, Error("with the copies that aliases make")));
    failures.push(file("an alias of itself", "a: &a [*a]\n", Error("values.yaml:1")));
    let merges = lines(3_000, |level| match level {
        0 => "k0: &a0 {x0: y}".to_owned(),
        _ => format!("k{level}: &a{level} {{<<: *a{}, x{level}: y}}", level - 1),
    });
    failures.push(file("a chain of `<<`", merges, Error("more than")));
    let merges = format!("a: &a {{{}}}\nb: {{<<: [{}]}}\n", "x: y", "*a, ".repeat(50_000));
    failures.push(file("a list of `<<`", merges, Error("with the copies that aliases make")));
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
    failures.push(set("100 kB of commas for -f", &[("-f", &",".repeat(100_000))], Error("empty name")));
    failures.push(set("100 kB of quotes for -f", &[("-f", &"\"".repeat(100_000))], Error("cannot read")));
    assert_none(failures);
}

#[test]
fn lengths() {
    let mut failures = Vec::new();
    let long = "x".repeat(1_000_000);
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
    failures.push(file("one key 40,000 times", "k: 1\n".repeat(40_000), Error("values.yaml:2")));
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
        format!("master:\n  env:\n{}", lines(20_000, |index| format!("    0K{index}: x"))),
        Error("`master.env`"),
    ));
    failures.push(file(
        "12,000 bad hosts",
        format!("hostAliases:\n{}", "- {ip: a, hostnames: [A]}\n".repeat(12_000)),
        Result,
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
    failures.push(file("2 MB of one text", format!("image: {}\n", "x".repeat(2_000_000)), Result));
    assert_none(failures);
}

/// 64 KiB that are the same again and again, which finds what is quadratic.
#[test]
fn repetition() {
    let mut failures = Vec::new();
    for piece in [
        "[",
        "{",
        "]",
        "- ",
        "? ",
        "\"",
        "'",
        "|",
        "%",
        "!",
        "&",
        "*",
        ":",
        ": ",
        "#",
        ",",
        "[,",
        "\t",
        "\r",
        "\0",
        "\u{feff}",
        "\u{85}",
        "---\n",
        "...\n",
        "!!str ",
        "&a ",
        "*a ",
        "a: ",
        "a: b\n",
        "? a\n: b\n",
        "k:\tv\n",
        "- k:\tv\n",
        "- q: \"a\nb\"\n",
        "- [a,\nb]\n",
        "- |\n x\n",
        "- >\n x\n\n",
        "- \"\\x41\"\n",
        "# c\n",
        "- {<<: {a: b}}\n",
        "x\n  ",
        "- !!binary aGk=\n",
        "- 1_0\n",
        "- 1:2:3\n",
    ] {
        for start in ["", "a:\n", "a: &a x\nb: [", "a: \"", "a:\n  b:\n  "] {
            let text = format!("{start}{}", piece.repeat((65_536 - start.len()) / piece.len()));
            failures.push(file(&format!("{start:?} and many {piece:?}"), text, Either));
        }
    }
    let numbered = |start: &str, line: &dyn Fn(usize) -> String| {
        let mut text = start.to_owned();
        for number in 0.. {
            let line = line(number);
            if text.len() + line.len() > 65_536 {
                break;
            }
            text += &line;
        }
        text
    };
    let masters = "x".repeat(65_000);
    for (name, text) in [
        ("unknown keys", numbered("", &|number| format!("k{number}:\n"))),
        ("properties", numbered("properties:\n", &|number| format!("  alluxio.k{number}: x\n"))),
        ("variables", numbered("master:\n  env:\n", &|number| format!("    K{number}: x\n"))),
        ("variables as a list", numbered("master:\n  env:\n", &|number| format!("  - {{name: K{number}}}\n"))),
        ("labels", numbered("nodeSelector:\n", &|number| format!("  k{number}: x\n"))),
        ("JVM options", numbered("jvmOptions:\n", &|number| format!("- -Dk{number}=x\n"))),
        ("mounts", numbered("mounts:\n", &|number| format!("- {{name: m{number}, path: /m{number}}}\n"))),
        ("secrets", numbered("secrets:\n  master:\n", &|number| format!("    m{number}: m{number}\n"))),
        ("amounts", numbered("worker:\n  resources:\n    requests:\n", &|number| format!("      m{number}: 1\n"))),
        (
            "tiers",
            numbered("tieredstore:\n  levels:\n", &|number| {
                format!("  - {{level: {number}, mediumtype: MEM, path: /{number}}}\n")
            }),
        ),
        ("a hundred masters", format!("master: {{count: 100}}\nimage: {masters}\n")),
    ] {
        failures.push(file(name, text, Either));
    }
    assert_none(failures);
}
