//! What is shown in place of a secret, wherever values are shown and not passed on.

use super::is_credential;
use crate::yaml::Tree;
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

/// What is shown in place of a secret.
pub const MASK: &str = "••••";

/// Whether a value is no secret although its property's are: nothing, a variable of the environment alone, or a
/// placeholder such as `<secretKey>`.
pub fn is_reference(text: &str) -> bool {
    let within = |start: &str, end| text.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
    let is_name = |name: &str| name.chars().all(|c| c.is_alphanumeric() || " ._-".contains(c));
    text.is_empty() || within("${", '}').or_else(|| within("<", '>')).is_some_and(is_name)
}

/// The value of a property, or [`MASK`] if it is a secret.
pub fn value<'a>(name: &str, text: &'a str) -> &'a str {
    if is_credential(name) && !is_reference(text) && text != MASK { MASK } else { text }
}

/// An option `-Dname=value` in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<'a> {
    /// The property.
    pub name: &'a str,
    /// The value.
    pub text: &'a str,
    /// Where the whole option stands, with the quotes around it.
    pub option: Range<usize>,
    /// Where the value stands.
    pub value: Range<usize>,
}

/// The options `-Dname=value` of a text.
///
/// A value goes on to the next option, to the quote that ends a quoted one, or to the end: rather too much counts as a
/// secret than too little.
pub fn settings(text: &str) -> Vec<Setting<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("-D").map(|at| from + at) {
        from = at + 2;
        let rest = &text[from..];
        let Some(equals) = rest.find(|c: char| !is_of_name(c)).filter(|end| rest[*end..].starts_with('=')) else {
            continue;
        };
        let start = from + equals + 1;
        let before = text[..at].chars().next_back();
        let end = start + length(&text[start..], before);
        let quote = before.filter(|before| is_quote(*before) && text[end..].starts_with(*before));
        let option = at - quote.map_or(0, char::len_utf8)..end + quote.map_or(0, char::len_utf8);
        found.push(Setting { name: &rest[..equals], text: &text[start..end], option, value: start..end });
        from = end;
    }
    found
}

