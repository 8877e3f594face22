//! Everything that judging one record looks at.

use super::answers::{Answered, Answers};
use super::arrival::{self, Arrival};
use super::{Context, place};
use crate::facts::deployment::Deployment;
use crate::facts::lang::Lang;
use crate::facts::observation::{Blind, Cause, Observation};
use crate::facts::outcome::{CommandOutcome, ExpectationOutcome, Remark};
use crate::facts::span::LineIndex;
use crate::facts::verdict::Told;
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::judge::log_line;
use crate::judge::scene::World;
use crate::judge::step::{self, Asked, Entry, Stated, StepCase, Unasked};
use crate::query::{Pipeline, Query, reason};
use crate::verify::understand::{CommandReading, Understanding, Understood};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::borrow::Cow;
use std::sync::Arc;

/// Everything that judging one record looks at.
pub(super) struct Case<'a> {
    pub text: &'a str,
    pub lines: LineIndex,
    pub understanding: &'a Understanding,
    pub answers: &'a Answers,
    pub context: &'a Context<'a>,
    /// Of what is said.
    pub lang: Lang,
    /// When the record's deployment succeeded, if that is known.
    pub deployed: Option<DateTime<Utc>>,
    /// Where it is; what is asked of the cluster goes through its gate.
    pub arrival: Arrival,
}

