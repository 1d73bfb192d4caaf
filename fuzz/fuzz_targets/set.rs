//! Any arguments of the `--set` flags, one a line; the first letter of a line says which flag.
#![no_main]

mod slowest;

use alluxio_gen::{Run, cli, values};
use libfuzzer_sys::fuzz_target;

/// Small defaults, for those of the program take longer to read than all arguments.
const DEFAULTS: &str = "a: {x: 1, y: {z: 2}}\nl: [1, {k: v}, 3]\ns: str\nn: null\n";

fuzz_target!(|text: &str| slowest::timed(text, one));

fn one(text: &str) {
    let mut inputs = cli::Inputs::default();
    for line in text.split('\n') {
        let mut rest = line.chars();
        let list = match rest.next() {
            Some('j') => &mut inputs.set_json,
            Some('t') => &mut inputs.set_string,
            Some('l') => &mut inputs.set_literal,
            Some('s') => &mut inputs.set,
            _ => continue,
        };
        list.push(rest.as_str().to_owned());
    }
    let mut run = Run::default();
    let outcome = values::load(&inputs, ("defaults", DEFAULTS), None, &mut run.sources, &mut run.problems);
    let report = run.problems.report(&run.sources);
    assert!(outcome.is_ok() || report.contains("error"), "refused without a word");
}
