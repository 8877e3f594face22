//! Gives each concept of a clause its role, from left to right.

use super::concept::{Concept, Term, Token, metric};
use super::frame::{Frame, Slot};
use super::group::state_word;
use crate::judge::predicate::{Comparison, Extent, Metric, Name, Precision};

pub(super) struct Taker<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) at: usize,
    pub(super) frame: Frame,
}

impl Taker<'_> {
    pub(super) fn concept(&self, ahead: usize) -> Option<&Concept> {
        self.tokens.get(self.at + ahead).map(|token| &token.concept)
    }

    pub(super) fn term(&self, ahead: usize) -> Option<Term> {
        match self.concept(ahead)? {
            Concept::Term(term) => Some(*term),
            _ => None,
        }
    }

    /// Takes a slot that may be taken once.
    pub(super) fn slot(&mut self, slot: Slot) -> Option<()> {
        self.frame.slots.insert(slot).then_some(())
    }

    /// Takes the next concept or group. `None`: it has no place.
    pub(super) fn take(&mut self) -> Option<()> {
        let concept = self.concept(0)?.clone();
        match concept {
            Concept::Term(term) => self.take_term(term),
            Concept::Number(n) => self.take_number(n),
            Concept::Ratio(a, b) => self.take_ratio(Some((a, b))),
            Concept::SameRatio => self.take_ratio(None),
            Concept::Measure(text) => {
                self.slot(Slot::Measure)?;
                self.frame.measure = Some(text);
                self.step()
            }
            Concept::Measures(low, high) => {
                self.slot(Slot::Measure)?;
                self.frame.measures = Some((low, high));
                self.step()
            }
            Concept::Percent(text) => {
                self.slot(Slot::Measure)?;
                self.frame.measure = Some(text);
                self.frame.percent = true;
                self.step()
            }
            Concept::Time(time) => self.take_time(time, time),
            Concept::TimeRange(low, high) => self.take_time(low, high),
            Concept::Version(parts, _) => {
                self.slot(Slot::Version)?;
                self.frame.version = Some(parts);
                self.step()
            }
            Concept::UpperCase(word) => {
                let joined = matches!(
                    self.concept(1),
                    Some(
                        Concept::Colon
                            | Concept::Equals
                            | Concept::Term(Term::ColumnWord | Term::At)
                    )
                );
                if joined && self.column(&word).is_some() {
                    return Some(());
                }
                // `ARC controller`, `DNS pods`, `ALB의 IP 주소`: part of a name.
                if matches!(
                    self.concept(1),
                    Some(
                        Concept::Name(Name {
                            precision: Precision::Loose,
                            ..
                        }) | Concept::Term(Term::Kind(_) | Term::Is(_))
                    )
                ) {
                    return self.take_name(Name {
                        text: word,
                        precision: Precision::Loose,
                    });
                }
                self.slot(Slot::Value)?;
                self.frame.values.push(word);
                self.step()
            }
            Concept::Name(name) => self.take_name(name),
            Concept::KindName(kind, name) => self.take_kind_name(&kind, name),
            Concept::KeyValue(key, value) => self.take_key_value(key, value),
            Concept::Literal(text) => self.take_quoted(&text),
            Concept::Json(value) => {
                self.slot(Slot::Json)?;
                self.frame.json = Some(value);
                self.step()
            }
            Concept::Compare(comparison) => self.take_comparison(comparison),
            Concept::Plus => match [Slot::Number, Slot::Version, Slot::Measure]
                .iter()
                .any(|slot| self.frame.has(*slot))
            {
                true => {
                    self.take_comparison(Comparison::AtLeast)?;
                    self.take_counters();
                    Some(())
                }
                false => None,
            },
            Concept::Range(low, high) if low < high => {
                self.slot(Slot::Range)?;
                self.frame.range = Some((low, high));
                self.at += 1;
                self.take_counters();
                Some(())
            }
            Concept::Unknown(word) => self.take_namespace(&word),
            Concept::Range(..)
            | Concept::Comma
            | Concept::Colon
            | Concept::Slash
            | Concept::Dash
            | Concept::Equals
            | Concept::Arrow
            | Concept::Stop => None,
        }
    }

    pub(super) fn step(&mut self) -> Option<()> {
        self.at += 1;
        Some(())
    }

    pub(super) fn take_term(&mut self, term: Term) -> Option<()> {
        if let Some(metric) = metric(term) {
            return self.take_metric(metric);
        }
        match term {
            Term::Every => {
                if self.frame.has(Slot::Not) {
                    self.frame.not_every = true;
                }
                // 모든 … 모두 says the same twice.
                self.frame.slots.insert(Slot::Every);
                self.step()
            }
            Term::Some => self.mark(Slot::Some),
            Term::No => {
                self.frame.not_before_no = self.frame.has(Slot::Not);
                // `No pod logs an error` speaks of all of them.
                let logs = self.tokens.iter().any(|token| token.is(Term::Logs));
                if logs && self.term(1) == Some(Term::Kind("pods")) {
                    self.frame.slots.insert(Slot::EveryPod);
                }
                self.mark(Slot::No)
            }
            Term::Not => self.mark(Slot::Not),
            Term::Non => {
                self.frame.not_before_no = true;
                self.mark(Slot::Not)
            }
            Term::Cluster => {
                // `dev 클러스터의 모든 Pod`: another one than the command's, perhaps.
                let named = matches!(
                    self.before(),
                    Some(Concept::Name(_) | Concept::Literal(_) | Concept::UpperCase(_))
                );
                (self.at == 0 || !named || self.frame.kinds.len() == 1).then_some(())?;
                self.frame.extent = Extent::Cluster;
                self.mark(Slot::Namespace)
            }
            Term::Kind(kind) => self.take_kind(kind),
            Term::State(_) => self.take_states(),
            Term::Column("AGE") => self.take_metric(Metric::Age),
            Term::Column("RESTARTS") => self.take_metric(Metric::Restarts),
            Term::Column(name) => match self.column(name) {
                Some(()) => Some(()),
                None if self.has_column(name) => Some(()),
                None if state_word(name).is_some() => self.take_states(),
                None => None,
            },
            Term::Compare(comparison) => self.take_comparison(comparison),
            Term::Numeral(n) => self.take_number(n),
            Term::Within if self.term(1) == Some(Term::Last) => self.step(),
            Term::Within => self.mark(Slot::Within),
            Term::Exist => self.repeatable(Slot::Exist),
            Term::Show => self.repeatable(Slot::Show),
            Term::Deployed => self.mark(Slot::Deployed),
            Term::Output => self.mark(Slot::Output),
            Term::NoResources => self.mark(Slot::NoResources),
            Term::Empty => self.mark(Slot::Empty),
            Term::RolledOut => {
                self.slot(Slot::Literals)?;
                self.frame.literals.push("successfully rolled out".into());
                self.step()
            }
            Term::Logs => self.repeatable(Slot::Logs),
            // `Error 또는 CrashLoopBackOff 상태`.
            Term::Errors if self.joins_state() => self.take_states(),
            Term::Errors => self.mark(Slot::Errors),
            Term::CountWord => self.mark(Slot::CountWord),
            Term::Same | Term::Several if self.term(1) == Some(Term::Kind("nodes")) => {
                self.take_spread(1)
            }
            Term::Same => match self.concept(1) {
                // `equals 3` says no more than `3`.
                Some(
                    Concept::Number(_)
                    | Concept::Measure(_)
                    | Concept::Literal(_)
                    | Concept::Ratio(..),
                ) => self.step(),
                _ => self.mark(Slot::Same),
            },
            Term::PerNode => self.mark(Slot::PerNode),
            Term::NodeCount => self.mark(Slot::NodeCount),
            Term::Previously => self.mark(Slot::Previously),
            Term::Collected => self.mark(Slot::Collected),
            Term::Stable => self.mark(Slot::Stable),
            Term::Http => self.repeatable(Slot::Http),
            Term::VersionWord => self.mark(Slot::VersionWord),
            Term::Remaining => self.mark(Slot::Remaining),
            Term::Is(shape) => {
                self.slot(Slot::Shape)?;
                self.frame.shape = Some(shape);
                self.step()
            }
            Term::Reason(code) => {
                self.slot(Slot::Reason)?;
                self.frame.codes.contains(&code).then_some(())?;
                self.step()
            }
            Term::PortWord => {
                let Some(Concept::Number(n)) = self.concept(1) else {
                    return None;
                };
                self.frame.port = Some(*n);
                self.slot(Slot::Port)?;
                self.at += 2;
                Some(())
            }
            Term::Last => self.take_last(),
            Term::Span => self.step_if(self.frame.has(Slot::Window)),
            Term::Several => self.take_several(),
            // 로그 라인이 여러 개.
            Term::Lines => {
                let of_logs = self.before() == Some(&Concept::Term(Term::Logs));
                self.step_if(of_logs && self.term(1) == Some(Term::Several))
            }
            Term::Grows => self.mark(Slot::Grows),
            Term::From => self.take_from(),
            Term::On
                if matches!(
                    self.term(1),
                    Some(Term::Different | Term::Several | Term::Alike)
                ) =>
            {
                self.take_spread(2)
            }
            Term::On => self.take_place(),
            Term::Different | Term::Alike => self.take_spread(1),
            Term::Spread => self.mark(Slot::Spread),
            Term::Address => self.mark(Slot::Address),
            Term::Warnings => self.mark(Slot::Warnings),
            Term::Things => self.mark(Slot::Things),
            // `Each pod uses less than 250m CPU`.
            Term::Usage => {
                let of_something = matches!(
                    self.before(),
                    Some(Concept::Term(Term::Kind(_)) | Concept::Name(_))
                );
                let measured = self
                    .tokens
                    .iter()
                    .any(|token| matches!(token.concept, Concept::Term(Term::Cpu | Term::Memory)));
                self.step_if(of_something && measured)
            }
            Term::Per => self.take_per(),
            // `Ingress에 ADDRESS가 있어야`.
            Term::At if matches!(self.term(1), Some(Term::Column(_) | Term::Address)) => self
                .step_if(matches!(
                    self.before(),
                    Some(Concept::Term(Term::Kind(_)) | Concept::Name(_))
                )),
            Term::Ongoing => {
                let running = Concept::Term(Term::State("Running"));
                self.step_if(self.before() == Some(&running))
            }
            // `Running 상태 유지`, `Pods stay Running`: it is so, and nothing was in between.
            Term::Kept => {
                let state = |concept: Option<&Concept>| {
                    matches!(
                        concept,
                        Some(Concept::Term(Term::State(_) | Term::Column("READY")))
                    )
                };
                let counted = self.before() == Some(&Concept::Term(Term::Counter));
                self.frame.kept |= counted || state(self.before()) || state(self.concept(1));
                let bounded = matches!(
                    self.before(),
                    Some(Concept::Term(Term::Compare(_)) | Concept::Number(_))
                );
                let bounds = matches!(
                    self.concept(1),
                    Some(
                        Concept::Compare(_)
                            | Concept::Term(Term::Compare(_) | Term::Same)
                            | Concept::Number(_)
                    )
                );
                self.step_if(self.frame.kept || bounded || bounds)
            }
            Term::At => self.take_at(),
            Term::In => self.take_in(),
            Term::For => self.take_for(),
            Term::Both => self.take_both(),
            Term::Answers => self.repeatable(Slot::Answers),
            Term::Possible => self.step_if(self.before() == Some(&Concept::Term(Term::Answers))),
            Term::Linked => self.mark(Slot::Linked),
            Term::As => {
                let next = self.concept(1);
                self.step_if(matches!(
                    next,
                    Some(Concept::Term(Term::State(_)) | Concept::Literal(_))
                ))
            }
            Term::Have => {
                self.close_place();
                self.step()
            }
            Term::Bind(_) => self.step(),
            Term::And => {
                let same = self.term(1) == Some(Term::Same);
                let nodes = same && self.before() == Some(&Concept::Term(Term::NodeCount));
                // 수집되고 있음, 실행되고 있음.
                let goes_on = matches!(
                    self.before(),
                    Some(Concept::Term(Term::Collected | Term::State("Running")))
                ) && self.term(1) == Some(Term::Exist);
                self.step_if(nodes || goes_on)
            }
            // `Collection of logs`, `250m of CPU`, `CPU usage of every pod`.
            Term::Of => {
                let logs = self.before() == Some(&Concept::Term(Term::Collected))
                    && self.term(1) == Some(Term::Logs);
                let amount = matches!(self.before(), Some(Concept::Measure(_)))
                    && matches!(self.term(1), Some(Term::Cpu | Term::Memory));
                // `of type ClusterIP`, `5 lines of output`.
                let of_type = self.term(1) == Some(Term::Column("TYPE"));
                let of_output = self.before() == Some(&Concept::Term(Term::Lines))
                    && matches!(self.term(1), Some(Term::Output | Term::Logs));
                let measured = matches!(
                    self.before(),
                    Some(Concept::Term(
                        Term::Cpu | Term::Memory | Term::Usage | Term::Restarts | Term::Age
                    ))
                );
                let whose = matches!(
                    self.concept(1),
                    Some(
                        Concept::Term(Term::Every | Term::Kind(_) | Term::Bind(_))
                            | Concept::Name(_)
                            | Concept::Literal(_)
                    )
                );
                self.step_if(logs || amount || of_type || of_output || measured && whose)
            }
            // `ERROR level logs`.
            Term::Level => self.step_if(self.before() == Some(&Concept::Term(Term::Errors))),
            Term::Since => self.mark(Slot::Since),
            // 네임스페이스 내 모든 Pod, 최근 100줄 내.
            Term::Inside => self.step_if(matches!(
                self.before(),
                Some(Concept::Term(Term::Kind("namespaces") | Term::Lines))
            )),
            Term::Cpu
            | Term::Memory
            | Term::Restarts
            | Term::Age
            | Term::Counter
            | Term::Seconds(_)
            | Term::ColumnWord
            | Term::NameWord
            | Term::Or
            | Term::Only
            | Term::Rollout
            | Term::Than
            | Term::Greater
            | Term::Smaller
            | Term::Between
            | Term::Success
            | Term::Targets
            | Term::Image
            | Term::Tag
            | Term::ImageTag
            | Term::Limit
            | Term::Request
            | Term::Field(_)
            | Term::Gone
            | Term::Json => None,
        }
    }

    pub(super) fn mark(&mut self, slot: Slot) -> Option<()> {
        self.slot(slot)?;
        self.step()
    }

    /// Words of one role that people pile up (`생성되어 있어야`).
    pub(super) fn repeatable(&mut self, slot: Slot) -> Option<()> {
        self.frame.slots.insert(slot);
        self.step()
    }

    pub(super) fn step_if(&mut self, fits: bool) -> Option<()> {
        fits.then(|| self.at += 1)
    }

    pub(super) fn before(&self) -> Option<&Concept> {
        self.at
            .checked_sub(1)
            .and_then(|i| self.tokens.get(i))
            .map(|t| &t.concept)
    }
}
