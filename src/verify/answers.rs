//! The answers of a run, by query. Asked once each, and judged from any number of times.

use crate::both;
use crate::facts::lang::Bilingual;
use crate::facts::observation::{Blind, Cause, Observation};
use crate::query::{Pipeline, Query, filter};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

/// What came back, and from where.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answers {
    by_query: HashMap<Query, Answered>,
}

/// One answer.
#[derive(Debug, Clone)]
pub(crate) struct Answered {
    /// What was seen, or why nothing was.
    pub observation: Arc<Observation>,
    /// The context, host or repository that was asked.
    pub asked: String,
    /// How long it took.
    pub took: Duration,
}

static NEVER_ASKED: LazyLock<Answered> = LazyLock::new(|| Answered {
    observation: Arc::new(Observation::Blind(Blind::new(
        Cause::Interrupted,
        Bilingual::new(
            "검증하는 동안 기록이 바뀌어 아직 조회하지 않았습니다",
            "the record changed while it was verified, and this was not asked yet",
        ),
        Bilingual::new(
            "`report verify`를 다시 실행하세요",
            "run `report verify` again",
        ),
    ))),
    asked: String::new(),
    took: Duration::ZERO,
});

/// The most that is asked for one record; a plan of a hundred steps has fewer.
const MOST: usize = 300;

/// Takes from a record's questions what is beyond the most that one record asks.
pub(crate) fn beyond(questions: &mut Vec<Query>) -> Vec<Query> {
    let mut known = HashSet::new();
    questions.retain(|query| known.insert(query.clone()));
    questions.split_off(questions.len().min(MOST))
}

impl Answers {
    /// Says of questions why they were not asked, unless another record asked them.
    pub(crate) fn refuse(&mut self, beyond: Vec<Query>) {
        let refused = Answered {
            observation: Arc::new(Observation::Blind(Blind::new(
                Cause::TooManyQuestions,
                both!(
                    "이 기록의 조회가 {MOST}개를 넘어 더 조회하지 않았습니다",
                    "the record asks more than {MOST} questions; this one was not asked"
                ),
                both!("기록을 나누세요", "split the record"),
            ))),
            asked: String::new(),
            took: Duration::ZERO,
        };
        for query in beyond {
            self.by_query
                .entry(query)
                .or_insert_with(|| refused.clone());
        }
    }

    /// Those of some questions that have no answer yet, each once.
    pub(crate) fn unanswered(&self, mut queries: Vec<Query>) -> Vec<Query> {
        queries.retain(|query| !self.by_query.contains_key(query));
        queries.sort();
        queries.dedup();
        queries
    }

    /// Puts in place what came back, and from where.
    pub(crate) fn insert(&mut self, query: Query, answered: Answered) {
        self.by_query.insert(query, answered);
    }

    /// Puts in place what was seen, for judging without a world.
    #[cfg(test)]
    pub(crate) fn put(&mut self, query: Query, observation: Observation) {
        let answered = Answered {
            observation: Arc::new(observation),
            asked: String::new(),
            took: Duration::ZERO,
        };
        self.insert(query, answered);
    }

    /// The answer to a query. One that was never asked (the record changed under us) is blind.
    pub(crate) fn of(&self, query: &Query) -> &Answered {
        self.by_query.get(query).unwrap_or(&NEVER_ASKED)
    }

    /// The answer to a query with the filters of its pipe applied. A filter that cannot be applied
    /// gives its reason.
    pub(crate) fn filtered(&self, pipeline: &Pipeline) -> Result<Cow<'_, Observation>, Bilingual> {
        match &*self.of(&pipeline.query).observation {
            Observation::Seen(seen) if !pipeline.filters.is_empty() => {
                let seen = filter::apply(&pipeline.filters, seen)?;
                Ok(Cow::Owned(Observation::Seen(Box::new(seen))))
            }
            observation @ (Observation::Seen(_) | Observation::Blind(_)) => {
                Ok(Cow::Borrowed(observation))
            }
        }
    }
}
