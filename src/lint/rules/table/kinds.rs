//! AXG210, AXG213: values that are of another kind than their property, and values that are the default.

use crate::facts::given::{Given, given, is_on};
use crate::lint::{Context, Findings, found};
use crate::problem::Problem;
use crate::problem::Severity::Warning;
use crate::properties::kind::{Reading, is_same};
use crate::properties::{Certainty, Kind, Property, Table, is_credential};

/// AXG210. Sizes are those of AXG501, which knows how Kubernetes spells them.
pub(super) fn unreadable(context: &Context<'_>, findings: &mut Findings) {
    let table = context.table();
    for given in given(context.values).into_iter().filter(|given| is_on(context.values, given.component)) {
        let Some(property) = table.find(given.name) else { continue };
        if given.text.contains("${") {
            findings.extend(reference(table, &given));
        } else if !matches!(property.kind, Kind::Size | Kind::Sizes) {
            findings.extend(wrong(&property, &given));
        }
    }
}

fn wrong(property: &Property<'_>, given: &Given<'_>) -> Option<Problem> {
    let Given { name, text, place, .. } = *given;
    let reading = property.kind.reads(text);
    let message = match reading {
        Reading::Good => return None,
        Reading::Bad => format!("`{name}` is {text:?}, which is not {}", property.kind.form()),
        Reading::Doubtful => format!("`{name}` is {text}, which does not fit into 32 bits"),
    };
    let default = match property.default.text() {
        Some(default) => format!("; the default is `{default}`"),
        None => String::new(),
    };
    let near = property.kind.names().map(|name| (strsim::osa_distance(&text.to_uppercase(), name), name)).min();
    let fix = match (near, property.kind) {
        (Some((edits, near)), _) if edits * 3 <= near.len() => format!("did you mean `{near}`?"),
        (_, Kind::Duration) if text.contains('.') => {
            format!("write it in a smaller unit, without a decimal point{default}")
        }
        _ => format!("write {}{default}", property.kind.form()),
    };
    let finding = found(message, place).help(fix);
    let is_sure = property.certainty == Certainty::Read && reading == Reading::Bad;
    Some(if is_sure { finding } else { Problem { severity: Warning, ..finding } })
}

/// A reference to a property that there is not. One without a dot is the shell's, and that of a variable.
fn reference(table: Table, given: &Given<'_>) -> Option<Problem> {
    let mut names = given.text.split("${").skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    let name = names.find(|name| name.contains('.') && table.find(name).is_none())?;
    let message = format!("`{}` refers to `{name}`, which is not a property of Alluxio {}", given.name, table.version);
    let finding = found(message, given.place);
    Some(finding.help(match table.nearest(name) {
        Some(near) => format!("did you mean `${{{near}}}`?"),
        None => "write the value itself".to_owned(),
    }))
}

/// AXG213.
pub(super) fn default(context: &Context<'_>, findings: &mut Findings) {
    for Given { component, name, text, place, .. } in given(context.values) {
        let Some(property) = context.table().find(name) else { continue };
        let Some(default) = property.default.text() else { continue };
        // A component may have to take back what all have.
        if component.is_none() && !is_credential(name) && is_same(property.kind, text, default) {
            let message = format!("`{name}` is `{text}`, which is the default");
            findings.push(found(message, place).help(format!("properties:\n  {name}:\n")));
        }
    }
}
