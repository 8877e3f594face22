//! Predicates in Korean.

use super::words::{bound, dotted, list, number, quoted, subject, test};
use super::{Counted, Metric, Predicate, Quantifier, Subject};
use crate::facts::duration;
use crate::facts::lang::Lang;

pub(super) fn korean(predicate: &Predicate) -> String {
    let lang = Lang::Ko;
    match predicate {
        Predicate::Column {
            subject: who,
            column,
            test: what,
            quantifier,
        } => {
            let how = match quantifier {
                Quantifier::Every => "모두",
                Quantifier::Some => "하나 이상",
                Quantifier::None => "하나도 아님",
            };
            format!(
                "{}의 `{column}` 값: {} ({how})",
                subject(who, lang),
                test(what, lang)
            )
        }
        Predicate::Ratio {
            subject: who,
            exactly,
            count,
            states,
        } => {
            let ratio = exactly.map_or("두 수가 같음".to_owned(), |(a, b)| format!("{a}/{b}"));
            let count = count.map_or(String::new(), |(c, n)| format!(", 개수 {}", number(c, n)));
            let states = if states.is_empty() {
                String::new()
            } else {
                format!(", 상태 {}", list(states, lang))
            };
            format!(
                "모든 {}의 READY가 {ratio}{states}{count}",
                subject(who, lang)
            )
        }
        Predicate::Count {
            subject: who,
            comparison,
            number: n,
            states,
            all,
        } => {
            let states = if states.is_empty() {
                String::new()
            } else {
                format!(
                    ", {}{}",
                    if *all { "모두 " } else { "상태 " },
                    list(states, lang)
                )
            };
            format!(
                "{} 개수 {}{states}",
                subject(who, lang),
                number(*comparison, *n)
            )
        }
        Predicate::Phase {
            subject: who,
            quantifier,
            states,
        } => {
            let states = list(states, lang);
            match quantifier {
                Quantifier::Every if *who == Subject::anything() => {
                    format!("출력(표라면 모든 행)이 {states}")
                }
                Quantifier::Every => format!("모든 {}: {states}", subject(who, lang)),
                Quantifier::Some => format!("{} 중 하나 이상: {states}", subject(who, lang)),
                Quantifier::None => format!("{states}인 {} 없음", subject(who, lang)),
            }
        }
        Predicate::Coverage {
            subject: who,
            nodes,
            running,
        } => {
            let nodes = nodes.map_or("모든 노드".to_owned(), |n| format!("모든 노드({n}개)"));
            let how = if *running {
                "Running이며 준비된"
            } else {
                "준비된"
            };
            format!("{nodes}에 {how} {}", subject(who, lang))
        }
        Predicate::PreviouslyPending { subject: who } => {
            format!(
                "이전에 Pending이었던 노드를 포함해 모든 노드에 준비된 {}",
                subject(who, lang)
            )
        }
        Predicate::Threshold {
            metric,
            subject: who,
            comparison,
            bound: limit,
        } => {
            let metric = match metric {
                Metric::Cpu => "CPU 사용량",
                Metric::Memory => "메모리 사용량",
                Metric::Restarts => "재시작 횟수",
                Metric::Age => "나이",
            };
            format!(
                "{} 각각의 {metric} {} {}",
                subject(who, lang),
                comparison.sign(),
                bound(limit, lang)
            )
        }
        Predicate::Exists { subject: who } => format!("{} 있음", subject(who, lang)),
        Predicate::Absent {
            subject: who,
            states,
        } if states.is_empty() => format!("{} 없음", subject(who, lang)),
        Predicate::Absent {
            subject: who,
            states,
        } => format!("{}인 {} 없음", list(states, lang), subject(who, lang)),
        Predicate::NoOutput => "출력 없음".into(),
        Predicate::NoErrors { about, last } => {
            let last = last.map_or(String::new(), |n| format!(" (최근 {n}줄)"));
            let about = about.as_ref().map_or(String::new(), |about| {
                format!(" ({about}; 모든 에러로 판정)")
            });
            format!("로그에 에러 수준의 줄 없음{last}{about}")
        }
        Predicate::LogsContain { texts, join } => {
            format!("로그에 {} 있음", quoted(texts, *join, lang))
        }
        Predicate::LogsCollected => "모든 명령이 최근 로그를 한 줄 이상 돌려줌".into(),
        Predicate::Literal { texts, join } => format!("출력에 {} 있음", quoted(texts, *join, lang)),
        Predicate::Scalar { values } => format!("출력 값이 {}", list(values, lang)),
        Predicate::EachLine { value } => format!("출력의 모든 줄이 `{value}`"),
        Predicate::Http { codes } => format!(
            "HTTP 상태 코드 {}",
            codes
                .iter()
                .map(u16::to_string)
                .collect::<Vec<_>>()
                .join(" 또는 ")
        ),
        Predicate::JsonSubset(value) => format!("응답 JSON에 {value} 포함"),
        Predicate::Version {
            of,
            comparison,
            parts,
        } => {
            format!(
                "{}버전 {} {}",
                of.as_ref().map_or(String::new(), |of| format!("{of} ")),
                comparison.sign(),
                dotted(parts)
            )
        }
        Predicate::RelativeToNodes {
            what: Counted::Column(column),
        } => format!("`{column}` 값이 노드 수와 같음"),
        Predicate::RelativeToNodes {
            what: Counted::Rows(who),
        } => format!("{} 개수가 노드 수와 같음", subject(who, lang)),
        Predicate::Stability { over } => format!("{} 동안 안정", duration::words(*over, lang)),
        Predicate::SampleTable(_) => {
            "붙여 넣은 출력과 같음 (나이, 주소, 생성된 접미사는 제외)".into()
        }
        Predicate::Cel(expression) => format!("CEL 식이 참: `{}`", expression.source()),
        Predicate::All(parts) => parts
            .iter()
            .map(korean)
            .collect::<Vec<_>>()
            .join("; 그리고 "),
        Predicate::Any(parts) => parts.iter().map(korean).collect::<Vec<_>>().join("; 또는 "),
        Predicate::Not(inner) => format!("다음이 아님: {}", korean(inner)),
        Predicate::Remarked(inner, remark) => format!("{} (참고: {remark})", korean(inner)),
    }
}
