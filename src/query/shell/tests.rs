use super::*;

fn check(text: &str, expected: &str) {
    let mut nest = Nest::default();
    let piped = read(text, &mut nest).unwrap();
    let shown: Vec<String> = piped
        .iter()
        .map(|piped| {
            let calls: Vec<String> = piped
                .calls
                .iter()
                .map(|call| {
                    let redirects: String = call
                        .redirects
                        .iter()
                        .map(|(op, to)| format!(" <{op} {to}>"))
                        .collect();
                    format!("{}{redirects}", call.words.join("·"))
                })
                .collect();
            format!(
                "{}{}{}{}",
                if piped.on_failure { "|| " } else { "" },
                calls.join(" | "),
                if piped.background { " &" } else { "" },
                piped.inside.map(|i| format!(" in {i}")).unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(shown.join(" ;; "), expected, "{text}");
}

#[test]
fn statements_become_pipelines() {
    check(
        "kubectl get  pods -n 'a b' | grep x|wc -l",
        "kubectl·get·pods·-n·'a b' | grep·x | wc·-l",
    );
    check("a && b; c || d & e", "a ;; b ;; c ;; || d & ;; e");
    check("a 2>&1 >/dev/null 2>x", "a <2>& 1> <> /dev/null> <2> x>");
    check("a 2 >x", "a·2 <> x>");
    check("X=$(a | b \"c\")", "X=$(a | b \"c\")");
    check("curl http://h/p?a=b&c=d -s", "curl·http://h/p?a=b&c=d·-s");
    check("(a; b) | c", "a in ( ) ;; b in ( ) ;;  | c");
    check("{ a; }", "a in { }");
    check(
        "cat <<EOF | k apply -f -\na: b\nEOF",
        "cat <<< EOF> | k·apply·-f·-",
    );
    check("cat <<EOF > x\na: b\nEOF\nls", "cat <<< EOF> <> x> ;; ls");
    check(
        "if [[ $(a) != b && c ]]; then d; fi",
        "[[·$(a)·!=·b·&&·c·]] in if ;; d in if",
    );
    check(
        "for x in a b; do c $x; done; d",
        "for·x·in·a·b in for ;; c·$x in for ;; d",
    );
    check("f() { a; }\nb", "a in function ;; b");
    check("function f() { a; }\nb", "a in function ;; b");
    check("function f { a; }\nb", "a in function ;; b");
    check("X=(a $(b) c)\nd", "X=a $(b) c ;; d");
    check(
        "case $x in\n a) b;;\n *) c;;\nesac\nd",
        "case·$x·in in case ;; b in case ;; c in case ;; d",
    );
    check(
        "while true; do a; sleep 1; done",
        "true in while ;; a in while ;; sleep·1 in while",
    );
    check("a \\\n  b", "a·b");
}

#[test]
fn loops_stay_open_over_statements() {
    let mut nest = Nest::default();
    for (text, inside) in [("for x in a; do", Some("for")), ("b", Some("for"))] {
        assert_eq!(read(text, &mut nest).unwrap()[0].inside, inside);
    }
    assert_eq!(read("done", &mut nest).unwrap(), vec![]);
    assert_eq!(read("c", &mut nest).unwrap()[0].inside, None);
}

#[test]
fn deep_nesting_is_refused() {
    assert!(read(&"$(".repeat(5000), &mut Nest::default()).is_err());
    assert!(read(&"(".repeat(5000), &mut Nest::default()).is_err());
}
