use super::*;
use crate::collect::access::Credential;
use crate::facts::lang::Lang;
use crate::settings::resolve;
use chrono::DateTime;

const FILE: &str = ".kiro/report.toml";

fn workspace(config: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let reach = Reach::Within(dir.path());
    let folder = dir.path().join(".kiro/deployments");
    store::create_new(&folder, reach, "2025-12-05-a.md", "# A\n").unwrap();
    write(dir.path(), config);
    dir
}

fn write(root: &Path, config: &str) {
    store::write_output(&root.join(FILE), config.as_bytes()).unwrap();
}

fn environment(directory: &Path, home: &Path, more: &[(&str, &str)]) -> Environment {
    let home = home.display().to_string();
    let own = [
        ("HOME", home.as_str()),
        ("GITPLOY_TOKEN", "canary"),
        ("LOKI_BEARER_TOKEN", "canary"),
    ];
    let vars = own.iter().chain(more);
    Environment {
        vars: vars.map(|(k, v)| (k.to_string(), v.to_string())).collect(),
        directory: Some(directory.to_path_buf()),
        clock: DateTime::from_timestamp(0, 0).unwrap(),
        stdout_terminal: false,
        stderr_terminal: false,
        stdin_terminal: false,
    }
}

const CONFIG: &str = "[gitploy]\nhost = 'https://g.example'\n[loki]\naddr = 'https://l.example'\n";

/// Which of Gitploy's and Loki's credentials go out.
fn sent(flags: &Flags, environment: &Environment) -> (bool, bool) {
    let access = resolve(flags, environment).unwrap().access;
    let goes = |credential: &Credential| match credential {
        Credential::Bearer(_) | Credential::Basic(..) | Credential::Job(_) => true,
        Credential::None => panic!("there is one"),
        Credential::Withheld(_) => false,
    };
    let loki = access.loki.unwrap();
    (
        goes(&access.deployments[&crate::facts::deployment::System::Gitploy].credential),
        goes(&loki.credential),
    )
}

#[test]
fn credentials_go_where_the_user_said() {
    let (here, there, home) = (workspace(CONFIG), workspace(CONFIG), workspace(""));
    let near = |root: &Path| Flags {
        near: Some(root.join(".kiro/deployments/2025-12-05-a.md")),
        ..Flags::default()
    };
    let root = |root: &Path| Flags {
        root: Some(root.to_owned()),
        ..Flags::default()
    };
    let (none, here, there) = (Flags::default(), here.path(), there.path());
    let hosts = [("GITPLOY_SERVER_HOST", "https://mine.example")];
    let both = [hosts[0], ("LOKI_ADDR", "https://mine.example")];
    let below = here.join(".kiro/deployments");
    for (flags, directory, more, wanted) in [
        (&none, here, &[][..], (true, true)),
        (&none, &below, &[], (true, true)),
        (&near(here), &below, &[], (true, true)),
        // A record of another checkout brings settings of others.
        (&near(there), here, &[], (false, false)),
        (&near(there), home.path(), &[], (false, false)),
        (&near(there), here, &hosts, (true, false)),
        (&near(there), here, &both, (true, true)),
        (&near(there), there, &[], (true, true)),
        (&root(there), here, &[], (true, true)),
        // In CI the checkout is what a pull request made of it.
        (&none, here, &[("CI", "true")], (false, false)),
        (&none, here, &[("GITHUB_ACTIONS", "true")], (false, false)),
        (&root(here), here, &[("TF_BUILD", "True")], (false, false)),
        (&none, here, &[("CI", "false")], (true, true)),
        (
            &none,
            here,
            &[both[0], both[1], ("CI", "true")],
            (true, true),
        ),
    ] {
        let environment = environment(directory, home.path(), more);
        assert_eq!(
            sent(flags, &environment),
            wanted,
            "{flags:?} {directory:?} {more:?}"
        );
    }
}

