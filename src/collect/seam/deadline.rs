//! How long is waited. A question has its time, all of it: connecting, asking again, every page and the
//! body of each; and the run has its own, after which nothing is asked any more.

use super::Trouble;
use crate::both;
use crate::facts::observation::Cause;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// The deadlines of a run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadlines {
    question: Duration,
    run: Option<Duration>,
    began: Instant,
}

impl Deadlines {
    /// Of a run that begins now.
    pub(crate) fn new(question: Duration, run: Option<Duration>) -> Deadlines {
        Deadlines {
            question,
            run,
            began: Instant::now(),
        }
    }

    /// How long the run has lasted.
    pub(crate) fn passed(&self) -> Duration {
        self.began.elapsed()
    }

    /// What is left of the run; `None` if it may last as long as it likes.
    pub(crate) fn left(&self) -> Option<Duration> {
        let run = self.run?;
        Some(run.saturating_sub(self.began.elapsed()))
    }

    /// Waits for the answer to a question.
    ///
    /// # Errors
    /// `Timeout` and `RunDeadline`, whose words do not depend on where in the question the time was
    /// over; and the question's own.
    pub(crate) async fn within<T>(
        &self,
        question: impl Future<Output = Result<T, Trouble>>,
    ) -> Result<T, Trouble> {
        let left = self.left().filter(|left| *left < self.question);
        if left.is_some_and(|left| left.is_zero()) {
            return Err(self.over());
        }
        match timeout(left.unwrap_or(self.question), question).await {
            Ok(Err(trouble)) if trouble.cause == Cause::Timeout => Err(self.late()),
            Ok(outcome) => outcome,
            Err(_) if left.is_some() => Err(self.over()),
            Err(_) => Err(self.late()),
        }
    }

    /// That a question took too long.
    pub(crate) fn late(&self) -> Trouble {
        let seconds = self.question.as_secs_f64();
        let words = both!(
            "{seconds}초 안에 응답이 없음",
            "no answer within {seconds} s"
        );
        Trouble::told(Cause::Timeout, &words)
    }

    /// That the run took too long.
    pub(crate) fn over(&self) -> Trouble {
        let seconds = self.run.unwrap_or_default().as_secs_f64();
        let words = both!(
            "이 실행에 주어진 {seconds}초가 지남",
            "the {seconds} s of this run are up"
        );
        Trouble::told(Cause::RunDeadline, &words)
    }
}
