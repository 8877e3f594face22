use super::*;
use crate::record::markdown;
use proptest::prelude::*;
use pulldown_cmark::Event;

#[test]
fn what_moves_by_itself_is_left_out() {
    let table = |age: &str, since: &str| {
        format!(
            "NAME    READY   RESTARTS{since}   AGE     IP\nalloy-a   2/2   5{since}    {age}   10.0.0.1\nalloy-b   2/2   0     {age}    10.0.0.2\n"
        )
    };
    let one = without_ages(&table("3h5m", " (3m ago)"));
    assert_eq!(one, without_ages(&table("9d", " (14h ago)")));
    insta::assert_snapshot!(one, @r"
        NAME      READY   RESTARTS   AGE   IP
        alloy-a   2/2     5          …     10.0.0.1
        alloy-b   2/2     0          …     10.0.0.2
        ");
    // Neither a sample of usage nor prose is a table with ages.
    for text in [
        "NAME   CPU(cores)\na      29m\n",
        "AGE of reason\n",
        "a  b\nc\n",
        "",
    ] {
        assert_eq!(without_ages(text), text);
    }
}

#[test]
fn output_cannot_end_its_fence() {
    assert_eq!(fenced("a\n"), "```console\na\n```\n");
    assert_eq!(
        fenced("```\nx ````` y\n"),
        "``````console\n```\nx ````` y\n``````\n"
    );
}

#[test]
fn long_output_is_shortened_in_the_middle() {
    let text: String = (1..=100).map(|n| format!("line {n}\n")).collect();
    assert_eq!(
        shortened(&text, &LOG, Lang::Ko),
        [
            "line 1",
            "line 2",
            "… (95줄 생략) …",
            "line 98",
            "line 99",
            "line 100"
        ]
    );
    let rows = shortened(&text, &ROWS, Lang::En);
    assert_eq!(rows.len(), 17);
    assert_eq!(
        (rows[11].as_str(), rows[12].as_str(), rows[13].as_str()),
        ("line 12", "… (84 lines left out) …", "line 97")
    );
    for pasted in [LOG, ROWS] {
        let most = "가\n".repeat(pasted.most);
        assert_eq!(shortened(&most, &pasted, Lang::Ko).len(), pasted.most);
        // The note never takes the place of a single line.
        assert!(pasted.most - pasted.first - pasted.last > 0);
    }
    assert_eq!(short_line(&"가".repeat(1000)).chars().count(), 243);
    let words = "first second third fourth ".repeat(40);
    let short = short_line(&words);
    let known = ["first", "second", "third", "fourth", "…"];
    assert!(
        short.split_whitespace().all(|word| known.contains(&word)),
        "{short}"
    );
}

#[test]
fn logs_are_told_by_their_command() {
    for (command, logs) in [
        (
            "kubectl --context ops logs -n loki-v3 -l a=b --tail=50",
            true,
        ),
        ("kubectl logs ds/alloy | grep -i error", true),
        ("logcli query --limit=100 '{namespace=\"x\"}'", true),
        ("kubectl get pods -n logs", false),
        ("kubectl get pods -l app=logs", false),
        ("kubectl get daemonset logcli", false),
    ] {
        assert_eq!(prints_logs(command), logs, "{command}");
    }
}

#[test]
fn controls_are_taken_off() {
    assert_eq!(
        tame("\u{1B}[31mred\u{1B}[0m\r\n\ttab\u{7}\u{202E}x\0"),
        "red\n\ttabx"
    );
    assert_eq!(tame("\u{1B}]0;title\u{7}x"), "x");
}

/// What a line reads as, markup taken off.
fn reads_as(markdown: &str) -> String {
    markdown::events(&format!("x {markdown}\n"))
        .filter_map(|(event, _)| match event {
            Event::Text(text) => Some(text.into_string()),
            Event::Start(_) | Event::End(_) => None,
            other => Some(format!("{other:?}")),
        })
        .collect()
}

#[test]
fn escaped_text_reads_as_itself() {
    for text in [
        "a|b <script> __x__ @team #1 [x](y)",
        "`code` *bold* ~~gone~~ &amp; &#9; \\ ![i](j)",
        "<!-- report:end results -->",
        "ip-10-11-12-106.ap-northeast-1 snake_case_name 9/10",
    ] {
        assert_eq!(reads_as(&escape(text)), format!("x {text}"));
    }
    assert_eq!(
        escape("DaemonSet 상태 확인 (kube_dns)"),
        "DaemonSet 상태 확인 (kube_dns)"
    );
}

proptest! {
    #[test]
    fn any_text_reads_as_itself(text in "[ -~가✅\n]{0,40}") {
        let words: Vec<&str> = text.split_whitespace().collect();
        let expected = format!("x {}", words.join(" "));
        let read = reads_as(&escape(&text));
        prop_assert_eq!(read.trim_end(), expected.trim_end());
    }
}
