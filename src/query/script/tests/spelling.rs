//! What word processors, web pages and consoles make of commands.

use super::*;

#[test]
fn blanks_quotes_and_dashes_of_other_programs() {
    same(
        "pods with app=web (namespace loki)",
        &[
            "kubectl get pods -n loki -l app=web",
            "kubectl\u{a0}get\u{2003}pods\u{3000}-n loki -l app=web",
            "kubectl get pods –n loki —selector app=web",
            "kube\u{200b}ctl get po\u{ad}ds -n loki -l app=web",
            "kubectl get pods -n loki -l “app=web”",
            "kubectl get pods -n loki -l ‘app=web’",
            "\u{feff}kubectl get pods -n loki -l app=web\r",
            "kubectl get pods \\\r\n  -n loki \\\r\n  -l app=web\r\n",
            "kubectl get pods \u{202a}-n loki\u{202c} -l app=web",
        ],
    );
    // A letter of another script is another word.
    kind(
        "other",
        &["kubectl g\u{435}t pods", "k\u{443}bectl get pods"],
    );
    check("kubectl get pods | grep “a", "pods |1");
}

#[test]
fn consoles_show_prompts_of_many_kinds() {
    for prompt in [
        "$ ",
        "❯ ",
        "> ",
        "~ ",
        "ncn-m001# ",
        "[root@a b]# ",
        "me@host:~$ ",
        "PS C:\\> ",
        "(a) $ ",
    ] {
        let text = format!("{prompt}kubectl get pods\nNAME   READY\nweb-0  1/1");
        let script = read(&text, "");
        assert_eq!(script.commands.len(), 1, "{prompt}");
        assert!(script.commands[0].output.is_some(), "{prompt}");
    }
}

#[test]
fn commands_before_the_first_prompt_are_no_output() {
    assert_eq!(
        layout(
            "kubectl get pods\n\n# Sample\n$ kubectl get pods\nNAME\nkubectl get x",
            ""
        ),
        [
            "0-1 kubectl get pods",
            "3-4 kubectl get pods #Above@2 Sample → \"NAME\\nkubectl get x\""
        ]
    );
}

#[test]
fn wrappers_with_options_are_found_in_any_fence() {
    for command in [
        "watch -n 5 kubectl get pods",
        "watch --exec kubectl get pods",
        "sudo -u root kubectl get pods",
        "timeout 30s kubectl get pods",
        "while true; do kubectl get pods; done",
        "watch 'kubectl get pods'",
        "time kubectl get pods",
        "cd x && kubectl get pods",
    ] {
        assert_eq!(
            classes(command, "").last().map(String::as_str),
            Some("pods"),
            "{command}"
        );
    }
    for prose in [
        "for example, see below",
        "watch the pods",
        "time is short",
        "curl is a tool",
        "kubectl: command not found",
    ] {
        assert_eq!(classes(prose, ""), Vec::<String>::new(), "{prose}");
    }
}
