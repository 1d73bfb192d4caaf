//! Names and labels (chart.md 2).

use crate::model::Values;
use crate::names::LONGEST;
use crate::order;
use crate::target::Target;
use std::collections::BTreeMap;

/// Labels, in the order of their names.
pub type Labels = BTreeMap<&'static str, String>;

/// The names that all objects are made of.
#[derive(Clone, Debug)]
pub struct Names {
    /// The label `app`.
    pub app: String,
    /// What every object's name begins with.
    pub full: String,
    /// The release name.
    pub release: String,
    /// The label `chart`.
    chart: &'static str,
}

impl Names {
    /// Helm's rules of naming, with the chart's words.
    pub fn new(values: &Values, target: &Target) -> Self {
        let base = values.name_override.filled().unwrap_or("alluxio");
        let release = target.release.as_str();
        let full = match values.fullname_override.filled() {
            Some(name) => cut(name),
            None if release.contains(base) => cut(release),
            None => cut(&format!("{release}-{base}")),
        };
        Names { app: cut(base), full, release: target.release.clone(), chart: target.version.chart }
    }

    /// The name of an object.
    pub fn of(&self, part: &str) -> String {
        format!("{}-{part}", self.full)
    }

    /// The labels that nearly all objects carry.
    pub fn labels(&self) -> Labels {
        order::map([
            ("app", self.app.clone()),
            ("chart", self.chart.to_owned()),
            ("heritage", "Helm".to_owned()),
            ("release", self.release.clone()),
        ])
    }

    /// The labels of a component's objects.
    pub fn labels_of(&self, role: &str) -> Labels {
        let mut labels = self.labels();
        labels.insert("role", role.to_owned());
        labels
    }

    /// The labels of an object that carries its own name as well.
    pub fn labels_named(&self, role: Option<&str>, name: &str) -> Labels {
        let mut labels = role.map_or_else(|| self.labels(), |role| self.labels_of(role));
        labels.insert("name", name.to_owned());
        labels
    }
}

/// Only these of the labels: what a selector asks for.
pub fn only(labels: &Labels, keys: &[&str]) -> Labels {
    order::map(labels.iter().filter(|(key, _)| keys.contains(key)).map(|(key, value)| (*key, value.clone())))
}

/// Helm's `trunc 63 | trimSuffix "-"`: 63 bytes at most, and one hyphen at the end goes.
fn cut(name: &str) -> String {
    let mut end = name.len().min(LONGEST);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let name = &name[..end];
    name.strip_suffix('-').unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn names_are_cut_as_helm_cuts_them() {
        assert_eq!(cut("alluxio"), "alluxio");
        assert_eq!(cut("a--"), "a-");
        assert_eq!(cut(&format!("{}-b", "a".repeat(62))), "a".repeat(62));
        assert_eq!(cut(&"ä".repeat(40)), "ä".repeat(31));
    }
}
