//! Where commands stand in a document: every format in which people write them down, in Korean and in
//! English.

use super::*;

/// The commands of all steps and items, each with its line and the first letter of its class.
fn found(text: &str) -> Vec<String> {
    let understanding = understand(text, &Vocabulary::default());
    let own = understanding.items.iter().map(|item| &item.own);
    let mut found: Vec<(usize, String)> = understanding
        .steps
        .iter()
        .chain(own)
        .flat_map(|one| &one.commands)
        .map(|command| {
            let line = text[..command.span.start].matches('\n').count() + 1;
            let letter = match command.class {
                Class::Understood(_) => 'U',
                Class::NeedsValue(_) => 'V',
                Class::Refused(_) => 'R',
                Class::NotOurs(_) => 'N',
            };
            (line, format!("{line} {letter} {}", command.text))
        })
        .collect();
    found.sort();
    found.dedup();
    found.into_iter().map(|(_, text)| text).collect()
}

/// The same document in both languages: `{plan}`, `{expected}` and `{step}` are words of each.
#[track_caller]
fn check(body: &str, expected: &[&str]) {
    for (plan, label, step) in [
        ("검증 계획", "예상 결과", "Pod 상태 확인"),
        ("Verification plan", "Expected", "Check the pods"),
    ] {
        let body = body
            .replace("{plan}", plan)
            .replace("{expected}", label)
            .replace("{step}", step);
        for end in ["\n", "\r\n"] {
            let text = body.replace('\n', end);
            assert_eq!(found(&text), expected, "{text}");
        }
    }
}

#[test]
fn fences_of_every_form() {
    check(
        "# x\n\n## {plan}\n\n### 1. {step}\n\n```bash\n# c\nkubectl get pods -n a\n\nkubectl get svc \\\n  -n a\n```\n\n**{expected}**:\n- READY: 1/1\n",
        &["9 U kubectl get pods -n a", "11 U kubectl get svc -n a"],
    );
    for (open, close) in [
        ("```", "```"),
        ("````bash", "````"),
        ("~~~", "~~~"),
        ("~~~sh", "~~~~"),
        ("```bash test=false timeout=60", "```"),
        ("```{.bash}", "```"),
        ("```console", "```"),
        ("```text", "```"),
        ("```powershell", "```"),
        ("   ```bash", "   ```"),
    ] {
        check(
            &format!("# x\n\n## {{plan}}\n\n### {{step}}\n\n{open}\nkubectl get pods\n{close}\n"),
            &["8 U kubectl get pods"],
        );
    }
    // One that nothing closes, and one in a language that is no shell.
    check(
        "# x\n\n## {plan}\n\n### {step}\n\n```bash\nkubectl get pods\n",
        &["8 U kubectl get pods"],
    );
    check(
        "# x\n\n## {plan}\n\n### {step}\n\n```yaml\nrun: |\n  kubectl get pods\n```\n\n```bash\nkubectl get svc\n```\n",
        &["13 U kubectl get svc"],
    );
}

#[test]
fn fences_at_any_nesting() {
    check(
        "# x\n\n## {plan}\n\n1. {step}\n\n   ```bash\n   kubectl get pods\n   ```\n\n   - a\n\n     ```bash\n     kubectl get svc\n     ```\n\n2. y\n\n\t```bash\n\tkubectl get ns\n\t```\n",
        &[
            "8 U kubectl get pods",
            "14 U kubectl get svc",
            "20 U kubectl get ns",
        ],
    );
    check(
        "# x\n\n## {plan}\n\n- [ ] **{step}**\n  ```bash\n  kubectl get pods\n  ```\n  - `READY` 1/1\n",
        &["7 U kubectl get pods"],
    );
    check(
        "# x\n\n## {plan}\n\n### {step}\n\n> ```bash\n> kubectl get pods\n> ```\n",
        &["8 U kubectl get pods"],
    );
    check(
        "# x\n\n## {plan}\n\n### {step}\n\n<details>\n<summary>s</summary>\n\n```bash\nkubectl get pods\n```\n\n</details>\n",
        &["11 U kubectl get pods"],
    );
}

#[test]
fn sessions_with_prompts_and_output() {
    check(
        "# x\n\n## {plan}\n\n### {step}\n\n```bash\n$ kubectl get pods --no-headers | wc -l\n30\n$ kubectl get svc\nNAME   TYPE\nkubectl get x\n```\n",
        &[
            "8 U kubectl get pods --no-headers | wc -l",
            "10 U kubectl get svc",
        ],
    );
    check(
        "# x\n\n## {plan}\n\n### {step}\n\n```\nkubectl get pods\nNAME    READY\nweb-0   1/1\n```\n",
        &["8 U kubectl get pods"],
    );
    check(
        "# x\n\n## {plan}\n\n### {step}\n\n```console\n[root@m1 ~]# kubectl get pods\nNAME    READY\n```\n\n```\n❯ kubectl get svc\n```\n",
        &["8 U kubectl get pods", "13 U kubectl get svc"],
    );
}

#[test]
fn inline_code_of_items_and_cells() {
    check(
        "# x\n\n## {plan}\n\n### {step}\n\n1. {step}: `kubectl get pods -n a`\n2. `$ kubectl get svc`\n",
        &["7 U kubectl get pods -n a", "8 U kubectl get svc"],
    );
    check(
        "# x\n\n## {plan}\n\n| a | b | c |\n| --- | --- | --- |\n| x | `kubectl get pods -n a \\| grep web` | Running |\n| y | `kubectl delete pod x` | - |\n",
        &[
            "7 U kubectl get pods -n a | grep web",
            "8 R kubectl delete pod x",
        ],
    );
    check(
        "# x\n\n## {plan}\n\n- ⏳ {step}: `kubectl get pods`\n- ⏳ y: ``kubectl get svc``\n",
        &["5 U kubectl get pods", "6 U kubectl get svc"],
    );
}

#[test]
fn what_is_commented_out_or_elsewhere_is_no_command() {
    check(
        "---\ntitle: x\nrun: kubectl get ns\n---\n\n# x\n\n## {plan}\n\n### {step}\n\n<!--\n```bash\nkubectl delete pod x\n```\n-->\n\n<!-- `kubectl get cm` -->\n\n```bash\n# kubectl get nodes\nkubectl get pods # kubectl get svc\n: kubectl get sa\n```\n",
        &["22 U kubectl get pods"],
    );
}

#[test]
fn values_are_known_from_the_fences_before() {
    check(
        "# x\n\n## y\n\n```bash\nexport NS=loki\n```\n\n## {plan}\n\n### {step}\n\n```bash\nkubectl get pods -n $NS\nfor p in a b; do\n  kubectl logs $p -n $NS\ndone\nkubectl logs <pod> -n $NS\n```\n",
        &[
            "14 U kubectl get pods -n $NS",
            "16 U kubectl logs $p -n $NS",
            "18 V kubectl logs <pod> -n $NS",
        ],
    );
}
