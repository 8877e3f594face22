//! What Argo CD's syncs are called, and their words.

use super::{IN_A_CLUSTER, Progress, Traits};

pub(super) const TRAITS: Traits = Traits {
    name: "Argo CD",
    word: "argocd",
    called: &["argocd", "아르고cd"],
    progress: |word| match word {
        "success" => Progress::Succeeded,
        "Failed" | "Error" => Progress::Failed,
        "superseded" => Progress::Superseded,
        _ => Progress::UnderWay,
    },
    ..IN_A_CLUSTER
};
