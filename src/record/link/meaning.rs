//! What a checklist item without a step of its own stands for. Its words must be known wholly: one
//! word that none of the tables has (`dev`, a number, a name) makes the item manual.

use super::reach::Reach;
use super::terms;
use crate::facts::deployment::System;
use crate::facts::word_list::WordList;
use crate::record::{Mentions, vocabulary, words as list};
use chrono::TimeDelta;
use serde::Serialize;

static DEPLOYMENT: WordList = list("item-deployment");
static FINISHED: WordList = list("item-deployment-finished");
static BESIDE_DEPLOYMENT: WordList = list("item-deployment-beside");
static ARGO: WordList = list("item-argo");
static BESIDE_ARGO: WordList = list("item-argo-beside");
static BESIDE_PODS: WordList = list("item-pods-beside");
static BESIDE_USAGE: WordList = list("item-usage-beside");
static BESIDE_STABILITY: WordList = list("item-stability-beside");

/// What an item without a step of its own stands for (`verdicts.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StandsFor {
    /// 배포 완료 대기: the record's Gitploy deployments.
    DeploymentFinished,
    /// ArgoCD 동기화, Application 상태: the record's Argo CD Application.
    ArgoSync,
    /// 1-2일 안정성 확인: nothing broke over the time stated since the deployment succeeded.
    #[serde(serialize_with = "stability")]
    Stability {
        /// The shorter time of a range.
        min: TimeDelta,
        /// The longer one, which decides; equal to `min` for a single time.
        max: TimeDelta,
    },
    /// Pod 상태 확인: every live pod of the record's workloads is Running and ready.
    PodStatus,
    /// 리소스 사용량: the plan's thresholds, else a person.
    ResourceUsage,
    /// CPU 사용량: the plan's thresholds of CPU.
    CpuUsage,
    /// 메모리 사용량: the plan's thresholds of memory.
    MemoryUsage,
    /// CPU 및 메모리 사용량: thresholds of both.
    CpuAndMemoryUsage,
    /// The commands in its own text, judged by its own words.
    InlineCommand,
    /// Nothing that a machine knows.
    Nothing,
}

fn stability<S: serde::Serializer>(
    min: &TimeDelta,
    max: &TimeDelta,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    use serde::ser::SerializeMap;
    let mut map = serializer.serialize_map(Some(2))?;
    map.serialize_entry("min_seconds", &min.num_seconds())?;
    map.serialize_entry("max_seconds", &max.num_seconds())?;
    map.end()
}

/// What of a record tells which names in an item are its own.
struct Own<'a> {
    mentions: &'a Mentions,
    reach: &'a Reach<'a>,
}

