use super::*;
use crate::facts::observation::LogLine;
use crate::facts::table::{Column, Row, Table};
use crate::query::{Class, script};
use chrono::DateTime;

fn filters(pipe: &str) -> Vec<Filter> {
    let script = script::read(&format!("kubectl get pods {pipe}"), "bash");
    match &script.commands[0].class {
        Class::Understood(pipeline) => pipeline.filters.clone(),
        class => panic!("{pipe}: {class:?}"),
    }
}

fn printed(text: &str) -> Seen {
    Seen::printed(DateTime::UNIX_EPOCH, text)
}

/// Runs a pipe on a text: what it prints, and `!` if it fails.
fn piped(pipe: &str, text: &str) -> String {
    let seen = apply(&filters(pipe), &printed(text)).unwrap();
    format!("{}{}", seen.text, if seen.success { "" } else { "!" })
}

fn check(pipe: &str, text: &str, expected: &str) {
    assert_eq!(piped(pipe, text), expected, "{pipe}");
}

const PODS: &str = "NAME    READY   STATUS    RESTARTS   AGE
web-0   1/1     Running   0          2d
web-1   0/1     Error     12         2d
api-0   2/2     Running   3          5h
";

#[test]
fn grep_selects_lines() {
    check(
        "| grep web",
        PODS,
        "web-0   1/1     Running   0          2d\nweb-1   0/1     Error     12         2d\n",
    );
    check(
        "| grep -v web | grep -vi name",
        PODS,
        "api-0   2/2     Running   3          5h\n",
    );
    check("| grep -c Running", PODS, "2\n");
    check("| grep -c Pending", PODS, "0\n!");
    check("| grep Pending", PODS, "!");
    check("| grep -q Running", PODS, "");
    check("| grep -o 'web-[0-9]'", PODS, "web-0\nweb-1\n");
    check(
        "| grep -n Error",
        PODS,
        "3:web-1   0/1     Error     12         2d\n",
    );
    check("| grep -qc Running", PODS, "");
    check("| grep -cP '\\d+'", "a1\nd\n", "1\n");
    check("| grep -w 1", "a 1 b\n11\n1\n", "a 1 b\n1\n");
    check("| grep -E 'a|b'", "a\nb\nc\n", "a\nb\n");
    check("| grep 'a\\|b'", "a\nb\nc\n", "a\nb\n");
    check("| grep -e a -e c", "a\nb\nc\n", "a\nc\n");
    check("| grep -F 'a.b'", "a.b\naxb\n", "a.b\n");
    check(
        "| egrep -i 'ERR|warn'",
        "error\nWARN\nok\n",
        "error\nWARN\n",
    );
    check("| grep -A1 b", "a\nb\nc\nd\nb\ne\n", "b\nc\n--\nb\ne\n");
    check("| grep -B1 -n c", "a\nb\nc\n", "2-b\n3:c\n");
    check("| grep -C 1 c", "a\nb\nc\nd\ne\n", "b\nc\nd\n");
    check("| grep -1 c", "a\nb\nc\nd\ne\n", "b\nc\nd\n");
    check("| grep -ow a", "a aa a\n", "a\na\n");
    check("| grep .", "", "!");
    check(
        "| Select-String 'running'",
        PODS,
        "web-0   1/1     Running   0          2d\napi-0   2/2     Running   3          5h\n",
    );
    check("| findstr \"web api\" | wc -l", PODS, "3\n");
    check("| findstr /v /i WEB | wc -l", PODS, "2\n");
    check("| findstr /c:\"a b\"", "a b\na\n", "a b\n");
    check(
        "| Select-String -Pattern web -NotMatch | wc -l",
        PODS,
        "2\n",
    );
    check("| sls web -CaseSensitive | wc -l", PODS, "2\n");
}

