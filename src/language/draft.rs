//! What the words of a clause say together: a draft takes up what each phrase adds, and refuses what stands there
//! already. A complete draft is a statement, or says nothing that can be judged.

use super::frame::{Joint, States};
use super::status::{alternatives, any_of, dimension, one_dimension};
use crate::judge::predicate::{
    Bound, Comparison, Extent, Join, Name, Place, Predicate, Property, Statement, Subject,
};

/// What was said so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Draft {
    pub(super) kind: Option<&'static str>,
    pub(super) name: Option<Name>,
    pub(super) namespace: Option<String>,
    pub(super) extent: Extent,
    /// A word that is a name only beside another that says of what.
    pub(super) word: Option<String>,
    pub(super) number: Option<u64>,
    /// `7-8 pods`: at least and at most.
    pub(super) range: Option<(u64, u64)>,
    /// `2/3 pods`: how many of the number.
    pub(super) part: Option<(u64, u64)>,
    pub(super) comparison: Option<Comparison>,
    pub(super) states: Option<States>,
    /// What joins two states.
    pub(super) joint: Option<Joint>,
    /// What is marked by single words.
    pub(super) marks: Marks,
    /// What it all says.
    pub(super) said: Option<Predicate>,
}

/// Words that are there or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks(u32);

/// One such word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Every,
    Some,
    No,
    Not,
    /// The denial stands before the absence: "none that is not".
    NotBeforeNo,
    Counter,
    CountWord,
    Within,
    Exist,
    Show,
    Deployed,
    Output,
    Gone,
    Remaining,
    Kept,
    NodeCount,
    Same,
}

impl Marks {
    pub(super) const fn of(mark: Mark) -> Marks {
        Marks(1 << mark as u32)
    }

    fn has(self, mark: Mark) -> bool {
        self.0 & Marks::of(mark).0 != 0
    }

    fn and(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// Whether nothing but these is marked.
    fn only(self, marks: &[Mark]) -> bool {
        let known = marks
            .iter()
            .fold(0, |known, mark| known | Marks::of(*mark).0);
        self.0 & !known == 0
    }
}

/// Words that may say the same twice.
const PILED: [Mark; 7] = [
    Mark::Every,
    Mark::Counter,
    Mark::Exist,
    Mark::Show,
    Mark::NotBeforeNo,
    Mark::CountWord,
    Mark::Kept,
];

impl Draft {
    /// A draft with one mark.
    pub(super) fn marked(mark: Mark) -> Draft {
        Draft {
            marks: Marks::of(mark),
            ..Draft::default()
        }
    }

    pub(super) fn has(&self, mark: Mark) -> bool {
        self.marks.has(mark)
    }

    /// This, and behind it that.
    pub(super) fn with(&self, next: &Draft) -> Option<Draft> {
        fn one<T: Clone>(a: &Option<T>, b: &Option<T>) -> Option<Option<T>> {
            match (a, b) {
                (Some(_), Some(_)) => None,
                (one, None) | (None, one) => Some(one.clone()),
            }
        }
        let twice = self.marks.0 & next.marks.0;
        if !Marks(twice).only(&PILED)
            || (self.extent, next.extent) != (self.extent, Extent::Printed)
                && self.extent != Extent::Printed
        {
            return None;
        }
        let mut marks = self.marks.and(next.marks);
        if self.has(Mark::Not) && next.has(Mark::No) {
            marks = marks.and(Marks::of(Mark::NotBeforeNo));
        }
        Some(Draft {
            kind: one(&self.kind, &next.kind)?,
            name: one(&self.name, &next.name)?,
            namespace: one(&self.namespace, &next.namespace)?,
            extent: match next.extent {
                Extent::Printed => self.extent,
                extent => extent,
            },
            word: one(&self.word, &next.word)?,
            number: one(&self.number, &next.number)?,
            range: one(&self.range, &next.range)?,
            part: one(&self.part, &next.part)?,
            // 최소 1개 이상 says the same twice.
            comparison: match (self.comparison, next.comparison) {
                (Some(a), Some(b)) => (a == b).then_some(Some(a))?,
                (a, b) => a.or(b),
            },
            states: one(&self.states, &next.states)?,
            joint: one(&self.joint, &next.joint)?,
            marks,
            said: None,
        })
    }

