//! What holds for every text.

use super::*;
use proptest::prelude::*;

/// Pieces that hostile and honest records are made of.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "kubectl",
            "get",
            "pods",
            "-n",
            "x",
            "logs",
            "delete",
            "secret",
            "-o",
            "yaml",
            "$(",
            ")",
            "`",
            "\"",
            "'",
            "|",
            "&&",
            ";",
            "\n",
            "\\\n",
            "#",
            "<",
            ">",
            "<<EOF",
            "EOF",
            "{",
            "}",
            "[",
            "]",
            "${",
            "$X",
            "=",
            "for",
            "do",
            "done",
            "if",
            "fi",
            "case",
            "esac",
            "$ ",
            "❯ ",
            "curl",
            "http://x",
            "grep",
            "awk",
            "'{print $1}'",
            "jq",
            "'.a'",
            "logcli",
            "{{",
            "}}",
            "...",
            "&",
            "2>&1",
            "((",
            "))",
            "[[",
            "]]",
            "\t",
            "한글",
            "\u{100000}",
            "\u{10FFFD}",
            "function",
            "X=1",
            "export",
            "cd",
            "..",
            "-",
            "--",
            "–",
            "git",
            "log",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    let blank = prop::sample::select(vec!["", " "]);
    prop::collection::vec((piece(), blank), 0..40).prop_map(|pieces| {
        pieces
            .into_iter()
            .map(|(piece, blank)| piece + blank)
            .collect()
    })
}

/// A reading command as flags that may stand in any order, and the words that may not.
fn flags() -> impl Strategy<Value = Vec<&'static str>> {
    let all = vec![
        "-n loki",
        "--context ops",
        "-o wide",
        "--no-headers",
        "-l app=x",
        "--show-labels",
        "-w",
        "--sort-by=.metadata.name",
        "--field-selector=a=b",
        "--ignore-not-found",
    ];
    prop::sample::subsequence(all, 0..10).prop_shuffle()
}

/// A command: what must come first, its words, flags in any order, and how many stand before the words.
fn command() -> impl Strategy<Value = (&'static str, &'static str, Vec<&'static str>, usize)> {
    let kinds: Vec<(&str, &str, Vec<&str>)> = vec![
        (
            "kubectl get",
            "pods",
            vec![
                "-n loki",
                "--context ops",
                "-owide",
                "--no-headers",
                "-l app=x",
                "-w",
            ],
        ),
        (
            "kubectl get",
            "ds/alloy",
            vec![
                "-nloki",
                "-o yaml",
                "--ignore-not-found",
                "--request-timeout=5s",
            ],
        ),
        (
            "kubectl get",
            "secret x",
            vec!["-n loki", "-o yaml", "--context=ops"],
        ),
        (
            "kubectl get",
            "pods",
            vec!["-n $UNSET", "-o name", "--token=x"],
        ),
        (
            "kubectl logs",
            "deploy/web",
            vec![
                "-n loki",
                "--tail=50",
                "-f",
                "-c app",
                "--since 1h",
                "--previous",
            ],
        ),
        (
            "kubectl logs",
            "",
            vec![
                "-l app=x",
                "--tail 5",
                "-n loki",
                "--prefix",
                "--all-containers=true",
            ],
        ),
        (
            "kubectl top",
            "pods",
            vec!["-n loki", "-l app=x", "--containers", "--sort-by=cpu"],
        ),
        (
            "kubectl rollout status",
            "ds/alloy",
            vec!["-n loki", "--timeout=5m", "--watch=false", "--context c"],
        ),
        (
            "kubectl wait",
            "pod",
            vec![
                "--for=condition=ready",
                "-l app=x",
                "--timeout=5m",
                "-n loki",
            ],
        ),
        (
            "kubectl delete",
            "pod web-0",
            vec!["-n loki", "--force", "-o name"],
        ),
        (
            "logcli query",
            "{a=\"b\"}",
            vec![
                "--limit=5",
                "--since=2h",
                "--forward",
                "--addr=http://x",
                "-q",
            ],
        ),
        (
            "curl",
            "http://x/y",
            vec![
                "-s",
                "-k",
                "-I",
                "-m 5",
                "-w %{http_code}",
                "-o /dev/null",
                "-L",
            ],
        ),
        ("curl", "http://x/y", vec!["-s", "-X POST", "-k", "-f"]),
        (
            "argocd app get",
            "web",
            vec!["-o json", "--grpc-web", "--show-operation"],
        ),
    ];
    prop::sample::select(kinds).prop_flat_map(|(head, words, flags)| {
        let count = flags.len();
        let must = if words.is_empty() || words == "pod" {
            count
        } else {
            0
        };
        (
            Just(head),
            Just(words),
            prop::sample::subsequence(flags, must..=count).prop_shuffle(),
            0..=count,
        )
    })
}

