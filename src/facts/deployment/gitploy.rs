//! What Gitploy is called, and its words.

use super::{Linked, Progress, Traits};

pub(super) const TRAITS: Traits = Traits {
    name: "Gitploy",
    word: "gitploy",
    called: &["gitploy"],
    tokens: &["GITPLOY_TOKEN"],
    host: ("GITPLOY_SERVER_HOST", ""),
    repo: "",
    is_in_a_cluster: false,
    is_host: |host| host.contains("gitploy"),
    progress: |word| match word {
        "success" => Progress::Succeeded,
        "failure" => Progress::Failed,
        "canceled" => Progress::Canceled,
        "waiting" => Progress::Waiting,
        _ => Progress::UnderWay,
    },
    linked: |parts| match parts {
        // No other system has this path: it says whose it is on any host.
        [
            "api",
            "v1",
            "repos",
            owner,
            name,
            "deployments" | "deployment",
            rest @ ..,
        ] => {
            let number = rest.first().copied();
            Some(Linked {
                is_anywhere: true,
                ..Linked::new(format!("{owner}/{name}"), number)
            })
        }
        ["repos", owner, name, "deployments", number, ..]
        | [owner, name, "deployments", number, ..] => {
            Some(Linked::new(format!("{owner}/{name}"), Some(number)))
        }
        _ => None,
    },
};
