//! How much a record may make the program compute. One budget a record: everything that computes for it
//! (shell expansion, filters, jq, CEL, JSONPath, columns, templates) draws from it while it works, and stops
//! when it is used up. It hangs on the thread, so that what is called deep inside need not be handed it.
//!
//! A step is something that takes well under a microsecond. Bytes are what one computation makes beside its
//! input; they are free again when it is done. Time is the last net, for what a step was counted too low: that
//! which the thread was working, so that a busy machine understands what an idle one does.

use super::lang::Bilingual;
use crate::both;
use rustix::time::{ClockId, clock_gettime};
use std::cell::Cell;
use std::time::Duration;

/// What is left for a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    steps: u64,
    bytes: u64,
    time: Duration,
}

/// Which bound was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exceeded {
    /// More work than a record gets.
    Steps,
    /// More text than a computation may make.
    Bytes,
    /// More time than a record gets.
    Time,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget {
            steps: 20_000_000,
            bytes: 64 << 20,
            time: Duration::from_secs(4),
        }
    }
}

impl Budget {
    /// Another size than a record's: for tests, which shall be quick.
    pub fn of(steps: u64, bytes: u64) -> Budget {
        Budget {
            steps,
            bytes,
            ..Budget::default()
        }
    }

    /// How many steps are left: tests count work by it.
    #[cfg(test)]
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Works on this budget: what is used is taken from it.
    pub fn run<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let started = worked();
        let open = Open {
            steps: self.steps,
            each: self.bytes,
            bytes: self.bytes,
            until: started.checked_add(self.time),
            unlooked: 0,
            inside: false,
            exceeded: None,
        };
        let outer = Outer(OPEN.replace(Some(open)));
        let done = work();
        self.steps = OPEN.get().map_or(0, |open| open.steps);
        self.time = self.time.saturating_sub(worked().saturating_sub(started));
        drop(outer);
        done
    }
}

/// A budget that is being worked on.
#[derive(Debug, Clone, Copy)]
struct Open {
    steps: u64,
    /// What each computation may make.
    each: u64,
    bytes: u64,
    until: Option<Duration>,
    /// Steps since somebody looked at the clock.
    unlooked: u64,
    /// Whether a computation is going on.
    inside: bool,
    exceeded: Option<Exceeded>,
}

/// How long this thread was working, by the processor's clock.
fn worked() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap_or_default()
}

thread_local! {
    static OPEN: Cell<Option<Open>> = const { Cell::new(None) };
}

/// The budget that was open before; open again when this is dropped.
struct Outer(Option<Open>);

impl Drop for Outer {
    fn drop(&mut self) {
        OPEN.set(self.0);
    }
}

/// Does a computation within the thread's budget, or one of its own where none is open. Whatever it made
/// of a refusal, a result that comes after one is none.
///
/// # Errors
/// The bound that was reached.
pub(crate) fn within<T>(work: impl FnOnce() -> T) -> Result<T, Exceeded> {
    match counted(work) {
        (done, None) => Ok(done),
        (_, Some(exceeded)) => Err(exceeded),
    }
}

/// The same for a computation whose result is of use all the same: beside it the bound that was reached.
pub(crate) fn counted<T>(work: impl FnOnce() -> T) -> (T, Option<Exceeded>) {
    let Some(open) = OPEN.get() else {
        return Budget::default().run(|| counted(work));
    };
    if !open.inside {
        OPEN.set(Some(Open {
            inside: true,
            bytes: open.each,
            ..open
        }));
    }
    let done = work();
    let Some(now) = OPEN.get() else {
        return (done, None);
    };
    if !open.inside {
        OPEN.set(Some(Open {
            inside: false,
            exceeded: None,
            ..now
        }));
    }
    (done, now.exceeded)
}

/// Takes steps.
///
/// # Errors
/// The bound that was reached, now or earlier in this computation.
pub(crate) fn spend(steps: u64) -> Result<(), Exceeded> {
    draw(steps, 0)
}

/// Takes room for what is made, and the work of making it.
///
/// # Errors
/// As [`spend`].
pub(crate) fn make(bytes: usize) -> Result<(), Exceeded> {
    let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
    draw(1 + bytes / 64, bytes)
}

