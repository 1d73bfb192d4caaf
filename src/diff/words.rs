//! The words that the reports for people share: what happens to an object, what a field is called, how a value is shown.

use super::path::{Path, Step};
use super::{Change, Mark, ObjectDiff, Report, Verdict};
use crate::yaml::{Tree, emit};

/// What happens to an object, in a few words.
pub fn phrase(object: &ObjectDiff) -> String {
    let pods = object.pods.map_or(0, |(_, new)| new);
    match (object.verdict, object.id.kind.as_str()) {
        (Verdict::Same, _) => "changed by hand in the cluster; `kubectl apply` does not change it".to_owned(),
        (Verdict::Metadata, _) => "labels and annotations only".to_owned(),
        (Verdict::Live, "ConfigMap" | "Secret") => "this change also replaces the pods that read it".to_owned(),
        (Verdict::Live, _) => "takes effect when it is applied; no pod restarts".to_owned(),
        (Verdict::Restart, _) => "running pods keep the old values until they restart".to_owned(),
        (Verdict::Roll, "StatefulSet") if pods == 1 => "rolls its only pod".to_owned(),
        (Verdict::Roll, "StatefulSet") => format!("rolls {pods} pods, the last first"),
        (Verdict::Roll, "DaemonSet") => "rolls every pod, one node at a time".to_owned(),
        (Verdict::Roll, "Pod") => "restarts its container".to_owned(),
        (Verdict::Roll, _) => "rolls its pods".to_owned(),
        (Verdict::Scale, _) => match object.pods {
            Some((old, new)) if object.also_rolls() => format!("scales from {old} to {new} pods, and rolls them"),
            Some((old, new)) => format!("scales from {old} to {new} pods"),
            None => "scales".to_owned(),
        },
        (Verdict::Recreate, _) => "must be deleted and recreated".to_owned(),
        (Verdict::Add, _) => match &object.renamed {
            Some(name) => format!("new: was named {name}"),
            None => "new".to_owned(),
        },
        (Verdict::Delete, _) => match &object.renamed {
            Some(name) => format!("is now named {name}; `kubectl apply` does not delete this one"),
            None => "no longer rendered; `kubectl apply` does not delete it".to_owned(),
        },
    }
}

/// The sum of a report: `2 objects change, 5 stay the same`, and how many of each verdict and mark.
pub fn sum(report: &Report) -> String {
    let objects = |number: usize| if number == 1 { "1 object".to_owned() } else { format!("{number} objects") };
    let mut text = match report.objects.len() {
        0 => format!(
            "No difference: {} the same",
            match report.same {
                1 => "1 object is".to_owned(),
                number => format!("{number} objects are"),
            }
        ),
        1 => format!("1 object changes, {} the same", stay(report.same)),
        number => format!("{} change, {} the same", objects(number), stay(report.same)),
    };
    for verdict in Verdict::ALL.into_iter().rev().filter(|verdict| *verdict > Verdict::Same) {
        let number = report.objects.iter().filter(|object| object.verdict == verdict).count();
        if number > 0 {
            text.push_str(&format!(" · {} {number}", verdict.as_str()));
        }
    }
    for kind in report.marks() {
        let number = report.objects.iter().filter(|object| object.all_marks().any(|mark| mark.kind == kind)).count();
        text.push_str(&format!(" · {} {number}", kind.as_str()));
    }
    if report.left_out > 0 {
        text.push_str(&format!(
            "\n{} left out: they belong to something else, or a controller created them",
            objects(report.left_out)
        ));
    }
    if !report.not_asked.is_empty() {
        let kinds = report.not_asked.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        text.push_str(&format!(
            "\nnot compared, because the objects of the cluster include none of these kinds: {kinds}"
        ));
    }
    text
}

fn stay(number: usize) -> String {
    if number == 1 { "1 stays".to_owned() } else { format!("{number} stay") }
}

/// The values behind a change. A property that is an option of the same name is told by its section.
pub fn values(change: &Change) -> String {
    let own = format!("properties.{}", change.path.last().replace('.', "\\."));
    let short = |value: &String| match value.strip_suffix(&own) {
        Some(section) => format!("{section}properties"),
        None => value.clone(),
    };
    change.values.iter().map(short).collect::<Vec<_>>().join(", ")
}

