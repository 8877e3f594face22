use super::*;
use crate::facts::lang::Lang;
use crate::query::{Query, describe, reason};

mod compound;
mod hostile;
mod properties;
mod runbooks;
mod spelling;

/// A class in short: what is asked, or `value:`, `refused:`, `other:` with the reason.
fn short(class: &Class) -> String {
    match class {
        Class::Understood(pipeline) => {
            let filters = pipeline.filters.len();
            let pipes = if filters == 0 {
                String::new()
            } else {
                format!(" |{filters}")
            };
            format!("{}{pipes}", describe(&pipeline.query, Lang::En))
        }
        Class::NeedsValue(names) => format!("value: {}", names.join(" ")),
        Class::Refused(text) => format!("refused: {text}"),
        Class::NotOurs(text) => format!("other: {text}"),
    }
}

fn classes(text: &str, info: &str) -> Vec<String> {
    let script = read(text, info);
    script
        .commands
        .iter()
        .map(|one| short(&one.class))
        .collect()
}

#[track_caller]
fn check(command: &str, expected: &str) {
    assert_eq!(classes(command, "bash").join(" ;; "), expected, "{command}");
}

/// All of these are the same.
#[track_caller]
fn same(expected: &str, commands: &[&str]) {
    for command in commands {
        check(command, expected);
    }
}

#[track_caller]
fn kind(expected: &str, commands: &[&str]) {
    for command in commands {
        let found = classes(command, "bash");
        assert!(
            !found.is_empty() && found.iter().all(|class| class.starts_with(expected)),
            "{command}: {found:?}"
        );
    }
}

#[test]
fn kubectl_get_in_all_its_spellings() {
    same(
        "pods (namespace loki)",
        &[
            "kubectl get pods -n loki",
            "kubectl -n loki get pods",
            "kubectl -nloki get pods",
            "kubectl get pods --namespace loki",
            "kubectl get pods --namespace=loki",
            "kubectl --namespace=loki get pods",
            "kubectl get -n=loki pods",
            "kubectl get pods –n loki",
            "kubectl get pods —namespace loki",
            "kubectl get pods –-namespace loki",
            "k get pods -n loki",
            "oc get pods -n loki",
            "kubecolor get pods -n loki",
            "k3s kubectl get pods -n loki",
            "sudo k3s kubectl get pods -n loki",
            "microk8s kubectl get pods -n loki",
            "minikube kubectl -- get pods -n loki",
            "kubectl.exe get pods -n loki",
            "/usr/local/bin/kubectl get pods -n loki",
            "sudo kubectl get pods -n loki",
            "sudo -u root kubectl get pods -n loki",
            "time kubectl get pods -n loki",
            "watch kubectl get pods -n loki",
            "watch -n 5 kubectl get pods -n loki",
            "watch -n5 'kubectl get pods -n loki'",
            "watch \"kubectl get pods -n loki\"",
            "kubectl get pods -n loki -w",
            "kubectl get pods -n loki --watch",
            "kubectl get pods --watch=true -n loki",
            "kubectl get pods -wn loki",
            "kubectl   get\tpods  -n 'loki'",
            "kubectl get pods \\\n  -n loki",
            "kubectl get pods `\n  -n loki",
            "kubectl get pods -n loki 2>/dev/null",
            "kubectl get pods -n loki 2>&1",
            "kubectl get pods -n loki # look",
            "kubectl get pods -n loki;",
            "kubectl get pods -n loki | cat",
            "kubectl get pods\u{a0}-n\u{a0}loki",
            "NS=loki; kubectl get pods -n $NS",
            "export NS=loki\nkubectl get pods -n \"${NS}\"",
            "kubectl get pods -n ${NS:-loki}",
            "timeout 30s kubectl get pods -n loki",
        ],
    );
    check("kubectl get pods", "pods");
    check("kubectl get pods -A", "pods (all namespaces)");
    check("kubectl get po,svc -A", "po, svc (all namespaces)");
    check(
        "kubectl --context ops get ds/alloy deploy/x",
        "ds/alloy, deploy/x (context ops)",
    );
    check("kubectl get deploy a b", "deploy/a, deploy/b");
    check(
        "kubectl get applications.argoproj.io web -n argocd",
        "applications.argoproj.io/web (namespace argocd)",
    );
    check("kubectl get all -n x", "all (namespace x)");
    check(
        "kubectl get pods -l app=x,tier!=y --field-selector status.phase=Running",
        "pods with app=x,tier!=y",
    );
    check("kubectl get po -owide", "po → wide");
    check("kubectl get po -o name", "po → name");
    check("kubectl get po -o json", "po → json");
    check("kubectl get cm x -oyaml", "cm/x → yaml");
    check(
        "kubectl get po -o=jsonpath='{.items[*].metadata.name}'",
        "po → {.items[*].metadata.name}",
    );
    check("kubectl get po -o 'jsonpath={.a}'", "po → {.a}");
    check(
        "kubectl get po -o jsonpath={.items[0].status.phase}",
        "po → {.items[0].status.phase}",
    );
    check("kubectl get po -o jsonpath --template='{.a}'", "po → {.a}");
    check(
        "kubectl get po -o custom-columns=A:.a,B:.b",
        "po → A:.a,B:.b",
    );
    check(
        "kubectl describe pod web-0 | grep -i image",
        "objects and their events: pod/web-0 |1",
    );
    check(
        "kubectl get pods --no-headers --show-labels -L a,b --sort-by=.x --ignore-not-found --request-timeout=5s -v=6",
        "pods",
    );
}

