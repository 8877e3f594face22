//! The verification plan of a new record: per workload kind the steps that a careful engineer would
//! write, and the checklist tied to them. Pure.

use super::gather::Facts;
use crate::facts::workload::{Workload, WorkloadKind};
use crate::render::context::{
    CheckItem, CheckKind, DeploymentState, Expectation, PlanStep, StepKind,
};

/// The steps, with names that are unique.
pub fn plan(facts: &Facts) -> Vec<PlanStep> {
    let mut steps = Vec::new();
    for workload in &facts.workloads {
        of_workload(facts, workload, &mut steps);
    }
    for at in 1..steps.len() {
        let taken = |steps: &[PlanStep], name: &str| steps[..at].iter().any(|one| one.name == name);
        let base = steps[at].name.clone();
        let mut count = 2;
        while taken(&steps, &steps[at].name) {
            steps[at].name = format!("{base}-{count}");
            count += 1;
        }
    }
    steps
}

/// The checklist: what is known to be done, what is to be waited for, a tied item a step, stability.
pub fn checklist(
    facts: &Facts,
    plan: &[PlanStep],
    state: Option<DeploymentState>,
) -> Vec<CheckItem> {
    let item = |kind, subject: &str, done| CheckItem {
        tie: String::new(),
        kind,
        subject: subject.into(),
        workload_kind: String::new(),
        done,
    };
    let mut items = Vec::new();
    if facts.history.is_some() {
        items.push(item(CheckKind::Change, "", true));
    }
    for (deployment, _, _) in &facts.deployments {
        items.push(item(
            CheckKind::Deploy,
            &deployment.number.to_string(),
            true,
        ));
    }
    if let (Some((deployment, _, _)), Some(_)) = (facts.deployments.last(), state) {
        items.push(item(
            CheckKind::Finish,
            &deployment.number.to_string(),
            false,
        ));
    }
    if facts.application.is_some() {
        items.push(item(
            CheckKind::Application,
            facts.app.as_deref().unwrap_or_default(),
            false,
        ));
    }
    items.extend(plan.iter().map(|step| CheckItem {
        tie: step.name.clone(),
        kind: match step.kind {
            StepKind::Application => CheckKind::Application,
            StepKind::Workload => CheckKind::Workload,
            StepKind::Pods => CheckKind::Pods,
            StepKind::Coverage => CheckKind::Coverage,
            StepKind::Logs => CheckKind::Logs,
            StepKind::Loki => CheckKind::Loki,
            StepKind::Usage => CheckKind::Usage,
        },
        subject: step.subject.clone(),
        workload_kind: step.workload_kind.clone(),
        done: false,
    }));
    let runs = |one: &Workload| !matches!(one.kind, WorkloadKind::Job | WorkloadKind::CronJob);
    if facts.workloads.iter().any(runs) && !facts.deployments.is_empty() {
        items.push(item(CheckKind::Stability, "", false));
    }
    items
}

fn of_workload(facts: &Facts, workload: &Workload, steps: &mut Vec<PlanStep>) {
    let kubectl = kubectl(facts, workload);
    let get = format!(
        "{kubectl} get {} {}",
        workload.kind.resource(),
        workload.name
    );
    let row = row(workload);
    if !row.is_empty() {
        steps.push(step(workload, StepKind::Workload, "status", vec![get], row));
    }
    let rolls = match workload.kind {
        WorkloadKind::DaemonSet | WorkloadKind::Deployment | WorkloadKind::StatefulSet => true,
        WorkloadKind::CronJob | WorkloadKind::Job | WorkloadKind::Rollout => false,
    };
    let stays = match workload.kind {
        WorkloadKind::DaemonSet
        | WorkloadKind::Deployment
        | WorkloadKind::StatefulSet
        | WorkloadKind::Rollout => true,
        WorkloadKind::CronJob | WorkloadKind::Job => false,
    };
    if !stays || workload.selector.is_empty() {
        return;
    }
    let selected = |verb: &str| format!("{kubectl} {verb} -l {}", quoted(&workload.selector));
    let pods = format!("{} -o wide", selected("get pods"));
    match (workload.kind, workload.nodes) {
        (WorkloadKind::DaemonSet, Some(nodes)) => {
            let on_all = Expectation::Coverage {
                nodes,
                name: workload.name.clone(),
            };
            let expected = match workload.expected {
                Some(expected) if expected == nodes => vec![on_all, Expectation::AllRunning],
                Some(_) | None => vec![Expectation::AllRunning],
            };
            steps.push(step(
                workload,
                StepKind::Coverage,
                "nodes",
                vec![pods],
                expected,
            ));
        }
        _ => {
            steps.push(step(
                workload,
                StepKind::Pods,
                "pods",
                vec![pods],
                vec![Expectation::AllRunning],
            ));
        }
    }
    if rolls {
        let logs = format!("{} --tail=50", selected("logs"));
        steps.push(step(
            workload,
            StepKind::Logs,
            "logs",
            vec![logs],
            vec![Expectation::LogsArrive],
        ));
    }
    let mut limits = Vec::new();
    limits.extend(
        workload
            .cpu
            .clone()
            .map(|value| Expectation::CpuAtMost { value }),
    );
    limits.extend(
        workload
            .memory
            .clone()
            .map(|value| Expectation::MemoryAtMost { value }),
    );
    if !limits.is_empty() {
        steps.push(step(
            workload,
            StepKind::Usage,
            "usage",
            vec![selected("top pods")],
            limits,
        ));
    }
}

