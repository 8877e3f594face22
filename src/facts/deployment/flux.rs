//! What Flux's reconciliations are called, and their words.

use super::{IN_A_CLUSTER, Progress, Traits};

pub(super) const TRAITS: Traits = Traits {
    name: "Flux",
    word: "flux",
    called: &["flux", "fluxcd", "플럭스"],
    progress: |word| match word {
        "ReconciliationSucceeded" | "deployed" => Progress::Succeeded,
        "superseded" | "uninstalled" => Progress::Superseded,
        "failed" => Progress::Failed,
        word if word.ends_with("Failed") => Progress::Failed,
        _ => Progress::UnderWay,
    },
    ..IN_A_CLUSTER
};
