//! Texts that hold options or lines of properties, taken apart: the `*_JAVA_OPTS` of a ConfigMap, `javaOptions` of a
//! StorageClass, `metrics.properties`. Their order does not count, and of two with one name the last wins, as in a JVM.

use crate::yaml::IndexMap;

/// The options of a text by their names: `-Da.b=c` is `a.b` with `c`, `-Xmx4g` is `-Xmx` with `4g`, `-XX:+UseG1GC` is
/// `-XX:UseG1GC` with `+`. One without a value has an empty one.
pub type Options = IndexMap<String, String>;

/// Options of a JVM whose value follows without a sign.
const GLUED: [&str; 6] = ["-Xmx", "-Xms", "-Xss", "-Xmn", "-agentlib:", "-javaagent:"];

/// Takes a text apart, if the name of its key says that it holds options, or if it has lines of properties.
pub fn of(key: &str, text: &str) -> Option<Options> {
    if key.ends_with("_JAVA_OPTS") || key == "javaOptions" {
        return Some(words(text));
    }
    key.ends_with(".properties").then(|| lines(text))
}

fn words(text: &str) -> Options {
    let mut options = Options::default();
    let mut last: Option<String> = None;
    for word in text.split_whitespace() {
        match (&last, word.starts_with('-')) {
            // A value with a blank in it, as it was meant.
            (Some(name), false) => {
                let value = options.entry(name.clone()).or_default();
                value.push(' ');
                value.push_str(word);
            }
            _ => {
                let (name, value) = option(word);
                // The last one wins, and stands where it stands.
                options.shift_remove(&name);
                options.insert(name.clone(), value);
                last = Some(name);
            }
        }
    }
    options
}

fn option(word: &str) -> (String, String) {
    let split = |text: &str| match text.split_once('=') {
        Some((name, value)) => (name.to_owned(), value.to_owned()),
        None => (text.to_owned(), String::new()),
    };
    if let Some(define) = word.strip_prefix("-D") {
        return split(define);
    }
    if let Some(flag) = word.strip_prefix("-XX:")
        && let Some(name) = flag.strip_prefix(['+', '-'])
    {
        return (format!("-XX:{name}"), flag.chars().take(1).collect());
    }
    match GLUED.iter().find_map(|start| Some((*start, word.strip_prefix(start)?))) {
        Some((start, value)) => (start.to_owned(), value.to_owned()),
        None => split(word),
    }
}

/// An option as people write it: `a.b=c`, `-Xmx4g`, `-XX:+UseG1GC`. A property comes without its `-D`.
pub fn spell(name: &str, value: &str) -> String {
    match name.strip_prefix("-XX:") {
        _ if value.is_empty() => name.to_owned(),
        Some(flag) if matches!(value, "+" | "-") => format!("-XX:{value}{flag}"),
        _ if GLUED.contains(&name) => format!("{name}{value}"),
        _ => format!("{name}={value}"),
    }
}

fn lines(text: &str) -> Options {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', '!']));
    lines
        .map(|line| match line.split_once(['=', ':']) {
            Some((name, value)) => (name.trim().to_owned(), value.trim().to_owned()),
            None => (line.to_owned(), String::new()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{of, spell};

    fn shown(key: &str, text: &str) -> Option<String> {
        Some(of(key, text)?.iter().map(|(name, value)| format!("{name}={value};")).collect())
    }

    #[test]
    fn options_have_names_and_values() {
        for (text, expected) in [
            ("-Da.b=c -Xmx4g", "a.b=c;-Xmx=4g;"),
            ("-XX:+UseG1GC -XX:MaxDirectMemorySize=2g", "-XX:UseG1GC=+;-XX:MaxDirectMemorySize=2g;"),
            ("-Da=1 -Db=2 -Da=3", "b=2;a=3;"),
            ("-Da=s3://x y -Db", "a=s3://x y;b=;"),
            ("-Da=b=c", "a=b=c;"),
            ("  ", ""),
        ] {
            assert_eq!(shown("ALLUXIO_JAVA_OPTS", text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn options_are_spelled_as_they_are_written() {
        for text in ["-Xmx4g", "-XX:+UseG1GC", "-XX:MaxDirectMemorySize=2g", "-server", "-Da.b=c"] {
            let options = of("javaOptions", text).unwrap_or_default();
            let spelled: Vec<String> = options.iter().map(|(name, value)| spell(name, value)).collect();
            assert_eq!(spelled, [text.trim_start_matches("-D")]);
        }
    }

    #[test]
    fn files_of_properties_are_lines() {
        assert_eq!(shown("metrics.properties", "# a\nsink.x = 1\n\ny:2\n").as_deref(), Some("sink.x=1;y=2;"));
        assert_eq!(shown("ALLUXIO_LOGSERVER_PORT", "45600"), None);
    }
}
