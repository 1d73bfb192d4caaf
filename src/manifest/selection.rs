//! What `--show-only` picks from the rendered objects.

use super::{Manifest, component};
use crate::order;
use crate::problem::{Problem, Problems, Stop, nearest};

/// The components that are rendered only while their `enabled` is true.
const SWITCHED: [&str; 7] = ["master", "worker", "fuse", "csi", "logserver", "hub", "proxy"];

/// Paths of the chart's templates that are called otherwise here, or that are several here.
const CHART: [(&str, &[&str]); 6] = [
    ("templates/config/alluxio-conf.yaml", &["templates/config/configmap.yaml"]),
    ("templates/config/alluxio-metrics.yaml", &["templates/config/metrics-configmap.yaml"]),
    (
        "templates/csi/controller-rbac.yaml",
        &[
            "templates/csi/serviceaccount.yaml",
            "templates/csi/clusterrole.yaml",
            "templates/csi/clusterrolebinding.yaml",
        ],
    ),
    ("templates/csi/nginx-pod.yaml", &["templates/csi/nginx.yaml"]),
    ("templates/csi/storage-class.yaml", &["templates/csi/storageclass.yaml"]),
    ("templates/logserver/log-pvc.yaml", &["templates/logserver/pvc.yaml"]),
];

/// What `--show-only` asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    wanted: Vec<String>,
}

impl Selection {
    /// The user's words: template paths with or without `.j2`, globs, components. None at all means everything.
    pub fn new(wanted: &[String]) -> Self {
        Selection { wanted: wanted.to_vec() }
    }

    /// Whether nothing is left out.
    pub fn is_everything(&self) -> bool {
        self.wanted.is_empty()
    }

    /// Whether a template (its path without `.j2`) is asked for.
    pub fn matches(&self, source: &str) -> bool {
        self.wanted.is_empty() || self.wanted.iter().any(|wanted| names(wanted, source))
    }

    /// Keeps what is asked for, in the order it has. A word that finds nothing is an error: of the command line, unless it
    /// means one of the templates that there are.
    pub fn keep(
        &self,
        manifests: Vec<Manifest>,
        templates: &[String],
        problems: &mut Problems,
    ) -> Result<Vec<Manifest>, Stop> {
        let missing = |wanted: &&String| !manifests.iter().any(|manifest| names(wanted, &manifest.source));
        let missing: Vec<&String> = self.wanted.iter().filter(missing).collect();
        for wanted in &missing {
            let message = format!("`--show-only {wanted}` matches nothing that is rendered with these values");
            let is_there = templates.iter().any(|template| names(wanted, template));
            let error = if is_there { Problem::error(message) } else { Problem::usage(message) };
            let error = error.help(suggestion(wanted, &manifests));
            problems.push(known(&manifests).into_iter().fold(error, Problem::note));
        }
        if !missing.is_empty() {
            return Err(Stop);
        }
        Ok(manifests.into_iter().filter(|manifest| self.matches(&manifest.source)).collect())
    }
}

/// What the user may mean: a component that is off, or something that is there and called nearly so.
fn suggestion(wanted: &str, manifests: &[Manifest]) -> String {
    let wanted = wanted.trim_end_matches('/');
    let part = match component(wanted) {
        "" => wanted,
        part => part,
    };
    if SWITCHED.contains(&part) && !manifests.iter().any(|manifest| manifest.component() == part) {
        return format!("set `{part}.enabled` to true, or give something that is rendered");
    }
    let sources = || manifests.iter().map(|manifest| manifest.source.as_str());
    let end = format!("/{}", wanted.trim_end_matches(".yaml"));
    let is_end = |source: &&str| source.trim_end_matches(".yaml").ends_with(&end);
    let components = || manifests.iter().map(Manifest::component).filter(|component| !component.is_empty());
    let near = || nearest(wanted, components().chain(sources()));
    match sources().find(is_end).or_else(near) {
        Some(name) => format!("did you mean `{name}`?"),
        None => "give a component or a template that is rendered, or enable it in the values".to_owned(),
    }
}

/// What there is to show.
fn known(manifests: &[Manifest]) -> Vec<String> {
    let list = |names: Vec<&str>| names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let components = order::distinct(manifests.iter().map(Manifest::component).filter(|name| !name.is_empty()));
    let sources = order::distinct(manifests.iter().map(|manifest| manifest.source.as_str()));
    match sources.is_empty() {
        true => vec!["nothing is rendered with these values".to_owned()],
        false => vec![format!("components: {}", list(components)), format!("templates: {}", list(sources))],
    }
}

/// Whether the user's word means this template. A `# Source:` line can be pasted as it stands, and the folder `templates`
/// and the ending may be left out.
fn names(wanted: &str, source: &str) -> bool {
    let path = wanted.strip_prefix("./").unwrap_or(wanted);
    let path = path.strip_prefix("alluxio/").unwrap_or(path);
    let path = path.strip_suffix(".j2").unwrap_or(path);
    let path = path.strip_prefix("templates/").unwrap_or(path);
    let component = component(source);
    if !component.is_empty() && path.strip_suffix('/').unwrap_or(path) == component {
        return true;
    }
    // A word without a folder is a component, or one that has been mistyped.
    if path.is_empty() || !path.contains('/') && !wanted.contains('/') {
        return false;
    }
    let means = |path: &str| {
        let ours = CHART.iter().find(|(theirs, _)| *theirs == path).map(|(_, ours)| *ours);
        ours.is_some_and(|ours| ours.contains(&source)) || glob(path.as_bytes(), source.as_bytes())
    };
    let path = format!("templates/{path}");
    means(&path) || (!path.ends_with(".yaml") && means(&format!("{path}.yaml")))
}