#[test]
fn an_approval_holds_as_long_as_the_file_stays_as_it_is() {
    let (here, there, home) = (workspace(""), workspace(CONFIG), workspace(""));
    let environment = environment(here.path(), home.path(), &[("CI", "true")]);
    let flags = Flags {
        near: Some(there.path().join(".kiro/deployments/2025-12-05-a.md")),
        ..Flags::default()
    };
    let approval = || resolve(&flags, &environment).unwrap().approval.unwrap();
    let approvals = || Approvals::read(&environment).unwrap();
    assert_eq!(sent(&flags, &environment), (false, false));
    assert!(!approvals().revoke(&approval()).unwrap());
    approvals().approve(&approval()).unwrap();
    approvals().approve(&approval()).unwrap();
    assert_eq!(sent(&flags, &environment), (true, true));
    // Another file of the same text is another file.
    let copy = workspace(CONFIG);
    let other = Flags {
        near: Some(copy.path().join(".kiro/deployments/2025-12-05-a.md")),
        ..Flags::default()
    };
    assert_eq!(sent(&other, &environment), (false, false));
    write(there.path(), &format!("{CONFIG}# x\n"));
    assert_eq!(sent(&flags, &environment), (false, false));
    write(there.path(), CONFIG);
    assert_eq!(sent(&flags, &environment), (true, true));
    assert!(approvals().revoke(&approval()).unwrap());
    assert_eq!(sent(&flags, &environment), (false, false));
    assert!(approvals().lines.is_empty());
}