impl<'a> Case<'a> {
    pub(super) fn new(
        text: &'a str,
        understanding: &'a Understanding,
        answers: &'a Answers,
        context: &'a Context<'a>,
        lang: Lang,
    ) -> Case<'a> {
        let deployments = arrival::deployments(understanding, answers, lang);
        let deployments: Result<Vec<Deployment>, Judgement> =
            deployments.into_iter().map(|(_, seen)| seen).collect();
        Case {
            text,
            lines: LineIndex::new(text),
            understanding,
            answers,
            context,
            lang,
            deployed: deployments
                .ok()
                .and_then(|all| all.iter().filter_map(Deployment::succeeded_at).max())
                // Since a time that is to come, nothing happened yet.
                .filter(|time| *time <= context.now),
            arrival: Arrival::of(understanding, answers, context.vocabulary.arrival, lang),
        }
    }

    /// The record's zone.
    pub(super) fn zone(&self) -> Tz {
        self.context.zone(self.understanding.record.lang)
    }

    /// The deployment on which everything was seen; empty if none is known.
    pub(super) fn on(&self) -> String {
        let own = || {
            let last = self.understanding.record.mentions.deployments.last()?;
            Some(last.said(self.lang))
        };
        match &self.arrival {
            Arrival::Arrived | Arrival::Assumed => own().unwrap_or_default(),
            Arrival::Superseded { by, .. } => by.clone(),
            Arrival::NoDeployment
            | Arrival::UnderWay(_)
            | Arrival::NotDeployed(_)
            | Arrival::Unknown(_)
            | Arrival::OtherEnvironment(_) => String::new(),
        }
    }

    /// `--only`.
    pub(super) fn wanted(&self, name: &str) -> bool {
        let only = &self.context.wanted.only;
        only.is_empty() || only.iter().any(|wanted| wanted == name)
    }

    /// Why the answer to a query is not the record's, if it came from another cluster.
    pub(super) fn elsewhere(&self, query: &Query, named: &[String]) -> Option<Blind> {
        let mentions = &self.understanding.record.mentions;
        let of_record = match (named.is_empty(), mentions.environments.is_empty()) {
            (false, _) => named,
            (true, false) => &mentions.environments,
            (true, true) => mentions.env.as_slice(),
        };
        place::elsewhere(of_record, query, self.answers.of(query))
    }

    /// The one gate of all that was asked of the cluster: before the deployment is there, nothing counts.
    pub(super) fn gate(&self, judged: Judgement) -> Judgement {
        self.arrival.gate(judged, self.lang)
    }

    /// Judges commands with what is expected of them.
    /// `named` are the environments that they stand under, where they name any.
    pub(super) fn judge(
        &self,
        understood: &Understood,
        named: &[String],
    ) -> (Judgement, Vec<ExpectationOutcome>, Vec<Remark>) {
        let asked = understood.commands.iter().enumerate();
        let answers: Vec<(usize, &Pipeline, Cow<'_, Observation>, Cow<'_, Observation>)> = asked
            .filter_map(|(at, command)| Some((at, command.pipeline()?)))
            .map(|(at, pipeline)| {
                if let Some(blind) = self.elsewhere(&pipeline.query, named) {
                    let blind: Cow<'_, Observation> = Cow::Owned(Observation::Blind(blind));
                    return (at, pipeline, blind.clone(), blind);
                }
                let raw = Cow::Borrowed(&*self.answers.of(&pipeline.query).observation);
                let filtered = self.answers.filtered(pipeline).unwrap_or_else(|why| {
                    Cow::Owned(Observation::Blind(Blind::new(Cause::Malformed, why, "")))
                });
                (at, pipeline, filtered, raw)
            })
            .collect();
        let asked = answers.iter().map(|(at, pipeline, filtered, raw)| Asked {
            at: *at,
            pipeline,
            filtered,
            raw,
        });
        let claims = understood.claims.iter();
        let world = self.world(understood);
        let judged = step::judge(&StepCase {
            asked: asked.collect(),
            unasked: self.unasked(understood),
            expectations: claims
                .map(|one| Stated {
                    reading: one.reading.clone(),
                    about: one.about.clone(),
                    told: one.told,
                })
                .collect(),
            world: &world,
            now: self.context.now,
            lang: self.lang,
            record_time: self.deployed,
        });
        let (mut expectations, mut remarks) = (Vec::new(), Vec::new());
        for (entry, judged) in understood.claims.iter().zip(judged.entries) {
            let at = self.lines.position(self.text, entry.span.start);
            let text = entry.text.clone();
            match judged {
                Entry::Judged(judgement) => expectations.push(ExpectationOutcome {
                    text,
                    at,
                    understood: entry.words(self.lang),
                    judgement,
                    claim: entry.claim,
                }),
                Entry::DemandsNothing(why) => remarks.push(Remark { text, at, why }),
            }
        }
        (judged.judgement, expectations, remarks)
    }

    pub(super) fn world(&self, understood: &Understood) -> World {
        let companions = understood.companions().iter();
        let observations = companions
            .map(|query| {
                let observation = Arc::clone(&self.answers.of(query).observation);
                (query.clone(), observation)
            })
            .collect();
        World { observations }
    }

    /// The commands that nobody may or can look at, each with why.
    pub(super) fn unasked(&self, understood: &Understood) -> Vec<Unasked> {
        let commands = understood.commands.iter().enumerate();
        let unasked = commands.filter(|(_, command)| command.pipeline().is_none());
        unasked
            .map(|(at, command)| Unasked {
                at,
                why: format!("`{}`: {}", command.text, reason(&command.class, self.lang)),
            })
            .collect()
    }

    pub(super) fn command(&self, command: &CommandReading) -> CommandOutcome {
        let at = self.lines.position(self.text, command.span.start);
        let text = command.text.clone();
        let Some(pipeline) = command.pipeline() else {
            let problem = reason(&command.class, self.lang);
            return CommandOutcome {
                text,
                at,
                asked: String::new(),
                problem,
                printed: String::new(),
                errors: 0,
                millis: 0,
            };
        };
        let Answered { asked, took, .. } = self.answers.of(&pipeline.query);
        let filtered = self.answers.filtered(pipeline);
        let (printed, problem) = match &filtered {
            Ok(shown) => match &**shown {
                Observation::Seen(seen) if seen.text.is_empty() => (seen.stderr.as_str(), None),
                Observation::Seen(seen) => (seen.text.as_str(), None),
                Observation::Blind(blind) => ("", Some(blind.told(self.lang))),
            },
            Err(why) => ("", Some(why.of(self.lang).to_owned())),
        };
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        CommandOutcome {
            text,
            at,
            asked: asked.clone(),
            problem: problem.unwrap_or_default(),
            errors: match &pipeline.query {
                Query::Logs(_) | Query::Loki(_) => printed
                    .lines()
                    .filter(|line| log_line::is_error(line))
                    .count(),
                _ => 0,
            },
            printed: printed.to_owned(),
            millis,
        }
    }
}

pub(super) type ItemJudgement = (Judgement, Option<DateTime<Utc>>);

/// An item passes when all that it stands for passed; its message is that of what decides.
pub(super) fn together(parts: &[Judgement], lang: Lang) -> Judgement {
    Judgement::roll_up(parts, Told::Each).unwrap_or_else(|| {
        Reason::NoCheck.judged(
            Verdict::Manual,
            lang.pick(
                "이 항목을 확인하는 단계가 없습니다",
                "no step of the plan checks this item",
            ),
        )
    })
}