#[test]
fn kubectl_other_readers() {
    check(
        "kubectl logs web-0 -n x --tail=50",
        "logs: pods/web-0, last 50 lines (namespace x)",
    );
    check(
        "kubectl logs -f deploy/web -c app --since=1h",
        "logs: deploy/web, container app, last 1 hour",
    );
    check(
        "kubectl -n x logs -l app=a",
        "logs: pods with app=a, last 10 lines (namespace x)",
    );
    check(
        "kubectl logs -l app=a --tail=-1 --all-containers",
        "logs: pods with app=a",
    );
    check(
        "kubectl logs web-0 app --previous",
        "logs: pods/web-0, container app, previous container",
    );
    check(
        "kubectl logs web-0 -p --tail 20",
        "logs: pods/web-0, last 20 lines, previous container",
    );
    check(
        "kubectl logs deployment web",
        "other: `deployment web` names a pod; write `KIND/NAME` for another kind",
    );
    check(
        "kubectl logs",
        "other: `kubectl logs` does not say what to look at",
    );
    check(
        "kubectl top pods -n x -l a=b --containers",
        "usage of pods: a=b (namespace x)",
    );
    check("kubectl top node n1", "usage of nodes: n1");
    check(
        "kubectl top pod a b -n x",
        "usage of pods: a, b (namespace x)",
    );
    check(
        "kubectl events -n x --for deploy/web --types=Warning",
        "events: deploy/web (namespace x)",
    );
    check(
        "kubectl rollout status deploy/web -n x --timeout=5m",
        "rollout status: deploy/web (namespace x)",
    );
    check(
        "kubectl rollout history deployment web",
        "rollout history: deployment/web",
    );
    check(
        "kubectl -n x rollout status ds alloy",
        "rollout status: ds/alloy (namespace x)",
    );
    check(
        "kubectl wait --for=condition=ready pod -l app=x --timeout=60s",
        "condition ready=true: pod with app=x",
    );
    check(
        "kubectl wait pod/x --for condition=Ready=false",
        "condition Ready=false: pod/x",
    );
    check(
        "kubectl wait --for=delete pod/x",
        "condition deleted: pod/x",
    );
    check(
        "kubectl wait --for=jsonpath='{.status.phase}'=Running pod/x",
        "condition {.status.phase}=Running: pod/x",
    );
    check(
        "kubectl wait --for=jsonpath='{.status.phase}' pod/x",
        "condition {.status.phase}: pod/x",
    );
    check(
        "kubectl wait --for=condition=complete job --all",
        "condition complete=true: job",
    );
    check(
        "kubectl wait --for=condition=ready pod",
        "other: `kubectl wait` does not say what to look at",
    );
    check(
        "kubectl auth can-i list pods -n x",
        "permission to list pods (namespace x)",
    );
    check(
        "kubectl auth can-i get deploy/web",
        "permission to get deploy/web",
    );
    check("kubectl version", "version of the server");
    check("kubectl api-resources | grep argo", "API resources |1");
    check("kubectl api-versions | grep argo", "API versions |1");
    check("kubectl cluster-info", "addresses of the cluster");
    check("kubectl config current-context", "current context");
}

