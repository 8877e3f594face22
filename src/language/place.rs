//! Roles of words that say where something is: in a namespace, of a workload, in the logs, for all pods.

use super::concept::{Concept, Term};
use super::frame::Slot;
use super::take::Taker;
use crate::judge::predicate::{Extent, Metric, Name, Precision};

impl Taker<'_> {
    /// A second kind that narrows the first: the endpoints of a service, the pods of a workload, what is
    /// in a namespace. The slot is taken anew by the caller.
    pub(super) fn narrow_kind(&mut self, kind: &'static str) -> bool {
        const WORKLOADS: [&str; 4] = ["deployments", "daemonsets", "statefulsets", "replicasets"];
        let [first] = self.frame.kinds.as_slice() else {
            return false;
        };
        match (*first, kind) {
            ("services", "endpoints") => self.frame.of_service = true,
            (first, "pods") if WORKLOADS.contains(&first) => self.frame.workload = Some(first),
            ("namespaces", kind) if kind != "namespaces" => {
                if !(self.leave_namespace() || self.mean_the_namespace()) {
                    return false;
                }
            }
            _ => return false,
        }
        self.frame.kinds.clear();
        self.frame.slots.remove(&Slot::Kind);
        true
    }

    /// `네임스페이스의 모든 Pod`: those of the command's own; `모든 네임스페이스의 Pod` are those of others.
    fn mean_the_namespace(&mut self) -> bool {
        let place = |token: &&super::concept::Token| !token.is(Term::Kind("namespaces"));
        let mut before = self.tokens.iter().take_while(place);
        let quantified = before.any(|token| token.is(Term::Every) || token.is(Term::Some));
        let plain = !self.frame.has(Slot::Number) && self.frame.name.is_none() && !quantified;
        if plain {
            self.frame.extent = Extent::Namespace;
        }
        plain && self.slot(Slot::Namespace).is_some()
    }

    /// Makes the name of a namespace, which was taken for what is spoken of, the place.
    pub(super) fn leave_namespace(&mut self) -> bool {
        // Whose number it would be is not said.
        let plain = !self.frame.has(Slot::Number);
        let Some(name) = self.frame.name.take_if(|_| plain) else {
            return false;
        };
        self.frame.slots.remove(&Slot::Name);
        self.frame.namespace = Some(name.text);
        self.slot(Slot::Namespace).is_some()
    }

    /// `default 네임스페이스의 모든 Pod`: a plain word is a name where it can only be a place's.
    pub(super) fn take_namespace(&mut self, word: &str) -> Option<()> {
        let place = self.term(1) == Some(Term::Kind("namespaces"));
        let goes_on = matches!(self.term(2), Some(Term::At | Term::Every | Term::Kind(_)));
        (place && goes_on && super::name::namespace(word)).then_some(())?;
        self.take_name(Name {
            text: word.to_owned(),
            precision: Precision::Exact,
        })
    }

    /// 에, 에서: behind words for which it changes nothing.
    pub(super) fn take_at(&mut self) -> Option<()> {
        let text = matches!(self.concept(1), Some(Concept::Literal(_)));
        let answers = self.term(1) == Some(Term::Answers);
        let fits = match self.before() {
            Some(Concept::Term(
                Term::Logs
                | Term::Output
                | Term::Previously
                | Term::Lines
                | Term::Cluster
                | Term::Kind("namespaces"),
            )) => true,
            Some(Concept::Term(Term::Http)) => text,
            // 모든 Pod에서 로그가 수집됨.
            Some(Concept::Term(Term::Kind("pods"))) => self.term(1) == Some(Term::Logs),
            Some(Concept::Term(Term::Kind("services")) | Concept::Name(_)) => answers,
            _ => false,
        };
        self.step_if(fits)
    }

    /// `in the logs`, `in Running state`, `in namespace loki`, `in kube-system`.
    pub(super) fn take_in(&mut self) -> Option<()> {
        const NAMESPACE: Term = Term::Kind("namespaces");
        let word = |concept: Option<&Concept>| match concept {
            Some(Concept::Name(name)) => Some(name.text.clone()),
            Some(Concept::Unknown(word) | Concept::Literal(word)) => {
                super::name::namespace(word).then(|| word.clone())
            }
            _ => None,
        };
        let (name, length) = match (self.term(1), self.term(2)) {
            (Some(NAMESPACE), _) => (word(self.concept(2)), 3),
            (_, Some(NAMESPACE)) => (word(self.concept(1)), 3),
            _ => match self.concept(1) {
                Some(Concept::Name(Name { text, precision }))
                    if matches!(precision, Precision::Exact | Precision::Plain)
                        || super::name::namespace(text) =>
                {
                    (Some(text.clone()), 2)
                }
                _ => (None, 0),
            },
        };
        if let Some(name) = name.filter(|_| !self.frame.kinds.is_empty()) {
            self.slot(Slot::Namespace)?;
            self.frame.namespace = Some(name);
            self.at += length;
            return Some(());
        }
        // `every pod in the namespace`.
        let bare = self.term(1) == Some(NAMESPACE) && !self.frame.kinds.is_empty();
        if bare
            && !matches!(
                self.concept(2),
                Some(Concept::Name(_) | Concept::Unknown(_))
            )
        {
            self.slot(Slot::Namespace)?;
            self.frame.extent = Extent::Namespace;
            self.at += 2;
            return Some(());
        }
        let next = self.term(1);
        // `No warnings in events`.
        let of_events = next == Some(Term::Kind("events")) && self.frame.has(Slot::Warnings);
        self.step_if(
            of_events
                || matches!(
                    next,
                    Some(Term::State(_) | Term::Logs | Term::Output | Term::Last)
                ),
        )
    }

    /// `READY shows 1/1 for all pods`.
    pub(super) fn take_for(&mut self) -> Option<()> {
        if self.term(1) == Some(Term::Last) {
            return self.step();
        }
        // `No restarts for 24 hours`.
        if self.frame.metric == Some(Metric::Restarts)
            && matches!(self.concept(1), Some(Concept::Time(_)))
        {
            return self.step();
        }
        // `Logs for all pods`.
        if self.frame.has(Slot::Logs) && self.frame.slots.len() == 1 {
            return self.take_from();
        }
        let quantified = self.term(1) == Some(Term::Every);
        let kind = matches!(self.term(2), Some(Term::Kind(_)));
        let said = [Slot::Columns, Slot::States, Slot::Ratio, Slot::Metric]
            .iter()
            .any(|slot| self.frame.has(*slot));
        self.step_if(said && quantified && kind && self.frame.kinds.is_empty())
    }

    /// `both pods`: two, and all of them. `both A and B`: what is named says how many.
    pub(super) fn take_both(&mut self) -> Option<()> {
        let joined = matches!(
            self.concept(2),
            Some(Concept::Term(Term::And | Term::Or) | Concept::Comma | Concept::Slash)
        );
        let goes_on = self.concept(2).is_some() && !joined;
        if matches!(self.term(1), Some(Term::Kind(_))) && goes_on {
            self.slot(Slot::Number)?;
            self.frame.number = Some(2);
            self.frame.slots.insert(Slot::Every);
            return self.step();
        }
        let rest = &self.tokens[self.at..];
        let pair = rest.iter().any(|token| token.is(Term::And));
        let named = matches!(
            self.concept(1),
            Some(
                Concept::Name(_)
                    | Concept::Literal(_)
                    | Concept::Term(Term::State(_) | Term::Column(_))
            )
        );
        self.step_if(pair && named)
    }
}
