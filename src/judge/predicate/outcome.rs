//! How an expectation's judgement is worded: its reasons, and small helpers that make judgements in
//! the record's language.

use crate::facts::lang::Lang;
use crate::facts::named::named;
use crate::facts::verdict::{Judgement, Verdict};
use crate::told;
use crate::wording::Wording;

named! {
    /// Why an expectation or a step came to its verdict. Listed in `docs/verdicts.md`.
    pub(crate) Reason:
    /// passed: it is as the record says.
    AsExpected,
    /// failed: it is not as the record says, and nothing moves.
    NotAsExpected,
    /// failed: nothing that the expectation speaks of was found.
    NoneFound,
    /// unknown: no printed table has such a column.
    NoSuchColumn,
    /// unknown: the output stopped at a limit, and what is missing may lie beyond it.
    Truncated,
    /// unknown: the nodes were not listed.
    NodesNotSeen,
    /// pending: metrics-server has no sample yet.
    NoSample,
    /// pending: no log line yet.
    NoLines,
    /// pending: still on its way.
    StillMoving,
    /// manual: what the step's commands print can't be held against the expectation.
    NotComparable,
    /// manual: the time since the deployment is meant, and nothing tells when that was.
    NotDated,
    /// manual: what the expectation is compared with is a secret, and masked.
    Masked,
    /// manual: the expectation was not understood completely.
    NotUnderstood,
    /// manual: no expectation stands beside the command.
    NothingStated,
    /// manual: a command of the step was not asked.
    NotAsked,
}

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

    /// Any other.
    pub(crate) fn with(
        self,
        verdict: Verdict,
        reason: Reason,
        told: impl Into<Wording>,
    ) -> Judgement {
        Judgement::new(verdict, reason.word(), told.into().words(self.0))
    }
}

/// Up to three of a list, and how many more there are.
pub(crate) fn few(items: &[String], lang: Lang) -> String {
    let shown = items.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    match items.len().saturating_sub(3) {
        0 => shown,
        more => told!(FewAndMore { shown, more }).words(lang),
    }
}