fn step(
    workload: &Workload,
    kind: StepKind,
    suffix: &str,
    commands: Vec<String>,
    expectations: Vec<Expectation>,
) -> PlanStep {
    PlanStep {
        name: format!("{}-{suffix}", workload.name),
        kind,
        subject: workload.name.clone(),
        workload_kind: format!("{:?}", workload.kind),
        commands,
        expectations,
    }
}

/// `kubectl --context C -n N`.
fn kubectl(facts: &Facts, workload: &Workload) -> String {
    let context = facts
        .context
        .as_deref()
        .map(|name| format!(" --context {}", quoted(name)));
    let namespace = match workload.namespace.as_str() {
        "" => facts.namespace.as_deref(),
        own => Some(own),
    };
    let namespace = namespace.map(|name| format!(" -n {}", quoted(name)));
    format!(
        "kubectl{}{}",
        context.unwrap_or_default(),
        namespace.unwrap_or_default()
    )
}

/// A word of a shell, quoted where it must be.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=,:@%+".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_string(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

/// The columns of the workload's own row, as `kubectl get` prints them.
fn row(workload: &Workload) -> Vec<Expectation> {
    let column = |name: &str, value: String| Expectation::Column {
        name: name.into(),
        value,
        all_nodes: false,
    };
    let expected = workload.expected;
    match workload.kind {
        WorkloadKind::DaemonSet => {
            let Some(pods) = expected else {
                return Vec::new();
            };
            let desired = Expectation::Column {
                name: "DESIRED".into(),
                value: pods.to_string(),
                all_nodes: workload.nodes == Some(pods),
            };
            let others = ["CURRENT", "READY", "UP-TO-DATE", "AVAILABLE"];
            let others = others
                .into_iter()
                .map(|name| column(name, pods.to_string()));
            std::iter::once(desired).chain(others).collect()
        }
        WorkloadKind::Deployment => match (workload.autoscaled, expected) {
            (Some((least, _)), _) => vec![
                Expectation::AtLeast {
                    name: "UP-TO-DATE".into(),
                    value: least,
                },
                Expectation::AtLeast {
                    name: "AVAILABLE".into(),
                    value: least,
                },
            ],
            (None, Some(pods)) => vec![
                column("READY", format!("{pods}/{pods}")),
                column("UP-TO-DATE", pods.to_string()),
                column("AVAILABLE", pods.to_string()),
            ],
            (None, None) => Vec::new(),
        },
        WorkloadKind::StatefulSet => match expected {
            Some(pods) => vec![column("READY", format!("{pods}/{pods}"))],
            None => Vec::new(),
        },
        WorkloadKind::Rollout => match expected {
            Some(pods) => ["DESIRED", "CURRENT", "UP-TO-DATE", "AVAILABLE"]
                .into_iter()
                .map(|name| column(name, pods.to_string()))
                .collect(),
            None => Vec::new(),
        },
        WorkloadKind::Job => {
            let completions = workload.completions.unwrap_or(1);
            vec![column(
                "COMPLETIONS",
                format!("{completions}/{completions}"),
            )]
        }
        WorkloadKind::CronJob => {
            let mut all = vec![column("SUSPEND", "False".into())];
            all.extend(
                workload
                    .schedule
                    .clone()
                    .map(|schedule| column("SCHEDULE", schedule)),
            );
            all
        }
    }
}
