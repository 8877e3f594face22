//! A predicate in plain words of either language, for `report explain`: one description a property, both
//! languages side by side.

use super::words::{dotted, limit, list, number, quoted, shape, subject, test};
use super::{
    Bound, Join, Logged, Metric, Name, Place, Placement, Predicate, Property, Statement, Subject,
    Test, Value,
};
use crate::facts::duration;
use crate::facts::lang::Lang;
use crate::josa;

impl Predicate {
    /// What it was understood as.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Predicate::Says(statement) => statement.words(lang),
            Predicate::All(parts) => joined(parts, lang.pick("; 그리고 ", "; and "), lang),
            Predicate::Any(parts) => joined(parts, lang.pick("; 또는 ", "; or "), lang),
            Predicate::Remarked(inner, remark) => {
                let inner = inner.words(lang);
                lang.pick(
                    format!("{inner} (참고: {remark})"),
                    format!("{inner} (remark: {remark})"),
                )
            }
        }
    }
}

impl Statement {
    /// What it says.
    pub fn words(&self, lang: Lang) -> String {
        let say = |ko: String, en: String| lang.pick(ko, en);
        let who = subject(&self.who, lang);
        match &self.property {
            Property::Exists | Property::State(_) => self.number_and_state(&who, lang),
            Property::Ratio { exactly, states } => {
                let equal = lang.pick("두 수가 같음", "equal numbers").to_owned();
                let ratio = exactly.map_or(equal, |(a, b)| format!("{a}/{b}"));
                let states = match states.is_empty() {
                    true => String::new(),
                    false => format!(", {} {}", lang.pick("상태", "state"), list(states, lang)),
                };
                let count = match self.how_many {
                    Bound::EveryOf(comparison, n) => {
                        let n = number(comparison, n);
                        say(format!(", 개수 {n}"), format!(", number of them {n}"))
                    }
                    _ => String::new(),
                };
                say(
                    format!("모든 {who}의 READY가 {ratio}{states}{count}"),
                    format!("READY of all {who}: {ratio}{states}{count}"),
                )
            }
            Property::Column {
                column,
                test: Test::Nodes,
            } => say(
                format!("`{column}` 값이 노드 수와 같음"),
                format!("`{column}` equals the number of nodes"),
            ),
            Property::Column { column, test: what } => {
                let what = test(what, lang);
                let how = match self.how_many {
                    Bound::Some => lang.pick("하나 이상", "at least one"),
                    _ => lang.pick("모두", "every one"),
                };
                say(
                    format!("{who}의 `{column}` 값: {what} ({how})"),
                    format!("`{column}` of {who}: {what} ({how})"),
                )
            }
            Property::Measure {
                metric,
                comparison,
                limit: most,
            } => {
                let metric = match metric {
                    Metric::Cpu => lang.pick("CPU 사용량", "CPU usage"),
                    Metric::Memory => lang.pick("메모리 사용량", "memory usage"),
                    Metric::Restarts => lang.pick("재시작 횟수", "restarts"),
                    Metric::Age => lang.pick("AGE", "age"),
                };
                let most = format!("{} {}", comparison.sign(), limit(most, lang));
                say(
                    format!("{who} 각각의 {metric} {most}"),
                    format!("{metric} of each of {who} {most}"),
                )
            }
            Property::RanThrough => match self.when {
                Some(time) => {
                    let time = past(time, lang);
                    say(
                        format!("{who}의 컨테이너가 {time} 동안 재시작하지 않음"),
                        format!("no container of {who} restarted in the {time}"),
                    )
                }
                None => say(
                    format!("{who}의 컨테이너가 배포 이후 재시작하지 않음"),
                    format!("no container of {who} restarted since the deployment"),
                ),
            },
            Property::Placed(placement) => placed(*placement, &who, lang),
            Property::Image { tag: true, text } => say(
                format!("모든 컨테이너 이미지의 태그가 `{text}`"),
                format!("the tag of every container's image is `{text}`"),
            ),
            Property::Image { tag: false, text } => say(
                format!("모든 컨테이너의 이미지가 `{text}`"),
                format!("the image of every container is `{text}`"),
            ),
            Property::TargetUp => lang
                .pick(
                    "Prometheus의 `up`이 보여 주는 모든 타겟이 1",
                    "every target that `up` of Prometheus shows is 1",
                )
                .into(),
            Property::KilledForMemory => lang
                .pick(
                    "메모리 때문에 종료된(OOMKilled) 컨테이너 없음",
                    "no container was killed for its memory (OOMKilled)",
                )
                .into(),
            Property::ConditionMet => lang
                .pick(
                    "`kubectl wait`의 조건이 충족됨",
                    "the condition of `kubectl wait` is met",
                )
                .into(),
            Property::AnyOutput => lang.pick("출력 없음", "nothing is printed").into(),
            Property::ErrorLines(logged) => self.error_lines(logged, lang),
            Property::LogsCollected { every_pod } => {
                let said = lang.pick(
                    "모든 명령이 최근 로그를 한 줄 이상 돌려줌",
                    "every command returned recent log lines",
                );
                let pods = lang.pick(", Pod마다 한 줄 이상", ", one of each pod at least");
                let time = self.when.map(|time| format!(" ({})", past(time, lang)));
                let pods = if *every_pod { pods } else { "" };
                format!("{said}{pods}{}", time.unwrap_or_default())
            }
            Property::Lines { of_logs } => {
                let n = how_many(self.how_many);
                match of_logs {
                    true => say(format!("로그 줄 수 {n}"), format!("log lines: {n}")),
                    false => say(format!("출력 줄 수 {n}"), format!("printed lines: {n}")),
                }
            }
            Property::Text { place, texts, join } => {
                let join = if self.denies() { Join::Any } else { *join };
                let texts = quoted(texts, join, lang);
                let said = match place {
                    Place::Output => say(
                        format!("출력에 {texts} 있음"),
                        format!("the output has {texts}"),
                    ),
                    Place::Logs => say(
                        format!("로그에 {texts} 있음"),
                        format!("the logs have {texts}"),
                    ),
                };
                match self.denies() {
                    true => say(format!("다음이 아님: {said}"), format!("not: {said}")),
                    false => said,
                }
            }
            Property::Value(value) => output(value, self.who.name.as_ref(), lang),
            Property::Answer(codes) if codes.is_empty() => match &self.who.name {
                Some(name) => say(
                    josa!("`{}`[이/가] 오류 없이 응답 (HTTP 2xx)", name.text),
                    format!("`{}` answers without an error (HTTP 2xx)", name.text),
                ),
                None => say(
                    "오류 없이 응답 (HTTP 2xx)".into(),
                    "an answer without an error (HTTP 2xx)".into(),
                ),
            },
            Property::Answer(codes) => {
                let codes: Vec<String> = codes.iter().map(u16::to_string).collect();
                let codes = list(&codes, lang);
                say(
                    format!("HTTP 상태 코드 {codes}"),
                    format!("HTTP status {codes}"),
                )
            }
            Property::Stable => {
                let over = duration::words(self.when.unwrap_or_default(), lang);
                say(format!("{over} 동안 안정"), format!("stable for {over}"))
            }
            Property::SampleTable(_) => lang
                .pick(
                    "붙여 넣은 출력과 같음 (AGE, 주소, 생성된 접미사는 제외)",
                    "as in the pasted output (ages, addresses and generated suffixes apart)",
                )
                .into(),
            Property::Cel(expression) => {
                let source = expression.source();
                say(
                    format!("CEL 식이 참: `{source}`"),
                    format!("the CEL expression is true: `{source}`"),
                )
            }
        }
    }

