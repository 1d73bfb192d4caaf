//! The time of the slowest input of a run, told whenever it grows.

use cpu_time::ThreadTime;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Instant;

/// In nanoseconds.
static SLOWEST: AtomicU64 = AtomicU64::new(1_000_000);

/// Works on an input. If that took longer than ever, the machine may have been busy: it is done once more, and what counts
/// is the time on a processor.
pub fn timed(input: &str, work: impl Fn(&str)) {
    let slowest = SLOWEST.load(Relaxed);
    let start = Instant::now();
    work(input);
    if start.elapsed().as_nanos() as u64 > slowest {
        let start = ThreadTime::now();
        work(input);
        let time = start.elapsed().as_nanos() as u64;
        if time > slowest {
            SLOWEST.store(time, Relaxed);
            let micros = time / 1_000;
            eprintln!("slowest so far: {}.{:03} ms, {} bytes", micros / 1_000, micros % 1_000, input.len());
        }
    }
}
