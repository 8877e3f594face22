//! What `report init` writes: the workflow as actionlint and zizmor would look at it, the manifests as
//! kubeconform would, and the ClusterRole against every request that the program makes.

use crate::support::Lab;
use deployment_report::testing::world::State;
use k8s_openapi::api::batch::v1::CronJob;
use k8s_openapi::api::core::v1::{Namespace, ServiceAccount};
use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn printed(what: &str) -> String {
    Lab::empty().run(&["init", "--print", what]).exits(0).stdout
}

/// As it is, and split into parts.
fn both_forms(what: &str) -> [String; 2] {
    let parts = ["init", "--print", what, "--shards", "3"];
    [printed(what), Lab::empty().run(&parts).exits(0).stdout]
}

/// The documents of a YAML text as JSON.
pub(crate) fn documents(text: &str) -> Vec<Value> {
    serde_saphyr::from_multiple(text).unwrap()
}

/// The object as its type reads it: an unknown field or a wrong type is an error.
fn strict<T: DeserializeOwned + Serialize>(object: &Value) -> T {
    let typed: T =
        serde_json::from_value(object.clone()).unwrap_or_else(|e| panic!("{e}: {object}"));
    let again = serde_json::to_value(&typed).unwrap();
    assert_eq!(&again, object, "a field was lost: it is not in the API");
    typed
}