    /// How many there are, or are in a state.
    fn number_and_state(&self, who: &str, lang: Lang) -> String {
        let say = |ko: String, en: String| lang.pick(ko, en);
        let states = list(self.states(), lang);
        let of_states = !self.states().is_empty();
        match (self.how_many, of_states) {
            _ if self.denies() && of_states => say(
                format!("{states}인 {who} 없음"),
                format!("no {who} in state {states}"),
            ),
            _ if self.denies() => say(format!("{who} 없음"), format!("no {who}")),
            (Bound::AsNodes, _) => say(
                format!("{who} 개수가 노드 수와 같음"),
                format!("the number of {who} equals the number of nodes"),
            ),
            (bound @ (Bound::Number(..) | Bound::EveryOf(..)), _) => {
                let n = how_many(bound);
                let how = match bound {
                    Bound::EveryOf(..) => lang.pick("모두 ", "all "),
                    _ => lang.pick("상태 ", "those in state "),
                };
                let states = match of_states {
                    true => format!(", {how}{states}"),
                    false => String::new(),
                };
                say(
                    format!("{who} 개수 {n}{states}"),
                    format!("number of {who}: {n}{states}"),
                )
            }
            (Bound::Every | Bound::Some, false) => {
                say(format!("{who} 있음"), format!("there are {who}"))
            }
            (Bound::Every, true) if self.who == Subject::anything() => say(
                format!("출력(표라면 모든 행)이 {states}"),
                format!("the output (of a table, every row) is {states}"),
            ),
            (Bound::Every, true) => say(
                format!("모든 {who}: {states}"),
                format!("all {who}: {states}"),
            ),
            (Bound::Some, true) => say(
                format!("{who} 중 하나 이상: {states}"),
                format!("at least one of {who}: {states}"),
            ),
        }
    }

