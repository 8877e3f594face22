use super::*;
use crate::facts::change::EntryKind;
use serde_json::json;

#[test]
fn a_limit_below_what_is_used_now_is_dangerous() {
    let object =
        json!({"kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"}, "spec": {}});
    let workload = Workload::of(&object).unwrap();
    let pod = |memory: &str| {
        json!({"containers": [{"name": "proxy", "usage": {"cpu": "1m", "memory": "9Mi"}},
            {"name": "web", "usage": {"cpu": "300m", "memory": memory}}]})
    };
    let metrics = [pod("500Mi"), pod("612Mi")];
    for (object, subject, before, after, wanted) in [
        (
            "Deployment shop/web",
            "web limits.memory",
            "1Gi",
            "600Mi",
            true,
        ),
        (
            "Deployment shop/web (base/web.yaml)",
            "web limits.memory",
            "1Gi",
            "600Mi",
            true,
        ),
        ("Deployment shop/web", "web limits.cpu", "1", "200m", true),
        ("web/values.yaml", "limits.memory", "1Gi", "600Mi", true),
        (
            "web/values.yaml",
            "shop.web limits.memory",
            "1Gi",
            "600Mi",
            true,
        ),
        (
            "Application argocd/web",
            "web limits.memory",
            "1Gi",
            "600Mi",
            true,
        ),
        // Enough, another one's, raised, or no limit.
        (
            "Deployment shop/web",
            "web limits.memory",
            "1Gi",
            "700Mi",
            false,
        ),
        (
            "Deployment shop/web",
            "proxy limits.memory",
            "1Gi",
            "600Mi",
            false,
        ),
        (
            "Deployment shop/api",
            "web limits.memory",
            "1Gi",
            "600Mi",
            false,
        ),
        (
            "DaemonSet shop/web",
            "web limits.memory",
            "1Gi",
            "600Mi",
            false,
        ),
        (
            "Deployment shop/web",
            "web limits.memory",
            "400Mi",
            "600Mi",
            false,
        ),
        (
            "Deployment shop/web",
            "web requests.memory",
            "1Gi",
            "600Mi",
            false,
        ),
        (
            "web/values.yaml",
            "redis limits.memory",
            "1Gi",
            "600Mi",
            false,
        ),
    ] {
        let mut rows = [NewsRow {
            object: object.into(),
            file: String::new(),
            what: What::Resources,
            subject: subject.into(),
            kind: EntryKind::Changed,
            before: Some(before.into()),
            after: Some(after.into()),
            dangers: Vec::new(),
        }];
        flag(&mut rows, &workload, &metrics);
        let is_flagged = rows[0].dangers == [Danger::BelowUsage];
        assert_eq!(is_flagged, wanted, "{object} {subject} {before} {after}");
    }
}
