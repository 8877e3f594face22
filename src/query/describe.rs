//! What a query asks, in plain words of the record's language.

use super::{
    ArgoAsk, ArgoQuery, ClusterAsk, Filter, Get, Logs, LokiAsk, LokiQuery, Namespace, Output,
    Pipeline, Query, Resource, RolloutAsk, Scope, Tail, TopOf, Until, Wait, When,
};
use crate::both;
use crate::facts::duration;
use crate::facts::lang::Lang;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

/// Says what is asked.
pub(crate) fn describe(query: &Query, lang: Lang) -> String {
    let (what, scope) = match query {
        Query::Get(get) => (with_form(get, lang), Some(&get.scope)),
        Query::Describe(get) => (
            format!(
                "{}: {}",
                lang.pick("오브젝트와 이벤트", "objects and their events"),
                selected(get, lang)
            ),
            Some(&get.scope),
        ),
        Query::Logs(logs) => (of_logs(logs, lang), Some(&logs.scope)),
        Query::Top(top) => {
            let of = match top.of {
                TopOf::Pods => lang.pick("Pod 사용량", "usage of pods"),
                TopOf::Nodes => lang.pick("노드 사용량", "usage of nodes"),
            };
            let chosen = match top.names.as_slice() {
                [] => top.selector.clone(),
                names => Some(names.join(", ")),
            };
            let what = chosen.map_or(of.to_owned(), |which| format!("{of}: {which}"));
            (what, (top.of == TopOf::Pods).then_some(&top.scope))
        }
        Query::Events(events) => {
            let of = events.of.as_ref().map(resource);
            let name = lang.pick("이벤트", "events");
            (
                of.map_or(name.to_owned(), |of| format!("{name}: {of}")),
                Some(&events.scope),
            )
        }
        Query::Rollout(rollout) => {
            let ask = match rollout.ask {
                RolloutAsk::Status => lang.pick("롤아웃 상태", "rollout status"),
                RolloutAsk::History => lang.pick("롤아웃 이력", "rollout history"),
            };
            (
                format!("{ask}: {}", resources(&rollout.targets)),
                Some(&rollout.scope),
            )
        }
        Query::Wait(wait) => (of_wait(wait, lang), Some(&wait.scope)),
        Query::Cluster(question) => (cluster(&question.ask, lang), Some(&question.scope)),
        Query::Loki(loki) => (of_loki(loki, lang), None),
        Query::Argo(argo) => (of_argo(argo, lang), Some(&argo.scope)),
        Query::Http(http) => (format!("HTTP {} {}", http.method, http.url), None),
        Query::Prometheus(asked) => {
            let when = when(&asked.when, lang);
            (format!("Prometheus: {}{when}", asked.promql), None)
        }
        Query::Git(git) => {
            let mut words = vec!["git".to_owned(), git.verb.clone()];
            words.extend(git.args.clone());
            let inside = git
                .directory
                .as_ref()
                .map_or(String::new(), |d| format!(" ({d})"));
            (format!("{}{inside}", words.join(" ")), None)
        }
        Query::Deployment(deployment) => (
            format!(
                "{} {} #{}",
                deployment.source.name(),
                lang.pick("배포", "deployment"),
                deployment.number
            ),
            None,
        ),
    };
    match scope.map(|scope| place(scope, lang)) {
        Some(place) if !place.is_empty() => format!("{what} ({place})"),
        _ => what,
    }
}

fn of_logs(logs: &Logs, lang: Lang) -> String {
    let mut parts = vec![match (&logs.target, &logs.selector) {
        (Some(target), _) => resource(target),
        (None, Some(selector)) => chosen(lang.pick("Pod", "pods"), selector, lang),
        (None, None) => lang.pick("Pod", "pods").to_owned(),
    }];
    if let Some(container) = &logs.container {
        parts.push(format!(
            "{} {container}",
            lang.pick("컨테이너", "container")
        ));
    }
    match (logs.tail, logs.selector.is_some()) {
        (Some(Tail::Lines(lines)), _) => parts.push(last_lines(lines, lang)),
        (None, true) => parts.push(last_lines(10, lang)),
        (Some(Tail::All), _) | (None, false) => {}
    }
    if let Some(seconds) = logs.since_seconds {
        parts.push(last_time(seconds, lang));
    }
    if logs.previous {
        parts.push(lang.pick("이전 컨테이너", "previous container").to_owned());
    }
    format!("{}: {}", lang.pick("로그", "logs"), parts.join(", "))
}