#[test]
fn what_an_approval_writes_is_one_line() {
    let approval = Approval::of(Path::new("/a\nb/report.toml"), "x");
    assert!(!approval.line().contains('\n'), "{approval:?}");
    assert!(
        approval.line().ends_with(r#" "/a\nb/report.toml""#),
        "{approval:?}"
    );
}

#[test]
fn tokens_go_over_tls_or_to_this_machine_or_where_the_user_allows_more() {
    let (home, there) = (workspace(""), workspace("allow_plain_http = true\n"));
    for (addr, config, more, wanted) in [
        ("https://g.example", "", "", true),
        ("http://127.0.0.1:80", "", "", true),
        ("http://localhost:80/", "", "", true),
        ("http://g.example", "", "", false),
        ("http://u:p@g.example", "", "", false),
        ("http://10.0.0.1", "", "", false),
        ("http://127.0.0.1.example", "", "", false),
        ("HTTP://g.example", "", "", false),
        ("http://g.example", "allow_plain_http = true\n", "", true),
        ("http://g.example", "allow_plain_http = false\n", "", false),
        ("http://g.example", "", "true", true),
        ("http://g.example", "", "no", false),
    ] {
        let here = workspace(config);
        let vars = [
            ("GITPLOY_SERVER_HOST", addr),
            ("LOKI_ADDR", addr),
            ("REPORT_ALLOW_PLAIN_HTTP", more),
        ];
        let environment = environment(here.path(), home.path(), &vars);
        let goes = sent(&Flags::default(), &environment);
        assert_eq!(goes, (wanted, wanted), "{addr} {config} {more}");
        // Another checkout allows nothing.
        let near = Flags {
            near: Some(there.path().join(".kiro/deployments/2025-12-05-a.md")),
            ..Flags::default()
        };
        if config.is_empty() {
            assert_eq!(sent(&near, &environment), (wanted, wanted), "{addr}");
        }
    }
}

#[test]
fn of_each_secret_it_is_said_where_it_goes_and_why() {
    let (here, there, home) = (workspace(CONFIG), workspace(CONFIG), workspace(""));
    let told = |root: &Path, more: &[(&str, &str)]| {
        let flags = Flags {
            near: Some(root.join(".kiro/deployments/2025-12-05-a.md")),
            ..Flags::default()
        };
        let environment = environment(here.path(), home.path(), more);
        let settings = resolve(&flags, &environment).unwrap();
        let mut all = settings.provenance.into_iter();
        let secret = all.find(|one| one.name == "GITPLOY_TOKEN").unwrap();
        assert_eq!(secret.value, "(set)");
        secret.destination.unwrap()
    };
    let host = [("GITPLOY_SERVER_HOST", "https://u:canary@mine.example")];
    for (root, more, to, ko, en) in [
        (
            here.path(),
            &[][..],
            Some("https://g.example"),
            "이 작업 공간 안에서",
            "started in this workspace",
        ),
        (
            there.path(),
            &[],
            None,
            "`report trust`로",
            "`report trust`",
        ),
        (
            there.path(),
            &host,
            Some("https://mine.example"),
            "환경 변수 GITPLOY_SERVER_HOST",
            "environment GITPLOY_SERVER_HOST",
        ),
        (
            here.path(),
            &[("CI", "1")],
            None,
            "토큰 옆에",
            "beside the token",
        ),
        (
            here.path(),
            &[("GITPLOY_SERVER_HOST", "http://g.example")],
            None,
            "암호화되지 않은 HTTP",
            "plain HTTP",
        ),
    ] {
        let destination = told(root, more);
        assert_eq!(destination.to.as_deref(), to, "{destination:?}");
        for (lang, words) in [(Lang::Ko, ko), (Lang::En, en)] {
            let why = destination.why.of(lang);
            assert!(why.contains(words), "{why}");
            assert!(!why.contains("canary"), "{why}");
        }
    }
}

/// The credentials of GitHub and GitLab go by the same rules, each with the repository that it reads.
#[test]
fn the_credentials_of_forges_go_where_the_user_said() {
    use crate::facts::deployment::System;
    let config = |host: &str| {
        format!(
            "[github]\nhost = '{host}'\nrepo = 'o/r'\n[gitlab]\nhost = '{host}'\nrepo = 'o/r'\n"
        )
    };
    let home = workspace("");
    let tokens = [("GITHUB_TOKEN", "canary"), ("GITLAB_TOKEN", "canary")];
    let own = [
        ("GITHUB_SERVER_URL", "https://f.example"),
        ("CI_SERVER_URL", "https://f.example"),
        ("GITHUB_REPOSITORY", "o/r"),
        ("CI_PROJECT_PATH", "o/r"),
    ];
    let others = [
        own[0],
        own[1],
        ("GITHUB_REPOSITORY", "me/mine"),
        ("CI_PROJECT_PATH", "me/mine"),
    ];
    let ci = [("CI", "true")];
    for (host, is_here, more, wanted) in [
        ("https://f.example", true, &[][..], true),
        ("https://f.example/", true, &[], true),
        ("http://f.example", true, &[], false),
        ("http://127.0.0.1:1", true, &[], true),
        (
            "http://f.example",
            true,
            &[("REPORT_ALLOW_PLAIN_HTTP", "true")],
            true,
        ),
        // Another checkout, and what a pull request made of ours.
        ("https://f.example", false, &[], false),
        ("https://evil.example", false, &own, false),
        ("https://f.example", false, &own, true),
        // Its own repository's token reads no other one because a file says so.
        ("https://f.example", false, &others, false),
        ("https://f.example", true, &ci, false),
    ] {
        let there = workspace(&config(host));
        let near = Flags {
            near: Some(there.path().join(".kiro/deployments/2025-12-05-a.md")),
            ..Flags::default()
        };
        let directory = if is_here { there.path() } else { home.path() };
        let vars: Vec<(&str, &str)> = tokens.iter().chain(more).copied().collect();
        let environment = environment(directory, home.path(), &vars);
        let access = resolve(&near, &environment).unwrap().access;
        for system in [System::Github, System::Gitlab] {
            let credential = &access.deployments[&system].credential;
            let goes = matches!(credential, Credential::Bearer(_));
            assert_eq!(goes, wanted, "{system:?} {host} {is_here} {more:?}");
            assert!(!matches!(credential, Credential::None));
        }
    }
}

#[test]
fn another_checkout_names_the_repositories_inside_it_only() {
    let config = "[repos]\nin = '.'\nout = '/'\nup = '..'\n";
    let (here, there, home) = (workspace(config), workspace(config), workspace(""));
    let environment = environment(here.path(), home.path(), &[]);
    for (root, wanted) in [
        (here.path(), &["in", "out", "up"][..]),
        (there.path(), &["in"]),
    ] {
        let flags = Flags {
            near: Some(root.join(".kiro/deployments/2025-12-05-a.md")),
            ..Flags::default()
        };
        let repos = resolve(&flags, &environment).unwrap().access.repos;
        assert_eq!(repos.keys().collect::<Vec<_>>(), wanted);
    }
}

/// A tenant is what the credential may read: it is chosen by whoever chooses the address.
#[test]
fn a_tenant_of_another_checkout_is_not_taken() {
    let config = "[loki]\ntenant = 'theirs'\ntenants = ['more']\n";
    let (here, there, home) = (workspace(CONFIG), workspace(config), workspace(""));
    let flags = Flags {
        near: Some(there.path().join(".kiro/deployments/2025-12-05-a.md")),
        ..Flags::default()
    };
    for (more, withheld, tenant) in [
        (&[][..], true, Some("theirs")),
        (&[("LOKI_ORG_ID", "mine")], false, Some("mine")),
        // Where there is no credential, none goes anywhere.
        (&[("LOKI_BEARER_TOKEN", "")], false, Some("theirs")),
    ] {
        let mut vars = vec![("LOKI_ADDR", "https://mine.example")];
        vars.extend(more);
        let environment = environment(here.path(), home.path(), &vars);
        let loki = resolve(&flags, &environment).unwrap().access.loki.unwrap();
        let is_withheld = matches!(loki.credential, Credential::Withheld(_));
        assert_eq!((is_withheld, loki.tenant.as_deref()), (withheld, tenant));
        assert_eq!(loki.tenants, Some(Vec::new()));
    }
}