const MUTATING: &[&str] = &[
    "apply",
    "create",
    "delete",
    "patch",
    "edit",
    "replace",
    "scale",
    "exec",
    "port-forward",
    "run",
    "drain",
    "cordon",
    "label",
    "annotate",
    "set",
    "cp",
    "debug",
    "attach",
    "taint",
    "expose",
    "autoscale",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(text in text(), info in prop::sample::select(vec!["bash", "", "console", "yaml", "powershell"])) {
        let lines = text.lines().count().max(1) + 1;
        for command in read(&text, info).commands {
            prop_assert!(command.lines.end <= lines && command.lines.start < command.lines.end, "{command:?}");
        }
        let _ = crate::query::inline::read(&text, &Vars::new());
    }

    #[test]
    fn the_class_does_not_depend_on_the_order_of_flags((head, words, flags, cut) in command()) {
        let mut sorted = flags.clone();
        sorted.sort_unstable();
        let straight = format!("{head} {words} {}", sorted.join(" "));
        let (front, back) = flags.split_at(cut.min(flags.len()));
        let mixed = format!("{head} {} {words} {}", front.join(" "), back.join(" "));
        let class = |text: &str| read(text, "bash").commands[0].class.clone();
        prop_assert!(!matches!(class(&straight), Class::NotOurs(_)), "{} {:?}", straight, class(&straight));
        prop_assert_eq!(class(&straight), class(&mixed), "{} / {}", straight, mixed);
    }

    #[test]
    fn the_class_does_not_depend_on_blanks_and_quotes(
        (head, words, flags, _) in command(),
        styles in prop::collection::vec((0u8..5, 1usize..4), 24),
    ) {
        let plain = format!("{head} {words} {}", flags.join(" "));
        let mut styled = String::new();
        for (at, word) in plain.split_whitespace().enumerate() {
            let (quote, blanks) = styles[at % styles.len()];
            let bare = !word.contains(['\'', '"', '<', '$']);
            styled.push_str(&match quote {
                0 if at > 0 && bare => format!("'{word}'"),
                1 if at > 0 && bare => format!("\"{word}\""),
                2 if at > 0 && bare => format!("{}''\"\"", word),
                3 => format!("{word} \\\n"),
                _ => word.to_owned(),
            });
            styled.push_str(&" ".repeat(blanks));
        }
        prop_assert_eq!(
            read(&plain, "bash").commands[0].class.clone(),
            read(&styled, "bash").commands[0].class.clone(),
            "{} / {}", plain, styled
        );
    }

    #[test]
    fn nothing_that_changes_is_understood(
        verb in prop::sample::select(MUTATING),
        flags in flags(),
        before in 0usize..4,
        tail in prop::sample::select(vec!["", " | grep x", " -o name", " && kubectl get pods", " 2>/dev/null", " # get pods", " --dry-run=client", " <x>"]),
        head in prop::sample::select(vec!["", "sudo ", "time ", "watch ", "X=$(", "$ ", "! ", "echo x | "]),
    ) {
        let (front, back) = flags.split_at(before.min(flags.len()));
        let close = if head.ends_with('(') { ")" } else { "" };
        let text = format!("{head}kubectl {} {verb} pod x {}{close}{tail}", front.join(" "), back.join(" "));
        let script = read(&text, "bash");
        prop_assert!(!script.commands.is_empty(), "{}", text);
        prop_assert!(matches!(script.commands[0].class, Class::Refused(_)), "{} {:?}", text, script.commands[0].class);
    }

    #[test]
    fn no_filter_panics(text in "\\PC{0,60}", program in "\\PC{0,30}", seen in "[ -~\n]{0,200}") {
        let command = format!("kubectl get pods | {text}");
        let _ = read(&command, "bash");
        for tool in ["grep -E", "grep", "awk", "jq", "yq", "tr", "cut -f1 -d", "sort -k", "head -n", "sed"] {
            let quoted = program.replace('\'', "");
            let command = format!("kubectl get pods | {tool} '{quoted}'");
            if let Some(Class::Understood(pipeline)) = read(&command, "bash").commands.first().map(|one| &one.class) {
                let at = chrono::DateTime::UNIX_EPOCH;
                let _ = crate::query::filter::apply(&pipeline.filters, &crate::facts::observation::Seen::printed(at, seen.clone()));
            }
        }
    }
}

#[test]
fn hostile_sizes_end_soon() {
    for (piece, times) in [
        ("$(", 20_000),
        ("${", 20_000),
        ("(", 50_000),
        ("`", 50_001),
        ("\"", 50_001),
        ("if ", 20_000),
        ("kubectl get pods\n", 20_000),
        ("kubectl get pods \"\n", 5_001),
        ("cat <<EOF\n", 3_000),
        ("<x>", 20_000),
        ("a|", 20_000),
        ("a;", 20_000),
        ("\\\n", 50_000),
        ("{a,", 20_000),
        ("# x\n", 50_000),
        ("$X", 10_000),
        ("for x in a; do\n", 5_000),
        ("x", 600_000),
        ("{{a}}", 20_000),
        ("\n", 200_000),
        ("$ ", 50_000),
    ] {
        let text = format!("kubectl get {}", piece.repeat(times));
        let _ = read(&text, "bash");
        let _ = read(&text, "");
    }
}
