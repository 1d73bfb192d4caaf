//! What Alluxio's own table says of a property, as `explain` shows it.

use crate::order;
use crate::problem::Problem;
use crate::properties::{Default, Property, Scope, Standing, Table, is_credential, table};
use crate::yaml::Tree;
use std::fmt::Write as _;

/// A property, or a name that is none.
#[derive(Clone, Debug)]
pub struct Entry {
    name: String,
    table: Table,
    standing: Standing,
}

/// The versions that a property is compared with.
const VERSIONS: [&str; 2] = ["2.7", "2.9"];

impl Entry {
    /// What a name is in a version.
    pub fn new(name: &str, table: Table) -> Self {
        Entry { name: name.to_owned(), table, standing: table.standing(name) }
    }

    fn property(&self) -> Option<&Property<'static>> {
        match &self.standing {
            Standing::Property(property) | Standing::Alias(property) => Some(property),
            _ => None,
        }
    }

    /// A sentence about the name.
    fn about(&self) -> String {
        let version = self.table.version;
        match &self.standing {
            Standing::Property(property) if property.is_family => {
                format!("One of the properties `{}` of Alluxio {version}.", property.shown())
            }
            Standing::Property(_) => format!("A property of Alluxio {version}."),
            Standing::Alias(property) => {
                format!("An alias of `{}`, a property of Alluxio {version}.", property.name)
            }
            Standing::Removed { since, successor } => {
                let successor = successor.map(|name| format!("; use `{name}`")).unwrap_or_default();
                format!("Removed in Alluxio {since}{successor}.")
            }
            Standing::Later { since } => {
                format!("A property of Alluxio {} and later; {version} does not have it.", since.minor())
            }
            Standing::Unknown => {
                let near = self.table.in_another_case(&self.name).or_else(|| self.table.nearest(&self.name));
                let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or(".".to_owned());
                format!("Not a known property of Alluxio {version}{near}")
            }
        }
    }

    /// What became of it in the other version, or was before.
    fn elsewhere(&self) -> Option<(&'static str, String)> {
        let other = VERSIONS.into_iter().find(|version| *version != self.table.minor())?;
        let here = self.property();
        let told = match (table(other)?.standing(&self.name), here) {
            (Standing::Property(there), Some(here)) if there.is_family || here.is_family => "the same".to_owned(),
            (Standing::Property(there), Some(here)) => match (default(&there), default(here)) {
                (there, here) if there == here => "the same".to_owned(),
                (Some(there), _) => format!("default {there}"),
                (None, _) => "no default".to_owned(),
            },
            (Standing::Alias(there), Some(here)) if there.name == here.name => "the same".to_owned(),
            (Standing::Alias(there), _) => format!("an old name of `{}`", there.name),
            (Standing::Property(_), None) => "a property".to_owned(),
            (Standing::Removed { successor: Some(successor), .. }, Some(_)) => format!("removed; use `{successor}`"),
            (Standing::Removed { .. }, Some(_)) => "removed".to_owned(),
            (Standing::Later { .. } | Standing::Unknown, Some(_)) => "does not exist yet".to_owned(),
            _ => return None,
        };
        Some((other, told))
    }

    /// The lines of `explain`, after the path. Writing to a `String` cannot fail, so results are dropped.
    pub fn print(&self, out: &mut String) {
        let _ = writeln!(out, "  {}", self.about());
        out.push('\n');
        let mut row = |title: &str, text: &str| {
            let _ = writeln!(out, "  {title:<8} {text}");
        };
        if let Some(property) = self.property() {
            row("kind", &property.kind.words());
            row("default", &default(property).unwrap_or_else(|| "not set".to_owned()));
            if property.scope != Scope::None {
                row("read by", property.scope.words());
            }
            let aliases: Vec<&str> = self.table.aliases_of(property.name).collect();
            if !aliases.is_empty() {
                row("aliases", &aliases.join(", "));
            }
            let notes = [
                (property.is_deprecated(), "deprecated"),
                (property.is_same_everywhere(), "must be the same in all processes"),
                (property.is_for_the_jvm(), "only as `-D`, not in alluxio-site.properties"),
                (is_credential(&self.name), "a credential; its value is not shown"),
            ];
            let notes: Vec<&str> = notes.iter().filter(|(holds, _)| *holds).map(|(_, note)| *note).collect();
            if !notes.is_empty() {
                row("notes", &notes.join("; "));
            }
        }
        if let Some((version, told)) = self.elsewhere() {
            row(&format!("in {version}"), &told);
        }
    }

    /// The same as data.
    pub fn tree(&self) -> Tree {
        let text = |text: &str| Some(Tree::Text(text.to_owned()));
        let flag = |holds: bool| holds.then_some(Tree::Bool(true));
        let property = self.property();
        let of =
            |default: fn(Default) -> Option<&'static str>| property.and_then(|p| default(p.default)).and_then(text);
        let names = property.map(|property| property.kind.names().filter_map(text).collect::<Vec<_>>());
        let aliases = property.map(|p| self.table.aliases_of(p.name).filter_map(text).collect::<Vec<_>>());
        let list = |items: Option<Vec<Tree>>| items.filter(|items| !items.is_empty()).map(Tree::List);
        let entries = [
            ("name", text(&self.name)),
            ("version", text(self.table.version)),
            ("known", Some(Tree::Bool(property.is_some()))),
            (
                "aliasOf",
                matches!(self.standing, Standing::Alias(_)).then(|| property.and_then(|p| text(p.name))).flatten(),
            ),
            ("family", property.filter(|p| p.is_family).and_then(|p| text(&p.shown()))),
            ("kind", property.and_then(|property| text(property.kind.word()))),
            ("values", list(names)),
            ("default", of(Default::text)),
            ("computed", of(Default::computed)),
            ("scope", property.filter(|p| p.scope != Scope::None).and_then(|p| text(p.scope.words()))),
            ("aliases", list(aliases)),
            ("deprecated", flag(property.is_some_and(|property| property.is_deprecated()))),
            ("credential", flag(is_credential(&self.name))),
        ];
        let entries = entries.into_iter().chain(self.other_versions());
        Tree::Map(entries.filter_map(|(key, tree)| Some((key.to_owned(), tree?))).collect())
    }

    /// What is to be said of other versions of Alluxio.
    fn other_versions(&self) -> [(&'static str, Option<Tree>); 4] {
        let text = |text: &str| Some(Tree::Text(text.to_owned()));
        let (removed, successor, since) = match &self.standing {
            Standing::Removed { since, successor } => (text(since), successor.and_then(text), None),
            Standing::Later { since } => (None, None, text(since.minor())),
            _ => (None, None, None),
        };
        let elsewhere = self.elsewhere();
        let elsewhere =
            elsewhere.map(|(version, told)| Tree::Map([(version.to_owned(), Tree::Text(told))].into_iter().collect()));
        [("removed", removed), ("successor", successor), ("since", since), ("elsewhere", elsewhere)]
    }
}

