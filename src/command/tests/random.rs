//! Records, evidence, templates, settings and manifests made by grammars, so that filters, jq and CEL are
//! really reached. `REPORT_RUNS=100000 cargo test --lib command::tests::random` runs many; each is told by its seed
//! (`REPORT_SEED`). Nothing panics or goes on without end, what could not be looked at passes nothing, no
//! byte outside an edit changes, and no canary under a secret's name is printed.

use crate::collect::access::Mode;
use crate::collect::observe::Outside;
use crate::collect::tests::fixture::access;
use crate::command::fault;
use crate::command::judge::{self as dump, Input};
use crate::facts::lang::Lang;
use crate::facts::observation::{Blind, Cause, LogLine, Observation, Seen};
use crate::facts::outcome::RunOutcome;
use crate::facts::table::{Column, Omitted, Row, Table};
use crate::facts::verdict::Verdict;
use crate::judge::predicate::{Property, Statement};
use crate::language::Reading;
use crate::output;
use crate::record::edit;
use crate::render::Templates;
use crate::render::context::RecordContext;
use crate::settings::parse_config;
use crate::store;
use crate::verify::understand::{ItemReading, Understanding, Vocabulary, understand};
use crate::verify::{Answers, Context, Wanted, judge, questions};
use crate::world::{State, World};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

const CANARY: &str = "c4nary-Z7q9";

/// Choices, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides.max(1)
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }

    fn often(
        &mut self,
        times: usize,
        mut make: impl FnMut(&mut Dice) -> String,
        by: &str,
    ) -> String {
        let count = 1 + self.roll(times);
        (0..count).map(|_| make(self)).collect::<Vec<_>>().join(by)
    }

    /// A text of which something may be broken: cut, doubled, or with a hard piece in it.
    fn bent(&mut self, text: String) -> String {
        const HARD: &[&str] = &[
            "\0",
            "\u{feff}",
            "\u{202e}",
            "\r",
            "\u{1b}[2J",
            "```",
            "`",
            "|",
            "<!--",
            "-->",
            "\\",
            "'",
            "\"",
            "::error::x",
            "\u{1100}\u{1161}",
            "💥",
            "${X}",
            "{{",
            "%}",
            "999999999999999999999",
            "-0",
            "1e400",
        ];
        let mut places = text.char_indices().map(|(at, _)| at);
        let Some(at) = places.nth(self.roll(text.chars().count())) else {
            return text;
        };
        match self.roll(12) {
            0 => text[..at].to_owned(),
            1 => format!("{text}{}", &text[at..]),
            2 => format!("{}{}{}", &text[..at], self.one(HARD), &text[at..]),
            _ => text,
        }
    }
}

fn jq(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 {
        return dice
            .one(&[
                ".",
                ".a",
                ".items[]",
                ".metadata.name",
                ".status.phase",
                "..",
                "length",
                "keys",
                "1",
                "\"x\"",
                "null",
                ".[0]",
                ".[1:]",
                ".spec.containers[].env[]?.value",
                "tojson",
                "to_entries",
                "add",
                "type",
                "not",
                "empty",
            ])
            .to_owned();
    }
    let mut sub = || jq(dice, depth - 1);
    let (a, b, c) = (sub(), sub(), sub());
    match dice.roll(22) {
        0 => format!("{a} | {b}"),
        1 => format!("{a}, {b}"),
        2 => format!("[{a}]"),
        3 => format!("{{a: {a}, \"b\": {b}}}"),
        4 => format!("select({a} == {b})"),
        5 => format!("map({a})"),
        6 => format!("if {a} then {b} else {c} end"),
        7 => format!("try ({a}) catch {b}"),
        8 => format!("({a}) + ({b})"),
        9 => format!("({a}) * ({b})"),
        10 => format!("\"\\({a}) \\({b})\""),
        11 => format!("({a} // {b})"),
        12 => format!("any({a}; {b})"),
        13 => format!("group_by({a})"),
        14 => format!("sort_by({a})"),
        15 => format!("test(\"{}\")", regex(dice)),
        16 => format!("first({a})"),
        17 => format!("limit(3; {a})"),
        18 => format!("({a}) - ({b})"),
        19 => format!("({a} | @base64)"),
        20 => format!("with_entries({a})"),
        _ => format!("({a} and {b}) or {c}"),
    }
}

