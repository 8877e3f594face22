//! A predicate in plain words of either language, for `report explain`: one description a form, both
//! languages side by side.

use super::words::{bound, dotted, list, number, quoted, shape, subject, test};
use super::{Counted, Logged, Metric, Predicate, Quantifier, Subject};
use crate::facts::duration;
use crate::facts::lang::Lang;

impl Predicate {
    /// What it was understood as.
    pub fn words(&self, lang: Lang) -> String {
        let say = |ko: String, en: String| lang.pick(ko, en);
        match self {
            Predicate::Column {
                subject: who,
                column,
                test: what,
                quantifier,
            } => {
                let (who, what) = (subject(who, lang), test(what, lang));
                let how = match quantifier {
                    Quantifier::Every => lang.pick("모두", "every one"),
                    Quantifier::Some => lang.pick("하나 이상", "at least one"),
                    Quantifier::None => lang.pick("하나도 아님", "none"),
                };
                say(
                    format!("{who}의 `{column}` 값: {what} ({how})"),
                    format!("`{column}` of {who}: {what} ({how})"),
                )
            }
            Predicate::Ratio {
                subject: who,
                exactly,
                count,
                states,
            } => {
                let who = subject(who, lang);
                let equal = lang.pick("두 수가 같음", "equal numbers").to_owned();
                let ratio = exactly.map_or(equal, |(a, b)| format!("{a}/{b}"));
                let states = match states.is_empty() {
                    true => String::new(),
                    false => format!(", {} {}", lang.pick("상태", "state"), list(states, lang)),
                };
                let count = count.map_or(String::new(), |(comparison, n)| {
                    let n = number(comparison, n);
                    say(format!(", 개수 {n}"), format!(", number of them {n}"))
                });
                say(
                    format!("모든 {who}의 READY가 {ratio}{states}{count}"),
                    format!("READY of all {who}: {ratio}{states}{count}"),
                )
            }
            Predicate::Count {
                subject: who,
                comparison,
                number: n,
                states,
                all,
            } => {
                let (who, n) = (subject(who, lang), number(*comparison, *n));
                let how = match all {
                    true => lang.pick("모두 ", "all "),
                    false => lang.pick("상태 ", "those in state "),
                };
                let states = match states.is_empty() {
                    true => String::new(),
                    false => format!(", {how}{}", list(states, lang)),
                };
                say(
                    format!("{who} 개수 {n}{states}"),
                    format!("number of {who}: {n}{states}"),
                )
            }
            Predicate::Phase {
                subject: who,
                quantifier,
                states,
            } => {
                let states = list(states, lang);
                let named = subject(who, lang);
                match quantifier {
                    Quantifier::Every if *who == Subject::anything() => say(
                        format!("출력(표라면 모든 행)이 {states}"),
                        format!("the output (of a table, every row) is {states}"),
                    ),
                    Quantifier::Every => say(
                        format!("모든 {named}: {states}"),
                        format!("all {named}: {states}"),
                    ),
                    Quantifier::Some => say(
                        format!("{named} 중 하나 이상: {states}"),
                        format!("at least one of {named}: {states}"),
                    ),
                    Quantifier::None => say(
                        format!("{states}인 {named} 없음"),
                        format!("no {named}: {states}"),
                    ),
                }
            }
            Predicate::Coverage {
                subject: who,
                nodes,
                running,
            } => {
                let who = subject(who, lang);
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
            Predicate::Apart {
                subject: who,
                each: false,
            } => {
                let who = subject(who, lang);
                say(
                    format!("준비된 {who}가 둘 이상의 노드에 있음"),
                    format!("ready {who} on two or more nodes"),
                )
            }
            Predicate::Apart {
                subject: who,
                each: true,
            } => {
                let who = subject(who, lang);
                say(
                    format!("준비된 {who}가 각각 다른 노드에 있음 (둘 이상)"),
                    format!("ready {who} each on a node of its own (two or more)"),
                )
            }
            Predicate::Image { tag: true, text } => say(
                format!("모든 컨테이너 이미지의 태그가 `{text}`"),
                format!("the tag of every container's image is `{text}`"),
            ),
            Predicate::Image { tag: false, text } => say(
                format!("모든 컨테이너의 이미지가 `{text}`"),
                format!("the image of every container is `{text}`"),
            ),
            Predicate::TargetsUp => lang
                .pick(
                    "Prometheus의 `up`이 보여 주는 모든 타겟이 1",
                    "every target that `up` of Prometheus shows is 1",
                )
                .into(),
            Predicate::NoOom => lang
                .pick(
                    "메모리 때문에 종료된(OOMKilled) 컨테이너 없음",
                    "no container was killed for its memory (OOMKilled)",
                )
                .into(),
            Predicate::Met => lang
                .pick(
                    "`kubectl wait`의 조건이 충족됨",
                    "what `kubectl wait` waits for is so",
                )
                .into(),
            Predicate::PreviouslyPending { subject: who } => {
                let who = subject(who, lang);
                say(
                    format!("이전에 Pending이었던 노드를 포함해 모든 노드에 준비된 {who}"),
                    format!("ready {who} on every node, the previously pending ones included"),
                )
            }
            Predicate::Threshold {
                metric,
                subject: who,
                comparison,
                bound: limit,
            } => {
                let metric = match metric {
                    Metric::Cpu => lang.pick("CPU 사용량", "CPU usage"),
                    Metric::Memory => lang.pick("메모리 사용량", "memory usage"),
                    Metric::Restarts => lang.pick("재시작 횟수", "restarts"),
                    Metric::Age => lang.pick("나이", "age"),
                };
                let who = subject(who, lang);
                let limit = format!("{} {}", comparison.sign(), bound(limit, lang));
                say(
                    format!("{who} 각각의 {metric} {limit}"),
                    format!("{metric} of each of {who} {limit}"),
                )
            }
            Predicate::Exists { subject: who } => {
                let who = subject(who, lang);
                say(format!("{who} 있음"), format!("there are {who}"))
            }
            Predicate::Absent {
                subject: who,
                states,
            } => {
                let (who, words) = (subject(who, lang), list(states, lang));
                match states.is_empty() {
                    true => say(format!("{who} 없음"), format!("no {who}")),
                    false => say(
                        format!("{words}인 {who} 없음"),
                        format!("no {who} in state {words}"),
                    ),
                }
            }
            Predicate::NoOutput => lang.pick("출력 없음", "nothing is printed").into(),
            Predicate::NoErrors(Logged {
                about,
                last,
                within,
                every_line,
                every_pod,
            }) => {
                let every = every_pod
                    .then(|| lang.pick("모든 Pod", "of every pod").to_owned())
                    .into_iter()
                    .chain(every_line.then(|| lang.pick("모든 줄", "every line").to_owned()));
                let lines = last.map(|n| say(format!("최근 {n}줄"), format!("last {n} lines")));
                let time = within.map(|time| past(time, lang));
                let limits: Vec<String> = every.chain(lines).chain(time).collect();
                let last = match limits.is_empty() {
                    true => String::new(),
                    false => format!(" ({})", limits.join(", ")),
                };
                match about {
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
            Predicate::LogsContain { texts, join } => {
                let texts = quoted(texts, *join, lang);
                say(
                    format!("로그에 {texts} 있음"),
                    format!("the logs have {texts}"),
                )
            }
            Predicate::LogsCollected { within, every_pod } => {
                let said = lang.pick(
                    "모든 명령이 최근 로그를 한 줄 이상 돌려줌",
                    "every command returned recent log lines",
                );
                let pods = lang.pick(", Pod마다 한 줄 이상", ", one of each pod at least");
                let time = within.map(|time| format!(" ({})", past(time, lang)));
                let pods = if *every_pod { pods } else { "" };
                format!("{said}{pods}{}", time.unwrap_or_default())
            }
            Predicate::Lines {
                of_logs,
                comparison,
                number: n,
            } => {
                let n = number(*comparison, *n);
                match of_logs {
                    true => say(format!("로그 줄 수 {n}"), format!("log lines: {n}")),
                    false => say(format!("출력 줄 수 {n}"), format!("printed lines: {n}")),
                }
            }
            Predicate::NoRestarts { subject: who, over } => {
                let who = subject(who, lang);
                match over {
                    Some(time) => {
                        let time = past(*time, lang);
                        say(
                            format!("{who}의 컨테이너가 {time} 동안 재시작하지 않음"),
                            format!("no container of {who} restarted in the {time}"),
                        )
                    }
                    None => say(
                        format!("{who}의 컨테이너가 배포 이후 재시작하지 않음"),
                        format!("no container of {who} restarted since the deployment"),
                    ),
                }
            }
            Predicate::Literal { texts, join } => {
                let texts = quoted(texts, *join, lang);
                say(
                    format!("출력에 {texts} 있음"),
                    format!("the output has {texts}"),
                )
            }
            Predicate::Scalar { values } => {
                let values = list(values, lang);
                say(
                    format!("출력 값이 {values}"),
                    format!("the output is {values}"),
                )
            }
            Predicate::Number { comparison, bound } => {
                let sign = comparison.sign();
                say(
                    format!("출력이 수이고 {sign} {bound}"),
                    format!("the output is a number {sign} {bound}"),
                )
            }
            Predicate::Shaped { of, shape: form } => {
                let form = shape(*form, lang);
                match of {
                    Some(name) => say(
                        format!("출력이 `{}`의 {form}", name.text),
                        format!("the output is {form} of `{}`", name.text),
                    ),
                    None => say(format!("출력이 {form}"), format!("the output is {form}")),
                }
            }
            Predicate::Answers { of } => match of {
                Some(name) => say(
                    format!("`{}`이(가) 오류 없이 응답 (HTTP 2xx)", name.text),
                    format!("`{}` answers without an error (HTTP 2xx)", name.text),
                ),
                None => say(
                    "오류 없이 응답 (HTTP 2xx)".into(),
                    "an answer without an error (HTTP 2xx)".into(),
                ),
            },
            Predicate::EachLine { value } => say(
                format!("출력의 모든 줄이 `{value}`"),
                format!("every line of the output is `{value}`"),
            ),
            Predicate::Http { codes } => {
                let codes: Vec<String> = codes.iter().map(u16::to_string).collect();
                let codes = list(&codes, lang);
                say(
                    format!("HTTP 상태 코드 {codes}"),
                    format!("HTTP status {codes}"),
                )
            }
            Predicate::JsonSubset(value) => say(
                format!("응답 JSON에 {value} 포함"),
                format!("the JSON answer holds {value}"),
            ),
            Predicate::Version {
                of,
                comparison,
                parts,
            } => {
                let of = of.as_ref().map_or(String::new(), |of| format!("{of} "));
                let bound = format!("{} {}", comparison.sign(), dotted(parts));
                say(format!("{of}버전 {bound}"), format!("{of}version {bound}"))
            }
            Predicate::RelativeToNodes {
                what: Counted::Column(column),
            } => say(
                format!("`{column}` 값이 노드 수와 같음"),
                format!("`{column}` equals the number of nodes"),
            ),
            Predicate::RelativeToNodes {
                what: Counted::Rows(who),
            } => {
                let who = subject(who, lang);
                say(
                    format!("{who} 개수가 노드 수와 같음"),
                    format!("the number of {who} equals the number of nodes"),
                )
            }
            Predicate::Stability { over } => {
                let over = duration::words(*over, lang);
                say(format!("{over} 동안 안정"), format!("stable for {over}"))
            }
            Predicate::SampleTable(_) => lang
                .pick(
                    "붙여 넣은 출력과 같음 (나이, 주소, 생성된 접미사는 제외)",
                    "as in the pasted output (ages, addresses and generated suffixes apart)",
                )
                .into(),
            Predicate::Cel(expression) => {
                let source = expression.source();
                say(
                    format!("CEL 식이 참: `{source}`"),
                    format!("the CEL expression is true: `{source}`"),
                )
            }
            Predicate::All(parts) => joined(parts, lang.pick("; 그리고 ", "; and "), lang),
            Predicate::Any(parts) => joined(parts, lang.pick("; 또는 ", "; or "), lang),
            Predicate::Not(inner) => {
                let inner = inner.words(lang);
                say(format!("다음이 아님: {inner}"), format!("not: {inner}"))
            }
            Predicate::Remarked(inner, remark) => {
                let inner = inner.words(lang);
                say(
                    format!("{inner} (참고: {remark})"),
                    format!("{inner} (remark: {remark})"),
                )
            }
        }
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