fn of_wait(wait: &Wait, lang: Lang) -> String {
    let until = match &wait.until {
        Until::Condition(name, value) => format!("{name}={value}"),
        Until::Delete => lang.pick("삭제됨", "deleted").to_owned(),
        Until::Create => lang.pick("생성됨", "created").to_owned(),
        Until::JsonPath(path, None) => path.clone(),
        Until::JsonPath(path, Some(value)) => format!("{path}={value}"),
    };
    let what = match &wait.selector {
        Some(selector) => chosen(&resources(&wait.resources), selector, lang),
        None => resources(&wait.resources),
    };
    format!("{} {until}: {what}", lang.pick("조건", "condition"))
}

fn of_loki(loki: &LokiQuery, lang: Lang) -> String {
    let ask = match loki.ask {
        LokiAsk::Range => lang.pick("Loki 로그", "Loki logs"),
        LokiAsk::Instant => lang.pick("Loki 순간 쿼리", "Loki instant query"),
        LokiAsk::Labels => lang.pick("Loki 레이블", "Loki labels"),
        LokiAsk::Series => lang.pick("Loki 시리즈", "Loki series"),
    };
    let mut parts = vec![match loki.logql.as_str() {
        "" => ask.to_owned(),
        logql => format!("{ask}: {logql}"),
    }];
    if loki.ask == LokiAsk::Range {
        let from = loki.from.as_ref().map(|from| since(from, lang));
        parts.push(from.unwrap_or_else(|| last_time(loki.since_seconds, lang)));
        parts.extend(loki.to.as_ref().map(|to| until(to, lang)));
        parts.push(match (loki.limit, lang) {
            (0, _) => lang.pick("전체", "all lines").to_owned(),
            (limit, Lang::Ko) => format!("최대 {limit}줄"),
            (limit, Lang::En) => format!("at most {limit} lines"),
        });
    }
    parts.join(", ")
}

fn of_argo(argo: &ArgoQuery, lang: Lang) -> String {
    let ask = match argo.ask {
        ArgoAsk::Get => lang.pick("Argo CD 애플리케이션", "Argo CD application"),
        ArgoAsk::List => lang.pick("Argo CD 애플리케이션 목록", "Argo CD applications"),
        ArgoAsk::Resources => lang.pick(
            "Argo CD 애플리케이션의 리소스",
            "resources of the Argo CD application",
        ),
        ArgoAsk::History => lang.pick(
            "Argo CD 애플리케이션의 이력",
            "history of the Argo CD application",
        ),
    };
    let mut what = argo
        .app
        .as_ref()
        .map_or(ask.to_owned(), |app| format!("{ask}: {app}"));
    if let Some(selector) = &argo.selector {
        what = chosen(&what, selector, lang);
    }
    if !argo.projects.is_empty() {
        let projects = argo.projects.join(", ");
        what = format!("{what}, {} {projects}", lang.pick("프로젝트", "project"));
    }
    what
}

/// Says what is asked and what the pipe makes of it: `pods (namespace x) → grep Running → wc -l`.
pub(super) fn pipeline(pipeline: &Pipeline, lang: Lang) -> String {
    let mut text = describe(&pipeline.query, lang);
    for filter in &pipeline.filters {
        text.push_str(" → ");
        text.push_str(&step(filter));
    }
    text
}

/// A filter in the words of its tool.
fn step(filter: &Filter) -> String {
    match filter {
        Filter::Grep(grep) => {
            let flags: String = [
                (grep.count, 'c'),
                (grep.invert, 'v'),
                (grep.ignore_case, 'i'),
                (grep.only_matching, 'o'),
                (grep.quiet, 'q'),
            ]
            .iter()
            .filter(|(on, _)| *on)
            .map(|(_, letter)| *letter)
            .collect();
            let dash = if flags.is_empty() { "" } else { " -" };
            format!("grep{dash}{flags} {}", grep.patterns.join("|"))
        }
        Filter::Head(lines) => format!("head -n {lines}"),
        Filter::Tail { lines, from_start } => {
            format!("tail -n {}{lines}", if *from_start { "+" } else { "" })
        }
        Filter::Bytes { count, last } => {
            format!("{} -c {count}", if *last { "tail" } else { "head" })
        }
        Filter::Count(what) => format!("wc -{what}"),
        Filter::Awk { program, .. } => format!("awk {program}"),
        Filter::Jq(jq) => format!("jq {}", jq.program),
        Filter::Yq(program) => format!("yq {program}"),
        Filter::Sed(sed) => format!("sed {}", sed.script.replace('\n', "; ")),
        Filter::ToFile(name) => format!("({name})"),
        _ => super::filter::name(filter).to_owned(),
    }
}

