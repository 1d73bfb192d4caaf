//! The built-in values, profiles and templates, and those of `--from DIR` in their place.

mod commented;
mod folder;
mod table;

use crate::input;
use crate::order;
use crate::problem::{Problem, Problems, Severity, Stop, all_of, any_of, nearest};
use crate::source::{BUILT_IN, Span};
use crate::version::Version;
use crate::yaml::Finished;
use folder::{MAX_FOLDERS, nests_deeper, stays_inside, walk};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The text of an asset and what the user calls it: its path within DIR if it is from there, else that it is built in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// `built-in values`, `my-templates/profiles/singleMaster-localJournal.yaml`.
    pub name: String,
    /// The whole text.
    pub text: Cow<'static, str>,
}

/// A layer of default values.
#[derive(Clone, Debug)]
pub struct Defaults {
    /// Its text.
    pub asset: Asset,
    /// What the text consists of, where that was found out when the program was built.
    pub tree: Option<&'static Finished>,
}

/// Where assets come from.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    from: Option<PathBuf>,
}

/// The folders that assets lie in.
const FOLDERS: [&str; 3] = ["templates", "values", "profiles"];

/// All built-in assets: their paths, as `eject` writes them, and texts.
pub fn built_in() -> &'static [(&'static str, &'static str)] {
    table::FILES
}

impl Assets {
    /// The built-in assets, with those of a folder over them. It is an error if that is no folder, or has none.
    pub fn new(from: Option<PathBuf>, problems: &mut Problems) -> Result<Self, Stop> {
        match &from {
            Some(dir) if !dir.is_dir() => {
                let problem = Problem::error(format!("`--from {}` is not a folder", dir.display()));
                problems.fail(problem.help("create one with `alluxio-gen eject DIR`"))
            }
            Some(dir) if !FOLDERS.iter().any(|folder| dir.join(folder).is_dir()) => {
                let folders = any_of(FOLDERS);
                let problem = Problem::error(format!("`--from {}` has no folder {folders}", dir.display()));
                problems.fail(problem.help("create them with `alluxio-gen eject DIR`"))
            }
            _ => Ok(Assets { from }),
        }
    }

    /// Whether no folder of the user's lies over the built-in assets.
    pub fn are_built_in(&self) -> bool {
        self.from.is_none()
    }

    /// The user's own assets: paths and texts. None if one of them cannot be read, or may not have been found.
    pub fn own(&self) -> Option<Vec<(String, Vec<u8>)>> {
        let mut paths = Vec::new();
        for (dir, folder) in self.from.iter().flat_map(|dir| FOLDERS.map(|folder| (dir, folder))) {
            let dir = dir.join(folder);
            walk(&dir, folder, MAX_FOLDERS, &mut paths).ok()?;
            // A template may include what `walk` does not see.
            if nests_deeper(&dir, MAX_FOLDERS) {
                return None;
            }
        }
        order::sort(&mut paths);
        let text = |path: String| {
            let file = self.from.as_deref()?.join(&path);
            file.is_file().then(|| input::bytes(&file).ok()).flatten().map(|text| (path, text))
        };
        paths.into_iter().map(text).collect()
    }

    /// The layers of a version's default values, the lowest first, with their comments.
    pub fn commented_values(&self, version: &Version, problems: &mut Problems) -> Result<Vec<Asset>, Stop> {
        version.values.iter().map(|path| self.must(path, problems)).collect()
    }

    /// A version's default values as one text, with the comments of all layers.
    pub fn commented_defaults(&self, version: &Version, problems: &mut Problems) -> Result<String, Stop> {
        let layers = self.commented_values(version, problems)?;
        let mut texts = layers.into_iter().map(|asset| asset.text.into_owned());
        let lowest = texts.next().unwrap_or_default();
        Ok(texts.fold(lowest, |lower, upper| commented::laid_over(&upper, &lower)))
    }

    /// The layers of a version's default values, to be read: those that are built in with their trees.
    pub fn values(&self, version: &Version, problems: &mut Problems) -> Result<Vec<Defaults>, Stop> {
        let layers = self.commented_values(version, problems)?.into_iter();
        let named = |asset: Asset| match asset.text {
            Cow::Borrowed(_) => Defaults { tree: Finished::of(&asset.name), asset: built_in_values(asset) },
            Cow::Owned(_) => Defaults { tree: None, asset },
        };
        Ok(layers.map(named).collect())
    }

