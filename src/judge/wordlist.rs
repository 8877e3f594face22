//! Lists of words that rules go by, as data (`wordlist.tsv`).

use crate::facts::named::named;
use crate::facts::tsv;
use std::sync::LazyLock;

named! {
    /// A list of the table.
    pub(crate) List:
    /// Condition types that say broken when they are true.
    BrokenCondition,
    /// Others that say "not working" or "not settled" when they are true.
    BadCondition,
    /// Condition types that must be true where they are there.
    NeededCondition,
    /// Condition types that end as one of those and say the contrary.
    NegatedCondition,
    /// Fields of a status that hold one word for the whole object.
    StateField,
    /// Fields of a status that hold something only when something is wrong.
    ErrorField,
    /// State words of a broken object, in lower case.
    BadState,
    /// State words of an object that is on its way, in lower case.
    MovingState,
    /// Places that hold a whole number that is not negative, wherever they are there.
    CountField,
    /// Places that hold true or false in the kinds of Kubernetes itself.
    FlagField,
    /// Places that hold a text in the kinds of Kubernetes itself.
    TextField,
    /// Places that hold a list of maps in the kinds of Kubernetes itself.
    ItemsField,
    /// Flags of a spec that stop a controller.
    PausingField,
    /// Reasons of a controller that gave up.
    TerminalReason,
    /// Conditions of a node that are bad when true: the kubelet's own and node-problem-detector's.
    NodeProblem,
    /// Reasons of a container that waits for its image.
    ImagePullReason,
    /// What operators call the observed generation besides.
    ObservedGenerationField,
    /// What errors are about, and not whose they are.
    ErrorTopic,
    /// Words that a table prints for a state, in lower case.
    PrintedState,
    /// A pod's STATUS that says that it ended or is on its way out.
    EndedStatus,
    /// A pod's STATUS while its phase is Pending.
    PendingStatus,
    /// The words that STATUS of a job can be, and what people call them.
    JobStatus,
    /// The same of a node.
    NodeStatus,
    /// The same of a namespace.
    NamespaceStatus,
    /// The same of a claim.
    PersistentVolumeClaimStatus,
    /// The same of a volume.
    PersistentVolumeStatus,
    /// Fields that move by themselves.
    MovingField,
    /// Where secrets stand, as an expression names it.
    SecretPlace,
    /// What a LogQL that picks errors names.
    LogqlTrouble,
    /// Words that say of an answer that it is well, whatever its own words are.
    GoodAnswer,
}

static WORDS: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    let rows: Vec<[&str; 2]> = tsv::rows(include_str!("wordlist.tsv")).collect();
    let of = |list: List| {
        let own = rows.iter().filter(|[name, _]| *name == list.word());
        own.flat_map(|[_, words]| words.split(' ')).collect()
    };
    List::ALL.map(of).into()
});

impl List {
    /// Its words as they are written.
    pub(crate) fn words(self) -> std::slice::Iter<'static, &'static str> {
        WORDS[self as usize].iter()
    }

    /// Whether a word is one of it.
    pub(crate) fn has(self, word: &str) -> bool {
        self.words().any(|own| match own.strip_prefix('*') {
            Some(rest) => match rest.strip_suffix('*') {
                Some(part) => word.contains(part),
                None => word.ends_with(rest),
            },
            None => match own.strip_suffix('*') {
                Some(begin) => word.starts_with(begin),
                None => word == *own,
            },
        })
    }
}

#[cfg(test)]
mod tests;