    fn error_lines(&self, logged: &Logged, lang: Lang) -> String {
        let say = |ko: String, en: String| lang.pick(ko, en);
        let every = logged
            .every_pod
            .then(|| lang.pick("모든 Pod", "of every pod").to_owned())
            .into_iter()
            .chain(
                logged
                    .every_line
                    .then(|| lang.pick("모든 줄", "every line").to_owned()),
            );
        let last = logged.last;
        let lines = last.map(|n| say(format!("최근 {n}줄"), format!("last {n} lines")));
        let time = self.when.map(|time| past(time, lang));
        let limits: Vec<String> = every.chain(lines).chain(time).collect();
        let last = match limits.is_empty() {
            true => String::new(),
            false => format!(" ({})", limits.join(", ")),
        };
        match &logged.about {
            None => say(
                format!("로그에 에러 수준의 줄 없음{last}"),
                format!("no log line of level error{last}"),
            ),
            Some(about) => say(
                format!("로그에 `{about}`에 대한 에러 수준의 줄 없음{last}"),
                format!("no log line of level error about `{about}`{last}"),
            ),
        }
    }
}

fn placed(placement: Placement, who: &str, lang: Lang) -> String {
    let say = |ko: String, en: String| lang.pick(ko, en);
    match placement {
        Placement::EveryNode { nodes, running } => {
            let nodes = match nodes {
                None => lang.pick("모든 노드", "every node").to_owned(),
                Some(n) => say(
                    format!("모든 노드({n}개)"),
                    format!("every node ({n} of them)"),
                ),
            };
            let how = match running {
                true => lang.pick("Running이며 준비된", "running and ready"),
                false => lang.pick("준비된", "ready"),
            };
            say(
                format!("{nodes}에 {how} {who}"),
                format!("{how} {who} on {nodes}"),
            )
        }
        Placement::PendingBefore => say(
            format!("이전에 Pending이었던 노드를 포함해 모든 노드에 준비된 {who}"),
            format!("ready {who} on every node, the previously pending ones included"),
        ),
        Placement::Several => say(
            josa!("준비된 {who}[이/가] 둘 이상의 노드에 있음"),
            format!("ready {who} on two or more nodes"),
        ),
        Placement::Apart => say(
            josa!("준비된 {who}[이/가] 각각 다른 노드에 있음 (둘 이상)"),
            format!("ready {who} each on a node of its own (two or more)"),
        ),
    }
}

fn output(value: &Value, of: Option<&Name>, lang: Lang) -> String {
    let say = |ko: String, en: String| lang.pick(ko, en);
    match value {
        Value::Is(values) => {
            let values = list(values, lang);
            say(
                format!("출력 값이 {values}"),
                format!("the output is {values}"),
            )
        }
        Value::Number(comparison, bound) => {
            let sign = comparison.sign();
            say(
                format!("출력이 수이고 {sign} {bound}"),
                format!("the output is a number {sign} {bound}"),
            )
        }
        Value::Shaped(form) => {
            let form = shape(*form, lang);
            match of {
                Some(name) => say(
                    format!("출력이 `{}`의 {form}", name.text),
                    format!("the output is {form} of `{}`", name.text),
                ),
                None => say(format!("출력이 {form}"), format!("the output is {form}")),
            }
        }
        Value::EachLine(value) => say(
            format!("출력의 모든 줄이 `{value}`"),
            format!("every line of the output is `{value}`"),
        ),
        Value::JsonSubset(value) => say(
            format!("응답 JSON에 {value} 포함"),
            format!("the JSON answer holds {value}"),
        ),
        Value::Version {
            of,
            comparison,
            parts,
        } => {
            let of = of.as_ref().map_or(String::new(), |of| format!("{of} "));
            let bound = format!("{} {}", comparison.sign(), dotted(parts));
            say(format!("{of}버전 {bound}"), format!("{of}version {bound}"))
        }
    }
}

/// A bound as a number.
fn how_many(bound: Bound) -> String {
    match bound {
        Bound::Number(comparison, n) | Bound::EveryOf(comparison, n) => number(comparison, n),
        Bound::Every | Bound::Some | Bound::AsNodes => String::new(),
    }
}

/// The last so long.
fn past(time: chrono::TimeDelta, lang: Lang) -> String {
    let time = duration::words(time, lang);
    lang.pick(format!("최근 {time}"), format!("last {time}"))
}

fn joined(parts: &[Predicate], join: &str, lang: Lang) -> String {
    let parts: Vec<String> = parts.iter().map(|part| part.words(lang)).collect();
    parts.join(join)
}
