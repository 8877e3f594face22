//! `report lsp`: the real protocol over real pipes, as an editor speaks it.

use crate::support::Lab;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdout, Stdio};

struct Editor {
    child: Child,
    out: BufReader<ChildStdout>,
    asked: i64,
}

impl Editor {
    fn open(lab: &Lab) -> Editor {
        let mut child = lab
            .command(&["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut editor = Editor {
            child,
            out,
            asked: 0,
        };
        let about = editor.ask("initialize", json!({"capabilities": {}}));
        assert_eq!(about["capabilities"]["positionEncoding"], "utf-16");
        editor.tell("initialized", json!({}));
        editor
    }

    fn say(&mut self, message: &Value) {
        let text = message.to_string();
        let stdin = self.child.stdin.as_mut().unwrap();
        write!(stdin, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        stdin.flush().unwrap();
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.say(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    fn hear(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(
                self.out.read_line(&mut line).unwrap() > 0,
                "the server is gone"
            );
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", number)) => length = number.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut text = vec![0; length];
        self.out.read_exact(&mut text).unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    /// The answer to a request; what is told in between is dropped.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.say(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let heard = self.hear();
            if heard["id"] == id {
                return match heard.get("error") {
                    Some(error) => error.clone(),
                    None => heard["result"].clone(),
                };
            }
        }
    }

    /// Opens or changes a document and gives what is published about it.
    fn diagnostics(&mut self, method: &str, params: Value) -> Value {
        self.tell(method, params);
        let heard = self.hear();
        assert_eq!(heard["method"], "textDocument/publishDiagnostics");
        heard["params"]["diagnostics"].clone()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// The text under a range of the protocol, whose units are those of UTF-16.
fn under(text: &str, range: &Value) -> String {
    let lines: Vec<Vec<u16>> = text
        .split('\n')
        .map(|line| line.encode_utf16().collect())
        .collect();
    let at = |end: &str| {
        let number = |key: &str| usize::try_from(range[end][key].as_u64().unwrap()).unwrap();
        (number("line"), number("character"))
    };
    let ((line, from), (last, to)) = (at("start"), at("end"));
    assert_eq!(line, last, "{range}");
    String::from_utf16(&lines[line][from..to]).unwrap()
}

/// The text with an edit of one line.
fn edited(text: &str, edit: &Value) -> String {
    let at = usize::try_from(edit["range"]["start"]["line"].as_u64().unwrap()).unwrap();
    let lines = text.split('\n').enumerate().map(|(number, line)| {
        if number != at {
            return line.to_owned();
        }
        let units: Vec<u16> = line.encode_utf16().collect();
        let unit =
            |end: &str| usize::try_from(edit["range"][end]["character"].as_u64().unwrap()).unwrap();
        let part = |units: &[u16]| String::from_utf16(units).unwrap();
        let (before, after) = (part(&units[..unit("start")]), part(&units[unit("end")..]));
        format!("{before}{}{after}", edit["newText"].as_str().unwrap())
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn an_editor_is_told_what_cannot_be_judged_and_what_to_write() {
    for (lang, plan, expected, before, unclear, clear, meaning) in [
        (
            "ko",
            "검증 계획",
            "기대 결과",
            "💥 모든 Pod가 Running",
            "모든 Pod가 곧 Running",
            "모든 Pod가 Running 상태",
            "모든 Pod가 Running 상태",
        ),
        (
            "en",
            "Verification plan",
            "Expected",
            "💥 All pods are Running",
            "All pods should eventually be Running",
            "All pods are Running",
            "All pods are Running",
        ),
    ] {
        let lab = Lab::empty();
        lab.file(".kiro/report.toml", "");
        let path = lab.work().join(".kiro/deployments/2025-12-09-배포.md");
        let uri = format!("file://{}", path.display()).replace("배포", "%EB%B0%B0%ED%8F%AC");
        let text = format!(
            "# D 💥\r\n\n## {plan}\n\n### 1. Pods\n```bash\nkubectl get pods -n x\n```\n\n**{expected}** 💥:\n- {before}\n- {unclear}\n- {clear}\n- \n"
        );
        let mut editor = Editor::open(&lab);
        let document = |text: &str| json!({"textDocument": {"uri": uri, "languageId": "markdown", "version": 1, "text": text}});
        let found = editor.diagnostics("textDocument/didOpen", document(&text));
        let found = found.as_array().unwrap();
        let ours = found
            .iter()
            .find(|one| under(&text, &one["range"]) == unclear)
            .unwrap_or_else(|| panic!("{lang} {found:#?}"));
        assert_eq!(ours["code"], "NotUnderstood");
        assert!(ours["message"].as_str().unwrap().contains(clear), "{ours}");

        // The rewriting, as an edit of what is not saved yet.
        let asked = json!({"textDocument": {"uri": uri}, "range": ours["range"], "context": {"diagnostics": []}});
        let actions = editor.ask("textDocument/codeAction", asked);
        let edit = &actions[0]["edit"]["changes"][uri.as_str()][0];
        let mended = edited(&text, edit);
        assert_eq!(mended, text.replace(unclear, clear), "{actions}");
        let change = json!({"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": mended}]});
        let left = editor.diagnostics("textDocument/didChange", change);
        assert_eq!(left.as_array().unwrap().len() + 1, found.len(), "{left}");

        let at = |line: usize, character: usize| json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}});
        let hover = editor.ask("textDocument/hover", at(11, 4));
        assert!(
            hover["contents"]["value"]
                .as_str()
                .unwrap()
                .contains(meaning),
            "{hover}"
        );
        assert_eq!(editor.ask("textDocument/hover", at(1, 0)), Value::Null);

        // Below the label, what the step's own command can show; nowhere else.
        let offered = editor.ask("textDocument/completion", at(13, 2));
        let offered = offered.as_array().unwrap();
        let one = offered.iter().find(|one| one["label"] == clear).unwrap();
        assert_eq!(
            edited(&mended, &one["textEdit"]),
            mended.replace("\n- \n", &format!("\n- {clear}\n"))
        );
        assert!(
            !offered
                .iter()
                .any(|one| one["label"].as_str().unwrap().contains("HTTP"))
        );
        assert_eq!(editor.ask("textDocument/completion", at(6, 3)), json!([]));

        let unknown = editor.ask("textDocument/rename", at(0, 0));
        assert_eq!(unknown["code"], -32601);
        let closed = json!({"textDocument": {"uri": uri}});
        editor.tell("textDocument/didClose", closed);
        assert_eq!(editor.ask("textDocument/hover", at(11, 4)), Value::Null);
        assert_eq!(editor.ask("shutdown", Value::Null), Value::Null);
        editor.tell("exit", Value::Null);
        assert_eq!(editor.child.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn what_came_of_a_step_last_is_told_beside_it() {
    use deployment_report::testing::world::State;
    let lab = Lab::demo(State::After).configured();
    let made = [
        "new",
        "--deployment",
        "4354",
        "--workload",
        "ds/alloy",
        "-n",
        "loki-v3",
    ];
    let made = lab.run(&[&made[..], &["--lang", "en"]].concat()).exits(0);
    let record = made.stdout.trim();
    lab.run(&["verify", record, "--update"]);
    let text = lab.read(record);
    let uri = format!("file://{}", lab.work().join(record).display());
    let mut editor = Editor::open(&lab);
    let document =
        json!({"textDocument": {"uri": uri, "languageId": "markdown", "version": 1, "text": text}});
    editor.diagnostics("textDocument/didOpen", document);
    let wanted = "All pods are Running";
    let line = text.lines().position(|line| line.contains(wanted)).unwrap();
    let hover = editor.ask(
        "textDocument/hover",
        json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": 4}}),
    );
    let told = hover["contents"]["value"].as_str().unwrap();
    assert!(
        told.contains("All pods are Running") && told.contains('✅'),
        "{told}"
    );
}

#[test]
fn other_files_and_broken_messages_are_no_matter() {
    let lab = Lab::empty();
    let mut editor = Editor::open(&lab);
    for uri in [
        "file:///etc/passwd",
        "untitled:1",
        "file:///x/readme.md",
        "",
    ] {
        let document = json!({"textDocument": {"uri": uri, "version": 1, "text": "# x\n"}});
        editor.tell("textDocument/didOpen", document);
        let asked = json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}});
        assert_eq!(
            editor.ask("textDocument/hover", asked),
            Value::Null,
            "{uri}"
        );
    }
    editor.tell("textDocument/didOpen", json!(7));
    editor.tell("no/such", Value::Null);
    let uri = "file:///x/.kiro/deployments/2025-12-09-x.md";
    for text in [
        "",
        "\r\n\r\n",
        "- ",
        "```\n💥",
        "| a\n|-\n| \u{0}",
        "# x\n\n## Verification plan\n\n- ",
    ] {
        let document = json!({"textDocument": {"uri": uri, "version": 1, "text": text}});
        editor.diagnostics("textDocument/didOpen", document);
        for position in [(0, 0), (0, 9), (5, 2), (99, 99)] {
            for method in ["textDocument/hover", "textDocument/completion"] {
                let asked = json!({"textDocument": {"uri": uri}, "position": {"line": position.0, "character": position.1}});
                let answer = editor.ask(method, asked);
                assert!(
                    answer.is_null() || answer.is_array(),
                    "{text:?} {method} {answer}"
                );
            }
        }
    }
    // Whoever goes without a word.
    drop(editor.child.stdin.take());
    assert_eq!(editor.child.wait().unwrap().code(), Some(1));
}