#[test]
fn lines_are_counted_and_cut() {
    check("| wc -l", PODS, "4\n");
    check("| wc -l", "no line end", "0\n");
    check("| wc -l", "", "0\n");
    check("| wc -w", "a b\nc", "3\n");
    check("| wc -c", "ab\nc", "4\n");
    check(
        "| head -2 | tail -1",
        PODS,
        "web-0   1/1     Running   0          2d\n",
    );
    check(
        "| head -n -3",
        PODS,
        "NAME    READY   STATUS    RESTARTS   AGE\n",
    );
    check("| tail -n +2 | wc -l", PODS, "3\n");
    check("| tail -n1", "a\nb", "b");
    check("| head -c 3", "ab\ncd\n", "ab\n");
    check("| head -c 4", "ab\ncd\n", "ab\nc");
    check("| head -c 40", "ab\ncd", "ab\ncd");
    check("| head -c 0", "ab\n", "");
    check("| tail -c 3", "ab\ncd\n", "cd\n");
    check("| tail -c 4", "ab\ncd\n", "\ncd\n");
    check("| head -c 6", "로그\n", "로그");
    check(
        "| sort -k4 -n -r | head -1",
        PODS,
        "web-1   0/1     Error     12         2d\n",
    );
    check(
        "| sort -rnk4 | head -1",
        PODS,
        "web-1   0/1     Error     12         2d\n",
    );
    check("| sort", "b\na\nB\n", "B\na\nb\n");
    check("| sort -u", "b\na\nb\n", "a\nb\n");
    check(
        "| sort | uniq -c | sort -rn",
        "b\na\nb\n",
        "      2 b\n      1 a\n",
    );
    check("| uniq -d", "a\na\nb\n", "a\n");
    check("| cut -d: -f2", "a:b:c\nnone\n", "b\nnone\n");
    check("| cut -d' ' -f1,3-", "a b c d\n", "a c d\n");
    check("| cut -c1-3", "abcdef\n", "abc\n");
    check("| tr ' ' '\\n' | grep b", "a b c", "b\n");
    check("| tr -d '\"'", "\"x\"\n", "x\n");
    check("| tr a-z A-Z", "abc\n", "ABC\n");
    check("| tr '[:upper:]' '[:lower:]'", "ABC\n", "abc\n");
    check("| tr -s ' ' | cut -d' ' -f3 | tail -1", PODS, "Running\n");
    check(
        "| tr -s '[[:space:]]' '\\n' | sort | uniq -c",
        "a b  a",
        "      2 a\n      1 b\n",
    );
    check("| cat | less", PODS, PODS);
    check("> /dev/null", PODS, "");
    check("| grep Pending >/dev/null 2>&1", PODS, "!");
    check("| grep Running &> /dev/null", PODS, "");
}

#[test]
fn simple_awk() {
    check("| awk '{print $1}'", PODS, "NAME\nweb-0\nweb-1\napi-0\n");
    check(
        "| awk 'NR>1 {print $1, $NF}'",
        PODS,
        "web-0 2d\nweb-1 2d\napi-0 5h\n",
    );
    check(
        "| awk '$3 != \"Running\" && NR > 1'",
        PODS,
        "web-1   0/1     Error     12         2d\n",
    );
    check(
        "| awk '$4 > 5 {print $1\":\"$4}' | tail -1",
        PODS,
        "web-1:12\n",
    );
    check("| awk 'NR>1 && $4>5 {print $1}'", PODS, "web-1\n");
    check("| awk '/Running/ {print $(NF-1)}'", PODS, "0\n3\n");
    check("| awk '!/Running/'", "Running\nx\n", "x\n");
    check("| awk '$1 ~ /^web/ {n++} END {print n}'", PODS, "2\n");
    check(
        "| awk 'NR>1{s+=$4} END{print \"total \" s}'",
        PODS,
        "total 15\n",
    );
    check("| awk 'END{print NR}'", PODS, "4\n");
    check("| awk -F/ '{print $2}'", "a/b\n", "b\n");
    check("| awk -F'[:,]' '{print $3}'", "a:b,c\n", "c\n");
    check("| awk '{s+=$1} END {print s}'", "0.5\n1.25\n", "1.75\n");
    check("| awk '{print}'", "a\n", "a\n");
    check("| awk '$2==\"\"'", "a\na b\n", "a\n");
    check("| awk '{print $2 \" \" $1}'", "a b\n", "b a\n");
    check(
        "| awk '($3 == \"x\" || $3 == \"y\") {print $1}'",
        "1 2 x\n1 2 z\n",
        "1\n",
    );
}