fn regex(dice: &mut Dice) -> String {
    dice.often(
        4,
        |dice| {
            dice.one(&[
                "a",
                "Running",
                ".*",
                "[a-z]+",
                "[^ ]*",
                "^",
                "$",
                "(a|b)",
                "\\(x\\)",
                "\\d+",
                "x{2,900}",
                "+",
                "*",
                "[",
                "(",
                "\\b",
                "0/1",
                "에러",
                "(?i)error",
                "\\.",
                "\\1",
                "[[:digit:]]",
                "?",
            ])
            .to_owned()
        },
        "",
    )
}

fn awk(dice: &mut Dice) -> String {
    let value = |dice: &mut Dice| {
        dice.one(&[
            "$0",
            "$1",
            "$NF",
            "NR",
            "\"x\"",
            "$3+1",
            "s",
            "length($0)",
            "$99",
            "$(NF-1)",
        ])
        .to_owned()
    };
    let condition = match dice.roll(6) {
        0 => "NR>1".to_owned(),
        1 => format!("$3 != \"{}\"", dice.one(&["Running", "1", ""])),
        2 => format!("/{}/", regex(dice)),
        3 => "END".to_owned(),
        4 => format!("{} ~ /{}/", value(dice), regex(dice)),
        _ => String::new(),
    };
    let body = match dice.roll(4) {
        0 => format!("print {}", dice.often(30, value, ", ")),
        1 => format!(
            "printf \"%s {}\\n\", {}",
            dice.one(&["%d", "%5.2f", "%-9999s", "%"]),
            dice.often(3, value, ", ")
        ),
        2 => format!("s+={}", value(dice)),
        _ => format!("print {}", dice.often(20, value, " ")),
    };
    format!("{condition}{{{body}}}")
}

fn filter(dice: &mut Dice) -> String {
    match dice.roll(16) {
        0 => format!(
            "grep {}'{}'",
            dice.one(&[
                "", "-v ", "-c ", "-E ", "-o ", "-i ", "-w ", "-x ", "-A1 ", "-m 2 ", "-vE "
            ]),
            regex(dice)
        ),
        1 => format!(
            "jq {}'{}'",
            dice.one(&["", "-r ", "-c ", "-e ", "-s ", "-j ", "-S "]),
            {
                let depth = dice.roll(4);
                jq(dice, depth)
            }
        ),
        2 => format!("awk '{}'", awk(dice)),
        3 => format!(
            "sed {}'{}'",
            dice.one(&["", "-n ", "-E "]),
            dice.often(
                3,
                |dice| match dice.roll(5) {
                    0 => format!(
                        "s/{}/{}/{}",
                        regex(dice),
                        dice.one(&["", "&&&", "\\1", "x"]),
                        dice.one(&["", "g", "2", "gp"])
                    ),
                    1 => format!("{}p", dice.one(&["1", "$", "2,4", "/x/", "0"])),
                    2 => format!("{}d", dice.one(&["1", "$", "1,$", "/a/,/b/"])),
                    3 => "q".to_owned(),
                    _ => "p".to_owned(),
                },
                ";"
            )
        ),
        4 => format!(
            "cut {}",
            dice.one(&["-d: -f2", "-c1-3", "-f1,3-", "-d' ' -f99", "-c0", "-f"])
        ),
        5 => format!(
            "tr {}",
            dice.one(&[
                "a-z A-Z",
                "-d '\\n'",
                "-s ' '",
                "'[:upper:]' x",
                "'' x",
                "z-a b"
            ])
        ),
        6 => dice
            .one(&[
                "sort",
                "sort -n",
                "sort -rk2",
                "sort -u",
                "sort -k3,3n -t:",
                "sort -h",
            ])
            .to_owned(),
        7 => dice
            .one(&["uniq", "uniq -c", "uniq -d", "uniq -i"])
            .to_owned(),
        8 => dice
            .one(&["head", "head -3", "head -n -2", "head -c 5", "head -n 0"])
            .to_owned(),
        9 => dice
            .one(&["tail", "tail -1", "tail -n +2", "tail -c 7", "tail -f"])
            .to_owned(),
        10 => dice.one(&["wc -l", "wc -w", "wc -c", "wc"]).to_owned(),
        11 => format!("yq '{}'", jq(dice, 1)),
        12 => dice
            .one(&["column -t", "xargs", "tee x.log", "cat", "less"])
            .to_owned(),
        13 => format!("jq -r '.items[] | {}'", jq(dice, 2)),
        _ => format!(
            "grep {}",
            dice.one(&[
                "Running",
                "-v Running",
                "-c Running",
                "ERROR",
                "-q x",
                "에러"
            ])
        ),
    }
}

