//! The grammar, sentence by sentence: the tables of `docs/expectations.md`, and what must hold for any text.

mod near;
mod parity;

pub(crate) use near::understood as understood_near;

use super::*;
use proptest::prelude::*;

/// Reads one sentence without queries.
fn reading(text: &str, force: Force) -> Reading {
    let extra = ExtraWords::default();
    let ctx = ReadContext {
        queries: &[],
        force,
        extra: &extra,
    };
    read(text, &ctx)
}

/// The rows of the documented examples: language, heading, sentence, what becomes of it.
pub(crate) fn documented() -> Vec<(Lang, &'static str, &'static str, &'static str)> {
    let text = include_str!("../../../docs/expectations.md");
    let (mut rows, mut heading) = (Vec::new(), "");
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("### ") {
            heading = title;
        }
        let lang = if heading.starts_with("Korean") {
            Lang::Ko
        } else {
            Lang::En
        };
        let row = line
            .strip_prefix("| `` ")
            .and_then(|rest| rest.strip_suffix(" `` |"));
        if let Some((sentence, becomes)) = row.and_then(|row| row.split_once(" `` | `` ")) {
            rows.push((lang, heading, sentence, becomes));
        }
    }
    rows
}

/// `REPORT_BLESS=1` writes how what is understood is said.
#[test]
#[expect(clippy::disallowed_methods, reason = "REPORT_BLESS rewrites the page")]
fn the_documented_sentences_are_read_as_documented() {
    let rows = documented();
    assert!(rows.len() > 300, "{}", rows.len());
    let (mut wrong, mut said) = (Vec::new(), Vec::new());
    for (lang, heading, sentence, becomes) in rows {
        let (kind, shown) = match reading(sentence, Force::Demands) {
            Reading::Understood(predicate) => ("", told(&predicate, lang)),
            Reading::NotUnderstood { stopped_at, .. } => (", not understood", stopped_at),
            Reading::NotAnExpectation(why) => (", not expectations", why.words(lang).to_owned()),
        };
        if !heading.ends_with(kind)
            || (kind.is_empty() && heading.contains(','))
            || shown != becomes
        {
            wrong.push(format!("| `` {sentence} `` | `` {shown} `` |{kind}"));
            let was = format!("| `` {sentence} `` | `` {becomes} `` |");
            if kind.is_empty() && !heading.contains(',') {
                said.push((was, format!("| `` {sentence} `` | `` {shown} `` |")));
            }
        }
    }
    if std::env::var_os("REPORT_BLESS").is_some() {
        let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/expectations.md");
        let text = std::fs::read_to_string(&page).unwrap();
        let written = said
            .iter()
            .fold(text, |text, (was, is)| text.replace(was, is));
        std::fs::write(page, written).unwrap();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_word_more_is_never_passed_over() {
    let strange = [
        "qzxv",
        "Qzxv",
        "qzx-1",
        "QZX",
        "`qzx`",
        "(qzx)",
        "가갸거",
        "not",
        "except",
        "only",
        "않음",
        "때문에",
        "if possible",
        "3",
    ];
    // Words that turn, condition or weaken a sentence.
    let turning = [
        "unless drained",
        "except web",
        "but not web",
        "usually",
        "should usually",
        "most",
        "hardly",
        "maybe",
        "initially",
        "eventually",
        "no longer",
        "neither",
        "nor",
        "without",
        "if ready",
        "when ready",
        "until ready",
        "other than web",
        "not only",
        "제외",
        "web 제외",
        "이외",
        "아직",
        "일부",
        "대부분",
        "거의",
        "아마",
        "보통",
        "가끔",
        "경우",
        "만약",
        "하지만",
        "없이",
        "아닌",
        "못",
        "안",
        "예정",
        "전에만",
    ];
    for (nth, (_, heading, sentence, _)) in documented().into_iter().enumerate() {
        let Reading::Understood(predicate) = reading(sentence, Force::Demands) else {
            continue;
        };
        assert!(!heading.contains(','));
        let words: Vec<&str> = sentence.split(' ').collect();
        let insert = |word: &'static str, at: usize| {
            let mut more = words.clone();
            more.insert(at, word);
            let text = more.join(" ");
            let read = reading(&text, Force::Demands);
            assert_ne!(read, Reading::Understood(predicate.clone()), "{text}");
        };
        // Each sentence a third of the words, each word a third of the sentences: all of both take minutes.
        for word in strange.into_iter().skip(nth % 3).step_by(3) {
            for at in 0..=words.len() {
                insert(word, at);
            }
        }
        for word in turning.into_iter().skip(nth % 3).step_by(3) {
            for at in [0, words.len() / 2, words.len()] {
                insert(word, at);
            }
        }
    }
}

#[test]
fn the_label_decides_what_a_sentence_demands() {
    let kind = |text, force| match reading(text, force) {
        Reading::Understood(predicate) => predicate.words(Lang::En),
        Reading::NotUnderstood { .. } => "manual".into(),
        Reading::NotAnExpectation(_) => "none".into(),
    };
    assert_eq!(kind("All pods Running", Force::Reports), "none");
    assert_eq!(kind("Grafana", Force::Offers), "manual");
    assert_eq!(kind("3", Force::Offers), "manual");
    assert_eq!(kind("3", Force::Demands), "the output is 3");
    for name in ["node-1", "node-1 출력", "registry.example.dev/web:1.2.3"] {
        let printed = name.trim_end_matches(" 출력");
        assert_eq!(
            kind(name, Force::Demands),
            format!("the output is {printed}")
        );
    }
    assert_eq!(
        kind("\"panic\"", Force::Forbids),
        "not: the output has `panic`"
    );
    assert_eq!(kind("errors", Force::Forbids), "no log line of level error");
    assert_eq!(
        kind("Pending pods", Force::Forbids),
        "no pods in state Pending"
    );
    assert_eq!(
        kind("Pending Pod", Force::Forbids),
        "no pods in state Pending"
    );
    // `비정상 Pod: 0`: how many of what must not be.
    assert_eq!(kind("0", Force::Forbids), "manual");
    assert_eq!(kind("0개", Force::Forbids), "manual");
    assert_eq!(kind("출력: x86_64", Force::Offers), "none");
    // Two numbers alone are as well a heading; those of a column are not.
    assert_eq!(kind("3/3", Force::Offers), "manual");
    assert_eq!(kind("N/N", Force::Offers), "manual");
    for whose in ["READY: N/N", "READY shows N/N", "READY 컬럼이 N/N인지"] {
        assert_eq!(
            kind(whose, Force::Offers),
            "READY of all printed rows: equal numbers"
        );
    }
}

#[test]
fn a_parenthesis_belongs_to_its_own_sentence() {
    for text in [
        "에러 없음 (최근 24시간). 모든 Pod가 Running",
        "No errors (last 24 hours). All pods are Running",
        "모든 Pod가 Running. 에러 없음 (최근 24시간)",
        "All pods are Running. No errors (last 24 hours)",
    ] {
        let Reading::Understood(said) = reading(text, Force::Demands) else {
            panic!("{text}");
        };
        assert_eq!(said.statements().len(), 2, "{text}");
        for one in said.statements() {
            let of_errors = matches!(one.property, Property::ErrorLines(_));
            assert_eq!(one.when.is_some(), of_errors, "{text}");
        }
    }
    for text in [
        "3 pods (one per node)",
        "Pod 3개 (노드당 1개)",
        "PostgreSQL: (one per node) 3 pods",
    ] {
        let Reading::Understood(said) = reading(text, Force::Demands) else {
            panic!("{text}");
        };
        assert_eq!(said.statements().len(), 2, "{text}: {said:?}");
    }
    for (text, stopped) in [
        ("모든 Pod가 Running (web 제외). 에러 없음", "web 제외"),
        ("All pods are Running (except web). No errors", "except web"),
        ("모든 Pod가 Running (최근 24시간). 에러 없음", "최근 24시간"),
        (
            "All pods are Running (last 24 hours). No errors",
            "last 24 hours",
        ),
        (
            "에러 없음. 로그가 없기 때문입니다 (web 제외)",
            "로그가 없기 때문입니다",
        ),
        (
            "No errors. This is because of it (except web)",
            "This is because of it",
        ),
    ] {
        match reading(text, Force::Demands) {
            Reading::NotUnderstood { stopped_at, .. } => {
                assert!(
                    stopped_at.contains(stopped) || stopped.contains(&stopped_at),
                    "{text}: {stopped_at}"
                );
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn taught_phrases_are_read_as_what_they_stand_for() {
    let both = None;
    let extra = ExtraWords(
        [
            ("올라와 있음", "Running", both),
            ("green", "Running", both),
            ("ok", "정상", Some(Lang::Ko)),
            ("ok", "Available", Some(Lang::En)),
            ("done", "Completed", Some(Lang::En)),
        ]
        .map(|(phrase, meaning, lang)| Taught {
            phrase: phrase.to_owned(),
            meaning: meaning.to_owned(),
            lang,
        })
        .into(),
    );
    let words = |text: &str, lang| {
        let ctx = ReadContext {
            queries: &[],
            force: Force::Demands,
            extra: &extra,
        };
        match read(text, &ctx) {
            Reading::Understood(predicate) => predicate.words(lang),
            other => format!("{other:?}"),
        }
    };
    assert_eq!(
        words("모든 Pod가 올라와 있음", Lang::Ko),
        "모든 pods: Running"
    );
    assert_eq!(words("All pods green", Lang::En), "all pods: Running");
    // What is taught for one language stands in its sentences only.
    assert_eq!(words("모든 Pod가 ok", Lang::Ko), "모든 pods: healthy");
    assert_eq!(
        words("All Deployments ok", Lang::En),
        "all deployments: Available"
    );
    assert_eq!(words("All Jobs done", Lang::En), "all jobs: Completed");
    assert!(words("모든 Job이 done", Lang::En).contains("NotUnderstood"));
    assert!(words("All pods greenish", Lang::En).contains("NotUnderstood"));
    assert!(words("All pods green maybe", Lang::En).contains("NotUnderstood"));
}

#[test]
fn a_plain_word_is_a_name_where_the_query_says_it() {
    let query = Query::Get(crate::query::Get {
        resources: vec![crate::query::Resource {
            kind: "pods".into(),
            name: None,
        }],
        selector: Some("app=backend".into()),
        ..Default::default()
    });
    let extra = ExtraWords::default();
    let ctx = ReadContext {
        queries: &[&query],
        force: Force::Demands,
        extra: &extra,
    };
    let Reading::Understood(predicate) = read("backend Running", &ctx) else {
        panic!()
    };
    assert_eq!(predicate.words(Lang::En), "all `backend`: Running");
    assert!(matches!(
        reading("backend Running", Force::Demands),
        Reading::NotUnderstood { .. }
    ));
}

#[test]
fn that_no_pod_logs_an_error_is_said_of_all_pods() {
    let every_pod = |text: &str| match reading(text, Force::Demands) {
        Reading::Understood(said) => match &said.statement().unwrap().property {
            Property::ErrorLines(logged) => logged.every_pod,
            other => panic!("{text}: {other:?}"),
        },
        other => panic!("{text}: {other:?}"),
    };
    for (text, every) in [
        ("no pod logs an error", true),
        ("모든 Pod의 로그에 에러 없음", true),
        ("No errors in pod logs", false),
        ("Pod 로그에 에러 없음", false),
    ] {
        assert_eq!(every_pod(text), every, "{text}");
    }
}

#[test]
fn odd_numbers_and_denied_states_are_what_they_are_in_both_languages() {
    for (text, becomes) in [
        ("DESIRED: 열", "`DESIRED` of printed rows: 10 (every one)"),
        ("DESIRED: ten", "`DESIRED` of printed rows: 10 (every one)"),
        ("Running pods: 4.0", "number of pods: 4, all Running"),
        ("Running Pod: 4.0", "number of pods: 4, all Running"),
        ("non-Running Pod: 0개", "all pods: Running"),
        ("비-Running Pod 없음", "all pods: Running"),
        ("0 non-Running pods", "all pods: Running"),
        ("non-running pods: none", "all pods: Running"),
        ("0/1 상태 Pod 없음", "`READY` of pods: not 0/1 (every one)"),
        (
            "`web`, `api` 모두 Running",
            "all `web`: Running; and all `api`: Running",
        ),
        (
            "`web` and `api` are Running",
            "all `web`: Running; and all `api`: Running",
        ),
    ] {
        match reading(text, Force::Demands) {
            Reading::Understood(said) => assert_eq!(said.words(Lang::En), becomes, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
    for text in [
        "Pod -3개 Running",
        "-3 pods Running",
        "비-web Pod 없음",
        "Pod 열",
        "not Running pods: 3",
    ] {
        let read = reading(text, Force::Demands);
        assert!(
            matches!(read, Reading::NotUnderstood { .. }),
            "{text}: {read:?}"
        );
    }
}

#[test]
fn a_cel_span_is_checked_when_it_is_read() {
    let read = reading("`cel: rows.all(r, r.READY == '1/1')`", Force::Demands);
    let Reading::Understood(predicate) = read else {
        panic!("{read:?}")
    };
    let property = predicate.statement().map(|said| &said.property);
    assert!(matches!(property, Some(Property::Cel(_))));
    for (text, place) in [
        ("`cel: rows.all(r, r.READY == )`", "column"),
        ("`cel: pods.size() > 0`", "unknown name `pods`"),
        ("`cel: 1 +`", "column"),
    ] {
        match reading(text, Force::Demands) {
            Reading::NotUnderstood { why, .. } => {
                assert!(why.en.contains(place), "{text}: {why:?}")
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,60}") {
        for force in [Force::Demands, Force::Forbids, Force::Offers] {
            let read = reading(&text, force);
            if let Reading::Understood(predicate) = read {
                prop_assert!(!predicate.words(Lang::Ko).is_empty() && !predicate.words(Lang::En).is_empty());
            }
        }
    }

    #[test]
    fn no_pile_of_known_words_panics(words in proptest::collection::vec(
        prop::sample::select(vec![
            "모든", "10개", "노드에", "Pod가", "Running", "없음", "않음", "READY:", "N/N", "2/2", "`web`", "\"x\"", "{\"a\":1}", "(", ")", "→", "또는",
            "이하", "CPU", "250m", "5-10", "분", "No", "not", "all", "in", "logs", "errors", "HTTP", "200", "or", "and", ",", ":", "=", "-", "`", "최근", "줄", "AGE", "≥", "v1.2.3", "cel:", "…",
        ]), 0..14)) {
        for force in [Force::Demands, Force::Forbids] {
            reading(&words.join(" "), force);
            reading(&words.concat(), force);
        }
    }

    /// Up to the longest text that is read, of all forms of the lexicon.
    #[test]
    #[ignore = "minutes of soups, before a release"]
    fn no_soup_of_the_lexicon_panics(words in proptest::collection::vec(prop::sample::select(forms()), 0..1000)) {
        for force in [Force::Demands, Force::Forbids, Force::Offers] {
            reading(&words.join(" "), force);
        }
    }
}

fn forms() -> Vec<&'static str> {
    let lines = crate::facts::word_list::lines(include_str!("../lexicon.tsv"));
    let forms = lines.flat_map(|line| line.forms());
    forms.map(|form| form.trim_start_matches('-')).collect()
}

/// A heading names what is looked at; that lines arrive is the one thing that it states by itself.
#[test]
fn a_heading_states_that_logs_are_collected_and_nothing_else() {
    for (title, states) in [
        ("로그 수집 확인", true),
        ("Alloy 로그 수집 확인", false),
        ("로그가 수집되는지 확인", true),
        ("로그 확인", false),
        ("Pod 상태 확인", false),
        ("모든 Pod Running", false),
        ("노드별 Pod 배포 확인", false),
        ("정상 상태", false),
        ("Gitploy 배포", false),
        ("로그 수집 확인 방법", false),
        ("Verify log collection", true),
        ("Log collection", true),
        ("Logs are collected", true),
        ("Log output", false),
        ("Pod status", false),
        ("All pods are Running", false),
        ("Pods on every node", false),
        ("Healthy", false),
        ("Step 1: the DaemonSet", false),
        ("How to check log collection", false),
    ] {
        assert_eq!(heading(title).is_some(), states, "{title}");
    }
}

/// A sentence with several meanings is told them, also where a sentence of one of them has several again.
#[test]
fn what_can_mean_several_things_however_it_is_said_is_a_persons() {
    for text in [
        "No restarts in namespace data",
        "One pod per node in namespace data",
        "No warnings in events in namespace data",
        "No restarts (24 hours)",
        "`data` 네임스페이스에 재시작 없음",
    ] {
        let Reading::NotUnderstood { why, .. } = reading(text, Force::Demands) else {
            continue;
        };
        assert!(!why.en.is_empty(), "{text}");
    }
}