/// Every string of a value with its path.
pub(crate) fn strings<'a>(value: &'a Value, at: &str, found: &mut Vec<(String, &'a str)>) {
    match value {
        Value::String(text) => found.push((at.to_string(), text)),
        Value::Array(all) => {
            for (i, one) in all.iter().enumerate() {
                strings(one, &format!("{at}[{i}]"), found);
            }
        }
        Value::Object(object) => {
            for (name, one) in object {
                strings(one, &format!("{at}.{name}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn the_workflow_is_sound() {
    for text in both_forms("github") {
        is_sound(&text);
    }
    let [whole, parts] = both_forms("github").map(|text| documents(&text).remove(0));
    let job = &parts["jobs"]["regenerate"];
    let strategy = serde_json::json!({"fail-fast": false, "matrix": {"shard": [1, 2, 3]}});
    assert_eq!(job["strategy"], strategy);
    assert!(whole["jobs"]["regenerate"]["strategy"].is_null());
    assert_eq!(whole["jobs"]["explain"], parts["jobs"]["explain"]);
}

fn is_sound(text: &str) {
    let workflow = &documents(text)[0];
    assert_eq!(
        workflow["permissions"],
        serde_json::json!({}),
        "nothing by default"
    );
    let on = &workflow["on"];
    assert!(on["schedule"][0]["cron"].is_string() && on["push"]["paths"].is_array());
    assert_eq!(on["push"]["branches"], serde_json::json!(["main"]));
    assert!(workflow["concurrency"]["group"].is_string());
    assert_eq!(workflow["concurrency"]["cancel-in-progress"], false);
    let jobs = workflow["jobs"].as_object().unwrap();
    assert_eq!(jobs.len(), 3);
    let job = &jobs["regenerate"];
    assert_eq!(job["if"], "github.event_name != 'pull_request'");
    assert_eq!(
        job["permissions"],
        serde_json::json!({"contents": "write", "pull-requests": "write"})
    );
    assert!(job["timeout-minutes"].is_u64());
    let steps = job["steps"].as_array().unwrap();
    let mut ids = Vec::new();
    for step in steps {
        if let Some(uses) = step["uses"].as_str() {
            let (_, version) = uses.split_once('@').unwrap();
            let pinned = version.len() == 40 && version.chars().all(|c| c.is_ascii_hexdigit());
            assert!(pinned, "{uses} is not pinned to a commit");
        } else {
            assert!(
                step["run"].is_string() && step["name"].is_string(),
                "{step}"
            );
        }
        ids.extend(step["id"].as_str());
    }
    assert_eq!(steps[0]["with"]["fetch-depth"], 0);
    ids.extend(
        jobs["explain"]["steps"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|step| step["id"].as_str()),
    );
    let mut all = Vec::new();
    strings(workflow, "", &mut all);
    for (at, text) in &all {
        // An expression in a script would let its text run there.
        assert!(
            !at.ends_with(".run") || !text.contains("${{"),
            "{at}: {text}"
        );
        for expression in text.split("${{").skip(1) {
            let (inside, _) = expression
                .split_once("}}")
                .unwrap_or_else(|| panic!("{at}"));
            let inside = inside.trim();
            let known = [
                "github.ref",
                "github.event.pull_request.base.sha",
                "vars.",
                "matrix.shard",
                "strategy.job-total",
                "secrets.",
                "runner.",
                "env.REPORT_VERSION",
                "github.token",
            ];
            let of_step = inside
                .strip_prefix("steps.")
                .and_then(|rest| rest.split('.').next());
            assert!(
                known.iter().any(|known| inside.starts_with(known))
                    || of_step.is_some_and(|id| ids.contains(&id)),
                "{at}: {inside}"
            );
        }
    }
    let script = |name: &str| -> String {
        let step = steps.iter().find(|step| step["name"] == name).unwrap();
        step["run"].as_str().unwrap().to_string()
    };
    let regenerate = script("Regenerate the open records and push what changed");
    assert!(regenerate.contains("GITHUB_STEP_SUMMARY"), "{regenerate}");
    // Secrets reach only the steps that need them.
    for (at, text) in &all {
        if text.contains("secrets.") {
            assert!(at.contains(".steps[") && at.contains(".env."), "{at}");
        }
    }
}

/// A pull request is somebody else's: its job has no secret and writes nothing.
#[test]
fn a_pull_request_is_read_without_secrets() {
    let text = printed("github");
    let workflow = &documents(&text)[0];
    assert!(workflow["on"]["pull_request"]["paths"].is_array());
    let job = &workflow["jobs"]["explain"];
    assert_eq!(job["if"], "github.event_name == 'pull_request'");
    assert_eq!(job["permissions"], serde_json::json!({"contents": "read"}));
    let mut all = Vec::new();
    strings(job, "", &mut all);
    assert!(
        all.iter().all(|(_, text)| !text.contains("secrets.")),
        "{job}"
    );
    let steps = job["steps"].as_array().unwrap();
    assert_eq!(steps[0]["with"]["persist-credentials"], false);
    let pinned = |step: &&Value| {
        step["uses"]
            .as_str()
            .is_some_and(|uses| uses.split_once('@').unwrap().1.len() == 40)
    };
    assert_eq!(
        steps
            .iter()
            .filter(|step| !step["uses"].is_null())
            .filter(pinned)
            .count(),
        2
    );
    let script = steps.last().unwrap()["run"].as_str().unwrap();
    assert!(
        script.contains("report explain --strict --format github"),
        "{script}"
    );
}

#[test]
fn assistants_find_what_they_read_and_nothing_is_overwritten() {
    for (lang, word) in [("ko", "표시는 도구의 것"), ("en", "Ticks are the tool's")] {
        let lab = Lab::empty();
        lab.file("AGENTS.md", "# Ours\n\nBe brief.");
        lab.file(".cursor/rules/deployment-records.mdc", "mine");
        lab.file(".kiro/report.toml", format!("lang = \"{lang}\"\n"));
        let args = [
            "init",
            "--yes",
            "--agent",
            "kiro,claude,cursor,copilot",
            "--lang",
            lang,
        ];
        lab.run(&args).exits(0).warns("+ AGENTS.md");
        for file in [
            ".kiro/steering/deployment-records.md",
            ".claude/skills/deployment-records/SKILL.md",
            ".github/instructions/deployment-records.instructions.md",
        ] {
            assert!(lab.read(file).contains(word), "{file}");
        }
        let hook: Value =
            serde_json::from_str(&lab.read(".kiro/hooks/deployment-records.kiro.hook")).unwrap();
        let command = hook["then"]["command"].as_str().unwrap().to_owned();
        assert_eq!(lab.read(".cursor/rules/deployment-records.mdc"), "mine");
        let agents = lab.read("AGENTS.md");
        assert!(
            agents.starts_with("# Ours\n\nBe brief.\n\n<!-- deployment-records -->")
                && agents.contains(word)
        );
        lab.run(&args).exits(0).warns("= AGENTS.md");
        assert_eq!(lab.read("AGENTS.md"), agents);
        for (file, key) in [
            (".kiro/settings/mcp.json", "mcpServers"),
            (".mcp.json", "mcpServers"),
            (".cursor/mcp.json", "mcpServers"),
            (".vscode/mcp.json", "servers"),
        ] {
            let text = lab.read(file);
            let settings: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(settings[key]["report"]["args"][0], "mcp", "{file}");
            // What is theirs stays, byte for byte; what cannot be merged is told.
            let theirs = format!(
                "{{\n\t\"{key}\": {{\n\n\t\t\"x\": {{\"command\": \"y\", \"args\": [\"* _a_\"]}}\n\t}}\n}}"
            );
            lab.file(file, &theirs);
            lab.run(&args).exits(0).warns(&format!("+ {file}"));
            let merged = lab.read(file);
            let (before, after) = theirs.split_once("{\n\n").unwrap();
            assert!(
                merged.starts_with(before) && merged.ends_with(after),
                "{merged}"
            );
            let settings: Value = serde_json::from_str(&merged).unwrap();
            assert_eq!(settings[key].as_object().unwrap().len(), 2);
            lab.run(&args).exits(0).warns(&format!("= {file}"));
            assert_eq!(lab.read(file), merged);
            for broken in [
                format!("{{\n  // ours\n  \"{key}\": {{}}\n}}\n"),
                "{".to_owned(),
            ] {
                lab.file(file, &broken);
                lab.run(&args)
                    .exits(0)
                    .warns(&format!("! {file}"))
                    .warns("\"command\": \"report\"");
                assert_eq!(lab.read(file), broken);
            }
            lab.file(file, text);
        }
        // What the hook runs finds the line of a draft, and is silent once a suggestion was taken.
        let draft = "# D\n\n## Verification plan\n\n### 1. Pods\n```bash\nkubectl get pods -n x\n```\n\n**Expected**:\n- loki-gateway is up\n\n## Checklist\n\n- ⏳ Pods\n";
        lab.file(".kiro/deployments/2025-12-09-d.md", draft);
        let hook: Vec<&str> = command.split(' ').skip(1).collect();
        lab.run(&hook).exits(1).says(":11:");
        lab.run(&["explain", "2025-12-09-d", "--fix", "--yes"])
            .exits(0);
        lab.run(&hook).exits(0);
    }
}

/// What records call a cluster and the kubeconfig does not is proposed, and never taken.
#[test]
fn contexts_that_records_name_are_proposed() {
    let lab = Lab::with_world(State::After);
    let config = lab.read("../home/kubeconfig");
    const ARN: &str = "arn:aws:eks:ap-northeast-2:123456789012:cluster/buzzvil-eks-ops";
    lab.file("../home/kubeconfig", config.replace("buzzvil-eks-ops", ARN));
    for (name, context) in [("a", "buzzvil-eks-ops"), ("b", "nowhere"), ("c", ARN)] {
        let text = format!(
            "# D\n\n## Verification plan\n\n### 1. Pods\n\n```bash\nkubectl --context {context} get pods -n x\n```\n"
        );
        lab.file(&format!(".kiro/deployments/2025-12-09-{name}.md"), text);
    }
    for (lang, told) in [
        ("ko", "kubeconfig에 없는 컨텍스트"),
        ("en", "the kubeconfig does not have"),
    ] {
        let text = lab
            .run(&["init", "--print", "config", "--lang", lang])
            .exits(0)
            .says(told)
            .stdout;
        let proposed = format!("# contexts = {{ \"buzzvil-eks-ops\" = \"{ARN}\" }}\n");
        assert!(text.contains(&proposed), "{text}");
        assert!(
            text.contains("# contexts = { \"nowhere\" = \"…\" }\n"),
            "{text}"
        );
        assert_eq!(text.matches("\ncontexts = ").count(), 1, "{text}");
        // Uncommented in place of the list it is what the records need.
        let own = text
            .lines()
            .find(|line| line.starts_with("contexts = "))
            .unwrap();
        let taken = text
            .replace(own, "")
            .replace(&proposed, proposed.trim_start_matches("# "));
        lab.file(".kiro/report.toml", &taken);
        let again = lab
            .run(&["init", "--print", "config", "--lang", lang])
            .exits(0);
        again
            .keeps_quiet_about("\"buzzvil-eks-ops\" = ")
            .says("nowhere");
        lab.file(".kiro/report.toml", "");
    }
}

#[test]
fn the_scripts_call_commands_that_exist() {
    let mut seen = 0;
    for text in ["github", "gitlab", "cronjob"]
        .map(both_forms)
        .as_flattened()
    {
        let text = text.replace("\\\n", " ");
        for line in text
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'))
        {
            let Some((_, rest)) = line
                .split_once("report regenerate")
                .or(line.split_once("report list"))
            else {
                continue;
            };
            let command = if line.contains("report list") {
                "list"
            } else {
                "regenerate"
            };
            let words = rest.split([';', '>']).next().unwrap().split_whitespace();
            let words = words.map(|word| word.replace('"', ""));
            let words = words.map(|word| {
                if word.contains(['$', '/']) {
                    "1/3".into()
                } else {
                    word
                }
            });
            let args: Vec<std::ffi::OsString> = ["report".to_string(), command.to_string()]
                .into_iter()
                .chain(words)
                .map(Into::into)
                .collect();
            let read = deployment_report::testing::cli::Cli::read(
                &args,
                deployment_report::testing::facts::lang::Lang::En,
            );
            assert!(read.is_ok(), "{line}");
            seen += 1;
        }
    }
    assert_eq!(seen, 6);
}

/// What only the owner knows is marked, told after `init`, and told no more once it is there.
#[test]
fn what_only_the_owner_knows_is_one_marked_place() {
    const WORKFLOW: &str = ".github/workflows/deployment-records.yml";
    for (what, marked) in [("github", 1), ("gitlab", 1), ("cronjob", 2)] {
        let text = printed(what);
        assert_eq!(text.matches("# OWNER:").count(), marked, "{text}");
        for unknown in ["-OF-", "crates.io", "your-org", "github.com/buzz"] {
            assert!(!text.contains(unknown), "{unknown} in {text}");
        }
        assert!(text.contains(env!("CARGO_PKG_VERSION")), "{text}");
    }
    let lab = Lab::empty().env("GITPLOY_SERVER_HOST", "https://gitploy.team.example");
    let text = lab.run(&["init", "--print", "cronjob"]).exits(0).stdout;
    assert!(
        text.contains("value: \"https://gitploy.team.example\"\n"),
        "{text}"
    );
    for (lang, told) in [
        (
            "en",
            "complete the line of .github/workflows/deployment-records.yml that is marked OWNER:",
        ),
        (
            "ko",
            ".github/workflows/deployment-records.yml에서 OWNER: 표시가 있는 줄을 채웁니다",
        ),
    ] {
        let lab = Lab::empty();
        git2::Repository::init(lab.work()).unwrap();
        let args = ["init", "--yes", "--lang", lang];
        lab.run(&args).exits(0).warns(told);
        let text = lab.read(WORKFLOW);
        let owner = text.split("\"\" # OWNER:").collect::<Vec<_>>();
        let [before, after] = owner.as_slice() else {
            panic!("{text}")
        };
        let rest = after.split_once('\n').unwrap().1;
        lab.file(WORKFLOW, format!("{before}https://github.com/a/b\n{rest}"));
        assert!(!lab.run(&args).exits(0).stderr.contains("OWNER:"));
    }
}

#[test]
fn the_branch_is_the_workspaces_own() {
    let lab = Lab::empty();
    let repo = git2::Repository::init(lab.work()).unwrap();
    repo.set_head("refs/heads/release/\u{d55c}\u{ae00}")
        .unwrap();
    let who = git2::Signature::new("a", "a@example.com", &git2::Time::new(0, 0)).unwrap();
    let tree = repo.treebuilder(None).unwrap().write().unwrap();
    let tree = repo.find_tree(tree).unwrap();
    repo.commit(Some("HEAD"), &who, &who, "x", &tree, &[])
        .unwrap();
    let text = lab.run(&["init", "--print", "github"]).exits(0).stdout;
    let branches = &documents(&text)[0]["on"]["push"]["branches"];
    assert_eq!(branches, &serde_json::json!(["release/\u{d55c}\u{ae00}"]));
}

/// Wherever it is started, `init` finds the repository; a workspace in one of its folders stays there.
#[test]
fn the_workflow_stands_where_its_forge_looks() {
    let lab = Lab::empty();
    git2::Repository::init(lab.work()).unwrap();
    std::fs::create_dir_all(lab.work().join("a/b")).unwrap();
    lab.run_in("a/b", &["init"]).exits(0);
    let workflow = ".github/workflows/deployment-records.yml";
    assert!(lab.read(workflow).contains("- \".kiro/deployments/**\""));
    assert!(
        !lab.read(workflow).contains("working-directory")
            && !lab.read(workflow).contains("WORKING")
    );
    assert!(lab.work().join(".kiro/report.toml").exists() && !lab.work().join("a/.kiro").exists());

    let lab = Lab::empty();
    git2::Repository::init(lab.work()).unwrap();
    std::fs::create_dir_all(lab.work().join("team/.kiro/deployments")).unwrap();
    lab.run_in("team", &["init"]).exits(0);
    let text = lab.read(workflow);
    let parsed = &documents(&text)[0];
    assert_eq!(
        parsed["on"]["push"]["paths"][0],
        "team/.kiro/deployments/**"
    );
    let job = &parsed["jobs"]["regenerate"];
    assert_eq!(job["defaults"]["run"]["working-directory"], "team");
    assert!(lab.work().join("team/.kiro/report.toml").exists());

    let lab = Lab::empty();
    let repo = git2::Repository::init(lab.work()).unwrap();
    repo.remote("origin", "git@gitlab.com:o/r.git").unwrap();
    lab.run(&["init", "--lang", "en"])
        .exits(0)
        .warns("include .kiro/report/gitlab-ci.yml");
    assert!(!lab.work().join(".github").exists());
}

#[test]
fn a_workspace_without_records_has_none_yet() {
    let lab = Lab::empty();
    std::fs::create_dir_all(lab.work().join(".kiro/deployments")).unwrap();
    for command in ["list", "verify", "regenerate", "explain"] {
        for (lang, word) in [("en", "no records"), ("ko", "기록이 없습니다")] {
            let run = lab.run(&[command, "--lang", lang]).exits(0);
            let printed = format!("{}{}", run.stdout, run.stderr);
            assert!(command == "regenerate" || printed.contains(word), "{run}");
        }
    }
}

#[test]
fn the_gitlab_job_is_sound() {
    let [text, parts] = both_forms("gitlab");
    let parts = &documents(&parts)[0]["deployment-records"];
    assert_eq!(parts["parallel"], 3);
    assert!(parts["resource_group"].is_null(), "all at a time");
    let job = &documents(&text)[0]["deployment-records"];
    assert_eq!(job["variables"]["GIT_DEPTH"], "0");
    assert!(job["resource_group"].is_string(), "one at a time");
    assert!(job["rules"].as_array().unwrap().len() == 2);
    assert_eq!(job["artifacts"]["reports"]["junit"], "report.xml");
    assert_eq!(job["artifacts"]["when"], "always");
    let script: Vec<&str> = job["script"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| l.as_str().unwrap())
        .collect();
    assert!(
        script.last().unwrap().ends_with("exit \"$red\"\n"),
        "{script:?}"
    );
}

#[test]
fn the_manifests_are_the_apis() {
    let rbac = documents(&printed("rbac"));
    let kinds: Vec<&str> = rbac
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "Namespace",
            "ServiceAccount",
            "ClusterRole",
            "ClusterRoleBinding",
            "ClusterRole",
            "ClusterRoleBinding"
        ]
    );
    let namespace: Namespace = strict(&rbac[0]);
    let account: ServiceAccount = strict(&rbac[1]);
    let role: ClusterRole = strict(&rbac[2]);
    let binding: ClusterRoleBinding = strict(&rbac[3]);
    let operators: ClusterRole = strict(&rbac[4]);
    let of_operators: ClusterRoleBinding = strict(&rbac[5]);
    assert_eq!(
        Some(&of_operators.role_ref.name),
        operators.metadata.name.as_ref()
    );
    assert_eq!(of_operators.subjects, binding.subjects);
    for rule in operators.rules.unwrap() {
        assert_eq!(rule.verbs, ["get", "list"]);
        let groups = rule.api_groups.unwrap();
        assert!(groups.iter().all(|group| group.contains('.')), "{groups:?}");
    }
    assert_eq!(account.metadata.namespace, namespace.metadata.name);
    assert_eq!(Some(binding.role_ref.name), role.metadata.name);
    let subject = &binding.subjects.unwrap()[0];
    assert_eq!(
        (subject.namespace.as_ref(), Some(&subject.name)),
        (
            account.metadata.namespace.as_ref(),
            account.metadata.name.as_ref()
        )
    );
    for rule in role.rules.unwrap() {
        let reviews = rule.verbs == ["create"];
        for verb in &rule.verbs {
            assert!(
                reviews || ["get", "list"].contains(&verb.as_str()),
                "{verb}"
            );
        }
        for resource in rule.resources.iter().flatten() {
            assert!(
                resource != "*" && !resource.starts_with("secrets"),
                "{resource}"
            );
            assert!(
                !reviews || resource.starts_with("selfsubject"),
                "{resource}"
            );
        }
    }
    let [whole, parts] = both_forms("cronjob").map(|text| documents(&text).remove(0));
    let parts: CronJob = strict(&parts);
    let spec = parts.spec.job_template.spec.unwrap();
    assert_eq!(spec.completion_mode.as_deref(), Some("Indexed"));
    assert_eq!((spec.completions, spec.parallelism), (Some(3), Some(3)));
    let job: CronJob = strict(&whole);
    assert_eq!(job.metadata.namespace, account.metadata.namespace);
    let pod = job.spec.job_template.spec.unwrap().template.spec.unwrap();
    assert_eq!(pod.service_account_name, account.metadata.name);
    assert_eq!(pod.security_context.unwrap().run_as_non_root, Some(true));
    // A kubeconfig of the Secret is found as the one of HOME; without the Secret there is none.
    let volumes = pod.volumes.as_ref().unwrap();
    let secrets = volumes
        .iter()
        .find_map(|volume| Some((&volume.name, volume.secret.as_ref()?)));
    let (volume, secret) = secrets.unwrap();
    assert_eq!(secret.optional, Some(true));
    let container = &pod.containers[0];
    let mounts = container.volume_mounts.as_ref().unwrap();
    let mount = mounts.iter().find(|mount| mount.name == *volume).unwrap();
    let home = container
        .env
        .iter()
        .flatten()
        .find(|one| one.name == "HOME");
    let home = home.unwrap().value.as_ref().unwrap();
    assert_eq!(mount.mount_path, format!("{home}/.kube"));
    let containers = pod
        .containers
        .iter()
        .chain(pod.init_containers.iter().flatten());
    for container in containers {
        let context = container.security_context.as_ref().unwrap();
        assert_eq!(
            context.read_only_root_filesystem,
            Some(true),
            "{}",
            container.name
        );
        assert_eq!(context.allow_privilege_escalation, Some(false));
        let dropped = context
            .capabilities
            .as_ref()
            .unwrap()
            .drop
            .as_ref()
            .unwrap();
        assert_eq!(dropped, &["ALL"]);
        let image = container.image.as_ref().unwrap();
        assert!(
            image.contains(':') && !image.ends_with(":latest"),
            "{image}"
        );
        let limits = container
            .resources
            .as_ref()
            .unwrap()
            .limits
            .as_ref()
            .unwrap();
        assert!(limits.contains_key("memory"));
    }
}

/// Whether the role allows a request of the log: `api GET /apis/apps/v1/namespaces/x/deployments?limit=5`.
fn allows(role: &ClusterRole, request: &str) -> bool {
    let mut words = request.split(' ').skip(1);
    let (method, url) = (words.next().unwrap(), words.next().unwrap());
    let path = url.split('?').next().unwrap();
    let rules = role.rules.as_ref().unwrap();
    let any =
        |all: &Option<Vec<String>>, wanted: &str| all.iter().flatten().any(|one| one == wanted);
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let (group, rest) = match parts.as_slice() {
        ["api", _, rest @ ..] if !rest.is_empty() => ("", rest),
        ["apis", group, _, rest @ ..] if !rest.is_empty() => (*group, rest),
        _ => {
            return method == "GET"
                && rules.iter().any(|rule| {
                    rule.non_resource_urls
                        .iter()
                        .flatten()
                        .any(|url| match url.strip_suffix('*') {
                            Some(prefix) => path.starts_with(prefix),
                            None => path == url,
                        })
                });
        }
    };
    let rest = match rest {
        ["namespaces", _, inner @ ..] if !inner.is_empty() => inner,
        rest => rest,
    };
    let resource = match rest {
        [resource, _, sub] => format!("{resource}/{sub}"),
        [resource, ..] => (*resource).to_string(),
        [] => return false,
    };
    let verb = match (method, rest.len()) {
        ("GET", 1) => "list",
        ("GET", _) => "get",
        ("POST", _) => "create",
        _ => return false,
    };
    rules.iter().any(|rule| {
        any(&rule.api_groups, group)
            && any(&rule.resources, &resource)
            && rule.verbs.iter().any(|one| one == verb)
    })
}

#[test]
fn the_cluster_role_covers_every_request() {
    let role: ClusterRole = strict(&documents(&printed("rbac"))[2]);
    let mut lab = Lab::demo(State::Before).configured();
    // A plan with everything that the documentation says is understood.
    let kinds = "pods,svc,ep,ds,deploy,sts,rs,jobs,cj,hpa,pdb,ing,netpol,cm,pvc,pv,sc,no,ns,ev,sa,quota,limits,crd,apiservices,roles,rolebindings,clusterroles,clusterrolebindings,leases,priorityclasses,endpointslices,controllerrevisions,rc,applications.argoproj.io";
    let commands: Vec<String> = kinds
        .split(',')
        .map(|kind| format!("kubectl get {kind} -n loki-v3"))
        .collect();
    let more = "kubectl top pods -n loki-v3\nkubectl top nodes\nkubectl logs ds/alloy -n loki-v3 --tail=5\nkubectl describe ds alloy -n loki-v3\nkubectl rollout status ds/alloy -n loki-v3\nkubectl auth can-i list pods\nargocd app get alloy-ops\nkubectl wait --for=condition=ready pod -l app.kubernetes.io/name=alloy -n loki-v3";
    lab.file(
        ".kiro/deployments/2025-12-06-all.md",
        format!("# All\n\n## Verification plan\n\n### 1. All\n\n```bash\n{}\n{more}\n```\n\nExpected:\n- all pods Running\n\n## Checklist\n\n- [ ] All\n", commands.join("\n")),
    );
    for state in [State::Before, State::During(3), State::After] {
        lab.state(state);
        lab.run(&["regenerate", "--check"]);
        lab.run(&["new", "--deployment", "4354", "--print-context"])
            .exits(0);
        lab.run(&["doctor"]);
    }
    let mut asked = lab.world().requests();
    asked.retain(|line| line.starts_with("api "));
    asked.sort();
    asked.dedup();
    assert!(asked.len() > 40, "{asked:#?}");
    let refused: Vec<&String> = asked
        .iter()
        .filter(|request| !allows(&role, request))
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
    assert!(!allows(&role, "api GET /api/v1/namespaces/x/secrets"));
    assert!(!allows(&role, "api DELETE /api/v1/namespaces/x/pods/y"));
}