fn command(dice: &mut Dice) -> String {
    let kind = dice.one(&[
        "pods",
        "pod web-0",
        "ds alloy",
        "deploy/web",
        "nodes",
        "svc",
        "secret db",
        "cm app",
        "events",
        "all",
        "apps",
        "x.y.z",
    ]);
    let base = match dice.roll(14) {
        0 => format!("kubectl describe {kind} -n a"),
        1 => format!(
            "kubectl logs {} --tail={}",
            dice.one(&["web-0", "ds/alloy", "-l app=web", "deploy/web -c x"]),
            dice.roll(300)
        ),
        2 => "kubectl top pods -n a".to_owned(),
        3 => format!(
            "kubectl rollout status {}",
            dice.one(&["ds/alloy", "deploy/web", "sts/db"])
        ),
        4 => format!(
            "kubectl get {kind} -o jsonpath='{}'",
            dice.one(&[
                "{.items[*].metadata.name}",
                "{range .items[*]}{.a}{\"\\n\"}{end}",
                "{..name}",
                "{.spec.containers[0].env[0].value}",
                "{",
                "{.a[?(@.b==1)]}"
            ])
        ),
        5 => format!(
            "kubectl get {kind} -o custom-columns={}",
            dice.one(&["A:.metadata.name", "A:.a,B:.b", "A", ":"])
        ),
        6 => "logcli query '{app=\"web\"} |= \"x\"' --since=1h".to_owned(),
        7 => "promtool query instant http://p 'up'".to_owned(),
        8 => "curl -s https://web.example.dev/health".to_owned(),
        9 => format!("argocd app get {}", dice.one(&["alloy-ops", "web -o json"])),
        10 => format!(
            "export A=$A$A{}; kubectl get {kind} -n $A",
            dice.one(&["", "x", "$(date)", "${B:-c}"])
        ),
        _ => format!(
            "kubectl get {kind} -n a{}",
            dice.one(&[
                "",
                " -o wide",
                " -o json",
                " -o yaml",
                " -A",
                " --context other",
                " -l a=b",
                " --field-selector=status.phase=Running",
                " -o name"
            ])
        ),
    };
    match dice.roll(3) {
        0 => base,
        _ => format!("{base} | {}", dice.often(3, filter, " | ")),
    }
}

fn cel(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 {
        return dice
            .one(&[
                "true",
                "rows.size() > 0",
                "r.STATUS == 'Running'",
                "objects[0].metadata.name != ''",
                "lines[0].contains('x')",
                "now > timestamp('2025-12-01T00:00:00Z')",
                "1 < 2",
                "rows[9].A == ''",
            ])
            .to_owned();
    }
    let list = dice.one(&[
        "rows",
        "objects",
        "lines",
        "(lines + lines)",
        "rows.map(x, x)",
        "lines.filter(l, l != '')",
    ]);
    let name = dice.one(&["r", "o", "l"]);
    let (a, b) = (cel(dice, depth - 1), cel(dice, depth - 1));
    match dice.roll(6) {
        0 => format!("{list}.all({name}, {a})"),
        1 => format!("{list}.exists({name}, {a})"),
        2 => format!("{a} && {b}"),
        3 => format!("{a} || !({b})"),
        4 => format!("{list}.filter({name}, {a}).size() >= {}", dice.roll(4)),
        _ => format!(
            "lines.exists(l, l.matches('{}'))",
            regex(dice).replace(['\'', '\\'], "")
        ),
    }
}

