//! Where a question goes, and the words for why nothing came back: every [`Trouble`] becomes a
//! [`Blind`] with what happened, where, and what to do, in both languages.

use super::seam::Trouble;
use crate::both;
use crate::facts::deployment::System;
use crate::facts::lang::{Bilingual, Lang};
use crate::facts::observation::{Blind, Cause};

/// The kinds of sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A Kubernetes API server.
    Cluster,
    /// A system that tells of deployments.
    Deployments(System),
    /// Loki.
    Loki,
    /// Prometheus.
    Prometheus,
    /// Any host that a `curl` step names.
    Http,
    /// A local git repository.
    Git,
}

impl Source {
    /// The word of the JSON form.
    pub fn word(self) -> &'static str {
        match self {
            Source::Cluster => "cluster",
            Source::Deployments(system) => system.word(),
            Source::Loki => "loki",
            Source::Prometheus => "prometheus",
            Source::Http => "http",
            Source::Git => "git",
        }
    }
}

/// One source as a person knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What kind it is.
    pub source: Source,
    /// The context or the address, without credentials.
    pub name: String,
}

impl Place {
    /// Why nothing was seen there.
    pub fn blind(&self, trouble: Trouble) -> Blind {
        let korean = trouble.korean.unwrap_or_else(|| trouble.detail.clone());
        let detail = Bilingual::new(korean, trouble.detail);
        self.blind_because(trouble.cause, &detail)
    }

    /// The same, where the detail is our own words.
    pub fn blind_because(&self, cause: Cause, detail: &Bilingual) -> Blind {
        let message = Bilingual::each(|lang| {
            let (place, what) = (self.shown(lang), what(cause, lang));
            match detail.of(lang) {
                "" => format!("{place}: {what}"),
                detail => format!("{place}: {what}: {detail}"),
            }
        });
        Blind::new(cause, message, self.hint(cause))
    }

    /// `cluster (context buzz-ops)`, `Gitploy (https://…)`.
    fn shown(&self, lang: Lang) -> String {
        let own;
        let (ko, en) = match self.source {
            Source::Deployments(system) => {
                let within = if system.is_in_a_cluster() {
                    "context "
                } else {
                    ""
                };
                own = format!("{} ({within}", system.name());
                (own.as_str(), own.as_str())
            }
            Source::Cluster => ("클러스터 (컨텍스트 ", "cluster (context "),
            Source::Loki => ("Loki (", "Loki ("),
            Source::Prometheus => ("Prometheus (", "Prometheus ("),
            Source::Http => ("HTTP (", "HTTP ("),
            Source::Git => ("git (", "git ("),
        };
        match self.name.as_str() {
            "" => lang
                .pick(ko, en)
                .trim_end_matches(" (context ")
                .trim_end_matches(" (")
                .into(),
            name => format!("{}{name})", lang.pick(ko, en)),
        }
    }

    /// What to do about a server of deployments: its own variables and its own section.
    fn hint_of_server(system: System, cause: Cause) -> Option<Bilingual> {
        let (word, tokens) = (system.word(), system.variables());
        let any = |or: &str| tokens.join(or);
        let (ko, en) = (any(" 또는 "), any(" or "));
        Some(match cause {
            Cause::Unauthorized => both!("{ko}[을/를] 확인하세요", "check {en}"),
            Cause::NotFound => both!(
                "번호와 저장소([{word}] repo), 그리고 이 토큰이 읽을 수 있는지 확인하세요",
                "check the number, the repository ([{word}] repo), and whether this token may read it"
            ),
            Cause::HostRefused => both!(
                "맞는 주소라면 `.kiro/report.toml`의 [{word}] host 또는 aliases에, 저장소라면 repo에 적으세요",
                "if it is right, put it into [{word}] in `.kiro/report.toml`: an address into host or aliases, a repository into repo"
            ),
            Cause::NotConfigured => match system.host() {
                (variable, "") => both!(
                    "{variable}[과/와] {ko}, [{word}] repo를 설정하세요",
                    "set {variable} and {en}, and [{word}] repo"
                ),
                _ => both!(
                    "{ko}[과/와] [{word}] repo를 설정하세요",
                    "set {en}, and [{word}] repo"
                ),
            },
            _ => return None,
        })
    }