fn default(property: &Property<'_>) -> Option<String> {
    match property.default {
        Default::None => None,
        Default::Text(text) => Some(text.to_owned()),
        Default::Computed(words) => Some(format!("computed: {words}")),
    }
}

/// All names that contain a text, whatever its case, with what they are. None is an error.
pub fn search(text: &str, table: Table) -> Result<Vec<Entry>, Problem> {
    let text = text.to_lowercase();
    let families = table.families().map(|family| family.shown());
    let names = table.properties().map(|property| property.name.to_owned()).chain(families);
    let mut names: Vec<String> = names.chain(table.aliases().map(|(alias, _)| alias.to_owned())).collect();
    names.retain(|name| name.to_lowercase().contains(&text));
    order::sort(&mut names);
    names.dedup();
    if names.is_empty() {
        let problem =
            Problem::error(format!("no property of Alluxio {} has a name that contains {text:?}", table.version));
        return Err(problem.help("search for a shorter text"));
    }
    Ok(names.iter().map(|name| Entry::new(name, table)).collect())
}

/// A line for each.
pub fn list(entries: &[Entry]) -> String {
    let width = entries.iter().map(|entry| entry.name.len()).max().unwrap_or(0);
    let line = |entry: &Entry| {
        let what = match (&entry.standing, entry.property()) {
            (Standing::Alias(property), _) => format!("= {}", property.name),
            (_, Some(property)) => {
                let default = default(property).map(|default| format!(", default {default}")).unwrap_or_default();
                format!("{}{default}", property.kind.word())
            }
            _ => "custom names".to_owned(),
        };
        format!("{:width$}  {what}\n", entry.name)
    };
    entries.iter().map(line).collect()
}
