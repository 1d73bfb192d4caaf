//! 64 KiB that are the same again and again, which finds what is quadratic.

use super::run::End::Either;
use super::run::{assert_none, file};
use alluxio_gen::cores;

#[test]
fn repetition() {
    let mut files: Vec<(String, String)> = Vec::new();
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
            files.push((format!("{start:?} and many {piece:?}"), text));
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
    let far: String = (0..5_000).map(|number| format!("k{number}: x\n")).collect();
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
        // Each is mended on its own, and the text is read again from its start.
        ("tabs after keys, far from the start", numbered(&far, &|number| format!("z{number}:\n  y:\tx\n"))),
        ("a hundred masters", format!("master: {{count: 100}}\nimage: {masters}\n")),
    ] {
        files.push((name.to_owned(), text));
    }
    assert_none(cores::map(files.len(), |index| file(&files[index].0, &files[index].1, Either)));
}
