//! The options that the user gives to a component's JVM, and which of them wins.

use super::fuse;
use crate::model::Values;
use crate::model::list::Words;
use crate::model::map::Properties;
use crate::source::Span;

/// How the options of the mount of the root begin.
pub const ROOT_OPTION: &str = "alluxio.master.mount.table.root.option.";

/// The processes that options are given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Component {
    /// alluxio-master.
    Master,
    /// alluxio-job-master.
    JobMaster,
    /// alluxio-worker.
    Worker,
    /// alluxio-job-worker.
    JobWorker,
    /// alluxio-fuse.
    Fuse,
    /// alluxio-logserver.
    Logserver,
}

impl Component {
    /// All of them.
    pub const ALL: [Component; 6] = [
        Component::Master,
        Component::JobMaster,
        Component::Worker,
        Component::JobWorker,
        Component::Fuse,
        Component::Logserver,
    ];

    /// Its section of the values.
    pub fn section(self) -> &'static str {
        match self {
            Component::Master => "master",
            Component::JobMaster => "jobMaster",
            Component::Worker => "worker",
            Component::JobWorker => "jobWorker",
            Component::Fuse => "fuse",
            Component::Logserver => "logserver",
        }
    }

    /// Its own properties and JVM options.
    fn own(self, values: &Values) -> (&Properties, &Words) {
        match self {
            Component::Master => (&values.master.properties, &values.master.jvm_options),
            Component::JobMaster => (&values.job_master.properties, &values.job_master.jvm_options),
            Component::Worker => (&values.worker.properties, &values.worker.jvm_options),
            Component::JobWorker => (&values.job_worker.properties, &values.job_worker.jvm_options),
            Component::Fuse => (&values.fuse.properties, &values.fuse.jvm_options),
            Component::Logserver => (&values.logserver.properties, &values.logserver.jvm_options),
        }
    }
}

/// An option that wins: the value of a property, or what follows the start of a JVM option.
#[derive(Clone, Copy, Debug)]
pub struct Winner<'a> {
    /// Its text.
    pub text: &'a str,
    /// Where it stands.
    pub place: Span,
    /// Whether the user set it, rather than the defaults.
    pub set: bool,
}

/// The value of a property that wins for a component, computed ones aside: its own before the common ones, and of two in
/// one list the last, which is how a JVM reads `-D` (chart.md 0.5).
pub fn property<'a>(values: &'a Values, component: Component, name: &str) -> Option<Winner<'a>> {
    let (own, own_words) = component.own(values);
    in_words(own_words, name)
        .or_else(|| in_properties(own, name))
        .or_else(|| in_words(&values.jvm_options, name))
        .or_else(|| in_properties(&values.properties, name))
}

fn in_properties<'a>(properties: &'a Properties, name: &str) -> Option<Winner<'a>> {
    let pair = properties.0.iter().find(|pair| pair.name == name)?;
    Some(Winner { text: &pair.text, place: pair.place, set: pair.set })
}

fn in_words<'a>(words: &'a Words, name: &str) -> Option<Winner<'a>> {
    words.0.iter().rev().find_map(|word| {
        let (found, text) = word.text.strip_prefix("-D")?.split_once('=')?;
        (found == name).then_some(Winner { text, place: word.place, set: true })
    })
}

/// The last JVM option that begins so, such as `-Xmx`: what follows it wins. Options of FUSE in the worker count for both.
pub fn flag<'a>(values: &'a Values, component: Component, start: &str) -> Option<Winner<'a>> {
    let own = component.own(values).1;
    let lists = match component {
        Component::Worker if values.worker.fuse_enabled.or(false) => {
            vec![own, &values.fuse.jvm_options, &values.jvm_options]
        }
        _ => vec![own, &values.jvm_options],
    };
    let last = |words: &&'a Words| {
        let words: &'a Words = words;
        let found = |word: &'a crate::model::list::Item| {
            // One item may hold several words; the shell splits them.
            let text = word.text.split_whitespace().rev().find_map(|part| part.strip_prefix(start))?;
            Some(Winner { text, place: word.place, set: true })
        };
        words.0.iter().rev().find_map(found)
    };
    lists.iter().find_map(last)
}