#[test]
fn jq_by_jaq() {
    let json = r#"{"items":[{"metadata":{"name":"a"},"status":{"phase":"Running"}},{"metadata":{"name":"b"},"status":{"phase":"Failed"}}]}"#;
    check("| jq '.items | length'", json, "2\n");
    check("| jq -r '.items[].metadata.name'", json, "a\nb\n");
    check(
        "| jq '.items[] | select(.status.phase != \"Running\") | .metadata.name'",
        json,
        "\"b\"\n",
    );
    check("| jq -c '.items[0].metadata'", json, "{\"name\":\"a\"}\n");
    check(
        "| jq '.items[0].metadata'",
        json,
        "{\n  \"name\": \"a\"\n}\n",
    );
    check(
        "| jq -r '.items[] | \"\\(.metadata.name)\\t\\(.status.phase)\"'",
        json,
        "a\tRunning\nb\tFailed\n",
    );
    check(
        "| jq -r '[.items[].metadata.name] | join(\",\")'",
        json,
        "a,b\n",
    );
    check(
        "| jq -r '.items[] | [.metadata.name, .status.phase] | @tsv'",
        json,
        "a\tRunning\nb\tFailed\n",
    );
    check(
        "| jq -e '.items[] | select(.metadata.name==\"c\")'",
        json,
        "!",
    );
    check("| jq -e '.items | length == 2'", json, "true\n");
    check("| jq '.a.b'", "not json", "!");
    check("| jq '.a'", "\"text\"", "!");
    check("| jq 'map(.x) | add'", "[{\"x\":1},{\"x\":2}]", "3\n");
    check("| jq '.a'", "{\"a\":1}\n{\"a\":2}\n", "1\n2\n");
    check(
        "| jq '.items | group_by(.status.phase) | map({phase: .[0].status.phase, n: length}) | .[0].n'",
        json,
        "1\n",
    );
    check(
        "| jq .n",
        "{\"n\":12345678901234567890}",
        "12345678901234567890\n",
    );
    check(
        "| jq",
        "{\"b\":1,\"a\":[]}",
        "{\n  \"b\": 1,\n  \"a\": []\n}\n",
    );
    check(
        "| jq '.[] | select(.x | test(\"^a\")) | .y' ",
        "[{\"x\":\"ab\",\"y\":1},{\"x\":\"b\",\"y\":2}]",
        "1\n",
    );
    check("| jq 'any(.[]; . > 2)'", "[1,3]", "true\n");
    check(
        "| jq -r 'to_entries[] | \"\\(.key)=\\(.value)\"'",
        "{\"a\":1}",
        "a=1\n",
    );
}

#[test]
fn programs_that_could_run_away_are_not_run() {
    for program in [
        "def f: f; f",
        "[range(1e12)]",
        "repeat(.)",
        "until(false; .)",
        "recurse(.)",
        "\"x\" * 1000000000",
        ".a * .b",
        ". as $x | $x",
        "reduce .[] as $x (0; . + $x)",
        "$ENV",
        "env",
        "now",
        "input",
        "[limit(1e9; repeat(1))]",
        ".[1e9] = 1",
        "halt",
        "debug",
        "input_filename",
        "(.,.)|(.,.)|(.,.)|(.,.)|(.,.)|(.,.)|(.,.)|(.,.)|(.,.)|(.,.)|(.,.)|(.,.)",
        "tojson|tojson|tojson|tojson|tojson|tojson",
    ] {
        assert!(jq::compile(program).is_err(), "{program}");
    }
    for deep in ["(", "[", "-", "try ", "if ", ".|", "not|", "{a:"] {
        let program = deep.repeat(5000);
        assert!(jq::compile(&program).is_err(), "{deep}");
        let _ = jq::compile(&deep.repeat(300));
    }
}

/// Runs a pipe on a text within a budget that a test has time for.
fn bounded(pipe: &str, text: &str) -> Result<Seen, Bilingual> {
    let filters = filters(pipe);
    budget::Budget::of(500_000, 1 << 20).run(|| apply(&filters, &printed(text)))
}

