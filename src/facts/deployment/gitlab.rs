//! What GitLab's Deployments are called, and their words.

use super::{Linked, Progress, Traits};

pub(super) const TRAITS: Traits = Traits {
    name: "GitLab",
    word: "gitlab",
    called: &["gitlab", "깃랩"],
    tokens: &["GITLAB_TOKEN", "CI_JOB_TOKEN"],
    host: ("CI_SERVER_URL", "https://gitlab.com"),
    repo: "CI_PROJECT_PATH",
    is_in_a_cluster: false,
    is_forge: true,
    has_digests: false,
    is_host: |host| host == "gitlab.com",
    progress: |word| match word {
        "success" => Progress::Succeeded,
        "failed" => Progress::Failed,
        "canceled" | "skipped" => Progress::Canceled,
        "blocked" => Progress::Waiting,
        _ => Progress::UnderWay,
    },
    linked: |parts| match parts {
        ["api", "v4", "projects", project, "deployments", number, ..] => {
            let project = project.replace("%2F", "/").replace("%2f", "/");
            Some(Linked::new(project, Some(number)))
        }
        // The number of a page, which is no id of the API.
        [
            project @ ..,
            "-",
            "environments",
            page,
            "deployments",
            number,
        ] => {
            let project = format!("{}/-/environments/{page}", project.join("/"));
            Some(Linked::new(project, Some(number)))
        }
        _ => None,
    },
    page: |one, _| one.html_url.clone(),
    // Its deployments are made by its jobs.
    request: |_| None,
    command: |_, _| None,
    back: |_, _| None,
};
