//! Work on many records side by side, on as many threads as the machine has processors. The results
//! come in the order of the records.

use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many items a thread takes at a time.
const SHARE: usize = 16;

/// Does the same with each item. A few items are not worth a thread.
pub(crate) fn each<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = processors.min(items.len().div_ceil(SHARE));
    if threads < 2 {
        return items.into_iter().map(work).collect();
    }
    let waiting = Mutex::new(items.into_iter().enumerate());
    let take = || -> Vec<(usize, T)> {
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.by_ref().take(SHARE).collect()
    };
    let run = || {
        let mut done = Vec::new();
        loop {
            let share = take();
            if share.is_empty() {
                return done;
            }
            done.extend(share.into_iter().map(|(place, item)| (place, work(item))));
        }
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        // A machine that gives no more threads has the work done by fewer.
        let builder = || thread::Builder::new().stack_size(super::fault::STACK);
        let others: Vec<_> = (1..threads)
            .filter_map(|_| builder().spawn_scoped(scope, run).ok())
            .collect();
        let mut done = run();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for count in [0, 1, 15, 16, 17, 32, 1000] {
            let items: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(each(items, |item| item * 2), doubled, "{count}");
        }
    }

    #[test]
    fn every_item_is_worked_on_once() {
        let counts: Vec<AtomicUsize> = (0..500).map(|_| AtomicUsize::new(0)).collect();
        each(counts.iter().collect(), |count: &AtomicUsize| {
            count.fetch_add(1, Ordering::Relaxed)
        });
        assert!(
            counts
                .iter()
                .all(|count| count.load(Ordering::Relaxed) == 1)
        );
    }
}