/// Whether a component is rendered. What all components have in common always is.
pub fn is_on(values: &Values, component: Option<Component>) -> bool {
    match component {
        None => true,
        Some(Component::Master | Component::JobMaster) => super::master_enabled(values),
        Some(Component::Worker | Component::JobWorker) => super::worker_enabled(values),
        Some(Component::Fuse) => fuse::in_use(values),
        Some(Component::Logserver) => values.logserver.enabled.or(false),
    }
}

/// A list of properties, and the section that it stands in, if not at the top.
pub type List<'a> = (Option<Component>, &'a Properties, &'a Words);

/// All lists of properties and JVM options: the common one, then those of the components.
pub fn lists(values: &Values) -> impl Iterator<Item = List<'_>> {
    let common = (None, &values.properties, &values.jvm_options);
    std::iter::once(common).chain(Component::ALL.into_iter().map(|component| {
        let (properties, words) = component.own(values);
        (Some(component), properties, words)
    }))
}

/// What a list is called: `properties`, `worker.properties`.
pub fn list_name(component: Option<Component>, key: &str) -> String {
    component.map_or_else(|| key.to_owned(), |component| format!("{}.{key}", component.section()))
}

/// A property that the user set, wherever.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// The component that alone has it, if not all.
    pub component: Option<Component>,
    /// Its name.
    pub name: &'a str,
    /// Its value.
    pub text: &'a str,
    /// Where its name stands.
    pub key: Span,
    /// Where its value stands.
    pub place: Span,
    /// Whether it stands in `jvmOptions`, as `-Dname=value`.
    pub in_words: bool,
}

/// Every property that the user set, in `properties` and as `-D` in `jvmOptions`.
pub fn given(values: &Values) -> Vec<Given<'_>> {
    let mut out = Vec::new();
    for (component, properties, words) in lists(values) {
        let pairs = properties.0.iter().filter(|pair| pair.set);
        out.extend(pairs.map(|pair| Given {
            component,
            name: &pair.name,
            text: &pair.text,
            key: pair.key,
            place: pair.place,
            in_words: false,
        }));
        let as_properties = words.0.iter().filter_map(|word| as_property(&word.text, word.place));
        out.extend(as_properties.map(|given| Given { component, ..given }));
    }
    out
}

/// The property that a word such as `-Dname=value` sets, for all components.
pub fn as_property(word: &str, place: Span) -> Option<Given<'_>> {
    let (name, text) = word.strip_prefix("-D")?.split_once('=')?;
    Some(Given { component: None, name, text, key: place, place, in_words: true })
}

#[cfg(test)]
mod tests {
    use super::{Component, flag, property};
    use crate::model::Values;
    use crate::problem::Problems;
    use crate::source::{Layer, Sources};

    fn values(text: &str) -> Values {
        let (mut sources, mut problems) = (Sources::default(), Problems::default());
        let source = sources.add(Layer::File, "values.yaml", text);
        let node = crate::yaml::parse::documents(&sources, source, &mut problems).unwrap().pop().unwrap();
        crate::model::read(&node, crate::version::DEFAULT, None, &sources, &mut problems)
    }

    #[test]
    fn what_comes_later_on_the_command_line_wins() {
        let values = values(
            "properties: {a: common}\njvmOptions: [-Da=word, -Xmx1g]\n\
             worker: {properties: {a: own}, jvmOptions: ['-Xmx2g -Xmx3g']}",
        );
        let text = |component| property(&values, component, "a").map(|option| option.text);
        assert_eq!(text(Component::Worker), Some("own"));
        assert_eq!(text(Component::Master), Some("word"));
        assert_eq!(flag(&values, Component::Worker, "-Xmx").map(|option| option.text), Some("3g"));
        assert_eq!(flag(&values, Component::Fuse, "-Xmx").map(|option| option.text), Some("1g"));
        assert!(flag(&values, Component::Fuse, "-Xms").is_none());
    }
}
