//! Sentences that demand nothing by their own words: they say what a command shows, what was, why
//! something is so, how long it takes. Only what is known: any other sentence is left to a person.

use super::clean::clean;
use super::word_lists::{
    CAUSES, CLAUSE_ENDINGS, CONDITIONAL_TROUBLE, DURATIONS, FILLERS, FINITE, GENERIC,
    LASTING_ENDINGS, LOOKS, PARTICLES, PAST_ENDINGS, PAST_OPENERS, REFERENCES, SHOWN,
    STATE_BEGINNINGS,
};
use crate::facts::lang::Lang;
use crate::facts::ledger::Silence;
use crate::facts::word_list::WordList;

/// Where a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Over other lines, which it announces.
    Label,
    /// In a fence, as a comment of a command.
    Comment,
    /// Anywhere else.
    Prose,
}

/// Silence a sentence that the grammar does not understand demands nothing, if that is known. `commands` are
/// the texts of the commands of which it speaks.
pub(crate) fn read(text: &str, place: Place, commands: &[&str]) -> Option<Silence> {
    if place == Place::Label {
        return Some(Silence::Heading);
    }
    let text = clean(text);
    let words: Vec<String> = words(&text);
    if words.is_empty() {
        return Some(Silence::Remark);
    }
    match Lang::of(&text) {
        Lang::Ko => korean(&text, &words),
        Lang::En => english(&text, &words),
    }
    .or_else(|| announces(&words, place, commands).then_some(Silence::Announces))
}

