//! Work on many things at once, with its results in order.
//!
//! Threads take the things in their order and finish them in any. What is finished waits for its turn, in a window that
//! is bounded in bytes: a thread takes nothing more while the window is full. The thing whose turn it is was always taken,
//! so that the window empties. Results are given out many at a time: to wake a thread for each costs more than to make it.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

/// What waits for its turn holds no more than this, in bytes, but for what is in work when it is reached.
const BYTES: usize = 32 << 20;

/// And there are no more than so many that wait, however small they are.
const AHEAD: usize = 4096;

/// So many results are given out at once at the most, and what there is after so long.
const TOGETHER: usize = 64;
const PATIENCE: Duration = Duration::from_millis(50);

struct Window<T> {
    state: Mutex<State<T>>,
    /// Results whose turn it is may be there.
    ready: Condvar,
    /// There may be room for more.
    room: Condvar,
}

struct State<T> {
    count: usize,
    /// The first thing that no thread has taken.
    next: usize,
    /// What was taken and not given out yet, in order: a result and its size, none while it is in work.
    taken: VecDeque<Option<(T, usize)>>,
    /// The sizes of all results in `taken`, and of those given out last.
    held: usize,
    /// How many results wait in `taken`.
    waiting: usize,
    /// How many threads still work, and how many wait for room.
    working: usize,
    idle: usize,
    stopped: bool,
}

/// Does `work` on each of `0..count` in `jobs` threads, and gives the results to `put` in order, in this thread; `size`
/// is how many bytes a result holds. The first error of `put` stops everything.
pub(super) fn in_order<T: Send, E>(
    count: usize,
    jobs: usize,
    work: impl Fn(usize) -> T + Sync,
    size: impl Fn(&T) -> usize + Sync,
    mut put: impl FnMut(usize, T) -> Result<(), E>,
) -> Result<(), E> {
    let state =
        State { count, next: 0, taken: VecDeque::new(), held: 0, waiting: 0, working: jobs, idle: 0, stopped: false };
    let window = Window { state: Mutex::new(state), ready: Condvar::new(), room: Condvar::new() };
    thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                let working = Working(&window);
                while let Some(index) = working.0.take() {
                    let result = work(index);
                    let size = size(&result);
                    working.0.finish(index, result, size);
                }
            });
        }
        let (mut done, mut index, mut given) = (Ok(()), 0, 0);
        while index < count && done.is_ok() {
            // A thread that panicked leaves its thing undone; the scope hands the panic on.
            let Some((results, size)) = window.turns(given) else { break };
            given = size;
            for result in results {
                done = put(index, result);
                if done.is_err() {
                    break;
                }
                index += 1;
            }
        }
        window.stop();
        done
    })
}

impl<T> Window<T> {
    /// A panic while the lock is held leaves nothing half done.
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next thing to work on, as soon as there is room for its result.
    fn take(&self) -> Option<usize> {
        let mut state = self.lock();
        while !state.stopped && state.next < state.count && state.is_full() {
            self.ready.notify_one();
            state.idle += 1;
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
        if state.stopped || state.next == state.count {
            return None;
        }
        state.next += 1;
        state.taken.push_back(None);
        Some(state.next - 1)
    }

    fn finish(&self, index: usize, result: T, size: usize) {
        let mut state = self.lock();
        let turn = state.next - state.taken.len();
        state.held += size;
        state.waiting += 1;
        state.taken[index - turn] = Some((result, size));
        if state.waiting.is_multiple_of(TOGETHER) {
            self.ready.notify_one();
        }
    }

    /// Waits for the results whose turn it is, and gives their sizes together; those given out before, of `given` bytes, are
    /// done with.
    fn turns(&self, given: usize) -> Option<(Vec<T>, usize)> {
        let mut state = self.lock();
        state.held -= given;
        if state.idle > 0 && !state.is_full() {
            self.room.notify_all();
        }
        loop {
            let (mut results, mut size) = (Vec::new(), 0);
            while results.len() < TOGETHER
                && let Some((result, bytes)) = state.taken.front_mut().and_then(Option::take)
            {
                state.taken.pop_front();
                results.push(result);
                size += bytes;
            }
            if !results.is_empty() {
                state.waiting -= results.len();
                return Some((results, size));
            }
            if state.working == 0 {
                return None;
            }
            state = self.ready.wait_timeout(state, PATIENCE).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn stop(&self) {
        self.lock().stopped = true;
        self.room.notify_all();
    }
}

impl<T> State<T> {
    fn is_full(&self) -> bool {
        self.held >= BYTES || self.taken.len() >= AHEAD
    }
}

/// A thread that works: it is counted off at its end, in whatever way that comes.
struct Working<'w, T>(&'w Window<T>);

impl<T> Drop for Working<'_, T> {
    fn drop(&mut self) {
        self.0.lock().working -= 1;
        self.0.ready.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicUsize, Ordering},
        time::Duration,
    };

    use super::*;

    fn numbers(count: usize, jobs: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let work = |index: usize| {
            // Every seventh takes its time, so that others finish before it.
            if index.is_multiple_of(7) {
                thread::sleep(Duration::from_micros(300));
            }
            index * index
        };
        let put = |index, square| {
            assert_eq!(index * index, square);
            out.push(square);
            Ok::<(), ()>(())
        };
        assert_eq!(in_order(count, jobs, work, |_| 1, put), Ok(()));
        out
    }

    #[test]
    fn results_come_in_order() {
        for jobs in [1, 2, 8] {
            for count in [0, 1, 2, 500] {
                let squares: Vec<usize> = (0..count).map(|n| n * n).collect();
                assert_eq!(numbers(count, jobs), squares);
            }
        }
    }

    #[test]
    fn what_waits_is_bounded_in_bytes() {
        let (out, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |_| {
            most.fetch_max(out.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        };
        let put = |_, ()| {
            thread::sleep(Duration::from_micros(500));
            out.fetch_sub(1, Ordering::SeqCst);
            Ok::<(), ()>(())
        };
        assert_eq!(in_order(200, 2, work, |()| BYTES / 4, put), Ok(()));
        // Four fill the window, one of them being put, and two are in work.
        let most = most.load(Ordering::SeqCst);
        assert!(most <= 6, "{most} results at once");
    }

    #[test]
    fn an_error_stops_everything() {
        let begun = AtomicUsize::new(0);
        let work = |index| {
            begun.fetch_add(1, Ordering::SeqCst);
            thread::sleep(Duration::from_micros(100));
            index
        };
        let put = |_, index| if index == 3 { Err("full") } else { Ok(()) };
        assert_eq!(in_order(100_000, 2, work, |_| 1, put), Err("full"));
        assert!(begun.load(Ordering::SeqCst) < 1_000);
    }

    #[test]
    fn a_panic_does_not_wait_for_ever() {
        let work = |index: usize| assert!(index != 5, "the fifth");
        let run = || in_order(10, 2, work, |()| 1, |_, ()| Ok::<(), ()>(()));
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).is_err());
    }
}
