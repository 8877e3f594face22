//! The five verdicts, and a judgement: a verdict with its stable reason, message and seen value.

mod reason;

use super::lang::Lang;
pub use reason::Reason;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a check came to. There is no sixth, and none is a default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Seen, and every expectation holds. Only this ticks ✅.
    Passed,
    /// Seen, and an expectation cannot hold any more, or does not hold and nothing is in progress.
    Failed,
    /// Still on its way. Stays ⏳.
    Pending,
    /// Could not look. Never a verdict on the object; the item stays as it is.
    Unknown,
    /// A person must judge. The item stays as it is.
    Manual,
}

impl Verdict {
    /// Its word, its sign and its rank: of two together the lower one counts.
    const fn row(self) -> (&'static str, &'static str, u8) {
        match self {
            Verdict::Failed => ("failed", "❌", 0),
            Verdict::Pending => ("pending", "⏳", 1),
            Verdict::Unknown => ("unknown", "❔", 2),
            Verdict::Manual => ("manual", "✋", 3),
            Verdict::Passed => ("passed", "✅", 4),
        }
    }

    /// The lower-case word, as JSON has it.
    pub fn word(self) -> &'static str {
        self.row().0
    }

    /// Its sign, in records and for people.
    pub fn sign(self) -> &'static str {
        self.row().1
    }

    /// Its word for people.
    pub fn said(self, lang: Lang) -> &'static str {
        match self {
            Verdict::Passed => lang.pick("통과", "passed"),
            Verdict::Failed => lang.pick("실패", "failed"),
            Verdict::Pending => lang.pick("진행 중", "pending"),
            Verdict::Unknown => lang.pick("확인 불가", "unknown"),
            Verdict::Manual => lang.pick("사람이 확인", "manual"),
        }
    }

    /// The verdict of a whole: it passes only when everything passed and there was something.
    /// Failed beats pending beats unknown beats manual; nothing at all is manual.
    pub fn all(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
        verdicts
            .into_iter()
            .reduce(Verdict::and)
            .unwrap_or(Verdict::Manual)
    }

    /// The verdict of two together.
    pub fn and(self, other: Verdict) -> Verdict {
        std::cmp::min_by_key(self, other, |verdict| verdict.row().2)
    }
}

/// Which of the parts that decide a whole its message tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The first; the others stand elsewhere.
    First,
    /// Each of them.
    Each,
}

/// A verdict with everything that a person needs to trust it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// A stable CamelCase word; all of them are listed in `docs/verdicts.md`.
    #[schemars(with = "String")]
    pub reason: Reason,
    /// For people, with the numbers, in the record's language: `ready 9/10`.
    pub message: String,
    /// The value seen, as short text; empty when nothing was seen.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub seen: String,
}

impl Judgement {
    /// Whether it stands from before.
    pub fn is_settled(&self) -> bool {
        self.reason == Reason::Settled
    }

    /// A judgement without a seen value.
    pub fn new(
        verdict: Verdict,
        reason: impl Into<Reason>,
        message: impl Into<String>,
    ) -> Judgement {
        Judgement {
            verdict,
            reason: reason.into(),
            message: message.into(),
            seen: String::new(),
        }
    }

    /// Rolls parts up: the verdict of a whole is the worst of its parts', with the reason and the seen value
    /// of the first part that decides it. `None` where there is no part.
    pub fn roll_up(parts: &[Judgement], told: Told) -> Option<Judgement> {
        let verdict = Verdict::all(parts.iter().map(|part| part.verdict));
        let mut deciding = parts.iter().filter(|part| part.verdict == verdict);
        let first = deciding.next()?.clone();
        let message = match told {
            Told::First => first.message,
            Told::Each => {
                let others = deciding.map(|part| part.message.as_str());
                let messages = std::iter::once(first.message.as_str()).chain(others);
                messages.collect::<Vec<_>>().join("; ")
            }
        };
        Some(Judgement { message, ..first })
    }

    /// The same with the value that was seen.
    pub fn with_seen(mut self, seen: impl Into<String>) -> Judgement {
        self.seen = seen.into();
        self
    }
}

#[cfg(test)]
mod tests;
