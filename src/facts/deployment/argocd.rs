//! What Argo CD's syncs are called, and their words.

use super::{Progress, Traits};

pub(super) const TRAITS: Traits = Traits {
    name: "Argo CD",
    word: "argocd",
    called: &["argocd", "아르고cd"],
    tokens: &[],
    host: ("", ""),
    repo: "",
    is_in_a_cluster: true,
    is_host: |_| false,
    progress: |word| match word {
        "success" => Progress::Succeeded,
        "Failed" | "Error" => Progress::Failed,
        "superseded" => Progress::Superseded,
        _ => Progress::UnderWay,
    },
    linked: |_| None,
};