#[test]
fn what_grows_ends_with_the_budget_and_says_where() {
    let numbers = format!("[{}]", ["1"; 300].join(","));
    let texts = format!("[{}]", ["\"abc\""; 300].join(","));
    let long = "a".repeat(10_000);
    let wide: String = (0..400)
        .map(|n| format!("{} x\n", "w".repeat(n * 10)))
        .collect();
    let sed = format!("| sed '{}'", ["s/./&&&&&&&&/g"; 8].join(";"));
    let printing = format!("| sed -n '{}'", ["p"; 20].join(";"));
    let awk = format!("| awk '{{print {}}}'", ["$0"; 300].join(" "));
    let fields = format!(
        "| awk '{{printf \"{}\\n\", {}}}'",
        "%s".repeat(200),
        ["$0"; 200].join(", ")
    );
    let twice = "| awk '{print $0 $0 $0 $0 $0 $0 $0 $0}' ".repeat(6);
    let columns = "| column -t".to_owned();
    for (pipe, text, name) in [
        (&*sed, &*long, "sed"),
        (&*printing, &*"a\n".repeat(20_000), "sed"),
        (&*awk, &*long, "awk"),
        (&*fields, &*long, "awk"),
        (&*twice, "abcdefgh\n", "awk"),
        (&*columns, &*wide, "column"),
        (
            "| grep -cE '[0-9a-z]*a[0-9a-z]{900}$'",
            &*"a".repeat(200_000),
            "grep",
        ),
        ("| grep -o .", &*long.repeat(3), "grep"),
        ("| tr a '\\n'", &*long.repeat(3), "tr"),
        ("| jq '[.[] + .[] + .[]]'", &*numbers, "jq"),
        ("| jq '[.[] * 2 + .[] + .[]] | length'", &*numbers, "jq"),
        ("| jq 'any(.[] == .[] and .[] == 2; .)'", &*numbers, "jq"),
        ("| jq '\"\\(.[])\\(.[])\\(.[])\"'", &*texts, "jq"),
        ("| jq -c '{a: .[], b: .[], c: .[]}'", &*numbers, "jq"),
        (
            "| jq '[.[] | .[]?, .] | map(. + .) | [.[] + .[]]'",
            &*numbers,
            "jq",
        ),
        ("| jq '[(.[] + .[] + .[])?]'", &*numbers, "jq"),
        ("| jq '[try (.[] + .[] + .[]) catch 1]'", &*numbers, "jq"),
        (
            "| jq 'map(. + . + . + .) | map(. + . + . + .) | [.[] + .[]] | add'",
            &*texts,
            "jq",
        ),
        ("| yq '[.[] + .[] + .[]]'", &*numbers, "yq"),
    ] {
        let why = bounded(pipe, text).expect_err(pipe);
        for (said, than) in [(&why.ko, "보다"), (&why.en, "than")] {
            assert!(said.contains(name), "{pipe}: {why:?}");
            assert!(said.contains(than), "{pipe}: {why:?}");
        }
    }
}

/// What would be repeated without end, or built by recursion, is known before it is built.
#[test]
fn yaml_is_looked_at_before_its_tree_is_built() {
    let laughs: String = (0..30)
        .map(|n| format!("l{n}: &l{n} [*l{0}, *l{0}]\n", n - 1))
        .collect();
    let laughs = format!("l-1: &l-1 x\n{laughs}");
    for (yaml, ko, en) in [
        (laughs, "별칭", "aliases"),
        ("a: &x 1\nb: *x\n".into(), "별칭", "aliases"),
        ("- ".repeat(5000) + "x", "단계보다 깊어", "nested deeper"),
        (
            "{a: ".repeat(101) + "1" + &"}".repeat(101),
            "단계보다 깊어",
            "nested deeper",
        ),
    ] {
        let why = bounded("| yq .a", &yaml).expect_err("refused");
        assert!(why.ko.contains(ko) && why.en.contains(en), "{why:?}");
    }
    // The parser has a bound of its own for brackets.
    check("| yq .a", &"[".repeat(50_000), "!");
    // What is printed is read again, to see whether it needs quotes.
    let text = "[".repeat(50_000);
    let json = serde_json::Value::from(text.as_str()).to_string();
    check(
        "| yq '[.a]'",
        &format!("a: {json}\n"),
        &format!("- {json}\n"),
    );
}