#[test]
fn what_kubectl_would_refuse_is_not_understood() {
    kind(
        "other",
        &[
            "kubectl get",
            "kubectl",
            "kubectl get pods x -l a=b",
            "kubectl get pods x -A",
            "kubectl get pods svc/x",
            "kubectl get pods -o table",
            "kubectl get pods -o go-template='{{.x}}'",
            "kubectl get pods --template '{{.x}}'",
            "kubectl get -f x.yaml",
            "kubectl get -k .",
            "kubectl get pods --frobnicate",
            "kubectl get pods --no-headers=maybe",
            "kubectl get pods -n",
            "kubectl logs a b c",
            "kubectl logs x --tail=many",
            "kubectl logs x --since=soon",
            "kubectl logs x -l a=b",
            "kubectl top deployments",
            "kubectl rollout status",
            "kubectl explain pods",
            "kubectl diff -f x.yaml",
            "kubectl config get-contexts",
            "kubectl config view --raw=false -o json",
            "kubectl version --client",
            "kubectl rook-ceph ceph status",
            "kubectl get pods (all of them)",
            "kubectl get pods)",
            "kubectl get pods web-{0,1}",
            "kubectl get pods &",
            "kubectl get pods > /etc/pods.txt",
            "kubectl get pods > ~/pods.txt",
            "kubectl get pods > ../pods.txt",
            "curl -s http://x > install.sh",
            "kubectl get pods >/dev/null | grep x",
            "kubectl auth can-i --list",
            "kubectl get pods <<EOF\nx\nEOF",
            "for x in $(kubectl get ns -o name); do kubectl get pods; done | sort",
            "while kubectl get pods | grep -q Pending; do sleep 1; done",
            "while [ 1 = 1 ]; do kubectl get pods; done",
            "if kubectl get pods; then\n  kubectl get svc\nfi",
            "(kubectl get pods) | tail -1",
            "check() { kubectl get pods; }",
            "function check { kubectl get pods; }",
            "case $x in a) kubectl get pods;; esac",
            "npm run build",
            "docker ps",
        ],
    );
}

#[test]
fn what_changes_things_is_refused() {
    for verb in [
        "apply -f x.yaml",
        "create ns x",
        "delete pod x",
        "patch deploy x -p '{}'",
        "edit cm x",
        "replace -f x",
        "scale deploy x --replicas=0",
        "autoscale deploy x",
        "expose deploy x",
        "run x --image=y",
        "exec -it x -- sh",
        "attach x",
        "cp a b",
        "port-forward svc/x 80",
        "proxy",
        "debug x",
        "drain n",
        "cordon n",
        "uncordon n",
        "taint nodes n a=b:NoSchedule",
        "label pod x a=b",
        "annotate pod x a=b",
        "set image deploy/x a=b",
        "certificate approve x",
        "rollout restart deploy/x",
        "rollout undo deploy/x",
        "rollout pause deploy/x",
        "config use-context x",
        "config set-context x",
        "config delete-context x",
        "auth reconcile -f x",
    ] {
        kind(
            "refused",
            &[
                &format!("kubectl {verb}"),
                &format!("kubectl -n x {verb}"),
                &format!("kubectl --context=c {verb} --dry-run=client"),
                &format!("sudo kubectl {verb} | grep x"),
                &format!("X=$(kubectl {verb})"),
                &format!("cat x | kubectl {verb}"),
                &format!("while true; do kubectl {verb}; done"),
                &format!("watch kubectl {verb}"),
                &format!("kubectl get pods | xargs kubectl {verb}"),
                &format!("kubectl get pod $(kubectl {verb})"),
                &format!("kubectl {verb} > out.txt &"),
                &format!("kubectl {verb} <<EOF\na\nEOF"),
            ],
        );
    }
    kind(
        "refused",
        &[
            "kubectl get pods --token=x",
            "kubectl get pods --server https://x",
            "kubectl -s https://x get pods",
            "kubectl get pods --kubeconfig x",
            "kubectl --kubeconfig=/tmp/x get pods",
            "kubectl get pods --as admin",
            "kubectl get pods --as-group=system:masters",
            "kubectl get --raw /healthz",
            "kubectl get pods --insecure-skip-tls-verify",
            "kubectl get pods --user x",
            "kubectl get pods --cluster x",
            "kubectl get pods --client-key x",
            "kubectl get pods --certificate-authority x",
            "kubectl get pods --cache-dir x",
            "kubectl get pods --password x --username y",
            "kubectl get pods --frob --token x",
            "KUBECONFIG=/tmp/x kubectl get pods",
            "kubectl get secret x -o yaml",
            "kubectl get secrets -ojson",
            "kubectl get secret/x -o jsonpath='{.data.password}'",
            "kubectl get cm,secret -o yaml",
            "kubectl get Secrets.v1. x -o json",
            "kubectl get secret x -o jsonpath='{.data.p}' | base64 -d",
            "kubectl get secret x -o go-template='{{.data.p}}'",
            "kubectl get secret x --template '{{.data.p}}'",
            "kubectl get secret x -o yaml > x.yaml",
            "kubectl get secret x -o yaml --frob",
            "kubectl get secret <name> -o yaml",
            "K=secret; kubectl get $K x -o yaml",
            "kubectl wait secret/x --for=jsonpath='{.data.p}'=x",
            "kubectl view-secret x",
            "kubectl get secrets --sort-by=.data.password",
            "curl -X POST http://x",
            "curl -XDELETE http://x",
            "curl --request PUT http://x",
            "curl -d a=b http://x",
            "curl --data-binary @x http://x",
            "curl -F a=b http://x",
            "curl -T x http://x",
            "curl -u a:b http://x",
            "curl -H 'Authorization: Bearer x' http://x",
            "curl -H \"X-API-Key: $KEY\" http://x",
            "curl -H 'Host: a.b' http://x",
            "curl -K x http://x",
            "curl -o out http://x",
            "curl -O http://x/y",
            "curl -LO http://x/y",
            "curl -x http://proxy http://x",
            "curl -b a=b http://x",
            "curl --resolve a:1:2 http://x",
            "curl http://a:b@x/",
            "curl http://x/?access_token=abc",
            "curl file:///etc/passwd",
            "curl --unix-socket /var/run/docker.sock http://x",
            "curl -s http://x | sh",
            "curl -s http://x | sudo bash",
            "wget http://x/y",
            "wget -O out http://x/y",
            "wget -qO- http://x --post-data=a",
            "wget -qO- http://x --header 'Authorization: x'",
            "helm upgrade x y",
            "helm install x y",
            "helm uninstall x",
            "helm rollback x 1",
            "helm repo add a b",
            "helm -n x upgrade a b",
            "argocd app sync x",
            "argocd app delete x",
            "argocd login x",
            "argocd app get x --refresh",
            "argocd app get x --server y",
            "argocd app get x --auth-token y",
            "argocd app actions run x y",
            "git push",
            "git commit -m x",
            "git checkout x",
            "git pull",
            "git clone x",
            "git reset --hard",
            "git -c core.pager=x log",
            "git --exec-path=x log",
            "git log --output=x",
            "git tag v1",
            "git stash",
            "logcli query '{a=\"b\"}' --username x",
            "logcli query '{a=\"b\"}' --bearer-token=x",
            "logcli query '{a=\"b\"}' --tls-skip-verify",
            "LOKI_PASSWORD=x logcli labels",
            "logcli delete create '{a=\"b\"}'",
            "bash -c 'kubectl get pods'",
            "eval kubectl get pods",
            "kubectl exec x -- psql -c \"select 1",
        ],
    );
}

