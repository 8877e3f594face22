//! The comments of `report.toml` for a Korean reader, as `cli/korean.rs` has the help: a line each, by the English one.

/// Comments by their English lines.
const COMMENTS: [(&str, &str); 28] = [
    (
        "# Settings of `report`. Flags beat the environment beats this file beats the defaults;",
        "# `report`의 설정입니다. 플래그, 환경 변수, 이 파일, 기본값 순으로 앞섭니다.",
    ),
    (
        "# `report doctor` shows each value and where it came from. Secrets never belong here:",
        "# 값마다 어디서 왔는지는 `report doctor`가 보여 줍니다. 비밀 값은 여기에 적지 않습니다:",
    ),
    (
        "# GITPLOY_TOKEN, LOKI_BEARER_TOKEN and LOKI_PASSWORD are read from the environment.",
        "# GITPLOY_TOKEN, LOKI_BEARER_TOKEN, LOKI_PASSWORD는 환경 변수에서 읽습니다.",
    ),
    (
        "# Language of new records, and of messages where the locale names none: ko or en.",
        "# 새 기록의 언어이고, 로캘이 언어를 정하지 않으면 메시지의 언어: ko 또는 en.",
    ),
    (
        "# Zone of dates and times in records (IANA name).",
        "# 기록에 적는 날짜와 시각의 시간대(IANA 이름).",
    ),
    (
        "# Contexts that a record may name. A record is untrusted input: it arrives in a pull request.",
        "# 기록이 쓸 수 있는 컨텍스트. 기록은 풀 리퀘스트로 들어오는, 믿을 수 없는 입력입니다.",
    ),
    (
        "# Records name contexts that the kubeconfig does not have. If these are meant, in place of `contexts`:",
        "# 기록이 kubeconfig에 없는 컨텍스트를 씁니다. 이것을 뜻한다면 `contexts` 대신 적습니다:",
    ),
    (
        "# Which of these is meant by what records write, nothing here tells:",
        "# 기록에 적힌 이름이 이 가운데 무엇인지는 여기서 알 수 없습니다:",
    ),
    (
        "# Credentials go over plain HTTP to this machine only.",
        "# 암호화되지 않은 HTTP로는 이 컴퓨터에만 자격 증명을 보냅니다.",
    ),
    (
        "# Also GITPLOY_SERVER_HOST.",
        "# GITPLOY_SERVER_HOST로도 지정할 수 있습니다.",
    ),
    (
        "# Other base URLs that records write for the same server.",
        "# 같은 서버를 가리켜 기록에 적는 다른 주소.",
    ),
    (
        "# Other base URLs that records write for the same server; they write this one:",
        "# 같은 서버를 가리켜 기록에 적는 다른 주소. 기록에는 이 주소가 있습니다:",
    ),
    (
        "# GitHub's Deployments; the token is GITHUB_TOKEN or GH_TOKEN.",
        "# GitHub의 배포. 토큰은 GITHUB_TOKEN이나 GH_TOKEN입니다.",
    ),
    (
        "# GitLab's Deployments; the token is GITLAB_TOKEN, or CI_JOB_TOKEN in CI.",
        "# GitLab의 배포. 토큰은 GITLAB_TOKEN이고, CI에서는 CI_JOB_TOKEN입니다.",
    ),
    (
        "# \"assumed\" where no source can be asked; every verdict then says so.",
        "# 배포를 물어볼 곳이 없으면 \"assumed\". 그러면 모든 판정에 그렇다고 적습니다.",
    ),
    (
        "# Where `report new` looks for a deployment without a number: \"gitploy\", \"argocd\", \"flux\", \"github\" or \"gitlab\".",
        "# `report new`가 번호 없이 배포를 찾는 곳: \"gitploy\", \"argocd\", \"flux\", \"github\", \"gitlab\".",
    ),
    ("# Also LOKI_ADDR.", "# LOKI_ADDR로도 지정할 수 있습니다."),
    (
        "# X-Scope-OrgID, also LOKI_ORG_ID, and other tenants that records may name.",
        "# X-Scope-OrgID(LOKI_ORG_ID로도 지정), 그리고 기록이 고를 수 있는 다른 테넌트.",
    ),
    (
        "# Namespace of the Application resources.",
        "# Application 리소스의 네임스페이스.",
    ),
    (
        "# Hosts that curl and wget steps may ask (GET and HEAD only).",
        "# curl과 wget 단계가 물어볼 수 있는 호스트(GET과 HEAD만).",
    ),
    (
        "# Seconds for a question, and for the whole run.",
        "# 조회 하나에, 그리고 실행 전체에 쓰는 시간(초).",
    ),
    (
        "# Values for $VAR in documented commands.",
        "# 명령에 적힌 $VAR의 값.",
    ),
    (
        "# Phrases of the team, each with one that `report` understands.",
        "# 팀에서 쓰는 말과, 그 뜻인 `report`가 아는 말.",
    ),
    (
        "# Whether the status column of tables is a checklist.",
        "# 표의 상태 열도 체크리스트로 볼지.",
    ),
    (
        "# Further labels that demand.",
        "# 기대 결과를 이끄는 말로 더 볼 것.",
    ),
    (
        "# \"gitops\": new records name no way back that changes the cluster directly.",
        "# \"gitops\": 새 기록에 클러스터를 바로 고치는 롤백을 적지 않습니다.",
    ),
    (
        "# Repositories by name, relative to the workspace root.",
        "# 저장소의 이름과, 작업 공간의 루트에서 본 경로.",
    ),
    (
        "# Environments by Gitploy's name.",
        "# Gitploy에서 부르는 이름의 환경.",
    ),
];