/// A reason is said in the language of the record.
#[test]
fn why_a_filter_cannot_be_run_is_said_in_both_languages() {
    for (pipe, text, ko, en) in [
        ("| xargs", "it's\n", "따옴표", "quotes"),
        ("| cut -c 1-2", "한글\n", "ASCII가 아닌", "beyond ASCII"),
        (
            "| head -c 1",
            "한글\n",
            "글자 하나를 둘로",
            "a character in two",
        ),
        ("| yq .b", "a: &x 1\nb: *x\n", "별칭", "aliases"),
    ] {
        let why = bounded(pipe, text).expect_err(pipe);
        assert!(
            why.ko.contains(ko) && why.en.contains(en),
            "{pipe}: {why:?}"
        );
    }
}

#[test]
fn cells_may_be_as_long_as_they_are() {
    let cell = "x".repeat(70_000);
    let seen = apply(
        &filters("| column -t"),
        &printed(&format!("a b\n{cell} d\n")),
    );
    let blanks = " ".repeat(69_999 + 2);
    assert_eq!(seen.unwrap().text, format!("a{blanks}b\n{cell}  d\n"));
}

#[test]
fn metered_programs_do_what_they_did() {
    for (program, input, expected) in [
        (
            "del(.a.b)",
            "{\"a\":{\"b\":1,\"c\":2}}",
            "{\"a\":{\"c\":2}}",
        ),
        ("map_values(. + 1)", "{\"a\":1}", "{\"a\":2}"),
        (
            "with_entries(select(.value > 1))",
            "{\"a\":1,\"b\":2}",
            "{\"b\":2}",
        ),
        ("del(.[] | select(. > 1))", "[1,2,3]", "[1]"),
        (
            "{a, \"b\", (\"c\" + \"d\"): .c}",
            "{\"a\":1,\"b\":2,\"c\":3}",
            "{\"a\":1,\"b\":2,\"cd\":3}",
        ),
        ("[.[] | try error catch .]", "[1]", "[1]"),
        (".a // \"none\"", "{}", "\"none\""),
        ("[limit(2; .[])]", "[1,2,3]", "[1,2]"),
        ("[first(.[]), last(.[])]", "[1,2,3]", "[1,3]"),
        (
            "group_by(.a) | map(length)",
            "[{\"a\":1},{\"a\":1},{\"a\":2}]",
            "[2,1]",
        ),
        ("[.[] | select(test(\"^a\"))]", "[\"ab\",\"b\"]", "[\"ab\"]"),
        ("[.. | numbers]", "[1,[2]]", "[1,2]"),
        ("@csv", "[1,\"a\"]", "\"1,\\\"a\\\"\""),
        (
            "if .a then 1 elif .b then 2 else 3 end",
            "{\"b\":true}",
            "2",
        ),
        (".[1:] | join(\"-\")", "[\"a\",\"b\",\"c\"]", "\"b-c\""),
        ("[.[].a?]", "[{\"a\":1},2]", "[1]"),
    ] {
        check(
            &format!("| jq -c '{program}'"),
            input,
            &format!("{expected}\n"),
        );
    }
}

#[test]
fn yq_reads() {
    let yaml = "a:\n  b: [1, 2]\n  c: yes\n  d: \"3\"\nimage: x/y:1.2\n";
    check("| yq '.a.b[1]'", yaml, "2\n");
    check("| yq .image", yaml, "x/y:1.2\n");
    check("| yq '.a'", yaml, "b:\n  - 1\n  - 2\nc: yes\nd: \"3\"\n");
    check("| yq -r '.a.b'", yaml, "- 1\n- 2\n");
    check("| yq '.x'", "a: [\n", "!");
}