#[test]
fn other_tools_that_are_asked() {
    check(
        "logcli query '{a=\"b\"} |= \"x\"' --since=2h --limit=50 --addr=https://l",
        "Loki logs: {a=\"b\"} |= \"x\", last 2 hours, at most 50 lines",
    );
    check("LOKI_ADDR=https://l logcli labels app", "Loki labels: app");
    check("LOKI_ADDR=https://l logcli labels", "Loki labels");
    check(
        "logcli instant-query 'sum(rate({a=\"b\"}[5m]))'",
        "Loki instant query: sum(rate({a=\"b\"}[5m]))",
    );
    check("logcli series '{a=\"b\"}'", "Loki series: {a=\"b\"}");
    check(
        "logcli query '{a=\"b\"} | pattern \"<ip> <_>\" | line_format \"{{.ip}}\"'",
        "Loki logs: {a=\"b\"} | pattern \"<ip> <_>\" | line_format \"{{.ip}}\", last 1 hour, at most 30 lines",
    );
    check("logcli query '{namespace=\"$NS\"}'", "value: $NS");
    check("logcli query '{namespace=\"<ns>\"}'", "value: <ns>");
    check(
        "logcli stats '{a=\"b\"}'",
        "other: `logcli stats` is not one of Loki's queries that report asks",
    );
    check("argocd app get web", "Argo CD application: web");
    check(
        "argocd app list -o name | grep web",
        "Argo CD applications |1",
    );
    check(
        "argocd app history web --grpc-web",
        "history of the Argo CD application: web",
    );
    check(
        "argocd app resources argocd/web",
        "resources of the Argo CD application: web (namespace argocd)",
    );
    check("curl -s http://x/health", "HTTP GET http://x/health");
    check("curl -sI localhost:8080", "HTTP HEAD http://localhost:8080");
    check(
        "curl -sS -o /dev/null -w '%{http_code}' https://x/y?a=b&c=d",
        "HTTP GET https://x/y?a=b&c=d",
    );
    check(
        "curl -skL -H 'Accept: a/b' \"https://x\" -m 5",
        "HTTP GET https://x",
    );
    check(
        "curl -G -s http://l/q --data-urlencode 'query={a=\"b\"}'",
        "HTTP GET http://l/q?query=%7Ba%3D%22b%22%7D",
    );
    check("curl -X GET http://x | jq .status", "HTTP GET http://x |1");
    check("curl -s http://$IP:8080", "value: $IP");
    check(
        "curl http://x/{a,b}",
        "other: `{a,b}` stands for several words",
    );
    check(
        "curl http://x http://y",
        "other: `http://y` is a second address",
    );
    check("wget -qO- http://x", "HTTP GET http://x");
    check("wget --spider -q http://x", "HTTP HEAD http://x");
    check(
        "promtool query instant http://p 'up == 1'",
        "Prometheus: up == 1",
    );
    check(
        "promtool check rules x.yaml",
        "other: `promtool check rules` is no query that report asks",
    );
    check(
        "helm list -A",
        "other: `helm list` reads release state, which Helm keeps in a Secret that report does not read",
    );
    check(
        "helm template x y",
        "other: `helm template` reads charts, which report does not do",
    );
    check(
        "cd repos/x\ngit log -1 --format=%H main",
        "git log -1 --format=%H main (repos/x)",
    );
    check(
        "git -C repos/y --no-pager show abc",
        "git show abc (repos/y)",
    );
    check("git status", "git status");
    check(
        "git diff",
        "other: `git diff` reads what report does not look up in git",
    );
}

