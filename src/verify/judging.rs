//! One record, judged from the answers at hand: steps, then items, then notes, then the edits that
//! write it back. Pure.

use super::answers::{Answered, Answers};
use super::arrival::{self, Arrival};
use super::tasks::{self, Due};
use super::{Context, edits, items, notes, place};
use crate::facts::deployment::Deployment;
use crate::facts::lang::Lang;
use crate::facts::ledger::{Tally, Totals};
use crate::facts::observation::{Blind, Cause, Observation};
use crate::facts::outcome::{
    CommandOutcome, ExpectationOutcome, ItemOutcome, RecordOutcome, Remark, StepOutcome,
};
use crate::facts::span::LineIndex;
use crate::facts::verdict::{Judgement, Verdict};
use crate::judge::log_line;
use crate::judge::predicate::Reason;
use crate::judge::scene::World;
use crate::judge::step::{self, Asked, Entry, Stated, StepCase, Unasked};
use crate::query::{Pipeline, Query, reason};
use crate::record::edit::Edit;
use crate::record::link::How;
use crate::render::time_words;
use crate::verify::understand::{CommandReading, Understanding, Understood};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use regex::Regex;
use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

/// A judged record and the edits that write it back.
#[derive(Debug, Clone)]
pub struct Judged {
    /// What came of it; not written yet.
    pub outcome: RecordOutcome,
    /// Exactly what changes.
    pub edits: Vec<Edit>,
    /// The Kiro tasks that are done with it.
    pub due: Due,
}

/// Judges a record's text as it was understood.
pub fn judge(
    shown: &str,
    text: &str,
    understanding: &Understanding,
    answers: &Answers,
    context: &Context<'_>,
) -> Judged {
    let record = &understanding.record;
    let own = Case::new(text, understanding, answers, context, record.lang);
    let mut written = own.outcome(shown);
    let notes = written.notes.len();
    let edits = edits::edits(&own, &mut written);
    // What is written is in the record's language, what is told in the reader's.
    let outcome = if context.lang == record.lang {
        written
    } else {
        let reader = Case::new(text, understanding, answers, context, context.lang);
        let mut told = understanding.budget.clone().run(|| reader.outcome(shown));
        for (told, written) in told.items.iter_mut().zip(written.items) {
            told.new_marker = written.new_marker;
        }
        told.notes.extend(written.notes.split_off(notes));
        told
    };
    let due = tasks::due(record, &outcome, context);
    Judged {
        outcome,
        edits,
        due,
    }
}

fn judgements(outcome: &mut RecordOutcome) -> impl Iterator<Item = &mut Judgement> {
    let of_steps = outcome.steps.iter_mut().flat_map(|step| {
        let of_lines = step.expectations.iter_mut().map(|one| &mut one.judgement);
        std::iter::once(&mut step.judgement).chain(of_lines)
    });
    of_steps.chain(outcome.items.iter_mut().map(|item| &mut item.judgement))
}

/// A message whose times of log lines, samples and syncs are those of a zone.
fn in_zone(message: &str, zone: Tz) -> String {
    static TIME: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(마지막 줄 |마지막 동기화 |표본 |last line |last synced |sample of )([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)")
            .expect("a constant pattern")
    });
    let told = TIME.replace_all(message, |found: &regex::Captures<'_>| {
        let at = found[2].parse().map(|at| time_words(at, zone));
        format!(
            "{}{}",
            &found[1],
            at.unwrap_or_else(|_| found[2].to_owned())
        )
    });
    told.into_owned()
}

/// What became of the record's lines. An item that is a line of a step is counted there.
fn totals(understanding: &Understanding, steps: &[StepOutcome], items: &[ItemOutcome]) -> Totals {
    let of_step = |step: &StepOutcome| -> Vec<Tally> {
        let expectations = step.expectations.iter().map(|one| tally(&one.judgement));
        let remarks = step.remarks.iter().map(|_| Tally::Nothing);
        expectations.chain(remarks).collect()
    };
    let of_items = items.iter().zip(&understanding.items);
    let of_items = of_items
        .filter(|(_, reading)| !matches!(reading.link.how, How::Own | How::Claim(_)))
        .map(|(item, _)| tally(&item.judgement));
    let beside = understanding.lines_beside_steps();
    let steps = steps.iter().flat_map(of_step);
    steps.chain(of_items).chain(beside).collect()
}

