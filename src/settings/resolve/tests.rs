use super::*;
use crate::facts::lang::Lang;
use chrono::DateTime;

fn environment(vars: &[(&str, &str)], directory: &Path) -> Environment {
    Environment {
        vars: vars
            .iter()
            .map(|(k, v)| (k.to_string(), v.to_string()))
            .collect(),
        directory: Some(directory.to_path_buf()),
        clock: DateTime::from_timestamp(0, 0).unwrap(),
        stdout_terminal: false,
        stderr_terminal: false,
        stdin_terminal: false,
    }
}

#[test]
fn the_environment_beats_the_file_and_a_token_is_never_shown() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(dir.path().join(".kiro/deployments")).unwrap();
    let config = "lang = 'ko'\n[gitploy]\nhost = 'https://a.example/'\nrepo = 'o/r'\n";
    #[expect(clippy::disallowed_methods, reason = "a file of a test")]
    std::fs::write(dir.path().join(".kiro/report.toml"), config).unwrap();
    let vars = [
        ("GITPLOY_SERVER_HOST", "https://u:CANARY@b.example/api/v1/"),
        ("GITPLOY_TOKEN", "CANARY"),
        ("SOURCE_DATE_EPOCH", "1764900000"),
    ];
    let inside = dir.path().join(".kiro/deployments");
    let settings = resolve(&Flags::default(), &environment(&vars, &inside)).unwrap();
    assert_eq!(settings.root, dir.path());
    assert_eq!(settings.lang, Lang::Ko);
    assert_eq!(settings.now.timestamp(), 1_764_900_000);
    assert_eq!(settings.zone(Lang::En), chrono_tz::UTC);
    let shown = format!("{settings:?}");
    assert!(!shown.contains("CANARY"), "{shown}");
    let host = settings
        .provenance
        .iter()
        .find(|one| one.name == "gitploy.host");
    assert_eq!(
        host.unwrap().from.to_string(),
        "environment GITPLOY_SERVER_HOST"
    );
}

#[test]
fn the_environment_tells_who_reads_and_the_file_what_the_team_writes() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(dir.path().join(".kiro")).unwrap();
    for (file, vars, flag, messages, records) in [
        (
            "ko",
            &[("LANG", "en_US.UTF-8")][..],
            None,
            Lang::En,
            Lang::Ko,
        ),
        ("en", &[("LC_ALL", "ko_KR.UTF-8")], None, Lang::Ko, Lang::En),
        ("ko", &[("LANG", "C.UTF-8")], None, Lang::Ko, Lang::Ko),
        (
            "ko",
            &[("LC_ALL", "POSIX"), ("LANG", "en_US")],
            None,
            Lang::Ko,
            Lang::Ko,
        ),
        ("ko", &[("LANG", "")], None, Lang::Ko, Lang::Ko),
        ("ko", &[], None, Lang::Ko, Lang::Ko),
        ("ko", &[("LANG", "ko_KR")], Some("en"), Lang::En, Lang::En),
        (
            "en",
            &[("LANG", "en_US")],
            Some("ko,en"),
            Lang::Ko,
            Lang::Ko,
        ),
    ] {
        #[expect(clippy::disallowed_methods, reason = "a file of a test")]
        std::fs::write(
            dir.path().join(".kiro/report.toml"),
            format!("lang = '{file}'\n"),
        )
        .unwrap();
        let flags = Flags {
            lang: flag.map(str::to_owned),
            ..Flags::default()
        };
        let settings = resolve(&flags, &environment(vars, dir.path())).unwrap();
        let told = (settings.lang, settings.record_lang);
        assert_eq!(told, (messages, Some(records)), "{file} {vars:?} {flag:?}");
    }
}

#[test]
fn without_a_workspace_the_directory_itself_is_the_root() {
    let dir = tempfile::tempdir().unwrap();
    let settings = resolve(&Flags::default(), &environment(&[], dir.path())).unwrap();
    assert!(!settings.root_found);
    assert_eq!(settings.root, dir.path());
    assert!(settings.access.cluster.kubeconfig.is_empty());
}

#[test]
fn wrong_values_name_their_place() {
    let dir = tempfile::tempdir().unwrap();
    let flags = Flags {
        lang: Some("fr".into()),
        ..Flags::default()
    };
    let error = resolve(&flags, &environment(&[], dir.path())).unwrap_err();
    assert!(error.message.en.contains("`fr` (flag --lang)"));
    let clock = [("SOURCE_DATE_EPOCH", "yesterday")];
    let error = resolve(&Flags::default(), &environment(&clock, dir.path())).unwrap_err();
    assert!(error.message.en.contains("SOURCE_DATE_EPOCH"));
}