fn claim(dice: &mut Dice) -> String {
    match dice.roll(6) {
        0 => format!("`cel: {}`", {
            let depth = dice.roll(4);
            cel(dice, depth)
        }),
        1 => format!(
            "{} {}",
            dice.one(&[
                "READY:",
                "STATUS:",
                "CPU",
                "`web` Pod",
                "All pods",
                "모든 Pod",
                "재시작",
                "Restarts"
            ]),
            dice.one(&[
                "10",
                "1/1",
                "Running",
                "250m 이하",
                "below 250m",
                "없음",
                "0",
                "are Running",
                "10개",
                "≥ 3",
                "twelve"
            ])
        ),
        _ => dice
            .one(&[
                "all pods Running",
                "모든 Pod Running",
                "no errors in the logs",
                "에러 로그가 없음",
                "No output",
                "출력 없음",
                "READY: 10",
                "3 pods Running",
                "Pod 3개",
                "logs are collected",
                "로그 수집 확인",
                "no restarts",
                "재시작 없음",
                "Synced and Healthy",
                "HTTP 200",
                "`OK`",
                "1 or more",
                "rollout finished",
                "배포 완료",
                "Users can log in",
                "결제 정상",
                "every node has one pod",
                "CPU 사용량이 250m 이하",
                "no Pending pods",
                "Pending Pod 없음",
                "value is 1",
                "값이 1",
                "up on all 2 nodes",
            ])
            .to_owned(),
    }
}

fn record(dice: &mut Dice, lang: Lang) -> String {
    let mut text = format!(
        "# {}\n\n**{}**: 2025-12-05\n{}\n\n",
        lang.pick("배포 기록", "Rollout"),
        lang.pick("날짜", "Date"),
        dice.one(&[
            "",
            "- 배포 번호: #4354",
            "- Gitploy deployment: #4354",
            "**환경**: ops",
            "- Application: `alloy-ops`"
        ])
    );
    text += lang.pick("## 검증 계획\n\n", "## Verification plan\n\n");
    let steps = 1 + dice.roll(4);
    for number in 1..=steps {
        text += &format!(
            "### {number}. {} {number}\n\n",
            dice.one(&["Check", "Pod 상태 확인", "Look", "로그 확인"])
        );
        text += &format!(
            "```{}\n{}\n```\n\n",
            dice.one(&["bash", "sh", "", "console", "text"]),
            dice.often(3, command, "\n")
        );
        text += dice.one(&[
            "**Expected**:\n",
            "**기대 결과**:\n",
            "기대:\n",
            "**Rollback if**:\n",
            "**SLO**:\n",
            "",
        ]);
        text += &match dice.roll(5) {
            0 => format!(
                "\n| A | B |\n|---|---|\n| {} | {} |\n\n",
                claim(dice),
                claim(dice)
            ),
            1 => format!(
                "\n```\n{}\n```\n\n",
                dice.one(&[
                    "NAME READY STATUS\nweb-0 1/1 Running",
                    "OK",
                    "{\"a\": [1]}",
                    "...",
                    "a: 1\nb: [x"
                ])
            ),
            _ => format!("- {}\n\n", dice.often(4, claim, "\n- ")),
        };
    }
    text += lang.pick("## 다음 단계\n\n", "## Next steps\n\n");
    for number in 1..=steps + 1 {
        let mark = dice.one(&["⏳", "✅", "❌", "[ ]", "[x]", "🔄"]);
        let (lead, mark) = if mark.starts_with('[') {
            ("-".to_owned(), mark)
        } else {
            (format!("{number}."), mark)
        };
        text += &format!(
            "{lead} {mark} {} {number}{}\n",
            dice.one(&[
                "Check",
                "Pod 상태 확인",
                "Look",
                "배포 완료 대기",
                "1-2일 안정성 확인"
            ]),
            dice.one(&[
                "",
                " `kubectl get pods`",
                " <!-- check:a -->",
                " <!-- task:s:1 -->"
            ])
        );
    }
    text += dice.one(&[
        "",
        "\n<!-- report:begin results -->\n<!-- report:end results -->\n",
        "\n<!-- report:begin x -->\n",
    ]);
    dice.bent(text)
}

