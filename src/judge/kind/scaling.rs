//! HorizontalPodAutoscaler and PodDisruptionBudget.

use super::KindContext;
use super::generic::no_status;
use super::reason::Reason;
use crate::facts::fields::{
    Condition, annotation, at, condition, conditions, count, list, number, text,
};
use crate::facts::verdict::Judgement;
use serde_json::Value;

/// Sources: Argo CD `health_hpa.go` and the HPA's conditions (`AbleToScale`, `ScalingActive`). With
/// autoscaling/v1 the conditions stand in an annotation. Metrics that kubectl prints as `<unknown>`
/// make it pending, and so does a target that it has not scaled yet.
pub fn autoscaler(object: &Value, ctx: &KindContext) -> Judgement {
    let written = annotation(object, "autoscaling.alpha.kubernetes.io/conditions");
    let parsed = written.and_then(|json| serde_json::from_str::<Value>(json).ok());
    let wrapped = parsed.map(|list| serde_json::json!({"status": {"conditions": list}}));
    let conditions = conditions(wrapped.as_ref().unwrap_or(object));
    let find = |kind: &str| conditions.iter().find(|c| c.kind == kind);
    if let Some(inactive) = find("ScalingActive").filter(|c| c.reason == "ScalingDisabled") {
        let said = inactive.said();
        return ctx.pending(
            Reason::Suspended,
            format!("대상이 0개로 조정되어 자동 확장이 꺼져 있습니다: {said}"),
            format!("scaling is off, because its target is scaled to zero: {said}"),
        );
    }
    let refused = ["AbleToScale", "ScalingActive"]
        .into_iter()
        .filter_map(find)
        .find(|c| c.is_false() || is_failure(c));
    if let Some(refused) = refused {
        let said = refused.said();
        return ctx.failed(
            Reason::CannotScale,
            format!("확장할 수 없습니다: {said}"),
            format!("can't scale: {said}"),
        );
    }
    let able = find("AbleToScale").is_some_and(|c| c.is_true());
    let doubtful = find("ScalingActive").is_some_and(|c| !c.is_true());
    if !able || doubtful || !has_metrics(object) {
        return ctx.pending(
            Reason::NoMetrics,
            "메트릭이 아직 없습니다 (<unknown>)".into(),
            "has no metrics yet (<unknown>)".into(),
        );
    }
    let current = count(object, "/status/currentReplicas");
    let desired = count(object, "/status/desiredReplicas");
    let seen = format!("{current}/{desired}");
    if current != desired {
        return ctx
            .pending(
                Reason::Progressing,
                format!("복제본을 조정하는 중입니다 {seen}"),
                format!("is scaling, replicas {seen}"),
            )
            .with_seen(seen);
    }
    // The API server defaults the minimum to 1.
    let least = number(object, "/spec/minReplicas").unwrap_or(1);
    if number(object, "/status/currentReplicas").is_some() && current < least {
        return ctx
            .pending(
                Reason::Progressing,
                format!("복제본 {current}개가 최소 {least}개보다 적습니다"),
                format!("{current} replicas are fewer than the minimum of {least}"),
            )
            .with_seen(seen);
    }
    ctx.passed(
        Reason::Ready,
        format!("메트릭을 읽고 있습니다, 복제본 {seen}"),
        format!("reads its metrics, replicas {seen}"),
    )
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
pub fn disruption_budget(object: &Value, ctx: &KindContext) -> Judgement {
    // Controllers before 1.21 write the counts alone.
    let allowed = condition(object, "DisruptionAllowed");
    if allowed.is_none() && number(object, "/status/desiredHealthy").is_none() {
        return no_status(ctx);
    }
    let refused = allowed.filter(|c| !c.is_true() && c.reason != "InsufficientPods");
    if let Some(refused) = refused {
        let said = refused.said();
        return ctx.failed(
            Reason::Degraded,
            format!("중단 예산을 계산하지 못합니다: {said}"),
            format!("the budget can't be computed: {said}"),
        );
    }
    let healthy = count(object, "/status/currentHealthy");
    let desired = count(object, "/status/desiredHealthy");
    let disruptions = count(object, "/status/disruptionsAllowed");
    let seen = format!("{healthy}/{desired}");
    if number(object, "/status/expectedPods") == Some(0) {
        return ctx.manual(
            Reason::NothingDesired,
            "선택된 Pod가 없습니다: 의도한 것인지 사람이 확인해야 합니다".into(),
            "selects no pods: a person must say whether that is meant".into(),
        );
    }
    if healthy < desired {
        return ctx
            .pending(
                Reason::BudgetUnmet,
                format!("정상 Pod {seen}"),
                format!("healthy pods {seen}"),
            )
            .with_seen(seen);
    }
    ctx.passed(
        Reason::Ready,
        format!("정상 Pod {seen}, 허용 중단 {disruptions}"),
        format!("healthy pods {seen}, disruptions allowed {disruptions}"),
    )
    .with_seen(seen)
}
