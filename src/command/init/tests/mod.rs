mod rbac;

use super::*;

#[test]
fn what_was_found_is_filled_in_and_the_file_is_valid() {
    let found = Found {
        contexts: vec!["buzzvil-eks-ops".into(), "arn:aws:eks:x/y".into()],
        server_host: Some("https://gitploy.example.dev".into()),
        repos: vec!["buzz-k8s-resources".into(), "with space".into()],
        envs: vec!["buzzvil-eks-ops".into()],
        lang: Some(Lang::Ko),
        ..Found::default()
    };
    let text = config(&found, Lang::En);
    let config = crate::settings::parse_config("report.toml", &text).unwrap();
    assert_eq!(config.timezone.as_deref(), Some("Asia/Seoul"));
    assert_eq!(config.contexts.unwrap().allowed(), Some(&found.contexts));
    assert_eq!(
        config.env["buzzvil-eks-ops"].context.as_deref(),
        Some("buzzvil-eks-ops")
    );
    assert_eq!(config.repos["with space"], "repos/with space");
}

#[test]
fn an_address_of_a_record_is_proposed_and_not_taken() {
    let named = |url: &str| {
        Some(Named {
            url: url.into(),
            record: "2025-12-05-\"배포\nx.md".into(),
        })
    };
    let mut found = Found {
        server_named: named("https://evil.example/\"\nhost = 'x'"),
        loki_named: named("https://evil.example"),
        ..Found::default()
    };
    let text = config(&found, Lang::En);
    let read = crate::settings::parse_config("report.toml", &text).unwrap();
    assert_eq!((read.gitploy.host, read.loki.addr), (None, None));
    assert!(read.gitploy.aliases.is_empty() && read.loki.aliases.is_empty());
    assert!(text.contains("# addr = \"https://evil.example\""), "{text}");
    assert!(text.contains("배포\\u000Ax.md\" names this one"), "{text}");
    found.loki_addr = Some("https://mine.example".into());
    let text = config(&found, Lang::En);
    let read = crate::settings::parse_config("report.toml", &text).unwrap();
    assert_eq!(read.loki.addr.as_deref(), Some("https://mine.example"));
    assert!(
        text.contains("# aliases = [\"https://evil.example\"]"),
        "{text}"
    );
}

#[test]
fn every_commented_key_is_a_known_one() {
    let text = config(&Found::default(), Lang::En);
    let uncommented: String = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(" = ") || rest.starts_with('[') => rest,
            _ if line.starts_with('#') => "",
            _ => line,
        })
        .map(|line| format!("{line}\n"))
        .collect();
    crate::settings::parse_config("report.toml", &uncommented).unwrap();
}