    /// What it says, complete.
    pub(super) fn said(&self) -> Option<Predicate> {
        // Endpoints are addresses, and their number is another form.
        let addresses = self.kind == Some("endpoints")
            && (self.states.is_none() || self.marks != Marks::default());
        if addresses || self.word.is_some() || self.joint.is_some() {
            return None;
        }
        let numbers = [
            self.number.is_some(),
            self.range.is_some(),
            self.part.is_some(),
        ];
        let counts = numbers.contains(&true);
        if numbers.iter().filter(|one| **one).count() > 1 {
            return None;
        }
        let said = if self.has(Mark::NodeCount) {
            self.nodes()
        } else if counts {
            self.count()
        } else if self.states.is_some() {
            self.state()
        } else {
            self.existence()
        }?;
        match self.has(Mark::Kept) {
            true => kept(said),
            false => Some(said),
        }
    }

    fn subject(&self) -> Option<Subject> {
        let placed = self.namespace.is_some() || self.extent != Extent::Printed;
        if placed && matches!(self.kind, None | Some("namespaces")) {
            return None;
        }
        let all_nodes = self.kind == Some("nodes") && self.name.is_none() && self.has(Mark::Every);
        Some(Subject {
            kind: self.kind.map(str::to_owned),
            name: self.name.clone(),
            namespace: self.namespace.clone(),
            extent: match self.extent {
                // `all nodes` are those of the cluster.
                Extent::Printed if all_nodes => Extent::Cluster,
                extent => extent,
            },
            described: None,
        })
    }

    /// A state of things.
    fn state(&self) -> Option<Predicate> {
        use Mark::{Every, Exist, Kept, No, Not, NotBeforeNo, Output, Show, Some as SomeOf};
        let group = self.states.as_ref()?;
        let beside = [
            Every,
            SomeOf,
            No,
            Not,
            NotBeforeNo,
            Show,
            Exist,
            Output,
            Kept,
        ];
        let plain = self.marks.only(&beside) && self.comparison.is_none();
        // 정상 출력: that it prints, not what.
        let prints = self.has(Output) && group.words == ["healthy"];
        (plain && !prints).then_some(())?;
        let mut subject = self.subject()?;
        let (no, not) = (self.has(No), self.has(Not));
        // A pod's containers run and are ready where the pod is.
        let runs = |word: &String| matches!(word.as_str(), "Running" | "Ready" | "healthy");
        let of_containers = subject.kind.as_deref() == Some("containers");
        if of_containers && group.words.iter().all(runs) && !no && !not && !self.has(SomeOf) {
            subject.kind = Some("pods".into());
        }
        // Pods and nodes are never synced; the sentence goes on to something else.
        let of_sync = |word: &String| matches!(word.as_str(), "Synced" | "OutOfSync");
        let of_pods = matches!(subject.kind.as_deref(), Some("pods" | "nodes"));
        if of_pods && group.words.iter().any(of_sync) {
            return None;
        }
        if no || not {
            return self.denied(subject, group);
        }
        let some =
            self.has(SomeOf) || (self.has(Exist) && subject.kind.is_some() && !self.has(Every));
        let how_many = if some { Bound::Some } else { Bound::Every };
        let phase = |states| Statement::new(subject.clone(), Property::State(states)).of(how_many);
        let Some(states) = alternatives(group) else {
            let each = group
                .words
                .iter()
                .map(|word| phase(vec![word.clone()]).into());
            return Some(Predicate::All(each.collect()));
        };
        let said = Predicate::from(phase(states));
        Some(match group.from.is_empty() {
            true => said,
            false => said.remarked(format!("{} →", group.from.join(", "))),
        })
    }

