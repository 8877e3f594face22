//! What Flux's reconciliations are called, their words, and the command for them.

use super::shell::word;
use super::{IN_A_CLUSTER, Progress, Traits};

pub(super) const TRAITS: Traits = Traits {
    name: "Flux",
    word: "flux",
    called: &["flux", "fluxcd", "플럭스"],
    // It numbers the revisions of a chart only; what else it applied has a digest or a commit.
    has_digests: true,
    progress: |word| match word {
        "ReconciliationSucceeded" | "deployed" => Progress::Succeeded,
        "superseded" | "uninstalled" => Progress::Superseded,
        "failed" => Progress::Failed,
        word if word.ends_with("Failed") => Progress::Failed,
        _ => Progress::UnderWay,
    },
    // No way back of its own: it applies what git says.
    command: |one, _| {
        let mut parts = one.repo.splitn(3, '/');
        let (kind, namespace, name) = (parts.next()?, parts.next()?, parts.next()?);
        let (namespace, name) = (word(namespace), word(name));
        Some(format!(
            "flux reconcile {kind} {name} -n {namespace} --with-source"
        ))
    },
    ..IN_A_CLUSTER
};
