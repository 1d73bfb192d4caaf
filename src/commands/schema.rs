//! `schema`: the JSON Schema of the values.

use super::named_version;
use crate::Run;
use crate::cli::SchemaArgs;
use crate::output;
use crate::problem::Stop;
use crate::yaml::emit;
use crate::{describe, schema};

/// Prints the schema.
pub fn run(args: &SchemaArgs, run: &mut Run) -> Result<(), Stop> {
    let version = named_version(args.alluxio_version.as_deref(), &mut run.problems)?;
    let values = describe::values(version, &mut run.problems)?;
    let mut text = String::new();
    emit::json(&schema::schema(&values, version), &mut text);
    output::print(&text, &mut run.problems)
}
