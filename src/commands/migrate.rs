//! `migrate`: values files as the next version of Alluxio has them.

use super::{json, tell};
use crate::Run;
use crate::cli::{MigrateArgs, ReportFormat};
use crate::input;
use crate::migrate::{self, CONSEQUENCES, Migrated};
use crate::output::{self, folder};
use crate::problem::{Problem, Stop};
use crate::version;
use crate::yaml::Tree;
use std::path::Path;

/// Prints the files, or replaces them. What is changed and what is left is told on standard error.
pub fn run(args: &MigrateArgs, run: &mut Run) -> Result<(), Stop> {
    if !version::ALL.iter().skip(1).any(|version| version.name == args.to) {
        let problem = Problem::error(format!("cannot migrate to `{}`", args.to));
        return run.problems.fail(problem.help("write `--to 2.9`"));
    }
    let mut files = Vec::new();
    for name in &args.values {
        files.push((name.as_str(), file(name, args, run)?));
    }
    let changed = files.iter().any(|(_, (old, new))| *old != new.text);
    if args.output == ReportFormat::Json {
        output::print(&json(&report(&files, run)), &mut run.problems)?;
    } else {
        tell(&lines(&files, run));
    }
    if args.check {
        if changed {
            let problem = Problem::error(format!("the files are not up to date for Alluxio {}", args.to));
            return run.problems.fail(problem.help("run it without `--check`"));
        }
        return Ok(());
    }
    if args.write {
        return files.iter().filter(|(_, (old, new))| *old != new.text).try_for_each(|(name, (_, new))| {
            let path = Path::new(name);
            let root = path.parent().filter(|root| !root.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            folder::write(root, &[folder::Wanted { path: name, text: new.text.clone() }], &mut run.problems).map(drop)
        });
    }
    if args.output == ReportFormat::Json {
        return Ok(());
    }
    let texts: Vec<&str> = files.iter().map(|(_, (_, new))| new.text.as_str()).collect();
    output::print(&texts.join("---\n"), &mut run.problems)
}

fn file(name: &str, args: &MigrateArgs, run: &mut Run) -> Result<(String, Migrated), Stop> {
    let is_input = name == "-";
    if is_input && args.write {
        let problem = Problem::usage("`--write` cannot replace standard input");
        return run.problems.fail(problem.help("remove one of the two"));
    }
    let text = if is_input { input::standard_input() } else { input::file(Path::new(name)) };
    let text = match text {
        Ok(text) => text,
        Err(what) => {
            let problem = Problem::error(format!("cannot read `{name}`: {what}"));
            return run.problems.fail(problem.help("give a readable file"));
        }
    };
    let shown = if is_input { "standard input" } else { name };
    let migrated = migrate::migrate(shown, &text, &mut run.sources, &mut run.problems)?;
    Ok((text, migrated))
}

type Files<'a> = [(&'a str, (String, Migrated))];

/// A line for each change, for all that is left, and for what is to be done in the cluster.
fn lines(files: &Files<'_>, run: &Run) -> String {
    let mut out = String::new();
    for (_, (_, new)) in files {
        for change in &new.changes {
            let after = change.after.as_deref().map_or("removed".to_owned(), |after| format!("-> {after}"));
            out += &format!("{}: {} {after} ({})\n", run.sources.place(change.place), change.before, change.why);
        }
        for open in &new.open {
            out += &format!("{}: to decide: {}\n", run.sources.place(open.place), open.what);
        }
    }
    if out.is_empty() {
        return "nothing to change\n".to_owned();
    }
    out += "in a running cluster:\n";
    CONSEQUENCES.iter().for_each(|what| out += &format!("- {what}\n"));
    out
}

fn report(files: &Files<'_>, run: &Run) -> Tree {
    let text = |text: &str| Tree::Text(text.to_owned());
    let map =
        |entries: Vec<(&str, Tree)>| Tree::Map(entries.into_iter().map(|(key, tree)| (key.to_owned(), tree)).collect());
    let file = |(name, (old, new)): &(&str, (String, Migrated))| {
        let changes = new.changes.iter().map(|change| {
            map(vec![
                ("place", text(&run.sources.place(change.place))),
                ("before", text(&change.before)),
                ("after", change.after.as_deref().map_or(Tree::Null, text)),
                ("why", text(&change.why)),
            ])
        });
        let open = new
            .open
            .iter()
            .map(|open| map(vec![("place", text(&run.sources.place(open.place))), ("what", text(&open.what))]));
        map(vec![
            ("file", text(name)),
            ("changed", Tree::Bool(*old != new.text)),
            ("changes", Tree::List(changes.collect())),
            ("open", Tree::List(open.collect())),
            ("text", text(&new.text)),
        ])
    };
    map(vec![
        ("files", Tree::List(files.iter().map(file).collect())),
        ("consequences", Tree::List(CONSEQUENCES.iter().map(|what| text(what)).collect())),
    ])
}