/// What is asked of another time than now or in part, in both languages.
#[test]
fn times_labels_and_projects_of_a_question_are_told() {
    for (line, en, ko) in [
        (
            "promtool query instant --time=2025-12-05T19:00:00+09:00 http://p up",
            "Prometheus: up, at 2025-12-05T10:00:00Z",
            "Prometheus: up, 2025-12-05T10:00:00Z 시점",
        ),
        (
            "promtool query instant http://p up --time 1764928800.5",
            "Prometheus: up, at 2025-12-05T10:00:00.500Z",
            "Prometheus: up, 2025-12-05T10:00:00.500Z 시점",
        ),
        (
            "promtool query range http://p 'rate(x[5m])'",
            "Prometheus: rate(x[5m]), last 5 minutes",
            "Prometheus: rate(x[5m]), 최근 5분",
        ),
        (
            "promtool query range --start=1764928800 --end=2025-12-05T11:00:00Z --step=1m http://p up",
            "Prometheus: up, from 2025-12-05T10:00:00Z to 2025-12-05T11:00:00Z",
            "Prometheus: up, 2025-12-05T10:00:00Z부터 2025-12-05T11:00:00Z까지",
        ),
        (
            "logcli query '{a=\"b\"}' --from=2025-12-05T10:00:00Z --to=2025-12-05T11:00:00Z --limit=0 --include-label=pod --exclude-label=job --labels-length=20",
            "Loki logs: {a=\"b\"}, from 2025-12-05T10:00:00Z, to 2025-12-05T11:00:00Z, all lines",
            "Loki 로그: {a=\"b\"}, 2025-12-05T10:00:00Z부터, 2025-12-05T11:00:00Z까지, 전체",
        ),
        (
            "argocd app list -l team=ops,tier!=x",
            "Argo CD applications with team=ops,tier!=x",
            "Argo CD 애플리케이션 목록 중 team=ops,tier!=x",
        ),
        (
            "argocd app list --project ops -p dev -o wide",
            "Argo CD applications, project ops, dev",
            "Argo CD 애플리케이션 목록, 프로젝트 ops, dev",
        ),
    ] {
        let Class::Understood(pipeline) = &read(line, "bash").commands[0].class else {
            panic!("{line}: {:?}", classes(line, "bash"));
        };
        assert_eq!(describe(&pipeline.query, Lang::En), en, "{line}");
        assert_eq!(describe(&pipeline.query, Lang::Ko), ko, "{line}");
    }
    check(
        "promtool query range http://p up --start=$START --end=<end>",
        "value: $START <end>",
    );
    kind(
        "other",
        &[
            "promtool query instant http://p up --time=yesterday",
            "promtool query instant http://p up --time=1e300",
            "promtool query instant http://p up --start=1764928800",
            "promtool query range http://p up --time=1764928800",
            "promtool query range http://p",
            "promtool query series --match=up http://p",
            "promtool query range http://p up --step=often",
            "logcli query '{a=\"b\"}' --labels-length=wide",
            "argocd app get web -l team=ops",
            "argocd app history web -p ops",
            "argocd app list -r https://git.example/x",
        ],
    );
    kind(
        "refused",
        &["promtool query range --header=Authorization=x http://p up"],
    );
}

