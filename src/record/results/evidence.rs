//! What a command printed, made fit for a record: secrets masked, long output shortened in the
//! middle, nothing in it able to end its fence or to become Markdown.

use crate::facts::lang::Lang;
use crate::facts::outcome::{CommandOutcome, StepOutcome};
use crate::facts::{literal, secret};
use regex::Regex;
use std::sync::LazyLock;

/// Longer output is shortened to its first and last lines.
const MAX_LINES: usize = 40;
const FIRST_LINES: usize = 20;
const LAST_LINES: usize = 10;

/// Longer lines are shortened in the middle.
const MAX_CHARS: usize = 400;

/// The session of each of a step's commands that was answered: the command after a prompt, then
/// what it printed.
pub(super) fn shown(step: &StepOutcome, lang: Lang) -> Vec<String> {
    step.commands
        .iter()
        .filter(|command| command.problem.is_empty() && !command.asked.is_empty())
        .map(|command| session(command, lang))
        .collect()
}

fn session(command: &CommandOutcome, lang: Lang) -> String {
    let mut session = format!("$ {}\n", tame(&secret::mask(command.text.trim())));
    if prints_secrets(&command.text) {
        let note = lang.pick(
            "Secret의 내용은 적지 않음",
            "the Secret's content is not written down",
        );
        session.push_str(&format!("({note})\n"));
    } else {
        for line in shortened(&tame(&secret::mask(&command.printed)), lang) {
            session.push_str(line.trim_end());
            session.push('\n');
        }
    }
    session
}

/// Whether a command prints the values of Secrets, which no mask can know.
fn prints_secrets(command: &str) -> bool {
    static SECRET: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\bget\b.*(?:[\s,]|\b)secrets?\b").expect("a constant pattern")
    });
    static CONTENT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:-o|--output)[ =]?\s*[\x22']?(?:json|yaml|go-template|template|custom-columns)|base64")
            .expect("a constant pattern")
    });
    SECRET.is_match(command) && CONTENT.is_match(command)
}

/// The lines, the middle of many left out with a note.
fn shortened(text: &str, lang: Lang) -> Vec<String> {
    let lines: Vec<&str> = text.trim_matches('\n').lines().collect();
    if lines.len() <= MAX_LINES {
        return lines.into_iter().map(short_line).collect();
    }
    let left_out = lines.len() - FIRST_LINES - LAST_LINES;
    let note = match lang {
        Lang::Ko => format!("… ({left_out}줄 생략) …"),
        Lang::En => format!("… ({left_out} lines left out) …"),
    };
    let first = lines[..FIRST_LINES].iter().map(|line| short_line(line));
    let last = lines[lines.len() - LAST_LINES..]
        .iter()
        .map(|line| short_line(line));
    first.chain([note]).chain(last).collect()
}

fn short_line(line: &str) -> String {
    let length = line.chars().count();
    if length <= MAX_CHARS {
        return line.to_owned();
    }
    let half = MAX_CHARS / 2;
    let head: String = line.chars().take(half).collect();
    let tail: String = line.chars().skip(length - half).collect();
    format!("{head} … {tail}")
}

/// The text without terminal sequences and other controls, and with `\n` line ends.
fn tame(text: &str) -> String {
    static TERMINAL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\x1B(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1B]*(?:\x07|\x1B\\)?|[@-Z\\-_])")
            .expect("a constant pattern")
    });
    TERMINAL
        .replace_all(text, "")
        .replace("\r\n", "\n")
        .chars()
        .filter_map(|c| match c {
            '\n' | '\t' => Some(c),
            // Marks that turn the direction of what follows could show another text.
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => None,
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

/// A fenced block of a terminal session.
pub(super) fn fenced(content: &str) -> String {
    format!("{}\n", literal::fence(content, "console"))
}

/// A message on one line, secrets masked, nothing in it read as Markdown.
pub(super) fn line(message: &str) -> String {
    escape(&secret::mask(message))
}

/// Plain text after other words of its line, as Markdown that reads as it.
pub(super) fn escape(text: &str) -> String {
    let words: Vec<String> = tame(text).split_whitespace().map(str::to_owned).collect();
    literal::within(&words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::markdown;
    use proptest::prelude::*;
    use pulldown_cmark::Event;

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
        let lines = shortened(&text, Lang::Ko);
        assert_eq!(lines.len(), 31);
        assert_eq!(
            (lines[19].as_str(), lines[20].as_str()),
            ("line 20", "… (70줄 생략) …")
        );
        assert_eq!(lines[30], "line 100");
        assert_eq!(shortened(&text, Lang::En)[20], "… (70 lines left out) …");
        let forty: String = "가\n".repeat(40);
        assert_eq!(shortened(&forty, Lang::Ko).len(), 40);
        assert_eq!(short_line(&"가".repeat(1000)).chars().count(), 403);
    }

    #[test]
    fn controls_are_taken_off() {
        assert_eq!(
            tame("\u{1B}[31mred\u{1B}[0m\r\n\ttab\u{7}\u{202E}x\0"),
            "red\n\ttabx"
        );
        assert_eq!(tame("\u{1B}]0;title\u{7}x"), "x");
    }

    #[test]
    fn contents_of_secrets_are_not_printed() {
        for (command, prints) in [
            ("kubectl get secret x -o yaml", true),
            ("kubectl -n a get secrets/x -ojsonpath='{.data}'", true),
            ("kubectl get cm,secret -o json", true),
            (
                "kubectl get secret x --output=go-template='{{.data}}'",
                true,
            ),
            (
                "kubectl get secret x -o jsonpath='{.data.a}' | base64 -d",
                true,
            ),
            ("kubectl get secrets -n a", false),
            ("kubectl get secret x -o name", false),
            ("kubectl get pods -o yaml", false),
            ("kubectl get externalsecrets -o wide", false),
        ] {
            assert_eq!(prints_secrets(command), prints, "{command}");
        }
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
}
