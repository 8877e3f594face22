//! What GitHub's Deployments are called, their words, and the requests for them.

use super::shell::word;
use super::{Deployment, Linked, Progress, Traits};
use serde_json::json;

pub(super) const TRAITS: Traits = Traits {
    name: "GitHub",
    word: "github",
    called: &["github", "깃허브"],
    tokens: &["GITHUB_TOKEN", "GH_TOKEN"],
    host: ("GITHUB_SERVER_URL", "https://github.com"),
    repo: "GITHUB_REPOSITORY",
    is_in_a_cluster: false,
    is_forge: true,
    has_digests: false,
    is_host: |host| matches!(host, "github.com" | "api.github.com") || host.ends_with(".ghe.com"),
    progress: |word| match word {
        "success" => Progress::Succeeded,
        "failure" | "error" => Progress::Failed,
        "waiting" => Progress::Waiting,
        "inactive" => Progress::Superseded,
        _ => Progress::UnderWay,
    },
    linked: |parts| match parts {
        ["api", "v3", "repos", owner, name, "deployments", number, ..]
        | ["repos", owner, name, "deployments", number, ..]
        | [owner, name, "deployments", number] => {
            Some(Linked::new(format!("{owner}/{name}"), Some(number)))
        }
        _ => None,
    },
    page: |one, _| one.html_url.clone(),
    request: |one| {
        let mut body = json!({"ref": one.reference, "environment": one.env});
        if let Some(payload) = &one.dynamic_payload {
            body["payload"] = payload.clone();
        }
        Some(body)
    },
    command: |one, _| Some(command(one)),
    back: |one, back| Some(command(&one.again(back))),
};

fn command(one: &Deployment) -> String {
    let path = word(&format!("repos/{}/deployments", one.repo));
    format!("gh api -X POST {path} --input - <<< {}", one.body())
}