fn object(dice: &mut Dice) -> Value {
    let env = |dice: &mut Dice| {
        json!([
            {"name": dice.one(&["DB_PASSWORD", "API_TOKEN", "MYSQL_PWD", "CLIENT_SECRET"]), "value": CANARY},
            {"name": "MODE", "value": "plain"},
        ])
    };
    let phase = dice
        .one(&["Running", "Pending", "Failed", "Succeeded", "", "Unknown"])
        .to_owned();
    let meta = json!({"name": dice.one(&["web-0", "alloy", "db", ""]), "namespace": "a", "generation": dice.roll(3), "uid": "u",
        "creationTimestamp": dice.one(&["2025-12-05T10:00:00Z", "x", ""]),
        "annotations": {"kubectl.kubernetes.io/last-applied-configuration": json!({"spec": {"containers": [{"env": env(dice)}]}}).to_string()}});
    let mut object = match dice.roll(6) {
        0 => {
            json!({"kind": "Secret", "apiVersion": "v1", "metadata": meta, "data": {"x": CANARY}, "stringData": {"y": CANARY}})
        }
        1 => {
            json!({"kind": "ConfigMap", "apiVersion": "v1", "metadata": meta, "data": {"password": CANARY, "a.ini": format!("user=a\npassword={CANARY}\n")}})
        }
        2 => {
            json!({"kind": dice.one(&["Deployment", "DaemonSet", "StatefulSet"]), "apiVersion": "apps/v1", "metadata": meta,
            "spec": {"replicas": dice.roll(4), "template": {"spec": {"containers": [{"name": "c", "env": env(dice)}]}}},
            "status": {"observedGeneration": dice.roll(3), "replicas": dice.roll(4), "readyReplicas": dice.roll(4), "updatedReplicas": 1, "availableReplicas": 1,
                "desiredNumberScheduled": 3, "numberReady": dice.roll(4), "currentNumberScheduled": 3, "updatedNumberScheduled": 3, "numberAvailable": 3, "numberMisscheduled": 0}})
        }
        3 => {
            json!({"kind": "List", "apiVersion": "v1", "items": [{"kind": "Secret", "data": {"z": CANARY}}]})
        }
        4 => {
            json!({"kind": "Widget", "apiVersion": "x/v1", "metadata": meta, "status": {"conditions": [{"type": "Ready", "status": dice.one(&["True", "False", "x"])}]}})
        }
        _ => {
            json!({"kind": "Pod", "apiVersion": "v1", "metadata": meta, "spec": {"nodeName": "n1", "containers": [{"name": "c", "image": "i:1", "command": ["x", "--password", CANARY], "env": env(dice)}]},
            "status": {"phase": phase, "conditions": [{"type": "Ready", "status": dice.one(&["True", "False"])}], "containerStatuses": [{"name": "c", "ready": dice.roll(2) == 0, "restartCount": dice.roll(3), "state": {"running": {"startedAt": "2025-12-05T10:00:00Z"}}}]}})
        }
    };
    for _ in 0..dice.roll(3) {
        broken(dice, &mut object);
    }
    object
}

/// Takes something away, or puts something else in its place; what is a secret stays where it is.
fn broken(dice: &mut Dice, value: &mut Value) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            let at = dice.roll(map.len());
            let Some(key) = map.keys().nth(at).cloned() else {
                return;
            };
            match dice.roll(4) {
                0 => drop(map.remove(&key)),
                1 if !map[&key].to_string().contains(CANARY) => {
                    let other = [
                        Value::Null,
                        json!([]),
                        json!({}),
                        json!(-1),
                        json!("x"),
                        json!(true),
                        json!(1e300),
                        json!([[[]]]),
                    ];
                    map[&key] = other[dice.roll(other.len())].clone();
                }
                _ => broken(dice, &mut map[&key]),
            }
        }
        Value::Array(list) if !list.is_empty() => {
            let at = dice.roll(list.len());
            broken(dice, &mut list[at]);
        }
        _ => {}
    }
}

fn seen(dice: &mut Dice, now: DateTime<Utc>) -> Observation {
    if dice.roll(4) == 0 {
        return blind(dice);
    }
    let names = ["web-0", "web-1", "alloy-a"];
    let states = ["Running", "Pending", "CrashLoopBackOff", "Completed"];
    let columns = ["NAME", "READY", "STATUS", "RESTARTS", "AGE"].map(|name| Column {
        name: name.into(),
        priority: 0,
    });
    let rows: Vec<Row> = (0..dice.roll(4))
        .map(|at| Row {
            namespace: "a".into(),
            name: names[at % 3].into(),
            cells: vec![
                names[at % 3].into(),
                dice.one(&["1/1", "0/1", "x"]).into(),
                states[dice.roll(4)].into(),
                "0".into(),
                "5m".into(),
            ],
            object: (dice.roll(2) == 0).then(|| Box::new(object(dice))),
        })
        .collect();
    let lines = [
        "level=info msg=x",
        "ERROR boom",
        "{\"level\":\"error\"}",
        "에러: x",
        "E0102 10:00:00.0 x",
        "",
    ];
    let text = rows
        .iter()
        .map(|row| row.cells.join("  ") + "\n")
        .collect::<String>();
    let text = match dice.roll(3) {
        0 => object(dice).to_string(),
        1 => lines.join("\n"),
        _ => format!("NAME  READY  STATUS  RESTARTS  AGE\n{text}"),
    };
    let objects = (0..dice.roll(3)).map(|_| object(dice)).collect();
    let lines = (0..dice.roll(4)).map(|at| LogLine {
        source: "web-0/c".into(),
        time: (at > 0).then_some(now),
        text: lines[dice.roll(6)].into(),
    });
    let lines: Vec<LogLine> = lines.collect();
    Observation::Seen(Box::new(Seen {
        success: dice.roll(5) > 0,
        lines,
        objects,
        tables: vec![Table {
            resource: dice.one(&["pods", "daemonsets", "x"]).into(),
            group: String::new(),
            columns: columns.into(),
            rows,
            omitted: Omitted::default(),
        }],
        ..Seen::printed(now, dice.bent(text))
    }))
}

