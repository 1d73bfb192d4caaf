//! `schema`: the JSON Schema of the values.

use crate::Run;
use crate::output;
use crate::problem::Stop;
use crate::yaml::emit;
use crate::{describe, schema};

/// Prints the schema.
pub fn run(run: &mut Run) -> Result<(), Stop> {
    let values = describe::values(&mut run.problems)?;
    let mut text = String::new();
    emit::json(&schema::schema(&values), &mut text);
    output::print(&text, &mut run.problems)
}