/// What the jobs print, by their English words.
const SAID: [(&str, &str); 5] = [
    (
        "Set REPORT_HOME (the line with OWNER:) to the repository that report is released from.",
        "REPORT_HOME(OWNER:가 있는 줄)에 report가 릴리스되는 저장소를 적으세요.",
    ),
    (
        "The push was refused, and nobody was faster. If $branch is protected, let this job push to it,",
        "push가 거부되었고, 그사이 먼저 push한 사람도 없습니다. $branch 브랜치가 보호되어 있다면 이 작업의 push를 허용하거나,",
    ),
    (
        "or set REPORT_PULL_REQUEST to the name of a branch: then it opens and updates a pull request.",
        "REPORT_PULL_REQUEST에 브랜치 이름을 지정하세요. 그러면 풀 리퀘스트를 열고 갱신합니다.",
    ),
    (
        "Somebody else pushed $attempt times meanwhile; the next run begins where they ended.",
        "그사이 다른 사람이 $attempt번 push했습니다. 다음 실행이 거기서 이어 갑니다.",
    ),
    (
        "pushed $proposal: open a pull request for it if there is none",
        "$proposal 브랜치에 push했습니다. 풀 리퀘스트가 없으면 여세요",
    ),
];

/// A job that prints Korean.
pub(super) fn said(job: &str) -> String {
    let said = SAID.iter();
    said.fold(job.to_owned(), |job, (english, korean)| {
        job.replace(english, korean)
    })
}

/// The end of the one comment that holds a record's name.
const NAMED: (&str, &str) = (
    " names this one. Credentials would go there: take the `#` away if they may.",
    "에 이 주소가 있습니다. 자격 증명이 그리로 갑니다. 그래도 되면 `#`을 지우세요.",
);

/// The file with its comments in Korean.
pub(super) fn comments(text: &str) -> String {
    let line = |line: &str| match COMMENTS.iter().find(|(english, _)| *english == line) {
        Some((_, korean)) => format!("{korean}\n"),
        None => match line.strip_suffix(NAMED.0) {
            Some(record) => format!("{record}{}\n", NAMED.1),
            None => format!("{line}\n"),
        },
    };
    text.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::init::{Found, Named, config, files};
    use crate::facts::lang::{Lang, is_hangul};

    #[test]
    fn every_comment_is_there_in_korean() {
        let named = || {
            Some(Named {
                url: "https://there.example".into(),
                record: "2025-12-05-x.md".into(),
            })
        };
        let bare = Found::default();
        let proposed = Found {
            server_named: named(),
            named_contexts: vec![
                ("ops".into(), vec!["in-cluster".into()]),
                ("dev".into(), Vec::new()),
            ],
            ..Found::default()
        };
        let known = Found {
            loki_addr: Some("https://here.example".into()),
            loki_named: named(),
            ..Found::default()
        };
        let mut used = 0;
        let mut lines = Vec::new();
        for found in [bare, proposed, known] {
            let text = config(&found, Lang::Ko);
            crate::settings::parse_config("report.toml", &text).unwrap();
            lines.extend(text.lines().map(str::to_owned));
            // What is no comment is the same.
            let code = |text: &str| -> Vec<String> {
                let lines = text.lines().map(str::to_owned);
                lines.filter(|line| !line.starts_with('#')).collect()
            };
            assert_eq!(code(&text), code(&config(&found, Lang::En)));
        }
        for line in lines.iter().filter(|line| line.starts_with('#')) {
            let example = line.contains(" = ") || line.starts_with("# [");
            assert!(example || line.chars().any(is_hangul), "{line}");
        }
        for (english, korean) in COMMENTS {
            used += usize::from(lines.iter().any(|line| line == korean));
            assert!(lines.iter().all(|line| line != english), "{english}");
        }
        assert_eq!(
            used,
            COMMENTS.len(),
            "a comment that nothing writes any more"
        );
        assert!(lines.iter().any(|line| line.ends_with(NAMED.1)));
    }

    #[test]
    fn jobs_print_the_language_of_init() {
        let found = Found::default();
        let jobs = |lang| {
            let files = files(&found, lang);
            files.into_iter().map(|file| file.text).collect::<String>()
        };
        let (english, korean) = (jobs(Lang::En), jobs(Lang::Ko));
        for (said, meant) in SAID {
            assert!(english.contains(said) && !korean.contains(said), "{said}");
            assert!(korean.contains(meant), "{meant}");
        }
        for line in korean.lines().filter(|line| line.contains(">&2")) {
            assert!(line.chars().any(is_hangul), "{line}");
        }
    }
}
