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
    /// The lower-case word, as JSON has it.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Passed => "passed",
            Verdict::Failed => "failed",
            Verdict::Pending => "pending",
            Verdict::Unknown => "unknown",
            Verdict::Manual => "manual",
        }
    }

    /// Its sign, in records and for people.
    pub fn sign(self) -> &'static str {
        match self {
            Verdict::Passed => "✅",
            Verdict::Failed => "❌",
            Verdict::Pending => "⏳",
            Verdict::Unknown => "❔",
            Verdict::Manual => "✋",
        }
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
        if self.rank() <= other.rank() {
            self
        } else {
            other
        }
    }

    fn rank(self) -> u8 {
        match self {
            Verdict::Failed => 0,
            Verdict::Pending => 1,
            Verdict::Unknown => 2,
            Verdict::Manual => 3,
            Verdict::Passed => 4,
        }
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
mod tests {
    use super::*;
    use Verdict::*;

    #[test]
    fn only_passed_with_passed_passes() {
        let all = [Passed, Failed, Pending, Unknown, Manual];
        for a in all {
            for b in all {
                assert_eq!(
                    a.and(b) == Passed,
                    a == Passed && b == Passed,
                    "{a:?} and {b:?}"
                );
                assert_eq!(a.and(b), b.and(a));
            }
        }
        assert_eq!(Verdict::all([]), Manual);
        assert_eq!(Verdict::all([Passed, Manual]), Manual);
        assert_eq!(Verdict::all([Manual, Unknown, Passed]), Unknown);
        assert_eq!(Verdict::all([Pending, Failed]), Failed);
    }

    #[test]
    fn a_whole_tells_what_decides_it() {
        let reason = |name: &str| match name {
            "A" => Reason::Ready,
            "B" => Reason::NotReady,
            _ => Reason::NoCheck,
        };
        let part = |verdict: Verdict, name: &str| {
            Judgement::new(verdict, reason(name), format!("{name}!")).with_seen(name)
        };
        for (parts, first, each) in [
            (vec![(Passed, "A"), (Passed, "B")], "A!", "A!; B!"),
            (vec![(Passed, "A"), (Failed, "B")], "B!", "B!"),
            (
                vec![(Manual, "M"), (Pending, "A"), (Passed, "P"), (Pending, "B")],
                "A!",
                "A!; B!",
            ),
            (
                vec![(Manual, "A"), (Unknown, "B"), (Passed, "C")],
                "B!",
                "B!",
            ),
        ] {
            let verdict = Verdict::all(parts.iter().map(|(verdict, _)| *verdict));
            let parts: Vec<Judgement> = parts.into_iter().map(|(v, name)| part(v, name)).collect();
            for (told, message) in [(Told::First, first), (Told::Each, each)] {
                let whole = Judgement::roll_up(&parts, told).unwrap();
                assert_eq!((whole.verdict, whole.message.as_str()), (verdict, message));
                assert_eq!(format!("{}!", whole.seen), first);
                assert_eq!(whole.reason, reason(&whole.seen));
            }
        }
        assert_eq!(Judgement::roll_up(&[], Told::First), None);
    }
}