/// A glob of which `*` and `?` do not cross `/`, in time that grows with the product of both lengths.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    // Where the last star stands, and how much of the text it has taken.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match (pattern.get(p), text[t]) {
            (Some(b'*'), _) => {
                star = Some((p, t));
                p += 1;
            }
            (Some(b'?'), c) if c != b'/' => {
                p += 1;
                t += 1;
            }
            (Some(&wanted), c) if wanted == c => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((at, taken)) if text[taken] != b'/' => {
                    star = Some((at, taken + 1));
                    p = at + 1;
                    t = taken + 1;
                }
                _ => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == b'*')
}

#[cfg(test)]
mod tests {
    use super::super::sort;
    use super::*;
    use crate::yaml::Tree;

    fn manifest(source: &str, kind: &str, name: &str) -> Manifest {
        let text = |text: &str| Tree::Text(text.to_owned());
        let metadata = Tree::Map([("name".to_owned(), text(name))].into_iter().collect());
        let tree =
            Tree::Map([("kind".to_owned(), text(kind)), ("metadata".to_owned(), metadata)].into_iter().collect());
        Manifest { source: source.to_owned(), tree }
    }

    fn some() -> Vec<Manifest> {
        vec![
            manifest("templates/master/statefulset.yaml", "StatefulSet", "a-master"),
            manifest("templates/master/service.yaml", "Service", "a-master-0"),
            manifest("templates/master/service.yaml", "Service", "a-master-1"),
            manifest("templates/csi/driver.yaml", "CSIDriver", "alluxio"),
            manifest("templates/config/alluxio.yaml", "ConfigMap", "a-config"),
            manifest("templates/mine.yaml", "Alpha", "x"),
        ]
    }

    fn shown(wanted: &[&str]) -> Result<Vec<String>, String> {
        let mut manifests = some();
        sort(&mut manifests);
        let wanted: Vec<String> = wanted.iter().map(|wanted| (*wanted).to_owned()).collect();
        let mut problems = Problems::default();
        let templates = ["templates/fuse/daemonset.yaml".to_owned()];
        let kept = Selection::new(&wanted).keep(manifests, &templates, &mut problems);
        let report = || problems.iter().map(|problem| format!("{}: {:?}", problem.message, problem.notes)).collect();
        kept.map(|kept| kept.iter().map(|m| m.name().to_owned()).collect()).map_err(|Stop| report())
    }

    #[test]
    fn objects_stand_in_install_order() {
        let all = ["a-config", "a-master-0", "a-master-1", "a-master", "x", "alluxio"];
        assert_eq!(shown(&[]), Ok(all.map(str::to_owned).to_vec()));
    }

    #[test]
    fn a_path_a_glob_or_a_component_selects() {
        let master = Ok(["a-master-0", "a-master-1", "a-master"].map(str::to_owned).to_vec());
        assert_eq!(shown(&["master"]), master);
        assert_eq!(shown(&["master/"]), master);
        assert_eq!(shown(&["templates/master/*"]), master);
        assert_eq!(shown(&["templates/*/s*.yaml"]), master);
        assert_eq!(shown(&["templates/master/statefulset.yaml.j2", "master", "templates/master/service.yaml"]), master);
        assert_eq!(shown(&["alluxio/templates/csi/driver.yaml"]), Ok(vec!["alluxio".to_owned()]));
        assert_eq!(shown(&["templates/csi/d?iver.yaml"]), Ok(vec!["alluxio".to_owned()]));
        assert_eq!(shown(&["templates/*"]), Ok(vec!["x".to_owned()]));
        assert_eq!(shown(&["./alluxio/templates/master/statefulset.yaml"]), Ok(vec!["a-master".to_owned()]));
    }

    #[test]
    fn the_folder_and_the_ending_may_be_left_out() {
        assert_eq!(shown(&["master/statefulset.yaml"]), Ok(vec!["a-master".to_owned()]));
        assert_eq!(shown(&["master/statefulset"]), Ok(vec!["a-master".to_owned()]));
        assert_eq!(shown(&["*/d*"]), Ok(vec!["alluxio".to_owned()]));
        assert_eq!(shown(&["templates/master"]), shown(&["master"]));
    }

    #[test]
    fn paths_of_the_chart_mean_what_they_mean_there() {
        for (theirs, ours) in CHART {
            for name in [theirs, theirs.trim_start_matches("templates/"), theirs.trim_end_matches(".yaml")] {
                assert!(ours.iter().all(|source| names(name, source)), "{name}");
                assert!(!names(name, "templates/master/statefulset.yaml"), "{name}");
            }
        }
    }

    #[test]
    fn what_finds_nothing_is_an_error_that_lists_what_there_is() {
        for wanted in ["fuse", "templates/*.yml", "*", "templates?mine.yaml", "", "templates", "service.yaml"] {
            let report = shown(&["master", wanted]).expect_err(wanted);
            assert!(report.contains(&format!("`--show-only {wanted}` matches nothing")), "{report}");
            assert!(report.contains("components: `config`, `csi`, `master`"), "{report}");
            assert!(report.contains("`templates/mine.yaml`"), "{report}");
        }
    }

    #[test]
    fn globs_end_soon() {
        let pattern = "*a".repeat(5_000);
        assert!(!glob(pattern.as_bytes(), "a".repeat(4_000).as_bytes()));
    }
}