#[test]
fn forms_that_are_not_known_are_said() {
    for pipe in [
        "| awk '{printf \"%s\", $1}'",
        "| awk '{system(\"rm -rf /\")}'",
        "| awk 'BEGIN{while(1);}'",
        "| awk '{print > \"/tmp/x\"}'",
        "| awk '{print | \"sh\"}'",
        "| awk '{gsub(/a/,\"b\")}1'",
        "| grep -f patterns.txt",
        "| grep -r x .",
        "| grep x file",
        "| grep -P '(?=x)'",
        "| grep '('x -E",
        "| sed 's/a/b/e'",
        "| sed 's/a/b/w x'",
        "| sed -i 's/a/b/'",
        "| sed '1e date'",
        "| sed 'r /etc/passwd'",
        "| sed 's/a/b/' /etc/passwd",
        "| xargs rm",
        "| tee /etc/passwd",
        "| tee ~/.bashrc",
        "| sort -o out.txt",
        "| jq -f x.jq",
        "| jq --slurpfile x y '.a'",
        "| head -c 10K",
        "| head -c -5",
        "| tail -c +5",
        "| head -n 3 -c 5",
        "| wc",
        "| base64 -d",
        "| yq -i '.a=1'",
        "| cat -n",
        "| sh",
    ] {
        let script = script::read(&format!("kubectl get pods {pipe}"), "bash");
        let class = &script.commands[0].class;
        assert!(
            matches!(class, Class::NotOurs(_) | Class::Refused(_)),
            "{pipe}: {class:?}"
        );
    }
}

/// Found by comparing with GNU grep, sort, sed and mawk on some thousand pipes and texts.
#[test]
fn filters_print_what_the_tools_print() {
    let sizes = "a  250m  128Mi\nb  5m  1Gi\nc  1  2048Ki\nd  12m  900Mi\n";
    check("| sort -k3 -h | awk '{print $1}'", sizes, "c\na\nd\nb\n");
    check("| sort -k3hr | head -1", sizes, "b  5m  1Gi\n");
    check("| sort -k2,2n -k1,1r", "x 1\ny 1\nz 0\n", "z 0\ny 1\nx 1\n");
    check("| sort -t: -k2", "a:2\nb:1\n", "b:1\na:2\n");
    // A field begins with the blanks before it.
    check("| sort -k2", "a  b\na c\n", "a  b\na c\n");
    check("| sort -f", "b\nA\n", "A\nb\n");
    check("| sort -nu", "1\n01\n2\n", "1\n2\n");
    check("| uniq -u", "a\na\nb\n", "b\n");
    check("| grep -m 1 a", "a\nab\n", "a\n");
    check("| grep -x a", "a\nab\n", "a\n");
    check("| grep -vx ''", "a\n\nb\n", "a\nb\n");
    check("| cut -d= -f2", "a=b\n", "b\n");
    check("| awk -F= '{print $2}'", "a=b\n", "b\n");
    check("| sort -t= -k2", "a=2\nb=1\n", "b=1\na=2\n");
    check("| column -t", "a bb c\naaa b\n", "a    bb  c\naaa  b\n");
    check("| wc -l | xargs", "a\nb\n", "2\n");
    check("| tee x | wc -l", "a\nb\n", "2\n");
}

#[test]
fn simple_sed() {
    let lines = "one 1\ntwo 2\nthree 3\n";
    check("| sed -n 2p", lines, "two 2\n");
    check("| sed 1d", lines, "two 2\nthree 3\n");
    check("| sed '$d'", lines, "one 1\ntwo 2\n");
    check("| sed -n '2,$p'", lines, "two 2\nthree 3\n");
    check("| sed -n '/two/,/three/p'", lines, "two 2\nthree 3\n");
    check("| sed '3,1d'", lines, "one 1\ntwo 2\n");
    check("| sed '/two/!d'", lines, "two 2\n");
    check("| sed 2q", lines, "one 1\ntwo 2\n");
    check("| sed 's/ .*//'", lines, "one\ntwo\nthree\n");
    check("| sed 's/e/E/g' | head -1", lines, "onE 1\n");
    check(
        "| sed -E 's/(.*) (.*)/\\2 \\1/'",
        lines,
        "1 one\n2 two\n3 three\n",
    );
    check("| sed 's/\\([a-z]*\\) /[&]/'", "a b\n", "[a ]b\n");
    check("| sed -n 's/two //p'", lines, "2\n");
    check("| sed 's|/|_|g'", "a/b\n", "a_b\n");
    check("| sed -e 1d -e 's/t/T/'", lines, "Two 2\nThree 3\n");
    check("| sed 's/a/b/'", "a", "b");
    check("| sed '/a/d'", "b\na", "b\n");
    check("| sed 's/\\t/ /'", "a\tb\n", "a b\n");
}

