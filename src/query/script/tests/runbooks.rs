//! Lines as runbooks have them, of every tool and verb: what only looks is asked, or says which value it lacks; what
//! does anything else is asked in no form.

use super::*;

/// Each is one or more commands that only look.
const LOOKS: &str = r#"
kubectl get statefulset orders-db -n shop
kubectl -n shop get deploy,svc,ing
kubectl get po -A | grep -v Running
kubectl get pods --all-namespaces --field-selector=status.phase=Pending
kubectl get pods -n shop -l app=web -w
kubectl get pod web-0 -n shop -o yaml | grep image:
kubectl get cm web-config -n shop -o jsonpath='{.data.mode}'
kubectl get events -n shop --sort-by='.lastTimestamp' | tail -20
kubectl get nodes --show-labels
kubectl get pvc -n <namespace>
kubectl get svc $SERVICE -n shop
kubectl describe pod web-0 -n shop
kubectl describe node <node name>
kubectl describe ingress web -n shop | grep -A 3 Rules
kubectl logs deployment/web -n shop --tail=200
kubectl logs -f web-0 -n shop -c app
kubectl logs -n shop -l app=web --since=10m | grep -i error
kubectl logs <pod> -n shop --previous
kubectl top nodes
kubectl top pods -n shop --sort-by=memory
kubectl rollout status deployment/web -n shop --timeout=5m
kubectl rollout history deployment/web -n shop
kubectl wait --for=condition=Ready pod -l app=web -n shop --timeout=120s
kubectl cluster-info
kubectl version
kubectl api-resources | grep monitoring
kubectl auth can-i get pods -n shop
watch kubectl get pods -n shop
argocd app get shop-web
argocd app list
oc get pods -n shop
oc logs web-0 -n shop
oc describe pod <pod> -n shop
"#;

/// Each changes something, runs something, leaves the cluster or needs what only its tool can read.
const ACTS: &str = r#"
helm list -n shop
helm status web -n shop
helm history web -n shop
helm get values web -n shop
kubectl apply -f deploy/web.yaml
kubectl apply -k overlays/prod
kubectl create namespace shop
kubectl create secret generic web --from-literal=key=value -n shop
kubectl delete pod web-0 -n shop --force --grace-period=0
kubectl get pods -n shop -o name | xargs kubectl delete -n shop
kubectl annotate deployment web -n shop note=checked --overwrite
kubectl label node worker-1 pool=batch
kubectl autoscale deployment web -n shop --min=2 --max=6
kubectl cordon worker-1
kubectl uncordon worker-1
kubectl drain worker-1 --ignore-daemonsets
kubectl taint nodes worker-1 dedicated=ops:NoSchedule
kubectl cp shop/web-0:/tmp/dump.sql ./dump.sql
kubectl edit configmap web -n shop
kubectl expose deployment web -n shop --port=80
kubectl exec -it web-0 -n shop -- sh
kubectl exec web-0 -n shop -- cat /etc/hosts
kubectl debug node/worker-1 -it --image=busybox
kubectl attach web-0 -n shop
kubectl port-forward svc/web 8080:80 -n shop
kubectl proxy --port=8001
kubectl patch application web -n argocd --type merge -p '{"metadata":{"finalizers":null}}'
kubectl replace --force -f job.yaml
kubectl run probe --rm -it --image=curlimages/curl -- curl -s http://web.shop
kubectl scale deployment web --replicas=0 -n shop
kubectl set image deployment/web app=example/web:2 -n shop
kubectl set env deployment/web -n shop MODE=debug
kubectl rollout restart deployment/web -n shop
kubectl rollout undo deployment/web -n shop --to-revision=3
kubectl rollout pause deployment/web -n shop
kubectl config use-context prod
kubectl certificate approve csr-1
kubectl get pods -n shop && kubectl delete pod web-0 -n shop
argocd app sync shop-web --prune
argocd app delete shop-web
argocd app rollback shop-web 3
argocd app terminate-op shop-web
argocd app set shop-web --revision main
argocd login argocd.example.com
helm install web ./chart -n shop
helm upgrade --install web ./chart -n shop -f values.yaml
helm uninstall web -n shop
helm rollback web 2 -n shop
helm repo add example https://charts.example.com
helm repo update
helm create web
helm package ./chart
helm dependency update ./chart
oc delete pod web-0 -n shop
oc exec web-0 -n shop -- id
oc adm drain worker-1
oc scale dc/web --replicas=1
curl -X POST http://web.shop/-/reload
curl -d '{"a":1}' http://web.shop/api/orders
"#;

fn lines(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|line| !line.is_empty())
}

#[test]
fn what_only_looks_is_asked_and_nothing_else_is() {
    let asked = |class: &Class| matches!(class, Class::Understood(_) | Class::NeedsValue(_));
    let mut wrong = Vec::new();
    for line in lines(LOOKS) {
        let found = read(line, "bash").commands;
        if found.is_empty() || !found.iter().all(|one| asked(&one.class)) {
            wrong.push(format!("{line} ← {:?}", classes(line, "bash")));
        }
    }
    for line in lines(ACTS) {
        let found = read(line, "bash").commands;
        let acts = found.last().map(|one| asked(&one.class));
        if acts != Some(false) {
            wrong.push(format!("{line} ← {:?}", classes(line, "bash")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!((lines(LOOKS).count(), lines(ACTS).count()), (33, 59));
}
