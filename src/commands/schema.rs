//! `schema`: the JSON Schema of the values, or of the object of `krm`.

use super::{json, named_version};
use crate::Run;
use crate::cli::SchemaArgs;
use crate::output;
use crate::problem::Stop;
use crate::{describe, krm, schema};

/// Prints the schema.
pub fn run(args: &SchemaArgs, run: &mut Run) -> Result<(), Stop> {
    let version = named_version(args.alluxio_version.as_deref(), &mut run.problems)?;
    let tree = match args.krm {
        true => {
            let object = krm::described(version, &mut run.problems)?;
            schema::of("AlluxioCluster", "`alluxio-gen schema --krm`", &object)
        }
        false => schema::schema(&describe::values(version, &mut run.problems)?, version),
    };
    let tree = if args.properties { schema::with_properties(tree, version) } else { tree };
    output::print(&json(&tree), &mut run.problems)
}
