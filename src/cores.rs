//! Work in pieces, on several threads at once.

#[cfg(target_os = "linux")]
use rustix::thread::{CpuSet, sched_getaffinity, sched_getcpu, sched_setaffinity};
use std::num::NonZeroUsize;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

/// What the stack of a thread holds, as much as that of the main one: deep values need it.
const STACK: usize = 8 << 20;

/// The most threads that are not asked for: each takes up to 1 MB.
const MOST: usize = 32;

/// As many threads as there are cores, up to `MOST`. With musl one: its threads share an allocator (src/main.rs), and two of
/// them, each of which waits for the other, take longer than one.
fn cores() -> usize {
    match cfg!(target_env = "musl") {
        true => 1,
        false => thread::available_parallelism().map_or(1, NonZeroUsize::get).min(MOST),
    }
}

/// Calls `work` with every number below `count`, on `threads` threads, or `cores` of them. Each takes the next number until
/// there is none.
pub fn each(count: usize, threads: Option<usize>, work: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(number) = Some(next.fetch_add(1, Relaxed)).filter(|number| *number < count) {
            work(number);
        }
    };
    match threads.unwrap_or_else(cores).min(count) {
        0 | 1 => work(),
        threads => on_threads(threads, &work),
    }
}

/// Does some work on so many threads at once, of which this is one.
fn on_threads(threads: usize, work: &(dyn Fn() + Sync)) {
    let home = core();
    thread::scope(|scope| {
        for number in 1..threads {
            let begin = move || {
                leave(home, number);
                work();
            };
            // Without it, the others do its work.
            let _ = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, begin);
        }
        // Lets those begin that wait for this core.
        thread::yield_now();
        work();
    });
}

/// The core that this thread runs on, where the system tells.
#[cfg(target_os = "linux")]
fn core() -> Option<usize> {
    Some(sched_getcpu())
}

/// Moves this thread, the `number`th, away from the core of the one that started it. Some kernels, such as those of Firecracker's
/// virtual machines, start a thread on that core even if another one is idle, and take up to 4 ms to find out: as long as a whole
/// run takes.
#[cfg(target_os = "linux")]
fn leave(home: Option<usize>, number: usize) {
    let (Some(home), Ok(all)) = (home.filter(|home| *home == sched_getcpu()), sched_getaffinity(None)) else { return };
    let allowed: Vec<usize> = (0..CpuSet::MAX_CPU).filter(|core| all.is_set(*core)).collect();
    let Some(at) = allowed.iter().position(|core| *core == home) else { return };
    let mut one = CpuSet::new();
    one.set(allowed[(at + number) % allowed.len()]);
    if sched_setaffinity(None, &one).is_ok() {
        // It is there, and may be moved on.
        let _ = sched_setaffinity(None, &all);
    }
}

#[cfg(not(target_os = "linux"))]
fn core() -> Option<usize> {
    None
}

#[cfg(not(target_os = "linux"))]
fn leave(_: Option<usize>, _: usize) {}

/// What `work` returns for every number below `count`, in their order.
pub fn map<T: Send + Sync>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let results: Vec<OnceLock<T>> = (0..count).map(|_| OnceLock::new()).collect();
    each(count, None, |number| {
        // No number comes twice, so no result is lost.
        let _ = results.get(number).map(|result| result.set(work(number)));
    });
    results.into_iter().filter_map(OnceLock::into_inner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn every_number_comes_once() {
        for (count, threads) in [(0, None), (1, None), (1, Some(8)), (100, Some(1)), (100, Some(7)), (100, None)] {
            let seen = Mutex::new(Vec::new());
            each(count, threads, |number| seen.lock().expect("no thread panics").push(number));
            let mut seen = seen.into_inner().expect("no thread panics");
            seen.sort_unstable();
            assert_eq!(seen, (0..count).collect::<Vec<_>>(), "{threads:?}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_thread_may_run_on_every_core_again_once_it_has_moved() {
        let allowed = sched_getaffinity(None).expect("the system tells");
        for number in 1..4 {
            leave(core(), number);
            assert_eq!(sched_getaffinity(None).as_ref(), Ok(&allowed));
        }
    }

    #[test]
    fn results_keep_the_order() {
        assert_eq!(map(1000, |number| number * 2), (0..2000).step_by(2).collect::<Vec<_>>());
    }
}
