use super::*;

#[test]
fn inline_code_is_a_command_by_its_first_word() {
    for code in [
        "kubectl get pods",
        "$ kubectl get pods",
        "NS=a kubectl get pods",
        "PODS=$(kubectl get pods -o name)",
        "sudo kubectl get pods",
        "k get po",
        "logcli query x",
        "./check.sh",
        "scripts/smoke.sh --all",
        "curl -s https://x.y",
        "terraform plan",
    ] {
        assert!(is_command(code), "{code}");
    }
    for code in [
        "Running",
        "kubectl",
        "READY 1/1",
        "values.yaml",
        "helm",
        "loki-v3",
        "a=b",
        "app=alloy",
        "",
        "./",
        "controller.tolerations",
        "No resources found",
        "kubectl-plugin x",
        "http 8080/TCP",
        "consul 8500/UDP",
    ] {
        assert!(!is_command(code), "{code}");
    }
}

#[test]
fn blocks_open_with_a_command_after_their_comments() {
    assert!(opens_with_command("# 상태\n\nkubectl get ds\n"));
    assert!(opens_with_command("# kubectl get ds\n"));
    assert!(!opens_with_command("NAME READY\nkubectl get ds\n"));
    assert!(holds_command("NAME READY\nkubectl get ds\n"));
    assert!(!holds_command("NAME READY\nalloy 1/1\n"));
}
