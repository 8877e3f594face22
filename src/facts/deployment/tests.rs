use super::*;
use serde_json::json;

fn of(source: System, repo: &str) -> Deployment {
    Deployment {
        env: "개발/blue".into(),
        reference: "main".into(),
        kind: String::new(),
        dynamic_payload: Some(json!({"app": "it's", "deployComment": "first"})),
        html_url: Some("https://page.example.dev/1".into()),
        ..Deployment::of(source, repo, 12, DateTime::UNIX_EPOCH)
    }
}

/// The body in a command, as a shell reads it.
fn sent(command: &str) -> Value {
    let (_, body) = command.split_once(" '{").unwrap();
    let (body, _) = body.rsplit_once("}'").unwrap();
    serde_json::from_str(&format!("{{{}}}", body.replace("'\\''", "'"))).unwrap()
}

/// Each source's own form of a request, and of the way back; a name that a shell would read is quoted.
#[test]
fn each_source_is_asked_in_its_own_form() {
    let host = Some("https://deploy.example.dev");
    let eleven = DeploymentId::from(11);
    let back = |to| Back {
        sha: "5d2d1a7",
        to,
        comment: "back",
        host,
    };
    // Source, project, how the command begins, the way back with and without a number, if it is no request.
    type Row = (
        System,
        &'static str,
        Option<&'static str>,
        [Option<&'static str>; 2],
    );
    let rows: [Row; 7] = [
        (
            System::Argocd,
            "web",
            Some("argocd app sync web"),
            [Some("argocd app rollback web 11"), None],
        ),
        (
            System::Argocd,
            "w b",
            Some("argocd app sync 'w b'"),
            [Some("argocd app rollback 'w b' 11"), None],
        ),
        (
            System::Argocd,
            "team/web",
            Some("argocd app sync team/web"),
            [Some("argocd app rollback team/web 11"), None],
        ),
        (
            System::Flux,
            "helmrelease/web/$x",
            Some("flux reconcile helmrelease '$x' -n web --with-source"),
            [None, None],
        ),
        (System::Flux, "web", None, [None, None]),
        (System::Gitlab, "group/web", None, [None, None]),
        (System::Gitlab, "group/sub/web", None, [None, None]),
    ];
    for (source, repo, command, ways) in rows {
        let one = of(source, repo);
        assert_eq!(one.request(), "", "{source:?}");
        assert_eq!(one.command(host).as_deref(), command);
        let told = [Some(&eleven), None].map(|to| one.back(&back(to)));
        assert_eq!(told.each_ref().map(Option::as_deref), ways, "{source:?}");
        assert_eq!(
            one.page(host).as_deref(),
            Some("https://page.example.dev/1")
        );
    }
    let payload = |comment: &str| json!({"app": "it's", "deployComment": comment});
    type Body = fn(&str, Value) -> Value;
    let rows: [(System, &str, Body); 2] = [
        (
            System::Gitploy,
            "https://deploy.example.dev/api/v1/repos/o/r/deployments",
            |to, payload| json!({"type": "commit", "ref": to, "env": "개발/blue", "dynamic_payload": payload}),
        ),
        (
            System::Github,
            "gh api -X POST repos/o/r/deployments --input - <<< '",
            |to, payload| json!({"ref": to, "environment": "개발/blue", "payload": payload}),
        ),
    ];
    for (source, wanted, body) in rows {
        let one = of(source, "o/r");
        let forward = one.command(host).unwrap();
        assert!(forward.contains(wanted), "{forward}");
        assert_eq!(sent(&forward), body("main", payload("first")));
        assert_eq!(
            serde_json::from_str::<Value>(&one.request()).unwrap(),
            sent(&forward)
        );
        let backward = one.back(&back(None)).unwrap();
        assert!(backward.contains(wanted), "{backward}");
        assert_eq!(sent(&backward), body("5d2d1a7", payload("back")));
    }
    // Without an address nothing can be asked.
    let one = of(System::Gitploy, "o/r");
    assert_eq!(one.command(None), None);
    assert_eq!(
        one.page(host).as_deref(),
        Some("https://deploy.example.dev/o/r/deployments/12")
    );
}