type Rule = fn(&[String], &Own<'_>) -> Option<StandsFor>;

/// Reads an item's words. The record's own environment narrows nothing.
pub(super) fn of(text: &str, mentions: &Mentions, reach: &Reach<'_>) -> StandsFor {
    let words: Vec<String> = terms::without_after(terms::split(text))
        .into_iter()
        .filter(|word| !vocabulary::environment(word).is_some_and(|place| reach.is_of(place)))
        .collect();
    let rules: [Rule; 5] = [stability_of, deployment_of, argo_of, resources_of, pods_of];
    let own = Own { mentions, reach };
    rules
        .iter()
        .find_map(|rule| rule(&words, &own))
        .unwrap_or(StandsFor::Nothing)
}

/// Whether all words are known, one of `needs` among them.
fn all_known(
    words: &[String],
    needs: &[&[&str]],
    known: &[&str],
    also: impl Fn(&str) -> bool,
) -> bool {
    let is = |list: &[&str], word: &str| list.contains(&word);
    let wanted = needs
        .iter()
        .all(|list| words.iter().any(|word| is(list, word)));
    wanted
        && words.iter().all(|word| {
            needs.iter().any(|list| is(list, word))
                || is(known, word)
                || terms::is_check(word)
                || terms::is_filler(word)
                || also(word)
        })
}

fn deployment_of(words: &[String], own: &Own<'_>) -> Option<StandsFor> {
    let own_number = |word: &str| {
        let id = word.trim_start_matches('#');
        let mut known = own.mentions.deployments.iter();
        known.any(|one| {
            let mut called = one.source.called().iter().flat_map(|name| name.split(' '));
            one.id.as_str() == id || (!one.source.is_unsaid() && called.any(|part| part == id))
        })
    };
    let called = System::default().called();
    let names = [&*DEPLOYMENT, called].concat();
    let waits = all_known(words, &[&names, &*FINISHED], &BESIDE_DEPLOYMENT, own_number);
    let has_status = all_known(
        words,
        &[called, &["status"]],
        &["배포", "deployment"],
        own_number,
    );
    (waits || has_status).then_some(StandsFor::DeploymentFinished)
}

fn argo_of(words: &[String], own: &Own<'_>) -> Option<StandsFor> {
    let own_app = |word: &str| own.mentions.app.as_deref() == Some(word);
    // That an application is all right says more than that Argo CD calls it healthy.
    let of_argo = words
        .iter()
        .any(|word| matches!(word.as_str(), "argocd" | "argo" | "sync"));
    let told = words.iter().any(|word| match word.as_str() {
        "sync" | "status" | "healthy" | "health" => true,
        "정상" | "normal" => of_argo,
        _ => false,
    });
    (told && all_known(words, &[&*ARGO], &BESIDE_ARGO, own_app)).then_some(StandsFor::ArgoSync)
}

fn pods_of(words: &[String], own: &Own<'_>) -> Option<StandsFor> {
    let state: &[&str] = &["status", "running", "ready", "정상", "healthy"];
    let own_workload = |word: &str| !terms::is_topic(word) && own.reach.picks_pods(word);
    all_known(words, &[&["pod"], state], &BESIDE_PODS, own_workload).then_some(StandsFor::PodStatus)
}

fn resources_of(words: &[String], _: &Own<'_>) -> Option<StandsFor> {
    let what: &[&str] = &["resource", "cpu", "memory"];
    if !all_known(words, &[what, &["usage"]], &BESIDE_USAGE, |_| false) {
        return None;
    }
    let says = |measure: &str| words.iter().any(|word| word == measure);
    Some(match (says("cpu"), says("memory")) {
        (true, true) => StandsFor::CpuAndMemoryUsage,
        (true, false) => StandsFor::CpuUsage,
        (false, true) => StandsFor::MemoryUsage,
        (false, false) => StandsFor::ResourceUsage,
    })
}

fn stability_of(words: &[String], _: &Own<'_>) -> Option<StandsFor> {
    if !words.iter().any(|word| word == "안정성" || word == "soak") {
        return None;
    }
    let mut time = None;
    let mut at = 0;
    while at < words.len() {
        if let Some((range, used)) = time_at(&words[at..]) {
            if time.replace(range).is_some() {
                return None;
            }
            at += used;
            continue;
        }
        let word = words[at].as_str();
        let known = BESIDE_STABILITY.has(word) || word == "soak";
        if !known && !terms::is_check(word) && !terms::is_filler(word) {
            return None;
        }
        at += 1;
    }
    let (min, max) = time?;
    Some(StandsFor::Stability { min, max })
}

/// A time at the start of words, and how many of them it takes: `1-2일`, `24h`, `1 - 2 days`,
/// `하루`, `two days`, `24-hour`.
fn time_at(words: &[String]) -> Option<((TimeDelta, TimeDelta), usize)> {
    let first = words.first()?.as_str();
    if let Some(days) = korean_days(first) {
        let time = TimeDelta::try_days(days)?;
        return Some(((time, time), 1));
    }
    let (low, high, rest) = numbers(first)?;
    let rest = rest.trim_start_matches(TO);
    let (unit, used) = match rest {
        "" => (words.get(1)?.as_str(), 2),
        _ => (rest, 1),
    };
    let unit = unit_of(unit)?;
    let span = |n: i64| unit.checked_mul(i32::try_from(n).ok()?);
    let (min, max) = (span(low)?, span(high)?);
    (min <= max && min > TimeDelta::zero()).then_some(((min, max), used))
}

/// Signs between the ends of a range.
const TO: [char; 3] = ['-', '~', '–'];

/// `1-2일` → 1, 2 and `일`; `12h-24h` → 12, 24 and `h`; English number words up to three.
fn numbers(word: &str) -> Option<(i64, i64, &str)> {
    for (name, n) in [("one", 1), ("two", 2), ("three", 3)] {
        if word == name {
            return Some((n, n, ""));
        }
    }
    let (low, rest) = integer(word)?;
    let after = rest.trim_start_matches(TO);
    if after.len() < rest.len() {
        let (high, unit) = integer(after).unwrap_or((low, after));
        return Some((low, high, unit));
    }
    if let Some(at) = rest.find(TO)
        && let Some((high, unit)) = integer(rest[at..].trim_start_matches(TO))
    {
        return (unit == &rest[..at]).then_some((low, high, unit));
    }
    Some((low, low, rest))
}

fn integer(text: &str) -> Option<(i64, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    Some((text[..end].parse().ok()?, &text[end..]))
}

fn korean_days(word: &str) -> Option<i64> {
    match word.trim_end_matches("동안").trim_end_matches('간') {
        "하루" => Some(1),
        "이틀" => Some(2),
        "사흘" => Some(3),
        "일주일" => Some(7),
        _ => None,
    }
}

fn unit_of(unit: &str) -> Option<TimeDelta> {
    match unit.trim_end_matches("동안") {
        "분" | "분간" | "m" | "min" | "minute" => Some(TimeDelta::minutes(1)),
        "시간" | "h" | "hr" | "hour" => Some(TimeDelta::hours(1)),
        "일" | "일간" | "d" | "day" => Some(TimeDelta::days(1)),
        "주" | "주일" | "주간" | "w" | "week" => Some(TimeDelta::weeks(1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Known, Seen};
    use super::*;
    use crate::facts::asked::Asked;
    use crate::record::parse;

    fn meaning(text: &str) -> StandsFor {
        let (record, _) = parse(include_str!("../../../tests/records/ko-alloy.md"));
        let pods = Asked {
            kinds: vec!["pods".into()],
            names: vec!["alloy".into()],
            context: Some("buzzvil-eks-ops".into()),
            ..Asked::default()
        };
        let service = Asked {
            kinds: vec!["svc".into()],
            names: vec!["grafana".into()],
            ..pods.clone()
        };
        let known = Known {
            steps: vec![Seen {
                asked: vec![pods, service],
                claims: Vec::new(),
            }],
            items: Vec::new(),
        };
        of(text, &record.mentions, &Reach::of(&record, &known))
    }

    fn hours(min: i64, max: i64) -> StandsFor {
        StandsFor::Stability {
            min: TimeDelta::hours(min),
            max: TimeDelta::hours(max),
        }
    }

    #[test]
    fn items_are_read_in_both_languages() {
        use StandsFor::*;
        for (text, expected) in [
            ("배포 완료 대기", DeploymentFinished),
            ("Gitploy 배포 완료 확인", DeploymentFinished),
            ("배포 #4354 완료 대기", DeploymentFinished),
            ("배포가 완료될 때까지 대기", DeploymentFinished),
            ("Gitploy 배포 상태 확인", DeploymentFinished),
            ("Wait for the deployment to finish", DeploymentFinished),
            ("Deployment finished", DeploymentFinished),
            (
                "Wait until the Gitploy deployment has succeeded",
                DeploymentFinished,
            ),
            ("ArgoCD 동기화 확인", ArgoSync),
            ("Argo CD sync", ArgoSync),
            ("Application 상태 확인", ArgoSync),
            (
                "Verify the alloy-ops Application is Synced and Healthy",
                ArgoSync,
            ),
            ("1-2일 안정성 확인", hours(24, 48)),
            ("1~2일 동안 안정성 모니터링", hours(24, 48)),
            ("안정성 확인 (24h)", hours(24, 24)),
            ("24시간 안정성 확인", hours(24, 24)),
            ("하루 동안 안정성 관찰", hours(24, 24)),
            ("일주일간 안정성 확인", hours(168, 168)),
            ("24h stability", hours(24, 24)),
            ("Watch stability for 1-2 days", hours(24, 48)),
            ("24-hour stability check", hours(24, 24)),
            ("Monitor stability for two days", hours(48, 48)),
            ("12h-24h stability watch", hours(12, 24)),
            ("Pod 상태 확인", PodStatus),
            ("모든 Pod가 Running인지 확인", PodStatus),
            ("Alloy Pod 상태 확인", PodStatus),
            ("배포 후 Pod 상태 확인", PodStatus),
            ("Check pod status after the deployment", PodStatus),
            ("Verify all pods are running and ready", PodStatus),
            ("Check pod status", PodStatus),
            ("리소스 사용량 모니터링", ResourceUsage),
            ("CPU 및 메모리 사용량 확인", CpuAndMemoryUsage),
            ("메모리 사용량 확인", MemoryUsage),
            ("CPU 사용량 확인", CpuUsage),
            ("Check memory usage", MemoryUsage),
            ("ops Pod 상태 확인", PodStatus),
            ("Check ops pod status", PodStatus),
            ("ops 배포 완료 대기", DeploymentFinished),
            ("Resource usage monitoring", ResourceUsage),
            ("Check CPU and memory usage", CpuAndMemoryUsage),
        ] {
            assert_eq!(meaning(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_that_is_not_known_leaves_the_item_to_a_person() {
        for text in [
            "dev 클러스터 배포 준비",
            "dev 배포 완료 대기",
            "배포 #9999 완료 대기",
            "배포 완료 후 공지",
            "Gitploy 배포 실행",
            "Prepare the dev cluster rollout",
            "Wait for the dev deployment to finish",
            "Announce that the deployment has finished",
            "안정성 확인",
            "안정성 확인 후 문서화",
            "1-2일 후 정리",
            "2-1일 안정성 확인",
            "0일 안정성 확인",
            "24h 안정성 48h 확인",
            "dev 24h stability",
            "시간 동기화 확인",
            "Grafana Pod 상태 확인",
            "loki Pod 상태 확인",
            "애플리케이션 정상 확인",
            "Application is normal",
            "결제 정상 동작 확인",
            "슬랙 공지",
            "Datadog 메트릭 수집 확인",
            "dev Pod 상태 확인",
            "Pod 10개 Running 확인",
            "Pod 재시작 없음 확인",
            "노드별 Pod 상태 확인",
            "Check pods are not running",
            "Reduce CPU usage",
            "CPU 사용량 250m 이하 확인",
            "",
            "확인",
        ] {
            assert_eq!(meaning(text), StandsFor::Nothing, "{text}");
        }
    }
}
