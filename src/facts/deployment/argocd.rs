//! What Argo CD's syncs are called, their words, and the commands for them.

use super::shell::word;
use super::{IN_A_CLUSTER, Progress, Traits};

pub(super) const TRAITS: Traits = Traits {
    name: "Argo CD",
    word: "argocd",
    called: &["argocd", "argo cd", "아르고cd", "아르고 cd"],
    progress: |word| match word {
        "success" => Progress::Succeeded,
        "Failed" | "Error" => Progress::Failed,
        "superseded" => Progress::Superseded,
        _ => Progress::UnderWay,
    },
    command: |one, _| Some(format!("argocd app sync {}", word(&one.repo))),
    back: |one, back| {
        let app = word(&one.repo);
        Some(format!("argocd app rollback {app} {}", back.to?))
    },
    ..IN_A_CLUSTER
};
