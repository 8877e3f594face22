//! Rewritings: the reviewed table, and what must hold for any of them.

use super::*;

/// A row of the table: the command, the sentence, what is offered first (`-`: nothing).
fn table() -> Vec<(&'static str, &'static str, &'static str)> {
    let rows = include_str!("tests/table.tsv").lines();
    let rows = rows.filter(|row| !row.starts_with('#'));
    rows.map(|row| {
        let fields: Vec<&str> = row.split('\t').collect();
        (fields[0], fields[1], fields[2])
    })
    .collect()
}

fn suggest(command: &str, sentence: &str) -> Vec<Suggestion> {
    let query = asked_by(command).unwrap();
    let extra = ExtraWords::default();
    let beside = Beside {
        queries: &[&query],
        extra: &extra,
        lang: Lang::of(sentence),
        forbidden: false,
    };
    beside.suggest(sentence)
}

fn read(command: &str, sentence: &str) -> Option<Predicate> {
    let query = asked_by(command).unwrap();
    let extra = ExtraWords::default();
    let context = ReadContext {
        queries: &[&query],
        force: Force::Offers,
        extra: &extra,
    };
    match language::read(sentence, &context) {
        Reading::Understood(said) => Some(said),
        Reading::NotUnderstood { .. } | Reading::NotAnExpectation(_) => None,
    }
}

/// `A | B?` for two sentences of which the second stays a person's, `- words` for what is left out.
fn shown(one: &Suggestion) -> String {
    let each = one.write.iter().map(|line| match line.means {
        Some(_) => line.text.clone(),
        None => format!("{}?", line.text),
    });
    let mut shown = each.collect::<Vec<_>>().join(" | ");
    if !one.without.is_empty() {
        shown.push_str(&format!(" - {}", one.without.join(", ")));
    }
    shown
}

