//! The time of the slowest input of a run, told whenever it grows.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Instant;

/// In microseconds.
static SLOWEST: AtomicU64 = AtomicU64::new(1_000);

/// Works on an input. One that seems the slowest is worked on twice more, for the machine may have been busy.
pub fn timed(input: &str, work: impl Fn(&str)) {
    let time = || {
        let start = Instant::now();
        work(input);
        start.elapsed().as_micros() as u64
    };
    let slowest = SLOWEST.load(Relaxed);
    if time() > slowest {
        let again = time().min(time());
        if again > slowest {
            SLOWEST.store(again, Relaxed);
            eprintln!("slowest so far: {}.{} ms, {} bytes", again / 1_000, again / 100 % 10, input.len());
        }
    }
}