/// A text with JVM options in it, such as `-Daws.secretKey=... -Xmx4g`, in which each secret is [`MASK`].
pub fn options(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for setting in settings(text) {
        if is_credential(setting.name) && value(setting.name, setting.text) == MASK && setting.text != MASK {
            out.push_str(&text[copied..setting.value.start]);
            out.push_str(MASK);
            copied = setting.value.end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

fn is_quote(c: char) -> bool {
    ['"', '\'', '`'].contains(&c)
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._-*@".contains(c)
}

/// How long the value at the start of a text is, if its option follows `before`.
fn length(text: &str, before: Option<char>) -> usize {
    if let Some(quote) = before.filter(|before| is_quote(*before)) {
        return text.find(quote).unwrap_or(text.len());
    }
    if let Some(quote) = text.chars().next().filter(|first| ['"', '\''].contains(first)) {
        return text[1..].find(quote).map_or(text.len(), |end| end + 2);
    }
    let next = |at: &usize| text[..*at].ends_with([' ', '\t', '\n']);
    let end = text.match_indices('-').map(|(at, _)| at).find(next).unwrap_or(text.len());
    text[..end].trim_end().len()
}

/// Values at a path, in which each secret is [`MASK`]: of a property, of an option in a text, of a variable.
///
/// The path has the keys that lead there; items of lists need no step.
pub fn tree(path: &[&str], tree: &Tree) -> Tree {
    let mut place = Place::Elsewhere;
    for key in path {
        place = place.below(key);
    }
    let masked = place.mask(tree);
    let mut secrets = HashSet::new();
    gather(tree, &masked, &mut secrets);
    if secrets.is_empty() { masked } else { veiled(masked, &secrets) }
}

/// How long a secret is at least that is masked where it stands a second time, such as by an alias: shorter ones are words.
const SHORTEST: usize = 6;

/// The texts that were masked.
fn gather<'a>(tree: &'a Tree, masked: &Tree, secrets: &mut HashSet<&'a str>) {
    match (tree, masked) {
        (Tree::Text(text), Tree::Text(mask)) if mask == MASK && text.len() >= SHORTEST => drop(secrets.insert(text)),
        (Tree::Map(map), Tree::Map(masked)) => {
            map.values().zip(masked.values()).for_each(|(tree, masked)| gather(tree, masked, secrets));
        }
        (Tree::List(items), Tree::List(masked)) => {
            items.iter().zip(masked).for_each(|(tree, masked)| gather(tree, masked, secrets));
        }
        _ => {}
    }
}

/// The tree without texts that are secrets in another place.
fn veiled(tree: Tree, secrets: &HashSet<&str>) -> Tree {
    match tree {
        Tree::Text(text) if secrets.contains(text.as_str()) => Tree::Text(MASK.to_owned()),
        Tree::Map(map) => Tree::Map(map.into_iter().map(|(key, tree)| (key, veiled(tree, secrets))).collect()),
        Tree::List(items) => Tree::List(items.into_iter().map(|item| veiled(item, secrets)).collect()),
        tree => tree,
    }
}

/// Where in the values something stands, as far as it tells what is a secret.
#[derive(Clone, Debug)]
enum Place {
    /// Where keys are names of values.
    Elsewhere,
    /// Where keys are names of properties or variables; within a map, behind the names of the maps around it.
    Named(String),
    /// Where secrets are only referred to.
    Referred,
}

impl Place {
    fn below(&self, key: &str) -> Place {
        match self {
            Place::Referred => Place::Referred,
            Place::Named(name) if name.is_empty() => Place::Named(key.to_owned()),
            Place::Named(name) => Place::Named(format!("{name}.{key}")),
            Place::Elsewhere => match key {
                "credentials" => Place::Referred,
                "properties" | "env" => Place::Named(String::new()),
                _ => Place::Elsewhere,
            },
        }
    }

    fn mask(&self, tree: &Tree) -> Tree {
        match tree {
            // `{name: X, value: Y}`, as Kubernetes lists variables.
            Tree::Map(map) if matches!((self, map.get("name")), (Place::Named(_), Some(Tree::Text(_)))) => {
                let name = map.get("name").and_then(Tree::as_str).unwrap_or_default();
                let below = |key: &str| if key == "value" { Place::Named(name.to_owned()) } else { Place::Elsewhere };
                Tree::Map(map.iter().map(|(key, tree)| (key.clone(), below(key).mask(tree))).collect())
            }
            // Where a map has no place, even its keys may be a part of the secret.
            Tree::Map(_) if matches!(self, Place::Named(name) if is_credential(name)) => Tree::Text(MASK.to_owned()),
            Tree::Map(map) => {
                // An option where a list of them is written as a map.
                let shown = |key: &String| options(key).into_owned();
                Tree::Map(map.iter().map(|(key, tree)| (shown(key), self.below(key).mask(tree))).collect())
            }
            Tree::List(items) => Tree::List(items.iter().map(|item| self.mask(item)).collect()),
            Tree::Null => Tree::Null,
            Tree::Text(text) => match self {
                Place::Named(name) if value(name, text) == MASK => Tree::Text(MASK.to_owned()),
                Place::Referred => Tree::Text(text.clone()),
                _ => Tree::Text(options(text).into_owned()),
            },
            Tree::Number(_) | Tree::Bool(_) => match self {
                Place::Named(name) if is_credential(name) => Tree::Text(MASK.to_owned()),
                _ => tree.clone(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{options, tree};
    use crate::yaml::IndexMap;
    use crate::yaml::Tree;

    #[test]
    fn secrets_in_options_are_hidden() {
        for (text, expected) in [
            ("-Xmx4g", "-Xmx4g"),
            ("-Daws.secretKey=abc -Xmx4g", "-Daws.secretKey=•••• -Xmx4g"),
            ("-Daws.secretKey=a b  -Dx=1", "-Daws.secretKey=••••  -Dx=1"),
            ("-Daws.secretKey=a-b -Daws.accessKeyId=c", "-Daws.secretKey=•••• -Daws.accessKeyId=••••"),
            ("-Daws.secretKey='a -b' -Xmx4g", "-Daws.secretKey=•••• -Xmx4g"),
            ("'-Daws.secretKey=a -b' -Xmx4g", "'-Daws.secretKey=••••' -Xmx4g"),
            ("`-Daws.secretKey=abc` is wrong", "`-Daws.secretKey=••••` is wrong"),
            ("-Daws.secretKey=${AWS_SECRET} -Xmx4g", "-Daws.secretKey=${AWS_SECRET} -Xmx4g"),
            ("-Daws.secretKey=${AWS}x", "-Daws.secretKey=••••"),
            ("-Daws.secretKey=", "-Daws.secretKey="),
            ("-Daws.region=x -D", "-Daws.region=x -D"),
            (
                "-Dalluxio.master.mount.table.root.option.aws.secretKey=ü",
                "-Dalluxio.master.mount.table.root.option.aws.secretKey=••••",
            ),
        ] {
            assert_eq!(options(text), expected, "{text}");
            assert_eq!(options(&options(text)), expected, "{text}");
        }
    }

    fn map<const N: usize>(entries: [(&str, Tree); N]) -> Tree {
        Tree::Map(entries.into_iter().map(|(key, tree)| (key.to_owned(), tree)).collect::<IndexMap<_, _>>())
    }

    #[test]
    fn secrets_in_values_are_hidden() {
        let text = |text: &str| Tree::Text(text.to_owned());
        let values = |secret: Tree, option: &str| {
            map([
                ("properties", map([("aws.secretKey", secret.clone()), ("aws.region", text("eu"))])),
                ("master", map([("env", map([("AWS_SECRET_ACCESS_KEY", secret.clone())]))])),
                ("worker", map([("properties", map([("aws", map([("secretKey", secret)]))]))])),
                ("jvmOptions", Tree::List(vec![text(option)])),
                ("credentials", map([("aws.secretKey", text("s3/secretKey"))])),
                ("secrets", map([("master", map([("s3-secret", text("s3"))]))])),
            ])
        };
        let hidden = values(text("••••"), "-Daws.secretKey=••••");
        assert_eq!(tree(&[], &values(text("abc"), "-Daws.secretKey=abc")), hidden);
        assert_eq!(tree(&[], &values(Tree::Number("12".to_owned()), "-Daws.secretKey=abc")), hidden);
        assert_eq!(tree(&["worker", "properties", "aws.secretKey"], &text("abc")), text("••••"));
        assert_eq!(
            tree(&["properties"], &map([("aws.secretKey", text("${A}"))])),
            map([("aws.secretKey", text("${A}"))])
        );
    }
}