#[test]
fn the_reviewed_sentences_get_what_their_authors_meant() {
    let rows = table();
    let mut wrong = Vec::new();
    for (command, sentence, expected) in &rows {
        // The grammar grows: what it has learned needs no rewriting any more.
        if read(command, sentence).is_some() {
            continue;
        }
        let first = suggest(command, sentence).first().map_or("-".into(), shown);
        if first != *expected {
            wrong.push(format!("{command}\t{sentence}\t{first}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let of = |lang| rows.iter().filter(|row| Lang::of(row.1) == lang).count();
    assert_eq!((of(Lang::Ko), of(Lang::En)), (66, 70));
    let helped = rows.iter().filter(|row| row.2 != "-").count();
    assert!(helped >= 118, "{helped}");
}

#[test]
fn what_turns_a_sentence_has_no_rewriting() {
    for sentence in [
        "All pods except web are Running",
        "All pods Running unless draining",
        "Pods are on the same node",
        "Pods on 3 nodes",
        "The output should not be empty",
        "No 5xx errors",
        "Old pods are gone",
        "Pods recover from CrashLoopBackOff",
        "CPU usage under 80% on all nodes",
        "모든 Pod가 Running이 아님",
        "web을 제외한 모든 Pod가 Running",
        "web 외 모든 Pod가 Running",
        "출력이 없으면 확인",
        "에러가 있으면 정상",
        "Pod가 Running일 수 있음",
        "10개 노드에 Pod 배포",
        "디스크 사용률 80% 미만",
        "대시보드가 정상적으로 보이는지",
        "한 번이라도 Running",
    ] {
        let told: Vec<String> = suggest("kubectl get pods -n web", sentence)
            .iter()
            .map(shown)
            .collect();
        assert!(told.is_empty(), "{sentence}: {told:?}");
    }
}

/// What is left out is told, also what goes without saying beside another command.
#[test]
fn nothing_is_left_out_in_silence() {
    for (commands, sentence) in [
        (&["kubectl get pods"][..], "All pods stay Running happily"),
        (
            &["kubectl get pods"],
            "모든 Pod가 잘 Running 상태로 계속 유지된다",
        ),
        (
            &["kubectl get pods", "kubectl get nodes"],
            "Pods come up fine on whatever node",
        ),
    ] {
        let queries: Vec<Query> = commands.iter().filter_map(|one| asked_by(one)).collect();
        let queries: Vec<&Query> = queries.iter().collect();
        let extra = ExtraWords::default();
        let beside = Beside {
            queries: &queries,
            extra: &extra,
            lang: Lang::of(sentence),
            forbidden: false,
        };
        for one in beside.suggest(sentence) {
            let told = shown(&one);
            let words = ["stay", "유지", "node"];
            assert!(
                words.iter().any(|word| told.contains(word)),
                "{sentence}: {told}"
            );
        }
    }
}

/// Of each rewriting, whatever the sentence: it is read as it is said to be, every number of the author's is in
/// it, and a word that is not in it is told.
#[test]
fn every_rewriting_is_understood_and_tells_what_it_leaves_out() {
    let commands = [
        "kubectl get pods -n web -o wide",
        "kubectl logs deploy/web -n web",
    ];
    let documented = include_str!("../../../../docs/expectations.md").lines();
    let documented =
        documented.filter_map(|line| Some(line.strip_prefix("| `` ")?.split_once(" `` |")?.0));
    let near = include_str!("../../../language/tests/near.txt").lines();
    let near = near.filter_map(|line| line.strip_prefix("- "));
    let (mut seen, mut offered) = (0, 0);
    for sentence in documented.chain(near) {
        for command in commands {
            if read(command, sentence).is_some() {
                continue;
            }
            seen += 1;
            for one in suggest(command, sentence) {
                offered += 1;
                holds(command, sentence, &one);
            }
        }
    }
    println!("{offered} rewritings of {seen} sentences");
    assert!(offered > 200, "{offered} of {seen}");
}

fn holds(command: &str, sentence: &str, one: &Suggestion) {
    let told = one.told(Lang::of(sentence));
    let written: Vec<&str> = one.write.iter().map(|line| line.text.as_str()).collect();
    let written = written.join(" ");
    for line in &one.write {
        match &line.means {
            Some(means) => {
                let said =
                    read(command, &line.text).unwrap_or_else(|| panic!("{sentence}: {told}"));
                assert_eq!(&said.words(Lang::of(sentence)), means, "{sentence}: {told}");
            }
            None => assert!(sentence.contains(&line.text), "{sentence}: {told}"),
        }
    }
    for token in terms(sentence) {
        let word = &sentence[token.at.clone()];
        let number = match terms::in_digits(word) {
            Some(number) => number.to_string(),
            None => word.chars().filter(char::is_ascii_digit).collect(),
        };
        let digits: String = written.chars().filter(char::is_ascii_digit).collect();
        let is_number = matches!(token.term, Term::Number(_));
        let is_carried = digits.contains(&number) || written.contains(word);
        assert!(!is_number || is_carried, "{sentence}: {told}");
        let is_told =
            written.contains(word) || one.without.iter().any(|words| words.contains(word));
        assert!(token.term != Term::Word || is_told, "{sentence}: {told}");
    }
}

#[test]
fn every_known_sentence_is_understood_beside_its_command_in_both_languages() {
    let mut count = 0;
    for [command, korean, english] in known() {
        count += 1;
        for sentence in [korean, english] {
            let query = asked_by(command).unwrap();
            let extra = ExtraWords::default();
            let context = ReadContext {
                queries: &[&query],
                force: Force::Demands,
                extra: &extra,
            };
            let reading = language::read(sentence, &context);
            assert!(
                matches!(reading, Reading::Understood(_)),
                "{command}: {sentence}"
            );
        }
    }
    assert!(count >= 30);
}

#[test]
fn a_sentence_beside_nothing_gets_the_command_that_shows_it() {
    for (sentence, command) in [
        ("All pods are Running", "kubectl get pods -n shop"),
        ("모든 Pod가 Running", "kubectl get pods -n shop"),
        ("CPU usage is below 250m", "kubectl top pods -n shop"),
        ("No Warning events", "kubectl get events -n shop"),
        ("PVC가 모두 Bound", "kubectl get pvc -n shop"),
    ] {
        let said = read("kubectl get pods", sentence).unwrap();
        let found = super::command(sentence, &said, Some("shop"), Lang::En);
        let found = found.unwrap_or_else(|| panic!("{sentence}: {said:?}"));
        assert_eq!(found.beside.as_deref(), Some(command), "{sentence}");
        assert!(found.told(Lang::Ko).contains(command));
    }
}

/// `REPORT_BLESS=1` writes the tables.
#[test]
#[expect(clippy::disallowed_methods, reason = "REPORT_BLESS rewrites the page")]
fn the_documentation_opens_with_the_known_sentences() {
    let table = |head: &str, lang: Lang| {
        let rows = known().map(|[command, korean, english]| {
            let sentence = lang.pick(korean, english);
            format!("| `` {sentence} `` | `{command}` |\n")
        });
        format!("{head}\n| --- | --- |\n{}", rows.collect::<String>())
    };
    let korean = || table("| 문장 | 옆의 명령 |", Lang::Ko);
    let english = || table("| sentence | beside |", Lang::En);
    let pages = [
        ("expectations.md", vec![korean(), english()]),
        ("expectations.ko.md", vec![korean()]),
    ];
    for (page, tables) in pages {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("docs")
            .join(page);
        let text = std::fs::read_to_string(&path).unwrap();
        let mut written = text.clone();
        for table in tables {
            let head = table.lines().next().unwrap();
            let start = written.find(head).unwrap();
            let end = start + written[start..].find("\n\n").unwrap() + 1;
            written.replace_range(start..end, &table);
        }
        if std::env::var_os("REPORT_BLESS").is_some() {
            std::fs::write(&path, &written).unwrap();
        }
        assert_eq!(text, written, "{page}");
    }
}
