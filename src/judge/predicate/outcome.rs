//! How an expectation's judgement is worded: small helpers that make judgements in
//! the record's language.

use crate::facts::lang::Lang;
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::told;
use crate::wording::Wording;

/// Makes judgements in one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Say(pub(crate) Lang);

impl Say {
    /// Passed.
    pub(crate) fn passed(self, told: impl Into<Wording>) -> Judgement {
        self.with(Verdict::Passed, Reason::AsExpected, told)
    }

    /// Failed as written.
    pub(crate) fn failed(self, told: impl Into<Wording>) -> Judgement {
        self.with(Verdict::Failed, Reason::NotAsExpected, told)
    }

    /// Passed or failed.
    pub(crate) fn whether(self, holds: bool, told: impl Into<Wording>) -> Judgement {
        if holds {
            self.passed(told)
        } else {
            self.failed(told)
        }
    }

    /// Nothing was found.
    pub(crate) fn none_found(self, told: impl Into<Wording>) -> Judgement {
        self.with(Verdict::Failed, Reason::NoneFound, told)
    }

    /// A person must judge.
    pub(crate) fn manual(self, told: impl Into<Wording>) -> Judgement {
        self.with(Verdict::Manual, Reason::NotComparable, told)
    }

    /// The output stopped at a limit.
    pub(crate) fn truncated(self, told: impl Into<Wording>) -> Judgement {
        self.with(Verdict::Unknown, Reason::Truncated, told)
    }

    /// Still on its way.
    pub(crate) fn moving(self, told: impl Into<Wording>) -> Judgement {
        self.with(Verdict::Pending, Reason::StillMoving, told)
    }

    /// Nothing says what should be.
    pub(crate) fn nothing_stated(self, told: impl Into<Wording>) -> Judgement {
        self.with(Verdict::Manual, Reason::NothingStated, told)
    }

    /// Any other.
    pub(crate) fn with(
        self,
        verdict: Verdict,
        reason: Reason,
        told: impl Into<Wording>,
    ) -> Judgement {
        Judgement::new(verdict, reason, told.into().words(self.0))
    }
}

/// Up to three of a list, and how many more there are.
pub(crate) fn few(items: &[String], lang: Lang) -> String {
    let shown = items.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    match items.len().saturating_sub(3) {
        0 => shown,
        more => told!(FewAndMore, shown, more).words(lang),
    }
}