fn blind(dice: &mut Dice) -> Observation {
    let cause = Cause::ALL[dice.roll(Cause::ALL.len())];
    Observation::Blind(Blind::new(cause, "not seen", ""))
}

/// How often the understood commands and claims of the records made so far reached what.
type Reached = BTreeMap<String, usize>;

fn count(understanding: &Understanding, reached: &mut Reached) {
    let steps = understanding.steps.iter();
    let items = understanding.items.iter().flat_map(ItemReading::understood);
    for understood in steps.chain(items) {
        for pipeline in understood.pipelines() {
            for filter in &pipeline.filters {
                // `Jq(Jq { … })`: the name of the variant.
                let name = format!("{filter:?}");
                let name = name.split(|c: char| !c.is_alphanumeric()).next();
                *reached.entry(name.unwrap_or_default().into()).or_default() += 1;
            }
        }
        for claim in &understood.claims {
            if let Reading::Understood(said) = &claim.reading {
                let formal = |one: &&&Statement| matches!(one.property, Property::Cel(_));
                *reached.entry("Cel".into()).or_default() +=
                    said.statements().iter().filter(formal).count();
            }
        }
    }
}

/// Judges a record with answers, and holds what must hold of it.
fn judged(
    text: &str,
    lang: Lang,
    mut answer: impl FnMut() -> Observation,
    is_blind: bool,
) -> Understanding {
    let now = State::After.clock();
    let vocabulary = Vocabulary::default();
    let wanted = Wanted::default();
    let context = Context {
        now,
        zone: None,
        lang,
        vocabulary: &vocabulary,
        wanted: &wanted,
    };
    let understanding = understand(text, &vocabulary);
    let mut answers = Answers::default();
    for query in questions(std::iter::once(&understanding)) {
        answers.put(query, answer());
    }
    let mut budget = understanding.budget.clone();
    let judged = budget.run(|| judge("r.md", text, &understanding, &answers, &context));
    let settled = crate::facts::verdict::Reason::Settled;
    if is_blind {
        let steps = judged.outcome.steps.iter().map(|step| &step.judgement);
        let items = judged.outcome.items.iter().map(|item| &item.judgement);
        let passed = steps
            .chain(items)
            .find(|one| one.verdict == Verdict::Passed && one.reason != settled);
        assert!(passed.is_none(), "passed unseen: {passed:?}\n{text}");
    }
    let after = edit::apply(text, &judged.edits).expect("edits fit");
    if let Err(why) = store::edited(Path::new("r.md"), text, &judged.edits) {
        panic!("{why}\n{text}\n-----\n{after}");
    }
    let mut kept = 0;
    let mut sorted = edit::sort(text, &judged.edits).expect("edits fit");
    sorted.sort_by_key(|edit| edit.span);
    let mut rest = after.as_str();
    for edit in sorted {
        let same = &text[kept..edit.span.start];
        rest = rest
            .strip_prefix(same)
            .and_then(|rest| rest.strip_prefix(edit.replacement.as_str()))
            .expect("bytes outside of edits");
        kept = edit.span.end;
    }
    assert_eq!(rest, &text[kept..]);
    let outcome = RunOutcome {
        now,
        lang: Lang::En,
        records: vec![judged.outcome],
        news: None,
    };
    let _faces = (
        output::json::render(&outcome),
        output::junit::render(&outcome),
        output::github::summary(&outcome),
    );
    understanding
}

