//! Loops, groups, functions and what is fed into a loop.

use super::*;

#[test]
fn a_loop_over_written_values_is_unrolled() {
    check(
        "for p in web api; do kubectl get pod $p -n x; done",
        "pod/web (namespace x) ;; pod/api (namespace x)",
    );
    check(
        "for p in web api\ndo\n  # each of them\n  kubectl rollout status deploy/$p\n  sleep 1\ndone\nkubectl get svc",
        "rollout status: deploy/web ;; rollout status: deploy/api ;; svc",
    );
    check(
        "for i in {1..3}; do kubectl get pod web-$i; done",
        "pod/web-1 ;; pod/web-2 ;; pod/web-3",
    );
    check(
        "for i in $(seq 2); do kubectl logs web-$i; done",
        "logs: pods/web-1 ;; logs: pods/web-2",
    );
    // The same in every round: once.
    check(
        "for i in 1 2 3; do curl -s http://x/; done",
        "HTTP GET http://x/",
    );
    check(
        "for n in a b; do for k in pods svc; do kubectl get $k -n $n; done; done",
        "pods (namespace a) ;; svc (namespace a) ;; pods (namespace b) ;; svc (namespace b)",
    );
    check(
        "for p in a b; do kubectl delete pod $p; done",
        "refused: `kubectl delete` changes the cluster",
    );
    let script = read(
        "kubectl get ns\nfor p in a b; do\n  kubectl get pod $p\ndone",
        "bash",
    );
    let lines: Vec<_> = script
        .commands
        .iter()
        .map(|one| one.lines.clone())
        .collect();
    assert_eq!(lines, [0..1, 2..3, 2..3]);
}

#[test]
fn a_loop_over_what_a_command_prints_needs_values() {
    check(
        "for p in $(kubectl get pods -o name); do kubectl logs $p; done",
        "pods → name ;; value: $p",
    );
    let script = read("for p in $(kubectl get pods -o name); do :; done", "bash");
    assert_eq!(script.commands[0].captured_as.as_deref(), Some("p"));
    check(
        "kubectl get pods -o name | while read -r p; do kubectl describe $p; done",
        "pods → name ;; value: $p",
    );
    check(
        "for p in $(kubectl get pods -o name); do kubectl get svc; done",
        "pods → name ;; other: it stands inside `for`",
    );
    check("for p in *.yaml; do kubectl get pod $p; done", "value: $p");
    check(
        "kubectl get pods -o name | while read p; do kubectl delete $p; done",
        "pods → name ;; refused: `kubectl delete` changes the cluster",
    );
}

#[test]
fn a_loop_that_waits_or_repeats_is_looked_at_once() {
    same(
        "pods",
        &[
            "while true; do kubectl get pods; sleep 5; done",
            "while :; do\n  clear\n  kubectl get pods\n  sleep 5\ndone",
            "until kubectl get pods; do sleep 1; done",
            "while ! kubectl get pods; do sleep 1; done",
            "while [[ $(kubectl get pods) != x ]]; do sleep 1; done",
            "until [ \"$(kubectl get pods)\" = x ]; do echo -n .; done",
        ],
    );
    kind(
        "other",
        &[
            // It goes on until the command fails.
            "while kubectl get pods | grep -q Pending; do sleep 1; done",
            // The body may never run.
            "while [ $x = 1 ]; do kubectl get pods; done",
            "while true; do kubectl get pods; done | head -5",
            "while true; do kubectl get pods; done > /etc/x",
        ],
    );
}

#[test]
fn groups_are_their_commands_and_functions_are_not_run() {
    check("(kubectl get pods; kubectl get svc)", "pods ;; svc");
    check("{ kubectl get pods; kubectl get svc; }", "pods ;; svc");
    check(
        "(NS=a; kubectl get pods -n $NS)\nkubectl get pods -n $NS",
        "pods (namespace a) ;; value: $NS",
    );
    kind(
        "other",
        &[
            "(kubectl get pods) | grep x",
            "{ kubectl get pods; } > /etc/x",
            "f() { kubectl get pods; }",
            "function f() {\n  kubectl get pods\n}",
            "if kubectl get pods; then kubectl get svc; else kubectl get ns; fi",
            "case $x in a) kubectl get pods;; *) kubectl get svc;; esac",
            "if true; then for x in a b; do kubectl get pod $x; done; fi",
            "for x in a b; do if true; then kubectl get pod $x; fi; done",
        ],
    );
    check(
        "(kubectl get pods -o name) | xargs kubectl delete",
        "other: it stands inside `( )` ;; refused: `kubectl delete` changes the cluster",
    );
}

#[test]
fn loops_that_are_never_closed_hide_nothing() {
    check(
        "for x in a b; do\nkubectl delete pod $x",
        "refused: `kubectl delete` changes the cluster",
    );
    check("for c in $(kubectl get crd -o name); do", "crd → name");
    let many = "for a in 1 2 3 4; do ".repeat(30) + "kubectl get pod $a" + &"; done".repeat(30);
    assert!(classes(&many, "bash").len() < 100);
}

#[test]
fn what_xargs_hands_on_has_to_be_filled_in() {
    check(
        "kubectl get pods -o name | xargs kubectl describe",
        "value: xargs {}",
    );
    check(
        "kubectl get pods -o name | xargs -I % -n1 kubectl logs % --tail=5",
        "value: xargs %",
    );
    check("kubectl get pods | wc -l | xargs", "pods |2");
    kind(
        "refused",
        &[
            "kubectl get pods -o name | xargs kubectl delete",
            "kubectl get pods -o name | xargs -I{} kubectl exec {} -- ls",
            "kubectl get secret -o name | xargs kubectl get -o yaml secret",
        ],
    );
    kind(
        "other",
        &[
            "kubectl get pods -o name | xargs rm -rf",
            "kubectl get pods -o name | xargs --arg-file=x kubectl get",
        ],
    );
}

#[test]
fn arrays_keep_what_a_command_prints() {
    check(
        "pods=($(kubectl get pods -o name))\nkubectl logs ${pods[0]}",
        "pods → name ;; value: ${pods[0]}",
    );
}

#[test]
fn files_of_the_record_are_not_written() {
    check("kubectl get pods > pods.txt", "pods |1");
    check(
        "kubectl get pods -o yaml >> out/pods.yaml",
        "pods → yaml |1",
    );
    check("kubectl get pods | tee -a /tmp/pods.txt | wc -l", "pods |2");
    check("kubectl get pods > $OUT", "value: $OUT");
    let class = &read("kubectl get pods | tee pods.txt", "bash").commands[0].class;
    assert_eq!(reason(class, Lang::En), "pods → (pods.txt)");
    kind(
        "other",
        &[
            "kubectl get pods > /etc/passwd",
            "kubectl get pods > ../x",
            "kubectl get pods > ~/.bashrc",
            "kubectl get pods > .bashrc",
            "kubectl get pods > a/../../x",
            "kubectl get pods | tee /dev/sda",
            "kubectl get pods > x > y",
            "kubectl get pods &> x",
            "kubectl get pods > x | grep y",
            "curl http://x > y",
        ],
    );
}
