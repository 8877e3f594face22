use super::*;

fn deployment(number: u64, status: &str) -> Deployment {
    serde_json::from_value(serde_json::json!({
        "repo": "o/r", "number": number, "type": "commit", "env": "e", "ref": "r",
        "status": status, "sha": null, "html_url": null, "production_environment": false,
        "is_rollback": false, "dynamic_payload": null, "created_at": "2025-12-05T00:00:00Z",
        "user": null, "statuses": [], "reviews": []
    }))
    .unwrap()
}

#[test]
fn only_success_passes_and_unknown_words_are_pending() {
    let check = |status: &str, verdict: Verdict| {
        for lang in [Lang::Ko, Lang::En] {
            let judged = judge(&deployment(4354, status), lang);
            assert_eq!(judged.verdict, verdict, "{status}");
            assert!(judged.message.contains(&format!("#4354: {status}")));
        }
    };
    check("success", Verdict::Passed);
    check("failure", Verdict::Failed);
    check("canceled", Verdict::Failed);
    for word in [
        "waiting",
        "created",
        "queued",
        "running",
        "in_progress",
        "Success",
        "",
    ] {
        check(word, Verdict::Pending);
    }
}

#[test]
fn several_deployments_pass_together_or_not_at_all() {
    let all = [deployment(1, "success"), deployment(2, "running")];
    let judged = judge_all(&all, Lang::En);
    assert_eq!(judged.verdict, Verdict::Pending);
    assert_eq!(judged.message, "Gitploy deployment #2: running");
    let judged = judge_all(&all[..1], Lang::En);
    assert_eq!(judged.message, "Gitploy deployment #1: success");
    assert_eq!(judge_all(&[], Lang::Ko).verdict, Verdict::Manual);
}
