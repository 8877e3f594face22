//! What Gitploy is called, its words, and the requests for its deployments.

use super::shell::word;
use super::{Deployment, Linked, Progress, Traits};
use serde_json::json;

const TOKEN: &str = "GITPLOY_TOKEN";

pub(super) const TRAITS: Traits = Traits {
    name: "Gitploy",
    word: "gitploy",
    called: &["gitploy"],
    tokens: &[TOKEN],
    host: ("GITPLOY_SERVER_HOST", ""),
    repo: "",
    is_in_a_cluster: false,
    is_forge: false,
    has_digests: false,
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
    page: |one, host| {
        let host = host.unwrap_or_default();
        Some(format!("{host}/{}/deployments/{}", one.repo, one.number))
    },
    request: |one| {
        let kind = match one.kind.as_str() {
            "" => "commit",
            kind => kind,
        };
        let mut body = json!({"type": kind, "ref": one.reference, "env": one.env});
        if let Some(payload) = &one.dynamic_payload {
            body["dynamic_payload"] = payload.clone();
        }
        Some(body)
    },
    command,
    back: |one, back| command(&one.again(back), back.host),
};

fn command(one: &Deployment, host: Option<&str>) -> Option<String> {
    let url = word(&format!("{}/api/v1/repos/{}/deployments", host?, one.repo));
    let body = one.body();
    Some(format!(
        "curl -X POST \\\n  -H \"Authorization: Bearer ${TOKEN}\" \\\n  \
         -H \"Content-Type: application/json\" \\\n  -d {body} \\\n  {url}"
    ))
}
