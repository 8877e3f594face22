//! The verification plan of a new record: per workload kind the steps that a careful engineer would
//! write, and the checklist tied to them. Pure.

use super::Setting;
use super::facts::{Facts, Placed, Target};
use super::history::Deployed;
use crate::facts::fields;
use crate::facts::lang::Lang;
use crate::facts::shell::word;
use crate::facts::workload::{Workload, WorkloadKind};
use crate::render::context::{
    CheckItem, CheckKind, Expectation, Expected, PlanStep, StepKind, Unchecked,
};
use row::row;
use said::said;

mod change;
mod image;
mod row;
mod said;
mod values;

/// As many keys of values are named that are not checked.
const KEYS: usize = 10;
/// In as many lines of each container errors are looked for; of one that wrote more since the deployment it is
/// not known.
const ERRORS_IN: usize = 2000;

/// The steps, with names that are unique.
pub(super) fn plan(facts: &Facts, setting: &Setting<'_>) -> Vec<PlanStep> {
    let mut steps = Vec::new();
    for target in &facts.targets {
        steps.extend(of_application(target, setting));
        for placed in &target.workloads {
            of_workload(target, placed, facts, &mut steps);
            of_images(target, placed, facts, &mut steps);
        }
        of_change(target, facts, &mut steps);
        steps.extend(in_loki(target, setting));
    }
    for step in &mut steps {
        // A manifest's name can be anything; a tie is a word in a comment.
        let plain = |c: char| c.is_alphanumeric() || "-_.".contains(c);
        step.name = step.name.replace(|c| !plain(c), "-").replace("--", "-");
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

/// Says what a plan expects in a record's language, wherever its context comes from.
pub(super) fn say(plan: &mut [PlanStep], lang: Lang) {
    for step in plan {
        step.expectations.retain_mut(|one| {
            if one.sentence.is_empty() {
                one.sentence = said(&one.form, lang).unwrap_or_default();
            }
            !one.sentence.is_empty()
        });
    }
}

/// The checklist: what is known to be done, what is to be waited for, a tied item a step, stability.
pub(super) fn checklist(facts: &Facts, plan: &[PlanStep]) -> Vec<CheckItem> {
    let item = |kind, subject: &str, done| CheckItem {
        tie: String::new(),
        kind,
        subject: subject.into(),
        workload_kind: String::new(),
        field: String::new(),
        system: String::new(),
        done,
    };
    let mut items = Vec::new();
    if facts.history.is_some() {
        items.push(item(CheckKind::Change, "", true));
    }
    let of = |one: &Deployed| one.deployment.source;
    let several = facts
        .deployments
        .windows(2)
        .any(|two| of(&two[0]) != of(&two[1]));
    for one in &facts.deployments {
        let number = one.deployment.number.to_string();
        for (kind, done, says) in [
            (CheckKind::Deploy, true, true),
            (CheckKind::Finish, false, several),
        ] {
            let system = if says { of(one).name() } else { "" };
            items.push(CheckItem {
                system: system.into(),
                ..item(kind, &number, done)
            });
        }
    }
    items.extend(plan.iter().map(|step| CheckItem {
        tie: step.name.clone(),
        kind: CheckKind::Step(step.kind),
        subject: step.subject.clone(),
        workload_kind: step.workload_kind.clone(),
        field: step.field.clone(),
        system: String::new(),
        done: false,
    }));
    let has_running = facts.workloads().any(|one| runs_on(one.kind));
    if has_running && !facts.deployments.is_empty() {
        items.push(item(CheckKind::Stability, "", false));
    }
    items
}

/// Whether a workload's pods are there to stay.
fn runs_on(kind: WorkloadKind) -> bool {
    match kind {
        WorkloadKind::DaemonSet
        | WorkloadKind::Deployment
        | WorkloadKind::StatefulSet
        | WorkloadKind::Rollout => true,
        WorkloadKind::CronJob | WorkloadKind::Job => false,
    }
}

/// Argo CD's own view. Asked through the API server, which the context names; the command line of
/// Argo CD would ask whichever it is logged in to.
fn of_application(target: &Target, setting: &Setting<'_>) -> Option<PlanStep> {
    let application = target.application.as_ref()?;
    let name = fields::name(application);
    let namespace = match fields::namespace(application) {
        "" => setting.outside.access().cluster.argocd_namespace.as_str(),
        own => own,
    };
    let command = format!(
        "kubectl{} -n {} get applications.argoproj.io {}",
        context(target),
        word(namespace),
        word(name)
    );
    let synced = vec![Expectation::Synced];
    Some(of_kind(
        StepKind::Application,
        name,
        "sync",
        command,
        synced,
    ))
}

/// That the logs of the namespaces arrive in Loki, where one is configured.
fn in_loki(target: &Target, setting: &Setting<'_>) -> Vec<PlanStep> {
    let Some(loki) = &setting.outside.access().loki else {
        return Vec::new();
    };
    let addr = loki.aliases.first().unwrap_or(&loki.addr);
    let running = target.workloads.iter().map(|placed| &placed.workload);
    let mut namespaces: Vec<&str> = running
        .filter(|workload| runs_on(workload.kind) && workload.expected != Some(0))
        .map(|workload| workload.namespace.as_str())
        .filter(|namespace| !namespace.is_empty())
        .collect();
    namespaces.sort_unstable();
    namespaces.dedup();
    let step = |namespace: &str| {
        let command = format!(
            "logcli query --addr={} '{{namespace=\"{namespace}\"}}' --limit=100 --since=1h",
            word(addr)
        );
        let arrive = vec![Expectation::LogsArrive];
        of_kind(StepKind::Loki, namespace, "loki", command, arrive)
    };
    namespaces.into_iter().map(step).collect()
}

fn of_workload(target: &Target, placed: &Placed, facts: &Facts, steps: &mut Vec<PlanStep>) {
    let workload = &placed.workload;
    let kubectl = kubectl(target, workload);
    let get = format!(
        "{kubectl} get {} {}",
        workload.kind.resource(),
        word(&workload.name)
    );
    let row = row(placed);
    if !row.is_empty() {
        steps.push(step(workload, StepKind::Workload, "status", get, row));
    }
    // Scaled to nothing, there is nothing to see: no pods, no logs, no usage.
    let is_empty = workload.expected == Some(0) && workload.autoscaled.is_none();
    if let Some(expected) = rolled_out(placed).filter(|_| !is_empty) {
        let name = format!("{}/{}", workload.kind.resource(), workload.name);
        let command = format!("{kubectl} rollout status {}", word(&name));
        steps.push(step(
            workload,
            StepKind::Rollout,
            "rollout",
            command,
            vec![expected],
        ));
    }
    if let Some((command, expected)) = last_run(placed, &kubectl) {
        steps.push(step(workload, StepKind::LastRun, "run", command, expected));
    }
    if !runs_on(workload.kind) || workload.selector.is_empty() || is_empty {
        return;
    }
    let selected = |verb: &str| format!("{kubectl} {verb} -l {}", word(&workload.selector));
    let pods = format!("{} -o wide", selected("get pods"));
    let (kind, suffix, expected) = match (workload.kind, workload.nodes) {
        (WorkloadKind::DaemonSet, Some(nodes)) => {
            let on_all = |nodes| Expectation::Coverage {
                nodes,
                name: workload.name.clone(),
            };
            let on_all = match workload.expected {
                Some(expected) => (expected == nodes).then(|| on_all(Some(nodes))),
                None => Some(on_all(None)),
            };
            let expected = on_all.into_iter().chain([Expectation::AllRunning]);
            let expected: Vec<_> = expected.collect();
            (StepKind::Coverage, "nodes", expected)
        }
        (
            WorkloadKind::DaemonSet
            | WorkloadKind::Deployment
            | WorkloadKind::StatefulSet
            | WorkloadKind::Rollout
            | WorkloadKind::CronJob
            | WorkloadKind::Job,
            _,
        ) => {
            let least = workload.autoscaled.map(|(least, _)| least.max(1));
            let enough = least.map(|value| Expectation::PodsAtLeast { value });
            let expected = std::iter::once(Expectation::AllRunning).chain(enough);
            (StepKind::Pods, "pods", expected.collect())
        }
    };
    let is_dated = !facts.deployments.is_empty();
    let unharmed = is_dated.then_some(Expectation::NoRestarts);
    let expected = expected.into_iter().chain(unharmed).collect();
    steps.push(step(workload, kind, suffix, pods, expected));
    let logs = format!("{} --tail=50", selected("logs"));
    let arrive = vec![Expectation::LogsArrive];
    steps.push(step(workload, StepKind::Logs, "logs", logs, arrive));
    if is_dated {
        let logs = format!("{} --all-containers --tail={ERRORS_IN}", selected("logs"));
        let none = vec![Expectation::NoErrors];
        steps.push(step(workload, StepKind::Errors, "errors", logs, none));
    }
    let limits = limits(workload);
    if !limits.is_empty() {
        let top = selected("top pods");
        steps.push(step(workload, StepKind::Usage, "usage", top, limits));
    }
}

fn limits(workload: &Workload) -> Vec<Expectation> {
    let (cpu, memory) = (workload.cpu.clone(), workload.memory.clone());
    let cpu = cpu.map(|value| Expectation::CpuAtMost { value });
    let memory = memory.map(|value| Expectation::MemoryAtMost { value });
    cpu.into_iter().chain(memory).collect()
}

/// That the containers have the images that the change gave them: what is healthy may be the old one.
fn of_images(target: &Target, placed: &Placed, facts: &Facts, steps: &mut Vec<PlanStep>) {
    let workload = &placed.workload;
    let kubectl = kubectl(target, workload);
    let app = target.app.as_deref();
    let changed = image::changed(placed, app, facts.history.as_ref());
    let several = changed.len() > 1;
    for (container, value) in changed {
        let (kind, name) = (workload.kind.resource(), word(&workload.name));
        let path = word(&image::path(workload.kind, &container));
        let command = format!("{kubectl} get {kind} {name} -o jsonpath={path}");
        let suffix = if several {
            format!("image-{container}")
        } else {
            "image".into()
        };
        let expected = vec![Expectation::Image { value }];
        let mut step = step(workload, StepKind::Image, &suffix, command, expected);
        step.subject = container;
        steps.push(step);
    }
}

/// What the change gave the app's objects, value by value.
fn of_change(target: &Target, facts: &Facts, steps: &mut Vec<PlanStep>) {
    let (checks, _) = checks(target, facts);
    for check in checks.into_iter().take(change::MOST) {
        let kubectl = kubectl_in(target, &check.namespace);
        let (resource, name) = (&check.resource, word(&check.name));
        let field = match check.field.as_str() {
            "" => "change",
            field => field,
        };
        let command = format!("{kubectl} get {resource} {name}{}", check.output);
        let expected = vec![check.expected];
        steps.push(PlanStep {
            workload_kind: resource.split('.').next().unwrap_or(resource).to_owned(),
            field: check.field.clone(),
            ..of_kind(StepKind::Changed, &check.name, field, command, expected)
        });
    }
}

/// Every value that the change gave the app's objects, of manifests and of charts, and the keys of values of which
/// nothing shows what the chart makes of them.
fn checks(target: &Target, facts: &Facts) -> (Vec<change::Check>, Vec<String>) {
    let history = facts.history.as_ref();
    let (of_values, open) = values::checks(target, history);
    let mut all = change::checks(target, history);
    let is_known = |one: &change::Check| {
        let same = |known: &change::Check| known.name == one.name && known.output == one.output;
        all.iter().any(same)
    };
    let more: Vec<_> = of_values.into_iter().filter(|one| !is_known(one)).collect();
    all.extend(more);
    (all, open)
}

/// What the change has that the plan does not look for.
pub(super) fn unchecked(facts: &Facts) -> Unchecked {
    let mut unchecked = Unchecked::default();
    for target in &facts.targets {
        let (all, open) = checks(target, facts);
        unchecked.values.extend(open);
        unchecked.more += all.len().saturating_sub(change::MOST);
    }
    unchecked.values.sort();
    unchecked.values.dedup();
    unchecked.more_values = unchecked.values.len().saturating_sub(KEYS);
    unchecked.values.truncate(KEYS);
    unchecked
}

/// What `kubectl rollout status` ends with; none where pods are replaced by hand.
fn rolled_out(placed: &Placed) -> Option<Expectation> {
    let kind = match placed.workload.kind {
        WorkloadKind::Deployment => "deployment",
        WorkloadKind::DaemonSet => "daemon set",
        WorkloadKind::StatefulSet => "",
        WorkloadKind::Rollout | WorkloadKind::CronJob | WorkloadKind::Job => return None,
    };
    let by_hand = fields::text(&placed.object, "/spec/updateStrategy/type") == "OnDelete";
    (!by_hand).then(|| Expectation::RolledOut {
        kind: kind.into(),
        name: placed.workload.name.clone(),
    })
}

/// The newest Job that a CronJob made by its schedule: one that has not been due yet has none. Jobs
/// carry no label of their CronJob; their names are its name and the minute.
fn last_run(placed: &Placed, kubectl: &str) -> Option<(String, Vec<Expectation>)> {
    let (workload, object) = (&placed.workload, &placed.object);
    let ran = fields::time(object, "/status/lastScheduleTime").is_some();
    if workload.kind != WorkloadKind::CronJob || !ran || fields::flag(object, "/spec/suspend") {
        return None;
    }
    let completions = fields::number(object, "/spec/jobTemplate/spec/completions").unwrap_or(1);
    // A name is made of letters, digits, `-` and `.`.
    let name = workload.name.replace('.', "[.]");
    let command = format!(
        "{kubectl} get jobs --sort-by=.metadata.creationTimestamp | grep -E '^{name}-[0-9]+ ' | tail -1"
    );
    let completed = Expectation::Column {
        name: "COMPLETIONS".into(),
        value: format!("{completions}/{completions}"),
        all_nodes: false,
    };
    Some((command, vec![completed]))
}

fn step(
    workload: &Workload,
    kind: StepKind,
    suffix: &str,
    command: String,
    expectations: Vec<Expectation>,
) -> PlanStep {
    PlanStep {
        workload_kind: workload.kind.word().into(),
        ..of_kind(kind, &workload.name, suffix, command, expectations)
    }
}

/// A step about a subject. What it expects is said when the record's language is known.
fn of_kind(
    kind: StepKind,
    subject: &str,
    suffix: &str,
    command: String,
    expectations: Vec<Expectation>,
) -> PlanStep {
    let unsaid = |form| Expected {
        form,
        sentence: String::new(),
    };
    PlanStep {
        name: format!("{subject}-{suffix}"),
        kind,
        subject: subject.into(),
        workload_kind: String::new(),
        field: String::new(),
        commands: vec![command],
        expectations: expectations.into_iter().map(unsaid).collect(),
    }
}

/// `kubectl --context C -n N`.
pub(super) fn kubectl(target: &Target, workload: &Workload) -> String {
    kubectl_in(target, &workload.namespace)
}

fn kubectl_in(target: &Target, namespace: &str) -> String {
    let namespace = match namespace {
        "" => target.namespace.as_deref(),
        own => Some(own),
    };
    let namespace = namespace.map(|name| format!(" -n {}", word(name)));
    format!(
        "kubectl{}{}",
        context(target),
        namespace.unwrap_or_default()
    )
}

fn context(target: &Target) -> String {
    let context = target.context.as_deref();
    let context = context.map(|name| format!(" --context {}", word(name)));
    context.unwrap_or_default()
}