/// The words of a text: no links, no marks.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split_whitespace()
        .filter(|word| !word.contains("://"))
        .flat_map(|word| word.split(|c: char| !(c.is_alphanumeric() || "-_.'%<>=≤≥".contains(c))))
        .map(|word| word.trim_matches(['.', '-', '_', '\'']).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether a text holds a form of a list in its language: the other's may be quoted.
fn holds(list: &WordList, text: &str, lang: Lang) -> bool {
    let mut own = list.iter().filter(|form| Lang::of(form) == lang);
    own.any(|form| text.contains(form))
}

fn korean(text: &str, words: &[String]) -> Option<Silence> {
    let last = words.last()?.as_str();
    let ends = |list: &WordList| list.iter().any(|end| last.ends_with(end));
    let has = |list: &WordList| holds(list, text, Lang::Ko);
    if has(&CAUSES) {
        return Some(Silence::Explains);
    }
    if ends(&LASTING_ENDINGS) {
        return Some(Silence::Forecasts);
    }
    if text.starts_with('※') || has(&REFERENCES) {
        return Some(Silence::Remark);
    }
    if ends(&PAST_ENDINGS) {
        return Some(Silence::Reports);
    }
    let condition = words.iter().position(|word| {
        word.ends_with('면') || matches!(word.as_str(), "시" | "경우" | "경우에는" | "경우는")
    })?;
    let mut before = words[..=condition].iter();
    let troubled = before.any(|word| CONDITIONAL_TROUBLE.begins(word));
    troubled.then_some(Silence::Advises)
}

fn english(text: &str, words: &[String]) -> Option<Silence> {
    let lower = text.to_lowercase();
    let has = |list: &WordList| holds(list, &lower, Lang::En);
    if has(&CAUSES) {
        return Some(Silence::Explains);
    }
    if has(&DURATIONS) {
        return Some(Silence::Forecasts);
    }
    if has(&REFERENCES) {
        return Some(Silence::Remark);
    }
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let opens = words.first().is_some_and(|first| PAST_OPENERS.has(first));
    let past = any(&["was", "were", "had"]);
    (past && (opens || !any(&["no", "not", "all", "every", "without"]))).then_some(Silence::Reports)
}

/// Whether a sentence only says what its commands show: every word is one for looking, says nothing by
/// itself, or stands in the commands.
fn announces(words: &[String], place: Place, commands: &[&str]) -> bool {
    let commands = commands.join("\n").to_lowercase();
    let typed: Vec<&str> = commands
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let is_typed = |word: &str| {
        let written = SHOWN.value(word).unwrap_or_default();
        typed.contains(&word)
            || word.len() > 3 && commands.contains(word)
            || written.split(' ').any(|one| typed.contains(&one))
    };
    let known = |word: &String| {
        let stem = stem(word);
        [&LOOKS, &FILLERS, &GENERIC]
            .iter()
            .any(|list| list.has(stem))
            || is_typed(stem)
    };
    let shows =
        |word: &String| LOOKS.has(stem(word)) || is_shown(stem(word)) || is_typed(stem(word));
    (!commands.is_empty() && words.iter().any(shows) && words.iter().all(known))
        || (place == Place::Comment && names_output(words))
}

/// Whether words only name an output (`the collector's own log`, `Loki에 쌓인 로그`, `what reached Loki`):
/// no verb, number, state or denial.
fn names_output(words: &[String]) -> bool {
    let korean = words.iter().any(|word| Lang::of(word) == Lang::Ko);
    let content: Vec<&String> = words.iter().filter(|word| !LOOKS.has(stem(word))).collect();
    let Some(last) = content.last() else {
        return !words.is_empty();
    };
    // A word for looking says what is done only at the front: `dashboards show the log`.
    if !korean
        && words
            .iter()
            .skip(1)
            .any(|word| LOOKS.has(word) && word != "using")
    {
        return false;
    }
    let states = |word: &&String| {
        let word = word.as_str();
        word.chars()
            .any(|c| c.is_ascii_digit() || "%<>=≤≥".contains(c))
            || STATE_BEGINNINGS.begins(word)
            || FINITE.has(word)
            || CLAUSE_ENDINGS.iter().any(|end| word.ends_with(end))
    };
    if content.iter().any(states) {
        return false;
    }
    let asks = matches!(words[0].as_str(), "what" | "which" | "where") && words.len() < 5;
    let head = if korean {
        stem(last)
    } else {
        let before = content.iter().position(|word| {
            matches!(
                word.as_str(),
                "of" | "in" | "on" | "from" | "for" | "by" | "per"
            )
        });
        stem(
            before
                .and_then(|at| at.checked_sub(1))
                .map_or(last.as_str(), |at| content[at]),
        )
    };
    asks || is_shown(head)
}

/// Takes a Korean particle off, and an English plural.
fn stem(word: &str) -> &str {
    if word.is_ascii() {
        let word = word.strip_suffix("'s").unwrap_or(word);
        return match word.strip_suffix('s') {
            Some(one) if one.len() > 2 && !one.ends_with('s') && one != "statu" => one,
            Some(_) | None => word,
        };
    }
    let stems = PARTICLES.iter().filter_map(|end| word.strip_suffix(end));
    let longer = |stem: &&str| stem.chars().count() > 1 || stem.is_ascii() && !stem.is_empty();
    stems
        .filter(longer)
        .min_by_key(|stem| stem.len())
        .filter(|_| !is_shown(word))
        .unwrap_or(word)
}

/// Whether a word names a kind or a sort of output.
fn is_shown(word: &str) -> bool {
    GENERIC.has(word) || SHOWN.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOGS: &str = "kubectl logs -n loki-v3 -l app.kubernetes.io/name=alloy --tail=50";
    const PODS: &str = "kubectl get pods -n web";

    fn why(text: &str, place: Place, command: &str) -> Option<Silence> {
        read(text, place, &[command])
    }

    #[test]
    fn what_only_says_what_is_shown_demands_nothing() {
        for (text, command) in [
            ("Alloy Pod 로그 확인", LOGS),
            ("수집기 자신의 로그", LOGS),
            ("Loki에 쌓인 로그", LOGS),
            (
                "Loki에서 로그 조회",
                "logcli query --addr=https://loki.example.dev '{a=\"b\"}'",
            ),
            ("the collector's own log", LOGS),
            ("what reached Loki", LOGS),
            ("파드 상태 확인", PODS),
            ("Pod 목록", PODS),
            ("Check the pods", PODS),
            ("Get all pods in the web namespace", PODS),
            ("logs of the collector", LOGS),
            ("Pod가 사용하는 리소스 사용량", PODS),
        ] {
            assert_eq!(
                why(text, Place::Comment, command),
                Some(Silence::Announces),
                "{text}"
            );
        }
        for (text, command) in [
            ("다음 명령으로 Pod 상태를 확인한다", PODS),
            ("Run the following command to check the pods", PODS),
            ("Check the pods of web", PODS),
        ] {
            assert_eq!(
                why(text, Place::Prose, command),
                Some(Silence::Announces),
                "{text}"
            );
        }
    }

    #[test]
    fn what_may_demand_is_left_to_a_person() {
        for text in [
            "결제 정상 동작 확인",
            "슬랙 공지",
            "Datadog 메트릭 수집 확인",
            "대시보드에 메트릭이 보임",
            "에러 없는 로그",
            "Users can log in",
            "Check users can log in",
            "Verify dashboards show the log",
            "Check data flows",
            "every pod runs the new image",
            "p95 latency under 300ms",
            "로그인이 되는지 확인",
            "Pod가 새 이미지인지",
            "Grafana 대시보드 확인",
            "zzz qqq",
        ] {
            for place in [Place::Comment, Place::Prose] {
                assert_eq!(why(text, place, PODS), None, "{text}");
            }
        }
        // Beside a command that does not show it, a name of an output is something to look at.
        for text in [
            "결제 상태",
            "로그 확인",
            "Check the logs",
            "payment logs of the gateway",
        ] {
            assert_eq!(why(text, Place::Prose, PODS), None, "{text}");
        }
    }

    #[test]
    fn reports_reasons_forecasts_and_advice_are_told_by_their_words() {
        for (text, expected) in [
            ("지난 배포에서는 7개였다", Silence::Reports),
            ("어제 장애가 발생했습니다", Silence::Reports),
            ("Three nodes were missing", Silence::Reports),
            ("노드가 10개이기 때문이다", Silence::Explains),
            ("This means that the chart is fine", Silence::Explains),
            ("5분쯤 걸린다", Silence::Forecasts),
            ("It may take 5 minutes", Silence::Forecasts),
            ("실패하면 롤백한다", Silence::Advises),
            ("문제가 있으면 담당자에게 알린다", Silence::Advises),
        ] {
            assert_eq!(why(text, Place::Prose, PODS), Some(expected), "{text}");
        }
    }
}
