//! The time of the slowest input of a run, told whenever it grows.

use std::fs;
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
        let before = processor();
        work(input);
        let time = processor() - before;
        if time > slowest {
            SLOWEST.store(time, Relaxed);
            let micros = time / 1_000;
            eprintln!("slowest so far: {}.{:03} ms, {} bytes", micros / 1_000, micros % 1_000, input.len());
        }
    }
}

/// The time that this thread had on a processor, as Linux tells it.
fn processor() -> u64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default()
}