fn tally(judgement: &Judgement) -> Tally {
    match judgement.verdict {
        Verdict::Manual if judgement.reason == Reason::NotUnderstood.word() => Tally::NotUnderstood,
        Verdict::Manual => Tally::Person,
        Verdict::Passed | Verdict::Failed | Verdict::Pending | Verdict::Unknown => Tally::Judged,
    }
}

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
    fn new(
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
                .and_then(|all| all.iter().filter_map(Deployment::succeeded_at).max()),
            arrival: Arrival::of(understanding, answers, context.vocabulary.arrival, lang),
        }
    }

    /// What came of it, before anything is written.
    fn outcome(&self, shown: &str) -> RecordOutcome {
        let steps = self.steps();
        let items = items::judge(self, &steps);
        let record = &self.understanding.record;
        let mut outcome = RecordOutcome {
            notes: notes::notes(self, &steps),
            totals: totals(self.understanding, &steps, &items),
            steps,
            items,
            ..RecordOutcome::nothing(shown, &record.title, record.lang)
        };
        for judged in judgements(&mut outcome) {
            judged.message = in_zone(&judged.message, self.zone());
        }
        outcome
    }

    /// The record's zone.
    pub fn zone(&self) -> Tz {
        self.context.zone(self.understanding.record.lang)
    }

    /// The deployment on which everything was seen; empty if none is known.
    pub fn on(&self) -> String {
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

    fn steps(&self) -> Vec<StepOutcome> {
        let plan = &self.understanding.record.plan;
        plan.iter()
            .zip(&self.understanding.steps)
            .filter(|(step, _)| self.wanted(&step.name))
            .map(|(step, understood)| {
                let named = place::named_in(step.span.text(self.text));
                let (judgement, mut expectations, remarks) = self.judge(understood, &named);
                for expectation in &mut expectations {
                    let gated = self.gate(expectation.judgement.clone());
                    let held = gated.reason != expectation.judgement.reason;
                    // Why it is held is said once, with the step.
                    let message = expectation.judgement.message.clone();
                    expectation.judgement = match held {
                        true => Judgement { message, ..gated },
                        false => gated,
                    };
                }
                let judgement = self.gate(judgement);
                StepOutcome {
                    name: step.name.clone(),
                    title: step.title.clone(),
                    at: self.lines.position(self.text, step.heading.start),
                    judgement,
                    expectations,
                    remarks,
                    commands: understood
                        .commands
                        .iter()
                        .map(|one| self.command(one))
                        .collect(),
                }
            })
            .collect()
    }

    /// `--only`.
    pub fn wanted(&self, name: &str) -> bool {
        let only = &self.context.wanted.only;
        only.is_empty() || only.iter().any(|wanted| wanted == name)
    }

    /// Why the answer to a query is not the record's, if it came from another cluster.
    pub fn elsewhere(&self, query: &Query, named: &[String]) -> Option<Blind> {
        let mentions = &self.understanding.record.mentions;
        let of_record = match (named.is_empty(), mentions.environments.is_empty()) {
            (false, _) => named,
            (true, false) => &mentions.environments,
            (true, true) => mentions.env.as_slice(),
        };
        place::elsewhere(of_record, query, self.answers.of(query))
    }

    /// The one gate of all that was asked of the cluster: before the deployment is there, nothing counts.
    pub fn gate(&self, judged: Judgement) -> Judgement {
        self.arrival.gate(judged, self.lang)
    }

    /// Judges commands with what is expected of them.
    /// `named` are the environments that they stand under, where they name any.
    pub fn judge(
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

    fn world(&self, understood: &Understood) -> World {
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
    fn unasked(&self, understood: &Understood) -> Vec<Unasked> {
        let commands = understood.commands.iter().enumerate();
        let unasked = commands.filter(|(_, command)| command.pipeline().is_none());
        unasked
            .map(|(at, command)| Unasked {
                at,
                why: format!("`{}`: {}", command.text, reason(&command.class, self.lang)),
            })
            .collect()
    }

    fn command(&self, command: &CommandReading) -> CommandOutcome {
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