fn manifests(dice: &mut Dice) {
    let objects: Vec<Value> = (0..1 + dice.roll(4)).map(|_| object(dice)).collect();
    let text = match dice.roll(3) {
        0 => json!({"kind": "List", "apiVersion": "v1", "items": objects}).to_string(),
        1 => objects.iter().map(|one| format!("---\n{one}\n")).collect(),
        _ => {
            let odd = dice.one(&[
                "a: &x [1]\nb: *x\n",
                "a: |\n  x\n y",
                "? [a]\n: b",
                "a: 1\na: 2",
                "- - - -",
                "{a: [",
                "kind: Pod\nmetadata: 1",
                "!!binary x",
                "a: !b c\n...\n---\n",
            ]);
            odd.to_owned()
        }
    };
    let text = dice.bent(text);
    let input = Input {
        name: "x.yaml".into(),
        text: Ok(text.clone()),
    };
    let judged = dump::run(&[input], State::After.clock(), Lang::En);
    for face in [
        judged.to_json(),
        judged.to_text(Lang::Ko),
        judged.to_text(Lang::En),
    ] {
        // Where a key was bent, what stands under it is no secret any more.
        assert!(!face.contains(CANARY), "{face}\n{text}");
    }
}

fn settings(dice: &mut Dice) {
    let text = dice.often(
        6,
        |dice| {
            let table = dice.one(&[
                "[gitploy]",
                "[loki]",
                "[prometheus]",
                "[http]",
                "[cluster]",
                "[deployments]",
                "[repos]",
                "[[labels]]",
                "[[phrases]]",
                "[vars]",
                "[x]",
                "",
            ]);
            let line = |dice: &mut Dice| {
                format!(
                    "{} = {}",
                    dice.one(&[
                        "host",
                        "repo",
                        "addr",
                        "aliases",
                        "hosts",
                        "contexts",
                        "arrival",
                        "timeout",
                        "tenant",
                        "lang",
                        "timezone",
                        "a",
                        "\"한글\""
                    ]),
                    dice.one(&[
                        "\"x\"",
                        "[\"a\"]",
                        "1",
                        "true",
                        "{}",
                        "\"assumed\"",
                        "[[",
                        "'''x'''",
                        "1979-05-27",
                        "-inf",
                        "\"https://u:p@h\"",
                        "\"Asia/Seoul\""
                    ])
                )
            };
            format!("{table}\n{}", dice.often(3, line, "\n"))
        },
        "\n",
    );
    let text = dice.bent(text);
    let _read = parse_config("report.toml", &text)
        .map_err(|error| (error.line(Lang::Ko), error.line(Lang::En)));
}

fn template(dice: &mut Dice, lang: Lang) {
    let piece = |dice: &mut Dice| {
        dice.one(&[
        "{{ title }}", "{% for c in changes %}{{ c }}{% endfor %}", "{% for a in range(end=99999) %}{% for b in range(end=99999) %}x{% endfor %}{% endfor %}",
        "{% if app %}x{% endif %}", "{{ title | upper | truncate(length=3) }}", "{% set x = 1 %}{{ x + 1 }}", "{{ nope }}", "{% include \"builtin/commits.md\" %}",
        "{% include \"commits.md\" %}", "{{ get_env(name=\"HOME\") }}", "{{ 1 / 0 }}", "{{ \"a\" * 9 }}", "{%", "}}", "{# x #}", "{{ [1,2,3] | join(sep=\"x\") }}", "{% raw %}{{{% endraw %}", "한글",
        "{{ now() }}", "{{ throw(message=\"x\") }}", "{% macro m(a) %}{{ a }}{% endmacro %}", "{{ title | replace(from=\"a\", to=title) }}",
    ]).to_owned()
    };
    let text = dice.often(6, piece, "");
    let text = dice.bent(text);
    let overrides = BTreeMap::from([("commits.md".to_owned(), text)]);
    let context: RecordContext =
        serde_json::from_str(include_str!("../../render/tests/context.json")).expect("a context");
    if let Ok(templates) = Templates::new(lang, &overrides) {
        let made = templates.region("commits", &context);
        let home = std::path::PathBuf::from("/root").display().to_string();
        assert!(
            made.as_ref().map_or(true, |made| !made.contains(&home)),
            "{made:?}"
        );
    }
}

