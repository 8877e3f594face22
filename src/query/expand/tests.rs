use super::*;

fn check(raw: &str, expected: &[&str]) {
    let vars: Vars = [("NS", "loki"), ("KINDS", "pods svc"), ("E", "")]
        .into_iter()
        .collect();
    let words = expand(raw, &Holes::default(), &vars);
    let shown: Vec<String> = words
        .iter()
        .map(|word| {
            let text = word.text.replace(UNKNOWN, "?");
            match (word.missing.as_slice(), word.suspects.as_slice()) {
                ([], []) => text,
                (missing, suspects) => {
                    format!("{text} ← {}{}", missing.join(" "), suspects.join(" "))
                }
            }
        })
        .collect();
    assert_eq!(shown, expected, "{raw}");
}

#[test]
fn words_are_expanded_as_the_shell_does() {
    check("a'b c'\"d e\"f", &["ab cd ef"]);
    check(r#"'{"a": "$NS"}'"#, &[r#"{"a": "$NS"}"#]);
    check(r#""{\"a\": \"$NS\"}""#, &[r#"{"a": "loki"}"#]);
    check(r#""{.x\.y}{\"\n\"}""#, &[r#"{.x\.y}{"\n"}"#]);
    check(r"app\.kubernetes\.io", &["app.kubernetes.io"]);
    check("$NS", &["loki"]);
    check("-n${NS}-x", &["-nloki-x"]);
    check("${POD:-web-0}", &["web-0"]);
    check("${E:-x}", &["x"]);
    check("$KINDS", &["pods", "svc"]);
    check("\"$KINDS\"", &["pods svc"]);
    check("$E", &[]);
    check("\"\"", &[""]);
    check("$POD", &["? ← $POD"]);
    check("${POD##*/}", &["? ← ${POD##*/}"]);
    check("$env:POD", &["? ← $env:POD"]);
    check("pod/$(kubectl get x)", &["pod/? ← $(kubectl get x)"]);
    check("`kubectl get \"x\"`", &["? ← `kubectl get \"x\"`"]);
    check("$'a\\nb'", &["a\nb"]);
    check("cost$", &["cost$"]);
    check("'alloy-xxxxx'", &["alloy-xxxxx ← alloy-xxxxx"]);
}

#[test]
fn brace_expansions_are_seen() {
    let braces = |raw: &str| {
        expand(raw, &Holes::default(), &Vars::new())[0]
            .braces
            .clone()
    };
    assert_eq!(braces("web-{0,1}").as_deref(), Some("{0,1}"));
    assert_eq!(braces("web-{1..3}").as_deref(), Some("{1..3}"));
    assert_eq!(braces("jsonpath={.items[*].metadata.name}"), None);
    assert_eq!(braces("jsonpath={..image}"), None);
    assert_eq!(braces("'{a,b}'"), None);
}