#[test]
fn awk_with_begin_ranges_formats_and_arithmetic() {
    check("| awk 'BEGIN{print \"x\"} {print $1}'", "a b\n", "x\na\n");
    check(
        "| awk 'BEGIN{FS=\":\";OFS=\"-\"} {print $2, $1}'",
        "a:b\n",
        "b-a\n",
    );
    check(
        "| awk '/Events:/,/^$/'",
        "x\nEvents:\na\n\nb\n",
        "Events:\na\n\n",
    );
    check("| awk '{printf \"%s=%d\\n\", $1, $2}'", "a 2.7\n", "a=2\n");
    check(
        "| awk '{printf \"%-4s|%3s\\n\", $1, $2}'",
        "a b\n",
        "a   |  b\n",
    );
    check(
        "| awk '{if ($2 > 1) print $1; else print \"-\"}'",
        "a 2\nb 1\n",
        "a\n-\n",
    );
    check("| awk 'NR==1{next} {print $1}'", "a\nb\n", "b\n");
    check("| awk '{s+=$1} END{print s/NR}'", "1\n2\n", "1.5\n");
    check("| awk '{s+=$1} END{print s+0}'", "", "0\n");
    check("| awk 'length($1) > 2'", "abc\nab\n", "abc\n");
    check("| awk '$2+0 > 100'", "a 250m\nb 5m\n", "a 250m\n");
    check("| awk 'NR%2==0'", "a\nb\n", "b\n");
    check("| awk '$1 > 5'", "1e3\n4\n", "1e3\n");
    // An error of awk: what was printed stays, and the exit status says so.
    check("| awk '{print $(NF-1)}'", "a b\n\nc d\n", "a\n!");
}

#[test]
fn jq_prints_as_it_is_told() {
    check("| jq -S -c .", "{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}\n");
    check("| jq -s length", "1\n2\n", "2\n");
    check("| jq -j '.[]'", "[\"a\",\"b\"]", "ab");
    check("| yq r - 'a.b[1]'", "a:\n  b: [1, 2]\n", "2\n");
}

fn table() -> Table {
    let column = |name: &str| Column {
        name: name.to_owned(),
        priority: 0,
    };
    let row = |name: &str, status: &str| Row {
        namespace: "loki".to_owned(),
        name: name.to_owned(),
        cells: vec![name.to_owned(), status.to_owned()],
        object: None,
    };
    Table {
        resource: "pods".to_owned(),
        columns: vec![column("NAME"), column("STATUS")],
        rows: vec![
            row("a", "Running"),
            row("b", "Pending"),
            row("ab", "Running"),
        ],
        ..Table::default()
    }
}

#[test]
fn rows_and_objects_follow_their_lines() {
    let object = |name: &str| serde_json::json!({"metadata": {"name": name, "namespace": "loki"}});
    let seen = Seen {
        tables: vec![table()],
        objects: vec![object("a"), object("b"), object("ab"), object("owner")],
        ..printed("NAME   STATUS\na      Running\nb      Pending\nab     Running\n")
    };
    let names = |pipe: &str| {
        let out = apply(&filters(pipe), &seen).unwrap();
        let rows: Vec<String> = out.tables[0]
            .rows
            .iter()
            .map(|row| row.name.clone())
            .collect();
        let objects: Vec<&str> = out
            .objects
            .iter()
            .filter_map(|o| o["metadata"]["name"].as_str())
            .collect();
        format!("{} / {}", rows.join(" "), objects.join(" "))
    };
    assert_eq!(names("| grep Running"), "a ab / a ab owner");
    assert_eq!(names("| grep -v Running"), "b / b owner");
    assert_eq!(names("| grep Failed"), " / owner");
    assert_eq!(names("| sort -r"), "b ab a / a b ab owner");
    assert_eq!(names("| awk '$2==\"Pending\" {print $1}'"), "b / b owner");
    assert_eq!(names("| grep Running | wc -l"), "a ab / a ab owner");
    assert_eq!(names("| grep -c Pending"), "b / b owner");
    assert_eq!(names("| head -2"), "a / a owner");
}

#[test]
fn no_character_is_cut_in_two() {
    for (filter, fits) in [
        (
            Filter::Bytes {
                count: 3,
                last: false,
            },
            true,
        ),
        (
            Filter::Bytes {
                count: 4,
                last: false,
            },
            false,
        ),
        (
            Filter::Bytes {
                count: 2,
                last: true,
            },
            false,
        ),
        (
            Filter::Bytes {
                count: 99,
                last: true,
            },
            true,
        ),
    ] {
        assert_eq!(apply(&[filter], &printed("로그")).is_ok(), fits);
    }
}