/// Evidence, of which nobody knows who wrote it.
fn evidence(
    dice: &mut Dice,
    har: &Value,
    outside: &dyn Fn(&str) -> Outside,
    text: &str,
    lang: Lang,
) {
    let mut har = har.clone();
    for _ in 0..1 + dice.roll(6) {
        broken(dice, &mut har);
    }
    let written = dice.bent(har.to_string());
    let outside = outside(&written);
    let understanding = understand(text, &Vocabulary::default());
    let queries = questions(std::iter::once(&understanding));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let answers = runtime.block_on(outside.observe(&queries));
    for answer in &answers {
        let shown = format!("{:?}", answer.observation);
        assert!(!shown.contains(CANARY), "{shown}");
    }
    let mut answers = answers.into_iter().map(|answer| answer.observation);
    let mut next = || {
        answers
            .next()
            .unwrap_or_else(|| Observation::Blind(Blind::new(Cause::Offline, "", "")))
    };
    judged(text, lang, &mut next, false);
}

/// What the environment asks for; else so much that a run of all tests has the time.
#[expect(clippy::disallowed_methods, reason = "whoever runs many says so")]
fn asked(name: &str, else_: u64) -> u64 {
    let asked = std::env::var(name).ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(else_)
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test prepares files")]
fn whatever_is_made_up_is_read_judged_and_written_as_it_must_be() {
    let (runs, first) = (asked("REPORT_RUNS", 300), asked("REPORT_SEED", 1));
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let known = include_str!("../demo/files/record.en.md");
    let recorded = {
        let outside = Outside::new(crate::collect::access::Access {
            mode: Mode::Recording,
            ..access(&world, folder.path())
        });
        let understanding = understand(known, &Vocabulary::default());
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(outside.observe(&questions(std::iter::once(&understanding))));
        let har = outside.evidence().unwrap();
        // As a program that masks nothing would have written it.
        let har = har.replace("MODE", "DB_PASSWORD").replace("***", CANARY);
        serde_json::from_str::<Value>(&har).unwrap()
    };
    let path = folder.path().join("e.har");
    let replaying = |har: &str| {
        std::fs::write(&path, har).unwrap();
        Outside::new(crate::collect::access::Access {
            mode: Mode::Replaying(path.clone()),
            ..access(&world, folder.path())
        })
    };
    let mut reached = Reached::new();
    let work = || {
        for seed in first..first + runs {
            let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
            let lang = [Lang::Ko, Lang::En][dice.roll(2)];
            let began = std::time::Instant::now();
            let kind = [
                "a record",
                "a blind record",
                "manifests",
                "settings",
                "a template",
                "evidence",
            ][match seed % 20 {
                0..=7 => 0,
                8..=11 => 1,
                12..=14 => 2,
                15 | 16 => 3,
                17 | 18 => 4,
                _ => 5,
            }];
            let done = fault::caught(|| match kind {
                "a record" => {
                    let text = record(&mut dice, lang);
                    let read = judged(&text, lang, || seen(&mut dice, world.now()), false);
                    count(&read, &mut reached);
                }
                "a blind record" => {
                    let text = record(&mut dice, lang);
                    judged(&text, lang, || blind(&mut dice), true);
                }
                "manifests" => manifests(&mut dice),
                "settings" => settings(&mut dice),
                "a template" => template(&mut dice, lang),
                _ => evidence(&mut dice, &recorded, &replaying, known, lang),
            });
            if let Err(error) = done {
                panic!(
                    "{kind}, REPORT_SEED={seed} REPORT_RUNS=1: {}",
                    error.line(Lang::En)
                );
            }
            // A record has four seconds; what takes a minute on whatever machine goes on without end.
            assert!(began.elapsed().as_secs() < 60, "{kind}, REPORT_SEED={seed}");
        }
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(fault::STACK);
        let done = thread.spawn_scoped(scope, work).unwrap().join();
        if let Err(why) = done {
            std::panic::resume_unwind(why);
        }
    });
    eprintln!("reached: {reached:?}");
    let whole = runs >= 300;
    for name in ["Jq", "Awk", "Sed", "Grep", "Cel"] {
        assert!(
            !whole || reached.get(name).is_some_and(|&times| times >= 10),
            "{name}: {reached:?}"
        );
    }
}
