//! Which version is meant: by `--alluxio-version`, else by a line in a file of values.

use super::{ALL, DEFAULT, Version};
use crate::problem::{Problem, Problems, Said, Stop, all_of};
use crate::source::{SourceId, Sources, Span};

/// What begins the line of a values file that names its version.
pub const MARK: &str = "# alluxio-gen: alluxio-version";

/// A version, and which of its releases if one is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The version.
    pub version: &'static Version,
    /// The release that is named; the default of `imageTag` is then this one.
    pub patch: Option<&'static str>,
}

impl Default for Choice {
    fn default() -> Self {
        Choice { version: DEFAULT, patch: None }
    }
}

/// What the user wants, before any file is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    /// The files may say it.
    #[default]
    Open,
    /// An option or a key says it, whatever files say.
    Fixed(Choice),
}

impl Asked {
    /// Reads what an option or a key says. What is no version ends the run.
    pub fn new(said: Option<Said<'_>>, problems: &mut Problems) -> Result<Self, Stop> {
        match said {
            None => Ok(Asked::Open),
            Some(said) => named(said).map(Asked::Fixed).or_else(|problem| problems.fail(problem)),
        }
    }
}

/// The version that is asked, or that these files of values name. Files that disagree end the run.
pub fn choose(asked: Asked, files: &[SourceId], sources: &Sources, problems: &mut Problems) -> Result<Choice, Stop> {
    if let Asked::Fixed(choice) = asked {
        return Ok(choice);
    }
    let mut first: Option<(Choice, Span)> = None;
    for (text, place) in files.iter().flat_map(|file| lines(*file, sources)) {
        let said = Said { by: MARK, text, place: Some(place) };
        let choice = named(said).or_else(|problem| problems.fail(problem))?;
        match first {
            None => first = Some((choice, place)),
            Some((other, _)) if other == choice => {}
            // One of the two is more exact.
            Some((other, at))
                if other.version == choice.version && (other.patch.is_none() || choice.patch.is_none()) =>
            {
                first = Some((Choice { patch: other.patch.or(choice.patch), ..choice }, at));
            }
            Some((_, at)) => {
                let problem = Problem::error("the values files are for different versions of Alluxio").at(place);
                let problem = problem.note_at("another version is given here", at);
                return problems.fail(problem.help("select one with `--alluxio-version`"));
            }
        }
    }
    Ok(first.map(|(choice, _)| choice).unwrap_or_default())
}

/// What the lines of a file that name a version say, each with its place.
fn lines(file: SourceId, sources: &Sources) -> impl Iterator<Item = (&str, Span)> {
    let text: &str = &sources.get(file).text;
    let text = if text.contains(MARK) { text } else { "" };
    (1..).zip(text.lines()).filter_map(move |(line, whole)| {
        let rest = whole.trim_start().strip_prefix(MARK)?;
        let word = rest.trim();
        let before = whole.get(..whole.len() - rest.trim_start().len())?;
        let place = Span {
            source: file,
            line,
            column: before.chars().count() as u32 + 1,
            length: (word.chars().count() as u32).max(1),
        };
        (rest.is_empty() || rest.starts_with([' ', '\t'])).then_some((word, place))
    })
}

/// The version of a name: `2.9`, or one of its releases. An unknown one is an error.
fn named(said: Said<'_>) -> Result<Choice, Problem> {
    for version in &ALL {
        if said.text == version.name {
            return Ok(Choice { version, patch: None });
        }
        if let Some(patch) = version.patches.iter().find(|patch| **patch == said.text) {
            return Ok(Choice { version, patch: Some(patch) });
        }
    }
    let said_it = format!("{} {}", said.by, said.text);
    let problem = Problem::error(format!("`{}` is not a supported version of Alluxio", said_it.trim_end()));
    Err(problem.at(said.place).help(help(said.text)))
}

/// What there is, and the nearest of it.
fn help(text: &str) -> String {
    let minor = |text: &str| text.splitn(3, '.').take(2).collect::<Vec<_>>().join(".");
    let all = all_of(ALL.iter().map(|version| version.name));
    if let Some(version) = ALL.iter().find(|version| version.name == minor(text)) {
        return format!("the supported releases are {}", all_of(version.patches.iter().copied()));
    }
    match ALL.iter().find(|version| version.follows(&minor(text))) {
        Some(version) => {
            format!(
                "the supported versions are {all}; the values of {} are a subset of those of {}",
                minor(text),
                version.name
            )
        }
        None => format!("the supported versions are {all}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Choice, choose, help};
    use crate::problem::Problems;
    use crate::source::{Layer, Sources};

    /// The version of some files; nothing if it is an error.
    fn chosen(files: &[&str]) -> Option<Choice> {
        let (mut sources, mut problems) = (Sources::default(), Problems::default());
        let add = |text: &&str| sources.add(Layer::File, "values.yaml", *text);
        let files: Vec<_> = files.iter().map(add).collect();
        let choice = choose(Asked::Open, &files, &sources, &mut problems).ok();
        assert_eq!(choice.is_none(), problems.iter().count() == 1);
        choice
    }

    #[test]
    fn a_line_of_comment_names_the_version() {
        for (text, patch) in [
            ("# alluxio-gen: alluxio-version 2.7.4\nuser: 0\n", Some(Some("2.7.4"))),
            ("user: 0\n  # alluxio-gen: alluxio-version 2.7.4  \n", Some(Some("2.7.4"))),
            ("user: 0 # alluxio-gen: alluxio-version 2.7.4\n", Some(None)),
            ("# alluxio-gen: alluxio-versions 2.7.4\n", Some(None)),
            ("# alluxio-gen: alluxio-version\n", None),
            ("# alluxio-gen: alluxio-version 9\n", None),
            ("user: 0\n", Some(None)),
        ] {
            assert_eq!(chosen(&[text]).map(|choice| choice.patch), patch, "{text}");
        }
    }

    #[test]
    fn a_version_between_two_is_told_of_the_later_one() {
        assert_eq!(
            help("2.8"),
            "the supported versions are `2.7` and `2.9`; the values of 2.8 are a subset of those of 2.9"
        );
        assert_eq!(help("2.8.1"), help("2.8"));
        assert!(help("2.9.17").contains("`2.9.6`"));
        assert_eq!(help("3"), "the supported versions are `2.7` and `2.9`");
    }

    #[test]
    fn files_have_to_agree() {
        let line = |version: &str| format!("# alluxio-gen: alluxio-version {version}\n");
        let (plain, two, four) = (line("2.7"), line("2.7.2"), line("2.7.4"));
        let exact = Some(Choice { patch: Some("2.7.2"), ..Choice::default() });
        assert_eq!(chosen(&[&two, &two]), exact);
        assert_eq!(chosen(&[&plain, &two, &plain]), exact);
        assert_eq!(chosen(&[&two, "user: 0", &four]), None);
    }
}