#[test]
fn log_lines_follow_their_lines() {
    let line = |text: &str| LogLine {
        source: "web-0/web".to_owned(),
        time: None,
        text: text.to_owned(),
    };
    let seen = Seen {
        lines: vec![line("ok"), line("error: x"), line("ok again")],
        ..printed("ok\nerror: x\nok again\n")
    };
    let out = apply(&filters("| grep -i error"), &seen).unwrap();
    assert_eq!(out.lines, vec![line("error: x")]);
    assert_eq!(out.cut, None);
    let out = apply(&filters("| tail -1"), &seen).unwrap();
    assert_eq!(out.lines, vec![line("ok again")]);
    assert_eq!(out.cut.map(|cut| (cut.limit, cut.reached)), Some((1, 1)));
    let out = apply(&filters("| tail -5"), &seen).unwrap();
    assert_eq!((out.lines.len(), out.cut), (3, None));
}

#[test]
fn lines_of_stderr_stand_for_no_row() {
    let seen = Seen {
        tables: vec![table()],
        stderr: "Warning: b is old\n".to_owned(),
        ..printed("NAME   STATUS\na      Running\nb      Pending\nab     Running\n")
    };
    let out = apply(&filters("2>&1 | grep b"), &seen).unwrap();
    let rows: Vec<&str> = out.tables[0]
        .rows
        .iter()
        .map(|row| row.name.as_str())
        .collect();
    assert_eq!(rows, ["b", "ab"]);
    assert!(out.text.starts_with("Warning"));
}

#[test]
fn stderr_joins_the_pipe_only_when_it_is_written() {
    let seen = Seen {
        stderr: "No resources found in loki namespace.\n".to_owned(),
        ..printed("")
    };
    let success = |pipe: &str| apply(&filters(pipe), &seen).unwrap().success;
    assert!(success("2>&1 | grep -q 'No resources'"));
    assert!(success("|& grep -q 'No resources'"));
    assert!(!success("| grep -q 'No resources'"));
    assert!(!success("2>/dev/null | grep -q 'No resources'"));
}

#[test]
fn named_values_stand_in_jq_programs_as_they_are_given() {
    let json = "[{\"ns\":\"web\",\"n\":2},{\"ns\":\"a\\\"b\",\"n\":3}]";
    for (pipe, printed) in [
        ("jq -r --arg ns web '.[] | select(.ns==$ns) | .n'", "2\n"),
        (
            "jq --arg ns 'a\"b' '[.[] | select(.ns == $ns)] | length'",
            "1\n",
        ),
        (
            "jq '[.[] | select(.n > $least)] | length' --argjson least 2",
            "1\n",
        ),
        ("jq --argjson n -1 'length+$n'", "1\n"),
        (
            "jq -r --arg ns web '.[0] | \"$ns \\($ns) \\(.n + (1))\"'",
            "$ns web 3\n",
        ),
        ("jq -r --arg n x --arg ns y '\"\\($ns)\\($n)\"'", "yx\n"),
        ("jq --arg ns web '[.[] | (.ns == $ns)] | any'", "true\n"),
    ] {
        check(&format!("| {pipe}"), json, printed);
    }
}

#[test]
fn what_is_read_in_two_ways_is_not_read() {
    for pipe in [
        "grep -E -F x",
        "grep -E '\\d+'",
        "egrep '\\d+'",
        "grep -E 'a{,2}'",
        "grep -E '^*a'",
        "sort -k2,2b",
        "jq --arg ns web '{$ns}'",
        "jq --arg ns web '{a: 1, $ns}'",
        "jq --arg ns web '$other'",
        "jq --argjson ns web '.'",
        "jq --arg ns",
    ] {
        let script = script::read(&format!("kubectl get pods | {pipe}"), "bash");
        let class = &script.commands[0].class;
        assert!(matches!(class, Class::NotOurs(_)), "{pipe}: {class:?}");
    }
    let cut = filters("| cut -c1-2");
    assert!(apply(&cut, &printed("한글\n")).is_err());
}