    /// A state that nothing has, or that everything has of which none has it not.
    fn denied(&self, subject: Subject, group: &States) -> Option<Predicate> {
        const WISHED: [&str; 7] = [
            "Running",
            "Ready",
            "Healthy",
            "healthy",
            "Available",
            "Bound",
            "Active",
        ];
        let (no, every) = (self.has(Mark::No), self.has(Mark::Every));
        if !group.from.is_empty() || self.has(Mark::Some) {
            return None;
        }
        if no && self.has(Mark::Not) {
            // `Running이 아닌 Pod 없음`: every one is.
            let all = self.has(Mark::NotBeforeNo) && subject.kind.is_some() && !every;
            let states = all.then(|| alternatives(group)).flatten()?;
            return Some(Statement::new(subject, Property::State(states)).into());
        }
        // `모든 Pod가 Running이 아님`, `All pods are not Running` can mean two things.
        let good = group
            .words
            .iter()
            .any(|word| WISHED.contains(&word.as_str()));
        if every && (no || good) {
            return None;
        }
        Some(Statement::absent(subject, any_of(group)?).into())
    }

    /// A number of things.
    fn count(&self) -> Option<Predicate> {
        if let Some((low, high)) = self.range {
            let free = self.number.is_none() && self.comparison.is_none() && low > 0;
            (free && self.kind.is_some()).then_some(())?;
            let bounded = |comparison, number| {
                let mut one = self.clone();
                (one.range, one.number, one.comparison) = (None, Some(number), Some(comparison));
                one.marks = one.marks.and(Marks::of(Mark::Every));
                one.count()
            };
            return Some(Predicate::All(vec![
                bounded(Comparison::AtLeast, low)?,
                bounded(Comparison::AtMost, high)?,
            ]));
        }
        use Mark::{CountWord, Counter, Deployed, Every, Exist, Kept, Remaining, Show, Within};
        let beside = [
            Counter, Within, Every, Exist, Show, Deployed, CountWord, Remaining, Kept,
        ];
        self.marks.only(&beside).then_some(())?;
        let number = self.part.map(|(_, all)| all).or(self.number)?;
        let subject = self.subject()?;
        let states = self.states.as_ref();
        let counted = subject.kind.is_some()
            || subject.name.is_some()
            || states.is_some()
            || self.has(Counter)
            || self.has(CountWord);
        counted.then_some(())?;
        let comparison = match (self.comparison, self.has(Within)) {
            (comparison, false) => comparison.unwrap_or(Comparison::Equal),
            (None, true) => Comparison::AtMost,
            (Some(_), true) => return None,
        };
        let groups = match states {
            None => Vec::new(),
            Some(group) if group.from.is_empty() => match alternatives(group) {
                Some(states) => vec![states],
                None if one_dimension(group) => return None,
                None => group.words.iter().map(|word| vec![word.clone()]).collect(),
            },
            Some(_) => return None,
        };
        // `NodePort 30300`: a port, not a number of things.
        let service_type = |state: &String| dimension(state) == super::status::SERVICE_TYPE;
        if subject.kind.is_none() && groups.iter().flatten().any(service_type) {
            return None;
        }
        self.counted(&subject, comparison, number, groups)
    }