/// Marks, those of one kind and direction that follow one another as one.
pub fn joined(marks: &[Mark]) -> Vec<Mark> {
    let mut all: Vec<Mark> = Vec::new();
    for mark in marks {
        match all.last_mut() {
            Some(last)
                if last.kind == mark.kind
                    && last.is_relief == mark.is_relief
                    && mark.first.is_none()
                    && last.first.is_none() =>
            {
                last.text.push_str("; ");
                last.text.push_str(&mark.text);
            }
            _ => all.push(mark.clone()),
        }
    }
    all
}

/// The workloads that have to restart, with their pods.
pub fn restarts(object: &ObjectDiff) -> String {
    object.restarts.iter().map(|id| format!("{}/{}", id.kind, id.name)).collect::<Vec<_>>().join(", ")
}

/// What people call a field: `alluxio-worker resources.limits.memory`.
pub fn label(path: &Path) -> String {
    let rest = |steps: &[Step]| Path(steps.to_vec()).to_string();
    let key = |step: &Step, name: &str| *step == Step::Key(name.to_owned());
    let spec = |steps: &[Step]| steps.first().is_some_and(|step| key(step, "spec"));
    let steps = path.0.as_slice();
    if path.is_within("spec.template.spec") {
        return of_pod(steps.get(3..).unwrap_or_default());
    }
    if path.is_within("spec.template") {
        return format!("pod {}", rest(steps.get(2..).unwrap_or_default()));
    }
    if let [_, Step::Key(list), Step::Item(name), inner @ ..] = steps
        && list == "volumeClaimTemplates"
    {
        let inner = if spec(inner) { inner.get(1..).unwrap_or_default() } else { inner };
        return format!("{list}[{name}] {}", rest(inner)).trim_end().to_owned();
    }
    if spec(steps) { of_pod(steps.get(1..).unwrap_or_default()) } else { rest(steps) }
}

fn of_pod(steps: &[Step]) -> String {
    let rest = |steps: &[Step]| Path(steps.to_vec()).to_string();
    match steps {
        [Step::Key(list), Step::Item(name), inner @ ..] => match list.as_str() {
            "containers" | "initContainers" if inner.is_empty() => format!("container {name}"),
            "containers" | "initContainers" => format!("{name} {}", rest(inner)),
            "volumes" => format!("volume {name} {}", rest(inner)).trim_end().to_owned(),
            _ => rest(steps),
        },
        _ => rest(steps),
    }
}

/// A value in one line, without characters that do something to a terminal.
pub fn inline(tree: Option<&Tree>) -> String {
    let text = match tree {
        None => "(none)".to_owned(),
        Some(Tree::Text(text)) if text.is_empty() => "\"\"".to_owned(),
        Some(Tree::Text(text)) if !text.contains('\n') => text.clone(),
        Some(tree) => {
            let mut out = String::new();
            emit::json_line(tree, &mut out);
            out
        }
    };
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// A value that is cut to a width, in its middle.
pub fn cut(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return text.to_owned();
    }
    let tail = width / 3;
    let head: String = text.chars().take(width.saturating_sub(tail + 1)).collect();
    let tail: String = text.chars().skip(length - tail).collect();
    format!("{head}…{tail}")
}

/// A text that is cut to a width around the place where it begins to differ from another.
pub fn around(text: &str, other: &str, width: usize) -> String {
    /// How much of what both have in common is shown.
    const COMMON: usize = 16;
    let same = text.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    if text.chars().count() <= width || same <= COMMON {
        return cut(text, width);
    }
    let rest: String = text.chars().skip(same - COMMON).collect();
    format!("…{}", cut(&rest, width - 1))
}

#[cfg(test)]
mod tests {
    use super::{around, cut};

    #[test]
    fn long_texts_show_where_they_differ() {
        let (one, other) = (format!("{}one", "x".repeat(200)), format!("{}two", "x".repeat(200)));
        assert_eq!(around(&one, &other, 40), format!("…{}one", "x".repeat(16)));
        assert_eq!(around("short", "other", 40), "short");
        assert_eq!(around(&one, "other", 10), "xxxxxx…one");
        assert_eq!(cut("abc", 3), "abc");
    }
}