fn with_form(get: &Get, lang: Lang) -> String {
    let form = match &get.output {
        Output::Table => return selected(get, lang),
        Output::Wide => "wide".to_owned(),
        Output::Name => "name".to_owned(),
        Output::Json => "json".to_owned(),
        Output::Yaml => "yaml".to_owned(),
        Output::JsonPath(template) => template.clone(),
        Output::CustomColumns(columns) => columns.clone(),
    };
    format!("{} → {form}", selected(get, lang))
}

fn selected(get: &Get, lang: Lang) -> String {
    let what = resources(&get.resources);
    match get.selector.as_ref().or(get.field_selector.as_ref()) {
        Some(selector) => chosen(&what, selector, lang),
        None => what,
    }
}

fn resources(list: &[Resource]) -> String {
    let names: Vec<String> = list.iter().map(resource).collect();
    names.join(", ")
}

fn resource(resource: &Resource) -> String {
    match &resource.name {
        Some(name) => format!("{}/{name}", resource.kind),
        None => resource.kind.clone(),
    }
}

fn chosen(what: &str, selector: &str, lang: Lang) -> String {
    both!("{what} 중 {selector}", "{what} with {selector}")
        .of(lang)
        .to_owned()
}

fn last_lines(lines: u64, lang: Lang) -> String {
    both!("마지막 {lines}줄", "last {lines} lines")
        .of(lang)
        .to_owned()
}

fn last_time(seconds: u64, lang: Lang) -> String {
    let seconds = i64::try_from(seconds).ok().and_then(TimeDelta::try_seconds);
    let words = duration::words(seconds.unwrap_or(TimeDelta::MAX), lang);
    both!("최근 {words}", "last {words}").of(lang).to_owned()
}

fn since(from: &str, lang: Lang) -> String {
    both!("{from}부터", "from {from}").of(lang).to_owned()
}

fn until(to: &str, lang: Lang) -> String {
    both!("{to}까지", "to {to}").of(lang).to_owned()
}

fn when(when: &When, lang: Lang) -> String {
    let text = |time: &DateTime<Utc>| time.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    match when {
        When::Now => String::new(),
        When::Moment(time) => match lang {
            Lang::Ko => format!(", {} 시점", text(time)),
            Lang::En => format!(", at {}", text(time)),
        },
        When::Range { start, end, .. } => {
            let start = start.as_ref().map(|time| since(&text(time), lang));
            let start = start.unwrap_or_else(|| last_time(300, lang));
            let end = end
                .as_ref()
                .map(|time| format!(" {}", until(&text(time), lang)));
            format!(", {start}{}", end.unwrap_or_default())
        }
    }
}

fn cluster(ask: &ClusterAsk, lang: Lang) -> String {
    match ask {
        ClusterAsk::CanI { verb, resource: of } => {
            let what = resource(of);
            both!("권한: {verb} {what}", "permission to {verb} {what}")
                .of(lang)
                .to_owned()
        }
        ClusterAsk::Version => lang.pick("서버 버전", "version of the server").to_owned(),
        ClusterAsk::ApiResources => lang.pick("API 리소스 목록", "API resources").to_owned(),
        ClusterAsk::ApiVersions => lang.pick("API 버전 목록", "API versions").to_owned(),
        ClusterAsk::ClusterInfo => lang
            .pick("클러스터 주소", "addresses of the cluster")
            .to_owned(),
        ClusterAsk::CurrentContext => lang.pick("현재 컨텍스트", "current context").to_owned(),
    }
}

fn place(scope: &Scope, lang: Lang) -> String {
    let namespace = match &scope.namespace {
        Namespace::OfContext => None,
        Namespace::Named(name) => {
            Some(format!("{} {name}", lang.pick("네임스페이스", "namespace")))
        }
        Namespace::All => Some(lang.pick("모든 네임스페이스", "all namespaces").to_owned()),
    };
    let context = scope
        .context
        .as_ref()
        .map(|name| format!("{} {name}", lang.pick("컨텍스트", "context")));
    let parts: Vec<String> = context.into_iter().chain(namespace).collect();
    parts.join(", ")
}