#[test]
fn values_to_fill_in_are_named() {
    check("kubectl logs <pod-name> -n <ns>", "value: <pod-name> <ns>");
    check("kubectl logs <파드 이름>", "value: <파드 이름>");
    check(
        "kubectl rollout status deployment/[name] -n [namespace]",
        "value: [name] [namespace]",
    );
    check("kubectl get pods -n {namespace}", "value: {namespace}");
    check("kubectl get pods -n {{ ns }}", "value: {{ ns }}");
    check("kubectl get pods -n \"<ns>\"", "value: <ns>");
    check(
        "kubectl logs POD_NAME -n NAMESPACE",
        "value: POD_NAME NAMESPACE",
    );
    check(
        "kubectl get pods -n YOUR_NAMESPACE",
        "value: YOUR_NAMESPACE",
    );
    check("kubectl describe pod alloy-xxxxx", "value: alloy-xxxxx");
    check("kubectl get pod ...", "value: ...");
    check("kubectl logs $POD --tail=$N", "value: $POD $N");
    check("kubectl logs x --tail=<n>", "value: <n>");
    check(
        "kubectl wait --for=condition=complete job/x-*",
        "value: x-*",
    );
    check(
        "kubectl logs $(kubectl get pods -l a=b -o name | head -1)",
        "value: $(kubectl get pods -l a=b -o name | head -1)",
    );
    check(
        "POD=$(kubectl get pods -o name)\nkubectl logs $POD",
        "pods → name ;; value: $POD",
    );
    check("kubectl get pods | grep <name>", "value: <name>");
    check("kubectl get pods | grep '<none>'", "pods |1");
    check("kubectl get pods | grep xxx | awk '{print}'", "pods |2");
    check("kubectl get <kind> x -o yaml", "value: <kind>");
    check(
        "kubectl delete pod <pod>",
        "refused: `kubectl delete` changes the cluster",
    );
    check(
        "kubectl frob <pod>",
        "other: `kubectl frob` is not a command that report knows",
    );
    check(
        "kubectl config use-context <ctx>\nkubectl get pods",
        "refused: `kubectl config use-context` changes the kubeconfig or signs in ;; value: <ctx>",
    );
}

#[test]
fn the_scene_is_set_by_earlier_lines() {
    check(
        "kubectl config use-context ops\nkubectl get pods",
        "refused: `kubectl config use-context` changes the kubeconfig or signs in ;; pods (context ops)",
    );
    check(
        "kubectl config set-context --current --namespace=x\nkubectl get pods",
        "refused: `kubectl config set-context` changes the kubeconfig or signs in ;; pods (namespace x)",
    );
    check(
        "export KUBECONFIG=x\nkubectl get pods",
        "refused: the record sets `KUBECONFIG`, so which cluster is meant is not known; name a `--context`",
    );
    check(
        "export KUBECONFIG=x\nkubectl --context c get pods",
        "pods (context c)",
    );
    check(
        "if true; then NS=a; fi\nkubectl get pods -n $NS",
        "value: $NS",
    );
    check("K='pods -n x'\nkubectl get $K", "pods (namespace x)");
    check("unset NS\nkubectl get pods -n $NS", "value: $NS");
    let mut vars: Vars = [("NS", "x")].into_iter().collect();
    let first = read_with("export POD=web-0\ncd repos", "bash", &mut vars);
    assert_eq!(first.assignments, [("POD".to_owned(), "web-0".to_owned())]);
    let second = read_with("kubectl logs $POD -n $NS\ngit log", "bash", &mut vars);
    let shown: Vec<String> = second
        .commands
        .iter()
        .map(|one| short(&one.class))
        .collect();
    assert_eq!(shown, ["logs: pods/web-0 (namespace x)", "git log (repos)"]);
    let mut vars = Vars::new();
    read_with("cd repos/x\ngit pull", "bash", &mut vars);
    let again = read_with("cd repos/x\ngit log", "bash", &mut vars);
    assert_eq!(short(&again.commands[0].class), "git log (repos/x)");
    let loki = read("export LOKI_ADDR=https://l\nlogcli labels", "bash");
    let Class::Understood(pipeline) = &loki.commands[0].class else {
        panic!("{loki:?}")
    };
    let Query::Loki(query) = &pipeline.query else {
        panic!("{pipeline:?}")
    };
    assert_eq!(query.addr.as_deref(), Some("https://l"));
}

#[test]
fn sequences_are_commands_of_their_own() {
    check(
        "kubectl get pods && kubectl get svc; kubectl get ns",
        "pods ;; svc ;; ns",
    );
    check("kubectl get pods || echo none", "pods");
    check(
        "kubectl get pods || kubectl get svc",
        "pods ;; other: it runs only if the command before it fails: `kubectl get svc`",
    );
    check("echo -n 'x: '; kubectl get pods; echo", "pods");
    check("echo \"$(kubectl get pods)\"", "pods");
    check("sleep 5\nset -e\n", "");
    check("kubectl get pods |\n  grep x |\n  wc -l", "pods |2");
    check("X=`kubectl get pods -o name | head -1`", "pods → name |1");
    let script = read("export X=$(kubectl get pods -o name)", "bash");
    assert_eq!(script.commands[0].captured_as.as_deref(), Some("X"));
    assert_eq!(
        script.commands[0].text,
        "export X=$(kubectl get pods -o name)"
    );
    let script = read(
        "$pod = kubectl get pods -o name\nkubectl logs $pod",
        "powershell",
    );
    assert_eq!(script.commands[0].captured_as.as_deref(), Some("pod"));
    assert_eq!(short(&script.commands[1].class), "value: $pod");
}

