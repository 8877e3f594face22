//! What Flux's reconciliations are called, and their words.

use super::{Progress, Traits};

pub(super) const TRAITS: Traits = Traits {
    name: "Flux",
    word: "flux",
    called: &["flux", "fluxcd", "플럭스"],
    tokens: &[],
    host: ("", ""),
    repo: "",
    is_in_a_cluster: true,
    is_host: |_| false,
    progress: |word| match word {
        "ReconciliationSucceeded" | "deployed" => Progress::Succeeded,
        "superseded" | "uninstalled" => Progress::Superseded,
        "failed" => Progress::Failed,
        word if word.ends_with("Failed") => Progress::Failed,
        _ => Progress::UnderWay,
    },
    linked: |_| None,
};
