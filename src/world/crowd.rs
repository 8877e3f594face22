//! What a crowd is: how many pods, and which of them are odd.

/// Many pods in the place of the recorded ones, in lists of all namespaces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Crowd {
    /// How many.
    pub pods: usize,
    /// Which of them are not plainly fine, by their place in the list.
    pub odd: Vec<(usize, Odd)>,
}

/// The ways in which a pod of a crowd is odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Odd {
    /// CrashLoopBackOff.
    CrashLoop,
    /// Not scheduled.
    Pending,
    /// Ended with a failure.
    Failed,
    /// Ran to its end successfully.
    Ended,
    /// Running, 0/1.
    NotReady,
    /// Being deleted, all containers ready.
    Terminating,
    /// Running, all containers ready, a readiness gate unmet.
    GateUnmet,
    /// Prints as Running and ready; its node is gone and its Ready condition False.
    NodeLost,
    /// Prints as Running and ready; `restartPolicy: Never`.
    MeantToEnd,
    /// Prints as Running and ready; the kubelet has not seen its newest spec.
    Lagging,
    /// Prints as Running and ready on a ready node; its Ready condition says otherwise.
    Denied,
}

impl Odd {
    /// All ways.
    pub const ALL: [Odd; 11] = [
        Odd::CrashLoop,
        Odd::Pending,
        Odd::Failed,
        Odd::Ended,
        Odd::NotReady,
        Odd::Terminating,
        Odd::GateUnmet,
        Odd::NodeLost,
        Odd::MeantToEnd,
        Odd::Lagging,
        Odd::Denied,
    ];
}
