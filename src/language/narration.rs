//! Sentences that demand nothing by their own words: they say what a command shows, what was, why
//! something is so, how long it takes. Only what is known: any other sentence is left to a person.

use super::clean::clean;
use super::word_lists::list;
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
    tells(&text, &words, Lang::of(&text))
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

/// Silence a sentence demands nothing that says why, for how long, what was, or what to do if something fails.
fn tells(text: &str, words: &[String], lang: Lang) -> Option<Silence> {
    let (lower, last) = (text.to_lowercase(), words.last()?);
    // The other language's words may be quoted.
    let has = |list: &WordList| {
        let mut own = list.iter().filter(|form| Lang::of(form) == lang);
        own.any(|form| lower.contains(form))
    };
    let refers = lang == Lang::Ko && text.starts_with('※');
    let tells = [
        (has(list("causes")), Silence::Explains),
        (
            has(list("durations")) || list("lasting-endings").ends(last),
            Silence::Forecasts,
        ),
        (refers || has(list("references")), Silence::Remark),
        (
            list("past-endings").ends(last) || lang == Lang::En && was(words),
            Silence::Reports,
        ),
        (advises(words), Silence::Advises),
    ];
    let mut told = tells.into_iter().filter(|(tells, _)| *tells);
    told.next().map(|(_, why)| why)
}

/// Whether English words say what was, and not that nothing or everything was so.
fn was(words: &[String]) -> bool {
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let opens = list("past-openers").has(&words[0]);
    any(&["was", "were", "had"]) && (opens || !any(&["no", "not", "all", "every", "without"]))
}

/// Whether Korean words speak of trouble in their condition.
fn advises(words: &[String]) -> bool {
    let condition = |word: &String| word.ends_with('면') || list("conditions").has(word);
    let before = words.iter().position(condition).map(|at| &words[..=at]);
    let mut before = before.into_iter().flatten();
    before.any(|word| list("conditional-trouble").begins(word))
}

/// Whether a sentence only says what its commands show: every word is one for looking, says nothing by
/// itself, or stands in the commands.
fn announces(words: &[String], place: Place, commands: &[&str]) -> bool {
    let commands = commands.join("\n").to_lowercase();
    let typed = commands.split(|c: char| !c.is_alphanumeric());
    let typed: Vec<&str> = typed.filter(|word| !word.is_empty()).collect();
    let is_typed = |word: &str| {
        let written = list("shown").value(word).unwrap_or_default();
        typed.contains(&word)
            || word.len() > 3 && commands.contains(word)
            || written.split(' ').any(|name| typed.contains(&name))
    };
    let stems = || words.iter().map(|word| stem(word));
    let shows = |stem| list("looks").has(stem) || is_shown(stem) || is_typed(stem);
    let known = |stem| {
        let said = [list("looks"), list("fillers"), list("generic")];
        said.iter().any(|list| list.has(stem)) || is_typed(stem)
    };
    (!commands.is_empty() && stems().any(shows) && stems().all(known))
        || (place == Place::Comment && names_output(words))
}

/// Whether words only name an output (`the collector's own log`, `Loki에 쌓인 로그`, `what reached Loki`):
/// no verb, number, state or denial.
fn names_output(words: &[String]) -> bool {
    let korean = words.iter().any(|word| Lang::of(word) == Lang::Ko);
    let looks = |word: &&String| list("looks").has(stem(word));
    let content: Vec<&String> = words.iter().filter(|word| !looks(word)).collect();
    let Some(last) = content.last() else {
        return !words.is_empty();
    };
    // A word for looking says what is done only at the front: `dashboards show the log`.
    let verb = |word: &String| list("looks").has(word) && word != "using";
    if !korean && words.iter().skip(1).any(verb) {
        return false;
    }
    let states = |word: &&String| {
        word.chars()
            .any(|c| c.is_ascii_digit() || "%<>=≤≥".contains(c))
            || list("state-beginnings").begins(word)
            || list("finite").has(word)
            || list("clause-endings").ends(word)
    };
    if content.iter().any(states) {
        return false;
    }
    let asks = matches!(words[0].as_str(), "what" | "which" | "where") && words.len() < 5;
    let before = content
        .iter()
        .position(|word| list("prepositions").has(word));
    let before = before.filter(|at| !korean && *at > 0);
    asks || is_shown(stem(before.map_or(last, |at| content[at - 1])))
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
    let stems = list("particles")
        .iter()
        .filter_map(|end| word.strip_suffix(end));
    let longer = |stem: &&str| stem.chars().count() > 1 || stem.is_ascii() && !stem.is_empty();
    stems
        .filter(longer)
        .min_by_key(|stem| stem.len())
        .filter(|_| !is_shown(word))
        .unwrap_or(word)
}

/// Whether a word names a kind or a sort of output.
fn is_shown(word: &str) -> bool {
    list("generic").has(word) || list("shown").has(word)
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