    /// A profile by its name. An unknown one is an error that names the nearest and all.
    pub fn profile(&self, name: &str, problems: &mut Problems) -> Result<Asset, Stop> {
        let names = self.names("profiles", ".yaml", problems)?;
        if names.contains(name) {
            let asset = self.must(&format!("profiles/{name}.yaml"), problems)?;
            return Ok(match asset.text {
                Cow::Borrowed(_) => Asset { name: format!("{BUILT_IN}profile {name}"), ..asset },
                Cow::Owned(_) => asset,
            });
        }
        let all = all_of(names.iter().map(String::as_str));
        let help = match nearest(name, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`? The profiles are {all}"),
            None => format!("the profiles are {all}"),
        };
        problems.fail(Problem::usage(format!("unknown profile `{name}`")).help(help))
    }

    /// As [`Assets::profile`], for one that is named in a file: what is wrong with it is told at that place.
    pub fn profile_named(&self, name: &str, place: Option<Span>, problems: &mut Problems) -> Result<Asset, Stop> {
        let mut wrong = Problems::default();
        let found = self.profile(name, &mut wrong);
        for problem in wrong.iter() {
            // The file is at fault, and no option.
            let severity = problem.severity.min(Severity::Error);
            problems.push(Problem { severity, ..problem.clone() }.at(place));
        }
        found
    }

    /// The profiles, sorted by name: each with the comment on the first line of its file.
    pub fn profiles(&self, problems: &mut Problems) -> Result<Vec<(String, String)>, Stop> {
        let names = self.names("profiles", ".yaml", problems)?;
        names
            .into_iter()
            .map(|name| {
                let asset = self.must(&format!("profiles/{name}.yaml"), problems)?;
                let first = asset.text.lines().next().unwrap_or_default();
                let about = first.strip_prefix('#').unwrap_or_default().trim().to_owned();
                Ok((name, about))
            })
            .collect()
    }

    /// A template by its path within `templates/` (`master/statefulset.yaml.j2`), if there is one.
    pub fn template(&self, path: &str, problems: &mut Problems) -> Result<Option<Asset>, Stop> {
        self.get(&format!("templates/{path}"), problems)
    }

    /// The paths of all templates within `templates/`, sorted; those of macros (`_*.j2`) too.
    pub fn templates(&self, problems: &mut Problems) -> Result<Vec<String>, Stop> {
        let names = self.names("templates", ".j2", problems)?;
        Ok(names.into_iter().map(|name| format!("{name}.j2")).collect())
    }

    fn must(&self, path: &str, problems: &mut Problems) -> Result<Asset, Stop> {
        match self.get(path, problems)? {
            Some(asset) => Ok(asset),
            None => problems.fail(Problem::bug(format!("`{path}` is not built in"))),
        }
    }

    /// An asset by its path: from the folder if it has it, else the built-in one.
    fn get(&self, path: &str, problems: &mut Problems) -> Result<Option<Asset>, Stop> {
        if !stays_inside(path) {
            return problems.fail(Problem::error(format!("the path `{path}` points outside its folder")));
        }
        if let Some(file) = self.from.as_ref().map(|dir| dir.join(path)).filter(|file| file.exists()) {
            // A pipe would be waited for, and a device read without end.
            if !file.is_file() {
                let message = format!("`{}` is not a regular file", file.display());
                return problems.fail(Problem::error(message).help("replace it with a file, or delete it"));
            }
            return match input::file(&file) {
                Ok(text) => Ok(Some(Asset { name: file.display().to_string(), text: Cow::Owned(text) })),
                Err(what) => problems.fail(Problem::error(format!("cannot read `{}`: {what}", file.display()))),
            };
        }
        let known = table::FILES.iter().find(|(name, _)| *name == path);
        Ok(known.map(|&(name, text)| Asset { name: name.to_owned(), text: Cow::Borrowed(text) }))
    }

    /// The names in a folder of assets, built-in and not, without their ending.
    fn names(&self, folder: &str, ending: &str, problems: &mut Problems) -> Result<BTreeSet<String>, Stop> {
        let name_of =
            |path: &str| path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(ending).map(str::to_owned);
        let mut names = order::set(table::FILES.iter().filter_map(|(path, _)| name_of(path)));
        if let Some(dir) = &self.from {
            let mut found = Vec::new();
            if let Err((path, error)) = walk(&dir.join(folder), folder, MAX_FOLDERS, &mut found) {
                let what = input::words(&error);
                return problems.fail(Problem::error(format!("cannot read the folder `{}`: {what}", path.display())));
            }
            names.extend(found.iter().filter_map(|path| name_of(path)));
        }
        Ok(names)
    }
}

/// Defaults under the name by which messages call them: users have no file of that path.
fn built_in_values(asset: Asset) -> Asset {
    let name = match asset.name.trim_start_matches("values/").trim_end_matches(".yaml") {
        "values" => format!("{BUILT_IN}values"),
        other => format!("{BUILT_IN}values of {other}"),
    };
    Asset { name, ..asset }
}

#[cfg(test)]
mod tests {
    use super::folder::walk;
    use super::{Assets, Defaults, built_in};
    use crate::problem::Problems;
    use crate::source::{Layer, Sources};
    use crate::version;
    use crate::yaml::parse;
    use std::path::Path;

    #[test]
    fn the_table_holds_the_files_of_the_folders() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut found = Vec::new();
        for folder in ["values", "profiles", "templates"] {
            assert!(walk(&root.join(folder), folder, 8, &mut found).is_ok());
        }
        found.retain(|path| path.ends_with(".yaml") || path.ends_with(".j2"));
        found.sort();
        let table: Vec<&str> = built_in().iter().map(|(path, _)| *path).collect();
        assert_eq!(table, found, "src/assets/table.rs has to list these files, sorted");
        for (path, text) in built_in() {
            assert_eq!(std::fs::read_to_string(root.join(path)).unwrap_or_default(), *text, "{path}");
        }
    }

    #[test]
    fn what_is_built_in_is_what_the_texts_of_the_default_values_say() {
        for version in &version::ALL {
            let layers = Assets::default().values(version, &mut Problems::default()).expect("they are built in");
            for Defaults { asset, tree } in layers {
                let mut sources = Sources::default();
                let source = sources.add(Layer::Defaults, asset.name, asset.text);
                let read = parse::documents(&sources, source, &mut Problems::default()).expect("it is YAML");
                let tree = tree.expect("the build script reads all files of `values`").node(source);
                assert_eq!(format!("{:#?}", read), format!("{:#?}", [tree]));
            }
        }
    }

    #[test]
    fn an_unknown_profile_names_the_nearest() {
        let mut problems = Problems::default();
        let assets = Assets::default();
        assert!(assets.profile("singleMaster-localjournal", &mut problems).is_err());
        assert!(assets.profile("../values/values", &mut problems).is_err());
        let report = anstream::adapter::strip_str(&problems.report(&Sources::default())).to_string();
        insta::assert_snapshot!(report, @r"
        error: unknown profile `singleMaster-localjournal`
         = help: did you mean `singleMaster-localJournal`? The profiles are `multiMaster-embeddedJournal`, `singleMaster-hdfsJournal` and `singleMaster-localJournal`

        error: unknown profile `../values/values`
         = help: the profiles are `multiMaster-embeddedJournal`, `singleMaster-hdfsJournal` and `singleMaster-localJournal`
        ");
    }

    #[test]
    fn a_profile_says_what_it_is() {
        let profiles = Assets::default().profiles(&mut Problems::default()).unwrap_or_default();
        assert_eq!(profiles.len(), 3);
        assert!(profiles.iter().all(|(_, about)| !about.is_empty()), "{profiles:?}");
    }

    #[test]
    fn a_path_that_leaves_the_folder_is_refused() {
        for path in ["../Cargo.toml", "/etc/passwd", "a/../../b"] {
            let found = Assets::default().template(path, &mut Problems::default());
            assert!(!matches!(found, Ok(Some(_))), "{path}");
        }
    }
}
