use super::super::{DEPLOYMENT, State};
use super::*;

fn ask(stage: &Stage, path: &str) -> (u16, Value) {
    let token = format!("Bearer {GITPLOY_TOKEN}");
    let path = format!("/api/v1/repos/{REPOSITORY}{path}");
    let answer = answer(stage, &Request::get(&path, &[("authorization", &token)]));
    let body = serde_json::from_slice(&answer.body).unwrap_or_default();
    (answer.status.as_u16(), body)
}

fn numbers(stage: &Stage, query: &str) -> Vec<u64> {
    let (_, body) = ask(stage, &format!("/deployments{query}"));
    let all = body.as_array().unwrap().iter();
    all.map(|each| each["number"].as_u64().unwrap()).collect()
}

#[test]
fn lists_newest_first_with_filters_and_pages() {
    let stage = Stage::at(State::After);
    let table = [
        ("", vec![4354, 4353, 4352, 4351, 4350, 4349]),
        ("?env=buzzvil-eks-ops", vec![4354, 4352, 4351, 4349]),
        ("?env=buzzvil-eks-ops&status=success", vec![4354, 4349]),
        ("?status=failure", vec![4351]),
        ("?status=waiting", vec![4352]),
        ("?per_page=2&page=2", vec![4352, 4351]),
        ("?page=9", vec![]),
    ];
    for (query, expected) in table {
        assert_eq!(numbers(&stage, query), expected, "{query}");
    }
}

#[test]
fn the_deployment_runs_before_and_has_succeeded_after() {
    for (state, status, last) in [
        (State::Before, "running", "in_progress"),
        (State::During(7), "running", "in_progress"),
        (State::After, "success", "success"),
    ] {
        let stage = Stage::at(state);
        let (_, deployment) = ask(&stage, &format!("/deployments/{DEPLOYMENT}"));
        assert_eq!(deployment["status"], status, "{state:?}");
        assert_eq!(deployment["dynamic_payload"]["app"], "alloy-ops");
        let (_, events) = ask(&stage, "/deployments/4354/statuses");
        assert_eq!(
            events.as_array().unwrap().last().unwrap()["status"],
            last,
            "{state:?}"
        );
    }
    let mut stage = Stage::at(State::After);
    stage.deployment_status = Some("canceled".into());
    assert_eq!(ask(&stage, "/deployments/4354").1["status"], "canceled");
}

#[test]
fn a_waiting_deployment_has_no_commit_yet() {
    let (_, waiting) = ask(&Stage::at(State::After), "/deployments/4352");
    assert_eq!((&waiting["sha"], &waiting["uid"]), (&json!(""), &json!(0)));
    let (_, reviews) = ask(&Stage::at(State::After), "/deployments/4352/reviews");
    assert_eq!(reviews[0]["status"], "pending");
}

#[test]
fn refuses_in_gitploys_words() {
    let stage = Stage::at(State::After);
    let table = [
        ("/deployments/9999", 404, "entity_not_found"),
        ("/deployments/abc", 400, "parameter_invalid"),
        ("/deployments?page=x", 400, "parameter_invalid"),
    ];
    for (path, code, word) in table {
        let (status, body) = ask(&stage, path);
        assert_eq!(
            (status, body["code"].as_str()),
            (code, Some(word)),
            "{path}"
        );
    }
    let anonymous = answer(&stage, &Request::get("/api/v1/user", &[]));
    assert_eq!(anonymous.status, StatusCode::UNAUTHORIZED);
    let token = format!("Bearer {GITPLOY_TOKEN}");
    for (path, headers, status) in [
        (
            "/api/v1/nothing",
            vec![("authorization", token.as_str())],
            StatusCode::OK,
        ),
        ("/Buzzvil", vec![], StatusCode::FOUND),
    ] {
        let page = answer(&stage, &Request::get(path, &headers));
        assert_eq!(page.status, status, "{path}");
        assert!(page.content_type.starts_with("text/html"), "{path}");
    }
}

#[test]
fn every_page_of_changes_is_the_same() {
    let stage = Stage::at(State::After);
    let page = |page: u8| {
        ask(
            &stage,
            &format!("/deployments/4354/changes?page={page}&per_page=1"),
        )
    };
    assert_eq!(page(1), page(2));
    assert!(!page(9).1.as_array().unwrap().is_empty());
}

#[test]
fn changes_are_those_of_the_one_deployment() {
    let stage = Stage::at(State::After);
    let (_, changes) = ask(&stage, "/deployments/4354/changes");
    assert_eq!(changes[0]["sha"], super::super::REVISION_AFTER);
    assert_eq!(changes[0]["is_pull_request"], true);
    assert_eq!(ask(&stage, "/deployments/4349/changes").1, json!([]));
    assert_eq!(
        ask(&stage, "/config").1["envs"][0]["name"],
        "buzzvil-eks-ops"
    );
}
