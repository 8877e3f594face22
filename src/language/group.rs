//! Roles of words that stand together: states with what joins them, texts, columns with their tests.

use super::concept::{Concept, Term};
use super::frame::{Joint, Slot, States};
use super::take::Taker;
use crate::facts::quantity::Quantity;
use crate::judge::predicate::{Comparison, Name, Precision, Test};

impl Taker<'_> {
    /// `READY=True` is a column, `replicas=3` a key; `X=y 가 있어야 함` a text that must be there.
    pub(super) fn take_key_value(&mut self, key: String, value: String) -> Option<()> {
        // `total=M`: a letter for a number that is not said.
        if super::test::stands_for_a_number(&value) {
            return None;
        }
        // `DESIRED=READY`.
        const NUMBERS: [&str; 5] = ["DESIRED", "CURRENT", "READY", "UP-TO-DATE", "AVAILABLE"];
        let columns = [&key, &value]
            .iter()
            .all(|word| NUMBERS.contains(&word.as_str()));
        if columns {
            self.frame.slots.insert(Slot::Columns);
            self.frame.columns.push((key, Test::SameAs(value)));
            return self.step();
        }
        if matches!(self.term(1), Some(Term::Exist | Term::Show)) {
            self.slot(Slot::Literals)?;
            self.frame.literals.push(format!("{key}={value}"));
            return self.step();
        }
        self.frame.slots.insert(Slot::Columns);
        self.frame.columns.push((key, Test::Is(vec![value])));
        self.step()
    }

    /// States that stand together, with what joins them.
    pub(super) fn take_states(&mut self) -> Option<()> {
        let mut group = States {
            words: Vec::new(),
            joint: Joint::Or,
            from: Vec::new(),
        };
        let mut joint = None;
        loop {
            match self.state_in(&group) {
                Some(word) => group.words.push(word),
                None => return None,
            }
            self.at += 1;
            let next = match self.concept(0) {
                Some(Concept::Term(Term::Or)) => Joint::Or,
                Some(Concept::Term(Term::And) | Concept::Plus) => Joint::And,
                Some(Concept::Slash) => Joint::Slash,
                Some(Concept::Comma) => {
                    // A comma takes the joint of the list's end: `A, B or C`.
                    if self.state(1).is_some() && self.list_goes_on() {
                        self.at += 1;
                        continue;
                    }
                    break;
                }
                Some(Concept::Arrow)
                    if group.words.len() == 1 && self.state(1).is_some() && joint.is_none() =>
                {
                    group.from = std::mem::take(&mut group.words);
                    self.at += 1;
                    continue;
                }
                Some(Concept::Name(_) | Concept::Term(_)) | Some(_) | None => break,
            };
            if self.state(1).is_none() {
                break;
            }
            if joint.is_some_and(|known| known != next) {
                return None;
            }
            joint = Some(next);
            self.at += 1;
        }
        group.joint = joint.unwrap_or(Joint::Or);
        // `ClusterIP 타입`.
        let types = |word: &String| super::status::dimension(word) == super::status::SERVICE_TYPE;
        if group.words.iter().all(types)
            && self.term(0) == Some(Term::Column("TYPE"))
            && self.at + 1 == self.tokens.len()
        {
            self.at += 1;
        }
        self.frame.slots.insert(Slot::States);
        // `Running 상태로 정상 실행`: of pods the two are one.
        let known = self
            .frame
            .states
            .iter()
            .any(|known| known.words == ["Running"]);
        if known && group.words == ["healthy"] && group.from.is_empty() {
            return Some(());
        }
        self.frame.states.push(group);
        Some(())
    }

    /// Whether states joined by commas end in one joined by a word, or are the whole list.
    pub(super) fn list_goes_on(&self) -> bool {
        let mut ahead = 1;
        while self.state(ahead).is_some() {
            match self.concept(ahead + 1) {
                Some(Concept::Comma) => ahead += 2,
                Some(Concept::Term(Term::Or)) => return true,
                _ => {
                    return matches!(
                        self.concept(ahead + 1),
                        Some(Concept::Term(Term::Kind(_) | Term::No | Term::Not))
                    );
                }
            }
        }
        false
    }

    /// The next state; `Error` only behind others.
    pub(super) fn state_in(&self, group: &States) -> Option<String> {
        match self.term(0) {
            Some(Term::Errors) if !group.words.is_empty() || self.joins_state() => {
                Some("Error".to_owned())
            }
            _ => self.state(0),
        }
    }

    /// Whether what stands next is joined with a state behind it.
    pub(super) fn joins_state(&self) -> bool {
        let joint = matches!(
            self.concept(1),
            Some(Concept::Term(Term::Or | Term::And) | Concept::Slash | Concept::Comma)
        );
        joint && matches!(self.term(2), Some(Term::State(_)))
    }

    pub(super) fn state(&self, ahead: usize) -> Option<String> {
        match self.concept(ahead)? {
            Concept::Term(Term::State(word)) => Some((*word).to_owned()),
            Concept::Term(Term::Column(word)) => state_word(word).map(str::to_owned),
            Concept::Term(Term::Errors) if ahead > 0 => Some("Error".to_owned()),
            _ => None,
        }
    }

    /// A quoted text: beside a kind it is a name, before a comparison a version, else a text.
    pub(super) fn take_quoted(&mut self, text: &str) -> Option<()> {
        let object_name = !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c))
            && text.starts_with(|c: char| c.is_ascii_alphanumeric());
        let is_kind =
            |concept: Option<&Concept>| matches!(concept, Some(Concept::Term(Term::Kind(_))));
        // `web` 1/1 Running.
        let has_state = matches!(
            self.concept(1),
            Some(
                Concept::Ratio(..)
                    | Concept::SameRatio
                    | Concept::Term(Term::State(_) | Term::Column(_))
            )
        );
        if object_name
            && self.frame.name.is_none()
            && (is_kind(self.concept(1)) || is_kind(self.before()) || has_state)
        {
            return self.take_name(Name {
                text: text.to_owned(),
                precision: Precision::Exact,
            });
        }
        let compared = matches!(
            self.concept(1),
            Some(Concept::Term(Term::Compare(_)) | Concept::Plus)
        );
        if compared && let Some(parts) = super::number::version(text) {
            self.slot(Slot::Version)?;
            self.frame.version = Some(parts);
            return self.step();
        }
        self.take_literals()
    }

    /// Texts that stand together.
    pub(super) fn take_literals(&mut self) -> Option<()> {
        self.slot(Slot::Literals)?;
        let mut joint = None;
        while let Some(Concept::Literal(text)) = self.concept(0) {
            self.frame.literals.push(text.clone());
            self.at += 1;
            let next = match self.concept(0) {
                Some(Concept::Term(Term::Or)) => Joint::Or,
                Some(Concept::Term(Term::And) | Concept::Plus | Concept::Comma) => Joint::And,
                Some(Concept::Slash) => Joint::Slash,
                _ => break,
            };
            if !matches!(self.concept(1), Some(Concept::Literal(_)))
                || joint.is_some_and(|known| known != next)
            {
                break;
            }
            joint = Some(next);
            self.at += 1;
        }
        self.frame.literal_joint = joint;
        Some(())
    }

    /// A column with the test behind it: `READY: 10`, `STATUS가 Bound`, `AGE ≥ 2 min`.
    pub(super) fn column(&mut self, name: &str) -> Option<()> {
        let start = self.at;
        self.at += 1;
        while matches!(
            self.concept(0),
            Some(
                Concept::Term(
                    Term::ColumnWord
                        | Term::At
                        | Term::As
                        | Term::Show
                        | Term::Same
                        | Term::CountWord
                ) | Concept::Colon
                    | Concept::Equals
            )
        ) {
            self.at += 1;
        }
        // `REPLICAS is between 2 and 10`.
        if let Some(Concept::Range(low, high)) = self.concept(0).cloned()
            && low < high
        {
            let bound = |n| i64::try_from(n).ok().map(Quantity::whole);
            let least = Test::Compare(Comparison::AtLeast, bound(low)?);
            let most = Test::Compare(Comparison::AtMost, bound(high)?);
            let tests = [least, most].map(|test| (name.to_owned(), test));
            self.frame.slots.insert(Slot::Columns);
            self.frame.columns.extend(tests);
            self.at += 1;
            while self.term(0) == Some(Term::Counter) {
                self.at += 1;
            }
            return Some(());
        }
        let aged = matches!(name, "LAST SCHEDULE" | "LAST SEEN");
        let test = match aged {
            true => super::test::aged(self.tokens, &mut self.at),
            false => self.version(name).or_else(|| self.test()),
        };
        match test {
            Some(test) => {
                self.frame.slots.insert(Slot::Columns);
                self.frame.columns.push((name.to_owned(), test));
                Some(())
            }
            None => {
                self.at = start;
                None
            }
        }
    }

    /// `VERSION: 3.10 or higher`, `VERSION >= 1.4`: of a version's column numbers are versions.
    fn version(&mut self, column: &str) -> Option<Test> {
        let of_versions = column.to_uppercase().contains("VERSION");
        let text = |concept: Option<&Concept>| match concept {
            Some(Concept::Measure(text) | Concept::Version(_, text)) => Some(text.clone()),
            Some(Concept::Number(n)) => Some(n.to_string()),
            _ => None,
        };
        let compares = |concept: Option<&Concept>| match concept {
            Some(Concept::Compare(comparison) | Concept::Term(Term::Compare(comparison))) => {
                Some(*comparison)
            }
            Some(Concept::Plus) => Some(Comparison::AtLeast),
            _ => None,
        };
        let (first, second) = (self.concept(0), self.concept(1));
        let (comparison, number) = compares(first)
            .zip(text(second))
            .or_else(|| compares(second).zip(text(first)))
            .filter(|_| of_versions)?;
        let parts: Option<Vec<u64>> = number
            .trim_start_matches('v')
            .split('.')
            .map(|part| part.parse().ok())
            .collect();
        self.at += 2;
        Some(Test::Version(comparison, parts?))
    }

    /// `Ingress has an ADDRESS`: a column that is there only where something was given, at the end.
    pub(super) fn has_column(&mut self, name: &str) -> bool {
        let given = matches!(name, "ADDRESS" | "EXTERNAL-IP" | "CLUSTER-IP");
        let has = matches!(self.before(), Some(Concept::Term(Term::Have | Term::Show)));
        let shown = self.term(1) == Some(Term::Show);
        let ends = self.at + 1 + usize::from(shown) == self.tokens.len();
        let fits = given && ends && (has != shown);
        if fits {
            self.frame.slots.insert(Slot::Columns);
            self.frame.columns.push((name.to_owned(), Test::Present));
            self.at = self.tokens.len();
        }
        fits
    }

    /// What a column must hold.
    pub(super) fn test(&mut self) -> Option<Test> {
        super::test::test(self.tokens, &mut self.at)
    }
}

/// The state of a word that is also a column: `READY`.
pub(super) fn state_word(word: &str) -> Option<&'static str> {
    match super::lexicon::term(&word.to_lowercase())? {
        Term::State(state) => Some(state),
        _ => None,
    }
}
