//! Gitploy deployments: success passes, failure and canceled fail, every other word is on its way.
//! The words are Gitploy's own (server v0.9: waiting, created, queued, running, success, failure,
//! canceled); a word that is not known is pending and is shown.

use crate::facts::deployment::Deployment;
use crate::facts::lang::Lang;
use crate::facts::verdict::{Judgement, Verdict};

/// Judges one deployment.
pub fn judge(deployment: &Deployment, lang: Lang) -> Judgement {
    let number = deployment.number;
    let status = deployment.status.as_str();
    let (verdict, reason) = match status {
        "success" => (Verdict::Passed, "DeploymentSucceeded"),
        "failure" => (Verdict::Failed, "DeploymentFailed"),
        "canceled" => (Verdict::Failed, "DeploymentCanceled"),
        "waiting" => (Verdict::Pending, "DeploymentWaiting"),
        _ => (Verdict::Pending, "DeploymentInProgress"),
    };
    let mut message = match lang {
        Lang::Ko => format!("Gitploy 배포 #{number}: {status}"),
        Lang::En => format!("Gitploy deployment #{number}: {status}"),
    };
    if deployment.is_rollback {
        message.push_str(lang.pick(" (롤백)", " (rollback)"));
    }
    let last = deployment
        .statuses
        .last()
        .and_then(|event| event.description.as_deref());
    if let (Verdict::Failed, Some(description)) = (verdict, last) {
        message.push_str(&format!(", {description}"));
    }
    Judgement::new(verdict, reason, message).with_seen(status)
}

/// Judges all deployments that a record names: it passes when every one passed.
pub fn judge_all(deployments: &[Deployment], lang: Lang) -> Judgement {
    let judged: Vec<Judgement> = deployments.iter().map(|one| judge(one, lang)).collect();
    let verdict = Verdict::all(judged.iter().map(|judgement| judgement.verdict));
    match judged.iter().find(|judgement| judgement.verdict == verdict) {
        Some(worst) if judged.len() > 1 => {
            let messages: Vec<&str> = judged.iter().map(|one| one.message.as_str()).collect();
            Judgement::new(verdict, &worst.reason, messages.join("; ")).with_seen(&worst.seen)
        }
        Some(only) => only.clone(),
        None => Judgement::new(
            Verdict::Manual,
            "NoDeployment",
            lang.pick(
                "기록에 Gitploy 배포 번호가 없습니다",
                "the record names no Gitploy deployment",
            ),
        ),
    }
}

/// An Application that is fine in itself passes only at the revision that the record deployed. Another
/// commit is pending and both are named; a revision that is no commit (a chart's version) cannot be
/// compared, and a person must look.
pub fn at_revision(
    application: &serde_json::Value,
    deployed: Option<&str>,
    judged: Judgement,
    lang: Lang,
) -> Judgement {
    let (Verdict::Passed, Some(deployed)) = (judged.verdict, deployed) else {
        return judged;
    };
    let pointer = |path: &str| {
        application
            .pointer(path)
            .and_then(serde_json::Value::as_str)
    };
    let seen = pointer("/status/sync/revision").or_else(|| pointer("/status/sync/revisions/0"));
    let seen = seen.unwrap_or_default();
    let is_commit = seen.len() >= 7 && seen.chars().all(|c| c.is_ascii_hexdigit());
    if !is_commit {
        let message = match lang {
            Lang::Ko => format!(
                "{}; 배포된 버전 `{seen}`은 기록의 커밋과 비교할 수 없습니다",
                judged.message
            ),
            Lang::En => format!(
                "{}; the deployed revision `{seen}` is no commit to compare",
                judged.message
            ),
        };
        return Judgement::new(Verdict::Manual, "RevisionNotComparable", message).with_seen(seen);
    }
    if seen.starts_with(deployed) || deployed.starts_with(seen) {
        return judged;
    }
    let message = match lang {
        Lang::Ko => format!("동기화된 커밋은 {seen}, 기록의 커밋은 {deployed}입니다"),
        Lang::En => format!("synced to {seen}, the record deployed {deployed}"),
    };
    Judgement::new(Verdict::Pending, "OtherRevision", message).with_seen(seen)
}

#[cfg(test)]
mod tests {
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
        assert!(
            judged
                .message
                .contains("#1: success; Gitploy deployment #2: running")
        );
        assert_eq!(judge_all(&[], Lang::Ko).verdict, Verdict::Manual);
    }

    #[test]
    fn an_application_passes_only_at_the_records_revision() {
        let check = |revision: &str, deployed: Option<&str>, verdict: Verdict| {
            let application = serde_json::json!({"status": {"sync": {"revision": revision}}});
            let judged = Judgement::new(Verdict::Passed, "Healthy", "Synced, Healthy");
            let judged = at_revision(&application, deployed, judged, Lang::En);
            assert_eq!(judged.verdict, verdict, "{revision} against {deployed:?}");
        };
        check("8531c7a49402ff79", Some("8531c7a"), Verdict::Passed);
        check("8531c7a49402ff79", None, Verdict::Passed);
        check(
            "9999c7a49402ff79",
            Some("8531c7a49402ff79"),
            Verdict::Pending,
        );
        check("0.9.1", Some("8531c7a"), Verdict::Manual);
        check("", Some("8531c7a"), Verdict::Manual);
    }
}