/// Text, lines, output and comments of each command.
fn layout(text: &str, info: &str) -> Vec<String> {
    read(text, info)
        .commands
        .iter()
        .map(|one| {
            let comments: Vec<String> = one
                .comments
                .iter()
                .map(|comment| format!(" #{:?}@{} {}", comment.place, comment.line, comment.text))
                .collect();
            let output = one
                .output
                .as_ref()
                .map(|o| format!(" → {o:?}"))
                .unwrap_or_default();
            format!(
                "{}-{} {}{}{output}",
                one.lines.start,
                one.lines.end,
                one.text,
                comments.concat()
            )
        })
        .collect()
}

#[test]
fn output_is_told_from_commands() {
    assert_eq!(
        layout(
            "$ kubectl get pods -n loki-v3 --no-headers | wc -l\n30\n",
            "bash"
        ),
        ["0-1 kubectl get pods -n loki-v3 --no-headers | wc -l → \"30\""]
    );
    assert_eq!(
        layout(
            "$ kubectl get pods\nNAME  READY\nkubectl get x\n\n$ kubectl get svc",
            ""
        ),
        [
            "0-1 kubectl get pods → \"NAME  READY\\nkubectl get x\"",
            "4-5 kubectl get svc"
        ]
    );
    assert_eq!(
        layout(
            "kubectl get pods\nNAME  READY\nweb-0 1/1\n\nkubectl get svc",
            "bash"
        ),
        [
            "0-1 kubectl get pods → \"NAME  READY\\nweb-0 1/1\"",
            "4-5 kubectl get svc"
        ]
    );
    assert_eq!(
        layout(
            "kubectl rollout status deploy/x\ndeployment \"x\" successfully rolled out",
            "console"
        ),
        ["0-1 kubectl rollout status deploy/x → \"deployment \\\"x\\\" successfully rolled out\""]
    );
    assert_eq!(layout("NAME   READY\nweb-0  1/1", ""), Vec::<String>::new());
    assert_eq!(
        layout("# kubectl get pods\nNAME\n# kubectl get svc", "console"),
        ["0-1 kubectl get pods → \"NAME\"", "2-3 kubectl get svc"]
    );
    assert_eq!(layout("# kubectl get pods", "bash"), Vec::<String>::new());
    assert_eq!(
        layout("a: kubectl get pods\nkubectl get pods", "yaml"),
        Vec::<String>::new()
    );
    assert_eq!(
        layout(
            "kubectl get es -A\nargocd  hub-secret  SecretSynced  True",
            "bash"
        ),
        ["0-1 kubectl get es -A → \"argocd  hub-secret  SecretSynced  True\""]
    );
    assert_eq!(
        layout("PS C:\\> kubectl get pods `\n>>   -n x", "powershell"),
        ["0-2 kubectl get pods -n x"]
    );
}

#[test]
fn comments_find_their_command() {
    assert_eq!(
        layout(
            "kubectl get pods\n# Expected: 2 pods\n\nkubectl get svc  # one",
            "bash"
        ),
        [
            "0-1 kubectl get pods #Below@1 Expected: 2 pods",
            "3-4 kubectl get svc #Trailing@3 one"
        ]
    );
    assert_eq!(
        layout("# Should show 1/1\nkubectl get deploy", "bash"),
        ["1-2 kubectl get deploy #Above@0 Should show 1/1"]
    );
    assert_eq!(
        layout(
            "kubectl get pods\n\n# Expected: 2\n\nkubectl get svc",
            "bash"
        ),
        [
            "0-1 kubectl get pods #Below@2 Expected: 2",
            "4-5 kubectl get svc"
        ]
    );
    assert_eq!(
        layout("kubectl get pods\n\n# the next\nkubectl get svc", "bash"),
        [
            "0-1 kubectl get pods",
            "3-4 kubectl get svc #Above@2 the next"
        ]
    );
    assert_eq!(
        layout("$ kubectl get pods\nNAME\n# 2 pods", "console"),
        ["0-1 kubectl get pods #Below@2 2 pods → \"NAME\""]
    );
}

#[test]
fn inline_code_is_read_only_behind_a_tool() {
    use crate::query::inline;
    let vars = Vars::new();
    let class = |code: &str| inline::read(code, &vars).map(|one| short(&one.class));
    assert_eq!(
        class("kubectl get pods -n loki-v3").as_deref(),
        Some("pods (namespace loki-v3)")
    );
    assert_eq!(class("$ kubectl get pods").as_deref(), Some("pods"));
    assert_eq!(
        class("kubectl get pods | grep x").as_deref(),
        Some("pods |1")
    );
    assert_eq!(
        class("kubectl delete pod x && kubectl get pods").as_deref(),
        Some("refused: `kubectl delete` changes the cluster")
    );
    for code in [
        "kubectl",
        "Running",
        "1/1",
        "alloy-0",
        "kubectl.kubernetes.io/x y",
        "values.yaml",
        "npm test",
        "",
    ] {
        assert_eq!(class(code), None, "{code}");
    }
}