fn draw(steps: u64, bytes: u64) -> Result<(), Exceeded> {
    /// So many steps go by between two looks at the clock.
    const LOOK: u64 = 4096;
    let Some(mut open) = OPEN.get() else {
        return Ok(());
    };
    if let Some(exceeded) = open.exceeded {
        return Err(exceeded);
    }
    open.unlooked = open.unlooked.saturating_add(steps);
    let late = open.unlooked > LOOK && open.until.is_some_and(|until| worked() > until);
    open.unlooked %= LOOK;
    open.exceeded = match (open.steps.checked_sub(steps), open.bytes.checked_sub(bytes)) {
        (None, _) => Some(Exceeded::Steps),
        (_, None) => Some(Exceeded::Bytes),
        _ if late => Some(Exceeded::Time),
        (Some(steps), Some(bytes)) => {
            (open.steps, open.bytes) = (steps, bytes);
            None
        }
    };
    OPEN.set(Some(open));
    open.exceeded.map_or(Ok(()), Err)
}

impl Exceeded {
    /// For people.
    pub fn told(self) -> Bilingual {
        match self {
            Exceeded::Steps => both!(
                "기록 하나에 허용된 것보다 많은 계산이 필요합니다",
                "it takes more work than a record may ask for"
            ),
            Exceeded::Bytes => both!(
                "허용된 것보다 큰 결과를 만듭니다",
                "it makes more text than it may"
            ),
            Exceeded::Time => both!(
                "기록 하나에 허용된 것보다 오래 걸립니다",
                "it takes more time than a record gets"
            ),
        }
    }
}

/// For code whose own errors are the words of a tool that speaks English; [`within`] has both.
impl From<Exceeded> for String {
    fn from(exceeded: Exceeded) -> String {
        exceeded.told().en
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computations_of_a_record_share_its_steps_and_not_its_room() {
        let mut budget = Budget::of(100, 1000);
        budget.run(|| {
            assert_eq!(within(|| make(900)), Ok(Ok(())));
            assert_eq!(within(|| make(900)), Ok(Ok(())));
            assert_eq!(within(|| (make(900), make(900)).1), Err(Exceeded::Bytes));
            assert_eq!(within(|| spend(20)), Ok(Ok(())));
        });
        // 15 steps for each of the three that were made.
        assert_eq!(budget.steps, 35);
        budget.run(|| assert_eq!(within(|| spend(36)), Err(Exceeded::Steps)));
        assert_eq!(budget.run(|| within(|| spend(35))), Ok(Ok(())));
    }

    #[test]
    fn a_refusal_is_never_swallowed() {
        let swallowed = || {
            let _ignored = make(65 << 20);
            "all is well"
        };
        assert_eq!(within(swallowed), Err(Exceeded::Bytes));
        let nested = || within(swallowed).unwrap_or("caught");
        assert_eq!(within(nested), Err(Exceeded::Bytes));
        assert_eq!(counted(nested), ("caught", Some(Exceeded::Bytes)));
        assert_eq!(within(|| spend(1)), Ok(Ok(())));
    }

    /// What waits for a processor that others have is not late.
    #[test]
    fn only_the_time_of_work_counts() {
        let mut budget = Budget {
            time: Duration::from_millis(50),
            ..Budget::default()
        };
        let waited = || {
            std::thread::sleep(Duration::from_millis(120));
            spend(5_000)
        };
        assert_eq!(budget.run(|| within(waited)), Ok(Ok(())));
        let worked = || (0..).find(|_| spend(5_000).is_err()).is_some();
        let mut endless = Budget {
            steps: u64::MAX,
            ..budget
        };
        assert_eq!(endless.run(|| within(worked)), Err(Exceeded::Time));
    }

    #[test]
    fn a_panic_leaves_the_outer_budget_open() {
        let mut outer = Budget::of(10, 10);
        outer.run(|| {
            let inner = std::panic::catch_unwind(|| Budget::of(1, 1).run(|| panic!("within")));
            assert!(inner.is_err());
            assert_eq!(within(|| spend(9)), Ok(Ok(())));
        });
        assert_eq!(outer.steps, 1);
    }
}