    #[expect(clippy::too_many_lines, reason = "one table, a row a cause")]
    fn hint(&self, cause: Cause) -> Bilingual {
        if let Source::Deployments(system) = self.source
            && !system.is_in_a_cluster()
            && let Some(hint) = Self::hint_of_server(system, cause)
        {
            return hint;
        }
        let (ko, en) = match (cause, self.source) {
            (Cause::Unauthorized, Source::Cluster | Source::Deployments(_)) => (
                "자격 증명을 갱신하세요 (`kubectl auth whoami`로 확인)",
                "renew the credentials of this context (`kubectl auth whoami` shows whether they work)",
            ),
            (Cause::Unauthorized, Source::Loki) => (
                "LOKI_ORG_ID(테넌트)와 LOKI_USERNAME/LOKI_PASSWORD 또는 LOKI_BEARER_TOKEN을 확인하세요",
                "check LOKI_ORG_ID (the tenant) and LOKI_USERNAME/LOKI_PASSWORD or LOKI_BEARER_TOKEN",
            ),
            (
                Cause::Forbidden,
                Source::Cluster | Source::Deployments(System::Argocd | System::Flux),
            ) => (
                "읽기 권한(get, list)을 요청하세요: `report doctor`가 필요한 RBAC을 보여 줍니다",
                "ask for read access (get, list): `report doctor` shows the RBAC that is missing",
            ),
            (Cause::Forbidden, _) => (
                "이 토큰에 읽기 권한이 있는지 확인하세요",
                "check that this identity may read what was asked for",
            ),
            (Cause::NoSuchApi, Source::Cluster) => (
                "리소스 이름과 컨텍스트를 확인하세요 (`kubectl api-resources`): CRD가 설치되어 있지 않을 수 있습니다",
                "check the resource name and the context (`kubectl api-resources`): its CRD may not be installed here",
            ),
            (Cause::NoSuchApi, _) => (
                "주소를 확인하세요: 이 서버에는 그런 경로가 없습니다",
                "check the address: this server has no such path",
            ),
            (Cause::NotFound, _) => (
                "이름과 네임스페이스, 그리고 읽을 권한이 있는지 확인하세요",
                "check the name, the namespace, and whether it may be read",
            ),
            (Cause::BadRequest, _) => (
                "기록의 명령을 고치세요: 서버가 요청 자체를 거절했습니다",
                "correct the command in the record: the server refused the question itself",
            ),
            (Cause::Expired, _) => (
                "다시 실행하세요: 목록이 읽는 도중에 만료되었습니다",
                "run again: the list expired while it was read",
            ),
            (Cause::TooManyRequests, _) => (
                "잠시 후 다시 실행하세요: 서버가 요청을 제한하고 있습니다",
                "run again later: the server is limiting requests",
            ),
            (Cause::ServerError, _) => (
                "서버 쪽 오류입니다: 잠시 후 다시 실행하고, 계속되면 서버 로그를 확인하세요",
                "the error is the server's: run again later, and look at its logs if it stays",
            ),
            (Cause::Gateway, _) => (
                "프록시나 게이트웨이가 대신 답했습니다: 주소, VPN과 로그인 상태를 확인하고 다시 실행하세요",
                "a proxy or gateway answered instead: check the address, the VPN and its login, then run again",
            ),
            (Cause::Unreachable, _) => (
                "주소와 포트, VPN 연결을 확인하세요: 연결되지 않았습니다",
                "check the address, the port and the VPN: nothing answers there",
            ),
            (Cause::NoSuchHost, _) => (
                "호스트 이름의 철자와 DNS, VPN 연결을 확인하세요",
                "check the spelling of the host name, DNS and the VPN",
            ),
            (Cause::Tls, _) => (
                "인증서(발급자, 이름, 만료)와 http/https 구분을 확인하세요",
                "check the certificate (issuer, name, expiry), and whether the address should be http or https",
            ),
            (Cause::Timeout, _) => (
                "다시 실행하거나 `--timeout`을 늘리세요",
                "run again, or give it longer with `--timeout`",
            ),
            (Cause::RunDeadline, _) => (
                "다시 실행하거나 `--deadline`을 늘리세요",
                "run again, or give the run longer with `--deadline`",
            ),
            (Cause::CutOff, _) => (
                "다시 실행하세요: 답이 중간에 끊겨 아무것도 판단하지 않았습니다",
                "run again: the answer stopped in the middle, and a part of it proves nothing",
            ),
            (Cause::Malformed, _) => (
                "주소가 맞는지 확인하세요: 답이 기대한 형식이 아닙니다",
                "check that the address is right: the answer is not of the kind that was asked for",
            ),
            (Cause::TooLarge, _) => (
                "명령의 범위를 좁히세요 (`-n`, `-l`, `--tail`, `--since`, `--limit`)",
                "narrow the command (`-n`, `-l`, `--tail`, `--since`, `--limit`)",
            ),
            (Cause::TooManyQuestions, _) => (
                "기록을 나누거나 한 번에 적게 검증하세요",
                "split the record, or verify fewer at once",
            ),
            (Cause::ContextRefused, _) => (
                "`.kiro/report.toml`의 contexts와 kubeconfig를 확인하세요: 다른 클러스터를 대신 조회하지 않습니다",
                "check `contexts` in `.kiro/report.toml` and the kubeconfig: no other cluster is asked in its place",
            ),
            (Cause::OtherJob, _) => (
                "그 클러스터를 보는 작업이 확인합니다. 없다면 이 작업의 kubeconfig에 컨텍스트를 추가하세요",
                "the job that sees that cluster looks; if there is none, add the context to this one's kubeconfig",
            ),
            (Cause::HostRefused, Source::Loki) => (
                "맞는 주소라면 `.kiro/report.toml`의 [loki] addr 또는 aliases에, 테넌트라면 tenants에 추가하세요",
                "if it is right, add it to [loki] in `.kiro/report.toml`: an address to addr or aliases, a tenant to tenants",
            ),
            (Cause::HostRefused, Source::Prometheus) => (
                "맞는 주소라면 `.kiro/report.toml`의 [prometheus] addr 또는 aliases에 추가하세요",
                "if it is the right address, add it to [prometheus] addr or aliases in `.kiro/report.toml`",
            ),
            (
                Cause::HostRefused,
                Source::Http | Source::Cluster | Source::Git | Source::Deployments(_),
            ) => (
                "조회해도 되는 호스트라면 `.kiro/report.toml`의 [http] hosts에 추가하세요",
                "if it may be asked, add the host to [http] hosts in `.kiro/report.toml`",
            ),
            (Cause::NotConfigured, Source::Cluster) => (
                "KUBECONFIG를 설정하거나 ~/.kube/config를 만드세요",
                "set KUBECONFIG, or create ~/.kube/config",
            ),
            (Cause::NotConfigured, Source::Deployments(_)) => (
                "배포를 맡은 클러스터의 컨텍스트와 오브젝트 이름을 [env.NAME]의 context와 app에 적으세요",
                "name the context of the cluster that deploys, and the object, in context and app of [env.NAME]",
            ),
            (Cause::NotConfigured, Source::Loki) => (
                "LOKI_ADDR 또는 [loki] addr를 설정하세요",
                "set LOKI_ADDR, or [loki] addr",
            ),
            (Cause::NotConfigured, Source::Prometheus) => {
                ("[prometheus] addr를 설정하세요", "set [prometheus] addr")
            }
            (Cause::NotConfigured, Source::Git) => (
                "`.kiro/report.toml`의 [repos]에 저장소 경로를 추가하세요",
                "add the repository's path to [repos] in `.kiro/report.toml`",
            ),
            (Cause::NotConfigured, Source::Http) => {
                ("[http] hosts를 설정하세요", "set [http] hosts")
            }
            (Cause::Withheld, _) => (
                "`report doctor`가 자격 증명이 어디로 왜 가는지 보여 줍니다",
                "`report doctor` shows where each credential goes, and why",
            ),
            (Cause::CredentialPlugin, _) => (
                "플러그인을 직접 실행해 보고 다시 로그인하세요 (예: `aws sso login`)",
                "run the plugin by hand and log in again (for example `aws sso login`)",
            ),
            (Cause::Offline, _) => (
                "`--offline`이나 `--replay` 없이 실행하세요",
                "run without `--offline` or `--replay`",
            ),
            (Cause::Interrupted, _) => ("다시 실행하세요", "run again"),
            (Cause::Unauthorized, Source::Prometheus | Source::Http | Source::Git) => (
                "이 호스트는 인증을 요구합니다: 자격 증명 없이만 조회합니다",
                "this host wants a login: it is only asked without credentials",
            ),
        };
        Bilingual::new(ko, en)
    }
}

