//! HorizontalPodAutoscaler and PodDisruptionBudget.

use super::KindContext;
use super::generic::no_status;
use crate::facts::fields::{
    Condition, annotation, at, condition, conditions, count, list, number, text,
};
use crate::facts::verdict::{Judgement, Reason};
use crate::told;
use serde_json::Value;

/// Sources: Argo CD `health_hpa.go` and the HPA's conditions (`AbleToScale`, `ScalingActive`). With
/// autoscaling/v1 the conditions stand in an annotation. Metrics that kubectl prints as `<unknown>`
/// make it pending, and so does a target that it has not scaled yet.
pub(crate) fn autoscaler(object: &Value, ctx: &KindContext) -> Judgement {
    let written = annotation(object, "autoscaling.alpha.kubernetes.io/conditions");
    let parsed = written.and_then(|json| serde_json::from_str::<Value>(json).ok());
    let wrapped = parsed.map(|list| serde_json::json!({"status": {"conditions": list}}));
    let conditions = conditions(wrapped.as_ref().unwrap_or(object));
    let find = |kind: &str| conditions.iter().find(|c| c.kind == kind);
    if let Some(inactive) = find("ScalingActive").filter(|c| c.reason == "ScalingDisabled") {
        let told = told!(ScalingIsOff, said = inactive.said());
        return ctx.pending(Reason::Suspended, told);
    }
    let refused = ["AbleToScale", "ScalingActive"]
        .into_iter()
        .filter_map(find)
        .find(|c| c.is_false() || is_failure(c));
    if let Some(refused) = refused {
        return ctx.failed(Reason::CannotScale, told!(CantScale, said = refused.said()));
    }
    let able = find("AbleToScale").is_some_and(|c| c.is_true());
    let doubtful = find("ScalingActive").is_some_and(|c| !c.is_true());
    if !able || doubtful || !has_metrics(object) {
        return ctx.pending(Reason::NoMetrics, told!(NoMetricsYet));
    }
    let current = count(object, "/status/currentReplicas");
    let desired = count(object, "/status/desiredReplicas");
    let seen = format!("{current}/{desired}");
    if current != desired {
        return ctx
            .pending(Reason::Progressing, told!(IsScalingReplicas, seen))
            .with_seen(seen);
    }
    // The API server defaults the minimum to 1.
    let least = number(object, "/spec/minReplicas").unwrap_or(1);
    if number(object, "/status/currentReplicas").is_some() && current < least {
        return ctx
            .pending(Reason::Progressing, told!(FewerThanMinimum, current, least))
            .with_seen(seen);
    }
    ctx.passed(Reason::Ready, told!(ReadsItsMetricsReplicas, seen))
        .with_seen(seen)
}

/// Reasons that say that scaling fails whatever the status says (Argo CD `health_hpa.go`).
fn is_failure(condition: &&Condition) -> bool {
    condition.reason.starts_with("FailedGet")
        || condition.reason.starts_with("FailedUpdate")
        || matches!(
            condition.reason,
            "FailedComputeMetricsReplicas" | "InvalidSelector"
        )
}

/// Whether each metric of the spec has a current value, as far as the version of the API shows it.
fn has_metrics(object: &Value) -> bool {
    let wanted = list(object, "/spec/metrics").len();
    let current = list(object, "/status/currentMetrics");
    let is_seen = |metric: &&Value| !text(metric, "/type").is_empty();
    let v1_unknown = number(object, "/spec/targetCPUUtilizationPercentage").is_some()
        && number(object, "/status/currentCPUUtilizationPercentage").is_none();
    let listed = at(object, "/status/currentMetrics").is_some();
    !v1_unknown && (!listed || current.iter().filter(is_seen).count() >= wanted)
}

/// Sources: the PDB API and Argo CD `policy/PodDisruptionBudget/health.lua` (which waits for
/// conditions, and takes `InsufficientPods` as healthy). Stricter: fewer healthy pods than asked for
/// are pending. That no disruption is allowed is a state that can be meant.
pub(crate) fn disruption_budget(object: &Value, ctx: &KindContext) -> Judgement {
    // Controllers before 1.21 write the counts alone.
    let allowed = condition(object, "DisruptionAllowed");
    if allowed.is_none() && number(object, "/status/desiredHealthy").is_none() {
        return no_status(ctx);
    }
    let refused = allowed.filter(|c| !c.is_true() && c.reason != "InsufficientPods");
    if let Some(refused) = refused {
        let told = told!(TheBudgetCantBeComputed, said = refused.said());
        return ctx.failed(Reason::Degraded, told);
    }
    let healthy = count(object, "/status/currentHealthy");
    let desired = count(object, "/status/desiredHealthy");
    let disruptions = count(object, "/status/disruptionsAllowed");
    let seen = format!("{healthy}/{desired}");
    if number(object, "/status/expectedPods") == Some(0) {
        return ctx.manual(Reason::NothingDesired, told!(SelectsNoPods));
    }
    if healthy < desired {
        return ctx
            .pending(Reason::BudgetUnmet, told!(HealthyPods, seen))
            .with_seen(seen);
    }
    ctx.passed(Reason::Ready, told!(DisruptionsAllowed, seen, disruptions))
        .with_seen(seen)
}