#[test]
fn reasons_are_in_both_languages() {
    let class = &read("kubectl delete pod x", "bash").commands[0].class;
    assert_eq!(
        reason(class, Lang::En),
        "`kubectl delete` changes the cluster"
    );
    assert_eq!(
        reason(class, Lang::Ko),
        "`kubectl delete`: 클러스터를 바꾸는 명령"
    );
    let class = &read("kubectl get pods -n <ns>", "bash").commands[0].class;
    assert_eq!(reason(class, Lang::Ko), "값을 채워야 함: `<ns>`");
    let class = &read("kubectl get pods | grep -v x | wc -l", "bash").commands[0].class;
    assert_eq!(reason(class, Lang::En), "pods → grep -v x → wc -l");
    let class = &read("kubectl logs -l a=b -n x --since=1h", "bash").commands[0].class;
    assert_eq!(
        reason(class, Lang::Ko),
        "로그: Pod 중 a=b, 마지막 10줄, 최근 1시간 (네임스페이스 x)"
    );
}

/// Tools that draw a picture of their own: the objects are looked at instead.
#[test]
fn what_plugins_and_flux_ask_is_asked_of_the_objects() {
    for (line, objects) in [
        (
            "kubectl argo rollouts get rollout web -n shop -w",
            "rollouts.argoproj.io/web (namespace shop)",
        ),
        (
            "kubectl -n shop argo rollouts status web",
            "rollouts.argoproj.io/web (namespace shop)",
        ),
        (
            "kubectl-argo-rollouts status web -n shop",
            "rollouts.argoproj.io/web (namespace shop)",
        ),
        (
            "kubectl argo rollouts list rollouts -n shop",
            "rollouts.argoproj.io (namespace shop)",
        ),
        (
            "flux get kustomizations",
            "kustomizations.kustomize.toolkit.fluxcd.io (namespace flux-system)",
        ),
        (
            "flux get ks apps -n team",
            "kustomizations.kustomize.toolkit.fluxcd.io/apps (namespace team)",
        ),
        (
            "flux get hr -A --no-header",
            "helmreleases.helm.toolkit.fluxcd.io (all namespaces)",
        ),
        (
            "flux get sources git",
            "gitrepositories.source.toolkit.fluxcd.io (namespace flux-system)",
        ),
        (
            "flux --context=prod get source oci",
            "ocirepositories.source.toolkit.fluxcd.io (context prod, namespace flux-system)",
        ),
    ] {
        check(line, &format!("objects and their events: {objects}"));
    }
    for line in [
        "kubectl argo rollouts promote web",
        "kubectl argo rollouts set image web a=b",
        "kubectl-argo-rollouts abort web",
        "flux reconcile kustomization apps",
        "flux suspend hr web",
        "k3s kubectl delete pod web",
        "minikube kubectl -- apply -f x.yaml",
        "kubecolor rollout restart deploy/web",
    ] {
        let class = &read(line, "bash").commands[0].class;
        assert!(matches!(class, Class::Refused(_)), "{line}: {class:?}");
    }
    for line in [
        "flux get all",
        "flux get sources",
        "flux check",
        "kubectl argo rollouts get experiment x",
        "k3s server",
        "minikube start",
    ] {
        let class = &read(line, "bash").commands[0].class;
        assert!(matches!(class, Class::NotOurs(_)), "{line}: {class:?}");
    }
}

#[test]
fn the_documented_classes_hold() {
    let text = include_str!("../../../docs/commands.md");
    let rows = text.lines().filter_map(|line| {
        let (command, class) = line.strip_prefix("| `")?.rsplit_once("` | ")?;
        Some((
            command.replace("\\|", "|"),
            class.trim_end_matches(" |").to_owned(),
        ))
    });
    let mut count = 0;
    for (command, class) in rows {
        let found: Vec<&str> = read(&command, "bash")
            .commands
            .iter()
            .map(|one| match one.class {
                Class::Understood(_) => "understood",
                Class::NeedsValue(_) => "needs a value",
                Class::Refused(_) => "refused",
                Class::NotOurs(_) => "not ours",
            })
            .collect();
        let all = !found.is_empty() && found.iter().all(|one| *one == class);
        assert!(all, "{command}: {found:?}");
        count += 1;
    }
    assert!(count > 80, "{count}");
}