fn what(cause: Cause, lang: Lang) -> &'static str {
    let (ko, en) = match cause {
        Cause::Unauthorized => ("인증되지 않음 (401)", "not authenticated (401)"),
        Cause::Forbidden => ("권한 없음 (403)", "not allowed (403)"),
        Cause::NoSuchApi => (
            "그런 API나 리소스가 없음 (404)",
            "no such API or resource (404)",
        ),
        Cause::NotFound => ("없음", "not found"),
        Cause::BadRequest => ("서버가 요청을 거절함", "the server refused the question"),
        Cause::Expired => ("목록이 만료됨 (410)", "the list expired (410)"),
        Cause::TooManyRequests => ("요청이 너무 많음 (429)", "too many requests (429)"),
        Cause::ServerError => ("서버 오류", "server error"),
        Cause::Gateway => ("게이트웨이 오류", "gateway error"),
        Cause::Unreachable => ("연결할 수 없음", "cannot connect"),
        Cause::NoSuchHost => (
            "호스트 이름을 찾을 수 없음",
            "the host name does not resolve",
        ),
        Cause::Tls => ("TLS 실패", "TLS failed"),
        Cause::Timeout => ("시간 안에 답이 없음", "no answer in time"),
        Cause::RunDeadline => ("실행 시간이 다함", "the run's time is over"),
        Cause::CutOff => ("답이 중간에 끊김", "the answer stopped in the middle"),
        Cause::Malformed => (
            "답의 형식이 다름",
            "the answer is not of the kind asked for",
        ),
        Cause::TooLarge => ("답이 너무 큼", "the answer is too large"),
        Cause::TooManyQuestions => ("조회가 너무 많음", "too many questions"),
        Cause::ContextRefused => ("허용되지 않은 컨텍스트", "context refused"),
        Cause::OtherJob => ("다른 작업의 클러스터", "another job's cluster"),
        Cause::HostRefused => ("허용되지 않은 호스트", "host refused"),
        Cause::NotConfigured => ("설정되지 않음", "not set up"),
        Cause::Withheld => (
            "자격 증명을 보내지 않음",
            "the credential is not sent there",
        ),
        Cause::CredentialPlugin => ("자격 증명 플러그인 실패", "the credential plugin failed"),
        Cause::Offline => ("오프라인", "offline"),
        Cause::Interrupted => ("중단됨", "interrupted"),
    };
    lang.pick(ko, en)
}
