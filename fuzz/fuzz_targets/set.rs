//! Any arguments of the `--set` flags, one a line; the first letter of a line says which flag.
#![no_main]

use alluxio_gen::assets::Assets;
use alluxio_gen::{Run, cli, load};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
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
    let outcome = load(&inputs, None, &Assets::default(), &mut run);
    let report = run.problems.report(&run.sources);
    assert!(outcome.is_ok() || report.contains("error"), "refused without a word");
});