    /// So many, of which so many are in states.
    fn counted(
        &self,
        subject: &Subject,
        comparison: Comparison,
        number: u64,
        groups: Vec<Vec<String>>,
    ) -> Option<Predicate> {
        let equal = comparison == Comparison::Equal;
        let every = self.has(Mark::Every);
        if number == 0 && equal {
            (groups.len() < 2).then_some(())?;
            let states = groups.into_iter().next().unwrap_or_default();
            return Some(Statement::absent(subject.clone(), states).into());
        }
        let one = |number, states, all| -> Predicate {
            Statement::count(subject.clone(), comparison, number, states, all).into()
        };
        if let Some((some, _)) = self.part.filter(|(some, all)| some != all) {
            (some < number && equal && !every && groups.len() < 2).then_some(())?;
            let ready = || vec!["Ready".to_owned()];
            let states = groups.into_iter().next().unwrap_or_else(ready);
            let (all, some) = (one(number, Vec::new(), false), one(some, states, false));
            return Some(Predicate::All(vec![all, some]));
        }
        // "At least three run" says nothing of others; "three run" and "all three" do.
        let all = every || equal;
        let mut said: Vec<Predicate> = match groups.is_empty() {
            true => vec![one(number, Vec::new(), all)],
            false => groups
                .into_iter()
                .map(|states| one(number, states, all))
                .collect(),
        };
        match said.len() {
            1 => said.pop(),
            _ => Some(Predicate::All(said)),
        }
    }

    /// As many as nodes, or so many nodes.
    fn nodes(&self) -> Option<Predicate> {
        use Mark::{CountWord, Counter, Every, Exist, NodeCount, Same, Show};
        let nameless = self.states.is_none() && self.range.is_none() && self.part.is_none();
        nameless.then_some(())?;
        if let Some(number) = self.number {
            let plain = self.marks.only(&[NodeCount, Counter, Same])
                && self.kind.is_none()
                && self.name.is_none();
            let comparison = self.comparison.unwrap_or(Comparison::Equal);
            let nodes = Subject::of_kind("nodes");
            let said = Statement::count(nodes, comparison, number, Vec::new(), true);
            return plain.then(|| said.into());
        }
        let beside = [NodeCount, Same, CountWord, Show, Every, Exist];
        (self.marks.only(&beside) && self.has(Same) && self.comparison.is_none()).then_some(())?;
        let said = Statement::new(self.subject()?, Property::Exists);
        Some(said.of(Bound::AsNodes).into())
    }

    /// That something is or is not there.
    fn existence(&self) -> Option<Predicate> {
        use Mark::{Deployed, Every, Exist, Gone, No, Not, Output, Remaining, Show};
        let subject = self.subject()?;
        let named = subject.kind.is_some() || subject.name.is_some();
        self.comparison.is_none().then_some(())?;
        let beside = |mark| [mark, Show, Exist, Output, Deployed, Every, Remaining];
        let denied = self.has(No) && self.marks.only(&beside(No))
            || self.has(Not)
                && (self.has(Exist) || self.has(Show))
                && self
                    .marks
                    .only(&[Not, Show, Exist, Output, Deployed, Every, Remaining]);
        if denied && named || self.has(Gone) && self.marks.only(&[Gone, Every]) {
            return Some(Statement::absent(subject, Vec::new()).into());
        }
        let there = self.has(Exist) || self.has(Show) || self.has(Deployed);
        (there && named && self.marks.only(&[Show, Exist, Output, Deployed])).then_some(())?;
        // `Should show Grafana`: without a kind it is a text of the output.
        Some(match &subject.name {
            Some(name) if subject.kind.is_none() && !self.has(Exist) => {
                Statement::text(Place::Output, vec![name.text.clone()], Join::All).into()
            }
            _ => Statement::new(subject, Property::Exists)
                .of(Bound::Some)
                .into(),
        })
    }
}

/// A state of pods that stays: none of them restarted. Of other things that can't be seen.
fn kept(said: Predicate) -> Option<Predicate> {
    let statement = said.statement()?;
    let stays = statement.is_state_of_all() || statement.counted().is_some();
    let pods = matches!(statement.who.kind.as_deref(), None | Some("pods"));
    let restarts = Statement::new(statement.who.clone(), Property::RanThrough);
    (stays && pods).then(|| Predicate::All(vec![said, restarts.into()]))
}
