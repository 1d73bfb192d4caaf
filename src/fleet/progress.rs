//! A line that counts clusters, on a terminal, while a run takes long.

use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

/// When the line is drawn first, and how often after that, in milliseconds.
const PATIENCE: u64 = 500;
const PACE: u64 = 100;

/// Counts what is done; may be used from several threads.
#[derive(Debug)]
pub struct Progress {
    total: usize,
    done: AtomicUsize,
    start: Instant,
    /// When the line is drawn next, in milliseconds from the start; never without a terminal.
    next: AtomicU64,
}

impl Progress {
    /// Begins to count. Standard error has to be a terminal for anything to be drawn.
    pub fn new(total: usize) -> Self {
        let next = if std::io::stderr().is_terminal() { PATIENCE } else { u64::MAX };
        Progress { total, done: AtomicUsize::new(0), start: Instant::now(), next: AtomicU64::new(next) }
    }

    /// One more is done.
    pub fn step(&self) {
        let done = self.done.fetch_add(1, Relaxed) + 1;
        let next = self.next.load(Relaxed);
        if next == u64::MAX {
            return;
        }
        let now = self.start.elapsed().as_millis() as u64;
        // Of several threads that find it is time, one draws.
        if now >= next && self.next.compare_exchange(next, now + PACE, Relaxed, Relaxed).is_ok() {
            let _ = write!(std::io::stderr(), "\r{done} of {} clusters", self.total);
        }
    }

    /// Takes the line away, at the end and before anything else is written.
    pub fn clear(&self) {
        let next = self.next.load(Relaxed);
        if next != PATIENCE && next != u64::MAX {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
